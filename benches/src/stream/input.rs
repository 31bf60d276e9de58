//! A stream in memory, handed over in chunks.

use tools::data::DEFAULT_SEED;
use tools::data::stream::Mix;

/// Octets that one read from a socket gives.
pub const CHUNK: usize = 4 << 10;

/// What a contestant goes through.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The whole stream.
    pub octets: &'a [u8],
    /// How many octets come at a time.
    pub chunk: usize,
}

impl<'a> Input<'a> {
    /// A stream as it comes from a socket.
    pub fn new(stream: &'a str) -> Self {
        Self { octets: stream.as_bytes(), chunk: CHUNK }
    }

    /// The stream, a chunk at a time.
    pub fn chunks(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        self.octets.chunks(self.chunk)
    }
}

/// The mixture of client and server traffic, from the seed of every published figure, and its number of stanzas.
pub fn mix(octets: usize) -> (String, usize) {
    Mix::new(DEFAULT_SEED).stream(octets)
}
