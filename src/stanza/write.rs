//! [`WriteStanza`]: what can be sent as a stanza.

use super::StanzaKind;
use crate::xml::{ElementBuf, ElementWriter, WriteError};

/// A stanza that can be written: the builders, [`ErrorReply`](super::ErrorReply), and the messages of the services.
///
/// [`StreamWriter::write`](crate::stream::StreamWriter::write) takes it. The trait is for this library alone to implement: what its stanzas
/// write is good by the way they are built and is not looked at again. What is your own goes into one as a payload, by
/// [`WriteXml`](crate::xml::WriteXml).
pub trait WriteStanza: StanzaParts {
    /// Which of the three it is.
    fn kind(&self) -> StanzaKind {
        self.stanza_kind()
    }

    /// The stanza as an element that stands alone, in this content namespace: to be kept, or to go into another stanza.
    ///
    /// ```
    /// use envoi::stanza::{NS_CLIENT, Presence, WriteStanza};
    ///
    /// let presence = Presence::available().priority(-1).to_element(NS_CLIENT)?;
    /// assert_eq!(presence.as_str(), "<presence xmlns='jabber:client'><priority>-1</priority></presence>");
    /// # Ok::<(), envoi::xml::WriteError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the builder, and of what it holds.
    fn to_element(&self, content_namespace: &str) -> Result<ElementBuf, WriteError> {
        ElementBuf::written(content_namespace, self.stanza_kind().as_str(), |out| {
            self.write_parts(out, Seal(()))
        })
    }
}

impl<T: StanzaParts + ?Sized> WriteStanza for T {}

/// What a stanza is made of.
pub trait StanzaParts {
    fn stanza_kind(&self) -> StanzaKind;

    /// Writes attributes and what the stanza holds; the element itself has begun, and is ended by the caller.
    fn write_parts(&self, out: &mut ElementWriter<'_>, seal: Seal) -> Result<(), WriteError>;
}

/// What outside of this library nobody has: so the parts of a stanza are written once, and right behind its start.
#[derive(Clone, Copy, Debug)]
pub struct Seal(pub(crate) ());

impl<T: StanzaParts + ?Sized> StanzaParts for &T {
    fn stanza_kind(&self) -> StanzaKind {
        (**self).stanza_kind()
    }

    fn write_parts(&self, out: &mut ElementWriter<'_>, seal: Seal) -> Result<(), WriteError> {
        (**self).write_parts(out, seal)
    }
}
