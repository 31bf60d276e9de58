use super::*;
use alloc::string::String;

fn username(input: &str) -> Result<String, (PrecisErrorKind, usize)> {
    let mut sink = String::new();
    match username_case_mapped(input, &mut sink) {
        Ok(Outcome::Unchanged) => Ok(input.into()),
        Ok(Outcome::Rewritten) => Ok(sink),
        Err(error) => Err((error.kind(), error.offset())),
    }
}

fn opaque(input: &str) -> Result<String, (PrecisErrorKind, usize)> {
    let mut sink = String::new();
    match opaque_string(input, &mut sink) {
        Ok(Outcome::Unchanged) => Ok(input.into()),
        Ok(Outcome::Rewritten) => Ok(sink),
        Err(error) => Err((error.kind(), error.offset())),
    }
}

#[test]
fn usernames_are_mapped_then_judged() {
    for (input, expected) in [
        ("juliet@example.com", Ok("juliet@example.com")), // RFC 8265 section 3.6, example 1
        ("fussball", Ok("fussball")),
        ("fu\u{DF}ball", Ok("fu\u{DF}ball")),
        ("\u{3C0}", Ok("\u{3C0}")),
        ("\u{3A3}", Ok("\u{3C3}")),
        ("\u{3C2}", Ok("\u{3C2}")),
        ("\u{FF21}\u{301}", Ok("\u{E1}")),
        ("\u{130}", Ok("i\u{307}")),
        ("foo bar", Err((PrecisErrorKind::Disallowed, 3))),
        ("", Err((PrecisErrorKind::Empty, 0))),
        ("henry\u{2163}", Err((PrecisErrorKind::Disallowed, 5))),
        ("A\u{221E}", Err((PrecisErrorKind::Disallowed, 1))),
        ("E\u{301}E\u{301}\u{221E}", Err((PrecisErrorKind::Disallowed, 6))),
        ("Aa\u{378}", Err((PrecisErrorKind::Unassigned, 2))),
        ("A\u{5D0}", Err((PrecisErrorKind::Bidi, 1))),
        ("L\u{B7}A", Err((PrecisErrorKind::Context, 1))),
    ] {
        assert_eq!(username(input).as_deref().map_err(|&error| error), expected, "{input:?}");
    }
}

#[test]
fn opaque_strings_keep_case_and_width() {
    for (input, expected) in [
        ("Correct Horse Battery Staple", Ok("Correct Horse Battery Staple")), // RFC 8265 section 4.3
        ("\u{3C0}\u{DF}\u{E5}", Ok("\u{3C0}\u{DF}\u{E5}")),
        ("Jack of \u{2666}s", Ok("Jack of \u{2666}s")),
        ("foo\u{1680}bar", Ok("foo bar")),
        ("\u{FF21}\u{2163}", Ok("\u{FF21}\u{2163}")),
        ("e\u{301}", Ok("\u{E9}")),
        ("", Err((PrecisErrorKind::Empty, 0))),
        ("my cat is a \u{9}by", Err((PrecisErrorKind::Disallowed, 12))),
        ("e\u{301}\u{9}", Err((PrecisErrorKind::Disallowed, 3))),
    ] {
        assert_eq!(opaque(input).as_deref().map_err(|&error| error), expected, "{input:?}");
    }
}
