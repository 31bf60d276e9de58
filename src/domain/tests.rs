//! Rows of the standards, and laws: what is accepted is a fixpoint, and every way to a verdict gives the same one.

use super::DomainErrorKind as Kind;
use super::*;
use crate::unicode::{Idna, properties};
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use proptest::prelude::*;

const UNDERSCORE: Options = Options { underscore: true, uts46: false };
const UTS46: Options = Options { underscore: false, uts46: true };
const LENIENT: Options = Options { underscore: true, uts46: true };
const ALL_OPTIONS: [Options; 4] = [Options::STRICT, UNDERSCORE, UTS46, LENIENT];

/// The canonical form, or the error's kind and offset; on the way every law is checked that holds for any input.
fn prepared(input: &str, options: Options) -> Result<String, (Kind, usize)> {
    let result = run(input, |sink| prepare_slowly(input, options, None, sink));
    assert_eq!(run(input, |sink| prepare(input, options, sink)), result, "{input:?} {options:?}");
    if !options.uts46 && ip_literal(strip_final_dot(input)) == Ok(None) {
        let name = strip_final_dot(input);
        let rewritten = run(name, |sink| rewrite::rewrite(name, options, sink));
        assert_eq!(rewritten, result, "{input:?} {options:?}");
    }
    if let Err(error) = result {
        assert_error_fits(input, error);
        assert!(check(input, options).is_err(), "{input:?}");
        return Err((error.kind(), error.offset()));
    }
    let output = result.unwrap();
    assert_eq!(check(input, options).is_ok(), output == input, "{input:?} {options:?}");
    assert_eq!(check(&output, options), Ok(()), "{input:?} {options:?}");
    let mut sink = String::new();
    assert_eq!(prepare(&output, options, &mut sink), Ok(Outcome::Unchanged), "{input:?} {options:?}");
    assert_eq!(
        prepare_slowly(&output, options, None, &mut sink),
        Ok(Outcome::Unchanged),
        "{input:?} {options:?}"
    );
    Ok(output)
}

/// Runs a function that prepares, with something in the sink that has to stay.
fn run(
    input: &str,
    prepare: impl FnOnce(&mut String) -> Result<Outcome, DomainError>,
) -> Result<String, DomainError> {
    let mut sink = String::from("before");
    let outcome = prepare(&mut sink)?;
    let written = sink.strip_prefix("before").expect("the sink is only appended to");
    match outcome {
        Outcome::Unchanged => {
            assert_eq!(written, "", "{input:?}");
            Ok(input.to_owned())
        }
        Outcome::Rewritten => {
            assert_ne!(written, input);
            Ok(written.to_owned())
        }
    }
}

fn assert_error_fits(input: &str, error: DomainError) {
    let behind = input.get(error.offset()..).expect("the offset is on a boundary");
    if let Some(c) = error.code_point() {
        assert!(behind.starts_with(c), "{input:?} {error:?}");
    }
    assert_ne!(error.kind(), Kind::NotCanonical, "{input:?}");
}

type Row<'a> = (&'a str, Result<&'a str, (Kind, usize)>);

fn assert_rows(options: Options, rows: &[Row]) {
    for &(input, expected) in rows {
        assert_eq!(prepared(input, options).as_deref().map_err(|&error| error), expected, "{input:?}");
    }
}

#[test]
fn final_dot() {
    // RFC 7622 section 3.2: the final dot is stripped before any other step.
    assert_rows(
        Options::STRICT,
        &[
            ("example.com.", Ok("example.com")),
            ("example.com\u{3002}", Ok("example.com")),
            ("[::1].", Ok("[::1]")),
            ("127.0.0.1.", Ok("127.0.0.1")),
            ("", Err((Kind::Empty, 0))),
            (".", Err((Kind::Empty, 0))),
            ("\u{3002}", Err((Kind::Empty, 0))),
            ("..", Err((Kind::EmptyLabel, 0))),
            ("example.com..", Err((Kind::EmptyLabel, 12))),
            ("example.com.\u{3002}", Err((Kind::EmptyLabel, 12))),
            (".example.com", Err((Kind::EmptyLabel, 0))),
            ("a..b", Err((Kind::EmptyLabel, 2))),
            // Dots that only mapping makes are no final dot of the input.
            ("example.com\u{FF0E}", Err((Kind::EmptyLabel, 14))),
            ("\u{FF61}", Err((Kind::EmptyLabel, 0))),
            ("::1.", Err((Kind::UnbracketedIpv6, 0))),
        ],
    );
}

#[test]
fn ldh_names() {
    // RFC 5890 section 2.3.1, RFC 5891 section 4.2.3.1.
    assert_rows(
        Options::STRICT,
        &[
            ("example.com", Ok("example.com")),
            ("EXAMPLE.Com", Ok("example.com")),
            ("127.0.0.1", Ok("127.0.0.1")),
            ("300.0.0.1", Ok("300.0.0.1")),
            ("localhost", Ok("localhost")),
            ("a-b.c--d", Ok("a-b.c--d")),
            ("-a.b", Err((Kind::Hyphen, 0))),
            ("a.b-", Err((Kind::Hyphen, 3))),
            ("a.-", Err((Kind::Hyphen, 2))),
            ("a.bq--c", Err((Kind::ReservedLabel, 4))),
            ("A.BQ--c", Err((Kind::ReservedLabel, 4))),
            ("a_b.c", Err((Kind::Underscore, 1))),
            ("127.0.0.1 evil", Err((Kind::Disallowed, 9))),
            ("example.com:5222", Err((Kind::Disallowed, 11))),
            ("a@b", Err((Kind::Disallowed, 1))),
            ("a/b", Err((Kind::Disallowed, 1))),
            ("a\0", Err((Kind::Disallowed, 1))),
            ("a]", Err((Kind::Disallowed, 1))),
            ("a[::1]", Err((Kind::Disallowed, 1))),
        ],
    );
    assert_rows(
        UNDERSCORE,
        &[
            ("_xmpp._TCP.example", Ok("_xmpp._tcp.example")),
            ("_\u{FC}", Ok("_\u{FC}")),
            ("_\u{DC}", Ok("_\u{FC}")),
            ("\u{FF3F}a", Ok("_a")),
            ("a_-", Err((Kind::Hyphen, 2))),
        ],
    );
}

#[test]
fn lengths() {
    // RFC 1034 section 3.1, and RFC 5890 section 2.3.2.1: counted in A-label form.
    let label = "a".repeat(63);
    let name = format!("{label}.{label}.{label}.{}", &label[..61]);
    assert_eq!(name.len(), 253);
    assert_eq!(prepared(&name, Options::STRICT), Ok(name.clone()));
    assert_eq!(prepared(&format!("{name}."), Options::STRICT), Ok(name.clone()));
    for options in ALL_OPTIONS {
        assert_eq!(prepared(&format!("{name}a"), options), Err((Kind::NameTooLong, 0)));
        assert_eq!(prepared(&format!("{name}a.-"), options), Err((Kind::NameTooLong, 0)));
        assert_eq!(prepared(&format!("b.{label}a"), options), Err((Kind::LabelTooLong, 2)));
        assert_eq!(prepared(&format!("\u{DC}.{label}a"), options), Err((Kind::LabelTooLong, 3)));
        assert_eq!(prepared(&format!("xn--{label}"), options), Err((Kind::LabelTooLong, 0)));
        assert_eq!(prepared(&"\u{FF41}".repeat(63), options), Ok(label.clone()));
        assert_eq!(prepared(&"\u{FF41}".repeat(64), options), Err((Kind::LabelTooLong, 0)));
    }
    for letter in ["\u{FC}", "\u{431}", "\u{3042}", "\u{4E00}", "\u{20000}", "\u{5D0}"] {
        let octets = |times| 4 + idna::punycode::encode_str(&letter.repeat(times)).unwrap().len();
        let most = (1..64).take_while(|&times| octets(times) <= 63).last().unwrap();
        assert!(most < 63);
        let longest = letter.repeat(most);
        assert_eq!(prepared(&longest, Options::STRICT), Ok(longest.clone()), "{letter}");
        let longer = format!("a.{}", letter.repeat(most + 1));
        assert_eq!(prepared(&longer, Options::STRICT), Err((Kind::LabelTooLong, 2)));
        // As many such labels as fit, with their dots, then one octet too many.
        let room = 253 - 3 * (octets(most) + 1);
        let name = [&*longest, &longest, &longest, &label[..room]].join(".");
        assert_eq!(prepared(&name, Options::STRICT), Ok(name.clone()), "{letter}");
        assert_eq!(prepared(&format!("{name}.b"), Options::STRICT), Err((Kind::NameTooLong, 0)), "{letter}");
    }
}

#[test]
fn u_labels() {
    assert_rows(
        Options::STRICT,
        &[
            ("b\u{FC}cher.example", Ok("b\u{FC}cher.example")),
            ("B\u{DC}CHER.Example", Ok("b\u{FC}cher.example")),
            ("bu\u{308}cher.example", Ok("b\u{FC}cher.example")),
            ("fa\u{DF}.de", Ok("fa\u{DF}.de")),
            // RFC 5895 section 2: width, and U+3002, U+FF0E, U+FF61 as dots.
            ("\u{FF45}\u{FF58}\u{3002}com", Ok("ex.com")),
            (
                "\u{4F8B}\u{3048}\u{FF0E}\u{30C6}\u{30B9}\u{30C8}",
                Ok("\u{4F8B}\u{3048}.\u{30C6}\u{30B9}\u{30C8}"),
            ),
            ("a\u{FF61}b", Ok("a.b")),
            ("\u{FF11}\u{FF12}\u{FF17}.0.0.1", Ok("127.0.0.1")),
            // Each U+03A3 becomes U+03C3, and U+03C2 is a letter of its own (RFC 5892 section 2.6).
            ("\u{39F}\u{3A3}.gr", Ok("\u{3BF}\u{3C3}.gr")),
            ("\u{3BF}\u{3C2}.gr", Ok("\u{3BF}\u{3C2}.gr")),
            // RFC 5892 section 2.2: case folding goes to capitals in Cherokee, so these are stable.
            ("\u{13A0}\u{13A1}.example", Ok("\u{13A0}\u{13A1}.example")),
            ("\u{13A0}A", Ok("\u{13A0}a")),
            ("\u{AB70}", Err((Kind::Disallowed, 0))),
            // RFC 5892 section 2: symbols, emoji, compatibility characters.
            ("a.\u{2665}.b", Err((Kind::Disallowed, 2))),
            ("\u{1F600}", Err((Kind::Disallowed, 0))),
            ("a\u{AD}", Err((Kind::Disallowed, 1))),
            ("\u{2100}.example", Err((Kind::Disallowed, 0))),
            ("A\u{2665}", Err((Kind::Disallowed, 1))),
            ("a.\u{378}", Err((Kind::Unassigned, 2))),
            ("\u{E000}", Err((Kind::Disallowed, 0))),
            // RFC 7622 section 3.1: no separator comes from mapping.
            ("a\u{FF20}b", Err((Kind::MapsToSeparator, 1))),
            ("A.b\u{FF0F}c", Err((Kind::MapsToSeparator, 3))),
            ("a\u{FF01}", Err((Kind::Disallowed, 1))),
            ("\u{FF3B}::1]", Err((Kind::Disallowed, 0))),
            ("a\u{FF3F}", Err((Kind::Underscore, 1))),
            ("\u{FF0D}a", Err((Kind::Hyphen, 0))),
            // RFC 5891 section 4.2.3.1 counts code points.
            ("\u{E4}\u{F6}--x", Err((Kind::ReservedLabel, 4))),
            ("\u{C4}\u{D6}--x", Err((Kind::ReservedLabel, 4))),
            ("\u{E4}--x", Ok("\u{E4}--x")),
            ("a.\u{FC}-", Err((Kind::Hyphen, 4))),
            // RFC 5891 section 4.2.3.2.
            ("a.\u{301}b", Err((Kind::LeadingMark, 2))),
            ("\u{93E}a", Err((Kind::LeadingMark, 0))),
            ("a\u{3002}\u{301}B", Err((Kind::LeadingMark, 4))),
        ],
    );
}

#[test]
fn a_leading_mark_is_the_first_of_the_input() {
    // NFC puts U+093C, of the lower combining class, in front.
    assert_eq!(prepared("a.\u{94D}\u{93C}", Options::STRICT), Err((Kind::LeadingMark, 2)));
}

#[test]
fn context_rules() {
    // RFC 5892 appendix A.
    assert_rows(
        Options::STRICT,
        &[
            ("\u{915}\u{94D}\u{200C}\u{937}", Ok("\u{915}\u{94D}\u{200C}\u{937}")),
            ("a\u{200C}b", Err((Kind::Context, 1))),
            ("\u{915}\u{94D}\u{200D}\u{937}", Ok("\u{915}\u{94D}\u{200D}\u{937}")),
            ("x.\u{915}\u{200D}", Err((Kind::Context, 5))),
            ("l\u{B7}l", Ok("l\u{B7}l")),
            ("L\u{B7}L", Ok("l\u{B7}l")),
            ("l.\u{B7}l", Err((Kind::Context, 2))),
            ("\u{375}\u{3B1}", Ok("\u{375}\u{3B1}")),
            ("\u{375}.\u{3B1}", Err((Kind::Context, 0))),
            ("\u{5D0}\u{5F3}", Ok("\u{5D0}\u{5F3}")),
            ("\u{5F3}\u{5D0}", Err((Kind::Context, 0))),
            ("\u{30A2}\u{30FB}b", Ok("\u{30A2}\u{30FB}b")),
            ("\u{FF71}\u{FF65}b", Ok("\u{30A2}\u{30FB}b")),
            ("\u{30A2}.a\u{30FB}b", Err((Kind::Context, 5))),
            ("\u{627}\u{661}.\u{627}\u{6F1}", Ok("\u{627}\u{661}.\u{627}\u{6F1}")),
        ],
    );
}

#[test]
fn digits_of_two_alphabets() {
    // RFC 5892 appendices A.8 and A.9: the rule fails for either digit.
    let (kind, offset) = prepared("\u{627}\u{661}\u{6F1}", Options::STRICT).unwrap_err();
    assert!(kind == Kind::Context && [2, 4].contains(&offset));
}

#[test]
fn bidi_rule() {
    // RFC 5893 section 2; the rule is for all labels of a name that has one written from right to left.
    assert_rows(
        Options::STRICT,
        &[
            ("\u{5D0}\u{5D1}.example", Ok("\u{5D0}\u{5D1}.example")),
            ("\u{5D0}\u{5D1}.1a", Err((Kind::Bidi, 5))),
            ("1a.\u{5D0}\u{5D1}", Err((Kind::Bidi, 0))),
            ("1A.\u{5D0}\u{5D1}", Err((Kind::Bidi, 0))),
            ("1a.xn--4dbc", Err((Kind::Bidi, 0))),
            ("xn--1-eha.\u{5D0}", Err((Kind::Bidi, 0))),
            ("1a.example", Ok("1a.example")),
            ("a\u{5D0}", Err((Kind::Bidi, 1))),
            ("\u{5D0}1\u{661}", Err((Kind::Bidi, 3))),
            ("\u{661}\u{5D0}", Err((Kind::Bidi, 0))),
            ("a.\u{661}", Err((Kind::Bidi, 2))),
            ("\u{5D0}a", Err((Kind::Bidi, 2))),
        ],
    );
}

#[test]
fn a_labels() {
    // The names of the test domains that IANA delegated in 2007, in both forms.
    for (a_labels, u_labels) in [
        (
            "xn--mgbh0fb.xn--kgbechtv",
            "\u{645}\u{62B}\u{627}\u{644}.\u{625}\u{62E}\u{62A}\u{628}\u{627}\u{631}",
        ),
        ("xn--fsqu00a.xn--0zwm56d", "\u{4F8B}\u{5B50}.\u{6D4B}\u{8BD5}"),
        (
            "xn--hxajbheg2az3al.xn--jxalpdlp",
            "\u{3C0}\u{3B1}\u{3C1}\u{3AC}\u{3B4}\u{3B5}\u{3B9}\u{3B3}\u{3BC}\u{3B1}.\u{3B4}\u{3BF}\u{3BA}\u{3B9}\u{3BC}\u{3AE}",
        ),
        (
            "xn--p1b6ci4b4b3a.xn--11b5bs3a9aj6g",
            "\u{909}\u{926}\u{93E}\u{939}\u{930}\u{923}.\u{92A}\u{930}\u{940}\u{915}\u{94D}\u{937}\u{93E}",
        ),
        ("xn--r8jz45g.xn--zckzah", "\u{4F8B}\u{3048}.\u{30C6}\u{30B9}\u{30C8}"),
        (
            "xn--e1afmkfd.xn--80akhbyknj4f",
            "\u{43F}\u{440}\u{438}\u{43C}\u{435}\u{440}.\u{438}\u{441}\u{43F}\u{44B}\u{442}\u{430}\u{43D}\u{438}\u{435}",
        ),
    ] {
        for options in ALL_OPTIONS {
            assert_eq!(prepared(a_labels, options).as_deref(), Ok(u_labels));
            assert_eq!(prepared(&a_labels.to_uppercase(), options).as_deref(), Ok(u_labels));
            assert_eq!(prepared(u_labels, options).as_deref(), Ok(u_labels));
        }
    }
    assert_rows(
        Options::STRICT,
        &[
            ("xn--bcher-kva.example", Ok("b\u{FC}cher.example")),
            ("Xn--Bcher-KVA.Example.", Ok("b\u{FC}cher.example")),
            ("xn--fa-hia.de", Ok("fa\u{DF}.de")),
            ("\u{FF58}n--bcher-kva", Ok("b\u{FC}cher")),
            // RFC 5890 section 2.3.2.1, RFC 5891 section 5.3: fake A-labels.
            ("xn--", Err((Kind::InvalidALabel, 0))),
            ("a.xn--a", Err((Kind::InvalidALabel, 2))),
            ("a.xn--abc-", Err((Kind::InvalidALabel, 2))),
            ("XN--99999999", Err((Kind::InvalidALabel, 0))),
            ("xn--\u{FC}", Err((Kind::InvalidALabel, 0))),
            ("xn--a_b", Err((Kind::InvalidALabel, 0))),
            // U+00DC, U+2665, U+0308 after a letter (not NFC), U+0301 in front, U+200C alone, two alphabets of digits.
            ("xn--bcher-2pa", Err((Kind::InvalidALabel, 0))),
            ("xn--g6h", Err((Kind::InvalidALabel, 0))),
            ("xn--bucher-xyd", Err((Kind::InvalidALabel, 0))),
            ("xn--a-wbb", Err((Kind::InvalidALabel, 0))),
            ("xn--ab-j1t", Err((Kind::InvalidALabel, 0))),
            ("b.xn--a-0hc", Err((Kind::InvalidALabel, 2))),
        ],
    );
}

#[test]
fn fake_a_labels_decode_to_what_the_rows_say() {
    for (punycode, decoded) in [
        ("bcher-2pa", "b\u{DC}cher"),
        ("g6h", "\u{2665}"),
        ("bucher-xyd", "bu\u{308}cher"),
        ("a-wbb", "\u{301}a"),
        ("ab-j1t", "a\u{200C}b"),
        ("a-0hc", "a\u{5D0}"),
        ("4dbc", "\u{5D0}\u{5D1}"),
        ("1-eha", "1\u{FC}"),
    ] {
        assert_eq!(idna::punycode::encode_str(decoded).as_deref(), Some(punycode));
    }
}

#[test]
fn ip_literals() {
    assert_rows(
        Options::STRICT,
        &[
            ("[2001:DB8:0:0::1]", Ok("[2001:db8::1]")),
            ("[::ffff:192.0.2.1]", Ok("[::ffff:192.0.2.1]")),
            ("[fe80::1%25eth0]", Ok("[fe80::1%25eth0]")),
            ("[fe80::1%eth0]", Err((Kind::InvalidZone, 8))),
            ("[V1.XYZ]", Ok("[v1.xyz]")),
            ("[::1", Err((Kind::InvalidIpLiteral, 0))),
            ("[::1]x", Err((Kind::InvalidIpLiteral, 0))),
            ("[::1]..", Err((Kind::InvalidIpLiteral, 0))),
            ("2001:db8::1", Err((Kind::UnbracketedIpv6, 0))),
            ("::", Err((Kind::UnbracketedIpv6, 0))),
            ("fe80::1%eth0", Err((Kind::UnbracketedIpv6, 0))),
        ],
    );
}

// Longer than a label, and so a name only if it does not begin as one of these does.
#[test]
fn long_ip_literals() {
    let tail = "a".repeat(70);
    for (input, expected) in [
        (format!("[::1%25{tail}]"), Ok(format!("[::1%25{tail}]"))),
        (format!("[{tail}"), Err((Kind::InvalidIpLiteral, 0))),
        (format!("::1%{tail}"), Err((Kind::UnbracketedIpv6, 0))),
        (format!("2001:db8::1%{tail}"), Err((Kind::UnbracketedIpv6, 0))),
        (format!("1234:{tail}"), Err((Kind::LabelTooLong, 0))),
        (format!("12345:{tail}"), Err((Kind::LabelTooLong, 0))),
        (format!("b.[{tail}"), Err((Kind::LabelTooLong, 2))),
    ] {
        assert_eq!(prepared(&input, Options::STRICT), expected, "{input}");
    }
}

#[test]
fn uts46_is_more_lenient() {
    assert_rows(
        UTS46,
        &[
            ("\u{1F600}.Example", Ok("\u{1F600}.example")),
            ("i\u{2665}.ws", Ok("i\u{2665}.ws")),
            ("xn--i-n3p.ws", Ok("i\u{2665}.ws")),
            ("\u{2460}.\u{2168}", Ok("1.ix")),
            ("a\u{AD}b", Ok("ab")),
            ("fa\u{DF}.de", Ok("fa\u{DF}.de")),
            ("\u{AB70}", Ok("\u{13A0}")),
            ("a\u{3002}b\u{3002}", Ok("a.b")),
            ("\u{AD}", Err((Kind::Empty, 0))),
            ("a.\u{AD}.b", Err((Kind::EmptyLabel, 2))),
            ("a\u{FF0E}", Err((Kind::EmptyLabel, 4))),
            ("\u{2100}.example", Err((Kind::MapsToSeparator, 0))),
            ("b.a\u{FF20}", Err((Kind::MapsToSeparator, 3))),
            ("a\u{FF01}", Err((Kind::Disallowed, 1))),
            ("\u{2665} a", Err((Kind::Disallowed, 3))),
            ("\u{2665}_", Err((Kind::Underscore, 3))),
            ("a\u{378}", Err((Kind::Unassigned, 1))),
            ("\u{2665}-", Err((Kind::Hyphen, 3))),
            ("\u{2665}.\u{2665}a--\u{2665}", Err((Kind::ReservedLabel, 8))),
            ("\u{2665}.aa--\u{2665}", Err((Kind::ReservedLabel, 6))),
            ("\u{2665}.xn--a", Err((Kind::InvalidALabel, 4))),
            ("\u{2665}.\u{301}", Err((Kind::LeadingMark, 4))),
            ("\u{2665}a\u{200C}b", Err((Kind::Context, 4))),
            ("\u{2665}.a\u{5D0}", Err((Kind::Bidi, 5))),
            ("1\u{2665}.\u{5D0}", Err((Kind::Bidi, 0))),
            ("[::1]", Ok("[::1]")),
            ("::1", Err((Kind::UnbracketedIpv6, 0))),
        ],
    );
    assert_rows(LENIENT, &[("\u{2665}_\u{FF3F}", Ok("\u{2665}__")), ("\u{2665}_.-", Err((Kind::Hyphen, 5)))]);
}

#[test]
fn check_says_what_preparation_would_change() {
    for (input, expected) in [
        ("example.com", None),
        ("Example.com", Some((Kind::NotCanonical, 0))),
        ("example.com.", Some((Kind::NotCanonical, 11))),
        ("a.xn--bcher-kva", Some((Kind::NotCanonical, 2))),
        ("a.b\u{DC}", Some((Kind::NotCanonical, 3))),
        ("a\u{3002}b", Some((Kind::NotCanonical, 1))),
        ("\u{344}", Some((Kind::NotCanonical, 0))),
        ("[::0]", Some((Kind::NotCanonical, 0))),
        ("[::]", None),
        (".", Some((Kind::Empty, 0))),
        ("a_b", Some((Kind::Underscore, 1))),
        ("a.\u{2665}", Some((Kind::Disallowed, 2))),
        ("::1", Some((Kind::UnbracketedIpv6, 0))),
    ] {
        let error = check(input, Options::STRICT).err();
        assert_eq!(error.map(|error| (error.kind(), error.offset())), expected, "{input:?}");
    }
    let error = check("i\u{2665}\u{FF45}", UTS46).unwrap_err();
    assert_eq!(error.kind(), Kind::NotCanonical);
}

#[test]
fn code_points_at_fault_are_those_of_the_input() {
    for (input, code_point) in [
        ("a\u{FF20}", Some('\u{FF20}')),
        ("A\u{2665}", Some('\u{2665}')),
        ("a_b", Some('_')),
        ("a..b", None),
        ("xn--a", None),
        ("ab--c", None),
        ("\u{FF0D}a", Some('\u{FF0D}')),
    ] {
        let error = prepare(input, Options::STRICT, &mut String::new()).unwrap_err();
        assert_eq!(error.code_point(), code_point, "{input:?}");
    }
}

#[test]
fn all_ascii_up_to_three_octets() {
    let octets = || (0..0x80_u8).map(char::from);
    for a in octets() {
        for options in ALL_OPTIONS {
            let _ = prepared(&format!("{a}"), options);
        }
        for b in octets() {
            for options in ALL_OPTIONS {
                let _ = prepared(&format!("{a}{b}"), options);
            }
            for c in octets() {
                let _ = prepared(&String::from_iter([a, b, c]), Options::STRICT);
            }
        }
    }
}

/// What masks tell of short names, and of long ones label by label, is what a closer look finds.
#[test]
fn octets_tell_what_code_points_do() {
    let octets = [b'a', b'-', b'.', b'x', b'n', b'N', b'_', b':'];
    for octets_in_all in 1..=6 {
        for number in 0..octets.len().pow(octets_in_all) {
            let place = |i| octets[number / octets.len().pow(i) % octets.len()];
            let name: Vec<u8> = (0..octets_in_all).map(place).collect();
            let name = core::str::from_utf8(&name).unwrap();
            for options in [Options::STRICT, UNDERSCORE] {
                let slowly = run(name, |sink| prepare_slowly(name, options, None, sink));
                assert_eq!(run(name, |sink| prepare(name, options, sink)), slowly, "{name:?}");
            }
        }
    }
}

#[test]
fn every_code_point_alone() {
    for c in '\0'..=char::MAX {
        let input = String::from(c);
        let strict = prepared(&input, Options::STRICT);
        if let Ok(output) = &strict {
            assert_eq!(prepared(output, UTS46).as_ref(), Ok(output), "U+{:04X}", u32::from(c));
            // RFC 5892: what comes out of mapping is PVALID or has a contextual rule.
            let allowed = |c| matches!(properties(c).idna(), Idna::PValid | Idna::ContextJ | Idna::ContextO);
            assert!(output.chars().all(allowed), "U+{:04X}", u32::from(c));
        } else if properties(c).idna() != Idna::Unassigned {
            let _ = prepared(&input, UTS46);
        }
    }
}

#[test]
fn long_inputs_are_refused_and_nothing_panics() {
    let units = [
        "a",
        "-",
        ".",
        "a.",
        "_",
        "\u{FC}",
        "\u{DC}",
        "\u{3002}",
        "\u{FF41}",
        "\u{661}",
        "\u{5D0}",
        "\u{301}",
        "\u{200C}",
        "\u{B7}",
        "\u{30FB}",
        "a\u{301}\u{323}",
        "\u{1D165}",
        "xn--a.",
        "xn--",
        "\u{FF20}",
        "[",
        "]",
        ":",
        "%",
        "\u{2665}",
        "\u{AD}",
        "\u{1100}\u{1161}",
        "\u{10FFFF}",
    ];
    for unit in units {
        for head in ["", "xn--", "[", "[::1%25", "[v1.", "a.", "\u{5D0}"] {
            let input = format!("{head}{}", unit.repeat(3_000 / unit.len()));
            for options in ALL_OPTIONS {
                assert!(prepared(&input, options).is_err() || unit == "\u{AD}", "{head:?} {unit:?}");
            }
        }
    }
}

/// Texts that come near names: labels of several scripts, with what breaks them now and then.
fn near_names() -> impl Strategy<Value = String> {
    let label = prop_oneof![
        4 => "[a-zA-Z0-9-]{1,8}",
        2 => "[a-z\u{E0}-\u{FF}]{1,8}",
        2 => "[\u{410}-\u{44F}]{1,12}",
        2 => "[\u{391}-\u{3C9}]{1,6}",
        2 => "[\u{5D0}-\u{5EA}0-9-]{1,5}",
        2 => "[\u{627}-\u{64A}\u{660}-\u{669}\u{6F0}-\u{6F9}\u{200C}]{1,5}",
        2 => "[\u{905}-\u{94D}\u{200C}\u{200D}]{1,5}",
        1 => "[\u{3041}-\u{30FF}\u{4E00}-\u{4E80}\u{FF61}-\u{FF9F}]{1,5}",
        1 => "[a-eu\u{300}-\u{308}\u{1EA0}-\u{1EA5}]{1,5}",
        1 => "[\u{FF00}-\u{FF5F}]{1,4}",
        1 => "(xn--|XN--)[a-z0-9]{1,8}",
        1 => "\\PC{1,3}",
        1 => "[l\u{B7}\u{375}\u{5F3}\u{3B1}_]{1,3}",
    ];
    let labels = proptest::collection::vec(label, 1..4);
    (labels, prop_oneof![Just("."), Just("\u{3002}")], prop_oneof![4 => Just(""), 1 => Just(".")])
        .prop_map(|(labels, dot, end)| labels.join(dot) + end)
}

/// Names of ASCII of up to 260 octets and more, with a fault now and then.
fn long_names() -> impl Strategy<Value = String> {
    let label = prop_oneof![
        8 => "[a-z]{15,40}",
        4 => "[a-zA-Z0-9]{60,63}",
        1 => "[a-z]{64,70}|[a-z]{62}[\\[:.][a-z]{2}",
        2 => "a--b|xn--bcher-kva|XN--ZCA",
        1 => "|-a|a-|ab--c|xn--a|xn--|a_b|a:b|a b|\\[a|fe80::1%25[a-z]{40,70}|[0-9]{4,5}:[a-z]{62}|\u{FC}",
    ];
    (proptest::collection::vec(label, 1..8), prop_oneof![Just(""), Just(".")])
        .prop_map(|(labels, end)| labels.join(".") + end)
}

fn all_options() -> impl Strategy<Value = Options> {
    proptest::sample::select(ALL_OPTIONS.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn laws_hold_near_names(input in near_names(), options in all_options()) {
        let _ = prepared(&input, options);
    }

    #[test]
    fn laws_hold_for_long_names(input in long_names(), options in all_options()) {
        let _ = prepared(&input, options);
    }

    #[test]
    fn laws_hold_for_any_text(input in "\\PC{0,40}|.{0,12}", options in all_options()) {
        let _ = prepared(&input, options);
    }

    #[test]
    fn laws_hold_for_literals(input in "\\[[0-9a-fA-F:.%v]{0,20}(%25[a-zA-Z0-9.%]{0,6})?\\]?\\.?") {
        let _ = prepared(&input, Options::STRICT);
    }

    #[test]
    fn addresses_round_trip(groups in any::<[u16; 8]>(), zeros in any::<u8>()) {
        let mut groups = groups;
        for (i, group) in groups.iter_mut().enumerate() {
            *group *= u16::from(zeros >> i & 1);
        }
        let plain: Vec<_> = groups.iter().map(|group| format!("{group:04X}")).collect();
        let output = prepared(&format!("[{}]", plain.join(":")), Options::STRICT).unwrap();
        let address: core::net::Ipv6Addr = output[1..output.len() - 1].parse().unwrap();
        prop_assert_eq!(address.segments(), groups);
    }

    #[test]
    fn both_forms_of_a_name_are_one(input in near_names()) {
        if let Ok(output) = prepared(&input, Options::STRICT) {
            let a_labels = idna::domain_to_ascii(&output);
            if let Ok(a_labels) = a_labels {
                prop_assert_eq!(prepared(&a_labels, Options::STRICT), Ok(output));
            }
        }
    }

    #[test]
    fn what_idna2008_accepts_uts46_accepts(input in near_names()) {
        if let Ok(output) = prepared(&input, Options::STRICT) {
            prop_assert_eq!(prepared(&output, UTS46), Ok(output));
        }
    }
}
