//! Times passes over a data set, contestants interleaved, and prints one line of tab-separated fields each.
//!
//! `tools report` and `tools floors` drive it; `cargo bench` does not need it.

use std::hint::black_box;

use clap::Parser;
use envoi_benches::race::{Runner, measured_pass, race, select, turn};
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
            for outcome in
                race_rows(&mut select(for_set(set), |one| one.name(), &only)?, &rows.input(), rounds)
            {
                println!("time\t{set}\t{}\t{:.2}\t{}", outcome.name, outcome.nanoseconds, outcome.accepted);
            }
        }
        Command::Preparation { octets, rounds, only } => preparation(octets, rounds, &only)?,
        Command::Growth { octets, factor } => growth(octets, factor),
        Command::Pass { set, contestant, rows } => {
            let rows = Rows::of(set, rows);
            let mut selected = select(for_set(set), |one| one.name(), &[contestant])?;
            // Tables that a library fills at its first use are no cost of a row.
            black_box(selected[0].pass(&rows.input()));
            let input = rows.input();
            measured_pass(&mut runner(selected[0].as_mut(), &input));
        }
        Command::Names { set } => {
            for contestant in for_set(set) {
                println!("{}", contestant.name());
            }
        }
    }
    Ok(())
}

fn preparation(octets: usize, rounds: usize, only: &[String]) -> Result<(), String> {
    for (part, name) in [(Part::Localpart, "localpart"), (Part::Resourcepart, "resourcepart")] {
        for script in SCRIPTS {
            let rows = Rows::repeat(&script.text(octets), PREPARATIONS_A_PASS);
            for outcome in
                race_rows(&mut select(for_part(part), |one| one.name(), only)?, &rows.input(), rounds)
            {
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
            let (time, _) = turn(&mut runner(growth.contestant.as_mut(), &input), PASSES_A_TURN);
            time.as_nanos()
        });
        println!("growth\t{}\t{}\t{}\t{}", growth.task, growth.material, times[0], times[1]);
    }
}

struct Outcome {
    name: &'static str,
    /// For each row.
    nanoseconds: f64,
    accepted: usize,
}

/// Lets the contestants run in turns.
#[expect(clippy::cast_precision_loss, reason = "the number of rows is far below 2^53")]
fn race_rows(contestants: &mut [Box<dyn Contestant>], input: &Input<'_>, rounds: usize) -> Vec<Outcome> {
    let mut runners: Vec<Runner<'_>> =
        contestants.iter_mut().map(|contestant| runner(contestant.as_mut(), input)).collect();
    for runner in &mut runners {
        measured_pass(runner);
    }
    race(&mut runners, rounds, PASSES_A_TURN)
        .into_iter()
        .map(|outcome| Outcome {
            name: outcome.name,
            nanoseconds: outcome.time.as_nanos() as f64 / input.rows.len() as f64,
            accepted: outcome.counted,
        })
        .collect()
}

fn runner<'a>(contestant: &'a mut dyn Contestant, input: &'a Input<'_>) -> Runner<'a> {
    Runner { name: contestant.name(), pass: Box::new(move || contestant.pass(input)) }
}
