//! Every ASCII string of up to three characters, and long ones around the limits, against a reference that is
//! written here from the texts of the RFCs and shares nothing with the library.
#![cfg(feature = "alloc")]

use envoi::{Domainpart, Jid, JidError, JidErrorKind as Kind, Localpart, Part, Resourcepart};
use std::borrow::Cow;

/// What is wrong with a part: all that the library may answer, leftmost part first.
type Faults = Vec<(Part, Kind, usize)>;

/// RFC 7622 section 3.1: `[ localpart "@" ] domainpart [ "/" resourcepart ]`, cut as section 3.2 says.
fn address(text: &str) -> Result<String, Faults> {
    let (bare, resourcepart) = match text.split_once('/') {
        Some((bare, resourcepart)) => (bare, Some(resourcepart)),
        None => (text, None),
    };
    let (local, domain) = match bare.split_once('@') {
        Some((local, domain)) => (Some(local), domain),
        None => (None, bare),
    };
    let at = |start: usize| {
        move |faults: Faults| -> Faults {
            faults.into_iter().map(|(part, kind, offset)| (part, kind, start + offset)).collect()
        }
    };
    let mut canonical = String::new();
    if let Some(local) = local {
        canonical += &localpart(local)?;
        canonical += "@";
    }
    let start = local.map_or(0, |local| local.len() + 1);
    canonical += &domainpart(domain).map_err(at(start))?;
    if let Some(resource) = resourcepart {
        canonical += "/";
        canonical += &self::resourcepart(resource).map_err(at(bare.len() + 1))?;
    }
    Ok(canonical)
}

/// RFC 7622 section 3.3: `UsernameCaseMapped` without eight characters, 1 to 1023 octets.
fn localpart(text: &str) -> Result<String, Faults> {
    let allowed = |c: char| ('\u{21}'..='\u{7E}').contains(&c) && !"\"&'/:<>@".contains(c);
    simple_part(Part::Localpart, text, allowed)?;
    Ok(text.chars().map(lower).collect())
}

/// RFC 7622 section 3.4: `OpaqueString`, 1 to 1023 octets.
fn resourcepart(text: &str) -> Result<String, Faults> {
    simple_part(Part::Resourcepart, text, |c| ('\u{20}'..='\u{7E}').contains(&c))?;
    Ok(text.into())
}

/// The leftmost character that is not allowed is at fault; the length is judged first.
fn simple_part(part: Part, text: &str, allowed: impl Fn(char) -> bool) -> Result<(), Faults> {
    match text.len() {
        0 => return Err(vec![(part, Kind::Empty, 0)]),
        1..1024 => {}
        _ => return Err(vec![(part, Kind::TooLong, 0)]),
    }
    match text.find(|c| !allowed(c)) {
        Some(offset) => Err(vec![(part, Kind::Disallowed, offset)]),
        None => Ok(()),
    }
}

fn lower(c: char) -> char {
    match c {
        'A'..='Z' => char::from_u32(u32::from(c) + 32).unwrap(),
        c => c,
    }
}

/// RFC 7622 section 3.2, for ASCII without A-labels and without well-formed IP literals.
fn domainpart(text: &str) -> Result<String, Faults> {
    let fault = |kind, offset| Err(vec![(Part::Domainpart, kind, offset)]);
    let mut faults = Vec::new();
    // The final dot is stripped before any other step.
    let name = text.strip_suffix('.').unwrap_or(text);
    match name.len() {
        0 => return fault(Kind::Empty, 0),
        1024.. => return fault(Kind::TooLong, 0),
        // Too long as given, and as a name either way.
        1023 if name != text => faults.push((Part::Domainpart, Kind::TooLong, 0)),
        _ => {}
    }
    let mut start = 0;
    for label in name.split('.') {
        faults.extend(
            label_faults(label).into_iter().map(|(kind, offset)| (Part::Domainpart, kind, start + offset)),
        );
        start += label.len() + 1;
    }
    // RFC 1034 section 3.1: 255 octets with the length octet of each label and of the root.
    if name.len() > 253 {
        faults.push((Part::Domainpart, Kind::NameTooLong, 0));
    }
    // RFC 3986 section 3.2.2: IP literals stand in brackets, with or without a zone (RFC 6874 section 2). None of
    // the strings here is one.
    if name.starts_with('[') {
        faults.push((Part::Domainpart, Kind::InvalidIpLiteral, 0));
    }
    if name.split('%').next().is_some_and(|host| host.parse::<std::net::Ipv6Addr>().is_ok()) {
        faults.push((Part::Domainpart, Kind::UnbracketedIpv6, 0));
    }
    if faults.is_empty() { Ok(name.chars().map(lower).collect()) } else { Err(faults) }
}

/// RFC 5890 section 2.3.1 (LDH) and section 2.3.2.1 (63 octets), RFC 5891 section 4.2.3.1 (hyphens).
fn label_faults(label: &str) -> Vec<(Kind, usize)> {
    let mut faults = Vec::new();
    if label.is_empty() {
        faults.push((Kind::EmptyLabel, 0));
    }
    if label.len() > 63 {
        faults.push((Kind::LabelTooLong, 0));
    }
    for (offset, c) in label.char_indices() {
        match c {
            '-' if offset == 0 || offset + 1 == label.len() => faults.push((Kind::Hyphen, offset)),
            '_' => faults.push((Kind::Underscore, offset)),
            '-' | 'a'..='z' | 'A'..='Z' | '0'..='9' => {}
            _ => faults.push((Kind::Disallowed, offset)),
        }
    }
    if label.as_bytes().get(2..4) == Some(b"--") {
        faults.push((Kind::ReservedLabel, 2));
    }
    faults
}

/// Compares verdict, canonical text, and on an error the part, the kind and the offset.
fn compare<T>(text: &str, expected: Result<String, Faults>, found: &Result<Cow<'_, T>, JidError>)
where
    T: AsRef<str> + ToOwned + ?Sized,
    T::Owned: std::borrow::Borrow<T>,
{
    match (expected, found) {
        (Ok(expected), Ok(found)) => assert_eq!((**found).as_ref(), expected, "{text:?}"),
        (Err(faults), Err(error)) => {
            let found = (error.part(), error.kind(), error.offset());
            assert!(faults.contains(&found), "{text:?}: {found:?} is none of {faults:?}");
        }
        (Ok(expected), Err(error)) => panic!("{text:?}: {expected:?} expected, refused: {error}"),
        (Err(faults), Ok(found)) => {
            panic!("{text:?}: {faults:?} expected, taken as {:?}", (**found).as_ref())
        }
    }
}

/// Calls `judge` with every ASCII string of 0 to 3 characters.
fn every_short_text(mut judge: impl FnMut(&str)) {
    judge("");
    for first in '\0'..='\x7F' {
        let mut text = String::from(first);
        judge(&text);
        for second in '\0'..='\x7F' {
            text.truncate(1);
            text.push(second);
            judge(&text);
            for third in '\0'..='\x7F' {
                text.truncate(2);
                text.push(third);
                judge(&text);
            }
        }
    }
}

#[test]
fn short_addresses() {
    every_short_text(|text| compare(text, address(text), &Jid::parse(text)));
}

#[test]
fn short_localparts() {
    every_short_text(|text| compare(text, localpart(text), &Localpart::parse(text)));
}

#[test]
fn short_domainparts() {
    every_short_text(|text| compare(text, domainpart(text), &Domainpart::parse(text)));
}

#[test]
fn short_resourceparts() {
    every_short_text(|text| compare(text, resourcepart(text), &Resourcepart::parse(text)));
}

/// The octets around each limit: the masks of the fast path, a label, a name, a part, the longest part that
/// could shrink to the limit.
const LENGTHS: [usize; 17] =
    [1, 61, 62, 63, 64, 65, 127, 128, 252, 253, 254, 255, 1022, 1023, 1024, 3069, 3070];

/// Texts of `octets` octets: all alike, one other character at either end or in the middle.
fn texts_of(octets: usize) -> Vec<String> {
    let mut texts = Vec::new();
    for filler in ["a", "Z", "7"] {
        let text = filler.repeat(octets);
        for other in ["A", "-", ".", "_", "&", " ", "~", "\u{7F}", "\0"] {
            for position in [0, octets / 2, octets - 1] {
                let mut text = text.clone();
                text.replace_range(position..=position, other);
                texts.push(text);
            }
        }
        texts.push(text);
    }
    // Names of labels as long as may be, and one longer.
    for label in [63, 64] {
        let mut text = String::new();
        while text.len() + label < octets {
            text += &"b".repeat(label);
            text += ".";
        }
        text += &"b".repeat(octets - text.len());
        texts.push(text);
    }
    texts
}

#[test]
fn long_addresses() {
    for octets in LENGTHS {
        for text in texts_of(octets) {
            compare(&text, localpart(&text), &Localpart::parse(&text));
            compare(&text, domainpart(&text), &Domainpart::parse(&text));
            compare(&text, resourcepart(&text), &Resourcepart::parse(&text));
            for whole in [
                text.clone(),
                format!("{text}@b"),
                format!("{text}@B.c/D"),
                format!("a@{text}"),
                format!("a@{text}."),
                format!("a@{text}/c"),
                format!("{text}/c"),
                format!("a@b/{text}"),
                format!("b/{text}"),
                format!("{text}@{text}/{text}"),
            ] {
                compare(&whole, address(&whole), &Jid::parse(&whole));
            }
        }
    }
}

/// As many octets as three parts and two separators can have, in upper case.
#[test]
fn longest_address() {
    let domain = format!("{}{}", "B.".repeat(126), "B");
    let text = format!("{}@{domain}/{}", "A".repeat(1023), "C".repeat(1023));
    assert_eq!(text.len(), 1023 + 1 + 253 + 1 + 1023);
    compare(&text, address(&text), &Jid::parse(&text));
}
