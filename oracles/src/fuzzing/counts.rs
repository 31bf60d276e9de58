//! Limits are exact, as a naive reader counts.

use super::plan::{Kind, Plan};
use crate::naive_xml::{self, Count, Counted, Part, Tree};
use crate::outcome::{Outcome, What};
use crate::run;
use envoi::stream::{Event, Limits};

/// The naive reader calls itself for every level.
const DEEPEST: usize = 100;
const MOST_OCTETS: usize = 1 << 14;

/// What is whole passes with limits of as much as there is, and fails with one less of anything, at what is one too many.
pub(super) fn are_exact(plan: &Plan<'_>, unlimited: &[Outcome]) {
    let depths = unlimited.iter().flat_map(|outcome| outcome.tree.iter().flatten()).map(|node| node.depth);
    if plan.octets.len() > MOST_OCTETS || depths.max().is_none_or(|depth| depth > DEEPEST) {
        return;
    }
    let Some(whole) = Whole::of(plan, unlimited) else { return };
    let all = whole.run(plan, Limits::MAX);
    assert_eq!(all, whole.run(plan, whole.limits()), "{plan:?}: {:?}", whole.limits());
    for (lower, error) in whole.lower() {
        let found = whole.run(plan, lower);
        let shown = found.last().map(ToString::to_string);
        let expected = format!("error policy-violation {error}");
        assert_eq!(shown.as_deref(), Some(&*expected), "{plan:?}: {lower:?}");
        let before = &found[..found.len() - 1];
        assert_eq!(before, &all[..before.len()], "{plan:?}");
    }
}

/// The octets of a plan as far as events reach, and what is counted in them.
struct Whole<'a> {
    octets: &'a [u8],
    counts: Vec<Count>,
    /// The octets of the stream header and what is in front of it, and how many stand in front of the first-level elements; 0 in fragments.
    header: usize,
    /// Where first-level elements begin, and how long they are. The end tag of the stream is not one of them, but has octets too.
    elements: Vec<(usize, usize)>,
    end_tag: usize,
}

impl<'a> Whole<'a> {
    fn of(plan: &Plan<'a>, unlimited: &[Outcome]) -> Option<Self> {
        let (octets, header, root) = events(plan);
        let text = std::str::from_utf8(octets).expect("it has been read");
        // What the naive reader does not know: an XML declaration in front, and an element that is not closed.
        let declaration =
            if text.starts_with("<?xml") { text.find("?>").map_or(0, |end| end + 2) } else { 0 };
        let is_closed = unlimited.iter().any(|outcome| outcome.what == What::Close);
        let front = if plan.kind == Kind::Fragments { "<r>" } else { "" };
        let end = if is_closed { String::new() } else { format!("</{}>", root?) };
        let document = format!("{front}{}{end}", &text[declaration..]);
        let read = naive_xml::document(&document);
        let read = read.unwrap_or_else(|| panic!("{document:?} is refused by the naive reader"));
        // Offsets in the document, and what stands in front of the octets there.
        let place = |at: usize| (at + declaration).checked_sub(front.len());
        let counts = read.counts.iter().filter_map(|count| {
            // The root is around the first level.
            let number = count.number - usize::from(count.counted == Counted::Depth);
            Some(Count { number, offset: place(count.offset)?, ..*count })
        });
        let elements = first_level(&read.root).map(|tree| {
            let start = tree.source.as_ptr() as usize - document.as_ptr() as usize;
            (start + declaration - front.len(), tree.source.len())
        });
        let end_tag = if is_closed { text.len() - text.rfind("</").unwrap_or(text.len()) } else { 0 };
        Some(Self { octets, counts: counts.collect(), header, elements: elements.collect(), end_tag })
    }

    fn run(&self, plan: &Plan<'_>, limits: Limits) -> Vec<Outcome> {
        run::octets(plan.reader(limits), &[self.octets])
    }

    fn most(&self, counted: Counted) -> usize {
        let counts = self.counts.iter().filter(|count| count.counted == counted);
        counts.map(|count| count.number).max().unwrap_or_default()
    }

    fn longest(&self) -> usize {
        self.elements.iter().map(|&(_, octets)| octets).max().unwrap_or_default()
    }

    /// As much as there is.
    fn limits(&self) -> Limits {
        let small = |number: usize| u32::try_from(number).expect("a small limit");
        let mut limits = Limits::MAX;
        limits.header_octets = self.header;
        limits.stanza_octets = self.longest().max(self.end_tag);
        // A header is an element, too.
        limits.depth = small(self.most(Counted::Depth)).max(1);
        limits.attributes = self.most(Counted::Attributes);
        limits.declarations = small(self.most(Counted::Declarations));
        limits.name_octets = self.most(Counted::NameOctets);
        limits
    }

    /// Limits of which one is lower by one, and the kind and offset of the error.
    fn lower(&self) -> Vec<(Limits, String)> {
        let most = self.limits();
        let mut lower = Vec::new();
        let mut add = |at: Option<usize>, kind: &str, change: &dyn Fn(&mut Limits)| {
            if let Some(at) = at {
                let mut limits = most;
                change(&mut limits);
                lower.push((limits, format!("{kind} {at}")));
            }
        };
        add(self.header.checked_sub(1), "header-octets", &|limits| limits.header_octets -= 1);
        let octets = self.longest().saturating_sub(1);
        let longest = self.elements.iter().find(|&&(_, found)| found > octets);
        add(longest.map(|(start, _)| start + octets), "stanza-octets", &|limits| {
            limits.stanza_octets = octets;
        });
        let depth = self.first_beyond_most(Counted::Depth).filter(|_| most.depth > 1);
        add(depth, "depth", &|limits| limits.depth -= 1);
        let attributes = self.first_beyond_most(Counted::Attributes);
        add(attributes, "attributes", &|limits| limits.attributes -= 1);
        let declarations = self.first_beyond_most(Counted::Declarations);
        add(declarations, "declarations", &|limits| limits.declarations -= 1);
        let name = self.first_beyond_most(Counted::NameOctets).map(|start| start + most.name_octets - 1);
        add(name, "name-octets", &|limits| limits.name_octets -= 1);
        lower
    }

    /// Where the first of what there is most of stands.
    fn first_beyond_most(&self, counted: Counted) -> Option<usize> {
        let most = self.most(counted);
        let is_it = |count: &&Count| count.counted == counted && count.number == most;
        self.counts.iter().find(is_it).map(|count| count.offset)
    }
}

/// The octets as far as events reach, how many of them end with the stream header, and the name of what encloses the first level.
fn events<'a>(plan: &Plan<'a>) -> (&'a [u8], usize, Option<String>) {
    let mut reader = plan.reader(Limits::MAX);
    let (mut input, mut header) = (plan.octets, 0);
    let mut root = (plan.kind == Kind::Fragments).then(|| "r".to_owned());
    while let Ok(Some(event)) = reader.read(&mut input) {
        if let Event::Open(opened) = event {
            let (prefix, name) = (opened.element().prefix(), opened.element().name());
            root = Some(if prefix.is_empty() { name.to_owned() } else { format!("{prefix}:{name}") });
            header = plan.octets.len() - input.len();
        }
    }
    (&plan.octets[..plan.octets.len() - input.len()], header, root)
}

fn first_level<'t, 'a>(root: &'t Tree<'a>) -> impl Iterator<Item = &'t Tree<'a>> {
    root.parts.iter().filter_map(|part| match part {
        Part::Element(tree) => Some(tree),
        Part::Text(_) => None,
    })
}
