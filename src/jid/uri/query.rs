//! [`Query`]: the query type and its pairs (RFC 5122 section 2.5, XEP-0147).

use super::encoding::{self, Form, QUERY_WORD};
use crate::steps::steps;
use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

/// What a URI asks to do with its address: a query type, and pairs of keys and values.
///
/// ```
/// use envoi::uri::XmppUri;
///
/// let uri = XmppUri::parse("xmpp:romeo@montague.net?message;subject=Test%20Message;body=Hi")?;
/// let query = uri.query().unwrap();
/// assert_eq!(query.as_str(), "message;subject=Test%20Message;body=Hi");
/// assert_eq!(query.querytype(), "message");
/// let pairs: Vec<_> = query.pairs().collect();
/// assert_eq!(pairs, [("subject".into(), "Test Message".into()), ("body".into(), "Hi".into())]);
/// # Ok::<(), envoi::uri::UriError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Query<'a> {
    text: &'a str,
}

impl<'a> Query<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text }
    }

    /// The query as it was read or made, not decoded, without the `?`.
    ///
    /// ```
    /// let uri = envoi::uri::XmppUri::parse("xmpp:romeo@montague.net?message;body=Hi%20there")?;
    /// assert_eq!(uri.query().unwrap().as_str(), "message;body=Hi%20there");
    /// # Ok::<(), envoi::uri::UriError>(())
    /// ```
    pub const fn as_str(&self) -> &'a str {
        self.text
    }

    /// What to do, decoded: `message`, `join`, `roster` ... It may be empty.
    ///
    /// ```
    /// let uri = envoi::uri::XmppUri::parse("xmpp:coven@chat.shakespeare.lit?join;password=cauldron")?;
    /// assert_eq!(uri.query().unwrap().querytype(), "join");
    /// # Ok::<(), envoi::uri::UriError>(())
    /// ```
    pub fn querytype(&self) -> Cow<'a, str> {
        encoding::decode(split(self.text).0)
    }

    /// The keys and values, decoded, in the order of the text.
    ///
    /// ```
    /// let uri = envoi::uri::XmppUri::parse("xmpp:romeo@montague.net?message;body=Hi%20there")?;
    /// let mut pairs = uri.query().unwrap().pairs();
    /// assert_eq!(pairs.next(), Some(("body".into(), "Hi there".into())));
    /// # Ok::<(), envoi::uri::UriError>(())
    /// ```
    pub fn pairs(&self) -> impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>)> + use<'a> {
        split(self.text).1.map(|(_, pair)| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (encoding::decode(key), encoding::decode(value))
        })
    }

    /// The first value of a key, decoded.
    ///
    /// ```
    /// let uri = envoi::uri::XmppUri::parse("xmpp:romeo@montague.net?roster;group=Friends")?;
    /// assert_eq!(uri.query().unwrap().get("group").unwrap(), "Friends");
    /// assert_eq!(uri.query().unwrap().get("name"), None);
    /// # Ok::<(), envoi::uri::UriError>(())
    /// ```
    pub fn get(&self, key: &str) -> Option<Cow<'a, str>> {
        self.pairs().find(|(name, _)| name == key).map(|(_, value)| value)
    }
}

/// The query type and the pairs of a query, each pair with its offset, nothing decoded.
// RFC 5122 section 2.2: iquerytype *( ";" ikey "=" ivalue ).
pub(super) fn split(query: &str) -> (&str, impl Iterator<Item = (usize, &str)>) {
    let mut start = 0;
    let mut items = query.split(';').map(move |item| {
        let offset = start;
        start += item.len() + 1;
        steps(item.len() + 1);
        (offset, item)
    });
    let querytype = items.next().map_or("", |(_, querytype)| querytype);
    (querytype, items)
}

/// The text of a query; every character is encoded that the grammar of RFC 5122 does not have in a word.
pub(super) fn write(querytype: &str, pairs: &[(&str, &str)]) -> String {
    let mut text = String::new();
    QUERY_WORD.encode(querytype, Form::Uri, &mut text);
    for (key, value) in pairs {
        text.push(';');
        QUERY_WORD.encode(key, Form::Uri, &mut text);
        text.push('=');
        QUERY_WORD.encode(value, Form::Uri, &mut text);
    }
    text
}

/// By what they decode to.
impl PartialEq for Query<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.querytype() == other.querytype() && self.pairs().eq(other.pairs())
    }
}

impl Eq for Query<'_> {}

impl fmt::Debug for Query<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.text, f)
    }
}
