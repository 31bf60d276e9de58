//! [`View`]: what there is to say about a stanza, for a person and for a program.

use super::faults::{Fault, faults};
use crate::report::ErrorObject;
use crate::show;
use envoi::stanza::{Condition, IqType, Message, Presence, RawStanza, StanzaFailure, StanzaKind};
use envoi::xml::Element;
use envoi::{Jid, JidError, Localpart, Resourcepart};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

/// A stanza.
#[derive(Serialize)]
pub(super) struct View<'a> {
    pub(super) name: &'static str,
    namespace: &'a str,
    /// As it was written.
    #[serde(rename = "type")]
    pub(super) type_: Option<Cow<'a, str>>,
    /// What it is taken for; none if it is no type of this kind of stanza.
    pub(super) reads_as: Option<&'static str>,
    pub(super) from: Option<Address<'a>>,
    pub(super) to: Option<Address<'a>>,
    pub(super) id: Option<Cow<'a, str>>,
    pub(super) lang: Option<Cow<'a, str>>,
    #[serde(flatten)]
    pub(super) content: Content<'a>,
    pub(super) error: Option<Failure<'a>>,
    pub(super) payloads: Vec<Payload<'a>>,
    pub(super) faults: Vec<Fault>,
}

/// What a stanza holds by the rules of its kind (RFC 6121 sections 4.7.2 and 5.2).
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Content<'a> {
    Message {
        subjects: Vec<Text<'a>>,
        bodies: Vec<Text<'a>>,
        thread: Option<Thread<'a>>,
    },
    Presence {
        /// As it was written.
        show: Option<Cow<'a, str>>,
        /// None if it is none.
        priority: Option<i8>,
        #[serde(skip)]
        priority_text: Option<Cow<'a, str>>,
        statuses: Vec<Text<'a>>,
    },
    Iq {},
}

/// An address as it was written, and what it is.
pub(super) struct Address<'a> {
    pub(super) written: Cow<'a, str>,
    pub(super) parsed: Result<Box<Jid>, JidError>,
}

#[derive(Serialize)]
pub(super) struct Text<'a> {
    /// The language in force.
    pub(super) lang: Option<Cow<'a, str>>,
    pub(super) text: Cow<'a, str>,
}

#[derive(Serialize)]
pub(super) struct Thread<'a> {
    pub(super) id: Cow<'a, str>,
    pub(super) parent: Option<Cow<'a, str>>,
}

/// The error of a stanza of type `error`.
#[derive(Serialize)]
pub(super) struct Failure<'a> {
    pub(super) condition: &'static str,
    /// The name of the condition if it is none that RFC 6120 has.
    pub(super) unknown_condition: Option<&'a str>,
    #[serde(rename = "type")]
    pub(super) type_: &'static str,
    pub(super) by: Option<Cow<'a, str>>,
    pub(super) text: Option<Text<'a>>,
    pub(super) new_address: Option<Cow<'a, str>>,
    pub(super) application: Option<Payload<'a>>,
}

/// An element that is none of those that RFC 6120 and RFC 6121 define for the stanza.
#[derive(Serialize)]
pub(super) struct Payload<'a> {
    name: &'a str,
    namespace: Cow<'a, str>,
    pub(super) attributes: Vec<Attribute<'a>>,
    /// How many elements stand directly inside.
    pub(super) children: usize,
    pub(super) text: Cow<'a, str>,
    #[serde(skip)]
    pub(super) element: Element<'a>,
}

#[derive(Serialize)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) namespace: Cow<'a, str>,
    pub(super) value: Cow<'a, str>,
}

impl<'a> View<'a> {
    pub(super) fn of(stanza: RawStanza<'a>) -> Self {
        let element = stanza.element();
        Self {
            name: stanza.kind().as_str(),
            namespace: element.namespace(),
            type_: stanza.type_(),
            reads_as: reads_as(stanza),
            from: stanza.from().map(Address::new),
            to: stanza.to().map(Address::new),
            id: stanza.id(),
            lang: stanza.lang().map(show::declared),
            content: Content::of(stanza),
            error: stanza.failure().map(Failure::new),
            payloads: payloads(stanza).map(Payload::new).collect(),
            faults: faults(stanza),
        }
    }
}

impl<'a> Content<'a> {
    fn of(stanza: RawStanza<'a>) -> Self {
        let texts = |name| -> Vec<_> { content(stanza, name).map(Text::new).collect() };
        let first = |name| content(stanza, name).next();
        match stanza.kind() {
            StanzaKind::Message => Self::Message {
                subjects: texts("subject"),
                bodies: texts("body"),
                thread: first("thread").map(Thread::new),
            },
            StanzaKind::Presence => Self::Presence {
                show: first("show").map(Element::text),
                priority: Presence::read(stanza).and_then(|presence| presence.priority()).ok(),
                priority_text: first("priority").map(Element::text),
                statuses: texts("status"),
            },
            StanzaKind::Iq => Self::Iq {},
        }
    }
}

impl<'a> Address<'a> {
    fn new(written: Cow<'a, str>) -> Self {
        Self { parsed: Jid::parse(&written).map(Cow::into_owned), written }
    }
}

impl<'a> Text<'a> {
    fn new(element: Element<'a>) -> Self {
        Self { lang: element.lang().map(show::declared), text: element.text() }
    }
}

impl<'a> Thread<'a> {
    fn new(element: Element<'a>) -> Self {
        Self { id: element.text(), parent: element.attribute("parent") }
    }
}

impl<'a> Failure<'a> {
    fn new(failure: StanzaFailure<'a>) -> Self {
        let name = failure.condition_element().map(|condition| condition.name());
        let text = failure.text().map(|text| Text { lang: failure.text_lang(), text });
        Self {
            condition: failure.condition().as_str(),
            unknown_condition: name.filter(|name| Condition::from_name(name).is_none()),
            type_: failure.error_type().as_str(),
            by: failure.by(),
            text,
            new_address: failure.new_address(),
            application: failure.application_condition().map(Payload::new),
        }
    }
}

impl<'a> Payload<'a> {
    pub(super) fn new(element: Element<'a>) -> Self {
        let attributes = element.attributes().map(|attribute| Attribute {
            name: attribute.name(),
            namespace: show::declared(attribute.namespace().into()),
            value: attribute.value(),
        });
        Self {
            name: element.name(),
            namespace: show::declared(element.namespace().into()),
            attributes: attributes.collect(),
            children: element.children().count(),
            text: element.text(),
            element,
        }
    }
}

/// What the type of a stanza is taken for, if it is one.
fn reads_as(stanza: RawStanza<'_>) -> Option<&'static str> {
    match stanza.kind() {
        StanzaKind::Message => Message::read(stanza).ok().map(|message| message.type_().as_str()),
        StanzaKind::Presence => Presence::read(stanza).ok().map(|presence| presence.type_().as_str()),
        StanzaKind::Iq => IqType::from_name(&stanza.type_()?).map(IqType::as_str),
    }
}

/// The children of this name in the content namespace.
fn content<'a>(stanza: RawStanza<'a>, name: &'static str) -> impl Iterator<Item = Element<'a>> {
    let namespace = stanza.element().namespace();
    stanza.element().children().filter(move |child| child.is(name, namespace))
}

/// The children that [`View`] has no other place for.
fn payloads(stanza: RawStanza<'_>) -> impl Iterator<Item = Element<'_>> {
    let namespace = stanza.element().namespace();
    let error = stanza.failure().map(|failure| failure.element().offset());
    let known: &[&str] = match stanza.kind() {
        StanzaKind::Message => &["subject", "body", "thread"],
        StanzaKind::Presence => &["show", "status", "priority"],
        StanzaKind::Iq => &[],
    };
    let is_known = move |child: &Element<'_>| {
        child.namespace() == namespace && known.contains(&child.name()) || Some(child.offset()) == error
    };
    stanza.element().children().filter(move |child| !is_known(child))
}

/// As `envoi check --format jsonl` has it.
impl Serialize for Address<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let input = &*self.written;
        match &self.parsed {
            Ok(jid) => {
                let parts = jid.parts();
                let object = ValidAddress {
                    input,
                    valid: true,
                    jid: jid.as_str(),
                    localpart: parts.localpart.map(Localpart::as_str),
                    domainpart: parts.domainpart.as_str(),
                    resourcepart: parts.resourcepart.map(Resourcepart::as_str),
                };
                object.serialize(serializer)
            }
            Err(error) => FaultyAddress { input, valid: false, error: error.into() }.serialize(serializer),
        }
    }
}

#[derive(Serialize)]
struct ValidAddress<'a> {
    input: &'a str,
    valid: bool,
    jid: &'a str,
    localpart: Option<&'a str>,
    domainpart: &'a str,
    resourcepart: Option<&'a str>,
}

#[derive(Serialize)]
struct FaultyAddress<'a> {
    input: &'a str,
    valid: bool,
    error: ErrorObject,
}
