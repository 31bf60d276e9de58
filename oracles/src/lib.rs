//! What the differential tests share: inputs, properties of code points, and tables of deviations.
//!
//! Each test compares `envoi` with another implementation on many inputs. Where the two differ, a row of the test's
//! table must explain it; a difference without a row fails the test, and so does a row without a difference.

pub mod deviation;
pub mod input;
pub mod property;
pub mod stringprep_crate;

#[path = "../../tests/support/inputs.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod inputs;

#[path = "../../tests/support/vector_file.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod vector_file;
