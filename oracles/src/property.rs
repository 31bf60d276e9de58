//! Properties of code points from sources that `envoi` does not use.

use regex_syntax::hir::{Class, ClassUnicode, HirKind};
use std::sync::LazyLock;
use unicode_bidi::BidiClass;

/// A set of code points.
pub struct Set(ClassUnicode);

impl Set {
    /// The set that a Unicode property names, as regular expressions write it: `\p{Age=6.3}`.
    ///
    /// # Panics
    ///
    /// If the pattern is not one property.
    #[must_use]
    pub fn of(pattern: &str) -> Self {
        let hir = regex_syntax::parse(pattern).expect("a pattern");
        match hir.into_kind() {
            HirKind::Class(Class::Unicode(class)) => Self(class),
            kind => panic!("{pattern} is no set of code points: {kind:?}"),
        }
    }

    /// Whether the code point is in the set.
    #[must_use]
    pub fn contains(&self, c: char) -> bool {
        let ranges = self.0.ranges();
        let following = ranges.partition_point(|range| range.end() < c);
        ranges.get(following).is_some_and(|range| range.start() <= c)
    }
}

/// Whether the code point was assigned in Unicode 3.2, which stringprep stands on (RFC 3454 section 7).
pub fn in_unicode_3_2(c: char) -> bool {
    static SET: LazyLock<Set> = LazyLock::new(|| Set::of(r"\p{Age=3.2}"));
    SET.contains(c)
}

/// Whether the code point was assigned in Unicode 6.3, which the classes of `precis-core` stand on.
pub fn in_unicode_6_3(c: char) -> bool {
    static SET: LazyLock<Set> = LazyLock::new(|| Set::of(r"\p{Age=6.3}"));
    SET.contains(c)
}

/// Whether the code point is a letter, mark or decimal digit (RFC 5892 section 2.1, RFC 8264 section 9.1).
pub fn is_letter_or_digit(c: char) -> bool {
    static SET: LazyLock<Set> = LazyLock::new(|| Set::of(r"[\p{Ll}\p{Lu}\p{Lo}\p{Nd}\p{Lm}\p{Mn}\p{Mc}]"));
    SET.contains(c)
}

/// Whether IDNA2008 disallows a code point that is stable under NFKC and case folding: it is no letter, digit or mark
/// (RFC 5892 section 2.1), or in an ignorable block (2.4), or an exception (2.6), or old Hangul (2.9).
#[must_use]
pub fn is_no_idna2008_character(c: char) -> bool {
    let exception =
        matches!(c, '\u{640}' | '\u{7FA}' | '\u{302E}' | '\u{302F}' | '\u{3031}'..='\u{3035}' | '\u{303B}');
    let ignorable_block =
        matches!(c, '\u{20D0}'..='\u{20FF}' | '\u{1D100}'..='\u{1D1FF}' | '\u{1D200}'..='\u{1D24F}');
    let old_hangul = matches!(c, '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}' | '\u{D7B0}'..='\u{D7FF}');
    let allowed_otherwise = matches!(c, '-' | '.') || is_context_o(c);
    !(is_letter_or_digit(c) || allowed_otherwise) || exception || ignorable_block || old_hangul
}

/// Whether the code point has a contextual rule of its own (RFC 5892 appendix A.3 to A.9).
#[must_use]
pub fn is_context_o(c: char) -> bool {
    matches!(
        c,
        '\u{B7}' | '\u{375}' | '\u{5F3}' | '\u{5F4}' | '\u{30FB}' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}'
    )
}

/// Whether a label has a code point whose rule does not hold there (RFC 5892 appendix A.3 to A.9).
#[must_use]
pub fn breaks_context_o(label: &str) -> bool {
    let label: Vec<char> = label.chars().collect();
    (0..label.len()).any(|at| !holds_context_o(&label, at))
}

fn holds_context_o(label: &[char], at: usize) -> bool {
    static GREEK: LazyLock<Set> = LazyLock::new(|| Set::of(r"\p{Script=Greek}"));
    static HEBREW: LazyLock<Set> = LazyLock::new(|| Set::of(r"\p{Script=Hebrew}"));
    static JAPANESE: LazyLock<Set> =
        LazyLock::new(|| Set::of(r"[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]"));
    let before = at.checked_sub(1).map(|before| label[before]);
    let after = label.get(at + 1).copied();
    match label[at] {
        // A.3: between two of U+006C.
        '\u{B7}' => before == Some('l') && after == Some('l'),
        // A.4: before Greek.
        '\u{375}' => after.is_some_and(|c| GREEK.contains(c)),
        // A.5 and A.6: behind Hebrew.
        '\u{5F3}' | '\u{5F4}' => before.is_some_and(|c| HEBREW.contains(c)),
        // A.7: anywhere beside one of these.
        '\u{30FB}' => label.iter().any(|&c| JAPANESE.contains(c)),
        // A.8 and A.9: never both.
        '\u{660}'..='\u{669}' => !label.iter().any(|c| matches!(c, '\u{6F0}'..='\u{6F9}')),
        '\u{6F0}'..='\u{6F9}' => !label.iter().any(|c| matches!(c, '\u{660}'..='\u{669}')),
        _ => true,
    }
}

/// Whether a text has a code point of right-to-left scripts (RFC 5893 section 1.4).
#[must_use]
pub fn has_right_to_left(text: &str) -> bool {
    text.chars().any(|c| matches!(unicode_bidi::bidi_class(c), BidiClass::R | BidiClass::AL | BidiClass::AN))
}

/// Whether a nonspacing mark stands before something else.
#[must_use]
pub fn has_mark_inside(text: &str) -> bool {
    let is_mark = |c: char| unicode_bidi::bidi_class(c) == BidiClass::NSM;
    text.chars().zip(text.chars().skip(1)).any(|(c, next)| is_mark(c) && !is_mark(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_cumulative() {
        assert!(in_unicode_3_2('a') && in_unicode_6_3('a'));
        // U+0221 came with Unicode 4.0, U+20BA with 6.2, U+20BB with 7.0.
        assert!(!in_unicode_3_2('\u{221}') && in_unicode_6_3('\u{221}'));
        assert!(in_unicode_6_3('\u{20BA}') && !in_unicode_6_3('\u{20BB}'));
    }

    #[test]
    fn marks_inside() {
        assert!(has_mark_inside("\u{5D0}\u{5B0}\u{5D1}") && !has_mark_inside("\u{5D0}\u{5B0}"));
        assert!(has_right_to_left("a\u{660}") && !has_right_to_left("a\u{6F0}"));
    }

    #[test]
    fn contextual_rules() {
        for (holds, breaks) in [
            // A.3
            ("l\u{B7}l", "l\u{B7}a"),
            ("al\u{B7}la", "\u{B7}l"),
            // A.4
            ("\u{375}\u{3B1}", "\u{3B1}\u{375}"),
            // A.5 and A.6
            ("\u{5D0}\u{5F3}", "\u{5F3}\u{5D0}"),
            ("\u{5D0}\u{5F4}", "a\u{5F4}"),
            // A.7
            ("a\u{30FB}\u{3042}", "a\u{30FB}b"),
            ("\u{4E00}\u{30FB}", "\u{30FB}"),
            // A.8 and A.9
            ("\u{660}\u{669}", "\u{660}\u{6F9}"),
            ("\u{6F0}a", "\u{6F0}a\u{661}"),
        ] {
            assert!(!breaks_context_o(holds), "{holds}");
            assert!(breaks_context_o(breaks), "{breaks}");
        }
    }
}
