//! [`XmlError`]: which rule of XML, or of XMPP's restricted XML, is broken, and where.

use core::fmt;

/// Why octets are not the XML of XMPP: the kind, and the byte offset.
///
/// ```
/// use envoi::xml::{ElementBuf, XmlErrorKind};
///
/// let error = ElementBuf::parse("<body>a<!-- b --></body>").unwrap_err();
/// assert_eq!(error.kind(), XmlErrorKind::Comment);
/// assert_eq!(error.offset(), 7);
/// assert_eq!(error.to_string(), "comments are not allowed, at byte 7 (RFC 6120 section 11.1)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct XmlError {
    kind: XmlErrorKind,
    offset: usize,
}

/// What is wrong; [`as_str`](Self::as_str) gives an identifier that stays the same between releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum XmlErrorKind {
    /// A comment (RFC 6120 section 11.1).
    Comment,
    /// A processing instruction, or an XML declaration that is not at the start (RFC 6120 section 11.1).
    ProcessingInstruction,
    /// A document type declaration, or other markup of a DTD (RFC 6120 section 11.1).
    DocumentType,
    /// A reference to an entity other than `lt`, `gt`, `amp`, `apos` and `quot` (RFC 6120 section 11.1).
    EntityReference,
    /// Octets that are not UTF-8 (RFC 6120 section 11.6).
    Utf8,
    /// An XML declaration that names another encoding (RFC 6120 section 11.6).
    Encoding,
    /// A character that XML does not have (XML 1.0 section 2.2).
    Character,
    /// A name that is missing or malformed (XML 1.0 section 2.3, Namespaces in XML 1.0 section 4).
    Name,
    /// A malformed attribute, or something else inside a start tag (XML 1.0 section 3.1).
    Attribute,
    /// A `<` in an attribute value (XML 1.0 section 3.1).
    AttributeValue,
    /// Two attributes of one name (XML 1.0 section 3.1, Namespaces in XML 1.0 section 6.3).
    DuplicateAttribute,
    /// An end tag that does not match its start tag, or is malformed (XML 1.0 section 3).
    EndTag,
    /// A malformed start of a CDATA section (XML 1.0 section 2.7).
    Cdata,
    /// `]]>` in text (XML 1.0 section 2.4).
    CdataEnd,
    /// A malformed reference (XML 1.0 section 4.1).
    Reference,
    /// A reference to a character that XML does not have (XML 1.0 section 4.1).
    CharacterReference,
    /// A malformed XML declaration (XML 1.0 section 2.8).
    XmlDeclaration,
    /// A prefix without a declaration (Namespaces in XML 1.0 section 5).
    UnboundPrefix,
    /// A declaration or use of the prefixes `xml` and `xmlns` (Namespaces in XML 1.0 section 3).
    ReservedPrefix,
    /// Another prefix for the namespaces of `xml` or `xmlns` (Namespaces in XML 1.0 section 3).
    ReservedNamespace,
    /// A prefix bound to no namespace (Namespaces in XML 1.0 section 5).
    UndeclaredPrefix,
    /// A prefix on an element of the content namespace (RFC 6120 section 4.8.5).
    ContentPrefix,
    /// Text outside the root element (XML 1.0 section 2.1).
    TextOutside,
    /// Text between first-level elements (RFC 6120 section 11.7).
    TextBetween,
    /// The input ends inside an element, or is shorter than what has been read of it.
    Incomplete,
    /// More octets than the limit allows (RFC 6120 section 13.12).
    Octets,
    /// Elements nested deeper than the limit allows (RFC 6120 section 13.12).
    Depth,
    /// More attributes in a start tag than the limit allows (RFC 6120 section 13.12).
    Attributes,
    /// More namespace declarations in scope than the limit allows (RFC 6120 section 13.12).
    Declarations,
    /// A name with more octets than the limit allows (RFC 6120 section 13.12).
    NameOctets,
}

impl XmlError {
    pub(crate) const fn new(kind: XmlErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    /// The same error in a text that has `octets` more in front.
    pub(crate) const fn shifted(mut self, octets: usize) -> Self {
        self.offset += octets;
        self
    }

    /// What is wrong.
    pub const fn kind(&self) -> XmlErrorKind {
        self.kind
    }

    /// Where: a byte offset into the input, from 0 to its number of octets.
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl XmlErrorKind {
    /// An identifier for logs and programs, such as `comment` or `duplicate-attribute`.
    ///
    /// ```
    /// assert_eq!(envoi::xml::XmlErrorKind::EndTag.as_str(), "end-tag");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::ProcessingInstruction => "processing-instruction",
            Self::DocumentType => "document-type",
            Self::EntityReference => "entity-reference",
            Self::Utf8 => "utf8",
            Self::Encoding => "encoding",
            Self::Character => "character",
            Self::Name => "name",
            Self::Attribute => "attribute",
            Self::AttributeValue => "attribute-value",
            Self::DuplicateAttribute => "duplicate-attribute",
            Self::EndTag => "end-tag",
            Self::Cdata => "cdata",
            Self::CdataEnd => "cdata-end",
            Self::Reference => "reference",
            Self::CharacterReference => "character-reference",
            Self::XmlDeclaration => "xml-declaration",
            Self::UnboundPrefix => "unbound-prefix",
            Self::ReservedPrefix => "reserved-prefix",
            Self::ReservedNamespace => "reserved-namespace",
            Self::UndeclaredPrefix => "undeclared-prefix",
            Self::ContentPrefix => "content-prefix",
            Self::TextOutside => "text-outside",
            Self::TextBetween => "text-between",
            Self::Incomplete => "incomplete",
            Self::Octets => "stanza-octets",
            Self::Depth => "depth",
            Self::Attributes => "attributes",
            Self::Declarations => "declarations",
            Self::NameOctets => "name-octets",
        }
    }

    /// The rule that is broken: the document and its section.
    ///
    /// ```
    /// assert_eq!(envoi::xml::XmlErrorKind::Comment.rule(), "RFC 6120 section 11.1");
    /// ```
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Comment | Self::ProcessingInstruction | Self::DocumentType | Self::EntityReference => {
                "RFC 6120 section 11.1"
            }
            Self::Utf8 | Self::Encoding => "RFC 6120 section 11.6",
            Self::Character => "XML 1.0 section 2.2",
            Self::Name => "XML 1.0 section 2.3",
            Self::Attribute | Self::AttributeValue | Self::DuplicateAttribute => "XML 1.0 section 3.1",
            Self::EndTag => "XML 1.0 section 3",
            Self::Cdata => "XML 1.0 section 2.7",
            Self::CdataEnd => "XML 1.0 section 2.4",
            Self::Reference | Self::CharacterReference => "XML 1.0 section 4.1",
            Self::XmlDeclaration => "XML 1.0 section 2.8",
            Self::UnboundPrefix | Self::UndeclaredPrefix => "Namespaces in XML 1.0 section 5",
            Self::ReservedPrefix | Self::ReservedNamespace => "Namespaces in XML 1.0 section 3",
            Self::ContentPrefix => "RFC 6120 section 4.8.5",
            Self::TextOutside | Self::Incomplete => "XML 1.0 section 2.1",
            Self::TextBetween => "RFC 6120 section 11.7",
            Self::Octets | Self::Depth | Self::Attributes | Self::Declarations | Self::NameOctets => {
                "RFC 6120 section 13.12"
            }
        }
    }

    /// What is wrong, for people.
    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::Comment => "comments are not allowed",
            Self::ProcessingInstruction => "processing instructions are not allowed",
            Self::DocumentType => "document type declarations are not allowed",
            Self::EntityReference => "only the entities lt, gt, amp, apos and quot may be referred to",
            Self::Utf8 => "not UTF-8",
            Self::Encoding => "the encoding must be UTF-8",
            Self::Character => "XML has no such character",
            Self::Name => "a name is missing or malformed",
            Self::Attribute => "this cannot stand in a tag here",
            Self::AttributeValue => "an attribute value cannot hold '<'",
            Self::DuplicateAttribute => "the attribute is there already",
            Self::EndTag => "the end tag does not match the start tag",
            Self::Cdata => "'<![' must begin a CDATA section",
            Self::CdataEnd => "text cannot hold ']]>'",
            Self::Reference => "malformed reference",
            Self::CharacterReference => "reference to a character that XML does not have",
            Self::XmlDeclaration => "malformed XML declaration",
            Self::UnboundPrefix => "the namespace prefix is not declared",
            Self::ReservedPrefix => "the prefixes 'xml' and 'xmlns' are reserved",
            Self::ReservedNamespace => "the namespaces of 'xml' and 'xmlns' cannot have another prefix",
            Self::UndeclaredPrefix => "a namespace prefix cannot be bound to the empty name",
            Self::ContentPrefix => "elements of the content namespace cannot have a prefix",
            Self::TextOutside => "text outside the root element",
            Self::TextBetween => "text between first-level elements",
            Self::Incomplete => "the input ends inside an element",
            Self::Octets => "the stanza is too long",
            Self::Depth => "elements are nested too deeply",
            Self::Attributes => "too many attributes",
            Self::Declarations => "too many namespace declarations",
            Self::NameOctets => "the name is too long",
        }
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, at byte {} ({})", self.kind.sentence(), self.offset, self.kind.rule())
    }
}

impl core::error::Error for XmlError {}
