//! The payloads and the session of cloud messaging.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| oracles::fuzzing::gcm(octets));
