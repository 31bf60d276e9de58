//! Where the crate `stringprep` 0.1, and whatever is built on it, differs from RFC 3454.

use crate::deviation::Deviation;
use crate::property;
use envoi::Split;
use stringprep::tables;

/// When unassigned code points are looked for.
pub const UNASSIGNED: Deviation = Deviation {
    class: "not assigned in Unicode 3.2, but mapped to what is: taken by stringprep",
    reason: "RFC 3454 section 7: no unassigned code point in a stored string; the crate looks for them after NFKC",
    explains: |case| {
        // Three octets of such a code point may be one once mapped, and for envoi they stay three.
        let refused = case.refused_as("unassigned") || case.refused_as("too-long");
        case.only_theirs() && refused && case.input.chars().any(|c| !property::in_unicode_3_2(c))
    },
};

/// The code points of Unicode 3.2 whose decomposition Corrigendum 4 changed.
pub const CORRIGENDUM_4_CODE_POINTS: [char; 5] =
    ['\u{2F868}', '\u{2F874}', '\u{2F91F}', '\u{2F95F}', '\u{2F9BF}'];

/// Which version of NFKC.
pub const CORRIGENDUM_4: Deviation = Deviation {
    class: "one of five ideographs whose decomposition Corrigendum 4 changed: stringprep has the new one",
    reason: "RFC 3454 section 4: the NFKC of Unicode 3.2",
    explains: |case| case.both_but_different() && case.input.contains(CORRIGENDUM_4_CODE_POINTS),
};

/// Which version of the bidi classes.
pub const BIDI_CLASS: Deviation = Deviation {
    class: "right-to-left text with a code point that has another bidi class today: stringprep has today's",
    reason: "RFC 3454 tables D.1 and D.2: U+17B4, for one, is a left-to-right letter, and Braille is neutral",
    explains: |case| {
        let only_then =
            |text: &str| holds_bidi(text, is_left_to_right_then) && !holds_bidi(text, tables::bidi_l);
        let only_now =
            |text: &str| holds_bidi(text, tables::bidi_l) && !holds_bidi(text, is_left_to_right_then);
        let some = |prepared: Option<&str>, differs: &dyn Fn(&str) -> bool| {
            prepared.is_some_and(|text| judged_alone(text).into_iter().any(differs))
        };
        case.only_ours() && some(case.ours.as_deref().ok(), &only_then)
            || case.only_theirs() && case.refused_as("bidi") && some(case.theirs.as_deref().ok(), &only_now)
    },
};

/// The texts that the requirement may be asked of, one by one: all, the parts of an address, the labels of a name.
fn judged_alone(prepared: &str) -> Vec<&str> {
    let Split { localpart, domainpart, resourcepart } = Split::new(prepared);
    [Some(prepared), localpart, resourcepart].into_iter().flatten().chain(domainpart.split('.')).collect()
}

/// RFC 3454 section 6, requirements 2 and 3.
fn holds_bidi(text: &str, is_left_to_right: fn(char) -> bool) -> bool {
    let mut ends = [text.chars().next(), text.chars().next_back()].into_iter().flatten();
    !text.contains(tables::bidi_r_or_al) || !text.contains(is_left_to_right) && ends.all(tables::bidi_r_or_al)
}

/// Table D.2: it says something else of some code points than Unicode does today, those that some profile lets pass. None of them is in table D.1,
/// now or then.
fn is_left_to_right_then(c: char) -> bool {
    match c {
        '\u{17B4}' | '\u{17B5}' | '\u{1885}' | '\u{1886}' => true,
        '\u{CBF}'
        | '\u{CC6}'
        | '\u{1734}'
        | '\u{2132}'
        | '\u{2800}'..='\u{28FF}'
        | '\u{302E}'
        | '\u{302F}' => false,
        c => tables::bidi_l(c),
    }
}

/// How much raw text is taken.
pub const SHORTER_WHEN_MAPPED: Deviation = Deviation {
    class: "thousands of octets that RFC 3454 table B.1 maps to nothing: refused by envoi",
    reason: "our bound on raw text; stringprep takes any number of them",
    explains: |case| {
        let dropped = case.input.chars().filter(|&c| tables::commonly_mapped_to_nothing(c)).count();
        case.only_theirs() && case.refused_as("too-long") && dropped > 500
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deviation::case;

    #[test]
    fn only_another_bidi_class_explains_another_verdict() {
        let is_explained = |input, ours, theirs| (BIDI_CLASS.explains)(&case(input, ours, theirs));
        let alone = |text| is_explained(text, Ok(text), Err(()));
        let refused = |text| is_explained(text, Err("bidi"), Ok(text));
        // Braille between Hebrew, which is left-to-right today; U+17B4, which was.
        assert!(alone("\u{5D0}\u{2800}\u{5D0}") && !refused("\u{5D0}\u{2800}\u{5D0}"));
        assert!(refused("\u{5D0}\u{17B4}\u{5D0}") && !alone("\u{5D0}\u{17B4}\u{5D0}"));
        assert!(alone("\u{5D0}\u{2800}\u{5D0}@example.com") && alone("a@example.com/\u{5D0}\u{2800}\u{5D0}"));
        // The class of nothing in these has changed, or the change changes nothing.
        for text in ["\u{5D0}a", "\u{5D0}a\u{2800}\u{5D0}", "\u{5D0}\u{2800}", "a\u{2800}", "a\u{17B4}"] {
            assert!(!alone(text) && !refused(text), "{text}");
        }
        assert!(!is_explained("\u{5D0}\u{17B4}\u{5D0}", Err("empty"), Ok("\u{5D0}\u{17B4}\u{5D0}")));
    }
}
