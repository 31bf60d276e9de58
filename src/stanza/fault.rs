//! [`StanzaFault`]: what is wrong with a stanza, and the answer to it.

use super::{Condition, ErrorReply, RawStanza};
use crate::jid::JidError;
use alloc::format;
use core::fmt;

/// What is wrong with a stanza that was read whole: the stream goes on, and whoever sent it gets [`reply`](Self::reply).
///
/// ```
/// use envoi::stanza::{Iq, StanzaFaultKind};
/// use envoi::stream::{Event, Limits, StreamReader, StreamWriter};
///
/// let mut reader = StreamReader::fragments(Limits::DEFAULT);
/// let mut input: &[u8] = b"<iq type='grab' id='a1' from='a@example.com/b'/>";
/// let Some(Event::Stanza(stanza)) = reader.read(&mut input)? else { panic!() };
/// let fault = Iq::read(stanza).unwrap_err();
/// assert_eq!((fault.kind(), fault.offset()), (StanzaFaultKind::IqType, 4));
/// assert_eq!(
///     fault.to_string(),
///     "the type of an iq is get, set, result or error, at byte 4 (RFC 6120 section 8.2.3)"
/// );
///
/// let mut writer = StreamWriter::fragments("jabber:client");
/// writer.write(&fault.reply().unwrap())?;
/// assert_eq!(
///     String::from_utf8_lossy(writer.as_bytes()),
///     "<iq to='a@example.com/b' id='a1' type='error'><error type='modify'>\
///      <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>\
///      <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>\
///      the type of an iq is get, set, result or error (RFC 6120 section 8.2.3)</text></error></iq>"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct StanzaFault<'a> {
    stanza: RawStanza<'a>,
    error: StanzaError,
}

/// What is wrong with a stanza: the kind, and the byte offset; see [`StanzaFault::error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StanzaError {
    kind: StanzaFaultKind,
    offset: usize,
}

/// What is wrong; [`as_str`](Self::as_str) gives an identifier that stays the same between releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StanzaFaultKind {
    /// The recipient is no address (RFC 6120 section 8.1.1).
    To(JidError),
    /// The sender is no address (RFC 6120 section 8.1.2).
    From(JidError),
    /// It is another kind of stanza than was asked for: no fault of the sender's, and never answered.
    Kind,
    /// An iq without an id (RFC 6120 section 8.2.3, rule 1).
    MissingId,
    /// An iq without a type, or with one that is none of the four (RFC 6120 section 8.2.3, rule 2).
    IqType,
    /// A type that presence does not have (RFC 6121 section 4.7.1).
    PresenceType,
    /// A request without a payload, or anything with more than one (RFC 6120 section 8.2.3, rules 5 and 6).
    PayloadCount,
    /// An error without its `<error/>` (RFC 6120 section 8.3.1, rule 4).
    MissingError,
    /// An `<error/>` where there is none (RFC 6120 section 8.3.1, rule 7).
    UnexpectedError,
    /// More than one `<thread/>`, `<show/>` or `<priority/>` (RFC 6121 sections 4.7.2 and 5.2.5).
    Repeated,
    /// Two texts for one language, or several of which one has none, not even that of the stream (RFC 6121 sections 4.7.2.2, 5.2.3 and 5.2.4).
    RepeatedLanguage,
    /// An element inside one that holds text (RFC 6121 sections 4.7.2 and 5.2).
    MixedContent,
    /// A thread that is its own parent (RFC 6121 section 5.2.5).
    ThreadParent,
    /// A state that is none of the four (RFC 6121 section 4.7.2.1).
    Show,
    /// A priority that is no integer from -128 to 127 (RFC 6121 section 4.7.2.3).
    Priority,
}

impl<'a> StanzaFault<'a> {
    pub(super) fn new(stanza: RawStanza<'a>, kind: StanzaFaultKind, offset: usize) -> Self {
        Self { stanza, error: StanzaError { kind, offset } }
    }

    /// What is wrong.
    pub fn kind(&self) -> StanzaFaultKind {
        self.error.kind
    }

    /// Where the attribute or element begins that is wrong, in octets from the `<` of the stanza; 0 if something is not there.
    pub fn offset(&self) -> usize {
        self.error.offset
    }

    /// The stanza, as it was read.
    pub fn stanza(&self) -> RawStanza<'a> {
        self.stanza
    }

    /// What is wrong and where, without the stanza: to be kept, or handed on with `?`.
    ///
    /// ```
    /// use envoi::stanza::{Iq, RawStanza, StanzaFault};
    /// use envoi::xml::ElementBuf;
    /// use std::error::Error;
    ///
    /// fn id_of(stanza: RawStanza<'_>) -> Result<String, Box<dyn Error>> {
    ///     Ok(Iq::read(stanza).map_err(|fault| fault.error())?.id().into_owned())
    /// }
    ///
    /// let iq = ElementBuf::parse("<iq xmlns='jabber:client' type='result'/>")?;
    /// let error = id_of(RawStanza::from_element(iq.element(), "jabber:client").unwrap()).unwrap_err();
    /// assert_eq!(error.to_string(), "an iq needs an id, at byte 0 (RFC 6120 section 8.2.3)");
    /// # Ok::<(), Box<dyn Error>>(())
    /// ```
    pub fn error(&self) -> StanzaError {
        self.error
    }

    /// The condition to answer with.
    pub fn condition(&self) -> Condition {
        match self.error.kind {
            // RFC 6120 section 8.3.3.8.
            StanzaFaultKind::To(_) | StanzaFaultKind::From(_) => Condition::JidMalformed,
            // RFC 6120 section 8.3.3.1.
            _ => Condition::BadRequest,
        }
    }

    /// The answer, with the rule as its text; `None` to what is never answered, as in [`RawStanza::error_reply`].
    pub fn reply(&self) -> Option<ErrorReply<'a>> {
        if self.error.kind == StanzaFaultKind::Kind {
            return None;
        }
        let reply = self.stanza.error_reply(self.condition())?;
        Some(reply.text(format!("{}", self.error.kind)).lang("en"))
    }
}

impl StanzaError {
    /// What is wrong.
    pub const fn kind(&self) -> StanzaFaultKind {
        self.kind
    }

    /// Where, as [`StanzaFault::offset`].
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl From<StanzaFault<'_>> for StanzaError {
    fn from(fault: StanzaFault<'_>) -> Self {
        fault.error
    }
}

impl StanzaFaultKind {
    /// An identifier for logs and programs, such as `missing-id`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::To(_) => "to",
            Self::From(_) => "from",
            Self::Kind => "kind",
            Self::MissingId => "missing-id",
            Self::IqType => "iq-type",
            Self::PresenceType => "presence-type",
            Self::PayloadCount => "payload-count",
            Self::MissingError => "missing-error",
            Self::UnexpectedError => "unexpected-error",
            Self::Repeated => "repeated",
            Self::RepeatedLanguage => "repeated-language",
            Self::MixedContent => "mixed-content",
            Self::ThreadParent => "thread-parent",
            Self::Show => "show",
            Self::Priority => "priority",
        }
    }

    /// The rule that is broken: the document and its section.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::To(_) => "RFC 6120 section 8.1.1",
            Self::From(_) => "RFC 6120 section 8.1.2",
            Self::Kind => "RFC 6120 section 8",
            Self::MissingId | Self::IqType | Self::PayloadCount => "RFC 6120 section 8.2.3",
            Self::MissingError | Self::UnexpectedError => "RFC 6120 section 8.3.1",
            Self::PresenceType => "RFC 6121 section 4.7.1",
            Self::Repeated | Self::RepeatedLanguage | Self::MixedContent => "RFC 6121 sections 4.7.2 and 5.2",
            Self::ThreadParent => "RFC 6121 section 5.2.5",
            Self::Show => "RFC 6121 section 4.7.2.1",
            Self::Priority => "RFC 6121 section 4.7.2.3",
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::To(_) => "the recipient is no address",
            Self::From(_) => "the sender is no address",
            Self::Kind => "this is another kind of stanza",
            Self::MissingId => "an iq needs an id",
            Self::IqType => "the type of an iq is get, set, result or error",
            Self::PresenceType => "presence has no such type",
            Self::PayloadCount => "an iq of type get or set holds one element, a result one at most",
            Self::MissingError => "a stanza of type error holds an <error/>",
            Self::UnexpectedError => "only a stanza of type error holds an <error/>",
            Self::Repeated => "this element can stand there once",
            Self::RepeatedLanguage => "several texts need a language each, and no two the same",
            Self::MixedContent => "this element holds text and nothing else",
            Self::ThreadParent => "a thread cannot be its own parent",
            Self::Show => "<show/> is away, chat, dnd or xa",
            Self::Priority => "<priority/> is an integer from -128 to 127",
        }
    }

    /// What is wrong with the address, if that is it.
    pub const fn address(self) -> Option<JidError> {
        match self {
            Self::To(error) | Self::From(error) => Some(error),
            _ => None,
        }
    }
}

/// What is wrong, and the rule.
impl fmt::Display for StanzaFaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.address() {
            // It says its own rule.
            Some(error) => write!(f, "{}: {error}", self.sentence()),
            None => write!(f, "{} ({})", self.sentence(), self.rule()),
        }
    }
}

/// What is wrong, where, and the rule.
impl fmt::Display for StanzaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sentence, offset, rule) = (self.kind.sentence(), self.offset, self.kind.rule());
        write!(f, "{sentence}, at byte {offset} ({rule})")?;
        self.kind.address().map_or(Ok(()), |error| write!(f, ": {error}"))
    }
}

/// That of [`StanzaError`].
impl fmt::Display for StanzaFault<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

/// The error, and the start tag.
impl fmt::Debug for StanzaFault<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StanzaFault").field("error", &self.error).field("stanza", &self.stanza).finish()
    }
}

impl core::error::Error for StanzaError {}

impl core::error::Error for StanzaFault<'_> {}
