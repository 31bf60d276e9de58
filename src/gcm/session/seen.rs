//! [`Seen`]: which upstream messages have come before.

use crate::gcm::Upstream;
use alloc::collections::{BTreeSet, VecDeque};
use alloc::string::String;

/// The sender and the ID of a message.
type Key = (String, String);

/// The last messages that came, so many and no more.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    keys: BTreeSet<Key>,
    order: VecDeque<Key>,
}

impl Seen {
    /// Whether the message came before; if not, it has come now, and the oldest beyond `most` are forgotten.
    pub(super) fn note(&mut self, upstream: &Upstream, most: usize) -> bool {
        let key = (upstream.from.clone(), upstream.message_id.clone());
        if !self.keys.insert(key.clone()) {
            return true;
        }
        self.order.push_back(key);
        while self.order.len() > most {
            if let Some(oldest) = self.order.pop_front() {
                self.keys.remove(&oldest);
            }
        }
        false
    }
}
