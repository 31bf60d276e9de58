//! Times passes over a data set, contestants interleaved, and prints one line of tab-separated fields each.
//!
//! `tools report` and `tools floors` drive it; `cargo bench` does not need it.

use std::hint::black_box;
use std::time::{Duration, Instant};

use clap::Parser;
use envoi_benches::{Contestant, Input, Part, Rows, SCRIPTS, for_part, for_set, growths};
use tools::data::Set;

/// How often a contestant runs in its turn; the median of these is what the round counts.
const PASSES_A_TURN: usize = 3;

/// How often a text is prepared in a pass.
const PREPARATIONS_A_PASS: usize = 20;

#[derive(Parser)]
#[command(about)]
enum Command {
    /// Print `time`, set, contestant, nanoseconds per row, accepted rows
    Time {
        set: Set,
        #[arg(long, default_value_t = 100_000)]
        rows: usize,
        #[arg(long, default_value_t = 7)]
        rounds: usize,
        /// Measure these contestants alone
        #[arg(long)]
        only: Vec<String>,
    },
    /// Print `preparation`, part, script, contestant, nanoseconds per text
    Preparation {
        #[arg(long, default_value_t = 1023)]
        octets: usize,
        #[arg(long, default_value_t = 7)]
        rounds: usize,
        /// Measure these contestants alone
        #[arg(long)]
        only: Vec<String>,
    },
    /// Print `growth`, task, material, nanoseconds for an input of a length and for one that is longer
    Growth {
        /// The shorter length
        #[arg(long, default_value_t = 1 << 16)]
        octets: usize,
        /// How many times as long the longer one is
        #[arg(long, default_value_t = 16)]
        factor: usize,
    },
    /// One pass inside `measured_pass`, after one outside it: for a profiler that watches this function
    Pass {
        set: Set,
        contestant: String,
        #[arg(long, default_value_t = 2_000)]
        rows: usize,
    },
    /// Print the names of those who are measured on a set
    Names { set: Set },
}

fn main() -> Result<(), String> {
    match Command::parse() {
        Command::Time { set, rows, rounds, only } => {
            let rows = Rows::of(set, rows);
            for outcome in race(&mut select(for_set(set), &only)?, &rows.input(), rounds) {
                println!("time\t{set}\t{}\t{:.2}\t{}", outcome.name, outcome.nanoseconds, outcome.accepted);
            }
        }
        Command::Preparation { octets, rounds, only } => preparation(octets, rounds, &only)?,
        Command::Growth { octets, factor } => growth(octets, factor),
        Command::Pass { set, contestant, rows } => {
            let rows = Rows::of(set, rows);
            let mut selected = select(for_set(set), &[contestant])?;
            // Tables that a library fills at its first use are no cost of a row.
            black_box(selected[0].pass(&rows.input()));
            measured_pass(selected[0].as_mut(), &rows.input());
        }
        Command::Names { set } => {
            for contestant in for_set(set) {
                println!("{}", contestant.name());
            }
        }
    }
    Ok(())
}

/// The only function whose instructions count.
#[inline(never)]
fn measured_pass(contestant: &mut dyn Contestant, input: &Input<'_>) -> usize {
    // The result is hidden so that the call stays a call, and returns here.
    black_box(contestant.pass(input))
}

fn preparation(octets: usize, rounds: usize, only: &[String]) -> Result<(), String> {
    for (part, name) in [(Part::Localpart, "localpart"), (Part::Resourcepart, "resourcepart")] {
        for script in SCRIPTS {
            let rows = Rows::repeat(&script.text(octets), PREPARATIONS_A_PASS);
            for outcome in race(&mut select(for_part(part), only)?, &rows.input(), rounds) {
                let Outcome { name: contestant, nanoseconds, .. } = outcome;
                println!("preparation\t{name}\t{}\t{contestant}\t{nanoseconds:.1}", script.name);
            }
        }
    }
    Ok(())
}

fn growth(octets: usize, factor: usize) {
    for mut growth in growths() {
        let times = [octets, octets * factor].map(|octets| {
            let text = growth.text(octets);
            let input = Input { text: &text, rows: vec![&text] };
            turn(growth.contestant.as_mut(), &input).as_nanos()
        });
        println!("growth\t{}\t{}\t{}\t{}", growth.task, growth.material, times[0], times[1]);
    }
}

/// Those whose names are wanted, or everybody.
fn select(all: Vec<Box<dyn Contestant>>, only: &[String]) -> Result<Vec<Box<dyn Contestant>>, String> {
    if let Some(unknown) = only.iter().find(|name| all.iter().all(|contestant| contestant.name() != **name)) {
        return Err(format!("nobody here is named {unknown:?}"));
    }
    Ok(all
        .into_iter()
        .filter(|contestant| only.is_empty() || only.iter().any(|name| contestant.name() == name))
        .collect())
}

struct Outcome {
    name: &'static str,
    /// The median over rounds of the median of a turn, per row.
    nanoseconds: f64,
    accepted: usize,
}

/// Lets the contestants run in turns, round after round, so that whatever slows the machine slows all of them.
#[expect(clippy::cast_precision_loss, reason = "the number of rows is far below 2^53")]
fn race(contestants: &mut [Box<dyn Contestant>], input: &Input<'_>, rounds: usize) -> Vec<Outcome> {
    let accepted: Vec<usize> = contestants.iter_mut().map(|contestant| contestant.pass(input)).collect();
    let mut turns = vec![Vec::with_capacity(rounds); contestants.len()];
    for round in 0..rounds {
        for place in 0..contestants.len() {
            // Nobody always runs after the same neighbour.
            let index = if round % 2 == 0 { place } else { contestants.len() - 1 - place };
            turns[index].push(turn(contestants[index].as_mut(), input));
        }
    }
    let medians = turns.into_iter().map(median);
    contestants
        .iter()
        .zip(medians.zip(accepted))
        .map(|(contestant, (median, accepted))| Outcome {
            name: contestant.name(),
            nanoseconds: median.as_nanos() as f64 / input.rows.len() as f64,
            accepted,
        })
        .collect()
}

/// The median time of a few passes in a row.
fn turn(contestant: &mut dyn Contestant, input: &Input<'_>) -> Duration {
    median(
        (0..PASSES_A_TURN)
            .map(|_| {
                let start = Instant::now();
                measured_pass(contestant, input);
                start.elapsed()
            })
            .collect(),
    )
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
