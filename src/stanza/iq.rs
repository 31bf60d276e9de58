//! [`Iq`]: a request, or the response to one, to look at.

use super::{RawStanza, StanzaFault, StanzaFaultKind, StanzaKind};
use crate::xml::Element;
use alloc::borrow::Cow;
use core::fmt;
use core::ops::Deref;

/// A request, or the response to one (RFC 6120 section 8.2.3).
///
/// What all stanzas have is there by way of [`RawStanza`]. To write one: [`Iq::get`] and so on.
///
/// ```
/// use envoi::stanza::{Iq, IqType};
/// use envoi::stream::{Event, Limits, StreamReader};
///
/// let mut reader = StreamReader::fragments(Limits::DEFAULT);
/// let mut input: &[u8] = b"<iq type='get' id='r1'><query xmlns='jabber:iq:roster'/></iq>";
/// let Some(Event::Stanza(stanza)) = reader.read(&mut input)? else { panic!() };
/// let iq = Iq::read(stanza).unwrap();
/// assert_eq!((iq.type_(), &*iq.id()), (IqType::Get, "r1"));
/// assert!(iq.payload_element().unwrap().is("query", "jabber:iq:roster"));
/// # Ok::<(), envoi::stream::StreamError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Iq<'a> {
    raw: RawStanza<'a>,
    type_: IqType,
}

/// What an iq does (RFC 6120 section 8.2.3, rule 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IqType {
    /// Tells that a request failed.
    Error,
    /// Asks for something.
    Get,
    /// Answers a request.
    Result,
    /// Sets or does something.
    Set,
}

impl<'a> Iq<'a> {
    /// Reads a stanza as an iq.
    ///
    /// # Errors
    ///
    /// `Kind` if it is none; `MissingId`, `IqType`, and of a request `PayloadCount` (RFC 6120 section 8.2.3). A response that holds too much or
    /// too little still ends its request: that is for [`Stanza::read_strictly`](super::Stanza::read_strictly) to tell.
    pub fn read(stanza: RawStanza<'a>) -> Result<Self, StanzaFault<'a>> {
        if stanza.kind() != StanzaKind::Iq {
            return Err(StanzaFault::new(stanza, StanzaFaultKind::Kind, 0));
        }
        // Rule 2.
        let type_ = stanza.type_().and_then(|name| IqType::from_name(&name));
        let type_ = type_.ok_or_else(|| stanza.fault_at("type", StanzaFaultKind::IqType))?;
        // Rule 1.
        if stanza.element().find_attribute("id").is_none() {
            return Err(StanzaFault::new(stanza, StanzaFaultKind::MissingId, 0));
        }
        let iq = Self { raw: stanza, type_ };
        if type_.is_request() {
            iq.check_children()?;
        }
        Ok(iq)
    }

    /// The stanza as it was read.
    pub fn raw(&self) -> RawStanza<'a> {
        self.raw
    }

    /// What it does.
    pub fn type_(&self) -> IqType {
        self.type_
    }

    /// The identifier, by which a response finds its request.
    pub fn id(&self) -> Cow<'a, str> {
        self.raw.id().unwrap_or_default()
    }

    /// What it asks for or tells: there in every `get` and `set`, perhaps in a `result`; in an `error`, what the request held.
    pub fn payload_element(&self) -> Option<Element<'a>> {
        let error = self.error_element();
        self.raw.element().children().find(|child| Some(child.offset()) != error.map(|error| error.offset()))
    }

    /// Rules 5 to 7.
    pub(super) fn check_children(&self) -> Result<(), StanzaFault<'a>> {
        let mut children = self.raw.element().children();
        let (first, second) = (children.next(), children.next());
        match (self.type_, first, second) {
            (IqType::Error, ..) => self.raw.check_error(),
            (IqType::Get | IqType::Set, None, _) => {
                Err(StanzaFault::new(self.raw, StanzaFaultKind::PayloadCount, 0))
            }
            (_, _, Some(second)) => Err(self.raw.fault_in(second, StanzaFaultKind::PayloadCount)),
            _ => Ok(()),
        }
    }

    fn error_element(&self) -> Option<Element<'a>> {
        if self.type_ == IqType::Error { self.raw.content("error").next() } else { None }
    }
}

impl IqType {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Error, Self::Get, Self::Result, Self::Set];

    /// The value of the attribute `type`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Get => "get",
            Self::Result => "result",
            Self::Set => "set",
        }
    }

    /// The type of this name.
    ///
    /// ```
    /// use envoi::stanza::IqType;
    ///
    /// assert_eq!(IqType::from_name("set"), Some(IqType::Set));
    /// assert_eq!(IqType::from_name(""), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|type_| type_.as_str() == name)
    }

    /// Whether it must be answered (RFC 6120 section 8.2.3, rule 3).
    pub const fn is_request(self) -> bool {
        matches!(self, Self::Get | Self::Set)
    }
}

impl<'a> Deref for Iq<'a> {
    type Target = RawStanza<'a>;

    fn deref(&self) -> &RawStanza<'a> {
        &self.raw
    }
}

impl fmt::Display for IqType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The start tag.
impl fmt::Debug for Iq<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}
