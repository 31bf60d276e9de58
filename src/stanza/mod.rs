//! Stanzas (RFC 6120 section 8): what a stream carries.

mod condition;
mod error_element;
mod failure;
mod forward;
mod raw;

pub(crate) use error_element::ErrorElement;

pub use condition::{Condition, ErrorType};
pub use failure::{NS_STANZAS, StanzaFailure};
pub use forward::{Forward, ForwardError, ForwardErrorKind};
pub use raw::{RawStanza, StanzaKind};

/// The content namespace between clients and servers (RFC 6120 section 4.8.3).
pub const NS_CLIENT: &str = "jabber:client";
/// The content namespace between servers (RFC 6120 section 4.8.3).
pub const NS_SERVER: &str = "jabber:server";
/// The content namespace of components (XEP-0114).
pub const NS_COMPONENT: &str = "jabber:component:accept";
