//! What the App Engine XMPP service checks of an address before the rules of RFC 7622.

use super::{JidError, JidErrorKind as Kind, Part, split::Separators};
use crate::unicode::Mapping;
use unicode_normalization::UnicodeNormalization;

/// The resourcepart that the service adds to a sender without one.
pub(crate) const SENDER_RESOURCE: &str = "/bot";

/// Checks the raw text in the service's order: forbidden characters, no `@`, nothing before it, a second `@`, a
/// second `/`.
pub(crate) fn check(text: &str) -> Result<(), JidError> {
    let octets = text.as_bytes();
    if let Some(offset) = text.find(is_forbidden) {
        return Err(error(octets, Kind::Disallowed, offset));
    }
    // An '@' in the resourcepart is no help: the service wants a localpart.
    let Some(at) = Separators::find(octets).at else {
        return Err(JidError::new(Part::Localpart, Kind::MissingAt, 0, None));
    };
    if at == 0 {
        return Err(JidError::new(Part::Localpart, Kind::Empty, 0, None));
    }
    if let Some(second) = text[at + 1..].find('@') {
        return Err(error(octets, Kind::SecondAt, at + 1 + second));
    }
    let second_slash = text.match_indices('/').nth(1);
    second_slash.map_or(Ok(()), |(offset, _)| Err(error(octets, Kind::SecondSlash, offset)))
}

/// Checks that preparation has not brought in a forbidden character that the text did not have, such as U+FF08.
pub(crate) fn check_prepared(text: &str, prepared: &str) -> Result<(), JidError> {
    if !prepared.contains(is_forbidden) {
        return Ok(());
    }
    let forbidden = |c: char| Mapping::LowerWidth.apply(c).into_iter().nfc().any(is_forbidden);
    let (offset, c) = text.char_indices().find(|&(_, c)| forbidden(c)).unwrap_or_default();
    Err(JidError::new(Separators::find(text.as_bytes()).part_at(offset), Kind::Disallowed, offset, Some(c)))
}

const fn is_forbidden(c: char) -> bool {
    matches!(c, ',' | ';' | '(' | ')' | '[' | ']')
}

/// An error at the ASCII character at `offset`, in the part where it stands.
fn error(octets: &[u8], kind: Kind, offset: usize) -> JidError {
    let part = Separators::find(octets).part_at(offset);
    JidError::new(part, kind, offset, Some(char::from(octets[offset])))
}
