//! [`PrecisError`]: why a text does not fit a profile, and where.

use core::fmt;

/// Why a text does not fit a profile: the kind, the byte offset, and the code point if there is one.
///
/// ```
/// use envoi::precis::{PrecisErrorKind, check_username_case_mapped};
///
/// let error = check_username_case_mapped("king\u{265A}").unwrap_err();
/// assert_eq!(error.kind(), PrecisErrorKind::Disallowed);
/// assert_eq!((error.offset(), error.code_point()), (4, Some('\u{265A}')));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PrecisError {
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
    /// The string class does not have this code point (RFC 8264 section 8).
    Disallowed,
    /// The code point is not assigned to a character (RFC 8264 section 9.10).
    Unassigned,
    /// A contextual rule does not hold (RFC 5892 appendix A).
    Context,
    /// The bidi rule does not hold (RFC 5893 section 2).
    Bidi,
    /// The rules change their own output again and again (RFC 8264 section 7).
    Unstable,
    /// Preparation would change the text.
    NotCanonical,
}

impl PrecisError {
    pub(crate) const fn new(kind: PrecisErrorKind, offset: usize, code_point: Option<char>) -> Self {
        Self { kind, offset, code_point }
    }

    /// An error at the code point that begins at `offset` of `text`.
    pub(crate) fn at(kind: PrecisErrorKind, offset: usize, text: &str) -> Self {
        Self::new(kind, offset, text.get(offset..).and_then(|rest| rest.chars().next()))
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
}

impl fmt::Display for PrecisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            PrecisErrorKind::Empty => "the text is empty",
            PrecisErrorKind::Disallowed => "a code point is not allowed (RFC 8264 section 8)",
            PrecisErrorKind::Unassigned => "a code point is not assigned (RFC 8264 section 9.10)",
            PrecisErrorKind::Context => "a code point is not allowed in its context (RFC 5892 appendix A)",
            PrecisErrorKind::Bidi => "right-to-left text breaks the bidi rule (RFC 5893 section 2)",
            PrecisErrorKind::Unstable => "preparation does not come to rest (RFC 8264 section 7)",
            PrecisErrorKind::NotCanonical => "the text is not in canonical form",
        };
        write!(f, "{what}, at byte {}", self.offset)?;
        self.code_point.map_or(Ok(()), |c| write!(f, ": U+{:04X}", u32::from(c)))
    }
}

impl core::error::Error for PrecisError {}
