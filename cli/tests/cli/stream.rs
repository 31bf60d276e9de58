//! `envoi stream check`: events, faults, limits, endings.

use super::{Folder, Ran, command, envoi, finish};
use std::fmt::Write;

/// A stream with something of everything; the offsets in the tests are counted by hand, line by line.
const STREAM: &str = concat!(
    "<?xml version='1.0'?>\n",
    "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' \
     from='example.com' id='s1' version='1.0' xml:lang='en'>\n",
    "<stream:features/> <message to='juliet@example.com' id='a&quot;1' type='chat'>\n",
    "<body>\u{E4}\u{4E00}</body></message><presence/>\n",
    "<iq type='get' xml:lang='de'/>\n",
    "</stream:stream>\nleft alone <",
);

const EVENTS: &str = "\
-:2:1: open from=\"example.com\" id=\"s1\" version=\"1.0\" lang=\"en\" content=\"jabber:client\" offset=22 bytes=140
-:3:1: element {http://etherx.jabber.org/streams}features offset=163 bytes=18
-:3:20: stanza {jabber:client}message to=\"juliet@example.com\" id=\"a\\\"1\" type=\"chat\" lang=\"en\" offset=182 bytes=88
-:4:26: stanza {jabber:client}presence lang=\"en\" offset=270 bytes=11
-:5:1: stanza {jabber:client}iq type=\"get\" lang=\"de\" offset=282 bytes=30
-:6:1: close offset=313 bytes=16
";

const SUMMARY: &str = "3 stanzas: 1 message, 1 presence, 1 iq; other elements: 1\n";

const HEADER: &str = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

/// What is printed of [`HEADER`].
const OPEN: &str = "-:1:1: open content=\"jabber:client\" offset=0 bytes=85\n";

fn check(args: &[&str], stdin: impl AsRef<[u8]>) -> Ran {
    envoi(&[&["stream", "check"], args].concat(), stdin)
}

/// What is said of bare stanzas, without the summary.
#[track_caller]
fn fault(stdin: impl AsRef<[u8]>) -> String {
    let ran = check(&["--fragment"], stdin);
    assert_eq!(ran.status, 1);
    let summary = ran.stderr.find("\n0 stanzas").or_else(|| ran.stderr.find("\n1 stanza")).unwrap();
    ran.stderr[..=summary].to_owned()
}

#[test]
fn events_with_their_places() {
    check(&[], STREAM).timed().prints(EVENTS, SUMMARY, 0);
}

#[test]
fn any_chunk_gives_the_same() {
    for chunk in ["1", "2", "7", "100", "4294967295"] {
        check(&["--chunk", chunk], STREAM).timed().prints(EVENTS, SUMMARY, 0);
    }
    assert_eq!(check(&["--chunk", "0"], STREAM).status, 2);
}

#[test]
fn events_as_json_lines() {
    check(&["--format", "jsonl"], STREAM).timed().prints(
        concat!(
            r#"{"event":"open","to":null,"from":"example.com","id":"s1","version":"1.0","lang":"en","#,
            r#""content_namespace":"jabber:client","offset":22,"bytes":140}"#,
            "\n",
            r#"{"event":"element","name":"features","namespace":"http://etherx.jabber.org/streams","#,
            r#""offset":163,"bytes":18}"#,
            "\n",
            r#"{"event":"stanza","name":"message","namespace":"jabber:client","to":"juliet@example.com","#,
            r#""from":null,"id":"a\"1","type":"chat","lang":"en","offset":182,"bytes":88}"#,
            "\n",
            r#"{"event":"stanza","name":"presence","namespace":"jabber:client","to":null,"from":null,"#,
            r#""id":null,"type":null,"lang":"en","offset":270,"bytes":11}"#,
            "\n",
            r#"{"event":"stanza","name":"iq","namespace":"jabber:client","to":null,"from":null,"#,
            r#""id":null,"type":"get","lang":"de","offset":282,"bytes":30}"#,
            "\n",
            r#"{"event":"close","offset":313,"bytes":16}"#,
            "\n",
        ),
        SUMMARY,
        0,
    );
}

#[test]
fn a_fault_as_a_person_reads_it() {
    let stream = format!("{HEADER}\n<presence/>\n<message><body>\u{4E00}<!-- never closed");
    check(&[], stream).timed().prints(
        &format!("{OPEN}-:2:1: stanza {{jabber:client}}presence offset=86 bytes=11\n"),
        "-:3:17: error[restricted-xml/comment]: comments are not allowed, at byte 116 (RFC 6120 section 11.1)\n \
         |\n | <message><body>\u{4E00}<!-- never closed\n |                  ^^^^\n\
         1 stanza: 0 message, 1 presence, 0 iq; other elements: 0\n  restricted-xml comment 1\n",
        1,
    );
}

#[test]
fn a_fault_as_a_json_line() {
    let ran = check(&["--fragment", "--format", "jsonl"], "<presence/>\n<iq>&nbsp;</iq>").timed();
    ran.prints(
        concat!(
            r#"{"event":"stanza","name":"presence","namespace":"jabber:client","to":null,"from":null,"#,
            r#""id":null,"type":null,"lang":null,"offset":0,"bytes":11}"#,
            "\n",
            r#"{"event":"error","condition":"restricted-xml","kind":"entity-reference","offset":16,"#,
            r#""line":2,"column":5,"message":"only the entities lt, gt, amp, apos and quot may be referred "#,
            r#"to, at byte 16 (RFC 6120 section 11.1)"}"#,
            "\n",
        ),
        "1 stanza: 0 message, 1 presence, 0 iq; other elements: 0\n  restricted-xml entity-reference 1\n",
        1,
    );
}

#[test]
fn the_mark_covers_what_is_at_fault() {
    for (fragment, drawn) in [
        (
            &b"<iq>\xE4\xB8 \\</iq>"[..],
            "-:1:5: error[unsupported-encoding/utf8]: not UTF-8, at byte 4 (RFC 6120 section 11.6)\n \
             |\n | <iq>\\xE4\\xB8 \\</iq>\n |     ^^^^\n",
        ),
        (
            b"<iq to='a' id='b' to='c'/>",
            "-:1:19: error[not-well-formed/duplicate-attribute]: the attribute is there already, at byte 18 \
             (XML 1.0 section 3.1)\n \
             |\n | <iq to='a' id='b' to='c'/>\n |                   ^^\n",
        ),
        (
            b"<iq>\r\n  <x:y/>\r\n</iq>",
            "-:2:4: error[not-well-formed/unbound-prefix]: the namespace prefix is not declared, at byte 9 \
             (Namespaces in XML 1.0 section 5)\n \
             |\n |   <x:y/>\n |    ^^^\n",
        ),
        // A control character is shown, and a fault at the end of a line stands behind it.
        (
            b"<iq>\x1B[31m</iq>",
            "-:1:5: error[not-well-formed/character]: XML has no such character, at byte 4 (XML 1.0 section 2.2)\n \
             |\n | <iq>\\u{1b}[31m</iq>\n |     ^^^^^^\n",
        ),
        (
            b"<iq to\n/>",
            "-:2:1: error[not-well-formed/attribute]: this cannot stand in a tag here, at byte 7 \
             (XML 1.0 section 3.1)\n \
             |\n | />\n | ^\n",
        ),
        (
            b"<iq><\n/></iq>",
            "-:1:6: error[not-well-formed/name]: a name is missing or malformed, at byte 5 \
             (XML 1.0 section 2.3)\n \
             |\n | <iq><\n |      ^\n",
        ),
    ] {
        assert_eq!(fault(fragment), drawn);
    }
}

#[test]
fn a_long_line_is_cut_round_the_mark() {
    let long = ["<message><body>", &"\u{E4}".repeat(300_000), "</bady>", &"x".repeat(5000)].concat();
    let ran = check(&["--fragment", "--stanza-octets", "1000000"], &long);
    let lines: Vec<_> = ran.stderr.lines().collect();
    assert_eq!(
        lines[0],
        "-:1:300016: error[not-well-formed/end-tag]: the end tag does not match the start tag, at byte 600015 \
         (XML 1.0 section 3)"
    );
    let mark = lines[3].find('^').unwrap();
    let shown: String = lines[2].chars().skip(mark).take(6).collect();
    assert_eq!((&*shown, lines[3].trim_start_matches([' ', '|'])), ("</bady", "^^^^^^"));
    assert_eq!(lines[2].chars().count(), 100, "{}", lines[2]);
    assert!(lines[2].starts_with(" | ...\u{E4}") && lines[2].ends_with("x..."), "{}", lines[2]);
}

#[test]
fn lines_are_counted_in_what_has_left_memory() {
    let mut stanzas = String::new();
    for number in 0..20_000 {
        let end = ["", "\n"][number % 2];
        write!(stanzas, "<message id='m{number}'><body>\u{4E00}</body></message>{end}").unwrap();
    }
    let ran = check(&["--fragment"], format!("{stanzas}<a>\u{E4}&lt</a>"));
    assert_eq!(
        ran.stdout.lines().last().unwrap(),
        format!(
            "-:10000:46: stanza {{jabber:client}}message id=\"m19999\" offset={} bytes=47",
            stanzas.len() - 48
        )
    );
    assert!(ran.stderr.starts_with("-:10001:5: error[not-well-formed/reference]: "), "{}", ran.stderr);
}

#[test]
fn an_input_that_ends_too_early() {
    let stream = format!("{HEADER}\n<presence/><message><body>Hi");
    check(&[], &stream).timed().prints(
        &format!("{OPEN}-:2:1: stanza {{jabber:client}}presence offset=86 bytes=11\n"),
        "-:2:12: error[stream/incomplete]: the input ends at byte 114, inside the element that begins at byte 97\n \
         |\n | <presence/><message><body>Hi\n |            ^^^^^^^^\n\
         1 stanza: 0 message, 1 presence, 0 iq; other elements: 0\n  stream incomplete 1\n",
        1,
    );
    let ran = check(&["--format", "jsonl"], &stream);
    assert_eq!(
        ran.stdout.lines().last(),
        Some(r#"{"event":"incomplete","offset":114,"start":97,"line":2,"column":12}"#)
    );
    for (input, said) in [
        (
            "",
            "-:1:1: error[stream/incomplete]: the input ends at byte 0, before the end of the stream header\n",
        ),
        (
            "\n<stream:str",
            "-:2:1: error[stream/incomplete]: the input ends at byte 12, before the end of the stream header\n",
        ),
    ] {
        let ran = check(&[], input);
        assert!(ran.status == 1 && ran.stderr.starts_with(said), "{}", ran.stderr);
    }
}

#[test]
fn a_stream_need_not_be_closed() {
    check(&[], format!("{HEADER} \n")).timed().prints(
        OPEN,
        "0 stanzas: 0 message, 0 presence, 0 iq; other elements: 0\n",
        0,
    );
    check(&["-q", "--fragment"], "").prints("", "", 0);
    check(&["-q"], HEADER.replace('>', "/> what follows is not read")).prints("", "", 0);
}

#[test]
fn quiet_leaves_the_exit_status_only() {
    for format in ["text", "jsonl"] {
        check(&["--quiet", "--format", format], STREAM).prints("", "", 0);
        check(&["-q", "--format", format], HEADER.replace("streams'>", "'>")).prints("", "", 1);
        check(&["-q", "--fragment", "--format", format], "<message>").prints("", "", 1);
    }
}

#[test]
fn limits_are_exact() {
    let with_declarations = format!("{HEADER}<iq xmlns:a='a'><a xmlns:b='b'/></iq>");
    for (option, most, input) in [
        ("--stanza-octets", 16, "<presence id=''/>"),
        ("--header-octets", 84, HEADER),
        ("--depth", 2, "<iq><a><b/></a></iq>"),
        ("--attributes", 1, "<iq a='' b=''/>"),
        ("--declarations", 3, &with_declarations),
        ("--name-octets", 3, "<iq><abcd/></iq>"),
    ] {
        let bare = if input.starts_with(HEADER) { &["-q"][..] } else { &["-q", "--fragment"] };
        for (limit, status) in [(most, 1), (most + 1, 0)] {
            let limit = limit.to_string();
            let ran = check(&[bare, &[option, &limit]].concat(), input);
            ran.prints("", "", status);
        }
    }
    let ran = check(&["--stanza-octets", "16", "--fragment"], "<presence id=''/>");
    assert!(
        ran.stderr.starts_with(
            "-:1:17: error[policy-violation/stanza-octets]: the stanza is too long, at byte 16 \
             (RFC 6120 section 13.12)\n |\n | <presence id=''/>\n |                 ^\n"
        ),
        "{}",
        ran.stderr
    );
    let ran = check(&["--stanza-octets", "4294967293"], "");
    assert!(ran.status == 2 && ran.stderr.contains("the most is 4294967292"), "{}", ran.stderr);
    assert_eq!(check(&["--depth", "many"], "").status, 2);
}

#[test]
fn the_content_namespace_is_what_was_asked_for() {
    let ran = check(&["--content", "jabber:server"], HEADER);
    assert!(
        ran.stderr.starts_with(
            "-:1:1: error[invalid-namespace/content-namespace]: this is not the content namespace of the stream, \
             at byte 0 (RFC 6120 section 4.8.3)\n"
        ),
        "{}",
        ran.stderr
    );
    check(&["-q", "--content", "jabber:client"], HEADER).prints("", "", 0);
    let ran = check(&["--fragment", "--content", "jabber:server"], "<iq/>");
    assert_eq!(ran.stdout, "-:1:1: stanza {jabber:server}iq offset=0 bytes=5\n");
    assert_eq!(check(&["--content", ""], HEADER).status, 2);
}

#[test]
fn frames_stand_on_a_line_each() {
    let open = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.com' version='1.0'/>";
    let close = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";
    let presence = "<presence xmlns='jabber:client'/>";
    check(&["--frames"], format!("{open}\r\n\n{presence}\n{close}\nleft alone")).timed().prints(
        "-:1:1: open to=\"example.com\" version=\"1.0\" offset=0 bytes=82\n\
         -:3:1: stanza {jabber:client}presence offset=82 bytes=33\n\
         -:4:1: close offset=115 bytes=52\n",
        "1 stanza: 0 message, 1 presence, 0 iq; other elements: 0\n",
        0,
    );
    let ran = check(&["--frames"], format!("{open}\n<message\n{close}"));
    assert!(
        ran.stderr.starts_with(
            "-:2:9: error[bad-format/frame-incomplete]: the frame ends inside its element, at byte 90 \
             (RFC 7395 section 3.3.3)\n |\n | <message\n |         ^\n"
        ),
        "{}",
        ran.stderr
    );
    // The last line may lack its end, and an input without any frame has no stream.
    check(&["-q", "--frames"], open).prints("", "", 0);
    check(&["-q", "--frames"], "\n").prints("", "", 1);
    assert_eq!(check(&["--frames", "--fragment"], "").status, 2);
    let ran = check(&["--frames"], format!("{open}\n<message>{}", "x".repeat(2_000_000)));
    assert!(ran.stderr.starts_with("-:2:262145: error[policy-violation/stanza-octets]: "), "{}", ran.stderr);
}

#[test]
fn a_stream_may_begin_anew() {
    let declared = format!("<?xml version='1.0'?>{HEADER}");
    let stream = format!("{HEADER}<success/>{declared}<iq/>{HEADER}</stream:stream>");
    let ran = check(&[], &stream);
    assert!(ran.stderr.starts_with("-:1:96: error[restricted-xml/processing-instruction]"), "{}", ran.stderr);
    for chunk in ["1", "4096"] {
        check(&["--restarts", "--chunk", chunk], &stream).timed().prints(
            "-:1:1: open content=\"jabber:client\" offset=0 bytes=85\n\
             -:1:86: element {jabber:client}success offset=85 bytes=10\n\
             -:1:117: open content=\"jabber:client\" offset=116 bytes=85\n\
             -:1:202: stanza {jabber:client}iq offset=201 bytes=5\n\
             -:1:207: open content=\"jabber:client\" offset=206 bytes=85\n\
             -:1:292: close offset=291 bytes=16\n",
            "1 stanza: 0 message, 0 presence, 1 iq; other elements: 1\n",
            0,
        );
    }
    // Only a header does that, and only between elements.
    for wrong in ["<?php", "<iq><?xml", "<?xml version='1.0'?><?xml version='1.0'?>"] {
        check(&["-q", "--restarts"], format!("{HEADER}{wrong}")).prints("", "", 1);
    }
    let open = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>\n".repeat(2);
    check(&["-q", "--frames"], &open).prints("", "", 1);
    check(&["-q", "--frames", "--restarts"], &open).prints("", "", 0);
}

#[test]
fn each_file_is_a_stream() {
    let folder = Folder::new("streams").with("a", format!("{HEADER}<iq/>")).with("b", "<iq/>");
    folder.run(&["stream", "check", "a", "none", "b"]).timed().prints(
        "a:1:1: open content=\"jabber:client\" offset=0 bytes=85\n\
         a:1:86: stanza {jabber:client}iq offset=85 bytes=5\n",
        "envoi: none: No such file or directory (os error 2)\n\
         b:1:1: error[invalid-namespace/stream-namespace]: the root element must be in the stream namespace, \
         at byte 0 (RFC 6120 section 4.8.1)\n |\n | <iq/>\n | ^^^\n\
         1 stanza: 0 message, 0 presence, 1 iq; other elements: 0\n  invalid-namespace stream-namespace 1\n",
        2,
    );
    folder.run_with(&["stream", "check", "--format", "jsonl", "b", "-"], HEADER.as_bytes()).timed().prints(
        concat!(
            r#"{"file":"b","event":"error","condition":"invalid-namespace","kind":"stream-namespace","#,
            r#""offset":0,"line":1,"column":1,"message":"the root element must be in the stream namespace, "#,
            r#"at byte 0 (RFC 6120 section 4.8.1)"}"#,
            "\n",
            r#"{"file":"-","event":"open","to":null,"from":null,"id":null,"version":null,"lang":null,"#,
            r#""content_namespace":"jabber:client","offset":0,"bytes":85}"#,
            "\n",
        ),
        "0 stanzas: 0 message, 0 presence, 0 iq; other elements: 0\n  invalid-namespace stream-namespace 1\n",
        1,
    );
}

#[test]
fn values_cannot_forge_a_line() {
    let ran = check(&["--fragment"], "<iq id='&#10;-:9:9: close&quot; \\ \u{202E}'/>");
    assert_eq!(
        ran.stdout,
        "-:1:1: stanza {jabber:client}iq id=\"\\u{a}-:9:9: close\\\" \\\\ \\u{202e}\" offset=0 bytes=40\n"
    );
}

#[test]
fn colours_are_for_those_who_want_them() {
    let mut command = command(&["stream", "check", "--fragment"]);
    command.env("CLICOLOR_FORCE", "1");
    let ran = finish(command, b"<iq/>x");
    assert_eq!(ran.stdout, "\x1B[1m-:1:1:\x1B[0m stanza {jabber:client}iq offset=0 bytes=5\n");
    assert!(ran.stderr.starts_with("\x1B[1m-:1:6:\x1B[0m \x1B["), "{}", ran.stderr);
}
