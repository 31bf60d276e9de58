//! What the start tag of a first-level element can tell.

use super::{NS_STREAM, StreamErrorKind};
use crate::stanza::{NS_CLIENT, NS_COMPONENT, NS_SERVER, StanzaKind};
use crate::xml::index::{Index, is_same};

/// Which stanza a first-level element is, if it is one, in a stream of this content namespace.
///
/// # Errors
///
/// What makes it impossible there.
pub(super) fn kind(
    index: &Index,
    octets: &[u8],
    content: &str,
) -> Result<Option<StanzaKind>, StreamErrorKind> {
    let Some(node) = index.nodes.first() else { return Ok(None) };
    let name = node.name.local_span().of_octets(octets);
    let namespace = index.namespace_octets(octets, node.namespace);
    // RFC 6120 section 4.8.5: what has a prefix is not in it, the lexer has seen to that.
    if !node.name.has_prefix() && is_same(namespace, content.as_bytes()) {
        return Ok(StanzaKind::from_octets(name));
    }
    refuse(namespace, name)?;
    Ok(None)
}

/// Refuses what is in none but a content namespace or the stream namespace, and cannot stand at the first level.
///
/// # Errors
///
/// `NestedHeader`, `ContentNamespace`.
#[cold]
pub(super) fn refuse(namespace: &[u8], name: &[u8]) -> Result<(), StreamErrorKind> {
    // RFC 6120 section 4.2: a stream is opened once.
    if namespace == NS_STREAM.as_bytes() && name == b"stream" {
        return Err(StreamErrorKind::NestedHeader);
    }
    // RFC 6120 section 4.8.3: a content namespace that the stream does not have.
    if [NS_CLIENT, NS_SERVER, NS_COMPONENT].iter().any(|other| other.as_bytes() == namespace) {
        return Err(StreamErrorKind::ContentNamespace);
    }
    Ok(())
}
