//! Numbers that are random to the eye and the same everywhere.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::Rng;

/// A stream of choices.
///
/// PCG from `rand_pcg`: the crate promises that a generator's output never changes under its name (the Rand
/// book, "Reproducibility"), which `fastrand` and `rand::StdRng` leave open. Ranges are reduced here, because the
/// samplers of `rand` may change what they draw between versions.
#[derive(Debug)]
pub(super) struct Random(Pcg64Mcg);

impl Random {
    /// Starts the stream that belongs to a seed and a set.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        // The generator sets the lowest bit of its state, so the stream stands above it.
        let mut generator = Pcg64Mcg::new(u128::from(seed) << 64 | u128::from(stream) << 1);
        // The state is multiplied by a constant at each step; the first outputs of small seeds are still alike.
        for _ in 0..16 {
            generator.next_u64();
        }
        Self(generator)
    }

    /// A number below `bound`, which is at least 1.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        debug_assert!(bound > 0);
        // The high half of a product is uniform enough: the bias is below 2^-40 for every bound in use.
        let product = u128::from(self.0.next_u64()) * bound as u128;
        usize::try_from(product >> 64).expect("below the bound")
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True in `percent` of cases.
    pub(super) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `choices`, which is not empty.
    pub(super) fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }

    /// Appends `count` characters of an ASCII alphabet.
    pub(super) fn push_from(&mut self, alphabet: &[u8], count: usize, out: &mut String) {
        for _ in 0..count {
            out.push(char::from(alphabet[self.below(alphabet.len())]));
        }
    }
}

/// The numbers 0 to 99 in random order, again and again.
///
/// Shares taken from the cards of a deck are exact in every hundred rows, not only in the long run, so that a
/// short run measures the same mixture as a long one.
#[derive(Debug)]
pub(super) struct Deck {
    cards: Vec<u8>,
    drawn: usize,
}

impl Deck {
    /// A deck to be shuffled at the first draw.
    pub(super) fn new() -> Self {
        Self { cards: (0..100).collect(), drawn: 100 }
    }

    /// The next card, 0 to 99.
    pub(super) fn draw(&mut self, random: &mut Random) -> usize {
        if self.drawn == self.cards.len() {
            self.drawn = 0;
            for last in (1..self.cards.len()).rev() {
                self.cards.swap(last, random.below(last + 1));
            }
        }
        self.drawn += 1;
        usize::from(self.cards[self.drawn - 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_reach_both_ends() {
        let mut random = Random::new(1, 0);
        let drawn: Vec<usize> = (0..1_000).map(|_| random.between(3, 5)).collect();
        for expected in 3..=5 {
            assert!(drawn.contains(&expected));
        }
        assert!(drawn.iter().all(|number| (3..=5).contains(number)));
    }

    #[test]
    fn streams_and_seeds_differ() {
        let first = |seed, stream| Random::new(seed, stream).0.next_u64();
        let drawn = [first(1, 0), first(1, 1), first(1, 2), first(2, 0), first(2, 1)];
        for (index, number) in drawn.iter().enumerate() {
            assert!(!drawn[..index].contains(number));
        }
    }

    #[test]
    fn a_deck_gives_each_card_once_in_a_hundred() {
        let mut random = Random::new(1, 0);
        let mut deck = Deck::new();
        for _ in 0..3 {
            let mut hundred: Vec<usize> = (0..100).map(|_| deck.draw(&mut random)).collect();
            assert!(!hundred.is_sorted());
            hundred.sort_unstable();
            assert!(hundred.into_iter().eq(0..100));
        }
    }
}
