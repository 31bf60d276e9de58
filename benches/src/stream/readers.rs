//! Those who take a stream apart.

use std::hint::black_box;

use expat_push as expat;
use minidom::tree_builder::TreeBuilder;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::NamespaceResolver;
use quick_xml::{NsReader, Reader};
use rxml::error::EndOrError;
use rxml::xml_lang::XmlLangStack;
use rxml::{Namespace, Parse, Parser, RawParser};
use xmpp_parsers::stanza::Stanza;
use xso::{Context, FromEventsBuilder, FromXml};

use super::{Contestant, Input};

/// Libraries that a user would take instead.
pub(super) fn peers() -> Vec<Contestant> {
    let mut all = without_trees();
    all.push(Contestant::new("quick-xml 0.42 Reader, raw", quick_xml_raw));
    all.push(Contestant::new("minidom 0.19 tree", |input| {
        minidom_trees(input, |tree, _| drop(black_box(tree)))
    }));
    all.push(Contestant::new("xmpp-parsers 0.23 typed", |input| {
        typed_stanzas(input, |typed| drop(black_box(typed)))
    }));
    all
}

/// Those whom no depth brings down.
pub(super) fn without_trees() -> Vec<Contestant> {
    vec![
        rxml_events(),
        Contestant::new("quick-xml 0.42 NsReader, attributes", quick_xml_resolved),
        Contestant::new("expat, namespaces", expat_handlers),
    ]
}

/// What no reader can undercut: going to each `<`, from one to the next. It counts tags.
pub(super) fn floors() -> Vec<Contestant> {
    vec![Contestant::new("floor: memchr to each <", |input| {
        let mut tags = 0;
        for mut chunk in input.chunks() {
            // The place is used to go on from: counting alone takes less time, and no reader can do with a count.
            while let Some(place) = memchr::memchr(b'<', chunk) {
                tags += 1;
                chunk = &chunk[black_box(place) + 1..];
            }
        }
        tags
    })]
}

/// rxml's events, looked at and dropped.
pub(super) fn rxml_events() -> Contestant {
    Contestant::new("rxml 0.14 events", |input| {
        let mut parser = Parser::new();
        let mut level = Level::default();
        // What is not well-formed ends the count.
        let _ = each_event(&mut parser, input, |event| {
            match black_box(&event) {
                rxml::Event::StartElement(..) => level.start(),
                rxml::Event::EndElement(..) => level.end(),
                _ => {}
            }
            Ok(())
        });
        level.stanzas
    })
}

/// Where a reader is, and how many stanzas it has passed.
#[derive(Default)]
struct Level {
    depth: usize,
    stanzas: usize,
}

impl Level {
    fn start(&mut self) {
        self.depth += 1;
    }

    fn end(&mut self) {
        self.depth -= 1;
        self.stanzas += usize::from(self.depth == 1);
    }
}

/// Why a reader gave up.
type Fault = Box<dyn std::error::Error>;

/// Pushes the input through one of rxml's parsers.
fn each_event<P: Parse>(
    parser: &mut P,
    input: &Input<'_>,
    mut take: impl FnMut(P::Output) -> Result<(), Fault>,
) -> Result<(), Fault> {
    for mut chunk in input.chunks() {
        loop {
            match parser.parse(&mut chunk, false) {
                Ok(Some(event)) => take(event)?,
                Ok(None) | Err(EndOrError::NeedMoreData) => break,
                Err(EndOrError::Error(error)) => return Err(error.into()),
            }
        }
    }
    Ok(())
}

/// A tree for each stanza, handed to `take` with the language of the stream.
pub(super) fn minidom_trees(input: &Input<'_>, mut take: impl FnMut(minidom::Element, &str)) -> usize {
    let mut builder = TreeBuilder::new();
    let mut stanzas = 0;
    let mut lang = None;
    let _ = each_event(&mut RawParser::new(), input, |event| {
        builder.process_event(event)?;
        if builder.depth() == 1 {
            let lang = lang.get_or_insert_with(|| {
                let header = builder.top().and_then(|header| header.attr_ns(Namespace::xml(), "lang"));
                header.unwrap_or_default().to_owned()
            });
            while let Some(tree) = builder.unshift_child() {
                stanzas += 1;
                take(tree, lang);
            }
        }
        Ok(())
    });
    stanzas
}

/// A value of the type of each stanza, handed to `take`.
pub(super) fn typed_stanzas(input: &Input<'_>, mut take: impl FnMut(Stanza)) -> usize {
    let mut languages = XmlLangStack::new();
    let mut builder: Option<<Stanza as FromXml>::Builder> = None;
    let (mut depth, mut stanzas) = (0, 0);
    let _ = each_event(&mut Parser::new(), input, |event| {
        languages.handle_event(&event);
        let context = Context::empty().with_language(languages.current());
        match (&mut builder, event) {
            (Some(stanza), event) => {
                if let Some(stanza) = stanza.feed(event, &context)? {
                    take(stanza);
                    stanzas += 1;
                    builder = None;
                }
            }
            (None, rxml::Event::StartElement(_, name, attributes)) if depth == 1 => {
                builder = Some(
                    Stanza::from_events(name, attributes, &context).map_err(|error| format!("{error:?}"))?,
                );
            }
            (None, rxml::Event::StartElement(..)) => depth += 1,
            (None, _) => {}
        }
        Ok(())
    });
    stanzas
}

/// The whole stream at once: this interface takes no chunks. Names are resolved, values stay as they were written.
fn quick_xml_resolved(input: &Input<'_>) -> usize {
    let mut reader = NsReader::from_reader(input.octets);
    let mut level = Level::default();
    loop {
        match reader.read_resolved_event() {
            Ok((namespace, Event::Start(tag))) => {
                black_box(namespace);
                level.start();
                if !read_attributes(&tag, reader.resolver()) {
                    break;
                }
            }
            Ok((namespace, Event::Empty(tag))) => {
                black_box(namespace);
                level.start();
                if !read_attributes(&tag, reader.resolver()) {
                    break;
                }
                level.end();
            }
            Ok((_, Event::End(_))) => level.end(),
            Ok((_, Event::Eof)) | Err(_) => break,
            Ok((_, other)) => drop(black_box(other)),
        }
    }
    level.stanzas
}

/// False if there is a fault.
fn read_attributes(tag: &BytesStart<'_>, resolver: &NamespaceResolver) -> bool {
    tag.attributes().all(|attribute| {
        attribute
            .map(|attribute| drop(black_box((resolver.resolve_attribute(attribute.key), attribute.value))))
            .is_ok()
    })
}

/// The whole stream at once, events alone.
fn quick_xml_raw(input: &Input<'_>) -> usize {
    let mut reader = Reader::from_reader(input.octets);
    let mut level = Level::default();
    loop {
        match black_box(reader.read_event()) {
            Ok(Event::Start(_)) => level.start(),
            Ok(Event::Empty(_)) => {
                level.start();
                level.end();
            }
            Ok(Event::End(_)) => level.end(),
            Ok(Event::Eof) | Err(_) => return level.stanzas,
            Ok(_) => {}
        }
    }
}

/// Names, values and text handed to functions.
fn expat_handlers(input: &Input<'_>) -> usize {
    let mut parser = expat::Parser::new();
    for chunk in input.chunks() {
        if parser.push(chunk).is_err() {
            break;
        }
    }
    black_box(parser.counts()).first_level
}
