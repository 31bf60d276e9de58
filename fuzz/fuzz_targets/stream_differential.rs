//! Any octets as a stream, against other readers of XML.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| oracles::fuzzing::stream_differential(octets));
