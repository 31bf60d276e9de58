//! `quick-xml`, told to check all that it can; references that it cannot resolve are refused, as a careful caller would.

use super::reading::{Reading, name};
use crate::outcome::Name;
use quick_xml::XmlVersion;
use quick_xml::errors::{Error, SyntaxError};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{NamespaceResolver, ResolveResult};
use quick_xml::reader::NsReader;

pub(crate) fn read(octets: &[u8], mut reading: Reading) -> (Reading, Result<(), String>) {
    let outcome = read_into(octets, &mut reading).map_err(|error| error.to_string());
    (reading, outcome)
}

fn read_into(octets: &[u8], reading: &mut Reading) -> Result<(), Fault> {
    let mut reader = NsReader::from_reader(octets);
    reader.config_mut().check_comments = true;
    reader.config_mut().expand_empty_elements = true;
    while !reading.is_over() {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(Event::Start(tag) | Event::Empty(tag)) => start(&tag, reader.resolver(), reading)?,
            Ok(Event::End(_)) => reading.end(),
            Ok(Event::Text(text)) => reading.text(&text.xml10_content()),
            Ok(Event::CData(text)) => reading.text(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => resolve(&reference, reading)?,
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
            Err(Error::Syntax(error)) if error != SyntaxError::InvalidBangMarkup => break, // More may come.
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

type Fault = Box<dyn std::error::Error>;

fn start(tag: &BytesStart<'_>, resolver: &NamespaceResolver, reading: &mut Reading) -> Result<(), Fault> {
    let (namespace, local) = resolver.resolve_element(tag.name());
    let element = resolved(&namespace, local.into_inner())?;
    let mut attributes = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0)?.into_owned();
        if attribute.key.as_namespace_binding().is_none() {
            let (namespace, local) = resolver.resolve_attribute(attribute.key);
            attributes.push((resolved(&namespace, local.into_inner())?, value));
        }
    }
    reading.start(element, attributes);
    Ok(())
}

fn resolved(namespace: &ResolveResult<'_>, local: &str) -> Result<Name, Fault> {
    match namespace {
        ResolveResult::Bound(namespace) => Ok(name(namespace.0, local)),
        ResolveResult::Unbound => Ok(name("", local)),
        ResolveResult::Unknown(prefix) => Err(format!("unknown prefix {prefix}").into()),
    }
}

fn resolve(reference: &BytesRef<'_>, reading: &mut Reading) -> Result<(), Fault> {
    if let Some(c) = reference.resolve_char_ref()? {
        reading.text(c.encode_utf8(&mut [0; 4]));
    } else {
        let entity = reference.xml10_content();
        reading.text(resolve_predefined_entity(&entity).ok_or("an unknown entity")?);
    }
    Ok(())
}
