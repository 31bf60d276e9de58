//! What each ASCII octet is, as constant functions: the reference for the vector code, and what compile-time
//! checks use.

/// What an octet is in a host name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ldh {
    /// A letter of either case or a digit (RFC 5890 section 2.3.1).
    LetterOrDigit,
    /// A hyphen.
    Hyphen,
    /// What separates labels.
    Dot,
    /// Anything else.
    Other,
}

/// What an octet is in a host name, by one look.
pub(crate) const fn ldh(octet: u8) -> Ldh {
    LDH[octet as usize]
}

static LDH: [Ldh; 256] = {
    let mut table = [Ldh::Other; 256];
    let mut octet = 0_u8;
    while octet < 0x80 {
        if octet.is_ascii_alphanumeric() {
            table[octet as usize] = Ldh::LetterOrDigit;
        }
        octet += 1;
    }
    table[b'-' as usize] = Ldh::Hyphen;
    table[b'.' as usize] = Ldh::Dot;
    table
};

/// ASCII that a localpart may hold; upper case is allowed here, because preparation maps it.
///
// RFC 8264 section 9.11: ASCII7 is 0x21 to 0x7E. RFC 7622 section 3.3.1: eight of them are excluded.
pub(crate) const fn is_localpart(octet: u8) -> bool {
    octet.is_ascii_graphic() && !is_excluded_from_localpart(octet)
}

// RFC 7622 section 3.3.1.
pub(crate) const fn is_excluded_from_localpart(octet: u8) -> bool {
    matches!(octet, b'"' | b'&' | b'\'' | b'/' | b':' | b'<' | b'>' | b'@')
}

/// ASCII that a resourcepart may hold: printable, and the space.
///
// RFC 8264 section 4.3: FreeformClass, with Spaces (section 9.14) and without Controls (section 9.12).
pub(crate) const fn is_freeform(octet: u8) -> bool {
    octet == b' ' || octet.is_ascii_graphic()
}

/// ASCII that stands for itself everywhere in a URI (RFC 3986 section 2.3).
pub(crate) fn is_unreserved(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || UNRESERVED_MARKS.as_bytes().contains(&octet)
}

/// The unreserved characters that are neither letters nor digits (RFC 3986 section 2.3).
pub(crate) const UNRESERVED_MARKS: &str = "-._~";
