//! What a hostile peer may repeat in one stanza, as long as one likes: to see that time grows with the octets and no faster.

use std::fmt::{self, Write};

use super::stream::{CLOSE, HEADER};

/// One thing repeated. Every stanza is well-formed, so that a reader has to take it all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flood {
    /// Elements inside one another.
    Depth,
    /// Elements inside one another, each in a namespace of its own.
    DepthWithNamespaces,
    /// Elements beside one another.
    Siblings,
    /// Attributes of one element.
    Attributes,
    /// Attributes of one element with one local name, in namespaces that differ in their last octets.
    AttributesInNamespaces,
    /// Elements with sixteen attributes each.
    ElementsWithAttributes,
    /// Namespace declarations of one element.
    Declarations,
    /// Elements inside one another, each declaring a prefix and using the outermost one.
    NestedDeclarations,
    /// References to predefined entities in text.
    References,
    /// Numeric references in text.
    CharacterReferences,
    /// References in the value of an attribute.
    ReferencesInValue,
    /// CDATA sections of one octet.
    Sections,
    /// One CDATA section full of what might end it.
    Brackets,
    /// Text without anything in it.
    Text,
    /// Text that needs three octets a character.
    WideText,
    /// One value full of what would end a tag elsewhere.
    AngleBracketsInValue,
    /// The name of an element.
    Name,
}

impl Flood {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 17] = [
        Self::Depth,
        Self::DepthWithNamespaces,
        Self::Siblings,
        Self::Attributes,
        Self::AttributesInNamespaces,
        Self::ElementsWithAttributes,
        Self::Declarations,
        Self::NestedDeclarations,
        Self::References,
        Self::CharacterReferences,
        Self::ReferencesInValue,
        Self::Sections,
        Self::Brackets,
        Self::Text,
        Self::WideText,
        Self::AngleBracketsInValue,
        Self::Name,
    ];

    /// The name in tables and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Depth => "depth",
            Self::DepthWithNamespaces => "depth, each in its namespace",
            Self::Siblings => "siblings",
            Self::Attributes => "attributes",
            Self::AttributesInNamespaces => "attributes in namespaces",
            Self::ElementsWithAttributes => "elements with attributes",
            Self::Declarations => "declarations",
            Self::NestedDeclarations => "declarations, nested",
            Self::References => "references",
            Self::CharacterReferences => "character references",
            Self::ReferencesInValue => "references in a value",
            Self::Sections => "CDATA sections",
            Self::Brackets => "brackets in CDATA",
            Self::Text => "text",
            Self::WideText => "text, three octets a character",
            Self::AngleBracketsInValue => "angle brackets in a value",
            Self::Name => "name",
        }
    }

    /// A stream of one stanza, `octets` octets long or a few more.
    pub fn stream(self, octets: usize) -> String {
        let frame = HEADER.len() + CLOSE.len() + "<message></message>".len();
        let mut text = String::with_capacity(octets + 64);
        text.push_str(HEADER);
        text.push_str("<message>");
        self.write_payload(octets.saturating_sub(frame), &mut text);
        text.push_str("</message>");
        text.push_str(CLOSE);
        text
    }

    fn write_payload(self, octets: usize, out: &mut String) {
        match self {
            Self::Depth => nested("<a>", "</a>", octets, out),
            Self::DepthWithNamespaces => {
                nested("<a xmlns='urn:a'><b xmlns='urn:b'>", "</b></a>", octets, out);
            }
            Self::Siblings => around("<a>", "<b/>", "</a>", octets, out),
            Self::Attributes => numbered("<a", |n| format!(" a{n}=''"), "/>", octets, out),
            Self::AttributesInNamespaces => attributes_in_namespaces(octets, out),
            Self::ElementsWithAttributes => around("<a>", &element_with_attributes(), "</a>", octets, out),
            Self::Declarations => numbered("<a", |n| format!(" xmlns:a{n}='urn:{n}'"), "/>", octets, out),
            Self::NestedDeclarations => nested_declarations(octets, out),
            Self::References => around("<a>", "&amp;", "</a>", octets, out),
            Self::CharacterReferences => around("<a>", "&#x1F600;", "</a>", octets, out),
            Self::ReferencesInValue => around("<a a='", "&apos;", "'/>", octets, out),
            Self::Sections => around("<a>", "<![CDATA[a]]>", "</a>", octets, out),
            Self::Brackets => around("<a><![CDATA[", "]]", "]]></a>", octets, out),
            Self::Text => around("<a>", "a", "</a>", octets, out),
            Self::WideText => around("<a>", "語", "</a>", octets, out),
            Self::AngleBracketsInValue => around("<a a='", "/>", "'/>", octets, out),
            Self::Name => around("<", "a", "/>", octets, out),
        }
    }
}

impl fmt::Display for Flood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

fn nested(start: &str, end: &str, octets: usize, out: &mut String) {
    let count = octets / (start.len() + end.len());
    out.push_str(&start.repeat(count));
    out.push_str(&end.repeat(count));
}

fn around(start: &str, unit: &str, end: &str, octets: usize, out: &mut String) {
    let count = octets.saturating_sub(start.len() + end.len()).div_ceil(unit.len());
    out.push_str(start);
    out.push_str(&unit.repeat(count));
    out.push_str(end);
}

fn numbered(start: &str, unit: impl Fn(usize) -> String, end: &str, octets: usize, out: &mut String) {
    let full = out.len() + octets;
    out.push_str(start);
    for number in 0.. {
        if out.len() >= full {
            break;
        }
        out.push_str(&unit(number));
    }
    out.push_str(end);
}

fn element_with_attributes() -> String {
    let mut element = "<b".to_owned();
    for number in 0..16 {
        write!(element, " a{number}='{number}'").expect("strings take everything");
    }
    element + "/>"
}

/// Only expanded names tell these attributes apart.
fn attributes_in_namespaces(octets: usize, out: &mut String) {
    numbered("<a", |n| format!(" xmlns:p{n}='urn:example:namespace:{n}' p{n}:a=''"), "/>", octets, out);
}

fn nested_declarations(octets: usize, out: &mut String) {
    let mut ends = Vec::new();
    let full = out.len() + octets;
    for number in 0.. {
        let prefix = if number == 0 { "p" } else { "p0:p" };
        let end = if number == 0 { "</p>" } else { "</p0:p>" };
        if out.len() + (ends.len() + 1) * end.len() >= full {
            break;
        }
        write!(out, "<{prefix} xmlns:p{number}='urn:{number}'>").expect("strings take everything");
        ends.push(end);
    }
    for end in ends.into_iter().rev() {
        out.push_str(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floods_are_as_long_as_asked() {
        for flood in Flood::ALL {
            for octets in [1 << 10, 1 << 16, 1 << 20] {
                let length = flood.stream(octets).len();
                assert!(length.abs_diff(octets) < 400, "{flood}: {length} octets, not {octets}");
            }
        }
    }

    #[test]
    fn every_start_has_its_end() {
        for flood in Flood::ALL {
            let text = flood.stream(1 << 12);
            let payload =
                text.strip_prefix(HEADER).and_then(|text| text.strip_suffix(CLOSE)).expect("a stream");
            assert!(payload.starts_with("<message>") && payload.ends_with("</message>"), "{flood}");
        }
    }
}
