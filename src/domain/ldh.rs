//! Host names of letters, digits and hyphens: what most domainparts are.

use crate::scan::class::{self, Ldh};
#[cfg(feature = "alloc")]
use crate::scan::{self, Masks};

/// Octets of a label in A-label form (RFC 1034 section 3.1, RFC 5890 section 2.3.1).
pub(crate) const MAX_LABEL_OCTETS: usize = 63;

/// Octets of a name in A-label form, as text without the final dot: 255 in the encoding of RFC 1034 section 3.1, less
/// the octet that counts the first label and the root.
pub(super) const MAX_NAME_OCTETS: usize = 253;

/// Whether octets `start..end` are a name of NR-LDH labels (RFC 5890 section 2.3.1), of either case.
///
/// With its capitals made small, such a name is canonical. An IPv4 address is one, too.
//
// RFC 5891 section 4.2.3.1: no hyphen at either end of a label, and none in both positions 3 and 4.
pub(crate) const fn is_ldh_name(text: &[u8], start: usize, end: usize) -> bool {
    if start >= end || end - start > MAX_NAME_OCTETS {
        return false;
    }
    let mut label = start;
    let mut i = start;
    while i < end {
        let class = class::ldh(text[i]);
        i += 1;
        if matches!(class, Ldh::LetterOrDigit) {
            continue;
        }
        let at = i - 1;
        match class {
            Ldh::Hyphen if at == label || i == end || text[i] == b'.' => return false,
            Ldh::Hyphen if at == label + 3 && text[at - 1] == b'-' => return false,
            Ldh::Dot if at == label || at - label > MAX_LABEL_OCTETS => return false,
            Ldh::Dot => label = i,
            Ldh::Hyphen | Ldh::LetterOrDigit => {}
            Ldh::Other => return false,
        }
    }
    label < end && end - label <= MAX_LABEL_OCTETS
}

/// Whether octets are an LDH name of either case in which no hyphen or dot stands beside another: a quick yes, for names
/// of at most 63 octets.
#[cfg(feature = "alloc")]
pub(super) fn is_plain_ldh_name(name: &[u8]) -> bool {
    name.len() <= scan::SHORT && scan::judge::<PlainLdhName>(name)
}

/// Whether, among the dots and hyphens of a name and what bounds it on either side, none stands beside another.
///
// RFC 5891 section 4.2.3.1: no hyphen at either end of a label, and none in positions 3 and 4 (as in all A-labels). RFC 1034
// section 3.5: no empty label.
#[inline(always)]
pub(crate) const fn stand_apart(edges: u64) -> bool {
    edges & (edges << 1 | 1) == 0
}

#[cfg(feature = "alloc")]
struct PlainLdhName;

#[cfg(feature = "alloc")]
impl scan::Judge for PlainLdhName {
    type Verdict = bool;

    #[inline(always)]
    fn judge(masks: &Masks, name: &[u8]) -> bool {
        let end = 1 << name.len();
        !masks.ldh & (end - 1) == 0 && stand_apart(masks.dot_hyphen | end)
    }

    fn judge_long(_: &[u8]) -> bool {
        false
    }
}

/// Where a label of more than 63 octets begins, if nothing is wrong with an ASCII name before it.
///
/// Says no more than a closer look at the labels would; but such names come in floods, and that look takes long on them.
#[cfg(feature = "alloc")]
pub(super) fn find_overlong_label(name: &str) -> Option<usize> {
    if name.len() <= MAX_LABEL_OCTETS || name.len() > MAX_NAME_OCTETS || !name.is_ascii() {
        return None;
    }
    let mut start = 0;
    while let Some(label) = name.as_bytes().get(start..) {
        let octets = scan::find_dot(label).unwrap_or(label.len());
        if octets > MAX_LABEL_OCTETS {
            return (start == 0 || is_ldh_name(name.as_bytes(), 0, start - 1)).then_some(start);
        }
        start += octets + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::is_ldh_name;

    #[test]
    fn rows_of_the_standards() {
        let accepted = ["a", "A-1.b", "a--b", "1.2.3.4", "ab-c--d", "x.x--y"];
        let refused =
            ["", ".", "a.", ".a", "a..b", "-a", "a-", "a.-b", "ab--c", "xn--a", "a_b", "a b", "\u{FC}"];
        for text in accepted {
            assert!(is_ldh_name(text.as_bytes(), 0, text.len()), "{text:?}");
        }
        for text in refused {
            assert!(!is_ldh_name(text.as_bytes(), 0, text.len()), "{text:?}");
        }
    }

    #[test]
    fn limits_are_exact() {
        let octets = [b'a'; 64];
        assert!(is_ldh_name(&octets, 0, 63) && is_ldh_name(&octets, 1, 64) && !is_ldh_name(&octets, 0, 64));
        let mut name = [b'a'; 254];
        for dot in (49..254).step_by(50) {
            name[dot] = b'.';
        }
        assert!(is_ldh_name(&name, 0, 253) && !is_ldh_name(&name, 0, 254));
    }
}
