//! [`AppAddress`]: an address of an app, taken apart.

use super::{
    AppEngineError, AppEngineErrorKind as Kind, Domains,
    domains::{LATEST, Labels},
};
use crate::jid::{Jid, Policy, Resourcepart, Split};
use alloc::borrow::Cow;
use alloc::boxed::Box;
use core::fmt;
use core::ops::Range;

/// An address of an app: app, version, name and resource.
///
/// ```
/// use envoi::appengine::{AddressForm, AppAddress};
///
/// let address = AppAddress::parse("support@beta.latest.app-id.appspotchat.com/work")?;
/// assert_eq!(address.form(), AddressForm::Version);
/// assert_eq!(address.app(), "app-id");
/// assert_eq!(address.version(), Some("beta"));
/// assert_eq!(address.name(), "support");
/// assert_eq!(address.resource(), Some("work"));
///
/// let address = AppAddress::parse("app-id@appspot.com")?;
/// assert_eq!((address.form(), address.name()), (AddressForm::Default, "app-id"));
/// # Ok::<(), envoi::appengine::AppEngineError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppAddress<'a> {
    jid: Cow<'a, Jid>,
    form: AddressForm,
    /// Where the id and the version stand in the address.
    app: Range<usize>,
    version: Range<usize>,
}

/// In which form an address of an app is written (XMPP Java API Overview, XMPP addresses).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AddressForm {
    /// `app-id@appspot.com`, of the default version.
    Default,
    /// `anything@app-id.appspotchat.com`, of the default version.
    Custom,
    /// `anything@version.latest.app-id.appspotchat.com`, of that version.
    Version,
}

impl<'a> AppAddress<'a> {
    /// Parses an address under the domains of the service, by [`Policy::APP_ENGINE`]; [`Domains::parse`] is for others.
    ///
    /// # Errors
    ///
    /// `Address`, `NotAnApp`, `Name` with the offset of the character. The name is letters, digits and hyphens of ASCII.
    ///
    /// ```
    /// use envoi::appengine::{AppAddress, AppEngineErrorKind};
    ///
    /// let error = AppAddress::parse("a.b@app-id.appspotchat.com").unwrap_err();
    /// assert_eq!((error.kind(), error.offset()), (AppEngineErrorKind::Name, 1));
    /// ```
    pub fn parse(text: &'a str) -> Result<Self, AppEngineError> {
        Domains::default().parse(text)
    }

    pub(super) fn parse_under(domains: &Domains, text: &'a str) -> Result<Self, AppEngineError> {
        let jid = Policy::APP_ENGINE.parse(text)?;
        let name = jid.localpart().map_or(0, |name| name.as_str().len());
        let domain = name + 1;
        let (form, version, app) = if *jid.domainpart() == *domains.app() {
            (AddressForm::Default, 0..0, 0..name)
        } else {
            match domains.labels(jid.domainpart().as_str()) {
                Some(Labels { version: None, app }) => {
                    (AddressForm::Custom, 0..0, domain..domain + app.len())
                }
                Some(Labels { version: Some(version), app }) => {
                    let version = domain..domain + version.len();
                    let start = version.end + LATEST.len() + 2;
                    (AddressForm::Version, version, start..start + app.len())
                }
                None => return Err(AppEngineError::new(Kind::NotAnApp, name_of(text).len() + 1)),
            }
        };
        // The rule is for what was written: preparation makes letters of what is none, such as U+FF21.
        check_name(name_of(text))?;
        Ok(Self { jid, form, app, version })
    }

    /// The form.
    pub fn form(&self) -> AddressForm {
        self.form
    }

    /// The id of the app.
    pub fn app(&self) -> &str {
        &self.jid.as_str()[self.app.clone()]
    }

    /// The version that it is of; `None` is the default version, whichever that is.
    pub fn version(&self) -> Option<&str> {
        (self.form == AddressForm::Version).then(|| &self.jid.as_str()[self.version.clone()])
    }

    /// What stands before the `@`: the id of the app again, if the form is `Default`.
    pub fn name(&self) -> &str {
        self.jid.localpart().map_or("", |name| name.as_str())
    }

    /// What stands behind the `/`.
    pub fn resource(&self) -> Option<&str> {
        self.jid.resourcepart().map(Resourcepart::as_str)
    }

    /// The whole address.
    pub fn jid(&self) -> &Jid {
        &self.jid
    }

    /// The whole address, owned.
    pub fn into_jid(self) -> Box<Jid> {
        self.jid.into_owned()
    }
}

/// XMPP Java API Overview, XMPP addresses: `anything` is any string containing letters, numbers and hyphens.
pub(super) fn check_name(name: &str) -> Result<(), AppEngineError> {
    match name.bytes().position(|octet| !octet.is_ascii_alphanumeric() && octet != b'-') {
        Some(offset) => Err(AppEngineError::new(Kind::Name, offset)),
        None if name.is_empty() => Err(AppEngineError::new(Kind::Name, 0)),
        None => Ok(()),
    }
}

/// What stands before the `@` of an address that has one.
fn name_of(text: &str) -> &str {
    Split::new(text).localpart.unwrap_or("")
}

impl fmt::Display for AppAddress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.jid.as_str())
    }
}
