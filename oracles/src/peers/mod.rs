//! Other implementations of the rules on addresses: what each makes of an input, and where it differs.

pub mod idna;
pub mod ip_literal;
pub mod jid;
pub mod precis;
pub mod stringprep;
