//! Streams made by a grammar: as odd as the standards allow, most of them well-formed, then changed a little.

use crate::xml_text::{
    DECLARATIONS, INSERTED, LOCALS, NAMESPACES, NO_SPACES, PREFIXES, SPACES, TEXTS, VALUES, declared,
};
use arbitrary::{Result, Unstructured};
use std::fmt::Write;

/// Names of roots, and headers that declare what the elements use, in several ways. [`declared`] and `>` follow.
const HEADERS: &[(&str, &str)] = &[
    (
        "stream:stream",
        "<?xml version='1.0'?>\n<stream:stream to='a.example' xmlns='jabber:client' \
        xmlns:stream='http://etherx.jabber.org/streams' xmlns:x='urn:x' xmlns:y='urn:y' xmlns:é='urn:é' xml:lang='en'",
    ),
    (
        "stream",
        "<stream xmlns='http://etherx.jabber.org/streams' xmlns:x='urn:x' xmlns:y='urn:y' xmlns:é='urn:é'",
    ),
    (
        "s:stream",
        "<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:client' xmlns:x='u&#x26;\t x' x:to='e' \
        xmlns:y='urn:y' xmlns:é='urn:é'\n",
    ),
    (
        "stream:stream",
        "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' xmlns:x='urn:x' \
        xmlns:y='urn:x' xmlns:é='urn:é'",
    ),
];

/// First-level elements, four in five of them stanzas.
const FIRST: &[&str] = &["message", "presence", "iq", "message", "x:a"];
const STANZA_ATTRIBUTES: &[&str] =
    &[" to='a@b.example'", " from=\"a&amp;b\"", " id='&#10;'", " type\n=\t'get'", " xml:lang='de'", ""];

/// What a target is made to read.
#[derive(Debug)]
pub(crate) struct Document {
    /// Whether it has no header.
    pub(crate) is_fragments: bool,
    pub(crate) text: String,
}

/// A document: a header or none, elements, an end or none, and up to three changes.
pub(crate) fn document(u: &mut Unstructured<'_>) -> Result<Document> {
    let is_fragments = u.ratio(1, 4)?;
    let mut text = String::new();
    let (root, header) = if is_fragments { ("", "") } else { *u.choose(HEADERS)? };
    if !is_fragments {
        let _ = write!(text, "{header}{}>", declared());
    }
    for _ in 0..u.int_in_range(0..=3)? {
        first_level(u, &mut text)?;
        text.push_str(u.choose(NO_SPACES)?);
    }
    if !is_fragments && u.ratio(3, 4)? {
        let _ = write!(text, "</{root}>");
    }
    for _ in 0..u.int_in_range(0_u8..=5)?.saturating_sub(2) {
        change(u, &mut text)?;
    }
    Ok(Document { is_fragments, text })
}

fn first_level(u: &mut Unstructured<'_>, text: &mut String) -> Result<()> {
    let name = *u.choose(FIRST)?;
    let attributes =
        [*u.choose(STANZA_ATTRIBUTES)?, if u.ratio(1, 4)? { " xmlns='jabber:client'" } else { "" }];
    let _ = write!(text, "<{name}{}>", attributes.concat());
    for _ in 0..u.int_in_range(0..=3)? {
        content(u, text, 1)?;
    }
    let _ = write!(text, "</{name}{}>", u.choose(NO_SPACES)?);
    Ok(())
}

fn content(u: &mut Unstructured<'_>, text: &mut String, depth: u32) -> Result<()> {
    if depth > 6 || u.ratio(2, 5)? {
        text.push_str(u.choose(TEXTS)?);
        return Ok(());
    }
    let name = name(u)?;
    let _ = write!(text, "<{name}");
    let mut seen = Vec::new();
    let attributes = if u.ratio(1, 10)? { 9..=12 } else { 0..=3 };
    for _ in 0..u.int_in_range(attributes)? {
        attribute(u, text, &mut seen)?;
    }
    text.push_str(u.choose(NO_SPACES)?);
    if u.ratio(1, 4)? {
        text.push_str("/>");
        return Ok(());
    }
    text.push('>');
    for _ in 0..u.int_in_range(0..=3)? {
        content(u, text, depth + 1)?;
    }
    let _ = write!(text, "</{name}{}>", u.choose(NO_SPACES)?);
    Ok(())
}

fn attribute(u: &mut Unstructured<'_>, text: &mut String, seen: &mut Vec<String>) -> Result<()> {
    let (name, value) = match u.int_in_range(0..=8)? {
        0 => ("xmlns".to_owned(), String::new()),
        1 | 2 => ((*u.choose(DECLARATIONS)?).to_owned(), (*u.choose(NAMESPACES)?).to_owned()),
        _ => {
            let pieces = u.int_in_range(0..=3)?;
            let value: Result<Vec<&str>> = (0..pieces).map(|_| u.choose(VALUES).copied()).collect();
            (name(u)?, value?.concat())
        }
    };
    if seen.contains(&name) {
        return Ok(());
    }
    let (space, before, behind) = (u.choose(SPACES)?, u.choose(NO_SPACES)?, u.choose(NO_SPACES)?);
    let quote = if u.arbitrary()? { '"' } else { '\'' };
    let _ = write!(text, "{space}{name}{before}={behind}{quote}{value}{quote}");
    seen.push(name);
    Ok(())
}

fn name(u: &mut Unstructured<'_>) -> Result<String> {
    Ok(format!("{}{}", u.choose(PREFIXES)?, u.choose(LOCALS)?))
}

/// Takes out up to two characters at a place, and puts in what often breaks something.
fn change(u: &mut Unstructured<'_>, text: &mut String) -> Result<()> {
    let border = |text: &str, at: usize| (at..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let at = border(text, u.int_in_range(0..=text.len())?);
    let behind = border(text, (at + u.int_in_range(0..=2)?).min(text.len()));
    text.replace_range(at..behind, u.choose(INSERTED)?);
    Ok(())
}
