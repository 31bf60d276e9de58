//! [`AddressBuffer`]: addresses of stanzas without an allocation.

use super::{RawStanza, StanzaFault, StanzaFaultKind};
use crate::jid::{Jid, JidError, Scratch};
use crate::xml::Attribute;
use alloc::string::String;

/// Room for an address that cannot be borrowed from the stanza, because it is not canonical or holds references; kept from stanza to stanza.
///
/// ```
/// use envoi::stanza::AddressBuffer;
/// use envoi::stream::{Event, Limits, StreamReader};
///
/// let mut buffer = AddressBuffer::default();
/// let mut reader = StreamReader::fragments(Limits::DEFAULT);
/// let mut input: &[u8] = b"<message to='Juliet@example.com' from='room@muc.example.com/D&apos;oh'/>";
/// let Some(Event::Stanza(message)) = reader.read(&mut input)? else { panic!() };
/// assert_eq!(message.to_jid_in(&mut buffer).unwrap().unwrap().as_str(), "juliet@example.com");
/// assert_eq!(message.from_jid_in(&mut buffer).unwrap().unwrap().as_str(), "room@muc.example.com/D'oh");
/// # Ok::<(), envoi::stream::StreamError>(())
/// ```
#[derive(Debug, Default)]
pub struct AddressBuffer {
    text: String,
    scratch: Scratch,
}

impl<'a> RawStanza<'a> {
    /// The recipient as an address, as [`to_jid`](Self::to_jid), without an allocation once the buffer has grown.
    ///
    /// # Errors
    ///
    /// `To`, with the rule of RFC 7622 that is broken.
    pub fn to_jid_in<'b>(&self, buffer: &'b mut AddressBuffer) -> Result<Option<&'b Jid>, StanzaFault<'a>>
    where
        'a: 'b,
    {
        self.address_in(self.element().find_attribute("to"), "to", StanzaFaultKind::To, buffer)
    }

    /// The sender as an address, as [`from_jid`](Self::from_jid), without an allocation once the buffer has grown.
    ///
    /// # Errors
    ///
    /// `From`, with the rule of RFC 7622 that is broken.
    pub fn from_jid_in<'b>(&self, buffer: &'b mut AddressBuffer) -> Result<Option<&'b Jid>, StanzaFault<'a>>
    where
        'a: 'b,
    {
        self.address_in(self.element().find_attribute("from"), "from", StanzaFaultKind::From, buffer)
    }

    fn address_in<'b>(
        &self,
        attribute: Option<Attribute<'a>>,
        name: &'static str,
        kind: impl Fn(JidError) -> StanzaFaultKind,
        buffer: &'b mut AddressBuffer,
    ) -> Result<Option<&'b Jid>, StanzaFault<'a>>
    where
        'a: 'b,
    {
        let Some(attribute) = attribute else { return Ok(None) };
        let parsed = Jid::parse_in(attribute.value_in(&mut buffer.text), &mut buffer.scratch);
        parsed.map(Some).map_err(|error| self.fault_at(name, kind(error)))
    }
}
