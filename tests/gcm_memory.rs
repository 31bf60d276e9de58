//! What a session keeps of messages that devices sent, in octets held.
#![cfg(feature = "gcm")]

use allocation_counter::measure;
use envoi::gcm::{Action, Incoming, Session, SessionLimits};
use std::time::Duration;

/// What trees, queues and counts of references need for each message that is remembered.
const OVERHEAD: usize = 256;

#[test]
fn long_ids_are_held_up_to_the_octets_that_the_limits_say() {
    let limits = SessionLimits::DEFAULT;
    for id_octets in [60, 1_000, 10_000, 200_000, 2_000_000] {
        let messages = (100_000_000 / id_octets).min(1_500);
        let mut session = Session::new(limits, 7);
        let held =
            usize::try_from(measure(|| upstream(&mut session, messages, id_octets)).bytes_current).unwrap();
        let bound =
            limits.remembered_octets.min(limits.remembered * (id_octets + 1)) + limits.remembered * OVERHEAD;
        assert!(held <= bound, "IDs of {id_octets} octets: {held} octets are held, {bound} may be");
    }
}

#[test]
fn other_limits_hold_too() {
    let mut limits = SessionLimits::DEFAULT;
    (limits.remembered, limits.remembered_octets) = (10, 20_000);
    let mut session = Session::new(limits, 7);
    let held = usize::try_from(measure(|| upstream(&mut session, 1_500, 3_000)).bytes_current).unwrap();
    assert!((18_000..20_000 + 10 * OVERHEAD).contains(&held), "six IDs of 3,000 octets: {held} octets");
}

/// As many messages with IDs of so many octets, each delivered and answered.
fn upstream(session: &mut Session, messages: usize, id_octets: usize) {
    let connection = session.connected(Duration::ZERO);
    let long = "x".repeat(id_octets - 6);
    for number in 0..messages {
        let text = format!(r#"{{"message_id":"{number:06}{long}","from":"R","category":"a.b"}}"#);
        session.received(Duration::ZERO, connection, Incoming::from_json(&text).unwrap());
        let actions = [(); 2].map(|()| session.next_action(Duration::ZERO));
        assert!(matches!(&actions[0], Some(Action::Deliver { repeated: false, .. })));
        assert!(matches!(&actions[1], Some(Action::Acknowledge { .. })));
    }
}
