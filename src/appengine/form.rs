//! [`FormError`]: what is wrong with the form of a request.

use super::{Field, Route, limits};
use core::fmt;

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
    route: Route,
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

impl FormError {
    pub(super) const fn new(kind: FormErrorKind, field: Field, route: Route) -> Self {
        Self { kind, field, route }
    }

    /// What is wrong.
    pub const fn kind(&self) -> FormErrorKind {
        self.kind
    }

    /// With which field.
    pub const fn field(&self) -> Field {
        self.field
    }

    /// The rule that is broken: the document and its section.
    pub const fn rule(&self) -> &'static str {
        match self.kind {
            FormErrorKind::Missing | FormErrorKind::Repeated => self.route.rule(),
            FormErrorKind::TooLong => limits::RULE,
        }
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
        write!(f, "the field '{}' {} ({})", self.field.as_str(), self.kind.phrase(), self.rule())
    }
}

impl core::error::Error for FormError {}
