//! [`Markup`]: where XML text, attribute values and names end, 64 octets at a time.

use super::kernel::Lanes;

/// How many octets are classified at a time.
pub(crate) const BLOCK: usize = 64;

/// One bit an octet, the first octet lowest: where a reader of text, of a value or of a name has to stop and look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Markup {
    /// `<`, `&`, `>`, controls, and anything above 0x7F.
    pub(crate) text: u64,
    /// `"`, `<`, `&`, controls, and anything above 0x7F.
    pub(crate) double_quoted: u64,
    /// `'`, `<`, `&`, controls, and anything above 0x7F.
    pub(crate) single_quoted: u64,
    /// Anything but ASCII letters, digits, `-`, `.` and `_`.
    pub(crate) name: u64,
}

/// Classifies a block.
#[inline]
pub(crate) fn markup(block: &[u8; BLOCK]) -> Markup {
    #[cfg(all(target_arch = "x86_64", feature = "std", not(envoi_portable)))]
    if super::x86::has_avx2() {
        return super::x86::markup_with_avx2(block);
    }
    classify::<super::Native>(block)
}

/// [`markup`], with vectors of one kind.
#[inline(always)]
pub(super) fn classify<V: Lanes>(block: &[u8; BLOCK]) -> Markup {
    let mut all = Markup::default();
    for start in (0..BLOCK).step_by(V::OCTETS) {
        let lanes = V::load(&block[start..start + V::OCTETS]);
        // Below the space, or above 0x7F.
        let odd = lanes.between(0, 0x1F).or(lanes);
        let shared = lanes.equal(b'<').or(lanes.equal(b'&')).mask() | odd.high();
        let letters = lanes.with_bits(0x20).between(b'a', b'z');
        // '-' and '.' are neighbours.
        let others = lanes.between(b'0', b'9').or(lanes.between(b'-', b'.')).or(lanes.equal(b'_'));
        let name = letters.or(others).mask();
        all.text |= (shared | lanes.equal(b'>').mask()) << start;
        all.double_quoted |= (shared | lanes.equal(b'"').mask()) << start;
        all.single_quoted |= (shared | lanes.equal(b'\'').mask()) << start;
        all.name |= name << start;
    }
    all.name = !all.name;
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::{Native, portable::Swar};

    fn by_table(block: &[u8; BLOCK]) -> Markup {
        let mut all = Markup::default();
        for (i, &octet) in block.iter().enumerate() {
            let bit = |yes: bool| u64::from(yes) << i;
            let shared = !(b' '..0x80).contains(&octet) || octet == b'<' || octet == b'&';
            all.text |= bit(shared || octet == b'>');
            all.double_quoted |= bit(shared || octet == b'"');
            all.single_quoted |= bit(shared || octet == b'\'');
            all.name |= bit(!(octet.is_ascii_alphanumeric() || b"-._".contains(&octet)));
        }
        all
    }

    fn check(classify: fn(&[u8; BLOCK]) -> Markup) {
        for dull in *b"a <" {
            let mut block = [dull; BLOCK];
            for position in 0..BLOCK {
                for octet in 0..=255_u8 {
                    block[position] = octet;
                    assert_eq!(classify(&block), by_table(&block), "{octet:#x} at {position} in {dull:#x}");
                }
                block[position] = dull;
            }
        }
    }

    #[test]
    fn portable_blocks_agree_with_the_table() {
        check(classify::<Swar>);
    }

    #[test]
    fn native_blocks_agree_with_the_table() {
        check(classify::<Native>);
    }

    #[test]
    fn the_widest_blocks_agree_with_the_table() {
        check(markup);
    }
}
