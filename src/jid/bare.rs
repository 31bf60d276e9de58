//! [`BareJid`]: an address without a resourcepart.

use super::{BareJid, Jid, JidError, JidErrorKind, Part};
#[cfg(feature = "alloc")]
use super::{FullJid, Resourcepart, Scratch};
#[cfg(feature = "alloc")]
use alloc::{borrow::Cow, boxed::Box};
use core::cmp::Ordering;
use core::ops::Deref;

impl BareJid {
    /// Parses an address without a resourcepart.
    ///
    /// # Errors
    ///
    /// As [`Jid::parse`], and [`UnexpectedResourcepart`](JidErrorKind::UnexpectedResourcepart) with the offset of
    /// the resourcepart.
    ///
    /// ```
    /// use envoi::BareJid;
    ///
    /// assert_eq!(BareJid::parse("Juliet@example.com")?.as_str(), "juliet@example.com");
    /// assert!(BareJid::parse("juliet@example.com/balcony").is_err());
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn parse(text: &str) -> Result<Cow<'_, Self>, JidError> {
        match Jid::parse(text)? {
            Cow::Borrowed(jid) => jid.as_bare().map(Cow::Borrowed),
            Cow::Owned(jid) if jid.is_bare() => Some(Cow::Owned(Self::cast_box(jid.into_boxed_str()))),
            Cow::Owned(_) => None,
        }
        .ok_or_else(|| unexpected(text))
    }

    /// Parses into `scratch` if the text is not canonical.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    ///
    /// ```
    /// use envoi::{BareJid, Scratch};
    ///
    /// let mut scratch = Scratch::new();
    /// assert_eq!(BareJid::parse_in("Juliet@example.com", &mut scratch)?, "juliet@example.com");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn parse_in<'b>(text: &'b str, scratch: &'b mut Scratch) -> Result<&'b Self, JidError> {
        Jid::parse_in(text, scratch)?.as_bare().ok_or_else(|| unexpected(text))
    }

    /// Takes text that is canonical already.
    ///
    /// # Errors
    ///
    /// As [`Jid::from_canonical`], and [`UnexpectedResourcepart`](JidErrorKind::UnexpectedResourcepart).
    ///
    /// ```
    /// use envoi::{BareJid, JidErrorKind};
    ///
    /// assert_eq!(BareJid::from_canonical("juliet@example.com")?.as_str(), "juliet@example.com");
    /// assert_eq!(BareJid::from_canonical("juliet@example.com/balcony").unwrap_err().kind(), JidErrorKind::UnexpectedResourcepart);
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    pub fn from_canonical(text: &str) -> Result<&Self, JidError> {
        Jid::from_canonical(text)?.as_bare().ok_or_else(|| unexpected(text))
    }

    /// Takes text that this library prepared earlier, and looks at its structure only.
    ///
    /// # Errors
    ///
    /// As [`Jid::from_prepared`], and [`UnexpectedResourcepart`](JidErrorKind::UnexpectedResourcepart).
    ///
    /// ```
    /// use envoi::BareJid;
    ///
    /// assert_eq!(BareJid::from_prepared("juliet@example.com")?.localpart().unwrap(), "juliet");
    /// assert!(BareJid::from_prepared("juliet@example.com/balcony").is_err());
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    pub fn from_prepared(text: &str) -> Result<&Self, JidError> {
        Jid::from_prepared(text)?.as_bare().ok_or_else(|| unexpected(text))
    }

    /// The same address as a [`Jid`].
    ///
    /// ```
    /// use envoi::{BareJid, Jid};
    ///
    /// let address = BareJid::from_canonical("juliet@example.com")?;
    /// assert_eq!(address.as_jid(), Jid::from_static("juliet@example.com"));
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    pub fn as_jid(&self) -> &Jid {
        Jid::cast(self.as_str())
    }

    /// The address with a resourcepart.
    ///
    /// ```
    /// use envoi::{BareJid, Resourcepart};
    ///
    /// let phone = Resourcepart::from_canonical("phone")?;
    /// let full = BareJid::from_canonical("juliet@example.com")?.with_resource(phone);
    /// assert_eq!(full.as_str(), "juliet@example.com/phone");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn with_resource(&self, resourcepart: &Resourcepart) -> Box<FullJid> {
        self.as_jid().with_resource(resourcepart)
    }
}

fn unexpected(text: &str) -> JidError {
    let offset = crate::scan::find_slash(text.as_bytes()).map_or(text.len(), |slash| slash + 1);
    JidError::new(Part::Resourcepart, JidErrorKind::UnexpectedResourcepart, offset, None)
}

impl Deref for BareJid {
    type Target = Jid;

    fn deref(&self) -> &Jid {
        self.as_jid()
    }
}

impl AsRef<Jid> for BareJid {
    fn as_ref(&self) -> &Jid {
        self.as_jid()
    }
}

#[cfg(feature = "alloc")]
impl core::borrow::Borrow<Jid> for Box<BareJid> {
    fn borrow(&self) -> &Jid {
        self.as_jid()
    }
}

#[cfg(feature = "alloc")]
impl From<Box<BareJid>> for Box<Jid> {
    fn from(bare: Box<BareJid>) -> Self {
        Jid::cast_box(bare.into_boxed_str())
    }
}

/// By domainpart, then localpart.
impl Ord for BareJid {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_jid().cmp(other.as_jid())
    }
}
