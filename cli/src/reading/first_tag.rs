//! The first tag of an input: whether it is a stream header.

/// The local name of a stream header (RFC 6120 section 4.7).
const HEADER: &[u8] = b"stream";

/// Whether the first tag is a stream header, by its local name alone: what else is wrong with a header is for its reader to
/// say. None: the octets end before that can be told.
///
/// White space, text and an XML declaration in front are no tags.
pub(super) fn is_header(octets: &[u8]) -> Option<bool> {
    let mut rest = octets;
    loop {
        rest = &rest[memchr::memchr(b'<', rest)? + 1..];
        if *rest.first()? != b'?' {
            break;
        }
    }
    let ends = |octet: &u8| octet.is_ascii_whitespace() || b"/>".contains(octet);
    let name = &rest[..rest.iter().position(ends)?];
    let local = memchr::memrchr(b':', name).map_or(name, |colon| &name[colon + 1..]);
    Some(local == HEADER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_known_by_its_name() {
        for (octets, expected) in [
            (&b"<stream:stream to='a'>"[..], Some(true)),
            (b"<?xml version='1.0'?>\n<s:stream\n", Some(true)),
            (b"<stream>", Some(true)),
            (b"text <stream/", Some(true)),
            (b" <message>", Some(false)),
            (b"<stream:features/>", Some(false)),
            (b"<streams ", Some(false)),
            (b"<?xml version='1.0'?><iq/>", Some(false)),
            (b"<!-- <stream:stream> -->", Some(false)),
            (b"</stream:stream>", Some(false)),
            // Too few octets to tell.
            (b"", None),
            (b" \n", None),
            (b"<", None),
            (b"<?xml version='1.0'?>", None),
            (b"<stream:stream", None),
            (b"<message", None),
        ] {
            assert_eq!(is_header(octets), expected, "{}", octets.escape_ascii());
        }
    }
}
