//! [`Jid`]: any address.

use super::{BareJid, Domainpart, FullJid, Jid, JidError, Localpart, Resourcepart, Split, ascii, canonical};
#[cfg(feature = "alloc")]
use super::{Policy, Scratch};
#[cfg(feature = "alloc")]
use alloc::{borrow::Cow, boxed::Box, string::String};
use core::cmp::Ordering;

/// The parts of an address, from one look at its separators.
///
/// ```
/// use envoi::{Jid, Parts};
///
/// let jid = Jid::from_static("juliet@example.com/balcony");
/// let Parts { localpart, domainpart, resourcepart } = jid.parts();
/// assert_eq!(localpart.unwrap().as_str(), "juliet");
/// assert_eq!(domainpart.as_str(), "example.com");
/// assert_eq!(resourcepart.unwrap().as_str(), "balcony");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// What stands before the `@`.
    pub localpart: Option<&'a Localpart>,
    /// The only part that is always there.
    pub domainpart: &'a Domainpart,
    /// What stands behind the first `/`.
    pub resourcepart: Option<&'a Resourcepart>,
}

impl Jid {
    /// Parses an address by the rules of RFC 7622: borrowed if it is canonical, owned if preparation changes it.
    ///
    /// What is canonical costs no allocation, and ASCII that only wants lower case costs one.
    ///
    /// # Errors
    ///
    /// [`JidError`] with any kind but those of other policies and of typed addresses. Text of any number of
    /// octets is taken in linear time.
    ///
    /// ```
    /// use envoi::Jid;
    /// use std::borrow::Cow;
    ///
    /// assert!(matches!(Jid::parse("juliet@example.com")?, Cow::Borrowed(_)));
    /// assert_eq!(Jid::parse("JULIET@xn--bcher-kva.example.")?.as_str(), "juliet@b\u{FC}cher.example");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    #[inline]
    pub fn parse(text: &str) -> Result<Cow<'_, Self>, JidError> {
        Policy::RFC7622.parse(text)
    }

    /// Parses an address into `scratch` if it is not canonical: does not allocate once `scratch` is warm, but for text
    /// with more than four combining marks in a row.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    ///
    /// ```
    /// use envoi::{Jid, Scratch};
    ///
    /// let mut scratch = Scratch::new();
    /// assert_eq!(Jid::parse_in("Juliet@Example.com", &mut scratch)?.as_str(), "juliet@example.com");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    #[inline]
    pub fn parse_in<'b>(text: &'b str, scratch: &'b mut Scratch) -> Result<&'b Self, JidError> {
        Policy::RFC7622.parse_in(text, scratch)
    }

    /// Takes text that is canonical already, and refuses all other; needs no allocator.
    ///
    /// Without the feature `alloc`, text with a code point that may compose with the one before it (UAX 15,
    /// quick check `Maybe`) is refused too.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), and [`NotCanonical`](super::JidErrorKind::NotCanonical) with the offset of the
    /// first part that preparation would change, or of the code point or A-label where that is known.
    ///
    /// ```
    /// use envoi::{Jid, JidErrorKind};
    ///
    /// assert_eq!(Jid::from_canonical("juliet@example.com")?.as_str(), "juliet@example.com");
    /// assert_eq!(Jid::from_canonical("Juliet@example.com").unwrap_err().kind(), JidErrorKind::NotCanonical);
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[inline]
    pub fn from_canonical(text: &str) -> Result<&Self, JidError> {
        match ascii::judge(text.as_bytes()) {
            ascii::Verdict::Canonical => {}
            _ => canonical::check(text)?,
        }
        Ok(Self::cast(text))
    }

    /// Takes text that this library prepared earlier, and looks at its structure only.
    ///
    /// What is not canonical is taken too and compares by its octets, so other text belongs to
    /// [`parse`](Self::parse).
    ///
    /// # Errors
    ///
    /// [`Empty`](super::JidErrorKind::Empty) and [`TooLong`](super::JidErrorKind::TooLong).
    ///
    /// ```
    /// use envoi::Jid;
    ///
    /// let stored = String::from("juliet@example.com/balcony");
    /// assert_eq!(Jid::from_prepared(&stored)?.localpart().unwrap(), "juliet");
    /// assert!(Jid::from_prepared("juliet@").is_err());
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    pub fn from_prepared(text: &str) -> Result<&Self, JidError> {
        canonical::check_structure(text)?;
        Ok(Self::cast(text))
    }

    /// An address in the source text: ASCII, canonical, checked at compile time.
    ///
    /// A-labels, underscores and IP literals are not taken.
    ///
    /// # Panics
    ///
    /// If the text is anything else; in a `const`, that is a compile error.
    ///
    /// ```
    /// use envoi::Jid;
    ///
    /// const SERVICE: &Jid = Jid::from_static("pubsub.example.com");
    /// ```
    ///
    /// ```compile_fail
    /// # use envoi::Jid;
    /// const WRONG: &Jid = Jid::from_static("Juliet@example.com");
    /// ```
    #[must_use]
    pub const fn from_static(text: &'static str) -> &'static Self {
        assert!(ascii::is_canonical(text.as_bytes()), "not a canonical ASCII address");
        Self::cast(text)
    }

    /// Puts an address together.
    ///
    /// ```
    /// use envoi::{Domainpart, Jid, Localpart};
    ///
    /// let localpart = Localpart::parse("Juliet")?;
    /// let domainpart = Domainpart::parse("example.com")?;
    /// let jid = Jid::from_parts(Some(&localpart), &domainpart, None);
    /// assert_eq!(jid.as_str(), "juliet@example.com");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn from_parts(
        localpart: Option<&Localpart>,
        domainpart: &Domainpart,
        resourcepart: Option<&Resourcepart>,
    ) -> Box<Self> {
        let octets = localpart.map_or(0, |part| part.as_str().len() + 1)
            + domainpart.as_str().len()
            + resourcepart.map_or(0, |part| part.as_str().len() + 1);
        let mut text = String::with_capacity(octets);
        if let Some(localpart) = localpart {
            text.push_str(localpart.as_str());
            text.push('@');
        }
        text.push_str(domainpart.as_str());
        if let Some(resourcepart) = resourcepart {
            text.push('/');
            text.push_str(resourcepart.as_str());
        }
        Self::cast_box(text.into_boxed_str())
    }

    /// All three parts.
    ///
    /// ```
    /// let parts = envoi::Jid::from_static("example.com/phone").parts();
    /// assert_eq!((parts.localpart, parts.domainpart.as_str()), (None, "example.com"));
    /// ```
    pub fn parts(&self) -> Parts<'_> {
        let split = Split::new(self.as_str());
        Parts {
            localpart: split.localpart.map(Localpart::cast),
            domainpart: Domainpart::cast(split.domainpart),
            resourcepart: split.resourcepart.map(Resourcepart::cast),
        }
    }

    /// What stands before the `@`, if there is one (RFC 7622 section 3.3).
    ///
    /// ```
    /// use envoi::Jid;
    ///
    /// assert_eq!(Jid::from_static("juliet@example.com").localpart().unwrap(), "juliet");
    /// assert_eq!(Jid::from_static("example.com").localpart(), None);
    /// ```
    pub fn localpart(&self) -> Option<&Localpart> {
        self.parts().localpart
    }

    /// The server or service (RFC 7622 section 3.2).
    ///
    /// ```
    /// assert_eq!(envoi::Jid::from_static("juliet@example.com/balcony").domainpart(), "example.com");
    /// ```
    pub fn domainpart(&self) -> &Domainpart {
        self.parts().domainpart
    }

    /// What stands behind the first `/`, if there is one (RFC 7622 section 3.4).
    ///
    /// ```
    /// let jid = envoi::Jid::from_static("juliet@example.com/a/b@c");
    /// assert_eq!(jid.resourcepart().unwrap(), "a/b@c");
    /// ```
    pub fn resourcepart(&self) -> Option<&Resourcepart> {
        self.parts().resourcepart
    }

    /// The address without its resourcepart: the front of the same text.
    ///
    /// ```
    /// use envoi::Jid;
    ///
    /// let occupant = Jid::from_static("coven@chat.shakespeare.lit/thirdwitch");
    /// assert_eq!(occupant.bare(), "coven@chat.shakespeare.lit");
    /// ```
    pub fn bare(&self) -> &BareJid {
        let text = self.as_str();
        BareJid::cast(&text[..crate::scan::find_slash(text.as_bytes()).unwrap_or(text.len())])
    }

    /// Whether there is no resourcepart.
    ///
    /// ```
    /// use envoi::Jid;
    ///
    /// assert!(Jid::from_static("juliet@example.com").is_bare());
    /// assert!(!Jid::from_static("juliet@example.com/balcony").is_bare());
    /// ```
    pub fn is_bare(&self) -> bool {
        crate::scan::find_slash(self.as_str().as_bytes()).is_none()
    }

    /// The same address as a [`BareJid`], if it has no resourcepart.
    ///
    /// ```
    /// use envoi::Jid;
    ///
    /// assert!(Jid::from_static("juliet@example.com").as_bare().is_some());
    /// assert!(Jid::from_static("juliet@example.com/balcony").as_bare().is_none());
    /// ```
    pub fn as_bare(&self) -> Option<&BareJid> {
        self.is_bare().then(|| BareJid::cast(self.as_str()))
    }

    /// The same address as a [`FullJid`], if it has a resourcepart.
    ///
    /// ```
    /// let jid = envoi::Jid::from_static("juliet@example.com/balcony");
    /// assert_eq!(jid.as_full().unwrap().resourcepart(), "balcony");
    /// ```
    pub fn as_full(&self) -> Option<&FullJid> {
        (!self.is_bare()).then(|| FullJid::cast(self.as_str()))
    }

    /// Whether two addresses are the same but for their resourceparts.
    ///
    /// ```
    /// use envoi::Jid;
    ///
    /// let phone = Jid::from_static("juliet@example.com/phone");
    /// assert!(phone.matches_bare(Jid::from_static("juliet@example.com/balcony")));
    /// assert!(phone.matches_bare(Jid::from_static("juliet@example.com")));
    /// ```
    pub fn matches_bare(&self, other: &Self) -> bool {
        self.bare() == other.bare()
    }

    /// The address with this resourcepart, in place of any it has.
    ///
    /// ```
    /// use envoi::{Jid, Resourcepart};
    ///
    /// let balcony = Resourcepart::parse("balcony")?;
    /// let full = Jid::from_static("juliet@example.com/phone").with_resource(&balcony);
    /// assert_eq!(full.as_str(), "juliet@example.com/balcony");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn with_resource(&self, resourcepart: &Resourcepart) -> Box<FullJid> {
        let bare = self.bare().as_str();
        let mut text = String::with_capacity(bare.len() + 1 + resourcepart.as_str().len());
        text.push_str(bare);
        text.push('/');
        text.push_str(resourcepart.as_str());
        FullJid::cast_box(text.into_boxed_str())
    }
}

/// By domainpart, then localpart, then resourcepart, so that the accounts of one server stand together.
impl Ord for Jid {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = (self.parts(), other.parts());
        a.domainpart
            .cmp(b.domainpart)
            .then_with(|| a.localpart.cmp(&b.localpart))
            .then_with(|| a.resourcepart.cmp(&b.resourcepart))
    }
}
