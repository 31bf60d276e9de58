//! XMPP addresses (JIDs, RFC 7622) and XMPP streams (RFC 6120, RFC 7395).
//!
//! # Addresses
//!
//! An address such as `juliet@example.com/balcony` has up to three parts: a localpart, a domainpart and a
//! resourcepart. [`Jid`] holds any of them, [`BareJid`] one without a resourcepart, [`FullJid`] one with.
//! All three are `str`s known to be canonical, so comparing them is comparing octets, and text that is
//! canonical already is borrowed, never copied.
//!
//! ```
//! # #[cfg(feature = "alloc")] {
//! use envoi::Jid;
//!
//! let jid = Jid::parse("Juliet@Example.COM/Balcony")?;
//! assert_eq!(jid.as_str(), "juliet@example.com/Balcony");
//! assert_eq!(jid.bare().as_str(), "juliet@example.com");
//!
//! let error = Jid::parse("a&b@example.com").unwrap_err();
//! assert_eq!(error.offset(), 1);
//! assert_eq!(
//!     error.to_string(),
//!     "localpart: '&' (U+0026) is not allowed, at byte 1 (RFC 7622 section 3.3.1)"
//! );
//! # }
//! # Ok::<(), envoi::JidError>(())
//! ```
//!
//! # Streams
//!
//! [`stream`] turns octets into events and back, without sockets: [`StreamBuffer`](stream::StreamBuffer) and
//! [`StreamReader`](stream::StreamReader) read, [`StreamWriter`](stream::StreamWriter) writes, [`FrameReader`](stream::FrameReader) is for WebSocket.
//! A stanza comes as a [`RawStanza`](stanza::RawStanza), which can be forwarded with other addresses as it was read. [`stanza`] reads it as a
//! message, presence or iq, answers what is wrong with it, and builds new ones. Everything in it is an [`Element`](xml::Element), a view that
//! borrows.
//!
//! ```
//! # #[cfg(feature = "alloc")] {
//! use envoi::stanza::Stanza;
//! use envoi::stream::{Event, Limits, StreamBuffer, StreamReader};
//!
//! let mut buffer = StreamBuffer::new(StreamReader::new(Limits::DEFAULT));
//! buffer.push(b"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>");
//! buffer.push(b"<message to='juliet@example.com'><body>Art thou not Rom");
//! buffer.push(b"eo?</body></message>");
//! let mut bodies = Vec::new();
//! while let Some(event) = buffer.next_event()? {
//!     let Event::Stanza(stanza) = event else { continue };
//!     if let Ok(Stanza::Message(message)) = Stanza::read(stanza) {
//!         bodies.extend(message.body().map(|body| body.into_owned()));
//!     }
//! }
//! assert_eq!(bodies, ["Art thou not Romeo?"]);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! | feature | what it adds |
//! |-|-|
//! | `std` (default) | run-time choice of the widest vector instructions |
//! | `alloc` | text that is not canonical yet, batches, escaping, URIs; the modules `xml`, `stanza`, `stream` and `appengine` |
//! | `serde` | `Serialize` and `Deserialize` for the address types; elements into types of your own; brings in `std` |
//! | `gcm` | the module `gcm`: messages of Google's cloud messaging over XMPP; brings in `alloc` |
//! | `rfc6122` | the older stringprep rules, as a [`Policy`]; brings in `std`, which the crate `stringprep` needs |
//!
//! Without `alloc` there are no streams, and the library still checks and takes apart canonical text: see [`Jid::from_canonical`].

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

mod steps;
// Without an allocator nothing is mapped, so some of these two floors stands unused.
#[cfg_attr(not(feature = "alloc"), allow(dead_code))]
mod scan;
#[cfg_attr(not(feature = "alloc"), allow(dead_code))]
mod unicode;

#[cfg(feature = "alloc")]
pub mod appengine;
pub mod domain;
#[cfg(feature = "gcm")]
pub mod gcm;
pub mod jid;
pub mod precis;
#[cfg(feature = "alloc")]
pub mod stanza;
#[cfg(feature = "alloc")]
pub mod stream;
#[cfg(feature = "alloc")]
pub mod xml;

#[cfg(all(test, feature = "alloc"))]
mod growth;

pub use jid::{
    BareJid, Domainpart, FullJid, Jid, JidError, JidErrorKind, Localpart, Part, Parts, Policy, Resourcepart,
    Split,
};
#[cfg(feature = "alloc")]
pub use jid::{Scratch, batch, escape, uri};

pub use unicode::Outcome;

/// The version of Unicode that all tables of this library are made from.
///
/// ```
/// assert!(envoi::UNICODE_VERSION.0 >= 17);
/// ```
pub const UNICODE_VERSION: (u8, u8, u8) = unicode::UNICODE_VERSION;

/// The examples of the README, which run as tests.
#[cfg(all(doctest, feature = "alloc"))]
#[doc = include_str!("../README.md")]
struct Readme;
