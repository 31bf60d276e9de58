//! What may stand in addresses of apps: names, and the ids and versions in their domain names.

use super::{AppEngineError, AppEngineErrorKind as Kind};
use crate::jid::Domainpart;

/// XMPP Java API Overview, XMPP addresses: `anything` is any string containing letters, numbers and hyphens.
pub(super) fn check_name(name: &str) -> Result<(), AppEngineError> {
    match name.bytes().position(|octet| !octet.is_ascii_alphanumeric() && octet != b'-') {
        Some(offset) => Err(AppEngineError::new(Kind::Name, offset)),
        None if name.is_empty() => Err(AppEngineError::new(Kind::Name, 0)),
        None => Ok(()),
    }
}

/// Whether an id or a version is a label of a domain name, as it stands in canonical addresses.
pub(super) fn check_label(text: &str, kind: Kind) -> Result<&Domainpart, AppEngineError> {
    let odd = text.bytes().position(|octet| !matches!(octet, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if let Some(offset) = odd {
        return Err(AppEngineError::new(kind, offset));
    }
    Domainpart::from_canonical(text).map_err(|error| AppEngineError::new(kind, error.offset()))
}
