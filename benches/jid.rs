//! `cargo bench --manifest-path benches/Cargo.toml`: each data set with every contestant in the same group.

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use envoi_benches::{Part, Rows, SCRIPTS, for_part, for_set};
use tools::data::Set;

/// Rows of a set; one iteration judges all of them.
const ROWS: u32 = 10_000;

fn addresses(criterion: &mut Criterion) {
    for set in Set::ALL {
        let rows = Rows::of(set, ROWS as usize);
        let input = rows.input();
        let mut group = criterion.benchmark_group(set.name());
        group.throughput(Throughput::Elements(u64::from(ROWS)));
        for mut contestant in for_set(set) {
            group.bench_function(contestant.name(), |bencher| bencher.iter(|| contestant.pass(&input)));
        }
        group.finish();
    }
}

/// 1,023 octets, the longest a part may be (RFC 7622 section 3.1).
fn preparation(criterion: &mut Criterion) {
    for (part, name) in [(Part::Localpart, "prepare localpart"), (Part::Resourcepart, "prepare resourcepart")]
    {
        let mut group = criterion.benchmark_group(name);
        for script in SCRIPTS {
            let rows = Rows::repeat(&script.text(1023), 1);
            let input = rows.input();
            group.throughput(Throughput::Bytes(input.rows[0].len() as u64));
            for mut contestant in for_part(part) {
                let id = BenchmarkId::new(contestant.name(), script.name);
                group.bench_function(id, |bencher| bencher.iter(|| contestant.pass(&input)));
            }
        }
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = addresses, preparation
}
criterion_main!(benches);
