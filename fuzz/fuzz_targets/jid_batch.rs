//! A buffer of rows under every policy.
#![no_main]

#[path = "../../tests/support/laws.rs"]
#[allow(dead_code, reason = "shared with targets that use the rest")]
mod laws;

libfuzzer_sys::fuzz_target!(|octets: &[u8]| laws::jid_batch(octets));
