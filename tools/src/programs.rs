//! The programs that are measured or that measure: built, run, and what they print read.

pub(crate) mod streams;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tools::data::Set;

type Result<T> = std::result::Result<T, String>;

/// The measuring programs of `benches/`.
pub(crate) struct Benches {
    measure: PathBuf,
    measure_streams: PathBuf,
    allocations: PathBuf,
    allocations_streams: PathBuf,
}

/// What a contestant needs for one row of a set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Time {
    pub(crate) contestant: String,
    pub(crate) nanoseconds: f64,
    pub(crate) accepted: usize,
}

/// What a contestant needs for one text of a script.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Preparation {
    pub(crate) part: String,
    pub(crate) script: String,
    pub(crate) contestant: String,
    pub(crate) nanoseconds: f64,
}

/// Allocations per row of a set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Allocations {
    pub(crate) set: Set,
    pub(crate) contestant: String,
    pub(crate) mean: f64,
    pub(crate) most: u64,
}

/// Nanoseconds for an input and for one that is longer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Growth {
    pub(crate) task: String,
    pub(crate) material: String,
    pub(crate) short: f64,
    pub(crate) long: f64,
}

impl Benches {
    /// Builds the programs in release mode.
    pub(crate) fn build() -> Result<Self> {
        let manifest = root().join("benches/Cargo.toml");
        let mut built =
            build(["--bins", "--manifest-path"].map(OsStr::new).into_iter().chain([manifest.as_os_str()]))?;
        let mut take = |name| built.remove(name).ok_or_else(|| format!("benches have no program {name}"));
        Ok(Self {
            measure: take("measure")?,
            measure_streams: take("measure_streams")?,
            allocations: take("allocations")?,
            allocations_streams: take("allocations_streams")?,
        })
    }

    /// The names of the contestants on a set.
    pub(crate) fn names(&self, set: Set) -> Result<Vec<String>> {
        let printed = output(Command::new(&self.measure).args(["names", set.name()]))?;
        Ok(printed.lines().map(str::to_owned).collect())
    }

    /// Contestants on a set; all of them if `only` is empty.
    pub(crate) fn time(&self, set: Set, rows: usize, rounds: usize, only: &[&str]) -> Result<Vec<Time>> {
        let mut command = Command::new(&self.measure);
        command.args(["time", set.name(), "--rows", &rows.to_string(), "--rounds", &rounds.to_string()]);
        for name in only {
            command.args(["--only", name]);
        }
        each_line(&output(&mut command)?, |fields| match fields {
            ["time", _, contestant, nanoseconds, accepted] => Some(Time {
                contestant: (*contestant).to_owned(),
                nanoseconds: nanoseconds.parse().ok()?,
                accepted: accepted.parse().ok()?,
            }),
            _ => None,
        })
    }

    /// One part of 1,023 octets in each script.
    pub(crate) fn preparation(&self, rounds: usize, only: &[&str]) -> Result<Vec<Preparation>> {
        let mut command = Command::new(&self.measure);
        command.args(["preparation", "--rounds", &rounds.to_string()]);
        for name in only {
            command.args(["--only", name]);
        }
        each_line(&output(&mut command)?, |fields| match fields {
            ["preparation", part, script, contestant, nanoseconds] => Some(Preparation {
                part: (*part).to_owned(),
                script: (*script).to_owned(),
                contestant: (*contestant).to_owned(),
                nanoseconds: nanoseconds.parse().ok()?,
            }),
            _ => None,
        })
    }

    /// Every contestant on every set.
    pub(crate) fn allocations(&self, rows: usize) -> Result<Vec<Allocations>> {
        let printed = output(Command::new(&self.allocations).args(["--rows", &rows.to_string()]))?;
        each_line(&printed, |fields| match fields {
            ["allocations", set, contestant, mean, most] => Some(Allocations {
                set: set.parse().ok()?,
                contestant: (*contestant).to_owned(),
                mean: mean.parse().ok()?,
                most: most.parse().ok()?,
            }),
            _ => None,
        })
    }

    /// Every task with every material, on an input and on one that is `factor` times as long.
    pub(crate) fn growth(&self, factor: usize) -> Result<Vec<Growth>> {
        let printed = output(Command::new(&self.measure).args(["growth", "--factor", &factor.to_string()]))?;
        each_line(&printed, |fields| match fields {
            ["growth", task, material, short, long] => Some(Growth {
                task: (*task).to_owned(),
                material: (*material).to_owned(),
                short: short.parse().ok()?,
                long: long.parse().ok()?,
            }),
            _ => None,
        })
    }

    /// Instructions of a contestant for one row of a set, as callgrind counts them.
    ///
    /// Only what happens in the program's `measured_pass` is counted.
    #[expect(clippy::cast_precision_loss, reason = "the counts are far below 2^53")]
    pub(crate) fn instructions(&self, set: Set, contestant: &str, rows: usize) -> Result<f64> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let counts = folder.path().join("callgrind.out");
        let mut command = Command::new("valgrind");
        command
            .args(["--quiet", "--tool=callgrind", "--toggle-collect=*measured_pass*"])
            .arg(format!("--callgrind-out-file={}", counts.display()))
            .arg(&self.measure)
            .args(["pass", set.name(), contestant, "--rows", &rows.to_string()])
            .stderr(Stdio::null());
        output(&mut command)?;
        let counts = std::fs::read_to_string(&counts).map_err(|error| error.to_string())?;
        let total = counts.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse::<u64>().ok());
        match total {
            Some(total) if total > 0 => Ok(total as f64 / rows as f64),
            _ => Err("callgrind counted nothing".to_owned()),
        }
    }
}

/// Builds the `envoi` command in release mode and says where it is.
pub(crate) fn build_command() -> Result<PathBuf> {
    let manifest = root().join("Cargo.toml");
    let arguments = ["-p", "envoi-cli", "--bin", "envoi", "--manifest-path"].map(OsStr::new);
    build(arguments.into_iter().chain([manifest.as_os_str()]))?
        .remove("envoi")
        .ok_or_else(|| "envoi-cli has no program envoi".to_owned())
}

/// Whether callgrind can be had.
pub(crate) fn has_valgrind() -> bool {
    Command::new("valgrind")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tools/ lies in the workspace")
}

/// Runs `cargo build --release` and returns the programs that came out, by name.
fn build<'a>(arguments: impl IntoIterator<Item = &'a OsStr>) -> Result<BTreeMap<String, PathBuf>> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["build", "--release", "--message-format=json-render-diagnostics"]).args(arguments);
    let mut programs = BTreeMap::new();
    for line in output(&mut command)?.lines() {
        let message: serde_json::Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        if let (Some(name), Some(program)) =
            (message["target"]["name"].as_str(), message["executable"].as_str())
        {
            programs.insert(name.to_owned(), PathBuf::from(program));
        }
    }
    Ok(programs)
}

/// What a program prints on standard output, if it ends well.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let name =
        Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| format!("{name}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{name}: {}", output.status));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{name}: {error}"))
}

/// Reads lines of tab-separated fields.
fn each_line<T>(printed: &str, mut read: impl FnMut(&[&str]) -> Option<T>) -> Result<Vec<T>> {
    let read_line = |line: &str| {
        read(&line.split('\t').collect::<Vec<_>>()).ok_or_else(|| format!("unexpected line {line:?}"))
    };
    printed.lines().map(read_line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_no_measurements_are_errors() {
        let read = |fields: &[&str]| match fields {
            ["a", number] => number.parse::<u8>().ok(),
            _ => None,
        };
        assert_eq!(each_line("a\t1\na\t2\n", read), Ok(vec![1, 2]));
        assert_eq!(each_line("a\t1\nb\t2\n", read), Err("unexpected line \"b\\t2\"".to_owned()));
    }
}
