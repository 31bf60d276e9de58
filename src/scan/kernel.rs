//! The classification itself, written once over [`Lanes`].

use super::Masks;

/// A vector of octets.
pub(crate) trait Lanes: Copy {
    /// How many octets: 16, 32 or 64.
    const OCTETS: usize;
    /// What a comparison gives.
    type Chosen: Chosen;
    /// Reads exactly `OCTETS` octets.
    fn load(octets: &[u8]) -> Self;
    /// The lanes equal to `octet`.
    fn equal(self, octet: u8) -> Self::Chosen;
    /// The lanes from `low` to `high`, both ASCII and both included.
    fn between(self, low: u8, high: u8) -> Self::Chosen;
    /// Each lane with the bits of `octet` set.
    fn with_bits(self, octet: u8) -> Self;
    /// One bit for each lane of 0x80 and above.
    fn high(self) -> u64;
}

/// Some lanes of a vector: a vector whose lanes are all ones or all zeros (in the portable form, have their top bit set or
/// not), or a bit each where processors compare to bits.
pub(crate) trait Chosen: Copy {
    /// Lanes that are in either.
    fn or(self, other: Self) -> Self;
    /// One bit a lane, the first lane lowest.
    fn mask(self) -> u64;
}

/// A set of octets, as a mask over lanes.
pub(crate) trait Predicate {
    fn mask<V: Lanes>(lanes: V) -> u64;
}

/// What a localpart may not hold: anything but graphic ASCII, and the eight of RFC 7622 section 3.3.1.
pub(crate) struct OutsideLocalpart;
/// The eight of RFC 7622 section 3.3.1.
pub(crate) struct ExcludedFromLocalpart;
/// What ASCII text in a resourcepart may not hold: controls, and anything above.
pub(crate) struct OutsideFreeform;
/// `@` and `/`.
pub(crate) struct Separator;
/// `/`.
pub(crate) struct Slash;
/// `.`.
#[cfg(feature = "alloc")]
pub(crate) struct Dot;
/// 0x80 and above.
pub(crate) struct NonAscii;
/// What has to be looked at before it is written as XML text.
#[cfg(feature = "alloc")]
pub(crate) struct OddInText;
/// What has to be looked at before it is written as an XML attribute value in apostrophes.
#[cfg(feature = "alloc")]
pub(crate) struct OddInValue;

/// What XML text does not stand for as it is.
#[cfg(feature = "alloc")]
pub(crate) struct RewrittenInText;
/// What an XML attribute value does not stand for as it is.
#[cfg(feature = "alloc")]
pub(crate) struct RewrittenInValue;

impl Predicate for OutsideLocalpart {
    #[inline(always)]
    fn mask<V: Lanes>(lanes: V) -> u64 {
        let graphic = lanes.between(b'!', b'~').mask();
        (!graphic & all::<V>()) | ExcludedFromLocalpart::mask(lanes)
    }
}

impl Predicate for ExcludedFromLocalpart {
    #[inline(always)]
    fn mask<V: Lanes>(lanes: V) -> u64 {
        // RFC 7622 section 3.3.1: " & ' / : < > @. '&' and ''' differ in one bit, and so do '<' and '>'.
        let excluded = lanes
            .equal(b'"')
            .or(lanes.with_bits(0x01).equal(b'\''))
            .or(lanes.equal(b'/'))
            .or(lanes.equal(b':'))
            .or(lanes.with_bits(0x02).equal(b'>'))
            .or(lanes.equal(b'@'));
        excluded.mask()
    }
}

impl Predicate for OutsideFreeform {
    #[inline(always)]
    fn mask<V: Lanes>(lanes: V) -> u64 {
        !lanes.between(b' ', b'~').mask() & all::<V>()
    }
}

impl Predicate for Separator {
    #[inline(always)]
    fn mask<V: Lanes>(lanes: V) -> u64 {
        lanes.equal(b'@').or(lanes.equal(b'/')).mask()
    }
}

impl Predicate for Slash {
    #[inline(always)]
    fn mask<V: Lanes>(lanes: V) -> u64 {
        lanes.equal(b'/').mask()
    }
}

#[cfg(feature = "alloc")]
impl Predicate for Dot {
    #[inline(always)]
    fn mask<V: Lanes>(lanes: V) -> u64 {
        lanes.equal(b'.').mask()
    }
}

impl Predicate for NonAscii {
    #[inline(always)]
    fn mask<V: Lanes>(lanes: V) -> u64 {
        lanes.high()
    }
}

#[cfg(feature = "alloc")]
impl Predicate for OddInText {
    #[inline(always)]
    fn mask<V: Lanes>(lanes: V) -> u64 {
        odd_in_xml(lanes).or(lanes.equal(b'&')).mask()
    }
}

#[cfg(feature = "alloc")]
impl Predicate for OddInValue {
    #[inline(always)]
    fn mask<V: Lanes>(lanes: V) -> u64 {
        // '&' and ''' differ in one bit.
        odd_in_xml(lanes).or(lanes.with_bits(0x01).equal(b'\'')).mask()
    }
}

#[cfg(feature = "alloc")]
impl Predicate for RewrittenInText {
    #[inline(always)]
    fn mask<V: Lanes>(lanes: V) -> u64 {
        lanes.equal(b'&').or(lanes.equal(b'<')).or(lanes.equal(b'\r')).mask()
    }
}

#[cfg(feature = "alloc")]
impl Predicate for RewrittenInValue {
    #[inline(always)]
    fn mask<V: Lanes>(lanes: V) -> u64 {
        lanes.equal(b'&').or(lanes.between(b'\t', b'\n')).or(lanes.equal(b'\r')).mask()
    }
}

/// `<`, `>`, controls, and the octet that the only two characters above ASCII begin with that XML does not have.
#[cfg(feature = "alloc")]
#[inline(always)]
fn odd_in_xml<V: Lanes>(lanes: V) -> V::Chosen {
    // '<' and '>' differ in one bit.
    lanes.with_bits(0x02).equal(b'>').or(lanes.between(0, 0x1F)).or(lanes.equal(0xEF))
}

/// The first octet of `text` in the set `P`. Only vectors of 16 octets take a text that is shorter than they are.
#[inline(always)]
pub(crate) fn find<V: Lanes, P: Predicate>(text: &[u8]) -> Option<usize> {
    let octets = text.len();
    if octets < V::OCTETS {
        return find_in_few::<V, P>(text);
    }
    let mut start = 0;
    while start + V::OCTETS <= octets {
        let mask = P::mask(V::load(&text[start..start + V::OCTETS]));
        if mask != 0 {
            return Some(start + mask.trailing_zeros() as usize);
        }
        start += V::OCTETS;
    }
    // What is left is read with the last full vector, most of which has been seen already.
    let last = octets - V::OCTETS;
    let mask = P::mask(V::load(&text[last..]));
    (mask != 0).then(|| last + mask.trailing_zeros() as usize)
}

/// Fewer octets than a vector holds: padded with zeros, whose bits are dropped.
#[inline(always)]
fn find_in_few<V: Lanes, P: Predicate>(text: &[u8]) -> Option<usize> {
    debug_assert!(V::OCTETS == 16);
    let mask = P::mask(V::load(&padded(text))) & below(text.len());
    (mask != 0).then(|| mask.trailing_zeros() as usize)
}

/// Classifies a text of at most [`SHORT`](super::SHORT) octets.
#[inline(always)]
pub(crate) fn short_masks<V: Lanes>(text: &[u8]) -> Masks {
    let octets = text.len();
    debug_assert!(octets <= super::SHORT && V::OCTETS == 16);
    if octets < 16 {
        return masks(V::load(&padded(text)));
    }
    let last = octets - 16;
    let mut all = masks(V::load(&text[..16]));
    if octets > 32 {
        all = all.join(masks(V::load(&text[16..32])), 16);
    }
    if octets > 48 {
        all = all.join(masks(V::load(&text[32..48])), 32);
    }
    all.join(masks(V::load(&text[last..])), last)
}

/// Classifies the lanes of one vector.
#[inline(always)]
pub(crate) fn masks<V: Lanes>(lanes: V) -> Masks {
    let digits = lanes.between(b'0', b'9');
    let letters = lanes.with_bits(0x20).between(b'a', b'z');
    // '-' and '.' are neighbours.
    let dot_hyphen = lanes.between(b'-', b'.');
    Masks {
        at: lanes.equal(b'@').mask(),
        slash: lanes.equal(b'/').mask(),
        ldh: letters.or(digits).or(dot_hyphen).mask(),
        upper: lanes.between(b'A', b'Z').mask(),
        dot_hyphen: dot_hyphen.mask(),
    }
}

impl Masks {
    /// Both masks, with those of `other` beginning at octet `start`; where they overlap they agree.
    #[inline(always)]
    pub(crate) fn join(self, other: Self, start: usize) -> Self {
        Self {
            at: self.at | other.at << start,
            slash: self.slash | other.slash << start,
            ldh: self.ldh | other.ldh << start,
            upper: self.upper | other.upper << start,
            dot_hyphen: self.dot_hyphen | other.dot_hyphen << start,
        }
    }
}

/// The lowest `octets` bits, for 0 to 63.
#[inline(always)]
pub(super) fn below(octets: usize) -> u64 {
    (1 << octets) - 1
}

/// One bit for each lane of `V`.
#[inline(always)]
pub(super) fn all<V: Lanes>() -> u64 {
    u64::MAX >> (64 - V::OCTETS)
}

/// Fewer than 16 octets, with zeros behind them.
///
/// Two overlapping reads of half the size instead of a copy of unknown size, which would be a function call.
#[inline(always)]
fn padded(text: &[u8]) -> [u8; 16] {
    let octets = text.len();
    debug_assert!(octets < 16);
    let wide = if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        let low = u64::from_le_bytes(*first);
        let high = u64::from_le_bytes(*last);
        u128::from(low) | u128::from(high) << (8 * (octets - 8))
    } else if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        let low = u32::from_le_bytes(*first);
        let high = u32::from_le_bytes(*last);
        u128::from(low) | u128::from(high) << (8 * (octets - 4))
    } else if let (Some(first), Some(last)) = (text.first(), text.last()) {
        // 1 to 3 octets: the first, the middle one and the last, which may be the same.
        let middle = text[octets / 2];
        u128::from(*first)
            | u128::from(middle) << (8 * (octets / 2))
            | u128::from(*last) << (8 * (octets - 1))
    } else {
        0
    };
    wide.to_le_bytes()
}
