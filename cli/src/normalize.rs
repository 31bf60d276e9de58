//! `envoi normalize`: the canonical form of each row.

use crate::args::NormalizeArgs;
use crate::delivery::{Output, Streams};
use crate::exit::Ended;
use crate::input::total_octets;
use crate::pipeline::{self, Judged, Plan, RowHandler};
use crate::progress::Progress;
use crate::report::Text;
use crate::unique::Unique;
use anstream::{AutoStream, ColorChoice};
use std::io;
use std::sync::Arc;

pub(crate) fn run(args: &NormalizeArgs) -> Ended {
    let paths = args.input.paths();
    let progress = Arc::new(Progress::new("rows", total_octets(&paths), args.quiet));
    let colored = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
    let text = Text::new(&paths, colored);
    let plan = Plan {
        input: &args.input,
        policy: args.policy.policy(),
        with_valid: true,
        progress: Arc::clone(&progress),
    };
    let end = if args.input.null { 0 } else { b'\n' };
    let handler = || Normalizer { bare: args.bare, end, messages: (!args.quiet).then_some(&text) };
    let streams = Streams::new(progress);
    let tally = if args.unique {
        pipeline::run(&plan, Unique::new(streams, end), handler)?
    } else {
        pipeline::run(&plan, streams, handler)?
    };
    Ok(tally.verdict())
}

struct Normalizer<'a> {
    bare: bool,
    end: u8,
    messages: Option<&'a Text<'a>>,
}

impl RowHandler for Normalizer<'_> {
    fn row(&mut self, judged: &Judged<'_>, output: &mut Output) {
        match &judged.row.result {
            Ok(jid) => {
                let text = if self.bare { jid.bare().as_str() } else { jid.as_str() };
                output.rows.extend_from_slice(text.as_bytes());
                output.rows.push(self.end);
            }
            Err(_) => {
                if let Some(text) = self.messages {
                    text.row(judged, &mut output.messages);
                }
            }
        }
    }
}
