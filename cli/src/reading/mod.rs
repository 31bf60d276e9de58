//! Inputs that hold streams or stanzas, read one after the other.

mod args;
mod fault;
mod first_tag;
mod place;
mod source;
mod window;

use crate::delivery::{Sink, Streams};
use crate::exit::{self, Trouble};
use crate::input;
use crate::progress::Progress;
use envoi::stream::Event;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(crate) use args::ReadArgs;
pub(crate) use fault::{Cause, StreamFault};
use source::Source;
pub(crate) use source::{Found, Framing};

/// More output than this is written before more is made.
const SPILL: usize = 64 * 1024;

/// What is done with what streams bring.
pub(crate) trait Handler {
    /// Appends to `out` what there is to say about an event of the input of this number.
    fn event(&mut self, file: usize, found: Found<'_>, out: &mut Vec<u8>);

    /// Appends to `out` what there is to say about the fault of an input; `true`: standard error is to show it too.
    fn fault(&mut self, file: usize, fault: &StreamFault<'_>, out: &mut Vec<u8>) -> bool;

    /// An input cannot be read, or not to its end.
    fn unread(&mut self);

    /// Appends to `out` what there is to say when all has been said about an input.
    fn end(&mut self, file: usize, out: &mut Vec<u8>);
}

/// How an input ends.
enum End {
    /// With the stream, or between two elements.
    Well,
    Badly(Cause),
    Unread(io::Error),
}

/// Reads all inputs, each divided into elements by `framing`.
pub(crate) fn read_all(
    args: &ReadArgs,
    framing: Framing,
    paths: &[PathBuf],
    progress: &Arc<Progress>,
    handler: &mut impl Handler,
) -> Result<(), Trouble> {
    let mut reading =
        Reading { progress, sink: Streams::new(Arc::clone(progress)), out: Vec::new(), file: 0 };
    for (file, path) in paths.iter().enumerate() {
        reading.file = file;
        match input::open(path, Arc::clone(progress)) {
            Ok(input) => reading.read(Source::new(input, args, framing), path, handler)?,
            Err(error) => reading.unread(path, &error, handler),
        }
        handler.end(file, &mut reading.out);
        reading.write()?;
    }
    progress.finish();
    Ok(())
}

struct Reading<'a> {
    progress: &'a Arc<Progress>,
    sink: Streams,
    /// What is to be written to standard output.
    out: Vec<u8>,
    file: usize,
}

impl Reading<'_> {
    fn read(&mut self, mut source: Source, path: &Path, handler: &mut impl Handler) -> Result<(), Trouble> {
        match self.read_to_end(&mut source, handler)? {
            End::Well => {}
            End::Badly(cause) => {
                let fault = StreamFault::new(cause, &mut source);
                let to_be_shown = handler.fault(self.file, &fault, &mut self.out);
                self.write()?;
                if to_be_shown {
                    self.progress.suspend(|| fault.report(path.display()));
                }
            }
            End::Unread(error) => {
                self.write()?;
                self.unread(path, &error, handler);
            }
        }
        Ok(())
    }

    fn read_to_end(&mut self, source: &mut Source, handler: &mut impl Handler) -> Result<End, Trouble> {
        loop {
            if let Some(end) = self.handle_events(source, handler)? {
                return Ok(end);
            }
            // What is known is said before more is waited for.
            if source.is_drained() {
                self.write()?;
            }
            match source.fill() {
                Ok(true) => {}
                Ok(false) if source.is_incomplete() => return Ok(End::Badly(Cause::incomplete(source))),
                Ok(false) => return Ok(End::Well),
                Err(error) => return Ok(End::Unread(error)),
            }
        }
    }

    /// Handles the events that there are; none: more octets must come.
    fn handle_events(
        &mut self,
        source: &mut Source,
        handler: &mut impl Handler,
    ) -> Result<Option<End>, Trouble> {
        let mut events = 0;
        let end = loop {
            let error = match source.next_event() {
                Ok(Some(found)) => {
                    let closed = matches!(found.event, Event::Close);
                    handler.event(self.file, found, &mut self.out);
                    events += 1;
                    if closed {
                        break Some(End::Well);
                    }
                    if self.out.len() >= SPILL {
                        self.write()?;
                    }
                    continue;
                }
                Ok(None) => break None,
                Err(error) => error,
            };
            if !source.go_on(&error) {
                break Some(End::Badly(Cause::Error(error)));
            }
        };
        self.progress.add_rows(events);
        Ok(end)
    }

    fn unread(&self, path: &Path, error: &io::Error, handler: &mut impl Handler) {
        handler.unread();
        self.progress.suspend(|| exit::complain(format_args!("envoi: {}: {error}", path.display())));
    }

    fn write(&mut self) -> Result<(), Trouble> {
        if !self.out.is_empty() {
            self.sink.write(&self.out, &[]).map_err(Trouble::output)?;
            self.out.clear();
        }
        Ok(())
    }
}
