//! Contestants that take turns, so that whatever slows the machine slows all of them.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// One who can be timed: a name, and a pass over some input that returns what it counted.
pub struct Runner<'a> {
    /// The name in the tables.
    pub name: &'static str,
    /// One pass.
    pub pass: Box<dyn FnMut() -> usize + 'a>,
}

/// What a race says of one runner.
#[derive(Clone, Copy, Debug)]
pub struct Outcome {
    /// The name in the tables.
    pub name: &'static str,
    /// The median over rounds of the median of a turn.
    pub time: Duration,
    /// What a pass counted.
    pub counted: usize,
}

/// Those whose names are wanted, or everybody.
///
/// # Errors
///
/// When nobody has one of the names.
pub fn select<C>(all: Vec<C>, name: impl Fn(&C) -> &'static str, only: &[String]) -> Result<Vec<C>, String> {
    if let Some(unknown) = only.iter().find(|wanted| all.iter().all(|one| name(one) != **wanted)) {
        return Err(format!("nobody here is named {unknown:?}"));
    }
    Ok(all
        .into_iter()
        .filter(|one| only.is_empty() || only.iter().any(|wanted| name(one) == wanted))
        .collect())
}

/// Lets everybody run in turns of `passes`, round after round. Whoever has to warm up has done so before.
pub fn race(runners: &mut [Runner<'_>], rounds: usize, passes: usize) -> Vec<Outcome> {
    let mut counted = vec![0; runners.len()];
    let mut turns = vec![Vec::with_capacity(rounds); runners.len()];
    for round in 0..rounds {
        for place in 0..runners.len() {
            // Nobody always runs after the same neighbour.
            let index = if round % 2 == 0 { place } else { runners.len() - 1 - place };
            let (time, count) = turn(&mut runners[index], passes);
            turns[index].push(time);
            counted[index] = count;
        }
    }
    let times = turns.into_iter().map(median);
    runners
        .iter()
        .zip(times.zip(counted))
        .map(|(runner, (time, counted))| Outcome { name: runner.name, time, counted })
        .collect()
}

/// The median time of a few passes in a row, and what the last of them counted.
pub fn turn(runner: &mut Runner<'_>, passes: usize) -> (Duration, usize) {
    let mut counted = 0;
    let mut pass = || {
        let start = Instant::now();
        counted = measured_pass(runner);
        start.elapsed()
    };
    let times = (0..passes).map(|_| pass()).collect();
    (median(times), counted)
}

/// The only function whose instructions count.
#[inline(never)]
pub fn measured_pass(runner: &mut Runner<'_>) -> usize {
    // The result is hidden so that the call stays a call, and returns here.
    black_box((runner.pass)())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
