//! The laws of addresses, as functions that panic where one is broken.
//!
//! Shared by the property tests and the fuzz targets: whatever octets go in, every law holds.

mod batch;
mod text;

#[allow(unused_imports, reason = "shared with tests that use the rest")]
pub(crate) use batch::{jid_batch, jid_batch_in_one_way, separated};

use envoi::{
    BareJid, Domainpart, FullJid, Jid, JidError, JidErrorKind as Kind, Localpart, Part, Parts, Policy,
    Resourcepart, Scratch, Split,
};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{BuildHasher, RandomState};

/// The laws of the default policy.
pub(crate) fn jid_parse(octets: &[u8]) {
    judged_by(Policy::RFC7622, octets);
    let Ok(text) = std::str::from_utf8(octets) else { return };
    let parsed = Jid::parse(text);
    same_result(&parsed, &Policy::RFC7622.parse(text), text);
    same_reference(&Jid::parse_in(text, &mut dirty_scratch()), &parsed, text);
    canonical_or_not(text, &parsed);
    typed(text, &parsed);
    text::conversions(text, &parsed);
    text::escapes(text);
    text::uris(text, &parsed);
}

/// The laws of escaped localparts and of URIs.
pub(crate) fn escape_uri(octets: &[u8]) {
    let Ok(text) = std::str::from_utf8(octets) else { return };
    text::escapes(text);
    text::uris(text, &Jid::parse(text));
}

/// The laws of every policy, and what they have to do with each other.
pub(crate) fn jid_policies(octets: &[u8]) {
    for base in policies() {
        for policy in variants(base) {
            judged_by(policy, octets);
        }
        if let Ok(text) = std::str::from_utf8(octets) {
            underscore_only_adds(base, text);
        }
    }
    policies_beside_each_other(octets);
}

/// [`jid_policies`] for one of the policies, the one of this number or so many times all of them further.
pub(crate) fn jid_policies_by_one(octets: &[u8], number: usize) {
    let bases = policies();
    let base = bases[number % bases.len()];
    let variants = variants(base);
    judged_by(variants[number / bases.len() % variants.len()], octets);
    if let Ok(text) = std::str::from_utf8(octets) {
        underscore_only_adds(base, text);
    }
    policies_beside_each_other(octets);
}

fn policies_beside_each_other(octets: &[u8]) {
    let Ok(text) = std::str::from_utf8(octets) else { return };
    app_engine_is_one_more_check(text);
    #[cfg(feature = "rfc6122")]
    ascii_is_the_same_in_rfc_6122(text);
}

/// The laws of two addresses beside each other.
pub(crate) fn jid_pair(one: &Jid, other: &Jid) {
    let equal = one.as_str() == other.as_str();
    assert_eq!(one == other, equal);
    assert_eq!(one.cmp(other) == Ordering::Equal, equal, "order agrees with equality");
    assert_eq!(one.cmp(other), other.cmp(one).reverse(), "order has two directions");
    assert_eq!(one.partial_cmp(other), Some(one.cmp(other)));
    // Part-wise: domainpart, localpart, resourcepart. A tuple's order is total, and so is this then.
    assert_eq!(one.cmp(other), order_key(one).cmp(&order_key(other)), "{one:?} {other:?}");
    let hasher = RandomState::new();
    if equal {
        assert_eq!(hasher.hash_one(one), hasher.hash_one(other), "equality implies equal hashes");
        // `HashMap<Box<Jid>, _>` finds by `&str` only what hashes alike.
        assert_eq!(hasher.hash_one(one), hasher.hash_one(one.as_str()));
    }
    assert_eq!(one.matches_bare(other), one.bare() == other.bare());
    assert_eq!(one.bare().cmp(other.bare()), order_key(one.bare()).cmp(&order_key(other.bare())));
}

fn order_key(jid: &Jid) -> (&str, Option<&str>, Option<&str>) {
    let parts = jid.parts();
    (
        parts.domainpart.as_str(),
        parts.localpart.map(Localpart::as_str),
        parts.resourcepart.map(Resourcepart::as_str),
    )
}

/// Every policy without modifiers.
pub(crate) fn policies() -> Vec<Policy> {
    vec![
        Policy::RFC7622,
        Policy::APP_ENGINE,
        Policy::APP_ENGINE_SENDER,
        #[cfg(feature = "rfc6122")]
        Policy::RFC6122,
        #[cfg(feature = "rfc6122")]
        Policy::RFC6122_QUERY,
    ]
}

/// A policy with and without modifiers.
fn variants(base: Policy) -> [Policy; 4] {
    [base, base.with_underscore(), base.with_uts46(), base.with_underscore().with_uts46()]
}

/// What holds under any policy.
fn judged_by(policy: Policy, octets: &[u8]) {
    let from_octets = policy.parse_bytes(octets);
    let text = match std::str::from_utf8(octets) {
        Ok(text) => text,
        Err(error) => return not_utf8(policy, &from_octets.unwrap_err(), octets, error.valid_up_to()),
    };
    let parsed = policy.parse(text);
    same_result(&from_octets, &parsed, text);
    let mut scratch = dirty_scratch();
    same_reference(&policy.parse_in(text, &mut scratch), &parsed, text);
    // Once more into the same scratch, which now holds this very address or what is left of it.
    same_reference(&policy.parse_in(text, &mut scratch), &parsed, text);
    if !is_app_engine(policy) {
        parts_give_the_whole(policy, text, &parsed);
    }
    match parsed {
        Ok(jid) => accepted(policy, text, &jid),
        Err(error) => refused(policy, text, &error),
    }
}

/// The part with the fault is named, unless an earlier part is faulty too, or a service refuses what stands before.
fn not_utf8(policy: Policy, error: &JidError, octets: &[u8], valid: usize) {
    // What stands before the fault is UTF-8, and says which part the fault is in.
    let before = Split::new(std::str::from_utf8(&octets[..valid]).unwrap());
    let has_at_later = || octets[valid..].iter().find(|octet| matches!(octet, b'@' | b'/')) == Some(&b'@');
    let part = match before {
        Split { resourcepart: Some(_), .. } => Part::Resourcepart,
        Split { localpart: None, .. } if has_at_later() => Part::Localpart,
        _ => Part::Domainpart,
    };
    let domain = before.localpart.map_or(0, |part| part.len() + 1);
    let localpart = before.localpart.map(|part| policy.parse_localpart(part));
    let domainpart = (part == Part::Resourcepart).then(|| policy.parse_domainpart(before.domainpart));
    let by_service = refused_by_service(octets, valid).filter(|_| is_app_engine(policy));
    let expected = match (localpart, domainpart) {
        _ if by_service.is_some() => by_service.unwrap(),
        (Some(Err(earlier)), _) => (earlier.part(), earlier.kind(), earlier.offset()),
        (_, Some(Err(earlier))) => (earlier.part(), earlier.kind(), domain + earlier.offset()),
        _ => (part, Kind::InvalidUtf8, valid),
    };
    assert_eq!((error.part(), error.kind(), error.offset()), expected, "{octets:?}");
    assert!(error.kind() != Kind::InvalidUtf8 || error.code_point().is_none(), "{octets:?}");
}

/// What the App Engine service does not allow before octet `valid`, in the order in which it looks.
fn refused_by_service(octets: &[u8], valid: usize) -> Option<(Part, Kind, usize)> {
    let all =
        |wanted: &[u8]| -> Vec<usize> { (0..valid).filter(|&at| wanted.contains(&octets[at])).collect() };
    let slash = octets.iter().position(|&octet| octet == b'/').unwrap_or(octets.len());
    let at = octets[..slash].iter().position(|&octet| octet == b'@');
    let part = |offset| match at {
        _ if offset > slash => Part::Resourcepart,
        Some(at) if offset <= at => Part::Localpart,
        _ => Part::Domainpart,
    };
    let fault = |kind, offset: Option<&usize>| offset.map(|&offset| (part(offset), kind, offset));
    let missing_at = || (valid > 0 && at.is_none()).then_some((Part::Localpart, Kind::MissingAt, 0));
    let empty = || (at == Some(0)).then_some((Part::Localpart, Kind::Empty, 0));
    fault(Kind::Disallowed, all(b",;()[]").first())
        .or_else(missing_at)
        .or_else(empty)
        .or_else(|| fault(Kind::SecondAt, all(b"@").get(1)))
        .or_else(|| fault(Kind::SecondSlash, all(b"/").get(1)))
}

/// Both accepted with the same text, borrowed or owned alike, or both refused for the same reason.
fn same_result(one: &Result<Cow<'_, Jid>, JidError>, other: &Result<Cow<'_, Jid>, JidError>, text: &str) {
    assert_eq!(one, other, "{text:?}");
    if let (Ok(one), Ok(other)) = (one, other) {
        assert_eq!(is_borrowed(one), is_borrowed(other), "{text:?}");
    }
}

fn same_reference(one: &Result<&Jid, JidError>, other: &Result<Cow<'_, Jid>, JidError>, text: &str) {
    assert_eq!(one, &other.as_ref().map(AsRef::as_ref).map_err(|&error| error), "{text:?}");
}

#[allow(clippy::ptr_arg)] // Whether it is borrowed is the question.
fn is_borrowed<T: ToOwned + ?Sized>(cow: &Cow<'_, T>) -> bool {
    matches!(cow, Cow::Borrowed(_))
}

/// A scratch that holds an address, and behind it the front half of another.
fn dirty_scratch() -> Scratch {
    let mut scratch = Scratch::new();
    assert!(Jid::parse_in("DIRTY@Example.COM/\u{212B}", &mut scratch).is_ok());
    assert!(Jid::parse_in("DIRTY@Example.COM/\u{212B}\u{0}", &mut scratch).is_err());
    scratch
}

fn is_app_engine(policy: Policy) -> bool {
    [Policy::APP_ENGINE, Policy::APP_ENGINE_SENDER].into_iter().any(|base| variants(base).contains(&policy))
}

/// Splitting and then preparing the parts gives what preparing the whole gives, errors and offsets too.
fn parts_give_the_whole(policy: Policy, text: &str, parsed: &Result<Cow<'_, Jid>, JidError>) {
    match (parse_by_parts(policy, text), parsed) {
        (Ok(expected), Ok(jid)) => assert_eq!(*expected, **jid, "{text:?}"),
        (Err(expected), Err(error)) => {
            let found = (error.part(), error.kind(), error.offset(), error.code_point());
            assert_eq!(found, expected, "{:?} of {} octets", &shortened(text), text.len());
        }
        (expected, found) => panic!("{text:?}: {expected:?} by parts, {found:?} as a whole"),
    }
}

type Fault = (Part, Kind, usize, Option<char>);

fn parse_by_parts(policy: Policy, text: &str) -> Result<Box<Jid>, Fault> {
    let split = Split::new(text);
    let at = |start| {
        move |error: JidError| (error.part(), error.kind(), start + error.offset(), error.code_point())
    };
    let localpart = split.localpart.map(|part| policy.parse_localpart(part)).transpose().map_err(at(0))?;
    let start = split.localpart.map_or(0, |part| part.len() + 1);
    let domainpart = policy.parse_domainpart(split.domainpart).map_err(at(start))?;
    let start = start + split.domainpart.len() + 1;
    let resourcepart =
        split.resourcepart.map(|part| policy.parse_resourcepart(part)).transpose().map_err(at(start))?;
    Ok(Jid::from_parts(localpart.as_deref(), &domainpart, resourcepart.as_deref()))
}

#[allow(clippy::ptr_arg)] // Whether it is borrowed is part of the question.
fn accepted(policy: Policy, text: &str, jid: &Cow<'_, Jid>) {
    assert_eq!(is_borrowed(jid), jid.as_str() == text, "borrowed exactly if nothing changes: {text:?}");
    let again = policy.parse(jid.as_str());
    assert_eq!(again.as_deref(), Ok(&**jid), "canonicalising twice changes nothing: {text:?}");
    assert!(again.is_ok_and(|again| is_borrowed(&again)), "{text:?}");
    assert_eq!(jid.to_string(), jid.as_str());
    assert_eq!(AsRef::<str>::as_ref(&**jid), jid.as_str());
    assert_eq!(Jid::from_prepared(jid.as_str()), Ok(&**jid));
    concatenates(jid);
    for octets in [
        jid.localpart().map(Localpart::as_str),
        Some(jid.domainpart().as_str()),
        jid.resourcepart().map(Resourcepart::as_str),
    ]
    .into_iter()
    .flatten()
    .map(str::len)
    {
        assert!((1..=envoi::jid::MAX_PART_OCTETS).contains(&octets), "{octets} octets: {text:?}");
    }
    jid_pair(jid, jid);
    jid_pair(jid, jid.bare());
}

/// The parts, put together, are the whole.
fn concatenates(jid: &Jid) {
    let Parts { localpart, domainpart, resourcepart } = jid.parts();
    let mut text = String::new();
    if let Some(localpart) = localpart {
        text += localpart.as_str();
        text += "@";
        assert_eq!(Localpart::from_prepared(localpart.as_str()), Ok(localpart));
    }
    text += domainpart.as_str();
    assert_eq!(Domainpart::from_prepared(domainpart.as_str()), Ok(domainpart));
    assert_eq!(jid.bare(), text.as_str());
    if let Some(resourcepart) = resourcepart {
        text += "/";
        text += resourcepart.as_str();
        assert_eq!(Resourcepart::from_prepared(resourcepart.as_str()), Ok(resourcepart));
        assert_eq!(*jid.bare().with_resource(resourcepart), text.as_str());
        assert_eq!(*jid.with_resource(resourcepart), text.as_str());
    }
    assert_eq!(jid.as_str(), text);
    assert_eq!(*Jid::from_parts(localpart, domainpart, resourcepart), *jid);
    assert_eq!(jid.is_bare(), resourcepart.is_none());
    assert_eq!(jid.as_bare().map(BareJid::as_str), jid.is_bare().then_some(jid.as_str()));
    assert_eq!(jid.as_full().map(FullJid::as_str), (!jid.is_bare()).then_some(jid.as_str()));
    assert_eq!(jid.as_full().map(FullJid::resourcepart), resourcepart);
    assert!(jid.matches_bare(jid.bare()));
}

/// The error points at what it says it points at.
fn refused(policy: Policy, text: &str, error: &JidError) {
    let offset = error.offset();
    let shown = shortened(text);
    assert!(text.is_char_boundary(offset), "{shown:?}: {error:?}");
    let at_offset = text[offset..].chars().next();
    if error.code_point().is_some() {
        assert_eq!(error.code_point(), at_offset, "{shown:?}: {error:?}");
    }
    let start = if is_app_engine_only(error.kind()) { 0 } else { within_its_part(text, error) };
    match error.kind() {
        Kind::Empty
        | Kind::TooLong
        | Kind::Unstable
        | Kind::NameTooLong
        | Kind::UnbracketedIpv6
        | Kind::InvalidIpLiteral => {
            assert_eq!(offset, start, "{shown:?}: {error:?}");
        }
        Kind::EmptyLabel | Kind::LabelTooLong | Kind::InvalidALabel | Kind::LeadingMark => {
            let before = &text[start..offset];
            assert!(
                before.is_empty() || before.ends_with(DOTS),
                "not the start of a label, {shown:?}: {error:?}"
            );
        }
        Kind::Hyphen | Kind::ReservedLabel => {
            assert!(at_offset.is_some_and(|c| becomes(policy, c, '-')), "{shown:?}: {error:?}");
        }
        Kind::Underscore => {
            assert!(at_offset.is_some_and(|c| becomes(policy, c, '_')), "{shown:?}: {error:?}");
        }
        Kind::InvalidZone => assert_eq!(at_offset, Some('%'), "{shown:?}: {error:?}"),
        Kind::Disallowed | Kind::Unassigned | Kind::MapsToSeparator | Kind::Context | Kind::Bidi => {
            // What breaks the rule in an A-label does not stand in the text.
            let decoded = || text[offset..].to_ascii_lowercase().starts_with("xn--");
            assert!(error.code_point().is_some() || decoded(), "{shown:?}: {error:?}");
        }
        Kind::Idna | Kind::MissingAt | Kind::SecondAt | Kind::SecondSlash => {}
        kind => panic!("{kind} from a policy: {shown:?}"),
    }
    let message = error.to_string();
    assert!(message.starts_with(error.part().as_str()), "{message}");
    assert!(message.ends_with(&format!(", at byte {offset} ({})", error.rule())), "{message}");
}

/// Whether a hyphen or a low line is what a code point is mapped to: by its width (RFC 5895 section 2.2), or by NFKC, as UTS 46 and RFC 3491
/// section 4 have it.
fn becomes(policy: Policy, c: char, wanted: char) -> bool {
    let by_width = [Policy::RFC7622, Policy::APP_ENGINE, Policy::APP_ENGINE_SENDER];
    let by_width = by_width.into_iter().any(|base| [base, base.with_underscore()].contains(&policy));
    match wanted {
        '-' => matches!(c, '-' | '\u{FF0D}') || !by_width && c == '\u{FE63}',
        '_' => {
            let by_nfkc = matches!(c, '\u{FE33}' | '\u{FE34}' | '\u{FE4D}'..='\u{FE4F}');
            matches!(c, '_' | '\u{FF3F}') || !by_width && by_nfkc
        }
        _ => false,
    }
}

// RFC 5895 section 2.4 and RFC 3490 section 3.1.
const DOTS: [char; 4] = ['.', '\u{3002}', '\u{FF0E}', '\u{FF61}'];

fn is_app_engine_only(kind: Kind) -> bool {
    matches!(kind, Kind::MissingAt | Kind::SecondAt | Kind::SecondSlash)
}

/// The error lies in the part that it names; answers where that part begins.
fn within_its_part(text: &str, error: &JidError) -> usize {
    let split = Split::new(text);
    let domain = split.localpart.map_or(0, |part| part.len() + 1);
    let (start, part) = match error.part() {
        Part::Localpart => (0, split.localpart),
        Part::Domainpart => (domain, Some(split.domainpart)),
        Part::Resourcepart => (domain + split.domainpart.len() + 1, split.resourcepart),
    };
    let shown = shortened(text);
    let part = part.unwrap_or_else(|| panic!("there is no such part, {shown:?}: {error:?}"));
    let pointed = usize::from(error.code_point().is_some());
    assert!(
        (start..=start + part.len() - pointed.min(part.len())).contains(&error.offset()),
        "{shown:?}: {error:?}"
    );
    start
}

/// `from_canonical` takes what `parse` leaves as it is, and nothing else.
fn canonical_or_not(text: &str, parsed: &Result<Cow<'_, Jid>, JidError>) {
    let canonical = Jid::from_canonical(text);
    match (parsed, canonical) {
        (Ok(Cow::Borrowed(jid)), canonical) => assert_eq!(canonical, Ok(*jid), "{text:?}"),
        (Ok(Cow::Owned(jid)), canonical) => {
            let error = canonical.expect_err(text);
            // Preparation may bring a part under the limit that is over it as it stands.
            assert!(matches!(error.kind(), Kind::NotCanonical | Kind::TooLong), "{text:?}: {error:?}");
            assert_eq!(Jid::from_canonical(jid.as_str()), Ok(&**jid));
        }
        (Err(_), canonical) => assert!(canonical.is_err(), "{text:?}"),
    }
    if let Err(error) = canonical {
        assert!(text.is_char_boundary(error.offset()), "{text:?}: {error:?}");
        if error.code_point().is_some() {
            assert_eq!(error.code_point(), text[error.offset()..].chars().next(), "{text:?}: {error:?}");
        }
        within_its_part(text, &error);
    }
    if let Ok(jid) = parsed {
        let Parts { localpart, domainpart, resourcepart } = jid.parts();
        assert!(
            localpart.is_none_or(|part| Localpart::from_canonical(part.as_str()) == Ok(part)),
            "{text:?}"
        );
        assert_eq!(Domainpart::from_canonical(domainpart.as_str()), Ok(domainpart), "{text:?}");
        assert!(
            resourcepart.is_none_or(|part| Resourcepart::from_canonical(part.as_str()) == Ok(part)),
            "{text:?}"
        );
    }
}

/// Bare and full addresses are the same address, or refuse it for the resourcepart alone.
fn typed(text: &str, parsed: &Result<Cow<'_, Jid>, JidError>) {
    let (bare, full) = (BareJid::parse(text), FullJid::parse(text));
    let mut scratch = dirty_scratch();
    assert_eq!(BareJid::parse_in(text, &mut scratch), bare.as_deref().map_err(|&error| error), "{text:?}");
    assert_eq!(FullJid::parse_in(text, &mut scratch), full.as_deref().map_err(|&error| error), "{text:?}");
    match parsed {
        Err(error) => {
            assert_eq!(bare.as_ref(), Err(error), "{text:?}");
            assert_eq!(full.as_ref(), Err(error), "{text:?}");
        }
        Ok(jid) if jid.is_bare() => {
            let bare = bare.expect(text);
            assert_eq!((bare.as_jid(), is_borrowed(&bare)), (&**jid, is_borrowed(jid)), "{text:?}");
            assert_eq!(BareJid::from_canonical(jid.as_str()), Ok(&*bare));
            assert_eq!(BareJid::from_prepared(jid.as_str()), Ok(&*bare));
            let error = full.unwrap_err();
            assert_eq!((error.kind(), error.offset()), (Kind::MissingResourcepart, text.len()), "{text:?}");
        }
        Ok(jid) => {
            let full = full.expect(text);
            assert_eq!((full.as_jid(), is_borrowed(&full)), (&**jid, is_borrowed(jid)), "{text:?}");
            assert_eq!(FullJid::from_canonical(jid.as_str()), Ok(&*full));
            assert_eq!(FullJid::from_prepared(jid.as_str()), Ok(&*full));
            let error = bare.unwrap_err();
            let resourcepart = text.find('/').unwrap() + 1;
            assert_eq!(
                (error.kind(), error.offset()),
                (Kind::UnexpectedResourcepart, resourcepart),
                "{text:?}"
            );
        }
    }
}

/// Allowing underscores refuses nothing and changes no text.
fn underscore_only_adds(policy: Policy, text: &str) {
    if let Ok(jid) = policy.parse(text) {
        assert_eq!(policy.with_underscore().parse(text), Ok(jid), "{text:?}");
    }
}

/// The App Engine rules are RFC 7622 and a check of the raw text before it.
fn app_engine_is_one_more_check(text: &str) {
    const FORBIDDEN: [char; 6] = [',', ';', '(', ')', '[', ']'];
    let (plain, checked, sender) =
        (Policy::RFC7622.parse(text), Policy::APP_ENGINE.parse(text), Policy::APP_ENGINE_SENDER.parse(text));
    let passes = !text.contains(FORBIDDEN)
        && Split::new(text).localpart.is_some()
        && text.matches('@').count() == 1
        && !text.starts_with('@')
        && text.matches('/').count() <= 1;
    if !passes {
        let error = checked.expect_err(text);
        assert!(
            is_app_engine_only(error.kind()) || matches!(error.kind(), Kind::Disallowed | Kind::Empty),
            "{text:?}: {error:?}"
        );
        assert_eq!(sender.unwrap_err(), error, "{text:?}");
        return;
    }
    if plain.as_ref().is_ok_and(|jid| jid.as_str().contains(FORBIDDEN)) {
        // U+FF0C becomes ',' in a localpart, and the address with it must not be parsed as another or refused then.
        let error = checked.expect_err(text);
        assert_eq!(error.kind(), Kind::Disallowed, "{text:?}");
        assert_eq!(sender, Err(error), "{text:?}");
        return;
    }
    assert_eq!(checked, plain, "{text:?}");
    match (plain, sender) {
        (Ok(jid), sender) if jid.is_bare() => assert_eq!(sender.expect(text).as_str(), format!("{jid}/bot")),
        (plain, sender) => assert_eq!(sender, plain, "{text:?}"),
    }
}

/// What is ASCII, without A-labels, is judged and written alike by the older rules.
#[cfg(feature = "rfc6122")]
fn ascii_is_the_same_in_rfc_6122(text: &str) {
    if !text.is_ascii() || text.to_ascii_lowercase().contains("xn--") {
        return;
    }
    let expected = Policy::RFC7622.parse(text);
    assert_eq!(Policy::RFC6122.parse(text), expected, "{text:?}");
    assert_eq!(Policy::RFC6122_QUERY.parse(text), expected, "{text:?}");
}

/// The first code points of a text that may be thousands of octets long.
fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}
