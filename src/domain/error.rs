//! [`DomainError`]: why a text is no domainpart, and where.

use core::fmt;

/// Why a text is no domainpart: the kind, the byte offset, and the code point if there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DomainError {
    kind: DomainErrorKind,
    offset: usize,
    code_point: Option<char>,
}

/// What is wrong with a domainpart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DomainErrorKind {
    /// There is no text, or only a dot (RFC 7622 section 3.2).
    Empty,
    /// The code point is not allowed in a label (RFC 5890 section 2.3.1, RFC 5892 section 2).
    Disallowed,
    /// The code point is not assigned to a character (RFC 5892 section 2.5).
    Unassigned,
    /// The code point would be mapped to `@` or `/` (RFC 7622 section 3.1).
    MapsToSeparator,
    /// A contextual rule does not hold (RFC 5892 appendix A).
    Context,
    /// The bidi rule does not hold (RFC 5893 section 2).
    Bidi,
    /// Preparation would change the text.
    NotCanonical,
    /// Two dots in a row, or one in front (RFC 1034 section 3.5).
    EmptyLabel,
    /// A label has more than 63 octets in A-label form (RFC 5890 section 2.3.2.1).
    LabelTooLong,
    /// The name has more than 253 octets in A-label form (RFC 1034 section 3.1).
    NameTooLong,
    /// A label begins or ends with a hyphen (RFC 5891 section 4.2.3.1).
    Hyphen,
    /// A label that is no A-label has `--` in positions 3 and 4 (RFC 5891 section 4.2.3.1).
    ReservedLabel,
    /// An underscore, where the options do not allow it (RFC 5890 section 2.3.1).
    Underscore,
    /// A label begins with a combining mark (RFC 5891 section 4.2.3.2).
    LeadingMark,
    /// A label begins with `xn--` and does not decode to a U-label that encodes to it (RFC 5891 section 5.4).
    InvalidALabel,
    /// An IPv6 address without brackets (RFC 3986 section 3.2.2).
    UnbracketedIpv6,
    /// What stands in brackets is no IPv6 address and no IPvFuture (RFC 3986 section 3.2.2).
    InvalidIpLiteral,
    /// The zone identifier of an IPv6 address is malformed (RFC 6874 section 2).
    InvalidZone,
    /// IDNA processing refuses the name (UTS 46 section 4).
    Idna,
}

impl DomainError {
    pub(crate) const fn new(kind: DomainErrorKind, offset: usize, code_point: Option<char>) -> Self {
        Self { kind, offset, code_point }
    }

    /// What is wrong.
    pub const fn kind(&self) -> DomainErrorKind {
        self.kind
    }

    /// Where: a byte offset into the text that was given.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The code point at fault, as it stands in the text that was given.
    pub const fn code_point(&self) -> Option<char> {
        self.code_point
    }
}

impl fmt::Display for DomainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at byte {}", self.kind, self.offset)
    }
}

impl core::error::Error for DomainError {}
