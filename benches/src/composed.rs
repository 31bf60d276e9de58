//! What a careful user composes from `precis-profiles` and `idna`: RFC 7622 with the crates at hand.

use std::borrow::Cow;
use std::net::Ipv6Addr;

use idna::AsciiDenyList;
use idna::uts46::{Hyphens, Uts46};
use precis_profiles::precis_core::profile::PrecisFastInvocation;
use precis_profiles::{OpaqueString, UsernameCaseMapped};

/// An address in its parts; each borrows as long as its crate lets it.
#[derive(Debug)]
pub struct Address<'a> {
    /// Prepared with `UsernameCaseMapped`.
    pub localpart: Option<Cow<'a, str>>,
    /// U-labels.
    pub domainpart: Cow<'a, str>,
    /// Prepared with `OpaqueString`.
    pub resourcepart: Option<Cow<'a, str>>,
}

/// Splits and prepares an address, or says nothing of what is wrong with it.
pub fn parse(row: &str) -> Option<Address<'_>> {
    // RFC 7622 section 3.2: the first `/`, then the first `@` before it.
    let (bare, resourcepart) = split_optional(row, '/');
    let (localpart, domainpart) = match bare.split_once('@') {
        Some((localpart, domainpart)) => (Some(localpart), domainpart),
        None => (None, bare),
    };
    Some(Address {
        localpart: match localpart {
            Some(localpart) => Some(prepare_localpart(localpart)?),
            None => None,
        },
        domainpart: prepare_domainpart(domainpart)?,
        resourcepart: match resourcepart {
            Some(resourcepart) => Some(prepare_resourcepart(resourcepart)?),
            None => None,
        },
    })
}

/// RFC 7622 section 3.3.
pub fn prepare_localpart(localpart: &str) -> Option<Cow<'_, str>> {
    let prepared = UsernameCaseMapped::enforce(localpart).ok()?;
    // RFC 7622 section 3.3.1.
    let excluded = |octet| matches!(octet, b'"' | b'&' | b'\'' | b'/' | b':' | b'<' | b'>' | b'@');
    (fits(&prepared) && !prepared.bytes().any(excluded)).then_some(prepared)
}

/// RFC 7622 section 3.4.
pub fn prepare_resourcepart(resourcepart: &str) -> Option<Cow<'_, str>> {
    OpaqueString::enforce(resourcepart).ok().filter(|prepared| fits(prepared))
}

/// RFC 7622 section 3.2, with UTS 46 in place of IDNA2008 and without the limits of the DNS: less than is asked.
fn prepare_domainpart(domainpart: &str) -> Option<Cow<'_, str>> {
    if let Some(literal) = domainpart.strip_prefix('[') {
        let address: Ipv6Addr = literal.strip_suffix(']')?.parse().ok()?;
        return Some(Cow::Owned(format!("[{address}]")));
    }
    let name = domainpart.strip_suffix('.').unwrap_or(domainpart);
    let (name, outcome) = Uts46::new().to_unicode(name.as_bytes(), AsciiDenyList::STD3, Hyphens::Check);
    (outcome.is_ok() && fits(&name)).then_some(name)
}

/// RFC 7622 section 3.1: 1 to 1023 octets.
fn fits(part: &str) -> bool {
    (1..=1023).contains(&part.len())
}

fn split_optional(text: &str, separator: char) -> (&str, Option<&str>) {
    match text.split_once(separator) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rows;
    use tools::data::Set;

    fn printed(address: &Address<'_>) -> String {
        let mut text = String::new();
        if let Some(localpart) = &address.localpart {
            text.push_str(localpart);
            text.push('@');
        }
        text.push_str(&address.domainpart);
        if let Some(resourcepart) = &address.resourcepart {
            text.push('/');
            text.push_str(resourcepart);
        }
        text
    }

    #[test]
    fn canonical_rows_come_out_as_they_went_in() {
        for set in Set::ALL.into_iter().filter(|set| set.is_canonical()) {
            for row in Rows::of(set, 10_000).input().rows {
                let address = parse(row).unwrap_or_else(|| panic!("{set}: {row} refused"));
                assert_eq!(printed(&address), row, "{set}");
            }
        }
    }

    #[test]
    fn capitals_are_mapped() {
        for row in Rows::of(Set::AsciiMixedcase, 10_000).input().rows {
            let printed = printed(&parse(row).unwrap_or_else(|| panic!("{row} refused")));
            assert_ne!(printed, row);
            assert!(printed.eq_ignore_ascii_case(row), "{row}: {printed}");
        }
    }

    #[test]
    fn errors_of_each_part_are_seen() {
        for row in ["", "a@", "@b.test", "a@b.test/", "a&b@c.test", "a@b c.test", "a@b.test/\u{7}", "a@[::1"]
        {
            assert!(parse(row).is_none(), "{row:?}");
        }
        assert_eq!(printed(&parse("A@[0:0::1]/R").expect("an address")), "a@[::1]/R");
    }
}
