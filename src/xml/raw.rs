//! [`RawXml`]: XML from elsewhere, to go into a stanza as it is.

use super::writer::{ElementWriter, WriteError, WriteXml};
use super::{ElementBuf, Limits, XmlError, XmlErrorKind};
use alloc::format;

/// Where the text stands: in an element whose namespace nothing else is in.
const FRONT: &str = "<x xmlns='urn:ietf:params:xml:ns:xmpp-raw'>";
const BEHIND: &str = "</x>";

/// XML from elsewhere, to go into a stanza as it is: elements and text, well-formed, with every prefix declared in it.
///
/// Elements without a prefix that declare no namespace are of the content namespace, as `<body/>` is.
///
/// ```
/// use envoi::stanza::Message;
/// use envoi::xml::{RawXml, XmlErrorKind};
/// use envoi::{Jid, stream::StreamWriter};
///
/// let raw = RawXml::parse("<body>Hi</body><x:gift xmlns:x='urn:example:gift'/>")?;
/// let mut writer = StreamWriter::fragments("jabber:client");
/// writer.write(&Message::normal(Jid::from_static("romeo@example.net")).payload(&raw))?;
/// assert_eq!(
///     String::from_utf8_lossy(writer.as_bytes()),
///     "<message to='romeo@example.net'><body>Hi</body><x:gift xmlns:x='urn:example:gift'/></message>"
/// );
///
/// let error = RawXml::parse("<body>Hi</body></message><message>").unwrap_err();
/// assert_eq!((error.kind(), error.offset()), (XmlErrorKind::EndTag, 15));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct RawXml {
    /// The text in the element around it.
    whole: ElementBuf,
}

impl RawXml {
    /// Reads XML within [`Limits::DEFAULT`].
    ///
    /// # Errors
    ///
    /// Any [`XmlErrorKind`] but those of stream headers; the offset counts in `text`.
    pub fn parse(text: &str) -> Result<Self, XmlError> {
        match ElementBuf::parse_within(&format!("{FRONT}{text}{BEHIND}"), Limits::DEFAULT) {
            Ok(whole) => Ok(Self { whole }),
            Err(error) => Err(within(error, text)),
        }
    }

    /// The XML, as it was handed in.
    pub fn as_str(&self) -> &str {
        self.whole.element().inner_source()
    }

    /// Where the first element that is in this namespace by a prefix begins.
    pub(crate) fn prefix_for(&self, namespace: &str) -> Option<usize> {
        self.element().prefix_for(namespace)?.checked_sub(FRONT.len())
    }

    /// What it holds, in order.
    pub(crate) fn element(&self) -> super::Element<'_> {
        self.whole.element()
    }
}

impl WriteXml for RawXml {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.write_raw_xml(self)?;
        Ok(())
    }
}

/// The error where it stands in the text itself.
fn within(error: XmlError, text: &str) -> XmlError {
    let offset = error.offset().saturating_sub(FRONT.len()).min(text.len());
    let kind = match error.kind() {
        // The text has ended the element around it.
        XmlErrorKind::TextOutside => XmlErrorKind::EndTag,
        // The end of the element around it stands where another was due.
        _ if offset == text.len() => XmlErrorKind::Incomplete,
        kind => kind,
    };
    XmlError::new(kind, offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_stand_where_they_are_in_the_text() {
        for (text, kind, offset) in [
            ("a<b>c", XmlErrorKind::Incomplete, 5),
            ("a</x>", XmlErrorKind::EndTag, 5),
            ("a</x><x>b", XmlErrorKind::EndTag, 5),
            ("a</y>", XmlErrorKind::EndTag, 1),
            ("a<b", XmlErrorKind::Incomplete, 3),
            ("<p:a/>", XmlErrorKind::UnboundPrefix, 1),
            ("a & b", XmlErrorKind::Reference, 2),
            ("<!--c-->", XmlErrorKind::Comment, 0),
        ] {
            let error = RawXml::parse(text).unwrap_err();
            assert_eq!((error.kind(), error.offset()), (kind, offset), "{text}");
        }
    }
}
