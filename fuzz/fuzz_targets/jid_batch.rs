//! A buffer of rows under one policy of all.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| oracles::fuzzing::jid_batch(octets));
