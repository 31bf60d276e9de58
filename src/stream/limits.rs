//! [`Limits`]: how much a peer may ask of a stream reader.

use crate::xml;

/// How much a peer may ask of a stream reader (RFC 6120 section 13.12).
///
/// A limit is exact and holds before anything is buffered: however the octets come in, the same octet breaks it.
///
/// # Memory
///
/// What a connection holds is bounded by `stanza_octets` and kept from stanza to stanza. An element has an entry of 64 octets in the index,
/// an attribute one of 28, so a stanza of nothing but `<a/>` has an index of 16 times its octets, and one of text next to none. Vectors double
/// when they grow, which may take twice that, and three times while it goes on: count with some 50 octets for each octet of the limit at
/// worst (some 65 where depth is not limited, since `<a>` is shorter), and 1 to 3 where stanzas are ordinary.
/// [`StreamBuffer::shrink_to`](super::StreamBuffer::shrink_to) gives it back.
///
/// ```
/// use envoi::stream::{Limits, StreamReader};
///
/// let mut limits = Limits::DEFAULT;
/// limits.stanza_octets = 10_000;
/// let reader = StreamReader::new(limits);
/// # let _ = reader;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Octets of a first-level element, from `<` to `>`; at most 2^32 - 4. RFC 6120 section 13.12 wants 10,000 or more.
    pub stanza_octets: usize,
    /// Octets of the stream header, or of an `<open/>`, with an XML declaration and white space in front of it; at most 2^32 - 4.
    pub header_octets: usize,
    /// How deep elements may be nested; a first-level element has depth 1.
    pub depth: u32,
    /// Attributes in one start tag, namespace declarations included.
    pub attributes: usize,
    /// Namespace declarations in scope, those of the stream header included.
    pub declarations: u32,
    /// Octets of a name with its prefix.
    pub name_octets: usize,
}

impl Limits {
    /// What suits a server on the internet: stanzas of 262,144 octets, headers of 16,384, depth 64, 64 attributes, 64 declarations, names
    /// of 1,024 octets.
    pub const DEFAULT: Self = Self {
        stanza_octets: 262_144,
        header_octets: 16_384,
        depth: 64,
        attributes: 64,
        declarations: 64,
        name_octets: 1024,
    };

    /// As much as can be indexed: stanzas of 2^32 - 4 octets, and no other bound. For input that is trusted.
    ///
    /// ```
    /// use envoi::{stream, xml};
    ///
    /// assert_eq!(stream::Limits::MAX.stanza_octets, u32::MAX as usize - 3);
    /// assert_eq!(stream::Limits::MAX.stanza_octets, xml::Limits::MAX.octets);
    /// ```
    pub const MAX: Self = {
        let xml::Limits { octets, depth, attributes, declarations, name_octets, .. } = xml::Limits::MAX;
        Self { stanza_octets: octets, header_octets: octets, depth, attributes, declarations, name_octets }
    };

    /// The limits on one element of at most `octets`.
    pub(super) fn element(&self, octets: usize) -> xml::Limits {
        let mut limits = xml::Limits::MAX;
        limits.octets = octets.min(limits.octets);
        limits.depth = self.depth.min(limits.depth);
        limits.attributes = self.attributes.min(limits.attributes);
        limits.declarations = self.declarations.min(limits.declarations);
        limits.name_octets = self.name_octets.min(limits.name_octets);
        limits
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
