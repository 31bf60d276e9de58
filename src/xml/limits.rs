//! [`Limits`]: how much one element may ask of its reader.

use super::index::MAX_OCTETS;

/// How much one element may ask of its reader (RFC 6120 section 13.12).
///
/// ```
/// use envoi::xml::{ElementBuf, Limits, XmlErrorKind};
///
/// let mut limits = Limits::DEFAULT;
/// limits.depth = 2;
/// assert!(ElementBuf::parse_within("<a><b/></a>", limits).is_ok());
/// assert_eq!(ElementBuf::parse_within("<a><b><c/></b></a>", limits).unwrap_err().kind(), XmlErrorKind::Depth);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Octets from the first `<` to the last `>`; at most 2^32 - 4.
    pub octets: usize,
    /// How deep elements may be nested; the outermost has depth 1.
    pub depth: u32,
    /// Attributes in one start tag, namespace declarations included.
    pub attributes: usize,
    /// Namespace declarations in scope, those of a stream header included.
    pub declarations: u32,
    /// Octets of a name with its prefix.
    pub name_octets: usize,
}

impl Limits {
    /// What suits text from the internet: 262,144 octets, depth 64, 64 attributes, 64 declarations, names of 1,024 octets.
    pub const DEFAULT: Self =
        Self { octets: 262_144, depth: 64, attributes: 64, declarations: 64, name_octets: 1024 };

    /// As much as can be indexed: 2^32 - 4 octets, and no other bound.
    pub const MAX: Self = Self {
        octets: MAX_OCTETS,
        depth: u32::MAX - 2,
        attributes: usize::MAX,
        declarations: u32::MAX - 2,
        name_octets: usize::MAX / 2,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
