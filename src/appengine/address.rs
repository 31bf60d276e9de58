//! [`AppAddress`]: an address of an app, taken apart.

use super::domains::{LATEST, Labels};
use super::names::{check_label, check_name};
use super::{AppEngineError, AppEngineErrorKind as Kind, Domains};
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
    /// `Address`, `NotAnApp`, `Name` with the offset of the character, `AppId` for what cannot be the id in `id@appspot.com`.
    /// The name is letters, digits and hyphens of ASCII.
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
        if form == AddressForm::Default {
            check_label(&jid.as_str()[app.clone()], Kind::AppId)?;
        }
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

impl Domains {
    /// The address of an app under these domains; [`AppAddress::parse`] is for those of the service.
    ///
    /// # Errors
    ///
    /// As for [`AppAddress::parse`].
    pub fn parse<'a>(&self, text: &'a str) -> Result<AppAddress<'a>, AppEngineError> {
        AppAddress::parse_under(self, text)
    }

    /// The same for an address that has been parsed.
    ///
    /// # Errors
    ///
    /// As for [`parse`](Self::parse).
    ///
    /// ```
    /// use envoi::{Jid, appengine::Domains};
    ///
    /// let to = Jid::from_static("support@2.latest.app-id.appspotchat.com/home");
    /// let address = Domains::default().read(to)?;
    /// assert_eq!((address.app(), address.version(), address.name()), ("app-id", Some("2"), "support"));
    /// # Ok::<(), envoi::appengine::AppEngineError>(())
    /// ```
    pub fn read<'a>(&self, jid: &'a Jid) -> Result<AppAddress<'a>, AppEngineError> {
        AppAddress::parse_under(self, jid.as_str())
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
