//! Messages of Google Cloud Messaging, as its Cloud Connection Server (CCS) speaks them over XMPP (feature `gcm`).
//!
//! A `<message>` carries `<gcm xmlns='google:mobile:data'>`, and that a JSON object. Five kinds come from the service, two go to it:
//!
//! | direction | kind | here |
//! |-|-|-|
//! | in | upstream message of a device | [`Upstream`] |
//! | in | answer to a message that was sent | [`Ack`], [`Nack`] |
//! | in | delivery receipt | [`Receipt`] |
//! | in | control: the connection is about to close | [`Control`] |
//! | in | stanza error: what was sent could not be read | [`Returned`] |
//! | out | downstream message to a device | [`Downstream`] |
//! | out | answer to an upstream message or a receipt | [`UpstreamAck`] |
//!
//! [`Incoming::read`] tells which one a stanza is; kinds and fields that are not known are kept. [`Session`] is the machine around
//! them: what may be sent when, what is answered, what is done about each [`NackCode`], what is sent again.
//!
//! Whoever stands in the service's place, a gateway or a test, reads [`Outgoing`] and writes [`Incoming`].
//!
//! Two documents say how it is: Google's own pages for Android developers, here *GCM CCS* and *GCM server reference*, and their later
//! edition, *FCM XMPP reference*, from which come the limits where the two differ. The service has been shut down since; what speaks its
//! protocol today is a gateway, a test, or an archive.

mod code;
mod collapse;
mod downstream;
mod error;
mod incoming;
mod json;
mod outgoing;
mod partial;
mod payload;
mod returned;
mod service;
mod session;
mod upstream_ack;

pub use code::{NackCode, Remedy};
pub use collapse::{CollapseKeys, MAX_COLLAPSE_KEYS};
pub use downstream::{
    Downstream, DownstreamBuilder, MAX_CONDITION_OPERATORS, MAX_PAYLOAD_OCTETS, MAX_TIME_TO_LIVE,
    MAX_TOPIC_PAYLOAD_OCTETS, Priority,
};
pub use error::{GcmError, GcmErrorKind};
pub use incoming::{Ack, Control, Incoming, Nack, Receipt, Unknown, Upstream};
pub use json::MAX_DEPTH;
pub use outgoing::Outgoing;
pub use returned::Returned;
pub use serde_json::{Map, Value};
pub use session::{
    Action, ConnectionId, Failure, MAX_RETRY_DELAY, Oddity, RETRY_DELAY, SendError, SendErrorKind, Session,
    SessionLimits, WINDOW,
};
pub use upstream_ack::UpstreamAck;

/// The namespace of the payload (GCM CCS, Message Format).
pub const NS_GCM: &str = "google:mobile:data";
