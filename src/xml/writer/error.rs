//! [`WriteError`]: why something has not been written.

use core::fmt;

/// Why something has not been written: the kind, and the byte offset into the text that was handed in.
///
/// ```
/// use envoi::stream::{StreamWriter, WriteErrorKind};
///
/// let mut writer = StreamWriter::fragments("jabber:client");
/// let mut message = writer.element("message", "jabber:client")?;
/// let error = message.text("a\u{0}b").unwrap_err();
/// assert_eq!(error.kind(), WriteErrorKind::Character);
/// assert_eq!(error.offset(), 1);
/// assert_eq!(error.to_string(), "XML has no such character, at byte 1 (XML 1.0 section 2.2)");
/// # Ok::<(), envoi::stream::WriteError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WriteError {
    kind: WriteErrorKind,
    offset: usize,
}

/// What is wrong; [`as_str`](Self::as_str) gives an identifier that stays the same between releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum WriteErrorKind {
    /// A character that XML does not have (XML 1.0 section 2.2).
    Character,
    /// No name, or one with a colon; or `xmlns` as that of an attribute (Namespaces in XML 1.0 section 3).
    Name,
    /// Two attributes of one name (Namespaces in XML 1.0 section 6.3).
    DuplicateAttribute,
    /// An attribute behind content (XML 1.0 section 3.1).
    AttributePosition,
    /// The namespaces of `xml` or `xmlns` where they cannot stand (Namespaces in XML 1.0 section 3).
    ReservedNamespace,
    /// A declaration of the prefix `xml` or `xmlns` (Namespaces in XML 1.0 section 3).
    ReservedPrefix,
    /// A prefix for no namespace (Namespaces in XML 1.0 section 5).
    UndeclaredPrefix,
    /// An end without a start, or a start without an end (XML 1.0 section 3).
    Balance,
    /// An element of the content namespace that has a prefix (RFC 6120 section 4.8.5).
    ContentPrefix,
    /// A content namespace that cannot be one, or an element in that of other streams (RFC 6120 section 4.8.3).
    ContentNamespace,
    /// A request without a payload, or an iq with more than one (RFC 6120 section 8.2.3).
    PayloadCount,
    /// A language that is no language tag (RFC 6120 section 8.1.5).
    Lang,
    /// Two texts for one language (RFC 6121 sections 4.7.2.2, 5.2.3 and 5.2.4).
    RepeatedLanguage,
    /// A thread that is its own parent (RFC 6121 section 5.2.5).
    ThreadParent,
    /// A new address with an error that has none (RFC 6120 section 8.3.2).
    NewAddress,
    /// A stream header inside the stream (RFC 6120 section 4.2).
    NestedHeader,
    /// No stream header has been written yet (RFC 6120 section 4.2).
    NotOpen,
    /// The stream is closed (RFC 6120 section 4.4).
    Closed,
}

impl WriteError {
    pub(crate) const fn new(kind: WriteErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    /// What is wrong.
    pub const fn kind(&self) -> WriteErrorKind {
        self.kind
    }

    /// Where: a byte offset into the name, value, text or namespace that was handed in; 0 if it is none of their octets.
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl WriteErrorKind {
    /// An identifier for logs and programs, such as `duplicate-attribute`.
    ///
    /// ```
    /// assert_eq!(envoi::stream::WriteErrorKind::NotOpen.as_str(), "not-open");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Character => "character",
            Self::Name => "name",
            Self::DuplicateAttribute => "duplicate-attribute",
            Self::AttributePosition => "attribute-position",
            Self::ReservedNamespace => "reserved-namespace",
            Self::ReservedPrefix => "reserved-prefix",
            Self::UndeclaredPrefix => "undeclared-prefix",
            Self::Balance => "balance",
            Self::ContentPrefix => "content-prefix",
            Self::ContentNamespace => "content-namespace",
            Self::PayloadCount => "payload-count",
            Self::Lang => "lang",
            Self::RepeatedLanguage => "repeated-language",
            Self::ThreadParent => "thread-parent",
            Self::NewAddress => "new-address",
            Self::NestedHeader => "nested-header",
            Self::NotOpen => "not-open",
            Self::Closed => "closed",
        }
    }

    /// The rule that is broken: the document and its section.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Character => "XML 1.0 section 2.2",
            Self::Name | Self::ReservedNamespace | Self::ReservedPrefix => "Namespaces in XML 1.0 section 3",
            Self::UndeclaredPrefix => "Namespaces in XML 1.0 section 5",
            Self::DuplicateAttribute => "Namespaces in XML 1.0 section 6.3",
            Self::AttributePosition => "XML 1.0 section 3.1",
            Self::Balance => "XML 1.0 section 3",
            Self::ContentPrefix => "RFC 6120 section 4.8.5",
            Self::ContentNamespace => "RFC 6120 section 4.8.3",
            Self::PayloadCount => "RFC 6120 section 8.2.3",
            Self::Lang => "RFC 6120 section 8.1.5",
            Self::RepeatedLanguage => "RFC 6121 sections 4.7.2.2, 5.2.3 and 5.2.4",
            Self::ThreadParent => "RFC 6121 section 5.2.5",
            Self::NewAddress => "RFC 6120 section 8.3.2",
            Self::NestedHeader | Self::NotOpen => "RFC 6120 section 4.2",
            Self::Closed => "RFC 6120 section 4.4",
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::Character => "XML has no such character",
            Self::Name => "this cannot be a name",
            Self::DuplicateAttribute => "the attribute is there already",
            Self::AttributePosition => "an attribute cannot stand behind content",
            Self::ReservedNamespace => "the namespaces of 'xml' and 'xmlns' cannot be declared",
            Self::ReservedPrefix => "the prefixes 'xml' and 'xmlns' cannot be declared",
            Self::UndeclaredPrefix => "a prefix cannot stand for no namespace",
            Self::Balance => "starts and ends of elements do not match",
            Self::ContentPrefix => "elements of the content namespace cannot have a prefix",
            Self::ContentNamespace => "this is not the content namespace of the stream",
            Self::PayloadCount => "an iq of type get or set holds one element, a result one at most",
            Self::Lang => "this cannot be a language tag",
            Self::RepeatedLanguage => "there is a text for this language already",
            Self::ThreadParent => "a thread cannot be its own parent",
            Self::NewAddress => "only the conditions 'gone' and 'redirect' tell where to go",
            Self::NestedHeader => "a stream header inside the stream",
            Self::NotOpen => "the stream is not open yet",
            Self::Closed => "the stream is closed",
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, at byte {} ({})", self.kind.sentence(), self.offset, self.kind.rule())
    }
}

impl core::error::Error for WriteError {}
