//! Well-formed text in other spellings, for readers that refuse the one it has. [`Piece`]: what stands where in it.

use crate::naive_xml;
use std::fmt::Write;

/// What a run of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Between tags.
    Text,
    /// A CDATA section, whole.
    Section,
    /// In a tag, outside quotes; the quotes go with it.
    Tag,
    /// In quotes, of an attribute.
    Value,
    /// In quotes, of a namespace declaration.
    Declaration,
}

/// A spelling of one piece.
pub(crate) type Spelling = fn(Piece, &str) -> String;

/// The text in another spelling. It may end anywhere.
pub(crate) fn respelt(text: &str, spelling: Spelling) -> String {
    pieces(text).into_iter().map(|(piece, text)| spelling(piece, text)).collect()
}

/// The pieces of a text that is well-formed as far as it goes.
pub(crate) fn pieces(text: &str) -> Vec<(Piece, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let behind = match rest.as_bytes() {
            [b'<', b'!', b'[', b'C', ..] => {
                let end = rest.find("]]>").map_or(rest.len(), |end| end + 3);
                found.push((Piece::Section, &rest[..end]));
                end
            }
            [b'<', ..] => tag(rest, &mut found),
            _ => {
                let end = rest.find('<').unwrap_or(rest.len());
                found.push((Piece::Text, &rest[..end]));
                end
            }
        };
        rest = &rest[behind..];
    }
    found
}

/// Adds the pieces of a tag, up to its `>`; the octets behind that.
fn tag<'a>(text: &'a str, found: &mut Vec<(Piece, &'a str)>) -> usize {
    let mut start = 0;
    while let Some(stop) = text[start..].find(['\'', '"', '>']) {
        let behind = start + stop + 1;
        let outside = &text[start..behind];
        found.push((Piece::Tag, outside));
        if outside.ends_with('>') {
            return behind;
        }
        let value = text[behind..].split(&outside[outside.len() - 1..]).next().unwrap_or_default();
        found.push((if declares(outside) { Piece::Declaration } else { Piece::Value }, value));
        start = behind + value.len();
        // The quotation mark that ends the value goes with what follows.
        if start < text.len() {
            let next = start + 1;
            found.push((Piece::Tag, &text[start..next]));
            start = next;
        }
    }
    found.push((Piece::Tag, &text[start..]));
    text.len()
}

/// Whether the value behind this is that of a namespace declaration.
fn declares(front: &str) -> bool {
    let is_space = |c| matches!(c, ' ' | '\t' | '\n' | '\r');
    let name = front.trim_end_matches(|c| matches!(c, '=' | '\'' | '"') || is_space(c));
    let name = name.rsplit(is_space).next().unwrap_or_default();
    name == "xmlns" || name.starts_with("xmlns:")
}

/// Line ends are LF, and numbers have no zeros in front; names are as [`shifted`] has them.
pub(crate) fn plain(piece: Piece, text: &str) -> String {
    let text = with_line_feeds(text);
    match piece {
        Piece::Section => text,
        Piece::Tag => shifted(&text),
        Piece::Text | Piece::Value | Piece::Declaration => without_zeros(&text),
    }
}

/// What the text means to `rxml`: CR stays what it is behind `]` in a CDATA section, and is nothing in front of a tab, a reference or the end of
/// a value.
pub(crate) fn of_other_returns(piece: Piece, text: &str) -> String {
    match piece {
        Piece::Section => text.replace("]\r", "]]]>&#13;<![CDATA["),
        Piece::Value | Piece::Declaration => {
            let text = text.strip_suffix('\r').unwrap_or(text);
            with_line_feeds(&text.replace("\r\t", "\t").replace("\r&", "&"))
        }
        Piece::Text | Piece::Tag => text.to_owned(),
    }
}

/// XML 1.0 section 2.11.
fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn without_zeros(text: &str) -> String {
    let mut pieces = text.split('&');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = piece.strip_prefix("#x").or_else(|| piece.strip_prefix('#'));
        let digits = digits.unwrap_or(piece);
        let number = &piece[..piece.len() - digits.len()];
        let zeros: &[char] = if number.is_empty() { &[] } else { &['0'] };
        let _ = write!(out, "&{number}{}", digits.trim_start_matches(zeros));
    }
    out
}

/// U+FDF0 to U+FFFD as other letters that are in XML 1.0 section 2.3, production 4, and have as many octets.
pub(crate) fn shifted(name: &str) -> String {
    let shift = |c| match c {
        '\u{FDF0}'..='\u{FFFD}' => char::from_u32(0x3400 + u32::from(c) - 0xFDF0).unwrap_or(c),
        c => c,
    };
    name.chars().map(shift).collect()
}

/// Names as [`ideographs`], and namespace names as [`without_bar`] has them.
pub(crate) fn of_the_fourth_edition(piece: Piece, text: &str) -> String {
    match piece {
        Piece::Tag => ideographs(text),
        Piece::Declaration => naive_xml::value(text).map_or(text.to_owned(), |value| {
            let refer = |c| match c {
                '&' | '<' | '\'' | '"' | '\t' | '\n' | '\r' => format!("&#{};", u32::from(c)),
                c => c.to_string(),
            };
            without_bar(&value).chars().map(refer).collect()
        }),
        Piece::Text | Piece::Section | Piece::Value => text.to_owned(),
    }
}

/// What is not ASCII as two characters each that begin names in every edition of XML, so that no two names become one.
pub(crate) fn ideographs(name: &str) -> String {
    let ideograph = |number| char::from_u32(0x4E00 + number).unwrap_or_default();
    name.chars().fold(String::new(), |mut out, c| {
        let number = u32::from(c);
        if c.is_ascii() {
            out.push(c);
        } else {
            out.extend([ideograph(number >> 10), ideograph(number & 0x3FF)]);
        }
        out
    })
}

/// `|` as a character that is in no namespace name otherwise.
pub(crate) fn without_bar(namespace: &str) -> String {
    namespace.replace('|', "\u{E000}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_told_apart() {
        use Piece::{Declaration, Section, Tag, Text, Value};
        let text = "a<b xmlns = '|' c=\"'>\" xmlns:d='e'/>f<![CDATA[<']]></g>'<h i='j";
        let expected = [
            (Text, "a"),
            (Tag, "<b xmlns = '"),
            (Declaration, "|"),
            (Tag, "'"),
            (Tag, " c=\""),
            (Value, "'>"),
            (Tag, "\""),
            (Tag, " xmlns:d='"),
            (Declaration, "e"),
            (Tag, "'"),
            (Tag, "/>"),
            (Text, "f"),
            (Section, "<![CDATA[<']]>"),
            (Tag, "</g>"),
            (Text, "'"),
            (Tag, "<h i='"),
            (Value, "j"),
            (Tag, ""),
        ];
        assert_eq!(pieces(text), expected);
        for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
            let whole: String = pieces(&text[..end]).into_iter().map(|(_, text)| text).collect();
            assert_eq!(whole, text[..end]);
        }
    }

    #[test]
    fn other_spellings() {
        let text = "<a\r\nb='&#0065;&#x00a;\r&amp;0'>&#00&00;<![CDATA[&#00;\r]]></\u{FDF0}>";
        let expected = "<a\nb='&#65;&#xa;\n&amp;0'>&#&00;<![CDATA[&#00;\n]]></\u{3400}>";
        assert_eq!(respelt(text, plain), expected);
        let text = "<a b='\r\r' c='\r\t\r&amp;\r\n'>]\r<![CDATA[]\r\n]]></a>";
        let expected = "<a b='\n' c='\t&amp;\n'>]\r<![CDATA[]]]>&#13;<![CDATA[\n]]></a>";
        assert_eq!(respelt(text, of_other_returns), expected);
        let text = "<é é='é|' xmlns:é='é|&#124;&quot;'>é|<![CDATA[é]]>";
        let é = "\u{4E00}\u{4EE9}";
        let expected = format!("<{é} {é}='é|' xmlns:{é}='é\u{E000}\u{E000}&#34;'>é|<![CDATA[é]]>");
        assert_eq!(respelt(text, of_the_fourth_edition), expected);
    }
}
