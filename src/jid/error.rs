//! [`JidError`]: which part of an address is at fault, why, and where.

use crate::domain::{DomainError, DomainErrorKind};
use crate::precis::{PrecisError, PrecisErrorKind};
use core::fmt;

/// Why a text is not an address: the part, the kind, the byte offset, and the code point if there is one.
///
/// `Display` gives a whole sentence, with the rule that was broken:
///
/// ```
/// # #[cfg(feature = "alloc")] {
/// use envoi::{Jid, JidErrorKind, Part};
///
/// let error = Jid::parse("a b@example.com").unwrap_err();
/// assert_eq!(error.part(), Part::Localpart);
/// assert_eq!(error.kind(), JidErrorKind::Disallowed);
/// assert_eq!(error.offset(), 1);
/// assert_eq!(error.code_point(), Some(' '));
/// assert_eq!(error.rule(), "RFC 8264 section 4.2.3");
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JidError {
    part: Part,
    kind: JidErrorKind,
    /// The rule is one that a service has besides those of the standards.
    by_service: bool,
    offset: usize,
    code_point: Option<char>,
}

/// One of the three parts of an address (RFC 7622 section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// What stands before the first `@` (RFC 7622 section 3.3).
    Localpart,
    /// The only part that is required (RFC 7622 section 3.2).
    Domainpart,
    /// What stands behind the first `/` (RFC 7622 section 3.4).
    Resourcepart,
}

/// What is wrong; [`as_str`](Self::as_str) gives an identifier that stays the same between releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum JidErrorKind {
    /// A part that must not be empty is (RFC 7622 section 3.1).
    Empty,
    /// A part has more than 1023 octets after preparation (RFC 7622 section 3.1).
    TooLong,
    /// The octets are not UTF-8 (RFC 7622 section 3.1).
    InvalidUtf8,
    /// The code point is not allowed in this part.
    Disallowed,
    /// The code point is not assigned to a character (RFC 8264 sections 4.2.4 and 4.3.4, RFC 5892 section 2.10).
    Unassigned,
    /// The code point would be mapped to `@` or `/` (RFC 7622 section 3.1, note on dividing).
    MapsToSeparator,
    /// The code point is allowed only in a context that is not there (RFC 5892 appendix A).
    Context,
    /// Right-to-left text breaks the bidi rule (RFC 5893 section 2).
    Bidi,
    /// Preparation does not come to rest (RFC 8264 section 7).
    Unstable,
    /// The text would be changed by preparation, and only canonical text was asked for (RFC 7622 section 3.2.2,
    /// RFC 8265 sections 3.3.3 and 4.2.2).
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
    /// An underscore stands in a domainpart and the policy does not allow it (RFC 5890 section 2.3.1).
    Underscore,
    /// A label begins with a combining mark (RFC 5891 section 4.2.3.2).
    LeadingMark,
    /// A label begins with `xn--` and does not decode to a U-label that encodes to it (RFC 5891 section 5.3).
    InvalidALabel,
    /// An IPv6 address without brackets (RFC 7622 section 3.1, RFC 3986 section 3.2.2).
    UnbracketedIpv6,
    /// What stands in brackets is no IPv6 address and no `IPvFuture` (RFC 3986 section 3.2.2).
    InvalidIpLiteral,
    /// The zone identifier of an IPv6 address is malformed (RFC 6874 section 2).
    InvalidZone,
    /// IDNA processing refuses the name (UTS 46 section 4).
    Idna,
    /// The App Engine service wants an `@`.
    MissingAt,
    /// The App Engine service wants no second `@`.
    SecondAt,
    /// The App Engine service wants no second `/`.
    SecondSlash,
    /// A bare address was asked for and there is a resourcepart.
    UnexpectedResourcepart,
    /// A full address was asked for and there is no resourcepart.
    MissingResourcepart,
}

impl JidError {
    pub(crate) const fn new(part: Part, kind: JidErrorKind, offset: usize, code_point: Option<char>) -> Self {
        Self { part, kind, by_service: false, offset, code_point }
    }

    /// The same error, where it is a service that does not allow the code point.
    #[cfg(feature = "alloc")]
    pub(crate) const fn by_service(mut self) -> Self {
        self.by_service = true;
        self
    }

    /// The part at fault.
    pub const fn part(&self) -> Part {
        self.part
    }

    /// What is wrong with it.
    pub const fn kind(&self) -> JidErrorKind {
        self.kind
    }

    /// Where: a byte offset into the text that was given, from 0 to its number of octets.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The code point at fault, as it stands in the text that was given.
    pub const fn code_point(&self) -> Option<char> {
        self.code_point
    }

    pub(crate) fn from_precis(part: Part, error: PrecisError) -> Self {
        let kind = match error.kind() {
            PrecisErrorKind::Empty => JidErrorKind::Empty,
            PrecisErrorKind::Disallowed => JidErrorKind::Disallowed,
            PrecisErrorKind::Unassigned => JidErrorKind::Unassigned,
            PrecisErrorKind::Context => JidErrorKind::Context,
            PrecisErrorKind::Bidi => JidErrorKind::Bidi,
            PrecisErrorKind::Unstable => JidErrorKind::Unstable,
            PrecisErrorKind::NotCanonical => JidErrorKind::NotCanonical,
        };
        Self::new(part, kind, error.offset(), error.code_point())
    }

    /// The same error in a text that has `octets` more in front.
    pub(crate) const fn shifted(mut self, octets: usize) -> Self {
        self.offset += octets;
        self
    }

    /// The rule that was broken: the document and its section.
    pub const fn rule(&self) -> &'static str {
        use JidErrorKind as Kind;
        match (self.kind, self.part) {
            (Kind::Empty | Kind::TooLong, Part::Domainpart) => "RFC 7622 section 3.2",
            (Kind::Empty | Kind::TooLong, Part::Localpart) => "RFC 7622 section 3.3",
            (Kind::Empty | Kind::TooLong, Part::Resourcepart)
            | (Kind::UnexpectedResourcepart | Kind::MissingResourcepart, _) => "RFC 7622 section 3.4",
            (Kind::Disallowed, _) if self.by_service => SERVICE,
            (Kind::Disallowed, part) => disallowing_rule(part, self.code_point),
            (Kind::Unassigned, Part::Localpart) => "RFC 8264 section 4.2.4",
            (Kind::Unassigned, Part::Domainpart) => "RFC 5892 section 2.10",
            (Kind::Unassigned, Part::Resourcepart) => "RFC 8264 section 4.3.4",
            (Kind::InvalidUtf8 | Kind::MapsToSeparator, _) => "RFC 7622 section 3.1",
            (Kind::Context, _) => "RFC 5892 appendix A",
            (Kind::Bidi, _) => "RFC 5893 section 2",
            (Kind::Unstable, _) => "RFC 8264 section 7",
            (Kind::NotCanonical, Part::Localpart) => "RFC 8265 section 3.3.3",
            (Kind::NotCanonical, Part::Domainpart) => "RFC 7622 section 3.2.2",
            (Kind::NotCanonical, Part::Resourcepart) => "RFC 8265 section 4.2.2",
            (Kind::EmptyLabel, _) => "RFC 1034 section 3.5",
            (Kind::LabelTooLong, _) => "RFC 5890 section 2.3.2.1",
            (Kind::NameTooLong, _) => "RFC 1034 section 3.1",
            (Kind::Hyphen | Kind::ReservedLabel, _) => "RFC 5891 section 4.2.3.1",
            (Kind::Underscore, _) => "RFC 5890 section 2.3.1",
            (Kind::LeadingMark, _) => "RFC 5891 section 4.2.3.2",
            (Kind::InvalidALabel, _) => "RFC 5891 section 5.3",
            (Kind::UnbracketedIpv6 | Kind::InvalidIpLiteral, _) => "RFC 3986 section 3.2.2",
            (Kind::InvalidZone, _) => "RFC 6874 section 2",
            (Kind::Idna, _) => "UTS 46 section 4",
            (Kind::MissingAt | Kind::SecondAt | Kind::SecondSlash, _) => SERVICE,
        }
    }
}

/// The service whose rules go beyond those of the standards.
const SERVICE: &str = "App Engine XMPP service";

/// The rule of the standards that forbids a code point in a part.
const fn disallowing_rule(part: Part, code_point: Option<char>) -> &'static str {
    match (part, code_point) {
        (Part::Localpart, Some('"' | '&' | '\'' | '/' | ':' | '<' | '>' | '@')) => "RFC 7622 section 3.3.1",
        (Part::Localpart, _) => "RFC 8264 section 4.2.3",
        (Part::Resourcepart, _) => "RFC 8264 section 4.3.3",
        (Part::Domainpart, Some('\0'..='\u{7F}')) => "RFC 5890 section 2.3.1",
        (Part::Domainpart, _) => "RFC 5891 section 4.2.2",
    }
}

impl From<DomainError> for JidError {
    fn from(error: DomainError) -> Self {
        let kind = match error.kind() {
            DomainErrorKind::Empty => JidErrorKind::Empty,
            DomainErrorKind::Disallowed => JidErrorKind::Disallowed,
            DomainErrorKind::Unassigned => JidErrorKind::Unassigned,
            DomainErrorKind::MapsToSeparator => JidErrorKind::MapsToSeparator,
            DomainErrorKind::Context => JidErrorKind::Context,
            DomainErrorKind::Bidi => JidErrorKind::Bidi,
            DomainErrorKind::NotCanonical => JidErrorKind::NotCanonical,
            DomainErrorKind::EmptyLabel => JidErrorKind::EmptyLabel,
            DomainErrorKind::LabelTooLong => JidErrorKind::LabelTooLong,
            DomainErrorKind::NameTooLong => JidErrorKind::NameTooLong,
            DomainErrorKind::Hyphen => JidErrorKind::Hyphen,
            DomainErrorKind::ReservedLabel => JidErrorKind::ReservedLabel,
            DomainErrorKind::Underscore => JidErrorKind::Underscore,
            DomainErrorKind::LeadingMark => JidErrorKind::LeadingMark,
            DomainErrorKind::InvalidALabel => JidErrorKind::InvalidALabel,
            DomainErrorKind::UnbracketedIpv6 => JidErrorKind::UnbracketedIpv6,
            DomainErrorKind::InvalidIpLiteral => JidErrorKind::InvalidIpLiteral,
            DomainErrorKind::InvalidZone => JidErrorKind::InvalidZone,
            DomainErrorKind::Idna => JidErrorKind::Idna,
        };
        Self::new(Part::Domainpart, kind, error.offset(), error.code_point())
    }
}

impl Part {
    /// The name that RFC 7622 gives this part, in lower case.
    ///
    /// ```
    /// assert_eq!(envoi::Part::Localpart.as_str(), "localpart");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Localpart => "localpart",
            Self::Domainpart => "domainpart",
            Self::Resourcepart => "resourcepart",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl JidErrorKind {
    /// A stable identifier in lower case, for machines: `too-long`, `disallowed`, `invalid-a-label` ...
    ///
    /// ```
    /// assert_eq!(envoi::JidErrorKind::InvalidALabel.as_str(), "invalid-a-label");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too-long",
            Self::InvalidUtf8 => "invalid-utf8",
            Self::Disallowed => "disallowed",
            Self::Unassigned => "unassigned",
            Self::MapsToSeparator => "maps-to-separator",
            Self::Context => "context",
            Self::Bidi => "bidi",
            Self::Unstable => "unstable",
            Self::NotCanonical => "not-canonical",
            Self::EmptyLabel => "empty-label",
            Self::LabelTooLong => "label-too-long",
            Self::NameTooLong => "name-too-long",
            Self::Hyphen => "hyphen",
            Self::ReservedLabel => "reserved-label",
            Self::Underscore => "underscore",
            Self::LeadingMark => "leading-mark",
            Self::InvalidALabel => "invalid-a-label",
            Self::UnbracketedIpv6 => "unbracketed-ipv6",
            Self::InvalidIpLiteral => "invalid-ip-literal",
            Self::InvalidZone => "invalid-zone",
            Self::Idna => "idna",
            Self::MissingAt => "missing-at",
            Self::SecondAt => "second-at",
            Self::SecondSlash => "second-slash",
            Self::UnexpectedResourcepart => "unexpected-resourcepart",
            Self::MissingResourcepart => "missing-resourcepart",
        }
    }

    /// What is wrong, as the end of a sentence that begins with the part or the code point.
    const fn phrase(self) -> &'static str {
        match self {
            Self::Empty => "is empty",
            Self::TooLong => "is longer than 1023 octets",
            Self::InvalidUtf8 => "is not UTF-8",
            Self::Disallowed => "is not allowed",
            Self::Unassigned => "is not assigned to a character",
            Self::MapsToSeparator => "would turn into a separator",
            Self::Context => "is not allowed in this context",
            Self::Bidi => "breaks the rule for right-to-left text",
            Self::Unstable => "does not come to rest under preparation",
            Self::NotCanonical => "is not in canonical form",
            Self::EmptyLabel => "has an empty label",
            Self::LabelTooLong => "has a label longer than 63 octets",
            Self::NameTooLong => "is longer than 253 octets",
            Self::Hyphen => "stands at the edge of a label",
            Self::ReservedLabel => "has '--' in positions 3 and 4 of a label that is no A-label",
            Self::Underscore => "is not allowed in a host name",
            Self::LeadingMark => "is a combining mark at the start of a label",
            Self::InvalidALabel => "has a label with 'xn--' that is no A-label",
            Self::UnbracketedIpv6 => "is an IPv6 address without brackets",
            Self::InvalidIpLiteral => "is not an IP address in brackets",
            Self::InvalidZone => "has a malformed zone identifier",
            Self::Idna => "is no internationalised domain name",
            Self::MissingAt => "must be followed by '@'",
            Self::SecondAt | Self::SecondSlash => "must not appear a second time",
            Self::UnexpectedResourcepart => "is not expected in a bare address",
            Self::MissingResourcepart => "is missing from a full address",
        }
    }
}

impl fmt::Display for JidErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for JidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.part)?;
        if let Some(c) = self.code_point {
            f.write_str(": ")?;
            write_code_point(f, c)?;
        }
        write!(f, " {}, at byte {} ({})", self.kind.phrase(), self.offset, self.rule())
    }
}

impl core::error::Error for JidError {}

/// `'&' (U+0026)`; the glyph is left out where showing it would hide or garble it.
pub(crate) fn write_code_point(f: &mut fmt::Formatter<'_>, c: char) -> fmt::Result {
    // What begins with itself is not escaped.
    let shown = matches!(c, '\'' | '"') || c.escape_debug().next() == Some(c);
    if shown { write!(f, "'{c}' (U+{:04X})", u32::from(c)) } else { write!(f, "U+{:04X}", u32::from(c)) }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::precis::Profile;
    use alloc::{format, string::ToString};

    #[test]
    fn rules_are_those_that_errors_of_domainparts_name() {
        use DomainErrorKind as Kind;
        for kind in [
            Kind::Empty,
            Kind::Disallowed,
            Kind::Unassigned,
            Kind::MapsToSeparator,
            Kind::Context,
            Kind::Bidi,
            Kind::NotCanonical,
            Kind::EmptyLabel,
            Kind::LabelTooLong,
            Kind::NameTooLong,
            Kind::Hyphen,
            Kind::ReservedLabel,
            Kind::Underscore,
            Kind::LeadingMark,
            Kind::InvalidALabel,
            Kind::UnbracketedIpv6,
            Kind::InvalidIpLiteral,
            Kind::InvalidZone,
            Kind::Idna,
        ] {
            for code_point in [None, Some('!'), Some('\u{2665}')] {
                let error = DomainError::new(kind, 0, code_point);
                let rule = JidError::from(error).rule();
                assert!(error.to_string().ends_with(&format!(" ({rule})")), "{error}, but {rule}");
            }
        }
    }

    #[test]
    fn rules_are_those_that_errors_of_precis_name() {
        use PrecisErrorKind as Kind;
        let profiles =
            [(Part::Localpart, Profile::UsernameCaseMapped), (Part::Resourcepart, Profile::OpaqueString)];
        for (part, profile) in profiles {
            for kind in [
                Kind::Disallowed,
                Kind::Unassigned,
                Kind::Context,
                Kind::Bidi,
                Kind::Unstable,
                Kind::NotCanonical,
            ] {
                let error = PrecisError::new(profile, kind, 0, Some('\u{2665}'));
                let rule = JidError::from_precis(part, error).rule();
                assert!(error.to_string().ends_with(&format!(" ({rule})")), "{error}, but {rule}");
            }
        }
        // RFC 7622 has a rule of its own against empty parts, which PRECIS does not know.
        for ((part, profile), section) in profiles.into_iter().zip(["3.3", "3.4"]) {
            let error = JidError::from_precis(part, PrecisError::new(profile, Kind::Empty, 0, None));
            assert_eq!(error.rule(), format!("RFC 7622 section {section}"));
        }
    }

    #[test]
    fn messages_are_sentences() {
        let error = JidError::new(Part::Localpart, JidErrorKind::Disallowed, 3, Some('&'));
        assert_eq!(
            error.to_string(),
            "localpart: '&' (U+0026) is not allowed, at byte 3 (RFC 7622 section 3.3.1)"
        );
        let error = JidError::new(Part::Domainpart, JidErrorKind::Empty, 7, None);
        assert_eq!(error.to_string(), "domainpart is empty, at byte 7 (RFC 7622 section 3.2)");
    }

    #[test]
    fn invisible_code_points_are_named_not_shown() {
        for (c, shown) in
            [('\u{202E}', "U+202E"), ('\u{0}', "U+0000"), ('\u{301}', "U+0301"), (' ', "' ' (U+0020)")]
        {
            let error = JidError::new(Part::Localpart, JidErrorKind::Disallowed, 0, Some(c));
            assert!(
                error.to_string().starts_with(&alloc::format!("localpart: {shown} is not allowed")),
                "{error}"
            );
        }
    }
}
