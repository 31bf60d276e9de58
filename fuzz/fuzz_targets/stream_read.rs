//! Any octets as a stream, cut in any way.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| oracles::fuzzing::stream_read(octets));
