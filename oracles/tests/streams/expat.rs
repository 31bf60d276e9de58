//! expat, with namespaces, which most C programs read streams with.

use super::reading::{Reading, name};
use crate::outcome::Name;
use expat_push::{Attributes, Handler, Parser, Text};

pub(crate) fn read(octets: &[u8], reading: Reading) -> (Reading, Result<(), String>) {
    let mut parser = Parser::with(Taking { reading });
    let outcome = parser.push(octets).map_err(|error| error.to_string());
    let reading = parser.into_handler().reading;
    // What follows the stream is of no concern.
    let outcome = if reading.is_over() { Ok(()) } else { outcome };
    (reading, outcome)
}

#[derive(Default)]
struct Taking {
    reading: Reading,
}

impl Handler for Taking {
    fn start(&mut self, name: Text<'_>, attributes: Attributes<'_>) {
        let attributes = attributes.map(|(name, value)| (split(name), text(value))).collect();
        self.reading.start(split(name), attributes);
    }

    fn end(&mut self) {
        self.reading.end();
    }

    fn text(&mut self, octets: &[u8]) {
        self.reading.text(&String::from_utf8_lossy(octets));
    }
}

fn split(qualified: Text<'_>) -> Name {
    let qualified = text(qualified);
    let (namespace, local) = qualified.rsplit_once('|').unwrap_or(("", &qualified));
    name(namespace, local)
}

fn text(text: Text<'_>) -> String {
    String::from_utf8_lossy(text.octets()).into_owned()
}
