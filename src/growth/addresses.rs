//! Preparing and judging text: PRECIS, domain names, addresses, batches, escapes and URIs.

use super::inputs::{around, numbered};
use super::{Case, check};
use crate::domain::{self, Options};
use crate::jid::{Jid, JidErrorKind, Policy, Split, batch, escape, uri::XmppUri};
use crate::steps::steps_of;
use crate::{Localpart, precis};
use std::fmt::Write as _;
use std::format;
use std::string::String;

/// What preparation has most work with: scripts, capitals, width, marks in and out of order, and what the contextual rules and the bidi rule look at.
const UNITS: [(&str, &str); 30] = [
    ("ASCII", "a"),
    ("capitals", "A"),
    ("Latin", "é"),
    ("Latin capitals", "É"),
    ("Latin, decomposed", "e\u{301}"),
    ("marks", "\u{301}"),
    ("marks out of order", "a\u{301}\u{323}"),
    ("marks of falling classes", "\u{345}\u{301}\u{323}\u{5B0}\u{334}"),
    ("mark that joins with the one before", "\u{308}\u{301}"),
    ("Greek", "α"),
    ("final sigma", "ΣΣς"),
    ("Cherokee", "Ꭰ"),
    ("Hebrew", "א"),
    ("Hebrew and digits", "א1"),
    ("Arabic", "ب"),
    ("Arabic, a number and Latin", "ب\u{660}a"),
    ("Arabic-Indic digits of both kinds", "\u{660}\u{6F0}"),
    ("joiners", "ب\u{200C}"),
    ("joiners after viramas", "क\u{94D}\u{200D}"),
    ("katakana middle dots", "\u{30FB}"),
    ("middle dots", "l\u{B7}"),
    ("keraia", "\u{375}"),
    ("Hangul", "한"),
    ("conjoining jamo", "\u{1112}\u{1161}\u{11AB}"),
    ("fullwidth", "Ａ"),
    ("halfwidth katakana with marks", "ｶﾞ"),
    ("spaces", "a\u{3000}"),
    ("compatibility", "ﷺ"),
    ("symbols", "😀"),
    ("ideographs", "語"),
];

/// What splits an address or a name, or begins something in it.
const SEPARATORS: [(&str, &str); 18] = [
    ("dots", "."),
    ("labels", "a."),
    ("ideographic dots", "é\u{3002}"),
    ("hyphens", "-"),
    ("A-labels", "xn--bcher-kva."),
    ("A-labels in capitals", "XN--BCHER-KVA."),
    ("A-labels that are none", "xn--a."),
    ("A-labels without a dot", "xn--bcher-kva-"),
    ("A-labels in fullwidth", "ｘｎ－－ｂｃｈｅｒ－ｋｖａ。"),
    ("punycode of many code points", "xn--99999999999999999999a."),
    ("at signs", "@"),
    ("slashes", "/"),
    ("at signs and slashes", "a@b/"),
    ("brackets", "["),
    ("colons", "1:"),
    ("percent signs", "[fe80::1%25"),
    ("escapes", r"\20"),
    ("backslashes", r"\5c\"),
];

/// A case for each unit, repeated.
fn each_unit(most: usize, longest: usize, steps: fn(&str) -> usize) {
    each_unit_but(&[], most, longest, steps);
}

/// The same, where those that are `idle` may be refused at once.
fn each_unit_but(idle: &'static [&str], most: usize, longest: usize, steps: fn(&str) -> usize) {
    let cases = UNITS.into_iter().chain(SEPARATORS).map(|(name, unit)| {
        Case::new(name, most, move |octets| around("", unit, "", octets), steps)
            .up_to(longest)
            .may_do_nothing_if(idle.contains(&name))
    });
    check(cases);
}

#[test]
fn preparation_of_any_length() {
    each_unit(32, 1 << 17, |text| steps_of(|| precis::username_case_mapped(text, &mut String::new())));
    each_unit(32, 1 << 17, |text| steps_of(|| precis::opaque_string(text, &mut String::new())));
    each_unit(16, 1 << 17, |text| steps_of(|| precis::check_username_case_mapped(text)));
    each_unit(16, 1 << 17, |text| steps_of(|| precis::check_opaque_string(text)));
}

#[test]
fn domain_names_of_any_length() {
    each_unit(64, 1 << 17, |text| steps_of(|| domain::prepare(text, Options::STRICT, &mut String::new())));
    each_unit(32, 1 << 17, |text| steps_of(|| domain::check(text, Options::STRICT)));
    let lenient = |text: &str| {
        let options = Options { uts46: true, ..Options::STRICT };
        steps_of(|| domain::prepare(text, options, &mut String::new()))
    };
    each_unit(64, 1 << 17, lenient);
}

/// Up to the most octets that a part may have before it is mapped.
#[test]
fn each_part_up_to_the_limit() {
    each_part(&["slashes"], |text| format!("{text}@example.com"));
    each_part(&["slashes", "at signs and slashes"], |text| format!("a@{text}"));
    each_part(&[], |text| format!("a@example.com/{text}"));
}

/// A case for each unit, repeated in an address; one of those that are `idle` leaves a part empty or at fault before it comes again.
fn each_part(idle: &'static [&str], address: fn(&str) -> String) {
    check(UNITS.into_iter().chain(SEPARATORS).map(|(name, unit)| {
        let input = move |octets| address(&around("", unit, "", octets));
        let parse = |text: &str| steps_of(|| Jid::parse(text));
        Case::new(name, 64, input, parse).up_to(4000).uneven().may_do_nothing_if(idle.contains(&name))
    }));
}

/// Beyond the limit nothing is looked at but the separators.
#[test]
fn parts_beyond_the_limit_are_not_looked_at() {
    let addresses: [fn(&str) -> String; 2] =
        [|text| format!("a@{text}"), |text| format!("a@example.com/{text}")];
    for address in addresses {
        for (name, unit) in UNITS {
            let counts = [5_000, 1 << 20].map(|octets| {
                let text = address(&around("", unit, "", octets));
                steps_of(|| assert_eq!(Jid::parse(&text).unwrap_err().kind(), JidErrorKind::TooLong))
            });
            assert_eq!(counts[0], counts[1], "{name}");
            assert!(counts[0] < 20_000, "{name}: {}", counts[0]);
        }
    }
}

#[test]
fn addresses_of_any_length() {
    const IDLE: &[&str] = &["at signs", "slashes", "at signs and slashes"];
    each_unit_but(IDLE, 8, 1 << 18, |text| steps_of(|| Jid::parse(text)));
    each_unit_but(IDLE, 8, 1 << 18, |text| steps_of(|| Jid::from_canonical(text)));
    each_unit_but(IDLE, 8, 1 << 18, |text| steps_of(|| Policy::APP_ENGINE.parse(text)));
    each_unit_but(IDLE, 8, 1 << 18, |text| steps_of(|| Split::new(text)));
}

#[test]
fn batches() {
    each_unit(8, 1 << 20, |text| steps_of(|| assert_eq!(batch::lines(text.as_bytes()).count(), 1)));
    for (unit, most) in [("\n", 16), ("\r\n", 16), ("a@b\n", 16), ("é\n", 64), ("A@b\n", 32), ("xn--a\n", 64)]
    {
        let rows = |text: &str| steps_of(|| batch::lines(text.as_bytes()).count());
        check([Case::new(unit, most, move |octets| around("", unit, "", octets), rows)]);
    }
}

#[test]
fn escapes() {
    each_unit(16, 1 << 18, |text| {
        steps_of(|| {
            let escaped = escape::escape(text);
            escape::unescape(escaped.as_deref().unwrap_or(text)).len()
        })
    });
    each_unit(16, 1 << 18, |text| steps_of(|| Localpart::from_unescaped(text)));
    each_unit(64, 4080, |text| steps_of(|| Localpart::from_unescaped(text)));
}

#[test]
fn uris() {
    let all = |text: &str| {
        steps_of(|| {
            let uri = XmppUri::parse(text).unwrap();
            assert!(uri.to_uri().len() + uri.to_iri().len() > text.len() && uri.fragment().is_some());
            let query = uri.query().unwrap();
            assert_eq!(query.get("last").as_deref(), Some("1"));
            assert!(query.pairs().count() > 0 && uri == uri.clone());
        })
    };
    for (name, unit) in [
        ("pairs", ";a=b"),
        ("empty pairs", ";="),
        ("triplets", ";a=%41%42%43"),
        ("triplets beyond ASCII", ";%C3%A9=%f0%9f%98%80"),
        ("IRI", ";é=語"),
        ("one long value", "%20"),
    ] {
        let input = move |octets| around("xmpp:a@b?message;first=", unit, ";last=1#x", octets);
        check([Case::new(name, 64, input, all)]);
    }
    let fragment = |octets| around("xmpp:a@b?message;last=1#", "%41é", "", octets);
    check([Case::new("fragment", 64, fragment, all)]);
    each_unit(16, 1 << 18, |text| steps_of(|| XmppUri::parse(&format!("xmpp:{text}"))));
    let write = |octets| numbered("", |n, out: &mut String| write!(out, "{n}é;").unwrap(), "", octets);
    check([Case::new("written", 64, write, |text| {
        let jid = Jid::from_static("a@b");
        steps_of(|| {
            let uri = XmppUri::new(jid).with_query(text, &[(text, text)]).with_fragment(text);
            assert!(uri.to_iri().len() > text.len());
        })
    })]);
}
