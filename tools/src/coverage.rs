//! `tools coverage`: what tests reach of the library, from the exports of `llvm-cov`; `scripts/coverage` makes those.

mod export;
mod reasons;
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use crate::programs;
use export::Reached;
use source::Source;

/// The shares that are promised, in percent.
const LEAST_LINES: f64 = 97.0;
const LEAST_REGIONS: f64 = 93.0;

/// Where every line that nothing reaches has a reason.
const REASONS: &str = "tests/README.md";
/// What stands there in place of functions if the reason holds of all in the file.
const ALL: &str = "all";
/// Where the processor decides what is reached, so that a reason may be idle on one machine and needed on another.
const OF_PROCESSORS: &str = "scan/";

/// Unite what programs reached of the library, and compare it with what is promised
///
/// A function that is inlined, or is generic, is in every program that calls it. llvm-cov takes the first that it meets if it is handed several
/// programs at once, so it is asked for one at a time.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// What `llvm-cov export` says of each program, as JSON
    #[arg(required = true)]
    exports: Vec<PathBuf>,
    /// Write the lines as an lcov tracefile, too
    #[arg(long)]
    lcov: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let root = programs::root().join("src");
    let mut reached = BTreeMap::new();
    for path in &args.exports {
        let text = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        export::unite(&text, &root, &mut reached).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let mut files = Vec::new();
    for (name, reached) in reached {
        let source = Source::new(&fs::read_to_string(root.join(&name))?);
        if !source::is_of_tests(&root, &name)? {
            files.push(File::new(name, &reached, source));
        }
    }
    if let Some(path) = &args.lcov {
        fs::write(path, lcov(&files))?;
    }
    print!("{}{}", table(&files), uncovered(&files));
    let reasons = reasons::read(&fs::read_to_string(programs::root().join(REASONS))?);
    let problems = problems(&files, &reasons);
    for problem in &problems {
        eprintln!("{problem}");
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err("the tests do not reach what is promised, see above".into())
    }
}

/// What was reached of a file of the library, its tests left out.
struct File {
    name: String,
    source: Source,
    lines: BTreeMap<usize, u64>,
    regions: Share,
}

impl File {
    fn new(name: String, reached: &Reached, source: Source) -> Self {
        let library = |line: usize| !source.is_test(line);
        let lines = reached.lines.iter().filter(|(line, _)| library(**line));
        let mut regions = Share::default();
        for (_, &count) in reached.regions.iter().filter(|(place, _)| library(place[0])) {
            regions.add(count > 0);
        }
        Self { lines: lines.map(|(&line, &count)| (line, count)).collect(), name, source, regions }
    }

    fn lines(&self) -> Share {
        let mut share = Share::default();
        self.lines.values().for_each(|&count| share.add(count > 0));
        share
    }

    fn missed(&self) -> impl Iterator<Item = usize> {
        self.lines.iter().filter(|(_, count)| **count == 0).map(|(&line, _)| line)
    }

    /// The part of the house: the first folder, or the name of the file.
    fn module(&self) -> &str {
        let module = self.name.split('/').next().unwrap_or_default();
        module.strip_suffix(".rs").unwrap_or(module)
    }
}

#[derive(Clone, Copy, Default)]
struct Share {
    all: usize,
    reached: usize,
}

impl Share {
    fn add(&mut self, is_reached: bool) {
        self.all += 1;
        self.reached += usize::from(is_reached);
    }

    fn join(&mut self, other: Self) {
        self.all += other.all;
        self.reached += other.reached;
    }

    #[expect(clippy::cast_precision_loss, reason = "no library has 2^53 lines")]
    fn percent(self) -> f64 {
        100.0 * self.reached as f64 / self.all as f64
    }
}

/// Lines and regions of each module and of all, in Markdown.
fn table(files: &[File]) -> String {
    let mut modules: BTreeMap<&str, (Share, Share)> = BTreeMap::new();
    for file in files {
        for name in [file.module(), "~all"] {
            let (lines, regions) = modules.entry(name).or_default();
            lines.join(file.lines());
            regions.join(file.regions);
        }
    }
    let mut text = "| module | lines | | regions | |\n|-|-|-|-|-|\n".to_owned();
    for (module, (lines, regions)) in modules {
        let name = if module == "~all" { "**all**".to_owned() } else { format!("`{module}`") };
        let share = |share: Share| format!("{} of {} | {:.2} %", share.reached, share.all, share.percent());
        let _ = writeln!(text, "| {name} | {} | {} |", share(lines), share(regions));
    }
    text
}

/// The lines that nothing reached.
fn uncovered(files: &[File]) -> String {
    let mut text = String::new();
    for file in files {
        for line in file.missed() {
            let _ = writeln!(text, "src/{}:{line}: {}", file.name, file.source.line(line).trim());
        }
    }
    text
}

/// What breaks a promise: shares that are too low, lines without a reason, and reasons without a line.
fn problems(files: &[File], reasons: &BTreeSet<(String, String)>) -> Vec<String> {
    let (mut lines, mut regions) = (Share::default(), Share::default());
    let mut missed: BTreeSet<(&str, &str)> = BTreeSet::new();
    for file in files {
        lines.join(file.lines());
        regions.join(file.regions);
        missed.extend(file.missed().map(|line| (&*file.name, file.source.function(line))));
    }
    let mut problems = unexplained(&missed, reasons);
    problems.extend(idle(&missed, reasons));
    for (what, share, least) in [("lines", lines, LEAST_LINES), ("regions", regions, LEAST_REGIONS)] {
        if share.percent() < least {
            problems
                .push(format!("{:.2} % of the {what} are reached, {least} % are promised", share.percent()));
        }
    }
    problems
}

/// Functions that are not reached, and no row says why.
fn unexplained(missed: &BTreeSet<(&str, &str)>, reasons: &BTreeSet<(String, String)>) -> Vec<String> {
    let row = |file: &str, function: &str| reasons.contains(&(file.to_owned(), function.to_owned()));
    let missed = missed.iter().filter(|(file, function)| !row(file, function) && !row(file, ALL));
    missed
        .map(|(file, function)| {
            format!("src/{file}: no test reaches all of `{function}`, and {REASONS} does not say why")
        })
        .collect()
}

/// Rows for what is reached, or is no longer there.
fn idle(missed: &BTreeSet<(&str, &str)>, reasons: &BTreeSet<(String, String)>) -> Vec<String> {
    let rows = reasons.iter().map(|(file, function)| (&**file, &**function));
    let rows = rows.filter(|(file, function)| !file.starts_with(OF_PROCESSORS) && *function != ALL);
    rows.filter(|row| !missed.contains(row))
        .map(|(file, function)| {
            format!("{REASONS} gives a reason for `{function}` in src/{file}, of which no line is missed")
        })
        .collect()
}

/// The lines with how often they ran, as other programs read them.
fn lcov(files: &[File]) -> String {
    let mut text = String::new();
    for file in files {
        let _ = writeln!(text, "SF:src/{}", file.name);
        for (line, count) in &file.lines {
            let _ = writeln!(text, "DA:{line},{count}");
        }
        let Share { all, reached } = file.lines();
        let _ = writeln!(text, "LF:{all}\nLH:{reached}\nend_of_record");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "impl A {\n    fn a(&self) {\n        b();\n        c();\n    }\n}\n\n#[cfg(test)]\nmod tests {\n    fn d() {}\n}\n";

    /// A file of which these lines ran so often, and half of its two regions.
    fn file(lines: &[(usize, u64)]) -> File {
        let regions = BTreeMap::from([([2, 1, 5, 1], 1), ([4, 9, 4, 12], 0), ([10, 1, 10, 9], 0)]);
        let reached = Reached { lines: lines.iter().copied().collect(), regions };
        File::new("a/b.rs".to_owned(), &reached, Source::new(TEXT))
    }

    #[test]
    fn tests_do_not_count() {
        let file = file(&[(2, 1), (3, 2), (4, 0), (5, 1), (10, 0)]);
        assert_eq!((file.lines().reached, file.lines().all), (3, 4));
        assert_eq!((file.regions.reached, file.regions.all), (1, 2));
        assert_eq!(uncovered(&[file]), "src/a/b.rs:4: c();\n");
    }

    #[test]
    fn the_table_has_modules_and_a_sum() {
        assert_eq!(
            table(&[file(&[(2, 1), (3, 0)])]),
            "| module | lines | | regions | |\n|-|-|-|-|-|\n\
             | `a` | 1 of 2 | 50.00 % | 1 of 2 | 50.00 % |\n\
             | **all** | 1 of 2 | 50.00 % | 1 of 2 | 50.00 % |\n"
        );
    }

    #[test]
    fn lines_need_a_reason_and_shares_a_size() {
        let files = [file(&[(2, 1), (4, 0)])];
        let low = [
            "50.00 % of the lines are reached, 97 % are promised",
            "50.00 % of the regions are reached, 93 % are promised",
        ];
        let told = "src/a/b.rs: no test reaches all of `a`, and tests/README.md does not say why";
        assert_eq!(problems(&files, &BTreeSet::new()), [&[told], &low[..]].concat());
        let reasons = BTreeSet::from([("a/b.rs".to_owned(), "a".to_owned())]);
        assert_eq!(problems(&files, &reasons), low);
        let reasons = BTreeSet::from([("a/b.rs".to_owned(), "all".to_owned())]);
        assert_eq!(problems(&files, &reasons), low);
    }

    #[test]
    fn reasons_need_a_line() {
        let row = |file: &str, function: &str| (file.to_owned(), function.to_owned());
        let missed = BTreeSet::from([("a/b.rs", "a")]);
        let needed = BTreeSet::from([row("a/b.rs", "a"), row("c.rs", "all"), row("scan/d.rs", "e")]);
        assert_eq!(idle(&missed, &needed), [""; 0]);
        let rows = BTreeSet::from([row("a/b.rs", "f"), row("g.rs", "a")]);
        let told = [
            "tests/README.md gives a reason for `f` in src/a/b.rs, of which no line is missed",
            "tests/README.md gives a reason for `a` in src/g.rs, of which no line is missed",
        ];
        assert_eq!(idle(&missed, &rows), told);
        let files = [file(&[(2, 1), (4, 1)])];
        let told = "tests/README.md gives a reason for `a` in src/a/b.rs, of which no line is missed";
        assert_eq!(problems(&files, &BTreeSet::from([row("a/b.rs", "a")]))[0], told);
    }

    #[test]
    fn tracefiles_have_every_line() {
        assert_eq!(
            lcov(&[file(&[(2, 7), (4, 0)])]),
            "SF:src/a/b.rs\nDA:2,7\nDA:4,0\nLF:2\nLH:1\nend_of_record\n"
        );
    }
}
