//! Any octets as a stream, against expat, `quick-xml` and `rxml`.
//!
//! - What is accepted is accepted by each of the others, and means the same: the header and every first-level element that is whole.
//! - What expat refuses is refused, at once and not later.
//! - What expat takes to the end of the root and is refused here is refused by a rule that XML does not have.
//!
//! [`excuse`] has the known differences; `stream-deviations.md` says who is right.

use super::plan::{Kind, Plan};
use crate::outcome::{Content, Node, Outcome, What};
use crate::run;
#[cfg(feature = "expat")]
use crate::streams::expat;
use crate::streams::reading::{self, Reader, Reading};
use crate::streams::{quick_xml, rxml};
use envoi::stanza::NS_CLIENT;
use envoi::stream::{Limits, StreamReader};

/// Octets that are compared: `rxml` takes no value that is longer.
const MOST: usize = 8000;

/// Octets as a stream or as fragments, against other readers of XML.
pub fn stream_differential(octets: &[u8]) {
    let Some(plan) = Plan::read(&octets[..octets.len().min(MOST)]) else { return };
    let ours = Ours::of(&plan);
    // It judges attributes one by one, and here a tag is judged as it ends.
    ours.compare(ours.without_open_tag(), rxml::read, excuse::rxml);
    // It takes the end of what there is for the end of the input, so it gets what is whole.
    ours.compare(&ours.whole, quick_xml::read, excuse::quick_xml);
    #[cfg(feature = "expat")]
    {
        ours.compare(&ours.all, expat::read, excuse::expat);
        ours.is_stricter_for_a_reason();
    }
}

struct Ours {
    /// The octets, behind a root where they are fragments.
    all: Vec<u8>,
    /// As far as events reach.
    whole: Vec<u8>,
    is_fragments: bool,
    trees: Vec<Vec<Node>>,
    error: Option<String>,
}

impl Ours {
    fn of(plan: &Plan<'_>) -> Self {
        let is_fragments = plan.kind == Kind::Fragments;
        let outcomes = run::octets(plan.reader(Limits::MAX), &[plan.octets]);
        let error = match outcomes.last() {
            Some(Outcome { what: What::Error { kind, .. }, .. }) => Some(kind.clone()),
            _ => None,
        };
        let mut trees: Vec<Vec<Node>> = outcomes.into_iter().filter_map(|outcome| outcome.tree).collect();
        for node in trees.iter_mut().flatten() {
            if let Content::Element { attributes, .. } = &mut node.content {
                reading::sort(attributes);
            }
        }
        let root = if is_fragments {
            format!("<fragments xmlns='{}'>", plan.content.unwrap_or(NS_CLIENT))
        } else {
            String::new()
        };
        let whole = &plan.octets[..taken(plan.reader(Limits::MAX), plan.octets)];
        Self {
            all: [root.as_bytes(), plan.octets].concat(),
            whole: [root.as_bytes(), whole].concat(),
            is_fragments,
            trees,
            error,
        }
    }

    fn compare(&self, octets: &[u8], reader: Reader, excuse: fn(&Self) -> bool) {
        if self.error.is_some() {
            return;
        }
        let (theirs, verdict) = self.read(octets, reader);
        let same = verdict.is_ok() && theirs == self.trees;
        let shown = || format!("{verdict:?}\n{}\n-- there\n{}", shown(&self.trees), shown(&theirs));
        assert!(same || excuse(self), "{:?}: {}", self.text(), shown());
    }

    /// The octets, without what may be a tag that has not ended.
    fn without_open_tag(&self) -> &[u8] {
        let last = self.all.iter().rposition(|&octet| octet == b'<').unwrap_or(0);
        &self.all[..last.max(self.whole.len())]
    }

    fn read(&self, octets: &[u8], reader: Reader) -> (Vec<Vec<Node>>, Result<(), String>) {
        let (mut reading, verdict) = reader(octets, Reading::of_stream());
        let header = usize::from(self.is_fragments).min(reading.trees.len());
        (reading.trees.split_off(header), verdict)
    }

    #[cfg(feature = "expat")]
    fn is_stricter_for_a_reason(&self) {
        // RFC 6120 sections 4.2, 4.8 and 11, and what encodings and white space they leave.
        const REASONS: &[&str] = &[
            "comment",
            "processing-instruction",
            "document-type",
            "xml-declaration",
            "encoding",
            "utf8",
            "content-prefix",
            "text-between",
            "text-outside",
            "stream-root",
            "stream-namespace",
            "content-namespace",
            "nested-header",
        ];
        let Some(kind) = &self.error else { return };
        let (reading, verdict) = expat::read(&self.all, Reading::of_stream());
        if verdict.is_ok() && reading.is_closed() && !self.is_fragments {
            assert!(REASONS.contains(&kind.as_str()), "{:?}: {kind} here, taken by expat", self.text());
        }
    }

    fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.all)
    }
}

/// How many octets events take off the input.
fn taken(mut reader: StreamReader, octets: &[u8]) -> usize {
    let mut input = octets;
    while let Ok(Some(_)) = reader.read(&mut input) {}
    octets.len() - input.len()
}

fn shown(trees: &[Vec<Node>]) -> String {
    trees.iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Whether a difference is one that is known, reader by reader.
mod excuse {
    use super::Ours;
    use crate::outcome::{Content, Node};
    use crate::streams::quick_xml;

    /// Namespace names as they are written; all else must be the same.
    pub(super) fn quick_xml(ours: &Ours) -> bool {
        let (theirs, verdict) = ours.read(&ours.whole, quick_xml::read);
        let normalised = |nodes: Vec<Node>| nodes.into_iter().map(normalised).collect();
        verdict.is_ok() && theirs.into_iter().map(normalised).collect::<Vec<Vec<Node>>>() == ours.trees
    }

    fn normalised(mut node: Node) -> Node {
        if let Content::Element { name, attributes } = &mut node.content {
            let names = attributes.iter_mut().map(|(name, _)| name);
            for name in std::iter::once(name).chain(names) {
                if let Some(value) = crate::naive_xml::value(&name.namespace) {
                    name.namespace = value;
                }
            }
            crate::streams::reading::sort(attributes);
        }
        node
    }

    /// U+FDF0 to U+FFFD in names, zeros in front of numbers, CR in values, XML declarations, white space in front of the root.
    pub(super) fn rxml(ours: &Ours) -> bool {
        let text = ours.text();
        let declares = text.starts_with("<?xml");
        let spaced = || text.starts_with([' ', '\t', '\r', '\n']);
        text.contains(|c| matches!(c, '\u{FDF0}'..='\u{FFFD}'))
            || ["&#0", "&#x0", "\r"].iter().any(|piece| text.contains(piece))
            || declares
            || spaced()
    }

    /// Names of the fifth edition, and `|` in names of namespaces.
    #[cfg(feature = "expat")]
    pub(super) fn expat(ours: &Ours) -> bool {
        let text = ours.text();
        let mut rest = &*text;
        while let Some(start) = rest.find('<') {
            rest = &rest[start..];
            let (octets, is_known) = if rest.starts_with("<![CDATA[") {
                (rest.find("]]>").unwrap_or(rest.len()), false)
            } else {
                tag(rest)
            };
            if is_known {
                return true;
            }
            rest = &rest[octets..];
        }
        false
    }

    /// The octets of a tag in front of its `>`, and whether it has one of these.
    #[cfg(feature = "expat")]
    fn tag(text: &str) -> (usize, bool) {
        let (mut quote, mut is_known) = (None, false);
        for (at, c) in text.char_indices() {
            match (c, quote) {
                ('>', None) => return (at, is_known),
                ('\'' | '"', None) => quote = Some(c),
                (c, Some(end)) if c == end => quote = None,
                _ => {}
            }
            is_known |= c == '|' || quote.is_none() && !c.is_ascii();
        }
        (text.len(), is_known)
    }
}
