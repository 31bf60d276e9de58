//! [`Element`]: a view of one element, which reads the index and borrows the text.

use super::ElementBuf;
use super::index::{self, Index, NO_NAMESPACE, NONE, Node, is_same};
use super::text;
use crate::steps::step;
use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

/// An element: its name, namespace, attributes, children and text, borrowed from what was read.
///
/// ```
/// use envoi::xml::ElementBuf;
///
/// let message = ElementBuf::parse(
///     "<message to='juliet@example.com' xmlns='jabber:client'><body>a &lt; b</body></message>",
/// )?;
/// let message = message.element();
/// assert!(message.is("message", "jabber:client"));
/// assert_eq!(message.attribute("to").as_deref(), Some("juliet@example.com"));
/// assert_eq!(message.child("body", "jabber:client").map(|body| body.text()).as_deref(), Some("a < b"));
/// # Ok::<(), envoi::xml::XmlError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Element<'a> {
    text: &'a str,
    index: &'a Index,
    node: u32,
}

/// An attribute of an [`Element`]; namespace declarations are none.
#[derive(Clone, Copy)]
pub struct Attribute<'a> {
    element: Element<'a>,
    attribute: index::Attribute,
}

/// What stands directly inside an element.
#[derive(Clone, Debug)]
pub enum Content<'a> {
    /// A child element.
    Element(Element<'a>),
    /// A run of text between elements; references are resolved and CDATA sections joined to it.
    Text(Cow<'a, str>),
}

impl<'a> Element<'a> {
    /// The outermost element.
    pub(crate) fn outermost(text: &'a str, index: &'a Index) -> Self {
        Self { text, index, node: 0 }
    }

    pub(crate) fn at(self, node: u32) -> Self {
        Self { node, ..self }
    }

    fn node(&self) -> Option<&'a Node> {
        self.index.nodes.get(self.node as usize)
    }

    pub(crate) fn index(&self) -> &'a Index {
        self.index
    }

    /// The elements from this one to the last one in it.
    pub(crate) fn subtree(&self) -> core::ops::Range<usize> {
        let start = self.node as usize;
        start..self.node().map_or(start, |node| node.next as usize)
    }

    /// The name with its prefix.
    pub(crate) fn qualified_name(&self) -> &'a str {
        self.node().map_or("", |node| node.name.whole.of(self.text))
    }

    /// The start tag, as it was read.
    pub(crate) fn start_tag(&self) -> &'a str {
        let start = self.start();
        self.node().map_or("", |node| index::Span { start, end: node.content }.of(self.text))
    }

    /// The default namespace inside, if there is one.
    pub(crate) fn default_namespace(&self) -> Option<&'a str> {
        let default = self.node()?.default;
        (default != NO_NAMESPACE).then(|| self.index.namespace(self.text, default))
    }

    /// The text that all offsets count in, from the `<` of the outermost element.
    pub(crate) fn whole(&self) -> &'a str {
        self.text
    }

    /// The local part of the name (Namespaces in XML 1.0 section 4).
    pub fn name(&self) -> &'a str {
        self.node().map_or("", |node| node.name.local_span().of(self.text))
    }

    /// The prefix; empty if there is none.
    pub fn prefix(&self) -> &'a str {
        self.node().map_or("", |node| node.name.prefix_span().of(self.text))
    }

    /// The name of the namespace; empty if the element is in none.
    pub fn namespace(&self) -> &'a str {
        self.node().map_or("", |node| self.index.namespace(self.text, node.namespace))
    }

    /// Whether it has this name in this namespace.
    pub fn is(&self, name: &str, namespace: &str) -> bool {
        is_same(self.name().as_bytes(), name.as_bytes())
            && is_same(self.namespace().as_bytes(), namespace.as_bytes())
    }

    /// Whether it has this name in the namespace of another element around it.
    #[inline]
    pub(crate) fn is_named_in(&self, name: &str, outer: Self) -> bool {
        let (Some(node), Some(outer_node)) = (self.node(), outer.node()) else { return false };
        let local = node.name.local_span();
        step();
        // Lengths need no look at the text; two numbers may stand for one namespace.
        (local.end - local.start) as usize == name.len()
            && local.of_octets(self.text.as_bytes()) == name.as_bytes()
            && self.index.same_namespace(self.text.as_bytes(), node.namespace, outer_node.namespace)
    }

    /// Whether it is in the namespace of another element of the same text.
    pub(crate) fn is_in_namespace_of(&self, other: Self) -> bool {
        let (Some(node), Some(other)) = (self.node(), other.node()) else { return false };
        self.index.same_namespace(self.text.as_bytes(), node.namespace, other.namespace)
    }

    /// The elements directly inside that are in this namespace.
    pub(crate) fn children_in<'n>(
        self,
        namespace: &'n str,
    ) -> impl Iterator<Item = Self> + Clone + use<'a, 'n> {
        // A long name is looked up once, and not compared with that of each child.
        let is_it = self.index.is_namespace(self.text.as_bytes(), namespace);
        self.children().filter(move |child| child.node().is_some_and(|node| is_it(node.namespace)))
    }

    /// The number of its namespace, if that has a long name.
    pub(crate) fn long_namespace(&self) -> Option<u32> {
        self.index.long_namespace(self.text.as_bytes(), self.node()?.namespace)
    }

    /// The attributes, in the order in which they stand.
    pub fn attributes(self) -> impl ExactSizeIterator<Item = Attribute<'a>> + Clone {
        self.index
            .attributes_of(self.node)
            .iter()
            .map(move |&attribute| Attribute { element: self, attribute })
    }

    /// The value of the attribute of this name without a namespace.
    #[inline]
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        self.find_attribute(name).map(|attribute| attribute.value())
    }

    #[inline]
    pub(crate) fn find_attribute(&self, name: &str) -> Option<Attribute<'a>> {
        // What has no prefix is in no namespace, so the whole name is the local one (Namespaces in XML 1.0 section 6.2).
        let is_it = |attribute: &&index::Attribute| {
            step();
            attribute.name.octets() == name.len()
                && attribute.namespace == NO_NAMESPACE
                && attribute.name.whole.of_octets(self.text.as_bytes()) == name.as_bytes()
        };
        let found = self.index.attributes_of(self.node).iter().find(is_it)?;
        Some(Attribute { element: *self, attribute: *found })
    }

    /// The value of the attribute of this name in this namespace.
    ///
    /// ```
    /// use envoi::xml::{ElementBuf, NS_XML};
    ///
    /// let body = ElementBuf::parse("<body xml:lang='en'/>")?;
    /// assert_eq!(body.element().attribute_in("lang", NS_XML).as_deref(), Some("en"));
    /// # Ok::<(), envoi::xml::XmlError>(())
    /// ```
    pub fn attribute_in(&self, name: &str, namespace: &str) -> Option<Cow<'a, str>> {
        let is_it = self.index.is_namespace(self.text.as_bytes(), namespace);
        let mut attributes = self.attributes();
        let found = attributes.find(|attribute| {
            is_same(attribute.name().as_bytes(), name.as_bytes()) && is_it(attribute.attribute.namespace)
        });
        found.map(|attribute| attribute.value())
    }

    /// The elements directly inside.
    ///
    /// ```
    /// use envoi::xml::ElementBuf;
    ///
    /// let element = ElementBuf::parse("<a><b><c/></b>text<d/></a>")?;
    /// let names: Vec<&str> = element.element().children().map(|child| child.name()).collect();
    /// assert_eq!(names, ["b", "d"]);
    /// # Ok::<(), envoi::xml::XmlError>(())
    /// ```
    pub fn children(self) -> Children<'a> {
        let first = self.node + 1;
        let end = self.node().map_or(first, |node| node.next);
        Children { element: self, next: first, end }
    }

    /// The first child of this name in this namespace.
    ///
    /// ```
    /// use envoi::xml::ElementBuf;
    ///
    /// let element = ElementBuf::parse("<iq xmlns='jabber:client'><query xmlns='jabber:iq:roster'/></iq>")?;
    /// assert!(element.element().child("query", "jabber:iq:roster").is_some());
    /// assert!(element.element().child("query", "jabber:client").is_none());
    /// # Ok::<(), envoi::xml::XmlError>(())
    /// ```
    pub fn child(self, name: &str, namespace: &str) -> Option<Self> {
        let is_it = self.index.is_namespace(self.text.as_bytes(), namespace);
        self.children().find(|child| {
            is_same(child.name().as_bytes(), name.as_bytes())
                && child.node().is_some_and(|node| is_it(node.namespace))
        })
    }

    /// What stands directly inside, in order: elements, and runs of text between them.
    ///
    /// ```
    /// use envoi::xml::{Content, ElementBuf};
    ///
    /// let p = ElementBuf::parse("<p>a<br/>b</p>")?;
    /// let parts: Vec<String> = p.element().contents().map(|part| match part {
    ///     Content::Element(element) => element.name().to_owned(),
    ///     Content::Text(text) => text.into_owned(),
    /// }).collect();
    /// assert_eq!(parts, ["a", "br", "b"]);
    /// # Ok::<(), envoi::xml::XmlError>(())
    /// ```
    pub fn contents(self) -> Contents<'a> {
        let at = self.node().map_or(0, |node| node.content);
        Contents { children: self.children(), waiting: None, at }
    }

    /// The text directly inside, without that of child elements.
    ///
    /// Borrowed if it is one run without references, CDATA sections and carriage returns.
    ///
    /// ```
    /// use envoi::xml::ElementBuf;
    ///
    /// let element = ElementBuf::parse("<p>1 &lt; <b>not this</b><![CDATA[2 & 3]]></p>")?;
    /// assert_eq!(element.element().text(), "1 < 2 & 3");
    /// # Ok::<(), envoi::xml::XmlError>(())
    /// ```
    pub fn text(self) -> Cow<'a, str> {
        if let Some(text) = self.plain_text() {
            return Cow::Borrowed(text);
        }
        let mut runs = self.contents().filter_map(|part| match part {
            Content::Text(text) => Some(text),
            Content::Element(_) => None,
        });
        let mut whole = runs.next().unwrap_or_default();
        for run in runs {
            whole.to_mut().push_str(&run);
        }
        whole
    }

    /// The same without an allocation once the buffer has grown: what cannot be borrowed from what was read is put there, in place of what it
    /// held.
    ///
    /// ```
    /// use envoi::xml::ElementBuf;
    ///
    /// let p = ElementBuf::parse("<p>1 &lt; <b>not this</b><![CDATA[2 & 3]]></p>")?;
    /// let mut buffer = String::new();
    /// assert_eq!(p.element().text_in(&mut buffer), "1 < 2 & 3");
    /// # Ok::<(), envoi::xml::XmlError>(())
    /// ```
    pub fn text_in<'b>(self, buffer: &'b mut String) -> &'b str
    where
        'a: 'b,
    {
        if let Some(text) = self.plain_text() {
            return text;
        }
        buffer.clear();
        let mut at = self.content_offset();
        for child in self.children() {
            text::push_content(self.text.get(at..child.offset()).unwrap_or_default(), buffer);
            at = child.offset() + child.source().len();
        }
        let end = self.node().map_or(at, |node| node.content_end as usize);
        text::push_content(self.text.get(at..end).unwrap_or_default(), buffer);
        buffer
    }

    /// The text, if it is one run that stands for itself.
    #[inline]
    fn plain_text(self) -> Option<&'a str> {
        let node = self.node()?;
        (node.plain && node.next == self.node + 1).then(|| self.inner_source())
    }

    /// The language in force (XML 1.0 section 2.12, RFC 6120 section 8.1.5): the nearest `xml:lang`, that of the stream header
    /// included.
    ///
    /// ```
    /// use envoi::xml::ElementBuf;
    ///
    /// let element = ElementBuf::parse("<a xml:lang='en'><b/><c xml:lang='cs'/></a>")?;
    /// let languages: Vec<_> = element.element().children().filter_map(|child| child.lang()).collect();
    /// assert_eq!(languages, ["en", "cs"]);
    /// # Ok::<(), envoi::xml::XmlError>(())
    /// ```
    pub fn lang(&self) -> Option<Cow<'a, str>> {
        let node = self.node()?;
        match self.index.attributes.get(node.lang as usize) {
            Some(attribute) if attribute.plain => Some(Cow::Borrowed(attribute.value.of(self.text))),
            Some(_) => self.index.kept_lang(node.lang).map(Cow::Borrowed),
            None => self.index.inherited.lang.map(|span| Cow::Borrowed(span.of(&self.index.kept))),
        }
    }

    /// The element as it was read, from `<` to `>`.
    ///
    /// Prefixes that a stream header or an element around it declares are not declared in it; see [`to_owned`](Self::to_owned).
    ///
    /// ```
    /// use envoi::xml::ElementBuf;
    ///
    /// let element = ElementBuf::parse("<a xmlns:x='urn:x'><x:b  c = '1' >d</x:b></a>")?;
    /// assert_eq!(element.element().children().next().unwrap().source(), "<x:b  c = '1' >d</x:b>");
    /// # Ok::<(), envoi::xml::XmlError>(())
    /// ```
    pub fn source(&self) -> &'a str {
        let start = self.start();
        self.node().map_or("", |node| index::Span { start, end: node.end }.of(self.text))
    }

    /// Where the source begins, in octets from the start of the outermost element.
    pub fn offset(&self) -> usize {
        self.start() as usize
    }

    /// Where its content begins, or would begin, in octets from the start of the outermost element.
    pub(crate) fn content_offset(&self) -> usize {
        self.node().map_or(0, |node| node.content as usize)
    }

    fn start(&self) -> u32 {
        self.node().map_or(0, |node| node.name.whole.start - 1)
    }

    /// The source up to its name and behind it, where attributes can be put in.
    ///
    /// All of it and nothing, if the octets are not those that were read.
    pub(crate) fn split_behind_name(&self) -> (&'a str, &'a str) {
        let source = self.source();
        source.split_at_checked(1 + self.qualified_name().len()).unwrap_or((source, ""))
    }

    /// What stands between the start tag and the end tag, as it was read.
    pub fn inner_source(&self) -> &'a str {
        self.node()
            .map_or("", |node| index::Span { start: node.content, end: node.content_end }.of(self.text))
    }

    /// The element that holds this one.
    pub fn parent(self) -> Option<Self> {
        let parent = self.node()?.parent;
        (parent != NONE).then(|| self.at(parent))
    }

    /// A copy that stands alone: with the namespace declarations and the language that it takes from around it.
    ///
    /// ```
    /// use envoi::xml::ElementBuf;
    ///
    /// let outer = ElementBuf::parse("<a xmlns:x='urn:x' xml:lang='en'><x:b/></a>")?;
    /// let inner = outer.element().children().next().unwrap().to_owned();
    /// assert_eq!(inner.as_str(), "<x:b xmlns:x='urn:x' xml:lang='en'/>");
    /// # Ok::<(), envoi::xml::XmlError>(())
    /// ```
    ///
    /// The language is that of the element around it, or of the stream header; it is added as an attribute, unless the element has one of
    /// its own, so [`attributes`](Self::attributes) of the copy may have one more.
    ///
    /// If the octets of the element are not those that the reader was handed before, and are no XML by now, the copy has neither name nor
    /// content. A reader that is always handed the same octets, as in [`StreamBuffer`](crate::stream::StreamBuffer), never leads to that.
    pub fn to_owned(&self) -> ElementBuf {
        ElementBuf::copy_of(*self)
    }
}

impl<'a> Attribute<'a> {
    /// The local part of the name.
    pub fn name(&self) -> &'a str {
        self.attribute.name.local_span().of(self.element.text)
    }

    /// The prefix; empty if there is none.
    pub fn prefix(&self) -> &'a str {
        self.attribute.name.prefix_span().of(self.element.text)
    }

    /// The name of the namespace; empty if the name has no prefix (Namespaces in XML 1.0 section 6.2).
    pub fn namespace(&self) -> &'a str {
        self.element.index.namespace(self.element.text, self.attribute.namespace)
    }

    /// The value, with references resolved and white space normalised (XML 1.0 section 3.3.3).
    pub fn value(&self) -> Cow<'a, str> {
        let raw = self.raw_value();
        if self.attribute.plain { Cow::Borrowed(raw) } else { Cow::Owned(text::value(raw)) }
    }

    /// The same without an allocation once the buffer has grown: what cannot be borrowed from what was read is put there, in place of what
    /// it held.
    pub fn value_in<'b>(&self, buffer: &'b mut String) -> &'b str
    where
        'a: 'b,
    {
        let raw = self.raw_value();
        if self.attribute.plain {
            return raw;
        }
        buffer.clear();
        text::push_value(raw, buffer);
        buffer
    }

    /// The value as it was read.
    pub fn raw_value(&self) -> &'a str {
        self.attribute.value.of(self.element.text)
    }

    /// The number of its namespace, if that has a long name.
    pub(crate) fn long_namespace(&self) -> Option<u32> {
        self.element.index.long_namespace(self.element.text.as_bytes(), self.attribute.namespace)
    }

    /// Where its value begins, in octets from the start of the outermost element.
    pub(crate) fn value_offset(&self) -> usize {
        self.attribute.value.start as usize
    }

    /// From its name to its closing quote, as offsets.
    pub(crate) fn span(&self) -> core::ops::Range<usize> {
        self.attribute.name.whole.start as usize..self.attribute.value.end as usize + 1
    }
}

/// The children of an [`Element`].
#[derive(Clone)]
pub struct Children<'a> {
    element: Element<'a>,
    next: u32,
    end: u32,
}

impl<'a> Iterator for Children<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        step();
        let child = self.element.at(self.next);
        if self.next >= self.end {
            return None;
        }
        self.next = child.node()?.next;
        Some(child)
    }
}

/// What stands directly inside an [`Element`].
#[derive(Clone)]
pub struct Contents<'a> {
    children: Children<'a>,
    /// The child that the text before it has been taken of.
    waiting: Option<Element<'a>>,
    /// Up to where everything has been given.
    at: u32,
}

impl<'a> Iterator for Contents<'a> {
    type Item = Content<'a>;

    fn next(&mut self) -> Option<Content<'a>> {
        loop {
            step();
            if let Some(child) = self.waiting.take() {
                return Some(Content::Element(child));
            }
            let element = self.children.element;
            let child = self.children.next();
            let node = element.node()?;
            let end = child.map_or(node.content_end, |child| child.start());
            let run = index::Span { start: self.at, end }.of(element.text);
            if run.is_empty() && child.is_none() {
                return None;
            }
            self.at = child.and_then(|child| child.node()).map_or(end, |node| node.end);
            self.waiting = child;
            // An empty CDATA section is no text.
            let text = text::content(run, node.plain);
            if !text.is_empty() {
                return Some(Content::Text(text));
            }
        }
    }
}

/// Two elements are equal if they have the same name, namespace, attributes in any order, and equal contents; prefixes and the way of
/// writing do not count.
impl PartialEq for Element<'_> {
    fn eq(&self, other: &Self) -> bool {
        super::compare::equal(*self, *other)
    }
}

impl Eq for Element<'_> {}

/// The source.
///
/// ```
/// use envoi::xml::ElementBuf;
///
/// let p = ElementBuf::parse("<p>a<br/>b</p>")?;
/// assert_eq!(p.element().children().next().unwrap().to_string(), "<br/>");
/// # Ok::<(), envoi::xml::XmlError>(())
/// ```
impl fmt::Display for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.source())
    }
}

/// The start tag, and `…` for what is inside: logs are no place for what people write, or for the secrets of SASL.
///
/// ```
/// use envoi::xml::ElementBuf;
///
/// let auth = ElementBuf::parse("<auth mechanism='PLAIN'>AGEAc2VjcmV0</auth>")?;
/// assert_eq!(format!("{:?}", auth.element()), "<auth mechanism='PLAIN'>…");
/// # Ok::<(), envoi::xml::XmlError>(())
/// ```
impl fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.start_tag())?;
        f.write_str(if self.inner_source().is_empty() { "" } else { "…" })
    }
}

impl fmt::Debug for Attribute<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.element.text.get(self.span()).unwrap_or_default())
    }
}

/// The source of an element as it can stand alone: what it takes from around it is put into its start tag.
pub(super) fn standalone(element: Element<'_>) -> String {
    let (name, rest) = element.split_behind_name();
    let mut out = String::from(name);
    super::borrowed::declare_borrowed(element, &mut out);
    if let Some(lang) = element.outer_lang() {
        // What has been read holds no character that XML does not have.
        let _ = super::escape::push_attribute("xml:lang", &lang, &mut out);
    }
    out.push_str(rest);
    // A stream header is a start tag and no more.
    if element.source().len() == element.start_tag().len() && !out.ends_with("/>") {
        out.pop();
        out.push_str("/>");
    }
    out
}
