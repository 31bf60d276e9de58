//! At home in a shell: help, completions, manual pages, pipes that close.

use super::{command, envoi};
use std::io::{BufRead, BufReader, Read, Write};

const COMMANDS: [&str; 14] = [
    "check",
    "normalize",
    "parse",
    "uri",
    "escape",
    "unescape",
    "stream",
    "stream check",
    "stream grep",
    "stanza",
    "stanza show",
    "stanza route",
    "completions",
    "man",
];

/// The words of a command, between others.
fn words<'a>(front: &[&'a str], name: &'a str, behind: &[&'a str]) -> Vec<&'a str> {
    front.iter().copied().chain(name.split(' ')).chain(behind.iter().copied()).collect()
}

#[test]
fn help_has_examples() {
    for name in COMMANDS {
        let ran = envoi(&words(&[], name, &["--help"]), "");
        assert_eq!((&*ran.stderr, ran.status), ("", 0), "{name}");
        assert!(ran.stdout.contains(&format!("Examples:\n  envoi {name}")), "{}", ran.stdout);
        assert!(name.contains("man") || name == "completions" || ran.stdout.contains("Exit status: 0 "));
    }
    let ran = envoi(&["--help"], "");
    assert!(ran.stdout.contains("Examples:\n  envoi check users.txt\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Exit status: 0 all valid, 1 some invalid, 2 usage or input/output error."));
    let mut listed = COMMANDS.iter().filter(|name| !name.contains(' '));
    assert!(listed.all(|name| ran.stdout.contains(&format!("\n  {name} "))), "{}", ran.stdout);
}

#[test]
fn usage_errors_end_with_status_2() {
    for (args, said) in [
        (&[][..], "Usage: envoi <COMMAND>"),
        (&["frobnicate"], "unrecognized subcommand 'frobnicate'"),
        (&["check", "--frobnicate"], "unexpected argument '--frobnicate' found"),
        (&["check", "--jobs", "many"], "invalid value 'many' for '--jobs <N>'"),
        (&["stream"], "Usage: envoi stream <COMMAND>"),
        (&["stream", "check", "--frames", "--chunk", "1"], "cannot be used with"),
        (&["stream", "grep", "--kind", "query"], "invalid value 'query' for '--kind <KIND>'"),
        (&["stanza"], "Usage: envoi stanza <COMMAND>"),
        (&["stanza", "show", "--replies", "--format", "jsonl"], "cannot be used with"),
        (&["stanza", "route", "--format", "csv"], "invalid value 'csv' for '--format <FORMAT>'"),
    ] {
        let ran = envoi(args, "");
        assert_eq!((&*ran.stdout, ran.status), ("", 2), "{args:?}");
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}

#[test]
fn version() {
    envoi(&["--version"], "").prints(concat!("envoi ", env!("CARGO_PKG_VERSION"), "\n"), "", 0);
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = envoi(&["completions", shell], "");
        assert_eq!((&*ran.stderr, ran.status), ("", 0));
        for word in ["allow-underscore", "normalize", "stanza", "replies", "route"] {
            assert!(ran.stdout.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(envoi(&["completions", "dos"], "").status, 2);
}

#[test]
fn manual_pages() {
    let ran = envoi(&["man"], "");
    assert_eq!((&*ran.stderr, ran.status), ("", 0));
    assert!(ran.stdout.contains(".TH envoi 1") && ran.stdout.contains("envoi\\-check(1)"), "{}", ran.stdout);
    for name in COMMANDS {
        let ran = envoi(&words(&["man"], name, &[]), "");
        assert!(ran.stdout.contains(&format!(".TH envoi-{} 1", name.replace(' ', "-"))), "{}", ran.stdout);
        assert!(ran.stdout.contains(&format!("envoi {name}")), "{}", ran.stdout);
    }
    envoi(&["man", "woman"], "").prints("", "envoi: no command 'woman'\n", 2);
    envoi(&["man", "stream", "man"], "").prints("", "envoi: no command 'stream man'\n", 2);
}

/// Reads one line, closes the pipe, and waits for the end.
#[track_caller]
fn closed_after_one_line(args: &[&str], rows: &[u8]) {
    let mut child = command(args).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut stderr = child.stderr.take().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // The command ends before it has read all of it.
            let _ = stdin.write_all(rows);
        });
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(!line.is_empty());
        drop(stdout);
        let mut said = String::new();
        stderr.read_to_string(&mut said).unwrap();
        assert_eq!((&*said, child.wait().unwrap().code()), ("", Some(0)), "{args:?}");
    });
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let rows = b"a&@b\n".repeat(1_000_000);
    for jobs in ["1", "4"] {
        closed_after_one_line(&["check", "--jobs", jobs], &rows);
        closed_after_one_line(&["check", "--format", "csv", "--jobs", jobs], &rows);
        let valid = b"A@b\n".repeat(1_000_000);
        closed_after_one_line(&["normalize", "--jobs", jobs], &valid);
    }
    closed_after_one_line(&["escape"], &b"a b\n".repeat(1_000_000));
    let stanzas = b"<iq/>\n".repeat(1_000_000);
    closed_after_one_line(&["stream", "check", "--fragment"], &stanzas);
    closed_after_one_line(&["stream", "check", "--fragment", "--format", "jsonl"], &stanzas);
    closed_after_one_line(&["stream", "grep", "--fragment"], &stanzas);
    closed_after_one_line(&["stanza", "show"], &stanzas);
    closed_after_one_line(&["stanza", "show", "--replies"], &stanzas);
    closed_after_one_line(&["stanza", "route", "--format", "jsonl"], &stanzas);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_reported() {
    for (args, input) in [
        (&["check", "--all"][..], "a@b\n"),
        (&["normalize"], "a@b\n"),
        (&["escape"], "a@b\n"),
        (&["stream", "check", "--fragment"], "<iq/>"),
        (&["stream", "grep", "--fragment", "--count"], "<iq/>"),
        (&["stanza", "show"], "<iq/>"),
        (&["stanza", "route"], "<iq/>"),
    ] {
        let mut command = command(args);
        command.stdout(std::fs::File::options().write(true).open("/dev/full").unwrap());
        let ran = super::finish(command, input.as_bytes());
        assert_eq!(
            (&*ran.stderr, ran.status),
            ("envoi: standard output: No space left on device (os error 28)\n", 2),
            "{args:?}"
        );
    }
}

#[test]
fn rows_of_a_slow_pipe_are_reported_as_they_come() {
    let mut child = command(&["check"]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for number in 1..=3 {
        stdin.write_all(b"@b\n").unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.starts_with(&format!("-:{number}:1: ")), "{line}");
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn stanzas_of_a_slow_pipe_are_reported_as_they_come() {
    for command_words in
        [&["stream", "check", "--fragment"][..], &["stream", "grep", "--fragment"], &["stanza", "show"]]
    {
        let mut child = command(command_words).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        for _ in 1..=3 {
            stdin.write_all(b"<presence/>").unwrap();
            let mut line = String::new();
            stdout.read_line(&mut line).unwrap();
            assert!(line.contains("presence"), "{line}");
        }
        drop(stdin);
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
}
