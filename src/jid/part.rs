//! [`Localpart`], [`Domainpart`], [`Resourcepart`]: the parts of an address, alone.

#[cfg(feature = "alloc")]
use super::Policy;
use super::{Domainpart, JidError, Localpart, Part, Resourcepart, canonical};
#[cfg(feature = "alloc")]
use alloc::borrow::Cow;
use core::cmp::Ordering;

impl Localpart {
    /// Parses a localpart by the rules of RFC 7622 section 3.3.
    ///
    /// # Errors
    ///
    /// [`JidError`] for a localpart; offsets count octets of `text`.
    ///
    /// ```
    /// use envoi::Localpart;
    ///
    /// assert_eq!(Localpart::parse("Juliet")?.as_str(), "juliet");
    /// assert!(Localpart::parse("juliet@example.com").is_err());
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn parse(text: &str) -> Result<Cow<'_, Self>, JidError> {
        Policy::RFC7622.parse_localpart(text)
    }

    /// Takes a localpart that is canonical already; needs no allocator.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), and [`NotCanonical`](super::JidErrorKind::NotCanonical).
    ///
    /// ```
    /// assert!(envoi::Localpart::from_canonical("juliet").is_ok());
    /// assert!(envoi::Localpart::from_canonical("Juliet").is_err());
    /// ```
    pub fn from_canonical(text: &str) -> Result<&Self, JidError> {
        canonical::check_localpart(text).map(|()| Self::cast(text))
    }

    /// Takes a localpart that this library prepared earlier: 1 to 1023 octets without a separator.
    ///
    /// # Errors
    ///
    /// [`Empty`](super::JidErrorKind::Empty), [`TooLong`](super::JidErrorKind::TooLong), and
    /// [`Disallowed`](super::JidErrorKind::Disallowed) for `@` and `/`.
    ///
    /// ```
    /// use envoi::Localpart;
    ///
    /// assert_eq!(Localpart::from_prepared("juliet")?.as_str(), "juliet");
    /// assert!(Localpart::from_prepared("a@b").is_err());
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    pub fn from_prepared(text: &str) -> Result<&Self, JidError> {
        canonical::check_part_structure(Part::Localpart, text).map(|()| Self::cast(text))
    }
}

impl Domainpart {
    /// Parses a domainpart by the rules of RFC 7622 section 3.2.
    ///
    /// # Errors
    ///
    /// [`JidError`] for a domainpart; offsets count octets of `text`.
    ///
    /// ```
    /// use envoi::Domainpart;
    ///
    /// assert_eq!(Domainpart::parse("xn--bcher-kva.Example.")?.as_str(), "b\u{FC}cher.example");
    /// assert_eq!(Domainpart::parse("[2001:DB8:0::1]")?.as_str(), "[2001:db8::1]");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn parse(text: &str) -> Result<Cow<'_, Self>, JidError> {
        Policy::RFC7622.parse_domainpart(text)
    }

    /// Takes a domainpart that is canonical already; needs no allocator.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), and [`NotCanonical`](super::JidErrorKind::NotCanonical).
    ///
    /// ```
    /// assert!(envoi::Domainpart::from_canonical("b\u{FC}cher.example").is_ok());
    /// assert!(envoi::Domainpart::from_canonical("xn--bcher-kva.example").is_err());
    /// ```
    pub fn from_canonical(text: &str) -> Result<&Self, JidError> {
        canonical::check_domainpart(text).map(|()| Self::cast(text))
    }

    /// Takes a domainpart that this library prepared earlier: 1 to 1023 octets without a separator.
    ///
    /// # Errors
    ///
    /// [`Empty`](super::JidErrorKind::Empty), [`TooLong`](super::JidErrorKind::TooLong), and
    /// [`Disallowed`](super::JidErrorKind::Disallowed) for `@` and `/`.
    ///
    /// ```
    /// use envoi::Domainpart;
    ///
    /// assert_eq!(Domainpart::from_prepared("example.com")?.as_str(), "example.com");
    /// assert!(Domainpart::from_prepared("a/b").is_err());
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    pub fn from_prepared(text: &str) -> Result<&Self, JidError> {
        canonical::check_part_structure(Part::Domainpart, text).map(|()| Self::cast(text))
    }
}

impl Resourcepart {
    /// Parses a resourcepart by the rules of RFC 7622 section 3.4.
    ///
    /// # Errors
    ///
    /// [`JidError`] for a resourcepart; offsets count octets of `text`.
    ///
    /// ```
    /// use envoi::Resourcepart;
    ///
    /// assert_eq!(Resourcepart::parse("King \u{265A}")?.as_str(), "King \u{265A}");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn parse(text: &str) -> Result<Cow<'_, Self>, JidError> {
        Policy::RFC7622.parse_resourcepart(text)
    }

    /// Takes a resourcepart that is canonical already; needs no allocator.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), and [`NotCanonical`](super::JidErrorKind::NotCanonical).
    ///
    /// ```
    /// assert!(envoi::Resourcepart::from_canonical("Balcony").is_ok());
    /// ```
    pub fn from_canonical(text: &str) -> Result<&Self, JidError> {
        canonical::check_resourcepart(text).map(|()| Self::cast(text))
    }

    /// Takes a resourcepart that this library prepared earlier: 1 to 1023 octets.
    ///
    /// # Errors
    ///
    /// [`Empty`](super::JidErrorKind::Empty) and [`TooLong`](super::JidErrorKind::TooLong).
    ///
    /// ```
    /// use envoi::Resourcepart;
    ///
    /// assert_eq!(Resourcepart::from_prepared("balcony")?.as_str(), "balcony");
    /// assert!(Resourcepart::from_prepared("").is_err());
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    pub fn from_prepared(text: &str) -> Result<&Self, JidError> {
        canonical::check_part_structure(Part::Resourcepart, text).map(|()| Self::cast(text))
    }
}

/// By octets.
impl Ord for Localpart {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

/// By octets.
impl Ord for Domainpart {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

/// By octets.
impl Ord for Resourcepart {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}
