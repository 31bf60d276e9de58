//! What RFC 6120 section 11 asks for, given what the suite says of a document.

use std::error::Error;
use std::fmt;

use super::naive_xml;
use super::reader::Found;
use super::scope::{self, Excluded};
use super::suite::{Kind, Test};

/// The verdict on a document.
pub(crate) enum Expected {
    /// It is taken, and this is its canonical form, if the suite has it.
    Taken(Option<String>),
    /// It is refused for being no XML at all.
    NotWellFormed,
    /// It is refused for what XMPP does not have.
    Excluded(Excluded),
    /// It is no XML, and holds what XMPP does not have: it is refused for that, or before.
    Either(Excluded),
    /// The suite judges by other rules; so does a naive reader of ours.
    Naive(bool),
}

pub(crate) fn of(test: &Test, octets: &[u8]) -> Result<Expected, Box<dyn Error>> {
    let well_formed = test.kind != Kind::NotWellFormed && test.kind != Kind::Error;
    Ok(match scope::excluded(octets) {
        Some(excluded) if well_formed && test.is_of_our_xml => Expected::Excluded(excluded),
        Some(excluded) => Expected::Either(excluded),
        None if !test.is_of_our_xml || test.kind == Kind::Error => Expected::Naive(is_taken_naively(octets)),
        None if !well_formed => Expected::NotWellFormed,
        None => {
            let output = test.output.as_ref().filter(|_| test.kind == Kind::Valid);
            Expected::Taken(output.map(std::fs::read_to_string).transpose()?)
        }
    })
}

fn is_taken_naively(octets: &[u8]) -> bool {
    std::str::from_utf8(octets)
        .is_ok_and(|text| naive_xml::document(&text[scope::declaration(text)..]).is_some())
}

impl Expected {
    pub(crate) fn is_met_by(&self, found: &Found) -> bool {
        match (self, found) {
            (Self::Taken(Some(expected)), Found::Taken(found)) => expected == found,
            (Self::Taken(None) | Self::Naive(true), Found::Taken(_)) => true,
            (Self::NotWellFormed | Self::Naive(false), Found::Refused { condition, .. }) => {
                is_fault(condition)
            }
            (Self::Excluded(expected), found) => is_exactly(*expected, found),
            (Self::Either(expected), Found::Refused { condition, offset, .. }) => {
                *offset < expected.offset && is_fault(condition) || is_exactly(*expected, found)
            }
            _ => false,
        }
    }

    /// What is counted.
    pub(crate) fn class(&self) -> String {
        match self {
            Self::Taken(Some(_)) => "taken, and in canonical form what the suite has".to_owned(),
            Self::Taken(None) => "taken".to_owned(),
            Self::NotWellFormed => "refused as not well-formed".to_owned(),
            Self::Excluded(Excluded { condition, kind, .. }) => {
                format!("refused: {condition} ({kind}), at its offset")
            }
            Self::Either(Excluded { condition, kind, .. }) => {
                format!(
                    "refused: {condition} ({kind}), at its offset, or as not well-formed to the left of it"
                )
            }
            Self::Naive(true) => "other rules in the suite: taken, as by a naive reader".to_owned(),
            Self::Naive(false) => "other rules in the suite: refused, as by a naive reader".to_owned(),
        }
    }
}

/// Whether the condition says that it is no XML; a frame that holds more or less than an element says so too.
fn is_fault(condition: &str) -> bool {
    condition == "not-well-formed" || condition == "bad-format"
}

fn is_exactly(expected: Excluded, found: &Found) -> bool {
    match *found {
        Found::Taken(_) => false,
        Found::Refused { condition, kind, offset } => Excluded { condition, kind, offset } == expected,
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected: {}", self.class())?;
        match self {
            Self::Excluded(excluded) | Self::Either(excluded) => write!(f, " {}", excluded.offset),
            _ => Ok(()),
        }
    }
}
