//! The system's expat, with namespaces, pushed octets in pieces: what a server that embeds it does with a stream.
//!
//! A [`Handler`] takes what it finds. [`Counts`], which benchmarks use, counts elements, attributes and octets of text, so that it looks
//! at what it is given, and not more closely than that: what it would do with names is no time of expat's.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::fmt;
use std::marker::PhantomData;
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

/// What has been seen.
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

/// Takes what the parser finds. Names in a namespace are `NAMESPACE|LOCAL`.
pub trait Handler {
    /// A start tag.
    fn start(&mut self, name: Text<'_>, attributes: Attributes<'_>);
    /// An end tag.
    fn end(&mut self);
    /// Text, UTF-8, perhaps a part of it.
    fn text(&mut self, octets: &[u8]);
}

impl Handler for Counts {
    fn start(&mut self, _name: Text<'_>, attributes: Attributes<'_>) {
        self.depth += 1;
        self.attributes += attributes.count();
    }

    fn end(&mut self) {
        self.depth -= 1;
        self.first_level += usize::from(self.depth == 1);
    }

    fn text(&mut self, octets: &[u8]) {
        self.text += octets.len();
    }
}

/// A name or value, whose length nobody has counted yet.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// Ends in NUL, and lives as long as `'a`.
    start: *const c_char,
    lifetime: PhantomData<&'a CStr>,
}

impl<'a> Text<'a> {
    /// The octets, UTF-8.
    pub fn octets(self) -> &'a [u8] {
        // SAFETY: see `start`.
        unsafe { CStr::from_ptr(self.start) }.to_bytes()
    }
}

/// The names and values of attributes, in the order in which they stand.
#[derive(Clone, Debug)]
pub struct Attributes<'a> {
    /// Names and values alternate until a null pointer; all live as long as `'a`.
    next: *const *const c_char,
    lifetime: PhantomData<&'a CStr>,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (Text<'a>, Text<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let text = |start| Text { start, lifetime: PhantomData };
        // SAFETY: see `next`; behind a name that is not null stands its value.
        unsafe {
            let name = *self.next;
            if name.is_null() {
                return None;
            }
            let value = *self.next.add(1);
            self.next = self.next.add(2);
            Some((text(name), text(value)))
        }
    }
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
pub struct Parser<H: Handler = Counts> {
    parser: NonNull<ParserStruct>,
    /// Behind a pointer for as long as the parser lives, since the C functions write to it.
    handler: NonNull<H>,
}

impl Parser {
    /// A parser that has seen nothing, and counts.
    pub fn new() -> Self {
        Self::with(Counts::default())
    }

    /// What has been seen so far.
    pub fn counts(&self) -> Counts {
        *self.handler()
    }
}

impl<H: Handler> Parser<H> {
    /// A parser that has seen nothing.
    ///
    /// # Panics
    ///
    /// When there is no memory for it.
    pub fn with(handler: H) -> Self {
        // SAFETY: no encoding is a null pointer.
        let parser =
            NonNull::new(unsafe { XML_ParserCreateNS(std::ptr::null(), SEPARATOR) }).expect("memory");
        let handler = NonNull::from(Box::leak(Box::new(handler)));
        // SAFETY: the parser is live; the handler lives until it is freed, and only these functions touch it while the parser runs.
        unsafe {
            XML_SetUserData(parser.as_ptr(), handler.as_ptr().cast());
            XML_SetElementHandler(parser.as_ptr(), start_element::<H>, end_element::<H>);
            XML_SetCharacterDataHandler(parser.as_ptr(), character_data::<H>);
        }
        Self { parser, handler }
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

    /// Who takes what is found.
    pub fn handler(&self) -> &H {
        // SAFETY: it lives as long as `self`, and the parser does not run now.
        unsafe { self.handler.as_ref() }
    }

    /// Who has taken what was found.
    pub fn into_handler(self) -> H
    where
        H: Default,
    {
        // SAFETY: it lives as long as `self`, and the parser does not run now.
        std::mem::take(unsafe { &mut *self.handler.as_ptr() })
    }
}

impl Default for Parser {
    fn default() -> Self {
        Self::new()
    }
}

impl<H: Handler + fmt::Debug> fmt::Debug for Parser<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parser").field("handler", self.handler()).finish_non_exhaustive()
    }
}

impl<H: Handler> Drop for Parser<H> {
    fn drop(&mut self) {
        // SAFETY: made in `with` and freed here alone; the parser first, since it points to the handler.
        unsafe {
            XML_ParserFree(self.parser.as_ptr());
            drop(Box::from_raw(self.handler.as_ptr()));
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
/// Called by expat alone: `user` is what `with` gave it, the strings end in NUL, and the list ends in a null pointer.
unsafe extern "C" fn start_element<H: Handler>(
    user: *mut c_void,
    name: *const c_char,
    attributes: *const *const c_char,
) {
    // SAFETY: see above.
    let handler = unsafe { &mut *user.cast::<H>() };
    let name = Text { start: name, lifetime: PhantomData };
    handler.start(name, Attributes { next: attributes, lifetime: PhantomData });
}

/// # Safety
///
/// As for [`start_element`].
unsafe extern "C" fn end_element<H: Handler>(user: *mut c_void, _name: *const c_char) {
    // SAFETY: see above.
    unsafe { &mut *user.cast::<H>() }.end();
}

/// # Safety
///
/// As for [`start_element`]; the text has that length.
unsafe extern "C" fn character_data<H: Handler>(user: *mut c_void, text: *const c_char, length: c_int) {
    let length = usize::try_from(length).unwrap_or(0);
    // SAFETY: see above.
    let (handler, text) =
        unsafe { (&mut *user.cast::<H>(), std::slice::from_raw_parts(text.cast::<u8>(), length)) };
    handler.text(text);
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
