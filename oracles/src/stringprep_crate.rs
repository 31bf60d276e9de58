//! Where the crate `stringprep` 0.1, and whatever is built on it, differs from RFC 3454.

use crate::deviation::Deviation;
use crate::property;

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
        let differs = case.refused_as("bidi") || case.only_ours();
        differs && property::has_right_to_left(&case.input) && case.input.contains(had_another_bidi_class)
    },
};

/// Whether tables D.1 and D.2 say something else of a code point than Unicode does today, and some profile lets it pass.
fn had_another_bidi_class(c: char) -> bool {
    matches!(
        c,
        '\u{CBF}'
            | '\u{CC6}'
            | '\u{1734}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{1885}'
            | '\u{1886}'
            | '\u{2132}'
            | '\u{2800}'..='\u{28FF}' | '\u{302E}' | '\u{302F}'
    )
}

/// How much raw text is taken.
pub const SHORTER_WHEN_MAPPED: Deviation = Deviation {
    class: "thousands of octets that RFC 3454 table B.1 maps to nothing: refused by envoi",
    reason: "our bound on raw text; stringprep takes any number of them",
    explains: |case| {
        let dropped =
            case.input.chars().filter(|&c| stringprep::tables::commonly_mapped_to_nothing(c)).count();
        case.only_theirs() && case.refused_as("too-long") && dropped > 500
    },
};
