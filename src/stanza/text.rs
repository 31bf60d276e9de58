//! Texts in several languages, of which a reader wants one.

use super::{RawStanza, StanzaFault, StanzaFaultKind};
use crate::steps::steps;
use crate::xml::Element;
use alloc::collections::BTreeSet;
use alloc::string::String;

/// The text that fits a language range best: the lookup of RFC 4647 section 3.4, and the first text if none fits.
pub(super) fn best<'a>(
    mut texts: impl Iterator<Item = Element<'a>> + Clone,
    range: &str,
) -> Option<Element<'a>> {
    let mut range = range;
    while !range.is_empty() {
        steps(range.len());
        let found =
            texts.clone().find(|text| text.lang().is_some_and(|lang| lang.eq_ignore_ascii_case(range)));
        if found.is_some() {
            return found;
        }
        range = shortened(range);
    }
    texts.next()
}

/// The range without its last subtag, and without a single letter that led to it.
fn shortened(range: &str) -> &str {
    let shorter = range.rfind('-').map_or("", |hyphen| &range[..hyphen]);
    match shorter.rfind('-') {
        Some(hyphen) if shorter.len() - hyphen == 2 => &shorter[..hyphen],
        _ => shorter,
    }
}

/// RFC 6121 sections 4.7.2.2, 5.2.3 and 5.2.4: several texts only in several languages, and no elements in them.
pub(super) fn check<'a>(
    stanza: RawStanza<'a>,
    texts: impl Iterator<Item = Element<'a>> + Clone,
) -> Result<(), StanzaFault<'a>> {
    let mut languages = BTreeSet::new();
    let mut without = None;
    for text in texts {
        check_unmixed(stanza, text)?;
        // RFC 5646 section 2.1.1: the case of a language tag means nothing.
        let language = text.lang().map(|lang| lang.to_ascii_lowercase());
        steps(1 + language.as_ref().map_or(0, String::len));
        if language.is_none() {
            without = without.or(Some(text));
        }
        if !languages.insert(language) {
            return Err(stanza.fault_in(text, StanzaFaultKind::RepeatedLanguage));
        }
    }
    match without {
        Some(text) if languages.len() > 1 => Err(stanza.fault_in(text, StanzaFaultKind::RepeatedLanguage)),
        _ => Ok(()),
    }
}

/// RFC 6121 sections 4.7.2 and 5.2: no elements in what holds text.
pub(super) fn check_unmixed<'a>(stanza: RawStanza<'a>, text: Element<'a>) -> Result<(), StanzaFault<'a>> {
    match text.children().next() {
        Some(child) => Err(stanza.fault_in(child, StanzaFaultKind::MixedContent)),
        None => Ok(()),
    }
}
