//! The service's side of messages: made and written by whoever stands in its place.

use super::code::NackCode;
use super::downstream::Downstream;
use super::incoming::{Ack, Control, Incoming, Nack, RECEIPT_PREFIX, Receipt, Unknown, Upstream};
use super::json;
use super::payload;
use super::returned::Returned;
use crate::stanza::{NS_STANZAS, Seal, StanzaKind, StanzaParts};
use crate::xml::{ElementWriter, WriteError, WriteXml};
use alloc::format;
use alloc::string::String;
use serde_json::{Map, Value};

impl Upstream {
    /// A message of a device: its registration ID, the ID of the message, and the package that sends it. Data go into [`data`](Self::data).
    ///
    /// ```
    /// use envoi::gcm::{Incoming, Upstream};
    ///
    /// let mut message = Upstream::new("REGID", "m-123", "com.example.yourapp");
    /// message.data.insert("hello".into(), "world".into());
    /// assert_eq!(
    ///     Incoming::Upstream(message).to_json(),
    ///     r#"{"from":"REGID","message_id":"m-123","category":"com.example.yourapp","data":{"hello":"world"}}"#
    /// );
    /// ```
    pub fn new(from: &str, message_id: &str, category: &str) -> Self {
        Self {
            from: from.into(),
            message_id: message_id.into(),
            category: Some(category.into()),
            data: Map::new(),
            extra: Map::new(),
            fault: None,
            json: None,
        }
    }
}

impl Ack {
    /// That a message was taken.
    ///
    /// ```
    /// use envoi::gcm::{Ack, Downstream, Incoming};
    ///
    /// let message = Downstream::to("APA91b", "m-1").build()?;
    /// assert_eq!(
    ///     Incoming::Ack(Ack::to(&message)).to_json(),
    ///     r#"{"message_type":"ack","message_id":"m-1","from":"APA91b"}"#
    /// );
    /// # Ok::<(), envoi::gcm::GcmError>(())
    /// ```
    pub fn to(message: &Downstream) -> Self {
        Self {
            message_id: message.message_id().into(),
            from: Some(message.recipient().into()),
            registration_id: None,
            extra: Map::new(),
            fault: None,
        }
    }
}

impl Nack {
    /// That a message was not taken, and why.
    ///
    /// ```
    /// use envoi::gcm::{Downstream, Incoming, Nack, NackCode};
    ///
    /// let message = Downstream::to("APA91b", "m-1").build()?;
    /// let nack = Nack::to(&message, NackCode::DeviceUnregistered);
    /// assert_eq!(
    ///     Incoming::Nack(nack).to_json(),
    ///     r#"{"message_type":"nack","message_id":"m-1","from":"APA91b","error":"DEVICE_UNREGISTERED"}"#
    /// );
    /// # Ok::<(), envoi::gcm::GcmError>(())
    /// ```
    pub fn to(message: &Downstream, code: NackCode) -> Self {
        Self {
            message_id: message.message_id().into(),
            from: Some(message.recipient().into()),
            code,
            error: code.as_str().into(),
            description: None,
            extra: Map::new(),
            fault: None,
        }
    }
}

impl Receipt {
    /// That a message has reached its device; `from` is the service's domain.
    ///
    /// ```
    /// use envoi::gcm::{Downstream, Receipt};
    ///
    /// let message = Downstream::to("APA91b", "m-1").delivery_receipt_requested(true).build()?;
    /// let receipt = Receipt::to(&message, "gcm.googleapis.com");
    /// assert_eq!((receipt.message_id.as_str(), receipt.original_message_id.as_str()), ("dr2:m-1", "m-1"));
    /// assert!(receipt.is_delivered());
    /// # Ok::<(), envoi::gcm::GcmError>(())
    /// ```
    pub fn to(message: &Downstream, from: &str) -> Self {
        Self {
            from: from.into(),
            message_id: format!("{RECEIPT_PREFIX}{}", message.message_id()),
            original_message_id: message.message_id().into(),
            status: Some(Self::SENT_TO_DEVICE.into()),
            registration_id: Some(message.recipient().into()),
            category: None,
            data: Map::new(),
            extra: Map::new(),
            fault: None,
            json: None,
        }
    }
}

impl Control {
    /// That the connection will be closed.
    ///
    /// ```
    /// use envoi::gcm::{Control, Incoming};
    ///
    /// let control = Incoming::Control(Control::draining());
    /// assert_eq!(control.to_json(), r#"{"message_type":"control","control_type":"CONNECTION_DRAINING"}"#);
    /// ```
    pub fn draining() -> Self {
        Self { control_type: Some(Self::CONNECTION_DRAINING.into()), extra: Map::new(), fault: None }
    }
}

impl Incoming {
    /// The payload: the fields that are there, documented ones first. Read again it is the same message, but for what only
    /// [`Upstream::json`] has.
    pub fn to_json(&self) -> String {
        match self {
            Self::Upstream(upstream) => upstream_json(upstream),
            Self::Ack(ack) => {
                let id = ack.registration_id.as_deref();
                let fields = [
                    ("message_id", Some(&*ack.message_id)),
                    ("from", ack.from.as_deref()),
                    ("registration_id", id),
                ];
                typed_json("ack", &fields, None, &ack.extra)
            }
            Self::Nack(nack) => {
                // An empty one may have been there, or none.
                let error = (!nack.error.is_empty() || nack.fault.is_none()).then_some(&*nack.error);
                let (from, description) = (nack.from.as_deref(), nack.description.as_deref());
                let fields = [("message_id", Some(&*nack.message_id)), ("from", from), ("error", error)];
                let fields = [&fields[..], &[("error_description", description)]].concat();
                typed_json("nack", &fields, None, &nack.extra)
            }
            Self::Receipt(receipt) => receipt_json(receipt),
            Self::Control(control) => typed_json(
                "control",
                &[("control_type", control.control_type.as_deref())],
                None,
                &control.extra,
            ),
            Self::Unknown(Unknown { message_type, fields }) => typed_json(message_type, &[], None, fields),
            Self::Returned(returned) => returned.json.clone(),
        }
    }
}

/// The payload, `<gcm>`.
impl WriteXml for Incoming {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        payload::write(&self.to_json(), out)
    }
}

/// A `<message>` with nothing but the payload; of type `error`, with the error, if it is what came back.
impl StanzaParts for Incoming {
    fn stanza_kind(&self) -> StanzaKind {
        StanzaKind::Message
    }

    fn write_parts(&self, out: &mut ElementWriter<'_>, _seal: Seal) -> Result<(), WriteError> {
        let Self::Returned(returned) = self else { return self.write_xml(out) };
        if let Some(id) = &returned.stanza_id {
            out.attribute("id", id)?;
        }
        out.attribute("type", "error")?;
        self.write_xml(out)?;
        write_error(returned, out)
    }
}

/// RFC 6120 section 8.3.2.
fn write_error(returned: &Returned, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
    out.start_inner("error")?.attribute("type", returned.error_type.as_str())?;
    out.start(returned.condition.as_str(), NS_STANZAS)?.end()?;
    if let Some(text) = &returned.text {
        out.start("text", NS_STANZAS)?.text(text)?.end()?;
    }
    out.end()?;
    Ok(())
}

fn upstream_json(upstream: &Upstream) -> String {
    let mut out = String::new();
    let fields = [("from", Some(&*upstream.from)), ("message_id", Some(&*upstream.message_id))];
    push_strings(&fields, &mut out);
    push_strings(&[("category", upstream.category.as_deref())], &mut out);
    push_data(&upstream.data, &mut out);
    push_members(&upstream.extra, &mut out);
    json::finish_object(out)
}

fn receipt_json(receipt: &Receipt) -> String {
    let mut data = receipt.data.clone();
    let prefixed = receipt.message_id.strip_prefix(RECEIPT_PREFIX).unwrap_or(&receipt.message_id);
    // What the ID says already is there twice if the receipt says more, as the service writes it.
    if receipt.status.is_some() || prefixed != receipt.original_message_id {
        data.entry("original_message_id").or_insert_with(|| receipt.original_message_id.as_str().into());
    }
    let named = [("message_status", &receipt.status), ("device_registration_id", &receipt.registration_id)];
    for (name, value) in named {
        data.extend(value.as_deref().map(|value| (name.into(), value.into())));
    }
    let fields = [("from", Some(&*receipt.from)), ("message_id", Some(&*receipt.message_id))];
    let fields = [&fields[..], &[("category", receipt.category.as_deref())]].concat();
    typed_json("receipt", &fields, Some(&data), &receipt.extra)
}

fn typed_json(
    message_type: &str,
    fields: &[(&str, Option<&str>)],
    data: Option<&Map<String, Value>>,
    extra: &Map<String, Value>,
) -> String {
    let mut out = String::new();
    push_strings(&[("message_type", Some(message_type))], &mut out);
    push_strings(fields, &mut out);
    if let Some(data) = data {
        push_data(data, &mut out);
    }
    push_members(extra, &mut out);
    json::finish_object(out)
}

fn push_strings(fields: &[(&str, Option<&str>)], out: &mut String) {
    for (name, value) in fields {
        if let Some(value) = value {
            json::push_member(name, &json::string(value), out);
        }
    }
}

fn push_data(data: &Map<String, Value>, out: &mut String) {
    if !data.is_empty() {
        let mut members = String::new();
        push_members(data, &mut members);
        json::push_member("data", &json::finish_object(members), out);
    }
}

fn push_members(object: &Map<String, Value>, out: &mut String) {
    for (name, value) in object {
        json::push_member(name, &json::value(value), out);
    }
}
