//! The table of the module `unicode`, code point by code point, against crates that carry tables of their own.
//!
//! The table is made from ICU4X's data; the oracles come from the Unicode Character Database by other ways, some of
//! them from older versions of it. Where the two differ, the reason stands here as a predicate, with what the table
//! must have then. A difference that no predicate foresees fails, and so does a predicate that foresees none.

use std::fmt::Debug;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use unicode::{Bidi, Idna, Joining, Precis, Script, lower_width, properties};

// The module is private to the library, so it is compiled once more, its own tests with it.
#[path = "../../src/unicode/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub, reason = "the table is all that is asked for")]
#[allow(unexpected_cfgs, reason = "the library's features are not those of this package")]
mod unicode;
// What it calls.
#[path = "../../src/steps.rs"]
#[allow(dead_code, unused_imports, unreachable_pub, reason = "nothing is counted")]
#[allow(unexpected_cfgs, reason = "the library's features are not those of this package")]
mod steps;

/// Code points for which the table and an oracle may differ.
struct Deviation<V> {
    because: &'static str,
    /// Whether it is one of them, given what the oracle says.
    applies: fn(char, V) -> bool,
    /// Whether the table's value for such a code point is right.
    table_has: fn(char, V) -> bool,
}

/// Asserts that the table and an oracle say the same of every code point, or the table what a deviation says.
#[track_caller]
fn compare<V>(table: fn(char) -> V, oracle: fn(char) -> V, deviations: &[Deviation<V>])
where
    V: Copy + Debug + PartialEq,
{
    let mut unexplained = Vec::new();
    let mut explained = vec![0; deviations.len()];
    for c in all() {
        let (ours, theirs) = (table(c), oracle(c));
        let foreseen = deviations.iter().position(|deviation| (deviation.applies)(c, theirs));
        let right = foreseen.map_or(ours == theirs, |number| (deviations[number].table_has)(c, ours));
        if !right {
            unexplained
                .push(format!("U+{:04X}: the table has {ours:?}, the oracle {theirs:?}", u32::from(c)));
        } else if let Some(number) = foreseen.filter(|_| ours != theirs) {
            explained[number] += 1;
        }
    }
    let some = &unexplained[..unexplained.len().min(20)];
    assert!(unexplained.is_empty(), "{} code points, such as {some:#?}", unexplained.len());
    for (deviation, count) in deviations.iter().zip(explained) {
        assert_ne!(count, 0, "this explains nothing any more: {}", deviation.because);
    }
}

/// All code points that a `char` can hold.
fn all() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

fn is_assigned(c: char) -> bool {
    c.general_category() != GeneralCategory::Unassigned
}

/// RFC 5892 section 2.1, which RFC 8264 section 9.1 includes.
fn is_letter_digit(c: char) -> bool {
    matches!(
        c.general_category(),
        GeneralCategory::LowercaseLetter
            | GeneralCategory::UppercaseLetter
            | GeneralCategory::OtherLetter
            | GeneralCategory::DecimalNumber
            | GeneralCategory::ModifierLetter
            | GeneralCategory::NonspacingMark
            | GeneralCategory::SpacingMark
    )
}

/// `unicode-bidi` and `unicode-joining-type` have Unicode 16, as this crate does.
fn is_assigned_in_unicode_16(c: char) -> bool {
    use unicode_general_category::{GeneralCategory, get_general_category};
    get_general_category(c) != GeneralCategory::Unassigned
}

/// The derived property of RFC 8264.
mod precis {
    use precis_core::{DerivedPropertyValue, FreeformClass, IdentifierClass, StringClass};
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn is_that_of_precis_core_and_follows_the_algorithm_since() {
        compare(
            |c| properties(c).precis(),
            precis_core,
            &[
                Deviation {
                    because: "assigned since Unicode 6.3, and PrecisIgnorableProperties (RFC 8264 section 9.13)",
                    applies: |c, theirs| is_new_to_precis_core(c, theirs) && idna::is_ignored(c),
                    table_has: |_, precis| precis == Precis::Disallowed,
                },
                Deviation {
                    because: "assigned since Unicode 6.3, the version of precis-core",
                    applies: is_new_to_precis_core,
                    table_has: |c, precis| precis == by_category(c),
                },
            ],
        );
    }

    #[test]
    fn precis_core_knows_the_code_points_of_unicode_6_3() {
        let (characters, private_use, noncharacters) = (110_187, 137_468, 66);
        let known = all().filter(|&c| precis_core(c) != Precis::Unassigned).count();
        assert_eq!(known, characters + private_use + noncharacters);
    }

    /// What precis-core derives in the two string classes together.
    fn precis_core(c: char) -> Precis {
        use DerivedPropertyValue as Value;
        let identifier = IdentifierClass::default().get_value_from_char(c);
        if identifier == Value::Unassigned {
            return Precis::Unassigned;
        }
        let freeform = FreeformClass::default().get_value_from_char(c);
        match (identifier, freeform) {
            (Value::PValid, Value::PValid) => Precis::PValid,
            (Value::SpecClassDis, Value::SpecClassPval) => Precis::FreeformOnly,
            (Value::ContextJ, Value::ContextJ) => Precis::ContextJ,
            (Value::ContextO, Value::ContextO) => Precis::ContextO,
            (Value::Disallowed, Value::Disallowed) => Precis::Disallowed,
            both => panic!("U+{:04X}: {both:?}", u32::from(c)),
        }
    }

    fn is_new_to_precis_core(c: char, theirs: Precis) -> bool {
        is_assigned(c) && theirs == Precis::Unassigned
    }

    /// RFC 8264 section 8 for what is neither listed there by code point (Exceptions, ASCII7, `JoinControl`) nor
    /// `OldHangulJamo`, Controls or `PrecisIgnorableProperties`.
    fn by_category(c: char) -> Precis {
        // Section 9.17, HasCompat.
        if !c.nfkc().eq([c]) {
            return Precis::FreeformOnly;
        }
        match c.general_category() {
            _ if is_letter_digit(c) => Precis::PValid,
            GeneralCategory::Format => Precis::Disallowed,
            // Sections 9.14, 9.15, 9.16 and 9.18: all other categories that still get new code points.
            _ => Precis::FreeformOnly,
        }
    }
}

/// The derived property of RFC 5892, against the crate idna, which implements UTS 46: that lets through all of IDNA2008
/// and more.
mod idna {
    use ::idna::AsciiDenyList;
    use ::idna::uts46::{Hyphens, Uts46};

    use super::*;

    #[test]
    fn is_what_uts_46_lets_through_less_four_categories() {
        compare(
            |c| properties(c).idna(),
            uts46,
            &[
                Deviation {
                    because: "CONTEXTO (RFC 5892 section 2.6): UTS 46 leaves out these rules",
                    applies: |c, _| {
                        let digits = matches!(c, '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}');
                        digits || matches!(c, '\u{B7}' | '\u{375}' | '\u{5F3}' | '\u{5F4}' | '\u{30FB}')
                    },
                    table_has: |_, idna| idna == Idna::ContextO,
                },
                Deviation {
                    because: "DISALLOWED by Exceptions (RFC 5892 section 2.6), which UTS 46 does not know",
                    applies: |c, _| {
                        let repeat_marks = matches!(c, '\u{3031}'..='\u{3035}' | '\u{303B}');
                        repeat_marks || matches!(c, '\u{640}' | '\u{7FA}' | '\u{302E}' | '\u{302F}')
                    },
                    table_has: is_disallowed,
                },
                Deviation {
                    because: "DISALLOWED: OldHangulJamo (RFC 5892 section 2.9)",
                    applies: |c, _| is_old_hangul_jamo(c),
                    table_has: is_disallowed,
                },
                Deviation {
                    because: "DISALLOWED: IgnorableBlocks (RFC 5892 section 2.4)",
                    applies: |c, _| {
                        is_assigned(c) && matches!(c, '\u{20D0}'..='\u{20FF}' | '\u{1D100}'..='\u{1D24F}')
                    },
                    table_has: is_disallowed,
                },
                Deviation {
                    because: "DISALLOWED: not LetterDigits (RFC 5892 section 2.1), but symbols and punctuation",
                    applies: |c, theirs| theirs == Idna::PValid && !is_letter_digit(c) && c != '-',
                    table_has: |c, idna| (idna == Idna::PValid) == PVALID_EXCEPTIONS.contains(c),
                },
            ],
        );
    }

    #[test]
    fn lower_width_keeps_what_uts_46_makes_of_a_code_point() {
        for c in all().filter(|&c| properties(c).is_mapped()) {
            let mapped: String = lower_width(c).into_iter().collect();
            assert_eq!(unicode_form(&c.to_string()), unicode_form(&mapped), "U+{:04X}", u32::from(c));
        }
    }

    /// Whether UTS 46 drops a code point, as it does `Default_Ignorable_Code_Point`.
    pub(super) fn is_ignored(c: char) -> bool {
        unicode_form(&format!("一{c}")).as_deref() == Some("一")
    }

    /// RFC 5892 section 2.6: PVALID, among them U+3007, a letter number, and U+0F0B, punctuation.
    const PVALID_EXCEPTIONS: &str = "\u{DF}\u{3C2}\u{6FD}\u{6FE}\u{F0B}\u{3007}";

    fn is_disallowed(_: char, idna: Idna) -> bool {
        idna == Idna::Disallowed
    }

    fn is_old_hangul_jamo(c: char) -> bool {
        let in_block =
            matches!(c, '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{D7B0}'..='\u{D7FF}');
        in_block && is_assigned(c)
    }

    /// What the verdict of UTS 46 on labels with a code point amounts to. `Idna::ContextO` is never among it.
    fn uts46(c: char) -> Idna {
        let noncharacter = matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE;
        if is_unchanged(&format!("{}{c}", company(c))) {
            Idna::PValid
        } else if !is_assigned(c) && !noncharacter {
            Idna::Unassigned
        } else if is_unchanged(&format!("\u{915}\u{94D}{c}")) {
            // Allowed after a virama only: the rules of RFC 5892 appendix A.1 and A.2 are those of UTS 46 too.
            Idna::ContextJ
        } else {
            Idna::Disallowed
        }
    }

    /// What must stand before a code point so that its label breaks no rule about first code points: marks begin no
    /// label, Arabic numbers none that the bidi rule allows.
    fn company(c: char) -> &'static str {
        match c.general_category() {
            GeneralCategory::NonspacingMark
            | GeneralCategory::SpacingMark
            | GeneralCategory::EnclosingMark => "一",
            _ if unicode_bidi::bidi_class(c) == unicode_bidi::BidiClass::AN => "\u{5D0}",
            _ => "",
        }
    }

    fn is_unchanged(label: &str) -> bool {
        let (output, verdict) =
            Uts46::new().to_unicode(label.as_bytes(), AsciiDenyList::STD3, Hyphens::Allow);
        verdict.is_ok() && output == label
    }

    /// The U-label that UTS 46 makes of a label, if it allows one.
    fn unicode_form(label: &str) -> Option<String> {
        let (output, verdict) =
            Uts46::new().to_unicode(label.as_bytes(), AsciiDenyList::EMPTY, Hyphens::Allow);
        verdict.is_ok().then(|| output.into_owned())
    }
}

mod bidi {
    use unicode_bidi::{BidiClass, bidi_class};
    use unicode_normalization::char::compose;

    use super::*;

    #[test]
    fn is_that_of_unicode_bidi() {
        compare(
            |c| properties(c).bidi(),
            from_unicode_bidi,
            &[
                Deviation {
                    because: "assigned since Unicode 16, the version of unicode-bidi, or not yet",
                    applies: |c, _| !is_assigned_in_unicode_16(c),
                    // DerivedBidiClass.txt: a new mark is NSM unless listed; no other code point is.
                    table_has: |c, bidi| (bidi == Bidi::NonspacingMark) == is_nonspacing(c),
                },
                Deviation {
                    because: "L instead of NSM since Unicode 16: nonspacing marks that form a spacing one with \
                        U+1B35, so that canonical equivalents have one class",
                    applies: |c, _| is_nonspacing(c) && compose(c, '\u{1B35}').is_some(),
                    table_has: |_, bidi| bidi == Bidi::LeftToRight,
                },
            ],
        );
    }

    fn from_unicode_bidi(c: char) -> Bidi {
        match bidi_class(c) {
            BidiClass::L => Bidi::LeftToRight,
            BidiClass::R | BidiClass::AL => Bidi::RightToLeft,
            BidiClass::AN => Bidi::ArabicNumber,
            BidiClass::EN => Bidi::EuropeanNumber,
            BidiClass::ES | BidiClass::CS | BidiClass::ET | BidiClass::ON | BidiClass::BN => Bidi::Neutral,
            BidiClass::NSM => Bidi::NonspacingMark,
            _ => Bidi::Other,
        }
    }

    fn is_nonspacing(c: char) -> bool {
        matches!(c.general_category(), GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark)
    }
}

mod joining {
    use unicode_joining_type::{JoiningType, get_joining_type};

    use super::*;

    #[test]
    fn is_that_of_unicode_joining_type() {
        compare(
            |c| properties(c).joining(),
            from_unicode_joining_type,
            &[Deviation {
                because: "assigned since Unicode 16, the version of unicode-joining-type, or not yet",
                applies: |c, _| !is_assigned_in_unicode_16(c),
                // DerivedJoiningType.txt: T are the code points of these categories that ArabicShaping.txt leaves out.
                table_has: |c, joining| {
                    let transparent = matches!(
                        c.general_category(),
                        GeneralCategory::NonspacingMark
                            | GeneralCategory::EnclosingMark
                            | GeneralCategory::Format
                    );
                    (joining == Joining::Transparent) == transparent
                },
            }],
        );
    }

    fn from_unicode_joining_type(c: char) -> Joining {
        match get_joining_type(c) {
            JoiningType::LeftJoining => Joining::Left,
            JoiningType::RightJoining => Joining::Right,
            JoiningType::DualJoining => Joining::Dual,
            JoiningType::Transparent => Joining::Transparent,
            _ => Joining::NonJoining,
        }
    }
}

mod script_and_category {
    use unicode_script::{Script as ScriptValue, UnicodeScript};

    use super::*;

    #[test]
    fn script_is_that_of_unicode_script() {
        compare(
            |c| properties(c).script(),
            |c| match c.script() {
                ScriptValue::Greek => Script::Greek,
                ScriptValue::Hebrew => Script::Hebrew,
                ScriptValue::Hiragana | ScriptValue::Katakana | ScriptValue::Han => Script::KanaOrHan,
                _ => Script::Other,
            },
            &[],
        );
    }

    #[test]
    fn marks_and_spaces_are_those_of_unicode_properties() {
        compare(
            |c| properties(c).is_mark(),
            |c| {
                matches!(
                    c.general_category(),
                    GeneralCategory::NonspacingMark
                        | GeneralCategory::SpacingMark
                        | GeneralCategory::EnclosingMark
                )
            },
            &[],
        );
        compare(
            |c| properties(c).is_space(),
            |c| c.general_category() == GeneralCategory::SpaceSeparator,
            &[],
        );
    }
}

/// The versions that the explanations speak of.
#[test]
fn oracles_have_the_versions_named() {
    let table = unicode::UNICODE_VERSION;
    let table = (u64::from(table.0), u64::from(table.1), u64::from(table.2));
    assert_eq!(unicode_script::UNICODE_VERSION, table);
    assert_eq!(unicode_properties::UNICODE_VERSION, table);
    for version in [
        unicode_bidi::UNICODE_VERSION,
        unicode_general_category::UNICODE_VERSION,
        unicode_joining_type::UNICODE_VERSION,
    ] {
        assert_eq!(version, (16, 0, 0));
    }
}
