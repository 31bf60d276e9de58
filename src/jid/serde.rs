//! `Serialize` and `Deserialize` for the address types (feature `serde`): addresses are strings.
//!
//! `Box<Jid>` and `Cow<Jid>` take any text that parses; `&Jid` borrows text that is canonical and refuses the rest.

use super::{BareJid, Domainpart, FullJid, Jid, JidError, Localpart, Resourcepart};
#[cfg(feature = "alloc")]
use alloc::{boxed::Box, string::String};
use core::fmt;
#[cfg(feature = "alloc")]
use core::{marker::PhantomData, str::FromStr};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};

/// Implements the traits for one type: a macro, because generic impls of foreign traits are not allowed.
macro_rules! serde_as_text {
    ($name:ident, $expected:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        /// Borrows text that is canonical already, and refuses all other.
        impl<'de> Deserialize<'de> for &'de $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let visitor = Canonical { check: $name::from_canonical, expected: $expected };
                deserializer.deserialize_str(visitor)
            }
        }

        /// Parses by the rules of RFC 7622.
        #[cfg(feature = "alloc")]
        impl<'de> Deserialize<'de> for Box<$name> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_string(Parsed::<$name> { expected: $expected, parsed: PhantomData })
            }
        }
    };
}

serde_as_text!(Jid, "an XMPP address");
serde_as_text!(BareJid, "an XMPP address without a resourcepart");
serde_as_text!(FullJid, "an XMPP address with a resourcepart");
serde_as_text!(Localpart, "the localpart of an XMPP address");
serde_as_text!(Domainpart, "the domainpart of an XMPP address");
serde_as_text!(Resourcepart, "the resourcepart of an XMPP address");

/// Borrows canonical text.
struct Canonical<T: ?Sized + 'static> {
    check: fn(&str) -> Result<&T, JidError>,
    expected: &'static str,
}

impl<'de, T: ?Sized> Visitor<'de> for Canonical<T> {
    type Value = &'de T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, borrowed", self.expected)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<&'de T, E> {
        (self.check)(text).map_err(E::custom)
    }
}

/// Parses text; a `String` that is canonical is kept.
#[cfg(feature = "alloc")]
struct Parsed<T: ?Sized> {
    expected: &'static str,
    parsed: PhantomData<T>,
}

#[cfg(feature = "alloc")]
impl<T: ?Sized> Visitor<'_> for Parsed<T>
where
    Box<T>: FromStr<Err = JidError> + TryFrom<String, Error = JidError>,
{
    type Value = Box<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Box<T>, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Box<T>, E> {
        text.try_into().map_err(E::custom)
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::borrow::Cow;
    use alloc::collections::BTreeMap;
    use alloc::format;
    use alloc::string::ToString;
    use alloc::vec::Vec;
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error as ValueError, StringDeserializer};

    #[test]
    fn addresses_are_written_as_strings() {
        let jid = Jid::from_static("juliet@example.com/balcony");
        assert_eq!(serde_json::to_string(jid).unwrap(), r#""juliet@example.com/balcony""#);
        assert_eq!(serde_json::to_string(&Box::<Jid>::from(jid)).unwrap(), r#""juliet@example.com/balcony""#);
        assert_eq!(serde_json::to_string(jid.bare()).unwrap(), r#""juliet@example.com""#);
        assert_eq!(serde_json::to_string(jid.as_full().unwrap()).unwrap(), r#""juliet@example.com/balcony""#);
        assert_eq!(serde_json::to_string(&jid.localpart()).unwrap(), r#""juliet""#);
        assert_eq!(serde_json::to_string(jid.domainpart()).unwrap(), r#""example.com""#);
        assert_eq!(serde_json::to_string(&jid.resourcepart()).unwrap(), r#""balcony""#);
    }

    #[test]
    fn owned_addresses_are_parsed() {
        let roster: Vec<Box<Jid>> = serde_json::from_str(r#"["Juliet@Example.com", "a@b/C"]"#).unwrap();
        assert_eq!(
            roster.iter().map(|jid| jid.as_str()).collect::<Vec<_>>(),
            ["juliet@example.com", "a@b/C"]
        );
        // JSON escapes make the text one that cannot be borrowed.
        let bare: Box<BareJid> = serde_json::from_str(r#""\u0041@b""#).unwrap();
        assert_eq!(bare.as_str(), "a@b");
        let full: Box<FullJid> = serde_json::from_str(r#""a@b/\u00e9""#).unwrap();
        assert_eq!(full.as_str(), "a@b/\u{E9}");
        let localpart: Box<Localpart> = serde_json::from_str(r#""Juliet""#).unwrap();
        let domainpart: Box<Domainpart> = serde_json::from_str(r#""Example.COM""#).unwrap();
        let resourcepart: Box<Resourcepart> = serde_json::from_str(r#""a b""#).unwrap();
        let jid = Jid::from_parts(Some(&localpart), &domainpart, Some(&resourcepart));
        assert_eq!(jid.as_str(), "juliet@example.com/a b");
        let either: Cow<'_, Jid> = serde_json::from_str(r#""A@b""#).unwrap();
        assert_eq!(either.as_str(), "a@b");
        let by_address: BTreeMap<Box<Jid>, u32> = serde_json::from_str(r#"{"A@b": 1}"#).unwrap();
        assert_eq!(by_address.get(Jid::from_static("a@b")), Some(&1));
    }

    #[test]
    fn canonical_strings_keep_their_buffer() {
        let text = String::from("juliet@example.com").into_boxed_str().into_string();
        let buffer = text.as_ptr();
        let deserializer: StringDeserializer<ValueError> = text.into_deserializer();
        let jid = Box::<Jid>::deserialize(deserializer).unwrap();
        assert_eq!(jid.as_str().as_ptr(), buffer);
    }

    #[test]
    fn borrowed_addresses_must_be_canonical() {
        let json = String::from(r#""juliet@example.com""#);
        let jid: &Jid = serde_json::from_str(&json).unwrap();
        assert_eq!(jid.as_str().as_ptr(), json[1..].as_ptr());
        let localpart: &Localpart = serde_json::from_str(r#""juliet""#).unwrap();
        assert_eq!(localpart.as_str(), "juliet");
        assert!(serde_json::from_str::<&BareJid>(r#""a@b/c""#).is_err());
        assert!(serde_json::from_str::<&FullJid>(r#""a@b""#).is_err());
        assert!(serde_json::from_str::<&Jid>(r#""Juliet@b""#).is_err());
        let error = serde_json::from_str::<&Jid>(r#""\u0061@b""#).unwrap_err();
        assert!(error.to_string().contains("expected an XMPP address, borrowed"), "{error}");
    }

    #[test]
    fn errors_are_those_of_the_address() {
        for (json, message) in [
            (r#""a b@c""#, "localpart: ' ' (U+0020) is not allowed, at byte 1 (RFC 8264 section 4.2.3)"),
            ("7", "invalid type: integer `7`, expected an XMPP address"),
        ] {
            let error = serde_json::from_str::<Box<Jid>>(json).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{message} at line 1")), "{error}");
        }
        let error = serde_json::from_str::<Box<BareJid>>(r#""a@b/c""#).unwrap_err();
        assert!(error.to_string().starts_with("resourcepart is not expected in a bare address"), "{error}");
    }
}
