//! [`Envelope`]: the attributes that all stanzas have (RFC 6120 section 8.1).

use super::lang;
use crate::stanza::RawStanza;
use crate::xml::{ElementWriter, WriteError};
use alloc::borrow::Cow;
use core::fmt;

#[derive(Clone, Debug, Default)]
pub(super) struct Envelope<'a> {
    pub(super) to: Option<Cow<'a, str>>,
    pub(super) from: Option<Cow<'a, str>>,
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) lang: Option<&'a str>,
}

impl<'a> Envelope<'a> {
    /// The addresses of the answer to a stanza: swapped, but for what is no address (RFC 6120 section 8.3.1, rule 2).
    pub(super) fn answering(stanza: RawStanza<'a>) -> Self {
        Self { to: stanza.answer_to(), from: stanza.answer_from(), ..Self::default() }
    }

    pub(super) fn debug(&self, name: &str, type_: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { to, from, id, .. } = self;
        f.debug_struct(name)
            .field("type", &type_)
            .field("to", to)
            .field("from", from)
            .field("id", id)
            .finish_non_exhaustive()
    }

    /// Writes them, and the type, if there is one to write.
    #[inline]
    pub(super) fn write(
        &self,
        type_: Option<&'static str>,
        out: &mut ElementWriter<'_>,
    ) -> Result<(), WriteError> {
        if let Some(to) = &self.to {
            out.attribute_known(" to='", to)?;
        }
        if let Some(from) = &self.from {
            out.attribute_known(" from='", from)?;
        }
        if let Some(id) = &self.id {
            out.attribute_known(" id='", id)?;
        }
        if let Some(type_) = type_ {
            out.attribute_known(" type='", type_)?;
        }
        if let Some(lang) = self.lang {
            lang::write(lang, out)?;
        }
        Ok(())
    }
}
