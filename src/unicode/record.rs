//! What the table knows of one code point: the layout of a record, and its fields as enums.
//!
//! The generator in `tools` compiles this very file, so that the writer and the reader of a record cannot disagree.

// The three masks that tell a simple string: its records, OR-ed together, leave the bit clear, and it needs no closer
// look. So the bit is set on each code point that is *not* simple.

/// Clear on what is simple in `UsernameCaseMapped` (RFC 8265 section 3.3): PVALID, not mapped, unchanged by NFC
/// whatever stands before it, of combining class 0, and of no right-to-left class (R, AL, AN).
pub(crate) const SIMPLE_USERNAME: u32 = 1 << 0;

/// Clear on what is simple in `OpaqueString` (RFC 8265 section 4.2): PVALID or `FREE_PVAL`, no space other than U+0020,
/// unchanged by NFC whatever stands before it, of combining class 0.
pub(crate) const SIMPLE_OPAQUE: u32 = 1 << 1;

/// Clear on what is simple in a U-label (RFC 5891 section 4.2): PVALID in IDNA2008, not mapped, unchanged by NFC
/// whatever stands before it, of combining class 0, no mark, and of no right-to-left class (R, AL, AN).
pub(crate) const SIMPLE_LABEL: u32 = 1 << 2;

/// Set when width mapping and lower-casing change the code point.
pub(crate) const MAPPED: u32 = 1 << 3;

/// Set on `General_Category` M.
pub(crate) const MARK: u32 = 1 << 4;

/// Set on `General_Category` Zs.
pub(crate) const SPACE: u32 = 1 << 5;

// The fields that hold more than one bit: where each begins. The generator shifts by the same constants.
pub(crate) const NFC_SHIFT: u32 = 6;
pub(crate) const PRECIS_SHIFT: u32 = 8;
pub(crate) const IDNA_SHIFT: u32 = 11;
pub(crate) const BIDI_SHIFT: u32 = 14;
pub(crate) const JOINING_SHIFT: u32 = 17;
pub(crate) const SCRIPT_SHIFT: u32 = 20;
pub(crate) const COMBINING_CLASS_SHIFT: u32 = 24;

/// Not zero when `NFC_Quick_Check` is Maybe or No.
pub(crate) const NFC: u32 = 0b11 << NFC_SHIFT;

/// Not zero when the canonical combining class is not zero.
pub(crate) const COMBINING_CLASS: u32 = 0xFF << COMBINING_CLASS_SHIFT;

/// The record of one code point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Properties(pub(super) u32);

/// The derived property of RFC 8264 section 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precis {
    /// PVALID: allowed in both string classes.
    PValid,
    /// `ID_DIS` or `FREE_PVAL`: allowed in the `FreeformClass` only.
    FreeformOnly,
    /// CONTEXTJ: a join control, which needs the rules of RFC 5892 appendix A.1 and A.2.
    ContextJ,
    /// CONTEXTO: needs one of the other rules of RFC 5892 appendix A.
    ContextO,
    /// DISALLOWED in both string classes.
    Disallowed,
    /// UNASSIGNED in this version of Unicode.
    Unassigned,
}

/// The derived property of RFC 5892 section 3 (IDNA2008).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Idna {
    /// PVALID
    PValid,
    /// CONTEXTJ: a join control, which needs the rules of RFC 5892 appendix A.1 and A.2.
    ContextJ,
    /// CONTEXTO: needs one of the other rules of RFC 5892 appendix A.
    ContextO,
    /// DISALLOWED
    Disallowed,
    /// UNASSIGNED in this version of Unicode.
    Unassigned,
}

/// `NFC_Quick_Check` (UAX #15 section 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuickCheck {
    /// The code point stays as it is in NFC, whatever stands before it.
    Yes,
    /// The code point may compose with one before it.
    Maybe,
    /// The code point never occurs in NFC.
    No,
}

/// `Bidi_Class`, with the classes joined that the rule of RFC 5893 section 2 treats alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bidi {
    /// L
    LeftToRight,
    /// R or AL
    RightToLeft,
    /// AN
    ArabicNumber,
    /// EN
    EuropeanNumber,
    /// ES, CS, ET, ON or BN
    Neutral,
    /// NSM
    NonspacingMark,
    /// The classes that the rule names nowhere: B, S, WS, embeddings, overrides and isolates.
    Other,
}

/// `Joining_Type`, as far as RFC 5892 appendix A.1 asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::enum_variant_names, reason = "the Unicode Standard's name")]
pub(crate) enum Joining {
    /// U, and C too: the rule names neither, so both break a match in the same way.
    NonJoining,
    /// L
    Left,
    /// R
    Right,
    /// D
    Dual,
    /// T
    Transparent,
}

/// Script, as far as RFC 5892 appendix A.4 to A.7 asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Script {
    /// Any other script.
    Other,
    /// Greek
    Greek,
    /// Hebrew
    Hebrew,
    /// Hiragana, Katakana or Han
    KanaOrHan,
}

impl Properties {
    /// The raw record, for loops that OR records together and look at the masks of this module afterwards.
    #[inline]
    pub(crate) const fn bits(self) -> u32 {
        self.0
    }

    /// The PRECIS derived property (RFC 8264 section 8).
    #[inline]
    pub(crate) const fn precis(self) -> Precis {
        match (self.0 >> PRECIS_SHIFT) & 0b111 {
            0 => Precis::PValid,
            1 => Precis::FreeformOnly,
            2 => Precis::ContextJ,
            3 => Precis::ContextO,
            4 => Precis::Disallowed,
            _ => Precis::Unassigned,
        }
    }

    /// The IDNA2008 derived property (RFC 5892 section 3).
    #[inline]
    pub(crate) const fn idna(self) -> Idna {
        match (self.0 >> IDNA_SHIFT) & 0b111 {
            0 => Idna::PValid,
            1 => Idna::ContextJ,
            2 => Idna::ContextO,
            3 => Idna::Disallowed,
            _ => Idna::Unassigned,
        }
    }

    /// Whether `lower_width` changes the code point.
    #[inline]
    pub(crate) const fn is_mapped(self) -> bool {
        self.0 & MAPPED != 0
    }

    /// `NFC_Quick_Check`.
    #[inline]
    pub(crate) const fn nfc(self) -> QuickCheck {
        match (self.0 >> NFC_SHIFT) & 0b11 {
            0 => QuickCheck::Yes,
            1 => QuickCheck::Maybe,
            _ => QuickCheck::No,
        }
    }

    /// `Canonical_Combining_Class`.
    #[inline]
    pub(crate) const fn combining_class(self) -> u8 {
        self.0.to_be_bytes()[0]
    }

    /// Whether `Canonical_Combining_Class` is Virama (RFC 5892 appendix A.1 and A.2).
    #[inline]
    pub(crate) const fn is_virama(self) -> bool {
        self.combining_class() == 9
    }

    /// `Bidi_Class`, for the rule of RFC 5893 section 2.
    #[inline]
    pub(crate) const fn bidi(self) -> Bidi {
        match (self.0 >> BIDI_SHIFT) & 0b111 {
            0 => Bidi::LeftToRight,
            1 => Bidi::RightToLeft,
            2 => Bidi::ArabicNumber,
            3 => Bidi::EuropeanNumber,
            4 => Bidi::Neutral,
            5 => Bidi::NonspacingMark,
            _ => Bidi::Other,
        }
    }

    /// `Joining_Type`, for RFC 5892 appendix A.1.
    #[inline]
    pub(crate) const fn joining(self) -> Joining {
        match (self.0 >> JOINING_SHIFT) & 0b111 {
            0 => Joining::NonJoining,
            1 => Joining::Left,
            2 => Joining::Right,
            3 => Joining::Dual,
            _ => Joining::Transparent,
        }
    }

    /// Script, for RFC 5892 appendix A.4 to A.7.
    #[inline]
    pub(crate) const fn script(self) -> Script {
        match (self.0 >> SCRIPT_SHIFT) & 0b11 {
            0 => Script::Other,
            1 => Script::Greek,
            2 => Script::Hebrew,
            _ => Script::KanaOrHan,
        }
    }

    /// Whether `General_Category` is M, a combining mark (RFC 5891 section 4.2.3.2).
    #[inline]
    pub(crate) const fn is_mark(self) -> bool {
        self.0 & MARK != 0
    }

    /// Whether `General_Category` is Zs, a space (RFC 8264 section 9.14).
    #[inline]
    pub(crate) const fn is_space(self) -> bool {
        self.0 & SPACE != 0
    }
}
