//! The two PRECIS profiles that addresses use (RFC 8264, RFC 8265): `UsernameCaseMapped` and `OpaqueString`.
//!
//! A text that is prepared already is left alone, in one pass and without allocation.

mod error;
mod profile;

pub use crate::unicode::Outcome;
pub use error::{PrecisError, PrecisErrorKind};
pub(crate) use profile::Profile;

#[cfg(feature = "alloc")]
use alloc::string::String;

/// Prepares a user name: width mapping, lower case, NFC, the `IdentifierClass`, context rules and the bidi rule
/// (RFC 8265 section 3.3).
///
/// Appends to `sink` and answers [`Outcome::Rewritten`] if preparation changes the text, and leaves `sink`
/// alone if not. Any number of octets is accepted, and the work is linear in it.
///
/// # Errors
///
/// [`PrecisError`] with every kind but [`NotCanonical`](PrecisErrorKind::NotCanonical); its offset counts octets
/// of `input`. `sink` may hold part of a text then.
///
/// ```
/// use envoi::precis::{self, Outcome};
///
/// let mut sink = String::new();
/// assert_eq!(precis::username_case_mapped("juliet", &mut sink)?, Outcome::Unchanged);
/// assert_eq!(precis::username_case_mapped("ＪＵＬＩＥＴ", &mut sink)?, Outcome::Rewritten);
/// assert_eq!(sink, "juliet");
/// # Ok::<(), precis::PrecisError>(())
/// ```
#[cfg(feature = "alloc")]
pub fn username_case_mapped(input: &str, sink: &mut String) -> Result<Outcome, PrecisError> {
    Profile::UsernameCaseMapped.enforce(input, sink)
}

/// Prepares an opaque string: spaces become U+0020, NFC, the `FreeformClass` and context rules
/// (RFC 8265 section 4.2).
///
/// Appends to `sink` and answers [`Outcome::Rewritten`] if preparation changes the text, and leaves `sink`
/// alone if not. Any number of octets is accepted, and the work is linear in it.
///
/// # Errors
///
/// [`PrecisError`] with every kind but [`Bidi`](PrecisErrorKind::Bidi) and
/// [`NotCanonical`](PrecisErrorKind::NotCanonical); its offset counts octets of `input`. `sink` may hold part of a
/// text then.
///
/// ```
/// use envoi::precis::{self, Outcome};
///
/// let mut sink = String::new();
/// assert_eq!(precis::opaque_string("My\u{A0}Phone", &mut sink)?, Outcome::Rewritten);
/// assert_eq!(sink, "My Phone");
/// # Ok::<(), precis::PrecisError>(())
/// ```
#[cfg(feature = "alloc")]
pub fn opaque_string(input: &str, sink: &mut String) -> Result<Outcome, PrecisError> {
    Profile::OpaqueString.enforce(input, sink)
}

/// Checks that a text is a user name that [`username_case_mapped`] leaves as it is.
///
/// Without the feature `alloc`, a text with a code point that may compose with the one before (UAX 15, quick
/// check `Maybe`) counts as not canonical.
///
/// # Errors
///
/// [`PrecisError`] with any kind; [`NotCanonical`](PrecisErrorKind::NotCanonical) if preparation would change the
/// text. Its offset counts octets of `input`.
///
/// ```
/// use envoi::precis;
///
/// assert!(precis::check_username_case_mapped("juliet").is_ok());
/// assert!(precis::check_username_case_mapped("Juliet").is_err());
/// ```
pub fn check_username_case_mapped(input: &str) -> Result<(), PrecisError> {
    Profile::UsernameCaseMapped.check(input)
}

/// Checks that a text is an opaque string that [`opaque_string`] leaves as it is.
///
/// Without the feature `alloc`, a text with a code point that may compose with the one before (UAX 15, quick
/// check `Maybe`) counts as not canonical.
///
/// # Errors
///
/// [`PrecisError`] with any kind but [`Bidi`](PrecisErrorKind::Bidi);
/// [`NotCanonical`](PrecisErrorKind::NotCanonical) if preparation would change the text. Its offset counts octets
/// of `input`.
///
/// ```
/// use envoi::precis;
///
/// assert!(precis::check_opaque_string("My Phone").is_ok());
/// assert!(precis::check_opaque_string("My\u{A0}Phone").is_err());
/// ```
pub fn check_opaque_string(input: &str) -> Result<(), PrecisError> {
    Profile::OpaqueString.check(input)
}

#[cfg(all(test, feature = "alloc"))]
mod tests;
