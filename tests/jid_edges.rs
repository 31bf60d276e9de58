//! Addresses at the edges of the rules: services, lengths, the leftmost of two faults, comparison, and what errors say.
#![cfg(feature = "alloc")]

use envoi::batch;
use envoi::domain::{self, DomainErrorKind, Options};
use envoi::uri::{UriErrorKind, XmppUri};
use envoi::{BareJid, FullJid, Jid, JidError, JidErrorKind as Kind, Localpart, Part, Policy, Scratch};
use std::borrow::Cow;

type Verdict<'a> = Result<&'a str, (Part, Kind, usize)>;

fn fault(error: &JidError) -> (Part, Kind, usize) {
    (error.part(), error.kind(), error.offset())
}

fn verdict<'a>(result: &'a Result<Cow<'_, Jid>, JidError>) -> Verdict<'a> {
    result.as_ref().map(|jid| jid.as_str()).map_err(fault)
}

// The App Engine XMPP service: one '/' at most; a sender without a resourcepart is the bot.
#[test]
fn a_service_is_asked_however_an_address_is_read() {
    for (policy, text, expected) in [
        (Policy::APP_ENGINE, "a@b/c/d", Err((Part::Resourcepart, Kind::SecondSlash, 5))),
        (Policy::APP_ENGINE, "A@b/c/d", Err((Part::Resourcepart, Kind::SecondSlash, 5))),
        (Policy::APP_ENGINE, "b", Err((Part::Localpart, Kind::MissingAt, 0))),
        (Policy::APP_ENGINE, "A@b", Ok("a@b")),
        (Policy::APP_ENGINE_SENDER, "a@b", Ok("a@b/bot")),
        (Policy::APP_ENGINE_SENDER, "A@b", Ok("a@b/bot")),
        (Policy::RFC7622, "a@b/c/d", Ok("a@b/c/d")),
        (Policy::RFC7622, "A@b/c/d", Ok("a@b/c/d")),
    ] {
        let mut scratch = Scratch::new();
        assert_eq!(verdict(&policy.parse(text)), expected, "{text}");
        assert_eq!(verdict(&policy.parse_bytes(text.as_bytes())), expected, "{text}");
        assert_eq!(verdict(&policy.parse_in(text, &mut scratch).map(Cow::Borrowed)), expected, "{text}");
        let rows = || batch::lines(text.as_bytes()).with_policy(policy);
        assert_eq!(verdict(&rows().next().unwrap().result), expected, "{text}");
        assert_eq!(verdict(&rows().next_in(&mut scratch).unwrap().result), expected, "{text}");
        let offsets = [0, i32::try_from(text.len()).unwrap()];
        let rows = || batch::column(&offsets, text.as_bytes()).unwrap().with_policy(policy);
        assert_eq!(verdict(&rows().next().unwrap().result), expected, "{text}");
        assert_eq!(verdict(&rows().next_in(&mut scratch).unwrap().result), expected, "{text}");
    }
}

#[test]
fn a_column_is_read_to_its_end() {
    let data = b"a@bC@d@";
    let mut rows = batch::column(&[0_i64, 3, 6, 7], data).unwrap();
    assert_eq!(format!("{rows:?}"), "Column { number: 0, .. }");
    let mut scratch = Scratch::new();
    for (number, start, expected) in
        [(1, 0, Ok("a@b")), (2, 3, Ok("c@d")), (3, 6, Err((Part::Localpart, Kind::Empty, 0)))]
    {
        let row = rows.next_in(&mut scratch).unwrap();
        assert_eq!((row.number, row.start, verdict(&row.result)), (number, start, expected));
    }
    assert!(rows.next_in(&mut scratch).is_none());
    assert_eq!(format!("{rows:?}"), "Column { number: 3, .. }");

    // What stands behind a row is none of it.
    for (offsets, data, expected) in [
        (
            [0, 2, 6],
            "-a/x@y",
            [Err((Part::Domainpart, Kind::Hyphen, 0)), Err((Part::Domainpart, Kind::Empty, 0))],
        ),
        ([0, 3, 5], "a@b/C", [Ok("a@b"), Err((Part::Domainpart, Kind::Empty, 0))]),
    ] {
        let rows = batch::column(&offsets, data.as_bytes()).unwrap();
        let rows: Vec<_> = rows.map(|row| row.result).collect();
        assert_eq!(rows.iter().map(verdict).collect::<Vec<_>>(), expected);
        let _: [i32; 3] = offsets;
    }

    let mut lines = batch::lines(b"a@b\nc@d");
    lines.next();
    assert_eq!(format!("{lines:?}"), "Lines { number: 1, .. }");
}

#[test]
fn an_offset_that_is_out_of_order_is_named() {
    for (offsets, index) in [(&[-1][..], 0), (&[0, 4], 1), (&[0, 3, 2], 2), (&[1, 2, 3, 4], 3)] {
        let error = batch::column::<i32>(offsets, b"a@b").unwrap_err();
        assert_eq!(error.index(), index);
        let expected =
            format!("offset {index} of the column is negative, lower than the one before, or behind the end");
        assert_eq!(error.to_string(), expected);
    }
}

// RFC 7622 section 3.1: 1 to 1023 octets a part.
#[test]
fn prepared_text_has_parts_of_a_length() {
    let long = "a".repeat(1024);
    for (text, expected) in [
        ("juliet@", (Part::Domainpart, Kind::Empty, 7)),
        ("@example.com", (Part::Localpart, Kind::Empty, 0)),
        ("example.com/", (Part::Resourcepart, Kind::Empty, 12)),
        (&format!("a@b/{long}"), (Part::Resourcepart, Kind::TooLong, 4)),
    ] {
        assert_eq!(Jid::from_prepared(text).map_err(|error| fault(&error)), Err(expected));
    }
    assert_eq!(fault(&Localpart::from_prepared("a@b").unwrap_err()), (Part::Localpart, Kind::Disallowed, 1));
    assert_eq!(fault(&Localpart::from_prepared(&long).unwrap_err()), (Part::Localpart, Kind::TooLong, 0));
    assert!(Localpart::from_prepared(&long[1..]).is_ok());
}

// RFC 7622 section 3.3.1: eight characters that the profile allows and a localpart excludes.
#[test]
fn of_two_faults_the_leftmost_is_named() {
    for (text, kind, offset) in [
        ("\u{265A}&@x", Kind::Disallowed, 0),
        ("a&\u{265A}@x", Kind::Disallowed, 1),
        ("\u{E9}\u{265A}&@x", Kind::Disallowed, 2),
        ("\u{E9}\u{378}&@x", Kind::Unassigned, 2),
    ] {
        let expected = (Part::Localpart, kind, offset);
        assert_eq!(fault(&Jid::from_canonical(text).unwrap_err()), expected, "{text}");
        assert_eq!(fault(&Jid::parse(text).unwrap_err()), expected, "{text}");
    }
    // That the text is not in NFC is a fault of the whole; the character that is excluded is one of its own.
    let error = Jid::from_canonical("&e\u{301}@x").unwrap_err();
    assert_eq!((error.kind(), error.offset(), error.code_point()), (Kind::Disallowed, 0, Some('&')));
}

// RFC 7622 section 3.1: 1023 octets after preparation, which keeps what is canonical.
#[test]
fn text_of_any_mixture_fits_up_to_the_limit() {
    let ascii_and_accents = |ascii: usize, accents: usize| "a".repeat(ascii) + &"\u{E9}".repeat(accents);
    for (ascii, accents) in [(101, 30), (200, 200), (800, 100), (1001, 11), (1021, 1), (1023, 0), (1, 511)] {
        let part = ascii_and_accents(ascii, accents);
        for text in [format!("{part}@b"), format!("a@b/{part}")] {
            assert_eq!(Jid::parse(&text).unwrap().as_str(), text);
            assert_eq!(Jid::from_canonical(&text).unwrap().as_str(), text);
        }
        let part = ascii_and_accents(ascii + 1024 - part.len(), accents);
        for (text, expected) in [
            (format!("{part}@b"), (Part::Localpart, Kind::TooLong, 0)),
            (format!("a@b/{part}"), (Part::Resourcepart, Kind::TooLong, 4)),
        ] {
            assert_eq!(fault(&Jid::parse(&text).unwrap_err()), expected);
            assert_eq!(fault(&Jid::from_canonical(&text).unwrap_err()), expected);
        }
    }
}

// UAX 15: an accent joins with the letter before it, and two octets are left of three.
#[test]
fn text_that_preparation_makes_shorter_fits() {
    for (ascii, accents) in [(500, 200), (700, 150), (1021, 1), (0, 511)] {
        let spelt = "a".repeat(ascii) + &"e\u{301}".repeat(accents);
        let joined = "a".repeat(ascii) + &"\u{E9}".repeat(accents);
        assert_eq!(Jid::parse(&format!("{spelt}@b")).unwrap().as_str(), format!("{joined}@b"));
        assert_eq!(Jid::parse(&format!("a@b/{spelt}")).unwrap().as_str(), format!("a@b/{joined}"));
    }
}

// RFC 7622 section 3.4: a resourcepart is not empty, however long the address.
#[test]
fn a_long_address_has_no_empty_part() {
    let long = "l".repeat(70);
    for (text, part, offset) in [
        (format!("{long}@b/"), Part::Resourcepart, 73),
        (format!("{long}@/r"), Part::Domainpart, 71),
        (format!("@{}.b/{long}", "a".repeat(60)), Part::Localpart, 0),
    ] {
        assert_eq!(fault(&Jid::parse(&text).unwrap_err()), (part, Kind::Empty, offset), "{text}");
        assert_eq!(fault(&Jid::from_canonical(&text).unwrap_err()), (part, Kind::Empty, offset), "{text}");
    }
}

// RFC 1034 section 3.1: a label of 63 octets, a name of 253. RFC 5891 section 4.2.3.1: hyphens in positions 3 and 4.
#[test]
fn addresses_of_a_program_may_be_as_long_as_any() {
    let label = "a".repeat(63);
    for text in [
        format!("{}@{label}.{label}.{label}.{}/r", "l".repeat(300), "a".repeat(61)),
        format!("{}@b", "l".repeat(1023)),
        format!("b/{}", "r".repeat(1023)),
        format!("{label}.b"),
        "abc-d.abc-d".to_owned(),
        "a/R".to_owned(),
        "a@b/c@d/e".to_owned(),
    ] {
        assert_eq!(Jid::from_static(text.clone().leak()).as_str(), text);
    }
    for text in [
        format!("{label}a.b"),
        format!("{}@b", "l".repeat(1024)),
        format!("b/{}", "r".repeat(1024)),
        "b/".to_owned(),
        "@b".to_owned(),
        "a&@b".to_owned(),
        "A@b".to_owned(),
        "a@B".to_owned(),
        "a@b/\u{7F}".to_owned(),
        "a@b/\u{E9}".to_owned(),
    ] {
        let text: &'static str = text.leak();
        assert!(std::panic::catch_unwind(|| Jid::from_static(text)).is_err(), "{text}");
    }
}

#[test]
fn addresses_that_differ_are_not_equal_across_types() {
    let jid = Jid::from_static("a@b/c");
    assert!(*jid != *FullJid::from_canonical("a@b/d").unwrap());
    assert!(*FullJid::from_canonical("a@b/d").unwrap() != *jid);
    assert!(*jid != *BareJid::from_canonical("a@b").unwrap());
    assert!(*BareJid::from_canonical("a@b").unwrap() != *jid);
}

// RFC 1034 section 3.1: the length of a name in A-label form, 7 octets for "é" (RFC 3492), is judged before all else.
#[test]
fn the_length_of_a_name_is_judged_first() {
    let prepared = |name: &str| domain::prepare(name, Options::STRICT, &mut String::new());
    let fault = |name: &str| prepared(name).map_err(|error| (error.kind(), error.offset()));
    let checked =
        |name: &str| domain::check(name, Options::STRICT).map_err(|error| (error.kind(), error.offset()));
    let name = "\u{E9}.".repeat(41) + "_";
    assert_eq!(fault(&name), Err((DomainErrorKind::NameTooLong, 0)));
    assert_eq!(checked(&name), Err((DomainErrorKind::NameTooLong, 0)));

    let label = "a".repeat(63);
    let exact = |end: &str| format!("\u{E9}.{label}.{label}.{label}.{}{end}", "a".repeat(52));
    assert!(checked(&exact("b")).is_ok());
    assert_eq!(fault(&exact("_")), Err((DomainErrorKind::Underscore, 247)));
    assert_eq!(checked(&exact("_")), Err((DomainErrorKind::Underscore, 247)));
    assert_eq!(fault(&exact("a_")), Err((DomainErrorKind::NameTooLong, 0)));
}

// The same for the rules of browsers, where a label of ASCII tells its length as it stands, and another only once it is mapped.
#[test]
fn lengths_are_judged_first_by_uts_46_too() {
    let (wide, label) = ("\u{FF21}".repeat(40), "a".repeat(63));
    for (name, kind, offset) in [
        (format!("b.a{label}"), Kind::LabelTooLong, 2),
        (format!("{wide}.a{label}"), Kind::LabelTooLong, 121),
        (format!("a{label}.{label}.{label}.{label}"), Kind::NameTooLong, 0),
    ] {
        let error = Policy::RFC7622.with_uts46().parse_domainpart(&name).unwrap_err();
        assert_eq!(fault(&error), (Part::Domainpart, kind, offset), "{name}");
    }
}

// RFC 6874 section 2: ZoneID = 1*( unreserved / pct-encoded ).
#[test]
fn a_zone_holds_two_digits_behind_each_percent() {
    for (zone, holds) in [
        ("eth0", true),
        ("a%41", true),
        ("%4a%4A", true),
        ("%4g", false),
        ("%g4", false),
        ("%gg", false),
        ("%4", false),
        ("%", false),
        ("", false),
    ] {
        let text = format!("[fe80::1%25{zone}]");
        assert_eq!(Jid::parse(&text).is_ok(), holds, "{text}");
    }
}

// RFC 5122 section 2.2 and RFC 3987 section 2.2: ucschar in all components, iprivate in queries only.
#[test]
fn characters_of_an_iri_are_those_of_its_component() {
    for (text, expected) in [
        ("xmpp:a@b?x;y=\u{E000}", None),
        ("xmpp:a@b?x;y=\u{F8FF}", None),
        ("xmpp:a@b?x;y=\u{FFFFD}", None),
        ("xmpp:a@b?x;y=\u{10FFFD}", None),
        ("xmpp:a@b?x;y=\u{1FFFD}", None),
        ("xmpp:a@b?x;y=\u{1FFFE}", Some('\u{1FFFE}')),
        ("xmpp:a@b?x;y=\u{EFFFF}", Some('\u{EFFFF}')),
        ("xmpp:a@b?x;y=\u{FFFFE}", Some('\u{FFFFE}')),
        ("xmpp:a@b?x;y=\u{FDD0}", Some('\u{FDD0}')),
        ("xmpp:a@b?x;y=\u{FFFE}", Some('\u{FFFE}')),
        ("xmpp:a@b#x;y=\u{FFEF}", None),
        ("xmpp:a@b#x;y=\u{E000}", Some('\u{E000}')),
    ] {
        let error = XmppUri::parse(text).err();
        let found = error.map(|error| (error.kind(), error.offset(), error.code_point()));
        assert_eq!(found, expected.map(|c| (UriErrorKind::Character, 13, Some(c))), "{text:?}");
    }
}

#[test]
fn errors_of_uris_say_what_and_where() {
    let error = XmppUri::parse("xmpp:a%26b@c").unwrap_err();
    assert_eq!((error.kind(), error.offset(), error.code_point()), (UriErrorKind::Jid, 6, Some('&')));
    // RFC 5122 section 2.2: iauthxmpp = inodeid "@" ihost, and neither is empty.
    for text in ["xmpp://@b/c@d", "xmpp://a@/c@d", "xmpp://@/c@d", "xmpp://a/c@d"] {
        let error = XmppUri::parse(text).unwrap_err();
        assert_eq!((error.kind(), error.offset(), error.jid_error()), (UriErrorKind::Authority, 7, None));
        assert_eq!(
            error.to_string(),
            "what follows '//' is no localpart, '@' and domainpart, at byte 7 (RFC 5122 section 2.3)",
            "{text}"
        );
    }
    assert_eq!(format!("{:>12}|", UriErrorKind::EmptyPath), "  empty-path|");
    assert_eq!(format!("{:>15}|", envoi::escape::EscapeErrorKind::LeadingSpace), "  leading-space|");
}

// RFC 5122 section 2.3.
#[test]
fn an_account_stands_before_the_path() {
    let uri = XmppUri::new(Jid::from_static("c@d")).with_query("message", &[("body", "Hi")]);
    let uri = uri.with_authority(BareJid::from_canonical("a@b").unwrap()).unwrap();
    assert_eq!(uri.to_uri(), "xmpp://a@b/c@d?message;body=Hi");
    assert_eq!(uri.authority().unwrap(), "a@b");
    assert_eq!(format!("{uri:?}"), "\"xmpp://a@b/c@d?message;body=Hi\"");
    assert_eq!(format!("{:?}", uri.query().unwrap()), "\"message;body=Hi\"");
}

#[cfg(feature = "rfc6122")]
mod stringprep {
    use super::*;

    // RFC 6122 appendix A.5 looks at the output, where U+0338 has joined with '<' and '>' (UAX 15).
    #[test]
    fn marks_join_before_characters_are_excluded() {
        for (text, expected) in [
            ("<\u{338}@x", Ok("\u{226E}@x")),
            (">\u{338}@x", Ok("\u{226F}@x")),
            ("<@x", Err((Part::Localpart, Kind::Disallowed, 0))),
        ] {
            assert_eq!(verdict(&Policy::RFC6122.parse(text)), expected, "{text}");
        }
    }

    // RFC 3454 section 4 wants the normalization of Unicode 3.2; Corrigendum 4 changed these five afterwards.
    #[test]
    fn corrigendum_4_is_undone() {
        for (compatible, unified) in [
            ('\u{2F868}', '\u{2136A}'),
            ('\u{2F874}', '\u{5F33}'),
            ('\u{2F91F}', '\u{43AB}'),
            ('\u{2F95F}', '\u{7AAE}'),
            ('\u{2F9BF}', '\u{4D57}'),
        ] {
            let parsed = Policy::RFC6122.parse_resourcepart(&format!("a{compatible}")).unwrap().into_owned();
            assert_eq!(parsed.as_str(), format!("a{unified}"));
        }
    }

    // RFC 3454 section 7: U+0221 and U+0358, a mark, came after Unicode 3.2. Section 4: what it has is normalized, and UAX 15
    // joins a letter with an accent across a mark below, and the letters of Hangul.
    #[test]
    fn marks_belong_to_what_stands_before_them() {
        let prepared = |policy: Policy, text: &str| {
            policy.parse_localpart(text).map(|part| part.as_str().to_owned()).map_err(|error| fault(&error))
        };
        for (text, expected) in [
            ("a\u{316}\u{301}", Ok("\u{E1}\u{316}".to_owned())),
            ("\u{1100}\u{1161}", Ok("\u{AC00}".to_owned())),
            ("a\u{358}", Err((Part::Localpart, Kind::Unassigned, 1))),
        ] {
            assert_eq!(prepared(Policy::RFC6122, text), expected, "{text}");
        }
        assert_eq!(prepared(Policy::RFC6122_QUERY, "\u{221}\u{340}"), Ok("\u{221}\u{300}".to_owned()));
        assert_eq!(prepared(Policy::RFC6122_QUERY, "a\u{358}"), Ok("a\u{358}".to_owned()));
    }

    // U+1D41A becomes "a" under NFKC: a quarter of its octets.
    #[test]
    fn text_may_shrink_to_a_quarter() {
        let text = "\u{1D41A}".repeat(1023) + "@b";
        assert_eq!(Policy::RFC6122.parse(&text).unwrap().as_str(), "a".repeat(1023) + "@b");
        let text = "\u{1D41A}".repeat(1024) + "@b";
        assert_eq!(verdict(&Policy::RFC6122.parse(&text)), Err((Part::Localpart, Kind::TooLong, 0)));
    }

    // RFC 5890 section 2.3.1: 63 octets. By RFC 3492 section 6.3, U+00E9 before n letters is a delta of 105 (n + 1): 5880 for
    // 55 of them, in base 36 with bias 72 the digits 35, 27, 4.
    #[test]
    fn an_a_label_has_63_octets_at_most() {
        for policy in [Policy::RFC6122, Policy::RFC7622] {
            let a_label = format!("xn--{}-91e", "a".repeat(55));
            let expected = format!("\u{E9}{}", "a".repeat(55));
            assert_eq!(verdict(&policy.parse(&a_label)), Ok(&expected[..]));
        }
        // One letter more: a delta of 5985, and the digits 35, 30, 4.
        let a_label = format!("xn--{}-94e", "a".repeat(56));
        let expected = Err((Part::Domainpart, Kind::InvalidALabel, 0));
        assert_eq!(verdict(&Policy::RFC6122.parse(&a_label)), expected);
    }

    #[test]
    fn hyphens_are_named_and_reserved_labels_are_not() {
        for (text, kind, offset, code_point) in [
            ("\u{E9}.-a", Kind::Hyphen, 3, Some('-')),
            ("\u{E9}.a-", Kind::Hyphen, 4, Some('-')),
            ("\u{E9}.ab--c", Kind::ReservedLabel, 5, None),
        ] {
            let error = Policy::RFC6122.parse(text).unwrap_err();
            assert_eq!(
                (error.kind(), error.offset(), error.code_point()),
                (kind, offset, code_point),
                "{text}"
            );
        }
    }
}
