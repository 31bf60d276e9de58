//! Where Unicode 3.2, which stringprep is made for, differs from today's data in a code point that it has.

use stringprep::tables;

/// What NFKC makes of a code point that Corrigendum 4 gave another mapping after Unicode 3.2, else the code point.
///
// RFC 3454 section 4: normalization is that of the version of Unicode that the profile names.
pub(super) fn before_corrigendum_4(c: char) -> char {
    match c {
        '\u{2F868}' => '\u{2136A}',
        '\u{2F874}' => '\u{5F33}',
        '\u{2F91F}' => '\u{43AB}',
        '\u{2F95F}' => '\u{7AAE}',
        '\u{2F9BF}' => '\u{4D57}',
        _ => c,
    }
}

/// RFC 3454 table D.1, but for two code points that are prohibited in all profiles.
pub(super) fn is_right_to_left(c: char) -> bool {
    tables::bidi_r_or_al(c) && !tables::unassigned_code_point(c)
}

/// RFC 3454 table D.2, but for code points that no profile leaves in its output.
pub(super) fn is_left_to_right(c: char) -> bool {
    match c {
        // Neutral or a mark then, left-to-right now.
        '\u{CBF}'
        | '\u{CC6}'
        | '\u{1734}'
        | '\u{2132}'
        | '\u{2800}'..='\u{28FF}'
        | '\u{302E}'
        | '\u{302F}' => false,
        // The other way round.
        '\u{17B4}' | '\u{17B5}' | '\u{1885}' | '\u{1886}' => true,
        _ => tables::bidi_l(c) && !tables::unassigned_code_point(c),
    }
}
