//! Any octets as a stream, cut in any way.
//!
//! - Octets in one piece, one by one, and cut as told give the same events and the same error at the same offset, from a buffer of the
//!   library's and from one of the caller's.
//! - Nothing comes after an error but that error, and nothing at all after a close, whatever is pushed.
//! - Nothing that comes out is beyond a limit; and limits change nothing else: up to where one is broken, the events are those of a reader
//!   without any. Where one is broken, one more moves the error or takes it away.
//! - What is whole is counted by a naive reader ([`counts`]): what it counts passes, and one less fails at the octet that is one too many.
//! - An element has its source at its offset, and a copy of it means the same.
//! - A frame alone is the stanza that it is between others.

use super::plan::{Kind, Plan};
use super::spelling::{self, Piece};
use super::{counts, tree};
use crate::outcome::{Outcome, What};
use crate::run;
use envoi::stream::{Condition, Event, Limits, StreamBuffer, StreamReader};
use envoi::xml::{Element, ElementBuf};

/// The laws of reading.
pub fn stream_read(octets: &[u8]) {
    if let Some(plan) = Plan::read(octets) {
        check(&plan);
    }
}

pub(super) fn check(plan: &Plan<'_>) {
    if plan.kind == Kind::Frames {
        frames(plan);
    } else {
        cuts_change_nothing(plan);
        nothing_follows_the_end(plan);
        limits_hold(plan);
    }
}

fn cuts_change_nothing(plan: &Plan<'_>) {
    let chunks = plan.chunks();
    let whole = run::octets(plan.reader(plan.limits), &[plan.octets]);
    assert_same(&run::octets(plan.reader(plan.limits), &chunks), &whole, plan);
    let single: Vec<&[u8]> = plan.octets.chunks(1).collect();
    assert_same(&run::octets(plan.reader(plan.limits), &single), &whole, plan);
    // The same, where the caller keeps the octets: only the events can be compared.
    let mut reader = plan.reader(plan.limits);
    let (mut taken, mut end, mut events) = (0, 0, 0);
    'all: for chunk in chunks {
        end += chunk.len();
        loop {
            let mut input = &plan.octets[taken..end];
            let event = reader.read(&mut input);
            let rest = input.len();
            match event {
                Ok(Some(_)) => events += 1,
                Ok(None) => {}
                Err(_) => break 'all,
            }
            let more = matches!(event, Ok(Some(_)));
            taken = end - rest;
            if !more {
                break;
            }
        }
        assert_eq!(reader.offset(), taken as u64, "{plan:?}");
    }
    let expected =
        whole.iter().filter(|outcome| !matches!(outcome.what, What::Error { .. } | What::Incomplete));
    assert_eq!(events, expected.count(), "{plan:?}");
}

fn assert_same(found: &[Outcome], expected: &[Outcome], plan: &Plan<'_>) {
    let shown =
        |outcomes: &[Outcome]| outcomes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(found == expected, "{plan:?}:\n{}\n-- and in one piece\n{}", shown(found), shown(expected));
}

fn nothing_follows_the_end(plan: &Plan<'_>) {
    let mut buffer = StreamBuffer::new(plan.reader(plan.limits));
    buffer.push(plan.octets);
    let end = loop {
        match buffer.next_event() {
            Ok(None) => return,
            Ok(Some(Event::Close)) => break None,
            Ok(Some(_)) => {}
            Err(error) => break Some(error),
        }
    };
    for more in [&b""[..], b"<presence/>", b"</stream:stream>", plan.octets] {
        buffer.push(more);
        for _ in 0..2 {
            match (buffer.next_event(), end) {
                (Ok(None), None) => {}
                (Err(error), Some(end)) => assert_eq!(error, end, "{plan:?}"),
                (event, _) => panic!("{plan:?}: {event:?} after the end"),
            }
        }
    }
}

fn limits_hold(plan: &Plan<'_>) {
    let mut buffer = StreamBuffer::new(plan.reader(plan.limits));
    buffer.push(plan.octets);
    let mut around = 0;
    while let Ok(Some(event)) = buffer.next_event() {
        match event {
            Event::Open(header) => {
                within(header.element(), plan.limits.header_octets, 0, 0, &plan.limits);
                around = declarations(header.element());
            }
            Event::Stanza(stanza) => views(stanza.element(), around, &plan.limits),
            Event::Element(element) => views(element, around, &plan.limits),
            Event::Close => {}
        }
    }
    let (limited, unlimited) = (
        run::octets(plan.reader(plan.limits), &[plan.octets]),
        run::octets(plan.reader(Limits::MAX), &[plan.octets]),
    );
    limits_change_nothing_else(&limited, &unlimited, plan);
    one_more_moves_the_error(&limited, plan.limits, plan, |limits| {
        run::octets(plan.reader(limits), &[plan.octets])
    });
    counts::are_exact(plan, &unlimited);
}

/// The limit that is broken, and its offset.
fn broken(outcomes: &[Outcome]) -> Option<(&str, u64)> {
    match outcomes.last() {
        Some(Outcome { what: What::Error { condition, kind, offset }, .. })
            if condition == Condition::PolicyViolation.as_str() =>
        {
            Some((kind, *offset))
        }
        _ => None,
    }
}

/// With one more of what there is too much of, the same error is further on; or there is another one, or none.
fn one_more_moves_the_error(
    limited: &[Outcome],
    mut limits: Limits,
    plan: &Plan<'_>,
    run: impl Fn(Limits) -> Vec<Outcome>,
) {
    let Some((kind, offset)) = broken(limited) else { return };
    match kind {
        "stanza-octets" => limits.stanza_octets += 1,
        "header-octets" => limits.header_octets += 1,
        "depth" => limits.depth += 1,
        "attributes" => limits.attributes += 1,
        "declarations" => limits.declarations += 1,
        "name-octets" => limits.name_octets += 1,
        _ => panic!("{plan:?}: {kind} is no limit"),
    }
    let raised = run(limits);
    let before = &limited[..limited.len() - 1];
    assert_same(&raised[..before.len().min(raised.len())], before, plan);
    if let Some((now, next)) = broken(&raised) {
        let is_further = if now == kind { next > offset } else { next + shown_behind(now, limits) >= offset };
        assert!(is_further, "{plan:?}: {raised:?}");
    }
}

/// How many octets behind the offset of an error the octet may stand that shows it: the error in front of it may be told of that octet.
fn shown_behind(kind: &str, limits: Limits) -> u64 {
    match kind {
        // At `<`, which may begin an end tag.
        "depth" => 1,
        // At a name, once it is whole.
        "declarations" => limits.name_octets as u64 + 1,
        // Perhaps inside a character.
        "name-octets" => 3,
        _ => 0,
    }
}

fn limits_change_nothing_else(limited: &[Outcome], unlimited: &[Outcome], plan: &Plan<'_>) {
    if broken(limited).is_none() {
        return assert_same(limited, unlimited, plan);
    }
    let before = &limited[..limited.len() - 1];
    assert!(unlimited.len() >= before.len(), "{plan:?}");
    assert_same(before, &unlimited[..before.len()], plan);
}

fn views(element: Element<'_>, around: usize, limits: &Limits) {
    within(element, limits.stanza_octets, 1, around, limits);
    let copy = element.to_owned();
    assert_eq!(tree::meaning(copy.element()), tree::meaning(element), "{}", element.source());
}

/// The limits of one tree whose root has this depth, and this many declarations around it.
fn within(root: Element<'_>, octets: usize, depth: u32, around: usize, limits: &Limits) {
    let mut open = Vec::new();
    assert!(root.source().len() <= octets, "{} octets", root.source().len());
    for (element, level) in tree::elements(root) {
        assert!(depth + level <= limits.depth || depth + level == 0, "depth {}", depth + level);
        let own = declarations(element);
        open.truncate(level as usize);
        open.push(own);
        let declared = around + open.iter().sum::<usize>();
        assert!(u32::try_from(declared).is_ok_and(|declared| declared <= limits.declarations), "{declared}");
        assert!(element.attributes().len() + own <= limits.attributes, "{}", element.source());
        assert!(qualified(element.prefix(), element.name()) <= limits.name_octets, "{}", element.source());
        for attribute in element.attributes() {
            assert!(qualified(attribute.prefix(), attribute.name()) <= limits.name_octets, "{attribute:?}");
        }
        let start = element.offset() - root.offset();
        assert!(root.source()[start..].starts_with(element.source()), "{}", root.source());
    }
}

/// How many declarations are in the start tag.
fn declarations(element: Element<'_>) -> usize {
    let (source, inner) = (element.source(), element.inner_source());
    let front =
        if inner.is_empty() { source.len() } else { inner.as_ptr() as usize - source.as_ptr() as usize };
    let pieces = spelling::pieces(&source[..front]).into_iter();
    pieces.filter(|(piece, _)| *piece == Piece::Declaration).count()
}

pub(super) fn qualified(prefix: &str, name: &str) -> usize {
    if prefix.is_empty() { name.len() } else { prefix.len() + 1 + name.len() }
}

fn frames(plan: &Plan<'_>) {
    let chunks = plan.chunks();
    let limited = run::frames(Plan::frame_reader(plan.limits), &chunks);
    one_more_moves_the_error(&limited, plan.limits, plan, |limits| {
        run::frames(Plan::frame_reader(limits), &chunks)
    });
    limits_change_nothing_else(&limited, &run::frames(Plan::frame_reader(Limits::MAX), &chunks), plan);
    let mut reader = Plan::frame_reader(plan.limits);
    let mut end = None;
    for frame in &chunks {
        match (reader.read(frame), end) {
            (Err(error), Some(Err(end))) => assert_eq!(error, end, "{plan:?}"),
            (Ok(None), Some(Ok(()))) => {}
            (event, Some(_)) => panic!("{plan:?}: {event:?} after the end"),
            (Err(error), None) => end = Some(Err(error)),
            (Ok(Some(Event::Close)), None) => end = Some(Ok(())),
            (Ok(Some(Event::Stanza(stanza))), None) => {
                alone(frame, stanza.element());
                views(stanza.element(), 0, &plan.limits);
            }
            (Ok(_), None) => {}
        }
    }
}

/// RFC 7395 section 3.3.3: a frame takes nothing from others.
fn alone(frame: &[u8], element: Element<'_>) {
    let alone =
        ElementBuf::parse_within(element.source(), envoi::xml::Limits::MAX).expect("it has been read");
    assert_eq!(tree::meaning(alone.element()), tree::meaning(element), "{frame:?}");
    let mut reader = StreamReader::fragments(Limits::MAX);
    let mut input = element.source().as_bytes();
    match reader.read(&mut input) {
        Ok(Some(Event::Stanza(stanza))) => {
            assert_eq!(tree::meaning(stanza.element()), tree::meaning(element), "{frame:?}");
        }
        event => panic!("{frame:?}: {event:?}"),
    }
}
