//! Whole addresses against `jid` 0.12, which follows RFC 6122: stringprep for localparts and resourceparts, UTS 46 and
//! nameprep for domainparts.
//!
//! Under RFC 7622 the comparison is limited to ASCII, where both sets of rules say the same; under RFC 6122, to ASCII
//! domainparts.

use envoi::Policy;
use oracles::deviation::check;
use oracles::input;
use oracles::peers::jid::{ASCII, RFC_6122, case, is_comparable};
use oracles::stringprep_crate::CORRIGENDUM_4_CODE_POINTS;

#[test]
fn ascii_addresses() {
    let ascii = |text: &String| text.is_ascii();
    let inputs =
        input::addresses(100_000).chain(input::domains(80_000)).chain(input::vectors()).filter(ascii);
    check(inputs.chain(input::ascii_in_place()).map(|input| case(Policy::RFC7622, input)), ASCII);
}

/// `tests/idna.rs` and `tests/stringprep.rs` compare the parts, and all code points; here they are sampled.
#[test]
fn addresses_by_rfc_6122() {
    let code_points = input::code_points().step_by(31).chain(CORRIGENDUM_4_CODE_POINTS.map(String::from));
    let parts = code_points.chain(input::parts(80_000)).filter(|text| !text.contains(['@', '/']));
    let in_place = parts.flat_map(|part| [format!("{part}@example.com"), format!("a@example.com/{part}")]);
    let inputs = input::addresses(100_000).chain(input::vectors()).filter(|text| is_comparable(text));
    check(in_place.chain(inputs).map(|input| case(Policy::RFC6122, input)), RFC_6122);
}
