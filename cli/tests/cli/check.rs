//! `envoi check`: verdicts, options, the summary, the exit status.

use super::{Folder, command, envoi, finish};
use std::fmt::Write;

const MIXED: &str =
    "juliet@example.com\na&b@example.com\nRomeo@Example.NET/Orchard\n\ntwo words@example.org\n";

#[test]
fn invalid_rows_are_reported_with_their_place() {
    envoi(&["check"], MIXED).timed().prints(
        "-:2:2: localpart: '&' (U+0026) is not allowed, at byte 1 (RFC 7622 section 3.3.1)\n\
         -:4:1: domainpart is empty, at byte 0 (RFC 7622 section 3.2)\n\
         -:5:4: localpart: ' ' (U+0020) is not allowed, at byte 3 (RFC 8264 section 4.2.3)\n",
        "5 rows: 2 valid, 3 invalid\n  localpart disallowed 2\n  domainpart empty 1\n",
        1,
    );
}

#[test]
fn valid_rows_are_not_reported() {
    envoi(&["check"], "juliet@example.com\n").timed().prints("", "1 row: 1 valid, 0 invalid\n", 0);
}

#[test]
fn all_reports_valid_rows_in_canonical_form() {
    envoi(&["check", "--all"], MIXED).timed().prints(
        "-:1: juliet@example.com\n\
         -:2:2: localpart: '&' (U+0026) is not allowed, at byte 1 (RFC 7622 section 3.3.1)\n\
         -:3: romeo@example.net/Orchard\n\
         -:4:1: domainpart is empty, at byte 0 (RFC 7622 section 3.2)\n\
         -:5:4: localpart: ' ' (U+0020) is not allowed, at byte 3 (RFC 8264 section 4.2.3)\n",
        "5 rows: 2 valid, 3 invalid\n  localpart disallowed 2\n  domainpart empty 1\n",
        1,
    );
}

#[test]
fn quiet_leaves_the_exit_status_only() {
    for format in ["text", "jsonl", "csv"] {
        envoi(&["check", "--quiet", "--all", "--format", format], MIXED).prints("", "", 1);
        envoi(&["check", "-q", "--format", format], "juliet@example.com\n").prints("", "", 0);
    }
}

#[test]
fn columns_count_code_points() {
    envoi(&["check", "-"], "\u{E4}\u{4E00}&@example.com\n").timed().prints(
        "-:1:3: localpart: '&' (U+0026) is not allowed, at byte 5 (RFC 7622 section 3.3.1)\n",
        "1 row: 0 valid, 1 invalid\n  localpart disallowed 1\n",
        1,
    );
}

#[test]
fn kinds_with_most_rows_come_first() {
    let ran = envoi(&["check"], "@b\na@\n@c\n/r\n@d\na@/r\n");
    assert!(
        ran.stderr.starts_with("6 rows: 0 valid, 6 invalid\n  localpart empty 3\n  domainpart empty 3\n"),
        "{}",
        ran.stderr
    );
    let ran = envoi(&["check"], "a@\n@b\nb@\n");
    assert!(ran.stderr.contains("  domainpart empty 2\n  localpart empty 1\n"), "{}", ran.stderr);
}

#[test]
fn policies_differ() {
    // Without a localpart: an address by RFC 7622, and no user of App Engine.
    let service = "example.com\n";
    envoi(&["check", "--policy", "rfc7622", "-q"], service).prints("", "", 0);
    envoi(&["check", "--policy", "appengine", "--format", "text"], service).timed().prints(
        "-:1:1: localpart must be followed by '@', at byte 0 (App Engine XMPP service)\n",
        "1 row: 0 valid, 1 invalid\n  localpart missing-at 1\n",
        1,
    );
    let sender = envoi(&["check", "--policy", "appengine-sender", "--all"], "app@example.com\n").timed();
    assert_eq!(sender.stdout, "-:1: app@example.com/bot\n");
    for policy in ["rfc6122", "rfc6122-query"] {
        envoi(&["check", "--policy", policy, "-q"], "juliet@example.com\n").prints("", "", 0);
    }
    let unknown = envoi(&["check", "--policy", "rfc3920"], "");
    assert_eq!(unknown.status, 2);
    assert!(unknown.stderr.contains("invalid value 'rfc3920' for '--policy <NAME>'"), "{}", unknown.stderr);
}

#[test]
fn stored_and_query_mode_differ_on_unassigned_code_points() {
    // U+0221 came with Unicode 4.0.
    let text = "\u{221}@example.com\n";
    envoi(&["check", "-q", "--policy", "rfc6122"], text).prints("", "", 1);
    envoi(&["check", "-q", "--policy", "rfc6122-query"], text).prints("", "", 0);
}

#[test]
fn underscores_are_allowed_on_demand() {
    let text = "a@dev_box.example\n";
    envoi(&["check"], text).timed().prints(
        "-:1:6: domainpart: '_' (U+005F) is not allowed in a host name, at byte 5 (RFC 5890 section 2.3.1)\n",
        "1 row: 0 valid, 1 invalid\n  domainpart underscore 1\n",
        1,
    );
    envoi(&["check", "--allow-underscore", "-q"], text).prints("", "", 0);
}

#[test]
fn uts46_lets_symbols_pass() {
    let text = "a@\u{2764}.example\n";
    envoi(&["check", "-q"], text).prints("", "", 1);
    envoi(&["check", "-q", "--uts46"], text).prints("", "", 0);
}

#[test]
fn any_number_of_jobs_gives_the_same_report() {
    let mut rows = String::new();
    for number in 0..60_000 {
        let separator = if number % 7 == 0 { "&@" } else { "@" };
        writeln!(rows, "user{number}{separator}example.com").unwrap();
    }
    let folder = Folder::new("jobs").with("rows", &rows).with("more", &rows[..rows.len() / 2]);
    for format in ["text", "jsonl", "csv"] {
        let run = |jobs| {
            folder
                .run(&["check", "--all", "--format", format, "--jobs", jobs, "rows", "more", "rows"])
                .timed()
        };
        let one = run("1");
        assert_eq!(one.status, 1);
        assert!(one.stdout.lines().count() >= 150_000);
        assert!(one == run("4") && one == run("3"), "{format}");
    }
    for jobs in ["0", "1025"] {
        let ran = envoi(&["check", "--jobs", jobs], "");
        assert_eq!(ran.status, 2);
        assert!(ran.stderr.contains(&format!("{jobs} is not in 1..=1024")), "{}", ran.stderr);
    }
}

#[test]
fn colours_are_for_those_who_want_them() {
    let mut command = command(&["check", "--all"]);
    command.env("CLICOLOR_FORCE", "1");
    let ran = finish(command, b"a@b\n@b\n");
    assert_eq!(
        ran.stdout,
        "\x1B[1m-:1:\x1B[0m a@b\n\
         \x1B[1m-:2:1:\x1B[0m \x1B[31mlocalpart is empty, at byte 0 (RFC 7622 section 3.3)\x1B[0m\n"
    );
}
