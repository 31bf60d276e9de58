//! Escaping for localparts (XEP-0106): how a name with spaces, `@` and the like becomes a localpart.
//!
//! ```
//! use envoi::escape::{escape, unescape};
//!
//! assert_eq!(escape("d'artagnan")?, r"d\27artagnan");
//! assert_eq!(unescape(r"d\27artagnan"), "d'artagnan");
//! # Ok::<(), envoi::escape::EscapeError>(())
//! ```

use super::{JidError, Localpart};
use crate::steps::{step, steps};
use crate::unicode::Mapping;
use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

/// Escapes the characters that a localpart must not have, and a backslash where it would read as an escape.
///
/// Borrows if nothing changes. The outcome is not yet a localpart: it may have capitals, be too long, or hold
/// characters that no escape stands for. Lower-casing can also turn `\2F`, which is no escape, into one:
/// [`Localpart::from_unescaped`] does both steps and sees to that.
///
/// # Errors
///
/// [`EscapeErrorKind::LeadingSpace`] and [`EscapeErrorKind::TrailingSpace`], with the byte offset of that space:
/// `\20` must not come first or last (XEP-0106 section 4.1).
///
/// ```
/// use envoi::escape::escape;
///
/// assert_eq!(escape(r"c:\net")?, r"c\3a\net");
/// assert_eq!(escape(r"c:\5commas")?, r"c\3a\5c5commas");
/// assert!(escape(" padded").is_err());
/// # Ok::<(), envoi::escape::EscapeError>(())
/// ```
pub fn escape(text: &str) -> Result<Cow<'_, str>, EscapeError> {
    check_edges(text)?;
    steps(text.len());
    let mut escaped = String::new();
    let mut copied = 0;
    for (offset, _) in text.match_indices(is_escapable) {
        if let Some(sequence) = escape_at(&text[offset..]) {
            escaped.push_str(&text[copied..offset]);
            escaped.push_str(sequence);
            copied = offset + 1;
        }
    }
    if escaped.is_empty() {
        return Ok(Cow::Borrowed(text));
    }
    escaped.push_str(&text[copied..]);
    Ok(Cow::Owned(escaped))
}

/// Puts the characters back that escapes stand for, to show a localpart to a person.
///
/// Borrows if nothing changes. What is no escape stays as it is: a lone backslash, `\2F` in capitals, `\41`.
/// The outcome must not be compared or sent as an address (XEP-0106 section 4.1).
///
/// ```
/// use envoi::escape::unescape;
///
/// assert_eq!(unescape(r"space\20cadet"), "space cadet");
/// assert_eq!(unescape(r"\2plus\2is\4"), r"\2plus\2is\4");
/// ```
pub fn unescape(text: &str) -> Cow<'_, str> {
    let mut unescaped = String::new();
    let mut copied = 0;
    let mut searched = 0;
    while let Some(distance) = text[searched..].find('\\') {
        steps(1 + distance);
        let offset = searched + distance;
        searched = offset + 1;
        if let Some((c, sequence)) = sequence_at(&text[offset..]) {
            unescaped.push_str(&text[copied..offset]);
            unescaped.push(c);
            copied = offset + sequence.len();
            searched = copied;
        }
    }
    if unescaped.is_empty() {
        return Cow::Borrowed(text);
    }
    unescaped.push_str(&text[copied..]);
    Cow::Owned(unescaped)
}

impl Localpart {
    /// Makes a localpart of a name that a person typed or another system gave: escapes, then prepares.
    ///
    /// # Errors
    ///
    /// As [`escape`], and [`EscapeErrorKind::Localpart`] if the escaped text is no localpart by RFC 7622; offsets
    /// count octets of `text`.
    ///
    /// ```
    /// use envoi::Localpart;
    ///
    /// assert_eq!(*Localpart::from_unescaped("D'Artagnan")?, *r"d\27artagnan");
    /// assert!(Localpart::from_unescaped("").is_err());
    /// # Ok::<(), envoi::escape::EscapeError>(())
    /// ```
    pub fn from_unescaped(text: &str) -> Result<Box<Self>, EscapeError> {
        let localpart = prepare(text, |offset| offset)?;
        if Mapping::LowerWidth.keeps_text(text) {
            return Ok(localpart);
        }
        // XEP-0106 section 4.1: a backslash is escaped where it would read as an escape. Once `\2F` is in lower
        // case it would, so what the name is mapped to is escaped, and not only the name.
        let mut mapped = String::new();
        Mapping::LowerWidth.write(text, &mut mapped);
        prepare(&mapped, |offset| Mapping::LowerWidth.origin(text, offset))
    }

    /// The name that this localpart stands for, to show to a person.
    ///
    /// ```
    /// let localpart = envoi::Localpart::from_canonical(r"d\27artagnan")?;
    /// assert_eq!(localpart.unescaped(), "d'artagnan");
    /// # Ok::<(), envoi::JidError>(())
    /// ```
    pub fn unescaped(&self) -> Cow<'_, str> {
        unescape(self.as_str())
    }
}

/// Why a text cannot be escaped, or is no localpart once it is.
///
/// ```
/// let error = envoi::escape::escape("cadet ").unwrap_err();
/// assert_eq!(error.to_string(), "the name ends with a space, at byte 5 (XEP-0106 section 4.1)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EscapeError {
    kind: EscapeErrorKind,
    offset: usize,
    jid_error: Option<JidError>,
}

/// What is wrong; [`as_str`](Self::as_str) gives an identifier that stays the same between releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum EscapeErrorKind {
    /// The text begins with a space (XEP-0106 section 4.1).
    LeadingSpace,
    /// The text ends with a space (XEP-0106 section 4.1).
    TrailingSpace,
    /// The escaped text is no localpart; [`EscapeError::jid_error`] says why.
    Localpart,
}

impl EscapeError {
    /// What is wrong.
    pub const fn kind(&self) -> EscapeErrorKind {
        self.kind
    }

    /// Where: a byte offset into the text that was given, from 0 to its number of octets.
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Why the escaped text is no localpart, for [`EscapeErrorKind::Localpart`]; its offset is the same.
    pub const fn jid_error(&self) -> Option<JidError> {
        self.jid_error
    }
}

impl EscapeErrorKind {
    /// A stable identifier in lower case, for machines.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LeadingSpace => "leading-space",
            Self::TrailingSpace => "trailing-space",
            Self::Localpart => "localpart",
        }
    }
}

impl fmt::Display for EscapeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for EscapeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(error) = self.jid_error {
            return error.fmt(f);
        }
        let edge = if self.kind == EscapeErrorKind::LeadingSpace { "begins" } else { "ends" };
        write!(f, "the name {edge} with a space, at byte {} (XEP-0106 section 4.1)", self.offset)
    }
}

impl core::error::Error for EscapeError {}

// XEP-0106 sections 3.2 and 3.3: ten characters, and sequences in lower case only.
const SEQUENCES: [(char, &str); 10] = [
    (' ', r"\20"),
    ('"', r"\22"),
    ('&', r"\26"),
    ('\'', r"\27"),
    ('/', r"\2f"),
    (':', r"\3a"),
    ('<', r"\3c"),
    ('>', r"\3e"),
    ('@', r"\40"),
    ('\\', r"\5c"),
];

fn is_escapable(c: char) -> bool {
    SEQUENCES.iter().any(|&(character, _)| character == c)
}

/// The character and the sequence that a text begins with, if it begins with an escape.
fn sequence_at(text: &str) -> Option<(char, &'static str)> {
    SEQUENCES.into_iter().find(|&(_, sequence)| text.starts_with(sequence))
}

/// The sequence that replaces the first character of a text, if it is to be escaped.
fn escape_at(text: &str) -> Option<&'static str> {
    let (c, sequence) = SEQUENCES.into_iter().find(|&(character, _)| text.starts_with(character))?;
    // XEP-0106 section 4.1: a backslash is escaped only where it would read as an escape; section 4.3: `\2p`, `\ba`
    // and `\41` are left as they are.
    (c != '\\' || sequence_at(text).is_some()).then_some(sequence)
}

// XEP-0106 section 4.1: `\20` must not be the first or last character of an escaped localpart.
fn check_edges(text: &str) -> Result<(), EscapeError> {
    let error = |kind, offset| Err(EscapeError { kind, offset, jid_error: None });
    if text.starts_with(' ') {
        return error(EscapeErrorKind::LeadingSpace, 0);
    }
    if text.ends_with(' ') {
        return error(EscapeErrorKind::TrailingSpace, text.len() - 1);
    }
    Ok(())
}

/// Escapes and prepares `text`; `origin` leads from its octets to those of the text that the caller gave.
fn prepare(text: &str, origin: impl Fn(usize) -> usize) -> Result<Box<Localpart>, EscapeError> {
    let escaped = escape(text)?;
    Localpart::parse(&escaped).map(Cow::into_owned).map_err(|error| {
        let offset = origin(unescaped_offset(text, error.offset()));
        let code_point = error.code_point();
        EscapeError {
            kind: EscapeErrorKind::Localpart,
            offset,
            jid_error: Some(JidError::new(error.part(), error.kind(), offset, code_point)),
        }
    })
}

/// The character of `text` that octet `target` of its escaped form comes from.
fn unescaped_offset(text: &str, target: usize) -> usize {
    let mut written = 0;
    let origin = text.char_indices().find(|&(offset, c)| {
        step();
        written += escape_at(&text[offset..]).map_or(c.len_utf8(), str::len);
        target < written
    });
    origin.map_or(text.len(), |(offset, _)| offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::JidErrorKind;
    use alloc::string::ToString;
    use proptest::prelude::*;

    #[test]
    fn examples_of_the_xep() {
        for (name, localpart) in [
            // XEP-0106 section 5.1, table.
            ("space cadet", r"space\20cadet"),
            (r#"call me "ishmael""#, r"call\20me\20\22ishmael\22"),
            ("at&t guy", r"at\26t\20guy"),
            ("d'artagnan", r"d\27artagnan"),
            ("/.fanboy", r"\2f.fanboy"),
            ("::foo::", r"\3a\3afoo\3a\3a"),
            ("<foo>", r"\3cfoo\3e"),
            ("user@host", r"user\40host"),
            (r"c:\net", r"c\3a\net"),
            (r"c:\\net", r"c\3a\\net"),
            (r"c:\cool stuff", r"c\3a\cool\20stuff"),
            (r"c:\5commas", r"c\3a\5c5commas"),
            // XEP-0106 sections 5.2, 5.5 and 5.7.
            ("here's_a_wild_&_/cr%zy/_address", r"here\27s_a_wild_\26_\2fcr%zy\2f_address"),
            (r"\3and\2is\5cool", r"\5c3and\2is\5c5cool"),
            (r#"somenick!user"&'/:<>\3address"#, r"somenick!user\22\26\27\2f\3a\3c\3e\5c3address"),
            // XEP-0106 section 4.3.
            (r"\2plus\2is\4", r"\2plus\2is\4"),
            (r"foo\bar", r"foo\bar"),
            (r"foob\41r", r"foob\41r"),
            (r"\27", r"\5c27"),
            (r"\5c", r"\5c5c"),
            // XEP-0106 section 3.1: case is significant.
            (r"\2F\5C", r"\2F\5C"),
        ] {
            assert_eq!(escape(name).unwrap(), localpart);
            assert_eq!(unescape(localpart), name);
        }
    }

    #[test]
    fn what_is_no_escape_stays() {
        for text in
            [r"foo\", r"foo\2", "foo\\\u{E9}0", "\\2\u{E9}", r"\", r"\\", r"\2", "", r"\2\", r"\3A", r"\21"]
        {
            assert!(matches!(unescape(text), Cow::Borrowed(same) if same == text), "{text:?}");
            assert!(matches!(escape(text), Ok(Cow::Borrowed(same)) if same == text), "{text:?}");
        }
        assert_eq!(unescape(r"ab\20"), "ab ");
        assert_eq!(unescape(r"\5c5c5c"), r"\5c5c");
        assert_eq!(unescape(r"\\5c"), r"\\");
    }

    #[test]
    fn spaces_at_the_edges_are_refused() {
        for (text, kind, offset, message) in [
            (" a", "leading-space", 0, "the name begins with a space, at byte 0 (XEP-0106 section 4.1)"),
            (" ", "leading-space", 0, "the name begins with a space, at byte 0 (XEP-0106 section 4.1)"),
            ("\u{E9} ", "trailing-space", 2, "the name ends with a space, at byte 2 (XEP-0106 section 4.1)"),
        ] {
            let error = escape(text).unwrap_err();
            assert_eq!((error.kind().as_str(), error.offset()), (kind, offset));
            assert_eq!(error.to_string(), message);
            assert_eq!(error.jid_error(), None);
        }
        assert_eq!(escape(r"\20a\20").unwrap(), r"\5c20a\5c20");
    }

    #[test]
    fn localparts_are_escaped_after_mapping() {
        for (name, localpart, shown) in [
            ("D'Artagnan", r"d\27artagnan", "d'artagnan"),
            (r"a\2Fb", r"a\5c2fb", r"a\2fb"),
            ("a\\\u{FF12}Fb", r"a\5c2fb", r"a\2fb"),
            ("a\u{FF3C}2fb", r"a\5c2fb", r"a\2fb"),
            ("Tr\u{C9}ville@Musketeers", "tr\u{E9}ville\\40musketeers", "tr\u{E9}ville@musketeers"),
        ] {
            let made = Localpart::from_unescaped(name).unwrap();
            assert_eq!(made.as_str(), localpart);
            assert_eq!(made.unescaped(), shown);
        }
    }

    #[test]
    fn errors_of_the_localpart_point_into_the_name() {
        for (name, kind, offset) in [
            ("", JidErrorKind::Empty, 0),
            ("a b\u{0}", JidErrorKind::Disallowed, 3),
            ("@\u{265A}", JidErrorKind::Disallowed, 1),
            ("A @\u{265A}", JidErrorKind::Disallowed, 3),
            ("@a\u{FF20}b", JidErrorKind::MapsToSeparator, 2),
            ("' \u{3000}", JidErrorKind::Disallowed, 2),
        ] {
            let error = Localpart::from_unescaped(name).unwrap_err();
            assert_eq!(error.kind(), EscapeErrorKind::Localpart);
            let cause = error.jid_error().unwrap();
            assert_eq!((cause.kind(), cause.offset(), error.offset()), (kind, offset, offset), "{name:?}");
        }
        assert_eq!(
            Localpart::from_unescaped("a b\u{1}").unwrap_err().to_string(),
            "localpart: U+0001 is not allowed, at byte 3 (RFC 8264 section 4.2.3)"
        );
    }

    #[test]
    fn length_counts_escapes() {
        let name = "'".repeat(342);
        let error = Localpart::from_unescaped(&name).unwrap_err();
        assert_eq!(error.jid_error().unwrap().kind(), JidErrorKind::TooLong);
        assert_eq!(Localpart::from_unescaped(&name[1..]).unwrap().as_str().len(), 1023);
    }

    proptest! {
        #[test]
        fn unescape_undoes_escape(text in r#"([\\"&'/:<>@ 2-5ace-f]|\\[2-5][0-9a-f]|.){0,12}"#) {
            match escape(&text) {
                Ok(escaped) => {
                    prop_assert!(!escaped.contains(['"', '&', '\'', '/', ':', '<', '>', '@', ' ']));
                    prop_assert!(!escaped.starts_with(r"\20") && !escaped.ends_with(r"\20"));
                    prop_assert_eq!(&unescape(&escaped), &text);
                }
                Err(error) => prop_assert!(text[error.offset()..].starts_with(' ')),
            }
        }

        #[test]
        fn localparts_show_the_name_in_lower_case(name in r#"([\\"&'/:<>@ 2-5A-Fa-f]|\\[2-5][0-9A-Fa-f]){1,12}"#) {
            match Localpart::from_unescaped(&name) {
                Ok(localpart) => {
                    prop_assert_eq!(localpart.unescaped(), name.to_ascii_lowercase());
                    prop_assert!(Localpart::from_canonical(localpart.as_str()).is_ok());
                }
                Err(error) => prop_assert!(name[error.offset()..].starts_with(' ')),
            }
        }
    }
}
