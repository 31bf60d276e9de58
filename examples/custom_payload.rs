//! A payload of one's own: a sensor's reading, written into a message, and read from the stream on the other side.
//!
//!     cargo run --example custom_payload

use envoi::Jid;
use envoi::stanza::payload::{Payload, PayloadError, required_attribute};
use envoi::stanza::{Message, Stanza};
use envoi::stream::{Event, Limits, StreamBuffer, StreamReader, StreamWriter};
use envoi::xml::{Element, ElementWriter, WriteError, WriteXml};
use std::borrow::Cow;
use std::error::Error;

const NAMESPACE: &str = "urn:example:reading:0";

/// `<reading xmlns='urn:example:reading:0' unit='C'>21.5</reading>`: the unit has to be there, the text is a number.
#[derive(Debug, PartialEq)]
struct Reading<'a> {
    unit: Cow<'a, str>,
    value: f64,
}

impl<'a> Payload<'a> for Reading<'a> {
    fn matches(element: Element<'a>) -> bool {
        element.is("reading", NAMESPACE)
    }

    fn read(element: Element<'a>) -> Result<Self, PayloadError> {
        // The rule is the document that defines the payload: it stands in the message of the error.
        const RULE: &str = "urn:example:reading:0 section 1";
        let unit = required_attribute(element, "unit", RULE)?;
        let value = element.text().trim().parse();
        Ok(Self { unit, value: value.map_err(|_| PayloadError::text(element, "reading", RULE))? })
    }
}

impl WriteXml for Reading<'_> {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start("reading", NAMESPACE)?
            .attribute("unit", &self.unit)?
            .text(&self.value.to_string())?
            .end()?;
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut sensor = StreamWriter::fragments("jabber:client");
    let reading = Reading { unit: "C".into(), value: 21.5 };
    sensor.write(&Message::normal(Jid::from_static("log@example.com")).id("r1").payload(&reading))?;
    println!("{}", String::from_utf8_lossy(sensor.as_bytes()));

    let mut logger = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
    logger.push(sensor.as_bytes());
    // Somebody else's sensor is broken.
    logger.push(b"<message from='attic@example.com/s2' id='r2'><reading xmlns='urn:example:reading:0' unit='C'>warm</reading></message>");

    let mut answers = StreamWriter::fragments("jabber:client");
    while let Some(event) = logger.next_event()? {
        let Event::Stanza(stanza) = event else { continue };
        let Ok(Stanza::Message(message)) = Stanza::read(stanza) else { continue };
        match message.payload::<Reading>() {
            Ok(Some(Reading { unit, value })) => println!("{value} {unit}"),
            Ok(None) => println!("no reading"),
            Err(error) => {
                println!("{error}");
                if let Some(reply) = message.error_reply(error.condition()) {
                    answers.write(&reply.text(error.to_string()))?;
                }
            }
        }
    }
    println!("{}", String::from_utf8_lossy(answers.as_bytes()));
    Ok(())
}

#[test]
fn a_reading_is_read_as_it_was_written() -> Result<(), Box<dyn Error>> {
    let reading = Reading { unit: "K".into(), value: -0.25 };
    let mut writer = StreamWriter::fragments("jabber:client");
    writer.write(&Message::normal(Jid::from_static("log@example.com")).payload(&reading))?;
    let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
    buffer.push(writer.as_bytes());
    let Some(Event::Stanza(stanza)) = buffer.next_event()? else { return Err("no stanza".into()) };
    assert_eq!(stanza.payload()?, Some(reading));
    Ok(())
}
