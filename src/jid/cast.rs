//! The address types and the only casts to them: each is a `str` that is known to be canonical.
//!
//! This is the one file outside `scan` with `unsafe` in it. What each block relies on: the types are
//! `repr(transparent)` over `str`, so a pointer to one is a pointer to the other with the same metadata. That
//! the text is canonical is a promise of the callers, and no memory safety hangs on it.
#![allow(unsafe_code)]

use core::fmt;
use core::hash::{Hash, Hasher};

#[cfg(feature = "alloc")]
use alloc::{borrow::ToOwned, boxed::Box, rc::Rc, sync::Arc};

/// Text that the caller knows to be ASCII, without another look at it.
///
/// The claim is checked in debug builds, and the test suite runs with it checked.
#[cfg(feature = "alloc")]
pub(crate) fn ascii_str(bytes: &[u8]) -> &str {
    debug_assert!(bytes.is_ascii());
    // SAFETY: callers pass octets that `scan` has classified as ASCII, and ASCII is UTF-8.
    unsafe { core::str::from_utf8_unchecked(bytes) }
}

/// Text, if the octets are UTF-8, which most often is ASCII.
///
/// # Errors
///
/// As for [`core::str::from_utf8`].
#[cfg(feature = "alloc")]
#[inline]
pub(crate) fn utf8_str(octets: &[u8]) -> Result<&str, core::str::Utf8Error> {
    match crate::scan::find_non_ascii(octets) {
        None => Ok(ascii_str(octets)),
        Some(_) => core::str::from_utf8(octets),
    }
}

/// Overwrites `to` with `from`, its ASCII letters in lower case.
///
/// # Panics
///
/// If the numbers of octets differ.
#[cfg(feature = "alloc")]
#[inline]
pub(crate) fn write_lowercase(from: &str, to: &mut str) {
    // SAFETY: `scan::write_lowercase` overwrites all octets of `to` with those of `from`, in which it changes ASCII letters
    // into other ASCII letters and nothing else: so they are UTF-8 as `from` is.
    crate::scan::write_lowercase(from.as_bytes(), unsafe { to.as_bytes_mut() });
}

/// Defines one `str` type with its casts and the traits that follow from being a `str`.
///
/// A macro, because the six types share nothing but this, and a trait cannot give inherent methods or
/// implement `ToOwned` for all of them.
macro_rules! str_type {
    ($(#[$attribute:meta])* $name:ident) => {
        $(#[$attribute])*
        #[repr(transparent)]
        pub struct $name(str);

        impl $name {
            pub(crate) const fn cast(text: &str) -> &Self {
                // SAFETY: `Self` is `repr(transparent)` over `str`.
                unsafe { &*(core::ptr::from_ref(text) as *const Self) }
            }

            #[cfg(feature = "alloc")]
            pub(crate) fn cast_box(text: Box<str>) -> Box<Self> {
                // SAFETY: `Self` is `repr(transparent)` over `str`, so the layouts agree, and the pointer
                // comes from a `Box` that is given up here.
                unsafe { Box::from_raw(Box::into_raw(text) as *mut Self) }
            }

            /// The canonical text.
            pub const fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, owned, without a copy.
            #[cfg(feature = "alloc")]
            pub fn into_boxed_str(self: Box<Self>) -> Box<str> {
                // SAFETY: `Self` is `repr(transparent)` over `str`, and the pointer comes from a `Box` that
                // is given up here.
                unsafe { Box::from_raw(Box::into_raw(self) as *mut str) }
            }
        }

        #[cfg(feature = "alloc")]
        impl ToOwned for $name {
            type Owned = Box<Self>;

            fn to_owned(&self) -> Box<Self> {
                Self::cast_box(Box::from(&self.0))
            }
        }

        #[cfg(feature = "alloc")]
        impl Clone for Box<$name> {
            fn clone(&self) -> Self {
                (**self).to_owned()
            }
        }

        #[cfg(feature = "alloc")]
        impl From<&$name> for Box<$name> {
            fn from(value: &$name) -> Self {
                value.to_owned()
            }
        }

        #[cfg(feature = "alloc")]
        impl From<&$name> for Arc<$name> {
            fn from(value: &$name) -> Self {
                let text: Arc<str> = Arc::from(&value.0);
                // SAFETY: `repr(transparent)` over `str`, and the pointer comes from an `Arc` given up here.
                unsafe { Arc::from_raw(Arc::into_raw(text) as *const $name) }
            }
        }

        #[cfg(feature = "alloc")]
        impl From<&$name> for Rc<$name> {
            fn from(value: &$name) -> Self {
                let text: Rc<str> = Rc::from(&value.0);
                // SAFETY: `repr(transparent)` over `str`, and the pointer comes from an `Rc` given up here.
                unsafe { Rc::from_raw(Rc::into_raw(text) as *const $name) }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0 == other.0
            }
        }

        impl Eq for $name {}

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                &self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                &self.0 == *other
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.0.hash(state);
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }
    };
}

str_type! {
    /// An XMPP address in canonical form, with or without a localpart and a resourcepart (RFC 7622 section 3).
    ///
    /// `Jid` is to `Box<Jid>` as `str` is to `Box<str>`: one method set serves `&Jid`, `Box<Jid>`, `Arc<Jid>`
    /// and `Cow<'_, Jid>`.
    ///
    /// ```
    /// use envoi::Jid;
    ///
    /// const ROOM: &Jid = Jid::from_static("coven@chat.shakespeare.lit/thirdwitch");
    /// assert_eq!(ROOM.domainpart().as_str(), "chat.shakespeare.lit");
    /// ```
    Jid
}

str_type! {
    /// An address without a resourcepart: an account, a room, a server (RFC 6120 section 1.4).
    ///
    /// ```
    /// # #[cfg(feature = "alloc")] {
    /// use envoi::BareJid;
    ///
    /// assert_eq!(BareJid::parse("Juliet@example.com")?.as_str(), "juliet@example.com");
    /// assert!(BareJid::parse("juliet@example.com/balcony").is_err());
    /// # }
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    BareJid
}

str_type! {
    /// An address with a resourcepart: a connected client, an occupant of a room (RFC 6120 section 1.4).
    ///
    /// ```
    /// # #[cfg(feature = "alloc")] {
    /// use envoi::FullJid;
    ///
    /// let full = FullJid::parse("juliet@example.com/balcony")?;
    /// assert_eq!(full.resourcepart().as_str(), "balcony");
    /// # }
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    FullJid
}

str_type! {
    /// A localpart in canonical form, 1 to 1023 octets (RFC 7622 section 3.3).
    Localpart
}

str_type! {
    /// A domainpart in canonical form, 1 to 1023 octets (RFC 7622 section 3.2).
    Domainpart
}

str_type! {
    /// A resourcepart in canonical form, 1 to 1023 octets (RFC 7622 section 3.4).
    Resourcepart
}
