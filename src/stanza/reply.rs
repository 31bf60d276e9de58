//! [`ErrorReply`]: the answer to a stanza that cannot be processed.

use super::{Condition, ErrorContent, ErrorType, NS_STANZAS, RawStanza, Seal, StanzaKind, StanzaParts};
use crate::jid::Jid;
use crate::xml::{ElementWriter, WriteError, WriteErrorKind, WriteXml};
use alloc::borrow::Cow;
use core::fmt;

/// An error stanza in answer to another (RFC 6120 section 8.3); see [`RawStanza::error_reply`].
#[derive(Clone)]
#[must_use = "nothing is sent before it is written"]
pub struct ErrorReply<'a> {
    stanza: RawStanza<'a>,
    condition: Condition,
    error_type: ErrorType,
    from: Option<Cow<'a, str>>,
    by: Option<&'a str>,
    target: &'a str,
    text: Option<Cow<'a, str>>,
    lang: Option<&'a str>,
    application: Option<&'a (dyn WriteXml + Sync)>,
    original: bool,
}

impl<'a> RawStanza<'a> {
    /// Begins the error stanza that answers this one: of the same kind, with its id and its addresses swapped (RFC 6120 section 8.3.1).
    ///
    /// `None` if this one is an error or the result of an iq, which are never answered (section 8.2.3 rule 4, section 8.3.1 rule 8).
    ///
    /// ```
    /// use envoi::stanza::Condition;
    /// use envoi::stream::{Event, Limits, StreamReader, StreamWriter};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let mut input: &[u8] = b"<message from='juliet@example.com/balcony' to='nobody@example.net' id='m1'/>";
    /// let Some(Event::Stanza(message)) = reader.read(&mut input)? else { panic!() };
    /// let mut writer = StreamWriter::fragments("jabber:client");
    /// let reply = message.error_reply(Condition::ItemNotFound).unwrap();
    /// writer.write(&reply.by("example.net"))?;
    /// assert_eq!(
    ///     String::from_utf8_lossy(writer.as_bytes()),
    ///     "<message to='juliet@example.com/balcony' from='nobody@example.net' id='m1' type='error'>\
    ///      <error by='example.net' type='cancel'>\
    ///      <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn error_reply(&self, condition: Condition) -> Option<ErrorReply<'a>> {
        let type_ = self.type_();
        let is_answer = match self.kind() {
            StanzaKind::Iq => matches!(type_.as_deref(), Some("error" | "result")),
            _ => type_.as_deref() == Some("error"),
        };
        (!is_answer).then(|| ErrorReply {
            stanza: *self,
            condition,
            error_type: condition.error_type(),
            from: self.answer_from(),
            by: None,
            target: "",
            text: None,
            lang: None,
            application: None,
            original: false,
        })
    }
}

impl<'a> RawStanza<'a> {
    /// RFC 6120 section 8.3.1, rule 2: an answer goes to the sender, unless that is no address.
    pub(super) fn answer_to(&self) -> Option<Cow<'a, str>> {
        self.from().filter(|from| is_address(from))
    }

    /// RFC 6120 section 8.3.1, rule 2: an answer comes from the recipient, unless that is no address.
    pub(super) fn answer_from(&self) -> Option<Cow<'a, str>> {
        self.to().filter(|to| is_address(to))
    }
}

impl<'a> ErrorReply<'a> {
    /// Another sender than the recipient of what it answers.
    pub fn from(mut self, from: &'a Jid) -> Self {
        self.from = Some(Cow::Borrowed(from.as_str()));
        self
    }

    /// Another type than goes with the condition.
    pub fn error_type(mut self, error_type: ErrorType) -> Self {
        self.error_type = error_type;
        self
    }

    /// Who found the error (RFC 6120 section 8.3.1, rule 5).
    pub fn by(mut self, by: &'a str) -> Self {
        self.by = Some(by);
        self
    }

    /// Where to go instead, an IRI; the condition must be `gone` or `redirect` (RFC 6120 sections 8.3.3.5 and 8.3.3.14).
    pub fn new_address(mut self, address: &'a str) -> Self {
        self.target = address;
        self
    }

    /// Text for whoever diagnoses (RFC 6120 section 8.3.2).
    pub fn text(mut self, text: impl Into<Cow<'a, str>>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// The language of the text, which it should have.
    pub fn lang(mut self, lang: &'a str) -> Self {
        self.lang = Some(lang);
        self
    }

    /// What the application says more precisely, in a namespace of its own (RFC 6120 section 8.3.4).
    pub fn application_condition(mut self, element: &'a (dyn WriteXml + Sync)) -> Self {
        self.application = Some(element);
        self
    }

    /// Sends what the stanza held along, as a courtesy, but for an `<error/>` in it (RFC 6120 section 8.3.1, rules 6 and 7).
    ///
    /// Each element gets the namespace declarations and the language that it takes from the stanza. If that makes it all more than twice as long as
    /// the stanza, none of it is sent.
    pub fn with_original(mut self) -> Self {
        self.original = true;
        self
    }

    /// The condition.
    pub fn condition(&self) -> Condition {
        self.condition
    }

    /// The recipient, if the stanza says who sent it.
    pub fn to(&self) -> Option<Cow<'a, str>> {
        self.stanza.answer_to()
    }
}

/// The condition and the start tag of what it answers.
impl fmt::Debug for ErrorReply<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { condition, stanza, .. } = self;
        f.debug_struct("ErrorReply")
            .field("condition", condition)
            .field("stanza", stanza)
            .finish_non_exhaustive()
    }
}

impl StanzaParts for ErrorReply<'_> {
    fn stanza_kind(&self) -> StanzaKind {
        self.stanza.kind()
    }

    /// `NewAddress` if the condition does not say where to go.
    fn write_parts(&self, out: &mut ElementWriter<'_>, _seal: Seal) -> Result<(), WriteError> {
        if !self.target.is_empty() && !matches!(self.condition, Condition::Gone | Condition::Redirect) {
            return Err(WriteError::new(WriteErrorKind::NewAddress, 0));
        }
        // RFC 6120 section 8.3.1, rule 2: the addresses are swapped, but for what is no address.
        let id = self.stanza.id().or((self.stanza.kind() == StanzaKind::Iq).then_some(Cow::Borrowed("")));
        let attributes = [(" to='", self.to()), (" from='", self.from.clone()), (" id='", id)];
        for (front, value) in attributes {
            if let Some(value) = value {
                out.attribute_known(front, &value)?;
            }
        }
        out.attribute_known(" type='", "error")?;
        if self.original {
            let stanza = self.stanza.element();
            // An error that stood there already would be taken for this one.
            let others = stanza.children().filter(|child| !child.is_named_in("error", stanza));
            out.write_elements_within(others, 2 * stanza.source().len())?;
        }
        out.start_inner("error")?;
        if let Some(by) = self.by {
            out.attribute_known(" by='", by)?;
        }
        out.attribute_known(" type='", self.error_type.as_str())?;
        out.write(&ErrorContent {
            condition: self.condition.as_str(),
            namespace: NS_STANZAS,
            target: self.target,
            text: self.text.as_deref(),
            lang: self.lang,
            application: self.application.map(|application| application as &dyn WriteXml),
        })?;
        out.end()?;
        Ok(())
    }
}

fn is_address(text: &str) -> bool {
    Jid::parse(text).is_ok()
}
