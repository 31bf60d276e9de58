//! Streams made by a grammar, changed a little.
//!
//! - What holds of any octets holds of them: the laws of `stream_read`.
//! - Alone, a text is taken just if a naive reader takes it, and every view of every element says what that reader says: names, prefixes,
//!   namespaces, attributes as written and as meant, text, languages, sources, offsets, parents. So it is in a stream.
//! - A stanza that is forwarded means what it meant, but for what was asked for: the content namespace of another stream, other addresses. It
//!   is refused just if an element has a prefix for the new content namespace (RFC 6120 section 4.8.5), or would be content and was not
//!   (section 4.8.3).
//! - An element that is copied, or written into another one, means what it meant. It cannot be written just if it holds one with a prefix for
//!   the content namespace.

use super::grammar::{self, Document};
use super::plan::{Kind, Plan};
use super::{stream_read, tree};
use crate::naive_xml::{self, Part, Tree};
use crate::outcome::{Content, Node};
use crate::streams::reading;
use arbitrary::{Result, Unstructured};
use envoi::stanza::{ForwardErrorKind, RawStanza};
use envoi::stream::{Event, Limits, StreamBuffer, StreamReader, StreamWriter};
use envoi::xml::{self, Element, ElementBuf, WriteErrorKind};

/// Elements that are copied, of each at the first level.
const COPIES: usize = 12;

/// The content namespace that they are written for: one that some of them have a prefix for.
const CONTENT: &str = "urn:y";

/// A document of the grammar.
pub fn stream_structured(octets: &[u8]) {
    let _ = laws(&mut Unstructured::new(octets));
}

fn laws(u: &mut Unstructured<'_>) -> Result<()> {
    let document = grammar::document(u)?;
    let sizes: [u8; 4] = u.arbitrary()?;
    let change = Change::arbitrary(u)?;
    let kind = if document.is_fragments { Kind::Fragments } else { Kind::Stream };
    stream_read::check(&Plan::of(kind, &sizes, document.text.as_bytes()));
    alone(&document.text);
    in_stream(&document);
    for_each_first_level(&document, |element, stanza| {
        copies(element);
        if let Some(stanza) = stanza {
            change.forward(stanza);
        }
    });
    Ok(())
}

/// Both readers take the text, and find the same, or neither takes it.
fn alone(text: &str) {
    let text = text.strip_prefix("<?xml version='1.0'?>\n").unwrap_or(text);
    let found = ElementBuf::parse_within(text, xml::Limits::MAX);
    let expected = naive_xml::document(text);
    match (found, expected) {
        (Ok(found), Some(expected)) => {
            assert_eq!(found.as_str(), expected.root.source);
            compare(found.element(), &expected.root);
        }
        (Err(_), None) => {}
        (found, expected) => panic!("{text:?}: {found:?}; taken by the naive reader: {}", expected.is_some()),
    }
}

fn in_stream(document: &Document) {
    let text = document.text.strip_prefix("<?xml version='1.0'?>\n").unwrap_or(&document.text);
    let Some(expected) = naive_xml::document(text).filter(|_| !document.is_fragments) else { return };
    let mut elements = expected.root.parts.iter().filter_map(|part| match part {
        Part::Element(tree) => Some(tree),
        Part::Text(_) => None,
    });
    for_each_first_level(document, |element, _| {
        compare(element, elements.next().expect("no element too many"));
    });
}

fn for_each_first_level(document: &Document, mut look: impl FnMut(Element<'_>, Option<RawStanza<'_>>)) {
    let reader = if document.is_fragments {
        StreamReader::fragments(Limits::MAX)
    } else {
        StreamReader::new(Limits::MAX)
    };
    let mut buffer = StreamBuffer::new(reader);
    buffer.push(document.text.as_bytes());
    while let Ok(Some(event)) = buffer.next_event() {
        match event {
            Event::Stanza(stanza) => look(stanza.element(), Some(stanza)),
            Event::Element(element) => look(element, None),
            Event::Open(_) | Event::Close => {}
        }
    }
}

/// All views of an element say what the naive tree says.
fn compare(element: Element<'_>, tree: &Tree<'_>) {
    assert_eq!(
        (element.prefix(), element.name(), element.namespace(), element.source(), element.inner_source()),
        (tree.name.prefix, tree.name.local, &*tree.namespace, tree.source, tree.inner)
    );
    assert_eq!(element.lang().as_deref(), tree.lang.as_deref(), "{}", tree.source);
    assert_eq!(element.attributes().len(), tree.attributes.len());
    for (found, expected) in element.attributes().zip(&tree.attributes) {
        assert_eq!(
            (found.prefix(), found.name(), found.namespace(), found.raw_value(), &*found.value()),
            (expected.name.prefix, expected.name.local, &*expected.namespace, expected.raw, &*expected.value)
        );
        let by_name = element.attribute_in(expected.name.local, &expected.namespace);
        assert_eq!(by_name.as_deref(), Some(&*expected.value));
    }
    let (mut contents, mut children, mut whole) = (element.contents(), element.children(), String::new());
    for part in &tree.parts {
        match (contents.next(), part) {
            (Some(xml::Content::Text(found)), Part::Text(expected)) => {
                assert_eq!(found, *expected);
                whole += expected;
            }
            (Some(xml::Content::Element(found)), Part::Element(expected)) => {
                assert_eq!(found.parent().map(|parent| parent.offset()), Some(element.offset()));
                assert_eq!(children.next().map(|child| child.offset()), Some(found.offset()));
                compare(found, expected);
            }
            (found, _) => panic!("{found:?} in {element:?}"),
        }
    }
    assert!(contents.next().is_none() && children.next().is_none());
    assert_eq!(element.text(), whole);
}

/// A copy of each of the first elements in an element, and each written into another, means the same.
fn copies(root: Element<'_>) {
    for (element, _) in tree::elements(root).take(COPIES) {
        let meaning = tree::meaning(element);
        assert_eq!(tree::meaning(element.to_owned().element()), meaning, "{}", element.source());
        let mut writer = StreamWriter::new(CONTENT);
        writer.header().lang("qq").finish().expect("a header");
        let mut outer = writer.element("w", "urn:w").expect("an element");
        let written = outer.write_element(element).map(drop).map_err(|error| error.kind());
        let refused = tree::elements(element).any(|(inner, _)| has_prefix_for(CONTENT, inner));
        assert_eq!(written.err(), refused.then_some(WriteErrorKind::ContentPrefix), "{}", element.source());
        if refused {
            continue;
        }
        outer.finish().expect("nothing is open");
        let mut buffer = StreamBuffer::new(StreamReader::new(Limits::MAX));
        buffer.push(writer.as_bytes());
        assert!(matches!(buffer.next_event(), Ok(Some(Event::Open(_)))));
        match buffer.next_event() {
            Ok(Some(Event::Element(outer))) => {
                let inner = outer.children().next().expect("it was written");
                assert_eq!(without_lang(tree::meaning(inner)), without_lang(meaning), "{}", element.source());
            }
            event => panic!("{:?}: {event:?}", String::from_utf8_lossy(writer.as_bytes())),
        }
    }
}

/// RFC 6120 section 4.8.5: whether the element is in this namespace by a prefix.
fn has_prefix_for(content: &str, element: Element<'_>) -> bool {
    !element.prefix().is_empty() && element.namespace() == content
}

/// What has no language of its own takes that of what is around it.
fn without_lang(
    (nodes, mut languages): (Vec<Node>, Vec<Option<String>>),
) -> (Vec<Node>, Vec<Option<String>>) {
    for lang in &mut languages {
        lang.take_if(|lang| lang == "qq");
    }
    (nodes, languages)
}

/// What is asked for as a stanza is forwarded.
#[derive(Clone, Copy, Debug)]
struct Change {
    content: &'static str,
    standalone: bool,
    to: Address,
    from: Address,
}

#[derive(Clone, Copy, Debug)]
enum Address {
    Kept,
    Dropped,
    Set(&'static str),
}

impl Change {
    fn arbitrary(u: &mut Unstructured<'_>) -> Result<Self> {
        const ADDRESSES: &[Address] = &[Address::Kept, Address::Dropped, Address::Set("t<'&\n\r\t>\"")];
        Ok(Self {
            content: u.choose(&["jabber:client", "jabber:server", "urn:x&'", "urn:x", "urn:a&b"])?,
            standalone: u.arbitrary()?,
            to: *u.choose(ADDRESSES)?,
            from: *u.choose(ADDRESSES)?,
        })
    }

    fn forward(self, stanza: RawStanza<'_>) {
        let mut forward = stanza.forward().content_namespace(self.content);
        forward = if self.standalone { forward.standalone() } else { forward };
        forward = match self.to {
            Address::Kept => forward,
            Address::Dropped => forward.without_to(),
            Address::Set(to) => forward.to(to),
        };
        forward = match self.from {
            Address::Kept => forward,
            Address::Dropped => forward.without_from(),
            Address::Set(from) => forward.from(from),
        };
        let mut out = Vec::new();
        let written = forward.write_to(&mut out).map_err(|error| error.kind());
        let refusal = self.refusal(stanza.element());
        assert_eq!(written.err(), refusal, "{self:?}: {}", stanza.source());
        if refusal.is_some() {
            assert!(out.is_empty(), "{self:?}: {}", stanza.source());
            return;
        }
        let expected = self.expected(stanza.element());
        let text = String::from_utf8(out).expect("UTF-8");
        if self.standalone {
            let alone = ElementBuf::parse_within(&text, xml::Limits::MAX);
            let alone = alone.unwrap_or_else(|error| panic!("{text:?}: {error}"));
            assert_eq!(tree::meaning(alone.element()), expected, "{self:?}: {} as {text}", stanza.source());
        }
        let mut reader = StreamReader::fragments(Limits::MAX).content_namespace(self.content);
        match reader.read(&mut text.as_bytes()) {
            Ok(Some(Event::Stanza(found))) => {
                assert_eq!(
                    tree::meaning(found.element()),
                    expected,
                    "{self:?}: {} as {text}",
                    stanza.source()
                );
            }
            event => panic!("{self:?}: {} as {text}: {event:?}", stanza.source()),
        }
    }

    /// Why the stanza cannot be forwarded, if it cannot.
    fn refusal(self, stanza: Element<'_>) -> Option<ForwardErrorKind> {
        let old = stanza.namespace();
        if self.content == old {
            return None;
        }
        if tree::elements(stanza).any(|(element, _)| has_prefix_for(self.content, element)) {
            return Some(ForwardErrorKind::ContentPrefix);
        }
        // RFC 6120 section 4.8.3 holds for what stands directly in content.
        let is_in_content = |mut element: Element<'_>| loop {
            match element.parent() {
                Some(parent) if parent.namespace() != old => return false,
                Some(parent) => element = parent,
                None => return true,
            }
        };
        let would_be = |element: Element<'_>| element.namespace() == self.content && is_in_content(element);
        let found = tree::elements(stanza).any(|(element, _)| would_be(element));
        found.then_some(ForwardErrorKind::ContentNamespace)
    }

    /// What the stanza means then: the content namespace becomes the new one as far as it is handed down, and addresses change.
    fn expected(self, element: Element<'_>) -> (Vec<Node>, Vec<Option<String>>) {
        let old = element.namespace();
        let (mut nodes, languages) = tree::meaning(element);
        let mut handed_down = vec![true];
        for (number, node) in nodes.iter_mut().enumerate() {
            let Content::Element { name, attributes } = &mut node.content else { continue };
            handed_down.truncate(node.depth);
            let inherits = handed_down.last() == Some(&true) && name.namespace == old;
            handed_down.push(inherits);
            if inherits {
                self.content.clone_into(&mut name.namespace);
            }
            if number == 0 {
                for (local, address) in [("to", self.to), ("from", self.from)] {
                    if !matches!(address, Address::Kept) {
                        attributes.retain(|(name, _)| !(name.namespace.is_empty() && name.local == local));
                    }
                    if let Address::Set(value) = address {
                        attributes.push((reading::name("", local), value.to_owned()));
                    }
                }
                reading::sort(attributes);
            }
        }
        (nodes, languages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_foretold() {
        use ForwardErrorKind::{ContentNamespace, ContentPrefix};
        let cases = [
            ("<iq><a xmlns='urn:a'><b xmlns='jabber:server'/></a></iq>", None),
            ("<iq><a><b xmlns='jabber:server'/></a></iq>", Some(ContentNamespace)),
            ("<iq><a xmlns='urn:a' xmlns:s='jabber:server'><s:b/></a></iq>", Some(ContentPrefix)),
            ("<iq><a xmlns='jabber:server' xmlns:s='jabber:server'><s:b/></a></iq>", Some(ContentPrefix)),
            ("<iq xmlns:s='jabber:server' s:a=''/>", None),
            ("<iq><y:a xmlns:y='urn:y'/></iq>", None),
        ];
        for (text, refusal) in cases {
            let mut reader = StreamReader::fragments(Limits::MAX);
            let Ok(Some(Event::Stanza(stanza))) = reader.read(&mut text.as_bytes()) else { panic!("{text}") };
            let change =
                Change { content: "jabber:server", standalone: true, to: Address::Kept, from: Address::Kept };
            assert_eq!(change.refusal(stanza.element()), refusal, "{text}");
            change.forward(stanza);
            copies(stanza.element());
            assert_eq!(
                Change { content: "jabber:client", ..change }.refusal(stanza.element()),
                None,
                "{text}"
            );
        }
    }
}
