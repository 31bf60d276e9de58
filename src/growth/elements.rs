//! Looking at elements and writing them.

use super::inputs::{around, deep, long, nested, numbered};
use super::{Case, Input, check};
use crate::Jid;
use crate::stanza::payload::{DiscoInfo, Payload, Roster};
use crate::stanza::{Condition, Message, NS_CLIENT, RawStanza, Stanza};
use crate::steps::steps_of;
use crate::stream::{ElementWriter, StreamWriter};
use crate::xml::{Content, Element, ElementBuf, Limits, NS_XML, RawXml};
use std::fmt::Write as _;
use std::format;
use std::string::String;
use std::vec::Vec;

/// What is looked at, in the form in which elements come: one thing repeated inside a message.
fn messages() -> impl Iterator<Item = (&'static str, Input)> {
    let all: [(&str, Input); 14] = [
        ("children", |octets| message("", "<b xmlns='u'/>", octets)),
        ("children of a prefix", |octets| message(" xmlns:p='u'", "<p:b/>", octets)),
        ("children with text between", |octets| message("", "a<b/>&amp;<c/>", octets)),
        ("depth", |octets| {
            let nest = |_, out: &mut String| out.push_str("<b>");
            let inside = nested(nest, |_, out| out.push_str("</b>"), octets);
            message("", &inside, inside.len())
        }),
        ("text", |octets| message("", "a&amp;\r\n<![CDATA[\r]]>", octets)),
        ("empty CDATA sections", |octets| message("", "<![CDATA[]]>", octets)),
        ("attributes", |octets| {
            let attribute = |n, out: &mut String| write!(out, " a{n}='&#x41;\t'").unwrap();
            numbered(OPEN, attribute, "/>", octets)
        }),
        ("declarations", |octets| {
            let declare = |n, out: &mut String| write!(out, " xmlns:p{n}='u{n}' p{n}:a=''").unwrap();
            numbered(OPEN, declare, "/>", octets)
        }),
        ("bodies", |octets| {
            let body = |n, out: &mut String| write!(out, "<body xml:lang='a-{n}'>a</body>").unwrap();
            numbered(&format!("{OPEN}>"), body, "</message>", octets)
        }),
        ("a long language with references", |octets| {
            let lang = "&#x61;".repeat(octets / 24);
            message(&format!(" xml:lang='{lang}'"), "<body/>", octets)
        }),
        ("a long language", |octets| {
            message(&format!(" xml:lang='{}'", long(octets / 4, 'a')), "<body/>", octets)
        }),
        ("two long namespaces", |octets| {
            message(&two_long(octets, 'p', 'q'), "<p:b p:a='1'><q:b/></p:b>", octets)
        }),
        ("a long namespace twice", |octets| {
            message(&two_long(octets, 'p', 'p'), "<p:b p:a='1'><q:b/></p:b>", octets)
        }),
        ("a long namespace twice, many attributes", |octets| {
            let many = "<p:b a='' b='' c='' d='' e='' f='' g='' h='' p:i='' p:j=''><q:b/></p:b>";
            message(&two_long(octets, 'p', 'q'), many, octets)
        }),
    ];
    all.into_iter()
}

const OPEN: &str = "<message xmlns='jabber:client' type='chat' from='a@example.com' to='b@example.com'";

fn message(attributes: &str, unit: &str, octets: usize) -> String {
    around(&format!("{OPEN}{attributes}>"), unit, "</message>", octets)
}

/// Two declarations of names of namespaces that are half of all octets.
fn two_long(octets: usize, one: char, other: char) -> String {
    format!(" xmlns:p='{}' xmlns:q='{}'", long(octets / 4, one), long(octets / 4, other))
}

/// A case for each message that has been read; in those that are `idle` there may be nothing to look at.
fn each_message(most: usize, idle: &[&str], look: impl Fn(Element<'_>) + Copy + 'static) {
    check(messages().map(|(name, input)| {
        Case::new(name, most, input, move |text| {
            let whole = read(text);
            steps_of(|| look(whole.element()))
        })
        .may_do_nothing_if(idle.contains(&name))
    }));
}

fn read(text: &str) -> ElementBuf {
    ElementBuf::parse_within(text, Limits::MAX).unwrap()
}

fn stanza(element: Element<'_>) -> RawStanza<'_> {
    RawStanza::from_element(element, NS_CLIENT).unwrap()
}

/// All elements that it holds, and it.
fn all(element: Element<'_>) -> Vec<Element<'_>> {
    let mut all = std::vec![element];
    let mut next = 0;
    while let Some(&element) = all.get(next) {
        all.extend(element.children());
        next += 1;
    }
    all
}

#[test]
fn reading() {
    check(messages().map(|(name, input)| Case::new(name, 32, input, |text| steps_of(|| read(text)))));
    check(messages().map(|(name, input)| {
        let raw = |text: &str| steps_of(|| RawXml::parse(text));
        // What passes the limits by default is refused there.
        Case::new(name, 32, input, raw)
            .may_do_nothing_if(["depth", "attributes", "declarations"].contains(&name))
    }));
}

#[test]
fn each_element_once() {
    each_message(8, &["text", "empty CDATA sections", "attributes", "declarations"], |element| {
        for element in all(element) {
            let _ = (element.name(), element.namespace(), element.prefix(), element.lang(), element.source());
        }
    });
}

#[test]
fn what_is_not_there() {
    each_message(
        8,
        &["depth", "text", "empty CDATA sections", "a long namespace twice, many attributes"],
        |element| {
            assert!(element.child("none", "u").is_none());
            assert!(element.attribute("none").is_none());
            assert!(element.attribute_in("none", NS_XML).is_none());
        },
    );
}

/// A program may ask for what a message names.
#[test]
fn what_is_in_the_namespaces_of_a_message() {
    let cases: [(&str, Input); 2] = [
        ("children in two long namespaces", |octets| {
            message(&two_long(octets, 'p', 'q'), "<p:b p:c='1'/><q:b/>", octets)
        }),
        ("attributes in a long namespace", |octets| {
            let start = format!("{OPEN}{}><p:b", two_long(octets, 'p', 'q'));
            let attribute = |n, out: &mut String| write!(out, " p:a{n:05}=''").unwrap();
            numbered(&start, attribute, "/></message>", octets)
        }),
    ];
    check(cases.map(|(name, input)| {
        Case::new(name, 16, input, |text| {
            let whole = read(text);
            let element = whole.element();
            let (name, other) = (text_between(text, "xmlns:p='"), text_between(text, "xmlns:q='"));
            steps_of(|| {
                for namespace in [name, other] {
                    assert!(element.child("none", namespace).is_none());
                    let _ = (
                        element.child("b", namespace).is_some(),
                        stanza(element).payloads_in(namespace).count(),
                    );
                }
                let first = element.child("b", name).unwrap();
                assert!(
                    first.attribute_in("a99999", name).is_none()
                        && first.attribute_in("a00000", other).is_none()
                );
                assert!(stanza(element).payloads_in(name).count() > 0);
            })
        })
    }));
}

/// What stands in quotes behind the start of an attribute.
fn text_between<'a>(text: &'a str, start: &str) -> &'a str {
    text.split_once(start).unwrap().1.split('\'').next().unwrap()
}

#[test]
fn text_and_contents() {
    each_message(16, &["depth", "declarations"], |element| {
        let mut buffer = String::new();
        assert_eq!(element.text(), element.text_in(&mut buffer));
        let runs = element.contents().filter(|part| matches!(part, Content::Text(_)));
        assert!(runs.count() <= element.source().len());
        for attribute in element.attributes() {
            assert!(attribute.value() == attribute.value_in(&mut buffer));
        }
    });
}

#[test]
fn copies_and_comparisons() {
    each_message(32, &[], |element| {
        element.to_owned();
    });
    each_message(32, &[], |element| {
        let other = read(element.source());
        assert_eq!(element, other.element());
    });
}

#[cfg(feature = "serde")]
#[test]
fn values_of_other_types() {
    #[derive(serde::Deserialize)]
    struct Any {}
    each_message(32, &[], |element| {
        let _ = element.deserialize::<Any>();
    });
}

#[test]
fn stanzas() {
    each_message(32, &["text", "empty CDATA sections", "attributes", "declarations"], |element| {
        let stanza = stanza(element);
        let _ = (stanza.to_jid().unwrap(), stanza.failure().is_some(), Stanza::read_strictly(stanza).is_ok());
        let message = Message::read(stanza).unwrap();
        let _ = (message.body(), message.body_in("de-CH-1996"), message.subject(), message.thread().is_ok());
        let _ = (message.payloads().count(), message.payloads_in("u").count(), message.reply());
    });
}

#[test]
fn answers_and_forwarding() {
    each_message(32, &["text", "empty CDATA sections"], |element| {
        let mut writer = StreamWriter::fragments(NS_CLIENT);
        let reply = stanza(element).error_reply(Condition::ItemNotFound).unwrap();
        writer.write(&reply.with_original()).unwrap();
    });
    each_message(32, &[], |element| {
        let mut out = Vec::new();
        let forward = stanza(element).forward().to("c@example.com").content_namespace("jabber:server");
        forward.write_to(&mut out).unwrap();
        StreamWriter::fragments(NS_CLIENT).write_element(element).unwrap();
    });
}

#[test]
fn payloads() {
    let items = |octets| {
        let item = |n, out: &mut String| {
            write!(out, "<item jid='a{n}@example.com' name='&amp;'><group>a{n}</group></item>").unwrap();
        };
        numbered("<query xmlns='jabber:iq:roster'>", item, "</query>", octets)
    };
    let walk = |text: &str| {
        let whole = read(text);
        steps_of(|| {
            let roster = Roster::read(whole.element()).unwrap();
            assert!(roster.items().all(|item| item.unwrap().groups().count() == 1));
        })
    };
    let groups = |octets| {
        let group = |n, out: &mut String| write!(out, "<group>a{n}</group>").unwrap();
        let start = "<query xmlns='jabber:iq:roster'><item jid='a@b'>";
        numbered(start, group, "</item></query>", octets)
    };
    let set = |text: &str| {
        let whole = read(text);
        steps_of(|| {
            let roster = Roster::read(whole.element()).unwrap();
            roster.set_item().unwrap();
        })
    };
    let features = |octets| {
        let feature = |n, out: &mut String| {
            write!(out, "<identity category='a' type='b{n}'/><feature var='f{n}'/>").unwrap();
        };
        let lang = "&#x61;".repeat(octets / 24);
        let start = format!("<query xml:lang='{lang}' xmlns='http://jabber.org/protocol/disco#info'>");
        numbered(&start, feature, "</query>", octets)
    };
    let info = |text: &str| {
        let whole = read(text);
        steps_of(|| {
            let info = DiscoInfo::read(whole.element()).unwrap();
            assert!(info.identities().all(|identity| identity.is_ok()) && !info.supports("none"));
        })
    };
    check([
        Case::new("roster items", 16, items, walk),
        Case::new("roster groups", 16, groups, set),
        Case::new("disco features", 16, features, info),
    ]);
}

/// The input is what is handed in, name by name.
#[test]
fn writing() {
    let names = |octets| numbered("", |n, out: &mut String| write!(out, "name{n} ").unwrap(), "", octets);
    let attributes = |text: &str| {
        write_element(|out| {
            text.split_whitespace().for_each(|name| {
                out.attribute(name, name).unwrap();
            });
        })
    };
    let namespaces = |text: &str| {
        write_element(|out| {
            text.split_whitespace().for_each(|name| {
                out.attribute_in("a", name, name).unwrap();
            });
        })
    };
    let depth = |text: &str| {
        write_element(|out| {
            text.split_whitespace().for_each(|name| {
                out.start(name, name).unwrap();
            });
            text.split_whitespace().for_each(|_| {
                out.end().unwrap();
            });
        })
    };
    let words = |text: &str| {
        write_element(|out| {
            text.split_inclusive(' ').for_each(|word| {
                out.text(word).unwrap();
            });
        })
    };
    let escapes = |octets| around("", "<&>\r'", "", octets);
    let value = |text: &str| {
        write_element(|out| {
            out.attribute("a", text).unwrap().text(text).unwrap();
        })
    };
    check([
        Case::new("attributes", 32, names, attributes),
        Case::new("namespaces", 32, names, namespaces),
        Case::new("depth", 32, names, depth),
        Case::new("words", 8, names, words),
        Case::new("escapes", 16, escapes, value),
        Case::new("names deep in the trie", 32, deep_names, attributes),
    ]);
}

/// The steps of an element that is written.
fn write_element(write: impl FnOnce(&mut ElementWriter<'_>)) -> usize {
    let mut writer = StreamWriter::fragments(NS_CLIENT);
    steps_of(|| {
        let mut element = writer.element("x", "urn:x").unwrap();
        write(&mut element);
        element.finish().unwrap();
    })
}

fn deep_names(octets: usize) -> String {
    numbered("", |n, out| write!(out, "{} ", deep(n)).unwrap(), "", octets)
}

/// Prefixes and attributes of a stream header, as many as there are names.
#[test]
fn headers() {
    let names = |octets| numbered("", |n, out: &mut String| write!(out, "name{n} ").unwrap(), "", octets);
    let prefixes = |text: &str| {
        let mut writer = StreamWriter::new(NS_CLIENT);
        let header = text.split_whitespace().fold(writer.header(), |header, name| header.prefix(name, name));
        steps_of(|| header.finish().unwrap())
    };
    let attributes = |text: &str| {
        let mut writer = StreamWriter::new(NS_CLIENT);
        let names = text.split_whitespace();
        let header = names.fold(writer.header().to("a"), |header, name| header.attribute(name, name));
        steps_of(|| header.finish().unwrap())
    };
    check([
        Case::new("prefixes", 16, names, prefixes),
        Case::new("prefixes deep in a trie", 16, deep_names, prefixes),
        Case::new("attributes", 16, names, attributes),
    ]);
}

/// Many texts of a builder, in many languages.
#[test]
fn builders() {
    let names = |octets| numbered("", |n, out: &mut String| write!(out, "a-{n} ").unwrap(), "", octets);
    let bodies = |text: &str| {
        let jid = Jid::from_static("a@b");
        let mut message = Message::chat(jid);
        for lang in text.split_whitespace() {
            message = message.body_in(lang, lang);
        }
        let mut writer = StreamWriter::fragments(NS_CLIENT);
        steps_of(|| writer.write(&message).unwrap())
    };
    check([Case::new("bodies", 32, names, bodies)]);
}
