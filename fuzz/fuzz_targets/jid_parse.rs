//! One address under the default policy.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| oracles::fuzzing::jid_parse(octets));
