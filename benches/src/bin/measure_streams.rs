//! Times passes over streams, contestants interleaved, and prints one line of tab-separated fields each.
//!
//! `tools report` and `tools floors` drive it; `cargo bench` does not need it.

use std::hint::black_box;

use clap::Parser;
use envoi_benches::race::{Runner, measured_pass, race, select, turn};
use envoi_benches::stream::{CHUNK, Contestant, Input, MESSAGES, Task, flood, for_floods, for_task, mix};
use tools::data::flood::Flood;

#[derive(Parser)]
#[command(about)]
enum Command {
    /// Print `time`, task, contestant, nanoseconds of a pass, stanzas counted, stanzas there are, octets
    Time {
        task: Task,
        #[arg(long, default_value_t = 16 << 20)]
        octets: usize,
        /// Octets that come at a time
        #[arg(long, default_value_t = CHUNK)]
        chunk: usize,
        #[arg(long, default_value_t = 5)]
        rounds: usize,
        /// Passes in a turn
        #[arg(long, default_value_t = 1)]
        passes: usize,
        /// Measure these contestants alone
        #[arg(long)]
        only: Vec<String>,
    },
    /// Print `curve`, flood, contestant, chunk, octets, nanoseconds of a pass, or `refused` if the stanza is not taken
    Curve {
        /// Lengths of the floods: equal figures for an octet mean linear time
        #[arg(long, value_delimiter = ',', default_values_t = [1 << 14, 1 << 16, 1 << 18, 1 << 20])]
        lengths: Vec<usize>,
        /// Octets that come at a time
        #[arg(long, default_value_t = CHUNK)]
        chunk: usize,
        /// Passes of which the median counts
        #[arg(long, default_value_t = 5)]
        passes: usize,
        /// Measure these contestants alone
        #[arg(long)]
        only: Vec<String>,
    },
    /// One pass inside `measured_pass`, after one outside it: for a profiler that watches this function
    Pass {
        task: Task,
        contestant: String,
        #[arg(long, default_value_t = 1 << 20)]
        octets: usize,
    },
    /// Print the names of those who do a task
    Names { task: Task },
}

fn main() -> Result<(), String> {
    match Command::parse() {
        Command::Time { task, octets, chunk, rounds, passes, only } => {
            let (stream, stanzas) = mix(octets);
            let input = Input { octets: stream.as_bytes(), chunk };
            let mut contestants = select(for_task(task), Contestant::name, &only)?;
            warm_up(&mut contestants);
            let mut runners: Vec<Runner<'_>> =
                contestants.iter_mut().map(|contestant| runner(contestant, &input)).collect();
            let (stanzas, octets) = extent(task, stanzas, stream.len());
            for outcome in race(&mut runners, rounds, passes) {
                let nanoseconds = outcome.time.as_nanos();
                println!(
                    "time\t{}\t{}\t{nanoseconds}\t{}\t{stanzas}\t{octets}",
                    task.name(),
                    outcome.name,
                    outcome.counted
                );
            }
        }
        Command::Curve { lengths, chunk, passes, only } => curve(&lengths, chunk, passes, &only)?,
        Command::Pass { task, contestant, octets } => {
            let (stream, _) = mix(octets);
            let input = Input::new(&stream);
            let mut selected = select(for_task(task), Contestant::name, &[contestant])?;
            // Buffers that are kept, and tables filled at first use, are no cost of a stanza.
            black_box(selected[0].pass(&input));
            measured_pass(&mut runner(&mut selected[0], &input));
            let (stanzas, octets) = extent(task, 0, stream.len());
            println!("pass\t{stanzas}\t{octets}");
        }
        Command::Names { task } => {
            for contestant in for_task(task) {
                println!("{}", contestant.name());
            }
        }
    }
    Ok(())
}

/// A pass over the whole of a long stream would take as long as those that count.
fn warm_up(contestants: &mut [Contestant]) {
    let (stream, _) = mix(1 << 20);
    for contestant in contestants {
        black_box(contestant.pass(&Input::new(&stream)));
    }
}

/// How many stanzas and octets a pass has to do with.
fn extent(task: Task, stanzas: usize, octets: usize) -> (usize, usize) {
    match task.message() {
        None => (stanzas, octets),
        Some(message) => (MESSAGES, MESSAGES * message.len()),
    }
}

fn curve(lengths: &[usize], chunk: usize, passes: usize, only: &[String]) -> Result<(), String> {
    for kind in Flood::ALL {
        for &octets in lengths {
            let stream = flood(kind, octets);
            let input = Input { octets: stream.as_bytes(), chunk };
            for mut contestant in select(for_floods(), Contestant::name, only)? {
                let name = contestant.name();
                let figure = if contestant.pass(&input) == 1 {
                    turn(&mut runner(&mut contestant, &input), passes).0.as_nanos().to_string()
                } else {
                    "refused".to_owned()
                };
                println!("curve\t{kind}\t{name}\t{chunk}\t{}\t{figure}", stream.len());
            }
        }
    }
    Ok(())
}

fn runner<'a>(contestant: &'a mut Contestant, input: &'a Input<'_>) -> Runner<'a> {
    Runner { name: contestant.name(), pass: Box::new(move || contestant.pass(input)) }
}
