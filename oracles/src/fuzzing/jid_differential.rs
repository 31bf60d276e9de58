//! Addresses and their parts, against other implementations.
//!
//! - Each part alone: a localpart by `UsernameCaseMapped` and nodeprep, a resourcepart by `OpaqueString` and resourceprep, a domainpart by
//!   UTS 46 and nameprep. The whole: the crate `jid`, where it follows rules that can be compared.
//! - Both take a text and prepare it alike, or both refuse it, or a row of the table of deviations says why they differ and who is right.

use crate::deviation::{Case, Deviation};
use crate::peers::{idna, jid, precis, stringprep};
use envoi::Policy;

/// Octets that are compared; `precis-profiles` takes time that grows as their square.
const MOST: usize = 300;

/// An address or a part of one, against all other implementations.
pub fn jid_differential(octets: &[u8]) {
    let Ok(text) = std::str::from_utf8(&octets[..octets.len().min(MOST)]) else { return };
    let input = || text.to_owned();
    explained(&precis::username_case(input()), precis::USERNAMES);
    explained(&precis::opaque_case(input()), precis::OPAQUE_STRINGS);
    explained(&stringprep::localpart_case(input()), stringprep::NODEPREP);
    explained(&stringprep::resourcepart_case(input()), stringprep::RESOURCEPREP);
    explained(&idna::case(Policy::RFC7622, input()), idna::IDNA2008);
    explained(&idna::case(Policy::RFC7622.with_uts46(), input()), idna::UTS46);
    if stringprep::is_plain_name(text) {
        explained(&stringprep::domainpart_case(input()), stringprep::NAMEPREP);
    }
    if text.is_ascii() {
        explained(&jid::case(Policy::RFC7622, input()), jid::ASCII);
    }
    if jid::is_comparable(text) {
        explained(&jid::case(Policy::RFC6122, input()), jid::RFC_6122);
    }
}

fn explained(case: &Case, table: &[Deviation]) {
    let explained = case.agrees() || table.iter().any(|row| (row.explains)(case));
    assert!(explained, "{:?}: {:?} here, {:?} there", case.input, case.ours, case.theirs);
}
