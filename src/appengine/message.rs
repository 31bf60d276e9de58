//! [`OutgoingMessage`]: a message that an app sends to one or many recipients.

use super::{App, AppEngineError, AppEngineErrorKind as Kind, MAX_CALL_OCTETS, MAX_MESSAGE_OCTETS};
use crate::jid::{Jid, JidError, Policy};
use crate::stanza::{Message, MessageBuilder, MessageType, NS_CLIENT, NS_COMPONENT, NS_SERVER};
use crate::xml::{self, RawXml};
use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

/// A message that an app sends: a body, any number of recipients, and the sender that is asked for.
///
/// ```
/// use envoi::appengine::{App, OutgoingMessage, SendStatus};
/// use envoi::stream::StreamWriter;
///
/// let app = App::new("app-id")?;
/// let message = OutgoingMessage::new("Your dog has reached level 12!").to("juliet@example.com").to("romeo");
/// let mut writer = StreamWriter::fragments("jabber:client");
/// let statuses = message.send(&app, |stanza| writer.write(stanza))?;
/// assert_eq!(statuses, [SendStatus::NoError, SendStatus::InvalidJid]);
/// assert_eq!(
///     String::from_utf8_lossy(writer.as_bytes()),
///     "<message to='juliet@example.com' from='app-id@appspot.com/bot' type='chat'>\
///      <body>Your dog has reached level 12!</body></message>"
/// );
/// # Ok::<(), envoi::appengine::AppEngineError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "nothing is sent before `prepare` or `send`"]
pub struct OutgoingMessage<'a> {
    type_: MessageType,
    body: Cow<'a, str>,
    is_xml: bool,
    recipients: Vec<Cow<'a, str>>,
    sender: Cow<'a, str>,
}

/// A message whose sender and body have been checked, with a verdict for each recipient.
///
/// ```
/// use envoi::appengine::{App, OutgoingMessage};
/// use envoi::stanza::{NS_CLIENT, WriteStanza};
///
/// let app = App::new("app-id")?;
/// let message = OutgoingMessage::xml("<gift xmlns='urn:example:gift'/>").to("Juliet@example.com").to("a@b@c");
/// let prepared = message.prepare(&app)?;
/// assert_eq!(prepared.sender().as_str(), "app-id@appspot.com/bot");
/// let faults: Vec<_> = prepared.recipients().filter_map(Result::err).collect();
/// assert_eq!(
///     faults[0].to_string(),
///     "domainpart: '@' (U+0040) must not appear a second time, at byte 3 (App Engine XMPP service)"
/// );
/// for stanza in prepared.stanzas() {
///     assert_eq!(
///         stanza.to_element(NS_CLIENT)?.as_str(),
///         "<message xmlns='jabber:client' to='juliet@example.com' from='app-id@appspot.com/bot' type='chat'>\
///          <gift xmlns='urn:example:gift'/></message>"
///     );
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct PreparedMessage<'a> {
    type_: MessageType,
    body: Body<'a>,
    sender: Box<Jid>,
    recipients: Vec<Result<Cow<'a, Jid>, JidError>>,
}

/// What became of a message to one recipient (Programming Google App Engine with Python, chapter 15, Sending Chat Messages).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SendStatus {
    /// It is on its way.
    NoError,
    /// The recipient's address is none.
    InvalidJid,
    /// It could not be handed on.
    OtherError,
}

#[derive(Clone, Debug)]
enum Body<'a> {
    Text(&'a str),
    Xml(RawXml),
}

impl<'a> OutgoingMessage<'a> {
    /// A message of type `chat` with a text, which is escaped.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self {
            type_: MessageType::Chat,
            body: text.into(),
            is_xml: false,
            recipients: Vec::new(),
            sender: Cow::Borrowed(""),
        }
    }

    /// A message of type `chat` with XML in the place of the body, which is included as it is, if it is well-formed. Its elements of the content
    /// namespace, such as `<body>`, have no prefix.
    pub fn xml(xml: impl Into<Cow<'a, str>>) -> Self {
        Self { is_xml: true, ..Self::new(xml) }
    }

    /// Another type; an app may send any of the five.
    pub fn type_(mut self, type_: MessageType) -> Self {
        self.type_ = type_;
        self
    }

    /// Adds a recipient.
    pub fn to(mut self, recipient: impl Into<Cow<'a, str>>) -> Self {
        self.recipients.push(recipient.into());
        self
    }

    /// Adds recipients.
    ///
    /// ```
    /// use envoi::appengine::OutgoingMessage;
    ///
    /// let message = OutgoingMessage::new("Hi").to_all(["juliet@example.com", "romeo@example.net"]);
    /// assert_eq!(message.recipients().len(), 2);
    /// ```
    pub fn to_all(mut self, recipients: impl IntoIterator<Item = impl Into<Cow<'a, str>>>) -> Self {
        self.recipients.extend(recipients.into_iter().map(Into::into));
        self
    }

    /// The sender that is asked for, as [`App::sender`] takes it.
    pub fn from(mut self, sender: impl Into<Cow<'a, str>>) -> Self {
        self.sender = sender.into();
        self
    }

    /// The body: text, or XML.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The recipients as they were given.
    pub fn recipients(&self) -> &[Cow<'a, str>] {
        &self.recipients
    }

    /// The sender that is asked for; empty if none is.
    pub fn sender(&self) -> &str {
        &self.sender
    }

    /// The message as an answer to one that came `from` somewhere `to` an address of the app.
    pub(super) fn answering(mut self, from: &'a str, to: &'a str) -> Self {
        self.recipients = vec![Cow::Borrowed(from)];
        self.sender = Cow::Borrowed(to);
        self
    }

    /// Checks all that does not depend on a recipient, and then each recipient by [`Policy::APP_ENGINE`].
    ///
    /// # Errors
    ///
    /// `NoBody`, `NoRecipient`, `MessageTooLong`, `CallTooLong`, those of [`App::sender`], `Character`, `Xml`, `ContentPrefix`. Nothing is
    /// sent then.
    pub fn prepare(&self, app: &App) -> Result<PreparedMessage<'_>, AppEngineError> {
        self.check_size()?;
        let sender = app.sender(&self.sender)?;
        let body = if self.is_xml {
            Body::Xml(read_xml(&self.body)?)
        } else {
            check_text(&self.body)?;
            Body::Text(&self.body)
        };
        let recipients =
            self.recipients.iter().map(|recipient| Policy::APP_ENGINE.parse(recipient)).collect();
        Ok(PreparedMessage { type_: self.type_, body, sender, recipients })
    }

    /// Hands a stanza for each good recipient to `queue`; gives one status for each recipient, in their order.
    ///
    /// A stanza that `queue` refuses is an [`OtherError`](SendStatus::OtherError), and does not keep it from the next.
    ///
    /// # Errors
    ///
    /// As for [`prepare`](Self::prepare).
    pub fn send<E>(
        &self,
        app: &App,
        mut queue: impl FnMut(&MessageBuilder<'_>) -> Result<(), E>,
    ) -> Result<Vec<SendStatus>, AppEngineError> {
        let prepared = self.prepare(app)?;
        let status = |recipient| match recipient {
            Err(_) => SendStatus::InvalidJid,
            Ok(jid) => match queue(&prepared.stanza(jid)) {
                Ok(()) => SendStatus::NoError,
                Err(_) => SendStatus::OtherError,
            },
        };
        Ok(prepared.recipients().map(status).collect())
    }

    fn check_size(&self) -> Result<(), AppEngineError> {
        if self.body.is_empty() {
            return Err(AppEngineError::new(Kind::NoBody, 0));
        }
        if self.recipients.is_empty() {
            return Err(AppEngineError::new(Kind::NoRecipient, 0));
        }
        // XMPP Java API Overview, Quotas and limits.
        let body = if self.is_xml { self.body.len() } else { xml::escape::escaped_octets(&self.body) };
        if body > MAX_MESSAGE_OCTETS {
            return Err(AppEngineError::new(Kind::MessageTooLong, MAX_MESSAGE_OCTETS));
        }
        let recipients: usize = self.recipients.iter().map(|recipient| recipient.len()).sum();
        if recipients + body > MAX_CALL_OCTETS {
            return Err(AppEngineError::new(Kind::CallTooLong, 0));
        }
        Ok(())
    }
}

impl PreparedMessage<'_> {
    /// The sender, as the service makes it.
    pub fn sender(&self) -> &Jid {
        &self.sender
    }

    /// The recipients in their order: each an address, or why it is none.
    pub fn recipients(&self) -> impl ExactSizeIterator<Item = Result<&Jid, JidError>> + Clone {
        self.recipients.iter().map(|recipient| recipient.as_deref().map_err(|&error| error))
    }

    /// A stanza for each good recipient.
    pub fn stanzas(&self) -> impl Iterator<Item = MessageBuilder<'_>> + Clone {
        self.recipients().flatten().map(|recipient| self.stanza(recipient))
    }

    fn stanza<'s>(&'s self, recipient: &'s Jid) -> MessageBuilder<'s> {
        let message = Message::builder(self.type_).to(recipient).from(&self.sender);
        match &self.body {
            Body::Text(text) => message.body(*text),
            Body::Xml(xml) => message.payload(xml),
        }
    }
}

impl SendStatus {
    /// The name that the service gives it.
    ///
    /// ```
    /// assert_eq!(envoi::appengine::SendStatus::InvalidJid.as_str(), "INVALID_JID");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoError => "NO_ERROR",
            Self::InvalidJid => "INVALID_JID",
            Self::OtherError => "OTHER_ERROR",
        }
    }
}

/// XML that can stand in a message of any stream.
fn read_xml(text: &str) -> Result<RawXml, AppEngineError> {
    let xml = RawXml::parse(text)?;
    // RFC 6120 section 4.8.5; which of them the stream will have is not known yet.
    let prefixed =
        [NS_CLIENT, NS_SERVER, NS_COMPONENT].into_iter().filter_map(|content| xml.prefix_for(content));
    match prefixed.min() {
        Some(offset) => Err(AppEngineError::new(Kind::ContentPrefix, offset)),
        None => Ok(xml),
    }
}

/// Whether a text can stand in XML.
pub(super) fn check_text(text: &str) -> Result<(), AppEngineError> {
    match text.char_indices().find(|&(_, c)| !xml::is_char(c)) {
        Some((offset, _)) => Err(AppEngineError::new(Kind::Character, offset)),
        None => Ok(()),
    }
}
