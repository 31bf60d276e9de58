//! What comes out of a stream reader, as lines of text that can be compared.

use envoi::stream::{Event, StreamBuffer, StreamReader};

/// Every event with its source, then the error.
pub(crate) fn outcome<'a>(reader: StreamReader, chunks: impl Iterator<Item = &'a [u8]>) -> Vec<String> {
    drain(&mut StreamBuffer::new(reader), chunks)
}

/// [`outcome`] of a buffer that may have read before.
pub(crate) fn drain<'a>(buffer: &mut StreamBuffer, chunks: impl Iterator<Item = &'a [u8]>) -> Vec<String> {
    let mut lines = Vec::new();
    for chunk in chunks {
        buffer.push(chunk);
        loop {
            match buffer.next_event() {
                Ok(None) => break,
                Ok(Some(event)) => lines.push(shown(event)),
                Err(error) => {
                    let (condition, kind) = (error.condition().as_str(), error.kind().as_str());
                    lines.push(format!("error {condition} {kind} {}", error.offset()));
                    return lines;
                }
            }
        }
    }
    lines
}

fn shown(event: Event<'_>) -> String {
    match event {
        Event::Open(header) => format!("open {header:?}"),
        Event::Stanza(stanza) => format!("stanza {stanza:?} {:?}", stanza.lang()),
        Event::Element(element) => format!("element {element:?} {}", element.namespace()),
        Event::Close => "close".to_owned(),
    }
}

/// Cuts octets into pieces of these sizes, over and over.
pub(crate) fn cut<'a>(octets: &'a [u8], sizes: &'a [usize]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = octets;
    sizes.iter().cycle().map_while(move |&size| {
        let (chunk, behind) = rest.split_at(size.min(rest.len()));
        rest = behind;
        (!chunk.is_empty()).then_some(chunk)
    })
}
