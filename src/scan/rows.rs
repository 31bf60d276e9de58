//! [`Rows`]: the rows of a buffer, found and judged many at a time.
//!
//! First the ends of many rows are found, block by block of 64 octets; then each row is classified from its start on, one
//! or two vectors for a typical address, and judged. A row does not wait for the end of the one before it to be known, as it would
//! if the look that judges it also found its end. (Cutting each row's masks out of the blocks takes longer, too: six words
//! to shift and join for every row.)

use super::kernel::{self, Chosen, Lanes};
use super::{Judge, Masks, SHORT};

/// How many rows are judged at a time: enough to spread the cost of starting anew over them.
const AHEAD: usize = 64;

/// The octets that one word of bits stands for.
const WINDOW: usize = 64;

/// Rows laid out as `L` says, judged as `J` says.
pub(crate) struct Rows<'a, L, J: Judge> {
    data: &'a [u8],
    layout: L,
    judged: [Judged<'a, J::Verdict>; AHEAD],
    /// The next row in `judged`, and how many there are.
    next: usize,
    count: usize,
    /// How many rows were handed out before those.
    before: u64,
}

/// Where rows begin and end.
pub(crate) trait Layout: Copy {
    /// Finds where the next rows end. Inline this, always.
    fn find_ends<V: Lanes>(&self, data: &[u8], ends: &mut Ends);

    /// Takes the next row, which ends at `end`.
    fn take<'a>(&mut self, data: &'a [u8], end: usize) -> &'a [u8];
}

/// A row that has been judged.
#[derive(Clone, Copy, Default)]
pub(crate) struct Judged<'a, V> {
    pub(crate) text: &'a [u8],
    pub(crate) verdict: V,
}

impl<'a, L: Layout, J: Judge> Rows<'a, L, J> {
    pub(crate) fn new(data: &'a [u8], layout: L) -> Self {
        Self { data, layout, judged: [Judged::default(); AHEAD], next: 0, count: 0, before: 0 }
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
        #[cfg(all(target_arch = "x86_64", feature = "std", not(envoi_portable)))]
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
        let mut ends = Ends { places: [0; AHEAD + WINDOW], count: 0 };
        layout.find_ends::<V>(data, &mut ends);
        let count = ends.count.min(AHEAD);
        for (slot, end) in self.judged.iter_mut().zip(&ends.places[..count]) {
            let text = layout.take(data, *end);
            let verdict = if text.len() <= SHORT {
                let start = text.as_ptr().addr() - data.as_ptr().addr();
                J::judge(&classify::<V>(&data[start..], text.len()), text)
            } else {
                J::judge_long(text)
            };
            *slot = Judged { text, verdict };
        }
        self.layout = layout;
        self.before += self.count as u64;
        (self.next, self.count) = (0, count);
    }
}

/// Where the next rows end, as offsets into the buffer.
pub(crate) struct Ends {
    /// With room for a block more than is asked for, none of which need be taken.
    places: [usize; AHEAD + WINDOW],
    count: usize,
}

impl Ends {
    /// Takes as many of these as there is room for.
    #[inline(always)]
    pub(crate) fn fill(&mut self, places: impl Iterator<Item = usize>) {
        for (slot, place) in self.places[..AHEAD].iter_mut().zip(places) {
            *slot = place;
            self.count += 1;
        }
    }

    /// Finds the rows of `data` from `start` on that end with `octet`, the last of them perhaps with the buffer.
    #[inline(always)]
    pub(crate) fn find<V: Lanes>(&mut self, octet: u8, data: &[u8], start: usize) {
        let (mut count, mut block) = (0, start);
        while count < AHEAD && block < data.len() {
            // The padding ends no row.
            let ends = window(&data[block..], !octet, |window| equal::<V>(window, octet));
            self.put(count, block, ends);
            count += ends.count_ones() as usize;
            block += WINDOW;
        }
        let last = if count == 0 { start } else { self.places[count - 1] + 1 };
        if count < AHEAD && last < data.len() {
            self.places[count] = data.len();
            count += 1;
        }
        self.count = count;
    }

    /// Puts the offsets that the bits of a block stand for from place `at` on, and something behind them.
    #[inline(always)]
    fn put(&mut self, mut at: usize, block: usize, mut bits: u64) {
        // Four at a time, some in vain: no processor foresees how many there are in a block.
        while bits != 0 {
            for slot in &mut self.places[at..at + 4] {
                *slot = block + bits.trailing_zeros() as usize;
                bits &= bits.wrapping_sub(1);
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

/// A bit for each octet that is equal to `octet`.
#[inline(always)]
fn equal<V: Lanes>(window: &[u8; WINDOW], octet: u8) -> u64 {
    let mut bits = 0;
    for start in (0..WINDOW).step_by(V::OCTETS) {
        bits |= V::load(&window[start..start + V::OCTETS]).equal(octet).mask() << start;
    }
    bits
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
    use crate::scan::tests::Echo;
    use crate::scan::{Native, portable::Swar};
    use std::vec::Vec;

    /// Rows that end with LF; where the next one begins.
    #[derive(Clone, Copy)]
    struct Lines(usize);

    impl Layout for Lines {
        fn find_ends<V: Lanes>(&self, data: &[u8], ends: &mut Ends) {
            ends.find::<V>(b'\n', data, self.0);
        }

        fn take<'a>(&mut self, data: &'a [u8], end: usize) -> &'a [u8] {
            let start = std::mem::replace(&mut self.0, end + 1);
            &data[start..end]
        }
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
        let mut expected = data.split(|&octet| octet == b'\n');
        let mut rows = Rows::<_, Echo>::new(data, Lines(0));
        let mut number = 0;
        loop {
            refill(&mut rows);
            if rows.count == 0 {
                break;
            }
            while rows.next < rows.count {
                let row = *rows.next().unwrap();
                let text = expected.next().unwrap();
                let masks =
                    if text.len() <= SHORT { kernel::short_masks::<Swar>(text) } else { Masks::default() };
                number += 1;
                assert_eq!((row.text, row.verdict, rows.number()), (text, masks, number));
            }
        }
        // A row begins only if there is an octet, if only its end.
        let rest: Vec<_> = expected.collect();
        assert!(rest.is_empty() || rest == [b""], "{rest:?}");
    }

    fn check_all(refill: fn(&mut Rows<'_, Lines, Echo>)) {
        let data = sample(150);
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

    #[cfg(all(target_arch = "x86_64", feature = "std", not(envoi_portable)))]
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
