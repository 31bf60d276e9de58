//! A buffer of rows, cut in one way and under one policy: the input decides. `tests/batch_laws.rs` tries all of them.
//!
//! - A batch gives each row the verdict that the row has alone, borrowed or owned alike, and every row once, in order, with its number and
//!   place: for lines, for rows that end with NUL, and for columns of offsets, narrow and wide.
//! - Offsets that are not in order, or lie behind the data, are refused.

use super::which;
use crate::laws;

/// The laws of batches.
pub fn jid_batch(octets: &[u8]) {
    laws::jid_batch_in_one_way(octets, which::number(octets));
}
