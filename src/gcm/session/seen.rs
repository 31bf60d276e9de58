//! [`Seen`]: which upstream messages have come before.

use super::SessionLimits;
use crate::gcm::Upstream;
use alloc::collections::{BTreeSet, VecDeque};
use alloc::string::String;
use alloc::sync::Arc;

/// The sender and the ID of a message.
type Key = (String, String);

/// The last messages that came, so many and so many octets and no more.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    keys: BTreeSet<Arc<Key>>,
    order: VecDeque<Arc<Key>>,
    /// The octets of all keys.
    octets: usize,
}

impl Seen {
    /// Whether the message came before; if not, it has come now, and the oldest beyond the limits are forgotten.
    pub(super) fn note(&mut self, upstream: &Upstream, limits: &SessionLimits) -> bool {
        // One that fits nowhere must not take the place of all the others.
        if upstream.from.len().saturating_add(upstream.message_id.len()) > limits.remembered_octets {
            return false;
        }
        let key = Arc::new((upstream.from.clone(), upstream.message_id.clone()));
        if !self.keys.insert(key.clone()) {
            return true;
        }
        self.octets += octets(&key);
        self.order.push_back(key);
        while self.order.len() > limits.remembered || self.octets > limits.remembered_octets {
            let Some(oldest) = self.order.pop_front() else { break };
            self.octets -= octets(&oldest);
            self.keys.remove(&oldest);
        }
        false
    }
}

fn octets((from, message_id): &Key) -> usize {
    from.len() + message_id.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gcm::Incoming;

    #[test]
    fn the_oldest_beyond_the_number_is_forgotten() {
        let mut seen = Seen::default();
        let limits = limits(2, 100);
        for id in ["a", "b", "c"] {
            assert!(!seen.note(&upstream("R", id), &limits), "{id}");
        }
        assert!(seen.note(&upstream("R", "b"), &limits));
        assert!(seen.note(&upstream("R", "c"), &limits));
        assert!(!seen.note(&upstream("R", "a"), &limits));
    }

    #[test]
    fn the_oldest_beyond_the_octets_are_forgotten() {
        let mut seen = Seen::default();
        let limits = limits(100, 10);
        for id in ["a123", "b123"] {
            assert!(!seen.note(&upstream("R", id), &limits), "{id}");
        }
        // Ten octets are ten octets, and one more is too much.
        assert!(seen.note(&upstream("R", "a123"), &limits));
        assert!(!seen.note(&upstream("", "c"), &limits));
        assert!(seen.note(&upstream("R", "b123"), &limits));
        assert!(seen.note(&upstream("", "c"), &limits));
        assert!(!seen.note(&upstream("RR", "a123"), &limits));
        assert!(!seen.note(&upstream("R", "b123"), &limits));
        assert_eq!((seen.keys.len(), seen.order.len(), seen.octets), (1, 1, 5));
    }

    #[test]
    fn what_is_longer_than_all_may_be_displaces_nothing() {
        let mut seen = Seen::default();
        let limits = limits(100, 10);
        assert!(!seen.note(&upstream("R", "a"), &limits));
        assert!(!seen.note(&upstream("R", "0123456789"), &limits));
        assert!(!seen.note(&upstream("R", "0123456789"), &limits));
        assert!(seen.note(&upstream("R", "a"), &limits));
        assert!(!seen.note(&upstream("R", "012345678"), &limits));
        assert!(seen.note(&upstream("R", "012345678"), &limits));
    }

    #[test]
    fn nothing_is_remembered_if_nothing_may_be() {
        for limits in [limits(0, 100), limits(100, 0)] {
            let mut seen = Seen::default();
            assert!(!seen.note(&upstream("R", "a"), &limits));
            assert!(!seen.note(&upstream("R", "a"), &limits));
            assert_eq!((seen.keys.len(), seen.order.len(), seen.octets), (0, 0, 0));
        }
    }

    fn limits(remembered: usize, remembered_octets: usize) -> SessionLimits {
        SessionLimits { remembered, remembered_octets, ..SessionLimits::DEFAULT }
    }

    fn upstream(from: &str, id: &str) -> Upstream {
        let text = std::format!(r#"{{"message_id":"{id}","from":"{from}","category":"a.b"}}"#);
        match Incoming::from_json(&text) {
            Ok(Incoming::Upstream(upstream)) => upstream,
            other => panic!("{other:?}"),
        }
    }
}
