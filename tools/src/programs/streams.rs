//! What the measuring programs say of streams.

use std::process::Command;

use super::{Benches, Result, each_line, output};

/// What is done with streams, by the names of the measuring programs.
pub(crate) const TASKS: [&str; 5] = ["read", "forward", "write", "typed", "build"];

/// One pass of a contestant.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pass {
    pub(crate) contestant: String,
    pub(crate) nanoseconds: f64,
    /// The stanzas that it saw or wrote, and how many there are.
    pub(crate) counted: usize,
    pub(crate) stanzas: usize,
    pub(crate) octets: usize,
}

/// One pass over a stanza in which one thing is repeated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Point {
    pub(crate) flood: String,
    pub(crate) contestant: String,
    pub(crate) octets: usize,
    /// None if the stanza is refused.
    pub(crate) nanoseconds: Option<f64>,
}

/// Allocations a stanza, and the most octets held at a time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Warm {
    pub(crate) task: String,
    pub(crate) contestant: String,
    pub(crate) mean: f64,
    pub(crate) held: u64,
}

/// The most octets held at a time for a stanza in which one thing is repeated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Memory {
    pub(crate) flood: String,
    pub(crate) contestant: String,
    pub(crate) octets: u64,
    pub(crate) held: u64,
}

impl Benches {
    /// Contestants at a task, on so many octets of the mixture; all of them if `only` is empty.
    pub(crate) fn passes(
        &self,
        task: &str,
        octets: usize,
        rounds: usize,
        only: &[&str],
    ) -> Result<Vec<Pass>> {
        let mut command = Command::new(&self.measure_streams);
        command.args(["time", task, "--octets", &octets.to_string(), "--rounds", &rounds.to_string()]);
        each_line(&output(named(&mut command, only))?, |fields| match fields {
            ["time", _, contestant, nanoseconds, counted, stanzas, octets] => Some(Pass {
                contestant: (*contestant).to_owned(),
                nanoseconds: nanoseconds.parse().ok()?,
                counted: counted.parse().ok()?,
                stanzas: stanzas.parse().ok()?,
                octets: octets.parse().ok()?,
            }),
            _ => None,
        })
    }

    /// Floods of these lengths, `chunk` octets at a time.
    pub(crate) fn curve(&self, lengths: &[usize], chunk: usize, only: &[&str]) -> Result<Vec<Point>> {
        let lengths = lengths.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
        let mut command = Command::new(&self.measure_streams);
        command.args(["curve", "--passes", "3", "--lengths", &lengths, "--chunk", &chunk.to_string()]);
        each_line(&output(named(&mut command, only))?, |fields| match fields {
            ["curve", flood, contestant, _, octets, nanoseconds] => Some(Point {
                flood: (*flood).to_owned(),
                contestant: (*contestant).to_owned(),
                octets: octets.parse().ok()?,
                nanoseconds: match *nanoseconds {
                    "refused" => None,
                    number => Some(number.parse().ok()?),
                },
            }),
            _ => None,
        })
    }

    /// Every contestant at every task, and what floods make them hold; `ours`: this library alone.
    pub(crate) fn stream_allocations(&self, octets: usize, ours: bool) -> Result<(Vec<Warm>, Vec<Memory>)> {
        let mut command = Command::new(&self.allocations_streams);
        command.args(["--octets", &octets.to_string()]).args(ours.then_some("--ours"));
        let (mut warm, mut held) = (Vec::new(), Vec::new());
        each_line(&output(&mut command)?, |fields| {
            match fields {
                ["allocations", task, contestant, mean, octets] => warm.push(Warm {
                    task: (*task).to_owned(),
                    contestant: (*contestant).to_owned(),
                    mean: mean.parse().ok()?,
                    held: octets.parse().ok()?,
                }),
                ["held", flood, contestant, octets, most] => held.push(Memory {
                    flood: (*flood).to_owned(),
                    contestant: (*contestant).to_owned(),
                    octets: octets.parse().ok()?,
                    held: most.parse().ok()?,
                }),
                _ => return None,
            }
            Some(())
        })?;
        Ok((warm, held))
    }
}

/// The same command for these contestants alone.
fn named<'a>(command: &'a mut Command, only: &[&str]) -> &'a mut Command {
    for name in only {
        command.args(["--only", name]);
    }
    command
}
