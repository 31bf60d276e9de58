//! What the library does without an allocator: take apart, check and compare canonical text.
//!
//! Run it with `--no-default-features` too.

use envoi::jid::{self, JidErrorKind as Kind, Part};
use envoi::{domain, precis};

#[test]
fn canonical_text_is_taken_and_taken_apart() {
    let jid = jid::Jid::from_canonical("juliet@example.com/balcony").unwrap();
    let jid::Parts { localpart, domainpart, resourcepart } = jid.parts();
    assert_eq!(localpart.map(jid::Localpart::as_str), Some("juliet"));
    assert_eq!(domainpart, "example.com");
    assert_eq!(resourcepart.map(jid::Resourcepart::as_str), Some("balcony"));
    assert_eq!(jid.bare(), "juliet@example.com");
    assert!(!jid.is_bare() && jid.bare().is_bare());
    assert!(jid.matches_bare(jid.bare()));
    assert_eq!(jid.as_full().map(jid::FullJid::resourcepart), resourcepart);
}

/// Text without a code point that may compose with the one before it needs no normalisation to be checked.
#[test]
fn other_scripts_are_taken() {
    for text in [
        "jos\u{E9}@example.com",
        "\u{43C}\u{430}\u{440}\u{438}\u{44F}@example.com/\u{434}\u{43E}\u{43C}",
        "\u{5F20}\u{4F1F}@example.com",
        "\u{645}\u{62D}\u{645}\u{62F}@example.com",
        "juliet@example.com/King \u{265A}",
    ] {
        assert_eq!(jid::Jid::from_canonical(text).unwrap(), text);
    }
    assert!(jid::Domainpart::from_canonical("b\u{FC}cher.example").is_ok());
}

#[test]
fn other_text_is_refused_with_part_kind_and_offset() {
    for (text, part, kind, offset) in [
        ("Juliet@example.com", Part::Localpart, Kind::NotCanonical, 0),
        ("juLiet@example.com", Part::Localpart, Kind::NotCanonical, 2),
        ("e\u{301}@example.com", Part::Localpart, Kind::NotCanonical, 0),
        ("a b@example.com", Part::Localpart, Kind::Disallowed, 1),
        ("a&b@example.com", Part::Localpart, Kind::Disallowed, 1),
        ("@example.com", Part::Localpart, Kind::Empty, 0),
        ("juliet@", Part::Domainpart, Kind::Empty, 7),
        ("juliet@example.com/", Part::Resourcepart, Kind::Empty, 19),
        ("juliet@example.com/a\u{A0}b", Part::Resourcepart, Kind::NotCanonical, 20),
        ("juliet@example.com/\u{7}", Part::Resourcepart, Kind::Disallowed, 19),
    ] {
        let error = jid::Jid::from_canonical(text).unwrap_err();
        assert_eq!((error.part(), error.kind(), error.offset()), (part, kind, offset), "{text:?}");
    }
    for text in
        ["Example.com", "xn--bcher-kva.example", "B\u{FC}cher.example", "example.com.", "a..b", "-a", "a_b"]
    {
        assert!(jid::Domainpart::from_canonical(text).is_err(), "{text:?}");
    }
}

#[test]
fn prepared_text_is_looked_at_for_its_structure() {
    assert_eq!(jid::Jid::from_prepared("juliet@example.com").unwrap(), "juliet@example.com");
    assert_eq!(jid::Jid::from_prepared("a@").unwrap_err().kind(), Kind::Empty);
    assert_eq!(jid::BareJid::from_prepared("a@b/c").unwrap_err().kind(), Kind::UnexpectedResourcepart);
    assert_eq!(jid::FullJid::from_prepared("a@b").unwrap_err().kind(), Kind::MissingResourcepart);
}

#[test]
fn compile_time_addresses() {
    const ROOM: &jid::Jid = jid::Jid::from_static("coven@chat.shakespeare.lit/thirdwitch");
    assert_eq!(ROOM.domainpart(), "chat.shakespeare.lit");
    assert_eq!(jid::Jid::from_canonical(ROOM.as_str()), Ok(ROOM));
}

#[test]
fn order_is_part_by_part() {
    let sorted =
        ["example.com", "a@example.com", "a@example.com/r", "b@example.com", "example.net", "a@example.net"];
    for pair in sorted.windows(2) {
        let [one, other] = [pair[0], pair[1]].map(jid::Jid::from_static);
        assert!(one < other, "{one} {other}");
    }
}

#[test]
fn profiles_and_domainparts_check_alone() {
    assert_eq!(precis::check_username_case_mapped("juliet"), Ok(()));
    assert_eq!(
        precis::check_username_case_mapped("Juliet").unwrap_err().kind(),
        precis::PrecisErrorKind::NotCanonical
    );
    assert_eq!(precis::check_opaque_string("King \u{265A}"), Ok(()));
    assert_eq!(domain::check("example.com", domain::Options::STRICT), Ok(()));
    assert!(domain::check("example.com.", domain::Options::STRICT).is_err());
}

#[test]
fn errors_speak_without_an_allocator() {
    use core::fmt::Write;

    /// Room for a sentence.
    struct Line([u8; 120], usize);
    impl Write for Line {
        fn write_str(&mut self, text: &str) -> core::fmt::Result {
            let room = self.0.get_mut(self.1..self.1 + text.len()).ok_or(core::fmt::Error)?;
            room.copy_from_slice(text.as_bytes());
            self.1 += text.len();
            Ok(())
        }
    }
    let mut line = Line([0; 120], 0);
    write!(line, "{}", jid::Jid::from_canonical("a&b@example.com").unwrap_err()).unwrap();
    assert_eq!(
        core::str::from_utf8(&line.0[..line.1]),
        Ok("localpart: '&' (U+0026) is not allowed, at byte 1 (RFC 7622 section 3.3.1)")
    );
}
