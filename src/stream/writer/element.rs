//! [`ElementWriter`]: writes an element and what it holds, from left to right.

use super::{Mode, Open, StreamWriter, WriteError, WriteErrorKind};
use crate::stream::NS_STREAM;
use crate::xml::{self, Element, NS_XML, borrowed, escape};
use alloc::vec::Vec;
use core::fmt::{self, Write as _};
use core::ops::Range;

/// An element that is being written; see [`StreamWriter::element`].
///
/// Names come without prefixes: the default namespace is declared where it changes, elements of the stream namespace have the
/// prefix of the header, and attributes in a namespace get one.
///
/// After an error every method gives it again. What is dropped before [`finish`](Self::finish) has not been written.
///
/// ```
/// use envoi::stream::StreamWriter;
///
/// let mut writer = StreamWriter::fragments("jabber:client");
/// let mut message = writer.element("message", "jabber:client")?;
/// message.start("body", "jabber:client")?;
/// assert!(message.attribute("a b", "").is_err());
/// drop(message);
/// assert_eq!(writer.as_bytes(), b"");
/// # Ok::<(), envoi::stream::WriteError>(())
/// ```
#[derive(Debug)]
#[must_use = "nothing is written before `finish`"]
pub struct ElementWriter<'w> {
    writer: &'w mut StreamWriter,
    failed: Option<WriteError>,
}

impl<'w> ElementWriter<'w> {
    pub(super) fn new(writer: &'w mut StreamWriter) -> Self {
        Self { writer, failed: None }
    }

    /// Begins an element inside the innermost one that is open.
    ///
    /// ```
    /// use envoi::stream::StreamWriter;
    ///
    /// let mut writer = StreamWriter::fragments("jabber:client");
    /// let mut message = writer.element("message", "jabber:client")?;
    /// message.start("x", "urn:x")?.start("y", "urn:x")?.end()?.end()?;
    /// message.finish()?;
    /// assert_eq!(writer.as_bytes(), b"<message><x xmlns='urn:x'><y/></x></message>");
    /// # Ok::<(), envoi::stream::WriteError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `Name`, `Character` in the namespace, `ReservedNamespace`.
    #[inline]
    pub fn start(&mut self, name: &str, namespace: &str) -> Result<&mut Self, WriteError> {
        self.attempt(|writer| writer.start(name, namespace))
    }

    /// Whether a first-level element of the content namespace must declare it.
    pub(super) fn declares_content(&self) -> bool {
        self.writer.mode == Mode::Frames
    }

    /// Begins a first-level element of the content namespace, whose name is one.
    pub(super) fn start_content(&mut self, name: &str) {
        let default = self.writer.default();
        self.writer.open_tag("", name, default);
    }

    /// Appends an attribute without a namespace to the start tag.
    ///
    /// # Errors
    ///
    /// `Name`, `Character` in the value, `DuplicateAttribute`, `AttributePosition` behind content.
    #[inline]
    pub fn attribute(&mut self, name: &str, value: &str) -> Result<&mut Self, WriteError> {
        self.attempt(|writer| writer.attribute(name, value))
    }

    /// Appends an attribute in a namespace to the start tag.
    ///
    /// ```
    /// use envoi::{stream::StreamWriter, xml::NS_XML};
    ///
    /// let mut writer = StreamWriter::fragments("jabber:client");
    /// let mut message = writer.element("message", "jabber:client")?;
    /// message.attribute_in("lang", NS_XML, "en")?.attribute_in("a", "urn:x", "1")?;
    /// message.finish()?;
    /// assert_eq!(writer.as_bytes(), b"<message xml:lang='en' xmlns:ns0='urn:x' ns0:a='1'/>");
    /// # Ok::<(), envoi::stream::WriteError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`attribute`](Self::attribute), and `Character` and `ReservedNamespace` of the namespace.
    pub fn attribute_in(
        &mut self,
        name: &str,
        namespace: &str,
        value: &str,
    ) -> Result<&mut Self, WriteError> {
        self.attempt(|writer| writer.attribute_in(namespace, name, value))
    }

    /// Appends text; carriage returns, tabs and line feeds are read as they are.
    ///
    /// ```
    /// use envoi::stream::StreamWriter;
    ///
    /// let mut writer = StreamWriter::fragments("jabber:client");
    /// let mut message = writer.element("message", "jabber:client")?;
    /// message.start("body", "jabber:client")?.text("1 < 2")?.text(" & so on")?.end()?;
    /// message.finish()?;
    /// assert_eq!(writer.as_bytes(), b"<message><body>1 &lt; 2 &amp; so on</body></message>");
    /// # Ok::<(), envoi::stream::WriteError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `Character`.
    #[inline]
    pub fn text(&mut self, text: &str) -> Result<&mut Self, WriteError> {
        self.attempt(|writer| {
            writer.end_tag();
            escape::push_text(text, &mut writer.out).map_err(character)
        })
    }

    /// Appends an element as it was read, with what it takes from around it.
    ///
    /// ```
    /// use envoi::{stream::StreamWriter, xml::ElementBuf};
    ///
    /// let ping = ElementBuf::parse("<ping xmlns='urn:xmpp:ping'/>")?;
    /// let mut writer = StreamWriter::fragments("jabber:client");
    /// let mut iq = writer.element("iq", "jabber:client")?;
    /// iq.attribute("type", "get")?.write_element(ping.element())?;
    /// iq.finish()?;
    /// assert_eq!(writer.as_bytes(), b"<iq type='get'><ping xmlns='urn:xmpp:ping'/></iq>");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `ContentPrefix`.
    pub fn write_element(&mut self, element: Element<'_>) -> Result<&mut Self, WriteError> {
        self.attempt(|writer| writer.push_verbatim(element))
    }

    /// Ends the innermost element, which [`start`](Self::start) began.
    ///
    /// ```
    /// use envoi::stream::StreamWriter;
    ///
    /// let mut writer = StreamWriter::fragments("jabber:client");
    /// let mut message = writer.element("message", "jabber:client")?;
    /// message.start("subject", "jabber:client")?.end()?.start("body", "jabber:client")?.end()?;
    /// message.finish()?;
    /// assert_eq!(writer.as_bytes(), b"<message><subject/><body/></message>");
    /// # Ok::<(), envoi::stream::WriteError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `Balance` if there is none.
    #[inline]
    pub fn end(&mut self) -> Result<&mut Self, WriteError> {
        self.attempt(|writer| {
            if writer.open.len() < 2 {
                return Err(WriteError::new(WriteErrorKind::Balance, 0));
            }
            writer.end();
            Ok(())
        })
    }

    /// Ends the element, which is written now.
    ///
    /// # Errors
    ///
    /// `Balance` if an element inside has no end; the error that was met before.
    #[inline]
    pub fn finish(mut self) -> Result<(), WriteError> {
        self.attempt(|writer| {
            if writer.open.len() != 1 {
                return Err(WriteError::new(WriteErrorKind::Balance, 0));
            }
            writer.end();
            writer.whole = writer.out.len();
            Ok(())
        })?;
        Ok(())
    }

    #[inline]
    fn attempt(
        &mut self,
        write: impl FnOnce(&mut StreamWriter) -> Result<(), WriteError>,
    ) -> Result<&mut Self, WriteError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        match write(self.writer) {
            Ok(()) => Ok(self),
            Err(error) => {
                self.failed = Some(error);
                Err(error)
            }
        }
    }
}

/// What has not been finished has not been written.
impl Drop for ElementWriter<'_> {
    fn drop(&mut self) {
        self.writer.roll_back();
    }
}

impl StreamWriter {
    fn start(&mut self, name: &str, namespace: &str) -> Result<(), WriteError> {
        check_name(name)?;
        self.end_tag();
        let outer = self.default();
        if self.namespaces[outer.clone()] == *namespace.as_bytes() {
            self.open_tag("", name, outer);
        } else if namespace == NS_STREAM && self.has_stream_prefix() {
            // RFC 6120 section 4.8.5: the prefix that the header declares.
            self.open_tag("stream:", name, outer);
        } else {
            check_namespace(namespace)?;
            let start = self.namespaces.len();
            self.open_tag("", name, start..start + namespace.len());
            self.namespaces.extend_from_slice(namespace.as_bytes());
            escape::push_attribute("xmlns", namespace, &mut self.out).map_err(character)?;
        }
        Ok(())
    }

    #[inline]
    fn open_tag(&mut self, prefix: &str, name: &str, default: Range<usize>) {
        self.out.push(b'<');
        let start = self.out.len();
        if !prefix.is_empty() {
            self.out.extend_from_slice(prefix.as_bytes());
        }
        self.out.extend_from_slice(name.as_bytes());
        let name = start..self.out.len();
        let (namespaces, prefixes) = (self.namespaces.len(), self.prefixes.len());
        self.open.push(Open { name, default, namespaces, prefixes });
        self.attributes.truncate(0);
        self.in_tag = true;
    }

    #[inline]
    fn attribute(&mut self, name: &str, value: &str) -> Result<(), WriteError> {
        self.check_attribute(name)?;
        // Namespaces in XML 1.0 section 3: this would be a declaration.
        if name == "xmlns" {
            return Err(WriteError::new(WriteErrorKind::Name, 0));
        }
        self.out.push(b' ');
        self.push_attribute(self.out.len(), name, value)
    }

    fn attribute_in(&mut self, namespace: &str, name: &str, value: &str) -> Result<(), WriteError> {
        if namespace.is_empty() {
            return self.attribute(name, value);
        }
        self.check_attribute(name)?;
        let generated = self.attribute_prefix(namespace)?;
        self.out.push(b' ');
        let start = self.out.len();
        match generated {
            Some(number) => push_prefix(number, &mut self.out),
            None if namespace == NS_XML => self.out.extend_from_slice(b"xml"),
            None => self.out.extend_from_slice(b"stream"),
        }
        self.out.push(b':');
        self.push_attribute(start, name, value)
    }

    #[inline]
    fn check_attribute(&self, name: &str) -> Result<(), WriteError> {
        check_name(name)?;
        if !self.in_tag {
            return Err(WriteError::new(WriteErrorKind::AttributePosition, 0));
        }
        Ok(())
    }

    /// Appends an attribute; its name with a prefix, if it has one, begins at `start`.
    #[inline]
    fn push_attribute(&mut self, start: usize, name: &str, value: &str) -> Result<(), WriteError> {
        // A namespace has one prefix, so names are the same if they are written the same.
        self.out.extend_from_slice(name.as_bytes());
        if self.attributes.find(&self.out, &self.out[start..]).is_some() {
            return Err(WriteError::new(WriteErrorKind::DuplicateAttribute, 0));
        }
        self.attributes.push(&self.out, start..self.out.len());
        self.out.extend_from_slice(b"='");
        escape::push_value(value, &mut self.out).map_err(character)?;
        self.out.push(b'\'');
        Ok(())
    }

    /// The number of the generated prefix for attributes of this namespace, if they need one; it is declared unless it has been around here.
    fn attribute_prefix(&mut self, namespace: &str) -> Result<Option<usize>, WriteError> {
        if namespace == NS_XML || (namespace == NS_STREAM && self.has_stream_prefix()) {
            return Ok(None);
        }
        let known = self.prefixes.find(&self.namespaces, namespace.as_bytes());
        if known.is_some() {
            return Ok(known);
        }
        check_namespace(namespace)?;
        let number = self.prefixes.len();
        self.out.extend_from_slice(b" xmlns:");
        push_prefix(number, &mut self.out);
        self.out.extend_from_slice(b"='");
        escape::push_value(namespace, &mut self.out).map_err(character)?;
        self.out.push(b'\'');
        let start = self.namespaces.len();
        self.namespaces.extend_from_slice(namespace.as_bytes());
        self.prefixes.push(&self.namespaces, start..self.namespaces.len());
        Ok(Some(number))
    }

    /// Appends the source of an element, and to its start tag what it takes from around it and is different here.
    pub(super) fn push_verbatim(&mut self, element: Element<'_>) -> Result<(), WriteError> {
        if element.has_prefix_for(&self.content) {
            return Err(WriteError::new(WriteErrorKind::ContentPrefix, 0));
        }
        self.end_tag();
        let (front, rest) = element.split_behind_name();
        self.out.extend_from_slice(front.as_bytes());
        let (has_prefix, default) = (self.has_stream_prefix(), self.default());
        borrowed::for_each_prefix(element, |prefix, namespace| {
            // The header declares it.
            if !has_prefix || prefix != "stream" || namespace != NS_STREAM {
                borrowed::push_declaration(prefix, namespace, &mut self.out);
            }
        });
        let outer = element.default_namespace().unwrap_or_default();
        let differs = *outer.as_bytes() != self.namespaces[default];
        if differs && !element.declares_default() && element.leans_on_default() {
            escape::push_attribute("xmlns", outer, &mut self.out).map_err(character)?;
        }
        if let Some(lang) = element.outer_lang() {
            escape::push_attribute("xml:lang", &lang, &mut self.out).map_err(character)?;
        }
        self.out.extend_from_slice(rest.as_bytes());
        Ok(())
    }

    /// The default namespace where the next element begins.
    #[inline]
    fn default(&self) -> Range<usize> {
        match self.open.last() {
            Some(open) => open.default.clone(),
            // RFC 7395 section 3.3.3: nothing stands around a frame.
            None if self.mode == Mode::Frames => 0..0,
            None => 0..self.content.len(),
        }
    }

    /// Ends the start tag, if it has no end yet.
    #[inline]
    fn end_tag(&mut self) {
        if self.in_tag {
            self.out.push(b'>');
            self.in_tag = false;
        }
    }

    #[inline]
    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if self.in_tag {
            self.out.extend_from_slice(b"/>");
            self.in_tag = false;
        } else {
            self.out.extend_from_slice(b"</");
            self.out.extend_from_within(open.name);
            self.out.push(b'>');
        }
        self.namespaces.truncate(open.namespaces);
        self.prefixes.truncate(open.prefixes);
    }
}

fn character(offset: usize) -> WriteError {
    WriteError::new(WriteErrorKind::Character, offset)
}

#[inline]
pub(super) fn check_name(name: &str) -> Result<(), WriteError> {
    xml::ncname_fault(name).map_or(Ok(()), |offset| Err(WriteError::new(WriteErrorKind::Name, offset)))
}

/// Namespaces in XML 1.0 section 3: neither of these is ever declared.
pub(super) fn check_namespace(namespace: &str) -> Result<(), WriteError> {
    if xml::is_reserved_namespace(namespace.as_bytes()) {
        return Err(WriteError::new(WriteErrorKind::ReservedNamespace, 0));
    }
    Ok(())
}

/// Appends `ns0` and so on.
fn push_prefix(number: usize, out: &mut Vec<u8>) {
    // Writing to memory does not fail.
    let _ = write!(PrefixSink(out), "ns{number}");
}

struct PrefixSink<'a>(&'a mut Vec<u8>);

impl fmt::Write for PrefixSink<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}
