//! [`PayloadError`]: which rule of a payload is broken, and where.

use crate::JidError;
use crate::stanza::Condition;
use crate::xml::Element;
use core::fmt;

/// Why an element is no payload of the type that was asked for: the kind, the name of what is wrong, and the byte offset.
///
/// Whoever writes a [`Payload`](super::Payload) makes it with the constructors. `rule` is the document and its section; the condition is
/// `bad-request` unless [`with_condition`](Self::with_condition) says another.
///
/// ```
/// use envoi::stanza::Condition;
/// use envoi::stanza::payload::{Payload, PayloadErrorKind, Receipt};
/// use envoi::xml::ElementBuf;
///
/// let received = ElementBuf::parse("<received xmlns='urn:xmpp:receipts'/>")?;
/// let error = Receipt::read(received.element()).unwrap_err();
/// assert_eq!((error.kind(), error.name(), error.offset()), (PayloadErrorKind::MissingAttribute, "id", 0));
/// assert_eq!((error.rule(), error.condition()), ("XEP-0184 section 7", Condition::BadRequest));
/// assert_eq!(error.to_string(), "the attribute 'id' is missing, at byte 0 (XEP-0184 section 7)");
/// # Ok::<(), envoi::xml::XmlError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PayloadError {
    kind: PayloadErrorKind,
    name: &'static str,
    offset: usize,
    rule: &'static str,
    condition: Condition,
}

/// What is wrong; [`as_str`](Self::as_str) gives an identifier that stays the same between releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PayloadErrorKind {
    /// An attribute that has to be there is not.
    MissingAttribute,
    /// The value of an attribute is none of those that are allowed.
    Attribute,
    /// An element that has to be there is not.
    MissingElement,
    /// An element that may be there once is there again.
    RepeatedElement,
    /// An element of the namespace of the payload that its document does not define, or not there.
    UnexpectedElement,
    /// Something stands in an element that has to be empty.
    Content,
    /// The text of an element is not allowed.
    Text,
    /// An attribute or text is no address; the error says why, with an offset into the value.
    Address(JidError),
    /// The sender may not do this.
    Sender,
}

impl PayloadError {
    const fn new(kind: PayloadErrorKind, name: &'static str, offset: usize, rule: &'static str) -> Self {
        Self { kind, name, offset, rule, condition: Condition::BadRequest }
    }

    /// The attribute of this name is missing in the element.
    pub fn missing_attribute(element: Element<'_>, name: &'static str, rule: &'static str) -> Self {
        Self::new(PayloadErrorKind::MissingAttribute, name, element.offset(), rule)
    }

    /// The value of this attribute of the element is not allowed.
    pub fn attribute(element: Element<'_>, name: &'static str, rule: &'static str) -> Self {
        let place = element.find_attribute(name).map_or(element.offset(), |found| found.value_offset());
        Self::new(PayloadErrorKind::Attribute, name, place, rule)
    }

    /// The element has no child of this name.
    pub fn missing_element(element: Element<'_>, name: &'static str, rule: &'static str) -> Self {
        Self::new(PayloadErrorKind::MissingElement, name, element.offset(), rule)
    }

    /// The element, whose name is given, has stood there before.
    pub fn repeated_element(element: Element<'_>, name: &'static str, rule: &'static str) -> Self {
        Self::new(PayloadErrorKind::RepeatedElement, name, element.offset(), rule)
    }

    /// The element cannot stand where elements of this name do.
    pub fn unexpected_element(element: Element<'_>, name: &'static str, rule: &'static str) -> Self {
        Self::new(PayloadErrorKind::UnexpectedElement, name, element.offset(), rule)
    }

    /// The element, whose name is given, has to be empty.
    pub fn content(element: Element<'_>, name: &'static str, rule: &'static str) -> Self {
        Self::new(PayloadErrorKind::Content, name, element.content_offset(), rule)
    }

    /// The text of the element, whose name is given, is not allowed.
    pub fn text(element: Element<'_>, name: &'static str, rule: &'static str) -> Self {
        Self::new(PayloadErrorKind::Text, name, element.content_offset(), rule)
    }

    /// The text that was handed in for an element of this name is not allowed.
    pub(super) const fn no_text(name: &'static str, rule: &'static str) -> Self {
        Self::new(PayloadErrorKind::Text, name, 0, rule)
    }

    /// The attribute or element of this name is no address.
    pub(super) fn address(name: &'static str, offset: usize, rule: &'static str, error: JidError) -> Self {
        // RFC 6120 section 8.3.3.8: also for an address inside a payload.
        Self::new(PayloadErrorKind::Address(error), name, offset, rule)
            .with_condition(Condition::JidMalformed)
    }

    /// The sender of the stanza may not do this.
    pub(super) fn sender(element: Element<'_>, name: &'static str, rule: &'static str) -> Self {
        Self::new(PayloadErrorKind::Sender, name, element.offset(), rule)
            .with_condition(Condition::ServiceUnavailable)
    }

    /// The same error so many octets further on.
    pub(super) const fn further(mut self, octets: usize) -> Self {
        self.offset += octets;
        self
    }

    /// The same error, to be answered with another condition.
    #[must_use]
    pub const fn with_condition(mut self, condition: Condition) -> Self {
        self.condition = condition;
        self
    }

    /// What is wrong.
    pub const fn kind(&self) -> PayloadErrorKind {
        self.kind
    }

    /// The name of the attribute or element.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Where: a byte offset from the start of the stanza, or of the outermost element if the stanza is inside another one.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The rule that is broken: the document and its section.
    pub const fn rule(&self) -> &'static str {
        self.rule
    }

    /// The condition of the stanza error that this is answered with (RFC 6120 section 8.3.3).
    pub const fn condition(&self) -> Condition {
        self.condition
    }
}

impl PayloadErrorKind {
    /// An identifier for logs and programs, such as `missing-attribute`.
    ///
    /// ```
    /// assert_eq!(envoi::stanza::payload::PayloadErrorKind::Text.as_str(), "text");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MissingAttribute => "missing-attribute",
            Self::Attribute => "attribute",
            Self::MissingElement => "missing-element",
            Self::RepeatedElement => "repeated-element",
            Self::UnexpectedElement => "unexpected-element",
            Self::Content => "content",
            Self::Text => "text",
            Self::Address(_) => "address",
            Self::Sender => "sender",
        }
    }
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name;
        match self.kind {
            PayloadErrorKind::MissingAttribute => write!(f, "the attribute '{name}' is missing"),
            PayloadErrorKind::Attribute => write!(f, "the value of '{name}' is not allowed"),
            PayloadErrorKind::MissingElement => write!(f, "the element '{name}' is missing"),
            PayloadErrorKind::RepeatedElement => write!(f, "the element '{name}' is there already"),
            PayloadErrorKind::UnexpectedElement => write!(f, "only '{name}' can stand here"),
            PayloadErrorKind::Content => write!(f, "the element '{name}' has to be empty"),
            PayloadErrorKind::Text => write!(f, "the text of '{name}' is not allowed"),
            PayloadErrorKind::Address(_) => write!(f, "'{name}' is no address"),
            PayloadErrorKind::Sender => write!(f, "the sender may not change the {name}"),
        }?;
        write!(f, ", at byte {} ({})", self.offset, self.rule)
    }
}

impl core::error::Error for PayloadError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.kind {
            PayloadErrorKind::Address(error) => Some(error),
            _ => None,
        }
    }
}
