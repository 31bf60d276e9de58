//! The XML of RFC 6120 section 11, read the naive way: recursive, character by character, in no hurry. An oracle for the index.

use std::collections::BTreeSet;

const NS_XML: &str = "http://www.w3.org/XML/1998/namespace";
const NS_XMLNS: &str = "http://www.w3.org/2000/xmlns/";

pub(crate) struct Tree<'a> {
    pub(crate) name: Name<'a>,
    pub(crate) namespace: String,
    pub(crate) attributes: Vec<Attribute<'a>>,
    pub(crate) parts: Vec<Part<'a>>,
    pub(crate) lang: Option<String>,
    pub(crate) source: &'a str,
    pub(crate) inner: &'a str,
}

pub(crate) enum Part<'a> {
    Text(String),
    Element(Tree<'a>),
}

pub(crate) struct Attribute<'a> {
    pub(crate) name: Name<'a>,
    pub(crate) namespace: String,
    pub(crate) value: String,
    pub(crate) raw: &'a str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name<'a> {
    pub(crate) prefix: &'a str,
    pub(crate) local: &'a str,
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    Depth,
    Attributes,
    Declarations,
    NameOctets,
}

/// So many there are, with what stands at the offset.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Count {
    pub(crate) counted: Counted,
    pub(crate) number: usize,
    pub(crate) offset: usize,
}

/// What has been read: the outermost element, and all that limits count, in the order of the text.
pub(crate) struct Document<'a> {
    pub(crate) root: Tree<'a>,
    pub(crate) counts: Vec<Count>,
}

/// Reads one element with white space around it; `None` if the text is anything else.
pub(crate) fn document(text: &str) -> Option<Document<'_>> {
    let mut reader = Reader { text, at: 0, scope: Vec::new(), depth: 0, counts: Vec::new() };
    reader.space();
    let root = reader.element(None)?;
    reader.space();
    reader.rest().is_empty().then_some(Document { root, counts: reader.counts })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The declarations of all open elements: prefix and namespace.
    scope: Vec<(&'a str, String)>,
    depth: usize,
    counts: Vec<Count>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Steps over `expected`, if that comes next.
    fn take(&mut self, expected: &str) -> Option<()> {
        self.rest().starts_with(expected).then(|| self.at += expected.len())
    }

    /// Steps over white space; whether there is any.
    fn space(&mut self) -> bool {
        let rest = self.rest();
        let behind = rest.trim_start_matches([' ', '\t', '\n', '\r']);
        self.at += rest.len() - behind.len();
        behind.len() < rest.len()
    }

    fn count(&mut self, counted: Counted, number: usize, offset: usize) {
        self.counts.push(Count { counted, number, offset });
    }

    fn element(&mut self, lang: Option<&str>) -> Option<Tree<'a>> {
        let start = self.at;
        self.take("<")?;
        let name = self.name()?;
        let qualified = &self.text[start + 1..self.at];
        self.depth += 1;
        self.count(Counted::Depth, self.depth, start);
        let outside = self.scope.len();
        let mut attributes = Vec::new();
        let empty = loop {
            let spaced = self.space();
            if self.take("/>").is_some() {
                break true;
            }
            if self.take(">").is_some() {
                break false;
            }
            if !spaced {
                return None;
            }
            self.count(Counted::Attributes, attributes.len() + self.scope.len() - outside + 1, self.at);
            self.attribute(&mut attributes)?;
        };
        if name.prefix == "xmlns" || !self.is_sound(outside) {
            return None;
        }
        let namespace = self.namespace(name.prefix)?;
        for attribute in attributes.iter_mut().filter(|attribute| !attribute.name.prefix.is_empty()) {
            attribute.namespace = self.namespace(attribute.name.prefix)?;
        }
        if has_duplicates(&attributes) {
            return None;
        }
        let own = attributes.iter().find(|attribute| attribute.is("lang", NS_XML));
        let lang = own.map(|attribute| attribute.value.clone()).or(lang.map(ToOwned::to_owned));
        let inner_start = self.at;
        let parts = if empty { Vec::new() } else { self.content(lang.as_deref())? };
        let inner = &self.text[inner_start..self.at];
        if !empty {
            self.take("</")?;
            self.take(qualified)?;
            self.space();
            self.take(">")?;
        }
        self.scope.truncate(outside);
        self.depth -= 1;
        Some(Tree { name, namespace, attributes, parts, lang, source: &self.text[start..self.at], inner })
    }

    /// Adds an attribute to the others, or a declaration to those in scope.
    fn attribute(&mut self, attributes: &mut Vec<Attribute<'a>>) -> Option<()> {
        let start = self.at;
        let name = self.name()?;
        self.space();
        self.take("=")?;
        self.space();
        let quote = self.rest().chars().next().filter(|&c| c == '"' || c == '\'')?;
        let (raw, _) = self.rest()[1..].split_once(quote)?;
        let value = value(raw)?;
        self.at += raw.len() + 2;
        let declared = match (name.prefix, name.local) {
            ("", "xmlns") => Some(""),
            ("xmlns", prefix) => Some(prefix),
            _ => None,
        };
        match declared {
            None => attributes.push(Attribute { name, namespace: String::new(), value, raw }),
            Some(prefix) => {
                self.scope.push((prefix, value));
                self.count(Counted::Declarations, self.scope.len(), start);
            }
        }
        Some(())
    }

    /// Namespaces in XML 1.0 sections 3 and 5, of the declarations of one element.
    fn is_sound(&self, outside: usize) -> bool {
        let own = &self.scope[outside..];
        let prefixes: BTreeSet<&str> = own.iter().map(|(prefix, _)| *prefix).collect();
        prefixes.len() == own.len()
            && own.iter().all(|(prefix, namespace)| match (*prefix, namespace.as_str()) {
                ("xml", NS_XML) | ("", "") => true,
                ("xml" | "xmlns", _) | (_, NS_XML | NS_XMLNS | "") => false,
                _ => true,
            })
    }

    fn namespace(&self, prefix: &str) -> Option<String> {
        let declared = self.scope.iter().rev().find(|(declared, _)| *declared == prefix);
        match (declared, prefix) {
            (Some((_, namespace)), _) => Some(namespace.clone()),
            (None, "") => Some(String::new()),
            (None, "xml") => Some(NS_XML.to_owned()),
            (None, _) => None,
        }
    }

    /// Namespaces in XML 1.0 section 4, production 7.
    fn name(&mut self) -> Option<Name<'a>> {
        let rest = self.rest();
        let whole = &rest[..rest.find(|c| c != ':' && !is_name_char(c)).unwrap_or(rest.len())];
        let (prefix, local) = whole.split_once(':').unwrap_or(("", whole));
        if whole.starts_with(':') || local.contains(':') || !local.starts_with(is_name_start) {
            return None;
        }
        if !prefix.is_empty() && !prefix.starts_with(is_name_start) {
            return None;
        }
        self.count(Counted::NameOctets, whole.len(), self.at);
        self.at += whole.len();
        Some(Name { prefix, local })
    }

    /// Up to the end tag.
    fn content(&mut self, lang: Option<&str>) -> Option<Vec<Part<'a>>> {
        let mut parts = Vec::new();
        let mut text = String::new();
        while !self.rest().starts_with("</") {
            if self.take("<![CDATA[").is_some() {
                let (inside, _) = self.rest().split_once("]]>")?;
                text += &line_ends(inside)?;
                self.at += inside.len() + 3;
            } else if self.rest().starts_with('<') {
                parts.extend(Some(Part::Text(std::mem::take(&mut text))));
                parts.push(Part::Element(self.element(lang)?));
            } else {
                let end = self.rest().find('<')?;
                let run = &self.rest()[..end];
                if run.contains("]]>") {
                    return None;
                }
                text += &resolved(run, line_ends)?;
                self.at += end;
            }
        }
        parts.push(Part::Text(text));
        parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
        Some(parts)
    }
}

impl Attribute<'_> {
    pub(crate) fn is(&self, local: &str, namespace: &str) -> bool {
        self.name.local == local && self.namespace == namespace
    }
}

/// By name, or by expanded name (Namespaces in XML 1.0 section 6.3).
fn has_duplicates(attributes: &[Attribute<'_>]) -> bool {
    let names: BTreeSet<Name<'_>> = attributes.iter().map(|attribute| attribute.name).collect();
    let expanded: BTreeSet<(&str, &str)> =
        attributes.iter().map(|attribute| (attribute.namespace.as_str(), attribute.name.local)).collect();
    names.len() < attributes.len() || expanded.len() < attributes.len()
}

/// XML 1.0 section 3.3.3.
pub(crate) fn value(raw: &str) -> Option<String> {
    if raw.contains('<') {
        return None;
    }
    resolved(raw, |run| Some(line_ends(run)?.replace(['\t', '\n'], " ")))
}

/// References stand for characters that nothing is done to; `normalised` is what becomes of the rest.
fn resolved(raw: &str, normalised: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut pieces = raw.split('&');
    let mut out = normalised(pieces.next()?)?;
    for piece in pieces {
        let (name, behind) = piece.split_once(';')?;
        out.push(referred(name)?);
        out += &normalised(behind)?;
    }
    Some(out)
}

/// XML 1.0 sections 4.1 and 4.6.
fn referred(name: &str) -> Option<char> {
    let number = |digits: &str, radix| {
        digits.chars().all(|c| c.is_digit(radix)).then(|| u32::from_str_radix(digits, radix).ok())?
    };
    match (name, name.strip_prefix("#x"), name.strip_prefix('#')) {
        ("lt", ..) => Some('<'),
        ("gt", ..) => Some('>'),
        ("amp", ..) => Some('&'),
        ("apos", ..) => Some('\''),
        ("quot", ..) => Some('"'),
        (_, Some(digits), _) => number(digits, 16).and_then(char::from_u32).filter(|&c| is_char(c)),
        (_, None, Some(digits)) => number(digits, 10).and_then(char::from_u32).filter(|&c| is_char(c)),
        _ => None,
    }
}

/// XML 1.0 sections 2.2 and 2.11.
fn line_ends(text: &str) -> Option<String> {
    text.chars().all(is_char).then(|| text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// XML 1.0 section 2.2, production 2.
pub(crate) fn is_char(c: char) -> bool {
    c >= ' ' && c != '\u{FFFE}' && c != '\u{FFFF}' || matches!(c, '\t' | '\n' | '\r')
}

/// XML 1.0 section 2.3, production 4, without the colon.
pub(crate) fn is_name_start(c: char) -> bool {
    const RANGES: [(u32, u32); 15] = [
        (0x41, 0x5A),
        (0x5F, 0x5F),
        (0x61, 0x7A),
        (0xC0, 0xD6),
        (0xD8, 0xF6),
        (0xF8, 0x2FF),
        (0x370, 0x37D),
        (0x37F, 0x1FFF),
        (0x200C, 0x200D),
        (0x2070, 0x218F),
        (0x2C00, 0x2FEF),
        (0x3001, 0xD7FF),
        (0xF900, 0xFDCF),
        (0xFDF0, 0xFFFD),
        (0x1_0000, 0xE_FFFF),
    ];
    RANGES.iter().any(|&(first, last)| (first..=last).contains(&u32::from(c)))
}

/// XML 1.0 section 2.3, production 4a, without the colon.
pub(crate) fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || c.is_ascii_digit()
        || matches!(c, '-' | '.' | '\u{B7}' | '\u{203F}' | '\u{2040}' | '\u{300}'..='\u{36F}')
}
