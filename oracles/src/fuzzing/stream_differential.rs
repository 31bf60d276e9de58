//! Any octets as a stream, against expat, `quick-xml` and `rxml`.
//!
//! - What is accepted is accepted by each of the others, and means the same: the header and every first-level element that is whole. So
//!   does what stands in front of an error.
//! - What expat refuses is refused, at once and not later.
//! - What expat takes to the end of the root and is refused here is refused by a rule that XML does not have, and that rule is broken there.
//!
//! [`excuse`] has the known differences; `stream-deviations.md` says who is right. Most are refusals of something that is there, by a reader that
//! has understood all before and finds the same in another spelling. Where one finds something else, it is told exactly what.

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
    ours.is_at_the_end_of_utf8();
    for peer in PEERS {
        ours.compare(peer);
    }
    #[cfg(feature = "expat")]
    ours.is_stricter_for_a_reason();
}

/// Another reader.
struct Peer {
    reader: Reader,
    /// What it is handed.
    octets: fn(&Ours) -> &[u8],
    /// Whether a difference is one that is known.
    excuse: fn(&Ours, &[u8], &Theirs) -> bool,
}

const PEERS: &[Peer] = &[
    // It judges attributes one by one, and here a tag is judged as it ends.
    Peer { reader: rxml::read, octets: Ours::without_open_tag, excuse: excuse::rxml },
    // It takes the end of what there is for the end of the input, so it gets what is whole.
    Peer { reader: quick_xml::read, octets: |ours| &ours.whole, excuse: excuse::quick_xml },
    #[cfg(feature = "expat")]
    Peer { reader: expat::read, octets: |ours| &ours.sound, excuse: excuse::expat },
];

/// What another reader makes of octets: all that it understood, and whether it refused the rest.
#[derive(Debug)]
struct Theirs {
    trees: Vec<Vec<Node>>,
    verdict: Result<(), String>,
}

impl Theirs {
    fn are(&self, trees: &[Vec<Node>]) -> bool {
        self.verdict.is_ok() && self.trees == trees
    }

    /// Whether this is a refusal, and nothing before it is another.
    fn refuse_some_of(&self, trees: &[Vec<Node>]) -> bool {
        self.verdict.is_err() && trees.starts_with(&self.trees)
    }
}

struct Ours {
    /// The octets, behind a root where they are fragments.
    all: Vec<u8>,
    /// As far as no fault was found.
    sound: Vec<u8>,
    /// As far as events reach.
    whole: Vec<u8>,
    is_fragments: bool,
    trees: Vec<Vec<Node>>,
    error: Option<Fault>,
}

/// The identifier of an error, and where it is in all octets.
struct Fault {
    kind: String,
    offset: usize,
}

impl Ours {
    fn of(plan: &Plan<'_>) -> Self {
        let is_fragments = plan.kind == Kind::Fragments;
        let root = if is_fragments {
            format!("<fragments xmlns='{}'>", plan.content.unwrap_or(NS_CLIENT))
        } else {
            String::new()
        };
        let outcomes = run::octets(plan.reader(Limits::MAX), &[plan.octets]);
        let error = match outcomes.last() {
            Some(Outcome { what: What::Error { kind, offset, .. }, .. }) => {
                let offset = usize::try_from(*offset).expect("an offset into these octets");
                Some(Fault { kind: kind.clone(), offset: root.len() + offset })
            }
            _ => None,
        };
        let mut trees: Vec<Vec<Node>> = outcomes.into_iter().filter_map(|outcome| outcome.tree).collect();
        for node in trees.iter_mut().flatten() {
            if let Content::Element { attributes, .. } = &mut node.content {
                reading::sort(attributes);
            }
        }
        let all = [root.as_bytes(), plan.octets].concat();
        let sound = all[..error.as_ref().map_or(all.len(), |fault| fault.offset)].to_owned();
        let whole = all[..root.len() + taken(plan.reader(Limits::MAX), plan.octets)].to_owned();
        Self { all, sound, whole, is_fragments, trees, error }
    }

    fn compare(&self, peer: &Peer) {
        if let Err(theirs) = self.agrees(peer) {
            let Theirs { trees, verdict } = theirs;
            panic!("{:?}: {verdict:?}\n{}\n-- there\n{}", self.text(), shown(&self.trees), shown(&trees));
        }
    }

    /// The error is what the other reader finds.
    fn agrees(&self, peer: &Peer) -> Result<(), Theirs> {
        let octets = (peer.octets)(self);
        let theirs = self.read(octets, peer.reader);
        let agrees = theirs.are(&self.trees) || (peer.excuse)(self, octets, &theirs);
        if agrees { Ok(()) } else { Err(theirs) }
    }

    /// Octets that are no UTF-8 are told where they begin, and others are not told to be so (RFC 6120 section 11.6).
    fn is_at_the_end_of_utf8(&self) {
        let ill_formed = std::str::from_utf8(&self.all).err().filter(|error| error.error_len().is_some());
        if let Some(Fault { kind, offset }) = self.error.as_ref().filter(|fault| fault.kind == "utf8") {
            let end = ill_formed.map(|error| error.valid_up_to());
            assert_eq!(end, Some(*offset), "{:?}: {kind}", self.text());
        }
        assert!(std::str::from_utf8(&self.whole).is_ok(), "{:?}", self.text());
    }

    /// The octets, without what may be a tag that has not ended.
    fn without_open_tag(&self) -> &[u8] {
        let last = self.sound.iter().rposition(|&octet| octet == b'<').unwrap_or(0);
        if self.error.is_some() { &self.whole } else { &self.all[..last.max(self.whole.len())] }
    }

    fn read(&self, octets: &[u8], reader: Reader) -> Theirs {
        let (mut reading, verdict) = reader(octets, Reading::of_stream());
        let header = usize::from(self.is_fragments).min(reading.trees.len());
        Theirs { trees: reading.trees.split_off(header), verdict }
    }

    #[cfg(feature = "expat")]
    fn is_stricter_for_a_reason(&self) {
        let Some(Fault { kind, offset }) = &self.error else { return };
        let (reading, verdict) = expat::read(&self.all, Reading::of_stream());
        if verdict.is_ok() && reading.is_closed() && !self.is_fragments {
            assert!(self.has_reason(kind, *offset), "{:?}: {kind} here, taken by expat", self.text());
        }
    }

    /// RFC 6120 sections 4.2, 4.8 and 11, and what encodings and white space they leave; each where it is broken.
    #[cfg(feature = "expat")]
    fn has_reason(&self, kind: &str, offset: usize) -> bool {
        let here = &self.all[offset..];
        let declared = self.all.starts_with(b"<?xml");
        match kind {
            "comment" => here.starts_with(b"<!--"),
            "processing-instruction" => here.starts_with(b"<?"),
            "document-type" => here.starts_with(b"<!DOCTYPE"),
            "xml-declaration" | "encoding" => declared && !self.all[..offset].contains(&b'>'),
            // It reads UTF-16 that begins with a byte order mark.
            "utf8" => self.all.starts_with(b"\xFE\xFF") || self.all.starts_with(b"\xFF\xFE"),
            "text-outside" => here.starts_with("\u{FEFF}".as_bytes()),
            "text-between" => here.first() != Some(&b'<') || here.starts_with(b"<![CDATA["),
            "content-prefix" => {
                let name = here.split(|octet| b" \t\r\n/>".contains(octet)).next();
                name.is_some_and(|name| name.starts_with(b"<") && name.contains(&b':'))
            }
            "stream-root" | "stream-namespace" | "content-namespace" | "nested-header" => {
                here.starts_with(b"<")
            }
            _ => false,
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
    use super::{Ours, Theirs};
    use crate::fuzzing::spelling;
    use crate::outcome::{Content, Node};
    use crate::streams::{quick_xml, reading, rxml};

    /// Namespace names as they are written; all else must be the same.
    pub(super) fn quick_xml(ours: &Ours, octets: &[u8], _: &Theirs) -> bool {
        let theirs = ours.read(octets, quick_xml::read);
        let value = |namespace: &str| crate::naive_xml::value(namespace).unwrap_or_default();
        theirs.verdict.is_ok() && renamed(&theirs.trees, &value, &str::to_owned) == ours.trees
    }

    /// U+FDF0 to U+FFFD in names, zeros in front of numbers, CR in values, XML declarations, white space in front of the root.
    ///
    /// It refuses them, or it loses a CR or keeps one, where XML 1.0 section 2.11 makes LF of it, and finds what stands in another text.
    pub(super) fn rxml(ours: &Ours, octets: &[u8], theirs: &Theirs) -> bool {
        let text = well_formed(octets);
        let other = spelling::respelt(text, spelling::of_other_returns);
        let is_known = theirs.refuse_some_of(&ours.trees)
            || other != text && ours.read(other.as_bytes(), rxml::read).trees == theirs.trees;
        let plain = spelling::respelt(behind_front(text), spelling::plain);
        let trees = renamed(&ours.trees, &str::to_owned, &spelling::shifted);
        is_known && ours.read(plain.as_bytes(), rxml::read).are(&trees)
    }

    /// What follows an XML declaration, and white space.
    fn behind_front(text: &str) -> &str {
        let declaration =
            if text.starts_with("<?xml") { text.find("?>").map_or(0, |end| end + 2) } else { 0 };
        text[declaration..].trim_start_matches([' ', '\t', '\r', '\n'])
    }

    /// Names of the fifth edition, and `|` in names of namespaces.
    #[cfg(feature = "expat")]
    pub(super) fn expat(ours: &Ours, octets: &[u8], theirs: &Theirs) -> bool {
        let text = spelling::respelt(well_formed(octets), spelling::of_the_fourth_edition);
        let trees = renamed(&ours.trees, &spelling::without_bar, &spelling::ideographs);
        let read = |text: &str| ours.read(text.as_bytes(), crate::streams::expat::read);
        theirs.refuse_some_of(&ours.trees) && read(&text).are(&trees)
    }

    /// Without the start of a character at the end, and what stands behind the stream and is no UTF-8.
    fn well_formed(octets: &[u8]) -> &str {
        let end = std::str::from_utf8(octets).map_or_else(|error| error.valid_up_to(), str::len);
        std::str::from_utf8(&octets[..end]).unwrap_or_default()
    }

    /// The trees with other names.
    fn renamed(
        trees: &[Vec<Node>],
        namespace: &dyn Fn(&str) -> String,
        local: &dyn Fn(&str) -> String,
    ) -> Vec<Vec<Node>> {
        let mut trees = trees.to_vec();
        for node in trees.iter_mut().flatten() {
            if let Content::Element { name, attributes } = &mut node.content {
                for name in std::iter::once(name).chain(attributes.iter_mut().map(|(name, _)| name)) {
                    *name = reading::name(namespace(&name.namespace), local(&name.local));
                }
                reading::sort(attributes);
            }
        }
        trees
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str =
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

    /// Each has what some reader refuses.
    fn odd() -> [String; 10] {
        [
            format!("{HEADER}<a b='\r\n&#00065;'>\r&#x000a;</a>"),
            format!("<?xml version='1.1' standalone='no'?> \r\n{HEADER}<a/>"),
            format!("{HEADER}<\u{FDF0} \u{FFFD}='\u{FFFD}'/>"),
            format!("{HEADER}<a é='|'>&#00;|</a>").replace("&#00;", "&#013;"),
            format!("{HEADER}<\u{10000}\u{300} xmlns:é='a|b' é:\u{37F}=''/>"),
            format!("{HEADER}<a xmlns='a&amp;&#x7c;&lt;'/>"),
            format!("{HEADER}<a xmlns='a\tb&#65;'/>"),
            format!("{HEADER}<a><![CDATA[]\r\n]\r\r]]></a>"),
            format!("{HEADER}<a b='\r' c='\r\r&#65;\r\t'/>"),
            format!("{HEADER}<a>\u{FDF0}\r<![CDATA[\r&#00;|]]></a>"),
        ]
    }

    #[test]
    fn what_is_known_is_excused() {
        for text in odd() {
            stream_differential(&Plan::write(Kind::Stream, None, &[text.as_bytes()]));
            stream_differential(&Plan::write(Kind::Stream, None, &[text.as_bytes(), b"<b", b"&#0;"]));
        }
    }

    /// An excuse is for a refusal: another tree is a fault, whatever else is there.
    #[test]
    fn another_tree_is_never_excused() {
        for text in odd() {
            let ours = || Ours::of(&Plan::of(Kind::Stream, &[], text.as_bytes()));
            let wrong: [fn(&mut Vec<Vec<Node>>); 4] = [
                |trees| trees.truncate(1),
                |trees| trees[1].push(Node { depth: 2, content: Content::Text("b".to_owned()) }),
                |trees| trees[1][0].depth = 2,
                |trees| match &mut trees[1][0].content {
                    Content::Element { name, .. } => name.namespace.push('x'),
                    Content::Text(text) => text.push('x'),
                },
            ];
            for peer in PEERS {
                for change in wrong {
                    let mut ours = ours();
                    change(&mut ours.trees);
                    assert!(ours.agrees(peer).is_err(), "{text:?}: {}", shown(&ours.trees));
                }
            }
        }
    }

    /// Nor is a refusal of what nobody refuses.
    #[test]
    fn a_refusal_without_a_cause_is_never_excused() {
        let text = format!("{HEADER}<a b='|é\r&#065;'>é</a>");
        let ours = Ours::of(&Plan::of(Kind::Stream, &[], text.as_bytes()));
        for peer in PEERS {
            let refused = Theirs { trees: Vec::new(), verdict: Err("no".to_owned()) };
            let mut broken = text.replace("</a>", "</b>").into_bytes();
            assert!(!(peer.excuse)(&ours, &broken, &refused));
            broken.truncate(HEADER.len());
            assert!(!(peer.excuse)(&ours, &broken, &refused));
        }
    }

    #[test]
    fn what_stands_in_front_of_an_error_is_compared() {
        let text = format!("{HEADER}<a/><b><!--");
        let mut ours = Ours::of(&Plan::of(Kind::Stream, &[], text.as_bytes()));
        assert_eq!(ours.error.as_ref().map(|fault| fault.kind.as_str()), Some("comment"));
        assert!(PEERS.iter().all(|peer| ours.agrees(peer).is_ok()));
        ours.trees.pop();
        assert!(PEERS.iter().all(|peer| ours.agrees(peer).is_err()));
    }
}
