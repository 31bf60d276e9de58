//! The bidi rule of RFC 5893 section 2, which PRECIS (RFC 8265 section 3.3.1) and IDNA2008 share.

use super::{Bidi, properties};
use crate::steps::{step, steps};

/// Whether a text has a code point of right-to-left scripts, so that the rule applies to it.
///
// RFC 5893 section 1.4: an RTL label has a code point of class R, AL or AN.
pub(crate) fn has_right_to_left(text: &str) -> bool {
    steps(text.len());
    text.chars().any(|c| matches!(properties(c).bidi(), Bidi::RightToLeft | Bidi::ArabicNumber))
}

/// The byte offset of the first code point that breaks the rule, or `None` if the label keeps it.
///
/// Where the end of the label is at fault, that is its last code point that is no nonspacing mark.
pub(crate) fn first_violation(label: &str) -> Option<usize> {
    let first = label.chars().next()?;
    // RFC 5893 section 2, condition 1: the first code point is L, R or AL.
    match properties(first).bidi() {
        Bidi::LeftToRight => left_to_right_violation(label),
        Bidi::RightToLeft => right_to_left_violation(label),
        _ => Some(0),
    }
}

fn right_to_left_violation(label: &str) -> Option<usize> {
    let (mut european, mut arabic) = (false, false);
    let mut last = (0, Bidi::RightToLeft);
    for (offset, c) in label.char_indices() {
        step();
        let class = properties(c).bidi();
        match class {
            // Condition 2: only R, AL, AN, EN, ES, CS, ET, ON, BN and NSM.
            Bidi::LeftToRight | Bidi::Other => return Some(offset),
            Bidi::EuropeanNumber => european = true,
            Bidi::ArabicNumber => arabic = true,
            Bidi::RightToLeft | Bidi::Neutral | Bidi::NonspacingMark => {}
        }
        // Condition 4: not both EN and AN.
        if european && arabic {
            return Some(offset);
        }
        if class != Bidi::NonspacingMark {
            last = (offset, class);
        }
    }
    // Condition 3: the end is R, AL, EN or AN, then any number of NSM.
    let ends_well = matches!(last.1, Bidi::RightToLeft | Bidi::EuropeanNumber | Bidi::ArabicNumber);
    (!ends_well).then_some(last.0)
}

fn left_to_right_violation(label: &str) -> Option<usize> {
    let mut last = (0, Bidi::LeftToRight);
    for (offset, c) in label.char_indices() {
        step();
        let class = properties(c).bidi();
        // Condition 5: only L, EN, ES, CS, ET, ON, BN and NSM.
        if matches!(class, Bidi::RightToLeft | Bidi::ArabicNumber | Bidi::Other) {
            return Some(offset);
        }
        if class != Bidi::NonspacingMark {
            last = (offset, class);
        }
    }
    // Condition 6: the end is L or EN, then any number of NSM.
    let ends_well = matches!(last.1, Bidi::LeftToRight | Bidi::EuropeanNumber);
    (!ends_well).then_some(last.0)
}

#[cfg(test)]
mod tests {
    use super::{first_violation, has_right_to_left};

    #[test]
    fn each_condition_holds_and_breaks() {
        for (label, expected) in [
            ("", None),
            ("abc1", None),
            ("\u{5D0}\u{5D1}", None),
            ("\u{5D0}1", None),
            ("\u{5D0}\u{660}", None),
            ("\u{5D0}-\u{5D1}\u{5B0}", None),
            // Condition 1
            ("1\u{5D0}", Some(0)),
            ("\u{660}\u{5D0}", Some(0)),
            ("\u{5B0}\u{5D0}", Some(0)),
            // Condition 2
            ("\u{5D0}a\u{5D0}", Some(2)),
            // Condition 3
            ("\u{5D0}-", Some(2)),
            ("\u{5D0}-\u{5B0}", Some(2)),
            // Condition 4
            ("\u{5D0}1\u{660}", Some(3)),
            // Condition 5
            ("a\u{5D0}", Some(1)),
            ("a\u{660}", Some(1)),
            // Condition 6
            ("a-", Some(1)),
            ("a+\u{300}", Some(1)),
        ] {
            assert_eq!(first_violation(label), expected, "{label:?}");
        }
    }

    #[test]
    fn only_right_to_left_scripts_call_for_the_rule() {
        assert!(
            has_right_to_left("a\u{5D0}") && has_right_to_left("\u{627}") && has_right_to_left("\u{660}")
        );
        assert!(!has_right_to_left("a1-\u{300}\u{4E00}\u{6F0}"));
    }
}
