//! [`Envelope`]: the attributes that all stanzas have (RFC 6120 section 8.1).

use super::lang;
use crate::xml::{ElementWriter, WriteError};
use alloc::borrow::Cow;

#[derive(Clone, Debug, Default)]
pub(super) struct Envelope<'a> {
    pub(super) to: Option<Cow<'a, str>>,
    pub(super) from: Option<Cow<'a, str>>,
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) lang: Option<&'a str>,
}

impl Envelope<'_> {
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
