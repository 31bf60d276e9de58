//! Who is measured, and on what.
//!
//! [`stream`] has those who read, forward and write streams of stanzas.
//!
//! A [`Contestant`] judges every row of an [`Input`] and throws the result away, its allocations included. The
//! programs beside this library time such passes, count their instructions and count their allocations.

pub mod composed;
mod contestants;
mod growth;
mod input;
mod preparation;
pub mod race;
pub mod stream;

pub use contestants::{Contestant, for_set};
pub use growth::{Growth, growths};
pub use input::{Input, Rows};
pub use preparation::{Part, SCRIPTS, Script, for_part, without_limit};
