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
    lines: Receiver<Line>,
    /// What it has printed so far, as far as anybody has looked, and how much of that has been waited for.
    printed: Vec<Line>,
    seen: usize,
}

struct Line {
    is_error: bool,
    text: String,
}

/// What became of a program.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    /// Each line of its standard output, and then of its standard error: which came first cannot be told.
    pub(crate) printed: Vec<String>,
}

impl Process {
    pub(crate) fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{name}: {error}"));
        let (sender, lines) = channel();
        let outputs = [child.stdout.take().map(boxed), child.stderr.take().map(boxed)];
        for (output, is_error) in outputs.into_iter().flatten().zip([false, true]) {
            let sender = sender.clone();
            thread::spawn(move || {
                let mut lines = BufReader::new(output).lines().map_while(Result::ok);
                // Whoever stops looking has ended the program.
                lines.all(|text| sender.send(Line { is_error, text }).is_ok())
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
                if line.text.contains(wanted) {
                    return line.text.clone();
                }
            }
            if let Err(reason) = self.read_line(until) {
                let printed = self.printed();
                panic!("{}: no {wanted:?}: {reason:?}, but {printed:#?}", self.name);
            }
        }
    }

    /// Waits for the program to end by itself.
    pub(crate) fn wait(mut self) -> Ended {
        let until = Instant::now() + LIMIT;
        while self.read_line(until).is_ok() {}
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Ended { status, printed: self.printed() },
                Ok(None) if Instant::now() < until => thread::sleep(Duration::from_millis(5)),
                other => {
                    let printed = self.printed();
                    panic!("{} does not end: {other:?}, {printed:#?}", self.name);
                }
            }
        }
    }

    /// The status with which the program has ended, if it has.
    pub(crate) fn status(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// All that the program has printed so far, in the order of [`Ended::printed`].
    pub(crate) fn printed(&mut self) -> Vec<String> {
        while self.read_line(Instant::now()).is_ok() {}
        let (errors, output): (Vec<_>, Vec<_>) = self.printed.iter().partition(|line| line.is_error);
        output.into_iter().chain(errors).map(|line| line.text.clone()).collect()
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
