//! IP literals, read by the grammars themselves: what other implementations take for names, or keep as they are.

use std::net::Ipv6Addr;

/// The form in which an IP literal is written: RFC 5952 for addresses, lower case for later versions, zones as they are. `None` if it is none by
/// RFC 3986 section 3.2.2 or RFC 6874 section 2.
#[must_use]
pub fn canonical(text: &str) -> Option<String> {
    let inside = text.strip_prefix('[')?.strip_suffix(']')?;
    if let Some(future) = inside.strip_prefix(['v', 'V']) {
        // IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" )
        let (version, address) = future.split_once('.')?;
        let is_version = !version.is_empty() && version.chars().all(|c| c.is_ascii_hexdigit());
        let is_address =
            !address.is_empty() && address.chars().all(|c| is_unreserved(c) || "!$&'()*+,;=:".contains(c));
        return (is_version && is_address).then(|| format!("[{}]", inside.to_ascii_lowercase()));
    }
    // IPv6addrz = IPv6address "%25" ZoneID
    let (address, zone) = match inside.split_once("%25") {
        Some((address, zone)) => (address, Some(zone)),
        None => (inside, None),
    };
    // The standard library writes RFC 5952.
    let address: Ipv6Addr = address.parse().ok()?;
    match zone {
        None => Some(format!("[{address}]")),
        Some(zone) => is_zone(zone).then(|| format!("[{address}%25{zone}]")),
    }
}

/// `ZoneID = 1*( unreserved / pct-encoded )`
fn is_zone(zone: &str) -> bool {
    let mut pieces = zone.split('%');
    let is_plain = |text: &str| text.chars().all(is_unreserved);
    let is_encoded = |piece: &str| {
        piece.get(..2).is_some_and(|pair| pair.chars().all(|c| c.is_ascii_hexdigit()))
            && is_plain(&piece[2..])
    };
    !zone.is_empty() && pieces.next().is_some_and(is_plain) && pieces.all(is_encoded)
}

/// RFC 3986 section 2.3.
fn is_unreserved(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_read_by_the_grammars() {
        for (text, expected) in [
            ("[2001:DB8:0:0:1:0:0:1]", Some("[2001:db8::1:0:0:1]")),
            ("[::FFFF:C000:201]", Some("[::ffff:192.0.2.1]")),
            ("[fe80::A%25En1]", Some("[fe80::a%25En1]")),
            ("[fe80::a%25a%2fb]", Some("[fe80::a%25a%2fb]")),
            ("[v1.X:y]", Some("[v1.x:y]")),
            ("[garbage]", None),
            ("[::1]x", None),
            ("[::1", None),
            ("[127.0.0.1]", None),
            ("[fe80::a%en1]", None),
            ("[fe80::a%25]", None),
            ("[fe80::a%25a%2]", None),
            ("[fe80::a%25\u{FC}]", None),
            ("[v.a]", None),
            ("[vg.a]", None),
            ("[v1.]", None),
            ("[v1.a/b]", None),
        ] {
            assert_eq!(canonical(text).as_deref(), expected, "{text}");
        }
    }
}
