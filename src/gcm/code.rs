//! [`NackCode`]: why the service did not take a message, and [`Remedy`]: what to do about it.

use core::fmt;

/// Why the service did not take a message (GCM server reference, table 11; GCM CCS, NACK message; FCM XMPP reference, table of error codes).
///
/// ```
/// use envoi::gcm::{NackCode, Remedy};
///
/// assert_eq!(NackCode::of("DEVICE_UNREGISTERED"), NackCode::DeviceUnregistered);
/// assert_eq!(NackCode::DeviceUnregistered.remedy(), Remedy::DropRegistration);
/// // Older servers put the description behind the code.
/// assert_eq!(NackCode::of("InvalidJson : INVALID_TTL : Invalid value (-1)"), NackCode::InvalidTtl);
/// assert_eq!(NackCode::of("OUT_OF_CHEESE"), NackCode::Unknown);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum NackCode {
    /// The JSON is malformed, lacks a field, is too big, or has a value or key that cannot be.
    InvalidJson,
    /// The `time_to_live` is out of range (earlier servers).
    InvalidTtl,
    /// A field is of another JSON type than it should be (earlier servers).
    JsonTypeError,
    /// The JSON cannot be parsed, or lacks a field (earlier servers, in stanza errors).
    JsonParsingError,
    /// The registration ID is none, was cut, or belongs to another sender.
    BadRegistration,
    /// The device is not registered any more.
    DeviceUnregistered,
    /// The registration ID belongs to another sender (later servers).
    SenderIdMismatch,
    /// An ack that was sent is malformed.
    BadAck,
    /// The service did not process the message in time.
    ServiceUnavailable,
    /// The service met an error of its own.
    InternalServerError,
    /// Too many messages to one device.
    DeviceMessageRateExceeded,
    /// Too many messages to one topic (later servers).
    TopicsMessageRateExceeded,
    /// What `DeviceMessageRateExceeded` was called before (earlier servers).
    QuotaExceeded,
    /// The connection is draining, and takes no more messages.
    ConnectionDraining,
    /// The account of the sender could not be authenticated.
    AuthenticationFailed,
    /// The certificate for Apple's service is missing or has expired (later servers).
    InvalidApnsCredential,
    /// A code that is not documented, or none; the text is kept with the message. It is treated as [`InternalServerError`](Self::InternalServerError).
    Unknown,
}

/// What to do about a message that was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Remedy {
    /// Remove the registration ID and send nothing to it any more. The application was removed or unregistered, or the ID has expired.
    DropRegistration,
    /// Send nothing to this registration ID before it has been compared with what the device registered, and the sender with the one that
    /// the device allows: nothing may be cut off or added.
    CheckRegistration,
    /// Correct the message: sent again as it is, it is refused again.
    FixMessage,
    /// Correct the ack: the service will send the upstream message again.
    FixAck,
    /// Send the same message again after a delay that starts with [`RETRY_DELAY`](super::RETRY_DELAY), doubles each time, and has a random
    /// part, so that not everything is sent again at once.
    BackOff,
    /// Send less to this device or topic, and nothing at once.
    SlowDown,
    /// Send the same message over another connection.
    Reconnect,
    /// Correct the account, key or certificate: no message will be taken before.
    CheckCredentials,
    /// Nobody knows: write it down and look at it.
    Inspect,
}

impl NackCode {
    /// All that are documented.
    pub const ALL: [Self; 16] = [
        Self::InvalidJson,
        Self::InvalidTtl,
        Self::JsonTypeError,
        Self::JsonParsingError,
        Self::BadRegistration,
        Self::DeviceUnregistered,
        Self::SenderIdMismatch,
        Self::BadAck,
        Self::ServiceUnavailable,
        Self::InternalServerError,
        Self::DeviceMessageRateExceeded,
        Self::TopicsMessageRateExceeded,
        Self::QuotaExceeded,
        Self::ConnectionDraining,
        Self::AuthenticationFailed,
        Self::InvalidApnsCredential,
    ];

    /// The code that a text begins with.
    ///
    /// GCM CCS, NACK message: it stands alone, or in front of a description, with colons between and `InvalidJson` in front of what is more
    /// precise.
    pub fn of(error: &str) -> Self {
        let mut parts = error.split(':').map(str::trim);
        let first = parts.next().map_or(Self::Unknown, Self::named);
        if first != Self::InvalidJson {
            return first;
        }
        match parts.next().map(Self::named) {
            Some(precise) if precise != Self::Unknown => precise,
            _ => first,
        }
    }

    fn named(name: &str) -> Self {
        // GCM CCS, NACK message: what stands in front of a description is written like this.
        if name == "InvalidJson" {
            return Self::InvalidJson;
        }
        Self::ALL.into_iter().find(|code| code.as_str() == name).unwrap_or(Self::Unknown)
    }

    /// The code as it is written; empty for `Unknown`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidJson => "INVALID_JSON",
            Self::InvalidTtl => "INVALID_TTL",
            Self::JsonTypeError => "JSON_TYPE_ERROR",
            Self::JsonParsingError => "JSON_PARSING_ERROR",
            Self::BadRegistration => "BAD_REGISTRATION",
            Self::DeviceUnregistered => "DEVICE_UNREGISTERED",
            Self::SenderIdMismatch => "SENDER_ID_MISMATCH",
            Self::BadAck => "BAD_ACK",
            Self::ServiceUnavailable => "SERVICE_UNAVAILABLE",
            Self::InternalServerError => "INTERNAL_SERVER_ERROR",
            Self::DeviceMessageRateExceeded => "DEVICE_MESSAGE_RATE_EXCEEDED",
            Self::TopicsMessageRateExceeded => "TOPICS_MESSAGE_RATE_EXCEEDED",
            Self::QuotaExceeded => "QUOTA_EXCEEDED",
            Self::ConnectionDraining => "CONNECTION_DRAINING",
            Self::AuthenticationFailed => "AUTHENTICATION_FAILED",
            Self::InvalidApnsCredential => "INVALID_APNS_CREDENTIAL",
            Self::Unknown => "",
        }
    }

    /// What to do about it (GCM server reference, table 11).
    pub const fn remedy(self) -> Remedy {
        match self {
            Self::InvalidJson | Self::InvalidTtl | Self::JsonTypeError | Self::JsonParsingError => {
                Remedy::FixMessage
            }
            Self::BadRegistration | Self::SenderIdMismatch => Remedy::CheckRegistration,
            Self::DeviceUnregistered => Remedy::DropRegistration,
            Self::BadAck => Remedy::FixAck,
            // GCM CCS, NACK message: what is not expected is treated as an internal error.
            Self::ServiceUnavailable | Self::InternalServerError | Self::Unknown => Remedy::BackOff,
            Self::DeviceMessageRateExceeded | Self::TopicsMessageRateExceeded | Self::QuotaExceeded => {
                Remedy::SlowDown
            }
            Self::ConnectionDraining => Remedy::Reconnect,
            Self::AuthenticationFailed | Self::InvalidApnsCredential => Remedy::CheckCredentials,
        }
    }
}

impl Remedy {
    /// An identifier for logs and programs, such as `drop-registration`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DropRegistration => "drop-registration",
            Self::CheckRegistration => "check-registration",
            Self::FixMessage => "fix-message",
            Self::FixAck => "fix-ack",
            Self::BackOff => "back-off",
            Self::SlowDown => "slow-down",
            Self::Reconnect => "reconnect",
            Self::CheckCredentials => "check-credentials",
            Self::Inspect => "inspect",
        }
    }

    /// Whether the same message may be sent again.
    ///
    /// ```
    /// use envoi::gcm::Remedy;
    ///
    /// assert!(Remedy::BackOff.retries());
    /// assert!(!Remedy::DropRegistration.retries());
    /// ```
    pub const fn retries(self) -> bool {
        matches!(self, Self::BackOff | Self::SlowDown | Self::Reconnect)
    }

    /// Whether nothing is to be sent to the registration any more, or not before somebody has looked at it.
    pub const fn stops_registration(self) -> bool {
        matches!(self, Self::DropRegistration | Self::CheckRegistration)
    }
}

impl fmt::Display for NackCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(self, Self::Unknown) { "unknown code" } else { self.as_str() })
    }
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
