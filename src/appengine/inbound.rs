//! [`InboundRequest`]: the request that the service makes of a stanza, and its form.

use super::{
    AppEngineError, Field, FormError, FormErrorKind, Ignored, MAX_MESSAGE_OCTETS, PreparedPresence, Route,
};
use crate::jid::Jid;
use crate::stanza::{Message, Presence, PresenceType, RawStanza};
use alloc::borrow::Cow;
use alloc::string::String;

/// The request that the service makes of a stanza: a route, and the fields of a form.
///
/// ```
/// use envoi::appengine::{InboundRequest, Route};
/// use envoi::stanza::{NS_CLIENT, RawStanza};
/// use envoi::xml::ElementBuf;
///
/// let text = "<presence xmlns='jabber:client' from='juliet@example.com/balcony' to='app-id@appspot.com'>\
///             <show>away</show></presence>";
/// let presence = ElementBuf::parse(text)?;
/// let presence = RawStanza::from_element(presence.element(), NS_CLIENT).unwrap();
/// let request = InboundRequest::of(presence)?;
/// assert_eq!(request.route().path(), "/_ah/xmpp/presence/available/");
/// let fields: Vec<_> = request.fields().collect();
/// assert_eq!(fields, [
///     ("from", "juliet@example.com/balcony"),
///     ("to", "app-id@appspot.com"),
///     ("show", "away"),
///     ("stanza", text),
/// ]);
/// assert_eq!(InboundRequest::from_fields(Route::Available, fields)?, request);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundRequest<'a> {
    route: Route,
    from: Cow<'a, str>,
    to: Cow<'a, str>,
    body: Option<Cow<'a, str>>,
    show: Option<Cow<'a, str>>,
    status: Option<Cow<'a, str>>,
    stanza: Option<Cow<'a, str>>,
}

impl<'a> InboundRequest<'a> {
    /// The request that the service makes of a stanza.
    ///
    /// The addresses are as they were written. A message without a body has an empty one; of several, the first counts.
    ///
    /// # Errors
    ///
    /// [`Ignored`] if it makes none, and why. `TooLong` counts the octets of the stanza with the declarations that it takes from the stream.
    pub fn of(stanza: RawStanza<'a>) -> Result<Self, Ignored> {
        let route = Route::of(stanza)?;
        let from = stanza.from().ok_or(Ignored::NoFrom)?;
        let to = stanza.to().ok_or(Ignored::NoTo)?;
        if stanza.source().len() > MAX_MESSAGE_OCTETS {
            return Err(Ignored::TooLong);
        }
        let (mut body, mut show, mut status) = (None, None, None);
        if route.has(Field::Body) {
            body = Some(Message::read(stanza).ok().and_then(|message| message.body()).unwrap_or_default());
        }
        if let (true, Ok(presence)) = (route.has(Field::Show), Presence::read(stanza)) {
            (show, status) = (shown(presence), presence.status());
        }
        let whole = String::from(stanza.element().to_owned().as_str());
        if whole.len() > MAX_MESSAGE_OCTETS {
            return Err(Ignored::TooLong);
        }
        Ok(Self { route, from, to, body, show, status, stanza: Some(Cow::Owned(whole)) })
    }

    /// Reads the form of a request to a route. Fields that the route does not have are left alone, in any order.
    ///
    /// A form without `stanza` is read, too: the service's own library does without.
    ///
    /// # Errors
    ///
    /// `Missing` for `from`, `to`, and `body` of [`Route::Chat`]; `Repeated`; `TooLong`.
    ///
    /// ```
    /// use envoi::appengine::{Field, FormErrorKind, InboundRequest, Route};
    ///
    /// let fields = [("to", "app-id@appspot.com"), ("from", "a@example.com"), ("csrf", "1"), ("body", "Hi")];
    /// let request = InboundRequest::from_fields(Route::Chat, fields)?;
    /// assert_eq!((request.from(), request.body()), ("a@example.com", Some("Hi")));
    /// # Ok::<(), envoi::appengine::FormError>(())
    /// ```
    pub fn from_fields<N: AsRef<str>, V: Into<Cow<'a, str>>>(
        route: Route,
        fields: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, FormError> {
        let mut values: [Option<Cow<'a, str>>; Field::ALL.len()] = Default::default();
        for (name, value) in fields {
            let Some(field) = Field::from_name(name.as_ref()).filter(|&field| route.has(field)) else {
                continue;
            };
            let value = value.into();
            if value.len() > MAX_MESSAGE_OCTETS {
                return Err(FormError::new(FormErrorKind::TooLong, field, route));
            }
            if values[field as usize].replace(value).is_some() {
                return Err(FormError::new(FormErrorKind::Repeated, field, route));
            }
        }
        let [from, to, body, show, status, stanza] = values;
        let missing = |field| FormError::new(FormErrorKind::Missing, field, route);
        let from = from.ok_or(missing(Field::From))?;
        let to = to.ok_or(missing(Field::To))?;
        if route.has(Field::Body) && body.is_none() {
            return Err(missing(Field::Body));
        }
        Ok(Self { route, from, to, body, show, status, stanza })
    }

    /// The fields of the form as names and values, for an encoder of `multipart/form-data` (RFC 7578).
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let fields = Field::ALL.into_iter();
        fields.filter_map(|field| Some((field.as_str(), self.field(field)?)))
    }

    /// The value of a field.
    ///
    /// ```
    /// use envoi::appengine::{Field, InboundRequest, Route};
    ///
    /// let fields = [("from", "juliet@example.com"), ("to", "app-id@appspot.com")];
    /// let request = InboundRequest::from_fields(Route::Probe, fields)?;
    /// assert_eq!(request.field(Field::To), Some("app-id@appspot.com"));
    /// # Ok::<(), envoi::appengine::FormError>(())
    /// ```
    pub fn field(&self, field: Field) -> Option<&str> {
        match field {
            Field::From => Some(&self.from),
            Field::To => Some(&self.to),
            Field::Body => self.body.as_deref(),
            Field::Show => self.show.as_deref(),
            Field::Status => self.status.as_deref(),
            Field::Stanza => self.stanza.as_deref(),
        }
    }

    /// The route.
    pub fn route(&self) -> Route {
        self.route
    }

    /// The address of the sender.
    pub fn from(&self) -> &str {
        &self.from
    }

    /// The address of the recipient, as the sender wrote it.
    pub fn to(&self) -> &str {
        &self.to
    }

    /// The body, if the route is [`Route::Chat`].
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    /// The show of a presence; that there is none means `chat` (Programming Google App Engine with Python, chapter 15, Managing Presence Updates).
    pub fn show(&self) -> Option<&str> {
        self.show.as_deref()
    }

    /// The status of a presence.
    pub fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }

    /// What the service answers by itself: it accepts every invitation, so a request to subscribe is granted, from bare address to bare
    /// address (XMPP Java API Overview, Sending invitations; RFC 6121 section 3.1.5).
    ///
    /// `None` for all other routes.
    ///
    /// # Errors
    ///
    /// `Address` if one of the addresses is none.
    ///
    /// ```
    /// use envoi::appengine::{InboundRequest, Route};
    /// use envoi::stanza::{NS_CLIENT, WriteStanza};
    ///
    /// let fields = [("from", "juliet@example.com/balcony"), ("to", "support@app-id.appspotchat.com")];
    /// let request = InboundRequest::from_fields(Route::Subscribe, fields)?;
    /// assert_eq!(
    ///     request.acceptance()?.unwrap().stanza().to_element(NS_CLIENT)?.as_str(),
    ///     "<presence xmlns='jabber:client' to='juliet@example.com' from='support@app-id.appspotchat.com' type='subscribed'/>"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn acceptance(&self) -> Result<Option<PreparedPresence<'_>>, AppEngineError> {
        if self.route != Route::Subscribe {
            return Ok(None);
        }
        let (recipient, sender) = (Jid::parse(&self.from)?, Jid::parse(&self.to)?);
        Ok(Some(PreparedPresence::new(PresenceType::Subscribed, recipient, sender.into_owned())))
    }

    /// The whole stanza as XML that stands alone: it can be read by [`ElementBuf::parse`](crate::xml::ElementBuf::parse).
    pub fn stanza(&self) -> Option<&str> {
        self.stanza.as_deref()
    }
}

/// What a presence shows: the value without the white space around it, or the text if it is none that RFC 6121 defines.
fn shown(presence: Presence<'_>) -> Option<Cow<'_, str>> {
    match presence.show() {
        Ok(show) => show.map(|show| Cow::Borrowed(show.as_str())),
        Err(_) => presence.show_text(),
    }
}
