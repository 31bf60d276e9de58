//! IP literals: what stands in brackets (RFC 3986 section 3.2.2, RFC 6874 section 2).

use super::same::Same;
use super::{DomainError, DomainErrorKind as Kind};
use crate::scan::class::is_unreserved;
use core::fmt::{self, Write};
use core::net::Ipv6Addr;

/// An IP literal; `Display` gives its canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum IpLiteral<'a> {
    /// An address, perhaps with a zone identifier.
    V6(Ipv6Addr, Option<&'a str>),
    /// `v1.xyz`, with what stands between the brackets.
    Future(&'a str),
}

/// Whether a text is an IPv6 address that lacks its brackets; a zone does not make it another thing.
pub(super) fn lacks_brackets(text: &str) -> bool {
    if !text.as_bytes().contains(&b':') {
        return false;
    }
    let address = text.split_once('%').map_or(text, |(address, _)| address);
    address.parse::<Ipv6Addr>().is_ok()
}

impl<'a> IpLiteral<'a> {
    /// Parses a text that begins with a bracket.
    pub(super) fn parse(text: &'a str) -> Result<Self, DomainError> {
        let invalid = DomainError::new(Kind::InvalidIpLiteral, 0, None);
        // RFC 3986 section 3.2.2: IP-literal = "[" ( IPv6address / IPvFuture ) "]".
        let inside = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).ok_or(invalid)?;
        if inside.starts_with(['v', 'V']) {
            return if is_future(inside) { Ok(Self::Future(inside)) } else { Err(invalid) };
        }
        let (address, zone) = match inside.find('%') {
            Some(percent) => (&inside[..percent], Some(&inside[percent..])),
            None => (inside, None),
        };
        let parsed = address.parse().map_err(|_| invalid)?;
        match zone {
            None => Ok(Self::V6(parsed, None)),
            // RFC 6874 section 2: IPv6addrz = IPv6address "%25" ZoneID.
            Some(zone) => match zone.strip_prefix("%25") {
                Some(zone) if is_zone(zone) => Ok(Self::V6(parsed, Some(zone))),
                _ => Err(DomainError::new(Kind::InvalidZone, 1 + address.len(), None)),
            },
        }
    }

    /// Whether a text is the canonical form of this literal.
    pub(super) fn is_written(&self, text: &str) -> bool {
        let mut same = Same::new(text);
        write!(same, "{self}").is_ok() && same.is_complete()
    }
}

impl fmt::Display for IpLiteral<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // RFC 5952 sections 4 and 5: the standard library writes addresses so, IPv4-mapped ones with dots.
            Self::V6(address, None) => write!(f, "[{address}]"),
            // RFC 6874 says nothing of zones that are spelt differently and mean the same, and they have a meaning
            // on one host only: they are kept as they are.
            Self::V6(address, Some(zone)) => write!(f, "[{address}%25{zone}]"),
            // RFC 3986 section 6.2.2.1: hosts are case-insensitive, and written in lower case.
            Self::Future(inside) => {
                f.write_char('[')?;
                inside.chars().try_for_each(|c| f.write_char(c.to_ascii_lowercase()))?;
                f.write_char(']')
            }
        }
    }
}

// RFC 3986 section 3.2.2: IPvFuture = "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" ).
fn is_future(inside: &str) -> bool {
    let Some((version, address)) = inside[1..].split_once('.') else { return false };
    !version.is_empty()
        && version.bytes().all(|octet| octet.is_ascii_hexdigit())
        && !address.is_empty()
        && address.bytes().all(|octet| is_unreserved(octet) || is_sub_delim(octet) || octet == b':')
}

// RFC 6874 section 2: ZoneID = 1*( unreserved / pct-encoded ).
fn is_zone(zone: &str) -> bool {
    let mut rest = zone.as_bytes();
    while let Some((&octet, behind)) = rest.split_first() {
        rest = match (octet, behind) {
            (b'%', [high, low, behind @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => behind,
            _ if is_unreserved(octet) => behind,
            _ => return false,
        };
    }
    !zone.is_empty()
}

// RFC 3986 section 2.2.
fn is_sub_delim(octet: u8) -> bool {
    matches!(octet, b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=')
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn canonical(text: &str) -> Result<alloc::string::String, (Kind, usize)> {
        let literal = IpLiteral::parse(text).map_err(|error| (error.kind(), error.offset()))?;
        let canonical = literal.to_string();
        assert_eq!(literal.is_written(text), canonical == text, "{text}");
        assert!(IpLiteral::parse(&canonical).unwrap().is_written(&canonical), "{text}");
        Ok(canonical)
    }

    #[test]
    fn addresses_are_written_by_rfc_5952() {
        for (text, expected) in [
            // RFC 5952 section 4.1: leading zeros.
            ("[2001:0db8::0001]", "[2001:db8::1]"),
            ("[0000:0:00:000:0:0:0:0000]", "[::]"),
            // Section 4.2.1: as short as possible.
            ("[2001:db8:0:0:0:0:2:1]", "[2001:db8::2:1]"),
            ("[2001:db8::0:1]", "[2001:db8::1]"),
            // Section 4.2.2: not for one field.
            ("[2001:db8::1:1:1:1:1]", "[2001:db8:0:1:1:1:1:1]"),
            ("[1:2:3:4:5:6:7::]", "[1:2:3:4:5:6:7:0]"),
            // Section 4.2.3: the longest run, or else the first.
            ("[2001:0:0:1:0:0:0:1]", "[2001:0:0:1::1]"),
            ("[2001:db8:0:0:1:0:0:1]", "[2001:db8::1:0:0:1]"),
            // Section 4.3: lower case.
            ("[2001:DB8::ABCD]", "[2001:db8::abcd]"),
            // Section 5: an IPv4 address behind a well-known prefix.
            ("[0:0:0:0:0:FFFF:C000:0201]", "[::ffff:192.0.2.1]"),
            ("[::ffff:192.0.2.1]", "[::ffff:192.0.2.1]"),
            ("[2001:db8::192.0.2.1]", "[2001:db8::c000:201]"),
            ("[::1]", "[::1]"),
        ] {
            assert_eq!(canonical(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "[",
            "[]",
            "[::1",
            "[::1]x",
            "[::1]]",
            "[[::1]]",
            "[:::1]",
            "[1::2::3]",
            "[1:2:3:4:5:6:7]",
            "[12345::]",
            "[1:2:3:4:5:6:7:8:9]",
            "[::1.2.3]",
            "[::256.1.1.1]",
            "[::01.2.3.4]",
            "[g::]",
            "[127.0.0.1]",
            "[::1]:5222",
            "[ ::1]",
            "[example.com]",
            "[zz%25eth0]",
            "[v.a]",
            "[v1]",
            "[v1.]",
            "[vg.a]",
            "[v1.a/b]",
            "[v1.%25a]",
            "[v1.a b]",
            "[v1.\u{FC}]",
            "[\u{FF11}::]",
            "[%25eth0]",
        ] {
            assert_eq!(canonical(text), Err((Kind::InvalidIpLiteral, 0)), "{text}");
        }
    }

    #[test]
    fn zones_are_kept_and_checked() {
        for (text, expected) in [
            // RFC 6874 section 2: its own example, and what the grammar allows.
            ("[fe80::a%25en1]", Ok("[fe80::a%25en1]")),
            ("[FE80::A%25Eth0]", Ok("[fe80::a%25Eth0]")),
            ("[fe80::1%25a%2fb-._~]", Ok("[fe80::1%25a%2fb-._~]")),
            ("[fe80::1%2525]", Ok("[fe80::1%2525]")),
            ("[fe80::a%en1]", Err((Kind::InvalidZone, 8))),
            ("[fe80::a%25]", Err((Kind::InvalidZone, 8))),
            ("[fe80::a%]", Err((Kind::InvalidZone, 8))),
            ("[fe80::a%25a%2]", Err((Kind::InvalidZone, 8))),
            ("[fe80::a%25a b]", Err((Kind::InvalidZone, 8))),
            ("[fe80::a%25\u{FC}]", Err((Kind::InvalidZone, 8))),
        ] {
            assert_eq!(canonical(text).as_deref().map_err(|&error| error), expected, "{text}");
        }
    }

    #[test]
    fn later_versions_are_written_in_lower_case() {
        assert_eq!(canonical("[vF.Fe80::A+En1]").as_deref(), Ok("[vf.fe80::a+en1]"));
        assert_eq!(canonical("[v1a.x!$&'()*+,;=:-._~]").as_deref(), Ok("[v1a.x!$&'()*+,;=:-._~]"));
    }

    #[test]
    fn brackets_are_missed_around_addresses_only() {
        for text in ["::", "::1", "2001:DB8::1", "::ffff:1.2.3.4", "fe80::1%eth0", "fe80::1%25eth0"] {
            assert!(lacks_brackets(text), "{text}");
        }
        for text in ["", ":", "a:b", "1.2.3.4", "[::1]", "example.com:5222", "1:2", "%::1"] {
            assert!(!lacks_brackets(text), "{text}");
        }
    }
}
