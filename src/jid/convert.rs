//! Conversions by the standard traits: from text, to owned text, and from one address type to another.
//!
//! `Cow<'a, Jid>` is what [`Jid::parse`] returns, but `TryFrom<&'a str>` cannot be implemented for it outside
//! the standard library; the other conversions of a `Cow` are here.

use super::{BareJid, FullJid, Jid, JidError};
#[cfg(feature = "alloc")]
use super::{Domainpart, Localpart, Resourcepart};
#[cfg(feature = "alloc")]
use alloc::{borrow::Cow, boxed::Box, string::String};
#[cfg(feature = "alloc")]
use core::str::FromStr;

/// Implements the conversions between one type, text and `Cow`.
///
/// A macro, because the impls stand for `Box<Type>` and `Cow<Type>`, where a generic one is not allowed.
#[cfg(feature = "alloc")]
macro_rules! text_conversions {
    ($name:ident) => {
        /// As `parse`, by the rules of RFC 7622.
        impl FromStr for Box<$name> {
            type Err = JidError;

            fn from_str(text: &str) -> Result<Self, JidError> {
                $name::parse(text).map(Cow::into_owned)
            }
        }

        /// As `parse`, by the rules of RFC 7622.
        impl TryFrom<&str> for Box<$name> {
            type Error = JidError;

            fn try_from(text: &str) -> Result<Self, JidError> {
                text.parse()
            }
        }

        /// As `parse`, by the rules of RFC 7622; text that is canonical is kept, not copied.
        impl TryFrom<String> for Box<$name> {
            type Error = JidError;

            fn try_from(text: String) -> Result<Self, JidError> {
                let rewritten = match $name::parse(&text)? {
                    Cow::Borrowed(_) => None,
                    Cow::Owned(rewritten) => Some(rewritten),
                };
                Ok(rewritten.unwrap_or_else(|| $name::cast_box(text.into_boxed_str())))
            }
        }

        impl From<Box<$name>> for String {
            fn from(owned: Box<$name>) -> Self {
                owned.into_boxed_str().into_string()
            }
        }

        impl<'a> From<&'a $name> for Cow<'a, $name> {
            fn from(borrowed: &'a $name) -> Self {
                Cow::Borrowed(borrowed)
            }
        }

        impl From<Box<$name>> for Cow<'_, $name> {
            fn from(owned: Box<$name>) -> Self {
                Cow::Owned(owned)
            }
        }

        impl From<Cow<'_, $name>> for Box<$name> {
            fn from(either: Cow<'_, $name>) -> Self {
                either.into_owned()
            }
        }
    };
}

#[cfg(feature = "alloc")]
text_conversions!(Jid);
#[cfg(feature = "alloc")]
text_conversions!(BareJid);
#[cfg(feature = "alloc")]
text_conversions!(FullJid);
#[cfg(feature = "alloc")]
text_conversions!(Localpart);
#[cfg(feature = "alloc")]
text_conversions!(Domainpart);
#[cfg(feature = "alloc")]
text_conversions!(Resourcepart);

impl<'a> From<&'a BareJid> for &'a Jid {
    fn from(bare: &'a BareJid) -> Self {
        bare.as_jid()
    }
}

impl<'a> From<&'a FullJid> for &'a Jid {
    fn from(full: &'a FullJid) -> Self {
        full.as_jid()
    }
}

/// Looks at the structure only; fails if there is a resourcepart.
impl<'a> TryFrom<&'a Jid> for &'a BareJid {
    type Error = JidError;

    fn try_from(jid: &'a Jid) -> Result<Self, JidError> {
        BareJid::from_prepared(jid.as_str())
    }
}

/// Looks at the structure only; fails if there is no resourcepart.
impl<'a> TryFrom<&'a Jid> for &'a FullJid {
    type Error = JidError;

    fn try_from(jid: &'a Jid) -> Result<Self, JidError> {
        FullJid::from_prepared(jid.as_str())
    }
}

/// Looks at the structure only, and copies nothing; fails if there is a resourcepart.
#[cfg(feature = "alloc")]
impl TryFrom<Box<Jid>> for Box<BareJid> {
    type Error = JidError;

    fn try_from(jid: Box<Jid>) -> Result<Self, JidError> {
        BareJid::from_prepared(jid.as_str())?;
        Ok(BareJid::cast_box(jid.into_boxed_str()))
    }
}

/// Looks at the structure only, and copies nothing; fails if there is no resourcepart.
#[cfg(feature = "alloc")]
impl TryFrom<Box<Jid>> for Box<FullJid> {
    type Error = JidError;

    fn try_from(jid: Box<Jid>) -> Result<Self, JidError> {
        FullJid::from_prepared(jid.as_str())?;
        Ok(FullJid::cast_box(jid.into_boxed_str()))
    }
}

impl PartialEq<BareJid> for Jid {
    fn eq(&self, other: &BareJid) -> bool {
        self == other.as_jid()
    }
}

impl PartialEq<FullJid> for Jid {
    fn eq(&self, other: &FullJid) -> bool {
        self == other.as_jid()
    }
}

impl PartialEq<Jid> for BareJid {
    fn eq(&self, other: &Jid) -> bool {
        self.as_jid() == other
    }
}

impl PartialEq<Jid> for FullJid {
    fn eq(&self, other: &Jid) -> bool {
        self.as_jid() == other
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use crate::{JidErrorKind, Part};
    use alloc::string::ToString;

    #[test]
    fn text_becomes_canonical() {
        assert_eq!("Juliet@Example.com/B".parse::<Box<Jid>>().unwrap().as_str(), "juliet@example.com/B");
        assert_eq!(Box::<BareJid>::try_from("Juliet@example.com").unwrap().as_str(), "juliet@example.com");
        assert_eq!(Box::<FullJid>::try_from("Juliet@a/B").unwrap().as_str(), "juliet@a/B");
        assert_eq!("Juliet".parse::<Box<Localpart>>().unwrap().as_str(), "juliet");
        assert_eq!("Example.com".parse::<Box<Domainpart>>().unwrap().as_str(), "example.com");
        assert_eq!("Balcony".parse::<Box<Resourcepart>>().unwrap().as_str(), "Balcony");
        let error = "a b@example.com".parse::<Box<Jid>>().unwrap_err();
        assert_eq!(
            (error.part(), error.kind(), error.offset()),
            (Part::Localpart, JidErrorKind::Disallowed, 1)
        );
    }

    #[test]
    fn canonical_strings_keep_their_buffer() {
        let text = "juliet@example.com".to_string().into_boxed_str().into_string();
        let buffer = text.as_ptr();
        let jid = Box::<Jid>::try_from(text).unwrap();
        assert_eq!(jid.as_str().as_ptr(), buffer);
        let text = String::from(jid);
        assert_eq!(text.as_ptr(), buffer);
        assert_eq!(Box::<Jid>::try_from("A@b".to_string()).unwrap().as_str(), "a@b");
        assert!(Box::<Jid>::try_from("@b".to_string()).is_err());
    }

    #[test]
    fn addresses_turn_into_each_other() {
        let (bare, full) = (Jid::from_static("a@b"), Jid::from_static("a@b/c"));
        assert_eq!(<&Jid>::from(<&BareJid>::try_from(bare).unwrap()), bare);
        assert_eq!(<&Jid>::from(<&FullJid>::try_from(full).unwrap()), full);

        let error = <&BareJid>::try_from(full).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (JidErrorKind::UnexpectedResourcepart, 4));
        let error = <&FullJid>::try_from(bare).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (JidErrorKind::MissingResourcepart, 3));

        let owned = Box::<BareJid>::try_from(Box::<Jid>::from(bare)).unwrap();
        assert_eq!(Box::<Jid>::from(owned).as_str(), "a@b");
        assert!(Box::<BareJid>::try_from(Box::<Jid>::from(full)).is_err());
        assert!(Box::<FullJid>::try_from(Box::<Jid>::from(full)).is_ok());
        assert!(Box::<FullJid>::try_from(Box::<Jid>::from(bare)).is_err());
    }

    #[test]
    fn addresses_compare_across_types() {
        let (jid, bare) = (Jid::from_static("a@b/c"), Jid::from_static("a@b"));
        let full = jid.as_full().unwrap();
        assert_eq!(jid, full);
        assert_eq!(full, jid);
        assert_eq!(jid.bare(), bare);
        assert_eq!(bare, jid.bare());
        assert_ne!(jid, jid.bare());
        assert_ne!(full, bare);
    }

    #[test]
    fn cows_convert_both_ways() {
        let jid = Jid::from_static("a@b");
        let borrowed = Cow::from(jid);
        assert!(matches!(borrowed, Cow::Borrowed(_)));
        let owned = Box::<Jid>::from(borrowed);
        assert!(matches!(Cow::from(owned), Cow::Owned(jid) if &*jid == "a@b"));
    }
}
