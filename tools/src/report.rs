//! `tools report`: measures everybody on everything and rewrites the tables in `benches/README.md`.

mod streams;
mod table;

use std::error::Error;
use std::fs;
use std::process::Command;

use tools::data::{DEFAULT_SEED, Set};

use crate::command_line;
use crate::programs::{self, Allocations, Benches, Preparation, Time};
use table::Table;

const README: &str = "benches/README.md";

/// Where the tables of one subject stand in the file.
struct Place {
    begin: &'static str,
    end: &'static str,
}

const ADDRESSES: Place = Place { begin: "<!-- report: begin -->", end: "<!-- report: end -->" };
const STREAMS: Place =
    Place { begin: "<!-- report of streams: begin -->", end: "<!-- report of streams: end -->" };

/// Who the ratios are taken against.
const PEER: &str = "jid 0.12";

/// Rows that callgrind runs through; counts hardly depend on their number.
const ROWS_COUNTED: usize = 2_000;

/// Measure all contestants on all data sets and rewrite the tables of benches/README.md
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Fewer rows, no instruction counts; print the tables and leave the file alone
    #[arg(long)]
    quick: bool,
    /// Print the tables and leave the file alone
    #[arg(long)]
    print: bool,
    /// Measure this and nothing else
    #[arg(long)]
    only: Option<Subject>,
    /// Octets of the stream, if not 128 MiB
    #[arg(long)]
    octets: Option<usize>,
}

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Subject {
    /// Addresses, with the command
    Addresses,
    /// Streams
    Streams,
    /// The command against `wc -l`; it is printed
    Cli,
}

/// How much is measured.
struct Effort {
    rows: usize,
    rows_of_hostile: usize,
    rounds: usize,
    rows_of_command: usize,
    instructions: bool,
}

const FULL: Effort = Effort {
    rows: 200_000,
    rows_of_hostile: 40_000,
    rounds: 9,
    rows_of_command: command_line::ROWS,
    instructions: true,
};

const QUICK: Effort = Effort {
    rows: 20_000,
    rows_of_hostile: 5_000,
    rounds: 7,
    rows_of_command: command_line::ROWS / 10,
    instructions: false,
};

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let effort = if args.quick { &QUICK } else { &FULL };
    if args.only == Some(Subject::Cli) {
        print!("{}", command_section(effort)?);
        return Ok(());
    }
    let benches = Benches::build()?;
    if args.only != Some(Subject::Streams) {
        deliver(args, &ADDRESSES, &report(&benches, effort)?)?;
    }
    if args.only != Some(Subject::Addresses) {
        let effort = if args.quick { &streams::QUICK } else { &streams::FULL };
        let octets = args.octets.unwrap_or(effort.octets);
        deliver(args, &STREAMS, &streams::report(&benches, effort, octets)?)?;
    }
    Ok(())
}

/// Prints the tables of one subject, or puts them into the file.
fn deliver(args: &Args, place: &Place, report: &str) -> Result<(), Box<dyn Error>> {
    if args.quick || args.print {
        print!("{report}");
        return Ok(());
    }
    let path = programs::root().join(README);
    let old = fs::read_to_string(&path).map_err(|error| format!("{README}: {error}"))?;
    fs::write(&path, replace(&old, report, place)?)?;
    eprintln!("{README}: tables rewritten");
    Ok(())
}

/// All sections on addresses, from one run on this machine.
fn report(benches: &Benches, effort: &Effort) -> Result<String, String> {
    let mut text = introduction(effort)?;
    text += &time_sections(&times(benches, effort)?);
    text += &instruction_section(benches, effort)?;
    text += &allocation_section(&benches.allocations(effort.rows / 20)?);
    text += &preparation_section(&benches.preparation(effort.rounds, &[])?);
    text += &command_section(effort)?;
    Ok(text)
}

fn introduction(effort: &Effort) -> Result<String, String> {
    let Effort { rows, rows_of_hostile, rounds, .. } = effort;
    Ok(format!(
        "{} {} rows a set, {} of `hostile`, seed {DEFAULT_SEED}. Contestants take turns in one process for each set: {rounds} \
         rounds, three passes a turn; a figure is the median over the rounds of the median of a turn.\n",
        machine()?,
        thousands(*rows),
        thousands(*rows_of_hostile),
    ))
}

/// What everything is measured on.
fn machine() -> Result<String, String> {
    let compiler = programs::output(Command::new("rustc").arg("--version"))?;
    let compiler = compiler.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Ok(format!(
        "{} with {cores} cores, {compiler}, release builds with thin link-time optimisation, one thread.",
        processor()
    ))
}

/// The name of the processor as it gives it itself.
fn processor() -> String {
    let information = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = information.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    name.map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, name)| name.trim().to_owned())
}

fn times(benches: &Benches, effort: &Effort) -> Result<Vec<(Set, usize, Vec<Time>)>, String> {
    Set::ALL
        .into_iter()
        .map(|set| {
            let rows = if set == Set::Hostile { effort.rows_of_hostile } else { effort.rows };
            eprintln!("timing {set}");
            Ok((set, rows, benches.time(set, rows, effort.rounds, &[])?))
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "the number of rows is far below 2^53")]
fn time_sections(times: &[(Set, usize, Vec<Time>)]) -> String {
    let mut spent = Table::new("", Set::ALL.map(Set::name));
    let mut accepted = Table::new("", Set::ALL.map(Set::name));
    for (set, rows, times) in times {
        let peer = times.iter().find(|time| time.contestant == PEER).map(|time| time.nanoseconds);
        for Time { contestant, nanoseconds, accepted: count } in times {
            spent.set(contestant, set.name(), with_ratio(*nanoseconds, peer));
            if !contestant.starts_with("floor: ") {
                let share = *count as f64 * 100.0 / *rows as f64;
                accepted.set(contestant, set.name(), format!("{share:.1}"));
            }
        }
    }
    format!(
        "\n### Nanoseconds per address (times as fast as `{PEER}`)\n\n{spent}\n\
         ### Rows accepted, in percent\n\nEvery row of `hostile` breaks a rule of RFC 7622; every other row is an \
         address.\n\n{accepted}"
    )
}

fn instruction_section(benches: &Benches, effort: &Effort) -> Result<String, String> {
    if !effort.instructions || !programs::has_valgrind() {
        return Ok(String::new());
    }
    let mut table = Table::new("", Set::ALL.map(Set::name));
    for set in Set::ALL {
        eprintln!("counting instructions on {set}");
        let mut counts = Vec::new();
        for contestant in benches.names(set)? {
            let count = benches.instructions(set, &contestant, ROWS_COUNTED)?;
            counts.push((contestant, count));
        }
        let peer = counts.iter().find(|(contestant, _)| contestant == PEER).map(|(_, count)| *count);
        for (contestant, count) in counts {
            table.set(&contestant, set.name(), with_ratio(count, peer));
        }
    }
    Ok(format!(
        "\n### Instructions per address (times as few as `{PEER}`)\n\nCounted by callgrind over {} rows, in the \
         measured pass alone. It has no AVX-512, so code that would choose it runs as on a machine without.\n\n{table}",
        thousands(ROWS_COUNTED)
    ))
}

fn allocation_section(counts: &[Allocations]) -> String {
    let mut table = Table::new("", Set::ALL.map(Set::name));
    for Allocations { set, contestant, mean, most } in counts {
        if !contestant.starts_with("floor: ") {
            let cell = if *most == 0 { "0".to_owned() } else { format!("{mean:.2} ({most})") };
            table.set(contestant, set.name(), cell);
        }
    }
    format!("\n### Allocations per row, mean (and most)\n\nA growing reallocation counts as one.\n\n{table}")
}

fn preparation_section(times: &[Preparation]) -> String {
    let mut columns: Vec<String> = Vec::new();
    for Preparation { part, contestant, .. } in times {
        let column = format!("{part}, {contestant}");
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    let mut table = Table::new("", columns.iter().map(String::as_str));
    for Preparation { part, script, contestant, nanoseconds } in times {
        table.set(script, &format!("{part}, {contestant}"), format!("{:.2}", nanoseconds / 1000.0));
    }
    format!("\n### Microseconds to prepare one part of 1,023 octets\n\n{table}")
}

fn command_section(effort: &Effort) -> Result<String, String> {
    eprintln!("running the command");
    let outcome = command_line::measure(effort.rows_of_command)?;
    Ok(format!(
        "\n### `envoi check` on {} rows of `ascii_bare` ({} MB)\n\n\
         | | seconds | times `wc -l` | resident MiB |\n|-|-|-|-|\n\
         | `wc -l` | {:.3} | 1.0 | |\n| `envoi check --quiet` | {:.3} | {:.2} | {:.1} |\n",
        thousands(outcome.rows),
        outcome.octets / 1_000_000,
        outcome.word_count.as_secs_f64(),
        outcome.check.as_secs_f64(),
        outcome.ratio(),
        outcome.mebibytes(),
    ))
}

/// A figure, and in brackets how many times as much the peer has.
fn with_ratio(figure: f64, peer: Option<f64>) -> String {
    let digits = usize::from(figure < 100.0);
    match peer {
        Some(peer) => format!("{figure:.digits$} ({:.1}x)", peer / figure),
        None => format!("{figure:.digits$}"),
    }
}

/// 10,000,000 and the like.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The old text with everything between the two markers replaced.
fn replace(old: &str, report: &str, place: &Place) -> Result<String, String> {
    let Place { begin, end } = place;
    let parts = old.split_once(begin).and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    let (before, after) = parts.ok_or_else(|| format!("{README} lacks {begin} or {end}"))?;
    Ok(format!("{before}{begin}\n\n{report}\n{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_markers_is_replaced() {
        let Place { begin, end } = ADDRESSES;
        let old = format!("before\n{begin}\nold\n{end}\nafter\n");
        let new = replace(&old, "new\n", &ADDRESSES).expect("both markers are there");
        assert_eq!(new, format!("before\n{begin}\n\nnew\n\n{end}\nafter\n"));
        assert_eq!(replace(&new, "new\n", &ADDRESSES).as_ref(), Ok(&new));
        assert!(replace("no markers", "new", &ADDRESSES).is_err());
    }

    #[test]
    fn the_readme_has_its_markers() {
        let text = fs::read_to_string(programs::root().join(README)).expect("benches/README.md");
        for place in [ADDRESSES, STREAMS] {
            assert!(replace(&text, "", &place).is_ok(), "{}", place.begin);
        }
    }

    #[test]
    fn figures_are_short() {
        assert_eq!(with_ratio(12.345, Some(123.45)), "12.3 (10.0x)");
        assert_eq!(with_ratio(1234.5, None), "1234");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_234_567), "1,234,567");
    }
}
