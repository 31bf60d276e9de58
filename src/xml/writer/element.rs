//! [`ElementWriter`]: writes an element and what it holds, from left to right.

use super::{WriteError, WriteErrorKind, Writer, character, check_name};
use crate::xml::{Element, ElementBuf, RawXml, escape};
use core::fmt;
use core::ops::RangeInclusive;

/// An element that is being written; see [`StreamWriter::element`](crate::stream::StreamWriter::element).
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
#[must_use = "nothing is written before `finish`"]
pub struct ElementWriter<'w> {
    writer: &'w mut Writer,
    failed: Option<WriteError>,
}

/// What writes itself into an element: a payload of a stanza, say.
///
/// It may write any number of elements, and text; what it starts it ends.
pub trait WriteXml {
    /// Writes it inside the innermost element of `out` that is open.
    ///
    /// # Errors
    ///
    /// Those of the methods of [`ElementWriter`], which are best handed on with `?`.
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError>;
}

/// As it was read, with what it takes from around it.
impl WriteXml for Element<'_> {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.write_element(*self)?;
        Ok(())
    }
}

impl WriteXml for ElementBuf {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        self.element().write_xml(out)
    }
}

/// It, if there is one.
impl<T: WriteXml> WriteXml for Option<T> {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        self.iter().try_for_each(|value| value.write_xml(out))
    }
}

/// One behind the other.
impl<T: WriteXml> WriteXml for [T] {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        self.iter().try_for_each(|value| value.write_xml(out))
    }
}

impl<T: WriteXml + ?Sized> WriteXml for &T {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        (**self).write_xml(out)
    }
}

impl<'w> ElementWriter<'w> {
    pub(super) fn new(writer: &'w mut Writer) -> Self {
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

    /// Lets a value write itself inside the innermost element that is open, which it cannot touch.
    ///
    /// ```
    /// use envoi::{stream::StreamWriter, xml::{ElementBuf, ElementWriter, WriteError, WriteXml}};
    ///
    /// struct Ping;
    ///
    /// impl WriteXml for Ping {
    ///     fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
    ///         out.start("ping", "urn:xmpp:ping")?.end()?;
    ///         Ok(())
    ///     }
    /// }
    ///
    /// let mut writer = StreamWriter::fragments("jabber:client");
    /// let mut iq = writer.element("iq", "jabber:client")?;
    /// iq.attribute("type", "get")?.write(&Ping)?;
    /// iq.finish()?;
    /// assert_eq!(writer.as_bytes(), b"<iq type='get'><ping xmlns='urn:xmpp:ping'/></iq>");
    /// # Ok::<(), WriteError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the value; `Balance` if it leaves an element open.
    pub fn write(&mut self, value: &(impl WriteXml + ?Sized)) -> Result<&mut Self, WriteError> {
        self.write_counted(value, 0..=usize::MAX)
    }

    /// [`write`](Self::write), of so many elements; others are a `PayloadCount`.
    pub(crate) fn write_counted(
        &mut self,
        value: &(impl WriteXml + ?Sized),
        wanted: RangeInclusive<usize>,
    ) -> Result<&mut Self, WriteError> {
        let open = self.writer.open.len();
        let lent = core::mem::replace(&mut self.writer.lent, open);
        let begun = core::mem::take(&mut self.writer.begun);
        let written = value.write_xml(self);
        self.attempt(|writer| {
            writer.lent = lent;
            let count = core::mem::replace(&mut writer.begun, begun);
            // What was written stands in the element that was lent before, or deeper.
            writer.begun += if open == lent { count } else { 0 };
            written?;
            if writer.open.len() != open {
                return Err(WriteError::new(WriteErrorKind::Balance, 0));
            }
            if !wanted.contains(&count) {
                return Err(WriteError::new(WriteErrorKind::PayloadCount, 0));
            }
            Ok(())
        })
    }

    /// Appends elements as they were read: all of them or, if that takes more octets, none.
    pub(crate) fn write_elements_within<'a>(
        &mut self,
        elements: impl Iterator<Item = Element<'a>>,
        octets: usize,
    ) -> Result<&mut Self, WriteError> {
        self.attempt(|writer| writer.push_elements_within(elements, octets))
    }

    /// Appends XML from elsewhere as it is.
    pub(crate) fn write_raw_xml(&mut self, raw: &RawXml) -> Result<&mut Self, WriteError> {
        self.attempt(|writer| writer.push_raw_xml(raw))
    }

    /// Begins an element in the namespace of the innermost one that is open, as `body` is in that of its message.
    ///
    /// ```
    /// use envoi::{stanza::StanzaKind, stream::StreamWriter};
    ///
    /// let mut writer = StreamWriter::fragments("jabber:component:accept");
    /// let mut message = writer.stanza(StanzaKind::Message)?;
    /// message.start_inner("body")?.text("Hi")?.end()?;
    /// message.finish()?;
    /// assert_eq!(writer.as_bytes(), b"<message><body>Hi</body></message>");
    /// # Ok::<(), envoi::stream::WriteError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `Name`.
    pub fn start_inner(&mut self, name: &str) -> Result<&mut Self, WriteError> {
        self.attempt(|writer| {
            check_name(name)?;
            writer.start_inner(name);
            Ok(())
        })
    }

    /// [`start`](Self::start), of a name and a namespace that are known to be good.
    #[inline]
    pub(crate) fn start_known(
        &mut self,
        name: &'static str,
        namespace: &'static str,
    ) -> Result<&mut Self, WriteError> {
        self.attempt(|writer| writer.start_known(name, namespace))
    }

    /// [`attribute`](Self::attribute), directly behind the start, of a name that is known to be one and not to be there yet: `front` is
    /// what stands before the value, as in ` to='`.
    #[inline(always)]
    pub(crate) fn attribute_known(
        &mut self,
        front: &'static str,
        value: &str,
    ) -> Result<&mut Self, WriteError> {
        self.attempt(|writer| writer.attribute_known(front, value))
    }

    /// An element with text, in the namespace of what it stands in, which has no prefix: the tags are known to be good.
    #[inline(always)]
    pub(crate) fn text_known(
        &mut self,
        start: &'static str,
        text: &str,
        end: &'static str,
    ) -> Result<&mut Self, WriteError> {
        self.attempt(|writer| writer.text_known(start, text, end))
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
            if writer.open.len() <= writer.lent.max(1) {
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
        write: impl FnOnce(&mut Writer) -> Result<(), WriteError>,
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

/// What has been met, and not what has been written: logs are no place for it.
impl fmt::Debug for ElementWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ElementWriter").field("failed", &self.failed).finish_non_exhaustive()
    }
}
