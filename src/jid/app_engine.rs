//! What the App Engine XMPP service checks of an address before the rules of RFC 7622.

use super::{JidError, JidErrorKind as Kind, Part, split::Separators};
use crate::steps::steps;
use crate::unicode::Mapping;
use unicode_normalization::UnicodeNormalization;

/// The resourcepart that the service adds to a sender without one.
pub(crate) const SENDER_RESOURCE: &str = "/bot";

/// Checks the raw text in the service's order: forbidden characters, no `@`, nothing before it, a second `@`, a
/// second `/`.
pub(crate) fn check(text: &str) -> Result<(), JidError> {
    check_before(text.len(), text.as_bytes())
}

/// The same for octets, of which those from `end` on are not looked at.
///
/// Their separators are: they tell in which part a fault stands.
pub(crate) fn check_before(end: usize, octets: &[u8]) -> Result<(), JidError> {
    steps(4 * octets.len());
    let separators = Separators::find(octets);
    let fault = |kind, offset| {
        JidError::new(separators.part_at(offset), kind, offset, Some(char::from(octets[offset])))
    };
    let text = &octets[..end];
    if let Some(offset) = text.iter().position(|&octet| is_forbidden(char::from(octet))) {
        return Err(fault(Kind::Disallowed, offset).by_service());
    }
    // An '@' in the resourcepart is no help: the service wants a localpart.
    let Some(at) = separators.at else {
        return Err(JidError::new(Part::Localpart, Kind::MissingAt, 0, None));
    };
    if at == 0 {
        return Err(JidError::new(Part::Localpart, Kind::Empty, 0, None));
    }
    let second = |separator| (0..end).filter(|&offset| text[offset] == separator).nth(1);
    if let Some(offset) = second(b'@') {
        return Err(fault(Kind::SecondAt, offset));
    }
    second(b'/').map_or(Ok(()), |offset| Err(fault(Kind::SecondSlash, offset)))
}

/// Checks that preparation has not brought in a forbidden character that the text did not have, such as U+FF08.
pub(crate) fn check_prepared(text: &str, prepared: &str) -> Result<(), JidError> {
    steps(text.len() + prepared.len());
    if !prepared.contains(is_forbidden) {
        return Ok(());
    }
    let forbidden = |c: char| Mapping::LowerWidth.apply(c).into_iter().nfc().any(is_forbidden);
    let (offset, c) = text.char_indices().find(|&(_, c)| forbidden(c)).unwrap_or_default();
    let part = Separators::find(text.as_bytes()).part_at(offset);
    Err(JidError::new(part, Kind::Disallowed, offset, Some(c)).by_service())
}

const fn is_forbidden(c: char) -> bool {
    matches!(c, ',' | ';' | '(' | ')' | '[' | ']')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;

    const SERVICE: &str = "App Engine XMPP service";

    #[test]
    fn characters_of_the_service_cite_the_service() {
        for (text, offset) in [
            ("a@[::1]", 2),
            ("a[@b", 1),
            ("a@b/c;d", 5),
            ("a@b,c", 3),
            ("a\u{FF08}@b", 1),
            ("a@b/\u{37E}", 4),
            // The standards forbid this one, too, but the service asks first.
            ("a@b(.example/\0", 3),
        ] {
            let error = Policy::APP_ENGINE.parse(text).unwrap_err();
            assert_eq!((error.kind(), error.offset(), error.rule()), (Kind::Disallowed, offset, SERVICE));
        }
        for (text, rule) in [
            ("a@b,c", "RFC 5890 section 2.3.1"),
            ("a@b[c", "RFC 5890 section 2.3.1"),
            ("a\u{FF1A}@b", "RFC 8264 section 4.2.3"),
        ] {
            assert_eq!(Policy::RFC7622.parse(text).unwrap_err().rule(), rule, "{text}");
        }
        assert_eq!(Policy::APP_ENGINE.parse("a b@c").unwrap_err().rule(), "RFC 8264 section 4.2.3");
    }

    #[test]
    fn what_the_service_refuses_counts_left_of_octets_that_are_not_utf_8() {
        for (octets, part, kind, offset) in [
            (&b"a,b\xFF@c"[..], Part::Localpart, Kind::Disallowed, 1),
            (b"a\xFF,b@c", Part::Localpart, Kind::InvalidUtf8, 1),
            (b"a@[::1]/\xFF", Part::Domainpart, Kind::Disallowed, 2),
            (b"a@b\xFF[", Part::Domainpart, Kind::InvalidUtf8, 3),
            (b"a@b/c;\xFF", Part::Resourcepart, Kind::Disallowed, 5),
            (b"a@b@\xFF", Part::Domainpart, Kind::SecondAt, 3),
            (b"a@\xFFb@", Part::Domainpart, Kind::InvalidUtf8, 2),
            (b"a@b/c/\xFF", Part::Resourcepart, Kind::SecondSlash, 5),
            (b"a@b/\xFF/c", Part::Resourcepart, Kind::InvalidUtf8, 4),
            (b"@\xFF", Part::Localpart, Kind::Empty, 0),
            (b"a\xFF", Part::Localpart, Kind::MissingAt, 0),
            (b"\xFF", Part::Domainpart, Kind::InvalidUtf8, 0),
            // What the standards refuse comes second, as in text.
            (b"a b@c,d/\xFF", Part::Domainpart, Kind::Disallowed, 5),
            (b"a b@c/\xFF", Part::Localpart, Kind::Disallowed, 1),
        ] {
            let error = Policy::APP_ENGINE.parse_bytes(octets).unwrap_err();
            assert_eq!((error.part(), error.kind(), error.offset()), (part, kind, offset), "{octets:?}");
        }
        let error = Policy::RFC7622.parse_bytes(b"a,b\xFF@c").unwrap_err();
        assert_eq!((error.kind(), error.offset()), (Kind::InvalidUtf8, 3));
    }
}
