//! Addresses: [`Jid`], [`BareJid`], [`FullJid`], their parts, and the [`Policy`] they are judged by.

mod address;
#[cfg(feature = "alloc")]
mod app_engine;
mod ascii;
mod bare;
#[cfg(feature = "alloc")]
pub mod batch;
mod canonical;
mod cast;
mod convert;
mod error;
#[cfg(feature = "alloc")]
pub mod escape;
mod full;
mod part;
mod policy;
#[cfg(feature = "alloc")]
mod prepare;
#[cfg(feature = "serde")]
mod serde;
mod shape;
mod split;
#[cfg(feature = "rfc6122")]
mod stringprep;
#[cfg(feature = "alloc")]
pub mod uri;

pub use address::Parts;
#[cfg(feature = "alloc")]
pub(crate) use app_engine::check as check_app_engine;
#[cfg(feature = "alloc")]
pub(crate) use cast::ascii_str;
pub use cast::{BareJid, Domainpart, FullJid, Jid, Localpart, Resourcepart};
pub use error::{JidError, JidErrorKind, Part};
pub use policy::Policy;
#[cfg(feature = "alloc")]
pub use prepare::Scratch;
pub use split::Split;

/// The most octets that one part of an address may have, after preparation (RFC 7622 section 3.1).
///
/// ```
/// use envoi::{Resourcepart, jid::MAX_PART_OCTETS};
///
/// assert!(Resourcepart::from_canonical(&"a".repeat(MAX_PART_OCTETS)).is_ok());
/// assert!(Resourcepart::from_canonical(&"a".repeat(MAX_PART_OCTETS + 1)).is_err());
/// ```
pub const MAX_PART_OCTETS: usize = 1023;
