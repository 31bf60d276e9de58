//! [`UriError`]: why a text is no XMPP URI, and where.

use crate::jid::JidError;
use crate::jid::error::write_code_point;
use core::fmt;

/// Why a text is no XMPP URI or IRI: the kind, the byte offset, and the reason in the address if it lies there.
///
/// ```
/// use envoi::uri::XmppUri;
///
/// let error = XmppUri::parse("xmpp:a^b@example.com").unwrap_err();
/// assert_eq!(error.to_string(), "'^' (U+005E) must be percent-encoded here, at byte 6 (RFC 5122 section 2.2)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UriError {
    kind: UriErrorKind,
    offset: usize,
    code_point: Option<char>,
    jid_error: Option<JidError>,
}

/// What is wrong; [`as_str`](Self::as_str) gives an identifier that stays the same between releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum UriErrorKind {
    /// The text does not begin with `xmpp:`, in either case (RFC 5122 section 2.2). Offset: the start.
    Scheme,
    /// What follows `//` is no localpart, `@` and domainpart (RFC 5122 section 2.3). Offset: its start.
    Authority,
    /// There is no address where one has to be (RFC 5122 section 2.4). Offset: the place for it.
    EmptyPath,
    /// A character that may not stand there unencoded (RFC 5122 section 2.2). Offset: the character.
    Character,
    /// A `%` without two hexadecimal digits behind it (RFC 3986 section 2.1). Offset: the `%`.
    Percent,
    /// Octets that are not UTF-8 once decoded (RFC 5122 section 2.7.2). Offset: the first of them.
    InvalidUtf8,
    /// A pair of the query without `=` (RFC 5122 section 2.2). Offset: the start of the pair.
    Query,
    /// The path is no address; [`UriError::jid_error`] says why. Offset: the code point, or the start of the part.
    Jid,
}

impl UriError {
    pub(super) const fn new(kind: UriErrorKind, offset: usize) -> Self {
        Self { kind, offset, code_point: None, jid_error: None }
    }

    pub(super) const fn at_character(offset: usize, c: char) -> Self {
        Self { code_point: Some(c), ..Self::new(UriErrorKind::Character, offset) }
    }

    /// An error in an address; `error` counts from the start of the URI.
    pub(super) const fn in_address(kind: UriErrorKind, offset: usize, error: JidError) -> Self {
        Self { code_point: error.code_point(), jid_error: Some(error), ..Self::new(kind, offset) }
    }

    /// What is wrong.
    pub const fn kind(&self) -> UriErrorKind {
        self.kind
    }

    /// Where: a byte offset into the text that was given, from 0 to its number of octets.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The code point at fault, decoded.
    pub const fn code_point(&self) -> Option<char> {
        self.code_point
    }

    /// What is wrong with the address, for [`UriErrorKind::Jid`] and for an [`UriErrorKind::Authority`] that has
    /// both parts; its offset counts octets of the whole URI.
    pub const fn jid_error(&self) -> Option<JidError> {
        self.jid_error
    }
}

impl UriErrorKind {
    /// A stable identifier in lower case, for machines.
    ///
    /// ```
    /// assert_eq!(envoi::uri::UriErrorKind::EmptyPath.as_str(), "empty-path");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheme => "scheme",
            Self::Authority => "authority",
            Self::EmptyPath => "empty-path",
            Self::Character => "character",
            Self::Percent => "percent",
            Self::InvalidUtf8 => "invalid-utf8",
            Self::Query => "query",
            Self::Jid => "jid",
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::Scheme => "the text does not begin with 'xmpp:'",
            Self::Authority => "what follows '//' is no localpart, '@' and domainpart",
            Self::EmptyPath => "there is no address",
            Self::Character => "must be percent-encoded here",
            Self::Percent => "'%' is not followed by two hexadecimal digits",
            Self::InvalidUtf8 => "the encoded octets are not UTF-8",
            Self::Query => "a pair of the query has no '='",
            Self::Jid => "the path is no address",
        }
    }

    const fn rule(self) -> &'static str {
        match self {
            Self::Scheme | Self::Character | Self::Query => "RFC 5122 section 2.2",
            Self::Authority => "RFC 5122 section 2.3",
            Self::EmptyPath => "RFC 5122 section 2.4",
            Self::Percent => "RFC 3986 section 2.1",
            Self::InvalidUtf8 => "RFC 5122 section 2.7.2",
            Self::Jid => "RFC 5122 section 2.8.1",
        }
    }
}

impl fmt::Display for UriErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for UriError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.jid_error, self.code_point) {
            (Some(error), _) if self.kind == UriErrorKind::Authority => write!(f, "authority: {error}"),
            (Some(error), _) => error.fmt(f),
            (None, Some(c)) => {
                write_code_point(f, c)?;
                write!(f, " {}, at byte {} ({})", self.kind.sentence(), self.offset, self.kind.rule())
            }
            (None, None) => {
                write!(f, "{}, at byte {} ({})", self.kind.sentence(), self.offset, self.kind.rule())
            }
        }
    }
}

impl core::error::Error for UriError {}
