//! How the command ends: its exit status, and the message for what went wrong outside its subject.

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

/// What a command found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// All is valid, or what was looked for is there: status 0.
    AllValid,
    /// Something is not: status 1.
    SomeInvalid,
    /// Some input could not be read, or not to its end, and that has been reported already: status 2.
    Unread,
}

/// What ends a command early: status 2, or 0 if only the reader of its output has gone.
#[derive(Debug)]
pub(crate) struct Trouble {
    subject: String,
    error: io::Error,
}

/// How a command ends.
pub(crate) type Ended = Result<Verdict, Trouble>;

impl Verdict {
    /// The verdict on addresses of which some may be invalid.
    pub(crate) const fn all_valid(yes: bool) -> Self {
        if yes { Self::AllValid } else { Self::SomeInvalid }
    }
}

impl Trouble {
    pub(crate) fn new(subject: impl Into<String>, error: io::Error) -> Self {
        Self { subject: subject.into(), error }
    }

    /// A failed write to standard output.
    pub(crate) fn output(error: io::Error) -> Self {
        Self::new("standard output", error)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "envoi: {}: {}", self.subject, self.error)
    }
}

/// The exit status; says on standard error what went wrong, unless it is that nobody reads on.
pub(crate) fn code(ended: Ended) -> ExitCode {
    match ended {
        Ok(Verdict::AllValid) => ExitCode::SUCCESS,
        Ok(Verdict::SomeInvalid) => ExitCode::from(1),
        Ok(Verdict::Unread) => ExitCode::from(2),
        // `envoi check | head`: whoever closed the pipe has seen enough, and that is no failure.
        Err(trouble) if trouble.error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(trouble) => {
            complain(&trouble);
            ExitCode::from(2)
        }
    }
}

/// Writes a line to standard error. If that fails there is nowhere left to say so.
pub(crate) fn complain(message: impl fmt::Display) {
    let _ = writeln!(io::stderr(), "{message}");
}
