//! Streams made by a grammar, changed a little.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| oracles::fuzzing::stream_structured(octets));
