//! The XML of XMPP (RFC 6120 section 11) and nothing else: one strict pass, an index, and views that borrow.
//!
//! There are no comments, processing instructions, document types or entities other than the five predefined ones; the encoding is
//! UTF-8; namespaces are always resolved. What breaks a rule is refused at its first octet. Nothing recurses, so no depth
//! of nesting overflows a stack, and time is linear in octets.

pub(crate) mod borrowed;
mod chars;
mod compare;
#[cfg(feature = "serde")]
mod deserialize;
mod element;
mod error;
pub(crate) mod escape;
pub(crate) mod index;
pub(crate) mod lexer;
mod limits;
mod owned;
mod raw;
pub(crate) mod scope;
mod text;
pub(crate) mod writer;

#[cfg(feature = "serde")]
pub use deserialize::DeserializeError;
pub use element::{Attribute, Children, Content, Contents, Element};
pub use error::{XmlError, XmlErrorKind};
pub use limits::Limits;
pub use owned::ElementBuf;
pub use raw::RawXml;
pub use writer::{ElementWriter, WriteError, WriteErrorKind, WriteXml};

pub(crate) use chars::{is_char, ncname_fault, text_fault, white_space};

/// The namespace of the prefix `xml` (Namespaces in XML 1.0 section 3).
pub const NS_XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The namespace of the prefix `xmlns` (Namespaces in XML 1.0 section 3).
pub(crate) const NS_XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// Up to how many names are compared each with each; more are sorted, or looked up.
const FEW: usize = 8;

/// Whether no declaration may name this namespace (Namespaces in XML 1.0 section 3, Reserved Prefixes and Namespace Names).
pub(crate) fn is_reserved_namespace(namespace: &[u8]) -> bool {
    namespace == NS_XML.as_bytes() || namespace == NS_XMLNS.as_bytes()
}
