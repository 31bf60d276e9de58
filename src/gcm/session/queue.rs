//! [`Queue`]: what waits for one recipient, and when it gets something.

use super::delay::RETRY_DELAY;
use super::index::Index;
use core::mem;
use core::time::Duration;

/// How much time there is between two messages to a recipient that was sent too many.
const PACE: Duration = RETRY_DELAY;

/// The messages to a recipient that have not been sent, by number.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    /// What waits for its turn only.
    ready: Index<u64>,
    /// What may be sent at a time, by that and number.
    delayed: Index<(Duration, u64)>,
    pace: Pace,
}

/// When a recipient gets something.
#[derive(Clone, Copy, Debug, Default)]
enum Pace {
    #[default]
    Free,
    /// Nothing before this time.
    Held(Duration),
    /// It was held until this time: one message at a time, until there has been a pause.
    Slow(Duration),
}

/// Where the outbox finds a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Its first message, this one, may be sent.
    Turn(u64),
    /// Its first message, this one, may be sent at this time.
    Held(Duration, u64),
    /// It has nothing to send, but was held until this time.
    Idle(Duration),
    /// It has nothing to send, and nothing is to be known of it.
    Nowhere,
}

impl Queue {
    /// It depends on one message, however many there are: a queue that is held costs no more than a short one.
    pub(super) fn place(&self) -> Place {
        match (self.pace, self.ready.first()) {
            (Pace::Free | Pace::Slow(_), Some(&number)) => Place::Turn(number),
            (Pace::Held(until), Some(&number)) => Place::Held(until, number),
            (Pace::Held(until) | Pace::Slow(until), None) => Place::Idle(until),
            (Pace::Free, None) => Place::Nowhere,
        }
    }

    /// Whether there is no reason to keep it.
    pub(super) fn is_over(&self) -> bool {
        self.delayed.is_empty() && self.place() == Place::Nowhere
    }

    /// Adds a message, at its old place if it comes back.
    pub(super) fn push(&mut self, number: u64) {
        self.ready.insert(number, ());
    }

    /// Adds a message for a time.
    pub(super) fn delay(&mut self, until: Duration, number: u64) {
        self.delayed.insert((until, number), ());
    }

    /// The time of a message has come.
    pub(super) fn wake(&mut self, due: Duration, number: u64) {
        if self.delayed.remove(&(due, number)).is_some() {
            self.push(number);
        }
    }

    /// The first message is sent.
    pub(super) fn sent(&mut self, now: Duration) {
        self.ready.pop_first_if(|_| true);
        if let Pace::Slow(since) = self.pace {
            let paused = paused(since, now);
            self.pace = if paused { Pace::Free } else { Pace::Held(now.saturating_add(PACE)) };
        }
    }

    /// Nothing is sent before this time, or a later one that was said before.
    pub(super) fn hold(&mut self, until: Duration) {
        self.pace = match self.pace {
            Pace::Held(longer) => Pace::Held(until.max(longer)),
            Pace::Free | Pace::Slow(_) => Pace::Held(until),
        };
    }

    /// The time until which it was held has come.
    pub(super) fn release(&mut self, until: Duration) {
        self.pace = Pace::Slow(until);
    }

    /// There has been a pause.
    pub(super) fn forget(&mut self) {
        self.pace = Pace::Free;
    }

    /// Takes all messages: those that waited for their turn, and those that waited for a time.
    pub(super) fn clear(&mut self) -> (Index<u64>, Index<(Duration, u64)>) {
        (mem::take(&mut self.ready), mem::take(&mut self.delayed))
    }
}

/// Whether a recipient that was held until a time has had a pause since then.
pub(super) fn paused(since: Duration, now: Duration) -> bool {
    now.saturating_sub(since) >= PACE
}
