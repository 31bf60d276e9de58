//! Counts allocations and prints `allocations`, set, contestant, mean and most per row, separated by tabs.
//!
//! A program of its own, because counting replaces the allocator and would slow those who are timed. A growing
//! reallocation counts as an allocation.

use std::hint::black_box;

use clap::Parser;
use envoi_benches::{Contestant, Input, Rows, for_set};
use tools::data::Set;

#[derive(Parser)]
#[command(about)]
struct Args {
    /// Rows of each set
    #[arg(long, default_value_t = 10_000)]
    rows: usize,
}

#[expect(clippy::cast_precision_loss, reason = "the counts are far below 2^53")]
fn main() {
    let args = Args::parse();
    for set in Set::ALL {
        let rows = Rows::of(set, args.rows);
        let input = rows.input();
        for mut contestant in for_set(set) {
            // Buffers that are kept from row to row, and tables filled at first use, are no cost of a row.
            black_box(contestant.pass(&input));
            let mean = count(contestant.as_mut(), &input) as f64 / args.rows as f64;
            let most = most(contestant.as_mut(), &input);
            println!("allocations\t{set}\t{}\t{mean:.3}\t{most}", contestant.name());
        }
    }
}

/// The allocations of the row that has the most.
fn most(contestant: &mut dyn Contestant, input: &Input<'_>) -> u64 {
    let mut lines = input.text.split_inclusive('\n');
    let mut most = 0;
    for row in &input.rows {
        let text = lines.next().expect("as many lines as rows");
        most = most.max(count(contestant, &Input { text, rows: vec![row] }));
    }
    most
}

fn count(contestant: &mut dyn Contestant, input: &Input<'_>) -> u64 {
    allocation_counter::measure(|| {
        black_box(contestant.pass(input));
    })
    .count_total
}
