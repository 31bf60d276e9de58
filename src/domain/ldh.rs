//! Host names of letters, digits and hyphens: what most domainparts are.

#[cfg(feature = "alloc")]
use super::{DomainError, DomainErrorKind as Kind, Options, label};
use crate::scan::class::{self, Ldh};
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

/// Whether, among the dots and hyphens of a name and what bounds it on either side, none stands beside another.
///
// RFC 5891 section 4.2.3.1: no hyphen at either end of a label, and none in positions 3 and 4 (as in all A-labels). RFC 1034
// section 3.5: no empty label.
#[inline(always)]
pub(crate) const fn stand_apart(edges: u64) -> bool {
    beside_another(edges) == 0
}

/// Those bits of `edges` that stand beside the one below, or at the beginning.
#[inline(always)]
const fn beside_another(edges: u64) -> u64 {
    edges & (edges << 1 | 1)
}

/// One bit for each octet of a name that may be at fault: what is not LDH, the second of two dots or hyphens, and one at
/// either end. Where there is none, it is an LDH name of either case. A name of more than 63 octets is all suspect.
#[inline]
pub(crate) fn suspects(name: &[u8]) -> u64 {
    scan::judge::<Suspects>(name)
}

/// The same of a name of at most 63 octets, given its LDH octets and which of these are dots and hyphens. Bits behind its
/// end may be anything.
#[inline(always)]
pub(crate) const fn suspects_by_masks(ldh: u64, dot_hyphen: u64, octets: usize) -> u64 {
    let end = 1 << octets;
    let edges = dot_hyphen & (end - 1) | end;
    !ldh & (end - 1) | beside_another(edges)
}

struct Suspects;

impl scan::Judge for Suspects {
    type Verdict = u64;

    #[inline(always)]
    fn judge(masks: &Masks, name: &[u8]) -> u64 {
        suspects_by_masks(masks.ldh, masks.dot_hyphen, name.len())
    }

    fn judge_long(_: &[u8]) -> u64 {
        u64::MAX
    }
}

/// What the octets of an ASCII name tell without a closer look at its labels.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A name of NR-LDH labels of either case: with its capitals made small, it is canonical.
    Holds,
    /// This is wrong, and nothing before it.
    Fault(DomainError),
    /// Here begins a label that claims to be an A-label, and nothing is wrong before it.
    ALabel(usize),
    /// It may be an IP literal, or too long.
    Unknown,
}

/// Looks at an ASCII name without its final dot, by masks: of what fits into them at once, else label by label.
#[cfg(feature = "alloc")]
pub(super) fn look(name: &str, options: Options) -> Look {
    let octets = name.as_bytes();
    if octets.len() > MAX_NAME_OCTETS {
        return Look::Unknown;
    }
    let mut start = 0;
    while octets.len() - start > scan::SHORT {
        let rest = &octets[start..];
        let label = &rest[..scan::find_dot(rest).unwrap_or(rest.len())];
        match look_at_piece(label, options) {
            // So it has 63 octets at most, and a dot stands behind it.
            Look::Holds => start += label.len() + 1,
            found => return found.shifted(start),
        }
    }
    look_at_piece(&octets[start..], options).shifted(start)
}

/// Looks at one label, or at the end of a name that fits into the masks.
#[cfg(feature = "alloc")]
fn look_at_piece(piece: &[u8], options: Options) -> Look {
    if piece.len() <= scan::SHORT {
        look_closer(piece, suspects(piece), options)
    } else if may_begin_ip_literal(piece) {
        Look::Unknown
    } else {
        Look::Fault(DomainError::new(Kind::LabelTooLong, 0, None))
    }
}

/// Whether a text may be an IP literal, or an IPv6 address that lacks its brackets: behind at most four digits it has a
/// colon.
#[cfg(feature = "alloc")]
fn may_begin_ip_literal(text: &[u8]) -> bool {
    text.starts_with(b"[") || text.iter().take(5).any(|&octet| octet == b':')
}

/// What the suspects tell of a piece: the first that is at fault. An IPv6 address, which lacks its brackets perhaps, has a
/// colon before any octet that no name holds, and neither hyphens nor two dots in a row.
#[cfg(feature = "alloc")]
pub(super) fn look_closer(piece: &[u8], mut suspects: u64, options: Options) -> Look {
    let fault = |kind, offset| Look::Fault(DomainError::new(kind, offset, None));
    while suspects != 0 {
        let at = suspects.trailing_zeros() as usize;
        suspects &= suspects - 1;
        let before = piece[..at].last();
        return match (before, piece.get(at)) {
            // RFC 5891 section 4.2.3.1: none in both positions 3 and 4.
            (Some(b'-'), Some(b'-')) => match at - label_start(&piece[..at]) {
                3 if label::claims_to_be_a_label(&piece[at - 3..]) => Look::ALabel(at - 3),
                3 => fault(Kind::ReservedLabel, at - 1),
                _ => continue,
            },
            // RFC 5891 section 4.2.3.1: no hyphen at either end of a label.
            (Some(b'-'), None | Some(b'.')) => fault(Kind::Hyphen, at - 1),
            (_, Some(b'-')) => fault(Kind::Hyphen, at),
            // RFC 1034 section 3.1: only the root has a label of no octets.
            (_, None | Some(b'.')) => fault(Kind::EmptyLabel, at),
            (_, Some(b'_')) if options.underscore => Look::Unknown,
            (_, Some(b'_')) => fault(Kind::Underscore, at),
            (_, Some(b':' | b'[')) => Look::Unknown,
            // RFC 5890 section 2.3.1: ASCII is letters, digits and hyphens.
            (_, Some(_)) => fault(Kind::Disallowed, at),
        };
    }
    Look::Holds
}

/// Where the label begins that a text ends with.
#[cfg(feature = "alloc")]
fn label_start(text: &[u8]) -> usize {
    text.iter().rposition(|&octet| octet == b'.').map_or(0, |dot| dot + 1)
}

#[cfg(feature = "alloc")]
impl Look {
    /// The same in a name that has `octets` more in front.
    const fn shifted(self, octets: usize) -> Self {
        match self {
            Self::Fault(error) => Self::Fault(error.shifted(octets)),
            Self::ALabel(start) => Self::ALabel(start + octets),
            other => other,
        }
    }
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
