//! [`Incoming`]: what comes from the service, and the fields of each kind.

use super::code::{NackCode, Remedy};
use super::error::{GcmError, GcmErrorKind};
use super::json;
use super::partial::{self, Partial};
use super::payload;
use super::returned::Returned;
use super::upstream_ack::UpstreamAck;
use crate::stanza::{RawStanza, StanzaKind};
use alloc::string::String;
use core::fmt;
use serde_json::{Map, Value};

/// What stands in front of the ID of a message in that of its receipt (GCM server reference, table 10).
pub(super) const RECEIPT_PREFIX: &str = "dr2:";

/// A message of the service.
///
/// ```
/// use envoi::gcm::{Incoming, NackCode, Remedy};
/// use envoi::stanza::RawStanza;
/// use envoi::xml::ElementBuf;
///
/// let message = ElementBuf::parse(
///     r#"<message xmlns='jabber:client' id=''><gcm xmlns='google:mobile:data'>{
///         "message_type": "nack", "message_id": "m-1", "from": "APA91b",
///         "error": "DEVICE_UNREGISTERED", "error_description": "gone", "hint": 7
///     }</gcm></message>"#,
/// )?;
/// let message = RawStanza::from_element(message.element(), "jabber:client").unwrap();
/// let Some(Incoming::Nack(nack)) = Incoming::read(message)? else { panic!() };
/// assert_eq!((nack.message_id.as_str(), nack.code), ("m-1", NackCode::DeviceUnregistered));
/// assert_eq!(nack.remedy(), Remedy::DropRegistration);
/// assert_eq!(nack.extra["hint"], 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Incoming {
    /// A device sent something.
    Upstream(Upstream),
    /// A message was taken.
    Ack(Ack),
    /// A message was not taken.
    Nack(Nack),
    /// A message has reached its device.
    Receipt(Receipt),
    /// Something about the connection.
    Control(Control),
    /// A kind of message that is not documented.
    Unknown(Unknown),
    /// A message came back as a stanza error.
    Returned(Returned),
}

/// What a device sent (GCM server reference, table 8). It is to be answered by [`ack`](Self::ack).
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Upstream {
    /// The registration ID of the device.
    pub from: String,
    /// The ID that the answer is to have.
    pub message_id: String,
    /// The name of the package that sent it: one connection serves many applications.
    pub category: Option<String>,
    /// What the application says.
    pub data: Map<String, Value>,
    /// Fields that are not documented, and documented ones of another JSON type.
    pub extra: Map<String, Value>,
    /// The first thing that is wrong with it and does not stand in the way of an answer.
    pub fault: Option<GcmError>,
    /// The payload as it came, if it has members that cannot be represented, and so are in no other field; [`fault`](Self::fault) says what is
    /// wrong with one of them.
    pub json: Option<String>,
}

/// A message was taken (GCM server reference, table 7).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Ack {
    /// The message.
    pub message_id: String,
    /// The registration ID that the message was sent to.
    pub from: Option<String>,
    /// The registration ID that is to be used from now on.
    pub registration_id: Option<String>,
    /// Fields that are not documented, and documented ones of another JSON type.
    pub extra: Map<String, Value>,
    /// The first thing that is wrong with it.
    pub fault: Option<GcmError>,
}

/// A message was not taken (GCM server reference, table 7).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Nack {
    /// The message.
    pub message_id: String,
    /// The registration ID that the message was sent to.
    pub from: Option<String>,
    /// Why.
    pub code: NackCode,
    /// Why, as it was written.
    pub error: String,
    /// More about it, for people.
    pub description: Option<String>,
    /// Fields that are not documented, and documented ones of another JSON type.
    pub extra: Map<String, Value>,
    /// The first thing that is wrong with it.
    pub fault: Option<GcmError>,
}

/// A message has reached its device (GCM server reference, table 10). It is to be answered by [`ack`](Self::ack).
///
/// It comes only for messages that asked for it by
/// [`delivery_receipt_requested`](super::DownstreamBuilder::delivery_receipt_requested).
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Receipt {
    /// The service.
    pub from: String,
    /// The ID that the answer is to have.
    pub message_id: String,
    /// The ID of the message that was sent.
    pub original_message_id: String,
    /// What became of it.
    pub status: Option<String>,
    /// The registration ID that the message was sent to.
    pub registration_id: Option<String>,
    /// The name of the package that received it.
    pub category: Option<String>,
    /// What else the receipt says.
    pub data: Map<String, Value>,
    /// Fields that are not documented, and documented ones of another JSON type.
    pub extra: Map<String, Value>,
    /// The first thing that is wrong with it and does not stand in the way of an answer.
    pub fault: Option<GcmError>,
    /// The payload as it came, if it has members that cannot be represented, and so are in no other field; [`fault`](Self::fault) says what is
    /// wrong with one of them.
    pub json: Option<String>,
}

/// Something about the connection (GCM server reference, table 10). It gets no answer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Control {
    /// What it is about.
    pub control_type: Option<String>,
    /// Fields that are not documented, and documented ones of another JSON type.
    pub extra: Map<String, Value>,
    /// The first thing that is wrong with it.
    pub fault: Option<GcmError>,
}

/// A kind of message that is not documented. It gets no answer.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Unknown {
    /// The kind.
    pub message_type: String,
    /// All other fields.
    pub fields: Map<String, Value>,
}

impl Incoming {
    /// The message of the service that a stanza is; `None` if it is no `<message>` with a `<gcm>` in it.
    ///
    /// Fields that an answer needs must be there: without them there is nothing to do but to write the fault down. All others may be missing,
    /// which [`fault`](Self::fault) tells. A field stays out, with a fault, if it stands there twice, holds a name that does, is nested too
    /// deeply, or holds a number or a string that cannot be represented; see [`Upstream::json`].
    ///
    /// # Errors
    ///
    /// `Markup`, `SecondPayload`, `NotObject`; `Json` if the text is no JSON; `Missing` and `Type` of `message_type`, `message_id`, and of `from`
    /// where the message is to be answered; `Json`, `Depth` and `DuplicateName` if for that one of these stays out, and for kinds that
    /// are not documented. None for a stanza of type `error`.
    pub fn read(stanza: RawStanza<'_>) -> Result<Option<Self>, GcmError> {
        let payload = payload::find(stanza);
        // RFC 6120 section 8.3.1, rule 6: what came back need not be in it.
        if stanza.kind() == StanzaKind::Message && stanza.type_().as_deref() == Some("error") {
            return Ok(Some(Self::Returned(Returned::read(stanza, payload))));
        }
        let Some(element) = payload else { return Ok(None) };
        Self::from_json(&payload::text(stanza, element)?).map(Some)
    }

    /// The message that a payload is, outside of a stanza.
    ///
    /// ```
    /// use envoi::gcm::Incoming;
    ///
    /// let draining = Incoming::from_json(r#"{"message_type":"control","control_type":"CONNECTION_DRAINING"}"#)?;
    /// assert!(matches!(draining, Incoming::Control(control) if control.is_draining()));
    /// # Ok::<(), envoi::gcm::GcmError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`read`](Self::read), but for `Markup` and `SecondPayload`.
    pub fn from_json(text: &str) -> Result<Self, GcmError> {
        match json::read_object(text) {
            Ok(object) => Self::from_fields(Fields { object, fault: None, json: None }),
            Err(fault) => Self::from_part(text, fault),
        }
    }

    /// GCM CCS, Message Format: each message that a device sent gets an ack. So what can be answered is read, whatever else is in it.
    fn from_part(text: &str, fault: GcmError) -> Result<Self, GcmError> {
        let Some(Partial { object, left_out }) = partial::read(text) else { return Err(fault) };
        // Of what kind it is nobody knows.
        if left_out.contains("message_type") {
            return Err(fault);
        }
        match Self::from_fields(Fields { object, fault: Some(fault), json: Some(text.into()) }) {
            // Without a field for the fault it would be lost.
            Ok(Self::Unknown(_)) | Err(_) => Err(fault),
            read => read,
        }
    }

    fn from_fields(mut fields: Fields) -> Result<Self, GcmError> {
        // GCM server reference, tables 7, 8 and 10: all kinds but the upstream message have a type.
        let Some(message_type) = fields.optional("message_type")? else {
            return Upstream::read(fields).map(Self::Upstream);
        };
        Ok(match message_type.as_str() {
            "ack" => Self::Ack(Ack::read(fields)?),
            "nack" => Self::Nack(Nack::read(fields)?),
            "receipt" => Self::Receipt(Receipt::read(fields)?),
            "control" => Self::Control(Control::read(fields)),
            _ => Self::Unknown(Unknown { message_type, fields: fields.object }),
        })
    }

    /// Which kind it is: `upstream`, `ack`, `nack`, `receipt`, `control`, `unknown` or `returned`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Upstream(_) => "upstream",
            Self::Ack(_) => "ack",
            Self::Nack(_) => "nack",
            Self::Receipt(_) => "receipt",
            Self::Control(_) => "control",
            Self::Unknown(_) => "unknown",
            Self::Returned(_) => "returned",
        }
    }

    /// The first thing that is wrong with it, although it could be read.
    ///
    /// ```
    /// use envoi::gcm::Incoming;
    ///
    /// let message = Incoming::from_json(r#"{"from":"APA91b","message_id":"m-1","data":[]}"#)?;
    /// let fault = message.fault().unwrap();
    /// assert_eq!(
    ///     fault.to_string(),
    ///     "category: the field is required (GCM server reference, tables 1 and 7 to 10)"
    /// );
    /// # Ok::<(), envoi::gcm::GcmError>(())
    /// ```
    pub const fn fault(&self) -> Option<GcmError> {
        match self {
            Self::Upstream(upstream) => upstream.fault,
            Self::Ack(ack) => ack.fault,
            Self::Nack(nack) => nack.fault,
            Self::Receipt(receipt) => receipt.fault,
            Self::Control(control) => control.fault,
            Self::Unknown(_) | Self::Returned(_) => None,
        }
    }

    /// The answer that it is to get: an upstream message and a receipt get one, nothing else does.
    ///
    /// ```
    /// use envoi::gcm::Incoming;
    ///
    /// let message = Incoming::from_json(r#"{"from":"APA91b","message_id":"m-1","category":"org.example"}"#)?;
    /// assert_eq!(message.ack().unwrap().to_json(), r#"{"to":"APA91b","message_id":"m-1","message_type":"ack"}"#);
    /// # Ok::<(), envoi::gcm::GcmError>(())
    /// ```
    pub fn ack(&self) -> Option<UpstreamAck> {
        match self {
            Self::Upstream(upstream) => Some(upstream.ack()),
            Self::Receipt(receipt) => Some(receipt.ack()),
            _ => None,
        }
    }
}

impl Upstream {
    fn read(mut fields: Fields) -> Result<Self, GcmError> {
        Ok(Self {
            from: fields.required("from")?,
            message_id: fields.required("message_id")?,
            category: fields.expected("category"),
            data: fields.object("data"),
            fault: fields.fault,
            json: fields.json,
            extra: fields.object,
        })
    }

    /// The answer.
    pub fn ack(&self) -> UpstreamAck {
        UpstreamAck::of(&self.from, &self.message_id)
    }
}

impl Ack {
    fn read(mut fields: Fields) -> Result<Self, GcmError> {
        Ok(Self {
            message_id: fields.required("message_id")?,
            from: fields.expected("from"),
            registration_id: fields.allowed("registration_id"),
            fault: fields.fault,
            extra: fields.object,
        })
    }
}

impl Nack {
    fn read(mut fields: Fields) -> Result<Self, GcmError> {
        let message_id = fields.required("message_id")?;
        let from = fields.expected("from");
        let error = fields.expected("error").unwrap_or_default();
        Ok(Self {
            message_id,
            from,
            code: NackCode::of(&error),
            error,
            description: fields.allowed("error_description"),
            fault: fields.fault,
            extra: fields.object,
        })
    }

    /// What to do about it.
    pub const fn remedy(&self) -> Remedy {
        self.code.remedy()
    }
}

impl Receipt {
    /// The [`status`](Self::status) that is documented: the device has confirmed that it received the message.
    pub const SENT_TO_DEVICE: &'static str = "MESSAGE_SENT_TO_DEVICE";

    fn read(mut fields: Fields) -> Result<Self, GcmError> {
        let from = fields.required("from")?;
        let message_id = fields.required("message_id")?;
        let category = fields.allowed("category");
        let mut data = Fields { object: fields.object("data"), fault: fields.fault, json: None };
        let status = data.allowed("message_status");
        let named = data.allowed("original_message_id");
        let registration_id = data.allowed("device_registration_id");
        let mut fault = data.fault;
        // GCM server reference, table 10: the ID behind a prefix, and the same among the data.
        let prefixed = message_id.strip_prefix(RECEIPT_PREFIX);
        if prefixed.is_none() || named.as_deref().is_some_and(|named| prefixed != Some(named)) {
            fault = fault.or(Some(GcmError::new(GcmErrorKind::ReceiptId).of("message_id")));
        }
        let original_message_id = named.unwrap_or_else(|| prefixed.unwrap_or(&message_id).into());
        Ok(Self {
            from,
            original_message_id,
            message_id,
            status,
            registration_id,
            category,
            data: data.object,
            extra: fields.object,
            fault,
            json: fields.json,
        })
    }

    /// Whether the device has confirmed that it received the message.
    pub fn is_delivered(&self) -> bool {
        self.status.as_deref() == Some(Self::SENT_TO_DEVICE)
    }

    /// The answer.
    pub fn ack(&self) -> UpstreamAck {
        UpstreamAck::of(&self.from, &self.message_id)
    }
}

impl Control {
    /// The [`control_type`](Self::control_type) that is documented: the connection will be closed, nothing new is to be sent over it.
    pub const CONNECTION_DRAINING: &'static str = "CONNECTION_DRAINING";

    fn read(mut fields: Fields) -> Self {
        let control_type = fields.expected("control_type");
        Self { control_type, fault: fields.fault, extra: fields.object }
    }

    /// Whether the connection will be closed.
    pub fn is_draining(&self) -> bool {
        self.control_type.as_deref() == Some(Self::CONNECTION_DRAINING)
    }
}

/// The fields that have not been taken yet.
struct Fields {
    object: Map<String, Value>,
    /// The first fault that did not stop anything.
    fault: Option<GcmError>,
    /// The text, if something in it is missing here.
    json: Option<String>,
}

impl Fields {
    /// A string that must be there.
    fn required(&mut self, name: &'static str) -> Result<String, GcmError> {
        self.optional(name)?.ok_or_else(|| GcmError::new(GcmErrorKind::Missing).of(name))
    }

    /// A string, if it is there; `null` is as if it were not.
    fn optional(&mut self, name: &'static str) -> Result<Option<String>, GcmError> {
        match self.object.remove(name) {
            Some(Value::String(text)) => Ok(Some(text)),
            None | Some(Value::Null) => Ok(None),
            Some(_) => Err(GcmError::new(GcmErrorKind::Type).of(name)),
        }
    }

    /// A string that should be there.
    fn expected(&mut self, name: &'static str) -> Option<String> {
        let text = self.allowed(name);
        if text.is_none() {
            self.note(GcmErrorKind::Missing, name);
        }
        text
    }

    /// A string that may be there. What is no string stays.
    fn allowed(&mut self, name: &'static str) -> Option<String> {
        self.take(name, |value| match value {
            Value::String(text) => Ok(text),
            other => Err(other),
        })
    }

    /// An object that may be there. What is no object stays.
    fn object(&mut self, name: &'static str) -> Map<String, Value> {
        let object = self.take(name, |value| match value {
            Value::Object(object) => Ok(object),
            other => Err(other),
        });
        object.unwrap_or_default()
    }

    fn take<T>(&mut self, name: &'static str, read: impl FnOnce(Value) -> Result<T, Value>) -> Option<T> {
        match read(self.object.remove(name)?) {
            Ok(value) => Some(value),
            Err(Value::Null) => None,
            Err(other) => {
                self.object.insert(name.into(), other);
                self.note(GcmErrorKind::Type, name);
                None
            }
        }
    }

    fn note(&mut self, kind: GcmErrorKind, name: &'static str) {
        self.fault = self.fault.or(Some(GcmError::new(kind).of(name)));
    }
}

/// The ID, and `…` for what people write.
impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Upstream");
        out.field("message_id", &self.message_id).field("category", &self.category);
        out.field("fault", &self.fault).finish_non_exhaustive()
    }
}

/// The IDs, and `…` for the rest.
impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Receipt");
        out.field("message_id", &self.message_id).field("original_message_id", &self.original_message_id);
        out.field("status", &self.status).field("fault", &self.fault).finish_non_exhaustive()
    }
}

/// The kind, and `…` for the rest.
impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown").field("message_type", &self.message_type).finish_non_exhaustive()
    }
}
