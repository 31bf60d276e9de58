//! What the differential tests share: inputs, properties of code points, and tables of deviations.
//!
//! Each test compares `envoi` with another implementation on many inputs. Where the two differ, a row of the test's
//! table must explain it; a difference without a row fails the test, and so does a row without a difference.

pub mod deviation;
pub mod fuzzing;
pub mod input;
pub mod peers;
pub mod property;
pub mod stringprep_crate;

#[path = "../../tests/support/inputs.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod inputs;

#[path = "../../tests/support/vector_file.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod vector_file;

#[path = "../../tests/support/laws.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod laws;

#[path = "../../tests/support/naive_xml.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod naive_xml;

// What the cases of `spec-vectors/stream` say and what readers find, in one form.
#[path = "../../tests/stream_vectors/case.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod case;
#[path = "../../tests/stream_vectors/escapes.rs"]
mod escapes;
#[path = "../../tests/stream_vectors/outcome.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod outcome;
#[path = "../../tests/stream_vectors/run.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod run;

#[path = "../tests/streams"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod streams {
    #[cfg(feature = "expat")]
    pub(crate) mod expat;
    pub(crate) mod quick_xml;
    pub(crate) mod reading;
    pub(crate) mod rxml;
}

#[path = "../../tests/support/stanza.rs"]
mod stanza;

#[path = "../../tests/support/xml_text.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod xml_text;
