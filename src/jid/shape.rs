//! What masks tell of the parts of a short address, so that the slow path looks only at those that may be at fault.

use super::split::Separators;
use crate::domain;
use crate::scan::{self, Masks};

/// Where the parts of an address are, and what is known of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) separators: Separators,
    /// The localpart is there, of LDH in lower case, and so canonical.
    pub(super) localpart_holds: bool,
    /// The octets of the domainpart that may be at fault, as [`domain::suspects`] finds them, if they have been found.
    pub(super) domain_suspects: Option<u64>,
    /// The resourcepart is there, of LDH in either case, and so canonical.
    pub(super) resourcepart_holds: bool,
}

impl Shape {
    /// Nothing known but the separators.
    pub(super) const fn of_cut(separators: Separators) -> Self {
        Self { separators, localpart_holds: false, domain_suspects: None, resourcepart_holds: false }
    }

    /// That of a text of at most [`scan::SHORT`] octets.
    pub(super) fn of_short(text: &[u8]) -> Self {
        debug_assert!(text.len() <= scan::SHORT);
        scan::judge::<Self>(text)
    }
}

impl scan::Judge for Shape {
    type Verdict = Self;

    #[inline(always)]
    fn judge(masks: &Masks, text: &[u8]) -> Self {
        // RFC 7622 section 3.2: the first '/' ends the domainpart, the first '@' before it begins it.
        let octets = text.len();
        let slash = first(masks.slash & below(octets));
        let domain_end = slash.unwrap_or(octets);
        let at = first(masks.at & below(domain_end));
        let separators = Separators { at, slash };
        let domain_start = separators.domain_start();
        let localpart = below(at.unwrap_or(0));
        let resourcepart = below(octets) & !below(domain_end) & !(masks.slash & masks.slash.wrapping_neg());
        Self {
            separators,
            localpart_holds: localpart != 0 && localpart & (!masks.ldh | masks.upper) == 0,
            domain_suspects: Some(domain::suspects_by_masks(
                masks.ldh >> domain_start,
                masks.dot_hyphen >> domain_start,
                domain_end - domain_start,
            )),
            resourcepart_holds: resourcepart != 0 && resourcepart & !masks.ldh == 0,
        }
    }

    fn judge_long(text: &[u8]) -> Self {
        Self::of_cut(Separators::find(text))
    }
}

/// The lowest bit that is set.
#[inline(always)]
fn first(mask: u64) -> Option<usize> {
    (mask != 0).then(|| mask.trailing_zeros() as usize)
}

/// The lowest `octets` bits, for 0 to 63.
#[inline(always)]
const fn below(octets: usize) -> u64 {
    (1 << octets) - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;
    use std::vec::Vec;

    fn check(text: &[u8]) {
        let shape = Shape::of_short(text);
        let separators = Separators::find(text);
        assert_eq!(shape.separators, separators, "{text:?}");
        let domain = &text[separators.domain_start()..separators.domain_end(text.len())];
        assert_eq!(shape.domain_suspects, Some(domain::suspects(domain)), "{text:?}");
        let part = |part: Option<&[u8]>| {
            part.map(|part| std::string::String::from(core::str::from_utf8(part).unwrap()))
        };
        let localpart = part(separators.at.map(|at| &text[..at])).unwrap_or_default();
        let prepared = Policy::RFC7622.parse_localpart(&localpart);
        let canonical = prepared.is_ok_and(|prepared| prepared.as_str() == localpart);
        let ldh =
            |text: &str| text.bytes().all(|octet| octet.is_ascii_alphanumeric() || b".-".contains(&octet));
        assert_eq!(shape.localpart_holds, canonical && ldh(&localpart), "{text:?}");
        let resourcepart = part(separators.slash.map(|slash| &text[slash + 1..])).unwrap_or_default();
        let holds = Policy::RFC7622.parse_resourcepart(&resourcepart).is_ok() && ldh(&resourcepart);
        assert_eq!(shape.resourcepart_holds, holds, "{text:?}");
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
