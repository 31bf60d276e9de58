//! [`Process`]: a program that ends when the test does.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take that ends by itself.
pub(crate) const LIMIT: Duration = Duration::from_secs(30);

/// A program that is running. It is killed where this is dropped, be it by a test that fails.
pub(crate) struct Process {
    name: String,
    child: Child,
    lines: Receiver<String>,
    /// What it has printed so far, as far as anybody has looked, and how much of that has been waited for.
    printed: Vec<String>,
    seen: usize,
}

/// What became of a program.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    /// Each line of its standard output and standard error.
    pub(crate) printed: Vec<String>,
}

impl Process {
    pub(crate) fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{name}: {error}"));
        let (sender, lines) = channel();
        let outputs = [child.stdout.take().map(boxed), child.stderr.take().map(boxed)];
        for output in outputs.into_iter().flatten() {
            let sender = sender.clone();
            thread::spawn(move || {
                // Whoever stops looking has ended the program.
                BufReader::new(output).lines().map_while(Result::ok).all(|line| sender.send(line).is_ok())
            });
        }
        Self { name, child, lines, printed: Vec::new(), seen: 0 }
    }

    /// Waits for a line with `wanted` in it behind the one that was waited for before, and returns it.
    pub(crate) fn wait_for(&mut self, wanted: &str) -> String {
        let until = Instant::now() + LIMIT;
        loop {
            while let Some(line) = self.printed.get(self.seen) {
                self.seen += 1;
                if line.contains(wanted) {
                    return line.clone();
                }
            }
            if let Err(reason) = self.read_line(until) {
                panic!("{}: no {wanted:?}: {reason:?}, but {:#?}", self.name, self.printed);
            }
        }
    }

    /// Waits for the program to end by itself.
    pub(crate) fn wait(mut self) -> Ended {
        let until = Instant::now() + LIMIT;
        while self.read_line(until).is_ok() {}
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Ended { status, printed: std::mem::take(&mut self.printed) },
                Ok(None) if Instant::now() < until => thread::sleep(Duration::from_millis(5)),
                other => panic!("{} does not end: {other:?}, {:#?}", self.name, self.printed),
            }
        }
    }

    /// The status with which the program has ended, if it has.
    pub(crate) fn status(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// All that the program has printed so far.
    pub(crate) fn printed(&mut self) -> &[String] {
        while self.read_line(Instant::now()).is_ok() {}
        &self.printed
    }

    fn read_line(&mut self, until: Instant) -> Result<(), RecvTimeoutError> {
        let left = until.saturating_duration_since(Instant::now());
        self.printed.push(self.lines.recv_timeout(left)?);
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn boxed(output: impl Read + Send + 'static) -> Box<dyn Read + Send> {
    Box::new(output)
}
