//! [`Plan`]: what the targets that read streams take from the front of their input.

use envoi::stream::{FrameReader, Limits, StreamReader};

/// How octets are read.
///
/// The first octet has the kind of stream in two bits, and three flags: a content namespace is required, limits are small, and which
/// namespace. The second has the number of sizes in its lower four bits; then come the sizes, one octet each, and the limits, six octets, if
/// they are small. What is left is read.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) kind: Kind,
    pub(crate) content: Option<&'static str>,
    pub(crate) limits: Limits,
    sizes: &'a [u8],
    pub(crate) octets: &'a [u8],
}

/// What the octets are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Stream,
    Fragments,
    Frames,
}

const REQUIRED: u8 = 1 << 2;
const SMALL: u8 = 1 << 3;
const SERVER: u8 = 1 << 4;

impl<'a> Plan<'a> {
    pub(crate) fn read(octets: &'a [u8]) -> Option<Self> {
        let (&[flags, count], rest) = octets.split_first_chunk()?;
        let (sizes, rest) = rest.split_at_checked(usize::from(count & 15))?;
        let (limits, octets) = if flags & SMALL == 0 {
            (Limits::DEFAULT, rest)
        } else {
            let (numbers, rest) = rest.split_first_chunk()?;
            (small(*numbers), rest)
        };
        let kind = match flags & 3 {
            0 | 3 => Kind::Stream,
            1 => Kind::Fragments,
            _ => Kind::Frames,
        };
        let namespace = if flags & SERVER == 0 { "jabber:client" } else { "jabber:server" };
        let content = (flags & REQUIRED != 0).then_some(namespace);
        Some(Self { kind, content, limits, sizes, octets })
    }

    /// A plan with default limits.
    pub(crate) fn of(kind: Kind, sizes: &'a [u8], octets: &'a [u8]) -> Self {
        Self { kind, content: None, limits: Limits::DEFAULT, sizes, octets }
    }

    /// The input that makes this plan, with default limits.
    pub(crate) fn write(kind: Kind, content: Option<&str>, chunks: &[&[u8]]) -> Vec<u8> {
        let kind = match kind {
            Kind::Stream => 0,
            Kind::Fragments => 1,
            Kind::Frames => 2,
        };
        let flags = match content {
            None => 0,
            Some("jabber:server") => REQUIRED | SERVER,
            Some(_) => REQUIRED,
        };
        let sizes = chunks.iter().map(|chunk| u8::try_from(chunk.len()).unwrap_or(u8::MAX)).take(15);
        let sizes: Vec<u8> = sizes.collect();
        let count = u8::try_from(sizes.len()).expect("at most 15");
        [&[kind | flags, count], &sizes[..], &chunks.concat()].concat()
    }

    /// A reader of octets, with other limits.
    pub(crate) fn reader(&self, limits: Limits) -> StreamReader {
        let reader = match self.kind {
            Kind::Fragments => StreamReader::fragments(limits),
            _ => StreamReader::new(limits),
        };
        match self.content {
            Some(content) => reader.content_namespace(content),
            None => reader,
        }
    }

    pub(crate) fn frame_reader(limits: Limits) -> FrameReader {
        FrameReader::new(limits)
    }

    /// The octets in pieces of the sizes, over and over; in one if there is none. A size of 0 is one of 4096.
    pub(crate) fn chunks(&self) -> Vec<&'a [u8]> {
        let mut rest = self.octets;
        let mut chunks = Vec::new();
        for &size in self.sizes.iter().cycle() {
            let size = if size == 0 { 4096 } else { usize::from(size) };
            let (chunk, behind) = rest.split_at(size.min(rest.len()));
            chunks.push(chunk);
            rest = behind;
            if rest.is_empty() {
                return chunks;
            }
        }
        vec![rest]
    }
}

fn small([stanza, header, depth, attributes, declarations, name]: [u8; 6]) -> Limits {
    let mut limits = Limits::DEFAULT;
    limits.stanza_octets = usize::from(stanza) * 2;
    limits.header_octets = usize::from(header) * 2;
    limits.depth = u32::from(depth % 16);
    limits.attributes = usize::from(attributes % 16);
    limits.declarations = u32::from(declarations % 16);
    limits.name_octets = usize::from(name % 64);
    limits
}
