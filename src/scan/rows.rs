//! [`Rows`]: the rows of a buffer, found and judged many at a time.
//!
//! The buffer is classified in blocks of 64 octets, whatever rows they hold, and all rows that end in a block are told
//! apart at once: those that are plain, and those that want a closer look. Only the latter are classified again, from
//! their start on, and judged one by one.

use super::kernel::{self, Chosen, Lanes};
use super::{JudgeRows, Masks, SHORT};
use crate::steps::{step, steps};

/// How many rows are judged at a time: enough to spread the cost of starting anew over them.
const AHEAD: usize = 64;

/// The octets that one word of bits stands for.
const WINDOW: usize = 64;

/// Rows laid out as `L` says, judged as `J` says.
pub(crate) struct Rows<'a, L, J: JudgeRows> {
    data: &'a [u8],
    layout: L,
    judged: [Judged<'a, J::Verdict>; AHEAD],
    /// The next row in `judged`, and how many there are.
    next: usize,
    count: usize,
    /// How many rows were handed out before those.
    before: u64,
    /// How many times more to take a closer look at each row without asking whether it is plain.
    closely: usize,
}

/// How many times that is after most rows were doubted: what they are like, those behind them will be.
const CLOSELY: usize = 15;

/// Where rows begin and end.
pub(crate) trait Layout: Copy {
    /// Finds where the next rows end. Inline this, always.
    fn find_ends<V: Lanes, J: JudgeRows>(&self, data: &[u8], ends: &mut Ends);

    /// Takes the next row, which ends at `end`.
    fn take<'a>(&mut self, data: &'a [u8], end: usize) -> &'a [u8];

    /// A row without what stands at its end and is no part of it, nor of any row without doubts.
    fn trim<'a>(&self, row: &'a [u8]) -> &'a [u8];
}

/// A row that has been judged.
#[derive(Clone, Copy, Default)]
pub(crate) struct Judged<'a, V> {
    pub(crate) text: &'a [u8],
    pub(crate) verdict: V,
}

impl<'a, L: Layout, J: JudgeRows> Rows<'a, L, J> {
    pub(crate) fn new(data: &'a [u8], layout: L) -> Self {
        Self { data, layout, judged: [Judged::default(); AHEAD], next: 0, count: 0, before: 0, closely: 0 }
    }

    /// Where a text that [`next`](Self::next) gave begins in the buffer.
    #[inline(always)]
    pub(crate) fn start_of(&self, text: &[u8]) -> usize {
        text.as_ptr().addr() - self.data.as_ptr().addr()
    }

    /// How many rows [`next`](Self::next) gave.
    #[inline(always)]
    pub(crate) fn number(&self) -> u64 {
        self.before + self.next as u64
    }

    #[inline(always)]
    pub(crate) fn next(&mut self) -> Option<&Judged<'a, J::Verdict>> {
        if self.next == self.count {
            self.refill();
            if self.count == 0 {
                return None;
            }
        }
        // `next` is below `AHEAD`, which the compiler does not know.
        let row = &self.judged[self.next % AHEAD];
        self.next += 1;
        Some(row)
    }

    /// Judges the next rows, with the widest vectors at hand.
    #[cold]
    #[inline(never)]
    fn refill(&mut self) {
        #[cfg(all(target_arch = "x86_64", target_feature = "sse2", feature = "std", not(envoi_portable)))]
        match super::x86::level() {
            super::x86::Level::Avx512 => return super::avx512::refill_with_avx512(self),
            super::x86::Level::Avx2 => return super::x86::refill_with_avx2(self),
            super::x86::Level::Sse2 => {}
        }
        self.refill_with::<super::Native>();
    }

    #[inline(always)]
    pub(super) fn refill_with<V: Lanes>(&mut self) {
        // The layout is kept in registers on the way.
        let (data, mut layout) = (self.data, self.layout);
        let mut ends = Ends::new(self.closely > 0);
        layout.find_ends::<V, J>(data, &mut ends);
        let (count, mut doubted) = (ends.count.min(AHEAD), 0);
        for (slot, end) in self.judged.iter_mut().zip(&ends.rows[..count]) {
            let row = layout.take(data, end.offset());
            step();
            *slot = if end.is_doubted() || row.len() > SHORT {
                doubted += 1;
                judge_closely::<V, J>(data, layout.trim(row))
            } else {
                Judged { text: row, verdict: J::UNDOUBTED }
            };
        }
        self.closely = match self.closely {
            0 if doubted > count / 2 => CLOSELY,
            times => times.saturating_sub(1),
        };
        self.layout = layout;
        self.before += self.count as u64;
        (self.next, self.count) = (0, count);
    }
}

/// Judges a row on its own, which lies in `data`.
#[inline(always)]
fn judge_closely<'a, V: Lanes, J: JudgeRows>(data: &[u8], text: &'a [u8]) -> Judged<'a, J::Verdict> {
    let verdict = if text.len() <= SHORT {
        let start = text.as_ptr().addr() - data.as_ptr().addr();
        J::judge(&classify::<V>(&data[start..], text.len()), text)
    } else {
        J::judge_long(text)
    };
    Judged { text, verdict }
}

/// Where a row ends, and whether it wants a closer look: twice the offset into the buffer, and a bit.
#[derive(Clone, Copy, Default)]
struct RowEnd(usize);

impl RowEnd {
    #[inline(always)]
    fn new(offset: usize, doubted: bool) -> Self {
        Self(offset << 1 | usize::from(doubted))
    }

    #[inline(always)]
    fn offset(self) -> usize {
        self.0 >> 1
    }

    #[inline(always)]
    fn is_doubted(self) -> bool {
        self.0 & 1 != 0
    }
}

/// Where the next rows end.
pub(crate) struct Ends {
    /// With room for a block more than is asked for, none of which need be taken.
    rows: [RowEnd; AHEAD + WINDOW],
    count: usize,
    /// Whether all rows are to be doubted.
    closely: bool,
}

impl Ends {
    #[inline(always)]
    fn new(closely: bool) -> Self {
        Self { rows: [RowEnd::default(); AHEAD + WINDOW], count: 0, closely }
    }

    /// Takes as many of these as there is room for; all of them want a closer look.
    #[inline(always)]
    pub(crate) fn fill(&mut self, offsets: impl Iterator<Item = usize>) {
        for (slot, offset) in self.rows[..AHEAD].iter_mut().zip(offsets) {
            *slot = RowEnd::new(offset, true);
            self.count += 1;
        }
    }

    /// Finds the rows of `data` from `start` on that end with `octet`, the last of them perhaps with the buffer.
    #[inline(always)]
    pub(crate) fn find<V: Lanes, J: JudgeRows>(&mut self, octet: u8, data: &[u8], start: usize) {
        let (mut count, mut block) = (0, start);
        let mut open = (!self.closely).then(J::Open::default);
        while count < AHEAD && block < data.len() {
            steps(WINDOW);
            // The padding ends no row.
            let (ends, doubts) =
                window(&data[block..], !octet, |window| find_in_block::<V, J>(window, octet, &mut open));
            self.put(count, block, ends, doubts);
            count += ends.count_ones() as usize;
            block += WINDOW;
        }
        let last = if count == 0 { start } else { self.rows[count - 1].offset() + 1 };
        if count < AHEAD && last < data.len() {
            self.rows[count] = RowEnd::new(data.len(), true);
            count += 1;
        }
        self.count = count;
    }

    /// Puts the ends that the bits of a block stand for from place `at` on, and something behind them.
    #[inline(always)]
    fn put(&mut self, mut at: usize, block: usize, mut ends: u64, doubts: u64) {
        // Four at a time, some in vain: no processor foresees how many there are in a block.
        while ends != 0 {
            for slot in &mut self.rows[at..at + 4] {
                let octet = ends.trailing_zeros();
                *slot = RowEnd::new(block + octet as usize, doubts.wrapping_shr(octet) & 1 != 0);
                ends &= ends.wrapping_sub(1);
            }
            at += 4;
        }
    }
}

/// What `f` makes of the first octets of `data`, behind which are those of `padding`.
#[inline(always)]
fn window<T>(data: &[u8], padding: u8, f: impl FnOnce(&[u8; WINDOW]) -> T) -> T {
    let copy;
    f(if let Some(window) = data.first_chunk() {
        window
    } else {
        copy = last_window(data, padding);
        &copy
    })
}

/// Fewer octets than a window are left.
#[cold]
#[inline(never)]
fn last_window(data: &[u8], padding: u8) -> [u8; WINDOW] {
    let mut window = [padding; WINDOW];
    window[..data.len()].copy_from_slice(data);
    window
}

/// The octets of a block that end rows, and those of them whose rows want a closer look.
#[inline(always)]
fn find_in_block<V: Lanes, J: JudgeRows>(
    window: &[u8; WINDOW],
    octet: u8,
    open: &mut Option<J::Open>,
) -> (u64, u64) {
    let mut ends = 0;
    for start in (0..WINDOW).step_by(V::OCTETS) {
        ends |= V::load(&window[start..start + V::OCTETS]).equal(octet).mask() << start;
    }
    let Some(open) = open else { return (ends, ends) };
    if ends == 0 {
        // The row is too long for the masks anyway.
        *open = J::LONG;
        return (0, 0);
    }
    let mut masks = Masks::default();
    for start in (0..WINDOW).step_by(V::OCTETS) {
        masks = masks.join(kernel::masks(V::load(&window[start..start + V::OCTETS])), start);
    }
    (ends, J::doubts(open, &masks, ends))
}

/// The masks of the first `octets` octets, at most [`SHORT`], and something behind them.
#[inline(always)]
fn classify<V: Lanes>(data: &[u8], octets: usize) -> Masks {
    window(data, 0, |window| {
        let mut masks = kernel::masks(V::load(&window[..V::OCTETS]));
        for start in (V::OCTETS..WINDOW).step_by(V::OCTETS) {
            if octets <= start {
                break;
            }
            masks = masks.join(kernel::masks(V::load(&window[start..start + V::OCTETS])), start);
        }
        masks
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::edges::at_edges;
    use crate::scan::tests::Echo;
    use crate::scan::{Native, class, portable::Swar};
    use std::vec::Vec;

    /// Rows that end with LF; where the next one begins.
    #[derive(Clone, Copy)]
    struct Lines(usize);

    impl Layout for Lines {
        fn find_ends<V: Lanes, J: JudgeRows>(&self, data: &[u8], ends: &mut Ends) {
            ends.find::<V, J>(b'\n', data, self.0);
        }

        fn take<'a>(&mut self, data: &'a [u8], end: usize) -> &'a [u8] {
            let start = std::mem::replace(&mut self.0, end + 1);
            &data[start..end]
        }

        fn trim<'a>(&self, row: &'a [u8]) -> &'a [u8] {
            row.strip_suffix(b"\xFF").unwrap_or(row)
        }
    }

    /// Doubts rows whose last octet is no letter, digit, hyphen or dot.
    impl JudgeRows for Echo {
        type Open = bool;
        const LONG: bool = false;
        const UNDOUBTED: Masks =
            Masks { at: u64::MAX, slash: u64::MAX, ldh: u64::MAX, upper: u64::MAX, dot_hyphen: u64::MAX };

        fn doubts(open: &mut bool, masks: &Masks, ends: u64) -> u64 {
            let carried = u64::from(core::mem::replace(open, masks.ldh >> 63 != 0));
            ends & !(masks.ldh << 1 | carried)
        }
    }

    /// What [`Rows`] ought to say of a row that ends with LF or not, if all are doubted or not.
    fn expected(row: &[u8], ended: bool, closely: bool) -> (&[u8], Masks) {
        let is_plain = row.last().is_some_and(|&last| class::ldh(last) != class::Ldh::Other);
        if is_plain && ended && !closely && row.len() <= SHORT {
            return (row, Echo::UNDOUBTED);
        }
        let text = Lines(0).trim(row);
        let masks = if text.len() <= SHORT { kernel::short_masks::<Swar>(text) } else { Masks::default() };
        (text, masks)
    }

    /// Every octet value, in rows of all lengths up to `most`; then rows without octets, and the last one without an end.
    fn sample(most: usize) -> Vec<u8> {
        let octets = (0..=255_u8).cycle().filter(|&octet| octet != b'\n');
        let mut data = Vec::new();
        for length in (0..=most).chain([0; 200]).chain([most]) {
            data.extend(octets.clone().skip(7 * length).take(length));
            data.push(b'\n');
        }
        data.pop();
        data
    }

    /// Checks what `refill` makes of a buffer, row by row.
    fn check(data: &[u8], refill: fn(&mut Rows<'_, Lines, Echo>)) {
        let mut texts = data.split(|&octet| octet == b'\n').peekable();
        let mut rows = Rows::<_, Echo>::new(data, Lines(0));
        let mut number = 0;
        loop {
            let closely = rows.closely > 0;
            refill(&mut rows);
            if rows.count == 0 {
                break;
            }
            while rows.next < rows.count {
                let row = *rows.next().unwrap();
                let text = texts.next().unwrap();
                let (text, masks) = expected(text, texts.peek().is_some(), closely);
                number += 1;
                assert_eq!((row.text, row.verdict, rows.number()), (text, masks, number));
            }
        }
        // A row begins only if there is an octet, if only its end.
        let rest: Vec<_> = texts.collect();
        assert!(rest.is_empty() || rest == [b""], "{rest:?}");
    }

    fn check_all(refill: fn(&mut Rows<'_, Lines, Echo>)) {
        let data = sample(150);
        // Both plain rows and others, long enough that closer looks begin and end.
        check(&b"plain.example\n\nplain.example\nno?\n.\n".repeat(5_000), refill);
        check(&[b"plain.example\n".repeat(2_000), b"no?\n".repeat(2_000)].concat().repeat(3), refill);
        for start in 0..data.len() {
            check(&data[start..], refill);
        }
        for end in 0..1000 {
            check(&data[..end], refill);
        }
    }

    #[test]
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the methods are for one lifetime each")]
    fn rows_are_found_and_classified() {
        check_all(|rows| rows.refill_with::<Native>());
        check_all(|rows| rows.refill_with::<Swar>());
        check_all(|rows| rows.refill());
    }

    #[test]
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method is for one lifetime")]
    fn rows_are_found_at_the_edges_of_memory() {
        at_edges(|_, data| check(data, |rows| rows.refill()));
    }

    #[cfg(all(target_arch = "x86_64", target_feature = "sse2", feature = "std", not(envoi_portable)))]
    #[test]
    fn rows_are_found_and_classified_by_wide_vectors() {
        use crate::scan::x86::{Level, level, refill_with_avx2};
        if level() >= Level::Avx2 {
            check_all(refill_with_avx2);
        }
        if level() >= Level::Avx512 {
            check_all(crate::scan::avx512::refill_with_avx512);
        }
    }
}
