//! [`Ids`]: identifiers for stanzas, one after the other.

use alloc::string::String;
use core::fmt::Write as _;

/// Identifiers for stanzas, each of them once (RFC 6120 section 8.1.3): a prefix and a number.
///
/// The prefix is the caller's, and so is how unique or hard to guess it is: a few random characters for each stream, say.
///
/// ```
/// use envoi::stanza::Ids;
///
/// let mut ids = Ids::new("k3v9");
/// assert_eq!(ids.next_id(), "k3v9-1");
/// assert_eq!(ids.next_id(), "k3v9-2");
/// ```
#[derive(Clone, Debug)]
pub struct Ids {
    text: String,
    prefix: usize,
    given: u64,
}

impl Ids {
    /// Identifiers that begin with this prefix.
    pub fn new(prefix: &str) -> Self {
        Self { text: [prefix, "-"].concat(), prefix: prefix.len() + 1, given: 0 }
    }

    /// The next one.
    pub fn next_id(&mut self) -> &str {
        self.given += 1;
        self.text.truncate(self.prefix);
        // Writing to memory does not fail.
        let _ = write!(self.text, "{}", self.given);
        &self.text
    }
}
