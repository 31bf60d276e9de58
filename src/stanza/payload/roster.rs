//! [`Roster`] and [`RosterItem`]: the contacts of an account (RFC 6121 section 2), read.

use super::{Address, Payload, PayloadError};
use crate::stanza::{Condition, RawStanza, StanzaKind};
use crate::xml::Element;
use crate::{BareJid, Jid};
use alloc::borrow::Cow;
use alloc::collections::BTreeSet;

/// The namespace of rosters (RFC 6121 section 2.1).
pub const NS_ROSTER: &str = "jabber:iq:roster";

/// The contacts of an account, or some of them: a roster get, result, set or push (RFC 6121 sections 2.1.3 to 2.1.6). It is read as it is
/// asked for; [`RosterQuery`](super::RosterQuery) is for writing.
///
/// ```
/// use envoi::stanza::payload::{Payload, Roster, Subscription};
/// use envoi::xml::ElementBuf;
///
/// let result = ElementBuf::parse(
///     "<query xmlns='jabber:iq:roster' ver='ver7'><item jid='nurse@example.com'/>\
///      <item jid='romeo@example.net' name='Romeo' subscription='both'><group>Friends</group></item></query>",
/// )?;
/// let roster = Roster::read(result.element())?;
/// assert_eq!(roster.version().as_deref(), Some("ver7"));
/// let romeo = roster.items().nth(1).unwrap()?;
/// assert_eq!(romeo.jid().jid()?.as_str(), "romeo@example.net");
/// assert_eq!((romeo.name(), romeo.subscription()), (Some("Romeo"), Subscription::Both));
/// assert_eq!(romeo.groups().collect::<Vec<_>>(), ["Friends"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Roster<'a> {
    element: Element<'a>,
}

/// A contact (RFC 6121 section 2.1.2), read or to be written.
#[derive(Clone, Debug)]
pub struct RosterItem<'a> {
    pub(super) jid: Address<'a>,
    pub(super) name: Option<Cow<'a, str>>,
    pub(super) subscription: Option<Cow<'a, str>>,
    pub(super) ask: Option<Cow<'a, str>>,
    pub(super) approved: bool,
    pub(super) groups: Groups<'a>,
}

/// Where the names of the groups stand.
#[derive(Clone, Copy, Debug)]
pub(super) enum Groups<'a> {
    Element(Element<'a>),
    Given(&'a [&'a str]),
}

/// Who gets the presence of whom (RFC 6121 section 2.1.2.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subscription {
    /// Neither; this holds if nothing is said, too.
    #[default]
    None,
    /// The user gets that of the contact.
    To,
    /// The contact gets that of the user.
    From,
    /// Both.
    Both,
    /// The contact is taken off the roster; in sets and pushes only.
    Remove,
}

impl Subscription {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::None, Self::To, Self::From, Self::Both, Self::Remove];

    /// The value of the attribute.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::To => "to",
            Self::From => "from",
            Self::Both => "both",
            Self::Remove => "remove",
        }
    }

    /// That of this value.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subscription| subscription.as_str() == name)
    }
}

impl<'a> Roster<'a> {
    /// The version (RFC 6121 section 2.1.1); empty if a client asks for the first one (RFC 6121 section 2.6.2).
    pub fn version(&self) -> Option<Cow<'a, str>> {
        self.element.attribute("ver")
    }

    /// The contacts. A fault of one is none of the others: `MissingAttribute` for what has no address.
    pub fn items(self) -> impl Iterator<Item = Result<RosterItem<'a>, PayloadError>> + Clone {
        let children = self.element.children();
        children.filter(|child| child.is("item", NS_ROSTER)).map(RosterItem::read)
    }

    /// The change that a client asks for in an iq of type `set` (RFC 6121 section 2.1.5). Whether it may is for the server to say.
    ///
    /// A server ignores every subscription but `remove` (rule 2), what is asked for and what is approved. If there are groups, they are
    /// compared octet for octet, which allocates.
    ///
    /// # Errors
    ///
    /// `MissingElement` and `RepeatedElement` for other than one item; `RepeatedElement` for a group that is there twice, and `Text` for an empty
    /// one (RFC 6121 section 2.3.3). The condition of the last is `not-acceptable`, of the others `bad-request`.
    pub fn set_item(&self) -> Result<RosterItem<'a>, PayloadError> {
        let item = self.only_item("RFC 6121 section 2.1.5")?;
        if let Groups::Element(element) = item.groups {
            check_groups(element)?;
        }
        Ok(item)
    }

    /// The change that a roster push tells a client (RFC 6121 section 2.1.6); `None` if the stanza is none.
    ///
    /// ```
    /// use envoi::BareJid;
    /// use envoi::stanza::{Condition, RawStanza};
    /// use envoi::stanza::payload::Roster;
    /// use envoi::xml::ElementBuf;
    ///
    /// let account = BareJid::from_canonical("juliet@example.com")?;
    /// let push = ElementBuf::parse(
    ///     "<iq xmlns='jabber:client' id='a78b' type='set'>\
    ///      <query xmlns='jabber:iq:roster'><item jid='nurse@example.com'/></query></iq>",
    /// )?;
    /// let push = RawStanza::from_element(push.element(), "jabber:client").unwrap();
    /// assert_eq!(Roster::push(&push, account)?.unwrap().jid().as_str(), "nurse@example.com");
    ///
    /// let forged = ElementBuf::parse(
    ///     "<iq xmlns='jabber:client' id='a78b' type='set' from='mallory@example.com'>\
    ///      <query xmlns='jabber:iq:roster'><item jid='nurse@example.com'/></query></iq>",
    /// )?;
    /// let forged = RawStanza::from_element(forged.element(), "jabber:client").unwrap();
    /// let error = Roster::push(&forged, account).unwrap_err();
    /// assert_eq!(error.to_string(), "the sender may not change the roster, at byte 0 (RFC 6121 section 2.1.6)");
    /// assert_eq!(error.condition(), Condition::ServiceUnavailable);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `Sender` if it is neither from nobody nor from the account: it must be ignored, and may be answered; `MissingElement` and `RepeatedElement`
    /// for other than one item; `MissingAttribute`.
    pub fn push(stanza: &RawStanza<'a>, account: &BareJid) -> Result<Option<RosterItem<'a>>, PayloadError> {
        const RULE: &str = "RFC 6121 section 2.1.6";
        if stanza.kind() != StanzaKind::Iq || stanza.type_().as_deref() != Some("set") {
            return Ok(None);
        }
        let Some(roster) = stanza.payload::<Self>()? else { return Ok(None) };
        // Rule 2: no sender stands for the account itself.
        let is_account = |from: Cow<'_, str>| Jid::parse(&from).is_ok_and(|from| *from == *account.as_jid());
        if !stanza.from().is_none_or(is_account) {
            return Err(PayloadError::sender(stanza.element(), "roster", RULE));
        }
        roster.only_item(RULE).map(Some)
    }

    /// The whole of it.
    pub fn element(&self) -> Element<'a> {
        self.element
    }

    /// Rule 1 for sets and pushes: one item and no other.
    fn only_item(&self, rule: &'static str) -> Result<RosterItem<'a>, PayloadError> {
        let mut items = self.element.children().filter(|child| child.is("item", NS_ROSTER));
        let first = items.next().ok_or_else(|| PayloadError::missing_element(self.element, "item", rule))?;
        match items.next() {
            Some(second) => Err(PayloadError::repeated_element(second, "item", rule)),
            None => RosterItem::read(first),
        }
    }
}

impl<'a> RosterItem<'a> {
    /// A contact.
    pub fn new(jid: &'a Jid) -> Self {
        Self {
            jid: jid.into(),
            name: None,
            subscription: None,
            ask: None,
            approved: false,
            groups: Groups::Given(&[]),
        }
    }

    /// What the user calls the contact.
    #[must_use]
    pub fn with_name(mut self, name: &'a str) -> Self {
        self.name = Some(Cow::Borrowed(name));
        self
    }

    /// The subscription; clients may only say [`Remove`](Subscription::Remove).
    #[must_use]
    pub fn with_subscription(mut self, subscription: Subscription) -> Self {
        self.subscription = Some(Cow::Borrowed(subscription.as_str()));
        self
    }

    /// The user has asked for a subscription; for servers only (RFC 6121 section 2.1.2.2).
    #[must_use]
    pub fn with_ask(mut self) -> Self {
        self.ask = Some(Cow::Borrowed("subscribe"));
        self
    }

    /// The user has approved a subscription before it was asked for; for servers only (RFC 6121 section 2.1.2.1).
    #[must_use]
    pub fn with_approved(mut self) -> Self {
        self.approved = true;
        self
    }

    /// The groups, none of them empty and none twice (RFC 6121 section 2.3.3).
    #[must_use]
    pub fn with_groups(mut self, groups: &'a [&'a str]) -> Self {
        self.groups = Groups::Given(groups);
        self
    }

    /// The address.
    pub fn jid(&self) -> &Address<'a> {
        &self.jid
    }

    /// What the user calls the contact.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The subscription. A value that is not defined is to be ignored (RFC 6121 section 2.1.2.5), so it reads as [`None`](Subscription::None);
    /// [`subscription_text`](Self::subscription_text) has it. In a result, so is `remove`.
    pub fn subscription(&self) -> Subscription {
        self.subscription_text().and_then(Subscription::from_name).unwrap_or_default()
    }

    /// The subscription as it was written.
    pub fn subscription_text(&self) -> Option<&str> {
        self.subscription.as_deref()
    }

    /// Whether the user has asked for a subscription and waits (RFC 6121 section 2.1.2.2).
    pub fn is_pending_out(&self) -> bool {
        self.ask_text() == Some("subscribe")
    }

    /// What the user has asked for, as it was written; only `subscribe` is defined.
    pub fn ask_text(&self) -> Option<&str> {
        self.ask.as_deref()
    }

    /// Whether the user has approved a subscription before it was asked for (RFC 6121 section 2.1.2.1). What is no boolean is not true.
    pub const fn is_approved(&self) -> bool {
        self.approved
    }

    /// The names of the groups (RFC 6121 section 2.1.2.6).
    pub fn groups(&self) -> impl Iterator<Item = Cow<'a, str>> + Clone + use<'a> {
        let (read, given): (Option<Element<'a>>, &'a [&'a str]) = match self.groups {
            Groups::Element(element) => (Some(element), &[]),
            Groups::Given(given) => (None, given),
        };
        let read = read.into_iter().flat_map(group_elements).map(Element::text);
        read.chain(given.iter().map(|group| Cow::Borrowed(*group)))
    }

    fn read(element: Element<'a>) -> Result<Self, PayloadError> {
        Ok(Self {
            jid: Address::required_attribute(element, "jid", "RFC 6121 section 2.1.2.3")?,
            name: element.attribute("name"),
            subscription: element.attribute("subscription"),
            ask: element.attribute("ask"),
            // RFC 6121 section 2.1.2.1: a boolean of XML Schema, which may be a digit.
            approved: element
                .attribute("approved")
                .is_some_and(|value| matches!(value.trim_ascii(), "true" | "1")),
            groups: Groups::Element(element),
        })
    }
}

fn group_elements(item: Element<'_>) -> impl Iterator<Item = Element<'_>> + Clone {
    item.children().filter(|child| child.is("group", NS_ROSTER))
}

/// RFC 6121 section 2.3.3: no group twice, and none without a name.
fn check_groups(item: Element<'_>) -> Result<(), PayloadError> {
    const RULE: &str = "RFC 6121 section 2.3.3";
    let mut names = BTreeSet::new();
    for group in group_elements(item) {
        let name = group.text();
        if name.is_empty() {
            return Err(PayloadError::text(group, "group", RULE).with_condition(Condition::NotAcceptable));
        }
        if !names.insert(name) {
            return Err(PayloadError::repeated_element(group, "group", RULE));
        }
    }
    Ok(())
}

/// Errors: none, before items are asked for.
impl<'a> Payload<'a> for Roster<'a> {
    fn matches(element: Element<'a>) -> bool {
        element.is("query", NS_ROSTER)
    }

    fn read(element: Element<'a>) -> Result<Self, PayloadError> {
        Ok(Self { element })
    }
}

/// Two contacts are equal if all that is said of them is.
impl PartialEq for RosterItem<'_> {
    fn eq(&self, other: &Self) -> bool {
        let fields = |item: &Self| (item.subscription(), item.is_pending_out(), item.approved);
        self.jid == other.jid
            && self.name == other.name
            && fields(self) == fields(other)
            && self.groups().eq(other.groups())
    }
}

impl Eq for RosterItem<'_> {}
