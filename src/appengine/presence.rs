//! [`OutgoingPresence`]: an invitation, or the presence of the app, to one recipient.

use super::message::check_text;
use super::{App, AppEngineError, AppEngineErrorKind as Kind, MAX_STATUS_OCTETS};
use crate::jid::{Jid, Policy};
use crate::stanza::{Presence, PresenceBuilder, PresenceType, Show};
use alloc::borrow::Cow;
use alloc::boxed::Box;

/// Presence that an app sends to one recipient: an invitation to chat, its availability, or a probe for the recipient's.
///
/// ```
/// use envoi::appengine::{App, OutgoingPresence};
/// use envoi::stanza::Show;
/// use envoi::stream::StreamWriter;
///
/// let app = App::new("app-id")?;
/// let mut writer = StreamWriter::fragments("jabber:client");
/// let invitation = OutgoingPresence::invitation("juliet@example.com").from("support@app-id.appspotchat.com");
/// writer.write(&invitation.prepare(&app)?.stanza())?;
/// let presence = OutgoingPresence::available("juliet@example.com").show(Show::Chat).status("Doing fine.");
/// writer.write(&presence.prepare(&app)?.stanza())?;
/// assert_eq!(
///     String::from_utf8_lossy(writer.as_bytes()),
///     "<presence to='juliet@example.com' from='support@app-id.appspotchat.com' type='subscribe'/>\
///      <presence to='juliet@example.com' from='app-id@appspot.com/bot'><show>chat</show>\
///      <status>Doing fine.</status></presence>"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "nothing is sent before `prepare`"]
pub struct OutgoingPresence<'a> {
    type_: PresenceType,
    recipient: Cow<'a, str>,
    sender: Cow<'a, str>,
    show: Option<Show>,
    status: Option<Cow<'a, str>>,
}

/// Presence that has been checked.
#[derive(Clone, Debug)]
pub struct PreparedPresence<'a> {
    type_: PresenceType,
    recipient: Cow<'a, Jid>,
    sender: Box<Jid>,
    show: Option<Show>,
    status: Option<&'a str>,
}

impl<'a> OutgoingPresence<'a> {
    /// An invitation to chat, which is a request to subscribe (XMPP Java API Overview, Sending invitations).
    pub fn invitation(recipient: impl Into<Cow<'a, str>>) -> Self {
        Self::new(PresenceType::Subscribe, recipient.into())
    }

    /// The app is available.
    pub fn available(recipient: impl Into<Cow<'a, str>>) -> Self {
        Self::new(PresenceType::Available, recipient.into())
    }

    /// The app is no longer available.
    pub fn unavailable(recipient: impl Into<Cow<'a, str>>) -> Self {
        Self::new(PresenceType::Unavailable, recipient.into())
    }

    /// The app asks for the presence of the recipient (Programming Google App Engine with Python, chapter 15, Probing for Presence).
    pub fn probe(recipient: impl Into<Cow<'a, str>>) -> Self {
        Self::new(PresenceType::Probe, recipient.into())
    }

    fn new(type_: PresenceType, recipient: Cow<'a, str>) -> Self {
        Self { type_, recipient, sender: Cow::Borrowed(""), show: None, status: None }
    }

    /// The sender that is asked for, as [`App::sender`] takes it.
    pub fn from(mut self, sender: impl Into<Cow<'a, str>>) -> Self {
        self.sender = sender.into();
        self
    }

    /// How available the app is, which only [`available`](Self::available) presence says.
    pub fn show(mut self, show: Show) -> Self {
        self.show = Some(show);
        self
    }

    /// A status message of at most [`MAX_STATUS_OCTETS`]; an empty one is none.
    pub fn status(mut self, status: impl Into<Cow<'a, str>>) -> Self {
        self.status = Some(status.into()).filter(|status| !status.is_empty());
        self
    }

    /// Checks status, sender and recipient.
    ///
    /// # Errors
    ///
    /// `Show` outside of available presence, `StatusTooLong`, `Character` in the status, those of [`App::sender`], `Address` of the recipient.
    ///
    /// ```
    /// use envoi::appengine::{App, AppEngineErrorKind, OutgoingPresence};
    /// use envoi::stanza::Show;
    ///
    /// let probe = OutgoingPresence::probe("juliet@example.com").show(Show::Away);
    /// assert_eq!(probe.prepare(&App::new("app-id")?).unwrap_err().kind(), AppEngineErrorKind::Show);
    /// # Ok::<(), envoi::appengine::AppEngineError>(())
    /// ```
    pub fn prepare(&self, app: &App) -> Result<PreparedPresence<'_>, AppEngineError> {
        // RFC 6121 section 4.7.2: it belongs to presence without a type.
        if self.show.is_some() && self.type_ != PresenceType::Available {
            return Err(AppEngineError::new(Kind::Show, 0));
        }
        let status = self.status.as_deref();
        if let Some(status) = status {
            if status.len() > MAX_STATUS_OCTETS {
                return Err(AppEngineError::new(Kind::StatusTooLong, MAX_STATUS_OCTETS));
            }
            check_text(status)?;
        }
        let sender = app.sender(&self.sender)?;
        let recipient = Policy::APP_ENGINE.parse(&self.recipient)?;
        Ok(PreparedPresence {
            show: self.show,
            status,
            ..PreparedPresence::new(self.type_, recipient, sender)
        })
    }
}

impl<'a> PreparedPresence<'a> {
    pub(super) fn new(type_: PresenceType, recipient: Cow<'a, Jid>, sender: Box<Jid>) -> Self {
        Self { type_, recipient, sender, show: None, status: None }
    }

    /// The stanza.
    pub fn stanza(&self) -> PresenceBuilder<'_> {
        let (mut sender, mut recipient): (&Jid, &Jid) = (&self.sender, &self.recipient);
        // RFC 6121 sections 3.1.1, 3.1.2, 3.1.5 and 4.3: subscriptions are between bare addresses.
        if !matches!(self.type_, PresenceType::Available | PresenceType::Unavailable) {
            (sender, recipient) = (sender.bare(), recipient.bare());
        }
        let mut presence = Presence::builder(self.type_).to(recipient).from(sender);
        if let Some(show) = self.show {
            presence = presence.show(show);
        }
        match self.status {
            Some(status) => presence.status(status),
            None => presence,
        }
    }
}
