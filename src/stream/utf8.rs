//! Octets as text.

use core::str::Utf8Error;

/// The octets of an event, as text.
///
/// The lexer has found them to be UTF-8 one by one, in the order of its other rules; but they are the caller's, who may have changed them
/// between two calls, so what is given out as `str` is looked at once more, 32 octets at a time.
///
/// # Errors
///
/// As for [`core::str::from_utf8`].
#[cfg(feature = "std")]
#[inline]
pub(super) fn text(octets: &[u8]) -> Result<&str, Utf8Error> {
    simdutf8::basic::from_utf8(octets).or_else(|_| core::str::from_utf8(octets))
}

/// [`text`], without vectors.
#[cfg(not(feature = "std"))]
pub(super) fn text(octets: &[u8]) -> Result<&str, Utf8Error> {
    core::str::from_utf8(octets)
}
