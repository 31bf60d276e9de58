//! What a case expects, and what a reader gave: the lines behind `--- expect`.

use super::escapes::{escaped, value_until};
use std::fmt;

/// One event, or the error, or that the input ended too soon.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) what: What,
    /// Those that are compared, or all that there are; `None` says that there is no such attribute.
    pub(crate) attributes: Vec<(&'static str, Option<String>)>,
    /// The element, node by node; `None` if it is not compared.
    pub(crate) tree: Option<Vec<Node>>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum What {
    Open,
    /// The kind of the stanza.
    Stanza(String),
    Element(Name),
    Close,
    Incomplete,
    Error {
        condition: String,
        kind: String,
        offset: u64,
    },
}

/// A name in a namespace; the empty namespace is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) namespace: String,
    pub(crate) local: String,
}

/// A node of a tree; the outermost element has the depth 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) depth: usize,
    pub(crate) content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Element { name: Name, attributes: Vec<(Name, String)> },
    Text(String),
}

const OF_OPEN: [&str; 6] = ["to", "from", "id", "version", "lang", "content"];
const OF_STANZA: [&str; 5] = ["to", "from", "id", "type", "lang"];

impl Outcome {
    pub(crate) fn new(what: What) -> Self {
        Self { what, attributes: Vec::new(), tree: None }
    }

    /// Reads a line that stands at the margin; `fault` is the offset for `^`.
    pub(crate) fn parse(line: &str, fault: Option<u64>) -> Result<Self, String> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match (word, rest) {
            ("open", rest) => Ok(Self { attributes: named(rest, &OF_OPEN)?, ..Self::new(What::Open) }),
            ("stanza", rest) => {
                let (kind, rest) = rest.split_once(' ').unwrap_or((rest, ""));
                if !["message", "presence", "iq"].contains(&kind) {
                    return Err(format!("{kind:?} is no stanza"));
                }
                let attributes = named(rest, &OF_STANZA)?;
                Ok(Self { attributes, ..Self::new(What::Stanza(kind.to_owned())) })
            }
            ("element", rest) => match name(rest, &[' '])? {
                (name, "") => Ok(Self::new(What::Element(name))),
                (_, rest) => Err(format!("{rest:?} behind the name")),
            },
            ("close", "") => Ok(Self::new(What::Close)),
            ("incomplete", "") => Ok(Self::new(What::Incomplete)),
            ("error", rest) => error(rest, fault),
            _ => Err(format!("{line:?} is nothing to expect")),
        }
    }

    /// Whether nothing can follow.
    pub(crate) fn is_last(&self) -> bool {
        matches!(self.what, What::Close | What::Incomplete | What::Error { .. })
    }

    /// Whether `found` is what is expected here.
    pub(crate) fn is_met_by(&self, found: &Self) -> bool {
        self.what == found.what
            && self.attributes.iter().all(|attribute| found.attributes.contains(attribute))
            && (self.tree.is_none() || self.tree == found.tree)
    }
}

impl Node {
    /// Reads an indented line that follows `before`.
    pub(crate) fn parse(line: &str, before: &[Self]) -> Result<Self, String> {
        let text = line.trim_start_matches(' ');
        let spaces = line.len() - text.len();
        let deepest = match before.last() {
            None => 1,
            Some(Self { depth, content: Content::Element { .. } }) => depth + 1,
            Some(Self { depth, content: Content::Text(_) }) => *depth,
        };
        let depth = spaces / 2;
        if !spaces.is_multiple_of(2) || depth > deepest || (depth == 1) != before.is_empty() {
            return Err(format!("{spaces} spaces in front"));
        }
        Ok(Self { depth, content: content(text)? })
    }
}

fn content(text: &str) -> Result<Content, String> {
    if text.starts_with('"') {
        let (text, rest) = quoted(text)?;
        return if rest.is_empty() {
            Ok(Content::Text(text))
        } else {
            Err(format!("{rest:?} behind the text"))
        };
    }
    let (name, mut rest) = name(text, &[' '])?;
    let mut attributes = Vec::new();
    while let Some(attribute) = rest.strip_prefix(' ') {
        let (name, behind) = self::name(attribute, &['=', ' '])?;
        let (value, behind) = quoted(behind.strip_prefix('=').ok_or("an attribute without '='")?)?;
        attributes.push((name, value));
        rest = behind;
    }
    if rest.is_empty() {
        Ok(Content::Element { name, attributes })
    } else {
        Err(format!("{rest:?} in place of an attribute"))
    }
}

/// Splits `{NAMESPACE}LOCAL` off the front, where a missing namespace is none.
fn name<'a>(text: &'a str, stops: &[char]) -> Result<(Name, &'a str), String> {
    let (namespace, rest) = match text.strip_prefix('{') {
        None => (String::new(), text),
        Some(text) => {
            let (namespace, rest) = value_until(text, &['{', '}'])?;
            (namespace, rest.strip_prefix('}').ok_or("a namespace without '}'")?)
        }
    };
    let (local, rest) = value_until(rest, stops)?;
    if local.is_empty() { Err("a name is missing".to_owned()) } else { Ok((Name { namespace, local }, rest)) }
}

fn quoted(text: &str) -> Result<(String, &str), String> {
    let text = text.strip_prefix('"').ok_or("a value without quotes")?;
    let (value, rest) = value_until(text, &['"'])?;
    Ok((value, rest.strip_prefix('"').ok_or("a quote is not closed")?))
}

/// Reads `NAME="VALUE"` and `NAME=-`.
fn named(text: &str, known: &[&'static str]) -> Result<Vec<(&'static str, Option<String>)>, String> {
    let mut attributes = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (name, behind) = rest.split_once('=').ok_or_else(|| format!("{rest:?} is no attribute"))?;
        let name = known
            .iter()
            .find(|&&known| known == name)
            .ok_or_else(|| format!("no attribute {name:?} here"))?;
        let (value, behind) = match behind.strip_prefix('-') {
            Some(behind) => (None, behind),
            None => quoted(behind).map(|(value, behind)| (Some(value), behind))?,
        };
        attributes.push((*name, value));
        rest = behind.strip_prefix(' ').unwrap_or(behind);
    }
    Ok(attributes)
}

fn error(text: &str, fault: Option<u64>) -> Result<Outcome, String> {
    let words: Vec<&str> = text.split(' ').collect();
    let [condition, kind, offset] = words[..] else {
        return Err(format!("{text:?} is not CONDITION KIND OFFSET"));
    };
    let offset = match offset {
        "^" => fault.ok_or(r"no \^ in the input")?,
        digits => digits.parse().map_err(|_| format!("{digits:?} is no offset"))?,
    };
    Ok(Outcome::new(What::Error { condition: condition.to_owned(), kind: kind.to_owned(), offset }))
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Open => f.write_str("open")?,
            What::Stanza(kind) => write!(f, "stanza {kind}")?,
            What::Element(name) => {
                write!(f, "element {{{}}}{}", shown_namespace(name), shown(&name.local, &[' ']))?;
            }
            What::Close => f.write_str("close")?,
            What::Incomplete => f.write_str("incomplete")?,
            What::Error { condition, kind, offset } => write!(f, "error {condition} {kind} {offset}")?,
        }
        for (name, value) in &self.attributes {
            match value {
                Some(value) => write!(f, " {name}=\"{}\"", shown(value, &[]))?,
                None => write!(f, " {name}=-")?,
            }
        }
        self.tree.iter().flatten().take(40).try_for_each(|node| write!(f, "\n{node}"))
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", "  ".repeat(self.depth))?;
        match &self.content {
            Content::Text(text) => write!(f, "\"{}\"", shown(text, &[])),
            Content::Element { name, attributes } => {
                write!(f, "{{{}}}{}", shown_namespace(name), shown(&name.local, &[' ']))?;
                for (name, value) in attributes {
                    f.write_str(" ")?;
                    if !name.namespace.is_empty() {
                        write!(f, "{{{}}}", shown_namespace(name))?;
                    }
                    write!(f, "{}=\"{}\"", shown(&name.local, &[' ']), shown(value, &[]))?;
                }
                Ok(())
            }
        }
    }
}

fn shown_namespace(name: &Name) -> String {
    shown(&name.namespace, &['{', '}'])
}

/// As the files write it; long ones are cut.
fn shown(value: &str, also: &[char]) -> String {
    let text = escaped(value, also);
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

#[test]
fn lines_are_shown_as_they_are_written() {
    for line in [
        r#"open to="a\"b" from=- lang="\u{e9}""#,
        r#"stanza iq id="1" type=-"#,
        r"element {}a",
        r"element {a b\u{7d}}c",
        "close",
        "incomplete",
        "error not-well-formed name 7",
    ] {
        assert_eq!(Outcome::parse(line, None).unwrap().to_string(), line);
    }
    for line in [r#"  {urn:x}a b="1" {urn:y}c="\n""#, r"  {}a"] {
        assert_eq!(Node::parse(line, &[]).unwrap().to_string(), line);
    }
}

#[test]
fn what_is_named_is_compared() {
    let found = Outcome::parse(r#"stanza iq to="a" from=- id="1" type=- lang=-"#, None).unwrap();
    for (line, meets) in [
        ("stanza iq", true),
        (r#"stanza iq from=- to="a""#, true),
        ("stanza iq to=-", false),
        (r#"stanza iq id="2""#, false),
        ("stanza message", false),
    ] {
        assert_eq!(Outcome::parse(line, None).unwrap().is_met_by(&found), meets, "{line}");
    }
}

#[test]
fn bad_lines_are_mistakes() {
    for (line, why) in [
        ("opened", r#""opened" is nothing to expect"#),
        ("close now", r#""close now" is nothing to expect"#),
        ("stanza iqs", r#""iqs" is no stanza"#),
        (r#"open type="a""#, r#"no attribute "type" here"#),
        ("open to", r#""to" is no attribute"#),
        ("open to=a", "a value without quotes"),
        (r#"open to="a"#, "a quote is not closed"),
        ("element {a", "a namespace without '}'"),
        ("element {a}", "a name is missing"),
        ("element {a}b c", r#"" c" behind the name"#),
        ("error name 7", r#""name 7" is not CONDITION KIND OFFSET"#),
        ("error a b c", r#""c" is no offset"#),
        ("error a b ^", r"no \^ in the input"),
    ] {
        assert_eq!(Outcome::parse(line, None).unwrap_err(), why, "{line}");
    }
    let root = [Node::parse("  {}a", &[]).unwrap()];
    for (line, before, why) in [
        ("    {}a", &[][..], "4 spaces in front"),
        ("   {}b", &root, "3 spaces in front"),
        ("  {}b", &root, "2 spaces in front"),
        ("      {}b", &root, "6 spaces in front"),
        (r#"    "b" c"#, &root, r#"" c" behind the text"#),
        ("    {}b c", &root, "an attribute without '='"),
    ] {
        assert_eq!(Node::parse(line, before).unwrap_err(), why, "{line}");
    }
}
