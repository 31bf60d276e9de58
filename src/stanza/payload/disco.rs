//! [`DiscoInfoQuery`], [`DiscoInfo`] and [`DiscoInfoResult`]: XEP-0030, what somebody is and can do.

use super::{Payload, PayloadError, required_attribute};
use crate::stanza::builders::lang;
use crate::xml::{Element, ElementWriter, WriteError, WriteXml};
use alloc::borrow::Cow;

/// The namespace of disco info, which is a feature, too (XEP-0030 section 10.1).
pub const NS_DISCO_INFO: &str = "http://jabber.org/protocol/disco#info";

/// The section with the rules for both queries and results.
const RULES: &str = "XEP-0030 section 3.1";

/// Asks somebody, in an iq of type `get` (XEP-0030 section 3.1).
///
/// ```
/// use envoi::stanza::payload::{DiscoInfoQuery, Payload};
/// use envoi::xml::ElementBuf;
///
/// let query = ElementBuf::parse("<query xmlns='http://jabber.org/protocol/disco#info' node='music/D'/>")?;
/// assert_eq!(DiscoInfoQuery::read(query.element())?, DiscoInfoQuery::new().with_node("music/D"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct DiscoInfoQuery<'a> {
    node: Option<Cow<'a, str>>,
}

/// What somebody answers, in an iq of type `result` (XEP-0030 section 3.1); read as it is asked for.
///
/// ```
/// use envoi::stanza::payload::{DiscoInfo, Payload};
/// use envoi::xml::ElementBuf;
///
/// let info = ElementBuf::parse(
///     "<query xmlns='http://jabber.org/protocol/disco#info'><identity category='client' type='pc' name='Gabber'/>\
///      <feature var='jabber:iq:time'/><feature/></query>",
/// )?;
/// let info = DiscoInfo::read(info.element())?;
/// assert_eq!(info.identities().next().unwrap()?.name(), Some("Gabber"));
/// assert!(info.supports("jabber:iq:time") && info.supports("http://jabber.org/protocol/disco#info"));
/// assert_eq!(
///     info.features().last().unwrap().unwrap_err().to_string(),
///     "the attribute 'var' is missing, at byte 137 (XEP-0030 section 3.1)"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct DiscoInfo<'a> {
    element: Element<'a>,
}

/// What somebody is (XEP-0030 section 3.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identity<'a> {
    category: Cow<'a, str>,
    type_: Cow<'a, str>,
    name: Option<Cow<'a, str>>,
    lang: Option<Cow<'a, str>>,
}

/// An answer to be written: one identity at least, and the feature of disco info itself, as every entity must have (XEP-0030 section 3.1).
///
/// ```
/// use envoi::stanza::payload::{DiscoInfoQuery, DiscoInfoResult, Identity};
/// use envoi::stream::StreamWriter;
/// use envoi::xml::WriteXml;
///
/// let query = DiscoInfoQuery::new();
/// let mut writer = StreamWriter::fragments("jabber:client");
/// let mut iq = writer.element("iq", "jabber:client")?;
/// DiscoInfoResult::new(Identity::new("client", "bot")).answering(&query).features(&["urn:xmpp:ping"]).write_xml(&mut iq)?;
/// iq.finish()?;
/// assert_eq!(
///     String::from_utf8_lossy(writer.as_bytes()),
///     "<iq><query xmlns='http://jabber.org/protocol/disco#info'><identity category='client' type='bot'/>\
///      <feature var='http://jabber.org/protocol/disco#info'/><feature var='urn:xmpp:ping'/></query></iq>"
/// );
/// # Ok::<(), envoi::xml::WriteError>(())
/// ```
#[derive(Clone, Debug)]
pub struct DiscoInfoResult<'a> {
    node: Option<&'a str>,
    identity: Identity<'a>,
    identities: &'a [Identity<'a>],
    features: &'a [&'a str],
}

impl<'a> DiscoInfoQuery<'a> {
    /// Asks about the address itself.
    pub const fn new() -> Self {
        Self { node: None }
    }

    /// Asks about a node of it (XEP-0030 section 3.2).
    #[must_use]
    pub fn with_node(mut self, node: &'a str) -> Self {
        self.node = Some(Cow::Borrowed(node));
        self
    }

    /// The node.
    pub fn node(&self) -> Option<&str> {
        self.node.as_deref()
    }
}

impl<'a> DiscoInfo<'a> {
    /// The node; it has to be that of the query (XEP-0030 section 3.2).
    pub fn node(&self) -> Option<Cow<'a, str>> {
        self.element.attribute("node")
    }

    /// What the entity is. A fault of one is none of the others: `MissingAttribute`, and `Attribute` for an empty category or type.
    pub fn identities(self) -> impl Iterator<Item = Result<Identity<'a>, PayloadError>> + Clone {
        self.children("identity").map(Identity::read)
    }

    /// What the entity can do. A fault of one is none of the others: `MissingAttribute`.
    pub fn features(self) -> impl Iterator<Item = Result<Cow<'a, str>, PayloadError>> + Clone {
        self.children("feature").map(|feature| required_attribute(feature, "var", RULES))
    }

    /// Whether the entity says that it has a feature. Who answers has [`NS_DISCO_INFO`], said or not (XEP-0030 section 3.1, note).
    pub fn supports(&self, feature: &str) -> bool {
        feature == NS_DISCO_INFO || self.features().flatten().any(|found| found == feature)
    }

    /// The whole of it, with what other documents put there, such as forms.
    pub fn element(&self) -> Element<'a> {
        self.element
    }

    fn children(self, name: &'static str) -> impl Iterator<Item = Element<'a>> + Clone {
        self.element.children().filter(move |child| child.is(name, NS_DISCO_INFO))
    }
}

impl<'a> Identity<'a> {
    /// A category and a type in it, of those that the XMPP registrar has.
    pub const fn new(category: &'a str, type_: &'a str) -> Self {
        let (category, type_) = (Cow::Borrowed(category), Cow::Borrowed(type_));
        Self { category, type_, name: None, lang: None }
    }

    /// Its name, for people.
    #[must_use]
    pub fn with_name(mut self, name: &'a str) -> Self {
        self.name = Some(Cow::Borrowed(name));
        self
    }

    /// The language of the name.
    #[must_use]
    pub fn with_lang(mut self, lang: &'a str) -> Self {
        self.lang = Some(Cow::Borrowed(lang));
        self
    }

    /// The category, such as `client`.
    pub fn category(&self) -> &str {
        &self.category
    }

    /// The type in the category, such as `pc`.
    pub fn type_(&self) -> &str {
        &self.type_
    }

    /// Its name, for people.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The language in force.
    pub fn lang(&self) -> Option<&str> {
        self.lang.as_deref()
    }

    fn read(element: Element<'a>) -> Result<Self, PayloadError> {
        Ok(Self {
            category: required_text(element, "category")?,
            type_: required_text(element, "type")?,
            name: element.attribute("name"),
            lang: element.lang(),
        })
    }

    fn write(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start_known("identity", NS_DISCO_INFO)?;
        out.attribute_known(" category='", &self.category)?.attribute_known(" type='", &self.type_)?;
        if let Some(name) = &self.name {
            out.attribute_known(" name='", name)?;
        }
        if let Some(lang) = &self.lang {
            lang::write(lang, out)?;
        }
        out.end()?;
        Ok(())
    }
}

impl<'a> DiscoInfoResult<'a> {
    /// Somebody who is this.
    pub const fn new(identity: Identity<'a>) -> Self {
        Self { node: None, identity, identities: &[], features: &[] }
    }

    /// As an answer to this query: with its node (XEP-0030 section 3.2).
    #[must_use]
    pub fn answering(mut self, query: &'a DiscoInfoQuery<'_>) -> Self {
        self.node = query.node();
        self
    }

    /// What else somebody is. Category, type and language together must not come twice (XEP-0030 section 3.1).
    #[must_use]
    pub const fn identities(mut self, identities: &'a [Identity<'a>]) -> Self {
        self.identities = identities;
        self
    }

    /// What somebody can do, besides disco info.
    #[must_use]
    pub const fn features(mut self, features: &'a [&'a str]) -> Self {
        self.features = features;
        self
    }
}

/// The attribute, which must not be empty (XEP-0030 section 11.1).
fn required_text<'a>(element: Element<'a>, name: &'static str) -> Result<Cow<'a, str>, PayloadError> {
    let value = required_attribute(element, name, RULES)?;
    if value.is_empty() {
        return Err(PayloadError::attribute(element, name, "XEP-0030 section 11.1"));
    }
    Ok(value)
}

/// Errors: none. What stands in it is not looked at.
impl<'a> Payload<'a> for DiscoInfoQuery<'a> {
    fn matches(element: Element<'a>) -> bool {
        element.is("query", NS_DISCO_INFO)
    }

    fn read(element: Element<'a>) -> Result<Self, PayloadError> {
        Ok(Self { node: element.attribute("node") })
    }
}

/// Errors: none, before identities and features are asked for.
impl<'a> Payload<'a> for DiscoInfo<'a> {
    fn matches(element: Element<'a>) -> bool {
        element.is("query", NS_DISCO_INFO)
    }

    fn read(element: Element<'a>) -> Result<Self, PayloadError> {
        Ok(Self { element })
    }
}

impl WriteXml for DiscoInfoQuery<'_> {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        start_query(self.node(), out)?;
        out.end()?;
        Ok(())
    }
}

impl WriteXml for DiscoInfoResult<'_> {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        start_query(self.node, out)?;
        self.identity.write(out)?;
        for identity in self.identities {
            identity.write(out)?;
        }
        let others = self.features.iter().filter(|feature| **feature != NS_DISCO_INFO);
        for feature in [&NS_DISCO_INFO].into_iter().chain(others) {
            out.start_known("feature", NS_DISCO_INFO)?.attribute_known(" var='", feature)?.end()?;
        }
        out.end()?;
        Ok(())
    }
}

fn start_query(node: Option<&str>, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
    out.start_known("query", NS_DISCO_INFO)?;
    if let Some(node) = node {
        out.attribute_known(" node='", node)?;
    }
    Ok(())
}
