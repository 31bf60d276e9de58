//! The older preparation of RFC 6122: stringprep (RFC 3454) and IDNA2003.
//!
//! The tables are those of the crate `stringprep`, which follow RFC 3454 to the code point. The steps are taken here,
//! because errors need offsets, and because queries, too, must leave code points alone that Unicode 3.2 does not
//! have. What is beyond the tables comes from current Unicode data: `unicode_3_2` sets right where an assigned code
//! point has changed since. One difference is left: NFKC composes by Corrigendum 5 of 2005, which gives a different
//! result for a handful of sequences that occur in no language.
//!
//! A single application of the profiles may leave text that a second one changes, so they are applied until nothing
//! changes, as RFC 8264 section 7 has it for their successors.

mod idna2003;
mod profile;
#[cfg(test)]
mod tests;
mod unicode_3_2;

use super::{JidError, JidErrorKind, Part};
use crate::{Outcome, domain};
use alloc::string::String;
use profile::Profile;

/// Prepares a localpart (RFC 6122 appendix A): appends its form to `sink`, or nothing if it stays as it is.
///
/// Code points that Unicode 3.2 does not have pass if `unassigned` is set, as in queries (RFC 3454 section 7).
pub(crate) fn nodeprep(text: &str, unassigned: bool, sink: &mut String) -> Result<Outcome, JidError> {
    settle(Part::Localpart, text, sink, |text, sink| Profile::Nodeprep.apply(text, unassigned, sink))
}

/// Prepares a resourcepart (RFC 6122 appendix B).
pub(crate) fn resourceprep(text: &str, unassigned: bool, sink: &mut String) -> Result<Outcome, JidError> {
    settle(Part::Resourcepart, text, sink, |text, sink| Profile::Resourceprep.apply(text, unassigned, sink))
}

/// Prepares a domainpart (RFC 6122 section 2.2).
///
/// ASCII names, IP literals and everything under the option `uts46` are what they are under RFC 7622.
pub(crate) fn domainpart(
    text: &str,
    unassigned: bool,
    options: domain::Options,
    sink: &mut String,
) -> Result<Outcome, JidError> {
    if options.uts46 || idna2003::is_left_to_domain(text) {
        return Ok(domain::prepare(text, options, sink)?);
    }
    settle(Part::Domainpart, text, sink, |text, sink| idna2003::apply(text, unassigned, options, sink))
}

/// As many rounds as RFC 8264 section 7 allows: the first, and three more.
const MOST_ROUNDS: usize = 4;

/// Applies a preparation to its own output until that stays the same.
fn settle(
    part: Part,
    text: &str,
    sink: &mut String,
    apply: impl Fn(&str, &mut String) -> Result<(), JidError>,
) -> Result<Outcome, JidError> {
    let start = sink.len();
    apply(text, sink)?;
    if &sink[start..] == text {
        sink.truncate(start);
        return Ok(Outcome::Unchanged);
    }
    for _ in 1..MOST_ROUNDS {
        let prepared = sink.split_off(start);
        // After more than one round the way back to the input is not known.
        apply(&prepared, sink).map_err(|error| JidError::new(part, error.kind(), 0, None))?;
        if sink[start..] == prepared {
            return Ok(Outcome::Rewritten);
        }
    }
    Err(JidError::new(part, JidErrorKind::Unstable, 0, None))
}
