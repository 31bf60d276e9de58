//! [`AppEngineError`]: which rule of the service is broken, and where.

use super::limits;
use crate::jid::JidError;
use crate::xml::XmlError;
use core::fmt;

/// What the service refuses: the kind, and the byte offset.
///
/// ```
/// use envoi::appengine::{App, AppEngineErrorKind};
///
/// let error = App::new("app-id")?.sender("support@other.appspotchat.com").unwrap_err();
/// assert_eq!(error.kind(), AppEngineErrorKind::Sender);
/// assert_eq!(error.offset(), 8);
/// assert_eq!(
///     error.to_string(),
///     "the sender must be app-id@appspot.com or name@app-id.appspotchat.com with the id of the app that sends, at byte 8 \
///      (XMPP Java API Overview, XMPP addresses)"
/// );
/// # Ok::<(), envoi::appengine::AppEngineError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppEngineError {
    kind: AppEngineErrorKind,
    offset: usize,
    cause: Option<Cause>,
}

/// The error of a lower floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    Jid(JidError),
    Xml(XmlError),
}

/// What is wrong; [`as_str`](Self::as_str) gives an identifier that stays the same between releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AppEngineErrorKind {
    /// No address by the service's check or by RFC 7622; [`AppEngineError::jid_error`] says more.
    Address,
    /// An address, but in none of the forms that those of apps have (XMPP Java API Overview, XMPP addresses).
    NotAnApp,
    /// An application id that cannot be a label of a domain name in lower case.
    AppId,
    /// A version that cannot be a label of a domain name in lower case.
    Version,
    /// A name that has something other than letters, digits and hyphens (XMPP Java API Overview, XMPP addresses).
    Name,
    /// A sender that is not an address of the app (Programming Google App Engine with Python, chapter 15, Sending Chat Messages).
    Sender,
    /// A message to nobody.
    NoRecipient,
    /// A message without a body.
    NoBody,
    /// Raw XML that is not well-formed; [`AppEngineError::xml_error`] says more.
    Xml,
    /// A character that XML does not have.
    Character,
    /// A body beyond [`MAX_MESSAGE_OCTETS`](super::MAX_MESSAGE_OCTETS).
    MessageTooLong,
    /// Recipients and body beyond [`MAX_CALL_OCTETS`](super::MAX_CALL_OCTETS).
    CallTooLong,
    /// Raw XML that has a prefix for elements of a content namespace, `jabber:client`, `jabber:server` or `jabber:component:accept` (RFC 6120
    /// section 4.8.5).
    ContentPrefix,
    /// A show in presence of another type than available (RFC 6121 section 4.7.2).
    Show,
    /// A status beyond [`MAX_STATUS_OCTETS`](super::MAX_STATUS_OCTETS).
    StatusTooLong,
}

impl AppEngineError {
    pub(super) const fn new(kind: AppEngineErrorKind, offset: usize) -> Self {
        Self { kind, offset, cause: None }
    }

    /// What is wrong.
    pub const fn kind(&self) -> AppEngineErrorKind {
        self.kind
    }

    /// Where: a byte offset into the text that was given; 0 if it is none of its octets.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// What is wrong with the address, if the kind is `Address`.
    ///
    /// ```
    /// use envoi::{JidErrorKind, appengine::AppAddress};
    ///
    /// let error = AppAddress::parse("a(b)@app-id.appspotchat.com").unwrap_err();
    /// assert_eq!(error.jid_error().unwrap().kind(), JidErrorKind::Disallowed);
    /// assert_eq!(
    ///     error.to_string(),
    ///     "localpart: '(' (U+0028) is not allowed, at byte 1 (App Engine XMPP service)"
    /// );
    /// ```
    pub const fn jid_error(&self) -> Option<JidError> {
        match self.cause {
            Some(Cause::Jid(error)) => Some(error),
            _ => None,
        }
    }

    /// What is wrong with the raw XML, if the kind is `Xml`.
    pub const fn xml_error(&self) -> Option<XmlError> {
        match self.cause {
            Some(Cause::Xml(error)) => Some(error),
            _ => None,
        }
    }
}

impl AppEngineErrorKind {
    /// An identifier for logs and programs, such as `sender` or `message-too-long`.
    ///
    /// ```
    /// assert_eq!(envoi::appengine::AppEngineErrorKind::NoBody.as_str(), "no-body");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::NotAnApp => "not-an-app",
            Self::AppId => "app-id",
            Self::Version => "version",
            Self::Name => "name",
            Self::Sender => "sender",
            Self::NoRecipient => "no-recipient",
            Self::NoBody => "no-body",
            Self::Xml => "xml",
            Self::Character => "character",
            Self::MessageTooLong => "message-too-long",
            Self::CallTooLong => "call-too-long",
            Self::ContentPrefix => "content-prefix",
            Self::Show => "show",
            Self::StatusTooLong => "status-too-long",
        }
    }

    /// The rule that is broken: the document and its section.
    ///
    /// ```
    /// use envoi::appengine::AppEngineErrorKind;
    ///
    /// assert_eq!(AppEngineErrorKind::CallTooLong.rule(), "XMPP Java API Overview, Quotas and limits");
    /// ```
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Address | Self::NotAnApp | Self::Name | Self::Sender => {
                "XMPP Java API Overview, XMPP addresses"
            }
            Self::AppId => "RFC 5890 section 2.3.1",
            Self::Version => "XMPP Java API Overview, Addresses and app versions",
            Self::NoRecipient | Self::NoBody | Self::Xml => "XMPP Java API Overview, Sending chat messages",
            Self::Character => "XML 1.0 section 2.2",
            Self::MessageTooLong | Self::CallTooLong => limits::RULE,
            Self::ContentPrefix => "RFC 6120 section 4.8.5",
            Self::Show => "RFC 6121 section 4.7.2",
            Self::StatusTooLong => {
                "Programming Google App Engine with Python, chapter 15, Managing Presence Updates"
            }
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::Address => "this is no address",
            Self::NotAnApp => {
                "the address of an app must be app-id@appspot.com, name@app-id.appspotchat.com or \
                 name@version.latest.app-id.appspotchat.com"
            }
            Self::AppId => {
                "an application id is a label of a domain name: lower-case letters, digits and hyphens"
            }
            Self::Version => "a version is a label of a domain name: lower-case letters, digits and hyphens",
            Self::Name => "the name must consist of letters, digits and hyphens",
            Self::Sender => {
                "the sender must be app-id@appspot.com or name@app-id.appspotchat.com with the id of the app that sends"
            }
            Self::NoRecipient => "the message has no recipient",
            Self::NoBody => "the message has no body",
            Self::Xml => "the raw XML is not well-formed",
            Self::Character => "XML has no such character",
            Self::MessageTooLong => "the message is longer than 102400 octets",
            Self::CallTooLong => "the recipients and the body are longer than 1048576 octets",
            Self::ContentPrefix => "elements of the content namespace of a stream cannot have a prefix",
            Self::Show => "only available presence can have a show",
            Self::StatusTooLong => "the status is longer than 1024 octets",
        }
    }
}

impl From<JidError> for AppEngineError {
    fn from(error: JidError) -> Self {
        let cause = Some(Cause::Jid(error));
        Self { kind: AppEngineErrorKind::Address, offset: error.offset(), cause }
    }
}

impl From<XmlError> for AppEngineError {
    fn from(error: XmlError) -> Self {
        Self { kind: AppEngineErrorKind::Xml, offset: error.offset(), cause: Some(Cause::Xml(error)) }
    }
}

/// What is wrong, where, and which rule says so.
impl fmt::Display for AppEngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cause {
            Some(Cause::Jid(error)) => error.fmt(f),
            Some(Cause::Xml(error)) => write!(f, "{}: {error}", self.kind.sentence()),
            None => {
                write!(f, "{}, at byte {} ({})", self.kind.sentence(), self.offset, self.kind.rule())
            }
        }
    }
}

impl core::error::Error for AppEngineError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match &self.cause {
            Some(Cause::Jid(error)) => Some(error),
            Some(Cause::Xml(error)) => Some(error),
            None => None,
        }
    }
}
