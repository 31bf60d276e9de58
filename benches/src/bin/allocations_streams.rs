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
use tools::data::stream::{CLOSE, HEADER};

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
    let (once, stanzas) = mix(args.octets);
    let twice = doubled(&once);
    for task in Task::ALL {
        for mut contestant in for_task(task).into_iter().filter(wanted) {
            let cold = count(&mut contestant, &Input::new(&once));
            let mean = match task.message() {
                Some(_) => per_message(&mut contestant),
                None => per_stanza(&mut contestant, [&once, &twice], stanzas),
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

/// The same stanzas again in the same stream.
fn doubled(stream: &str) -> String {
    let open = stream.strip_suffix(CLOSE).expect("it is closed");
    let stanzas = stream.strip_prefix(HEADER).expect("it has a header");
    [open, stanzas].concat()
}

/// What the stanzas cost when they come again: what opening a stream costs, and its first stanzas, is not counted.
#[expect(clippy::cast_precision_loss, reason = "the counts are far below 2^53")]
fn per_stanza(contestant: &mut Contestant, streams: [&str; 2], stanzas: usize) -> f64 {
    let [once, twice] = streams.map(|stream| count(contestant, &Input::new(stream)).count_total);
    (twice as f64 - once as f64) / stanzas as f64
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
