//! [`Condition`]: the stream error conditions of RFC 6120 section 4.9.3.

use core::fmt;

/// A stream error condition (RFC 6120 section 4.9.3).
///
/// ```
/// use envoi::stream::Condition;
///
/// assert_eq!(Condition::PolicyViolation.as_str(), "policy-violation");
/// assert_eq!(Condition::from_name("policy-violation"), Some(Condition::PolicyViolation));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Condition {
    /// XML that cannot be processed (section 4.9.3.1).
    BadFormat,
    /// A namespace prefix that is unsupported, or missing (section 4.9.3.2).
    BadNamespacePrefix,
    /// A new stream takes the place of this one, or may not (section 4.9.3.3).
    Conflict,
    /// The peer does not answer any more (section 4.9.3.4).
    ConnectionTimeout,
    /// The domain is no longer served here (section 4.9.3.5).
    HostGone,
    /// The domain is not served here (section 4.9.3.6).
    HostUnknown,
    /// An address is missing or malformed (section 4.9.3.7).
    ImproperAddressing,
    /// A fault of the server (section 4.9.3.8).
    InternalServerError,
    /// A sender that was not authorised (section 4.9.3.9).
    InvalidFrom,
    /// The stream or content namespace is not supported (section 4.9.3.10).
    InvalidNamespace,
    /// XML that is not valid (section 4.9.3.11).
    InvalidXml,
    /// Data before authentication (section 4.9.3.12).
    NotAuthorized,
    /// XML that is not well-formed (section 4.9.3.13).
    NotWellFormed,
    /// A local policy is violated, such as a limit (section 4.9.3.14).
    PolicyViolation,
    /// Another server cannot be reached (section 4.9.3.15).
    RemoteConnectionFailed,
    /// The stream must be opened anew (section 4.9.3.16).
    Reset,
    /// Resources are scarce (section 4.9.3.17).
    ResourceConstraint,
    /// Features of XML that XMPP prohibits (section 4.9.3.18).
    RestrictedXml,
    /// Another host is to be used (section 4.9.3.19).
    SeeOtherHost,
    /// The server goes down (section 4.9.3.20).
    SystemShutdown,
    /// None of the others (section 4.9.3.21).
    UndefinedCondition,
    /// Not UTF-8 (section 4.9.3.22).
    UnsupportedEncoding,
    /// A feature that is mandatory and not supported (section 4.9.3.23).
    UnsupportedFeature,
    /// A first-level element that is not supported (section 4.9.3.24).
    UnsupportedStanzaType,
    /// A version of XMPP that is not supported (section 4.9.3.25).
    UnsupportedVersion,
}

impl Condition {
    /// All of them, in the order of the standard.
    pub const ALL: [Self; 25] = [
        Self::BadFormat,
        Self::BadNamespacePrefix,
        Self::Conflict,
        Self::ConnectionTimeout,
        Self::HostGone,
        Self::HostUnknown,
        Self::ImproperAddressing,
        Self::InternalServerError,
        Self::InvalidFrom,
        Self::InvalidNamespace,
        Self::InvalidXml,
        Self::NotAuthorized,
        Self::NotWellFormed,
        Self::PolicyViolation,
        Self::RemoteConnectionFailed,
        Self::Reset,
        Self::ResourceConstraint,
        Self::RestrictedXml,
        Self::SeeOtherHost,
        Self::SystemShutdown,
        Self::UndefinedCondition,
        Self::UnsupportedEncoding,
        Self::UnsupportedFeature,
        Self::UnsupportedStanzaType,
        Self::UnsupportedVersion,
    ];

    /// The name of its element.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadFormat => "bad-format",
            Self::BadNamespacePrefix => "bad-namespace-prefix",
            Self::Conflict => "conflict",
            Self::ConnectionTimeout => "connection-timeout",
            Self::HostGone => "host-gone",
            Self::HostUnknown => "host-unknown",
            Self::ImproperAddressing => "improper-addressing",
            Self::InternalServerError => "internal-server-error",
            Self::InvalidFrom => "invalid-from",
            Self::InvalidNamespace => "invalid-namespace",
            Self::InvalidXml => "invalid-xml",
            Self::NotAuthorized => "not-authorized",
            Self::NotWellFormed => "not-well-formed",
            Self::PolicyViolation => "policy-violation",
            Self::RemoteConnectionFailed => "remote-connection-failed",
            Self::Reset => "reset",
            Self::ResourceConstraint => "resource-constraint",
            Self::RestrictedXml => "restricted-xml",
            Self::SeeOtherHost => "see-other-host",
            Self::SystemShutdown => "system-shutdown",
            Self::UndefinedCondition => "undefined-condition",
            Self::UnsupportedEncoding => "unsupported-encoding",
            Self::UnsupportedFeature => "unsupported-feature",
            Self::UnsupportedStanzaType => "unsupported-stanza-type",
            Self::UnsupportedVersion => "unsupported-version",
        }
    }

    /// The condition of this name; `xml-not-well-formed` is RFC 3920's name of `not-well-formed`.
    pub fn from_name(name: &str) -> Option<Self> {
        if name == "xml-not-well-formed" {
            return Some(Self::NotWellFormed);
        }
        Self::ALL.into_iter().find(|condition| condition.as_str() == name)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
