//! What the library makes of a document.

use std::fmt;

use envoi::stream::{Event, FrameReader, Limits, StreamError, StreamErrorKind, StreamReader};

use super::canonical;

/// An empty stream header, so that the document can be a first-level element (RFC 7395 section 3.4).
const OPEN: &[u8] = b"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";

/// What has been found.
pub(crate) enum Found {
    /// The document in canonical form.
    Taken(String),
    Refused {
        condition: &'static str,
        kind: &'static str,
        offset: usize,
    },
}

/// Reads a document: what stands before its root as the start of a stream, the root and what follows as a frame.
pub(crate) fn read(octets: &[u8]) -> Found {
    let mut input = octets;
    let root = match StreamReader::new(Limits::MAX).read(&mut input) {
        // No document is a stream, but one that is refused for that has all else that a header needs.
        Err(error) if error.kind() == StreamErrorKind::StreamNamespace => offset(error),
        Err(error) => return refused(error, offset(error)),
        Ok(_) => octets.len(),
    };
    let mut frames = FrameReader::new(Limits::MAX);
    frames.read(OPEN).expect("a frame that opens a stream");
    match frames.read(&octets[root..]) {
        Ok(Some(Event::Element(element))) => Found::Taken(canonical::form(element)),
        Ok(other) => unreachable!("a document of the suite that means something in XMPP: {other:?}"),
        Err(error) => refused(error, offset(error) - OPEN.len() + root),
    }
}

fn refused(error: StreamError, offset: usize) -> Found {
    Found::Refused { condition: error.condition().as_str(), kind: error.kind().as_str(), offset }
}

fn offset(error: StreamError) -> usize {
    usize::try_from(error.offset()).expect("a document in memory")
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken(_) => f.write_str("found: taken"),
            Self::Refused { condition, kind, offset } => {
                write!(f, "found: {condition}, {kind}, at {offset}")
            }
        }
    }
}
