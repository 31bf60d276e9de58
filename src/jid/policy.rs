//! [`Policy`]: which rules an address is judged by.

#[cfg(feature = "alloc")]
use super::{Domainpart, Jid, JidError, Localpart, Resourcepart, Scratch, prepare};
use crate::domain;
#[cfg(feature = "alloc")]
use alloc::borrow::Cow;

/// The rules that addresses are judged and prepared by; [`Jid::parse`] uses [`Policy::RFC7622`].
///
/// ```
/// # #[cfg(feature = "alloc")] {
/// use envoi::{JidErrorKind, Policy};
///
/// let lenient = Policy::RFC7622.with_underscore();
/// assert_eq!(lenient.parse("a@dev_box.example")?.as_str(), "a@dev_box.example");
///
/// let error = Policy::APP_ENGINE.parse("romeo@example.com/a/b").unwrap_err();
/// assert_eq!(error.kind(), JidErrorKind::SecondSlash);
/// # }
/// # Ok::<(), envoi::JidError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy {
    pub(crate) preparation: Preparation,
    pub(crate) service: Service,
    pub(crate) domain: domain::Options,
}

/// Which family of preparation rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Preparation {
    /// RFC 7622: PRECIS and IDNA2008.
    Precis,
    /// RFC 6122: stringprep and IDNA2003, with or without code points that Unicode 3.2 does not have.
    #[cfg(feature = "rfc6122")]
    Stringprep { unassigned: bool },
}

/// Which service's own check comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Service {
    Any,
    AppEngine,
    AppEngineSender,
}

impl Policy {
    /// The address format of RFC 7622: the default.
    ///
    /// ```
    /// assert_eq!(envoi::Policy::RFC7622, envoi::Policy::default());
    /// ```
    pub const RFC7622: Self =
        Self { preparation: Preparation::Precis, service: Service::Any, domain: domain::Options::STRICT };

    /// The older format of RFC 6122, for strings that are stored: Unicode 3.2, nothing unassigned
    /// (RFC 3454 section 7).
    ///
    /// NFKC is that of Unicode 3.2 (Corrigendum 4, which came later, is undone), but for sequences that Corrigendum 5 of
    /// 2005 composes in another way and that occur in no language. Errors name the sections of RFC 7622 and its
    /// references that correspond to the rule that was broken.
    ///
    /// ```
    /// use envoi::Policy;
    ///
    /// // RFC 3454 table B.1 maps the soft hyphen to nothing; PRECIS does not allow it.
    /// assert_eq!(Policy::RFC6122.parse("ju\u{AD}liet@example.com")?.as_str(), "juliet@example.com");
    /// assert!(Policy::RFC7622.parse("ju\u{AD}liet@example.com").is_err());
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "rfc6122")]
    pub const RFC6122: Self =
        Self { preparation: Preparation::Stringprep { unassigned: false }, ..Self::RFC7622 };

    /// The older format of RFC 6122, for queries: code points that Unicode 3.2 does not have pass
    /// (RFC 3454 section 7).
    ///
    /// ```
    /// use envoi::Policy;
    ///
    /// // U+0221 came with Unicode 4.0.
    /// assert!(Policy::RFC6122_QUERY.parse("\u{221}@example.com").is_ok());
    /// assert!(Policy::RFC6122.parse("\u{221}@example.com").is_err());
    /// ```
    #[cfg(feature = "rfc6122")]
    pub const RFC6122_QUERY: Self =
        Self { preparation: Preparation::Stringprep { unassigned: true }, ..Self::RFC7622 };

    /// RFC 7622, and before it what the App Engine XMPP service checks: none of `, ; ( ) [ ]` anywhere,
    /// exactly one `@`, a localpart, at most one `/`.
    ///
    /// ```
    /// # #[cfg(feature = "alloc")] {
    /// use envoi::{JidErrorKind, Policy};
    ///
    /// let error = Policy::APP_ENGINE.parse("example.com").unwrap_err();
    /// assert_eq!(error.kind(), JidErrorKind::MissingAt);
    /// # }
    /// ```
    pub const APP_ENGINE: Self = Self { service: Service::AppEngine, ..Self::RFC7622 };

    /// [`Policy::APP_ENGINE`] for a sender: a missing resourcepart reads as `bot`.
    ///
    /// ```
    /// # #[cfg(feature = "alloc")] {
    /// let sender = envoi::Policy::APP_ENGINE_SENDER.parse("app-id@appspot.com")?;
    /// assert_eq!(sender.as_str(), "app-id@appspot.com/bot");
    /// # }
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    pub const APP_ENGINE_SENDER: Self = Self { service: Service::AppEngineSender, ..Self::RFC7622 };

    /// The same policy with `_` allowed in domainparts, as some local networks have it.
    ///
    /// ```
    /// # #[cfg(feature = "alloc")] {
    /// use envoi::Policy;
    ///
    /// assert!(Policy::RFC7622.parse("dev_box.example").is_err());
    /// assert!(Policy::RFC7622.with_underscore().parse("dev_box.example").is_ok());
    /// # }
    /// ```
    #[must_use]
    pub const fn with_underscore(mut self) -> Self {
        self.domain.underscore = true;
        self
    }

    /// The same policy with domainparts judged as browsers do, by UTS 46 alone: symbols and emoji pass, and
    /// compatibility characters are mapped.
    ///
    /// ```
    /// # #[cfg(feature = "alloc")] {
    /// use envoi::Policy;
    ///
    /// assert!(Policy::RFC7622.parse("\u{2764}.example").is_err());
    /// assert!(Policy::RFC7622.with_uts46().parse("\u{2764}.example").is_ok());
    /// # }
    /// ```
    #[must_use]
    pub const fn with_uts46(mut self) -> Self {
        self.domain.uts46 = true;
        self
    }

    /// Parses an address: borrowed if it is canonical, rewritten if preparation changes it.
    ///
    /// # Errors
    ///
    /// [`JidError`] with any kind but `NotCanonical` and those of typed addresses. Text of any number of octets
    /// is taken in linear time.
    ///
    /// ```
    /// use envoi::Policy;
    ///
    /// assert_eq!(Policy::RFC7622.parse("Juliet@Example.com")?.as_str(), "juliet@example.com");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    #[inline]
    pub fn parse(self, text: &str) -> Result<Cow<'_, Jid>, JidError> {
        prepare::parse(self, text)
    }

    /// Parses an address into `scratch` if it is not canonical: never allocates once `scratch` is warm.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    ///
    /// ```
    /// use envoi::{Policy, Scratch};
    ///
    /// let mut scratch = Scratch::new();
    /// let jid = Policy::RFC7622.with_underscore().parse_in("Juliet@dev_box", &mut scratch)?;
    /// assert_eq!(jid.as_str(), "juliet@dev_box");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    #[inline]
    pub fn parse_in<'b>(self, text: &'b str, scratch: &'b mut Scratch) -> Result<&'b Jid, JidError> {
        prepare::parse_in(self, text, scratch)
    }

    /// Parses octets that may not be UTF-8.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), and [`InvalidUtf8`](super::JidErrorKind::InvalidUtf8).
    ///
    /// ```
    /// use envoi::{JidErrorKind, Policy};
    ///
    /// let error = Policy::RFC7622.parse_bytes(b"a\xFF@example.com").unwrap_err();
    /// assert_eq!((error.kind(), error.offset()), (JidErrorKind::InvalidUtf8, 1));
    /// ```
    #[cfg(feature = "alloc")]
    #[inline]
    pub fn parse_bytes(self, octets: &[u8]) -> Result<Cow<'_, Jid>, JidError> {
        prepare::parse_bytes(self, octets)
    }

    /// Parses a localpart alone.
    ///
    /// # Errors
    ///
    /// [`JidError`] for a localpart; offsets count octets of `text`.
    ///
    /// ```
    /// assert_eq!(envoi::Policy::RFC7622.parse_localpart("Juliet")?.as_str(), "juliet");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn parse_localpart(self, text: &str) -> Result<Cow<'_, Localpart>, JidError> {
        prepare::parse_localpart(self, text)
    }

    /// Parses a domainpart alone.
    ///
    /// # Errors
    ///
    /// [`JidError`] for a domainpart; offsets count octets of `text`.
    ///
    /// ```
    /// use envoi::Policy;
    ///
    /// assert_eq!(Policy::RFC7622.with_underscore().parse_domainpart("Dev_Box")?.as_str(), "dev_box");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn parse_domainpart(self, text: &str) -> Result<Cow<'_, Domainpart>, JidError> {
        prepare::parse_domainpart(self, text)
    }

    /// Parses a resourcepart alone.
    ///
    /// # Errors
    ///
    /// [`JidError`] for a resourcepart; offsets count octets of `text`.
    ///
    /// ```
    /// assert_eq!(envoi::Policy::RFC7622.parse_resourcepart("My\u{A0}Phone")?.as_str(), "My Phone");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    #[cfg(feature = "alloc")]
    pub fn parse_resourcepart(self, text: &str) -> Result<Cow<'_, Resourcepart>, JidError> {
        prepare::parse_resourcepart(self, text)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::RFC7622
    }
}
