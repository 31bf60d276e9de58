//! [`Domains`]: the two domains under which apps have their addresses.

use crate::jid::Domainpart;
use alloc::borrow::Cow;

/// The domains under which apps have their addresses: the service's own, or those of a server that takes its place.
///
/// ```
/// use envoi::{Domainpart, appengine::Domains};
///
/// let service = Domains::default();
/// assert_eq!((service.app().as_str(), service.chat().as_str()), ("appspot.com", "appspotchat.com"));
///
/// // A component `echo.localhost` is then the home of the app `echo`.
/// let localhost = Domainpart::from_canonical("localhost")?;
/// let domains = Domains::new(localhost, localhost);
/// assert_eq!(domains.parse("anything@echo.localhost")?.app(), "echo");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domains {
    app: Cow<'static, Domainpart>,
    chat: Cow<'static, Domainpart>,
}

/// The labels that a domain of apps has in front.
#[derive(Clone, Copy)]
pub(super) struct Labels<'a> {
    pub(super) version: Option<&'a str>,
    pub(super) app: &'a str,
}

/// The label between a version and its app (XMPP Java API Overview, Addresses and app versions).
pub(super) const LATEST: &str = "latest";

impl Domains {
    /// Other domains than the service's: the one of `app-id@...`, and the one of `anything@app-id. ...`.
    pub fn new(app: &Domainpart, chat: &Domainpart) -> Self {
        Self { app: Cow::Owned(app.into()), chat: Cow::Owned(chat.into()) }
    }

    /// The domain of `app-id@appspot.com`.
    pub fn app(&self) -> &Domainpart {
        &self.app
    }

    /// The domain above `app-id.appspotchat.com`.
    pub fn chat(&self) -> &Domainpart {
        &self.chat
    }

    /// The labels in front of the chat domain, if there is one for the app, or three for a version of it.
    pub(super) fn labels<'a>(&self, domain: &'a str) -> Option<Labels<'a>> {
        let front = domain.strip_suffix(self.chat.as_str())?.strip_suffix('.')?;
        // Ids and versions are letters, digits and hyphens.
        if !front.is_ascii() {
            return None;
        }
        let mut labels = front.split('.');
        match (labels.next(), labels.next(), labels.next(), labels.next()) {
            (Some(app), None, ..) => Some(Labels { version: None, app }),
            (Some(version), Some(LATEST), Some(app), None) => Some(Labels { version: Some(version), app }),
            _ => None,
        }
    }
}

/// Those of the service: `appspot.com` and `appspotchat.com` (XMPP Java API Overview, XMPP addresses).
impl Default for Domains {
    fn default() -> Self {
        // Both are canonical.
        Self {
            app: Cow::Borrowed(Domainpart::cast("appspot.com")),
            chat: Cow::Borrowed(Domainpart::cast("appspotchat.com")),
        }
    }
}
