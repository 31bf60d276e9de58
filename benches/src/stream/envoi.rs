//! This library's ways in, as its users call them. A reader, its buffers and a writer are kept from pass to pass.

use std::hint::black_box;

use ::envoi::Jid;
use ::envoi::stanza::payload::{ChatState, OriginId};
use ::envoi::stanza::{
    AddressBuffer, Iq, Message, Presence, RawStanza, Show, Stanza, StanzaFault, StanzaKind,
};
use ::envoi::stream::{Event, Limits, StreamBuffer, StreamReader, StreamWriter, WriteError};
use ::envoi::xml::Element;

use super::builders::{LANG, THREAD};
use super::forwarders::{ROOM, ROUTED};
use super::typed::{Digest, Fields};
use super::writers::{BODY, CHAT_STATES, FROM, ID, MESSAGES, STANZA_ID, TO};
use super::{Contestant, Input};

const CLIENT: &str = "jabber:client";

/// Octets that the caller keeps, or octets that the library keeps.
const READER: &str = "envoi StreamReader";
const BUFFER: &str = "envoi StreamBuffer";

/// Those who read the mixture at the default limits, in chunks.
pub(super) fn readers() -> Vec<Contestant> {
    vec![
        windows(READER, Limits::DEFAULT, |_| {}),
        buffered(BUFFER, Limits::DEFAULT, |_| {}),
        windows("envoi StreamReader, index walked", Limits::DEFAULT, |stanza| walk(stanza.element())),
    ]
}

/// Those who read, and write each stanza to a buffer as from [`ROUTED`].
pub(super) fn forwarders() -> Vec<Contestant> {
    let mut sink = Vec::with_capacity(ROOM);
    let mut writer = open_writer();
    vec![
        windows("envoi StreamReader, Forward", Limits::DEFAULT, move |stanza| {
            sink.clear();
            stanza
                .forward()
                .from(black_box(ROUTED))
                .write_to(&mut sink)
                .expect("an address has no such character");
            black_box(&sink);
        }),
        buffered("envoi StreamBuffer, StreamWriter", Limits::DEFAULT, move |stanza| {
            writer.clear();
            writer
                .forward(stanza.forward().from(black_box(ROUTED)))
                .expect("an address has no such character");
            black_box(writer.as_bytes());
        }),
    ]
}

/// Those who write the message of [`super::writers`], checked, [`MESSAGES`] times.
pub(super) fn writers() -> Vec<Contestant> {
    let mut writer = open_writer();
    vec![Contestant::new("envoi StreamWriter", move |_| {
        for _ in 0..MESSAGES {
            writer.clear();
            write(&mut writer).expect("a well-formed message");
            black_box(writer.as_bytes());
        }
        MESSAGES
    })]
}

/// Those who read every stanza to the fields of [`super::typed`], addresses as addresses.
pub(super) fn typed_readers() -> Vec<Contestant> {
    let digesting = || {
        let (mut digest, mut buffer) = (Digest::default(), Buffers::default());
        move |stanza: &RawStanza<'_>| {
            fields(*stanza, &mut buffer, &mut digest).expect("nothing is wrong with the mixture");
            black_box(&digest);
        }
    };
    vec![
        windows("envoi StreamReader, fields", Limits::DEFAULT, digesting()),
        buffered("envoi StreamBuffer, fields", Limits::DEFAULT, digesting()),
    ]
}

/// Those who build the message of [`super::builders`] and write it, checked, [`MESSAGES`] times.
pub(super) fn builders() -> Vec<Contestant> {
    let mut writer = open_writer();
    vec![Contestant::new("envoi Message, StreamWriter", move |_| {
        for _ in 0..MESSAGES {
            writer.clear();
            build(&mut writer).expect("a well-formed message");
            black_box(writer.as_bytes());
        }
        MESSAGES
    })]
}

/// Those who read what is hostile, with limits so high that they refuse none of it.
pub(super) fn readers_of_floods() -> Vec<Contestant> {
    vec![windows(READER, Limits::MAX, |_| {}), buffered(BUFFER, Limits::MAX, |_| {})]
}

/// One who reads what is hostile, and refuses it where a limit is broken.
pub(super) fn limited() -> Contestant {
    buffered("envoi StreamBuffer, default limits", Limits::DEFAULT, |_| {})
}

/// Octets that the caller keeps: what has not been read is seen again with the next chunk behind it, and nothing is copied.
fn windows(name: &'static str, limits: Limits, mut take: impl FnMut(&RawStanza<'_>) + 'static) -> Contestant {
    let mut reader = StreamReader::new(limits);
    Contestant::new(name, move |input: &Input<'_>| {
        reader.reset();
        let (mut stanzas, mut read, mut come) = (0, 0, 0);
        while come < input.octets.len() {
            come = input.octets.len().min(come + input.chunk);
            let mut window = &input.octets[read..come];
            loop {
                match reader.read(&mut window) {
                    Ok(Some(event)) => stanzas += usize::from(look(&event, &mut take)),
                    Ok(None) => break,
                    Err(_) => return stanzas,
                }
            }
            read = come - window.len();
        }
        stanzas
    })
}

/// Octets that are pushed as they come.
fn buffered(
    name: &'static str,
    limits: Limits,
    mut take: impl FnMut(&RawStanza<'_>) + 'static,
) -> Contestant {
    let mut buffer = StreamBuffer::new(StreamReader::new(limits));
    Contestant::new(name, move |input: &Input<'_>| {
        let mut stanzas = 0;
        // What the pass before left unread would belong to this stream.
        if buffer.unread().is_empty() {
            buffer.reset();
        } else {
            buffer = StreamBuffer::new(StreamReader::new(limits));
        }
        for chunk in input.chunks() {
            buffer.push(chunk);
            loop {
                match buffer.next_event() {
                    Ok(Some(event)) => stanzas += usize::from(look(&event, &mut take)),
                    Ok(None) => break,
                    Err(_) => return stanzas,
                }
            }
        }
        stanzas
    })
}

/// Whether the event is a stanza, which is looked at.
fn look(event: &Event<'_>, take: &mut impl FnMut(&RawStanza<'_>)) -> bool {
    match black_box(event) {
        Event::Stanza(stanza) => {
            take(stanza);
            true
        }
        _ => false,
    }
}

/// Names, namespaces, values and contents as they were written, of an element and all that it holds; no deeper than the default limits
/// allow.
fn walk(element: Element<'_>) {
    black_box((element.name(), element.namespace(), element.inner_source()));
    for attribute in element.attributes() {
        black_box((attribute.name(), attribute.namespace(), attribute.raw_value()));
    }
    element.children().for_each(walk);
}

/// Room for what cannot be borrowed: texts with references in them, addresses that are not canonical.
#[derive(Default)]
struct Buffers {
    text: String,
    address: AddressBuffer,
}

fn fields<'a>(
    stanza: RawStanza<'a>,
    buffer: &mut Buffers,
    fields: &mut impl Fields,
) -> Result<(), StanzaFault<'a>> {
    match Stanza::read(stanza)? {
        Stanza::Message(message) => message_fields(&message, buffer, fields),
        Stanza::Presence(presence) => presence_fields(&presence, buffer, fields),
        Stanza::Iq(iq) => iq_fields(&iq, buffer, fields),
    }
}

fn message_fields<'a>(
    message: &Message<'a>,
    buffer: &mut Buffers,
    fields: &mut impl Fields,
) -> Result<(), StanzaFault<'a>> {
    head(message, message.type_().as_str(), buffer, fields)?;
    texts("subject", message.subjects(), buffer, fields);
    texts("body", message.bodies(), buffer, fields);
    if let Some(thread) = message.thread()? {
        fields.field("thread", &thread.id);
        fields.optional("parent", thread.parent.as_deref());
    }
    Ok(())
}

fn presence_fields<'a>(
    presence: &Presence<'a>,
    buffer: &mut Buffers,
    fields: &mut impl Fields,
) -> Result<(), StanzaFault<'a>> {
    head(presence, presence.type_().as_str(), buffer, fields)?;
    fields.optional("show", presence.show()?.map(Show::as_str));
    texts("status", presence.statuses(), buffer, fields);
    fields.priority(presence.priority()?);
    Ok(())
}

fn iq_fields<'a>(iq: &Iq<'a>, buffer: &mut Buffers, fields: &mut impl Fields) -> Result<(), StanzaFault<'a>> {
    head(iq, iq.type_().as_str(), buffer, fields)?;
    if let Some(payload) = iq.payload_element() {
        fields.field("payload", payload.name());
        fields.field("namespace", payload.namespace());
    }
    Ok(())
}

fn head<'a>(
    stanza: &RawStanza<'a>,
    kind: &str,
    buffer: &mut Buffers,
    fields: &mut impl Fields,
) -> Result<(), StanzaFault<'a>> {
    fields.field("kind", stanza.kind().as_str());
    fields.field("type", kind);
    fields.optional("to", stanza.to_jid_in(&mut buffer.address)?.map(Jid::as_str));
    fields.optional("from", stanza.from_jid_in(&mut buffer.address)?.map(Jid::as_str));
    fields.optional("id", stanza.id().as_deref());
    Ok(())
}

fn texts<'a>(
    name: &'static str,
    texts: impl Iterator<Item = Element<'a>>,
    buffer: &mut Buffers,
    fields: &mut impl Fields,
) {
    for text in texts {
        fields.field("lang", &text.lang().unwrap_or_default());
        fields.field(name, text.text_in(&mut buffer.text));
    }
}

fn build(writer: &mut StreamWriter) -> Result<(), WriteError> {
    let [id, lang, body, thread] = black_box([ID, LANG, BODY, THREAD]);
    let [to, from] = black_box([const { Jid::from_static(TO) }, const { Jid::from_static(FROM) }]);
    let origin = OriginId::new(id);
    let message = Message::chat(to).from(from).id(id).body_in(lang, body).thread(thread);
    writer.write(&message.payload(&ChatState::Active).payload(&origin))
}

fn open_writer() -> StreamWriter {
    let mut writer = StreamWriter::new(CLIENT);
    writer.header().from("capulet.example").finish().expect("a header");
    writer.clear();
    writer
}

fn write(writer: &mut StreamWriter) -> Result<(), WriteError> {
    let [to, from, id, body] = black_box([TO, FROM, ID, BODY]);
    let mut message = writer.stanza(StanzaKind::Message)?;
    message.attribute("to", to)?.attribute("from", from)?.attribute("id", id)?.attribute("type", "chat")?;
    message.start("body", CLIENT)?.text(body)?.end()?;
    message.start("active", CHAT_STATES)?.end()?;
    message.start("origin-id", STANZA_ID)?.attribute("id", id)?.end()?;
    message.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::typed::tests::{self as typed_tests, Outline};
    use crate::stream::{BUILT, FINISHED, mix};
    use std::cell::RefCell;
    use std::rc::Rc;

    #[test]
    fn the_message_is_written_octet_for_octet() {
        let mut writer = open_writer();
        write(&mut writer).expect("well-formed");
        assert_eq!(String::from_utf8_lossy(writer.as_bytes()), FINISHED);
    }

    #[test]
    fn the_message_is_built_octet_for_octet() {
        let mut writer = open_writer();
        build(&mut writer).expect("well-formed");
        assert_eq!(String::from_utf8_lossy(writer.as_bytes()), BUILT);
    }

    #[test]
    fn fields_are_those_that_everybody_reads() {
        let (stream, stanzas) = mix(1 << 20);
        let outline = Rc::new(RefCell::new(Outline::default()));
        let sink = Rc::clone(&outline);
        let mut buffer = Buffers::default();
        let mut contestant = windows(READER, Limits::DEFAULT, move |stanza| {
            fields(*stanza, &mut buffer, &mut *sink.borrow_mut()).expect("nothing is wrong");
        });
        assert_eq!(contestant.pass(&Input::new(&stream)), stanzas);
        let (ours, expected) = (outline.take(), typed_tests::outline(&stream));
        assert_eq!(ours.lines().len(), stanzas);
        // RFC 6122 folds the final sigma and the sharp s of addresses (RFC 3454 table B.2), RFC 7622 keeps them.
        let folded = |line: &str| line.replace('ς', "σ").replace('ß', "ss");
        for (ours, expected) in ours.lines().into_iter().zip(expected.lines()) {
            assert_eq!(folded(ours), folded(expected));
        }
    }

    /// Every stanza that `forward` writes, behind one another.
    fn forwarded(forward: impl Fn(&RawStanza<'_>, &mut Vec<u8>) + 'static) -> String {
        let (stream, _) = mix(1 << 18);
        let all = Rc::new(RefCell::new(Vec::new()));
        let sink = Rc::clone(&all);
        let mut contestant =
            windows(READER, Limits::DEFAULT, move |stanza| forward(stanza, &mut sink.borrow_mut()));
        contestant.pass(&Input::new(&stream));
        String::from_utf8(all.take()).expect("UTF-8")
    }

    #[test]
    fn both_ways_of_forwarding_change_the_address_and_nothing_else() {
        let spliced =
            forwarded(|stanza, sink| stanza.forward().from(ROUTED).write_to(sink).expect("spliced"));
        let written = forwarded(|stanza, sink| {
            let mut writer = open_writer();
            writer.forward(stanza.forward().from(ROUTED)).expect("written");
            sink.extend_from_slice(writer.as_bytes());
        });
        assert_eq!(spliced, written);
        let stanzas = spliced.matches(&format!("from='{ROUTED}'")).count()
            + spliced.matches(&format!("from=\"{ROUTED}\"")).count();
        assert_eq!(stanzas, mix(1 << 18).1);
    }
}
