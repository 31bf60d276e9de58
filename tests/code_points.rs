//! Every code point of Unicode in each part: alone, after a letter, between letters. What the short cuts of the
//! library say must be what its whole procedure says, which a longer text around the same code point calls for.
#![cfg(feature = "alloc")]

use envoi::precis::{self, Outcome, PrecisError};
use envoi::{Domainpart, JidError, JidErrorKind as Kind, Localpart, Policy, Resourcepart};
use std::borrow::Cow;

/// What a part is prepared to, and whether that is the text as it stood; or what is wrong with it, and where.
type Verdict = Result<(String, bool), (Kind, usize, Option<char>)>;

fn verdict<T>(parsed: Result<Cow<'_, T>, JidError>) -> Verdict
where
    T: AsRef<str> + ToOwned + ?Sized,
    T::Owned: std::borrow::Borrow<T>,
{
    match parsed {
        Ok(part) => Ok(((*part).as_ref().into(), matches!(part, Cow::Borrowed(_)))),
        Err(error) => Err((error.kind(), error.offset(), error.code_point())),
    }
}

fn localpart(text: &str) -> Verdict {
    verdict(Localpart::parse(text))
}

fn domainpart(text: &str) -> Verdict {
    verdict(Domainpart::parse(text))
}

fn resourcepart(text: &str) -> Verdict {
    verdict(Resourcepart::parse(text))
}

/// A letter that ends what went before, then a mark that composes: no short cut applies to a text with such a
/// tail. As written and as composed, left-to-right and right-to-left.
const LATIN_TAIL: (&str, &str) = ("xe\u{301}", "x\u{E9}");
const ARABIC_TAIL: (&str, &str) = ("\u{628}\u{627}\u{653}", "\u{628}\u{622}");

/// What `parse` must say of `text`, by what it says of `text` with a tail behind it.
fn by_the_whole_procedure(parse: fn(&str) -> Verdict, text: &str, tail: (&str, &str)) -> Verdict {
    let longer = format!("{text}{}", tail.0);
    parse(&longer).map(|(prepared, borrowed)| {
        assert!(!borrowed, "{longer:?} composes");
        let front = prepared.strip_suffix(tail.1).unwrap_or_else(|| panic!("{longer:?}: {prepared:?}"));
        (front.into(), front == text)
    })
}

/// Whether the tail alone is what broke the bidi rule, so that `text` wants the other tail.
fn wants_arabic_tail(short: &Verdict, long: &Verdict) -> bool {
    short.is_ok() && matches!(long, Err((Kind::Bidi, ..)))
}

fn agree_with_whole_procedure(parse: fn(&str) -> Verdict, text: &str) {
    let short = parse(text);
    let mut long = by_the_whole_procedure(parse, text, LATIN_TAIL);
    if wants_arabic_tail(&short, &long) {
        long = by_the_whole_procedure(parse, text, ARABIC_TAIL);
    }
    assert_eq!(short, long, "{text:?}");
}

/// All code points where characters are, and a sample of the planes that are empty or private.
fn code_points() -> impl Iterator<Item = char> {
    let uniform = |c: &char| matches!(u32::from(*c), 0x40000..=0xDFFFF | 0xF0000..=0x10_FFFF);
    ('\0'..=char::MAX).filter(move |c| !uniform(c) || u32::from(*c) % 499 == 0)
}

fn contexts(c: char) -> [String; 3] {
    [String::from(c), format!("a{c}"), format!("a{c}b")]
}

#[test]
fn localparts_have_no_second_opinion() {
    for text in code_points().flat_map(contexts) {
        // These end the text in the slow path, and mean something else in an address.
        if !text.contains(['@', '/']) {
            agree_with_whole_procedure(localpart, &text);
        }
    }
}

#[test]
fn resourceparts_have_no_second_opinion() {
    for text in code_points().flat_map(contexts) {
        agree_with_whole_procedure(resourcepart, &text);
    }
}

/// A label in upper case in front keeps a name from being taken as it stands.
#[test]
fn domainparts_have_no_second_opinion() {
    // All of ASCII has a test of its own; a dot at the front is an empty label or none.
    for text in code_points().filter(|c| !c.is_ascii()).flat_map(contexts) {
        if text.starts_with(['\u{3002}', '\u{FF0E}', '\u{FF61}']) {
            continue;
        }
        let expected = match domainpart(&format!("X.{text}")) {
            Ok((prepared, _)) => {
                let name = prepared.strip_prefix("x.").unwrap_or_else(|| panic!("{text:?}: {prepared:?}"));
                Ok((name.to_owned(), name == text))
            }
            Err((kind, offset, c)) => Err((kind, offset - 2, c)),
        };
        assert_eq!(domainpart(&text), expected, "{text:?}");
    }
}

/// What the profile says, by itself: `check_*` and the writing form are one.
fn profile(
    enforce: fn(&str, &mut String) -> Result<Outcome, PrecisError>,
    check: fn(&str) -> Result<(), PrecisError>,
    text: &str,
) -> Result<String, PrecisError> {
    let mut sink = String::from("before");
    match enforce(text, &mut sink)? {
        Outcome::Unchanged => {
            assert_eq!(sink, "before", "nothing is written, {text:?}");
            assert_eq!(check(text), Ok(()), "{text:?}");
            Ok(text.into())
        }
        Outcome::Rewritten => {
            let prepared = sink.strip_prefix("before").unwrap();
            assert_ne!(prepared, text);
            assert_eq!(check(text).unwrap_err().kind(), precis::PrecisErrorKind::NotCanonical, "{text:?}");
            assert_eq!(check(prepared), Ok(()), "{text:?}");
            Ok(prepared.into())
        }
    }
}

/// RFC 7622 section 3.3.1, judged on what the profile makes of the text.
fn localpart_by_profile(text: &str) -> Result<String, &'static str> {
    let prepared = profile(precis::username_case_mapped, precis::check_username_case_mapped, text)
        .map_err(|error| JidErrorName::of(error).0)?;
    if prepared.contains(['"', '&', '\'', '/', ':', '<', '>', '@']) {
        return Err(if prepared.contains(['@', '/']) && !text.contains(['@', '/']) {
            "maps-to-separator"
        } else {
            "disallowed"
        });
    }
    Ok(prepared)
}

/// The identifier that an error of a profile has in an address.
struct JidErrorName(&'static str);

impl JidErrorName {
    fn of(error: PrecisError) -> Self {
        use precis::PrecisErrorKind as Kind;
        Self(match error.kind() {
            Kind::Empty => "empty",
            Kind::Disallowed => "disallowed",
            Kind::Unassigned => "unassigned",
            Kind::Context => "context",
            Kind::Bidi => "bidi",
            Kind::Unstable => "unstable",
            kind => panic!("{kind:?} from preparation"),
        })
    }
}

#[test]
fn parts_alone_are_what_the_profiles_say() {
    for c in '\0'..=char::MAX {
        let text = String::from(c);
        let found = localpart(&text).map(|(prepared, _)| prepared).map_err(|(kind, ..)| kind.as_str());
        assert_eq!(found, localpart_by_profile(&text), "{text:?}");
        let expected = profile(precis::opaque_string, precis::check_opaque_string, &text);
        let found = resourcepart(&text).map(|(prepared, _)| prepared).map_err(|(kind, ..)| kind.as_str());
        assert_eq!(found, expected.map_err(|error| JidErrorName::of(error).0), "{text:?}");
    }
}

/// Text is canonical exactly if preparation leaves it alone; and a code point alone is at fault at offset 0.
#[test]
fn canonical_is_what_preparation_leaves_alone() {
    for c in code_points() {
        let text = String::from(c);
        for (parsed, canonical) in [
            (localpart(&text), Localpart::from_canonical(&text).is_ok()),
            (domainpart(&text), Domainpart::from_canonical(&text).is_ok()),
            (resourcepart(&text), Resourcepart::from_canonical(&text).is_ok()),
        ] {
            assert_eq!(canonical, matches!(parsed, Ok((_, true))), "{text:?}");
            if let Err((_, offset, culprit)) = parsed {
                assert_eq!((offset, culprit.unwrap_or(c)), (0, c), "{text:?}");
            }
        }
    }
}

/// Planes 4 to 13 are empty, planes 15 and 16 are private (RFC 8264 sections 9.10 and 9.11 refuse both), and the
/// last two code points of each plane are noncharacters.
#[test]
fn planes_without_characters_are_refused() {
    for c in ('\u{40000}'..='\u{DFFFF}').chain('\u{F0000}'..=char::MAX) {
        let text = String::from(c);
        let kind = match u32::from(c) {
            cp if cp & 0xFFFE == 0xFFFE => Kind::Disallowed,
            0x40000..=0xDFFFF => Kind::Unassigned,
            _ => Kind::Disallowed,
        };
        let expected = Err((kind, 0, Some(c)));
        assert_eq!(localpart(&text), expected);
        assert_eq!(resourcepart(&text), expected);
        assert_eq!(domainpart(&text), expected);
    }
}

/// No policy panics on any code point in any part, and each refuses noncharacters everywhere.
#[test]
fn noncharacters_pass_nowhere() {
    let noncharacters = ('\u{FDD0}'..='\u{FDEF}').chain(
        (0..=16).flat_map(|plane| [plane << 16 | 0xFFFE, plane << 16 | 0xFFFF]).filter_map(char::from_u32),
    );
    #[allow(unused_mut, reason = "a feature adds to them")]
    let mut policies =
        vec![Policy::RFC7622, Policy::RFC7622.with_uts46().with_underscore(), Policy::APP_ENGINE];
    #[cfg(feature = "rfc6122")]
    policies.extend([Policy::RFC6122, Policy::RFC6122_QUERY]);
    for c in noncharacters {
        for policy in &policies {
            for text in contexts(c) {
                assert!(policy.parse_localpart(&text).is_err(), "{text:?}");
                assert!(policy.parse_domainpart(&text).is_err(), "{text:?}");
                assert!(policy.parse_resourcepart(&text).is_err(), "{text:?}");
            }
        }
    }
}
