//! [`Condition`]: the stanza error conditions of RFC 6120 section 8.3.3, and [`ErrorType`]: what to do about them.

use core::fmt;

/// A stanza error condition (RFC 6120 section 8.3.3).
///
/// ```
/// use envoi::stanza::{Condition, ErrorType};
///
/// assert_eq!(Condition::ItemNotFound.as_str(), "item-not-found");
/// assert_eq!(Condition::from_name("item-not-found"), Some(Condition::ItemNotFound));
/// assert_eq!(Condition::ItemNotFound.error_type(), ErrorType::Cancel);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Condition {
    /// XML that does not conform to the schema, or a value that is not recognised (section 8.3.3.1).
    BadRequest,
    /// A resource or session of that name or address exists already (section 8.3.3.2).
    Conflict,
    /// A feature that is not implemented; `Modify` may be meant too (section 8.3.3.3).
    FeatureNotImplemented,
    /// The requester lacks the permissions (section 8.3.3.4).
    Forbidden,
    /// The recipient can no longer be reached at this address, perhaps at another (section 8.3.3.5).
    Gone,
    /// A fault of the server (section 8.3.3.6).
    InternalServerError,
    /// The address or item does not exist (section 8.3.3.7).
    ItemNotFound,
    /// An address that is none (RFC 7622) (section 8.3.3.8).
    JidMalformed,
    /// It does not meet the criteria of the recipient or server (section 8.3.3.9).
    NotAcceptable,
    /// Nobody is allowed to do this (section 8.3.3.10).
    NotAllowed,
    /// Credentials are needed first, or were wrong (section 8.3.3.11).
    NotAuthorized,
    /// A local policy is violated, such as a limit; `Wait` may be meant too (section 8.3.3.12).
    PolicyViolation,
    /// The recipient is not available for a while (section 8.3.3.13).
    RecipientUnavailable,
    /// Another address is to be used, for a while as a rule (section 8.3.3.14).
    Redirect,
    /// Registration is needed first (section 8.3.3.15).
    RegistrationRequired,
    /// The remote server does not exist, or cannot be found (section 8.3.3.16).
    RemoteServerNotFound,
    /// The remote server cannot be reached in time (section 8.3.3.17).
    RemoteServerTimeout,
    /// Resources are scarce (section 8.3.3.18).
    ResourceConstraint,
    /// The service is not provided (section 8.3.3.19).
    ServiceUnavailable,
    /// A subscription is needed first (section 8.3.3.20).
    SubscriptionRequired,
    /// None of the others; any type may be meant (section 8.3.3.21).
    UndefinedCondition,
    /// A request out of order; `Modify` may be meant too (section 8.3.3.22).
    UnexpectedRequest,
}

/// What the sender can do about a stanza error (RFC 6120 section 8.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ErrorType {
    /// Try again with credentials.
    Auth,
    /// Do not try again.
    Cancel,
    /// Go on: it was a warning.
    Continue,
    /// Try again with other data.
    Modify,
    /// Try again later.
    Wait,
}

impl Condition {
    /// All of them, in the order of the standard.
    pub const ALL: [Self; 22] = [
        Self::BadRequest,
        Self::Conflict,
        Self::FeatureNotImplemented,
        Self::Forbidden,
        Self::Gone,
        Self::InternalServerError,
        Self::ItemNotFound,
        Self::JidMalformed,
        Self::NotAcceptable,
        Self::NotAllowed,
        Self::NotAuthorized,
        Self::PolicyViolation,
        Self::RecipientUnavailable,
        Self::Redirect,
        Self::RegistrationRequired,
        Self::RemoteServerNotFound,
        Self::RemoteServerTimeout,
        Self::ResourceConstraint,
        Self::ServiceUnavailable,
        Self::SubscriptionRequired,
        Self::UndefinedCondition,
        Self::UnexpectedRequest,
    ];

    /// The name of its element.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "bad-request",
            Self::Conflict => "conflict",
            Self::FeatureNotImplemented => "feature-not-implemented",
            Self::Forbidden => "forbidden",
            Self::Gone => "gone",
            Self::InternalServerError => "internal-server-error",
            Self::ItemNotFound => "item-not-found",
            Self::JidMalformed => "jid-malformed",
            Self::NotAcceptable => "not-acceptable",
            Self::NotAllowed => "not-allowed",
            Self::NotAuthorized => "not-authorized",
            Self::PolicyViolation => "policy-violation",
            Self::RecipientUnavailable => "recipient-unavailable",
            Self::Redirect => "redirect",
            Self::RegistrationRequired => "registration-required",
            Self::RemoteServerNotFound => "remote-server-not-found",
            Self::RemoteServerTimeout => "remote-server-timeout",
            Self::ResourceConstraint => "resource-constraint",
            Self::ServiceUnavailable => "service-unavailable",
            Self::SubscriptionRequired => "subscription-required",
            Self::UndefinedCondition => "undefined-condition",
            Self::UnexpectedRequest => "unexpected-request",
        }
    }

    /// The condition of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|condition| condition.as_str() == name)
    }

    /// The type that goes with it; the first one where the standard names two, and `Cancel` where it names none.
    pub const fn error_type(self) -> ErrorType {
        match self {
            Self::BadRequest
            | Self::JidMalformed
            | Self::NotAcceptable
            | Self::PolicyViolation
            | Self::Redirect => ErrorType::Modify,
            Self::Conflict
            | Self::FeatureNotImplemented
            | Self::Gone
            | Self::InternalServerError
            | Self::ItemNotFound
            | Self::NotAllowed
            | Self::RemoteServerNotFound
            | Self::ServiceUnavailable
            | Self::UndefinedCondition => ErrorType::Cancel,
            Self::Forbidden
            | Self::NotAuthorized
            | Self::RegistrationRequired
            | Self::SubscriptionRequired => ErrorType::Auth,
            Self::RecipientUnavailable
            | Self::RemoteServerTimeout
            | Self::ResourceConstraint
            | Self::UnexpectedRequest => ErrorType::Wait,
        }
    }
}

impl ErrorType {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Auth, Self::Cancel, Self::Continue, Self::Modify, Self::Wait];

    /// The value of the attribute `type`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Cancel => "cancel",
            Self::Continue => "continue",
            Self::Modify => "modify",
            Self::Wait => "wait",
        }
    }

    /// The type of this name.
    ///
    /// ```
    /// use envoi::stanza::ErrorType;
    ///
    /// assert_eq!(ErrorType::from_name("wait"), Some(ErrorType::Wait));
    /// assert_eq!(ErrorType::from_name("later"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|error_type| error_type.as_str() == name)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for ErrorType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
