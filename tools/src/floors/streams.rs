//! How fast streams are read, forwarded and written at least, as ratios against other libraries in the same run; that nothing is
//! allocated for a stanza, and that time is linear in the octets.

use crate::programs::streams::{Memory, Pass, TASKS, Warm};
use crate::programs::{Benches, Growth};
use crate::stream_aims::{AIMS, Aim, figure};

use super::speed::{ATTEMPTS, GROWTH, attempt, growth_problems};

const ROUNDS: usize = 5;

/// The longer length of a flood; the shorter one is the [`GROWTH`]th part of it.
const FLOOD: usize = 1 << 20;

/// How much more time the longer one may take: linear, with room for an index of 25 MB that no cache holds and that is made anew.
const MOST_GROWTH: f64 = 64.0;

/// What comes from a socket at a time, at best and at worst.
const CHUNKS: [usize; 2] = [4096, 1];

/// How many octets may be held for each octet of a stanza that the limits let in, with the buffer that it comes in: an element of four octets
/// has an entry in the index.
const MOST_HELD_FOR_AN_OCTET: u64 = 32;

/// Measures, prints what it found, and returns one message for each floor that does not hold.
pub(super) fn check(benches: &Benches, quick: bool) -> Result<Vec<String>, String> {
    let octets = if quick { 8 << 20 } else { 32 << 20 };
    let (warm, held) = benches.stream_allocations(octets / 8, true)?;
    let mut problems = allocation_problems(&warm);
    problems.extend(memory_problems(&held));
    for task in TASKS {
        problems.extend(task_problems(benches, task, octets)?);
    }
    problems.extend(attempt(|| Ok(growth_problems(&growths(benches)?, MOST_GROWTH)))?);
    Ok(problems)
}

/// Verdicts and speed at one task; each floor keeps its best attempt.
fn task_problems(benches: &Benches, task: &str, octets: usize) -> Result<Vec<String>, String> {
    let aims: Vec<&Aim> = AIMS.iter().filter(|aim| aim.task == task).collect();
    let mut names: Vec<&str> = aims.iter().flat_map(|aim| [aim.contestant, aim.peer]).collect();
    names.sort_unstable();
    names.dedup();
    let mut best = vec![0.0_f64; aims.len()];
    for _ in 0..ATTEMPTS {
        let passes = benches.passes(task, octets, ROUNDS, &names)?;
        let problems = verdict_problems(task, &passes);
        if !problems.is_empty() {
            return Ok(problems);
        }
        for (aim, best) in aims.iter().zip(&mut best) {
            *best = best.max(aim.ratio(&passes)?);
        }
        if aims.iter().zip(&best).all(|(aim, best)| *best >= aim.wanted) {
            break;
        }
    }
    let mut problems = Vec::new();
    for (Aim { contestant, peer, wanted, held, .. }, best) in aims.into_iter().zip(best) {
        let short = if best < *wanted { ": short of it" } else { "" };
        let best_figure = figure(best);
        println!("{contestant:28} {best_figure:>5} times as fast as {peer}; the aim is {wanted}{short}");
        if best < *held {
            problems.push(format!(
                "{task}: {contestant} is {best_figure} times as fast as {peer}, it was {held} at least"
            ));
        }
    }
    Ok(problems)
}

/// A speed counts only if every stanza was seen or written.
fn verdict_problems(task: &str, passes: &[Pass]) -> Vec<String> {
    let wrong = |pass: &&Pass| !pass.contestant.starts_with("floor: ") && pass.counted != pass.stanzas;
    let message = |Pass { contestant, counted, stanzas, .. }: &Pass| {
        format!("{task}: {contestant} counts {counted} stanzas of {stanzas}")
    };
    passes.iter().filter(wrong).map(message).collect()
}

/// None at all, once the buffers are warm.
fn allocation_problems(counts: &[Warm]) -> Vec<String> {
    println!("{} ways of handling a stream counted for allocations", counts.len());
    let allocates = |warm: &&Warm| warm.mean != 0.0;
    let message = |Warm { task, contestant, mean, .. }: &Warm| {
        format!("{task}: {contestant} allocates {mean:.4} times for a stanza, not 0")
    };
    counts.iter().filter(allocates).map(message).collect()
}

/// Memory is bounded by the limits, whatever they are.
fn memory_problems(counts: &[Memory]) -> Vec<String> {
    let share = |held: &Memory| held.held.div_ceil(held.octets);
    println!("at most {} octets held for an octet of a stanza", counts.iter().map(share).max().unwrap_or(0));
    let message = |held: &Memory| {
        format!("{}: {} holds {} octets for {}", held.flood, held.contestant, held.held, held.octets)
    };
    counts.iter().filter(|held| share(held) > MOST_HELD_FOR_AN_OCTET).map(message).collect()
}

/// Every flood, in the shorter length and in the longer one, in chunks and an octet at a time.
fn growths(benches: &Benches) -> Result<Vec<Growth>, String> {
    let mut growths = Vec::new();
    for chunk in CHUNKS {
        let points = benches.curve(&[FLOOD / GROWTH, FLOOD], chunk, &[crate::stream_aims::READER])?;
        for pair in points.chunks_exact(2) {
            let task = format!("read, {chunk} octets at a time");
            let [Some(short), Some(long)] = [pair[0].nanoseconds, pair[1].nanoseconds] else {
                return Err(format!("{task}: {} is refused", pair[0].flood));
            };
            growths.push(Growth { task, material: pair[0].flood.clone(), short, long });
        }
    }
    Ok(growths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stanza_that_is_overlooked_is_a_problem_whatever_the_speed() {
        let pass = |contestant: &str, counted| Pass {
            contestant: contestant.to_owned(),
            nanoseconds: 1.0,
            counted,
            stanzas: 5,
            octets: 50,
        };
        assert_eq!(
            verdict_problems(
                "read",
                &[pass("envoi StreamReader", 4), pass("rxml", 5), pass("floor: memchr", 70)]
            ),
            ["read: envoi StreamReader counts 4 stanzas of 5"]
        );
    }

    #[test]
    fn the_smallest_share_of_an_allocation_is_one() {
        let warm = |mean| Warm { task: "read".to_owned(), contestant: "envoi".to_owned(), mean, held: 9 };
        assert_eq!(
            allocation_problems(&[warm(0.0), warm(0.0001)]),
            ["read: envoi allocates 0.0001 times for a stanza, not 0"]
        );
    }

    #[test]
    fn memory_is_bounded_by_the_octets() {
        let held =
            |held| Memory { flood: "depth".to_owned(), contestant: "envoi".to_owned(), octets: 10, held };
        assert_eq!(memory_problems(&[held(320), held(321)]), ["depth: envoi holds 321 octets for 10"]);
    }
}
