//! What the fuzz targets do with octets. Each target is a function that panics where a law is broken, and one file says its laws.
//!
//! `fuzz/` runs them under libFuzzer; `tests/corpus.rs` runs them over what is kept of past campaigns.

mod appengine_form;
mod counts;
mod escape_uri;
mod gcm;
mod grammar;
mod jid_batch;
mod jid_differential;
mod jid_parse;
mod jid_policies;
mod plan;
mod raw;
mod refusal;
mod seeds;
mod spelling;
mod stream_differential;
mod stream_read;
mod stream_structured;
mod tree;
mod typed;
mod which;
mod write_read;

pub use appengine_form::appengine_form;
pub use escape_uri::escape_uri;
pub use gcm::gcm;
pub use jid_batch::jid_batch;
pub use jid_differential::jid_differential;
pub use jid_parse::jid_parse;
pub use jid_policies::jid_policies;
pub use seeds::seeds;
pub use stream_differential::stream_differential;
pub use stream_read::stream_read;
pub use stream_structured::stream_structured;
pub use typed::typed;
pub use write_read::write_read;

/// Runs a target on octets; it panics if they break a law.
pub type Target = fn(&[u8]);

/// Every target, by the name it has in `fuzz/`.
pub const TARGETS: &[(&str, Target)] = &[
    ("jid_parse", jid_parse),
    ("jid_policies", jid_policies),
    ("jid_differential", jid_differential),
    ("jid_batch", jid_batch),
    ("escape_uri", escape_uri),
    ("stream_read", stream_read),
    ("stream_structured", stream_structured),
    ("stream_differential", stream_differential),
    ("write_read", write_read),
    ("typed", typed),
    ("appengine_form", appengine_form),
    ("gcm", gcm),
];
