//! [`App`]: an app, perhaps a version of it that is not the default one, and its addresses.

use super::domains::LATEST;
use super::names::{check_label, check_name};
use super::{AppAddress, AppEngineError, AppEngineErrorKind as Kind, Domains};
use crate::jid::{Domainpart, Jid, Localpart};
use alloc::boxed::Box;
use alloc::format;

/// An app: its id, the version if that is not the default one, and the domains that it is found under.
///
/// ```
/// use envoi::appengine::App;
///
/// let app = App::new("app-id")?;
/// assert_eq!(app.address().as_str(), "app-id@appspot.com");
/// assert_eq!(app.custom_address("support")?.as_str(), "support@app-id.appspotchat.com");
///
/// let beta = app.with_version("beta")?;
/// assert_eq!(beta.address().as_str(), "app-id@beta.latest.app-id.appspotchat.com");
/// assert_eq!(beta.custom_address("support")?.as_str(), "support@beta.latest.app-id.appspotchat.com");
/// # Ok::<(), envoi::appengine::AppEngineError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct App {
    id: Box<Domainpart>,
    version: Option<Box<Domainpart>>,
    domains: Domains,
    /// `app-id.appspotchat.com`, and the domain of the version.
    pub(super) custom: Box<Domainpart>,
    pub(super) versioned: Option<Box<Domainpart>>,
}

impl App {
    /// The default version of the app of this id, under the domains of the service.
    ///
    /// # Errors
    ///
    /// `AppId`: the id is a label of the domain names of the app.
    ///
    /// ```
    /// use envoi::appengine::App;
    ///
    /// let error = App::new("App-Id").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "an application id is a label of a domain name: lower-case letters, digits and hyphens, at byte 0 \
    ///      (RFC 5890 section 2.3.1)"
    /// );
    /// ```
    pub fn new(id: &str) -> Result<Self, AppEngineError> {
        let id = check_label(id, Kind::AppId)?.into();
        Self::assemble(id, None, Domains::default())
    }

    /// A version of the app that is not the default one.
    ///
    /// # Errors
    ///
    /// `Version`: the version is a label of the domain names of its addresses.
    pub fn with_version(self, version: &str) -> Result<Self, AppEngineError> {
        let version = check_label(version, Kind::Version)?.into();
        Self::assemble(self.id, Some(version), self.domains)
    }

    /// The app under other domains than those of the service.
    ///
    /// # Errors
    ///
    /// `Address` if a domain name gets longer than 253 octets.
    ///
    /// ```
    /// use envoi::{Domainpart, appengine::{App, Domains}};
    ///
    /// let localhost = Domainpart::from_canonical("localhost")?;
    /// let app = App::new("echo")?.with_domains(Domains::new(localhost, localhost))?;
    /// assert_eq!(app.custom_address("anything")?.as_str(), "anything@echo.localhost");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_domains(self, domains: Domains) -> Result<Self, AppEngineError> {
        Self::assemble(self.id, self.version, domains)
    }

    fn assemble(
        id: Box<Domainpart>,
        version: Option<Box<Domainpart>>,
        domains: Domains,
    ) -> Result<Self, AppEngineError> {
        let custom = format!("{id}.{}", domains.chat());
        let custom = Domainpart::parse(&custom)?.into_owned();
        let versioned = match &version {
            // XMPP Java API Overview, Addresses and app versions.
            Some(version) => Some(Domainpart::parse(&format!("{version}.{LATEST}.{custom}"))?.into_owned()),
            None => None,
        };
        Ok(Self { id, version, domains, custom, versioned })
    }

    /// The application id.
    pub fn id(&self) -> &str {
        self.id.as_str()
    }

    /// The version, if it is not the default one.
    pub fn version(&self) -> Option<&str> {
        self.version.as_ref().map(|version| version.as_str())
    }

    /// The domains that it is found under.
    pub fn domains(&self) -> &Domains {
        &self.domains
    }

    /// The address under the application id: `app-id@appspot.com`, or that of the version.
    pub fn address(&self) -> Box<Jid> {
        let domain = self.versioned.as_deref().unwrap_or(self.domains.app());
        Jid::from_parts(Some(Localpart::cast(self.id())), domain, None)
    }

    /// An address with a name: `anything@app-id.appspotchat.com`, or that of the version.
    ///
    /// # Errors
    ///
    /// `Name` unless it is letters, digits and hyphens, `Address` if it is longer than 1023 octets.
    ///
    /// ```
    /// let error = envoi::appengine::App::new("app-id")?.custom_address("a_b").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the name must consist of letters, digits and hyphens, at byte 1 (XMPP Java API Overview, XMPP addresses)"
    /// );
    /// # Ok::<(), envoi::appengine::AppEngineError>(())
    /// ```
    pub fn custom_address(&self, name: &str) -> Result<Box<Jid>, AppEngineError> {
        check_name(name)?;
        let name = Localpart::parse(name)?;
        Ok(Jid::from_parts(Some(&name), self.versioned.as_deref().unwrap_or(&self.custom), None))
    }

    /// Whether what is sent to this address comes to this version of this app (XMPP Java API Overview, Addresses and app versions).
    ///
    /// ```
    /// use envoi::appengine::{App, AppAddress};
    ///
    /// let app = App::new("app-id")?;
    /// assert!(app.serves(&AppAddress::parse("app-id@appspot.com")?));
    /// assert!(app.serves(&AppAddress::parse("support@app-id.appspotchat.com")?));
    /// assert!(!app.serves(&AppAddress::parse("support@beta.latest.app-id.appspotchat.com")?));
    /// # Ok::<(), envoi::appengine::AppEngineError>(())
    /// ```
    pub fn serves(&self, address: &AppAddress<'_>) -> bool {
        address.app() == self.id() && address.version() == self.version()
    }
}
