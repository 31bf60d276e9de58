//! JSON: one object, read strictly, and written so that XML can carry it.

use super::error::{GcmError, GcmErrorKind};
use crate::steps::{step, steps};
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use core::cell::Cell;
use core::fmt;
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;
use serde_json::{Map, Value};

/// How deep arrays and objects of a payload may be nested; the payload itself has depth 1.
pub const MAX_DEPTH: usize = 64;

/// Reads the object that a payload is.
///
/// Numbers of more than 64 bits come as the nearest `f64`, and those that are out of its range are faults.
pub(super) fn read_object(text: &str) -> Result<Map<String, Value>, GcmError> {
    match read_value(text, MAX_DEPTH)? {
        Value::Object(object) => Ok(object),
        _ => Err(GcmError::new(GcmErrorKind::NotObject)),
    }
}

/// Reads any value, in which arrays and objects are nested no deeper than this.
pub(super) fn read_value(text: &str, depth: usize) -> Result<Value, GcmError> {
    check_depth(text, depth)?;
    check_names(text)?;
    steps(2 * text.len());
    serde_json::from_str(text).map_err(|error| fault(text, &error, false))
}

/// A string as JSON writes it.
pub(super) fn string(text: &str) -> String {
    Value::from(text).to_string()
}

/// Any value as JSON writes it.
pub(super) fn value(value: &Value) -> String {
    value.to_string()
}

/// Appends `"name":value`, the value as JSON, behind a comma unless it is the first one.
pub(super) fn push_member(name: &str, value: &str, out: &mut String) {
    out.push(if out.is_empty() { '{' } else { ',' });
    out.push_str(&string(name));
    out.push(':');
    out.push_str(value);
}

/// Ends the object.
pub(super) fn finish_object(mut out: String) -> String {
    if out.is_empty() {
        out.push('{');
    }
    out.push('}');
    // XML 1.0 section 2.2: it has neither of these. Outside of strings JSON has them neither, and controls it never has as they are.
    for (character, escape) in [('\u{FFFE}', "\\ufffe"), ('\u{FFFF}', "\\uffff")] {
        if out.contains(character) {
            out = out.replace(character, escape);
        }
    }
    out
}

/// The octets outside of strings, and where they stand.
pub(super) fn outside_strings(text: &str) -> impl Iterator<Item = (usize, u8)> {
    let (mut in_string, mut escaped) = (false, false);
    text.bytes().enumerate().filter(move |&(_, octet)| {
        step();
        let was_in_string = in_string;
        match octet {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            _ => {}
        }
        !was_in_string && !in_string
    })
}

/// RFC 8259 section 9: a parser may limit the depth. What opens and closes is counted before anything is built.
fn check_depth(text: &str, most: usize) -> Result<(), GcmError> {
    let mut depth = 0_usize;
    for (offset, octet) in outside_strings(text) {
        match octet {
            b'[' | b'{' if depth == most => return Err(GcmError::new(GcmErrorKind::Depth).at(offset)),
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

/// RFC 8259 section 4: of two members of one name nobody knows which one counts, so there are none.
fn check_names(text: &str) -> Result<(), GcmError> {
    let twice = Cell::new(false);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Names { twice: &twice }.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    read.map_err(|error| fault(text, &error, twice.get()))
}

fn fault(text: &str, error: &serde_json::Error, twice: bool) -> GcmError {
    steps(text.len());
    let line = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let behind = line + error.column();
    let (kind, offset) = match error.classify() {
        _ if twice => (GcmErrorKind::DuplicateName, behind),
        Category::Eof => (GcmErrorKind::Json, text.len()),
        _ => (GcmErrorKind::Json, behind.saturating_sub(1)),
    };
    // It counts octets, and may stop within a character.
    let character = (0..=offset.min(text.len())).rev().find(|&offset| text.is_char_boundary(offset));
    GcmError::new(kind).at(character.unwrap_or(0))
}

/// Looks at all names and keeps no value.
#[derive(Clone, Copy)]
struct Names<'c> {
    /// Whether a name was there twice.
    twice: &'c Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for Names<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Names<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut names = BTreeSet::new();
        while let Some(name) = map.next_key_seed(Name)? {
            if !names.insert(name) {
                self.twice.set(true);
                return Err(A::Error::custom("twice"));
            }
            map.next_value_seed(self)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// The name of a member.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        String::deserialize(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::String;

    /// What cannot be read, with the kind and the octet: RFC 8259 sections 2 to 7 and 9.
    #[test]
    fn faults_have_their_places() {
        let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        let cases: [(&str, &str, Option<usize>); 15] = [
            ("", "json", Some(0)),
            ("{", "json", Some(1)),
            ("{\"a\":1", "json", Some(6)),
            ("{\"a\":1]", "json", Some(6)),
            ("{\n\"a\":x}", "json", Some(6)),
            ("{}x", "json", Some(2)),
            ("{'a':1}", "json", Some(1)),
            ("{\"a\":1,}", "json", Some(7)),
            ("{\"\\u0c\u{E9}0\"", "json", Some(6)),
            ("{\"a\":1,\"a\":2}", "duplicate-name", Some(10)),
            ("{\"a\":1,\n\"\\u0061\" :2}", "duplicate-name", Some(17)),
            ("{\"a\":[{\"b\":1,\"b\":1}]}", "duplicate-name", Some(16)),
            ("[1]", "not-object", None),
            ("\"{}\"", "not-object", None),
            (&deep(65), "depth", Some(64)),
        ];
        for (text, kind, offset) in cases {
            let error = read_object(text).unwrap_err();
            assert_eq!((error.kind().as_str(), error.offset()), (kind, offset), "{text}");
        }
        assert_eq!(read_object(&deep(64)).unwrap_err().kind(), GcmErrorKind::NotObject);
    }

    #[test]
    fn brackets_in_strings_have_no_depth() {
        let text = std::format!("{{\"a\":\"\\\"{}\\\\\"}}", "[".repeat(100));
        assert!(read_object(&text).is_ok());
    }

    #[test]
    fn numbers_out_of_range_are_faults() {
        assert_eq!(read_object("{\"a\":1e400}").unwrap_err().kind(), GcmErrorKind::Json);
        assert!(read_object("{\"a\":18446744073709551616}").unwrap()["a"].is_f64());
    }

    #[test]
    fn characters_that_xml_does_not_have_are_escaped() {
        let mut out = String::new();
        push_member("a\u{FFFE}", &string("\u{0}\u{FFFF}\u{FFFD}"), &mut out);
        assert_eq!(finish_object(out), "{\"a\\ufffe\":\"\\u0000\\uffff\u{FFFD}\"}");
        assert_eq!(finish_object(String::new()), "{}");
    }
}
