//! XMPP streams (RFC 6120 section 4, RFC 7395): octets in, verified stanzas out.
//!
//! No sockets and no clock: [`StreamBuffer`] takes octets in pieces of any size and gives events, which borrow them.
//!
//! ```
//! use envoi::stream::{Event, Limits, StreamBuffer, StreamReader};
//!
//! let mut buffer = StreamBuffer::new(StreamReader::new(Limits::DEFAULT));
//! let received: &[&[u8]] = &[
//!     b"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
//!     b"<message to='juliet@exam",
//!     b"ple.com'><body>Hi</body></message></stream:stream>",
//! ];
//! for piece in received {
//!     buffer.push(piece);
//!     while let Some(event) = buffer.next_event()? {
//!         match event {
//!             Event::Open(header) => assert_eq!(header.content_namespace(), Some("jabber:client")),
//!             Event::Stanza(stanza) => assert_eq!(stanza.to().as_deref(), Some("juliet@example.com")),
//!             Event::Element(element) => println!("{}", element.name()),
//!             Event::Close => println!("closed"),
//!         }
//!     }
//! }
//! # Ok::<(), envoi::stream::StreamError>(())
//! ```

mod buffer;
mod condition;
mod error;
mod failure;
mod features;
mod first_level;
mod frame;
mod header;
mod limits;
mod opened;
mod reader;
mod utf8;
mod writer;

pub use crate::xml::{ElementWriter, WriteError, WriteErrorKind};
pub use buffer::StreamBuffer;
pub use condition::Condition;
pub use error::{StreamError, StreamErrorKind};
pub use failure::StreamFailure;
pub use features::{Feature, Mechanisms, StreamFeatures};
pub use frame::FrameReader;
pub use header::StreamHeader;
pub use limits::Limits;
pub use reader::{Event, StreamReader};
pub use writer::{FailureWriter, HeaderWriter, StreamWriter};

/// The stream namespace (RFC 6120 section 4.8.1).
pub const NS_STREAM: &str = "http://etherx.jabber.org/streams";
/// The namespace of framed streams (RFC 7395 section 3.3.2).
pub const NS_FRAMING: &str = "urn:ietf:params:xml:ns:xmpp-framing";
/// The namespace of stream error conditions (RFC 6120 section 4.9.2).
pub const NS_STREAM_ERRORS: &str = "urn:ietf:params:xml:ns:xmpp-streams";
/// The namespace of STARTTLS (RFC 6120 section 5.4.1).
pub const NS_TLS: &str = "urn:ietf:params:xml:ns:xmpp-tls";
/// The namespace of SASL (RFC 6120 section 6.4.1).
pub const NS_SASL: &str = "urn:ietf:params:xml:ns:xmpp-sasl";
/// The namespace of resource binding (RFC 6120 section 7.4).
pub const NS_BIND: &str = "urn:ietf:params:xml:ns:xmpp-bind";
/// The namespace of sessions (RFC 3921 section 3).
pub const NS_SESSION: &str = "urn:ietf:params:xml:ns:xmpp-session";
