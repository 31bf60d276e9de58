//! Stanzas (RFC 6120 section 8, RFC 6121): what a stream carries, to look at and to write.
//!
//! A stream gives a [`RawStanza`]: what came, checked as XML and nothing more, ready to be [forwarded](RawStanza::forward). [`Stanza::read`]
//! makes of it a [`Message`], [`Presence`] or [`Iq`], which borrow it and read each part as it is asked for. What breaks a rule
//! is a [`StanzaFault`] with the answer made ready: the stream goes on. [`Message::chat`] and its like build stanzas.
//!
//! ```
//! use envoi::stanza::{Condition, MessageType, Stanza};
//! use envoi::stream::{Event, Limits, StreamBuffer, StreamReader, StreamWriter};
//!
//! let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
//! let mut writer = StreamWriter::fragments("jabber:client");
//! buffer.push(b"<message from='juliet@example.com/balcony' type='chat'><body>Art thou not Romeo?</body></message>");
//! buffer.push(b"<iq from='example.com' type='get' id='v1'><query xmlns='jabber:iq:version'/></iq>");
//! buffer.push(b"<presence from='example.com' type='around'/>");
//! while let Some(event) = buffer.next_event()? {
//!     let Event::Stanza(stanza) = event else { continue };
//!     match Stanza::read(stanza) {
//!         Ok(Stanza::Message(message)) => {
//!             // Who answers what a room says answers without end.
//!             if let (MessageType::Chat, Some(reply)) = (message.type_(), message.reply()) {
//!                 writer.write(&reply.body("Neither, fair saint."))?;
//!             }
//!         }
//!         Ok(Stanza::Iq(iq)) => {
//!             if let Some(reply) = iq.error_reply(Condition::ServiceUnavailable) {
//!                 writer.write(&reply)?;
//!             }
//!         }
//!         Ok(Stanza::Presence(_)) => {}
//!         Err(fault) => {
//!             assert_eq!(fault.to_string(), "presence has no such type, at byte 29 (RFC 6121 section 4.7.1)");
//!             if let Some(reply) = fault.reply() {
//!                 writer.write(&reply)?;
//!             }
//!         }
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod address_buffer;
mod builders;
mod condition;
mod error_element;
mod failure;
mod fault;
mod forward;
mod iq;
mod message;
pub mod payload;
mod presence;
mod raw;
mod reply;
mod text;
mod typed;
mod write;

pub(crate) use error_element::{ErrorContent, ErrorElement};

pub use address_buffer::AddressBuffer;
pub use builders::{Ids, IqBuilder, MessageBuilder, PresenceBuilder};
pub use condition::{Condition, ErrorType};
pub use failure::{NS_STANZAS, StanzaFailure};
pub use fault::{StanzaError, StanzaFault, StanzaFaultKind};
pub use forward::{Forward, ForwardError, ForwardErrorKind};
pub use iq::{Iq, IqType};
pub use message::{Message, MessageType, Thread};
pub use presence::{Presence, PresenceType, Show};
pub use raw::{RawStanza, StanzaKind};
pub use reply::ErrorReply;
pub use typed::Stanza;
pub use write::WriteStanza;
pub(crate) use write::{Seal, StanzaParts};

/// The content namespace between clients and servers (RFC 6120 section 4.8.3).
pub const NS_CLIENT: &str = "jabber:client";
/// The content namespace between servers (RFC 6120 section 4.8.3).
pub const NS_SERVER: &str = "jabber:server";
/// The content namespace of components (XEP-0114).
pub const NS_COMPONENT: &str = "jabber:component:accept";
