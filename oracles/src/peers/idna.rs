//! Domainparts against UTS 46 as the crate `idna` 1.1 has it, with STD3 rules, hyphen and length checks.
//!
//! UTS 46 maps more and refuses less than IDNA2008; `Policy::with_uts46` promises the former, the default the latter.

use crate::deviation::{Case, Deviation};
use crate::peers::ip_literal;
use crate::property;
use envoi::Policy;
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use unicode_normalization::UnicodeNormalization;

/// The name in A-labels and back, without its final dot.
fn their_domainpart(input: &str) -> Result<String, ()> {
    let name = without_final_dot(input);
    let uts46 = Uts46::new();
    let ascii = uts46
        .to_ascii(name.as_bytes(), AsciiDenyList::STD3, Hyphens::Check, DnsLength::Verify)
        .map_err(drop)?;
    let (unicode, valid) = uts46.to_unicode(ascii.as_bytes(), AsciiDenyList::STD3, Hyphens::Check);
    valid.map(|()| unicode.into_owned()).map_err(drop)
}

/// RFC 7622 section 3.2: strip the final dot before any other step.
fn without_final_dot(input: &str) -> &str {
    input.strip_suffix(['.', '\u{3002}']).unwrap_or(input)
}

/// A domainpart under a policy, by UTS 46 on the other side.
pub fn case(policy: Policy, input: String) -> Case {
    let ours = policy.parse_domainpart(&input);
    let ours = ours.map(|part| part.as_str().to_owned()).map_err(|error| error.kind().as_str());
    let theirs = their_domainpart(&input);
    Case { input, ours, theirs }
}

const IP_LITERAL: Deviation = Deviation {
    class: "an IP literal in brackets: no name for idna",
    reason: "RFC 7622 section 3.2 takes the IP-literal of RFC 3986 section 3.2.2 beside names",
    explains: |case| {
        let canonical = ip_literal::canonical(without_final_dot(&case.input));
        case.only_ours() && canonical.is_some() && case.ours.clone().ok() == canonical
    },
};

const SHORTER_WHEN_MAPPED: Deviation = Deviation {
    class: "over a limit until UTS 46 maps or drops some code points: refused by envoi",
    reason: "RFC 5895 section 2 has no such mapping, so the octets count; under UTS 46, our bound on raw text",
    explains: |case| {
        let kinds = ["too-long", "name-too-long", "label-too-long"];
        let too_long = kinds.iter().any(|kind| case.refused_as(kind));
        case.only_theirs() && too_long && case.input.contains(is_mapped_further)
    },
};

/// Where UTS 46 and the default policy differ.
pub const IDNA2008: &[Deviation] = &[
    IP_LITERAL,
    SHORTER_WHEN_MAPPED,
    Deviation {
        class: "a symbol, a mark for symbols, old Hangul or another exception, as it is or in an A-label: taken by idna",
        reason: "RFC 5892 sections 2.4, 2.6 and 2.9, and 2.1 for what is no letter, digit or mark; UTS 46 has no such rule",
        explains: |case| {
            // Refused for whatever is seen first: such a name cannot be taken.
            let has_one = |text: &str| text.chars().any(property::is_no_idna2008_character);
            case.only_theirs() && case.theirs.as_deref().is_ok_and(has_one)
        },
    },
    Deviation {
        class: "a code point that UTS 46 maps otherwise than case, width and NFC do, or drops: refused by envoi",
        reason: "RFC 5895 section 2 maps no more than those; what NFKC or folding changes is DISALLOWED (RFC 5892 section 2.2)",
        // Refused for whatever is seen first, since what is dropped may stand within an A-label or between hyphens: such a name cannot be taken.
        explains: |case| case.only_theirs() && case.input.contains(is_mapped_further),
    },
    Deviation {
        class: "CONTEXTO where its rule does not hold, as it is or in an A-label: taken by idna",
        reason: "RFC 5892 appendix A.3 to A.9, which UTS 46 section 4.1 leaves out",
        explains: |case| {
            let breaks_one = |name: &str| name.split('.').any(property::breaks_context_o);
            let refused = case.refused_as("context") || refused_in_a_label(case);
            case.only_theirs() && refused && case.theirs.as_deref().is_ok_and(breaks_one)
        },
    },
];

fn refused_in_a_label(case: &Case) -> bool {
    // Its letters and hyphens may have another width.
    let has_a_label = || case.input.nfkc().collect::<String>().to_ascii_lowercase().contains("xn--");
    case.refused_as("invalid-a-label") && has_a_label()
}

/// Whether UTS 46 maps a code point to something else than lower case and NFC do.
///
/// Width variants count as neither, but for those of Hangul, which stand for letters that are mapped once more.
fn is_mapped_further(c: char) -> bool {
    let is_width_variant = matches!(c, '\u{FF01}'..='\u{FF9F}' | '\u{FFE0}'..='\u{FFEE}' | '\u{3000}');
    let plainly: String = c.to_lowercase().nfc().collect();
    !is_width_variant && between_letters(c).is_ok_and(|mapped| mapped != plainly)
}

/// What is left of a code point between letters of one direction or the other.
fn between_letters(c: char) -> Result<String, ()> {
    let between = |letter: char| {
        let mapped = their_domainpart(&format!("{letter}{c}{letter}"))?;
        mapped.strip_prefix(letter).and_then(|rest| rest.strip_suffix(letter)).map(String::from).ok_or(())
    };
    between('x').or_else(|()| between('\u{5D0}'))
}

/// Where UTS 46 and the policy that promises it differ.
pub const UTS46: &[Deviation] = &[IP_LITERAL, SHORTER_WHEN_MAPPED];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deviation::case;

    fn is_explained(input: &str, ours: Result<&str, &'static str>, theirs: Result<&str, ()>) -> bool {
        IDNA2008.iter().any(|row| (row.explains)(&case(input, ours, theirs)))
    }

    #[test]
    fn only_ip_literals_in_their_form_are_taken_here_alone() {
        assert!(is_explained("[::0:1].", Ok("[::1]"), Err(())));
        assert!(is_explained("[fe80::1%25a]", Ok("[fe80::1%25a]"), Err(())));
        for (input, ours) in
            [("[garbage]", "[garbage]"), ("[::1]x", "[::1]x"), ("[::0:1]", "[::0:1]"), ("[::1]", "[::2]")]
        {
            assert!(!is_explained(input, Ok(ours), Err(())), "{input} {ours}");
        }
        assert!(!is_explained("[::1]", Ok("a"), Err(())));
    }

    #[test]
    fn only_what_breaks_a_contextual_rule_is_refused_for_one() {
        assert!(is_explained("l\u{B7}a", Err("context"), Ok("l\u{B7}a")));
        assert!(!is_explained("l\u{B7}l", Err("context"), Ok("l\u{B7}l")));
        assert!(is_explained("xn--a", Err("invalid-a-label"), Ok("\u{30FB}a")));
        assert!(!is_explained("xn--a", Err("invalid-a-label"), Ok("\u{30FB}\u{3042}")));
    }
}
