//! [`StreamError`]: why a stream cannot go on, where, and what to tell the peer.

use super::Condition;
use crate::xml::{XmlError, XmlErrorKind};
use core::fmt;

/// Why a stream cannot go on: the kind, the byte offset from the start of the stream, and the condition to send.
///
/// Stream errors are unrecoverable (RFC 6120 section 4.9.1.1): send `condition()`, close the stream, and drop the connection.
///
/// ```
/// use envoi::stream::{Condition, Limits, StreamBuffer, StreamErrorKind, StreamReader};
/// use envoi::xml::XmlErrorKind;
///
/// let mut buffer = StreamBuffer::new(StreamReader::new(Limits::DEFAULT));
/// buffer.push(b"<!DOCTYPE");
/// let error = buffer.next_event().unwrap_err();
/// assert_eq!(error.kind(), StreamErrorKind::Xml(XmlErrorKind::DocumentType));
/// assert_eq!(error.offset(), 0);
/// assert_eq!(error.condition(), Condition::RestrictedXml);
/// assert_eq!(
///     error.to_string(),
///     "document type declarations are not allowed, at byte 0 (RFC 6120 section 11.1)"
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StreamError {
    kind: StreamErrorKind,
    offset: u64,
}

/// What is wrong; [`as_str`](Self::as_str) gives an identifier that stays the same between releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum StreamErrorKind {
    /// The XML is at fault (RFC 6120 section 11).
    Xml(XmlErrorKind),
    /// The stream header has more octets than the limit allows (RFC 6120 section 13.12).
    HeaderOctets,
    /// The root element is in the stream namespace and is no `stream` (RFC 6120 section 4.2).
    StreamRoot,
    /// The root element is not in the stream namespace (RFC 6120 section 4.8.1).
    StreamNamespace,
    /// The content namespace is not the one that was asked for, or an element is in another one (RFC 6120 section 4.8.3).
    ContentNamespace,
    /// A stream header inside the stream (RFC 6120 section 4.2).
    NestedHeader,
    /// A frame is no whole element with nothing around it (RFC 7395 section 3.3.3), or a header in it is not empty (appendix A).
    Frame,
    /// A frame ends inside its element (RFC 7395 section 3.3.3).
    FrameIncomplete,
}

impl StreamError {
    pub(crate) const fn new(kind: StreamErrorKind, offset: u64) -> Self {
        Self { kind, offset }
    }

    pub(crate) fn from_xml(error: XmlError, start: u64) -> Self {
        Self::new(StreamErrorKind::Xml(error.kind()), start + error.offset() as u64)
    }

    /// What is wrong.
    pub const fn kind(&self) -> StreamErrorKind {
        self.kind
    }

    /// Where: a byte offset from the start of the stream, restarts not counted.
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// What to tell the peer (RFC 6120 section 4.9.3).
    pub const fn condition(&self) -> Condition {
        self.kind.condition()
    }
}

impl StreamErrorKind {
    /// An identifier for logs and programs, such as `nested-header`.
    ///
    /// ```
    /// use envoi::{stream::StreamErrorKind, xml::XmlErrorKind};
    ///
    /// assert_eq!(StreamErrorKind::NestedHeader.as_str(), "nested-header");
    /// assert_eq!(StreamErrorKind::Xml(XmlErrorKind::Comment).as_str(), "comment");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Xml(kind) => kind.as_str(),
            Self::HeaderOctets => "header-octets",
            Self::StreamRoot => "stream-root",
            Self::StreamNamespace => "stream-namespace",
            Self::ContentNamespace => "content-namespace",
            Self::NestedHeader => "nested-header",
            Self::Frame => "frame",
            Self::FrameIncomplete => "frame-incomplete",
        }
    }

    /// What to tell the peer (RFC 6120 section 4.9.3).
    pub const fn condition(self) -> Condition {
        use XmlErrorKind as Xml;
        match self {
            Self::Xml(
                Xml::Comment | Xml::ProcessingInstruction | Xml::DocumentType | Xml::EntityReference,
            ) => Condition::RestrictedXml,
            Self::Xml(Xml::Utf8 | Xml::Encoding) => Condition::UnsupportedEncoding,
            Self::Xml(Xml::Octets | Xml::Depth | Xml::Attributes | Xml::Declarations | Xml::NameOctets)
            | Self::HeaderOctets => Condition::PolicyViolation,
            Self::Xml(Xml::ContentPrefix) => Condition::BadNamespacePrefix,
            Self::Xml(Xml::TextBetween)
            | Self::StreamRoot
            | Self::NestedHeader
            | Self::Frame
            | Self::FrameIncomplete => Condition::BadFormat,
            Self::Xml(_) => Condition::NotWellFormed,
            Self::StreamNamespace | Self::ContentNamespace => Condition::InvalidNamespace,
        }
    }

    /// The rule that is broken: the document and its section.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Xml(kind) => kind.rule(),
            Self::HeaderOctets => "RFC 6120 section 13.12",
            Self::StreamRoot | Self::NestedHeader => "RFC 6120 section 4.2",
            Self::StreamNamespace => "RFC 6120 section 4.8.1",
            Self::ContentNamespace => "RFC 6120 section 4.8.3",
            Self::Frame | Self::FrameIncomplete => "RFC 7395 section 3.3.3",
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::Xml(kind) => kind.sentence(),
            Self::HeaderOctets => "the stream header is too long",
            Self::StreamRoot => "the root element must be 'stream'",
            Self::StreamNamespace => "the root element must be in the stream namespace",
            Self::ContentNamespace => "this is not the content namespace of the stream",
            Self::NestedHeader => "a stream header inside the stream",
            Self::Frame => "a frame must be one element with nothing in front of it",
            Self::FrameIncomplete => "the frame ends inside its element",
        }
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, at byte {} ({})", self.kind.sentence(), self.offset, self.kind.rule())
    }
}

impl core::error::Error for StreamError {}
