//! [`Rows`]: the rows of a buffer, found and judged many at a time.
//!
//! The octets from the start of a row on are classified a vector at a time until one ends it: a typical address takes one
//! vector, and its end comes with the masks that judge it. (Classifying aligned blocks and cutting each row's masks out
//! of two of them takes longer: six words to shift and join for every row.)

use super::kernel::{self, Lanes};
use super::{Judge, Masks, SHORT};

/// How many rows are judged at a time: enough to spread the cost of starting anew over them.
const AHEAD: usize = 64;

/// Rows laid out as `L` says, judged as `J` says.
pub(crate) struct Rows<'a, L, J: Judge> {
    data: &'a [u8],
    layout: L,
    judged: [Judged<'a, J::Verdict>; AHEAD],
    /// The next row in `judged`, and how many there are.
    next: usize,
    count: usize,
}

/// Where rows begin and end.
pub(crate) trait Layout: Copy {
    /// The octet that ends a row, if one does.
    fn end(&self) -> Option<u8>;

    /// Where the next row begins, and how many octets it has at most; `None` behind the last one.
    fn next(&self, data: &[u8]) -> Option<(usize, usize)>;

    /// Takes that row from the front of the octets from `start` on. A bit of `ends` stands for each of them that ends
    /// rows, as far as that is known.
    fn take<'a>(&mut self, rest: &'a [u8], start: usize, ends: u64) -> &'a [u8];
}

/// A row that has been judged.
#[derive(Clone, Copy, Default)]
pub(crate) struct Judged<'a, V> {
    pub(crate) text: &'a [u8],
    pub(crate) verdict: V,
}

impl<'a, L: Layout, J: Judge> Rows<'a, L, J> {
    pub(crate) fn new(data: &'a [u8], layout: L) -> Self {
        Self { data, layout, judged: [Judged::default(); AHEAD], next: 0, count: 0 }
    }

    /// Where a text that [`next`](Self::next) gave begins in the buffer.
    #[inline(always)]
    pub(crate) fn start_of(&self, text: &[u8]) -> usize {
        text.as_ptr().addr() - self.data.as_ptr().addr()
    }

    #[inline(always)]
    pub(crate) fn next(&mut self) -> Option<Judged<'a, J::Verdict>> {
        if self.next == self.count {
            self.refill();
            if self.count == 0 {
                return None;
            }
        }
        let row = self.judged[self.next];
        self.next += 1;
        Some(row)
    }

    /// Judges the next rows, with the widest vectors at hand.
    #[cold]
    #[inline(never)]
    fn refill(&mut self) {
        #[cfg(all(target_arch = "x86_64", feature = "std", not(envoi_portable)))]
        if super::x86::has_avx2() {
            return super::x86::refill_with_avx2(self);
        }
        self.refill_with::<super::Native>();
    }

    #[inline(always)]
    pub(super) fn refill_with<V: Lanes>(&mut self) {
        // The layout is kept in registers on the way.
        let (data, mut layout) = (self.data, self.layout);
        let end = layout.end();
        let mut count = 0;
        for slot in &mut self.judged {
            let Some((start, most)) = layout.next(data) else { break };
            let rest = &data[start..];
            let (masks, ends) = classify::<V>(rest, most, end);
            let text = layout.take(rest, start, ends);
            let verdict = if text.len() <= SHORT { J::judge(&masks, text) } else { J::judge_long(text) };
            *slot = Judged { text, verdict };
            count += 1;
        }
        self.layout = layout;
        (self.next, self.count) = (0, count);
    }
}

/// The masks of a row that has at most `most` octets, and which octets end one: up to the first that does, or `WINDOW`.
#[inline(always)]
fn classify<V: Lanes>(data: &[u8], most: usize, end: Option<u8>) -> (Masks, u64) {
    match data.first_chunk() {
        Some(window) => classify_window::<V>(window, most, end),
        None => classify_last::<V>(data, most, end),
    }
}

/// Fewer octets than a window are left. The zeros behind them are no row ends.
#[cold]
#[inline(never)]
fn classify_last<V: Lanes>(data: &[u8], most: usize, end: Option<u8>) -> (Masks, u64) {
    let mut window = [0; WINDOW];
    window[..data.len()].copy_from_slice(data);
    let (masks, ends) = classify_window::<V>(&window, most, end);
    (masks, ends & ((1 << data.len()) - 1))
}

/// The octets that one word of bits stands for.
const WINDOW: usize = 64;

#[inline(always)]
fn classify_window<V: Lanes>(window: &[u8; WINDOW], most: usize, end: Option<u8>) -> (Masks, u64) {
    let (mut masks, mut ends) = (Masks::default(), 0);
    for start in (0..WINDOW).step_by(V::OCTETS) {
        let lanes = V::load(&window[start..start + V::OCTETS]);
        masks = masks.join(kernel::masks(lanes), start);
        ends |= end.map_or(0, |end| lanes.equal(end).mask() << start);
        if ends != 0 || start + V::OCTETS >= most {
            break;
        }
    }
    (masks, ends)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::{Native, portable::Swar};
    use std::vec::Vec;

    /// Every octet value, in rows of all lengths.
    fn sample() -> Vec<u8> {
        (0..3217).map(|i| u8::try_from((i * 7 + i / 256) % 256).unwrap()).collect()
    }

    fn check<V: Lanes>() {
        let data = sample();
        for start in 0..data.len() {
            let octets = &data[start..];
            let (masks, ends) = classify::<V>(octets, octets.len(), Some(b'\n'));
            let end = octets.iter().take(WINDOW).position(|&octet| octet == b'\n');
            assert_eq!(end.unwrap_or(WINDOW), ends.trailing_zeros() as usize, "at {start}");
            let row = &octets[..end.unwrap_or(octets.len()).min(SHORT)];
            let expected = kernel::short_masks::<Swar>(row);
            let valid = (1 << row.len()) - 1;
            let masks =
                [masks.at, masks.slash, masks.ldh, masks.upper, masks.dot_hyphen].map(|mask| mask & valid);
            let Masks { at, slash, ldh, upper, dot_hyphen } = expected;
            assert_eq!(masks, [at, slash, ldh, upper, dot_hyphen], "at {start}");
        }
    }

    #[test]
    fn masks_agree_with_those_of_the_row_alone() {
        check::<Native>();
        check::<Swar>();
    }

    #[cfg(all(target_arch = "x86_64", feature = "std", not(envoi_portable)))]
    #[test]
    fn wide_masks_agree_with_those_of_the_row_alone() {
        if crate::scan::x86::has_avx2() {
            check::<crate::scan::x86::Avx2>();
        }
    }
}
