//! Counts allocations, and prints lines of fields that are separated by tabs:
//!
//! - `allocations`, task, contestant, allocations a stanza once warm, most octets held at a time
//! - `held`, flood, contestant, octets of the flood, most octets held at a time
//!
//! A program of its own, because counting replaces the allocator and would slow those who are timed. A growing
//! reallocation counts as an allocation; what C allocates is not seen.

use std::hint::black_box;

use allocation_counter::AllocationInfo;
use clap::Parser;
use envoi_benches::stream::{Contestant, Input, MESSAGES, Task, flood, for_floods, for_task, limited, mix};
use tools::data::flood::Flood;

#[derive(Parser)]
#[command(about)]
struct Args {
    /// Octets of the mixture
    #[arg(long, default_value_t = 4 << 20)]
    octets: usize,
    /// Octets of a flood
    #[arg(long, default_value_t = 1 << 18)]
    flood: usize,
    /// Count for this library alone
    #[arg(long)]
    ours: bool,
}

fn main() {
    let args = Args::parse();
    let wanted = |contestant: &Contestant| contestant.is_ours() || !args.ours;
    let long = mix(args.octets);
    let short = mix(args.octets / 4);
    for task in Task::ALL {
        for mut contestant in for_task(task).into_iter().filter(wanted) {
            let cold = count(&mut contestant, &Input::new(&long.0));
            let mean = match task {
                Task::Write => per_message(&mut contestant),
                Task::Read | Task::Forward => per_stanza(&mut contestant, &long, &short),
            };
            println!("allocations\t{}\t{}\t{mean:.4}\t{}", task.name(), contestant.name(), cold.bytes_max);
        }
    }
    for kind in Flood::ALL {
        let stream = flood(kind, args.flood);
        for mut contestant in for_floods().into_iter().chain([limited()]).filter(wanted) {
            let held = count(&mut contestant, &Input::new(&stream)).bytes_max;
            println!("held\t{kind}\t{}\t{}\t{held}", contestant.name(), stream.len());
        }
    }
}

/// What a longer stream costs more than a shorter one with which it begins: opening a stream is no cost of a stanza.
#[expect(clippy::cast_precision_loss, reason = "the counts are far below 2^53")]
fn per_stanza(contestant: &mut Contestant, long: &(String, usize), short: &(String, usize)) -> f64 {
    let [long_count, short_count] =
        [long, short].map(|(stream, _)| count(contestant, &Input::new(stream)).count_total);
    (long_count as f64 - short_count as f64) / (long.1 - short.1) as f64
}

#[expect(clippy::cast_precision_loss, reason = "the counts are far below 2^53")]
fn per_message(contestant: &mut Contestant) -> f64 {
    count(contestant, &Input::new("")).count_total as f64 / MESSAGES as f64
}

/// Buffers that a contestant keeps from pass to pass are part of what it holds, and no cost of a stanza.
fn count(contestant: &mut Contestant, input: &Input<'_>) -> AllocationInfo {
    allocation_counter::measure(|| {
        black_box(contestant.pass(input));
    })
}
