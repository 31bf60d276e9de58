//! The command as a whole: what it prints on which stream, and its exit status.
//!
//! Each test runs the built binary; expected text is written by hand.

mod check;
mod escape;
mod formats;
mod input;
mod normalize;
mod parse;
mod shell;
mod stanza;
mod stanza_any;
mod stanza_route;
mod stream;
mod stream_grep;
mod uri;

use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What a run of the command gave.
#[derive(Debug, PartialEq, Eq)]
struct Ran {
    stdout: String,
    stderr: String,
    status: i32,
}

/// A folder of its own for one test, which the command runs in.
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn new(test: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self { path }
    }

    fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.path.join(name), content).unwrap();
        self
    }

    fn run(&self, args: &[impl AsRef<OsStr>]) -> Ran {
        self.run_with(args, b"")
    }

    fn run_with(&self, args: &[impl AsRef<OsStr>], stdin: &[u8]) -> Ran {
        let mut command = command(args);
        command.current_dir(&self.path);
        finish(command, stdin)
    }
}

/// Runs the command with this standard input.
fn envoi(args: &[impl AsRef<OsStr>], stdin: impl AsRef<[u8]>) -> Ran {
    finish(command(args), stdin.as_ref())
}

fn command(args: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_envoi"));
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}

fn finish(mut command: Command, stdin: &[u8]) -> Ran {
    let mut child = command.spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            // A command that has ended already does not read.
            let _ = pipe.write_all(stdin);
        });
        child.wait_with_output().unwrap()
    });
    Ran {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        status: output.status.code().unwrap(),
    }
}

impl Ran {
    /// Without the last line of the summary, which must be a time and a rate.
    #[track_caller]
    fn timed(mut self) -> Self {
        let last = self.stderr.trim_end().rfind('\n').map_or(0, |line| line + 1);
        let words: Vec<_> = self.stderr[last..].trim_end().split(' ').collect();
        let [seconds, "s,", rate, "rows" | "stanzas", "per", "second"] = words[..] else {
            panic!("no time in {:?}", self.stderr);
        };
        assert!(seconds.parse::<f64>().is_ok() && rate.parse::<u64>().is_ok(), "{words:?}");
        self.stderr.truncate(last);
        self
    }

    #[track_caller]
    fn prints(&self, stdout: &str, stderr: &str, status: i32) {
        assert_eq!((&*self.stdout, &*self.stderr, self.status), (stdout, stderr, status));
    }
}
