//! Tests of the table. Expected values are those of the RFCs and of the Unicode Character Database, or of
//! `unicode-normalization` and `core`, which carry tables of their own.

use super::*;

/// All code points that a `char` can hold.
fn all() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

fn precis(c: char) -> Precis {
    properties(c).precis()
}

fn idna(c: char) -> Idna {
    properties(c).idna()
}

/// Asserts the PRECIS property of each code point of a text.
#[track_caller]
fn assert_precis(text: &str, expected: Precis) {
    for c in text.chars() {
        assert_eq!(precis(c), expected, "U+{:04X}", u32::from(c));
    }
}

/// Asserts the IDNA2008 property of each code point of a text.
#[track_caller]
fn assert_idna(text: &str, expected: Idna) {
    for c in text.chars() {
        assert_eq!(idna(c), expected, "U+{:04X}", u32::from(c));
    }
}

#[test]
fn tables_take_less_than_64_kib() {
    let size = size_of_val(&RECORDS)
        + size_of_val(&BLOCKS)
        + size_of_val(&LOW)
        + size_of_val(&GROUPS)
        + size_of_val(&HIGH)
        + size_of_val(&RUNS);
    assert!(size < 64 * 1024, "{size} octets");
}

/// The code points of RFC 5892 section 2.6, which RFC 8264 section 9.6 includes.
mod exceptions {
    use super::*;

    const PVALID: &str = "\u{DF}\u{3C2}\u{6FD}\u{6FE}\u{F0B}\u{3007}";
    const CONTEXTO: &str = "\u{B7}\u{375}\u{5F3}\u{5F4}\u{30FB}\
        \u{660}\u{661}\u{662}\u{663}\u{664}\u{665}\u{666}\u{667}\u{668}\u{669}\
        \u{6F0}\u{6F1}\u{6F2}\u{6F3}\u{6F4}\u{6F5}\u{6F6}\u{6F7}\u{6F8}\u{6F9}";
    const DISALLOWED: &str = "\u{640}\u{7FA}\u{302E}\u{302F}\u{3031}\u{3032}\u{3033}\u{3034}\u{3035}\u{303B}";

    #[test]
    fn have_the_values_listed() {
        assert_precis(PVALID, Precis::PValid);
        assert_idna(PVALID, Idna::PValid);
        assert_precis(CONTEXTO, Precis::ContextO);
        assert_idna(CONTEXTO, Idna::ContextO);
        assert_precis(DISALLOWED, Precis::Disallowed);
        assert_idna(DISALLOWED, Idna::Disallowed);
    }

    #[test]
    fn no_other_code_point_needs_a_context_rule() {
        for c in all() {
            let listed = CONTEXTO.contains(c);
            assert_eq!(precis(c) == Precis::ContextO, listed, "U+{:04X}", u32::from(c));
            assert_eq!(idna(c) == Idna::ContextO, listed, "U+{:04X}", u32::from(c));
            // RFC 5892 section 2.8: Join_Control is U+200C and U+200D.
            let join_control = matches!(c, '\u{200C}' | '\u{200D}');
            assert_eq!(precis(c) == Precis::ContextJ, join_control, "U+{:04X}", u32::from(c));
            assert_eq!(idna(c) == Idna::ContextJ, join_control, "U+{:04X}", u32::from(c));
        }
    }
}

/// The categories of RFC 8264 section 9, in the order of section 8.
mod precis_categories {
    use super::*;

    #[test]
    fn unassigned() {
        // U+0378 and U+0380 have been holes since Greek was encoded; noncharacters are not unassigned (RFC 5892
        // section 2.10).
        assert_precis("\u{378}\u{380}\u{E0080}", Precis::Unassigned);
        assert_precis("\u{FDD0}\u{FFFE}\u{FFFF}\u{10FFFF}", Precis::Disallowed);
    }

    #[test]
    fn ascii() {
        for c in '\0'..='\x7F' {
            let expected = match c {
                '!'..='~' => Precis::PValid,
                ' ' => Precis::FreeformOnly,
                _ => Precis::Disallowed,
            };
            assert_eq!(precis(c), expected, "{c:?}");
        }
    }

    #[test]
    fn old_hangul_jamo() {
        assert_precis("\u{1100}\u{115F}\u{1160}\u{11FF}\u{A960}\u{D7B0}\u{D7FB}", Precis::Disallowed);
        assert_precis("\u{AC00}\u{D7A3}", Precis::PValid);
    }

    #[test]
    fn ignorable_properties_and_controls() {
        assert_precis("\u{AD}\u{34F}\u{180E}\u{200B}\u{2060}\u{FE0F}\u{FEFF}\u{E0100}", Precis::Disallowed);
        assert_precis("\u{80}\u{85}\u{9F}", Precis::Disallowed);
    }

    #[test]
    fn has_compat() {
        // RFC 8264 section 4.2.3 counts these among what the IdentifierClass refuses: ligatures, letterlike and
        // fullwidth forms, Roman numerals, superscripts.
        assert_precis("ﬁℂＡ１Ⅳ²\u{A0}\u{3000}", Precis::FreeformOnly);
        // Canonical singletons change under NFKC too.
        assert_precis("\u{212B}\u{2126}\u{F900}", Precis::FreeformOnly);
    }

    #[test]
    fn letter_digits() {
        assert_precis("éÉžΣωЖжאב\u{627}\u{967}\u{E01}\u{4E00}\u{3042}\u{301}\u{903}\u{2D63}", Precis::PValid);
    }

    #[test]
    fn other_letter_digits_spaces_symbols_punctuation() {
        // Lt, Nl, No, Me; those of them that have no compatibility mapping.
        assert_precis("\u{1F88}\u{16EE}\u{9F4}\u{488}", Precis::FreeformOnly);
        // Zs
        assert_precis("\u{1680}\u{202F}", Precis::FreeformOnly);
        // Sm, Sc, Sk, So; U+265A is allowed in a resourcepart (RFC 7622 section 3.5, example 12).
        assert_precis("∞€\u{2C2}♚\u{1F600}", Precis::FreeformOnly);
        // Pc, Pd, Ps, Pe, Pi, Pf, Po
        assert_precis("‿—\u{2045}\u{2046}«»¡", Precis::FreeformOnly);
    }

    #[test]
    fn other() {
        // Co, Zl and Zp fall through to the last line of the algorithm, and so do the Cf that are not ignorable.
        assert_precis("\u{E000}\u{F0000}\u{2028}\u{2029}\u{600}\u{6DD}", Precis::Disallowed);
    }
}

/// The categories of RFC 5892 section 2, in the order of section 3.
mod idna_categories {
    use super::*;

    #[test]
    fn ascii() {
        for c in '\0'..='\x7F' {
            let letter_digit_hyphen = matches!(c, '-' | '0'..='9' | 'a'..='z');
            let expected = if letter_digit_hyphen { Idna::PValid } else { Idna::Disallowed };
            assert_eq!(idna(c), expected, "{c:?}");
        }
    }

    #[test]
    fn unassigned() {
        assert_idna("\u{378}\u{380}\u{E0080}", Idna::Unassigned);
    }

    #[test]
    fn unstable() {
        // RFC 5892 appendix B.1: 00AA, 00C0..00D6, 0132..0134, 017F, 0345, 1E9E, 2126, F900, FF10..FF19.
        assert_idna(
            "\u{AA}\u{C0}\u{D6}\u{132}\u{134}\u{17F}\u{345}\u{1E9E}\u{2126}\u{F900}\u{FF10}",
            Idna::Disallowed,
        );
    }

    #[test]
    fn ignorable_properties_and_blocks() {
        assert_idna("\u{AD}\u{34F}\u{85}\u{1680}\u{FDD0}\u{FFFF}", Idna::Disallowed);
        // One mark of each of the three blocks.
        assert_idna("\u{20D0}\u{1D165}\u{1D242}", Idna::Disallowed);
    }

    #[test]
    fn old_hangul_jamo() {
        assert_idna("\u{1100}\u{11FF}\u{A960}\u{D7B0}", Idna::Disallowed);
        assert_idna("\u{AC00}\u{D7A3}", Idna::PValid);
    }

    #[test]
    fn letter_digits_and_the_rest() {
        // RFC 5892 appendix B.1: 00E0..00F6, 0183, 0300..033F, 0430, 05D0..05EA, 0904..0939, 3041..3096, 4E00..9FCB.
        assert_idna("\u{E0}\u{F6}\u{183}\u{300}\u{430}\u{5D0}\u{904}\u{3041}\u{4E00}", Idna::PValid);
        // 00A1..00A7, 2190..23E8 and private use.
        assert_idna("\u{A1}\u{A7}\u{2190}\u{2665}\u{1F600}\u{E000}", Idna::Disallowed);
    }
}

mod bidi {
    use super::*;

    #[track_caller]
    fn assert_bidi(text: &str, expected: Bidi) {
        for c in text.chars() {
            assert_eq!(properties(c).bidi(), expected, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn classes_of_ascii() {
        // DerivedBidiClass.txt: ES + -, CS , . / :, ET # $ %, ON the other signs, S TAB VT US, B LF CR FS..RS, WS FF
        // and SPACE, BN the other controls.
        assert_bidi("AZaz", Bidi::LeftToRight);
        assert_bidi("0123456789", Bidi::EuropeanNumber);
        assert_bidi("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\0\u{8}\u{E}\u{1B}\u{7F}", Bidi::Neutral);
        assert_bidi("\t\n\u{B}\u{C}\r\u{1C}\u{1D}\u{1E}\u{1F} ", Bidi::Other);
    }

    #[test]
    fn classes_beyond_ascii() {
        assert_bidi("é一あ\u{903}", Bidi::LeftToRight);
        assert_bidi("\u{5D0}\u{5BE}\u{7C0}\u{200F}\u{10800}", Bidi::RightToLeft);
        assert_bidi("\u{627}\u{6CC}\u{710}\u{1EE00}", Bidi::RightToLeft);
        assert_bidi("\u{660}\u{669}\u{66B}\u{600}\u{10D30}", Bidi::ArabicNumber);
        assert_bidi("\u{6F0}\u{6F9}\u{B2}\u{1D7CE}", Bidi::EuropeanNumber);
        assert_bidi("\u{A0}\u{20AC}\u{2212}\u{B7}\u{375}\u{30FB}\u{200C}\u{200D}", Bidi::Neutral);
        assert_bidi("\u{300}\u{5B0}\u{64B}\u{94D}\u{E0100}", Bidi::NonspacingMark);
        assert_bidi("\u{202A}\u{202E}\u{2066}\u{2069}\u{2029}\u{3000}", Bidi::Other);
    }
}

mod context {
    use super::*;

    #[track_caller]
    fn assert_joining(text: &str, expected: Joining) {
        for c in text.chars() {
            assert_eq!(properties(c).joining(), expected, "U+{:04X}", u32::from(c));
        }
    }

    #[track_caller]
    fn assert_script(text: &str, expected: Script) {
        for c in text.chars() {
            assert_eq!(properties(c).script(), expected, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn joining_types() {
        // ArabicShaping.txt, ranges and lists of DerivedJoiningType.txt.
        assert_joining("\u{A872}\u{10ACD}\u{10AD7}\u{10D00}", Joining::Left);
        assert_joining("\u{627}\u{62F}\u{631}\u{648}\u{6CD}\u{710}", Joining::Right);
        assert_joining("\u{628}\u{62C}\u{633}\u{645}\u{6CC}\u{712}\u{1820}", Joining::Dual);
        assert_joining("\u{300}\u{64B}\u{670}\u{AD}\u{200B}\u{E0001}", Joining::Transparent);
        // U, and C: tatweel, NKo lajanyalan, ZWJ.
        assert_joining("a\u{5D0}\u{621}\u{200C}\u{640}\u{7FA}\u{200D}", Joining::NonJoining);
    }

    #[test]
    fn scripts() {
        // Scripts.txt; the marks and signs shared by scripts are Common or Inherited.
        assert_script("\u{370}\u{375}\u{3B1}\u{3C9}\u{1F00}\u{1D200}", Script::Greek);
        assert_script("\u{591}\u{5D0}\u{5EA}\u{5F3}\u{FB1D}", Script::Hebrew);
        assert_script(
            "\u{3041}\u{309D}\u{30A1}\u{30FD}\u{FF66}\u{3005}\u{3007}\u{4E00}\u{20000}",
            Script::KanaOrHan,
        );
        assert_script("a\u{7E}\u{B7}\u{627}\u{430}\u{30FB}\u{30FC}\u{3001}\u{1100}\u{301}", Script::Other);
    }

    #[test]
    fn viramas() {
        // Canonical_Combining_Class 9 in UnicodeData.txt.
        for c in "\u{94D}\u{9CD}\u{A4D}\u{BCD}\u{C4D}\u{D4D}\u{DCA}\u{E3A}\u{1039}\u{17D2}\u{11046}".chars() {
            assert!(properties(c).is_virama(), "U+{:04X}", u32::from(c));
            assert_eq!(properties(c).combining_class(), 9);
        }
        for c in "a\u{93C}\u{300}\u{E48}\u{1037}".chars() {
            assert!(!properties(c).is_virama(), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn spaces() {
        // General_Category Zs: 17 code points since Unicode 6.3.
        let zs = "\u{20}\u{A0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\
            \u{200A}\u{202F}\u{205F}\u{3000}";
        for c in all() {
            assert_eq!(properties(c).is_space(), zs.contains(c), "U+{:04X}", u32::from(c));
        }
    }
}

mod mapping {
    use super::*;

    /// Halfwidth forms from U+FF61 to U+FF9F, in the order of JIS X 0201, as they stand elsewhere in Unicode.
    const KATAKANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコ\
        サシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}";

    /// Halfwidth and fullwidth forms from U+FFE0 to U+FFEE, without U+FFE7, which is not assigned.
    const SIGNS: [(char, char); 14] = [
        ('￠', '¢'),
        ('￡', '£'),
        ('￢', '¬'),
        ('￣', '\u{AF}'),
        ('￤', '¦'),
        ('￥', '¥'),
        ('￦', '₩'),
        ('￨', '│'),
        ('￩', '←'),
        ('￪', '↑'),
        ('￫', '→'),
        ('￬', '↓'),
        ('￭', '■'),
        ('￮', '○'),
    ];

    /// Capitals of Unicode 17 and 18 and their small letters: `core` of the oldest compiler supported has Unicode 16.
    fn newer(c: char) -> Option<char> {
        const BEFORE_THEIR_SMALL_LETTER: &str = "\u{A7CE}\u{A7D2}\u{A7D4}\u{1DF40}\u{1DF48}\u{1DF4A}\u{1DF4D}\u{1DF51}\
            \u{1DF68}\u{1DF6A}\u{1DF6C}\u{1DF6E}\u{1DF72}\u{1DF74}\u{1DF76}\u{1DF78}\u{1DF7A}\u{1DF7C}\u{1DF7E}";
        let step = match c {
            _ if BEFORE_THEIR_SMALL_LETTER.contains(c) => 1,
            // Beria Erfe
            '\u{16EA0}'..='\u{16EB8}' => 0x1B,
            '\u{A7DD}' => return Some('\u{277}'),
            '\u{A7E2}' => return Some('\u{27C}'),
            '\u{AB6C}' => return Some('\u{AB4B}'),
            '\u{AB6D}' => return Some('\u{AB4C}'),
            _ => return None,
        };
        char::from_u32(u32::from(c) + step)
    }

    /// The decomposition mappings of type `<wide>` and `<narrow>` in UnicodeData.txt, by the layout of their block.
    fn width(c: char) -> char {
        let moved = |to: u32, from: u32| char::from_u32(u32::from(c) - from + to).unwrap();
        match c {
            '\u{3000}' => ' ',
            '\u{FF01}'..='\u{FF5E}' => moved(0x21, 0xFF01),
            '\u{FF5F}' | '\u{FF60}' => moved(0x2985, 0xFF5F),
            '\u{FF61}'..='\u{FF9F}' => KATAKANA.chars().nth(c as usize - 0xFF61).unwrap(),
            '\u{FFA0}' => '\u{3164}',
            '\u{FFA1}'..='\u{FFBE}' => moved(0x3131, 0xFFA1),
            '\u{FFC2}'..='\u{FFC7}' => moved(0x314F, 0xFFC2),
            '\u{FFCA}'..='\u{FFCF}' => moved(0x3155, 0xFFCA),
            '\u{FFD2}'..='\u{FFD7}' => moved(0x315B, 0xFFD2),
            '\u{FFDA}'..='\u{FFDC}' => moved(0x3161, 0xFFDA),
            _ => SIGNS.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to),
        }
    }

    #[test]
    fn is_width_then_lower_case_of_core() {
        for c in all() {
            let mut lower = width(c).to_lowercase();
            let expected = match (lower.next().map(|first| newer(c).unwrap_or(first)), lower.next()) {
                (Some(first), Some(second)) => Mapped::Two(first, second),
                (first, _) => Mapped::One(first.unwrap()),
            };
            assert_eq!(lower_width(c), expected, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn examples() {
        assert_eq!(lower_width('Ａ'), Mapped::One('a'));
        assert_eq!(lower_width('ß'), Mapped::One('ß'));
        assert_eq!(lower_width('\u{1E9E}'), Mapped::One('ß'));
        // No Final_Sigma, and the final form stays.
        assert_eq!(lower_width('Σ'), Mapped::One('σ'));
        assert_eq!(lower_width('ς'), Mapped::One('ς'));
        assert_eq!(lower_width('\u{130}'), Mapped::Two('i', '\u{307}'));
        // No compatibility mapping of another type: a Roman numeral stays one.
        assert_eq!(lower_width('\u{2163}'), Mapped::One('\u{2173}'));
        // Between capitals that take turns with their small letters.
        assert_eq!(lower_width('\u{101}'), Mapped::One('\u{101}'));
    }

    #[test]
    fn is_flagged_and_settles_at_once() {
        for c in all() {
            let mapped = lower_width(c);
            assert_eq!(properties(c).is_mapped(), mapped != Mapped::One(c), "U+{:04X}", u32::from(c));
            let (Mapped::One(first) | Mapped::Two(first, _)) = mapped;
            assert!(!properties(first).is_mapped(), "U+{:04X}", u32::from(c));
        }
    }
}

/// The bits that spare a closer look must follow from the fields they sum up.
mod simple {
    use super::*;

    #[test]
    fn bits_follow_from_the_fields() {
        for c in all() {
            let p = properties(c);
            let stays = p.nfc() == QuickCheck::Yes && p.combining_class() == 0;
            let left_to_right = !matches!(p.bidi(), Bidi::RightToLeft | Bidi::ArabicNumber);

            let username = p.precis() == Precis::PValid && !p.is_mapped() && stays && left_to_right;
            let allowed = matches!(p.precis(), Precis::PValid | Precis::FreeformOnly);
            let opaque = allowed && (c == ' ' || !p.is_space()) && stays;
            let label = p.idna() == Idna::PValid && !p.is_mapped() && stays && !p.is_mark() && left_to_right;

            assert_eq!(p.bits() & SIMPLE_USERNAME == 0, username, "U+{:04X}", u32::from(c));
            assert_eq!(p.bits() & SIMPLE_OPAQUE == 0, opaque, "U+{:04X}", u32::from(c));
            assert_eq!(p.bits() & SIMPLE_LABEL == 0, label, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn masks_and_accessors_agree() {
        for c in all() {
            let p = properties(c);
            assert_eq!(p.bits() & MAPPED != 0, p.is_mapped());
            assert_eq!(p.bits() & MARK != 0, p.is_mark());
            assert_eq!(p.bits() & SPACE != 0, p.is_space());
            assert_eq!(p.bits() & NFC != 0, p.nfc() != QuickCheck::Yes);
            assert_eq!(p.bits() & COMBINING_CLASS != 0, p.combining_class() != 0);
        }
    }

    #[test]
    fn examples() {
        let bits = |text: &str| text.chars().fold(0, |bits, c| bits | properties(c).bits());
        assert_eq!(bits("zoë-9_!") & SIMPLE_USERNAME, 0);
        assert_ne!(bits("Zoë") & SIMPLE_USERNAME, 0);
        assert_ne!(bits("zoe\u{308}") & SIMPLE_USERNAME, 0);
        assert_ne!(bits("שלום") & SIMPLE_USERNAME, 0);
        assert_eq!(bits("Zoë ♚ שלום") & SIMPLE_OPAQUE, 0);
        assert_ne!(bits("a\u{A0}b") & SIMPLE_OPAQUE, 0);
        assert_eq!(bits("bücher-9") & SIMPLE_LABEL, 0);
        assert_ne!(bits("bücher.") & SIMPLE_LABEL, 0);
    }
}

/// Against `unicode-normalization`, which is generated from the Unicode Character Database directly.
#[cfg(feature = "alloc")]
mod normalization {
    use core::iter::once;

    use unicode_normalization::char::{canonical_combining_class, is_combining_mark, is_public_assigned};
    use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

    use super::*;

    #[test]
    fn both_have_one_version_of_unicode() {
        assert_eq!(UNICODE_VERSION, unicode_normalization::UNICODE_VERSION);
    }

    #[test]
    fn quick_check_classes_and_marks_agree() {
        for c in all() {
            let p = properties(c);
            let quick_check = match is_nfc_quick(once(c)) {
                IsNormalized::Yes => QuickCheck::Yes,
                IsNormalized::Maybe => QuickCheck::Maybe,
                IsNormalized::No => QuickCheck::No,
            };
            assert_eq!(p.nfc(), quick_check, "U+{:04X}", u32::from(c));
            assert_eq!(p.combining_class(), canonical_combining_class(c), "U+{:04X}", u32::from(c));
            assert_eq!(p.is_mark(), is_combining_mark(c), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn the_same_code_points_are_assigned() {
        for c in all() {
            let noncharacter = matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE;
            let private_use = matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..) && !noncharacter;
            let unassigned = !is_public_assigned(c) && !private_use && !noncharacter;
            assert_eq!(precis(c) == Precis::Unassigned, unassigned, "U+{:04X}", u32::from(c));
            assert_eq!(idna(c) == Idna::Unassigned, unassigned, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn what_nfkc_changes_is_not_pvalid() {
        // RFC 8264 section 9.17 and RFC 5892 section 2.2.
        for c in all().filter(|c| !once(*c).nfkc().eq(once(*c))) {
            assert_ne!(precis(c), Precis::PValid, "U+{:04X}", u32::from(c));
            assert_ne!(idna(c), Idna::PValid, "U+{:04X}", u32::from(c));
        }
    }
}
