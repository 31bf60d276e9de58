//! What a document holds that the XML of XMPP does not have, found the naive way.

/// The first such thing, as the error that it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Excluded {
    pub(crate) condition: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) offset: usize,
}

/// The first thing from the left that RFC 6120 sections 11.1 and 11.6 exclude, in a document that is well-formed as XML goes. In others
/// it is the first that stands where it would in a well-formed one.
pub(crate) fn excluded(octets: &[u8]) -> Option<Excluded> {
    let (text, fault) = match std::str::from_utf8(octets) {
        Ok(text) => (text, None),
        Err(error) => {
            let text = std::str::from_utf8(&octets[..error.valid_up_to()]).expect("the valid part");
            (text, Some(unsupported("utf8", error.valid_up_to())))
        }
    };
    // RFC 6120 section 11.6: no byte order mark, but a character where none may stand.
    if text.starts_with('\u{FEFF}') {
        return Some(Excluded { condition: "not-well-formed", kind: "text-outside", offset: 0 });
    }
    of_text(text).or(fault)
}

/// How many octets the XML declaration has.
pub(crate) fn declaration(text: &str) -> usize {
    let declares = text.strip_prefix("<?xml").is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n']));
    if declares { text.find("?>").map_or(text.len(), |end| end + 2) } else { 0 }
}

fn of_text(text: &str) -> Option<Excluded> {
    let mut at = declaration(text);
    if let Some(offset) = other_encoding(&text[..at]) {
        return Some(unsupported("encoding", offset));
    }
    while let Some(next) = text[at..].find(['<', '&']) {
        at += next;
        let rest = &text[at..];
        let restricted = |kind| Some(Excluded { condition: "restricted-xml", kind, offset: at });
        if rest.starts_with("<!--") {
            return restricted("comment");
        }
        if rest.starts_with("<?") {
            return restricted("processing-instruction");
        }
        if rest.starts_with('&') {
            if is_other_entity(rest) {
                return restricted("entity-reference");
            }
            at += 1;
        } else if let Some(inside) = rest.strip_prefix("<![CDATA[") {
            at += 9 + inside.find("]]>")?;
        } else if rest.starts_with("<![") {
            return None; // Neither a CDATA section nor a declaration.
        } else if rest.starts_with("<!") {
            return restricted("document-type");
        } else {
            let (entity, end) = tag(rest);
            if let Some(entity) = entity {
                return Some(Excluded {
                    condition: "restricted-xml",
                    kind: "entity-reference",
                    offset: at + entity,
                });
            }
            at += end;
        }
    }
    None
}

/// A document without its document type, if that says nothing that changes what the document means: it declares elements, and attributes
/// whose values are normalised as they are without a declaration.
pub(crate) fn without_document_type(octets: &[u8]) -> Option<String> {
    const MEANS_SOMETHING: [&str; 8] = ["<!E", "%", "SYSTEM", "PUBLIC", "'", "\"", "<?", "<!--"];
    let text = std::str::from_utf8(octets).ok()?;
    let (before, rest) = text.split_once("<!DOCTYPE")?;
    let (subset, behind) = match rest.split_once('[') {
        Some((name, rest)) if !name.contains('>') => rest.split_once(']')?,
        _ => ("", rest),
    };
    let (between, behind) = behind.split_once('>')?;
    let others = subset.replace("<!ELEMENT", "");
    let is_plain = !MEANS_SOMETHING.iter().any(|sign| others.contains(sign) || between.contains(sign))
        && !subset.split("<!ATTLIST").skip(1).any(is_tokenized);
    is_plain.then(|| before.to_owned() + behind)
}

/// Whether an attribute declaration asks for other white space (XML 1.0 section 3.3.3).
fn is_tokenized(declaration: &str) -> bool {
    let declaration = declaration.split('>').next().unwrap_or_default();
    declaration.contains('(')
        || ["ID", "NMTOKEN", "ENTIT", "NOTATION"].iter().any(|kind| declaration.contains(kind))
}

/// In a tag: where the first reference to another entity is, and where the tag ends.
fn tag(text: &str) -> (Option<usize>, usize) {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return (None, at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (Some(_), '&') if is_other_entity(&text[at..]) => return (Some(at), text.len()),
            _ => {}
        }
    }
    (None, text.len())
}

/// Whether a name follows the `&` that is not, and cannot become, one of those that are predefined.
fn is_other_entity(text: &str) -> bool {
    const PREDEFINED: [&str; 5] = ["lt", "gt", "amp", "apos", "quot"];
    let behind = &text[1..];
    let end = behind.find(|c: char| !c.is_alphanumeric() && !"_:-.".contains(c)).unwrap_or(behind.len());
    let (name, rest) = behind.split_at(end);
    let is_whole = rest.starts_with(';');
    let begins_one = PREDEFINED.iter().any(|entity| entity.starts_with(name));
    name.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == ':')
        && !PREDEFINED.contains(&name)
        && (is_whole || !begins_one)
}

/// Where the declaration names another encoding; what cannot be a name at all is another fault (XML 1.0 section 4.3.3, production 81).
fn other_encoding(declaration: &str) -> Option<usize> {
    let name = declaration.find("encoding")?;
    let quote = name + declaration[name..].find(['"', '\''])?;
    let value = declaration[quote + 1..].split(['"', '\'']).next()?;
    let is_name = value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    (is_name && !value.eq_ignore_ascii_case("utf-8")).then_some(quote + 1)
}

fn unsupported(kind: &'static str, offset: usize) -> Excluded {
    Excluded { condition: "unsupported-encoding", kind, offset }
}
