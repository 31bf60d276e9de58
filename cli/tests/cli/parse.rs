//! `envoi parse`: what a person reads, and the same as JSON.

use super::{command, envoi, finish};

#[test]
fn a_canonical_address() {
    envoi(&["parse", "juliet@example.com/Balcony"], "").prints(
        "juliet@example.com/Balcony\n\
         \x20 localpart    juliet  (6 octets)\n\
         \x20 domainpart   example.com  (11 octets)\n\
         \x20 resourcepart Balcony  (7 octets)\n",
        "",
        0,
    );
}

#[test]
fn what_changed_and_why() {
    envoi(&["parse", "JUliet@xn--bcher-kva.Example.", "\u{FF41}.example/x\u{A0}y"], "").prints(
        "juliet@b\u{FC}cher.example\n\
         \x20 localpart    juliet  (6 octets)\n\
         \x20 domainpart   b\u{FC}cher.example  (15 octets), as A-labels xn--bcher-kva.example (21 octets)\n\
         \x20 changed: localpart: 'JU' became 'ju': lower case (RFC 8265 section 3.3.3)\n\
         \x20 changed: domainpart: 'xn--bcher-kva' became 'b\u{FC}cher': A-labels are decoded (RFC 7622 section 3.2.1)\n\
         \x20 changed: domainpart: 'E' became 'e': lower case (RFC 5895 section 2)\n\
         \x20 changed: domainpart: '.' was dropped: a final dot is not part of the name (RFC 7622 section 3.2)\n\
         a.example/x y\n\
         \x20 domainpart   a.example  (9 octets)\n\
         \x20 resourcepart x y  (3 octets)\n\
         \x20 changed: domainpart: '\u{FF41}' became 'a': fullwidth and halfwidth forms are mapped (RFC 5895 section 2)\n\
         \x20 changed: resourcepart: '\\u{a0}' became ' ': spaces are mapped to U+0020 (RFC 8265 section 4.2.2)\n",
        "",
        0,
    );
}

#[test]
fn look_alikes_are_noted() {
    let ran = envoi(&["parse", "p\u{430}ypal@example.com"], "");
    assert!(
        ran.stdout.ends_with("\n  note: localpart: '\u{430}' (U+0430) looks like 'a'\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn errors_have_a_mark_under_the_character() {
    for (address, drawn) in [
        (
            "a&b@example.com",
            "error[localpart/disallowed]: localpart: '&' (U+0026) is not allowed, at byte 1 (RFC 7622 section 3.3.1)\n \
             |\n | a&b@example.com\n |  ^\n",
        ),
        // Two columns each.
        (
            "\u{4E00}\u{4E8C}&@c",
            "error[localpart/disallowed]: localpart: '&' (U+0026) is not allowed, at byte 6 (RFC 7622 section 3.3.1)\n \
             |\n | \u{4E00}\u{4E8C}&@c\n |     ^\n",
        ),
        // No column of its own.
        (
            "e\u{301}\u{323}&@c",
            "error[localpart/disallowed]: localpart: '&' (U+0026) is not allowed, at byte 5 (RFC 7622 section 3.3.1)\n \
             |\n | e\u{301}\u{323}&@c\n |  ^\n",
        ),
        // Would turn the line round.
        (
            "a\u{202E}b@c",
            "error[localpart/disallowed]: localpart: U+202E is not allowed, at byte 1 (RFC 8264 section 4.2.3)\n \
             |\n | a\\u{202e}b@c\n |  ^^^^^^^^\n",
        ),
        (
            "a\tb\u{1B}@c",
            "error[localpart/disallowed]: localpart: U+0009 is not allowed, at byte 1 (RFC 8264 section 4.2.3)\n \
             |\n | a\\u{9}b\\u{1b}@c\n |  ^^^^^\n",
        ),
        (
            "\u{5D0}\u{2665}@c",
            "error[localpart/disallowed]: localpart: '\u{2665}' (U+2665) is not allowed, at byte 2 (RFC 8264 section 4.2.3)\n \
             |\n | \u{5D0}\u{2665}@c\n |  ^\n |\n \
             = note: a terminal may show right-to-left letters in another order than they are stored in\n",
        ),
        (
            "a@",
            "error[domainpart/empty]: domainpart is empty, at byte 2 (RFC 7622 section 3.2)\n |\n | a@\n |   ^\n",
        ),
    ] {
        envoi(&["parse", address], "").prints("", drawn, 1);
    }
}

#[test]
fn a_long_address_is_cut_round_the_mark() {
    let address = ["a".repeat(500), "&".into(), "b".repeat(400), "@example.com".into()].concat();
    let ran = envoi(&["parse", &address], "");
    let lines: Vec<_> = ran.stderr.lines().collect();
    assert_eq!(lines.len(), 4);
    let mark = lines[3].find('^').unwrap();
    assert_eq!(&lines[2][mark..=mark], "&");
    assert_eq!(lines[2].len(), 100, "{}", lines[2]);
}

#[test]
#[cfg(unix)]
fn octets_that_are_not_utf8_are_shown() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let args = [OsStr::new("parse"), OsStr::from_bytes(b"ab\xFF\\@c")];
    envoi(&args, "").prints(
        "",
        "error[localpart/invalid-utf8]: localpart is not UTF-8, at byte 2 (RFC 7622 section 3.1)\n \
         |\n | ab\\xFF\\@c\n |   ^^^^\n",
        1,
    );
}

#[test]
fn json() {
    envoi(&["parse", "--format", "json", "Juliet@b\u{FC}cher.example", "p\u{430}@b", "a b@c"], "").prints(
        concat!(
            r#"{"input":"Juliet@bücher.example","valid":true,"jid":"juliet@bücher.example","localpart":"juliet","#,
            r#""domainpart":"bücher.example","resourcepart":null,"a_labels":"xn--bcher-kva.example","#,
            r#""octets":{"localpart":6,"domainpart":15,"resourcepart":null},"#,
            r#""changes":[{"part":"localpart","change":"lower-case","from":"J","to":"j","#,
            r#""rule":"RFC 8265 section 3.3.3"}],"notes":[]}"#,
            "\n",
            r#"{"input":"pа@b","valid":true,"jid":"pа@b","localpart":"pа","domainpart":"b","resourcepart":null,"#,
            r#""a_labels":null,"octets":{"localpart":3,"domainpart":1,"resourcepart":null},"changes":[],"#,
            r#""notes":[{"part":"localpart","codepoint":"U+0430","note":"'а' (U+0430) looks like 'a'"}]}"#,
            "\n",
            r#"{"input":"a b@c","valid":false,"error":{"part":"localpart","kind":"disallowed","offset":1,"#,
            r#""codepoint":"U+0020","message":"localpart: ' ' (U+0020) is not allowed, at byte 1 "#,
            r#"(RFC 8264 section 4.2.3)"}}"#,
            "\n",
        ),
        "",
        1,
    );
}

#[test]
fn policies_apply() {
    envoi(&["parse", "--policy", "appengine-sender", "app@example.com"], "").prints(
        "app@example.com/bot\n\
         \x20 localpart    app  (3 octets)\n\
         \x20 domainpart   example.com  (11 octets)\n\
         \x20 resourcepart bot  (3 octets)\n\
         \x20 changed: resourcepart: 'bot' was added: a sender without a resourcepart (App Engine XMPP service)\n",
        "",
        0,
    );
    let address = "Ju\u{AD}liet@xn--bcher-kva\u{3002}Stra\u{DF}e./x\u{A0}\u{2460}";
    envoi(&["parse", "--policy", "rfc6122", address], "").prints(
        "juliet@b\u{FC}cher.strasse/x 1\n\
         \x20 localpart    juliet  (6 octets)\n\
         \x20 domainpart   b\u{FC}cher.strasse  (15 octets), as A-labels xn--bcher-kva.strasse (21 octets)\n\
         \x20 resourcepart x 1  (3 octets)\n\
         \x20 changed: localpart: 'J' became 'j': lower case (RFC 6122 appendix A.3)\n\
         \x20 changed: localpart: '\\u{ad}' was dropped: mapped by table (RFC 6122 appendix A)\n\
         \x20 changed: domainpart: 'xn--bcher-kva' became 'b\u{FC}cher': A-labels are decoded (RFC 3490 section 4.2)\n\
         \x20 changed: domainpart: 'S' became 's': lower case (RFC 3491 section 3)\n\
         \x20 changed: domainpart: '\u{DF}' became 'ss': mapped by table (RFC 3491 sections 3 and 4)\n\
         \x20 changed: domainpart: '\u{3002}' became '.': a full stop between labels (RFC 3490 section 3.1)\n\
         \x20 changed: domainpart: '.' was dropped: a final dot is not part of the name (RFC 6122 section 2.2)\n\
         \x20 changed: resourcepart: '\\u{a0}' became ' ': spaces are mapped to U+0020 (RFC 6122 appendix B.4)\n\
         \x20 changed: resourcepart: '\u{2460}' became '1': mapped by table (RFC 6122 appendix B)\n",
        "",
        0,
    );
    let ran = envoi(&["parse", "--uts46", "a@\u{2121}.example"], "");
    assert!(
        ran.stdout.contains("'\u{2121}' became 'tel': mapped by table (UTS 46 section 4)"),
        "{}",
        ran.stdout
    );
}

#[test]
fn an_address_is_required() {
    let ran = envoi(&["parse"], "");
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("<ADDRESS>..."), "{}", ran.stderr);
}

#[test]
fn colours_are_for_those_who_want_them() {
    let colored = |name: &str, value: &str| {
        let mut command = command(&["parse", "a&b@c", "Juliet@example.com"]);
        command.env(name, value);
        let ran = finish(command, b"");
        assert_eq!(ran.stderr.contains("\x1B["), ran.stdout.contains("\x1B["), "{ran:?}");
        ran.stdout.contains("\x1B[")
    };
    assert!(colored("CLICOLOR_FORCE", "1"));
    assert!(!colored("NO_COLOR", "1"));
    assert!(!colored("CLICOLOR", "1"), "a pipe is no terminal");
    let mut command = command(&["parse", "a&b@c"]);
    command.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1");
    assert!(!finish(command, b"").stderr.contains("\x1B["));
}
