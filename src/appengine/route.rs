//! [`Route`]: where the service sends a stanza, and [`Ignored`]: why it sends one nowhere.

use super::{Field, limits};
use crate::stanza::{Condition, IqType, Message, MessageType, Presence, PresenceType, RawStanza, StanzaKind};
use core::fmt;

/// Where the service sends a stanza: a path of the app (XMPP Java API Overview, Handling incoming calls).
///
/// ```
/// use envoi::appengine::{InboundService, Route};
///
/// assert_eq!(Route::Subscribed.path(), "/_ah/xmpp/subscription/subscribed/");
/// assert_eq!(Route::from_path("/_ah/xmpp/presence/probe/"), Some(Route::Probe));
/// assert_eq!(Route::Probe.service(), InboundService::Presence);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Route {
    /// A message of type `chat` or `normal`.
    Chat,
    /// Someone wants to subscribe to the presence of the app.
    Subscribe,
    /// Someone allows the app to receive their presence.
    Subscribed,
    /// Someone no longer subscribes to the presence of the app.
    Unsubscribe,
    /// Someone denies the app their presence, or no longer allows it.
    Unsubscribed,
    /// Someone is available, with show and status.
    Available,
    /// Someone is no longer available.
    Unavailable,
    /// Someone asks for the presence of the app.
    Probe,
    /// A stanza of type `error`.
    Error,
}

/// An inbound service that an app enables in its configuration (XMPP Java API Overview, Handling incoming calls).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InboundService {
    /// `xmpp_message`: chat messages.
    Message,
    /// `xmpp_subscribe`: subscriptions.
    Subscribe,
    /// `xmpp_presence`: presence.
    Presence,
    /// `xmpp_error`: error stanzas.
    Error,
}

/// Why the service makes no request of a stanza.
///
/// ```
/// use envoi::appengine::{Ignored, Route};
/// use envoi::stanza::{NS_CLIENT, RawStanza};
/// use envoi::xml::ElementBuf;
///
/// let message = ElementBuf::parse("<message xmlns='jabber:client' type='groupchat'><body>Hi</body></message>")?;
/// let message = RawStanza::from_element(message.element(), NS_CLIENT).unwrap();
/// let ignored = Route::of(message).unwrap_err();
/// assert_eq!(ignored, Ignored::MessageType);
/// assert_eq!(
///     ignored.to_string(),
///     "an app receives messages of the types chat, normal and error only (XMPP Java API Overview, Receiving chat messages)"
/// );
/// # Ok::<(), envoi::xml::XmlError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Ignored {
    /// An iq that is no error: the service has none.
    Iq,
    /// A message of type `groupchat` or `headline`.
    MessageType,
    /// A presence of a type that RFC 6121 does not define; it is to be answered with `bad-request` (RFC 6121 section 4.7.1).
    PresenceType,
    /// The stanza has no `from`, which the request is about.
    NoFrom,
    /// The stanza has no `to`, which the request is for.
    NoTo,
    /// The stanza is beyond [`MAX_MESSAGE_OCTETS`](super::MAX_MESSAGE_OCTETS).
    TooLong,
}

impl Route {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Chat,
        Self::Subscribe,
        Self::Subscribed,
        Self::Unsubscribe,
        Self::Unsubscribed,
        Self::Available,
        Self::Unavailable,
        Self::Probe,
        Self::Error,
    ];

    /// The route of a stanza, by kind and type. An unknown type of a message reads as `normal` (RFC 6121 section 5.2.2).
    ///
    /// # Errors
    ///
    /// [`Ignored`]: `Iq`, `MessageType`, `PresenceType`.
    pub fn of(stanza: RawStanza<'_>) -> Result<Self, Ignored> {
        match stanza.kind() {
            StanzaKind::Message => Message::read(stanza).map_or(Err(Ignored::MessageType), Self::of_message),
            StanzaKind::Presence => {
                Presence::read(stanza).map(Self::of_presence).map_err(|_| Ignored::PresenceType)
            }
            // XMPP Java API Overview, Handling error stanzas: any stanza of that type.
            StanzaKind::Iq if stanza.type_().as_deref() == Some(IqType::Error.as_str()) => Ok(Self::Error),
            StanzaKind::Iq => Err(Ignored::Iq),
        }
    }

    fn of_message(message: Message<'_>) -> Result<Self, Ignored> {
        match message.type_() {
            MessageType::Chat | MessageType::Normal => Ok(Self::Chat),
            MessageType::Error => Ok(Self::Error),
            MessageType::Groupchat | MessageType::Headline => Err(Ignored::MessageType),
        }
    }

    fn of_presence(presence: Presence<'_>) -> Self {
        match presence.type_() {
            PresenceType::Available => Self::Available,
            PresenceType::Unavailable => Self::Unavailable,
            PresenceType::Probe => Self::Probe,
            PresenceType::Subscribe => Self::Subscribe,
            PresenceType::Subscribed => Self::Subscribed,
            PresenceType::Unsubscribe => Self::Unsubscribe,
            PresenceType::Unsubscribed => Self::Unsubscribed,
            PresenceType::Error => Self::Error,
        }
    }

    /// The path of the request.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Chat => "/_ah/xmpp/message/chat/",
            Self::Subscribe => "/_ah/xmpp/subscription/subscribe/",
            Self::Subscribed => "/_ah/xmpp/subscription/subscribed/",
            Self::Unsubscribe => "/_ah/xmpp/subscription/unsubscribe/",
            Self::Unsubscribed => "/_ah/xmpp/subscription/unsubscribed/",
            Self::Available => "/_ah/xmpp/presence/available/",
            Self::Unavailable => "/_ah/xmpp/presence/unavailable/",
            Self::Probe => "/_ah/xmpp/presence/probe/",
            Self::Error => "/_ah/xmpp/error/",
        }
    }

    /// The route of this path; the final slash belongs to it.
    pub fn from_path(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|route| route.path() == path)
    }

    /// The inbound service that it belongs to.
    pub const fn service(self) -> InboundService {
        match self {
            Self::Chat => InboundService::Message,
            Self::Subscribe | Self::Subscribed | Self::Unsubscribe | Self::Unsubscribed => {
                InboundService::Subscribe
            }
            Self::Available | Self::Unavailable | Self::Probe => InboundService::Presence,
            Self::Error => InboundService::Error,
        }
    }

    /// The document and its section that describe the request.
    ///
    /// ```
    /// assert_eq!(envoi::appengine::Route::Error.rule(), "XMPP Java API Overview, Handling error stanzas");
    /// ```
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Chat => "XMPP Java API Overview, Receiving chat messages",
            Self::Subscribe | Self::Subscribed | Self::Unsubscribe | Self::Unsubscribed => {
                "Programming Google App Engine with Python, chapter 15, Managing Subscriptions"
            }
            Self::Available | Self::Unavailable => {
                "Programming Google App Engine with Python, chapter 15, Managing Presence Updates"
            }
            Self::Probe => "Programming Google App Engine with Python, chapter 15, Probing for Presence",
            Self::Error => "XMPP Java API Overview, Handling error stanzas",
        }
    }

    /// Whether its form may have this field.
    ///
    /// ```
    /// use envoi::appengine::{Field, Route};
    ///
    /// assert!(Route::Available.has(Field::Show));
    /// assert!(!Route::Subscribe.has(Field::Body));
    /// ```
    pub const fn has(self, field: Field) -> bool {
        match field {
            Field::From | Field::To | Field::Stanza => true,
            Field::Body => matches!(self, Self::Chat),
            Field::Show | Field::Status => matches!(self, Self::Available | Self::Unavailable),
        }
    }
}

impl InboundService {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Message, Self::Subscribe, Self::Presence, Self::Error];

    /// Its name in the configuration.
    ///
    /// ```
    /// assert_eq!(envoi::appengine::InboundService::Message.as_str(), "xmpp_message");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Message => "xmpp_message",
            Self::Subscribe => "xmpp_subscribe",
            Self::Presence => "xmpp_presence",
            Self::Error => "xmpp_error",
        }
    }

    /// The service of this name.
    ///
    /// ```
    /// use envoi::appengine::InboundService;
    ///
    /// assert_eq!(InboundService::from_name("xmpp_error"), Some(InboundService::Error));
    /// assert_eq!(InboundService::from_name("mail"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.as_str() == name)
    }
}

impl Ignored {
    /// An identifier for logs and programs, such as `iq` or `message-type`.
    ///
    /// ```
    /// assert_eq!(envoi::appengine::Ignored::NoFrom.as_str(), "no-from");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Iq => "iq",
            Self::MessageType => "message-type",
            Self::PresenceType => "presence-type",
            Self::NoFrom => "no-from",
            Self::NoTo => "no-to",
            Self::TooLong => "too-long",
        }
    }

    /// The rule behind it: the document and its section.
    ///
    /// ```
    /// assert_eq!(envoi::appengine::Ignored::PresenceType.rule(), "RFC 6121 section 4.7.1");
    /// ```
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Iq | Self::NoFrom | Self::NoTo => "XMPP Java API Overview, Handling incoming calls",
            Self::MessageType => "XMPP Java API Overview, Receiving chat messages",
            Self::PresenceType => "RFC 6121 section 4.7.1",
            Self::TooLong => limits::RULE,
        }
    }

    /// What the sender is to be told, in an [error reply](RawStanza::error_reply); `None` if nothing: the service ignores the stanza.
    ///
    /// ```
    /// use envoi::appengine::Ignored;
    /// use envoi::stanza::Condition;
    ///
    /// assert_eq!(Ignored::Iq.condition(), Some(Condition::ServiceUnavailable));
    /// assert_eq!(Ignored::MessageType.condition(), None);
    /// ```
    pub const fn condition(self) -> Option<Condition> {
        match self {
            // RFC 6120 section 8.2.3: a request is always answered.
            Self::Iq => Some(Condition::ServiceUnavailable),
            // RFC 6121 section 4.7.1.
            Self::PresenceType => Some(Condition::BadRequest),
            // RFC 6120 section 13.12.
            Self::TooLong => Some(Condition::PolicyViolation),
            Self::MessageType | Self::NoFrom | Self::NoTo => None,
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::Iq => "an app receives messages, presence and errors, and no other iq",
            Self::MessageType => "an app receives messages of the types chat, normal and error only",
            Self::PresenceType => "presence has no such type",
            Self::NoFrom => "the request must have a 'from', and the stanza has none",
            Self::NoTo => "the request must have a 'to', and the stanza has none",
            Self::TooLong => "the stanza is longer than 102400 octets",
        }
    }
}

/// Why, and which rule says so.
impl fmt::Display for Ignored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.sentence(), self.rule())
    }
}

impl core::error::Error for Ignored {}
