//! What the App Engine XMPP service checks of an address before the rules of RFC 7622.

use super::{JidError, JidErrorKind as Kind, Part, split::Separators};

/// The resourcepart that the service adds to a sender without one.
pub(crate) const SENDER_RESOURCE: &str = "/bot";

/// Checks the raw text in the service's order: forbidden characters, no `@`, nothing before it, a second `@`, a
/// second `/`.
pub(crate) fn check(text: &str) -> Result<(), JidError> {
    let octets = text.as_bytes();
    if let Some(offset) = text.find([',', ';', '(', ')', '[', ']']) {
        return Err(error(octets, Kind::Disallowed, offset));
    }
    let Some(at) = text.find('@') else {
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

/// An error at the ASCII character at `offset`, in the part where it stands.
fn error(octets: &[u8], kind: Kind, offset: usize) -> JidError {
    let part = Separators::find(octets).part_at(offset);
    JidError::new(part, kind, offset, Some(char::from(octets[offset])))
}
