//! A session against a service, octets both ways: the service refuses, drains, hangs up in the middle of a stanza, and sends again what has no
//! answer; in the end everything has arrived.
#![cfg(feature = "gcm")]

use envoi::gcm::{
    Ack, Action, ConnectionId, Control, Downstream, Incoming, Nack, NackCode, Outgoing, Receipt, Remedy,
    Session, SessionLimits, Upstream,
};
use envoi::stanza::{NS_CLIENT, WriteStanza};
use envoi::stream::{Event, Limits, StreamBuffer, StreamReader, StreamWriter};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

const WINDOW: usize = 5;
const MESSAGES: usize = 60;
const UPSTREAM: usize = 25;

#[test]
fn everything_arrives_whatever_the_service_does() {
    for seed in 0..300 {
        let mut world = World::new(seed);
        world.run();
        world.check();
    }
}

/// One direction of a connection.
struct Pipe {
    writer: StreamWriter,
    reader: StreamBuffer,
}

impl Pipe {
    fn new() -> Self {
        Self {
            writer: StreamWriter::fragments(NS_CLIENT),
            reader: StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT)),
        }
    }

    fn write(&mut self, stanza: &impl WriteStanza) {
        self.writer.write(stanza).expect("a stanza");
    }

    /// Carries some of the octets that have been written to the reader.
    fn carry(&mut self, octets: usize) {
        let written = self.writer.as_bytes().to_vec();
        let (now, later) = written.split_at(octets.min(written.len()));
        self.reader.push(now);
        self.writer.clear();
        self.writer.write_raw(later);
    }
}

struct Connection {
    id: ConnectionId,
    to_service: Pipe,
    from_service: Pipe,
    draining: bool,
    /// What the service has read and not answered.
    unanswered: VecDeque<Downstream>,
}

struct World {
    session: Session,
    now: Duration,
    random: u64,
    connections: Vec<Connection>,
    /// Messages of devices that the service has seen no answer for, and those of which it has.
    upstream: BTreeSet<String>,
    answered: BTreeSet<String>,
    delivered: BTreeMap<String, usize>,
    receipts: BTreeSet<String>,
    taken: BTreeSet<String>,
    acked: BTreeSet<String>,
    failed: BTreeMap<String, Remedy>,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut limits = SessionLimits::DEFAULT;
        (limits.window, limits.refusals) = (WINDOW, 1_000);
        let mut session = Session::new(limits, seed);
        for number in 0..MESSAGES {
            let to = format!("R{}", number % 7);
            let message =
                Downstream::to(&to, &format!("m{number}")).data("text", "<&>\u{FFFF}").build().unwrap();
            session.send(message).unwrap();
        }
        Self {
            session,
            now: Duration::ZERO,
            random: seed.wrapping_mul(2) + 1,
            connections: Vec::new(),
            upstream: (0..UPSTREAM).map(|number| format!("u{number}")).collect(),
            answered: BTreeSet::new(),
            delivered: BTreeMap::new(),
            receipts: BTreeSet::new(),
            taken: BTreeSet::new(),
            acked: BTreeSet::new(),
            failed: BTreeMap::new(),
        }
    }

    fn run(&mut self) {
        for _ in 0..50_000 {
            self.act();
            let number = self.below(self.connections.len().max(1));
            if number < self.connections.len() {
                self.carry(number);
                self.serve(number);
                self.meddle(number);
            }
            self.now += Duration::from_millis(20);
            if self.below(20) == 0 {
                // Nobody waits for the minutes that delays come to.
                self.now = self.session.wake_at().unwrap_or_default().max(self.now);
            }
            if self.is_done() {
                return self.act();
            }
        }
        panic!("not done: {:?} {:?}", self.session, self.upstream);
    }

    fn is_done(&self) -> bool {
        self.session.unanswered() == 0 && self.upstream.is_empty()
    }

    /// What the session asks for.
    fn act(&mut self) {
        while let Some(action) = self.session.next_action(self.now) {
            match action {
                Action::Connect if self.below(4) == 0 => self.session.connect_failed(self.now),
                Action::Connect => {
                    let id = self.session.connected(self.now);
                    let (to_service, from_service) = (Pipe::new(), Pipe::new());
                    let unanswered = VecDeque::new();
                    self.connections.push(Connection {
                        id,
                        to_service,
                        from_service,
                        draining: false,
                        unanswered,
                    });
                    self.send_upstream();
                }
                Action::Send { connection, message } => {
                    self.connection(connection).to_service.write(&message);
                }
                Action::Acknowledge { connection, ack } => self.connection(connection).to_service.write(&ack),
                Action::Deliver { upstream, repeated } => {
                    let times = self.delivered.entry(upstream.message_id).or_default();
                    assert_eq!(repeated, *times > 0);
                    *times += 1;
                }
                Action::Delivered(receipt) => {
                    self.receipts.insert(receipt.original_message_id);
                }
                Action::Acked { message, .. } => {
                    assert!(self.acked.insert(message.message_id().to_owned()), "{message:?} acked twice");
                }
                Action::Failed { message, failure, .. } => {
                    let earlier = self.failed.insert(message.message_id().to_owned(), failure.remedy());
                    assert_eq!(earlier, None);
                }
                Action::Draining(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// GCM CCS: what has no answer is sent again over a new connection.
    fn send_upstream(&mut self) {
        let connection = self.connections.last_mut().expect("it is open");
        for id in &self.upstream {
            connection.from_service.write(&Incoming::Upstream(Upstream::new("REG", id, "com.example.app")));
        }
    }

    /// Some octets go each way, and what is whole is read.
    fn carry(&mut self, number: usize) {
        let (there, back) = (self.below(2_000), self.below(2_000));
        let connection = &mut self.connections[number];
        connection.to_service.carry(there);
        connection.from_service.carry(back);
        while let Some(event) = connection.from_service.reader.next_event().expect("XML") {
            let Event::Stanza(stanza) = event else { panic!("{event:?}") };
            let incoming = Incoming::read(stanza).expect("a payload").expect("a message");
            self.session.received(self.now, connection.id, incoming);
        }
        while let Some(event) = connection.to_service.reader.next_event().expect("XML") {
            let Event::Stanza(stanza) = event else { panic!("{event:?}") };
            match Outgoing::read(stanza).expect("a payload").expect("a message") {
                Outgoing::Downstream(message) => {
                    assert_eq!(stanza.id().as_deref(), Some(message.message_id()));
                    connection.unanswered.push_back(message);
                }
                Outgoing::Ack(ack) => {
                    self.upstream.remove(ack.message_id());
                    self.answered.insert(ack.message_id().to_owned());
                }
                other => panic!("{other:?}"),
            }
        }
        assert!(connection.unanswered.len() <= WINDOW, "more than the window");
    }

    /// The service answers one of the messages, now and then the last one first.
    fn serve(&mut self, number: usize) {
        let choice = self.below(10);
        let connection = &mut self.connections[number];
        let next =
            if choice < 5 { connection.unanswered.pop_front() } else { connection.unanswered.pop_back() };
        let Some(message) = next else { return };
        let code = match choice {
            0 => Some(NackCode::ServiceUnavailable),
            1 => Some(NackCode::InternalServerError),
            2 => Some(NackCode::DeviceMessageRateExceeded),
            3 if connection.draining => Some(NackCode::ConnectionDraining),
            4 if message.message_id().ends_with('3') => Some(NackCode::InvalidJson),
            5 if message.recipient() == "R6" => Some(NackCode::DeviceUnregistered),
            _ => None,
        };
        if let Some(code) = code {
            return connection.from_service.write(&Incoming::Nack(Nack::to(&message, code)));
        }
        connection.from_service.write(&Incoming::Ack(Ack::to(&message)));
        connection.from_service.write(&Incoming::Receipt(Receipt::to(&message, "gcm.googleapis.com")));
        self.taken.insert(message.message_id().to_owned());
    }

    /// Connections drain and end, those that drain sooner.
    fn meddle(&mut self, number: usize) {
        let (drains, ends) = (self.below(60) == 0, self.below(150) == 0);
        let connection = &mut self.connections[number];
        if drains && !connection.draining {
            connection.draining = true;
            connection.from_service.write(&Incoming::Control(Control::draining()));
        } else if ends || (drains && connection.draining) {
            // What was on its way either way is lost.
            let gone = self.connections.remove(number);
            self.session.closed(self.now, gone.id);
        }
    }

    fn connection(&mut self, id: ConnectionId) -> &mut Connection {
        self.connections.iter_mut().find(|connection| connection.id == id).expect("open")
    }

    fn below(&mut self, bound: usize) -> usize {
        // Knuth's generator, of which the upper bits are good.
        self.random =
            self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.random >> 33).expect("31 bits") % bound
    }

    fn check(&self) {
        assert_eq!(self.acked.len() + self.failed.len(), MESSAGES);
        assert!(self.acked.is_subset(&self.taken), "what is said to be taken has been");
        for (id, remedy) in &self.failed {
            assert!(!self.acked.contains(id));
            assert!(matches!(remedy, Remedy::FixMessage | Remedy::DropRegistration), "{id}: {remedy}");
        }
        let delivered: BTreeSet<&String> = self.delivered.keys().collect();
        let upstream: BTreeSet<String> = (0..UPSTREAM).map(|number| format!("u{number}")).collect();
        assert_eq!(delivered, upstream.iter().collect());
        // Answers to receipts are answers, too.
        assert!(upstream.is_subset(&self.answered));
        assert!(self.receipts.is_subset(&self.taken));
    }
}
