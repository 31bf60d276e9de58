//! [`Outgoing`]: what goes to the service, as whoever stands in its place reads it.

use super::downstream::{Downstream, DownstreamBuilder, Priority, is_documented};
use super::error::{GcmError, GcmErrorKind};
use super::json;
use super::payload;
use super::upstream_ack::UpstreamAck;
use crate::stanza::RawStanza;
use alloc::string::String;
use serde_json::{Map, Value};

/// What goes to the service, read by the rules under which it is written: for gateways, replays and tests, which stand in its place.
///
/// ```
/// use envoi::gcm::{Downstream, GcmErrorKind, Outgoing};
///
/// let json = r#"{"to":"APA91b","message_id":"m-1","time_to_live":600,"data":{"hello":"world"}}"#;
/// let Outgoing::Downstream(message) = Outgoing::from_json(json)? else { panic!() };
/// assert_eq!(message, Downstream::to("APA91b", "m-1").time_to_live(600).data("hello", "world").build()?);
///
/// let error = Outgoing::from_json(r#"{"to":"APA91b","message_id":"m-1","time_to_live":-1}"#).unwrap_err();
/// assert_eq!((error.kind(), error.field()), (GcmErrorKind::Range, Some("time_to_live")));
/// # Ok::<(), envoi::gcm::GcmError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outgoing {
    /// A message to a device.
    Downstream(Downstream),
    /// The answer to what a device sent, or to a receipt.
    Ack(UpstreamAck),
}

impl Outgoing {
    /// The message that a stanza is; `None` if it is no `<message>` with a `<gcm>` in it, or of type `error`.
    ///
    /// # Errors
    ///
    /// `Markup`, `SecondPayload`, and those of [`from_json`](Self::from_json).
    pub fn read(stanza: RawStanza<'_>) -> Result<Option<Self>, GcmError> {
        if stanza.type_().as_deref() == Some("error") {
            return Ok(None);
        }
        let Some(element) = payload::find(stanza) else { return Ok(None) };
        Self::from_json(&payload::text(stanza, element)?).map(Some)
    }

    /// The message that a payload is, outside of a stanza. Attributes that are not known are kept, and those that are documented and
    /// `null` are as if they were not there, as in [`Incoming`](super::Incoming).
    ///
    /// # Errors
    ///
    /// `Json`, `Depth`, `DuplicateName`, `NotObject`; `Missing` and `Type` of any attribute; `MessageType` if it is another than `ack`;
    /// `Priority`; and those of [`DownstreamBuilder::build`].
    pub fn from_json(text: &str) -> Result<Self, GcmError> {
        let mut object = json::read_object(text)?;
        object.retain(|name, value| !value.is_null() || !(is_documented(name) || name == "message_type"));
        match object.get("message_type") {
            None => read_downstream(&object).map(Self::Downstream),
            Some(Value::String(name)) if name == "ack" => {
                UpstreamAck::new(required(&object, "to")?, required(&object, "message_id")?).map(Self::Ack)
            }
            // GCM CCS, Message Format: never a nack.
            Some(Value::String(_)) => Err(GcmError::new(GcmErrorKind::MessageType).of("message_type")),
            Some(_) => Err(wrong_type("message_type")),
        }
    }
}

fn read_downstream(object: &Map<String, Value>) -> Result<Downstream, GcmError> {
    let message_id = required(object, "message_id")?;
    let mut builder = match object.get("condition") {
        Some(condition) if !object.contains_key("to") => {
            Downstream::to_condition(string("condition", condition)?, message_id)
        }
        // FCM XMPP reference, table 1: one of the two. A second one is refused below.
        _ => Downstream::to(required(object, "to")?, message_id),
    };
    for (name, value) in object {
        builder = read_attribute(builder, name, value)?;
    }
    builder.build()
}

fn read_attribute<'a>(
    builder: DownstreamBuilder<'a>,
    name: &'a str,
    value: &'a Value,
) -> Result<DownstreamBuilder<'a>, GcmError> {
    Ok(match name {
        "to" | "message_id" => builder,
        "condition" if builder.is_to_condition() => builder,
        "collapse_key" => builder.collapse_key(string("collapse_key", value)?),
        "priority" => builder.priority(match string("priority", value)? {
            "normal" => Priority::Normal,
            "high" => Priority::High,
            _ => return Err(GcmError::new(GcmErrorKind::Priority).of("priority")),
        }),
        "content_available" => builder.content_available(flag("content_available", value)?),
        "delay_while_idle" => builder.delay_while_idle(flag("delay_while_idle", value)?),
        "delivery_receipt_requested" => {
            builder.delivery_receipt_requested(flag("delivery_receipt_requested", value)?)
        }
        "dry_run" => builder.dry_run(flag("dry_run", value)?),
        "time_to_live" => builder.time_to_live(seconds(value)?),
        "data" => pairs("data", value)?.try_fold(builder, |builder, pair| {
            let (key, value) = pair?;
            Ok(builder.data(key, value))
        })?,
        "notification" => pairs("notification", value)?.try_fold(builder, |builder, pair| {
            let (key, value) = pair?;
            Ok(builder.notification(key, value))
        })?,
        _ => builder.attribute(name, value.clone()),
    })
}

fn required<'a>(object: &'a Map<String, Value>, name: &'static str) -> Result<&'a str, GcmError> {
    match object.get(name) {
        Some(value) => string(name, value),
        None => Err(GcmError::new(GcmErrorKind::Missing).of(name)),
    }
}

fn string<'a>(name: &'static str, value: &'a Value) -> Result<&'a str, GcmError> {
    value.as_str().ok_or(wrong_type(name))
}

fn flag(name: &'static str, value: &Value) -> Result<bool, GcmError> {
    value.as_bool().ok_or(wrong_type(name))
}

/// GCM server reference, table 11: an integer from 0 to four weeks.
fn seconds(value: &Value) -> Result<u32, GcmError> {
    let number = value.as_number().ok_or(wrong_type("time_to_live"))?;
    if number.is_f64() {
        return Err(wrong_type("time_to_live"));
    }
    let seconds = number.as_u64().and_then(|seconds| u32::try_from(seconds).ok());
    seconds.ok_or(GcmError::new(GcmErrorKind::Range).of("time_to_live"))
}

/// GCM server reference, table 1: values are to be strings.
fn pairs<'a>(
    name: &'static str,
    value: &'a Value,
) -> Result<impl Iterator<Item = Result<(&'a str, &'a str), GcmError>>, GcmError> {
    let object = value.as_object().ok_or(wrong_type(name))?;
    Ok(object.iter().enumerate().map(move |(entry, (key, value))| {
        let value = value.as_str().ok_or(wrong_type(name).entry_at(entry))?;
        Ok((key.as_str(), value))
    }))
}

fn wrong_type(name: &'static str) -> GcmError {
    GcmError::new(GcmErrorKind::Type).of(name)
}
