use super::*;
use crate::{JidErrorKind as Kind, Policy};
use alloc::borrow::Cow;
use alloc::string::ToString;
use proptest::prelude::*;
use stringprep::tables;

type Peer = fn(&str) -> Result<Cow<'_, str>, stringprep::Error>;
type Row = (&'static str, Result<&'static str, (Kind, usize)>);
type Prepare = fn(&str, bool, &mut String) -> Result<Outcome, JidError>;

fn domain_name(text: &str, unassigned: bool, sink: &mut String) -> Result<Outcome, JidError> {
    domainpart(text, unassigned, domain::Options::STRICT, sink)
}

/// What becomes of a text; the sink must keep what it held, and hold nothing more if nothing changes.
fn result(prepare: Prepare, text: &str, unassigned: bool) -> Result<String, (Kind, usize)> {
    let mut sink = String::from("kept");
    match prepare(text, unassigned, &mut sink) {
        Ok(Outcome::Unchanged) => {
            assert_eq!(sink, "kept", "{text:?}");
            Ok(text.to_string())
        }
        Ok(Outcome::Rewritten) => {
            let written = sink.strip_prefix("kept").unwrap().to_string();
            assert_ne!(written, text);
            Ok(written)
        }
        Err(error) => Err((error.kind(), error.offset())),
    }
}

#[track_caller]
fn expect(prepare: Prepare, rows: &[Row]) {
    for (text, expected) in rows {
        assert_eq!(result(prepare, text, false).as_deref().map_err(|&error| error), *expected, "{text:?}");
    }
}

#[test]
fn localparts() {
    expect(
        nodeprep,
        &[
            ("juliet", Ok("juliet")),
            // RFC 6122 appendix A.3: tables B.1 and B.2.
            ("Fu\u{DF}ball", Ok("fussball")),
            ("a\u{AD}\u{200D}b", Ok("ab")),
            ("\u{AD}", Ok("")),
            ("\u{130}", Ok("i\u{307}")),
            ("\u{3C2}", Ok("\u{3C3}")),
            ("\u{37A}", Err((Kind::Disallowed, 0))),
            // RFC 6122 appendix A.4: form KC.
            ("henry\u{2163}", Ok("henryiv")),
            ("e\u{AD}\u{301}", Ok("\u{E9}")),
            ("\u{265A}", Ok("\u{265A}")),
            // Unicode 3.2: Corrigendum 4 came later.
            ("\u{2F868}", Ok("\u{2136A}")),
            // RFC 6122 appendix A.5.
            ("a\u{A0}", Err((Kind::Disallowed, 1))),
            ("a\u{E000}", Err((Kind::Disallowed, 1))),
            ("\u{E9}\u{200E}", Err((Kind::Disallowed, 2))),
            ("\u{E9} b", Err((Kind::Disallowed, 2))),
            ("a\u{FE60}", Err((Kind::Disallowed, 1))),
            // RFC 6122 appendix A.7.
            ("a\u{2100}", Err((Kind::MapsToSeparator, 1))),
            ("a\u{FF20}b", Err((Kind::MapsToSeparator, 1))),
            ("\u{226E}", Ok("\u{226E}")),
            ("\u{FF1C}\u{338}", Ok("\u{226E}")),
            // RFC 3454 section 6.
            ("\u{5D0}\u{5D1}", Ok("\u{5D0}\u{5D1}")),
            ("\u{627}1\u{628}", Ok("\u{627}1\u{628}")),
            ("\u{627}1", Err((Kind::Bidi, 2))),
            ("1\u{627}", Err((Kind::Bidi, 0))),
            ("\u{5D0}a\u{5D1}", Err((Kind::Bidi, 2))),
            ("\u{5D0}\u{AD}\u{FF21}\u{5D1}", Err((Kind::Bidi, 4))),
            // RFC 3454 section 7.
            ("a\u{221}", Err((Kind::Unassigned, 1))),
            ("a\u{1D2C}\u{E000}", Err((Kind::Unassigned, 1))),
            ("a\u{E000}\u{1D2C}", Err((Kind::Disallowed, 1))),
        ],
    );
}

#[test]
fn resourceparts() {
    expect(
        resourceprep,
        &[
            ("Balcony", Ok("Balcony")),
            ("Fu\u{DF}", Ok("Fu\u{DF}")),
            ("\u{2163} \u{FF21}\u{AD}", Ok("IV A")),
            ("x\u{A0}y\u{3000}z", Ok("x y z")),
            ("\u{FF20}\u{2100}", Ok("@a/c")),
            ("\u{E9}\u{1}", Err((Kind::Disallowed, 2))),
            ("x\u{1680}y", Err((Kind::Disallowed, 1))),
            ("\u{5D0}!", Err((Kind::Bidi, 2))),
            ("\u{1F600}", Err((Kind::Unassigned, 0))),
            // RFC 3454 table D.2: the patterns of Braille are not left-to-right there.
            ("\u{5D0}\u{2801}\u{5D1}", Ok("\u{5D0}\u{2801}\u{5D1}")),
            ("\u{5D0}\u{1885}\u{5D1}", Err((Kind::Bidi, 2))),
        ],
    );
}

#[test]
fn queries_leave_unassigned_code_points_alone() {
    // RFC 3454 section 7: as if they could stand in the output, and in Unicode 3.2 they are not normalized.
    for (text, expected) in [
        ("\u{1D2C}dmin", Ok("\u{1D2C}dmin")),
        ("Fu\u{DF}\u{221}", Ok("fuss\u{221}")),
        ("\u{1E9E}", Ok("\u{1E9E}")),
        ("a\u{1DC4}\u{301}", Ok("a\u{1DC4}\u{301}")),
        ("\u{5D0}\u{10920}", Err((Kind::Bidi, 2))),
        ("\u{10920}a", Ok("\u{10920}a")),
        ("a\u{E000}", Err((Kind::Disallowed, 1))),
    ] {
        assert_eq!(result(nodeprep, text, true).as_deref().map_err(|&error| error), expected, "{text:?}");
    }
}

#[test]
fn domainparts() {
    expect(
        domain_name,
        &[
            // RFC 6122 section 2.2.
            ("fu\u{DF}ball.Example", Ok("fussball.example")),
            ("B\u{DC}CHER.example", Ok("b\u{FC}cher.example")),
            ("bu\u{308}cher.example", Ok("b\u{FC}cher.example")),
            ("\u{2603}.example", Ok("\u{2603}.example")),
            ("a\u{3002}b\u{FF0E}c\u{FF61}", Ok("a.b.c")),
            ("\u{E9}.", Ok("\u{E9}")),
            ("exam\u{AD}ple.com", Ok("example.com")),
            // ToUnicode.
            ("XN--bcher-KVA.Example", Ok("b\u{FC}cher.example")),
            ("\u{FF58}n--bcher-kva.example", Ok("b\u{FC}cher.example")),
            ("a.xn--strae-oqa", Err((Kind::InvalidALabel, 2))),
            ("a.xn--a", Err((Kind::InvalidALabel, 2))),
            ("a.xn--a-", Err((Kind::InvalidALabel, 2))),
            ("xn--", Err((Kind::InvalidALabel, 0))),
            ("xn--\u{FC}", Err((Kind::InvalidALabel, 0))),
            ("xn--bcher-kva\u{AD}.\u{221}", Err((Kind::Unassigned, 16))),
            // UseSTD3ASCIIRules.
            ("\u{E9}_b", Err((Kind::Underscore, 2))),
            ("\u{E9}b c", Err((Kind::Disallowed, 3))),
            ("a\u{2024}b", Err((Kind::Disallowed, 1))),
            ("\u{2100}.example", Err((Kind::MapsToSeparator, 0))),
            ("b\u{FF20}c", Err((Kind::MapsToSeparator, 1))),
            ("-\u{E9}", Err((Kind::Hyphen, 0))),
            ("a.\u{E9}\u{FF0D}", Err((Kind::Hyphen, 4))),
            ("\u{E9}.ab--c", Err((Kind::ReservedLabel, 5))),
            ("\u{E9}..b", Err((Kind::EmptyLabel, 3))),
            ("\u{E9}.\u{AD}.b", Err((Kind::EmptyLabel, 3))),
            ("\u{E9}..", Err((Kind::EmptyLabel, 3))),
            (".\u{E9}", Err((Kind::EmptyLabel, 0))),
            ("\u{3002}", Err((Kind::Empty, 0))),
            ("\u{221}.example", Err((Kind::Unassigned, 0))),
            ("a.\u{5D0}b", Err((Kind::Bidi, 4))),
            // ASCII is what it is under RFC 7622.
            ("Example.com.", Ok("example.com")),
            ("[2001:DB8::1]", Ok("[2001:db8::1]")),
            ("::1", Err((Kind::UnbracketedIpv6, 0))),
            ("ab--c", Err((Kind::ReservedLabel, 2))),
        ],
    );
}

#[test]
fn lengths_are_those_of_a_labels() {
    // RFC 3492: "xn--" and one digit for each of these code points but the first, which takes four.
    let label = |code_points: usize| "\u{4E00}".repeat(code_points);
    let fits = (1..64).filter(|&n| result(domain_name, &label(n), false).is_ok()).max().unwrap();
    assert_eq!("xn--".len() + idna::punycode::encode_str(&label(fits)).unwrap().len(), 63);
    assert_eq!(result(domain_name, &["a.", &label(fits + 1)].concat(), false), Err((Kind::LabelTooLong, 2)));
    let four = [label(fits), label(fits), label(fits), label(fits - 2)].join(".");
    assert_eq!(result(domain_name, &four, false), Ok(four.clone()));
    let octets =
        four.split('.').map(|label| "xn--.".len() + idna::punycode::encode_str(label).unwrap().len());
    assert_eq!(octets.sum::<usize>() - 1, 253);
    let over = ["a", four.as_str()].concat();
    assert_eq!(result(domain_name, &over, false), Err((Kind::NameTooLong, 0)));
}

#[test]
fn options_reach_the_labels() {
    let prepared =
        |policy: Policy, text| policy.parse(text).map(Cow::into_owned).map_err(|error| error.kind());
    let underscore = Policy::RFC6122.with_underscore();
    assert_eq!(prepared(underscore, "a@\u{C9}_b.example").unwrap().as_str(), "a@\u{E9}_b.example");
    assert_eq!(
        prepared(underscore.with_uts46(), "a@fu\u{DF}.example").unwrap().as_str(),
        "a@fu\u{DF}.example"
    );
    assert_eq!(prepared(Policy::RFC6122, "a@\u{C9}_b.example"), Err(Kind::Underscore));
    assert_eq!(prepared(Policy::RFC6122, "\u{AD}@b"), Err(Kind::Empty));
    assert_eq!(prepared(Policy::RFC6122, "\u{DF}@B/\u{FB01}").unwrap().as_str(), "ss@b/fi");
}

/// Every code point alone: stable, and what the crate makes of it.
#[test]
fn every_code_point_alone() {
    for c in '\0'..=char::MAX {
        agrees_with_crate(c.encode_utf8(&mut [0; 4]));
    }
}

/// In stored strings the crate's own functions give the same, but for what Unicode 3.2 has otherwise.
fn agrees_with_crate(text: &str) {
    let differs = |c| {
        unicode_3_2::before_corrigendum_4(c) != c || tables::bidi_l(c) != unicode_3_2::is_left_to_right(c)
    };
    if let Some((offset, _)) = text.char_indices().find(|&(_, c)| tables::unassigned_code_point(c)) {
        for prepare in [nodeprep as Prepare, resourceprep] {
            let (kind, at) = result(prepare, text, false).unwrap_err();
            assert!(at < offset || (kind, at) == (Kind::Unassigned, offset), "{text:?}");
        }
        return;
    }
    if text.contains(differs) {
        return;
    }
    for (prepare, peer) in
        [(nodeprep as Prepare, stringprep::nodeprep as Peer), (resourceprep, stringprep::resourceprep)]
    {
        let ours = result(prepare, text, false);
        match peer(text) {
            Ok(theirs) => {
                assert_eq!(ours.as_deref(), Ok(&*theirs), "{text:?}");
                assert_eq!(result(prepare, &theirs, false).as_deref(), Ok(&*theirs), "{text:?}");
            }
            Err(_) => assert!(ours.is_err(), "{text:?}"),
        }
    }
}

proptest! {
    #[test]
    fn strings_agree_with_the_crate(text in r"([a-zA-Z1 @/<]|[\u{A0}-\u{17F}]|[\u{300}-\u{345}\u{5B0}]|[\u{370}-\u{3FF}]|[\u{5D0}-\u{5D4}\u{627}]|[\u{1100}\u{1161}\u{11A8}\u{AC00}]|[\u{1F80}-\u{1FFF}]|[\u{2F868}\u{FB00}-\u{FB4F}]|[\u{AD}\u{200D}]|[\u{FF01}-\u{FF20}]){0,8}") {
        agrees_with_crate(&text);
    }

    #[test]
    fn domain_names_come_to_rest(text in r"([a-zA-Z1_@-]|\.|xn--(bcher-kva|nxasmq6b|a)|[\u{C0}-\u{FF}\u{DF}\u{3C2}]|[\u{300}-\u{345}]|[\u{5D0}\u{627}]|[\u{AD}\u{3002}\u{FF0E}\u{FF61}\u{FF21}\u{FF0D}]|[\u{221}\u{1D2C}]|\u{2603}){1,10}") {
        for unassigned in [false, true] {
            match result(domain_name, &text, unassigned) {
                Ok(prepared) => prop_assert_eq!(result(domain_name, &prepared, unassigned), Ok(prepared)),
                Err((_, offset)) => prop_assert!(text.is_char_boundary(offset)),
            }
        }
    }

    #[test]
    fn addresses_come_to_rest(text in r"(\PC|[\u{AD}\u{FF20}\u{2100}\u{1D2C}\u{345}]){1,6}@(\PC|[\u{DF}\u{3002}]){1,6}(/\PC{1,6})?") {
        for policy in [Policy::RFC6122, Policy::RFC6122_QUERY] {
            match policy.parse(&text) {
                Ok(jid) => prop_assert!(matches!(policy.parse(jid.as_str()), Ok(Cow::Borrowed(same)) if *same == *jid)),
                Err(error) => prop_assert!(text.is_char_boundary(error.offset())),
            }
        }
    }

    #[test]
    fn ascii_is_the_same_under_both_policies(text in "[a-cA-C1 .@/_:&\\[\\]-]{1,14}") {
        let (new, old) = (Policy::RFC7622.parse(&text), Policy::RFC6122.parse(&text));
        prop_assert_eq!(new.as_deref(), old.as_deref());
    }
}

/// Long runs are cut and put in order as a whole: by combining class, U+0323 is 220, U+0301 230, U+0345 240.
#[test]
fn long_text() {
    let marks = "\u{345}\u{301}\u{323}".repeat(170);
    let ordered = ["\u{323}", "\u{301}", "\u{345}"].map(|mark| mark.repeat(170)).concat();
    assert_eq!(result(resourceprep, &marks, false), Ok(ordered));
    assert_eq!(result(nodeprep, &"\u{AD}".repeat(511), false), Ok(String::new()));
    assert_eq!(result(nodeprep, &"\u{132}".repeat(511), false), Ok("ij".repeat(511)));
    assert_eq!(result(domain_name, &"\u{E9}.".repeat(999), false), Err((Kind::NameTooLong, 0)));
}
