//! The `envoi` command.
fn main() {}
