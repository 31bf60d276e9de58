//! What preparation changed in an address, and why: found by preparing its characters and labels alone.

use envoi::{Jid, Part, Policy, Split};
use serde::Serialize;

/// One change, or several of the same kind side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) part: Part,
    /// What stood there; empty if something was added.
    pub(crate) from: String,
    /// What stands there now; empty if something was dropped.
    pub(crate) to: String,
    pub(crate) kind: Kind,
}

/// The kinds of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    LowerCase,
    Width,
    Space,
    Normalization,
    Dot,
    FinalDot,
    ALabel,
    IpLiteral,
    SenderResourcepart,
    /// By a table that does several of these in one step.
    Mapping,
}

/// Which documents the changes come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rules {
    pub(crate) policy: Policy,
    /// RFC 6122 instead of RFC 7622.
    pub(crate) stringprep: bool,
    /// UTS 46 maps domainparts.
    pub(crate) uts46: bool,
}

/// All changes from `text` to `jid`, which it was prepared to, part by part.
pub(crate) fn changes(text: &str, jid: &Jid, rules: Rules) -> Vec<Change> {
    let (raw, parts) = (Split::new(text), jid.parts());
    let mut explainer = Explainer { rules, part: Part::Localpart, changes: Vec::new() };
    if let (Some(raw), Some(localpart)) = (raw.localpart, parts.localpart) {
        explainer.characters(raw, localpart.as_str());
    }
    explainer.part = Part::Domainpart;
    explainer.domainpart(raw.domainpart, parts.domainpart.as_str());
    explainer.part = Part::Resourcepart;
    match (raw.resourcepart, parts.resourcepart) {
        (Some(raw), Some(resourcepart)) => explainer.characters(raw, resourcepart.as_str()),
        (None, Some(added)) => explainer.push(Kind::SenderResourcepart, "", added.as_str()),
        (_, None) => {}
    }
    explainer.changes
}

impl Rules {
    /// The rule that asks for a kind of change.
    pub(crate) const fn rule(self, part: Part, kind: Kind) -> &'static str {
        match kind {
            Kind::SenderResourcepart => "App Engine XMPP service",
            Kind::IpLiteral => "RFC 5952 section 4",
            _ if self.stringprep => stringprep_rule(part, kind),
            Kind::FinalDot => "RFC 7622 section 3.2",
            Kind::ALabel => "RFC 7622 section 3.2.1",
            _ => match part {
                Part::Domainpart if self.uts46 => "UTS 46 section 4",
                Part::Domainpart => "RFC 5895 section 2",
                Part::Localpart if matches!(kind, Kind::Width) => "RFC 8265 section 3.3.2",
                Part::Localpart => "RFC 8265 section 3.3.3",
                Part::Resourcepart => "RFC 8265 section 4.2.2",
            },
        }
    }
}

impl Kind {
    /// What was done, for a person.
    pub(crate) const fn phrase(self) -> &'static str {
        match self {
            Self::LowerCase => "lower case",
            Self::Width => "fullwidth and halfwidth forms are mapped",
            Self::Space => "spaces are mapped to U+0020",
            Self::Normalization => "Unicode Normalization Form C",
            Self::Dot => "a full stop between labels",
            Self::FinalDot => "a final dot is not part of the name",
            Self::ALabel => "A-labels are decoded",
            Self::IpLiteral => "IPv6 addresses have one form",
            Self::SenderResourcepart => "a sender without a resourcepart",
            Self::Mapping => "mapped by table",
        }
    }
}

struct Explainer {
    rules: Rules,
    part: Part,
    changes: Vec<Change>,
}

impl Explainer {
    fn push(&mut self, kind: Kind, from: &str, to: &str) {
        self.changes.push(Change { part: self.part, from: from.into(), to: to.into(), kind });
    }

    /// What became of each character; then what became of characters together.
    fn characters(&mut self, raw: &str, prepared: &str) {
        let mut alone = String::with_capacity(raw.len());
        let mut last = None;
        for c in raw.chars() {
            let start = alone.len();
            self.prepare_alone(c, &mut alone);
            let (from, to) = (c.encode_utf8(&mut [0; 4]).to_owned(), &alone[start..]);
            let kind = (from != to).then(|| self.kind(c));
            match (kind, self.changes.last_mut()) {
                (Some(_), Some(change)) if last == kind => {
                    change.from.push(c);
                    change.to.push_str(to);
                }
                (Some(kind), _) => self.push(kind, &from, to),
                (None, _) => {}
            }
            last = kind;
        }
        self.difference(&alone, prepared);
    }

    /// Appends what a character becomes by itself; one that cannot stand alone is taken to stay.
    fn prepare_alone(&self, c: char, alone: &mut String) {
        let mut room = [0; 4];
        let text = &*c.encode_utf8(&mut room);
        let policy = self.rules.policy;
        match self.part {
            Part::Localpart => {
                alone.push_str(policy.parse_localpart(text).as_deref().map_or(text, |part| part.as_str()));
            }
            Part::Domainpart => {
                alone.push_str(policy.parse_domainpart(text).as_deref().map_or(text, |part| part.as_str()));
            }
            Part::Resourcepart => {
                alone.push_str(policy.parse_resourcepart(text).as_deref().map_or(text, |part| part.as_str()));
            }
        }
    }

    /// The kind of change that a character alone goes through.
    fn kind(&self, c: char) -> Kind {
        match c {
            // The block of Halfwidth and Fullwidth Forms.
            '\u{FF00}'..='\u{FFEF}' => Kind::Width,
            _ if self.part == Part::Resourcepart && c.is_whitespace() => Kind::Space,
            _ if c.to_lowercase().ne([c]) => Kind::LowerCase,
            _ => self.joint_kind(),
        }
    }

    /// The kind of change that is none of the characters'.
    fn joint_kind(&self) -> Kind {
        let by_table = self.rules.stringprep || self.rules.uts46 && self.part == Part::Domainpart;
        if by_table { Kind::Mapping } else { Kind::Normalization }
    }

    /// The stretch where two texts differ, if they do.
    fn difference(&mut self, from: &str, to: &str) {
        if from == to {
            return;
        }
        let front = common_octets(from.chars(), to.chars());
        let (from, to) = (&from[front..], &to[front..]);
        let back = common_octets(from.chars().rev(), to.chars().rev());
        self.push(self.joint_kind(), &from[..from.len() - back], &to[..to.len() - back]);
    }

    fn domainpart(&mut self, raw: &str, prepared: &str) {
        let name = raw.strip_suffix(['.', '\u{3002}']).unwrap_or(raw);
        if name.starts_with('[') {
            if name != prepared {
                self.push(Kind::IpLiteral, name, prepared);
            }
        } else if name.split(is_dot).count() == prepared.split('.').count() {
            for (raw, prepared) in name.split(is_dot).zip(prepared.split('.')) {
                self.label(raw, prepared);
            }
            for dot in name.matches(is_dot).filter(|&dot| dot != ".") {
                self.push(Kind::Dot, dot, ".");
            }
        } else {
            self.difference(name, prepared);
        }
        if name.len() < raw.len() {
            self.push(Kind::FinalDot, &raw[name.len()..], "");
        }
    }

    fn label(&mut self, raw: &str, prepared: &str) {
        let is_a_label = raw.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xn--"));
        if is_a_label && !prepared.is_ascii() {
            self.push(Kind::ALabel, raw, prepared);
        } else {
            self.characters(raw, prepared);
        }
    }
}

/// The same for RFC 6122, with RFC 3490 and RFC 3491 for the domainpart.
const fn stringprep_rule(part: Part, kind: Kind) -> &'static str {
    match (kind, part) {
        (Kind::FinalDot, _) => "RFC 6122 section 2.2",
        (Kind::Dot, _) => "RFC 3490 section 3.1",
        (Kind::ALabel, _) => "RFC 3490 section 4.2",
        // Folding of case, and normalization by form KC.
        (Kind::LowerCase, Part::Localpart) => "RFC 6122 appendix A.3",
        (Kind::LowerCase, Part::Domainpart) => "RFC 3491 section 3",
        (Kind::Width | Kind::Space, Part::Localpart) => "RFC 6122 appendix A.4",
        (Kind::Width | Kind::Space, Part::Domainpart) => "RFC 3491 section 4",
        (Kind::Width | Kind::Space, Part::Resourcepart) => "RFC 6122 appendix B.4",
        // Either of the two, or a code point that is mapped to nothing.
        (_, Part::Localpart) => "RFC 6122 appendix A",
        (_, Part::Domainpart) => "RFC 3491 sections 3 and 4",
        (_, Part::Resourcepart) => "RFC 6122 appendix B",
    }
}

// RFC 5895 section 2: U+3002, and what width mapping turns into a dot.
const fn is_dot(c: char) -> bool {
    matches!(c, '.' | '\u{3002}' | '\u{FF0E}' | '\u{FF61}')
}

fn common_octets(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explain(text: &str) -> Vec<(Kind, String, String)> {
        let rules = Rules { policy: Policy::RFC7622, stringprep: false, uts46: false };
        let jid = Policy::RFC7622.parse(text).unwrap();
        changes(text, &jid, rules).into_iter().map(|change| (change.kind, change.from, change.to)).collect()
    }

    fn one(kind: Kind, from: &str, to: &str) -> Vec<(Kind, String, String)> {
        vec![(kind, from.into(), to.into())]
    }

    #[test]
    fn nothing_changed() {
        assert_eq!(explain("juliet@example.com/Balcony"), []);
    }

    #[test]
    fn each_kind_of_change() {
        for (text, kind, from, to) in [
            ("JUliet@example.com", Kind::LowerCase, "JU", "ju"),
            ("\u{FF4A}uliet@example.com", Kind::Width, "\u{FF4A}", "j"),
            ("e\u{301}@example.com", Kind::Normalization, "e\u{301}", "\u{E9}"),
            ("a.example/my\u{A0}phone", Kind::Space, "\u{A0}", " "),
            ("a.example.", Kind::FinalDot, ".", ""),
            ("a\u{3002}example", Kind::Dot, "\u{3002}", "."),
            ("XN--bcher-kva.example", Kind::ALabel, "XN--bcher-kva", "b\u{FC}cher"),
            ("[2001:DB8:0::1]", Kind::IpLiteral, "[2001:DB8:0::1]", "[2001:db8::1]"),
        ] {
            assert_eq!(explain(text), one(kind, from, to), "{text}");
        }
    }

    #[test]
    fn changes_of_one_kind_apart_from_each_other_are_two() {
        assert_eq!(
            explain("JulieT@example.com"),
            [one(Kind::LowerCase, "J", "j"), one(Kind::LowerCase, "T", "t")].concat()
        );
    }
}
