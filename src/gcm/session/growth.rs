//! What one event costs does not grow with what else waits, in [steps](crate::steps).

use super::{Action, ConnectionId, Session, SessionLimits};
use crate::gcm::{Downstream, Incoming};
use crate::steps::steps_of;
use core::mem;
use core::time::Duration;
use std::format;
use std::string::String;
use std::vec;
use std::vec::Vec;

const FEW: usize = 10;
const MANY: usize = 10_000;

#[test]
fn what_a_held_recipient_gets_costs_the_same_however_much_waits_for_it() {
    let turns = |waiting| {
        let mut run = Run::new(1);
        run.send_each(waiting, |_| "R".into());
        let mut steps = [run.nack(0, "DEVICE_MESSAGE_RATE_EXCEEDED"), run.wake(), 0, 0, 0, 0];
        assert_eq!(run.sent, [0, 0]);
        for (number, steps) in steps[2..].chunks_exact_mut(2).enumerate() {
            (steps[0], steps[1]) = (run.ack(number), run.wake());
        }
        assert_eq!(run.sent, [0, 0, 1, 2], "one at a time");
        // So late that there has been a pause: the recipient is free, and is held again.
        run.now += Duration::from_secs(5);
        let free = run.ack(2);
        let held = run.nack(3, "DEVICE_MESSAGE_RATE_EXCEEDED");
        assert_eq!(run.sent, [0, 0, 1, 2, 3]);
        (steps, free, held)
    };
    assert_eq!(turns(MANY), turns(FEW));
}

#[test]
fn a_registration_at_fault_costs_the_same_however_much_waits_for_others() {
    let refusal = |others| {
        let mut run = Run::new(1);
        run.send_each(others, |number| format!("R{}", number / 2));
        let steps = run.nack(0, "DEVICE_UNREGISTERED");
        assert_eq!((run.failed, run.sent.len()), (2, 2));
        steps
    };
    assert_eq!(refusal(MANY), refusal(FEW));
}

#[test]
fn a_registration_at_fault_costs_the_same_however_much_is_delayed_for_others() {
    let refusal = |others| {
        let mut run = Run::new(others);
        run.send_each(others, |number| format!("R{number}"));
        for number in 1..others {
            run.nack(number, "SERVICE_UNAVAILABLE");
        }
        run.nack(0, "DEVICE_UNREGISTERED")
    };
    assert_eq!(refusal(MANY), refusal(FEW));
}

#[test]
fn holding_a_recipient_costs_the_same_however_many_are_held() {
    let hold = |others| {
        let mut run = Run::new(others + 1);
        run.send_each(others + 1, |number| format!("R{number}"));
        for number in 0..others {
            run.nack(number, "DEVICE_MESSAGE_RATE_EXCEEDED");
        }
        run.nack(others, "DEVICE_MESSAGE_RATE_EXCEEDED")
    };
    assert_eq!(hold(MANY), hold(FEW));
}

/// The same over all events: each of many costs what one alone does, and once more if it waits for others of its recipient.
#[test]
fn many_messages_cost_as_many_times_a_few_steps() {
    type Recipient = fn(usize) -> String;
    let recipients: [Recipient; 3] =
        [|_| "R".into(), |number| format!("R{}", number % 7), |number| format!("R{number}")];
    for recipient in recipients {
        for code in ["SERVICE_UNAVAILABLE", "DEVICE_MESSAGE_RATE_EXCEEDED", "DEVICE_UNREGISTERED"] {
            let one = whole_life(1, recipient, code);
            let all = whole_life(2_000, recipient, code);
            assert!(all <= 2_000 * 2 * one, "{code}: {all} steps, one message {one}");
        }
    }
}

/// The steps of messages that are sent, refused once, sent again and acked.
fn whole_life(messages: usize, recipient: fn(usize) -> String, code: &str) -> usize {
    let mut run = Run::new(100);
    let mut steps = run.send_each(messages, recipient);
    let mut refused = vec![false; messages];
    while run.session.unanswered() > 0 {
        if run.session.pending(run.connection) == 0 {
            steps += run.wake();
        }
        for number in mem::take(&mut run.sent) {
            let again = mem::replace(&mut refused[number], true);
            steps += if again { run.ack(number) } else { run.nack(number, code) };
        }
    }
    steps
}

/// A session with one connection, whose messages are numbers.
struct Run {
    session: Session,
    connection: ConnectionId,
    now: Duration,
    sent: Vec<usize>,
    failed: usize,
}

impl Run {
    fn new(window: usize) -> Self {
        let mut session =
            Session::new(SessionLimits { window, messages: usize::MAX, ..SessionLimits::DEFAULT }, 7);
        let connection = session.connected(Duration::ZERO);
        Self { session, connection, now: Duration::ZERO, sent: Vec::new(), failed: 0 }
    }

    fn send_each(&mut self, messages: usize, recipient: impl Fn(usize) -> String) -> usize {
        steps_of(|| {
            for number in 0..messages {
                let message = Downstream::to(&recipient(number), &format!("{number}")).build().unwrap();
                self.session.send(message).unwrap();
            }
            self.ask();
        })
    }

    fn ack(&mut self, number: usize) -> usize {
        self.receive(&format!(r#"{{"message_type":"ack","message_id":"{number}","from":"R"}}"#))
    }

    fn nack(&mut self, number: usize, code: &str) -> usize {
        self.receive(&format!(
            r#"{{"message_type":"nack","message_id":"{number}","from":"R","error":"{code}"}}"#
        ))
    }

    fn receive(&mut self, text: &str) -> usize {
        let incoming = Incoming::from_json(text).unwrap();
        steps_of(|| {
            self.session.received(self.now, self.connection, incoming);
            self.ask();
        })
    }

    /// Lets the time pass until something is to be sent.
    fn wake(&mut self) -> usize {
        steps_of(|| {
            let before = self.sent.len();
            while self.sent.len() == before {
                self.now = self.session.wake_at().expect("something waits");
                self.ask();
            }
        })
    }

    fn ask(&mut self) {
        while let Some(action) = self.session.next_action(self.now) {
            match action {
                Action::Send { message, .. } => self.sent.push(message.message_id().parse().unwrap()),
                Action::Failed { .. } => self.failed += 1,
                Action::Acked { .. } => {}
                other => panic!("{other:?}"),
            }
        }
    }
}
