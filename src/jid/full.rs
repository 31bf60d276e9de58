//! [`FullJid`]: an address with a resourcepart.

#[cfg(feature = "alloc")]
use super::Scratch;
use super::{FullJid, Jid, JidError, JidErrorKind, Part, Resourcepart};
#[cfg(feature = "alloc")]
use alloc::{borrow::Cow, boxed::Box};
use core::cmp::Ordering;
use core::ops::Deref;

impl FullJid {
    /// Parses an address with a resourcepart.
    ///
    /// # Errors
    ///
    /// As [`Jid::parse`], and [`MissingResourcepart`](JidErrorKind::MissingResourcepart) with the offset of the end.
    ///
    /// ```
    /// use envoi::FullJid;
    ///
    /// assert_eq!(FullJid::parse("Juliet@example.com/Balcony")?.resourcepart(), "Balcony");
    /// assert!(FullJid::parse("juliet@example.com").is_err());
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn parse(text: &str) -> Result<Cow<'_, Self>, JidError> {
        match Jid::parse(text)? {
            Cow::Borrowed(jid) => jid.as_full().map(Cow::Borrowed),
            Cow::Owned(jid) if !jid.is_bare() => Some(Cow::Owned(Self::cast_box(jid.into_boxed_str()))),
            Cow::Owned(_) => None,
        }
        .ok_or_else(|| missing(text))
    }

    /// Parses into `scratch` if the text is not canonical.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    ///
    /// ```
    /// use envoi::{FullJid, Scratch};
    ///
    /// let mut scratch = Scratch::new();
    /// assert_eq!(FullJid::parse_in("Juliet@example.com/balcony", &mut scratch)?, "juliet@example.com/balcony");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn parse_in<'b>(text: &'b str, scratch: &'b mut Scratch) -> Result<&'b Self, JidError> {
        Jid::parse_in(text, scratch)?.as_full().ok_or_else(|| missing(text))
    }

    /// Takes text that is canonical already.
    ///
    /// # Errors
    ///
    /// As [`Jid::from_canonical`], and [`MissingResourcepart`](JidErrorKind::MissingResourcepart).
    ///
    /// ```
    /// use envoi::{FullJid, JidErrorKind};
    ///
    /// assert_eq!(FullJid::from_canonical("juliet@example.com/balcony")?.as_str(), "juliet@example.com/balcony");
    /// assert_eq!(FullJid::from_canonical("juliet@example.com").unwrap_err().kind(), JidErrorKind::MissingResourcepart);
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    pub fn from_canonical(text: &str) -> Result<&Self, JidError> {
        Jid::from_canonical(text)?.as_full().ok_or_else(|| missing(text))
    }

    /// Takes text that this library prepared earlier, and looks at its structure only.
    ///
    /// # Errors
    ///
    /// As [`Jid::from_prepared`], and [`MissingResourcepart`](JidErrorKind::MissingResourcepart).
    ///
    /// ```
    /// use envoi::FullJid;
    ///
    /// assert_eq!(FullJid::from_prepared("juliet@example.com/balcony")?.localpart().unwrap(), "juliet");
    /// assert!(FullJid::from_prepared("juliet@example.com").is_err());
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    pub fn from_prepared(text: &str) -> Result<&Self, JidError> {
        Jid::from_prepared(text)?.as_full().ok_or_else(|| missing(text))
    }

    /// The same address as a [`Jid`].
    ///
    /// ```
    /// use envoi::{FullJid, Jid};
    ///
    /// let address = FullJid::from_canonical("juliet@example.com/balcony")?;
    /// assert_eq!(address.as_jid(), Jid::from_static("juliet@example.com/balcony"));
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    pub fn as_jid(&self) -> &Jid {
        Jid::cast(self.as_str())
    }

    /// What stands behind the first `/`.
    ///
    /// ```
    /// use envoi::FullJid;
    ///
    /// assert_eq!(FullJid::from_canonical("juliet@example.com/balcony")?.resourcepart(), "balcony");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    pub fn resourcepart(&self) -> &Resourcepart {
        // A full address has a '/': every way to make one sees to that.
        let text = self.as_str();
        let slash = crate::scan::find_slash(text.as_bytes());
        Resourcepart::cast(&text[slash.map_or(text.len(), |slash| slash + 1)..])
    }
}

fn missing(text: &str) -> JidError {
    JidError::new(Part::Resourcepart, JidErrorKind::MissingResourcepart, text.len(), None)
}

impl Deref for FullJid {
    type Target = Jid;

    fn deref(&self) -> &Jid {
        self.as_jid()
    }
}

impl AsRef<Jid> for FullJid {
    fn as_ref(&self) -> &Jid {
        self.as_jid()
    }
}

#[cfg(feature = "alloc")]
impl core::borrow::Borrow<Jid> for Box<FullJid> {
    fn borrow(&self) -> &Jid {
        self.as_jid()
    }
}

#[cfg(feature = "alloc")]
impl From<Box<FullJid>> for Box<Jid> {
    fn from(full: Box<FullJid>) -> Self {
        Jid::cast_box(full.into_boxed_str())
    }
}

/// By domainpart, then localpart, then resourcepart.
impl Ord for FullJid {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_jid().cmp(other.as_jid())
    }
}
