//! [`Session`]: what may be sent when, what is answered, and what is done about refusals.

mod action;
mod delay;
#[cfg(test)]
mod growth;
mod index;
mod outbox;
mod queue;
mod seen;

pub use action::{Action, Failure, Oddity, SendError, SendErrorKind};
pub use delay::{MAX_RETRY_DELAY, RETRY_DELAY};

use crate::gcm::{
    Ack, Control, Downstream, Incoming, Nack, Receipt, Remedy, Returned, Upstream, UpstreamAck,
};
use alloc::collections::{BTreeMap, VecDeque};
use alloc::string::String;
use alloc::vec::Vec;
use core::time::Duration;
use delay::Delays;
use outbox::{Entry, Outbox};
use seen::Seen;

/// How many messages may wait for their answers on one connection (GCM CCS, Flow Control). Earlier editions say 1000.
pub const WINDOW: usize = 100;

/// The connection server's other side, without sockets and clocks: events go in, [actions](Action) come out.
///
/// - A message is sent while fewer than the window of them wait for their answers on that connection; then the next waits until an answer
///   comes. What the connection loses is sent again over the next one, before anything newer (GCM CCS, Flow Control).
/// - Upstream messages and receipts are answered, each time they come, over the connection by which they came, whatever waits.
/// - What the service refuses for the moment is sent again: after a delay that doubles; if a device or topic gets too much, after that delay
///   and then one message a second, until there has been a pause; over another connection, if this one drains. What it refuses for good is handed back with the reason, and with it all that waits for
///   the same registration ID if that is at fault (GCM server reference, table 11).
/// - A connection that drains gets nothing new, and is read until the service closes it; another one is opened at once.
///
/// Each message that [`send`](Self::send) takes ends in one [`Action::Acked`] or one [`Action::Failed`], or is among those that
/// [`into_unanswered`](Self::into_unanswered) hands back. The service may deliver a message twice if its answer got lost with a connection.
///
/// Time is the caller's: any clock that does not run backwards, as the time since some start. After each event ask for actions until there
/// are none, and again at [`wake_at`](Self::wake_at).
///
/// ```
/// use core::time::Duration;
/// use envoi::gcm::{Action, Downstream, Incoming, Session, SessionLimits};
///
/// let mut session = Session::new(SessionLimits::DEFAULT, 7);
/// session.send(Downstream::to("APA91b", "m-1").data("score", "3x1").build()?)?;
/// let mut now = Duration::ZERO;
/// assert_eq!(session.next_action(now), Some(Action::Connect));
/// assert_eq!(session.next_action(now), None);
///
/// // … a stream is opened, by whoever has sockets …
/// let connection = session.connected(now);
/// let Some(Action::Send { message, .. }) = session.next_action(now) else { panic!() };
/// assert_eq!(message.message_id(), "m-1");
/// assert_eq!(session.next_action(now), None);
///
/// // The service has no time: the message is sent again, a second later or a little more.
/// let nack = r#"{"message_type":"nack","message_id":"m-1","from":"APA91b","error":"SERVICE_UNAVAILABLE"}"#;
/// session.received(now, connection, Incoming::from_json(nack)?);
/// assert_eq!(session.next_action(now), None);
/// now = session.wake_at().unwrap();
/// assert!(now >= Duration::from_secs(1));
/// assert!(matches!(session.next_action(now), Some(Action::Send { .. })));
///
/// let ack = r#"{"message_type":"ack","message_id":"m-1","from":"APA91b"}"#;
/// session.received(now, connection, Incoming::from_json(ack)?);
/// assert!(matches!(session.next_action(now), Some(Action::Acked { .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Session {
    limits: SessionLimits,
    outbox: Outbox,
    connections: BTreeMap<ConnectionId, Connection>,
    next_connection: u64,
    dialing: Dialing,
    seen: Seen,
    delays: Delays,
    actions: VecDeque<Action>,
}

/// How much a session holds and how often it tries.
///
/// ```
/// use envoi::gcm::SessionLimits;
///
/// let mut limits = SessionLimits::DEFAULT;
/// limits.messages = 1_000;
/// assert_eq!(limits.window, 100);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionLimits {
    /// Messages that may wait for their answers on one connection; at least 1.
    pub window: usize,
    /// Messages without an answer, those that have been sent included.
    pub messages: usize,
    /// How often a message may be refused for the moment before it is handed back.
    pub refusals: u32,
    /// How many upstream messages are remembered, to tell which ones come again.
    pub remembered: usize,
    /// The octets of the senders and IDs of all that are remembered. A message whose own are more is not remembered: if it comes again, it
    /// is delivered as a new one.
    pub remembered_octets: usize,
}

/// A connection of a session. No two have the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnectionId(u64);

#[derive(Clone, Debug)]
struct Connection {
    since: Duration,
    /// What has been sent and has no answer, by its ID, with the time.
    pending: BTreeMap<String, (Duration, Entry)>,
    draining: bool,
}

/// How far the next connection is.
#[derive(Clone, Copy, Debug)]
struct Dialing {
    /// Whether one is being opened.
    busy: bool,
    /// When the next one may be opened.
    after: Duration,
    /// How many connections in a row came to nothing.
    failures: u32,
}

impl SessionLimits {
    /// The window of the service, 10,000 messages, 10 refusals, 1,000 upstream messages of 1 MiB together.
    pub const DEFAULT: Self = Self {
        window: WINDOW,
        messages: 10_000,
        refusals: 10,
        remembered: 1_000,
        remembered_octets: 1 << 20,
    };
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Session {
    /// A session that has no connection and no message. The seed is for the random part of delays: any number that others do not have.
    pub fn new(limits: SessionLimits, seed: u64) -> Self {
        Self {
            limits,
            outbox: Outbox::default(),
            connections: BTreeMap::new(),
            next_connection: 0,
            dialing: Dialing { busy: false, after: Duration::ZERO, failures: 0 },
            seen: Seen::default(),
            delays: Delays::new(seed),
            actions: VecDeque::new(),
        }
    }

    /// Takes a message for sending.
    ///
    /// # Errors
    ///
    /// `DuplicateId` and `Full`; both hand the message back.
    pub fn send(&mut self, message: Downstream) -> Result<(), SendError> {
        if self.outbox.len() >= self.limits.messages {
            return Err(SendError { kind: SendErrorKind::Full, message });
        }
        if !self.outbox.push(&message) {
            return Err(SendError { kind: SendErrorKind::DuplicateId, message });
        }
        Ok(())
    }

    /// A connection is open and logged in.
    pub fn connected(&mut self, now: Duration) -> ConnectionId {
        let id = ConnectionId(self.next_connection);
        self.next_connection += 1;
        self.connections.insert(id, Connection { since: now, pending: BTreeMap::new(), draining: false });
        self.dialing.busy = false;
        id
    }

    /// The connection that was [asked for](Action::Connect) could not be opened, or not logged in. It is asked for again, after a delay that
    /// doubles.
    pub fn connect_failed(&mut self, now: Duration) {
        self.dialing.busy = false;
        self.dial_later(now);
    }

    /// A connection is closed, by whomever. What has no answer is sent again over another one; answers that have not been given yet are
    /// dropped, because the service will send the messages again (GCM CCS, Flow Control).
    pub fn closed(&mut self, now: Duration, connection: ConnectionId) {
        let Some(lost) = self.connections.remove(&connection) else { return };
        for (_, (_, entry)) in lost.pending {
            self.outbox.put_back(entry);
        }
        self.actions.retain(
            |action| !matches!(action, Action::Acknowledge { connection: of, .. } if *of == connection),
        );
        // One that drained has its successor already.
        if !lost.draining {
            self.forget_failures(now, lost.since);
            self.dial_later(now);
        }
    }

    /// A message came by a connection.
    pub fn received(&mut self, now: Duration, connection: ConnectionId, incoming: Incoming) {
        if !self.connections.contains_key(&connection) {
            return self.unexpected(connection, incoming, Oddity::NotConnected);
        }
        match incoming {
            Incoming::Upstream(upstream) => self.deliver(connection, upstream),
            Incoming::Receipt(receipt) => self.delivered(connection, receipt),
            Incoming::Ack(ack) => self.acked(connection, ack),
            Incoming::Nack(nack) => self.refused(now, connection, nack),
            Incoming::Returned(returned) => self.returned(now, connection, returned),
            Incoming::Control(control) => self.controlled(now, connection, control),
            Incoming::Unknown(_) => self.unexpected(connection, incoming, Oddity::MessageType),
        }
    }

    /// What is to be done next; `None` until something happens, or until [`wake_at`](Self::wake_at).
    pub fn next_action(&mut self, now: Duration) -> Option<Action> {
        if let Some(action) = self.actions.pop_front() {
            return Some(action);
        }
        if self.needs_connection() && self.dialing.after <= now {
            self.dialing.busy = true;
            return Some(Action::Connect);
        }
        let (&id, connection) =
            self.connections.iter_mut().find(|(_, open)| open.has_room(self.limits.window))?;
        let entry = self.outbox.take(now)?;
        let message = entry.message.clone();
        connection.pending.insert(message.message_id().into(), (now, entry));
        Some(Action::Send { connection: id, message })
    }

    /// When to ask for actions again if nothing happens before; `None` if there is no such time. It is right once there are no more actions.
    pub fn wake_at(&self) -> Option<Duration> {
        let dial = self.needs_connection().then_some(self.dialing.after);
        let has_room = self.connections.values().any(|open| open.has_room(self.limits.window));
        let send = self.outbox.next_due().filter(|_| has_room);
        dial.into_iter().chain(send).min()
    }

    /// How many messages have no answer yet, those that have been sent included.
    pub fn unanswered(&self) -> usize {
        self.outbox.len()
    }

    /// How many messages wait for their answers on a connection: never more than the window.
    pub fn pending(&self, connection: ConnectionId) -> usize {
        self.connections.get(&connection).map_or(0, |open| open.pending.len())
    }

    /// Since when the oldest of them waits. Every message gets an answer while the connection lives (GCM CCS, Message Format): whoever finds
    /// that it takes too long closes the connection.
    pub fn pending_since(&self, connection: ConnectionId) -> Option<Duration> {
        self.connections.get(&connection)?.pending.values().map(|(since, _)| *since).min()
    }

    /// Whether the service is about to close this connection.
    pub fn is_draining(&self, connection: ConnectionId) -> bool {
        self.connections.get(&connection).is_some_and(|open| open.draining)
    }

    /// Ends the session: all messages that have no answer, in the order in which they were taken, and the actions that nobody has asked for.
    ///
    /// ```
    /// use envoi::gcm::{Downstream, Session, SessionLimits};
    ///
    /// let mut session = Session::new(SessionLimits::DEFAULT, 7);
    /// let message = Downstream::to("APA91b", "m-1").build()?;
    /// session.send(message.clone())?;
    /// let (unanswered, actions) = session.into_unanswered();
    /// assert_eq!(unanswered, [message]);
    /// assert_eq!(actions, []);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn into_unanswered(self) -> (Vec<Downstream>, Vec<Action>) {
        let sent = self.connections.values().flat_map(|open| open.pending.values()).map(|(_, entry)| entry);
        let mut entries: Vec<&Entry> = self.outbox.waiting().chain(sent).collect();
        entries.sort_unstable_by_key(|entry| entry.number);
        (entries.into_iter().map(|entry| entry.message.clone()).collect(), self.actions.into())
    }

    /// GCM CCS, Message Format: each message that a device sent gets an ack, never a nack.
    fn deliver(&mut self, connection: ConnectionId, upstream: Upstream) {
        let ack = upstream.ack();
        let repeated = self.seen.note(&upstream, &self.limits);
        self.actions.push_back(Action::Deliver { upstream, repeated });
        self.acknowledge(connection, ack);
    }

    /// GCM server reference, table 10: a receipt gets an ack, too.
    fn delivered(&mut self, connection: ConnectionId, receipt: Receipt) {
        let ack = receipt.ack();
        self.actions.push_back(Action::Delivered(receipt));
        self.acknowledge(connection, ack);
    }

    fn acknowledge(&mut self, connection: ConnectionId, ack: UpstreamAck) {
        self.actions.push_back(Action::Acknowledge { connection, ack });
    }

    fn acked(&mut self, connection: ConnectionId, ack: Ack) {
        let Some(entry) = self.take_pending(connection, &ack.message_id) else {
            return self.unexpected(connection, Incoming::Ack(ack), Oddity::NotPending);
        };
        self.outbox.settle(&entry.message);
        self.dialing.failures = 0;
        self.actions
            .push_back(Action::Acked { message: entry.message, registration_id: ack.registration_id });
    }

    fn refused(&mut self, now: Duration, connection: ConnectionId, nack: Nack) {
        // The ID is that of an upstream message, and may be that of a downstream one by chance.
        if nack.remedy() == Remedy::FixAck {
            return self.unexpected(connection, Incoming::Nack(nack), Oddity::BadAck);
        }
        match self.take_pending(connection, &nack.message_id) {
            Some(entry) => self.remedy(now, connection, entry, Failure::Nack(nack)),
            None => self.unexpected(connection, Incoming::Nack(nack), Oddity::NotPending),
        }
    }

    /// GCM CCS, Stanza error: what came back names the message, and if not, the stanza may.
    fn returned(&mut self, now: Duration, connection: ConnectionId, returned: Returned) {
        // What has a type was an answer, and names what a device sent.
        if returned.message_type.is_some() {
            return self.unexpected(connection, Incoming::Returned(returned), Oddity::BadAck);
        }
        let id = returned.message_id.as_deref().or(returned.stanza_id.as_deref()).unwrap_or_default();
        match self.take_pending(connection, id) {
            Some(entry) => self.remedy(now, connection, entry, Failure::Returned(returned)),
            None => self.unexpected(connection, Incoming::Returned(returned), Oddity::NotPending),
        }
    }

    fn controlled(&mut self, now: Duration, connection: ConnectionId, control: Control) {
        if control.is_draining() {
            self.drain(now, connection);
        } else {
            self.unexpected(connection, Incoming::Control(control), Oddity::ControlType);
        }
    }

    /// GCM server reference, table 10: no more messages are allowed, those on their way will be answered.
    fn drain(&mut self, now: Duration, connection: ConnectionId) {
        let Some(open) = self.connections.get_mut(&connection).filter(|open| !open.draining) else { return };
        open.draining = true;
        let since = open.since;
        self.actions.push_back(Action::Draining(connection));
        self.forget_failures(now, since);
        // GCM CCS, Flow Control: to the next connection at once; but not from one to the next without end.
        if self.dialing.failures == 0 {
            self.dialing = Dialing { after: now, failures: 1, ..self.dialing };
        } else {
            self.dial_later(now);
        }
    }

    /// GCM server reference, table 11, column "Recommended Action".
    fn remedy(&mut self, now: Duration, connection: ConnectionId, mut entry: Entry, failure: Failure) {
        let remedy = failure.remedy();
        if remedy == Remedy::Reconnect {
            self.drain(now, connection);
            return self.outbox.put_back(entry);
        }
        entry.refusals += 1;
        if remedy.retries() && entry.refusals < self.limits.refusals {
            let until = now.saturating_add(self.delays.after(entry.refusals));
            if remedy == Remedy::SlowDown {
                self.outbox.hold(entry.message.recipient(), until);
            }
            return self.outbox.delay(entry, until);
        }
        let code = failure.code();
        let message = entry.message.clone();
        self.outbox.settle(&entry.message);
        self.fail(entry, failure);
        if remedy.stops_registration() {
            for other in self.outbox.settle_all_to(message.recipient()) {
                self.fail(other, Failure::Registration(code));
            }
        }
    }

    fn fail(&mut self, entry: Entry, failure: Failure) {
        let Entry { message, refusals, .. } = entry;
        self.actions.push_back(Action::Failed { message, failure, refusals });
    }

    fn take_pending(&mut self, connection: ConnectionId, message_id: &str) -> Option<Entry> {
        let (_, entry) = self.connections.get_mut(&connection)?.pending.remove(message_id)?;
        Some(entry)
    }

    fn unexpected(&mut self, connection: ConnectionId, incoming: Incoming, why: Oddity) {
        self.actions.push_back(Action::Unexpected { connection, incoming, why });
    }

    /// There is to be one that takes messages, because devices send too.
    fn needs_connection(&self) -> bool {
        !self.dialing.busy && self.connections.values().all(|open| open.draining)
    }

    /// A connection that lived longer than the longest delay was none that came to nothing.
    fn forget_failures(&mut self, now: Duration, since: Duration) {
        if now.saturating_sub(since) > MAX_RETRY_DELAY {
            self.dialing.failures = 0;
        }
    }

    fn dial_later(&mut self, now: Duration) {
        self.dialing.failures = self.dialing.failures.saturating_add(1);
        self.dialing.after = now.saturating_add(self.delays.after(self.dialing.failures));
    }
}

impl Connection {
    fn has_room(&self, window: usize) -> bool {
        // GCM CCS, Flow Control: at that many pending messages nothing more is sent.
        !self.draining && self.pending.len() < window.max(1)
    }
}
