//! [`GcmError`]: what is wrong with a payload, and in which field.

use core::fmt;

/// Why a payload cannot be read, or cannot be sent: the kind, the field, and where.
///
/// ```
/// use envoi::gcm::{Downstream, GcmErrorKind};
///
/// let error = Downstream::to("APA91b", "m-1").time_to_live(2_419_201).build().unwrap_err();
/// assert_eq!(error.kind(), GcmErrorKind::Range);
/// assert_eq!(error.field(), Some("time_to_live"));
/// assert_eq!(
///     error.to_string(),
///     "time_to_live: not within 0 to 2419200 seconds (GCM server reference, table 1)"
/// );
///
/// let error = Downstream::to("APA91b", "m-1").data("score", "3x1").data("from", "me").build().unwrap_err();
/// assert_eq!((error.field(), error.entry()), (Some("data"), Some(1)));
/// assert_eq!(error.to_string(), "data, entry 1: the key is reserved (GCM server reference, table 1)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GcmError {
    kind: GcmErrorKind,
    field: Option<&'static str>,
    entry: Option<usize>,
    offset: Option<usize>,
}

/// What is wrong; [`as_str`](Self::as_str) gives an identifier that stays the same between releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum GcmErrorKind {
    /// Elements inside `<gcm>`, which holds text alone (GCM CCS, Message Format).
    Markup,
    /// A second `<gcm>` in the message (GCM CCS, Message Format).
    SecondPayload,
    /// The text is no JSON (RFC 8259 section 2), or holds a number that is out of range (RFC 8259 section 6).
    Json,
    /// Arrays and objects are nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH) (RFC 8259 section 9).
    Depth,
    /// A name that is in the object already (RFC 8259 section 4).
    DuplicateName,
    /// The JSON is no object (GCM CCS, Message Format).
    NotObject,
    /// A field that is required is not there (GCM server reference, tables 1 and 7 to 10).
    Missing,
    /// A field is of another JSON type than the documented one (GCM server reference, tables 1 and 7 to 10).
    Type,
    /// What goes to the service has a `message_type` other than `ack` (GCM CCS, Message Format).
    MessageType,
    /// A [`Priority`](super::Priority) other than `normal` and `high` (FCM XMPP reference, table 1).
    Priority,
    /// A receipt whose two ways of naming the message do not agree (GCM server reference, table 10).
    ReceiptId,
    /// A value or a key is empty (GCM server reference, table 1).
    Empty,
    /// The ID of a message, which is that of the stanza too, has a character that XML does not have (XML 1.0 section 2.2).
    Character,
    /// [`time_to_live`](super::DownstreamBuilder::time_to_live) is more than four weeks (GCM server reference, table 1).
    Range,
    /// A key of the payload is one that the service keeps for itself (GCM server reference, table 1; FCM XMPP reference, table 1).
    ReservedKey,
    /// Keys and values of the payload have more octets than may be (GCM server reference, table 11).
    TooBig,
    /// A topic has no name, or a character that names of topics cannot have (GCM topic messaging).
    Topic,
    /// A condition has more operators than may be (FCM XMPP reference, table 1).
    Operators,
    /// An attribute that is set by a method of its own, or that makes the message another one.
    Attribute,
    /// One collapse key more than are kept for a registration (GCM server reference, table 1).
    CollapseKeys,
}

impl GcmError {
    pub(super) const fn new(kind: GcmErrorKind) -> Self {
        Self { kind, field: None, entry: None, offset: None }
    }

    /// The same error, of this field.
    pub(super) const fn of(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// The same error, of this entry of the field.
    pub(super) const fn entry_at(mut self, entry: usize) -> Self {
        self.entry = Some(entry);
        self
    }

    /// The same error, at this octet.
    pub(super) const fn at(mut self, offset: usize) -> Self {
        self.offset = Some(offset);
        self
    }

    /// What is wrong.
    pub const fn kind(&self) -> GcmErrorKind {
        self.kind
    }

    /// The field it is about, such as `message_id`; `None` if it is the payload as a whole.
    pub const fn field(&self) -> Option<&'static str> {
        self.field
    }

    /// Which entry of the field, in the order in which they were handed in, from 0: for `data`, `notification` and attributes.
    pub const fn entry(&self) -> Option<usize> {
        self.entry
    }

    /// Where, in octets: of JSON that cannot be read, into the text of the payload; of a value, into the value. `None` if the fault is in
    /// no octet.
    ///
    /// Of JSON it is the last octet that was looked at, and the length of the text if that ends too soon. For `DuplicateName` it is the
    /// octet behind the second one of the names and any white space.
    pub const fn offset(&self) -> Option<usize> {
        self.offset
    }
}

impl GcmErrorKind {
    /// An identifier for logs and programs, such as `reserved-key`.
    ///
    /// ```
    /// assert_eq!(envoi::gcm::GcmErrorKind::NotObject.as_str(), "not-object");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Markup => "markup",
            Self::SecondPayload => "second-payload",
            Self::Json => "json",
            Self::Depth => "depth",
            Self::DuplicateName => "duplicate-name",
            Self::NotObject => "not-object",
            Self::Missing => "missing",
            Self::Type => "type",
            Self::MessageType => "message-type",
            Self::Priority => "priority",
            Self::ReceiptId => "receipt-id",
            Self::Empty => "empty",
            Self::Character => "character",
            Self::Range => "range",
            Self::ReservedKey => "reserved-key",
            Self::TooBig => "too-big",
            Self::Topic => "topic",
            Self::Operators => "operators",
            Self::Attribute => "attribute",
            Self::CollapseKeys => "collapse-keys",
        }
    }

    /// The rule that is broken: the document and its part.
    ///
    /// ```
    /// assert_eq!(envoi::gcm::GcmErrorKind::TooBig.rule(), "GCM server reference, table 11");
    /// ```
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Markup | Self::SecondPayload | Self::NotObject | Self::MessageType => {
                "GCM CCS, Message Format"
            }
            Self::Json => "RFC 8259 section 2",
            Self::Depth => "RFC 8259 section 9",
            Self::DuplicateName => "RFC 8259 section 4",
            Self::Missing | Self::Type => "GCM server reference, tables 1 and 7 to 10",
            Self::ReceiptId => "GCM server reference, table 10",
            Self::Empty | Self::Range | Self::ReservedKey | Self::Attribute | Self::CollapseKeys => {
                "GCM server reference, table 1"
            }
            Self::Character => "XML 1.0 section 2.2",
            Self::TooBig => "GCM server reference, table 11",
            Self::Topic => "GCM topic messaging",
            Self::Operators | Self::Priority => "FCM XMPP reference, table 1",
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::Markup => "the payload holds elements, and is to be text",
            Self::SecondPayload => "a message has one payload",
            Self::Json => "this is not JSON",
            Self::Depth => "arrays and objects are nested too deeply",
            Self::DuplicateName => "the name is in the object already",
            Self::NotObject => "the payload is no JSON object",
            Self::Missing => "the field is required",
            Self::Type => "the field is of another JSON type than it should be",
            Self::MessageType => "only messages without a type and acks go to the service",
            Self::Priority => "the priority is neither 'normal' nor 'high'",
            Self::ReceiptId => "the receipt names two messages",
            Self::Empty => "the value is empty",
            Self::Character => "XML has no such character",
            Self::Range => "not within 0 to 2419200 seconds",
            Self::ReservedKey => "the key is reserved",
            Self::TooBig => "keys and values have too many octets",
            Self::Topic => "this is no name of a topic",
            Self::Operators => "the condition has too many operators",
            Self::Attribute => "the attribute cannot be set this way",
            Self::CollapseKeys => "as many other collapse keys are in use as the service keeps",
        }
    }
}

impl fmt::Display for GcmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(field) = self.field {
            f.write_str(field)?;
            if let Some(entry) = self.entry {
                write!(f, ", entry {entry}")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(self.kind.sentence())?;
        if let Some(offset) = self.offset {
            write!(f, ", at byte {offset}")?;
        }
        write!(f, " ({})", self.kind.rule())
    }
}

impl core::error::Error for GcmError {}
