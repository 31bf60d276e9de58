//! The App Engine rules: forms, senders, messages.
#![no_main]

libfuzzer_sys::fuzz_target!(|octets: &[u8]| oracles::fuzzing::appengine_form(octets));
