//! [`Presence`]: presence to look at.

use super::{RawStanza, StanzaFault, StanzaFaultKind, StanzaKind, text};
use crate::xml::Element;
use alloc::borrow::Cow;
use core::fmt;
use core::ops::Deref;

/// Presence (RFC 6121 section 4.7), borrowed; each part is read as it is asked for.
///
/// What all stanzas have is there by way of [`RawStanza`]. To write one: [`Presence::available`] and so on.
///
/// ```
/// use envoi::stanza::{Presence, PresenceType, Show};
/// use envoi::stream::{Event, Limits, StreamReader};
///
/// let mut reader = StreamReader::fragments(Limits::DEFAULT);
/// let mut input: &[u8] = b"<presence from='romeo@example.net/orchard'><show>dnd</show>\
///     <status>Wooing Juliet</status><priority> -1 </priority></presence>";
/// let Some(Event::Stanza(stanza)) = reader.read(&mut input)? else { panic!() };
/// let presence = Presence::read(stanza).unwrap();
/// assert_eq!(presence.type_(), PresenceType::Available);
/// assert_eq!(presence.show().unwrap(), Some(Show::Dnd));
/// assert_eq!(presence.status().as_deref(), Some("Wooing Juliet"));
/// assert_eq!(presence.priority().unwrap(), -1);
/// # Ok::<(), envoi::stream::StreamError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Presence<'a> {
    raw: RawStanza<'a>,
    type_: PresenceType,
}

/// What presence says or asks (RFC 6121 section 4.7.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PresenceType {
    /// The sender is there: the type that is not written.
    #[default]
    Available,
    /// Presence that came back.
    Error,
    /// A server asks for someone's presence.
    Probe,
    /// The sender asks for the recipient's presence.
    Subscribe,
    /// The sender grants that.
    Subscribed,
    /// The sender is there no longer.
    Unavailable,
    /// The sender no longer wants the recipient's presence.
    Unsubscribe,
    /// The sender denies it, or takes it back.
    Unsubscribed,
}

/// How available someone is (RFC 6121 section 4.7.2.1); just available if it is not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Show {
    /// Away for a moment.
    Away,
    /// Ready to chat.
    Chat,
    /// Busy: do not disturb.
    Dnd,
    /// Away for longer: extended away.
    Xa,
}

impl<'a> Presence<'a> {
    /// Reads a stanza as presence.
    ///
    /// # Errors
    ///
    /// `Kind` if it is none; `PresenceType` if its type is none that presence has (RFC 6121 section 4.7.1).
    pub fn read(stanza: RawStanza<'a>) -> Result<Self, StanzaFault<'a>> {
        if stanza.kind() != StanzaKind::Presence {
            return Err(StanzaFault::new(stanza, StanzaFaultKind::Kind, 0));
        }
        let type_ = match stanza.type_() {
            None => Some(PresenceType::Available),
            Some(name) => PresenceType::from_name(&name),
        };
        let type_ = type_.ok_or_else(|| stanza.fault_at("type", StanzaFaultKind::PresenceType))?;
        Ok(Self { raw: stanza, type_ })
    }

    /// The stanza as it was read.
    pub fn raw(&self) -> RawStanza<'a> {
        self.raw
    }

    /// What it says or asks.
    pub fn type_(&self) -> PresenceType {
        self.type_
    }

    /// How available the sender is.
    ///
    /// # Errors
    ///
    /// `Repeated` if it is said twice; `Show` if it is none of the four: [`show_text`](Self::show_text) has what was written.
    pub fn show(&self) -> Result<Option<Show>, StanzaFault<'a>> {
        let Some(element) = self.raw.only("show")? else { return Ok(None) };
        let show = Show::from_name(element.text().trim_ascii());
        show.map(Some).ok_or_else(|| self.raw.fault_in(element, StanzaFaultKind::Show))
    }

    /// The text of the first `<show/>`, whatever it is.
    pub fn show_text(&self) -> Option<Cow<'a, str>> {
        self.raw.content("show").next().map(Element::text)
    }

    /// The first status.
    pub fn status(&self) -> Option<Cow<'a, str>> {
        self.statuses().next().map(Element::text)
    }

    /// The status that fits a language range best: by lookup (RFC 4647 section 3.4), and the first one if none fits.
    pub fn status_in(&self, range: &str) -> Option<Cow<'a, str>> {
        text::best(self.statuses(), range).map(Element::text)
    }

    /// All texts of the status; each has its [text](Element::text) and its [language](Element::lang) (RFC 6121 section 4.7.2.2).
    pub fn statuses(&self) -> impl Iterator<Item = Element<'a>> + Clone + use<'a> {
        self.raw.content("status")
    }

    /// The priority of the resource, 0 if it is not said; white space around it does not count (RFC 6121 section 4.7.2.3).
    ///
    /// # Errors
    ///
    /// `Repeated` if it is said twice; `Priority` if it is no integer from -128 to 127.
    pub fn priority(&self) -> Result<i8, StanzaFault<'a>> {
        let Some(element) = self.raw.only("priority")? else { return Ok(0) };
        let priority = element.text().trim_ascii().parse();
        priority.map_err(|_| self.raw.fault_in(element, StanzaFaultKind::Priority))
    }

    /// RFC 6121 section 4.7.2: what presence may hold.
    pub(super) fn check(&self) -> Result<(), StanzaFault<'a>> {
        self.show()?;
        text::check(self.raw, self.statuses())?;
        self.priority()?;
        let mut plain = self.raw.content("show").chain(self.raw.content("priority"));
        plain.try_for_each(|element| text::check_unmixed(self.raw, element))
    }
}

impl PresenceType {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Available,
        Self::Error,
        Self::Probe,
        Self::Subscribe,
        Self::Subscribed,
        Self::Unavailable,
        Self::Unsubscribe,
        Self::Unsubscribed,
    ];

    /// Its name; that of [`Available`](Self::Available) is never written as the attribute `type`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Error => "error",
            Self::Probe => "probe",
            Self::Subscribe => "subscribe",
            Self::Subscribed => "subscribed",
            Self::Unavailable => "unavailable",
            Self::Unsubscribe => "unsubscribe",
            Self::Unsubscribed => "unsubscribed",
        }
    }

    /// The type that this value of the attribute `type` stands for; there is no value `available` (RFC 6121 section 4.7.1).
    ///
    /// ```
    /// use envoi::stanza::PresenceType;
    ///
    /// assert_eq!(PresenceType::from_name("probe"), Some(PresenceType::Probe));
    /// assert_eq!(PresenceType::from_name("available"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        let mut written = Self::ALL.into_iter().filter(|type_| *type_ != Self::Available);
        written.find(|type_| type_.as_str() == name)
    }
}

impl Show {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Away, Self::Chat, Self::Dnd, Self::Xa];

    /// The text of `<show/>`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Away => "away",
            Self::Chat => "chat",
            Self::Dnd => "dnd",
            Self::Xa => "xa",
        }
    }

    /// The state of this name.
    ///
    /// ```
    /// use envoi::stanza::Show;
    ///
    /// assert_eq!(Show::from_name("xa"), Some(Show::Xa));
    /// assert_eq!(Show::from_name("busy"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|show| show.as_str() == name)
    }
}

impl<'a> Deref for Presence<'a> {
    type Target = RawStanza<'a>;

    fn deref(&self) -> &RawStanza<'a> {
        &self.raw
    }
}

impl fmt::Display for PresenceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Show {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The start tag.
impl fmt::Debug for Presence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}
