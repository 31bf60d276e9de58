//! The XML declaration (XML 1.0 section 2.8, production 23).

use super::name::OpenName;
use super::{Lexer, Signal, State, Step, Stop, XmlErrorKind, fault};
use crate::steps::{step, steps};
use crate::xml::chars;

/// What comes next in an XML declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Open,
    /// A pseudo-attribute, or the end. The pseudo-attributes before this one have been, or can be no more.
    Between(Pseudo),
    Name(Pseudo),
    Equals(Pseudo),
    Quote(Pseudo),
    Value(Pseudo),
    End,
}

/// The pseudo-attributes, in their order; only the first must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pseudo {
    Version,
    Encoding,
    Standalone,
    NoMore,
}

impl Pseudo {
    const fn name(self) -> &'static [u8] {
        match self {
            Self::Version => b"version",
            Self::Encoding => b"encoding",
            Self::Standalone => b"standalone",
            Self::NoMore => b"",
        }
    }

    const fn next(self) -> Self {
        match self {
            Self::Version => Self::Encoding,
            Self::Encoding => Self::Standalone,
            Self::Standalone | Self::NoMore => Self::NoMore,
        }
    }

    /// Those that may stand where this one may.
    fn candidates(self) -> &'static [Self] {
        match self {
            Self::Version => &[Self::Version],
            Self::Encoding => &[Self::Encoding, Self::Standalone],
            Self::Standalone => &[Self::Standalone],
            Self::NoMore => &[],
        }
    }
}

impl Lexer {
    /// At `<?`.
    #[cold]
    #[inline(never)]
    pub(super) fn open_declaration(&mut self, octets: &[u8]) -> Step {
        const OPEN: &[u8] = b"<?xml";
        let rest = &octets[self.tag..];
        let refused = Err(fault(XmlErrorKind::ProcessingInstruction, self.tag));
        // RFC 6120 section 11.1: anything else is a processing instruction.
        if !self.at_start || !(rest.starts_with(OPEN) || OPEN.starts_with(rest)) {
            return refused;
        }
        match rest.get(OPEN.len()) {
            None => self.pause(State::Declaration(Part::Open), octets.len()),
            Some(&octet) if !chars::is_space(octet) => refused,
            Some(_) => {
                let behind = self.tag + OPEN.len();
                self.declaration(octets, behind, Part::Between(Pseudo::Version))
            }
        }
    }

    /// In an XML declaration.
    #[cold]
    #[inline(never)]
    pub(super) fn declaration(&mut self, octets: &[u8], mut pos: usize, mut part: Part) -> Step {
        loop {
            step();
            let Some(&here) = octets.get(pos) else { return self.pause(State::Declaration(part), pos) };
            part = match part {
                Part::Open => return self.open_declaration(octets),
                Part::Between(_) | Part::Equals(_) | Part::Quote(_) if chars::is_space(here) => part,
                Part::Between(next) if here == b'?' && next != Pseudo::Version => Part::End,
                Part::Between(next) if chars::is_space(octets[pos - 1]) => {
                    self.name = OpenName::at(pos);
                    part = Part::Name(next);
                    continue;
                }
                Part::Name(next) => match self.pseudo_name(octets, pos, next) {
                    Some(found) => found,
                    None => return Err(self.wrong(octets, pos, part)),
                },
                Part::Equals(of) if here == b'=' => Part::Quote(of),
                Part::Quote(of) if here == b'"' || here == b'\'' => {
                    (self.pending.quote, self.pending.value) = (here, pos + 1);
                    Part::Value(of)
                }
                Part::Value(of) if here == self.pending.quote => self.end_pseudo(octets, pos, of)?,
                Part::Value(of) if belongs(of, &octets[self.pending.value..pos], here) => part,
                Part::End if here == b'>' => {
                    return self.signal(Signal::Declaration, State::Finished, pos + 1);
                }
                _ => return Err(self.wrong(octets, pos, part)),
            };
            pos += 1;
        }
    }

    /// In the name of a pseudo-attribute: what comes after this octet, if it belongs there.
    fn pseudo_name(&self, octets: &[u8], pos: usize, next: Pseudo) -> Option<Part> {
        let name = &octets[self.name.start..=pos];
        steps(name.len());
        let found = next.candidates().iter().find(|candidate| candidate.name().starts_with(name))?;
        Some(if found.name() == name { Part::Equals(*found) } else { Part::Name(next) })
    }

    /// At the quote that ends the value of a pseudo-attribute.
    fn end_pseudo(&mut self, octets: &[u8], pos: usize, of: Pseudo) -> Result<Part, Stop> {
        let value = &octets[self.pending.value..pos];
        let whole = match of {
            Pseudo::Version => value.len() >= 3,
            Pseudo::Encoding => !value.is_empty(),
            // RFC 6120 section 11.5: ignored.
            Pseudo::Standalone | Pseudo::NoMore => value == b"yes" || value == b"no",
        };
        if !whole {
            return Err(fault(XmlErrorKind::XmlDeclaration, pos));
        }
        // RFC 6120 section 11.6.
        if of == Pseudo::Encoding && !value.eq_ignore_ascii_case(b"utf-8") {
            return Err(fault(XmlErrorKind::Encoding, self.pending.value));
        }
        Ok(Part::Between(of.next()))
    }

    fn wrong(&mut self, octets: &[u8], pos: usize, part: Part) -> Stop {
        self.stray(octets, pos, XmlErrorKind::XmlDeclaration, State::Declaration(part))
    }
}

/// Whether a value that so far is `value` may go on with `octet`.
fn belongs(of: Pseudo, value: &[u8], octet: u8) -> bool {
    match of {
        // XML 1.0 section 2.8, production 26; what says 1.1 is read as 1.0.
        Pseudo::Version => match value.len() {
            0 => octet == b'1',
            1 => octet == b'.',
            _ => octet.is_ascii_digit(),
        },
        // XML 1.0 section 4.3.3, production 81.
        Pseudo::Encoding if value.is_empty() => octet.is_ascii_alphabetic(),
        Pseudo::Encoding => octet.is_ascii_alphanumeric() || b"._-".contains(&octet),
        // XML 1.0 section 2.9, production 32.
        Pseudo::Standalone | Pseudo::NoMore => [b"yes" as &[u8], b"no"]
            .iter()
            .any(|word| word.starts_with(value) && word.get(value.len()) == Some(&octet)),
    }
}
