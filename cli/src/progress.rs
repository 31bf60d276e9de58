//! The progress bar: on standard error, if that is a terminal and the work takes long.

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt;
use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Work that is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far the reading has come, and a bar that shows it.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    started: Instant,
    shown: AtomicBool,
    rows: Arc<AtomicU64>,
}

impl Progress {
    /// A bar for an input of `total` octets, if that is known, that counts rows or another `unit`, unless `quiet`.
    pub(crate) fn new(unit: &str, total: Option<u64>, quiet: bool) -> Self {
        let rows = Arc::new(AtomicU64::new(0));
        let wanted = !quiet && io::stderr().is_terminal();
        let bar = wanted.then(|| {
            let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
            bar.with_style(style(unit, total.is_some(), Arc::clone(&rows)))
        });
        Self { bar, started: Instant::now(), shown: AtomicBool::new(false), rows }
    }

    /// Some octets have been read.
    pub(crate) fn advance(&self, octets: u64) {
        let Some(bar) = &self.bar else { return };
        if self.started.elapsed() > PATIENCE && !self.shown.swap(true, Ordering::Relaxed) {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        bar.inc(octets);
    }

    /// Some rows, or what else is counted, have been judged.
    pub(crate) fn add_rows(&self, rows: u64) {
        self.rows.fetch_add(rows, Ordering::Relaxed);
    }

    /// Does something that may write to the terminal, with the bar out of the way.
    pub(crate) fn suspend<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) if self.shown.load(Ordering::Relaxed) => bar.suspend(write),
            _ => write(),
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// The time since the work began.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }
}

fn style(unit: &str, total_is_known: bool, rows: Arc<AtomicU64>) -> ProgressStyle {
    let template = if total_is_known {
        format!("{{wide_bar}} {{bytes}}/{{total_bytes}}  {{rows_per_second}} {unit}/s  {{left}} left")
    } else {
        format!("{{spinner}} {{bytes}}  {{rows_per_second}} {unit}/s")
    };
    let rows_per_second = move |state: &ProgressState, out: &mut dyn fmt::Write| {
        let _ = write!(out, "{}", rate(rows.load(Ordering::Relaxed), state.elapsed()));
    };
    let left = |state: &ProgressState, out: &mut dyn fmt::Write| {
        let _ = write!(out, "{:#}", HumanDuration(state.eta()));
    };
    ProgressStyle::with_template(&template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .with_key("rows_per_second", rows_per_second)
        .with_key("left", left)
}

/// Rows per second, as a whole number.
pub(crate) fn rate(rows: u64, elapsed: Duration) -> u128 {
    u128::from(rows) * 1_000_000_000 / elapsed.as_nanos().max(1)
}
