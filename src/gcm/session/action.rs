//! [`Action`]: what a session asks for and tells, and why.

use super::ConnectionId;
use crate::gcm::{Downstream, Incoming, Nack, NackCode, Receipt, Remedy, Returned, Upstream, UpstreamAck};
use alloc::string::String;
use core::fmt;

/// What is to be done, or to be known.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Action {
    /// Open a connection and log in; then [`connected`](super::Session::connected) or [`connect_failed`](super::Session::connect_failed).
    Connect,
    /// Write this message to the connection.
    Send {
        /// Where to.
        connection: ConnectionId,
        /// What.
        message: Downstream,
    },
    /// Write this answer to the connection.
    Acknowledge {
        /// Where to: where the message came from, because it counts nowhere else (GCM CCS, Flow Control).
        connection: ConnectionId,
        /// What.
        ack: UpstreamAck,
    },
    /// A device sent something. Its answer is the action behind this one, so what must be stored is to be stored before that is asked for.
    Deliver {
        /// What it sent.
        upstream: Upstream,
        /// Whether a message of this ID from this device has been delivered before: the service sends again what it has seen no answer for.
        repeated: bool,
    },
    /// A message has reached its device.
    Delivered(Receipt),
    /// The service has taken a message.
    Acked {
        /// The message.
        message: Downstream,
        /// The registration ID that is to be used from now on, if there is a new one.
        registration_id: Option<String>,
    },
    /// A message will not be sent, or not be sent again.
    Failed {
        /// The message.
        message: Downstream,
        /// Why.
        failure: Failure,
        /// How often the service refused it.
        refusals: u32,
    },
    /// The connection will be closed by the service: it gets answers, and nothing new. Keep reading from it.
    Draining(ConnectionId),
    /// Something that fits nothing. Nothing follows from it but this.
    Unexpected {
        /// The connection that it came by.
        connection: ConnectionId,
        /// What came.
        incoming: Incoming,
        /// Why it fits nothing.
        why: Oddity,
    },
}

/// Why a message will not be sent, or not be sent again.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Failure {
    /// The service did not take it. If the remedy is to send it again, that has been done as often as it may be.
    Nack(Nack),
    /// It came back as a stanza error.
    Returned(Returned),
    /// Another message to the same registration ID was refused for good, so that this one was not sent.
    Registration(NackCode),
}

/// Why something that came fits nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Oddity {
    /// The connection is not open: answers over another one would not count.
    NotConnected,
    /// No message of this ID waits for an answer on this connection: it had one, or was never sent.
    NotPending,
    /// The service says that an answer was malformed; it will send the message again.
    BadAck,
    /// A control message that is not documented.
    ControlType,
    /// A kind of message that is not documented.
    MessageType,
}

/// Why a message has not been accepted for sending; it is handed back.
///
/// ```
/// use envoi::gcm::{Downstream, SendErrorKind, Session, SessionLimits};
///
/// let mut session = Session::new(SessionLimits::DEFAULT, 7);
/// let message = Downstream::to("APA91b", "m-1").build()?;
/// session.send(message.clone())?;
/// let error = session.send(message.clone()).unwrap_err();
/// assert_eq!(error.kind(), SendErrorKind::DuplicateId);
/// assert_eq!(error.to_string(), "a message of this ID has no answer yet (GCM server reference, table 1)");
/// assert_eq!(error.into_message(), message);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendError {
    pub(super) kind: SendErrorKind,
    pub(super) message: Downstream,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum SendErrorKind {
    /// A message of this ID has no answer yet: the answer would not tell which one it is for (GCM server reference, table 1).
    DuplicateId,
    /// As many messages wait as [`SessionLimits::messages`](super::SessionLimits::messages) allows.
    Full,
}

impl Failure {
    /// The code of the service.
    pub const fn code(&self) -> NackCode {
        match self {
            Self::Nack(nack) => nack.code,
            Self::Returned(returned) => returned.code,
            Self::Registration(code) => *code,
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::Nack(nack) => nack.remedy(),
            Self::Returned(returned) => returned.remedy(),
            Self::Registration(code) => code.remedy(),
        }
    }
}

impl Oddity {
    /// An identifier for logs and programs, such as `not-pending`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotConnected => "not-connected",
            Self::NotPending => "not-pending",
            Self::BadAck => "bad-ack",
            Self::ControlType => "control-type",
            Self::MessageType => "message-type",
        }
    }
}

impl SendError {
    /// What is wrong.
    pub const fn kind(&self) -> SendErrorKind {
        self.kind
    }

    /// The message.
    pub const fn message(&self) -> &Downstream {
        &self.message
    }

    /// The message.
    pub fn into_message(self) -> Downstream {
        self.message
    }
}

impl SendErrorKind {
    /// An identifier for logs and programs, such as `duplicate-id`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DuplicateId => "duplicate-id",
            Self::Full => "full",
        }
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            SendErrorKind::DuplicateId => {
                "a message of this ID has no answer yet (GCM server reference, table 1)"
            }
            SendErrorKind::Full => "as many messages wait as the limit allows (GCM CCS, Flow Control)",
        })
    }
}

impl core::error::Error for SendError {}
