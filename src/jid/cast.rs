//! The address types and the only casts to them: each is a `str` that is known to be canonical.
//!
//! This is the one file outside `scan` with `unsafe` in it. What the casts rely on: the types are
//! `repr(transparent)` over `str`, so a pointer to one is a pointer to the other with the same metadata. That
//! the text is canonical is a promise of the callers, and no memory safety hangs on it. That it is UTF-8 is what
//! the three functions rely on that make text of octets; debug builds look again.
#![allow(unsafe_code)]

use core::fmt;
use core::hash::{Hash, Hasher};

#[cfg(feature = "alloc")]
use alloc::{borrow::ToOwned, boxed::Box, rc::Rc, string::String, sync::Arc};

/// Text that the caller knows to be ASCII, without another look at it.
///
/// The claim is checked in debug builds, and the test suite runs with it checked.
#[cfg(feature = "alloc")]
pub(crate) fn ascii_str(bytes: &[u8]) -> &str {
    debug_assert!(bytes.is_ascii());
    // SAFETY: callers pass what `scan::find_non_ascii` found nothing in, or what `jid::ascii` judged to be `Canonical` or
    // `Lowercase`, which only ASCII is; and ASCII is UTF-8.
    unsafe { core::str::from_utf8_unchecked(bytes) }
}

/// A copy of a text with its first `head` octets in lower case.
#[cfg(feature = "alloc")]
#[inline]
pub(crate) fn to_lowercase(text: &str, head: usize) -> Box<str> {
    let mut octets = Box::new_uninit_slice(text.len());
    crate::scan::write_lowercase(text.as_bytes(), head, &mut octets);
    // SAFETY: all octets have been written.
    let octets = unsafe { octets.assume_init() };
    debug_assert!(core::str::from_utf8(&octets).is_ok());
    // SAFETY: they are those of `text`, some ASCII letters of which have become others: so they are UTF-8, as `text` is.
    unsafe { alloc::str::from_boxed_utf8_unchecked(octets) }
}

/// Appends a text with its first `head` octets in lower case.
#[cfg(feature = "alloc")]
#[inline]
pub(crate) fn push_lowercase(text: &str, head: usize, to: &mut String) {
    let before = to.len();
    // SAFETY: what is appended is UTF-8, as in `to_lowercase`. There is room for it, and all of it has been written before it
    // counts as part of the text.
    unsafe {
        let to = to.as_mut_vec();
        to.reserve(text.len());
        crate::scan::write_lowercase(text.as_bytes(), head, &mut to.spare_capacity_mut()[..text.len()]);
        to.set_len(before + text.len());
    }
    debug_assert!(core::str::from_utf8(&to.as_bytes()[before..]).is_ok());
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

        // What the casts rely on.
        const _: () = {
            let value = $name::cast("four");
            assert!(size_of_val(value) == 4 && align_of_val(value) == align_of::<u8>());
            assert!(size_of::<&$name>() == size_of::<&str>());
        };

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
                // SAFETY: `Self` is `repr(transparent)` over `str`, so that size, alignment and metadata are the same, and the
                // pointer comes from an `Arc` that is given up here.
                unsafe { Arc::from_raw(Arc::into_raw(text) as *const $name) }
            }
        }

        #[cfg(feature = "alloc")]
        impl From<&$name> for Rc<$name> {
            fn from(value: &$name) -> Self {
                let text: Rc<str> = Rc::from(&value.0);
                // SAFETY: as for `Arc`.
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

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::{Jid, push_lowercase, to_lowercase};
    use std::{borrow::ToOwned, boxed::Box, rc::Rc, string::String, sync::Arc};

    fn check(from: &str, head: usize) {
        let mut expected = String::from("Ab");
        expected.push_str(from);
        expected[2..2 + head].make_ascii_lowercase();
        assert_eq!(*to_lowercase(from, head), expected[2..], "{from:?} {head}");
        // The room behind holds other octets, which would show where nothing is written.
        let mut to: String = expected.bytes().map(|octet| if octet == b'!' { '?' } else { '!' }).collect();
        to.truncate(2);
        to.replace_range(.., "Ab");
        push_lowercase(from, head, &mut to);
        assert_eq!(to, expected, "{from:?} {head}");
    }

    #[test]
    fn each_octet_is_written_and_letters_of_the_head_alone_become_small() {
        let sample: String = ('\0'..='\u{17F}').collect();
        for start in (0..sample.len()).filter(|&start| sample.is_char_boundary(start)) {
            for end in (start..sample.len().min(start + 70)).filter(|&end| sample.is_char_boundary(end)) {
                let from = &sample[start..end];
                for head in [0, from.len() / 3, from.len() * 2 / 3, from.len()] {
                    if from.is_char_boundary(head) {
                        check(from, head);
                    }
                }
            }
        }
    }

    /// Room for the text and no more: a sanitizer sees what is written behind it.
    #[test]
    fn text_is_appended_up_to_the_last_octet_of_room() {
        for octets in 0..=130 {
            let from = "A".repeat(octets);
            let mut to = String::with_capacity(octets + 2);
            to.push_str("Ab");
            push_lowercase(&from, octets, &mut to);
            assert_eq!((to.capacity(), &to[..2], &to[2..]), (octets + 2, "Ab", &*"a".repeat(octets)));
        }
    }

    /// A sanitizer sees what is freed twice, or never.
    #[test]
    fn owners_give_up_what_is_cast() {
        for text in ["", "a", "juliet@example.com/balcony"] {
            let jid = Jid::cast(text);
            let owned: Box<Jid> = jid.to_owned();
            let (shared, counted): (Arc<Jid>, Rc<Jid>) = (Arc::from(jid), Rc::from(jid));
            assert_eq!((&*owned, &*shared, &*counted), (jid, jid, jid));
            assert_eq!((Arc::strong_count(&shared), Rc::strong_count(&counted)), (1, 1));
            assert_eq!(&*owned.into_boxed_str(), text);
        }
    }
}
