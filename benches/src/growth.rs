//! Inputs of any length, to see that time grows with the input and no faster.

use crate::contestants::{Contestant, batch_lines, parse};
use crate::preparation::{Part, SCRIPTS, without_limit};

/// A way of spending time, on as much input as one likes.
pub struct Growth {
    /// What is done.
    pub task: &'static str,
    /// What it is done to.
    pub material: String,
    unit: &'static str,
    /// Who does it.
    pub contestant: Box<dyn Contestant>,
}

impl Growth {
    /// The input, as long as whole repetitions allow.
    pub fn text(&self, octets: usize) -> String {
        self.unit.repeat(octets / self.unit.len())
    }
}

/// What a hostile peer may repeat in one address, or in a file of addresses.
const UNITS: [&str; 20] = [
    "a", "A", ".", "@", "/", "-", "a.", "a@", "a/", "xn--", "xn--a.", "[", ":", "%25", "\0", " ", "é",
    "\u{301}", "א", "１",
];

/// Every task with every material.
pub fn growths() -> Vec<Growth> {
    let mut growths = Vec::new();
    for (task, part) in [("prepare localpart", Part::Localpart), ("prepare resourcepart", Part::Resourcepart)]
    {
        growths.extend(SCRIPTS.iter().map(|script| Growth {
            task,
            material: script.name.to_owned(),
            unit: script.unit,
            contestant: without_limit(part),
        }));
    }
    for unit in UNITS {
        let material = format!("{unit:?} repeated");
        growths.push(Growth { task: "parse", material: material.clone(), unit, contestant: parse() });
        growths.push(Growth { task: "batch::lines", material, unit, contestant: batch_lines() });
    }
    for unit in ["\n", "\r\n", "a@b\n", "é\n"] {
        let material = format!("{unit:?} repeated");
        growths.push(Growth { task: "batch::lines", material, unit, contestant: batch_lines() });
    }
    growths
}
