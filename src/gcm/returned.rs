//! [`Returned`]: a message that came back as a stanza error.

use super::code::{NackCode, Remedy};
use super::json;
use crate::stanza::{Condition, ErrorType, RawStanza, StanzaFailure};
use crate::xml::Element;
use alloc::string::String;
use core::fmt;
use serde_json::Value;

/// A message that came back as a stanza error: the service could not read it (GCM CCS, Stanza error).
///
/// ```
/// use envoi::gcm::{Incoming, NackCode, Remedy};
/// use envoi::stanza::{Condition, RawStanza};
/// use envoi::xml::ElementBuf;
///
/// let message = ElementBuf::parse(
///     "<message xmlns='jabber:client' id='3' type='error' to='123456789@gcm.googleapis.com/ABC'>\
///      <gcm xmlns='google:mobile:data'>{\"random\": \"text\"}</gcm>\
///      <error code='400' type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>\
///      <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>\
///      InvalidJson: JSON_PARSING_ERROR : Missing Required Field: message_id</text></error></message>",
/// )?;
/// let message = RawStanza::from_element(message.element(), "jabber:client").unwrap();
/// let Some(Incoming::Returned(returned)) = Incoming::read(message)? else { panic!() };
/// assert_eq!(returned.condition, Condition::BadRequest);
/// assert_eq!(returned.code, NackCode::JsonParsingError);
/// assert_eq!(returned.remedy(), Remedy::FixMessage);
/// assert_eq!((returned.stanza_id.as_deref(), returned.message_id), (Some("3"), None));
/// assert_eq!(returned.json, "{\"random\": \"text\"}");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Returned {
    /// The condition; `undefined-condition` if the stanza has none (RFC 6120 section 8.3.2).
    pub condition: Condition,
    /// What the stanza says that can be done about it (RFC 6120 section 8.3.2).
    pub error_type: ErrorType,
    /// The code that the description begins with.
    pub code: NackCode,
    /// The description, for people.
    pub text: Option<String>,
    /// The `id` of the stanza, which is that of the stanza that was sent (RFC 6120 section 8.1.3).
    pub stanza_id: Option<String>,
    /// The ID of the message, if what came back can be read and has one.
    pub message_id: Option<String>,
    /// The type of the message, if what came back can be read and has one: `ack` for an answer.
    pub message_type: Option<String>,
    /// What came back: the payload as it was sent; empty if it did not come (RFC 6120 section 8.3.1, rule 6).
    pub json: String,
}

impl Returned {
    /// What a stanza of type `error` gives back.
    pub(super) fn read(stanza: RawStanza<'_>, payload: Option<Element<'_>>) -> Self {
        let failure = StanzaFailure::of(stanza);
        let text = failure.and_then(|failure| failure.text());
        let json = payload.map(Element::text).unwrap_or_default().into_owned();
        // What is not JSON came back for just that reason.
        let mut object = json::read_object(&json).unwrap_or_default();
        let mut string = |name| match object.remove(name) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        let (message_id, message_type) = (string("message_id"), string("message_type"));
        Self {
            condition: failure.map_or(Condition::UndefinedCondition, |failure| failure.condition()),
            error_type: failure.map_or(ErrorType::Cancel, |failure| failure.error_type()),
            code: text.as_deref().map_or(NackCode::Unknown, NackCode::of),
            text: text.map(|text| text.trim().into()),
            stanza_id: stanza.id().map(Into::into),
            message_id,
            message_type,
            json,
        }
    }

    /// What to do about it: what the code says, or else the type of the error (RFC 6120 section 8.3.2).
    pub fn remedy(&self) -> Remedy {
        if self.code != NackCode::Unknown {
            return self.code.remedy();
        }
        match self.error_type {
            ErrorType::Auth => Remedy::CheckCredentials,
            ErrorType::Modify => Remedy::FixMessage,
            ErrorType::Wait => Remedy::BackOff,
            ErrorType::Cancel | ErrorType::Continue => Remedy::Inspect,
        }
    }
}

/// The error, and `…` for what came back.
impl fmt::Debug for Returned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Returned");
        out.field("condition", &self.condition)
            .field("error_type", &self.error_type)
            .field("code", &self.code);
        out.field("stanza_id", &self.stanza_id).field("message_id", &self.message_id).finish_non_exhaustive()
    }
}
