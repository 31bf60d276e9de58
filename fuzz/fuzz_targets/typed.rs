//! Stanzas as messages, presence and iqs, their answers, and those that are built.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| oracles::fuzzing::typed(octets));
