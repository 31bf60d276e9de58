//! [`Downstream`]: a message to a device.

use super::error::{GcmError, GcmErrorKind};
use super::json;
use super::payload;
use crate::stanza::{Seal, StanzaKind, StanzaParts};
use crate::steps::steps;
use crate::xml::{ElementWriter, WriteError, WriteXml, escape};
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use serde_json::Value;

/// The longest time, in seconds, that the service keeps a message for a device: four weeks, which is also how long it does if nothing is
/// said (GCM server reference, table 1).
pub const MAX_TIME_TO_LIVE: u32 = 2_419_200;

/// The most octets of all keys and values of a payload together (GCM server reference, table 11).
pub const MAX_PAYLOAD_OCTETS: usize = 4096;

/// The most octets of all keys and values of a payload to topics together (GCM topic messaging).
pub const MAX_TOPIC_PAYLOAD_OCTETS: usize = 2048;

/// The most operators in a condition (FCM XMPP reference, table 1).
pub const MAX_CONDITION_OPERATORS: usize = 2;

/// What stands in front of the name of a topic (GCM topic messaging).
const TOPICS: &str = "/topics/";

/// The attributes that are documented, by which a payload's own keys of the same name are overridden (GCM server reference, tables 1 and 11;
/// FCM XMPP reference, table 1).
const ATTRIBUTES: [&str; 14] = [
    "to",
    "condition",
    "message_id",
    "collapse_key",
    "priority",
    "content_available",
    "mutable_content",
    "delay_while_idle",
    "time_to_live",
    "delivery_receipt_requested",
    "restricted_package_name",
    "dry_run",
    "data",
    "notification",
];

/// A message to a device, a group of devices of a user, or topics (GCM server reference, table 1). It is cheap to clone.
///
/// ```
/// use envoi::gcm::Downstream;
/// use envoi::stream::StreamWriter;
///
/// let message = Downstream::to("APA91b", "m-1366082849205")
///     .collapse_key("score")
///     .time_to_live(600)
///     .delay_while_idle(true)
///     .data("score", "3x1")
///     .build()?;
/// assert_eq!(
///     message.to_json(),
///     r#"{"to":"APA91b","message_id":"m-1366082849205","collapse_key":"score","delay_while_idle":true,"time_to_live":600,"data":{"score":"3x1"}}"#
/// );
///
/// let mut writer = StreamWriter::fragments("jabber:client");
/// writer.write(&message)?;
/// assert!(writer.as_bytes().starts_with(b"<message id='m-1366082849205'><gcm xmlns='google:mobile:data'>{"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Downstream(Arc<Inner>);

#[derive(PartialEq, Eq, Hash)]
struct Inner {
    /// What the attribute `to` or `condition` says.
    recipient: String,
    message_id: String,
    collapse_key: Option<String>,
    overridden: Vec<&'static str>,
    json: String,
}

/// How soon a message is to come (FCM XMPP reference, table 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Priority {
    /// When it costs the device little. What data alone has if nothing is said.
    Normal,
    /// At once, and the device wakes up. What a notification has if nothing is said.
    High,
}

/// A message to a device that is being put together; see [`Downstream::to`].
#[derive(Clone, Debug)]
#[must_use = "nothing is checked before `build`"]
pub struct DownstreamBuilder<'a> {
    /// The attribute that says whom it is for, and its value.
    target: (&'static str, &'a str),
    message_id: &'a str,
    collapse_key: Option<&'a str>,
    priority: Option<Priority>,
    content_available: Option<bool>,
    delay_while_idle: Option<bool>,
    time_to_live: Option<u32>,
    delivery_receipt_requested: Option<bool>,
    dry_run: Option<bool>,
    data: Vec<(&'a str, &'a str)>,
    notification: Vec<(&'a str, &'a str)>,
    attributes: Vec<(&'a str, Value)>,
}

impl Downstream {
    /// Begins a message to a registration ID, the notification key of a user, or a topic, which begins with `/topics/`.
    ///
    /// The ID is to be no other message's: the answer names it. In a message to a topic keys and values have half the octets.
    ///
    /// ```
    /// use envoi::gcm::{Downstream, GcmErrorKind};
    ///
    /// assert!(Downstream::to("/topics/foo-bar", "1").build().is_ok());
    /// let error = Downstream::to("/topics/foo bar", "1").build().unwrap_err();
    /// assert_eq!((error.kind(), error.offset()), (GcmErrorKind::Topic, Some(11)));
    /// ```
    pub fn to<'a>(to: &'a str, message_id: &'a str) -> DownstreamBuilder<'a> {
        DownstreamBuilder::new("to", to, message_id)
    }

    /// Begins a message to whoever a condition on topics fits, such as `'dogs' in topics || 'cats' in topics`.
    ///
    /// ```
    /// use envoi::gcm::Downstream;
    ///
    /// let message = Downstream::to_condition("'dogs' in topics", "1").build()?;
    /// assert_eq!(message.to_json(), r#"{"condition":"'dogs' in topics","message_id":"1"}"#);
    /// # Ok::<(), envoi::gcm::GcmError>(())
    /// ```
    pub fn to_condition<'a>(condition: &'a str, message_id: &'a str) -> DownstreamBuilder<'a> {
        DownstreamBuilder::new("condition", condition, message_id)
    }

    /// Whom it is for: the registration ID, notification key, topic or condition.
    pub fn recipient(&self) -> &str {
        &self.0.recipient
    }

    /// The ID that the answer will name.
    pub fn message_id(&self) -> &str {
        &self.0.message_id
    }

    /// The key of the messages of which the device gets only the last.
    pub fn collapse_key(&self) -> Option<&str> {
        self.0.collapse_key.as_deref()
    }

    /// The keys of the data that do not reach the application: the service puts values of its own in their place (GCM server reference,
    /// table 11).
    ///
    /// ```
    /// use envoi::gcm::Downstream;
    ///
    /// let message = Downstream::to("APA91b", "1").data("collapse_key", "a").data("score", "3x1").build()?;
    /// assert_eq!(message.overridden_keys(), ["collapse_key"]);
    /// # Ok::<(), envoi::gcm::GcmError>(())
    /// ```
    pub fn overridden_keys(&self) -> &[&'static str] {
        &self.0.overridden
    }

    /// The payload.
    pub fn to_json(&self) -> &str {
        &self.0.json
    }
}

impl<'a> DownstreamBuilder<'a> {
    fn new(attribute: &'static str, target: &'a str, message_id: &'a str) -> Self {
        Self {
            target: (attribute, target),
            message_id,
            collapse_key: None,
            priority: None,
            content_available: None,
            delay_while_idle: None,
            time_to_live: None,
            delivery_receipt_requested: None,
            dry_run: None,
            data: Vec::new(),
            notification: Vec::new(),
            attributes: Vec::new(),
        }
    }

    /// Whether it is for whoever a condition fits.
    pub(super) fn is_to_condition(&self) -> bool {
        self.target.0 == "condition"
    }

    /// Of messages with the same key a device that was away gets only the last. The service keeps
    /// [`MAX_COLLAPSE_KEYS`](super::MAX_COLLAPSE_KEYS) of them for a device; [`CollapseKeys`](super::CollapseKeys) counts.
    pub fn collapse_key(mut self, key: &'a str) -> Self {
        self.collapse_key = Some(key);
        self
    }

    /// How soon it is to come.
    pub fn priority(mut self, priority: Priority) -> Self {
        self.priority = Some(priority);
        self
    }

    /// Whether it wakes up an application on an Apple device.
    pub fn content_available(mut self, wakes: bool) -> Self {
        self.content_available = Some(wakes);
        self
    }

    /// Whether it waits until the device is in use; `false` if nothing is said.
    pub fn delay_while_idle(mut self, waits: bool) -> Self {
        self.delay_while_idle = Some(waits);
        self
    }

    /// For how many seconds it is kept for a device that is away: at most [`MAX_TIME_TO_LIVE`], which is what it is if nothing is said. With 0
    /// it comes now or never.
    pub fn time_to_live(mut self, seconds: u32) -> Self {
        self.time_to_live = Some(seconds);
        self
    }

    /// Whether a [`Receipt`](super::Receipt) is to come when the device has it; `false` if nothing is said.
    pub fn delivery_receipt_requested(mut self, requested: bool) -> Self {
        self.delivery_receipt_requested = Some(requested);
        self
    }

    /// Whether the message is only checked, and reaches no device; `false` if nothing is said.
    pub fn dry_run(mut self, dry: bool) -> Self {
        self.dry_run = Some(dry);
        self
    }

    /// Adds what the application gets: a key and a value, both text.
    pub fn data(mut self, key: &'a str, value: &'a str) -> Self {
        self.data.push((key, value));
        self
    }

    /// Adds what the device shows by itself: a key such as `title`, `body` or `icon`, and a value.
    pub fn notification(mut self, key: &'a str, value: &'a str) -> Self {
        self.notification.push((key, value));
        self
    }

    /// Adds an attribute that this library has no method for.
    ///
    /// ```
    /// use envoi::gcm::Downstream;
    ///
    /// let message = Downstream::to("APA91b", "1").attribute("mutable_content", true).build()?;
    /// assert_eq!(message.to_json(), r#"{"to":"APA91b","message_id":"1","mutable_content":true}"#);
    /// # Ok::<(), envoi::gcm::GcmError>(())
    /// ```
    pub fn attribute(mut self, name: &'a str, value: impl Into<Value>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// Checks everything.
    ///
    /// # Errors
    ///
    /// `Empty` (the recipient, the ID, the collapse key, a key), `Character` (the ID), `Topic`, `Operators`, `Range`, `ReservedKey`, `DuplicateName`, `TooBig`,
    /// `Attribute`.
    pub fn build(&self) -> Result<Downstream, GcmError> {
        self.check_target()?;
        check_not_empty("message_id", self.message_id)?;
        // It is an attribute of the stanza, where nothing can be escaped as in JSON.
        escape::push_value(self.message_id, &mut String::new())
            .map_err(|offset| GcmError::new(GcmErrorKind::Character).of("message_id").at(offset))?;
        self.collapse_key.map_or(Ok(()), |key| check_not_empty("collapse_key", key))?;
        // GCM server reference, table 1: from 0 seconds to four weeks.
        if self.time_to_live.is_some_and(|seconds| seconds > MAX_TIME_TO_LIVE) {
            return Err(GcmError::new(GcmErrorKind::Range).of("time_to_live"));
        }
        // The size first: it bounds how many keys are compared.
        self.check_size()?;
        check_keys("data", &self.data)?;
        check_keys("notification", &self.notification)?;
        self.check_attributes()?;
        Ok(Downstream(Arc::new(Inner {
            recipient: self.target.1.into(),
            message_id: self.message_id.into(),
            collapse_key: self.collapse_key.map(Into::into),
            overridden: self.overridden_keys(),
            json: self.to_json(),
        })))
    }

    fn check_target(&self) -> Result<(), GcmError> {
        let (field, target) = self.target;
        check_not_empty(field, target)?;
        if self.is_to_condition() {
            // FCM XMPP reference, table 1.
            let operators = target.matches("&&").count() + target.matches("||").count();
            if operators > MAX_CONDITION_OPERATORS {
                return Err(GcmError::new(GcmErrorKind::Operators).of(field));
            }
        } else if let Some(topic) = target.strip_prefix(TOPICS) {
            // GCM topic messaging: [a-zA-Z0-9-_.~%]+
            let allowed = |octet: u8| octet.is_ascii_alphanumeric() || b"-_.~%".contains(&octet);
            let wrong = topic.bytes().position(|octet| !allowed(octet));
            if let Some(offset) = wrong.or_else(|| topic.is_empty().then_some(0)) {
                return Err(GcmError::new(GcmErrorKind::Topic).of(field).at(TOPICS.len() + offset));
            }
        }
        Ok(())
    }

    /// GCM server reference, table 11: keys and values count.
    fn check_size(&self) -> Result<(), GcmError> {
        let (_, target) = self.target;
        let to_topics = self.is_to_condition() || target.starts_with(TOPICS);
        let most = if to_topics { MAX_TOPIC_PAYLOAD_OCTETS } else { MAX_PAYLOAD_OCTETS };
        let pairs = self.data.iter().chain(&self.notification);
        let octets = pairs.map(|(key, value)| key.len() + value.len()).sum::<usize>();
        if octets > most {
            return Err(GcmError::new(GcmErrorKind::TooBig).of("data"));
        }
        Ok(())
    }

    /// An attribute with a method would be there twice or escape its check; a type would make it another kind of message.
    fn check_attributes(&self) -> Result<(), GcmError> {
        // Nothing bounds how many there are.
        let mut names = BTreeSet::new();
        for (entry, (name, _)) in self.attributes.iter().enumerate() {
            let wrong = |kind| Err(GcmError::new(kind).of("attribute").entry_at(entry));
            let has_none = matches!(*name, "mutable_content" | "restricted_package_name");
            if name.is_empty() {
                return wrong(GcmErrorKind::Empty);
            }
            if (ATTRIBUTES.contains(name) && !has_none) || matches!(*name, "message_type" | "from") {
                return wrong(GcmErrorKind::Attribute);
            }
            steps(1 + name.len());
            if !names.insert(*name) {
                return wrong(GcmErrorKind::DuplicateName);
            }
        }
        Ok(())
    }

    fn overridden_keys(&self) -> Vec<&'static str> {
        let overrides = |name: &&str| self.data.iter().any(|(key, _)| key == name);
        ATTRIBUTES.into_iter().filter(overrides).collect()
    }

    fn to_json(&self) -> String {
        let mut out = String::new();
        let mut push = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                json::push_member(name, &value, &mut out);
            }
        };
        let flag = |flag: Option<bool>| flag.map(|flag| flag.to_string());
        push(self.target.0, Some(json::string(self.target.1)));
        push("message_id", Some(json::string(self.message_id)));
        push("collapse_key", self.collapse_key.map(json::string));
        push("priority", self.priority.map(|priority| json::string(priority.as_str())));
        push("content_available", flag(self.content_available));
        push("delay_while_idle", flag(self.delay_while_idle));
        push("time_to_live", self.time_to_live.map(|seconds| seconds.to_string()));
        push("delivery_receipt_requested", flag(self.delivery_receipt_requested));
        push("dry_run", flag(self.dry_run));
        push("data", object(&self.data));
        push("notification", object(&self.notification));
        for (name, value) in &self.attributes {
            push(name, Some(json::value(value)));
        }
        json::finish_object(out)
    }
}

impl Priority {
    /// The value of the attribute.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::High => "high",
        }
    }
}

/// Whether an attribute is documented.
pub(super) fn is_documented(name: &str) -> bool {
    ATTRIBUTES.contains(&name)
}

fn check_not_empty(field: &'static str, value: &str) -> Result<(), GcmError> {
    if value.is_empty() { Err(GcmError::new(GcmErrorKind::Empty).of(field)) } else { Ok(()) }
}

fn check_keys(field: &'static str, pairs: &[(&str, &str)]) -> Result<(), GcmError> {
    let mut keys = BTreeSet::new();
    for (entry, (key, _)) in pairs.iter().enumerate() {
        let wrong = |kind| Err(GcmError::new(kind).of(field).entry_at(entry));
        if key.is_empty() {
            return wrong(GcmErrorKind::Empty);
        }
        if field == "data" && is_reserved(key) {
            return wrong(GcmErrorKind::ReservedKey);
        }
        steps(1 + key.len());
        // RFC 8259 section 4.
        if !keys.insert(*key) {
            return wrong(GcmErrorKind::DuplicateName);
        }
    }
    Ok(())
}

/// GCM server reference, table 1: `from`, and what begins with `google`. FCM XMPP reference, table 1: `message_type`, and what begins with
/// `gcm`.
fn is_reserved(key: &str) -> bool {
    matches!(key, "from" | "message_type") || key.starts_with("google") || key.starts_with("gcm")
}

fn object(pairs: &[(&str, &str)]) -> Option<String> {
    if pairs.is_empty() {
        return None;
    }
    let mut out = String::new();
    for (key, value) in pairs {
        json::push_member(key, &json::string(value), &mut out);
    }
    Some(json::finish_object(out))
}

/// The payload, `<gcm>`.
impl WriteXml for Downstream {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        payload::write(self.to_json(), out)
    }
}

/// A `<message>` whose `id` is that of the message: a stanza error may tell nothing else.
impl StanzaParts for Downstream {
    fn stanza_kind(&self) -> StanzaKind {
        StanzaKind::Message
    }

    fn write_parts(&self, out: &mut ElementWriter<'_>, _seal: Seal) -> Result<(), WriteError> {
        out.attribute("id", self.message_id())?;
        self.write_xml(out)
    }
}

/// The ID and the collapse key, and `…` for what people write.
impl fmt::Debug for Downstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Downstream");
        out.field("message_id", &self.message_id()).field("collapse_key", &self.collapse_key());
        out.finish_non_exhaustive()
    }
}
