//! [`Field`]: the fields of a request, and [`FormError`]: what is wrong with them.

use core::fmt;

/// A field of the form that a request carries (XMPP Java API Overview, Receiving chat messages; Programming Google App Engine with Python,
/// chapter 15, Managing Presence Updates).
///
/// ```
/// use envoi::appengine::Field;
///
/// assert_eq!(Field::Stanza.as_str(), "stanza");
/// assert_eq!(Field::from_name("body"), Some(Field::Body));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The address of the sender.
    From,
    /// The address of the recipient, as the sender wrote it.
    To,
    /// The body of a message.
    Body,
    /// The availability of a presence; that it is absent means `chat`.
    Show,
    /// The status of a presence, if there is one.
    Status,
    /// The whole stanza as XML.
    Stanza,
}

/// What is wrong with a form: the kind, and the field.
///
/// ```
/// use envoi::appengine::{Field, FormErrorKind, InboundRequest, Route};
///
/// let fields = [("from", "juliet@example.com"), ("body", "Hi")];
/// let error = InboundRequest::from_fields(Route::Chat, fields).unwrap_err();
/// assert_eq!((error.kind(), error.field()), (FormErrorKind::Missing, Field::To));
/// assert_eq!(
///     error.to_string(),
///     "the field 'to' is missing (XMPP Java API Overview, Receiving chat messages)"
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FormError {
    kind: FormErrorKind,
    field: Field,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum FormErrorKind {
    /// The request is none without it.
    Missing,
    /// It is there twice.
    Repeated,
    /// It is beyond [`MAX_MESSAGE_OCTETS`](super::MAX_MESSAGE_OCTETS).
    TooLong,
}

impl Field {
    /// All of them, in the order in which they are given.
    pub const ALL: [Self; 6] = [Self::From, Self::To, Self::Body, Self::Show, Self::Status, Self::Stanza];

    /// Its name in the form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
            Self::Body => "body",
            Self::Show => "show",
            Self::Status => "status",
            Self::Stanza => "stanza",
        }
    }

    /// The field of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

impl FormError {
    pub(super) const fn new(kind: FormErrorKind, field: Field) -> Self {
        Self { kind, field }
    }

    /// What is wrong.
    pub const fn kind(&self) -> FormErrorKind {
        self.kind
    }

    /// With which field.
    pub const fn field(&self) -> Field {
        self.field
    }
}

impl FormErrorKind {
    /// An identifier for logs and programs: `missing`, `repeated` or `too-long`.
    ///
    /// ```
    /// assert_eq!(envoi::appengine::FormErrorKind::TooLong.as_str(), "too-long");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Repeated => "repeated",
            Self::TooLong => "too-long",
        }
    }

    /// The rule that is broken: the document and its section.
    ///
    /// ```
    /// use envoi::appengine::FormErrorKind;
    ///
    /// assert_eq!(FormErrorKind::TooLong.rule(), "XMPP Java API Overview, Quotas and limits");
    /// ```
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Missing | Self::Repeated => "XMPP Java API Overview, Receiving chat messages",
            Self::TooLong => "XMPP Java API Overview, Quotas and limits",
        }
    }

    const fn phrase(self) -> &'static str {
        match self {
            Self::Missing => "is missing",
            Self::Repeated => "is there twice",
            Self::TooLong => "is longer than 102400 octets",
        }
    }
}

/// What is wrong with which field, and which rule says so.
impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the field '{}' {} ({})", self.field.as_str(), self.kind.phrase(), self.kind.rule())
    }
}

impl core::error::Error for FormError {}
