//! The record of each code point, derived from Unicode properties by the algorithms of the RFCs.

use std::collections::BTreeSet;

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_locale_core::LanguageIdentifier;
use icu_normalizer::properties::{
    CanonicalCombiningClassMapBorrowed, CanonicalCompositionBorrowed, CanonicalDecompositionBorrowed,
    Decomposed,
};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::props::{
    BidiClass, Block, DefaultIgnorableCodePoint, EnumeratedProperty, GeneralCategory, GeneralCategoryGroup,
    HangulSyllableType, JoinControl, JoiningType, NoncharacterCodePoint, Script as ScriptValue, WhiteSpace,
};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed, CodePointSetData};

use super::mapping::Width;
use super::record::{
    BIDI_SHIFT, Bidi, COMBINING_CLASS_SHIFT, IDNA_SHIFT, Idna, JOINING_SHIFT, Joining, MAPPED, MARK,
    NFC_SHIFT, PRECIS_SHIFT, Precis, QuickCheck, SCRIPT_SHIFT, SIMPLE_LABEL, SIMPLE_OPAQUE, SIMPLE_USERNAME,
    SPACE, Script,
};

/// ICU4X's data, and what takes a pass over all code points to know.
pub(super) struct Source {
    nfc: ComposingNormalizerBorrowed<'static>,
    nfd: DecomposingNormalizerBorrowed<'static>,
    nfkc: ComposingNormalizerBorrowed<'static>,
    case: CaseMapperBorrowed<'static>,
    width: Width,
    second_in_composition: BTreeSet<char>,
}

impl Source {
    pub(super) fn new() -> Self {
        let nfkc = ComposingNormalizerBorrowed::new_nfkc();
        Self {
            nfc: ComposingNormalizerBorrowed::new_nfc(),
            nfd: DecomposingNormalizerBorrowed::new_nfd(),
            case: CaseMapper::new(),
            width: Width::new(&nfkc),
            nfkc,
            second_in_composition: second_in_composition(),
        }
    }

    /// The record of every code point, in order.
    pub(super) fn records(&self) -> Vec<u32> {
        // A surrogate is no `char` and is never looked up. It is given the record of a neighbour, so that it costs no
        // room.
        (0..=u32::from(char::MAX)).map(|cp| self.record(char::from_u32(cp).unwrap_or('\u{E000}'))).collect()
    }

    /// Width mapping, then lower case.
    pub(super) fn lower_width(&self, c: char) -> String {
        // Final_Sigma needs a letter before the sigma, so one code point alone never meets it.
        let wide = self.width.map(c);
        self.case
            .lowercase_to_string(wide.encode_utf8(&mut [0; 4]), &LanguageIdentifier::UNKNOWN)
            .into_owned()
    }

    fn record(&self, c: char) -> u32 {
        let precis = self.precis(c);
        let idna = self.idna(c);
        let nfc = self.quick_check(c);
        let bidi = bidi(c);
        let combining_class = CanonicalCombiningClassMapBorrowed::new().get_u8(c);
        let mapped = !is_just(&self.lower_width(c), c);
        let mark = GeneralCategoryGroup::Mark.contains(property::<GeneralCategory>(c));
        let space = property::<GeneralCategory>(c) == GeneralCategory::SpaceSeparator;

        let stays = nfc == QuickCheck::Yes && combining_class == 0;
        // RFC 5893 section 1.4: the code points that make a domain name, or a string, a bidi one.
        let right_to_left = matches!(bidi, Bidi::RightToLeft | Bidi::ArabicNumber);
        let simple_username = precis == Precis::PValid && !mapped && stays && !right_to_left;
        let simple_opaque =
            matches!(precis, Precis::PValid | Precis::FreeformOnly) && (!space || c == ' ') && stays;
        let simple_label = idna == Idna::PValid && !mapped && stays && !mark && !right_to_left;

        flag(!simple_username, SIMPLE_USERNAME)
            | flag(!simple_opaque, SIMPLE_OPAQUE)
            | flag(!simple_label, SIMPLE_LABEL)
            | flag(mapped, MAPPED)
            | flag(mark, MARK)
            | flag(space, SPACE)
            | (nfc as u32) << NFC_SHIFT
            | (precis as u32) << PRECIS_SHIFT
            | (idna as u32) << IDNA_SHIFT
            | (bidi as u32) << BIDI_SHIFT
            | (joining(c) as u32) << JOINING_SHIFT
            | (script(c) as u32) << SCRIPT_SHIFT
            | u32::from(combining_class) << COMBINING_CLASS_SHIFT
    }

    /// The algorithm of RFC 8264 section 8; the letters are those of the categories in section 9.
    fn precis(&self, c: char) -> Precis {
        // F. BackwardCompatible (G), which stands next, is empty.
        if let Some(exception) = exception(c) {
            return match exception {
                Exception::PValid => Precis::PValid,
                Exception::ContextO => Precis::ContextO,
                Exception::Disallowed => Precis::Disallowed,
            };
        }
        // J
        if is_unassigned(c) {
            return Precis::Unassigned;
        }
        // K
        if matches!(c, '!'..='~') {
            return Precis::PValid;
        }
        // H
        if CodePointSetData::new::<JoinControl>().contains(c) {
            return Precis::ContextJ;
        }
        // I, M, L
        if is_old_hangul_jamo(c)
            || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
            || CodePointSetData::new::<NoncharacterCodePoint>().contains(c)
            || property::<GeneralCategory>(c) == GeneralCategory::Control
        {
            return Precis::Disallowed;
        }
        // Q
        if !is_just(&self.nfkc.normalize(c.encode_utf8(&mut [0; 4])), c) {
            return Precis::FreeformOnly;
        }
        // A
        if is_letter_digit(c) {
            return Precis::PValid;
        }
        // R, N, O, P
        let category = property::<GeneralCategory>(c);
        let other_letter_digit = matches!(
            category,
            GeneralCategory::TitlecaseLetter
                | GeneralCategory::LetterNumber
                | GeneralCategory::OtherNumber
                | GeneralCategory::EnclosingMark
        );
        if other_letter_digit
            || category == GeneralCategory::SpaceSeparator
            || GeneralCategoryGroup::Symbol.contains(category)
            || GeneralCategoryGroup::Punctuation.contains(category)
        {
            return Precis::FreeformOnly;
        }
        Precis::Disallowed
    }

    /// The algorithm of RFC 5892 section 3; the letters are those of the categories in section 2.
    fn idna(&self, c: char) -> Idna {
        // F. BackwardCompatible (G), which stands next, is empty.
        if let Some(exception) = exception(c) {
            return match exception {
                Exception::PValid => Idna::PValid,
                Exception::ContextO => Idna::ContextO,
                Exception::Disallowed => Idna::Disallowed,
            };
        }
        // J
        if is_unassigned(c) {
            return Idna::Unassigned;
        }
        // E
        if matches!(c, '-' | '0'..='9' | 'a'..='z') {
            return Idna::PValid;
        }
        // H
        if CodePointSetData::new::<JoinControl>().contains(c) {
            return Idna::ContextJ;
        }
        // C
        let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
            || CodePointSetData::new::<WhiteSpace>().contains(c)
            || CodePointSetData::new::<NoncharacterCodePoint>().contains(c);
        // D
        let ignorable_block = [
            Block::CombiningDiacriticalMarksForSymbols,
            Block::MusicalSymbols,
            Block::AncientGreekMusicalNotation,
        ]
        .contains(&property::<Block>(c));
        // B, C, D, I
        if self.is_unstable(c) || ignorable || ignorable_block || is_old_hangul_jamo(c) {
            return Idna::Disallowed;
        }
        // A
        if is_letter_digit(c) { Idna::PValid } else { Idna::Disallowed }
    }

    /// RFC 5892 section 2.2: toNFKC(toCaseFold(toNFKC(cp))) is not cp.
    fn is_unstable(&self, c: char) -> bool {
        let mut buffer = [0; 4];
        let compatible = self.nfkc.normalize(c.encode_utf8(&mut buffer));
        let folded = self.case.fold_string(&compatible);
        !is_just(&self.nfkc.normalize(&folded), c)
    }

    /// UAX #15: No is a code point that NFC replaces, Maybe one that may compose with what stands before it, or whose
    /// decomposition may, as that of U+113C5 after U+113C2.
    fn quick_check(&self, c: char) -> QuickCheck {
        let mut buffer = [0; 4];
        let text = c.encode_utf8(&mut buffer);
        if !self.nfc.is_normalized(text) {
            QuickCheck::No
        } else if self.nfd.normalize(text).starts_with(|first| self.second_in_composition.contains(&first)) {
            QuickCheck::Maybe
        } else {
            QuickCheck::Yes
        }
    }
}

/// The version of Unicode. ICU4X's data does not name it in code, so it is read from `unicode-normalization` and
/// proved: both must agree on which code points are assigned, which no two versions do.
pub(super) fn unicode_version() -> (u8, u8, u8) {
    for c in '\0'..=char::MAX {
        let public = !matches!(
            property::<GeneralCategory>(c),
            GeneralCategory::Unassigned | GeneralCategory::PrivateUse
        );
        assert_eq!(
            public,
            unicode_normalization::char::is_public_assigned(c),
            "ICU4X and unicode-normalization stand for different versions of Unicode: see U+{:04X}",
            u32::from(c)
        );
    }
    unicode_normalization::UNICODE_VERSION
}

/// The value of an enumerated property.
pub(super) fn property<P: EnumeratedProperty>(c: char) -> P {
    let map: CodePointMapDataBorrowed<'static, P> = CodePointMapData::<P>::new();
    map.get(c)
}

/// The code points that stand second in a primary composite; vowels and trailing consonants of Hangul are among them.
fn second_in_composition() -> BTreeSet<char> {
    let decomposition = CanonicalDecompositionBorrowed::new();
    let composition = CanonicalCompositionBorrowed::new();
    ('\0'..=char::MAX)
        .filter_map(|c| match decomposition.decompose(c) {
            Decomposed::Expansion(first, second) if composition.compose(first, second) == Some(c) => {
                Some(second)
            }
            _ => None,
        })
        .collect()
}

enum Exception {
    PValid,
    ContextO,
    Disallowed,
}

/// RFC 5892 section 2.6, which RFC 8264 section 9.6 includes.
fn exception(c: char) -> Option<Exception> {
    match c {
        '\u{DF}' | '\u{3C2}' | '\u{6FD}' | '\u{6FE}' | '\u{F0B}' | '\u{3007}' => Some(Exception::PValid),
        '\u{B7}'
        | '\u{375}'
        | '\u{5F3}'
        | '\u{5F4}'
        | '\u{660}'..='\u{669}'
        | '\u{6F0}'..='\u{6F9}'
        | '\u{30FB}' => Some(Exception::ContextO),
        '\u{640}' | '\u{7FA}' | '\u{302E}' | '\u{302F}' | '\u{3031}'..='\u{3035}' | '\u{303B}' => {
            Some(Exception::Disallowed)
        }
        _ => None,
    }
}

/// RFC 5892 section 2.10.
fn is_unassigned(c: char) -> bool {
    property::<GeneralCategory>(c) == GeneralCategory::Unassigned
        && !CodePointSetData::new::<NoncharacterCodePoint>().contains(c)
}

/// RFC 5892 section 2.9.
fn is_old_hangul_jamo(c: char) -> bool {
    let kind = property::<HangulSyllableType>(c);
    [HangulSyllableType::LeadingJamo, HangulSyllableType::VowelJamo, HangulSyllableType::TrailingJamo]
        .contains(&kind)
}

/// RFC 5892 section 2.1.
fn is_letter_digit(c: char) -> bool {
    matches!(
        property::<GeneralCategory>(c),
        GeneralCategory::LowercaseLetter
            | GeneralCategory::UppercaseLetter
            | GeneralCategory::OtherLetter
            | GeneralCategory::DecimalNumber
            | GeneralCategory::ModifierLetter
            | GeneralCategory::NonspacingMark
            | GeneralCategory::SpacingMark
    )
}

fn bidi(c: char) -> Bidi {
    match property::<BidiClass>(c) {
        BidiClass::LeftToRight => Bidi::LeftToRight,
        BidiClass::RightToLeft | BidiClass::ArabicLetter => Bidi::RightToLeft,
        BidiClass::ArabicNumber => Bidi::ArabicNumber,
        BidiClass::EuropeanNumber => Bidi::EuropeanNumber,
        BidiClass::EuropeanSeparator
        | BidiClass::CommonSeparator
        | BidiClass::EuropeanTerminator
        | BidiClass::OtherNeutral
        | BidiClass::BoundaryNeutral => Bidi::Neutral,
        BidiClass::NonspacingMark => Bidi::NonspacingMark,
        _ => Bidi::Other,
    }
}

fn joining(c: char) -> Joining {
    match property::<JoiningType>(c) {
        JoiningType::LeftJoining => Joining::Left,
        JoiningType::RightJoining => Joining::Right,
        JoiningType::DualJoining => Joining::Dual,
        JoiningType::Transparent => Joining::Transparent,
        _ => Joining::NonJoining,
    }
}

fn script(c: char) -> Script {
    match property::<ScriptValue>(c) {
        ScriptValue::Greek => Script::Greek,
        ScriptValue::Hebrew => Script::Hebrew,
        ScriptValue::Hiragana | ScriptValue::Katakana | ScriptValue::Han => Script::KanaOrHan,
        _ => Script::Other,
    }
}

/// Whether the text is that one code point.
fn is_just(text: &str, c: char) -> bool {
    text.chars().eq([c])
}

fn flag(set: bool, mask: u32) -> u32 {
    if set { mask } else { 0 }
}
