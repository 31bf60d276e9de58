//! Where rows come from and how they end: files, pipes, CRLF, NUL, CSV, rows of any length.

use super::{Folder, command, envoi};
use std::fmt::Write as _;
use std::io::Write as _;

#[test]
fn several_files_and_standard_input() {
    let folder = Folder::new("several").with("one", "@b\n").with("two", "a@b\n@c");
    folder.run_with(&["check", "one", "-", "two"], b"a@b\na@b\n@d\n").timed().prints(
        "one:1:1: localpart is empty, at byte 0 (RFC 7622 section 3.3)\n\
         -:3:1: localpart is empty, at byte 0 (RFC 7622 section 3.3)\n\
         two:2:1: localpart is empty, at byte 0 (RFC 7622 section 3.3)\n",
        "6 rows: 3 valid, 3 invalid\n  localpart empty 3\n",
        1,
    );
}

#[test]
fn no_rows() {
    envoi(&["check"], "").timed().prints("", "0 rows: 0 valid, 0 invalid\n", 0);
    envoi(&["normalize"], "").prints("", "", 0);
    let folder = Folder::new("empty").with("none", "");
    folder.run(&["check", "none", "none"]).timed().prints("", "0 rows: 0 valid, 0 invalid\n", 0);
}

#[test]
fn lines_end_with_lf_or_crlf_or_the_file() {
    envoi(&["check", "--all"], "a@b\r\nc@d\n\r\ne@f").timed().prints(
        "-:1: a@b\n-:2: c@d\n-:3:1: domainpart is empty, at byte 0 (RFC 7622 section 3.2)\n-:4: e@f\n",
        "4 rows: 3 valid, 1 invalid\n  domainpart empty 1\n",
        1,
    );
}

#[test]
fn rows_that_end_with_nul() {
    envoi(&["check", "--null", "--all"], "a@b\0c@d/e\r\0f@g\n\0h@i").timed().prints(
        "-:1: a@b\n\
         -:2:6: resourcepart: U+000D is not allowed, at byte 5 (RFC 8264 section 4.3.3)\n\
         -:3:4: domainpart: U+000A is not allowed, at byte 3 (RFC 5890 section 2.3.1)\n\
         -:4: h@i\n",
        "4 rows: 2 valid, 2 invalid\n  domainpart disallowed 1\n  resourcepart disallowed 1\n",
        1,
    );
}

#[test]
fn octets_that_are_not_utf8() {
    envoi(&["check"], b"\xFF@b\na@b/\xC3\nok@b\n").timed().prints(
        "-:1:1: localpart is not UTF-8, at byte 0 (RFC 7622 section 3.1)\n\
         -:2:5: resourcepart is not UTF-8, at byte 4 (RFC 7622 section 3.1)\n",
        "3 rows: 1 valid, 2 invalid\n  localpart invalid-utf8 1\n  resourcepart invalid-utf8 1\n",
        1,
    );
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_the_others_are_checked() {
    let folder = Folder::new("missing").with("one", "@b\n").with("two", "@c\n");
    folder.run(&["check", "one", "nowhere", "two"]).timed().prints(
        "one:1:1: localpart is empty, at byte 0 (RFC 7622 section 3.3)\n\
         two:1:1: localpart is empty, at byte 0 (RFC 7622 section 3.3)\n",
        "envoi: nowhere: No such file or directory (os error 2)\n\
         2 rows: 0 valid, 2 invalid\n  localpart empty 2\n",
        2,
    );
    folder.run(&["check", "--quiet", "nowhere"]).prints(
        "",
        "envoi: nowhere: No such file or directory (os error 2)\n",
        2,
    );
    folder.run(&["normalize", "nowhere", "one"]).prints(
        "",
        "envoi: nowhere: No such file or directory (os error 2)\n\
         one:1:1: localpart is empty, at byte 0 (RFC 7622 section 3.3)\n",
        2,
    );
    folder.run(&["check", "-q", "."]).prints("", "envoi: .: Is a directory (os error 21)\n", 2);
}

#[test]
fn a_row_longer_than_a_chunk_is_judged_by_its_front() {
    let mut rows = b"a@b\n".to_vec();
    rows.extend_from_slice("x".repeat(3_000_000).as_bytes());
    rows.extend_from_slice(b"@example.com\n&@b\nc@d/");
    // Two octets each, so that the front ends in the middle of one.
    rows.extend_from_slice("\u{E9}".repeat(300_000).as_bytes());
    rows.extend_from_slice(b"\r\n@e\n");
    envoi(&["check", "--all"], &rows).timed().prints(
        "-:1: a@b\n\
         -:2:1: domainpart is longer than 1023 octets, at byte 0 (RFC 7622 section 3.2)\n\
         -:3:1: localpart: '&' (U+0026) is not allowed, at byte 0 (RFC 7622 section 3.3.1)\n\
         -:4:5: resourcepart is longer than 1023 octets, at byte 4 (RFC 7622 section 3.4)\n\
         -:5:1: localpart is empty, at byte 0 (RFC 7622 section 3.3)\n",
        "5 rows: 1 valid, 4 invalid\n  localpart empty 1\n  localpart disallowed 1\n  \
         domainpart too-long 1\n  resourcepart too-long 1\n",
        1,
    );
    let ran = envoi(&["check", "--format", "jsonl"], &rows);
    let sizes: Vec<_> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["input_octets"].as_u64())
        .collect();
    // The carriage return counts, since the end of the row is not kept.
    assert_eq!(sizes, [Some(3_000_012), None, Some(600_005), None]);
}

#[test]
fn the_last_row_may_be_longer_than_a_chunk() {
    envoi(&["check"], "a@".to_owned() + &"b".repeat(600_000)).timed().prints(
        "-:1:3: domainpart is longer than 1023 octets, at byte 2 (RFC 7622 section 3.2)\n",
        "1 row: 0 valid, 1 invalid\n  domainpart too-long 1\n",
        1,
    );
}

#[test]
fn rows_of_every_length_around_a_chunk() {
    for octets in (256 * 1024 - 4)..(256 * 1024 + 4) {
        let rows = ["a@b\n".repeat(10), "/".repeat(octets), "\n@c\n".into()].concat();
        let ran = envoi(&["check"], rows).timed();
        assert_eq!(
            ran.stdout,
            "-:11:1: domainpart is empty, at byte 0 (RFC 7622 section 3.2)\n\
             -:12:1: localpart is empty, at byte 0 (RFC 7622 section 3.3)\n",
            "{octets}"
        );
    }
}

#[test]
fn a_column_of_a_csv_file() {
    let table = "id,jid,note\r\n1,juliet@example.com,x\n2,\"a,b&@example.com\",\"two\nlines\"\n\n\
                 3,@example.com\n4\n5,\"romeo@example.net\",\n";
    let folder = Folder::new("csv").with("t.csv", table);
    folder.run(&["check", "--column", "jid", "--all", "t.csv"]).timed().prints(
        "t.csv:2: juliet@example.com\n\
         t.csv:3:4: localpart: '&' (U+0026) is not allowed, at byte 3 (RFC 7622 section 3.3.1)\n\
         t.csv:6:1: localpart is empty, at byte 0 (RFC 7622 section 3.3)\n\
         t.csv:7:1: domainpart is empty, at byte 0 (RFC 7622 section 3.2)\n\
         t.csv:8: romeo@example.net\n",
        "5 rows: 2 valid, 3 invalid\n  localpart empty 1\n  localpart disallowed 1\n  domainpart empty 1\n",
        1,
    );
    folder.run(&["normalize", "-q", "--column", "jid", "t.csv"]).prints(
        "juliet@example.com\nromeo@example.net\n",
        "",
        1,
    );
    folder.run(&["check", "--quiet", "--column", "mail", "t.csv"]).prints(
        "",
        "envoi: t.csv: no column 'mail' in the header (id, jid, note)\n",
        2,
    );
    let both = folder.run(&["check", "--column", "jid", "--null", "t.csv"]);
    assert_eq!(both.status, 2);
    assert!(both.stderr.contains("cannot be used with"), "{}", both.stderr);
}

#[test]
fn many_records_keep_their_lines() {
    let mut table = String::from("jid\n");
    let mut expected = String::new();
    for line in 2..50_000 {
        table.push_str(if line % 1000 == 0 { "@b\n" } else { "a@b\n" });
        if line % 1000 == 0 {
            writeln!(expected, "-:{line}:1: localpart is empty, at byte 0 (RFC 7622 section 3.3)").unwrap();
        }
    }
    assert_eq!(envoi(&["check", "--column", "jid"], &table).stdout, expected);
}

#[test]
fn an_open_quotation_mark_does_not_fill_the_memory() {
    let mut table = b"jid\na@b\n\"".to_vec();
    table.resize(20_000_000, b'x');
    let ran = envoi(&["check", "--column", "jid", "--all"], &table).timed();
    assert_eq!((&*ran.stdout, ran.status), ("-:2: a@b\n", 2));
    assert!(
        ran.stderr.starts_with("envoi: -: a record has more than 16 MiB: is a quotation mark open?\n"),
        "{}",
        ran.stderr
    );
}

#[test]
#[cfg(target_os = "linux")]
fn memory_does_not_grow_with_the_input() {
    let rows = "@b\n".repeat(10_000) + &"x".repeat(1_000_000) + "\n";
    let args = ["check", "--all", "--format", "jsonl", "--jobs", "4"];
    assert!(peak_memory(&args, &rows, 60_000_000, 1) < 32 * 1024);
}

#[test]
#[cfg(target_os = "linux")]
fn memory_does_not_grow_with_the_stream() {
    let text = "x".repeat(2_000);
    let stanza = format!("<message id='a'><body>{text}</body></message>");
    let large = format!("<message><body>{}</body></message>", "x".repeat(262_000));
    let stanzas = stanza.repeat(500) + &large;
    for args in [&["stream", "check", "--fragment"][..], &["stream", "grep", "--fragment", "--id", "a"]] {
        let peak = peak_memory(args, &stanzas, 1_000_000, 0);
        assert!(peak < 16 * 1024, "{peak} KiB");
    }
}

/// The most memory that the command had in use, in KiB, after 40 times `input`. It must print so many octets.
#[cfg(target_os = "linux")]
#[track_caller]
fn peak_memory(args: &[&str], input: &str, prints: u64, status: i32) -> u64 {
    let mut child = command(args).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let (memory, printed) = std::thread::scope(|scope| {
        let printed = scope.spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()).unwrap());
        for _ in 0..40 {
            stdin.write_all(input.as_bytes()).unwrap();
        }
        // It waits for more: nothing of what it has had to keep has been given back.
        let memory = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
        drop(stdin);
        (memory, printed.join().unwrap())
    });
    assert_eq!(child.wait().unwrap().code(), Some(status));
    assert!(printed > prints, "{printed} octets");
    let peak = memory.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    peak.trim().strip_suffix(" kB").unwrap().parse().unwrap()
}
