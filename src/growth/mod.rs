//! Work grows no faster than input, whatever it holds: counted in [steps](crate::steps), and not in seconds.
//!
//! A case is an input that can be made of any length, and what is done with it. It is done with five inputs, each twice as long as the one before.
//! The steps an octet may not be more than the case says, nor grow from one input to the next; and there must be some, unless the case
//! says that there may be nothing to do, or the loop that matters does not count.

mod addresses;
mod elements;
mod inputs;
#[cfg(feature = "gcm")]
mod services;
mod streams;

use crate::steps::steps_of;
use std::boxed::Box;
use std::format;
use std::string::String;
use std::vec::Vec;

/// How often the input is doubled.
const DOUBLINGS: u32 = 4;
/// What is done once, whatever the length of the input.
const ONCE: usize = 512;
/// How much more steps an octet may take when there are twice as many of them, in percent: room for sorting, whose steps an octet grow by one each
/// time. If they grew with the square root of the input, it would be 41.
const MORE: usize = 20;
/// A step may stand for so many octets: a block of vectors.
const LEAST: usize = 64;

/// Makes an input of so many octets, or a few more.
type Input = fn(usize) -> String;

/// An input, and what is done with it.
struct Case {
    name: String,
    /// Steps an octet may take.
    most: usize,
    /// Octets of the longest input.
    longest: usize,
    /// Whether longer input may make another way of it, so that the steps an octet only have a bound.
    uneven: bool,
    /// Whether there may be nothing to do, however long the input.
    may_do_nothing: bool,
    /// An input of so many octets, or a few more.
    input: Box<dyn Fn(usize) -> String>,
    /// How many steps the work takes.
    steps: Box<dyn Fn(&str) -> usize>,
}

/// Octets, and the steps that they took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Count {
    octets: usize,
    steps: usize,
}

impl Case {
    fn new(
        name: impl Into<String>,
        most: usize,
        input: impl Fn(usize) -> String + 'static,
        steps: impl Fn(&str) -> usize + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            most,
            longest: 1 << 18,
            uneven: false,
            may_do_nothing: false,
            input: Box::new(input),
            steps: Box::new(steps),
        }
    }

    fn up_to(self, longest: usize) -> Self {
        Self { longest, ..self }
    }

    fn uneven(self) -> Self {
        Self { uneven: true, ..self }
    }

    fn may_do_nothing_if(self, may_do_nothing: bool) -> Self {
        Self { may_do_nothing, ..self }
    }

    fn counts(&self) -> Vec<Count> {
        (0..=DOUBLINGS).rev().map(|halvings| self.count(halvings)).collect()
    }

    fn count(&self, halvings: u32) -> Count {
        let input = (self.input)(self.longest >> halvings);
        Count { octets: input.len(), steps: (self.steps)(&input) }
    }

    /// What is wrong with counts of ever longer inputs.
    fn fault(&self, counts: &[Count]) -> Option<&'static str> {
        let too_many = |count: &Count| count.steps > self.most * count.octets + ONCE;
        let grows = |pair: &[Count]| matches!(pair, [short, long] if long.grows_from(*short));
        if !self.uneven && counts.windows(2).any(grows) {
            return Some("not linear");
        }
        if counts.iter().any(too_many) {
            return Some("too many steps an octet");
        }
        let counted = self.may_do_nothing || counts.iter().all(Count::is_counted);
        (!counted).then_some("steps are not counted")
    }
}

impl Count {
    /// Whether an octet takes more steps than before.
    fn grows_from(self, short: Self) -> bool {
        let allowed = (short.steps + ONCE) * (100 + MORE) / 100;
        // The products need more than 32 bits.
        self.steps as u64 * short.octets as u64 > allowed as u64 * self.octets as u64
    }

    /// Whether what was done counts its steps.
    fn is_counted(&self) -> bool {
        self.steps >= self.octets / LEAST
    }
}

/// Fails with all cases that do not hold.
fn check(cases: impl IntoIterator<Item = Case>) {
    let mut faults = Vec::new();
    for case in cases {
        let counts = case.counts();
        faults.extend(case.fault(&counts).map(|fault| format!("{}: {fault}: {counts:?}", case.name)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The guard can fail: a loop within a loop is found out, and so is one that counts nothing.
mod tests {
    use super::*;
    use crate::steps::{step, steps};

    fn check_toy(most: usize, work: fn(&str) -> usize) {
        check([Case::new("toy", most, |octets| "a".repeat(octets), work).up_to(1 << 10)]);
    }

    #[test]
    fn one_pass_is_linear() {
        check_toy(1, |text| steps_of(|| text.chars().for_each(|_| step())));
        check_toy(3, |text| steps_of(|| (0..3).for_each(|_| steps(text.len()))));
    }

    #[test]
    fn sorting_is_close_enough() {
        check_toy(20, |text| {
            let mut numbers: Vec<usize> = (0..text.len()).map(|i| i * 7919 % text.len()).collect();
            steps_of(|| {
                numbers.sort_unstable_by(|a, b| {
                    step();
                    a.cmp(b)
                });
            })
        });
    }

    #[test]
    #[should_panic(
        expected = "toy: not linear: [Count { octets: 64, steps: 2016 }, Count { octets: 128, steps: 8128 }"
    )]
    fn a_loop_in_a_loop_is_not() {
        check_toy(1 << 20, |text| {
            steps_of(|| {
                for (at, _) in text.char_indices() {
                    text[..at].chars().for_each(|_| step());
                }
            })
        });
    }

    #[test]
    #[should_panic(expected = "toy: not linear: [Count { octets: 64, steps: 512 }")]
    fn nor_is_looking_back_further_and_further() {
        check_toy(1 << 20, |text| {
            let further = text.len().isqrt();
            steps_of(|| (0..text.len()).for_each(|_| steps(further)))
        });
    }

    #[test]
    fn ten_passes_are_ten_steps_an_octet() {
        check_toy(10, ten_passes);
    }

    #[test]
    #[should_panic(expected = "toy: too many steps an octet: [Count { octets: 64, steps: 640 }")]
    fn and_no_fewer() {
        check_toy(9, ten_passes);
    }

    fn ten_passes(text: &str) -> usize {
        steps_of(|| (0..10).for_each(|_| steps(text.len())))
    }

    #[test]
    #[should_panic(expected = "toy: steps are not counted: [Count { octets: 64, steps: 0 }")]
    fn work_without_steps_is_found() {
        check_toy(1, |text| steps_of(|| text.find('b')));
    }

    #[test]
    #[should_panic(expected = "other: steps are not counted: [Count { octets: 64, steps: 0 }")]
    fn also_beside_work_with_steps() {
        let letters = |octets| "a".repeat(octets);
        let toy = Case::new("toy", 1, letters, |text| steps_of(|| steps(text.len()))).up_to(1 << 10);
        check([toy, Case::new("other", 1, letters, |text| steps_of(|| text.find('b'))).up_to(1 << 10)]);
    }

    #[test]
    fn some_work_needs_no_steps() {
        let toy = Case::new("toy", 1, |octets| "a".repeat(octets), |text| steps_of(|| text.len()));
        check([toy.up_to(1 << 10).may_do_nothing_if(true)]);
    }
}
