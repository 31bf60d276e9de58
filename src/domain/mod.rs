//! Domainparts (RFC 7622 section 3.2): host names by IDNA2008, IP literals, the final dot.
//!
//! The canonical form is made of NR-LDH labels and U-labels in lower case, without a final dot. Three ways lead to
//! it: names of ASCII are judged by masks of their octets, names that are canonical already code point by code
//! point, and everything else is mapped, decoded and judged again. Neither of the first two allocates but to
//! write what they change.

mod error;
mod ip_literal;
mod label;
mod ldh;
#[cfg(feature = "alloc")]
mod lenient;
mod name;
mod punycode;
#[cfg(feature = "alloc")]
mod rewrite;
mod same;
#[cfg(all(test, feature = "alloc"))]
mod tests;

pub use crate::unicode::Outcome;
pub use error::{DomainError, DomainErrorKind};
#[cfg(feature = "rfc6122")]
pub(crate) use ldh::MAX_LABEL_OCTETS;
pub(crate) use ldh::{is_ldh_name, stand_apart, suspects, suspects_by_masks};
#[cfg(feature = "rfc6122")]
pub(crate) use name::{check_lengths, is_separator, labels};

#[cfg(feature = "alloc")]
use crate::scan;
use crate::steps::steps;
use crate::unicode::{Mapping, is_nfc};
#[cfg(feature = "alloc")]
use alloc::string::String;
#[cfg(feature = "alloc")]
use core::fmt::Write as _;
use ip_literal::IpLiteral;
#[cfg(feature = "alloc")]
use ldh::Look;

/// Where the strict rules are loosened.
///
/// ```
/// use envoi::domain::{self, Options};
///
/// let mut options = Options::STRICT;
/// options.underscore = true;
/// assert!(domain::check("my_host.example", options).is_ok());
/// assert!(domain::check("my_host.example", Options::STRICT).is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Options {
    /// `_` is allowed as letters are (RFC 5890 section 2.3.1 excludes it).
    pub underscore: bool,
    /// UTS 46 alone decides on names that are not ASCII, as in browsers: symbols and emoji pass, and compatibility
    /// mapping applies. Without the feature `alloc` this changes nothing.
    pub uts46: bool,
}

impl Options {
    /// RFC 7622 to the letter.
    ///
    /// ```
    /// use envoi::domain::Options;
    ///
    /// assert!(!Options::STRICT.underscore && !Options::STRICT.uts46);
    /// ```
    pub const STRICT: Self = Self { underscore: false, uts46: false };
}

/// Prepares a domainpart (RFC 7622 sections 3.2.1 and 3.2.2): appends the canonical form to `sink`, or nothing if
/// the input is canonical as it stands.
///
/// Mapping is that of RFC 5895 section 2: lower case, width, NFC, U+3002 as a dot. A-labels become U-labels. IPv6
/// addresses in brackets are written by RFC 5952. One final dot is dropped. The cost is linear in the input.
///
/// ```
/// use envoi::domain::{self, Options, Outcome};
///
/// let mut sink = String::new();
/// assert_eq!(domain::prepare("b\u{FC}cher.example", Options::STRICT, &mut sink)?, Outcome::Unchanged);
/// assert_eq!(sink, "");
/// assert_eq!(domain::prepare("xn--BCHER-kva.Example.", Options::STRICT, &mut sink)?, Outcome::Rewritten);
/// assert_eq!(sink, "b\u{FC}cher.example");
/// # Ok::<(), envoi::domain::DomainError>(())
/// ```
///
/// # Errors
///
/// All kinds of [`DomainErrorKind`] but `NotCanonical`, with a byte offset into `input`: that of the code point at
/// fault; of the label for `EmptyLabel`, `LabelTooLong`, `InvalidALabel` and `LeadingMark`; of the first of two
/// hyphens for `ReservedLabel`; of the `%` for `InvalidZone`; else 0. The length of the name is judged first (253
/// octets as A-labels, RFC 1034 section 3.1), then label after label. Then `sink` may hold anything behind what it
/// held before.
#[cfg(feature = "alloc")]
#[inline]
pub fn prepare(input: &str, options: Options, sink: &mut String) -> Result<Outcome, DomainError> {
    let suspects = suspects(input.as_bytes());
    if suspects == 0 {
        return Ok(prepare_ldh_name(input, input, sink));
    }
    if input.is_ascii() {
        return prepare_ascii(input, suspects, options, sink);
    }
    match name::judge_labels(input, options) {
        Ok(()) => Ok(Outcome::Unchanged),
        Err(fault) => prepare_slowly(input, options, Some(fault), sink),
    }
}

/// Checks that a domainpart is canonical, so that [`prepare`] would leave it as it is. Needs no allocator.
///
/// ```
/// use envoi::domain::{self, DomainErrorKind, Options};
///
/// assert!(domain::check("b\u{FC}cher.example", Options::STRICT).is_ok());
/// assert!(domain::check("[2001:db8::1]", Options::STRICT).is_ok());
/// let error = domain::check("xn--bcher-kva.example", Options::STRICT).unwrap_err();
/// assert_eq!(error.kind(), DomainErrorKind::NotCanonical);
/// ```
///
/// # Errors
///
/// `NotCanonical` at the first thing that preparation would change: a code point that is mapped, a label with
/// `xn--`, the final dot; at 0 for an IP literal, or if the text is not in NFC. Else the kinds and offsets of
/// [`prepare`]. Without the feature `alloc`, text whose normal form cannot be told code point by code point (UAX 15
/// section 9, "Maybe") counts as not canonical.
#[inline]
pub fn check(input: &str, options: Options) -> Result<(), DomainError> {
    steps(input.len());
    let lower_case = !input.bytes().any(|octet| octet.is_ascii_uppercase());
    if lower_case && is_ldh_name(input.as_bytes(), 0, input.len())
        || name::judge_labels(input, options).is_ok()
    {
        return Ok(());
    }
    check_slowly(input, options)
}

/// Prepares ASCII, of which octets tell nearly all.
#[cfg(feature = "alloc")]
#[inline(never)]
fn prepare_ascii(
    input: &str,
    suspects: u64,
    options: Options,
    sink: &mut String,
) -> Result<Outcome, DomainError> {
    let name = input.strip_suffix('.').unwrap_or(input);
    let look = if name.len() == input.len() && name.len() <= scan::SHORT {
        ldh::look_closer(name.as_bytes(), suspects, options)
    } else {
        ldh::look(name, options)
    };
    match look {
        Look::Holds => return Ok(prepare_ldh_name(input, name, sink)),
        // UTS 46 has rules and errors of its own.
        _ if options.uts46 || name.is_empty() => {}
        Look::Fault(fault) => return Err(fault.in_text(name)),
        Look::ALabel(start) if rewrite::begins_with_fake_a_label(&name[start..], options) => {
            return Err(DomainError::new(DomainErrorKind::InvalidALabel, start, None));
        }
        Look::ALabel(_) | Look::Unknown => {}
    }
    prepare_slowly(input, options, None, sink)
}

/// Prepares a name of NR-LDH labels, of which there is nothing left to check; `input` may have a final dot more.
#[cfg(feature = "alloc")]
#[inline]
fn prepare_ldh_name(input: &str, name: &str, sink: &mut String) -> Outcome {
    steps(name.len());
    let lower_case = !name.bytes().any(|octet| octet.is_ascii_uppercase());
    if lower_case && name.len() == input.len() {
        return Outcome::Unchanged;
    }
    let start = sink.len();
    sink.push_str(name);
    sink[start..].make_ascii_lowercase();
    Outcome::Rewritten
}

/// Prepares any text; `fault` is what [`name::judge_labels`] says of it, if it was asked.
#[cfg(feature = "alloc")]
#[cold]
#[inline(never)]
fn prepare_slowly(
    input: &str,
    options: Options,
    fault: Option<DomainError>,
    sink: &mut String,
) -> Result<Outcome, DomainError> {
    let name = strip_final_dot(input);
    if let Some(literal) = ip_literal(name)? {
        return Ok(prepare_ip_literal(&literal, input, sink));
    }
    let start = sink.len();
    let outcome = if options.uts46 {
        lenient::prepare(name, options, sink)?
    } else {
        rewrite::prepare(name, options, fault.filter(|_| name.len() == input.len()), sink)?
    };
    if outcome == Outcome::Unchanged && name.len() < input.len() {
        debug_assert_eq!(sink.len(), start);
        sink.push_str(name);
        return Ok(Outcome::Rewritten);
    }
    Ok(outcome)
}

#[cfg(feature = "alloc")]
fn prepare_ip_literal(literal: &IpLiteral<'_>, input: &str, sink: &mut String) -> Outcome {
    if literal.is_written(input) {
        return Outcome::Unchanged;
    }
    // Writing to a string does not fail.
    let _ = write!(sink, "{literal}");
    Outcome::Rewritten
}

#[cold]
#[inline(never)]
fn check_slowly(input: &str, options: Options) -> Result<(), DomainError> {
    let not_canonical =
        |offset| Err(DomainError::new(DomainErrorKind::NotCanonical, offset, None).in_text(input));
    steps(input.len());
    let name = strip_final_dot(input);
    if !name.is_empty() && name.len() < input.len() {
        return not_canonical(name.len());
    }
    match ip_literal(name)? {
        Some(literal) if literal.is_written(name) => return Ok(()),
        Some(_) => return not_canonical(0),
        None => {}
    }
    #[cfg(feature = "alloc")]
    if options.uts46 {
        return lenient::check(name, options);
    }
    if let Some((offset, _)) = name.char_indices().find(|&(_, c)| maps(c)) {
        return not_canonical(offset);
    }
    if !is_nfc(name) {
        return not_canonical(0);
    }
    match name::judge(name, options) {
        Err(error) if error.kind() == DomainErrorKind::InvalidALabel => not_canonical(error.offset()),
        judgement => judgement.map_err(|error| error.in_text(name)),
    }
}

// RFC 7622 section 3.2: strip the final dot before any other step. U+3002 is a dot by RFC 5895 section 2.
fn strip_final_dot(input: &str) -> &str {
    input.strip_suffix(['.', '\u{3002}']).unwrap_or(input)
}

/// The IP literal that a text is, or `None` for what may be a name.
fn ip_literal(text: &str) -> Result<Option<IpLiteral<'_>>, DomainError> {
    steps(text.len());
    // RFC 7622 section 3.2: a domainpart is not of zero octets.
    if text.is_empty() {
        return Err(DomainError::new(DomainErrorKind::Empty, 0, None));
    }
    if text.starts_with('[') {
        return IpLiteral::parse(text).map(Some);
    }
    // RFC 3986 section 3.2.2: an IPv6 address stands in brackets.
    if ip_literal::lacks_brackets(text) {
        return Err(DomainError::new(DomainErrorKind::UnbracketedIpv6, 0, None));
    }
    Ok(None)
}

/// Whether the mapping of RFC 5895 section 2 changes a code point.
fn maps(c: char) -> bool {
    c == '\u{3002}' || !Mapping::Label.keeps(c)
}
