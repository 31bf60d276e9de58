//! The XML declaration (XML 1.0 section 2.8), which is read as if its pseudo-attributes were attributes.

use super::{Lexer, Signal, State, Step, Stop, XmlErrorKind, fault, octet};
use crate::xml::chars;
use crate::xml::index::Attribute;

impl Lexer {
    /// At `<?`.
    pub(super) fn xml_declaration(&mut self, octets: &[u8]) -> Step {
        const OPEN: &[u8] = b"<?xml";
        self.state = State::XmlDeclaration;
        let rest = &octets[self.tag..];
        // RFC 6120 section 11.1: anything else is a processing instruction.
        let possible = self.at_start && (rest.starts_with(OPEN) || OPEN.starts_with(rest));
        if !possible {
            return fault(XmlErrorKind::ProcessingInstruction, self.tag);
        }
        if !chars::is_space(octet(rest, OPEN.len())?) {
            return fault(XmlErrorKind::ProcessingInstruction, self.tag);
        }
        self.pos = self.tag + OPEN.len();
        self.in_xml_declaration = true;
        self.begin_attributes();
        self.tag(octets)
    }

    /// At the `?` that ends it.
    pub(super) fn declaration_end(&mut self, octets: &[u8]) -> Step {
        self.state = State::DeclarationEnd;
        if octet(octets, self.pos + 1)? != b'>' {
            return fault(XmlErrorKind::XmlDeclaration, self.pos + 1);
        }
        self.check_pseudo_attributes(octets)?;
        self.pos += 2;
        Err(Stop::Signal(Signal::Declaration))
    }

    /// XML 1.0 section 2.8, production 23: version, then encoding, then standalone; the last two may be missing.
    fn check_pseudo_attributes(&self, octets: &[u8]) -> Step {
        let mut missing = [b"version" as &[u8], b"encoding", b"standalone"].as_slice();
        for attribute in &self.index.attributes[self.first_attribute..] {
            let name = attribute.name.whole.of_octets(octets);
            let wrong = |offset: u32| fault(XmlErrorKind::XmlDeclaration, offset as usize);
            let Some(position) = missing.iter().position(|other| *other == name) else {
                return wrong(attribute.name.whole.start);
            };
            if missing[0] == b"version" && position > 0 {
                return wrong(attribute.name.whole.start);
            }
            missing = &missing[position + 1..];
            check_value(name, attribute, octets)?;
        }
        if missing.len() == 3 {
            return fault(XmlErrorKind::XmlDeclaration, self.pos);
        }
        Ok(())
    }
}

fn check_value(name: &[u8], attribute: &Attribute, octets: &[u8]) -> Step {
    let value = attribute.value.of_octets(octets);
    let (allowed, kind) = match name {
        // XML 1.0 section 2.8, production 26; what says 1.1 is read as 1.0.
        b"version" => (is_version(value), XmlErrorKind::XmlDeclaration),
        // RFC 6120 section 11.6.
        b"encoding" if is_encoding_name(value) => {
            (value.eq_ignore_ascii_case(b"utf-8"), XmlErrorKind::Encoding)
        }
        b"encoding" => (false, XmlErrorKind::XmlDeclaration),
        // RFC 6120 section 11.5: ignored.
        _ => (value == b"yes" || value == b"no", XmlErrorKind::XmlDeclaration),
    };
    if allowed { Ok(()) } else { fault(kind, attribute.value.start as usize) }
}

fn is_version(value: &[u8]) -> bool {
    let minor = value.strip_prefix(b"1.").unwrap_or_default();
    !minor.is_empty() && minor.iter().all(u8::is_ascii_digit)
}

/// XML 1.0 section 4.3.3, production 81.
fn is_encoding_name(value: &[u8]) -> bool {
    value.first().is_some_and(u8::is_ascii_alphabetic)
        && value.iter().all(|&octet| octet.is_ascii_alphanumeric() || b"._-".contains(&octet))
}
