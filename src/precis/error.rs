//! [`PrecisError`]: why a text does not fit a profile, and where.

use super::Profile;
use core::fmt;

/// Why a text does not fit a profile: the kind, the byte offset, and the code point if there is one.
///
/// ```
/// use envoi::precis::{PrecisErrorKind, check_username_case_mapped};
///
/// let error = check_username_case_mapped("king\u{265A}").unwrap_err();
/// assert_eq!(error.kind(), PrecisErrorKind::Disallowed);
/// assert_eq!((error.offset(), error.code_point()), (4, Some('\u{265A}')));
/// assert_eq!(error.to_string(), "a code point is not allowed: U+265A, at byte 4 (RFC 8264 section 4.2.3)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PrecisError {
    profile: Profile,
    kind: PrecisErrorKind,
    offset: usize,
    code_point: Option<char>,
}

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PrecisErrorKind {
    /// There is no text (RFC 8265 sections 3.3.3 and 4.1).
    Empty,
    /// The string class does not have this code point (RFC 8264 sections 4.2.3 and 4.3.3).
    Disallowed,
    /// The code point is not assigned to a character (RFC 8264 sections 4.2.4 and 4.3.4).
    Unassigned,
    /// A contextual rule does not hold (RFC 5892 appendix A).
    Context,
    /// The bidi rule does not hold (RFC 5893 section 2).
    Bidi,
    /// The rules change their own output again and again (RFC 8264 section 7).
    Unstable,
    /// Preparation would change the text (RFC 8265 sections 3.3.3 and 4.2.2).
    NotCanonical,
}

impl PrecisError {
    pub(crate) const fn new(
        profile: Profile,
        kind: PrecisErrorKind,
        offset: usize,
        code_point: Option<char>,
    ) -> Self {
        Self { profile, kind, offset, code_point }
    }

    /// An error at the code point that begins at `offset` of `text`.
    pub(crate) fn at(profile: Profile, kind: PrecisErrorKind, offset: usize, text: &str) -> Self {
        Self::new(profile, kind, offset, text.get(offset..).and_then(|rest| rest.chars().next()))
    }

    /// What is wrong.
    pub const fn kind(&self) -> PrecisErrorKind {
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

    /// The rule that was broken: the document and its section.
    const fn rule(&self) -> &'static str {
        use PrecisErrorKind as Kind;
        match (self.kind, self.profile) {
            (Kind::Empty | Kind::NotCanonical, Profile::UsernameCaseMapped) => "RFC 8265 section 3.3.3",
            (Kind::Empty, Profile::OpaqueString) => "RFC 8265 section 4.1",
            (Kind::NotCanonical, Profile::OpaqueString) => "RFC 8265 section 4.2.2",
            (Kind::Disallowed, Profile::UsernameCaseMapped) => "RFC 8264 section 4.2.3",
            (Kind::Disallowed, Profile::OpaqueString) => "RFC 8264 section 4.3.3",
            (Kind::Unassigned, Profile::UsernameCaseMapped) => "RFC 8264 section 4.2.4",
            (Kind::Unassigned, Profile::OpaqueString) => "RFC 8264 section 4.3.4",
            (Kind::Context, _) => "RFC 5892 appendix A",
            (Kind::Bidi, _) => "RFC 5893 section 2",
            (Kind::Unstable, _) => "RFC 8264 section 7",
        }
    }
}

impl PrecisErrorKind {
    /// What is wrong.
    const fn sentence(self) -> &'static str {
        match self {
            Self::Empty => "the text is empty",
            Self::Disallowed => "a code point is not allowed",
            Self::Unassigned => "a code point is not assigned",
            Self::Context => "a code point is not allowed in its context",
            Self::Bidi => "right-to-left text breaks the bidi rule",
            Self::Unstable => "preparation does not come to rest",
            Self::NotCanonical => "preparation would change the text",
        }
    }
}

/// A sentence with the rule that was broken: `a code point is not allowed: U+265A, at byte 4 (RFC 8264 section 4.2.3)`.
impl fmt::Display for PrecisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.sentence())?;
        if let Some(c) = self.code_point {
            write!(f, ": U+{:04X}", u32::from(c))?;
        }
        write!(f, ", at byte {} ({})", self.offset, self.rule())
    }
}

impl core::error::Error for PrecisError {}
