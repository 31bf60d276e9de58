//! `rxml`, which reads the XML of XMPP.

use super::reading::{Reading, name};
use rxml::error::EndOrError;
use rxml::{Event, Parse, Parser, QName};

pub(crate) fn read(mut octets: &[u8], mut reading: Reading) -> (Reading, Result<(), String>) {
    let mut parser = Parser::new();
    while !reading.is_over() {
        match parser.parse(&mut octets, false) {
            Ok(Some(Event::XmlDeclaration(..))) => {}
            Ok(Some(Event::StartElement(_, element, attributes))) => {
                let attributes = attributes.into_iter().map(|(key, value)| (named(key), value)).collect();
                reading.start(named(element), attributes);
            }
            Ok(Some(Event::EndElement(_))) => reading.end(),
            Ok(Some(Event::Text(_, text))) => reading.text(&text),
            Ok(None) | Err(EndOrError::NeedMoreData) => break,
            Err(EndOrError::Error(error)) => return (reading, Err(error.to_string())),
        }
    }
    (reading, Ok(()))
}

fn named((namespace, local): QName) -> crate::outcome::Name {
    name(namespace.to_string(), local.to_string())
}
