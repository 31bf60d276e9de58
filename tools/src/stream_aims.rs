//! What was asked for of streams: how much faster than whom, at what.

use crate::programs::streams::Pass;

pub(crate) const READER: &str = "envoi StreamReader";
pub(crate) const RXML: &str = "rxml 0.14 events";
/// Who writes, reads to types and builds, and is no reader of events.
pub(crate) const WRITER: &str = "xmpp-parsers 0.23 xso::to_vec";
pub(crate) const TYPED: &str = "xmpp-parsers 0.23 fields";
pub(crate) const BUILDER: &str = "xmpp-parsers 0.23 build, xso::to_vec";

/// How many times as fast as a peer this library is at a task.
pub(crate) struct Aim {
    pub(crate) task: &'static str,
    /// The same in words.
    pub(crate) work: &'static str,
    pub(crate) contestant: &'static str,
    pub(crate) peer: &'static str,
    /// What was asked for. Falling short of it is said, and no failure.
    pub(crate) wanted: f64,
    /// What has been reached, with room for a busy machine. Falling below it is a failure.
    pub(crate) held: f64,
}

const READ: Aim = Aim {
    task: "read",
    work: "strict read with index, 4 KiB chunks",
    contestant: READER,
    peer: RXML,
    wanted: 16.0,
    held: 10.0,
};

pub(crate) const AIMS: [Aim; 8] = [
    READ,
    Aim { peer: "quick-xml 0.42 NsReader, attributes", wanted: 4.0, held: 2.6, ..READ },
    Aim { peer: "expat, namespaces", wanted: 10.0, held: 5.0, ..READ },
    Aim {
        work: "the same, as a share of the floor",
        peer: "floor: memchr to each <",
        wanted: 0.22,
        held: 0.15,
        ..READ
    },
    Aim {
        task: "forward",
        work: "read, and forward with a changed `from`",
        contestant: "envoi StreamReader, Forward",
        peer: RXML,
        wanted: 12.0,
        held: 8.0,
    },
    Aim {
        task: "write",
        work: "write a chat message of 391 octets, checked",
        contestant: "envoi StreamWriter",
        peer: WRITER,
        wanted: 20.0,
        held: 13.0,
    },
    Aim {
        task: "typed",
        work: "read every stanza to the fields of its type",
        contestant: "envoi StreamReader, fields",
        peer: TYPED,
        wanted: 20.0,
        held: 13.0,
    },
    Aim {
        task: "build",
        work: "build a chat message of 458 octets, and write it",
        contestant: "envoi Message, StreamWriter",
        peer: BUILDER,
        wanted: 20.0,
        held: 15.0,
    },
];

impl Aim {
    /// How many times as fast as the peer it is, in the same run.
    pub(crate) fn ratio(&self, passes: &[Pass]) -> Result<f64, String> {
        let of = |name: &str| {
            let pass = passes.iter().find(|pass| pass.contestant == name);
            pass.map(|pass| pass.nanoseconds).ok_or_else(|| format!("{name} was not measured"))
        };
        Ok(of(self.peer)? / of(self.contestant)?)
    }
}

/// A ratio with as many digits as it needs: shares have two.
pub(crate) fn figure(ratio: f64) -> String {
    if ratio < 1.0 { format!("{ratio:.2}") } else { format!("{ratio:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_against_the_peer_of_the_aim() {
        let pass = |contestant: &str, nanoseconds| Pass {
            contestant: contestant.to_owned(),
            nanoseconds,
            counted: 1,
            stanzas: 1,
            octets: 1,
        };
        let passes = [pass(READER, 10.0), pass(RXML, 105.0), pass("floor: memchr to each <", 2.0)];
        assert_eq!(AIMS[0].ratio(&passes), Ok(10.5));
        assert_eq!(AIMS[3].ratio(&passes).map(figure), Ok("0.20".to_owned()));
        assert_eq!(AIMS[2].ratio(&passes), Err("expat, namespaces was not measured".to_owned()));
    }

    #[test]
    fn nothing_is_held_that_was_not_asked_for() {
        assert!(AIMS.iter().all(|aim| aim.held <= aim.wanted));
    }
}
