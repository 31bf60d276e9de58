//! Domainparts against UTS 46 as the crate `idna` 1.1 has it, with STD3 rules, hyphen and length checks.
//!
//! UTS 46 maps more and refuses less than IDNA2008; `Policy::with_uts46` promises the former, the default the latter.

use envoi::Policy;
use oracles::deviation::check;
use oracles::input;
use oracles::peers::idna::{IDNA2008, UTS46, case};

fn inputs() -> impl Iterator<Item = String> {
    input::code_points().chain(input::domains(80_000)).chain(input::vectors())
}

#[test]
fn names_by_idna2008() {
    check(inputs().map(|input| case(Policy::RFC7622, input)), IDNA2008);
}

#[test]
fn names_by_uts46() {
    check(inputs().map(|input| case(Policy::RFC7622.with_uts46(), input)), UTS46);
}
