//! One address under the default policy.
//!
//! - No octets make anything panic, and an address is accepted or refused by all entry points alike: text, octets, scratch space, the traits
//!   of the standard library, the types for bare and full addresses, the parts one by one.
//! - What is accepted is borrowed just if nothing changes; parsed again it stays as it is; its parts, put together, are the whole; each has
//!   1 to 1023 octets.
//! - What is refused is refused at an offset that is a border of characters within the part that the error names, and of the kind of place
//!   that the error speaks of.

use crate::laws;

/// The laws of one address.
pub fn jid_parse(octets: &[u8]) {
    laws::jid_parse(octets);
}
