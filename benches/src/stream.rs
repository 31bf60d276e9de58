//! Who reads, forwards and writes streams of stanzas.
//!
//! A [`Contestant`] goes once through an [`Input`], a chunk at a time as from a socket where its interface allows it, and
//! returns how many stanzas it saw, forwarded or wrote. What it allocates is freed in its time.

mod builders;
mod envoi;
mod forwarders;
mod input;
mod readers;
mod typed;
mod writers;

pub use builders::BUILT;
pub use input::{CHUNK, Input, mix};
pub use writers::{FINISHED, MESSAGES};

use tools::data::flood::Flood;

/// What is done with a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Task {
    /// Take it apart.
    Read,
    /// Take it apart, and write each stanza out again as from another address.
    Forward,
    /// Write the same message again and again; the input is not looked at.
    Write,
    /// Read every stanza to the fields of its type.
    Typed,
    /// Build the same message from values and write it, again and again; the input is not looked at.
    Build,
}

impl Task {
    /// All of them, in the order of the tables.
    pub const ALL: [Self; 5] = [Self::Read, Self::Forward, Self::Write, Self::Typed, Self::Build];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Forward => "forward",
            Self::Write => "write",
            Self::Typed => "typed",
            Self::Build => "build",
        }
    }

    /// The octets of the message that is written [`MESSAGES`] times, if the task is to do so.
    pub fn message(self) -> Option<&'static str> {
        match self {
            Self::Read | Self::Forward | Self::Typed => None,
            Self::Write => Some(FINISHED),
            Self::Build => Some(BUILT),
        }
    }
}

/// One way of doing a task.
pub struct Contestant {
    name: &'static str,
    pass: Box<dyn FnMut(&Input<'_>) -> usize>,
}

impl Contestant {
    fn new(name: &'static str, pass: impl FnMut(&Input<'_>) -> usize + 'static) -> Self {
        Self { name, pass: Box::new(pass) }
    }

    /// The name in the tables.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether it is this library.
    pub fn is_ours(&self) -> bool {
        self.name.starts_with("envoi ")
    }

    /// Whether it does no more than touch the octets.
    pub fn is_floor(&self) -> bool {
        self.name.starts_with("floor: ")
    }

    /// Goes through the input and returns the number of stanzas, of those before the first fault if it finds one.
    pub fn pass(&mut self, input: &Input<'_>) -> usize {
        (self.pass)(input)
    }
}

/// Everybody who does a task, in the order of the tables.
pub fn for_task(task: Task) -> Vec<Contestant> {
    match task {
        Task::Read => chain([envoi::readers(), readers::peers(), readers::floors()]),
        Task::Forward => chain([envoi::forwarders(), forwarders::peers(), forwarders::floors()]),
        Task::Write => chain([envoi::writers(), writers::peers(), writers::floors()]),
        Task::Typed => chain([envoi::typed_readers(), typed::peers()]),
        Task::Build => chain([envoi::builders(), builders::peers()]),
    }
}

/// Those who are shown what a hostile peer sends, their limits raised. Who builds trees by recursion would overflow.
pub fn for_floods() -> Vec<Contestant> {
    chain([envoi::readers_of_floods(), readers::without_trees()])
}

/// One who refuses floods at its default limits.
pub fn limited() -> Contestant {
    envoi::limited()
}

/// A stream of one stanza in which one thing is repeated.
pub fn flood(flood: Flood, octets: usize) -> String {
    flood.stream(octets)
}

fn chain<const N: usize>(parts: [Vec<Contestant>; N]) -> Vec<Contestant> {
    parts.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ() {
        for task in Task::ALL {
            let names: Vec<_> = for_task(task).iter().map(Contestant::name).collect();
            for (index, name) in names.iter().enumerate() {
                assert!(!names[..index].contains(name), "{name} twice");
            }
        }
    }

    #[test]
    fn everybody_sees_the_same_stanzas() {
        let (stream, stanzas) = mix(1 << 20);
        for task in [Task::Read, Task::Forward, Task::Typed] {
            for mut contestant in for_task(task).into_iter().filter(|contestant| !contestant.is_floor()) {
                for chunk in [CHUNK, 1, 7, stream.len()] {
                    let counted = contestant.pass(&Input { octets: stream.as_bytes(), chunk });
                    assert_eq!(counted, stanzas, "{task:?}: {} in chunks of {chunk}", contestant.name());
                }
            }
        }
    }

    #[test]
    fn what_breaks_off_is_no_stanza() {
        let stream = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>\
                      <message><body>one</body></message><message><body>tw";
        for mut contestant in for_task(Task::Read).into_iter().filter(|contestant| !contestant.is_floor()) {
            let counted = contestant.pass(&Input { octets: stream.as_bytes(), chunk: CHUNK });
            assert_eq!(counted, 1, "{}", contestant.name());
        }
    }
}
