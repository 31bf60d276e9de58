//! Octets as text.

use crate::jid::ascii_str;
use crate::scan;
use crate::steps::steps;
use core::str::Utf8Error;

/// The octets of an event, as text; most often it is `ascii`.
///
/// The lexer has found them to be UTF-8 one by one, in the order of its other rules; but they are the caller's, who may have changed them
/// between two calls, so what is given out as `str` is looked at once more, 32 octets at a time.
///
/// # Errors
///
/// As for [`core::str::from_utf8`].
#[inline]
pub(super) fn text(octets: &[u8], ascii: bool) -> Result<&str, Utf8Error> {
    if ascii && scan::find_non_ascii(octets).is_none() {
        return Ok(ascii_str(octets));
    }
    any_text(octets)
}

#[cfg(feature = "std")]
fn any_text(octets: &[u8]) -> Result<&str, Utf8Error> {
    steps(octets.len());
    simdutf8::basic::from_utf8(octets).or_else(|_| core::str::from_utf8(octets))
}

#[cfg(not(feature = "std"))]
fn any_text(octets: &[u8]) -> Result<&str, Utf8Error> {
    steps(octets.len());
    core::str::from_utf8(octets)
}
