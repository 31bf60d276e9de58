//! [`Markup`]: where XML text, attribute values and names stop, 64 octets at a time.

use super::kernel::{Chosen, Lanes};
use super::{Vectors, with_vectors};
use crate::steps::steps;

/// How many octets are classified at a time.
pub(crate) const BLOCK: usize = 64;

/// One bit an octet, the first octet lowest: where a reader of text, of a value or of a name has to stop and look. NUL stops all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Markup {
    /// `<`, `&`, `>`, controls, and anything above 0x7F.
    pub(crate) text: u64,
    /// `'` or `"`, by [`quoted`](Self::quoted), `<`, `&`, controls, and anything above 0x7F.
    value: [u64; 2],
    /// Anything but ASCII letters, digits, `-`, `.` and `_`.
    pub(crate) name: u64,
}

impl Markup {
    /// What stops a value in these quotes. No branch: which ones are used is hard to foresee.
    #[inline(always)]
    pub(crate) fn quoted(&self, quote: u8) -> u64 {
        self.value[usize::from(quote == b'"')]
    }
}

/// Blocks in a row that have been classified.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    blocks: [Markup; BLOCKS + 1],
    /// How many of them there are.
    count: usize,
}

/// How many blocks are classified in a row.
const BLOCKS: usize = 16;

impl Window {
    pub(crate) const EMPTY: Self =
        Self { blocks: [Markup { text: 0, value: [0; 2], name: 0 }; BLOCKS + 1], count: 0 };

    /// One bit for each of the 64 octets from `at` on that stops; `None` if they have not all been classified.
    #[inline(always)]
    pub(crate) fn stops(&self, at: usize, class: impl Fn(&Markup) -> u64) -> Option<u64> {
        let [here, next] = self.blocks[..self.count].get(at / BLOCK..at / BLOCK + 2)? else { return None };
        let within = at % BLOCK;
        Some(class(here) >> within | class(next) << 1 << (BLOCK - 1 - within))
    }

    /// How many octets have been classified, what stops behind the last one included.
    pub(crate) fn octets(&self) -> usize {
        self.count * BLOCK
    }

    /// Classifies the octets from the first on, as many as have room. `true`: there are no more, and everything stops behind them.
    pub(crate) fn classify(&mut self, octets: &[u8]) -> bool {
        steps(octets.len().min((BLOCKS + 1) * BLOCK));
        with_vectors(Classify { octets, window: self })
    }
}

struct Classify<'a> {
    octets: &'a [u8],
    window: &'a mut Window,
}

impl Vectors for Classify<'_> {
    type Outcome = bool;

    #[inline(always)]
    fn run<V: Lanes>(self) -> bool {
        let (blocks, rest) = self.octets.as_chunks::<BLOCK>();
        let window = self.window;
        for (block, markup) in blocks.iter().zip(&mut window.blocks) {
            *markup = classify::<V>(block);
        }
        window.count = blocks.len().min(BLOCKS + 1);
        if blocks.len() >= BLOCKS {
            return false;
        }
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        window.blocks[window.count] = classify::<V>(&last);
        window.blocks[window.count + 1] = Markup { text: !0, value: [!0; 2], name: !0 };
        window.count += 2;
        true
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
        all.value[0] |= (shared | lanes.equal(b'\'').mask()) << start;
        all.value[1] |= (shared | lanes.equal(b'"').mask()) << start;
        all.name |= letters.or(others).mask() << start;
    }
    all.name = !all.name;
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::edges::at_edges;
    use crate::scan::{Native, portable::Swar};

    fn by_table(block: &[u8; BLOCK]) -> Markup {
        let mut all = Markup::default();
        for (i, &octet) in block.iter().enumerate() {
            let bit = |yes: bool| u64::from(yes) << i;
            let shared = !(b' '..0x80).contains(&octet) || octet == b'<' || octet == b'&';
            all.text |= bit(shared || octet == b'>');
            all.value[0] |= bit(shared || octet == b'\'');
            all.value[1] |= bit(shared || octet == b'"');
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

    /// Runs of any length, looked at from any place, stop where the table says.
    #[test]
    fn windows_agree_with_the_table() {
        let table = |octets: &[u8], from: usize| {
            let stops = |octet: u8| !(b' '..0x80).contains(&octet) || b"<&>".contains(&octet);
            octets[from..].iter().position(|&octet| stops(octet)).map_or(octets.len(), |at| from + at)
        };
        let mut octets = [b'a'; 3 * BLOCK + 7];
        for stop in (0..octets.len()).step_by(13) {
            octets[stop] = b'<';
            for end in 0..octets.len() {
                let mut window = Window::EMPTY;
                assert!(window.classify(&octets[..end]));
                for from in 0..=end {
                    let mut at = from;
                    let found = loop {
                        match window.stops(at, |markup| markup.text) {
                            Some(0) => at += BLOCK,
                            Some(rest) => break at + rest.trailing_zeros() as usize,
                            None => panic!("{from} of {end}"),
                        }
                    };
                    assert_eq!(found, table(&octets[..end], from), "{from} of {end}");
                }
            }
            octets[stop] = b'a';
        }
    }

    #[test]
    fn windows_end_where_memory_does() {
        at_edges(|_, octets| {
            let (mut window, mut portable) = (Window::EMPTY, Window::EMPTY);
            assert!(window.classify(octets));
            assert!(Classify { octets, window: &mut portable }.run::<Swar>());
            assert_eq!(window.blocks[..window.count], portable.blocks[..portable.count]);
        });
    }

    #[test]
    fn a_window_says_where_it_ends() {
        let octets = [b'a'; BLOCKS * BLOCK + 5];
        let mut window = Window::EMPTY;
        assert!(!window.classify(&octets));
        assert_eq!(window.octets(), BLOCKS * BLOCK);
        assert_eq!(window.stops((BLOCKS - 1) * BLOCK - 1, |markup| markup.text), Some(0));
        assert_eq!(window.stops((BLOCKS - 1) * BLOCK, |markup| markup.text), None);
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
