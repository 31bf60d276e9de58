//! `envoi stanza show`: stanzas as outlines or as JSON lines, or the answers to those that are wrong.

use super::args::ShowArgs;
use super::faults::faults;
use super::outline::Look;
use super::report::{Report, Teller, Told, tell};
use super::view::View;
use crate::exit::Ended;
use crate::reading::Found;
use crate::show;
use envoi::stanza::RawStanza;

pub(super) fn run(args: &ShowArgs) -> Ended {
    if args.replies {
        tell(&args.read, None, &Answers)
    } else {
        tell(&args.read, Some(args.format), &Outlines { look: Look::new(show::colored()) })
    }
}

struct Outlines {
    look: Look,
}

impl Teller for Outlines {
    fn stanza(
        &self,
        stanza: RawStanza<'_>,
        found: &mut Found<'_>,
        report: &Report<'_>,
        out: &mut Vec<u8>,
    ) -> bool {
        let view = View::of(stanza);
        report.write(found, || self.look.outline(&view), || Told { event: "stanza", content: &view }, out);
        view.faults.is_empty()
    }
}

struct Answers;

impl Teller for Answers {
    fn stanza(
        &self,
        stanza: RawStanza<'_>,
        found: &mut Found<'_>,
        report: &Report<'_>,
        out: &mut Vec<u8>,
    ) -> bool {
        // A stanza is answered once.
        let Some(fault) = faults(stanza).into_iter().next() else { return true };
        match &fault.reply {
            Some(reply) => {
                out.extend_from_slice(reply.as_bytes());
                out.push(b'\n');
            }
            None => report.complain(found, format_args!("not answered: {}", fault.message)),
        }
        false
    }
}
