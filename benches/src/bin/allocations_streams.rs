//! Counts allocations and prints `allocations`, task, contestant, mean per stanza, and the most octets held at a time,
//! separated by tabs.
//!
//! A program of its own, because counting replaces the allocator and would slow those who are timed. A growing
//! reallocation counts as an allocation; what C allocates is not seen.

use std::hint::black_box;

use clap::Parser;
use envoi_benches::stream::{Contestant, Input, MESSAGES, Task, for_task, mix};

#[derive(Parser)]
#[command(about)]
struct Args {
    /// Octets of the mixture
    #[arg(long, default_value_t = 4 << 20)]
    octets: usize,
}

#[expect(clippy::cast_precision_loss, reason = "the counts are far below 2^53")]
fn main() {
    let args = Args::parse();
    let (stream, stanzas) = mix(args.octets);
    let input = Input::new(&stream);
    for task in Task::ALL {
        let units = if task == Task::Write { MESSAGES } else { stanzas };
        let names: Vec<&str> = for_task(task).iter().map(Contestant::name).collect();
        for name in names {
            // Buffers that a contestant keeps from pass to pass are part of what it holds, and no cost of a stanza.
            let mut allocations = 0;
            let whole = allocation_counter::measure(|| {
                let mut contestant = named(task, name);
                black_box(contestant.pass(&input));
                allocations = allocation_counter::measure(|| {
                    black_box(contestant.pass(&input));
                })
                .count_total;
            });
            let mean = allocations as f64 / units as f64;
            println!("allocations\t{}\t{name}\t{mean:.4}\t{}", task.name(), whole.bytes_max);
        }
    }
}

fn named(task: Task, name: &str) -> Contestant {
    for_task(task).into_iter().find(|contestant| contestant.name() == name).expect("one of the names")
}
