//! The fast path: short ASCII addresses, judged by masks (precondition: at most 63 octets).
//!
//! It says yes only where every rule holds, and hands everything else to the slow path, which says why.

use super::MAX_PART_OCTETS;
use super::shape::Shape;
use crate::domain::{self, is_ldh_name};
use crate::scan::{self, Masks, class};

/// What the fast path makes of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// A canonical address.
    Canonical,
    /// An address whose localpart or domainpart only wants lower case, up to this octet.
    Lowercase { head: usize },
    /// Not decided here, but this is what the masks tell.
    Shaped(Shape),
    /// Not decided here.
    #[default]
    Undecided,
}

/// Judges a text of any length.
#[inline(always)]
pub(crate) fn judge(text: &[u8]) -> Verdict {
    scan::judge::<Address>(text)
}

/// The rules for a whole address, for [`scan`] to apply to masks.
pub(crate) struct Address;

impl scan::Judge for Address {
    type Verdict = Verdict;

    #[inline(always)]
    fn judge(masks: &Masks, text: &[u8]) -> Verdict {
        judge_masks(masks, text)
    }

    fn judge_long(text: &[u8]) -> Verdict {
        judge_long(text)
    }
}

/// What is known of a row that goes on in the next block.
#[cfg(feature = "alloc")]
#[expect(clippy::struct_excessive_bools, reason = "what additions carry, no states")]
pub(crate) struct Open {
    has_at: bool,
    has_slash: bool,
    is_doubted: bool,
    /// Whether the octet before is none of the row, a separator, a hyphen or a dot.
    behind_edge: bool,
}

#[cfg(feature = "alloc")]
impl Default for Open {
    fn default() -> Self {
        Self { has_at: false, has_slash: false, is_doubted: false, behind_edge: true }
    }
}

#[cfg(feature = "alloc")]
impl scan::JudgeRows for Address {
    type Open = Open;
    const LONG: Open = Open { has_at: false, has_slash: false, is_doubted: true, behind_edge: false };
    const UNDOUBTED: Verdict = Verdict::Canonical;

    // What a plain row is: letters, digits, hyphens and dots; one '@' at most, and that before a '/'; one '/' at most; no capital
    // before it; and no two neighbours of what `judge_masks` calls edges, in any part. So nothing that it would refuse.
    #[inline(always)]
    fn doubts(open: &mut Open, masks: &Masks, ends: u64) -> u64 {
        let rows = !ends;
        let behind_at = behind_first(masks.at, rows, &mut open.has_at);
        let behind_slash = behind_first(masks.slash, rows, &mut open.has_slash);
        let edges = masks.dot_hyphen | masks.at | masks.slash | ends;
        let neighbours = edges & (edges << 1 | u64::from(open.behind_edge));
        open.behind_edge = edges >> 63 != 0;
        let again = masks.at & (behind_at | behind_slash) | masks.slash & behind_slash;
        let doubts = !(masks.ldh | edges) | masks.upper & !behind_slash | neighbours | again;
        ends & (doubts | behind_first(doubts & rows, rows, &mut open.is_doubted))
    }
}

/// In each row, the bits behind the first of `marks` up to the end of the row, which is no bit of `rows`.
///
/// An addition carries from the mark to there. `carry` comes from the block before and goes to the next.
#[cfg(feature = "alloc")]
#[inline(always)]
fn behind_first(marks: u64, rows: u64, carry: &mut bool) -> u64 {
    let (sum, over) = rows.overflowing_add(marks);
    let (sum, over_too) = sum.overflowing_add(u64::from(*carry));
    *carry = over || over_too;
    // What is carried into a bit is what the sum differs by from that of the bit alone.
    sum ^ rows ^ marks
}

/// Judges a text whose octets have been classified. Bits behind its end may be anything.
#[inline(always)]
fn judge_masks(masks: &Masks, text: &[u8]) -> Verdict {
    let octets = text.len();
    debug_assert!(octets <= scan::SHORT);
    // RFC 7622 section 3.2: the first '/' ends the domainpart, the first '@' before it begins it.
    let text_end = 1 << octets;
    let domain_end = lowest(masks.slash | text_end);
    let head = domain_end - 1;
    let at = lowest(masks.at & head);
    let domain = head & !at.saturating_sub(1);
    // RFC 5891 section 4.2.3.1 and RFC 7622 section 3.2: a hyphen or dot beside another (as in all A-labels), or at either
    // end, is left to the slow path. A label of more than 63 octets or a name of more than 253 does not fit into the masks.
    // RFC 7622 section 3.1: no part is empty. So the separators and both ends of the text count as hyphens too.
    let edges = masks.dot_hyphen & domain | at | domain_end | text_end;
    let other = !masks.ldh & (text_end - 1) & !(at | domain_end);
    let domain_octets = domain_end.trailing_zeros() as usize;
    if !domain::stand_apart(edges)
        || other != 0 && !(other & domain == 0 && others_are_allowed(text, at, domain_octets))
    {
        return Verdict::Shaped(Shape::of(masks, text));
    }
    if masks.upper & head == 0 { Verdict::Canonical } else { Verdict::Lowercase { head: domain_octets } }
}

/// Whether the octets of a localpart that ends at the bit `at`, and of a resourcepart behind octet `domain_end`, are all
/// allowed there.
fn others_are_allowed(text: &[u8], at: u64, domain_end: usize) -> bool {
    let localpart = if at == 0 { &[] } else { &text[..at.trailing_zeros() as usize] };
    let resourcepart = text.get(domain_end + 1..).unwrap_or_default();
    scan::find_outside_localpart(localpart).is_none() && scan::find_outside_freeform(resourcepart).is_none()
}

/// The lowest bit that is set.
#[inline(always)]
fn lowest(mask: u64) -> u64 {
    mask & mask.wrapping_neg()
}

/// Judges a text that is too long for the masks, part by part; the first part that fails ends it.
#[cold]
#[inline(never)]
fn judge_long(text: &[u8]) -> Verdict {
    if text.len() > MAX_OCTETS {
        return Verdict::Undecided;
    }
    // RFC 7622 section 3.2. A separator that lies too far off for its part to hold need not be found.
    let near = |text: &[u8]| text.len().min(MAX_PART_OCTETS + 1);
    let first = scan::find_separator(&text[..near(text)]);
    let at = first.filter(|&first| text[first] == b'@');
    let domain_start = at.map_or(0, |at| at + 1);
    let domain = &text[domain_start..];
    let slash = if at.is_some() { scan::find_slash(&domain[..near(domain)]) } else { first };
    let domain = &domain[..slash.unwrap_or(domain.len())];
    let domain_end = domain_start + domain.len();
    let fits = |part: &[u8]| (1..=MAX_PART_OCTETS).contains(&part.len());
    let localpart_holds = |at| fits(&text[..at]) && scan::find_outside_localpart(&text[..at]).is_none();
    let resourcepart_holds = |part: &[u8]| fits(part) && scan::find_outside_freeform(part).is_none();
    let holds = domain::suspects(domain) == 0
        && at.is_none_or(localpart_holds)
        && text.get(domain_end + 1..).is_none_or(resourcepart_holds);
    if !holds {
        Verdict::Undecided
    } else if text[..domain_end].iter().any(u8::is_ascii_uppercase) {
        Verdict::Lowercase { head: domain_end }
    } else {
        Verdict::Canonical
    }
}

// RFC 7622 section 3.1: 3071 octets, with the separators.
const MAX_OCTETS: usize = 3 * MAX_PART_OCTETS + 2;

/// Whether an ASCII text of any length is a canonical address, without A-labels, underscores or IP literals.
///
/// What [`Jid::from_static`](super::Jid::from_static) checks at compile time.
pub(crate) const fn is_canonical(text: &[u8]) -> bool {
    let separators = super::split::Separators::find(text);
    let end = separators.domain_end(text.len());
    let mut i = 0;
    while i < text.len() {
        let allowed = match separators.at {
            Some(at) if i < at => class::is_localpart(text[i]) && !text[i].is_ascii_uppercase(),
            _ => i <= end && !text[i].is_ascii_uppercase() || i > end && class::is_freeform(text[i]),
        };
        if !allowed {
            return false;
        }
        i += 1;
    }
    // RFC 7622 sections 3.3 and 3.4: 1 to 1023 octets.
    let localpart_fits = match separators.at {
        Some(at) => 1 <= at && at <= MAX_PART_OCTETS,
        None => true,
    };
    let resourcepart_fits = match separators.slash {
        Some(slash) => slash + 1 < text.len() && text.len() - slash - 1 <= MAX_PART_OCTETS,
        None => true,
    };
    localpart_fits && resourcepart_fits && is_ldh_name(text, separators.domain_start(), end)
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::scan::JudgeRows;
    use std::vec::Vec;

    /// What [`Address::doubts`] lets pass, spelled out.
    fn is_plain(row: &[u8]) -> bool {
        let head = row.split(|&octet| octet == b'/').next().unwrap();
        let count = |octet, text: &[u8]| text.split(|&other| other == octet).count() - 1;
        let is_edge = |octet: &u8| b"/@.-".contains(octet);
        let edged = [b"/", row, b"/"].concat();
        row.iter().all(|octet| is_edge(octet) || octet.is_ascii_alphanumeric())
            && count(b'@', head) <= 1
            && count(b'@', head) == count(b'@', row)
            && count(b'/', row) <= 1
            && !head.iter().any(u8::is_ascii_uppercase)
            && !edged.windows(2).any(|pair| pair.iter().all(is_edge))
    }

    /// All rows of up to `most` octets that these make.
    fn all_rows(octets: &[u8], most: usize) -> Vec<Vec<u8>> {
        let mut rows = std::vec![Vec::new()];
        let mut shorter = 0..1;
        for _ in 0..most {
            for index in shorter.clone() {
                rows.extend(
                    octets.iter().map(|octet| [&rows[index][..], &[*octet]].concat()).collect::<Vec<_>>(),
                );
            }
            shorter = shorter.end..rows.len();
        }
        rows
    }

    /// Checks the doubts on rows that end with LF, in blocks that begin at the first.
    fn check(rows: &[Vec<u8>]) {
        let data: Vec<u8> = rows.iter().flat_map(|row| [row, &b"\n"[..]].concat()).collect();
        let mut open = Open::default();
        let mut rows = rows.iter();
        for block in data.chunks(64) {
            let bit = |i: usize| 1_u64 << i;
            let ends = (0..block.len()).filter(|&i| block[i] == b'\n').map(bit).fold(0, |all, bit| all | bit);
            let doubts = Address::doubts(&mut open, &scan::tests::by_table(block), ends);
            assert_eq!(doubts & !ends, 0);
            for end in (0..block.len()).filter(|&i| block[i] == b'\n') {
                let row = rows.next().unwrap();
                assert_eq!(doubts & bit(end) == 0, is_plain(row), "{:?}", row.escape_ascii());
            }
        }
        assert!(rows.next().is_none());
    }

    #[test]
    fn rows_of_every_shape_are_doubted_or_plain() {
        let rows = all_rows(b"a.@/Z_", 6);
        assert_eq!(rows.len(), 55_987);
        check(&rows);
        for row in rows.iter().filter(|row| is_plain(row)) {
            assert_eq!(judge(row), Verdict::Canonical, "{:?}", row.escape_ascii());
        }
    }

    #[test]
    fn rows_over_several_blocks_are_doubted_or_plain() {
        for octets in 0..140 {
            let long = |start: &[u8], end: &[u8]| [start, &b"a".repeat(octets), end].concat();
            for start in all_rows(b"a-@/Z\r", 2) {
                let ends = all_rows(b"a-@/Z\r", 2);
                check(&ends.iter().map(|end| long(&start, end)).collect::<Vec<_>>());
            }
        }
    }
}
