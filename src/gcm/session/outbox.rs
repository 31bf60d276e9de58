//! [`Outbox`]: messages that wait to be sent, in their order, and those that wait for a time.

use super::delay::RETRY_DELAY;
use crate::gcm::Downstream;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;

/// How much time there is between two messages to a recipient that was sent too many.
const PACE: Duration = RETRY_DELAY;

/// A message that has no answer yet.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its place among all messages.
    pub(super) number: u64,
    pub(super) message: Downstream,
    /// How often the service refused it.
    pub(super) refusals: u32,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Outbox {
    /// What may be sent now, by number: what comes back goes to its old place.
    ready: BTreeMap<u64, Entry>,
    /// What may be sent at a time, by that and number.
    delayed: BTreeMap<(Duration, u64), Entry>,
    /// Recipients that get nothing before a time, and one message at a time after it.
    held: BTreeMap<String, Duration>,
    /// The IDs of all messages that have no answer, those that have been sent included.
    ids: BTreeSet<String>,
    /// The number of the next message.
    next: u64,
}

impl Outbox {
    /// How many messages have no answer yet, those that have been sent included.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Appends a message; `false` if there is one of its ID.
    pub(super) fn push(&mut self, message: &Downstream) -> bool {
        if !self.ids.insert(message.message_id().into()) {
            return false;
        }
        let entry = Entry { number: self.next, message: message.clone(), refusals: 0 };
        self.ready.insert(entry.number, entry);
        self.next += 1;
        true
    }

    /// The next message that may be sent; it is to be [put back](Self::put_back), [delayed](Self::delay) or [settled](Self::settle).
    pub(super) fn take(&mut self, now: Duration) -> Option<Entry> {
        while let Some(due) = self.delayed.first_entry().filter(|due| due.key().0 <= now) {
            let entry = due.remove();
            self.ready.insert(entry.number, entry);
        }
        while let Some((_, entry)) = self.ready.pop_first() {
            let Some(until) = self.held.get_mut(entry.message.recipient()) else { return Some(entry) };
            if *until > now {
                let until = *until;
                self.delay(entry, until);
                continue;
            }
            // One at a time, until there has been a pause.
            if now.saturating_sub(*until) < PACE {
                *until = now.saturating_add(PACE);
            } else {
                self.held.remove(entry.message.recipient());
            }
            return Some(entry);
        }
        None
    }

    /// Puts a message back to its place.
    pub(super) fn put_back(&mut self, entry: Entry) {
        self.ready.insert(entry.number, entry);
    }

    /// Puts a message back, for a time.
    pub(super) fn delay(&mut self, entry: Entry, until: Duration) {
        self.delayed.insert((until, entry.number), entry);
    }

    /// Holds back all messages to a recipient.
    pub(super) fn hold(&mut self, recipient: &str, now: Duration, until: Duration) {
        self.held.retain(|_, until| until.saturating_add(PACE) > now);
        let held = self.held.entry(recipient.into()).or_insert(until);
        *held = until.max(*held);
    }

    /// A message has its answer.
    pub(super) fn settle(&mut self, message: &Downstream) {
        self.ids.remove(message.message_id());
    }

    /// Takes and settles everything to a recipient that has not been sent.
    pub(super) fn settle_all_to(&mut self, recipient: &str) -> Vec<Entry> {
        let mut found = BTreeMap::new();
        for entry in self.waiting().filter(|entry| entry.message.recipient() == recipient) {
            found.insert(entry.number, entry.clone());
        }
        self.ready.retain(|number, _| !found.contains_key(number));
        self.delayed.retain(|(_, number), _| !found.contains_key(number));
        let entries: Vec<Entry> = found.into_values().collect();
        for entry in &entries {
            self.settle(&entry.message);
        }
        entries
    }

    /// When the first of the messages that wait for a time may be sent.
    pub(super) fn next_due(&self) -> Option<Duration> {
        self.delayed.first_key_value().map(|((due, _), _)| *due)
    }

    /// What has not been sent, in no order.
    pub(super) fn waiting(&self) -> impl Iterator<Item = &Entry> {
        self.ready.values().chain(self.delayed.values())
    }
}
