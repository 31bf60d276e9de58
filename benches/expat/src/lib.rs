//! The system's expat, with namespaces, pushed octets in pieces: what a server that embeds it does with a stream.
//!
//! It counts elements, attributes and octets of text, so that the handlers look at what they are given, and not more closely than that: what
//! they spend is no cost of expat.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::fmt;
use std::ptr::NonNull;

/// `|` between namespace and local name; no URI holds it.
const SEPARATOR: c_char = 0x7C;

#[repr(C)]
struct ParserStruct {
    _opaque: [u8; 0],
}

type StartElement = unsafe extern "C" fn(*mut c_void, *const c_char, *const *const c_char);
type EndElement = unsafe extern "C" fn(*mut c_void, *const c_char);
type CharacterData = unsafe extern "C" fn(*mut c_void, *const c_char, c_int);

#[link(name = "expat")]
unsafe extern "C" {
    fn XML_ParserCreateNS(encoding: *const c_char, separator: c_char) -> *mut ParserStruct;
    fn XML_ParserFree(parser: *mut ParserStruct);
    fn XML_SetUserData(parser: *mut ParserStruct, user: *mut c_void);
    fn XML_SetElementHandler(parser: *mut ParserStruct, start: StartElement, end: EndElement);
    fn XML_SetCharacterDataHandler(parser: *mut ParserStruct, text: CharacterData);
    fn XML_Parse(parser: *mut ParserStruct, octets: *const c_char, length: c_int, last: c_int) -> c_int;
    fn XML_GetErrorCode(parser: *mut ParserStruct) -> c_int;
    fn XML_ExpatVersion() -> *const c_char;
}

/// What the handlers have seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Elements that are closed and are children of the root.
    pub first_level: usize,
    /// Attributes that are no namespace declarations.
    pub attributes: usize,
    /// Octets of text.
    pub text: usize,
    depth: usize,
}

/// expat refused the octets, for the reason that its code has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error(c_int);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expat error {}", self.0)
    }
}

impl std::error::Error for Error {}

/// A parser in the middle of a document.
pub struct Parser {
    parser: NonNull<ParserStruct>,
    /// Behind a pointer for as long as the parser lives, since the handlers write to it.
    counts: NonNull<Counts>,
}

impl Parser {
    /// A parser that has seen nothing.
    ///
    /// # Panics
    ///
    /// When there is no memory for it.
    pub fn new() -> Self {
        // SAFETY: no encoding is a null pointer.
        let parser =
            NonNull::new(unsafe { XML_ParserCreateNS(std::ptr::null(), SEPARATOR) }).expect("memory");
        let counts = NonNull::from(Box::leak(Box::new(Counts::default())));
        // SAFETY: the parser is live; the counts live until it is freed, and only handlers touch them while it runs.
        unsafe {
            XML_SetUserData(parser.as_ptr(), counts.as_ptr().cast());
            XML_SetElementHandler(parser.as_ptr(), start_element, end_element);
            XML_SetCharacterDataHandler(parser.as_ptr(), character_data);
        }
        Self { parser, counts }
    }

    /// Takes the next octets of the document.
    ///
    /// # Errors
    ///
    /// When they do not continue a well-formed document.
    ///
    /// # Panics
    ///
    /// When there are more than expat can take at once (2^31 - 1).
    pub fn push(&mut self, octets: &[u8]) -> Result<(), Error> {
        let length = c_int::try_from(octets.len()).expect("fewer than 2^31 octets");
        let parser = self.parser.as_ptr();
        // SAFETY: the parser is live, and `octets` has that length.
        let status = unsafe { XML_Parse(parser, octets.as_ptr().cast(), length, 0) };
        // SAFETY: the parser is live.
        if status == 0 { Err(Error(unsafe { XML_GetErrorCode(parser) })) } else { Ok(()) }
    }

    /// What the handlers have seen so far.
    pub fn counts(&self) -> Counts {
        // SAFETY: the counts live as long as `self`, and no handler runs now.
        unsafe { *self.counts.as_ptr() }
    }
}

impl Default for Parser {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Parser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parser").field("counts", &self.counts()).finish_non_exhaustive()
    }
}

impl Drop for Parser {
    fn drop(&mut self) {
        // SAFETY: made in `new` and freed here alone; the parser first, since it points to the counts.
        unsafe {
            XML_ParserFree(self.parser.as_ptr());
            drop(Box::from_raw(self.counts.as_ptr()));
        }
    }
}

/// The version of the library, such as `expat_2.5.0`.
pub fn version() -> &'static str {
    // SAFETY: the library returns a constant string that ends in NUL.
    unsafe { CStr::from_ptr(XML_ExpatVersion()) }.to_str().unwrap_or("expat")
}

/// # Safety
///
/// Called by expat alone: `user` is what `new` gave it, the strings end in NUL, and the list ends in a null pointer.
unsafe extern "C" fn start_element(user: *mut c_void, _name: *const c_char, attributes: *const *const c_char) {
    // SAFETY: see above.
    let counts = unsafe { &mut *user.cast::<Counts>() };
    counts.depth += 1;
    let mut next = attributes;
    // SAFETY: names and values alternate until the null pointer.
    while unsafe { !(*next).is_null() } {
        counts.attributes += 1;
        // SAFETY: a value follows each name.
        next = unsafe { next.add(2) };
    }
}

/// # Safety
///
/// As for [`start_element`].
unsafe extern "C" fn end_element(user: *mut c_void, _name: *const c_char) {
    // SAFETY: see above.
    let counts = unsafe { &mut *user.cast::<Counts>() };
    counts.depth -= 1;
    counts.first_level += usize::from(counts.depth == 1);
}

/// # Safety
///
/// As for [`start_element`]; the text has that length.
unsafe extern "C" fn character_data(user: *mut c_void, _text: *const c_char, length: c_int) {
    // SAFETY: see above.
    let counts = unsafe { &mut *user.cast::<Counts>() };
    counts.text += usize::try_from(length).unwrap_or(0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_of_the_root_are_counted() {
        let mut parser = Parser::new();
        for chunk in ["<a xmlns='n'><b c=", "'d'/><e>te", "xt<f/></e>"] {
            parser.push(chunk.as_bytes()).expect("well-formed");
        }
        let Counts { first_level, attributes, text, .. } = parser.counts();
        assert_eq!((first_level, attributes, text), (2, 1, 4));
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        let mut parser = Parser::new();
        assert!(parser.push(b"<a><b></a>").is_err());
        let mut parser = Parser::new();
        assert!(parser.push(b"<a:b/>").is_err(), "no namespaces");
    }

    #[test]
    fn the_version_is_the_library_s() {
        assert!(version().starts_with("expat_2."), "{}", version());
    }
}
