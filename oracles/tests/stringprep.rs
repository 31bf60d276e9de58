//! Localparts, resourceparts and domainparts under RFC 6122 against the profiles of the crate `stringprep` 0.1, with
//! the limits on length that RFC 6122 adds.
//!
//! The crate has the form for stored strings only, so queries are not compared.

use oracles::deviation::check;
use oracles::input;
use oracles::peers::stringprep::{
    NAMEPREP, NODEPREP, RESOURCEPREP, domainpart_case, is_plain_name, localpart_case, resourcepart_case,
};

fn inputs() -> impl Iterator<Item = String> {
    input::code_points().chain(input::parts(80_000)).chain(input::vectors())
}

#[test]
fn localparts() {
    check(inputs().map(localpart_case), NODEPREP);
}

#[test]
fn resourceparts() {
    check(inputs().map(resourcepart_case), RESOURCEPREP);
}

/// Names with A-labels and IP literals are left out: the crate has neither.
#[test]
fn domainparts() {
    let inputs = input::code_points().chain(input::domains(80_000)).chain(input::vectors());
    check(inputs.filter(|text| is_plain_name(text)).map(domainpart_case), NAMEPREP);
}
