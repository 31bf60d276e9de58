//! [`DomainError`]: why a text is no domainpart, and where.

use core::fmt;

/// Why a text is no domainpart: the kind, the byte offset, and the code point if there is one.
///
/// ```
/// use envoi::domain::{self, DomainErrorKind, Options};
///
/// let error = domain::check("ex_ample.com", Options::STRICT).unwrap_err();
/// assert_eq!(error.kind(), DomainErrorKind::Underscore);
/// assert_eq!(error.offset(), 2);
/// assert_eq!(error.code_point(), Some('_'));
/// ```
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
    /// The code point is not allowed in a label (RFC 5890 section 2.3.1, RFC 5891 section 4.2.2).
    Disallowed,
    /// The code point is not assigned to a character (RFC 5892 section 2.10).
    Unassigned,
    /// The code point would be mapped to `@` or `/` (RFC 7622 section 3.1).
    MapsToSeparator,
    /// A contextual rule does not hold (RFC 5892 appendix A).
    Context,
    /// The bidi rule does not hold (RFC 5893 section 2).
    Bidi,
    /// Preparation would change the text (RFC 7622 section 3.2.2).
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
    /// A label begins with `xn--` and does not decode to a U-label that encodes to it (RFC 5891 section 5.3).
    InvalidALabel,
    /// An IPv6 address without brackets (RFC 3986 section 3.2.2).
    UnbracketedIpv6,
    /// What stands in brackets is no IPv6 address and no `IPvFuture` (RFC 3986 section 3.2.2).
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

    /// The same error in a text that has `octets` more in front.
    pub(super) const fn shifted(self, octets: usize) -> Self {
        self.moved(self.offset + octets)
    }

    /// The same error at another offset.
    pub(super) const fn moved(self, offset: usize) -> Self {
        Self { offset, ..self }
    }

    #[cfg(feature = "alloc")]
    pub(super) const fn with_kind(self, kind: DomainErrorKind) -> Self {
        Self { kind, ..self }
    }

    /// The same error with the code point that stands at its offset, if the error is about one.
    pub(super) fn in_text(self, text: &str) -> Self {
        let about_code_point = self.kind.is_about_code_point();
        let code_point = text.get(self.offset..).and_then(|rest| rest.chars().next());
        Self { code_point: code_point.filter(|_| about_code_point), ..self }
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

impl DomainErrorKind {
    const fn is_about_code_point(self) -> bool {
        matches!(
            self,
            Self::Disallowed
                | Self::Unassigned
                | Self::MapsToSeparator
                | Self::Context
                | Self::Bidi
                | Self::NotCanonical
                | Self::Hyphen
                | Self::Underscore
                | Self::LeadingMark
        )
    }

    /// What is wrong, and the rule that says so: another one for ASCII than for other code points.
    const fn sentence(self, ascii: bool) -> (&'static str, &'static str) {
        match self {
            Self::Empty => ("there is no domainpart", "RFC 7622 section 3.2"),
            Self::Disallowed if ascii => ("a code point is not allowed in a label", "RFC 5890 section 2.3.1"),
            Self::Disallowed => ("a code point is not allowed in a label", "RFC 5891 section 4.2.2"),
            Self::Unassigned => ("a code point is not assigned", "RFC 5892 section 2.10"),
            Self::MapsToSeparator => ("a code point turns into '@' or '/'", "RFC 7622 section 3.1"),
            Self::Context => ("a code point is not allowed in its context", "RFC 5892 appendix A"),
            Self::Bidi => ("a label breaks the bidi rule", "RFC 5893 section 2"),
            Self::NotCanonical => ("preparation would change the text", "RFC 7622 section 3.2.2"),
            Self::EmptyLabel => ("a label is empty", "RFC 1034 section 3.5"),
            Self::LabelTooLong => ("a label takes more than 63 octets", "RFC 5890 section 2.3.2.1"),
            Self::NameTooLong => ("the name takes more than 253 octets", "RFC 1034 section 3.1"),
            Self::Hyphen => ("a label begins or ends with a hyphen", "RFC 5891 section 4.2.3.1"),
            Self::ReservedLabel => ("a label has '--' behind two code points", "RFC 5891 section 4.2.3.1"),
            Self::Underscore => ("a label has an underscore", "RFC 5890 section 2.3.1"),
            Self::LeadingMark => ("a label begins with a combining mark", "RFC 5891 section 4.2.3.2"),
            Self::InvalidALabel => ("a label with 'xn--' is no A-label", "RFC 5891 section 5.3"),
            Self::UnbracketedIpv6 => ("an IPv6 address lacks its brackets", "RFC 3986 section 3.2.2"),
            Self::InvalidIpLiteral => ("the brackets hold no IP address", "RFC 3986 section 3.2.2"),
            Self::InvalidZone => ("the zone of an IPv6 address is malformed", "RFC 6874 section 2"),
            Self::Idna => ("IDNA processing refuses the name", "UTS 46 section 4"),
        }
    }
}

/// A sentence with the rule that was broken: `a label has an underscore: U+005F, at byte 1 (RFC 5890 section 2.3.1)`.
impl fmt::Display for DomainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, rule) = self.kind.sentence(self.code_point.is_some_and(|c| c.is_ascii()));
        f.write_str(what)?;
        if let Some(c) = self.code_point {
            write!(f, ": U+{:04X}", u32::from(c))?;
        }
        write!(f, ", at byte {} ({rule})", self.offset)
    }
}

impl core::error::Error for DomainError {}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::{DomainError, DomainErrorKind as Kind};
    use alloc::string::ToString;

    #[test]
    fn messages_name_the_code_point_and_the_rule() {
        let error = DomainError::new(Kind::Underscore, 1, None).in_text("a_b");
        assert_eq!(
            error.to_string(),
            "a label has an underscore: U+005F, at byte 1 (RFC 5890 section 2.3.1)"
        );
        let error = DomainError::new(Kind::EmptyLabel, 2, None).in_text("a..b");
        assert_eq!(error.to_string(), "a label is empty, at byte 2 (RFC 1034 section 3.5)");
    }

    #[test]
    fn errors_move() {
        let error = DomainError::new(Kind::Hyphen, 1, None).shifted(2).in_text("a.-b");
        assert_eq!((error.offset(), error.code_point()), (3, Some('b')));
        assert_eq!(error.moved(9).in_text("a.-b").code_point(), None);
    }
}
