//! `envoi::precis` against `precis-profiles` 0.2, whose classes are those of Unicode 6.3.

use oracles::deviation::check;
use oracles::input;
use oracles::peers::precis::{OPAQUE_STRINGS, USERNAMES, opaque_case, username_case};

fn inputs() -> impl Iterator<Item = String> {
    input::code_points().chain(input::parts(80_000)).chain(input::vectors())
}

#[test]
fn usernames() {
    check(inputs().map(username_case), USERNAMES);
}

#[test]
fn opaque_strings() {
    check(inputs().map(opaque_case), OPAQUE_STRINGS);
}
