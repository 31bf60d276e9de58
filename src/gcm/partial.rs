//! What can be read of an object that is JSON, but cannot be represented as a whole.

use super::json::{self, MAX_DEPTH};
use crate::steps::steps;
use alloc::collections::BTreeSet;
use alloc::string::String;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

/// The members of an object that could be read, and the names of those that could not.
pub(super) struct Partial {
    pub(super) object: Map<String, Value>,
    pub(super) left_out: BTreeSet<String>,
}

/// Reads each member by itself: a value that cannot be represented stays out, and so do all members of one name. What has no name
/// that can be represented has none that is documented either.
///
/// `None` if the text is no JSON by its grammar, or no object.
pub(super) fn read(text: &str) -> Option<Partial> {
    // It goes over nested values and numbers of any size without recursion.
    steps(text.len());
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    // RFC 8259 section 2: the white space of JSON.
    let text = text.trim_matches([' ', '\t', '\n', '\r']);
    let mut rest = text.strip_prefix('{')?.strip_suffix('}')?;
    let (mut object, mut left_out) = (Map::new(), BTreeSet::new());
    while let Some((name, value, behind)) = first_member(rest) {
        rest = behind;
        let Ok(name) = serde_json::from_str::<String>(name) else { continue };
        match json::read_value(value, MAX_DEPTH - 1) {
            Ok(value) if !object.contains_key(&name) && !left_out.contains(&name) => {
                object.insert(name, value);
            }
            _ => {
                object.remove(&name);
                left_out.insert(name);
            }
        }
    }
    Some(Partial { object, left_out })
}

/// The name and the value of the first member as they are written, and what stands behind its comma; the text is that of the members of
/// an object.
fn first_member(text: &str) -> Option<(&str, &str, &str)> {
    let (mut depth, mut colon, mut end) = (0_usize, None, text.len());
    for (offset, octet) in json::outside_strings(text) {
        match octet {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b':' if depth == 0 => colon = Some(offset),
            b',' if depth == 0 => {
                end = offset;
                break;
            }
            _ => {}
        }
    }
    let colon = colon?;
    Some((text.get(..colon)?, text.get(colon + 1..end)?, text.get(end + 1..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;
    use std::vec::Vec;

    /// RFC 8259 sections 2 and 4: what is read, and what is left out.
    #[test]
    fn members_are_read_one_by_one() {
        let deep = |depth: usize| std::format!("{{\"a\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        for (text, members, left_out) in [
            ("{}", "{}", ""),
            (" \n{ \"a\" : 1 }\r\t", "{\"a\":1}", ""),
            ("{\"a\":1,\"b\":1e400,\"c\":[2,3]}", "{\"a\":1,\"c\":[2,3]}", "b"),
            ("{\"a\":1,\"a\":2,\"\\u0061\":3,\"b\":4}", "{\"b\":4}", "a"),
            ("{\"a\":{\"b\":1,\"b\":2},\"c\":\"},{:\\\"\"}", "{\"c\":\"},{:\\\"\"}", "a"),
            ("{\"a\":\"\\ud800\",\"b\":\"\\ud83c\\udf39\"}", "{\"b\":\"\u{1F339}\"}", "a"),
            ("{\"\\ud800\":1,\"b\":2}", "{\"b\":2}", ""),
            (&deep(63), &deep(63), ""),
            (&deep(64), "{}", "a"),
            (&deep(100_000), "{}", "a"),
        ] {
            let partial = read(text).unwrap();
            assert_eq!(Value::Object(partial.object).to_string(), members, "{text}");
            assert_eq!(partial.left_out.into_iter().collect::<Vec<_>>().concat(), left_out, "{text}");
        }
    }

    #[test]
    fn what_is_no_json_or_no_object_is_not_read() {
        for text in
            ["", "[1e400]", "1e400", "{\"a\":1", "{\"a\":1,}", "{\"a\":1e}", "{\"a\":1}{}", "\u{A0}{}"]
        {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
