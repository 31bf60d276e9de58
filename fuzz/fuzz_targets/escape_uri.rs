//! Escaped localparts and URIs.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| oracles::fuzzing::escape_uri(octets));
