//! Languages, as they are written.

use crate::xml::{ElementWriter, NS_XML, WriteError, WriteErrorKind};

/// The octets of the longest subtag (RFC 5646 section 2.1).
const LONGEST: usize = 8;

/// Appends `xml:lang` to the start tag.
pub(crate) fn write(lang: &str, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
    check(lang)?;
    out.attribute_in("lang", NS_XML, lang)?;
    Ok(())
}

/// RFC 6120 section 8.1.5: a language has the form of a language tag, which is subtags of letters and digits, the first of letters alone
/// (RFC 5646 section 2.1).
fn check(lang: &str) -> Result<(), WriteError> {
    let mut start = 0;
    for subtag in lang.split('-') {
        let fits = |octet: u8| octet.is_ascii_alphabetic() || (start > 0 && octet.is_ascii_digit());
        let odd = subtag.bytes().position(|octet| !fits(octet)).unwrap_or(subtag.len().min(LONGEST));
        if subtag.is_empty() || odd < subtag.len() {
            return Err(WriteError::new(WriteErrorKind::Lang, start + odd));
        }
        start += subtag.len() + 1;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_the_form_of_a_tag() {
        for lang in ["en", "de-CH-1996", "zh-Hant", "x-whatever", "i-klingon", "sl-rozaj-biske"] {
            assert_eq!(check(lang), Ok(()), "{lang}");
        }
        for (lang, offset) in [
            ("", 0),
            ("-en", 0),
            ("en-", 3),
            ("e1", 1),
            ("en--GB", 3),
            ("en_GB", 2),
            ("en-abcdefghi", 11),
            ("\u{e4}", 0),
        ] {
            assert_eq!(check(lang), Err(WriteError::new(WriteErrorKind::Lang, offset)), "{lang}");
        }
    }
}
