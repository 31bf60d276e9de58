//! [`Forward`]: a stanza for another stream, with other addresses and the payload as it was.

use super::RawStanza;
use crate::steps::steps;
use crate::xml::borrowed::{self, Scope};
use crate::xml::{self, Element, escape};
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

/// A stanza for another stream; see [`RawStanza::forward`].
#[derive(Clone, Copy, Debug)]
#[must_use = "nothing is written before `write_to`"]
pub struct Forward<'a> {
    element: Element<'a>,
    to: Change<'a>,
    from: Change<'a>,
    id: Change<'a>,
    content: Option<&'a str>,
    standalone: bool,
}

/// What becomes of an attribute.
#[derive(Clone, Copy, Debug)]
enum Change<'a> {
    Keep,
    Set(&'a str),
    Drop,
}

/// A change to an attribute of the start tag, and where that stands, if it is there.
struct Edit<'a> {
    name: &'static str,
    change: Change<'a>,
    place: Option<Range<usize>>,
}

/// A copy of the source with changes, from left to right.
struct Splice<'a, 'out> {
    octets: &'a [u8],
    copied: usize,
    out: &'out mut Vec<u8>,
}

/// Why a stanza has not been forwarded: the kind, and the byte offset.
///
/// ```
/// use envoi::stanza::ForwardErrorKind;
/// use envoi::stream::{Event, Limits, StreamReader};
///
/// let mut reader = StreamReader::fragments(Limits::DEFAULT);
/// let mut input: &[u8] = b"<presence/>";
/// let Some(Event::Stanza(presence)) = reader.read(&mut input)? else { panic!() };
/// let error = presence.forward().to("a\u{0}").write_to(&mut Vec::new()).unwrap_err();
/// assert_eq!((error.kind(), error.offset()), (ForwardErrorKind::Character, 1));
/// assert_eq!(error.to_string(), "XML has no such character, at byte 1 (XML 1.0 section 2.2)");
/// # Ok::<(), envoi::stream::StreamError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ForwardError {
    kind: ForwardErrorKind,
    offset: usize,
}

/// What is wrong; [`as_str`](Self::as_str) gives an identifier that stays the same between releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ForwardErrorKind {
    /// A character in a new value or namespace that XML does not have (XML 1.0 section 2.2).
    Character,
    /// A new content namespace that cannot be one: that of `xml` or `xmlns`, or none; or one that an element has already which would be
    /// content then and was not before (RFC 6120 section 4.8.3).
    ContentNamespace,
    /// An element in the new content namespace has a prefix (RFC 6120 section 4.8.5).
    ContentPrefix,
}

impl<'a> RawStanza<'a> {
    /// Begins to forward the stanza: the start tag is spliced, the rest is copied as it was read.
    ///
    /// What it takes from the stream header and uses goes with it: the prefixes, and the language if it has none of its own (RFC 6120
    /// sections 4.7.4 and 8.1.5). The content namespace is left to the header of the other stream, unless the stanza declares it.
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let mut input: &[u8] = b"<message to='a@example.com' from='c'><body>Hi</body></message>";
    /// let Some(Event::Stanza(message)) = reader.read(&mut input)? else { panic!() };
    /// let mut out = Vec::new();
    /// message.forward().from("c@example.com/d").id("1").write_to(&mut out)?;
    /// assert_eq!(
    ///     String::from_utf8_lossy(&out),
    ///     "<message id='1' to='a@example.com' from='c@example.com/d'><body>Hi</body></message>"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn forward(&self) -> Forward<'a> {
        Forward {
            element: self.element(),
            to: Change::Keep,
            from: Change::Keep,
            id: Change::Keep,
            content: None,
            standalone: false,
        }
    }
}

impl<'a> Forward<'a> {
    /// Sets the recipient.
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let Some(Event::Stanza(iq)) = reader.read(&mut &b"<iq to='a'/>"[..])? else { panic!() };
    /// let mut out = Vec::new();
    /// iq.forward().to("b@example.com/c").write_to(&mut out)?;
    /// assert_eq!(out, b"<iq to='b@example.com/c'/>");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to(mut self, to: &'a str) -> Self {
        self.to = Change::Set(to);
        self
    }

    /// Drops the recipient.
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let Some(Event::Stanza(iq)) = reader.read(&mut &b"<iq to='a' id='1'/>"[..])? else { panic!() };
    /// let mut out = Vec::new();
    /// iq.forward().without_to().write_to(&mut out)?;
    /// assert_eq!(out, b"<iq id='1'/>");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn without_to(mut self) -> Self {
        self.to = Change::Drop;
        self
    }

    /// Sets the sender.
    pub fn from(mut self, from: &'a str) -> Self {
        self.from = Change::Set(from);
        self
    }

    /// Drops the sender.
    pub fn without_from(mut self) -> Self {
        self.from = Change::Drop;
        self
    }

    /// Sets the identifier.
    pub fn id(mut self, id: &'a str) -> Self {
        self.id = Change::Set(id);
        self
    }

    /// Drops the identifier.
    pub fn without_id(mut self) -> Self {
        self.id = Change::Drop;
        self
    }

    /// Re-scopes the stanza for a stream of this content namespace (RFC 6120 section 4.8.3): the stanza, and what is inside in its
    /// namespace, is in the other one afterwards. What elements of other namespaces hold stays what it is. An element beside the content that
    /// is in the new namespace already is refused: the receiver would take it for content.
    ///
    /// [`StreamWriter::forward`](crate::stream::StreamWriter::forward) does so on its own.
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let mut input: &[u8] = b"<presence xmlns='jabber:client'/>";
    /// let Some(Event::Stanza(presence)) = reader.read(&mut input)? else { panic!() };
    /// let mut out = Vec::new();
    /// presence.forward().content_namespace("jabber:server").write_to(&mut out)?;
    /// assert_eq!(out, b"<presence xmlns='jabber:server'/>");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn content_namespace(mut self, namespace: &'a str) -> Self {
        self.content = Some(namespace);
        self
    }

    /// Declares the content namespace in the stanza, for where no stream header does, such as frames (RFC 7395 section 3.3.3).
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let Some(Event::Stanza(presence)) = reader.read(&mut &b"<presence/>"[..])? else { panic!() };
    /// let mut out = Vec::new();
    /// presence.forward().standalone().write_to(&mut out)?;
    /// assert_eq!(out, b"<presence xmlns='jabber:client'/>");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn standalone(mut self) -> Self {
        self.standalone = true;
        self
    }

    /// Appends the stanza, or nothing if there is an error. Nothing is allocated but room in `out`.
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let Some(Event::Stanza(iq)) = reader.read(&mut &b"<iq to='a'><q/></iq>"[..])? else { panic!() };
    /// let mut out = b"<iq/>".to_vec();
    /// iq.forward().write_to(&mut out)?;
    /// assert_eq!(out, b"<iq/><iq to='a'><q/></iq>");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `Character` in a new value, `ContentNamespace` and `ContentPrefix` if it cannot be re-scoped.
    pub fn write_to(&self, out: &mut Vec<u8>) -> Result<(), ForwardError> {
        let rest = self.write_front(out)?;
        steps(rest.len());
        out.extend_from_slice(rest.as_bytes());
        Ok(())
    }

    /// Appends the stanza up to the last change, and gives the rest as it was read: all of it, if nothing changes. What is large is not
    /// copied, but handed to a vectored write.
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let mut input: &[u8] = b"<message to='a' from='b'><body>Hi</body></message>";
    /// let Some(Event::Stanza(message)) = reader.read(&mut input)? else { panic!() };
    /// let mut front = Vec::new();
    /// assert_eq!(message.forward().write_front(&mut front)?, message.source());
    /// assert!(front.is_empty());
    /// assert_eq!(message.forward().from("c").write_front(&mut front)?, "><body>Hi</body></message>");
    /// assert_eq!(front, b"<message to='a' from='c'");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`write_to`](Self::write_to), and then nothing has been appended.
    pub fn write_front(&self, out: &mut Vec<u8>) -> Result<&'a str, ForwardError> {
        self.check_scope()?;
        let (text, start, before) = (self.element.source(), self.element.offset(), out.len());
        let mut splice = Splice { octets: self.element.whole().as_bytes(), copied: start, out };
        match self.splice(&mut splice) {
            Ok(()) => Ok(text.get(splice.copied - start..).unwrap_or_default()),
            Err(offset) => {
                out.truncate(before);
                Err(ForwardError { kind: ForwardErrorKind::Character, offset })
            }
        }
    }

    /// RFC 6120 section 4.8.5: no element of a content namespace has a prefix. The reader has seen to the one that it knows.
    fn check_scope(&self) -> Result<(), ForwardError> {
        let wrong = |kind| Err(ForwardError { kind, offset: 0 });
        let element = self.element;
        match self.new_content() {
            Some(content) if content.is_empty() || xml::is_reserved_namespace(content.as_bytes()) => {
                wrong(ForwardErrorKind::ContentNamespace)
            }
            Some(content)
                if element.has_prefix_for(content) || element.has_prefix_for(element.namespace()) =>
            {
                wrong(ForwardErrorKind::ContentPrefix)
            }
            // RFC 6120 section 4.8.3: what has been payload would be content.
            Some(content) if borrowed::scope_has(element, content) => {
                wrong(ForwardErrorKind::ContentNamespace)
            }
            None if !element.prefix().is_empty() => wrong(ForwardErrorKind::ContentPrefix),
            _ => Ok(()),
        }
    }

    /// The content namespace of the other stream, if it is not that of the stanza.
    fn new_content(&self) -> Option<&'a str> {
        self.content.filter(|&content| content != self.element.namespace())
    }

    /// The error is the offset of a character that XML does not have, in a new value.
    fn splice(&self, splice: &mut Splice<'a, '_>) -> Result<(), usize> {
        let edits = self.edits();
        let name_end = behind_name(self.element);
        for edit in &edits {
            if let Edit { name, change: Change::Set(value), place: None } = *edit {
                splice.insert(name_end, name, value)?;
            }
        }
        // RFC 6120 section 4.8.5: what the stream header declares goes with the stanza.
        borrowed::for_each_prefix(self.element, |prefix, namespace| {
            splice.copy_to(name_end);
            borrowed::push_declaration(prefix, namespace, splice.out);
        });
        // RFC 6120 section 8.1.5: and so does its language.
        if let Some(lang) = self.element.outer_lang() {
            splice.insert(name_end, "xml:lang", &lang)?;
        }
        while let Some((place, edit)) = next(&edits, splice.copied) {
            splice.replace(place, edit.name, edit.change)?;
        }
        self.new_content().map_or(Ok(()), |content| self.re_scope(content, splice))
    }

    /// The changes to the start tag.
    fn edits(&self) -> [Edit<'a>; 4] {
        let edit = |name, change| {
            let place = match change {
                Change::Keep => None,
                _ => self.element.find_attribute(name).map(|attribute| attribute.span()),
            };
            Edit { name, change, place }
        };
        [edit("to", self.to), edit("from", self.from), edit("id", self.id), self.scope_edit()]
    }

    /// The declaration of the content namespace: a new one where there is one, and one where there must be.
    fn scope_edit(&self) -> Edit<'a> {
        let keep = Edit { name: "xmlns", change: Change::Keep, place: None };
        if self.content.is_none() && !self.standalone {
            return keep;
        }
        let place = self.element.default_declaration();
        let change = match self.new_content() {
            Some(content) if place.is_some() || self.standalone => Change::Set(content),
            None if place.is_none() && self.standalone => Change::Set(self.element.namespace()),
            _ => return keep,
        };
        Edit { change, place, ..keep }
    }

    /// RFC 6120 section 4.8.3: the rule holds for what is inside in the same namespace, and ends at elements of other namespaces.
    fn re_scope(&self, content: &str, splice: &mut Splice<'a, '_>) -> Result<(), usize> {
        let mut done = Ok(());
        borrowed::for_each_scope(self.element, |scope| {
            if done.is_err() {
                return;
            }
            done = match scope {
                Scope::Declared(place) => splice.replace(place, "xmlns", Change::Set(content)),
                Scope::Inherited(element) => {
                    splice.insert(behind_name(element), "xmlns", self.element.namespace())
                }
            };
        });
        done
    }
}

/// The next edit of what stands at `from` or behind; one that keeps what is there has no place.
fn next<'e, 'a>(edits: &'e [Edit<'a>; 4], from: usize) -> Option<(Range<usize>, &'e Edit<'a>)> {
    let there = edits.iter().filter_map(|edit| edit.place.clone().map(|place| (place, edit)));
    there.filter(|(place, _)| place.start >= from).min_by_key(|(place, _)| place.start)
}

/// Where attributes can be put into the start tag of an element.
fn behind_name(element: Element<'_>) -> usize {
    element.offset() + 1 + element.qualified_name().len()
}

impl Splice<'_, '_> {
    /// Copies what stands before `end`.
    fn copy_to(&mut self, end: usize) {
        steps(end.saturating_sub(self.copied));
        // Nothing, if the octets are not those that were read, and places overlap.
        self.out.extend_from_slice(self.octets.get(self.copied..end).unwrap_or_default());
        self.copied = end.max(self.copied);
    }

    /// Puts an attribute in.
    fn insert(&mut self, at: usize, name: &str, value: &str) -> Result<(), usize> {
        self.copy_to(at);
        escape::push_attribute(name, value, self.out)
    }

    /// Changes an attribute; the white space in front goes with it.
    fn replace(&mut self, place: Range<usize>, name: &str, change: Change<'_>) -> Result<(), usize> {
        let value = match change {
            Change::Keep => return Ok(()),
            Change::Set(value) => Some(value),
            Change::Drop => None,
        };
        let front = self.octets.get(self.copied..place.start).unwrap_or_default();
        self.out.extend_from_slice(front.trim_ascii_end());
        self.copied = place.end.max(self.copied);
        value.map_or(Ok(()), |value| escape::push_attribute(name, value, self.out))
    }
}

impl ForwardError {
    /// What is wrong.
    pub const fn kind(&self) -> ForwardErrorKind {
        self.kind
    }

    /// Where: a byte offset into the new value; 0 if it is none of its octets.
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl ForwardErrorKind {
    /// An identifier for logs and programs, such as `content-prefix`.
    ///
    /// ```
    /// assert_eq!(envoi::stanza::ForwardErrorKind::Character.as_str(), "character");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Character => "character",
            Self::ContentNamespace => "content-namespace",
            Self::ContentPrefix => "content-prefix",
        }
    }

    /// The rule that is broken: the document and its section.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Character => "XML 1.0 section 2.2",
            Self::ContentNamespace => "RFC 6120 section 4.8.3",
            Self::ContentPrefix => "RFC 6120 section 4.8.5",
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::Character => "XML has no such character",
            Self::ContentNamespace => "this cannot be the content namespace of the stanza",
            Self::ContentPrefix => "elements of the content namespace cannot have a prefix",
        }
    }
}

impl fmt::Display for ForwardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, at byte {} ({})", self.kind.sentence(), self.offset, self.kind.rule())
    }
}

impl core::error::Error for ForwardError {}
