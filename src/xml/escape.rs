//! Escaping, so that what is read again is what was written.

use alloc::string::String;

/// Appends the value of an attribute in apostrophes: white space other than the space is escaped too, which a reader would turn
/// into spaces (XML 1.0 section 3.3.3).
pub(crate) fn push_value(value: &str, out: &mut String) {
    push(value, out, |octet| match octet {
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'&' => Some("&amp;"),
        b'\'' => Some("&apos;"),
        b'\t' => Some("&#x9;"),
        b'\n' => Some("&#xA;"),
        b'\r' => Some("&#xD;"),
        _ => None,
    });
}

fn push(text: &str, out: &mut String, escaped: impl Fn(u8) -> Option<&'static str>) {
    let mut copied = 0;
    for (at, octet) in text.bytes().enumerate() {
        if let Some(escape) = escaped(octet) {
            out.push_str(&text[copied..at]);
            out.push_str(escape);
            copied = at + 1;
        }
    }
    out.push_str(&text[copied..]);
}
