//! The command on one large file: `envoi check` against `wc -l`, and `envoi stream check`; wall time and resident memory.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tools::data::stream::Mix;
use tools::data::{DEFAULT_SEED, Generator, Set};
use wait4::Wait4;

use crate::{programs, write_data};

/// Rows of the file.
pub(crate) const ROWS: usize = 10_000_000;

/// How often each program runs; the medians count.
const ROUNDS: usize = 5;

/// What the two programs needed.
pub(crate) struct Outcome {
    pub(crate) rows: usize,
    pub(crate) octets: u64,
    pub(crate) word_count: Duration,
    pub(crate) check: Duration,
    /// The most memory of `envoi check` that was resident in any run, in octets.
    pub(crate) resident: u64,
}

impl Outcome {
    /// How many times as long `envoi check` takes as `wc -l`.
    pub(crate) fn ratio(&self) -> f64 {
        self.check.as_secs_f64() / self.word_count.as_secs_f64()
    }

    /// The memory of `envoi check` in MiB.
    pub(crate) fn mebibytes(&self) -> f64 {
        mebibytes(self.resident)
    }
}

/// Octets in MiB.
#[expect(clippy::cast_precision_loss, reason = "no process has 2^53 octets")]
fn mebibytes(octets: u64) -> f64 {
    octets as f64 / f64::from(1 << 20)
}

/// What `envoi stream check` needs for a stream in a file: the median of the times in seconds, and the most memory in MiB.
pub(crate) fn measure_stream(octets: usize) -> Result<(f64, f64), String> {
    let envoi = programs::build_command()?;
    let failed = |error: std::io::Error| error.to_string();
    let folder = tempfile::tempdir().map_err(failed)?;
    let path = folder.path().join("stream.xml");
    write_data::stream_to_file(&path, Mix::new(DEFAULT_SEED), octets).map_err(failed)?;
    let (mut times, mut resident) = (Vec::new(), 0);
    for _ in 0..ROUNDS {
        let run = run(Command::new(&envoi).args(["stream", "check", "--quiet"]).arg(&path))?;
        times.push(run.time);
        resident = resident.max(run.resident);
    }
    Ok((median(times).as_secs_f64(), mebibytes(resident)))
}

/// Builds the command, writes the file, and lets both programs run in turns.
pub(crate) fn measure(rows: usize) -> Result<Outcome, String> {
    let envoi = programs::build_command()?;
    let failed = |error: std::io::Error| error.to_string();
    let folder = tempfile::tempdir().map_err(failed)?;
    let file = folder.path().join("ascii_bare.txt");
    write_data::to_file(&file, Generator::new(Set::AsciiBare, DEFAULT_SEED), rows).map_err(failed)?;
    let octets = fs::metadata(&file).map_err(failed)?.len();
    sees_the_last_row(&envoi, &file, octets)?;

    // The file is in the page cache after this, for both of them.
    run_word_count(&file)?;
    run_check(&envoi, &file)?;
    let (mut word_counts, mut checks, mut resident) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        word_counts.push(run_word_count(&file)?.time);
        let check = run_check(&envoi, &file)?;
        checks.push(check.time);
        resident = resident.max(check.resident);
    }
    Ok(Outcome { rows, octets, word_count: median(word_counts), check: median(checks), resident })
}

/// A command that does not read to the end would be fast: it must notice a last row that is no address.
fn sees_the_last_row(envoi: &Path, file: &Path, octets: u64) -> Result<(), String> {
    let failed = |error: std::io::Error| error.to_string();
    let mut open = OpenOptions::new().append(true).open(file).map_err(failed)?;
    open.write_all(b"@\n").map_err(failed)?;
    let mut command = Command::new(envoi);
    command.args(["check", "--quiet"]).arg(file).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().map_err(failed)?;
    open.set_len(octets).map_err(failed)?;
    if status.code() == Some(1) {
        Ok(())
    } else {
        Err(format!("envoi check overlooks the last row: {status}"))
    }
}

fn run_word_count(file: &Path) -> Result<Run, String> {
    run(Command::new("wc").arg("-l").arg(file))
}

fn run_check(envoi: &Path, file: &Path) -> Result<Run, String> {
    run(Command::new(envoi).args(["check", "--quiet"]).arg(file))
}

struct Run {
    time: Duration,
    resident: u64,
}

/// Runs a program without anything to read or to show.
///
/// The memory of this process counts for the child until the child has become the program, so the file is written
/// row by row and never held.
fn run(command: &mut Command) -> Result<Run, String> {
    let name = Path::new(command.get_program()).display().to_string();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().map_err(|error| format!("{name}: {error}"))?;
    let used = child.wait4().map_err(|error| format!("{name}: {error}"))?;
    let time = start.elapsed();
    if !used.status.success() {
        return Err(format!("{name}: {}", used.status));
    }
    Ok(Run { time, resident: used.rusage.maxrss })
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_that_fail_are_not_measured() {
        assert!(run(&mut Command::new("false")).is_err());
        let run = run(&mut Command::new("true")).expect("`true` ends well");
        assert!(run.resident > 0);
    }

    #[test]
    fn the_median_is_not_the_mean() {
        assert_eq!(median([9, 1, 2].map(Duration::from_secs).to_vec()), Duration::from_secs(2));
    }
}
