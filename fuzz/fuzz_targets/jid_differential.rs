//! Addresses and their parts, against other implementations.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| oracles::fuzzing::jid_differential(octets));
