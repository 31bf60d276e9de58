//! What the workers write, in the order of the chunks, without a queue.

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use crate::progress::Progress;

/// A worker that has more than this to say waits for its turn before it goes on, so that memory stays bounded.
const SPILL: usize = 256 * 1024;

/// Where the output of all chunks goes.
pub(crate) trait Sink: Send {
    /// Takes the rows and messages of one chunk, or of part of one.
    ///
    /// # Errors
    ///
    /// Those of the underlying writers.
    fn write(&mut self, rows: &[u8], messages: &[u8]) -> io::Result<()>;
}

/// Brings chunks back into their order.
pub(crate) struct Delivery<S> {
    state: Mutex<State<S>>,
    advanced: Condvar,
}

struct State<S> {
    /// The chunk whose turn it is.
    next: u64,
    /// Chunks behind it that were done early, because they had nothing to say.
    silent: Vec<u64>,
    sink: S,
    error: Option<io::Error>,
    stopped: bool,
}

/// What a worker has to say about a chunk; the room is used again for the next.
#[derive(Default)]
pub(crate) struct Output {
    /// For standard output.
    pub(crate) rows: Vec<u8>,
    /// For standard error.
    pub(crate) messages: Vec<u8>,
}

/// Writing has failed, and the work is to end: the error itself is with the [`Delivery`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stop;

impl<S: Sink> Delivery<S> {
    pub(crate) fn new(sink: S) -> Self {
        let state = State { next: 0, silent: Vec::new(), sink, error: None, stopped: false };
        Self { state: Mutex::new(state), advanced: Condvar::new() }
    }

    /// Writes what there is to say about chunk `sequence` so far, if it is much.
    pub(crate) fn spill(&self, sequence: u64, output: &mut Output) -> Result<(), Stop> {
        if output.rows.len() + output.messages.len() < SPILL {
            return Ok(());
        }
        let mut state = self.wait(sequence)?;
        self.write(&mut state, output)
    }

    /// Writes the rest for chunk `sequence`; after this it is the next one's turn.
    pub(crate) fn finish(&self, sequence: u64, output: &mut Output) -> Result<(), Stop> {
        let mut state = if output.is_empty() { self.lock()? } else { self.wait(sequence)? };
        if state.next != sequence {
            state.silent.push(sequence);
            return Ok(());
        }
        self.write(&mut state, output)?;
        state.advance();
        self.advanced.notify_all();
        Ok(())
    }

    /// While this is held, a panic of the thread ends the work of the others, who would wait for its turn for ever.
    pub(crate) fn watch(&self) -> Watch<'_, S> {
        Watch { delivery: self }
    }

    /// What went wrong, at the end of the work.
    pub(crate) fn into_error(self) -> Option<io::Error> {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).error
    }

    fn write(&self, state: &mut State<S>, output: &mut Output) -> Result<(), Stop> {
        let written =
            if output.is_empty() { Ok(()) } else { state.sink.write(&output.rows, &output.messages) };
        output.rows.clear();
        output.messages.clear();
        written.map_err(|error| {
            state.error = Some(error);
            self.stop(state);
            Stop
        })
    }

    fn stop(&self, state: &mut State<S>) {
        state.stopped = true;
        self.advanced.notify_all();
    }

    fn wait(&self, sequence: u64) -> Result<MutexGuard<'_, State<S>>, Stop> {
        let mut state = self.lock()?;
        while state.next != sequence && !state.stopped {
            state = self.advanced.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.stopped { Err(Stop) } else { Ok(state) }
    }

    fn lock(&self) -> Result<MutexGuard<'_, State<S>>, Stop> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.stopped { Err(Stop) } else { Ok(state) }
    }
}

/// See [`Delivery::watch`].
pub(crate) struct Watch<'a, S: Sink> {
    delivery: &'a Delivery<S>,
}

impl<S: Sink> Drop for Watch<'_, S> {
    fn drop(&mut self) {
        if std::thread::panicking()
            && let Ok(mut state) = self.delivery.lock()
        {
            self.delivery.stop(&mut state);
        }
    }
}

impl<S> State<S> {
    fn advance(&mut self) {
        self.next += 1;
        while let Some(done) = self.silent.iter().position(|&sequence| sequence == self.next) {
            self.silent.swap_remove(done);
            self.next += 1;
        }
    }
}

impl Output {
    fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.messages.is_empty()
    }
}

/// Standard output and standard error.
pub(crate) struct Streams {
    progress: Arc<Progress>,
}

impl Streams {
    pub(crate) fn new(progress: Arc<Progress>) -> Self {
        Self { progress }
    }
}

impl Sink for Streams {
    fn write(&mut self, rows: &[u8], messages: &[u8]) -> io::Result<()> {
        self.progress.suspend(|| {
            // Nobody to read messages is no reason to stop.
            let _ = io::stderr().write_all(messages);
            let mut stdout = io::stdout().lock();
            stdout.write_all(rows)?;
            stdout.flush()
        })
    }
}
