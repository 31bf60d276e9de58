//! What masks tell of the parts of a short address, so that the slow path looks only at those that may be at fault.
#![cfg_attr(not(feature = "alloc"), allow(dead_code, reason = "the slow path is not built"))]

use super::split::Separators;
use crate::domain;
use crate::scan::Masks;

/// Where the parts of an address of at most 63 octets are, and which of them hold.
///
/// In one word, because the fast path returns it: the places of the separators, then what is known of the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shape(u64);

/// Which parts are known to hold; the others may hold, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Holds {
    /// The localpart is there, of LDH in lower case, and so canonical.
    pub(super) localpart: bool,
    /// The domainpart is an LDH name of either case.
    pub(super) domainpart: bool,
    /// The resourcepart is there, of LDH in either case, and so canonical.
    pub(super) resourcepart: bool,
}

impl Shape {
    /// That of a text, given the masks of its octets. Bits behind its end may be anything.
    #[inline(always)]
    pub(super) fn of(masks: &Masks, text: &[u8]) -> Self {
        // RFC 7622 section 3.2: the first '/' ends the domainpart, the first '@' before it begins it.
        let octets = narrow(text.len());
        let slash = first(masks.slash & below(octets));
        let domain_end = slash.unwrap_or(octets);
        let at = first(masks.at & below(domain_end));
        let domain_start = at.map_or(0, |at| at + 1);
        let localpart = below(at.unwrap_or(0));
        let resourcepart = below(octets) & !below(domain_end) & !(masks.slash & masks.slash.wrapping_neg());
        let suspects = domain::suspects_by_masks(
            masks.ldh >> domain_start,
            masks.dot_hyphen >> domain_start,
            usize::from(domain_end - domain_start),
        );
        Self(u64::from_le_bytes([
            at.unwrap_or(NOWHERE),
            slash.unwrap_or(NOWHERE),
            u8::from(localpart != 0 && localpart & (!masks.ldh | masks.upper) == 0),
            u8::from(suspects == 0),
            u8::from(resourcepart != 0 && resourcepart & !masks.ldh == 0),
            0,
            0,
            0,
        ]))
    }

    pub(super) fn separators(self) -> Separators {
        let [at, slash, ..] = self.0.to_le_bytes();
        let place = |octet| (octet != NOWHERE).then_some(usize::from(octet));
        Separators { at: place(at), slash: place(slash) }
    }

    pub(super) const fn holds(self) -> Holds {
        let [_, _, localpart, domainpart, resourcepart, ..] = self.0.to_le_bytes();
        Holds { localpart: localpart != 0, domainpart: domainpart != 0, resourcepart: resourcepart != 0 }
    }
}

/// The place of a separator that is not there.
const NOWHERE: u8 = u8::MAX;

/// The lowest bit that is set.
#[inline(always)]
fn first(mask: u64) -> Option<u8> {
    (mask != 0).then(|| narrow(mask.trailing_zeros() as usize))
}

/// An offset into a word.
#[inline(always)]
#[allow(clippy::cast_possible_truncation)] // It is at most 63.
const fn narrow(offset: usize) -> u8 {
    offset as u8
}

/// The lowest `octets` bits, for 0 to 63.
#[inline(always)]
const fn below(octets: u8) -> u64 {
    (1 << octets) - 1
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::{Policy, scan};
    use std::vec::Vec;

    struct Any;

    impl scan::Judge for Any {
        type Verdict = Option<Shape>;

        fn judge(masks: &Masks, text: &[u8]) -> Option<Shape> {
            Some(Shape::of(masks, text))
        }

        fn judge_long(_: &[u8]) -> Option<Shape> {
            None
        }
    }

    fn check(text: &[u8]) {
        let shape = scan::judge::<Any>(text).unwrap();
        let holds = shape.holds();
        let separators = Separators::find(text);
        assert_eq!(shape.separators(), separators, "{text:?}");
        let domain = &text[separators.domain_start()..separators.domain_end(text.len())];
        assert_eq!(holds.domainpart, domain::suspects(domain) == 0, "{text:?}");
        let part = |part: Option<&[u8]>| {
            part.map(|part| std::string::String::from(core::str::from_utf8(part).unwrap()))
        };
        let localpart = part(separators.at.map(|at| &text[..at])).unwrap_or_default();
        let prepared = Policy::RFC7622.parse_localpart(&localpart);
        let canonical = prepared.is_ok_and(|prepared| prepared.as_str() == localpart);
        let ldh =
            |text: &str| text.bytes().all(|octet| octet.is_ascii_alphanumeric() || b".-".contains(&octet));
        assert_eq!(holds.localpart, canonical && ldh(&localpart), "{text:?}");
        let resourcepart = part(separators.slash.map(|slash| &text[slash + 1..])).unwrap_or_default();
        let canonical = Policy::RFC7622.parse_resourcepart(&resourcepart).is_ok();
        assert_eq!(holds.resourcepart, canonical && ldh(&resourcepart), "{text:?}");
    }

    #[test]
    fn masks_tell_what_each_part_tells() {
        let octets = b"aA.-@/_ ";
        for octets_in_all in 0..=6 {
            for number in 0..octets.len().pow(octets_in_all) {
                let place = |i| octets[number / octets.len().pow(i) % octets.len()];
                check(&(0..octets_in_all).map(place).collect::<Vec<u8>>());
            }
        }
    }

    #[test]
    fn the_longest_short_texts_have_a_shape() {
        for octet in *b"aA.-@/_ " {
            for i in 0..scan::SHORT {
                for j in 0..scan::SHORT {
                    let mut text = [b'a'; scan::SHORT];
                    (text[i], text[j]) = (b'/', octet);
                    check(&text);
                    (text[i], text[j]) = (b'@', octet);
                    check(&text);
                }
            }
        }
    }
}
