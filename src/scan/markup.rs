//! [`Markup`]: where XML text, attribute values and names stop, 64 octets at a time.

use super::kernel::{Chosen, Lanes};
use super::{Vectors, with_vectors};

/// How many octets are classified at a time.
pub(crate) const BLOCK: usize = 64;

/// One bit an octet, the first octet lowest: where a reader of text, of a value or of a name has to stop and look. NUL stops all.
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
pub(crate) fn markup(block: &[u8; BLOCK], markup: &mut Markup) {
    with_vectors(Classify { block, markup });
}

struct Classify<'a> {
    block: &'a [u8; BLOCK],
    markup: &'a mut Markup,
}

impl Vectors for Classify<'_> {
    type Outcome = ();

    #[inline(always)]
    fn run<V: Lanes>(self) {
        *self.markup = classify::<V>(self.block);
    }
}

#[inline(always)]
fn classify<V: Lanes>(block: &[u8; BLOCK]) -> Markup {
    let mut all = Markup::default();
    for start in (0..BLOCK).step_by(V::OCTETS) {
        let lanes = V::load(&block[start..start + V::OCTETS]);
        let controls = lanes.between(0, 0x1F);
        let shared = controls.or(lanes.equal(b'<')).or(lanes.equal(b'&')).mask() | lanes.high();
        let letters = lanes.with_bits(0x20).between(b'a', b'z');
        // '-' and '.' are neighbours.
        let others = lanes.between(b'0', b'9').or(lanes.between(b'-', b'.')).or(lanes.equal(b'_'));
        all.text |= (shared | lanes.equal(b'>').mask()) << start;
        all.double_quoted |= (shared | lanes.equal(b'"').mask()) << start;
        all.single_quoted |= (shared | lanes.equal(b'\'').mask()) << start;
        all.name |= letters.or(others).mask() << start;
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

    /// Every octet at every place of a block.
    struct Check;

    impl Vectors for Check {
        type Outcome = ();

        fn run<V: Lanes>(self) {
            for dull in *b"a <" {
                let mut block = [dull; BLOCK];
                for position in 0..BLOCK {
                    for octet in 0..=255_u8 {
                        block[position] = octet;
                        let expected = by_table(&block);
                        assert_eq!(classify::<V>(&block), expected, "{octet:#x} at {position} in {dull:#x}");
                    }
                    block[position] = dull;
                }
            }
        }
    }

    #[test]
    fn portable_blocks_agree_with_the_table() {
        Check.run::<Swar>();
    }

    #[test]
    fn native_blocks_agree_with_the_table() {
        Check.run::<Native>();
    }

    #[test]
    fn the_widest_blocks_agree_with_the_table() {
        with_vectors(Check);
    }
}
