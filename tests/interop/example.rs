//! The examples as programs.

use crate::process::Process;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Starts an example with these arguments and variables.
pub(crate) fn start(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Process {
    let mut command = Command::new(folder().join(name));
    Process::start(command.args(arguments).envs(variables.iter().copied()))
}

/// Where the examples are, once they are built: `cargo test` builds those of its own target only.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        // This test is `target/PROFILE/deps/interop-...`.
        let test = env::current_exe().expect("the path of this test");
        let built = test.ancestors().nth(2).expect("the directory of the profile");
        let profile = match built.file_name().and_then(|name| name.to_str()) {
            // The one that this test is built with, so that the library is built once.
            Some("debug") | None => "test",
            Some(other) => other,
        };
        let status = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "envoi", "--examples", "--profile", profile])
            .status();
        assert!(status.is_ok_and(|status| status.success()), "the examples do not build");
        built.join("examples")
    })
}
