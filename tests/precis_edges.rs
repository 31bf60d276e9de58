//! What the PRECIS profiles say of a text: the kind, the octet, the code point and the sentence, by `check` as by preparation.
#![cfg(feature = "alloc")]

use envoi::Outcome;
use envoi::precis::{self, PrecisError, PrecisErrorKind as Kind};

type Check = fn(&str) -> Result<(), PrecisError>;
type Prepare = fn(&str, &mut String) -> Result<Outcome, PrecisError>;

const USERNAME: (Check, Prepare) = (precis::check_username_case_mapped, precis::username_case_mapped);
const OPAQUE: (Check, Prepare) = (precis::check_opaque_string, precis::opaque_string);

type Fault = ((Check, Prepare), &'static str, Kind, usize, Option<char>, &'static str);

/// Preparation finds the same fault as `check`.
fn assert_faults(faults: &[Fault]) {
    for &((check, prepare), input, kind, offset, code_point, sentence) in faults {
        assert_fault(check(input).unwrap_err(), kind, offset, code_point, sentence);
        let mut sink = String::from("before");
        assert_fault(prepare(input, &mut sink).unwrap_err(), kind, offset, code_point, sentence);
    }
}

fn assert_fault(error: PrecisError, kind: Kind, offset: usize, code_point: Option<char>, sentence: &str) {
    assert_eq!((error.kind(), error.offset(), error.code_point()), (kind, offset, code_point), "{error}");
    assert_eq!(error.to_string(), sentence);
}

#[test]
fn a_fault_is_told_in_full() {
    assert_faults(&[
        (USERNAME, "", Kind::Empty, 0, None, "the text is empty, at byte 0 (RFC 8265 section 3.3.3)"),
        (OPAQUE, "", Kind::Empty, 0, None, "the text is empty, at byte 0 (RFC 8265 section 4.1)"),
        (
            USERNAME,
            "foo bar",
            Kind::Disallowed,
            3,
            Some(' '),
            "a code point is not allowed: U+0020, at byte 3 (RFC 8264 section 4.2.3)",
        ),
        (
            OPAQUE,
            "\u{E9}\u{9}",
            Kind::Disallowed,
            2,
            Some('\t'),
            "a code point is not allowed: U+0009, at byte 2 (RFC 8264 section 4.3.3)",
        ),
        (
            USERNAME,
            "a\u{378}",
            Kind::Unassigned,
            1,
            Some('\u{378}'),
            "a code point is not assigned: U+0378, at byte 1 (RFC 8264 section 4.2.4)",
        ),
        (
            OPAQUE,
            "a b\u{378}",
            Kind::Unassigned,
            3,
            Some('\u{378}'),
            "a code point is not assigned: U+0378, at byte 3 (RFC 8264 section 4.3.4)",
        ),
    ]);
}

#[test]
fn a_fault_of_what_stands_around_is_told_in_full() {
    assert_faults(&[
        // RFC 5892 appendix A.3: the middle dot stands between two letters l.
        (
            USERNAME,
            "l\u{B7}a",
            Kind::Context,
            1,
            Some('\u{B7}'),
            "a code point is not allowed in its context: U+00B7, at byte 1 (RFC 5892 appendix A)",
        ),
        (
            OPAQUE,
            "L\u{B7}l",
            Kind::Context,
            1,
            Some('\u{B7}'),
            "a code point is not allowed in its context: U+00B7, at byte 1 (RFC 5892 appendix A)",
        ),
        // RFC 5893 section 2, rule 5: no R in a label that begins with L.
        (
            USERNAME,
            "ab\u{5D0}",
            Kind::Bidi,
            2,
            Some('\u{5D0}'),
            "right-to-left text breaks the bidi rule: U+05D0, at byte 2 (RFC 5893 section 2)",
        ),
    ]);
}

#[test]
fn a_check_names_the_first_code_point_that_is_mapped() {
    for (check, input, offset, code_point, sentence) in [
        // RFC 8265 section 3.3.1: lower case, and width; then NFC, which is the text's as a whole.
        (
            USERNAME.0,
            "juliEt",
            4,
            Some('E'),
            "preparation would change the text: U+0045, at byte 4 (RFC 8265 section 3.3.3)",
        ),
        (
            USERNAME.0,
            "q\u{301}\u{FF51}",
            3,
            Some('\u{FF51}'),
            "preparation would change the text: U+FF51, at byte 3 (RFC 8265 section 3.3.3)",
        ),
        (
            USERNAME.0,
            "ae\u{301}",
            0,
            Some('a'),
            "preparation would change the text: U+0061, at byte 0 (RFC 8265 section 3.3.3)",
        ),
        // RFC 8265 section 4.2.2: spaces.
        (
            OPAQUE.0,
            "My \u{2003}Phone",
            3,
            Some('\u{2003}'),
            "preparation would change the text: U+2003, at byte 3 (RFC 8265 section 4.2.2)",
        ),
    ] {
        assert_fault(check(input).unwrap_err(), Kind::NotCanonical, offset, code_point, sentence);
    }
}

// UAX 15: no code point is composed of q and an accent, nor of a Hebrew letter and a vowel; marks of rising class are in order.
#[test]
fn marks_that_nothing_composes_are_canonical() {
    for input in ["q\u{301}", "q\u{323}\u{301}", "\u{5D0}\u{5B7}"] {
        for (check, prepare) in [USERNAME, OPAQUE] {
            assert_eq!(check(input), Ok(()), "{input:?}");
            let mut sink = String::from("before");
            assert_eq!(prepare(input, &mut sink), Ok(Outcome::Unchanged), "{input:?}");
            assert_eq!(sink, "before", "{input:?}");
        }
    }
}
