//! XMPP URIs and IRIs (RFC 5122): `xmpp:romeo@montague.net?message;subject=Hello`, both ways.
//!
//! A URI is ASCII, an IRI has the other characters as they are; [`XmppUri::parse`] reads both.
//!
//! ```
//! use envoi::uri::XmppUri;
//!
//! let uri = XmppUri::parse("xmpp:room@chat.example.com/v%20Praze?join;password=caul%24dron")?;
//! assert_eq!(uri.jid().unwrap(), "room@chat.example.com/v Praze");
//! let query = uri.query().unwrap();
//! assert_eq!(query.querytype(), "join");
//! assert_eq!(query.get("password").unwrap(), "caul$dron");
//! # Ok::<(), envoi::uri::UriError>(())
//! ```

mod encoding;
mod error;
mod parse;
mod query;
#[cfg(test)]
mod tests;

pub use error::{UriError, UriErrorKind};
pub use query::Query;

use super::{BareJid, Jid, Parts};
use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::str::FromStr;
use encoding::{Form, HOST, NODE, RESOURCE};

/// An XMPP URI or IRI: an address, and what to do with it.
///
/// The address and the account are canonical. Query and fragment keep their text; two URIs are equal if all that
/// they decode to is.
#[derive(Clone)]
pub struct XmppUri {
    authority: Option<Box<BareJid>>,
    jid: Option<Box<Jid>>,
    query: Option<Box<str>>,
    fragment: Option<Box<str>>,
}

impl XmppUri {
    /// Reads a URI or IRI, and prepares the addresses in it by the rules of RFC 7622.
    ///
    /// The address is divided before anything is decoded: `%40` never makes a localpart, `%2F` never a
    /// resourcepart. The path must keep to the grammar of RFC 5122. A query may hold every character that RFC
    /// 3987 section 2.2 allows in one, since query types in use have `:` or `=` in their values.
    ///
    /// # Errors
    ///
    /// [`UriError`] with any kind; offsets count octets of `text`.
    ///
    /// ```
    /// use envoi::uri::{UriErrorKind, XmppUri};
    ///
    /// let uri = XmppUri::parse("xmpp://guest@example.com/Support@Example.com?message")?;
    /// assert_eq!(uri.authority().unwrap(), "guest@example.com");
    /// assert_eq!(uri.jid().unwrap(), "support@example.com");
    ///
    /// let error = XmppUri::parse("xmpp:a b@example.com").unwrap_err();
    /// assert_eq!((error.kind(), error.offset()), (UriErrorKind::Character, 6));
    /// # Ok::<(), envoi::uri::UriError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, UriError> {
        parse::parse(text)
    }

    /// The URI of an address, with nothing to do.
    ///
    /// ```
    /// use envoi::{Jid, uri::XmppUri};
    ///
    /// let uri = XmppUri::new(Jid::from_static("node@example.com/a/b"));
    /// assert_eq!(uri.to_uri(), "xmpp:node@example.com/a%2Fb");
    /// ```
    pub fn new(jid: &Jid) -> Self {
        Self { authority: None, jid: Some(jid.into()), query: None, fragment: None }
    }

    /// The same URI for one account: whoever follows it is to authenticate as this account (RFC 5122 section 2.3).
    ///
    /// # Errors
    ///
    /// [`UriErrorKind::Authority`] with offset 0 if the account has no localpart.
    ///
    /// ```
    /// use envoi::{BareJid, Jid, uri::XmppUri};
    ///
    /// let guest = BareJid::parse("guest@example.com")?;
    /// let uri = XmppUri::new(Jid::from_static("support@example.com")).with_authority(&guest)?;
    /// assert_eq!(uri.to_uri(), "xmpp://guest@example.com/support@example.com");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_authority(self, account: &BareJid) -> Result<Self, UriError> {
        // RFC 5122 section 2.2: iauthxmpp = inodeid "@" ihost.
        if account.localpart().is_none() {
            return Err(UriError::new(UriErrorKind::Authority, 0));
        }
        Ok(Self { authority: Some(account.into()), ..self })
    }

    /// The same URI with a query: what to do, and the keys and values for it (RFC 5122 section 2.5, XEP-0147).
    ///
    /// ```
    /// use envoi::{Jid, uri::XmppUri};
    ///
    /// let romeo = XmppUri::new(Jid::from_static("romeo@montague.net"));
    /// let message = romeo.with_query("message", &[("subject", "Hello"), ("body", "Here's a test")]);
    /// assert_eq!(message.to_uri(), "xmpp:romeo@montague.net?message;subject=Hello;body=Here%27s%20a%20test");
    ///
    /// let room = XmppUri::new(Jid::from_static("coven@chat.shakespeare.lit"));
    /// assert_eq!(room.with_query("join", &[]).to_uri(), "xmpp:coven@chat.shakespeare.lit?join");
    /// ```
    #[must_use]
    pub fn with_query(self, querytype: &str, pairs: &[(&str, &str)]) -> Self {
        Self { query: Some(query::write(querytype, pairs).into()), ..self }
    }

    /// The same URI with a fragment identifier (RFC 5122 section 2.6).
    ///
    /// ```
    /// use envoi::{Jid, uri::XmppUri};
    ///
    /// let uri = XmppUri::new(Jid::from_static("example.com")).with_fragment("a b");
    /// assert_eq!(uri.to_uri(), "xmpp:example.com#a%20b");
    /// ```
    #[must_use]
    pub fn with_fragment(self, fragment: &str) -> Self {
        let mut text = String::new();
        encoding::FRAGMENT.encode(fragment, Form::Uri, &mut text);
        Self { fragment: Some(text.into()), ..self }
    }

    /// The account to authenticate as, which has a localpart; absent from most URIs (RFC 5122 section 2.3).
    ///
    /// ```
    /// let uri = envoi::uri::XmppUri::parse("xmpp://guest@example.com/support@example.com")?;
    /// assert_eq!(uri.authority().unwrap(), "guest@example.com");
    /// # Ok::<(), envoi::uri::UriError>(())
    /// ```
    pub fn authority(&self) -> Option<&BareJid> {
        self.authority.as_deref()
    }

    /// The address; absent only if there is an authority (RFC 5122 section 2.4).
    ///
    /// ```
    /// let uri = envoi::uri::XmppUri::parse("xmpp:romeo@montague.net?message")?;
    /// assert_eq!(uri.jid().unwrap(), "romeo@montague.net");
    /// # Ok::<(), envoi::uri::UriError>(())
    /// ```
    pub fn jid(&self) -> Option<&Jid> {
        self.jid.as_deref()
    }

    /// What to do with the address (RFC 5122 section 2.5).
    ///
    /// ```
    /// let uri = envoi::uri::XmppUri::parse("xmpp:romeo@montague.net?message")?;
    /// assert_eq!(uri.query().unwrap().querytype(), "message");
    /// # Ok::<(), envoi::uri::UriError>(())
    /// ```
    pub fn query(&self) -> Option<Query<'_>> {
        self.query.as_deref().map(Query::new)
    }

    /// The fragment identifier, decoded (RFC 5122 section 2.6).
    ///
    /// ```
    /// let uri = envoi::uri::XmppUri::parse("xmpp:example.com#a%20b")?;
    /// assert_eq!(uri.fragment().unwrap(), "a b");
    /// # Ok::<(), envoi::uri::UriError>(())
    /// ```
    pub fn fragment(&self) -> Option<Cow<'_, str>> {
        self.fragment.as_deref().map(encoding::decode)
    }

    /// The URI: ASCII only, everything else percent-encoded.
    ///
    /// ```
    /// use envoi::{Jid, uri::XmppUri};
    ///
    /// let jid = Jid::parse("ji\u{159}i@\u{10D}echy.example/v Praze")?;
    /// assert_eq!(XmppUri::new(&jid).to_uri(), "xmpp:ji%C5%99i@%C4%8Dechy.example/v%20Praze");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    pub fn to_uri(&self) -> String {
        self.write(Form::Uri)
    }

    /// The IRI: characters outside ASCII as they are, where RFC 3987 allows it.
    ///
    /// ```
    /// use envoi::{Jid, uri::XmppUri};
    ///
    /// let jid = Jid::parse("ji\u{159}i@\u{10D}echy.example/v Praze")?;
    /// assert_eq!(XmppUri::new(&jid).to_iri(), "xmpp:ji\u{159}i@\u{10D}echy.example/v%20Praze");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    pub fn to_iri(&self) -> String {
        self.write(Form::Iri)
    }

    // RFC 5122 section 2.7.1: the components in this order.
    fn write(&self, form: Form) -> String {
        let mut text = String::from("xmpp:");
        if let Some(authority) = &self.authority {
            text.push_str("//");
            write_address(authority.parts(), form, &mut text);
            if self.jid.is_some() {
                text.push('/');
            }
        }
        if let Some(jid) = &self.jid {
            write_address(jid.parts(), form, &mut text);
        }
        if let Some(query) = &self.query {
            text.push('?');
            encoding::convert(query, form, &mut text);
        }
        if let Some(fragment) = &self.fragment {
            text.push('#');
            encoding::convert(fragment, form, &mut text);
        }
        text
    }
}

fn write_address(parts: Parts<'_>, form: Form, text: &mut String) {
    if let Some(localpart) = parts.localpart {
        NODE.encode(localpart.as_str(), form, text);
        text.push('@');
    }
    let domainpart = parts.domainpart.as_str();
    if domainpart.starts_with('[') {
        // RFC 3986 section 3.2.2, RFC 6874 section 2: an IP literal stands as it is; the '%' of a zone is "%25" in an
        // address too.
        text.push_str(domainpart);
    } else {
        HOST.encode(domainpart, form, text);
    }
    if let Some(resourcepart) = parts.resourcepart {
        text.push('/');
        RESOURCE.encode(resourcepart.as_str(), form, text);
    }
}

impl From<&Jid> for XmppUri {
    fn from(jid: &Jid) -> Self {
        Self::new(jid)
    }
}

/// As [`XmppUri::parse`].
impl FromStr for XmppUri {
    type Err = UriError;

    fn from_str(text: &str) -> Result<Self, UriError> {
        Self::parse(text)
    }
}

/// By the canonical addresses and the decoded query and fragment.
impl PartialEq for XmppUri {
    fn eq(&self, other: &Self) -> bool {
        self.authority == other.authority
            && self.jid == other.jid
            && self.query() == other.query()
            && self.fragment() == other.fragment()
    }
}

impl Eq for XmppUri {}

/// The URI, as [`XmppUri::to_uri`] writes it.
impl fmt::Display for XmppUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_uri())
    }
}

impl fmt::Debug for XmppUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_uri(), f)
    }
}
