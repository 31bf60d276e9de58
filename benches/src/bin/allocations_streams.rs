//! Counts allocations and prints `allocations`, task, contestant, mean per stanza, and the most octets held at a time,
//! separated by tabs.
//!
//! A program of its own, because counting replaces the allocator and would slow those who are timed. A growing
//! reallocation counts as an allocation; what C allocates is not seen.

use std::hint::black_box;

use allocation_counter::AllocationInfo;
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
        for mut contestant in for_task(task) {
            // Buffers that a contestant keeps from pass to pass are part of what it holds, and no cost of a stanza.
            let cold = count(&mut contestant, &input);
            let warm = count(&mut contestant, &input);
            let mean = warm.count_total as f64 / units as f64;
            println!("allocations\t{}\t{}\t{mean:.4}\t{}", task.name(), contestant.name(), cold.bytes_max);
        }
    }
}

fn count(contestant: &mut Contestant, input: &Input<'_>) -> AllocationInfo {
    allocation_counter::measure(|| {
        black_box(contestant.pass(input));
    })
}
