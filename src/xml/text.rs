//! What text and attribute values stand for: references resolved, line ends and white space normalised.

use crate::scan;
use crate::steps::steps;
use alloc::borrow::Cow;
use alloc::string::String;

/// What an attribute value stands for (XML 1.0 section 3.3.3).
pub(crate) fn value(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    push_value(raw, &mut out);
    out
}

/// Appends what an attribute value stands for.
pub(crate) fn push_value(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some(at) = scan::find_rewritten_in_value(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = if rest.starts_with('&') {
            reference(rest, out)
        } else {
            // XML 1.0 section 2.11: CR LF is one line end.
            out.push(' ');
            rest.strip_prefix("\r\n").unwrap_or(&rest[1..])
        };
    }
    out.push_str(rest);
}

/// Appends what character data stands for (XML 1.0 sections 2.4, 2.7 and 2.11).
pub(crate) fn push_content(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some(at) = scan::find_rewritten_in_text(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = match rest.as_bytes()[0] {
            b'&' => reference(rest, out),
            b'\r' => {
                out.push('\n');
                rest.strip_prefix("\r\n").unwrap_or(&rest[1..])
            }
            _ => cdata(rest, out),
        };
    }
    out.push_str(rest);
}

/// What character data stands for.
pub(crate) fn content(raw: &str, plain: bool) -> Cow<'_, str> {
    if plain {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    push_content(raw, &mut out);
    Cow::Owned(out)
}

/// Appends a CDATA section, and gives what follows it.
fn cdata<'a>(raw: &'a str, out: &mut String) -> &'a str {
    let inside = raw.strip_prefix("<![CDATA[").unwrap_or_default();
    let (inside, rest) = inside.split_once("]]>").unwrap_or((inside, ""));
    steps(inside.len());
    let mut lines = inside;
    while let Some(at) = lines.find('\r') {
        steps(1 + at);
        out.push_str(&lines[..at]);
        out.push('\n');
        lines = lines[at..].strip_prefix("\r\n").unwrap_or(&lines[at + 1..]);
    }
    out.push_str(lines);
    rest
}

/// Appends what a reference stands for, and gives what follows it.
fn reference<'a>(raw: &'a str, out: &mut String) -> &'a str {
    let (name, rest) = raw[1..].split_once(';').unwrap_or((&raw[1..], ""));
    steps(name.len());
    let c = match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        _ => match name.strip_prefix("#x") {
            Some(digits) => u32::from_str_radix(digits, 16).ok().and_then(char::from_u32),
            None => name.strip_prefix('#').and_then(|digits| digits.parse().ok()).and_then(char::from_u32),
        },
    };
    out.extend(c);
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_normalised() {
        assert_eq!(value("a\r\nb\tc\rd\ne&#9;f&#xA;g&amp;&lt;"), "a b c d e\tf\ng&<");
    }

    #[test]
    fn content_is_normalised() {
        assert_eq!(content("a\r\nb\rc&#13;<![CDATA[<&amp;\r\n]]]>d", false), "a\nb\nc\r<&amp;\n]d");
    }
}
