//! Elements into a user's own types, through `quick-xml`'s deserialiser.

use super::element::Element;
use super::{NS_XML, escape, index};
use crate::steps::steps;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use quick_xml::DeError;
use serde::de::DeserializeOwned;

/// Why an element is no value of the type that was asked for; the message says which field or text does not fit.
///
/// ```
/// use envoi::xml::ElementBuf;
///
/// let element = ElementBuf::parse("<age>many</age>")?;
/// let error = element.element().deserialize::<u32>().unwrap_err();
/// assert_eq!(error.to_string(), "invalid type: string \"many\", expected u32");
/// # Ok::<(), envoi::xml::XmlError>(())
/// ```
#[derive(Clone, Debug)]
pub struct DeserializeError(DeError);

impl Element<'_> {
    /// The value that the element stands for, by the rules of `quick-xml`: a field `@name` takes an attribute, `$text` the text,
    /// any other the child of that name, a `Vec` all of them.
    ///
    /// Names are local names, whatever the prefixes, also of those that are declared around the element. `quick-xml` does not look at
    /// namespaces: look at that of the element [before](Self::is), and take those inside as fields `@xmlns`, which stand on the
    /// element and wherever the namespace changes. Attributes that are in a namespace, other than `@xml:lang`, are left out,
    /// for they would be taken for those of the same name in none. The language in force is on the element.
    ///
    /// Text that is nothing but white space gets lost: a field `$text` is as if it were empty. Who needs it takes [`text`](Self::text).
    ///
    /// ```
    /// use envoi::xml::ElementBuf;
    /// use serde::Deserialize;
    ///
    /// #[derive(Deserialize)]
    /// struct Roster {
    ///     #[serde(rename = "@ver")]
    ///     version: Option<String>,
    ///     #[serde(rename = "item", default)]
    ///     items: Vec<Item>,
    /// }
    ///
    /// #[derive(Debug, PartialEq, Deserialize)]
    /// struct Item {
    ///     #[serde(rename = "@jid")]
    ///     jid: String,
    ///     #[serde(rename = "group", default)]
    ///     groups: Vec<String>,
    /// }
    ///
    /// let query = ElementBuf::parse(
    ///     "<query xmlns='jabber:iq:roster' ver='7'>\
    ///      <item jid='romeo@example.net'><group>Friends &amp; foes</group></item></query>",
    /// )?;
    /// let query = query.element();
    /// assert!(query.is("query", "jabber:iq:roster"));
    /// let roster: Roster = query.deserialize()?;
    /// assert_eq!(roster.version.as_deref(), Some("7"));
    /// assert_eq!(roster.items[0].jid, "romeo@example.net");
    /// assert_eq!(roster.items[0].groups, ["Friends & foes"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the element is no `T`, or is nested deeper than `quick-xml` goes, which is 128; if it takes more than 16 times its octets when each element
    /// declares its namespace, as no element does that means no harm.
    pub fn deserialize<T: DeserializeOwned>(self) -> Result<T, DeserializeError> {
        let text = without_prefixes(self).ok_or_else(|| {
            DeserializeError(DeError::Custom("its namespaces are repeated too often".into()))
        })?;
        steps(text.len());
        quick_xml::de::from_str(&text).map_err(DeserializeError)
    }
}

/// How many times as long as the source the text without prefixes may be, and how many octets more.
const MOST_TIMES: usize = 16;
const SPARE: usize = 4096;

/// The element without prefixes: each element declares its namespace as the default one where it is another than around it.
///
/// `quick-xml` compares qualified names in one place and local names in another, so prefixes would make a difference that means nothing.
///
/// `None` if that takes too much room: a long namespace for which many elements have a prefix is written as often.
fn without_prefixes(element: Element<'_>) -> Option<String> {
    let most = MOST_TIMES * element.source().len() + SPARE;
    let mut out = Unprefixed { text: element.whole(), copied: element.offset(), out: String::new() };
    let mut open: Vec<Element<'_>> = Vec::new();
    for node in element.subtree() {
        let inner = element.at(index::offset(node));
        while let Some(before) = open.pop_if(|outer| inner.offset() >= end(*outer)) {
            out.end(before);
        }
        out.start(inner, open.last().copied());
        if out.out.len() > most {
            return None;
        }
        if !inner.start_tag().ends_with("/>") {
            open.push(inner);
        }
    }
    while let Some(last) = open.pop() {
        out.end(last);
    }
    Some(out.out)
}

/// A copy of elements without their prefixes.
struct Unprefixed<'a> {
    text: &'a str,
    copied: usize,
    out: String,
}

impl Unprefixed<'_> {
    fn start(&mut self, element: Element<'_>, outer: Option<Element<'_>>) {
        self.copy_to(element.offset());
        self.out.push('<');
        self.out.push_str(element.name());
        // What has been read holds no character that XML does not have.
        if outer.map_or(!element.namespace().is_empty(), |outer| !element.is_in_namespace_of(outer)) {
            let _ = escape::push_attribute("xmlns", element.namespace(), &mut self.out);
        }
        if let (None, Some(lang)) = (outer, element.outer_lang()) {
            let _ = escape::push_attribute("xml:lang", &lang, &mut self.out);
        }
        let attributes = element.attributes();
        steps(1 + attributes.len());
        for attribute in
            attributes.filter(|found| found.namespace().is_empty() || found.namespace() == NS_XML)
        {
            self.out.push(' ');
            self.out.push_str(self.text.get(attribute.span()).unwrap_or_default());
        }
        self.out.push_str(if element.start_tag().ends_with("/>") { "/>" } else { ">" });
        self.copied = element.offset() + element.start_tag().len();
    }

    fn end(&mut self, element: Element<'_>) {
        self.copy_to(element.offset() + element.start_tag().len() + element.inner_source().len());
        self.out.push_str("</");
        self.out.push_str(element.name());
        self.out.push('>');
        self.copied = end(element);
    }

    fn copy_to(&mut self, end: usize) {
        // Nothing, if the octets are not those that were read.
        steps(end.saturating_sub(self.copied));
        self.out.push_str(self.text.get(self.copied..end).unwrap_or_default());
        self.copied = end;
    }
}

/// Behind the element.
fn end(element: Element<'_>) -> usize {
    element.offset() + element.source().len()
}

impl fmt::Display for DeserializeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl core::error::Error for DeserializeError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        core::error::Error::source(&self.0)
    }
}
