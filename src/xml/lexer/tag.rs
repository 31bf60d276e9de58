//! Start tags, empty-element tags and end tags (XML 1.0 section 3.1).

use super::name::OpenName;
use super::reference::Within;
use super::{Lexer, Signal, State, Step, Stop, XmlErrorKind, fault};
use crate::steps::{step, steps};
use crate::xml::chars;
use crate::xml::index::{Attribute, Declaration, NO_NAMESPACE, NONE, Name, Node, Place, Span, offset};

/// The attributes and declarations of a tag.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    /// Where they begin in the index.
    pub(super) first_attribute: usize,
    pub(super) first_declaration: usize,
    /// How many there are.
    count: usize,
    /// Whether a name of an attribute has a prefix.
    pub(super) prefixed: bool,
    /// A bit for each kind of local name, so that most tags show at once that they hold no name twice.
    seen: u64,
    /// Whether two names were of one kind.
    pub(super) similar: bool,
}

impl Tally {
    #[inline(always)]
    fn add(&mut self, first: u8, last: u8, octets: usize) {
        self.count += 1;
        let kind = octets + 5 * usize::from(first) + 11 * usize::from(last);
        let bit = 1 << (kind % 64);
        self.similar |= self.seen & bit != 0;
        self.seen |= bit;
    }
}

/// An attribute that is being read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pending {
    name: Name,
    /// Whether it is a namespace declaration.
    declares: bool,
    /// The quote around its value.
    pub(super) quote: u8,
    /// Where its value begins.
    pub(super) value: usize,
    /// Whether its value is as it stands so far.
    plain: bool,
}

impl Lexer {
    /// In the name of a start tag.
    #[inline(always)]
    pub(super) fn start_name(&mut self, octets: &[u8], pos: usize, name: OpenName) -> Step {
        let name = self.name(octets, pos, name, State::StartName)?;
        let pos = name.whole.end as usize;
        if !matches!(octets[pos], b' ' | b'>' | b'/' | b'\t' | b'\n' | b'\r') {
            return Err(self.stray_behind_name(octets, name));
        }
        self.open_element(name);
        self.tag(octets, pos, false)
    }

    #[inline(always)]
    fn open_element(&mut self, name: Name) {
        let parent = self.index.nodes.get(self.current as usize);
        let (default, lang) =
            parent.map_or((self.index.inherited.default, NONE), |node| (node.default, node.lang));
        self.tally = Tally {
            first_attribute: self.index.attributes.len(),
            first_declaration: self.index.declarations.len(),
            ..Tally::default()
        };
        let node = Node {
            name,
            parent: self.current,
            content: 0,
            content_end: 0,
            end: 0,
            next: NONE,
            namespace: NO_NAMESPACE,
            default,
            attributes: offset(self.tally.first_attribute),
            declarations: offset(self.tally.first_declaration),
            declared: self.declared,
            bound: self.index.scope.bound(),
            lang,
            plain: true,
        };
        self.current = offset(self.index.nodes.len());
        self.depth += 1;
        self.index.nodes.push(node);
    }

    #[cold]
    fn stray_behind_name(&mut self, octets: &[u8], name: Name) -> Stop {
        let stop = self.stray(octets, name.whole.end as usize, XmlErrorKind::Name, State::StartName);
        self.name = OpenName::of(name);
        stop
    }

    /// Between what a tag holds; `spaced` if there is white space in front.
    #[inline(always)]
    pub(super) fn tag(&mut self, octets: &[u8], mut pos: usize, mut spaced: bool) -> Step {
        loop {
            step();
            match octets.get(pos) {
                None => return self.pause(State::Tag, pos),
                Some(b' ' | b'\t' | b'\n' | b'\r') => {
                    pos += 1;
                    spaced = true;
                }
                Some(b'>') => return self.end_start_tag(octets, pos + 1, false),
                Some(b'/') => return self.empty_tag(octets, pos),
                Some(_) if !spaced => {
                    return Err(self.stray(octets, pos, XmlErrorKind::Attribute, State::Tag));
                }
                Some(_) if self.tally.count >= self.limits.attributes => {
                    return Err(fault(XmlErrorKind::Attributes, pos));
                }
                Some(_) => {
                    pos = self.attribute_name(octets, pos, OpenName::at(pos))?;
                    spaced = false;
                }
            }
        }
    }

    /// In the name of an attribute. This and the next four read on to the octet behind the attribute.
    #[inline(always)]
    pub(super) fn attribute_name(&mut self, octets: &[u8], pos: usize, name: OpenName) -> Step {
        let name = self.name(octets, pos, name, State::AttributeName)?;
        let (start, local, end) = (name.whole.start as usize, name.local as usize, name.whole.end as usize);
        self.tally.add(octets[local], octets[end - 1], end - local);
        let declares = is_declaration(&octets[start..end]);
        if declares && self.declared >= self.limits.declarations {
            return Err(fault(XmlErrorKind::Declarations, start));
        }
        self.equals(octets, end, Pending { name, declares, plain: true, quote: 0, value: 0 })
    }

    #[inline(always)]
    pub(super) fn equals(&mut self, octets: &[u8], pos: usize, attribute: Pending) -> Step {
        // Nearly always nothing stands around the equals sign.
        if let Some(&[b'=', quote]) = octets.get(pos..pos + 2)
            && is_quote(quote)
        {
            let attribute = Pending { quote, value: pos + 2, ..attribute };
            return self.value(octets, pos + 2, attribute);
        }
        self.pending = attribute;
        let (pos, attribute) = self.spaced_equals(octets, pos)?;
        self.value(octets, pos, attribute)
    }

    /// [`equals`](Self::equals), where white space may stand around it: the place behind the quote.
    #[cold]
    #[inline(never)]
    fn spaced_equals(&mut self, octets: &[u8], pos: usize) -> Result<(usize, Pending), Stop> {
        let pos = self.skip_space(octets, pos, State::Equals)?;
        if octets[pos] != b'=' {
            return Err(self.stray(octets, pos, XmlErrorKind::Attribute, State::Equals));
        }
        self.open_quote(octets, pos + 1)
    }

    /// Behind the equals sign, where white space may stand: the place behind the quote.
    fn open_quote(&mut self, octets: &[u8], pos: usize) -> Result<(usize, Pending), Stop> {
        let pos = self.skip_space(octets, pos, State::Quote)?;
        let quote = octets[pos];
        if !is_quote(quote) {
            return Err(self.stray(octets, pos, XmlErrorKind::Attribute, State::Quote));
        }
        Ok((pos + 1, Pending { quote, value: pos + 1, ..self.pending }))
    }

    #[cold]
    pub(super) fn quote(&mut self, octets: &[u8], pos: usize) -> Step {
        let (pos, attribute) = self.open_quote(octets, pos)?;
        self.value(octets, pos, attribute)
    }

    #[inline(always)]
    pub(super) fn value(&mut self, octets: &[u8], mut pos: usize, mut attribute: Pending) -> Step {
        let quote = attribute.quote;
        loop {
            pos = self.seek(octets, pos, |markup| markup.quoted(quote));
            // Most values hold nothing to look at.
            if octets.get(pos) == Some(&quote) {
                self.end_attribute(pos, attribute);
                return Ok(pos + 1);
            }
            pos = self.odd_in_value(octets, pos, attribute)?;
            attribute.plain = self.pending.plain;
        }
    }

    /// What stands in a value and is to be looked at; the place behind it.
    #[inline(never)]
    fn odd_in_value(&mut self, octets: &[u8], pos: usize, attribute: Pending) -> Step {
        let plain = attribute.plain && matches!(octets.get(pos), Some(0x80..) | None);
        self.pending = Pending { plain, ..attribute };
        match octets.get(pos) {
            None => self.pause(State::Value, pos),
            Some(b'<') => Err(fault(XmlErrorKind::AttributeValue, pos)),
            Some(b'&') => self.reference(octets, pos, Within::Value),
            Some(b'\t' | b'\n' | b'\r') => Ok(pos + 1),
            Some(0x80..) => self.beyond_ascii(octets, pos, State::Value),
            Some(_) => Err(fault(XmlErrorKind::Character, pos)),
        }
    }

    /// At the quote that ends a value.
    #[inline(always)]
    fn end_attribute(&mut self, pos: usize, attribute: Pending) {
        let Pending { name, plain, .. } = attribute;
        let value = Span { start: offset(attribute.value), end: offset(pos) };
        if !attribute.declares {
            self.tally.prefixed |= name.has_prefix();
            self.index.attributes.push(Attribute { name, value, namespace: NO_NAMESPACE, plain });
            return;
        }
        let prefix = if name.has_prefix() { name.local_span() } else { Span::default() };
        self.declared += 1;
        self.index.declarations.push(Declaration {
            start: name.whole.start,
            prefix: Place { span: prefix, kept: false },
            uri: Place { span: value, kept: false },
            plain,
            used: false,
            is_content: None,
            first: 0,
        });
    }

    /// At the `/` of an empty-element tag.
    #[inline(always)]
    pub(super) fn empty_tag(&mut self, octets: &[u8], pos: usize) -> Step {
        match octets.get(pos + 1) {
            None => self.pause(State::EmptyTag, pos),
            Some(b'>') => self.end_start_tag(octets, pos + 2, true),
            Some(_) => Err(self.stray_behind_slash(octets, pos)),
        }
    }

    #[cold]
    fn stray_behind_slash(&mut self, octets: &[u8], slash: usize) -> Stop {
        let stop = self.stray(octets, slash + 1, XmlErrorKind::Attribute, State::EmptyTag);
        self.pos = slash;
        stop
    }

    /// Behind the `>` of a start tag.
    #[inline(always)]
    fn end_start_tag(&mut self, octets: &[u8], pos: usize, empty: bool) -> Step {
        let namespace = self.resolve(octets)?;
        self.index.nodes[self.current as usize].content = offset(pos);
        let outermost = self.depth == 1;
        if empty {
            self.close_element(pos, pos);
        }
        if outermost {
            return self.behind_outermost(pos, namespace, empty);
        }
        Ok(pos)
    }

    /// Behind the start tag of the outermost element. There is nothing to tell of one in the usual namespace that goes on.
    #[inline(always)]
    fn behind_outermost(&mut self, pos: usize, namespace: u32, empty: bool) -> Step {
        let state = if empty { State::Finished } else { State::Content };
        if Some(namespace) != self.usual_namespace {
            return self.signal(Signal::Started, state, pos);
        }
        if empty { self.signal(Signal::Finished, state, pos) } else { Ok(pos) }
    }

    /// At `</`. Nearly always the whole end tag is there, and holds nothing but the name of the start tag.
    #[inline(always)]
    pub(super) fn whole_end_tag(&mut self, octets: &[u8]) -> Step {
        let name = self.tag + 2;
        if let Some(node) = self.index.nodes.get(self.current as usize) {
            let end = name + node.name.octets();
            if octets.get(end) == Some(&b'>')
                && same(octets, name, node.name.whole.start as usize, node.name.octets())
            {
                return self.behind_end_tag(end + 1);
            }
        }
        self.name = OpenName::at(name);
        self.end_name(octets, name)
    }

    /// In the name of an end tag, which must be that of the start tag (XML 1.0 section 3, Element Type Match).
    #[cold]
    #[inline(never)]
    pub(super) fn end_name(&mut self, octets: &[u8], pos: usize) -> Step {
        let expected = match self.index.nodes.get(self.current as usize) {
            Some(node) => node.name.whole.of_octets(octets),
            None => &self.root,
        };
        // Where nothing is open it ends nothing, however it goes on.
        if expected.is_empty() {
            return Err(fault(XmlErrorKind::EndTag, self.tag));
        }
        let start = self.name.start;
        let rest = &expected[(pos - start).min(expected.len())..];
        let common = rest.iter().zip(&octets[pos..]).take_while(|(a, b)| a == b).count();
        steps(1 + common);
        let whole = common == rest.len();
        let mut pos = pos + common;
        if pos == octets.len() {
            return self.pause(State::EndName, pos);
        }
        // Of two characters, too, the first octets may be the same.
        // At most three turns: a character has no more octets behind its first.
        while pos > start && expected.get(pos - start).is_some_and(|octet| octet & 0xC0 == 0x80) {
            pos -= 1;
        }
        match octets[pos] {
            b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'>' if pos > start && whole => self.end_tag(octets, pos),
            b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'>' if pos > start => {
                Err(fault(XmlErrorKind::EndTag, self.tag))
            }
            _ => Err(self.other_end_name(octets, pos)),
        }
    }

    /// At the first character of an end tag that is not in the name of the start tag: it makes another name, or none.
    fn other_end_name(&mut self, octets: &[u8], pos: usize) -> Stop {
        let before = &octets[self.name.start..pos];
        steps(before.len());
        let first = before.last().is_none_or(|&octet| octet == b':');
        let is_of_name = |c| if first { chars::is_name_start(c) } else { chars::is_name_char(c) };
        let continues = match octets[pos] {
            b':' => !first && !before.contains(&b':'),
            0x80.. => match self.decode(octets, pos, State::EndName) {
                Ok((c, _)) => is_of_name(c),
                Err(stop) => return stop,
            },
            octet => is_of_name(char::from(octet)),
        };
        if continues {
            return fault(XmlErrorKind::EndTag, self.tag);
        }
        self.stray(octets, pos, XmlErrorKind::Name, State::EndName)
    }

    /// Behind the name of an end tag.
    #[cold]
    #[inline(never)]
    pub(super) fn end_tag(&mut self, octets: &[u8], pos: usize) -> Step {
        let pos = self.skip_space(octets, pos, State::EndTag)?;
        if octets[pos] != b'>' {
            return Err(self.stray(octets, pos, XmlErrorKind::EndTag, State::EndTag));
        }
        if self.current == NONE {
            return self.signal(Signal::RootEnd, State::Finished, pos + 1);
        }
        self.behind_end_tag(pos + 1)
    }

    /// Behind the `>` of an end tag.
    #[inline(always)]
    fn behind_end_tag(&mut self, pos: usize) -> Step {
        self.close_element(self.tag, pos);
        if self.current == NONE { self.signal(Signal::Finished, State::Finished, pos) } else { Ok(pos) }
    }

    /// The element ends at `end`; its content ended at `content_end`.
    #[inline(always)]
    fn close_element(&mut self, content_end: usize, end: usize) {
        let next = offset(self.index.nodes.len());
        let node = &mut self.index.nodes[self.current as usize];
        node.content_end = offset(content_end);
        node.end = offset(end);
        node.next = next;
        self.declared = node.declared;
        self.current = node.parent;
        self.depth -= 1;
        let bound = node.bound;
        self.index.scope.leave(bound);
    }

    /// Goes on to the next octet that is no white space, which is there.
    #[inline(always)]
    fn skip_space(&mut self, octets: &[u8], mut pos: usize, state: State) -> Step {
        loop {
            step();
            match octets.get(pos) {
                None => return self.pause(state, pos),
                Some(&octet) if chars::is_space(octet) => pos += 1,
                Some(_) => return Ok(pos),
            }
        }
    }
}

/// A look-up and no comparisons: a branch on which of the two it is would be hard to foresee.
#[inline(always)]
fn is_quote(octet: u8) -> bool {
    const QUOTES: u64 = 1 << b'"' | 1 << b'\'';
    octet < 64 && QUOTES >> octet & 1 == 1
}

/// Namespaces in XML 1.0 section 3: `xmlns`, or the prefix `xmlns`.
#[inline(always)]
fn is_declaration(name: &[u8]) -> bool {
    matches!(name, [b'x', b'm', b'l', b'n', b's'] | [b'x', b'm', b'l', b'n', b's', b':', ..])
}

/// Whether two runs of so many octets, both there, are the same. Most names are short, and a call costs more than the comparison.
#[inline(always)]
fn same(octets: &[u8], one: usize, other: usize, count: usize) -> bool {
    steps(count);
    let (one, other) = (&octets[one..one + count], &octets[other..other + count]);
    match (one.first_chunk::<4>(), other.first_chunk::<4>(), one.last_chunk::<4>(), other.last_chunk::<4>()) {
        (Some(a), Some(b), Some(c), Some(d)) if count <= 8 => a == b && c == d,
        _ => one == other,
    }
}
