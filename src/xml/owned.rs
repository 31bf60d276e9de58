//! [`ElementBuf`]: an element that owns its text.

use super::chars;
use super::element::{self, Content, Element};
use super::error::{XmlError, XmlErrorKind};
use super::index::Index;
use super::lexer::{Lexer, Signal};
use super::limits::Limits;
use super::writer::{Around, ElementWriter, WriteError, WriteErrorKind, WriteXml, Writer};
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

/// An element that owns its text, and stands alone: every prefix in it is declared in it.
///
/// ```
/// use envoi::xml::ElementBuf;
///
/// let ping = ElementBuf::parse("<ping xmlns='urn:xmpp:ping'/>")?;
/// assert!(ping.element().is("ping", "urn:xmpp:ping"));
/// assert_eq!(ping.as_str(), "<ping xmlns='urn:xmpp:ping'/>");
/// # Ok::<(), envoi::xml::XmlError>(())
/// ```
#[derive(Clone)]
pub struct ElementBuf {
    text: Box<str>,
    index: Index,
}

impl ElementBuf {
    /// Reads one element, with white space around it at most, within [`Limits::DEFAULT`].
    ///
    /// # Errors
    ///
    /// Any [`XmlErrorKind`] but those of stream headers.
    pub fn parse(text: &str) -> Result<Self, XmlError> {
        Self::parse_within(text, Limits::DEFAULT)
    }

    /// Reads one element, with white space around it at most.
    ///
    /// # Errors
    ///
    /// As for [`parse`](Self::parse).
    pub fn parse_within(text: &str, limits: Limits) -> Result<Self, XmlError> {
        let start = chars::white_space(text.as_bytes());
        let wrong = |kind, offset| Err(XmlError::new(kind, offset));
        match text.as_bytes().get(start) {
            None => return wrong(XmlErrorKind::Incomplete, start),
            Some(b'<') => {}
            Some(_) => return wrong(XmlErrorKind::TextOutside, start),
        }
        let mut lexer = Lexer::new(limits);
        lexer.at_start = false;
        let octets = &text.as_bytes()[start..];
        loop {
            match lexer.run(octets).map_err(|error| error.shifted(start))? {
                Some(Signal::Finished) => break,
                Some(_) => {}
                None => return wrong(XmlErrorKind::Incomplete, text.len()),
            }
        }
        let end = start + lexer.position();
        let behind = end + chars::white_space(&text.as_bytes()[end..]);
        if behind < text.len() {
            return wrong(XmlErrorKind::TextOutside, behind);
        }
        Ok(Self { text: text[start..end].into(), index: lexer.index })
    }

    /// A copy of an element that stands alone.
    pub(super) fn copy_of(element: Element<'_>) -> Self {
        Self::read_again(&element::standalone(element))
    }

    /// Reads what was read or written before, so there is nothing left to refuse but what a reader that was handed other octets than it
    /// had seen leaves behind; that is no reason to panic.
    fn read_again(text: &str) -> Self {
        let read = Self::parse_within(text, Limits::MAX);
        read.unwrap_or_else(|_| Self { text: Box::default(), index: Index::default() })
    }

    /// The element that a value writes, which stands alone.
    ///
    /// ```
    /// use envoi::xml::{ElementBuf, ElementWriter, WriteError, WriteXml};
    ///
    /// struct Time<'a>(&'a str);
    ///
    /// impl WriteXml for Time<'_> {
    ///     fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
    ///         out.start("utc", "urn:xmpp:time")?.text(self.0)?.end()?;
    ///         Ok(())
    ///     }
    /// }
    ///
    /// let time = ElementBuf::of(&Time("2006-12-19T17:58:35Z"))?;
    /// assert_eq!(time.as_str(), "<utc xmlns='urn:xmpp:time'>2006-12-19T17:58:35Z</utc>");
    /// # Ok::<(), WriteError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the value; `Balance` if it writes anything but one element.
    pub fn of(value: &(impl WriteXml + ?Sized)) -> Result<Self, WriteError> {
        let whole = Self::written("", "x", |out| value.write_xml(out))?;
        let mut contents = whole.element().contents();
        match (contents.next(), contents.next()) {
            (Some(Content::Element(only)), None) => Ok(only.to_owned()),
            _ => Err(WriteError::new(WriteErrorKind::Balance, 0)),
        }
    }

    /// The element of this name in the content namespace, which `write` fills.
    pub(crate) fn written(
        content_namespace: &str,
        name: &str,
        write: impl FnOnce(&mut ElementWriter<'_>) -> Result<(), WriteError>,
    ) -> Result<Self, WriteError> {
        let mut writer = Writer::new(content_namespace, Around { content: false, prefix: None });
        let mut element = writer.content_element(name)?;
        write(&mut element)?;
        element.finish()?;
        Ok(Self::read_again(&String::from_utf8_lossy(writer.as_bytes())))
    }

    /// The element, to look at.
    pub fn element(&self) -> Element<'_> {
        Element::outermost(&self.text, &self.index)
    }

    /// The text, from `<` to `>`.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PartialEq for ElementBuf {
    fn eq(&self, other: &Self) -> bool {
        self.element() == other.element()
    }
}

impl Eq for ElementBuf {}

impl core::str::FromStr for ElementBuf {
    type Err = XmlError;

    fn from_str(text: &str) -> Result<Self, XmlError> {
        Self::parse(text)
    }
}

impl fmt::Display for ElementBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// That of [`Element`]: the start tag.
impl fmt::Debug for ElementBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.element().fmt(f)
    }
}
