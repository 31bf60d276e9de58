//! [`HeaderWriter`]: writes a stream header.

use super::{StreamWriter, WriteError};
use crate::stream::NS_STREAM;
use crate::xml::escape;
use alloc::vec::Vec;

/// A stream header to be written, the initial one or the response to it (RFC 6120 section 4.7); see
/// [`StreamWriter::header`].
#[derive(Debug)]
#[must_use = "nothing is written before `finish`"]
pub struct HeaderWriter<'w> {
    writer: &'w mut StreamWriter,
    from: Option<&'w str>,
    to: Option<&'w str>,
    id: Option<&'w str>,
    version: Option<&'w str>,
    lang: Option<&'w str>,
}

impl<'w> HeaderWriter<'w> {
    pub(super) fn new(writer: &'w mut StreamWriter) -> Self {
        Self { writer, from: None, to: None, id: None, version: Some("1.0"), lang: None }
    }

    /// The sender (RFC 6120 section 4.7.1).
    pub fn from(mut self, from: &'w str) -> Self {
        self.from = Some(from);
        self
    }

    /// The recipient (RFC 6120 section 4.7.2).
    pub fn to(mut self, to: &'w str) -> Self {
        self.to = Some(to);
        self
    }

    /// The identifier, in a response (RFC 6120 section 4.7.3).
    pub fn id(mut self, id: &'w str) -> Self {
        self.id = Some(id);
        self
    }

    /// The default language (RFC 6120 section 4.7.4).
    pub fn lang(mut self, lang: &'w str) -> Self {
        self.lang = Some(lang);
        self
    }

    /// The version; 1.0 unless told otherwise (RFC 6120 section 4.7.5).
    pub fn version(mut self, version: &'w str) -> Self {
        self.version = Some(version);
        self
    }

    /// No version, as for components (XEP-0114).
    pub fn without_version(mut self) -> Self {
        self.version = None;
        self
    }

    /// Writes the header, with an XML declaration in front (RFC 6120 section 11.5).
    ///
    /// # Errors
    ///
    /// `NestedHeader` if there is one already, `Closed`, `Character` in a value, `ContentNamespace` or `ReservedNamespace` if the
    /// namespace cannot be that of content.
    pub fn finish(self) -> Result<(), WriteError> {
        self.writer.check_header()?;
        let attributes = [
            ("from", self.from),
            ("to", self.to),
            ("id", self.id),
            ("version", self.version),
            ("xml:lang", self.lang),
        ];
        let written = write(&attributes, &self.writer.content, &mut self.writer.out);
        self.writer.opened(written)
    }
}

/// RFC 6120 section 4.8.2: the content namespace is the default, the stream namespace has a prefix.
fn write(attributes: &[(&str, Option<&str>)], content: &str, out: &mut Vec<u8>) -> Result<(), usize> {
    out.extend_from_slice(b"<?xml version='1.0'?><stream:stream");
    for (name, value) in attributes {
        if let Some(value) = value {
            escape::push_attribute(name, value, out)?;
        }
    }
    escape::push_attribute("xmlns", content, out)?;
    escape::push_attribute("xmlns:stream", NS_STREAM, out)?;
    out.push(b'>');
    Ok(())
}
