//! What stanzas carry: the trait [`Payload`], and the payloads that nearly every program meets.
//!
//! Reading borrows: a value is made of what stands in the stanza, lists are walked as they are asked for, addresses are judged on demand. What
//! is wrong is a [`PayloadError`], with the condition of the stanza error to answer with.
//!
//! | payload | types |
//! |-|-|
//! | chat states (XEP-0085) | [`ChatState`] |
//! | receipts (XEP-0184) | [`ReceiptRequest`], [`Receipt`] |
//! | delay (XEP-0203) | [`Delay`], [`Stamp`] |
//! | ping (XEP-0199) | [`Ping`] |
//! | disco info (XEP-0030) | [`DiscoInfoQuery`], [`DiscoInfo`], [`DiscoInfoResult`] |
//! | resource binding (RFC 6120 section 7) | [`BindRequest`], [`BindResult`] |
//! | roster (RFC 6121 section 2) | [`Roster`], [`RosterItem`], [`RosterQuery`] |
//! | stanza ids (XEP-0359) | [`StanzaId`], [`OriginId`] |
//!
//! Others are added in other crates, by the same trait: `examples/custom_payload.rs` has one.

mod address;
mod bind;
mod chat_state;
mod delay;
mod disco;
mod error;
mod ping;
mod receipt;
mod roster;
mod stamp;
mod stanza_id;
mod write_roster;

pub use address::Address;
pub use bind::{BindRequest, BindResult, NS_BIND};
pub use chat_state::{ChatState, NS_CHAT_STATES};
pub use delay::{Delay, NS_DELAY};
pub use disco::{DiscoInfo, DiscoInfoQuery, DiscoInfoResult, Identity, NS_DISCO_INFO};
pub use error::{PayloadError, PayloadErrorKind};
pub use ping::{NS_PING, Ping};
pub use receipt::{NS_RECEIPTS, Receipt, ReceiptRequest};
pub use roster::{NS_ROSTER, Roster, RosterItem, Subscription};
pub use stamp::{Stamp, StampError, StampErrorKind};
pub use stanza_id::{NS_STANZA_ID, OriginId, StanzaId};
pub use write_roster::RosterQuery;

use super::RawStanza;
#[cfg(feature = "serde")]
use crate::xml::DeserializeError;
use crate::xml::Element;
use alloc::borrow::Cow;

/// What an element of a stanza stands for, in a type of its own. What is written implements [`WriteXml`](crate::xml::WriteXml), too.
///
/// ```
/// use envoi::stanza::RawStanza;
/// use envoi::stanza::payload::{Payload, PayloadError, required_attribute};
/// use envoi::xml::{Element, ElementBuf};
/// use std::borrow::Cow;
///
/// /// The nickname that somebody goes by.
/// struct Nick<'a>(Cow<'a, str>);
///
/// impl<'a> Payload<'a> for Nick<'a> {
///     fn matches(element: Element<'a>) -> bool {
///         element.is("nick", "urn:example:nick")
///     }
///
///     fn read(element: Element<'a>) -> Result<Self, PayloadError> {
///         required_attribute(element, "name", "urn:example:nick section 1").map(Self)
///     }
/// }
///
/// let message = ElementBuf::parse(
///     "<message xmlns='jabber:client'><nick xmlns='urn:example:nick' name='Romeo'/></message>",
/// )?;
/// let message = RawStanza::from_element(message.element(), "jabber:client").unwrap();
/// assert_eq!(message.payload::<Nick>()?.unwrap().0, "Romeo");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Payload<'a>: Sized {
    /// Whether the element is one of these, by its name and namespace. What stands in it is for [`read`](Self::read).
    fn matches(element: Element<'a>) -> bool;

    /// The value of an element that [matches](Self::matches).
    ///
    /// # Errors
    ///
    /// If it breaks a rule of the payload; the constructors of [`PayloadError`] have the kinds.
    fn read(element: Element<'a>) -> Result<Self, PayloadError>;
}

/// The attribute of this name without a namespace, which has to be there; `rule` is the document that says so and its section.
///
/// # Errors
///
/// `MissingAttribute`.
pub fn required_attribute<'a>(
    element: Element<'a>,
    name: &'static str,
    rule: &'static str,
) -> Result<Cow<'a, str>, PayloadError> {
    element.attribute(name).ok_or_else(|| PayloadError::missing_attribute(element, name, rule))
}

impl<'a> RawStanza<'a> {
    /// The first payload of this type, if there is one. Types that are made by serde come by
    /// [`deserialize_payload`](Self::deserialize_payload) (feature `serde`).
    ///
    /// A stanza of type `error` may hold what it answers (RFC 6120 section 8.3.1): look at the type first.
    ///
    /// ```
    /// use envoi::stanza::payload::{ChatState, Delay, Receipt};
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let mut input: &[u8] = b"<message><body>Hi</body><active xmlns='http://jabber.org/protocol/chatstates'/>\
    ///     <received xmlns='urn:xmpp:receipts'/></message>";
    /// let Some(Event::Stanza(message)) = reader.read(&mut input)? else { panic!() };
    /// assert_eq!(message.payload::<ChatState>()?, Some(ChatState::Active));
    /// assert_eq!(message.payload::<Delay>()?, None);
    /// assert_eq!(
    ///     message.payload::<Receipt>().unwrap_err().to_string(),
    ///     "the attribute 'id' is missing, at byte 79 (XEP-0184 section 7)"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of its [`Payload::read`].
    pub fn payload<T: Payload<'a>>(&self) -> Result<Option<T>, PayloadError> {
        self.payloads_of().next().transpose()
    }

    /// All payloads of this type, in the order in which they stand; what is wrong with one is no fault of the others.
    ///
    /// ```
    /// use envoi::stanza::RawStanza;
    /// use envoi::stanza::payload::StanzaId;
    /// use envoi::xml::ElementBuf;
    ///
    /// let message = ElementBuf::parse(
    ///     "<message xmlns='jabber:client'><stanza-id xmlns='urn:xmpp:sid:0' id='1' by='room@muc.example.com'/>\
    ///      <stanza-id xmlns='urn:xmpp:sid:0' id='2' by='juliet@example.com'/></message>",
    /// )?;
    /// let message = RawStanza::from_element(message.element(), "jabber:client").unwrap();
    /// let ids: Vec<StanzaId> = message.payloads_of().collect::<Result<_, _>>()?;
    /// assert_eq!((ids[1].id(), ids[1].by().as_str()), ("2", "juliet@example.com"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn payloads_of<T: Payload<'a>>(&self) -> impl Iterator<Item = Result<T, PayloadError>> + use<'a, T> {
        self.element().children().filter(|child| T::matches(*child)).map(T::read)
    }

    /// The first payload of this name in this namespace as a value of one's own type, by the rules of
    /// [`Element::deserialize`](crate::xml::Element::deserialize).
    ///
    /// ```
    /// use envoi::stanza::RawStanza;
    /// use envoi::xml::ElementBuf;
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Version {
    ///     name: String,
    ///     os: Option<String>,
    /// }
    ///
    /// let iq = ElementBuf::parse(
    ///     "<iq xmlns='jabber:client' type='result' id='1'>\
    ///      <query xmlns='jabber:iq:version'><name>Exodus</name></query></iq>",
    /// )?;
    /// let iq = RawStanza::from_element(iq.element(), "jabber:client").unwrap();
    /// let version: Version = iq.deserialize_payload("query", "jabber:iq:version")?.unwrap();
    /// assert_eq!((version.name.as_str(), version.os), ("Exodus", None));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the element is no `T`.
    #[cfg(feature = "serde")]
    pub fn deserialize_payload<T: serde::de::DeserializeOwned>(
        &self,
        name: &str,
        namespace: &str,
    ) -> Result<Option<T>, DeserializeError> {
        self.element().child(name, namespace).map(Element::deserialize).transpose()
    }
}
