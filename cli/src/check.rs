//! `envoi check`: which rows are addresses.

use crate::args::CheckArgs;
use crate::delivery::{Output, Streams};
use crate::exit::{self, Ended, Trouble};
use crate::input::total_octets;
use crate::pipeline::{self, Judged, Plan, RowHandler};
use crate::progress::Progress;
use crate::report::Report;
use crate::show;
use std::io::{self, Write};
use std::sync::Arc;

pub(crate) fn run(args: &CheckArgs) -> Ended {
    let paths = args.input.paths();
    let progress = Arc::new(Progress::new("rows", total_octets(&paths), args.quiet));
    let report = Report::new(args.format, &paths, show::colored());
    if !args.quiet {
        let mut header = Vec::new();
        report.header(&mut header);
        io::stdout().write_all(&header).map_err(Trouble::output)?;
    }
    let plan = Plan {
        input: &args.input,
        policy: args.policy.policy(),
        with_valid: args.all && !args.quiet,
        progress: Arc::clone(&progress),
    };
    let tally = pipeline::run(&plan, Streams::new(Arc::clone(&progress)), || Checker {
        report: (!args.quiet).then_some(&report),
    })?;
    if !args.quiet {
        exit::complain(tally.summary(progress.elapsed()).trim_end());
    }
    Ok(tally.verdict())
}

struct Checker<'a> {
    report: Option<&'a Report<'a>>,
}

impl RowHandler for Checker<'_> {
    fn row(&mut self, judged: &Judged<'_>, output: &mut Output) {
        if let Some(report) = self.report {
            report.row(judged, &mut output.rows);
        }
    }
}
