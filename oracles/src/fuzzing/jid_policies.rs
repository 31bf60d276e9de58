//! One address under one of the policies: the input decides. `tests/laws.rs` tries all of them.
//!
//! - What holds under the default policy holds under each.
//! - Allowing underscores refuses nothing and changes no text.
//! - The App Engine rules are those of RFC 7622 and one check of the raw text.
//! - What is ASCII, without A-labels, is judged and written alike by RFC 7622 and RFC 6122.

use super::which;
use crate::laws;

/// The laws of one address under every policy.
pub fn jid_policies(octets: &[u8]) {
    laws::jid_policies_by_one(octets, which::number(octets));
}
