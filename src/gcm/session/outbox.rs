//! [`Outbox`]: messages that wait to be sent, in their order, and those that wait for a time.

use super::index::Index;
use super::queue::{Place, Queue, paused};
use crate::gcm::Downstream;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::time::Duration;

/// A message that has no answer yet.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its place among all messages.
    pub(super) number: u64,
    pub(super) message: Downstream,
    /// How often the service refused it.
    pub(super) refusals: u32,
}

/// Each event costs a few steps in these indexes for each message that it ends or sends, whatever else waits.
#[derive(Clone, Debug, Default)]
pub(super) struct Outbox {
    /// What has not been sent, by number.
    entries: Index<u64, Entry>,
    /// The numbers of those messages by recipient; and recipients that were held.
    queues: Index<Arc<str>, Queue>,
    /// The first message of each queue that gets its turn, by number: what comes back goes to its old place.
    turns: Index<u64>,
    /// The first message of each queue that is held, by the time until which it is.
    held: Index<(Duration, u64)>,
    /// What may be sent at a time, by that and number.
    delayed: Index<(Duration, u64)>,
    /// The recipients of queues without a message to send, by the time until which they are or were held.
    idle: Index<(Duration, Arc<str>)>,
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
        self.next += 1;
        self.put_back(entry);
        true
    }

    /// The next message that may be sent; it is to be [put back](Self::put_back), [delayed](Self::delay) or [settled](Self::settle).
    pub(super) fn take(&mut self, now: Duration) -> Option<Entry> {
        self.pass_time(now);
        let number = *self.turns.first()?;
        let (_, entry) = self.entries.remove(&number)?;
        self.change(entry.message.recipient(), |queue| queue.sent(now));
        Some(entry)
    }

    /// Puts a message back to its place.
    pub(super) fn put_back(&mut self, entry: Entry) {
        let number = entry.number;
        self.change(entry.message.recipient(), |queue| queue.push(number));
        self.entries.insert(number, entry);
    }

    /// Puts a message back, for a time.
    pub(super) fn delay(&mut self, entry: Entry, until: Duration) {
        let number = entry.number;
        self.change(entry.message.recipient(), |queue| queue.delay(until, number));
        self.delayed.insert((until, number), ());
        self.entries.insert(number, entry);
    }

    /// Holds back all messages to a recipient.
    pub(super) fn hold(&mut self, recipient: &str, until: Duration) {
        self.change(recipient, |queue| queue.hold(until));
    }

    /// A message has its answer.
    pub(super) fn settle(&mut self, message: &Downstream) {
        self.ids.remove(message.message_id());
    }

    /// Takes and settles everything to a recipient that has not been sent.
    pub(super) fn settle_all_to(&mut self, recipient: &str) -> Vec<Entry> {
        let (ready, delayed) = self.change(recipient, Queue::clear);
        let mut numbers: BTreeSet<u64> = ready.into_iter().map(|(number, ())| number).collect();
        for (at, ()) in delayed {
            self.delayed.remove(&at);
            numbers.insert(at.1);
        }
        let entries: Vec<Entry> =
            numbers.iter().filter_map(|number| self.entries.remove(number)).map(|(_, entry)| entry).collect();
        for entry in &entries {
            self.settle(&entry.message);
        }
        entries
    }

    /// When the first of the messages that wait for a time may be sent.
    pub(super) fn next_due(&self) -> Option<Duration> {
        let firsts = [self.delayed.first(), self.held.first()];
        firsts.into_iter().flatten().map(|(due, _)| *due).min()
    }

    /// What has not been sent, in its order.
    pub(super) fn waiting(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// What waited for a time that has come waits for its turn; each is touched once for each time it was told to wait.
    fn pass_time(&mut self, now: Duration) {
        while let Some((due, number)) = self.delayed.pop_first_if(|(due, _)| *due <= now) {
            self.change_of(number, |queue| queue.wake(due, number));
        }
        while let Some((until, number)) = self.held.pop_first_if(|(until, _)| *until <= now) {
            self.change_of(number, |queue| queue.release(until));
        }
        while let Some((_, recipient)) = self.idle.pop_first_if(|(until, _)| paused(*until, now)) {
            self.change(&recipient, Queue::forget);
        }
    }

    /// Changes the queue of a message.
    fn change_of(&mut self, number: u64, change: impl FnOnce(&mut Queue)) {
        if let Some(entry) = self.entries.get(&number) {
            let message = entry.message.clone();
            self.change(message.recipient(), change);
        }
    }

    /// Changes a queue, and moves it to the place that it has afterwards.
    fn change<T>(&mut self, recipient: &str, change: impl FnOnce(&mut Queue) -> T) -> T {
        let (recipient, mut queue) =
            self.queues.remove(recipient).unwrap_or_else(|| (recipient.into(), Queue::default()));
        match queue.place() {
            Place::Turn(number) => drop(self.turns.remove(&number)),
            Place::Held(until, number) => drop(self.held.remove(&(until, number))),
            Place::Idle(until) => drop(self.idle.remove(&(until, recipient.clone()))),
            Place::Nowhere => {}
        }
        let result = change(&mut queue);
        match queue.place() {
            Place::Turn(number) => self.turns.insert(number, ()),
            Place::Held(until, number) => self.held.insert((until, number), ()),
            Place::Idle(until) => self.idle.insert((until, recipient.clone()), ()),
            Place::Nowhere => {}
        }
        if !queue.is_over() {
            self.queues.insert(recipient, queue);
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeMap;
    use std::format;

    const RECIPIENTS: [&str; 3] = ["R", "S", "T"];

    #[test]
    fn messages_come_as_the_plain_rule_says() {
        for seed in 0..3_000 {
            let mut pair = Pair { seed, random: seed, ..Pair::default() };
            for _ in 0..60 {
                pair.step();
            }
            pair.finish();
        }
    }

    /// The rule, without any index: the first message whose time has come, as has that of its recipient; GCM server reference, table 11, for a
    /// recipient that was sent too many: fewer messages, here one a second until there has been a second's pause.
    #[derive(Default)]
    struct Plain {
        waiting: Vec<(u64, &'static str, Duration)>,
        held: BTreeMap<&'static str, Duration>,
    }

    impl Plain {
        fn take(&mut self, now: Duration) -> Option<u64> {
            let at = (0..self.waiting.len())
                .filter(|&at| self.due(at) <= now)
                .min_by_key(|&at| self.waiting[at].0)?;
            let (number, recipient, _) = self.waiting.remove(at);
            if let Some(until) = self.held.remove(recipient)
                && now < until + Duration::from_secs(1)
            {
                self.held.insert(recipient, now + Duration::from_secs(1));
            }
            Some(number)
        }

        fn due(&self, at: usize) -> Duration {
            let (_, recipient, due) = self.waiting[at];
            self.held.get(recipient).map_or(due, |until| due.max(*until))
        }
    }

    /// Both, side by side.
    #[derive(Default)]
    struct Pair {
        seed: u64,
        random: u64,
        now: Duration,
        outbox: Outbox,
        plain: Plain,
        sent: Vec<Entry>,
    }

    impl Pair {
        fn step(&mut self) {
            let recipient = RECIPIENTS[self.below(3)];
            let soon = self.now + Duration::from_millis(250) * u32::try_from(self.below(12)).unwrap();
            match self.below(12) {
                0..=3 => self.push(recipient),
                4 | 5 => while self.take() {},
                6 => self.take_back(|pair, entry| pair.outbox.put_back(entry), Duration::ZERO),
                7 | 8 => self.take_back(|pair, entry| pair.outbox.delay(entry, soon), soon),
                9 => {
                    self.outbox.hold(recipient, soon);
                    let held = self.plain.held.entry(recipient).or_insert(soon);
                    *held = soon.max(*held);
                }
                10 if self.below(4) == 0 => self.settle_all_to(recipient),
                _ => self.now = soon,
            }
        }

        fn push(&mut self, recipient: &'static str) {
            let number = self.outbox.next;
            let message = Downstream::to(recipient, &format!("{number}")).build().unwrap();
            assert!(self.outbox.push(&message));
            self.plain.waiting.push((number, recipient, Duration::ZERO));
        }

        fn take(&mut self) -> bool {
            let entry = self.outbox.take(self.now);
            assert_eq!(entry.as_ref().map(|entry| entry.number), self.plain.take(self.now), "{}", self.seed);
            if entry.is_none() {
                // Nobody is woken for what has passed, nor too late.
                let first = (0..self.plain.waiting.len()).map(|at| self.plain.due(at)).min();
                let due = self.outbox.next_due();
                assert_eq!(due.is_some(), first.is_some(), "{}", self.seed);
                assert!(due.is_none_or(|due| self.now < due), "{}", self.seed);
                assert!(due <= first, "{}", self.seed);
            }
            let taken = entry.is_some();
            self.sent.extend(entry);
            taken
        }

        fn take_back(&mut self, back: impl FnOnce(&mut Self, Entry), due: Duration) {
            if self.sent.is_empty() {
                return;
            }
            let at = self.below(self.sent.len());
            let entry = self.sent.remove(at);
            let recipient = RECIPIENTS.into_iter().find(|it| *it == entry.message.recipient()).unwrap();
            self.plain.waiting.push((entry.number, recipient, due));
            back(self, entry);
        }

        fn settle_all_to(&mut self, recipient: &str) {
            let settled: Vec<u64> =
                self.outbox.settle_all_to(recipient).iter().map(|entry| entry.number).collect();
            let mut plain: Vec<u64> = Vec::new();
            self.plain.waiting.retain(|(number, of, _)| {
                let others = *of != recipient;
                plain.extend((!others).then_some(*number));
                others
            });
            plain.sort_unstable();
            assert_eq!(settled, plain, "{}", self.seed);
        }

        /// All comes in the end, and leaves nothing behind.
        fn finish(mut self) {
            while self.take() {}
            while let Some(due) = self.outbox.next_due() {
                self.now = due;
                while self.take() {}
            }
            assert_eq!(self.plain.waiting, []);
            for entry in &self.sent {
                self.outbox.settle(&entry.message);
            }
            assert_eq!(self.outbox.len(), 0, "{}", self.seed);
            // Those that are held are known until there has been a pause.
            self.now += Duration::from_secs(10);
            assert!(!self.take());
            let Outbox { entries, queues, turns, held, delayed, idle, .. } = self.outbox;
            assert!(entries.is_empty() && queues.is_empty() && turns.is_empty(), "{}", self.seed);
            assert!(held.is_empty() && delayed.is_empty() && idle.is_empty(), "{}", self.seed);
        }

        fn below(&mut self, bound: usize) -> usize {
            self.random =
                self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(self.random >> 33).unwrap() % bound
        }
    }
}
