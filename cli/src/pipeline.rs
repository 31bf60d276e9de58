//! The work on many rows: each thread reads a chunk, judges it, and delivers its output in order.
//!
//! There is one chunk and one output buffer for each thread and nothing else in flight, so memory is bounded whatever
//! the size of the input, and a chunk is judged by the processor that has it in its cache.

use crate::args::InputArgs;
use crate::delivery::{Delivery, Output, Sink, Stop};
use crate::exit::Trouble;
use crate::input::{Chunk, Input, View};
use crate::progress::Progress;
use crate::tally::Tally;
use envoi::batch::{self, Row};
use envoi::{Policy, Scratch};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// What is to be done.
pub(crate) struct Plan<'a> {
    pub(crate) input: &'a InputArgs,
    pub(crate) policy: Policy,
    /// Whether the handler sees valid rows too.
    pub(crate) with_valid: bool,
    pub(crate) progress: Arc<Progress>,
}

/// What is done with a row that is to be seen.
pub(crate) trait RowHandler {
    /// Adds to `output` what there is to say about the row.
    fn row(&mut self, judged: &Judged<'_>, output: &mut Output);
}

/// One row with its verdict and where it stands.
pub(crate) struct Judged<'a> {
    /// Which input, from 0.
    pub(crate) file: usize,
    /// The number of the row or, in a CSV file, of the line its record begins on; from 1.
    pub(crate) line: u64,
    /// The octets of the row and the result; its own number counts from the start of a chunk.
    pub(crate) row: Row<'a>,
    /// The size of the row in octets, if it is longer than what `row` has of it.
    pub(crate) row_octets: Option<u64>,
}

/// Judges all rows, and says how many there were of which kind.
pub(crate) fn run<H: RowHandler>(
    plan: &Plan<'_>,
    sink: impl Sink,
    handler: impl Fn() -> H + Sync,
) -> Result<Tally, Trouble> {
    let threads = rayon::ThreadPoolBuilder::new()
        .num_threads(plan.input.jobs.map_or(0, usize::from))
        .build()
        .map_err(|error| Trouble::new("threads", io::Error::other(error)))?;
    let paths = plan.input.paths();
    let input = Mutex::new(Input::new(plan.input, Arc::clone(&plan.progress)));
    let delivery = Delivery::new(sink);
    let tallies = threads.broadcast(|_| {
        let _watch = delivery.watch();
        let mut chunk = Chunk::default();
        let mut worker = Worker {
            plan,
            paths: &paths,
            delivery: &delivery,
            handler: handler(),
            scratch: Scratch::new(),
            output: Output::default(),
            tally: Tally::default(),
        };
        while fill(&input, &mut chunk) && worker.work(&chunk).is_ok() {}
        worker.tally
    });
    plan.progress.finish();
    match delivery.into_error() {
        Some(error) => Err(Trouble::output(error)),
        None => Ok(tallies.into_iter().fold(Tally::default(), Tally::merge)),
    }
}

fn fill(input: &Mutex<Input>, chunk: &mut Chunk) -> bool {
    input.lock().unwrap_or_else(PoisonError::into_inner).fill(chunk)
}

/// What one thread has.
struct Worker<'a, S, H> {
    plan: &'a Plan<'a>,
    paths: &'a [PathBuf],
    delivery: &'a Delivery<S>,
    handler: H,
    scratch: Scratch,
    output: Output,
    tally: Tally,
}

impl<S: Sink, H: RowHandler> Worker<'_, S, H> {
    fn work(&mut self, chunk: &Chunk) -> Result<(), Stop> {
        let before = self.tally.rows();
        match chunk.view() {
            View::Rows { octets, end, first, row_octets } => {
                let lines = if end == 0 { batch::nul_separated(octets) } else { batch::lines(octets) };
                self.rows(chunk, lines, first, row_octets)?;
            }
            View::Fields { offsets, octets, lines } => self.fields(chunk, offsets, octets, lines)?,
            View::Unreadable(reason) => {
                self.tally.unread();
                let name = self.paths[chunk.file].display();
                self.output.messages.extend_from_slice(format!("envoi: {name}: {reason}\n").as_bytes());
            }
        }
        self.plan.progress.add_rows(self.tally.rows() - before);
        self.delivery.finish(chunk.sequence, &mut self.output)
    }

    fn rows(
        &mut self,
        chunk: &Chunk,
        lines: batch::Lines<'_>,
        first: u64,
        row_octets: Option<u64>,
    ) -> Result<(), Stop> {
        let mut lines = lines.with_policy(self.plan.policy);
        while let Some(row) = lines.next_in(&mut self.scratch) {
            if self.tally.count(&row.result) && !self.plan.with_valid {
                continue;
            }
            let judged = Judged { file: chunk.file, line: first + row.number - 1, row, row_octets };
            self.handler.row(&judged, &mut self.output);
            self.delivery.spill(chunk.sequence, &mut self.output)?;
        }
        Ok(())
    }

    fn fields(&mut self, chunk: &Chunk, offsets: &[i64], octets: &[u8], lines: &[u64]) -> Result<(), Stop> {
        let column = batch::column(offsets, octets).expect("offsets are made in order");
        let mut column = column.with_policy(self.plan.policy);
        let mut lines = lines.iter();
        while let (Some(row), Some(&line)) = (column.next_in(&mut self.scratch), lines.next()) {
            if self.tally.count(&row.result) && !self.plan.with_valid {
                continue;
            }
            let judged = Judged { file: chunk.file, line, row, row_octets: None };
            self.handler.row(&judged, &mut self.output);
            self.delivery.spill(chunk.sequence, &mut self.output)?;
        }
        Ok(())
    }
}
