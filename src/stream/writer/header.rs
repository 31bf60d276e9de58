//! [`HeaderWriter`]: writes a stream header.

use super::{Mode, Phase, StreamWriter};
use crate::steps::steps;
use crate::stream::{NS_FRAMING, NS_STREAM};
use crate::xml::writer::{Writer, check_name, check_namespace};
use crate::xml::{WriteError, WriteErrorKind, borrowed, escape};
use alloc::collections::BTreeSet;
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
    /// Prefixes and their namespaces.
    prefixes: Vec<(&'w str, &'w str)>,
    /// Names and values of further attributes.
    attributes: Vec<(&'w str, &'w str)>,
}

impl<'w> HeaderWriter<'w> {
    pub(super) fn new(writer: &'w mut StreamWriter) -> Self {
        Self {
            writer,
            from: None,
            to: None,
            id: None,
            version: Some("1.0"),
            lang: None,
            prefixes: Vec::new(),
            attributes: Vec::new(),
        }
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

    /// Declares a prefix for the whole stream (RFC 6120 section 4.8.5), as XEP-0220 asks for; in frames, for the header alone.
    ///
    /// ```
    /// use envoi::stream::StreamWriter;
    ///
    /// let mut writer = StreamWriter::new("jabber:server");
    /// writer.header().to("example.net").prefix("db", "jabber:server:dialback").finish()?;
    /// assert_eq!(
    ///     String::from_utf8_lossy(writer.as_bytes()),
    ///     "<?xml version='1.0'?><stream:stream to='example.net' version='1.0' xmlns='jabber:server' \
    ///      xmlns:stream='http://etherx.jabber.org/streams' xmlns:db='jabber:server:dialback'>"
    /// );
    /// # Ok::<(), envoi::stream::WriteError>(())
    /// ```
    pub fn prefix(mut self, prefix: &'w str, namespace: &'w str) -> Self {
        self.prefixes.push((prefix, namespace));
        self
    }

    /// Another attribute without a namespace.
    ///
    /// ```
    /// use envoi::stream::StreamWriter;
    ///
    /// let mut writer = StreamWriter::frames();
    /// writer.header().to("example.com").attribute("x", "<1>").finish()?;
    /// assert_eq!(
    ///     String::from_utf8_lossy(writer.as_bytes()),
    ///     "<open to='example.com' version='1.0' x='&lt;1&gt;' xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>"
    /// );
    /// # Ok::<(), envoi::stream::WriteError>(())
    /// ```
    pub fn attribute(mut self, name: &'w str, value: &'w str) -> Self {
        self.attributes.push((name, value));
        self
    }

    /// Writes the header, with an XML declaration in front (RFC 6120 section 11.5); as a frame, an `<open/>` (RFC 7395 section 3.4).
    ///
    /// # Errors
    ///
    /// `NestedHeader` if there is one already, `Closed`, `Character` in a value, `ContentNamespace` or `ReservedNamespace` if the
    /// namespace cannot be that of content; `Name`, `DuplicateAttribute`, `ReservedPrefix`, `ReservedNamespace` and `UndeclaredPrefix` of what
    /// [`prefix`](Self::prefix) and [`attribute`](Self::attribute) add.
    pub fn finish(mut self) -> Result<(), WriteError> {
        self.writer.check_header()?;
        self.check_prefixes()?;
        let own = [
            ("from", self.from),
            ("to", self.to),
            ("id", self.id),
            ("version", self.version),
            ("xml:lang", self.lang),
        ];
        let mut attributes = core::mem::take(&mut self.attributes);
        let further = attributes.len();
        attributes.splice(0..0, own.into_iter().filter_map(|(name, value)| Some((name, value?))));
        check_attributes(&attributes, attributes.len() - further)?;
        let Self { writer, prefixes, .. } = self;
        let framed = writer.mode == Mode::Frames;
        let written = writer.xml.write_with(|xml| push_header(xml, framed, &attributes, &prefixes));
        written.map_err(|offset| WriteError::new(WriteErrorKind::Character, offset))?;
        writer.phase = Phase::Open;
        Ok(())
    }

    fn check_prefixes(&self) -> Result<(), WriteError> {
        let mut earlier = BTreeSet::new();
        for &(prefix, namespace) in &self.prefixes {
            steps(1 + prefix.len());
            check_name(prefix)?;
            check_namespace(namespace)?;
            let twice = (prefix == "stream" && self.writer.mode == Mode::Stream) || !earlier.insert(prefix);
            let kind = match prefix {
                // Namespaces in XML 1.0 section 3, Reserved Prefixes and Namespace Names.
                "xml" | "xmlns" => WriteErrorKind::ReservedPrefix,
                // Namespaces in XML 1.0 section 5, No Prefix Undeclaring.
                _ if namespace.is_empty() => WriteErrorKind::UndeclaredPrefix,
                _ if twice => WriteErrorKind::DuplicateAttribute,
                _ => continue,
            };
            return Err(WriteError::new(kind, 0));
        }
        Ok(())
    }
}

/// The error is that of [`escape::push_attribute`].
fn push_header(
    xml: &mut Writer,
    framed: bool,
    attributes: &[(&str, &str)],
    prefixes: &[(&str, &str)],
) -> Result<(), usize> {
    let Writer { out, content, .. } = xml;
    // RFC 7395 section 3.3.3: no XML declaration in frames.
    out.extend_from_slice(if framed { b"<open" } else { b"<?xml version='1.0'?><stream:stream" });
    for (name, value) in attributes {
        escape::push_attribute(name, value, out)?;
    }
    if framed {
        escape::push_attribute("xmlns", NS_FRAMING, out)?;
    } else {
        // RFC 6120 section 4.8.2: the content namespace is the default, the stream namespace has a prefix.
        escape::push_attribute("xmlns", content, out)?;
        escape::push_attribute("xmlns:stream", NS_STREAM, out)?;
    }
    for (prefix, namespace) in prefixes {
        borrowed::push_prefix(prefix, namespace, out)?;
    }
    out.extend_from_slice(if framed { b"/>" } else { b">" });
    Ok(())
}

/// What is wrong with attributes, of which those from `further` on have no methods of their own.
fn check_attributes(attributes: &[(&str, &str)], further: usize) -> Result<(), WriteError> {
    let (own, further) = attributes.split_at(further);
    let mut earlier = BTreeSet::new();
    for &(name, _) in further {
        steps(1 + name.len());
        check_name(name)?;
        let kind = match name {
            // Namespaces in XML 1.0 section 3: this would be a declaration.
            "xmlns" => WriteErrorKind::Name,
            _ if own.iter().any(|(other, _)| *other == name) || !earlier.insert(name) => {
                WriteErrorKind::DuplicateAttribute
            }
            _ => continue,
        };
        return Err(WriteError::new(kind, 0));
    }
    Ok(())
}
