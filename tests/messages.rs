//! What errors say: for each kind one input that has that fault, with the place, the sentence and the rule.
//!
//! The sections are those that the types' documentation takes from the standards; where one kind stands for a family of faults, one is enough.
#![cfg(feature = "alloc")]

#[path = "messages/addresses.rs"]
mod addresses;
#[path = "messages/appengine.rs"]
mod appengine;
#[cfg(feature = "gcm")]
#[path = "messages/gcm.rs"]
mod gcm;
#[path = "messages/stanza.rs"]
mod stanza;
#[path = "messages/stream.rs"]
mod stream;
#[path = "messages/written.rs"]
mod written;
