//! [`UpstreamAck`]: the answer to what a device sent.

use super::error::{GcmError, GcmErrorKind};
use super::json;
use super::payload;
use crate::stanza::{Seal, StanzaKind, StanzaParts};
use crate::xml::{ElementWriter, WriteError, WriteXml};
use alloc::string::String;

/// The answer to an upstream message or a receipt (GCM server reference, table 9).
///
/// Each gets one, as soon as may be, and never a nack (GCM CCS, Message Format). It counts in the connection that the message came by, and
/// not in the window of messages that wait for answers (GCM CCS, Flow Control).
///
/// ```
/// use envoi::gcm::UpstreamAck;
/// use envoi::stream::StreamWriter;
///
/// let ack = UpstreamAck::new("APA91b", "m-123")?;
/// assert_eq!(ack.to_json(), r#"{"to":"APA91b","message_id":"m-123","message_type":"ack"}"#);
///
/// let mut writer = StreamWriter::fragments("jabber:client");
/// writer.write(&ack)?;
/// assert_eq!(
///     writer.as_bytes(),
///     br#"<message><gcm xmlns='google:mobile:data'>{"to":"APA91b","message_id":"m-123","message_type":"ack"}</gcm></message>"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UpstreamAck {
    to: String,
    message_id: String,
}

impl UpstreamAck {
    /// The answer to the message of this ID, which came from `to`; [`Upstream::ack`](super::Upstream::ack) and
    /// [`Receipt::ack`](super::Receipt::ack) know both.
    ///
    /// # Errors
    ///
    /// `Empty`.
    pub fn new(to: &str, message_id: &str) -> Result<Self, GcmError> {
        for (field, value) in [("to", to), ("message_id", message_id)] {
            if value.is_empty() {
                return Err(GcmError::new(GcmErrorKind::Empty).of(field));
            }
        }
        Ok(Self::of(to, message_id))
    }

    /// That of a message that came, whatever it holds: what came in is what goes back.
    pub(super) fn of(to: &str, message_id: &str) -> Self {
        Self { to: to.into(), message_id: message_id.into() }
    }

    /// Whom the message came from.
    pub fn recipient(&self) -> &str {
        &self.to
    }

    /// The message.
    pub fn message_id(&self) -> &str {
        &self.message_id
    }

    /// The payload.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        json::push_member("to", &json::string(&self.to), &mut out);
        json::push_member("message_id", &json::string(&self.message_id), &mut out);
        json::push_member("message_type", &json::string("ack"), &mut out);
        json::finish_object(out)
    }
}

/// The payload, `<gcm>`.
impl WriteXml for UpstreamAck {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        payload::write(&self.to_json(), out)
    }
}

/// A `<message>` with nothing but the payload.
impl StanzaParts for UpstreamAck {
    fn stanza_kind(&self) -> StanzaKind {
        StanzaKind::Message
    }

    fn write_parts(&self, out: &mut ElementWriter<'_>, _seal: Seal) -> Result<(), WriteError> {
        self.write_xml(out)
    }
}
