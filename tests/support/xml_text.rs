//! Strategies for XML text as odd as the standards allow, most of it well-formed; and for changes that break it.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Prefixes, one of which no element needs to declare; some begin alike.
pub(crate) const PREFIXES: &[&str] = &[
    "", "", "", "", "", "", "", "", "x:", "y:", "x:", "é:", "xml:", "p:", "pp:", "pq:", "pr:", "p0:", "pé:",
];
pub(crate) const LOCALS: &[&str] = &[
    "a",
    "b",
    "body",
    "message",
    "lang",
    "id",
    "_-.9",
    "é",
    "\u{10000}\u{300}",
    "xmlnsa",
    "aVeryLongNameIndeed",
];
pub(crate) const SPACES: &[&str] = &[" ", " ", " ", "\n", "\r\n", "\t  ", "\r"];
pub(crate) const NO_SPACES: &[&str] = &["", "", "", "", " ", "\n\t"];
pub(crate) const VALUES: &[&str] = &[
    "",
    "a",
    "juliet@example.com",
    "urn:x",
    "&amp;",
    "&lt;&quot;",
    "&apos;",
    "&#65;",
    "&#x1F600;",
    "&#10;",
    " ",
    "\t",
    "\r\n",
    "\r",
    ">",
    "]]>",
    "é",
    "\u{FFFD}",
    "/>",
    "=",
];
pub(crate) const TEXTS: &[&str] = &[
    "a",
    "text",
    "&amp;",
    "&gt;",
    "&#x9;",
    "&#13;",
    " ",
    "\n",
    "\r\n",
    "\r",
    "]]",
    "'",
    "\"",
    ">",
    "жар",
    "\u{10FFFF}",
    "<![CDATA[]]>",
    "<![CDATA[<a>&amp;]]>",
    "<![CDATA[]]]]>",
    "<![CDATA[\r\n]]>",
    "<![CDATA[<![CDATA[]]>",
    "=",
    "/>",
];
pub(crate) const DECLARATIONS: &[&str] = &[
    "xmlns",
    "xmlns",
    "xmlns:x",
    "xmlns:y",
    "xmlns:é",
    "xmlns:lang",
    "xmlns:p",
    "xmlns:pp",
    "xmlns:pq",
    "xmlns:pr",
    "xmlns:p0",
    "xmlns:pé",
];
/// One that none may have, some that others have, long ones that differ in the last letter, and one of these in another spelling.
pub(crate) const NAMESPACES: &[&str] = &[
    "urn:x",
    "urn:y",
    "urn:a&amp;b",
    "urn:a",
    "a b",
    "http://www.w3.org/XML/1998/namespace",
    LONG_ONE,
    LONG_TWO,
    LONG_TWO_AGAIN,
    LONGEST_SHORT,
];

const LONG_ONE: &str = "http://example.org/a/name/that/is/longer/than/sixty-four/octets#1";
const LONG_TWO: &str = "http://example.org/a/name/that/is/longer/than/sixty-four/octets#2";
const LONG_TWO_AGAIN: &str = "http://example.org/a/name/that/is/longer/than/sixty-four/octets#&#x32;";
const LONGEST_SHORT: &str = "http://example.org/a/name/that/is/longer/than/sixty-four/octets#";

// Up to 64 octets are compared as they are, and more by number.
const _: () = assert!(LONGEST_SHORT.len() == 64 && LONG_ONE.len() == 65 && LONG_TWO.len() == 65);

/// Declarations of prefixes that begin alike, to follow others in a start tag; some of one namespace.
pub(crate) fn declared() -> String {
    format!(
        " xmlns:p='urn:p' xmlns:pp='{LONG_ONE}' xmlns:pq='{LONG_TWO}' xmlns:pr='{LONG_TWO_AGAIN}' xmlns:p0='urn:x' \
        xmlns:pé='{LONGEST_SHORT}'"
    )
}

/// An element, well-formed for the most part, for text in which `x`, `y`, `é` and those of [`declared`] are declared.
pub(crate) fn element() -> impl Strategy<Value = String> {
    let leaf = vec(select(TEXTS), 0..4).prop_map(|texts| texts.concat());
    let content = leaf.prop_recursive(5, 40, 5, |inner| {
        let child = (start_tag(), inner).prop_map(|(tag, content)| tag.around(&content));
        let text = select(TEXTS).prop_map(String::from);
        vec(prop_oneof![3 => child, 2 => text], 0..5).prop_map(|parts| parts.concat())
    });
    (start_tag(), content).prop_map(|(tag, content)| tag.around(&content))
}

#[derive(Debug)]
struct Tag {
    name: String,
    attributes: String,
    space: &'static str,
    end_space: &'static str,
    empty: bool,
}

impl Tag {
    fn around(&self, content: &str) -> String {
        let Self { name, attributes, space, end_space, empty } = self;
        if *empty && content.is_empty() {
            format!("<{name}{attributes}{space}/>")
        } else {
            format!("<{name}{attributes}{space}>{content}</{name}{end_space}>")
        }
    }
}

fn start_tag() -> impl Strategy<Value = Tag> {
    // More than a few are looked through for duplicates in another way.
    let attributes = prop_oneof![9 => vec(attribute(), 0..5), 1 => vec(attribute(), 9..=12)];
    (name(), attributes, select(NO_SPACES), select(NO_SPACES), any::<bool>()).prop_map(
        |(name, mut attributes, space, end_space, empty)| {
            // Now and then two have one name by different prefixes; here they lose those who have it as it stands.
            let mut seen = Vec::new();
            attributes.retain(|(name, _)| {
                let new = !seen.contains(name);
                seen.push(name.clone());
                new
            });
            let attributes = attributes.into_iter().map(|(_, text)| text).collect();
            Tag { name, attributes, space, end_space, empty }
        },
    )
}

fn name() -> impl Strategy<Value = String> {
    (select(PREFIXES), select(LOCALS)).prop_map(|(prefix, local)| format!("{prefix}{local}"))
}

/// An attribute, or a declaration: its name, and its text from the white space in front on.
fn attribute() -> impl Strategy<Value = (String, String)> {
    let ordinary = (name(), vec(select(VALUES), 0..4).prop_map(|values| values.concat()));
    let declaration = (select(DECLARATIONS), select(NAMESPACES))
        .prop_map(|(name, namespace)| (name.to_owned(), namespace.to_owned()));
    let undeclared = Just(("xmlns".to_owned(), String::new()));
    let pair = prop_oneof![6 => ordinary, 2 => declaration, 1 => undeclared];
    (pair, select(SPACES), select(NO_SPACES), select(NO_SPACES), select(&['\'', '"'][..])).prop_map(
        |((name, value), space, before, behind, quote)| {
            let text = format!("{space}{name}{before}={behind}{quote}{value}{quote}");
            (name, text)
        },
    )
}

/// A change to text: what is taken out at a place, and what is put in.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    at: Index,
    out: usize,
    text: &'static str,
}

pub(crate) const INSERTED: &[&str] = &[
    "",
    "",
    "",
    "<",
    ">",
    "&",
    "'",
    "\"",
    "=",
    ":",
    "/",
    "]",
    "!",
    "?",
    "-",
    " ",
    "a",
    "1",
    "\u{1}",
    "\u{FFFE}",
    "&#0;",
    "&#x110000;",
    "&nbsp;",
    "&#;",
    "]]>",
    "<!--",
    "<?a?>",
    "<![CDATA[",
    "xmlns:",
    "x:",
    "</a>",
    "\u{FEFF}",
    "\u{300}",
    " xmlns:xml='urn:x'",
    " xmlns:xmlns='urn:x'",
    " xmlns:x=''",
    " xmlns:y='http://www.w3.org/2000/xmlns/'",
    "q:",
    " x:b='' y:b=''",
    "<x:/>",
    "<:a/>",
    "<a:b:c/>",
    "<!DOCTYPE a>",
    "xml:",
];

pub(crate) fn change() -> impl Strategy<Value = Option<Change>> {
    let change =
        (any::<Index>(), 0..3_usize, select(INSERTED)).prop_map(|(at, out, text)| Change { at, out, text });
    weighted(0.5, change)
}

impl Change {
    pub(crate) fn of_text(&self, text: &str) -> String {
        let characters: Vec<char> = text.chars().collect();
        let at = self.at.index(characters.len() + 1);
        let behind = (at + self.out).min(characters.len());
        let mut changed: String = characters[..at].iter().collect();
        changed += self.text;
        changed.extend(&characters[behind..]);
        changed
    }
}
