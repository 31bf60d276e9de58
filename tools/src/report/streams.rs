//! The tables of streams.

use crate::command_line;
use crate::programs::Benches;
use crate::programs::streams::{Memory, Pass, Point, TASKS, Warm};
use crate::stream_aims::{AIMS, Aim, BUILDER, READER, RXML, TYPED, WRITER, figure};

use super::table::Table;
use super::{machine, thousands, with_ratio};

/// How much is measured.
pub(super) struct Effort {
    pub(super) octets: usize,
    rounds: usize,
    /// Octets for counts of allocations, which hardly depend on their number.
    octets_counted: usize,
}

pub(super) const FULL: Effort = Effort { octets: 128 << 20, rounds: 3, octets_counted: 8 << 20 };
pub(super) const QUICK: Effort = Effort { octets: 8 << 20, rounds: 3, octets_counted: 1 << 20 };

/// Lengths of the floods.
const LENGTHS: [usize; 4] = [1 << 14, 1 << 16, 1 << 18, 1 << 20];
/// Those of them for the peers: some would take minutes for the longest.
const LENGTHS_OF_PEERS: [usize; 2] = [1 << 14, 1 << 18];
const PEERS: [&str; 3] = [RXML, "quick-xml 0.42 NsReader, attributes", "expat, namespaces"];

const CHUNKS: [(usize, &str); 2] =
    [(4096, "`StreamReader`, 4 KiB at a time"), (1, "`StreamReader`, one octet at a time")];

/// All sections, from one run on this machine.
pub(super) fn report(benches: &Benches, effort: &Effort, octets: usize) -> Result<String, String> {
    let mut passes = Vec::new();
    for task in TASKS {
        eprintln!("timing: {task}");
        passes.push((task, benches.passes(task, octets, effort.rounds, &[])?));
    }
    eprintln!("counting allocations");
    let (warm, held) = benches.stream_allocations(effort.octets_counted, false)?;
    let mut text = introduction(effort, &passes)?;
    text += &aim_section(&passes, &warm)?;
    for (task, passes) in &passes {
        text += &task_section(task, passes);
    }
    text += &allocation_section(&warm);
    text += &curve_section(benches)?;
    text += &memory_section(&held);
    text += &command_section(octets)?;
    Ok(text)
}

fn introduction(effort: &Effort, passes: &[(&str, Vec<Pass>)]) -> Result<String, String> {
    let (_, read) = &passes[0];
    let Pass { stanzas, octets, .. } = read.first().ok_or("nobody reads")?;
    Ok(format!(
        "{} {} octets of the mixture, {} stanzas, {} in the mean. Contestants take turns in one process for each task: {} \
         rounds, one pass a turn; a figure is the median over the rounds.\n",
        machine()?,
        thousands(*octets),
        thousands(*stanzas),
        octets / stanzas,
        effort.rounds,
    ))
}

/// What was asked for, with each figure from the run below.
fn aim_section(passes: &[(&str, Vec<Pass>)], warm: &[Warm]) -> Result<String, String> {
    let reached = |reached| if reached { "yes" } else { "no" };
    let row = |asked: &Aim| {
        let (_, passes) = passes.iter().find(|(task, _)| *task == asked.task).ok_or("no such task")?;
        let (Aim { work, peer, wanted, .. }, ratio) = (asked, asked.ratio(passes)?);
        let (peer, reached) = (quoted(peer), reached(ratio >= *wanted));
        Ok(format!("| {work} | {peer} | {wanted} | {} | {reached} |\n", figure(ratio)))
    };
    let rows = AIMS.iter().map(row).collect::<Result<String, String>>()?;
    let most = warm.iter().filter(|warm| warm.contestant.starts_with("envoi ")).map(|warm| warm.mean);
    let most = most.fold(0.0, f64::max);
    let (count, reached) = (allocations(most), reached(most == 0.0));
    Ok(format!(
        "\n### What was asked for\n\n| work | times as fast as | at least | measured | reached |\n|-|-|-:|-:|-|\n{rows}\
         | allocations a stanza once warm | | 0 | {count} | {reached} |\n"
    ))
}

#[expect(clippy::cast_precision_loss, reason = "the counts are far below 2^53")]
fn task_section(task: &str, passes: &[Pass]) -> String {
    let (peer, title) = match task {
        "read" => (RXML, "Reading"),
        "forward" => (RXML, "Reading, and forwarding with a changed `from`"),
        "typed" => (TYPED, "Reading every stanza to the fields of its type"),
        "build" => (BUILDER, "Building a chat message of 458 octets, and writing it"),
        _ => (WRITER, "Writing a chat message of 391 octets"),
    };
    let of = |name: &str| passes.iter().find(|pass| pass.contestant == name).map(|pass| pass.nanoseconds);
    let unit = if matches!(task, "write" | "build") { "ns a message" } else { "ns a stanza" };
    let share = "share of `memchr`";
    let mut columns = vec!["MB/s", unit];
    if task == "read" {
        columns.push(share);
    }
    let mut table = Table::new("", columns);
    for Pass { contestant, nanoseconds, stanzas, octets, .. } in passes {
        let name = quoted(contestant);
        let stanza = |pass: f64| pass / *stanzas as f64;
        table.set(&name, "MB/s", format!("{:.0}", *octets as f64 * 1000.0 / nanoseconds));
        table.set(&name, unit, with_ratio(stanza(*nanoseconds), of(peer).map(stanza)));
        if let (true, Some(floor)) = (task == "read", of("floor: memchr to each <")) {
            table.set(&name, share, format!("{:.3}", floor / nanoseconds));
        }
    }
    format!("\n### {title} (times as fast as `{peer}`)\n\n{table}")
}

fn allocation_section(counts: &[Warm]) -> String {
    let mut table = Table::new("", ["allocations", "most octets held"]);
    for Warm { task, contestant, mean, held } in counts {
        // rxml stands in two tables and is counted once.
        if contestant.starts_with("floor: ") || (contestant == RXML && task != "read") {
            continue;
        }
        let row = format!("{task}: {contestant}");
        table.set(&row, "allocations", allocations(*mean));
        let seen = !contestant.starts_with("expat");
        table.set(&row, "most octets held", if seen { thousands_of(*held) } else { "not seen".to_owned() });
    }
    format!(
        "\n### Allocations a stanza once warm, and memory on the mixture\n\nA growing reallocation counts as one. Opening a stream \
         is no cost of a stanza. What C allocates is not seen; octets that the caller keeps are not counted.\n\n{table}"
    )
}

fn curve_section(benches: &Benches) -> Result<String, String> {
    let mut tables = String::new();
    for (chunk, title) in CHUNKS {
        eprintln!("floods, {chunk} octets at a time");
        let mut table = Table::new(title, LENGTHS.map(length));
        for point in benches.curve(&LENGTHS, chunk, &[READER])? {
            set_point(&mut table, &point, length(nearest(point.octets)));
        }
        tables = format!("{tables}\n{table}");
    }
    eprintln!("floods, peers");
    let column = |name: &str, octets| format!("{name}, {}", length(octets));
    let columns: Vec<String> =
        PEERS.iter().flat_map(|name| LENGTHS_OF_PEERS.map(|octets| column(name, octets))).collect();
    let mut table = Table::new("peers, 4 KiB at a time", columns.iter().map(String::as_str));
    for point in benches.curve(&LENGTHS_OF_PEERS, CHUNKS[0].0, &PEERS)? {
        set_point(&mut table, &point, &column(&point.contestant, nearest(point.octets)));
    }
    Ok(format!(
        "\n### Nanoseconds an octet of one stanza in which one thing is repeated\n\nLimits are raised. Equal figures in a row mean \
         linear time; the shortest stream also pays for its start.\n{tables}\n{table}"
    ))
}

#[expect(clippy::cast_precision_loss, reason = "the counts are far below 2^53")]
fn set_point(table: &mut Table, point: &Point, column: &str) {
    let cell = match point.nanoseconds {
        Some(nanoseconds) => format!("{:.2}", nanoseconds / point.octets as f64),
        None => "refused".to_owned(),
    };
    table.set(&point.flood, column, cell);
}

/// The length that was asked for; a flood is a little longer or shorter.
fn nearest(octets: usize) -> usize {
    LENGTHS.into_iter().min_by_key(|length| length.abs_diff(octets)).expect("there are lengths")
}

fn length(octets: usize) -> &'static str {
    match octets >> 10 {
        16 => "16 KiB",
        64 => "64 KiB",
        256 => "256 KiB",
        _ => "1 MiB",
    }
}

fn memory_section(counts: &[Memory]) -> String {
    let mut columns: Vec<&str> = Vec::new();
    for Memory { contestant, .. } in counts {
        if !contestant.starts_with("expat") && !columns.contains(&contestant.as_str()) {
            columns.push(contestant);
        }
    }
    let octets = counts.first().map_or(0, |held| held.octets);
    let mut table = Table::new("", columns.iter().copied());
    for Memory { flood, contestant, held, .. } in counts {
        if columns.contains(&contestant.as_str()) {
            table.set(flood, contestant, thousands_of(*held));
        }
    }
    format!(
        "\n### Most octets held for such a stanza of {} KiB\n\nWithout those that the caller keeps. What the default limits refuse is \
         not buffered further.\n\n{table}",
        octets.div_ceil(1 << 10)
    )
}

/// Markdown takes a bare `<` for the start of a tag.
fn quoted(name: &str) -> String {
    name.replace('<', "`<`")
}

#[expect(clippy::cast_precision_loss, reason = "the number is far below 2^53")]
fn command_section(octets: usize) -> Result<String, String> {
    eprintln!("running the command");
    let (seconds, mebibytes) = command_line::measure_stream(octets)?;
    Ok(format!(
        "\n### `envoi stream check --quiet` on the same stream in a file\n\n{seconds:.3} seconds, {:.0} MB/s, {mebibytes:.1} MiB \
         resident.\n",
        octets as f64 / 1e6 / seconds
    ))
}

fn allocations(mean: f64) -> String {
    if mean == 0.0 { "0".to_owned() } else { format!("{mean:.2}") }
}

fn thousands_of(number: u64) -> String {
    usize::try_from(number).map_or_else(|_| number.to_string(), thousands)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_that_are_nearly_asked_for_have_their_column() {
        assert_eq!(length(nearest((1 << 18) - 17)), "256 KiB");
        assert_eq!(LENGTHS.map(length), ["16 KiB", "64 KiB", "256 KiB", "1 MiB"]);
        assert!(LENGTHS_OF_PEERS.iter().all(|length| LENGTHS.contains(length)));
    }

    #[test]
    fn nothing_allocated_is_a_plain_zero() {
        assert_eq!((allocations(0.0), allocations(0.001)), ("0".to_owned(), "0.00".to_owned()));
    }
}
