//! [`WriteStanza`]: what can be sent as a stanza.

use super::StanzaKind;
use crate::xml::{ElementBuf, ElementWriter, WriteError};

/// A stanza that writes itself: the builders, and [`ErrorReply`](super::ErrorReply).
///
/// [`StreamWriter::write`](crate::stream::StreamWriter::write) takes it.
pub trait WriteStanza {
    /// Which of the three it is.
    fn kind(&self) -> StanzaKind;

    /// Writes its attributes and what it holds; the element itself has begun, and is ended by the caller.
    ///
    /// # Errors
    ///
    /// Those of the methods of [`ElementWriter`].
    fn write_stanza(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError>;

    /// The stanza as an element that stands alone, in this content namespace.
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
    /// Those of [`write_stanza`](Self::write_stanza).
    fn to_element(&self, content_namespace: &str) -> Result<ElementBuf, WriteError> {
        ElementBuf::written(content_namespace, self.kind().as_str(), |out| self.write_stanza(out))
    }
}

impl<T: WriteStanza + ?Sized> WriteStanza for &T {
    fn kind(&self) -> StanzaKind {
        (**self).kind()
    }

    fn write_stanza(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        (**self).write_stanza(out)
    }
}
