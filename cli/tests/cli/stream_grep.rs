//! `envoi stream grep`: which stanzas match, how they are printed, the exit status.

use super::{Folder, Ran, envoi};

const A: &str =
    "<message from='Romeo@Example.NET/Orchard' to='juliet@example.com' id='m1'><body>a</body></message>";
const B: &str =
    "<message from='romeo@example.net' type='chat' id='m2'>\n<r xmlns='urn:xmpp:receipts'/></message>";
const C: &str = "<presence from='juliet@example.com/b' xml:lang='en'/>";
const D: &str = "<iq from='a&amp;b@c' to='example.com' type='get' id='m&#x31;'><s:q xmlns:x='urn:x'/></iq>";
const HEADER: &str = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' \
                      xmlns:s='urn:s' xml:lang='de'>";

fn stream() -> String {
    format!("{HEADER}<stream:features/>{A} {B}\n{C}{D}</stream:stream>")
}

fn grep(args: &[&str]) -> Ran {
    envoi(&[&["stream", "grep"], args].concat(), stream())
}

#[test]
fn each_option_narrows_it_down() {
    for (args, expected) in [
        (&[][..], &[A, B, C, D][..]),
        (&["--kind", "message"], &[A, B]),
        (&["--kind", "message", "--kind", "iq"], &[A, B, D]),
        (&["--type", "chat"], &[B]),
        // What there is without the attribute (RFC 6121 sections 4.7.1 and 5.2.2).
        (&["--type", "normal"], &[A]),
        (&["--type", "available", "--type", "get"], &[C, D]),
        (&["--id", "m2"], &[B]),
        (&["--id", "m1"], &[A, D]),
        (&["--id", "m1", "--kind", "iq"], &[D]),
        (&["--payload", "urn:xmpp:receipts"], &[B]),
        (&["--payload", "urn:s"], &[D]),
        (&["--payload", "jabber:client"], &[A]),
        (&["-v", "--kind", "message"], &[C, D]),
        (&["--invert-match", "--type", "chat", "--kind", "message"], &[A, C, D]),
    ] {
        grep(args).prints(&(expected.join("\n") + "\n"), "", 0);
    }
}

#[test]
fn addresses_are_compared_in_canonical_form() {
    for (args, expected) in [
        (&["--from", "romeo@example.net"][..], &[A, B][..]),
        (&["--from", "ROMEO@example.net."], &[A, B]),
        // The resourcepart counts if it was given, and its case does.
        (&["--from", "romeo@example.net/Orchard"], &[A]),
        (&["--from", "romeo@example.net", "--from", "juliet@example.com"], &[A, B, C]),
        (&["--to", "example.com"], &[D]),
        (&["--to", "juliet@example.com", "--from", "romeo@example.net"], &[A]),
        // None at all is no match.
        (&["-v", "--to", "juliet@example.com"], &[B, C, D]),
    ] {
        grep(args).prints(&(expected.join("\n") + "\n"), "", 0);
    }
    grep(&["--from", "romeo@example.net/orchard"]).prints("", "", 1);
    let ran = grep(&["--from", "a&b@c"]);
    assert_eq!((&*ran.stdout, ran.status), ("", 2));
    assert!(
        ran.stderr.starts_with(
            "error: invalid value 'a&b@c' for '--from <JID>': localpart: '&' (U+0026) is not allowed, at byte 1 \
             (RFC 7622 section 3.3.1)\n"
        ),
        "{}",
        ran.stderr
    );
}

#[test]
fn stanzas_that_can_stand_alone() {
    grep(&["--self-contained", "--kind", "presence", "--kind", "iq"]).prints(
        "<presence xmlns='jabber:client' from='juliet@example.com/b' xml:lang='en'/>\n\
         <iq xmlns='jabber:client' xmlns:s='urn:s' xml:lang='de' from='a&amp;b@c' to='example.com' type='get' \
         id='m&#x31;'><s:q xmlns:x='urn:x'/></iq>\n",
        "",
        0,
    );
    // So they can be read again, which what stands there verbatim cannot.
    let again = |args| envoi(&["stream", "check", "--fragment", "-q"], grep(args).stdout).status;
    assert_eq!((again(&["--self-contained"]), again(&[])), (0, 1));
}

#[test]
fn counts() {
    grep(&["--count"]).prints("4\n", "", 0);
    grep(&["-c", "--kind", "iq"]).prints("1\n", "", 0);
    grep(&["-c", "--id", "none"]).prints("0\n", "", 1);
    let folder = Folder::new("counts").with("a", stream()).with("b", HEADER);
    folder.run(&["stream", "grep", "-c", "a", "b"]).prints("a:4\nb:0\n", "", 0);
    folder.run(&["stream", "grep", "--id", "m2", "b", "a"]).prints(&format!("{B}\n"), "", 0);
}

#[test]
fn quiet_leaves_the_exit_status_and_errors() {
    grep(&["-q"]).prints("", "", 0);
    grep(&["--quiet", "--kind", "message", "--type", "get"]).prints("", "", 1);
    assert_eq!(grep(&["--quiet", "--count"]).status, 2);
}

#[test]
fn a_stream_error_is_status_1_whatever_was_found() {
    let found = "<iq type='get'/>\n";
    envoi(&["stream", "grep", "--fragment"], "<iq type='get'/>\n<iq>]]></iq>").prints(
        found,
        "-:2:5: error[not-well-formed/cdata-end]: text cannot hold ']]>', at byte 21 (XML 1.0 section 2.4)\n \
         |\n | <iq>]]></iq>\n |     ^^^\n",
        1,
    );
    envoi(&["stream", "grep", "--fragment"], "<iq type='get'/>\n<iq>").prints(
        found,
        "-:2:1: error[stream/incomplete]: the input ends at byte 21, inside the element that begins at byte 17\n \
         |\n | <iq>\n | ^^^\n",
        1,
    );
    envoi(&["stream", "grep", "-q", "none"], "").prints(
        "",
        "envoi: none: No such file or directory (os error 2)\n",
        2,
    );
}

#[test]
fn limits_and_namespaces_apply() {
    let ran = envoi(&["stream", "grep", "-c", "--depth", "1"], stream());
    assert!(ran.status == 1 && ran.stderr.contains("error[policy-violation/depth]"), "{ran:?}");
    let ran = envoi(&["stream", "grep", "-c", "--content", "jabber:server"], stream());
    assert!(ran.status == 1 && ran.stderr.contains("content-namespace]"), "{ran:?}");
    let frames = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>\n<iq xmlns='jabber:client'/>\n";
    envoi(&["stream", "grep", "--frames"], frames).prints("<iq xmlns='jabber:client'/>\n", "", 0);
}
