//! Which characters stand for themselves where, and percent-encoding for the others (RFC 3986, RFC 3987).

use super::{UriError, UriErrorKind as Kind};
use crate::scan::class::{self, UNRESERVED_MARKS};
use crate::steps::{step, steps};
use alloc::borrow::Cow;
use alloc::string::String;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Whether characters outside ASCII are percent-encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Uri,
    Iri,
}

/// The characters that may stand unencoded in one component.
pub(super) struct Component {
    /// ASCII characters besides the unreserved ones.
    also: &'static str,
    /// What is not allowed in ASCII, for the encoder.
    encoded: AsciiSet,
    beyond_ascii: BeyondAscii,
}

/// Which characters outside ASCII may stand unencoded in an IRI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum BeyondAscii {
    None,
    Ucschar,
    UcscharAndPrivate,
}

// RFC 5122 section 2.2: inodeid with nodeallow, iresid with resallow.
pub(super) static NODE: Component = Component::new("!$()*+,;=", BeyondAscii::Ucschar);
pub(super) static RESOURCE: Component = Component::new("!$&'()*+,:;=", BeyondAscii::Ucschar);
// RFC 3987 section 2.2: ireg-name, IP-literal with RFC 6874 section 2, iquery, ifragment.
pub(super) static HOST: Component = Component::new("!$&'()*+,;=", BeyondAscii::Ucschar);
pub(super) static IP_LITERAL: Component = Component::new("!$&'()*+,;=:[]", BeyondAscii::None);
pub(super) static QUERY: Component = Component::new("!$&'()*+,;=:@/?", BeyondAscii::UcscharAndPrivate);
pub(super) static FRAGMENT: Component = Component::new("!$&'()*+,;=:@/?", BeyondAscii::Ucschar);
// RFC 5122 section 2.2: iquerytype, ikey and ivalue as they are written.
pub(super) static QUERY_WORD: Component = Component::new("", BeyondAscii::Ucschar);

impl Component {
    const fn new(also: &'static str, beyond_ascii: BeyondAscii) -> Self {
        let encoded = without(&without(NON_ALPHANUMERIC, UNRESERVED_MARKS), also);
        Self { also, encoded, beyond_ascii }
    }

    /// Checks the text of a component, which begins at octet `start` of the whole.
    ///
    /// # Errors
    ///
    /// [`Kind::Character`], [`Kind::Percent`] and [`Kind::InvalidUtf8`].
    pub(super) fn check(&self, text: &str, start: usize) -> Result<(), UriError> {
        self.check_characters(text, start)?;
        steps(text.len());
        // RFC 5122 section 2.7.2: what is percent-encoded is UTF-8.
        percent_decode_str(text).decode_utf8().map(drop).map_err(|error| {
            UriError::new(Kind::InvalidUtf8, start + encoded_offset(text, error.valid_up_to()))
        })
    }

    /// Checks the text of a component that is not decoded, which begins at octet `start` of the whole.
    ///
    /// # Errors
    ///
    /// [`Kind::Character`] and [`Kind::Percent`].
    pub(super) fn check_characters(&self, text: &str, start: usize) -> Result<(), UriError> {
        for (offset, c) in text.char_indices() {
            step();
            // RFC 3986 section 2.1: "%" HEXDIG HEXDIG.
            if c == '%' && !begins_with_triplet(&text.as_bytes()[offset..]) {
                return Err(UriError::new(Kind::Percent, start + offset));
            }
            if c != '%' && !self.allows(c) {
                return Err(UriError::at_character(start + offset, c));
            }
        }
        Ok(())
    }

    /// Appends `text` with every character encoded that may not stand in this component.
    pub(super) fn encode(&'static self, text: &str, form: Form, sink: &mut String) {
        steps(text.len());
        match form {
            Form::Uri => sink.extend(utf8_percent_encode(text, &self.encoded)),
            Form::Iri => {
                for (offset, c) in text.char_indices() {
                    match c {
                        c if is_ucschar(c) => sink.push(c),
                        c => {
                            let encoded = &text[offset..offset + c.len_utf8()];
                            sink.extend(utf8_percent_encode(encoded, &self.encoded));
                        }
                    }
                }
            }
        }
    }

    fn allows(&self, c: char) -> bool {
        match self.beyond_ascii {
            _ if c.is_ascii() => is_unreserved(c) || self.also.contains(c),
            BeyondAscii::None => false,
            BeyondAscii::Ucschar => is_ucschar(c),
            BeyondAscii::UcscharAndPrivate => is_ucschar(c) || is_private(c),
        }
    }
}

/// Decodes the text of a component that has been checked.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    steps(text.len());
    // Nothing is lost: `check` has seen to UTF-8.
    percent_decode_str(text).decode_utf8_lossy()
}

/// Where octet `decoded` of the decoded text stands in `text`.
pub(super) fn encoded_offset(text: &str, decoded: usize) -> usize {
    let mut written = 0;
    let mut offset = 0;
    while offset < text.len() && written < decoded {
        step();
        offset += if begins_with_triplet(&text.as_bytes()[offset..]) { "%XX".len() } else { 1 };
        written += 1;
    }
    offset
}

/// Appends the text of a query or fragment as it stands in a URI or IRI, meaning the same.
pub(super) fn convert(text: &str, form: Form, sink: &mut String) {
    match form {
        // RFC 3987 section 3.1 step 2: every character outside ASCII is encoded, and no other. RFC 3986 section 2.1: with
        // capitals, and so is what was encoded already.
        Form::Uri => {
            let start = sink.len();
            steps(text.len());
            sink.extend(utf8_percent_encode(text, &AsciiSet::EMPTY));
            capitalize_triplets(&mut sink[start..]);
        }
        // RFC 3987 section 3.2: triplets are decoded to what may stand in an IRI and means the same there.
        Form::Iri => {
            let mut rest = text;
            while let Some(begin) = rest.find('%') {
                steps(begin);
                sink.push_str(&rest[..begin]);
                let end = begin + triplets(&rest[begin..]);
                for c in decode(&rest[begin..end]).chars() {
                    if is_unreserved(c) || is_ucschar(c) {
                        sink.push(c);
                    } else {
                        sink.extend(utf8_percent_encode(c.encode_utf8(&mut [0; 4]), NON_ALPHANUMERIC));
                    }
                }
                rest = &rest[end..];
            }
            sink.push_str(rest);
        }
    }
}

/// Writes the digits of each `%xx` in capitals.
fn capitalize_triplets(mut text: &mut str) {
    while let Some(begin) = text.find('%') {
        steps(1 + begin);
        let (triplet, behind) = text[begin..].split_at_mut("%XX".len());
        triplet.make_ascii_uppercase();
        text = behind;
    }
}

/// The octets of the run of `%XX` that a text begins with.
fn triplets(text: &str) -> usize {
    let mut octets = 0;
    while begins_with_triplet(&text.as_bytes()[octets..]) {
        step();
        octets += "%XX".len();
    }
    octets
}

fn begins_with_triplet(text: &[u8]) -> bool {
    matches!(text, [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

const fn without(set: &AsciiSet, characters: &str) -> AsciiSet {
    let mut set = set.union(AsciiSet::EMPTY);
    let mut i = 0;
    while i < characters.len() {
        set = set.remove(characters.as_bytes()[i]);
        i += 1;
    }
    set
}

fn is_unreserved(c: char) -> bool {
    u8::try_from(c).is_ok_and(class::is_unreserved)
}

// RFC 3987 section 2.2, without the formatting characters that section 4.1 keeps out of IRIs.
fn is_ucschar(c: char) -> bool {
    match c {
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' => false,
        '\u{A0}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFEF}' => true,
        '\u{10000}'..='\u{DFFFF}' | '\u{E1000}'..='\u{EFFFF}' => u32::from(c) & 0xFFFF < 0xFFFE,
        _ => false,
    }
}

// RFC 3987 section 2.2: iprivate.
fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}
