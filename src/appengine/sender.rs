//! The sender of what an app sends: the service's check, and what it makes of the address.

use super::{App, AppEngineError, AppEngineErrorKind as Kind};
use crate::jid::{self, Domainpart, Jid, Policy, Split};
use alloc::boxed::Box;

impl App {
    /// The sender of what is sent, for the one that was asked for; an empty text asks for [`address`](Self::address).
    ///
    /// Accepted are `app-id@appspot.com`, `anything@app-id.appspotchat.com` and, of a version that is not the default one, its own
    /// addresses, each with a resource or without. They are compared octet by octet, as the service does, so letters in another case are
    /// another address; what stands before the `@` of the second is not held to letters, digits and hyphens here.
    /// Of a version that is not the default one, the sender becomes an address of that version, so that replies come back to it.
    /// Without a resource it gets `bot`.
    ///
    /// # Errors
    ///
    /// In the order of the service: `Address` for a forbidden character, no `@`, nothing before it, a second `@`, a second `/`; `Sender` for
    /// an address that is not of the app. Then `Address` for what RFC 7622 refuses.
    ///
    /// ```
    /// use envoi::appengine::App;
    ///
    /// let app = App::new("app-id")?;
    /// assert_eq!(app.sender("")?.as_str(), "app-id@appspot.com/bot");
    /// assert_eq!(app.sender("support@app-id.appspotchat.com/work")?.as_str(), "support@app-id.appspotchat.com/work");
    ///
    /// let beta = app.with_version("beta")?;
    /// assert_eq!(beta.sender("app-id@appspot.com")?.as_str(), "app-id@beta.latest.app-id.appspotchat.com/bot");
    /// # Ok::<(), envoi::appengine::AppEngineError>(())
    /// ```
    pub fn sender(&self, requested: &str) -> Result<Box<Jid>, AppEngineError> {
        if requested.is_empty() {
            return self.sender(self.address().as_str());
        }
        jid::check_app_engine(requested)?;
        self.check_own(requested)?;
        let sender = Policy::APP_ENGINE_SENDER.parse(requested)?;
        let parts = sender.parts();
        match self.versioned.as_deref() {
            // XMPP Java API Overview, Addresses and app versions: the address is changed to one of the version.
            Some(domain) if parts.domainpart != domain => {
                Ok(Jid::from_parts(parts.localpart, domain, parts.resourcepart))
            }
            _ => Ok(sender.into_owned()),
        }
    }

    /// Whether an address is one of the app, octet by octet.
    fn check_own(&self, requested: &str) -> Result<(), AppEngineError> {
        let Split { localpart, domainpart, .. } = Split::new(requested);
        let name = localpart.unwrap_or("");
        if domainpart == self.domains().app().as_str() && name == self.id() {
            return Ok(());
        }
        let versioned = self.versioned.as_deref().map(Domainpart::as_str);
        if domainpart == self.custom.as_str() || Some(domainpart) == versioned {
            return Ok(());
        }
        // Under the domain of all apps it is the name that is wrong.
        let offset = if domainpart == self.domains().app().as_str() { 0 } else { name.len() + 1 };
        Err(AppEngineError::new(Kind::Sender, offset))
    }
}
