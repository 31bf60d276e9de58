//! `cargo bench --manifest-path benches/Cargo.toml --bench stream`: every task with every contestant in the same group.
//!
//! Allocations and memory are counted by `allocations_streams`, and the whole of a long stream is timed by `measure_streams`: `tools report`
//! runs both.

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use envoi_benches::stream::{Input, MESSAGES, Task, flood, for_floods, for_task, mix};
use tools::data::flood::Flood;

/// Octets of the mixture; one iteration goes through all of them.
const OCTETS: usize = 4 << 20;

/// Lengths of a flood, the last of them 1 MiB. Peers whose time grows faster than the flood are stopped after the first.
const LENGTHS: [usize; 3] = [1 << 16, 1 << 18, 1 << 20];

fn tasks(criterion: &mut Criterion) {
    let (stream, _) = mix(OCTETS);
    for task in Task::ALL {
        let octets = task.message().map_or(stream.len(), |message| MESSAGES * message.len());
        let mut group = criterion.benchmark_group(task.name());
        group.throughput(Throughput::Bytes(octets as u64));
        for mut contestant in for_task(task) {
            let input = Input::new(&stream);
            group.bench_function(contestant.name(), |bencher| bencher.iter(|| contestant.pass(&input)));
        }
        group.finish();
    }
}

/// The mixture, an octet at a time.
fn single_octets(criterion: &mut Criterion) {
    let (stream, _) = mix(OCTETS / 4);
    let mut group = criterion.benchmark_group("read, an octet at a time");
    group.throughput(Throughput::Bytes(stream.len() as u64));
    for mut contestant in for_floods() {
        let input = Input { octets: stream.as_bytes(), chunk: 1 };
        group.bench_function(contestant.name(), |bencher| bencher.iter(|| contestant.pass(&input)));
    }
    group.finish();
}

/// Equal figures at all lengths mean linear time.
fn floods(criterion: &mut Criterion) {
    for kind in Flood::ALL {
        let mut group = criterion.benchmark_group(format!("flood: {kind}"));
        for octets in LENGTHS {
            let stream = flood(kind, octets);
            group.throughput(Throughput::Bytes(stream.len() as u64));
            for mut contestant in for_floods() {
                if octets > LENGTHS[0] && !contestant.is_ours() {
                    continue;
                }
                let input = Input::new(&stream);
                let id = BenchmarkId::new(contestant.name(), octets);
                group.bench_function(id, |bencher| bencher.iter(|| contestant.pass(&input)));
            }
        }
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    targets = tasks, single_octets, floods
}
criterion_main!(benches);
