//! Text that is shown to a person or put into a report, whatever octets it has.

use anstream::{AutoStream, ColorChoice};
use envoi::xml::Element;
use std::borrow::Cow;
use std::fmt::Write;
use std::io;
use unicode_width::UnicodeWidthChar;

/// Octets as text: unchanged if they are UTF-8; otherwise each octet at fault becomes `\xHH` and each backslash `\\`,
/// so that nothing is lost. Says whether that was needed.
pub(crate) fn lossless(octets: &[u8]) -> (Cow<'_, str>, bool) {
    if let Ok(text) = std::str::from_utf8(octets) {
        return (Cow::Borrowed(text), false);
    }
    let mut shown = String::with_capacity(octets.len() + 16);
    for chunk in octets.utf8_chunks() {
        shown.push_str(&chunk.valid().replace('\\', r"\\"));
        for octet in chunk.invalid() {
            write!(shown, r"\x{octet:02X}").expect("a string takes all that is written");
        }
    }
    (Cow::Owned(shown), true)
}

/// A code point in the notation of the standards: `U+0026`.
pub(crate) fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// The column of an octet: how many code points stand before it, and one.
///
/// All that stands before an offset that an error names is UTF-8.
pub(crate) fn column(octets: &[u8], offset: usize) -> usize {
    1 + code_points(&octets[..offset.min(octets.len())])
}

/// How many code points there are: each octet but those that continue one.
pub(crate) fn code_points(octets: &[u8]) -> usize {
    octets.iter().filter(|&octet| octet & 0xC0 != 0x80).count()
}

/// Text for a person: code points that could not be seen, or not be seen where they are, become `\u{...}`.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        push_visible(&mut shown, c);
    }
    shown
}

/// Appends a code point as it is if it can be seen there, and `\u{...}` if not.
pub(crate) fn push_visible(shown: &mut String, c: char) {
    let begins = shown.is_empty();
    if is_visible(c) && !(begins && is_combining(c)) {
        shown.push(c);
    } else {
        shown.extend(c.escape_unicode());
    }
}

/// How many characters of a namespace or language are shown: one declaration may hold for many elements, and a long one must not be
/// repeated as often.
const DECLARED: usize = 256;

/// As much of a namespace or language as is shown.
pub(crate) fn declared(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.char_indices().nth(DECLARED) {
        Some((end, _)) => Cow::Owned(format!("{}...", &text[..end])),
        None => text,
    }
}

/// Appends the name of an element: `{NAMESPACE}NAME`.
pub(crate) fn push_name(line: &mut String, element: Element<'_>) {
    for text in ["{", &visible(&declared(element.namespace().into())), "}", &visible(element.name())] {
        line.push_str(text);
    }
}

/// Appends a value between quotation marks, with a backslash before those that are in it; nothing if there is none.
pub(crate) fn push_value(line: &mut String, name: &str, value: Option<&str>) {
    let Some(value) = value else { return };
    let mut shown = String::with_capacity(value.len());
    for c in value.chars() {
        if matches!(c, '"' | '\\') {
            shown.push('\\');
        }
        push_visible(&mut shown, c);
    }
    for text in [" ", name, "=\"", &shown, "\""] {
        line.push_str(text);
    }
}

/// Whether a code point can be seen: it is assigned and no control, format character, variation selector or filler.
pub(crate) fn is_visible(c: char) -> bool {
    // ASCII first, because the rest takes long.
    c == ' ' || c.is_ascii_graphic() || is_printable(c) && !is_blank(c)
}

fn is_printable(c: char) -> bool {
    // `escape_debug` escapes what is not printable, combining marks at the start only, and what Rust's syntax asks for.
    let behind_letter: String = ['a', c].iter().collect();
    behind_letter.escape_debug().count() == 2 || matches!(c, '"' | '\'' | '\\')
}

/// Whether a code point can be seen, but only on the one before it.
pub(crate) fn is_combining(c: char) -> bool {
    c.width() == Some(0) && is_visible(c)
}

/// Code points that count as printable and yet leave no mark.
const fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\u{34F}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FFA0}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Whether standard output takes colours: it is a terminal, and `NO_COLOR` and its like say nothing else.
pub(crate) fn colored() -> bool {
    AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_that_are_not_utf8_are_kept_as_escapes() {
        assert_eq!(lossless(br"a\b@c"), (Cow::Borrowed(r"a\b@c"), false));
        assert_eq!(lossless(b"a\\\xFF\xC3@c\xE2\x82"), (Cow::Owned(r"a\\\xFF\xC3@c\xE2\x82".into()), true));
    }

    #[test]
    fn columns_count_code_points() {
        let text = "\u{E4}\u{20AC}\u{1F600}x".as_bytes();
        for (offset, expected) in [(0, 1), (2, 2), (5, 3), (9, 4), (10, 5), (99, 5)] {
            assert_eq!(column(text, offset), expected);
        }
    }

    #[test]
    fn what_cannot_be_seen_is_escaped() {
        assert_eq!(visible("\u{E4}'\"\\ \u{5D0}\u{4E00}e\u{301}"), "\u{E4}'\"\\ \u{5D0}\u{4E00}e\u{301}");
        assert_eq!(visible("\u{301}a"), r"\u{301}a");
        for c in '\0'..='\u{7F}' {
            assert_eq!(is_visible(c), is_printable(c), "{c:?}");
        }
        for c in [
            '\0', '\t', '\u{7F}', '\u{A0}', '\u{AD}', '\u{200D}', '\u{202E}', '\u{2066}', '\u{FE0F}',
            '\u{FEFF}',
        ] {
            assert_eq!(visible(&format!("a{c}")), format!("a{}", c.escape_unicode()));
        }
    }
}
