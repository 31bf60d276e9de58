//! One algorithm for both profiles: a look at every record, then only as much work as that look asks for.

use super::{PrecisError, PrecisErrorKind as Kind};
#[cfg(feature = "alloc")]
use crate::scan;
use crate::steps::{step, steps};
#[cfg(feature = "alloc")]
use crate::unicode::Outcome;
use crate::unicode::{
    Bidi, COMBINING_CLASS, MAPPED, Mapping, NFC, Precis, SIMPLE_OPAQUE, SIMPLE_USERNAME, SPACE, bidi,
    context, properties,
};
#[cfg(feature = "alloc")]
use alloc::string::String;

/// RFC 8265 section 3.3 and section 4.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Profile {
    UsernameCaseMapped,
    OpaqueString,
}

// RFC 8264 section 7: the rules are applied at most three times more after the first.
#[cfg(feature = "alloc")]
const MOST_ROUNDS: usize = 4;

/// Where none of these bits is set, neither mapping nor NFC changes a text.
const CHANGING: u32 = MAPPED | SPACE | NFC | COMBINING_CLASS;

/// The records of all code points, OR-ed together.
#[inline]
fn records(text: &str) -> u32 {
    steps(text.len());
    text.chars().fold(0, |records, c| records | properties(c).bits())
}

impl Profile {
    #[cfg(feature = "alloc")]
    pub(super) fn enforce(self, input: &str, sink: &mut String) -> Result<Outcome, PrecisError> {
        let plain = self.find_not_plain(input).unwrap_or(input.len());
        self.enforce_behind(plain, input, sink)
    }

    /// Enforces the profile on a text that begins with so many octets of ASCII that it allows; capitals count as allowed.
    #[cfg(feature = "alloc")]
    pub(crate) fn enforce_behind(
        self,
        plain: usize,
        input: &str,
        sink: &mut String,
    ) -> Result<Outcome, PrecisError> {
        let records = records(input);
        if records & self.interesting() == 0 && !input.is_empty() {
            return Ok(Outcome::Unchanged);
        }
        if let Some(error) = self.only_fault(plain, input) {
            return Err(error);
        }
        if records & CHANGING == 0 || self.mapping().keeps_text(input) {
            return self.judge(input).map(|()| Outcome::Unchanged);
        }
        let start = sink.len();
        self.mapping().write(input, sink);
        let rounds = self.settle(input, sink, start)?;
        self.judge(&sink[start..]).map_err(|error| self.blame(error, input, rounds))?;
        Ok(Outcome::Rewritten)
    }

    /// The fault of the code point behind the first `plain` octets, if it is the only one that is not plain ASCII.
    ///
    /// Then no mapping and no normal form helps it: what NFC may change is left to a closer look.
    #[cfg(feature = "alloc")]
    fn only_fault(self, plain: usize, input: &str) -> Option<PrecisError> {
        let rest = input.get(plain..)?;
        let c = rest.chars().next()?;
        let record = properties(c);
        let kind = self.refusal(record.precis())?;
        let stays = record.bits() & CHANGING == 0 && self.find_not_plain(&rest[c.len_utf8()..]).is_none();
        stays.then(|| PrecisError::new(self, kind, plain, Some(c)))
    }

    /// The first octet that is not ASCII, or that the string class does not have.
    #[cfg(feature = "alloc")]
    fn find_not_plain(self, text: &str) -> Option<usize> {
        match self {
            Self::UsernameCaseMapped => scan::find_outside_localpart(text.as_bytes()),
            Self::OpaqueString => scan::find_outside_freeform(text.as_bytes()),
        }
    }

    pub(super) fn check(self, input: &str) -> Result<(), PrecisError> {
        let records = records(input);
        if records & self.interesting() == 0 && !input.is_empty() {
            return Ok(());
        }
        if records & CHANGING != 0 && !self.mapping().keeps_text(input) {
            let first = input.char_indices().find(|&(_, c)| !self.mapping().keeps(c));
            return Err(PrecisError::at(
                self,
                Kind::NotCanonical,
                first.map_or(0, |(offset, _)| offset),
                input,
            ));
        }
        self.judge(input)
    }

    /// The bit that is set on a code point that is not allowed everywhere, maps to another, may change under NFC, or is
    /// right-to-left where that counts: where it is nowhere set, no rule can fail.
    const fn interesting(self) -> u32 {
        match self {
            Self::UsernameCaseMapped => SIMPLE_USERNAME,
            Self::OpaqueString => SIMPLE_OPAQUE,
        }
    }

    const fn mapping(self) -> Mapping {
        match self {
            Self::UsernameCaseMapped => Mapping::LowerWidth,
            Self::OpaqueString => Mapping::Spaces,
        }
    }

    /// Applies the mapping to its own output until that stays the same; says how often it was applied.
    #[cfg(feature = "alloc")]
    fn settle(self, input: &str, sink: &mut String, start: usize) -> Result<usize, PrecisError> {
        for rounds in 1..=MOST_ROUNDS {
            if self.mapping().keeps_text(&sink[start..]) {
                return Ok(rounds);
            }
            steps(sink.len() - start);
            let again = sink.split_off(start);
            self.mapping().write(&again, sink);
        }
        // RFC 8264 section 7: what is not stable by then is rejected.
        Err(PrecisError::at(self, Kind::Unstable, 0, input))
    }

    /// Judges a text that mapping and NFC leave as it is.
    fn judge(self, text: &str) -> Result<(), PrecisError> {
        // RFC 8265 sections 3.3.3 and 4.1: a string of no octets is not allowed.
        if text.is_empty() {
            return Err(PrecisError::new(self, Kind::Empty, 0, None));
        }
        let (mut contextual, mut right_to_left) = (false, false);
        for (offset, c) in text.char_indices() {
            step();
            let record = properties(c);
            if let Some(kind) = self.refusal(record.precis()) {
                return Err(PrecisError::at(self, kind, offset, text));
            }
            contextual |= matches!(record.precis(), Precis::ContextJ | Precis::ContextO);
            right_to_left |= matches!(record.bidi(), Bidi::RightToLeft | Bidi::ArabicNumber);
        }
        // RFC 8264 sections 4.2.2 and 4.3.2: contextual rules, for both classes.
        let violation = if contextual { context::first_violation(text) } else { None };
        if let Some(offset) = violation {
            return Err(PrecisError::at(self, Kind::Context, offset, text));
        }
        // RFC 8265 section 3.3.1: the bidi rule, for text with right-to-left code points (RFC 5893 section 1.4);
        // section 4.2.2: none.
        let ruled = right_to_left && self == Self::UsernameCaseMapped;
        let violation = if ruled { bidi::first_violation(text) } else { None };
        violation.map_or(Ok(()), |offset| Err(PrecisError::at(self, Kind::Bidi, offset, text)))
    }

    // RFC 8264 section 4.2: IdentifierClass; section 4.3: FreeformClass.
    fn refusal(self, class: Precis) -> Option<Kind> {
        match class {
            Precis::PValid | Precis::ContextJ | Precis::ContextO => None,
            Precis::FreeformOnly if self == Self::OpaqueString => None,
            Precis::FreeformOnly | Precis::Disallowed => Some(Kind::Disallowed),
            Precis::Unassigned => Some(Kind::Unassigned),
        }
    }

    /// The same error, with the offset and code point of the input it comes from.
    #[cfg(feature = "alloc")]
    fn blame(self, error: PrecisError, input: &str, rounds: usize) -> PrecisError {
        // After more than one round the way back is not known.
        let offset = if rounds == 1 { self.mapping().origin(input, error.offset()) } else { 0 };
        PrecisError::at(self, error.kind(), offset, input)
    }
}
