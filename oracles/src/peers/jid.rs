//! Whole addresses against `jid` 0.12, which follows RFC 6122: stringprep for localparts and resourceparts, UTS 46 and
//! nameprep for domainparts.
//!
//! Under RFC 7622 the comparison is limited to ASCII, where both sets of rules say the same; under RFC 6122, to ASCII
//! domainparts.

use crate::deviation::{Case, Deviation};
use crate::peers::ip_literal;
use crate::property;
use crate::stringprep_crate::{BIDI_CLASS, CORRIGENDUM_4, SHORTER_WHEN_MAPPED, UNASSIGNED};
use envoi::{Policy, Split};

/// A whole address under a policy.
pub fn case(policy: Policy, input: String) -> Case {
    let ours = policy.parse(&input).map(|jid| jid.as_str().to_owned()).map_err(|error| error.kind().as_str());
    let theirs = jid::Jid::new(&input).map(|jid| jid.as_str().to_owned()).map_err(drop);
    Case { input, ours, theirs }
}

fn domainpart(case: &Case) -> &str {
    Split::new(&case.input).domainpart
}

/// An address with an IP literal, by what `jid` makes of the rest of it and the form that the literal is written in.
fn with_ip_literal(case: &Case) -> Option<String> {
    let domainpart = domainpart(case);
    let literal = ip_literal::canonical(domainpart.strip_suffix('.').unwrap_or(domainpart))?;
    let start = Split::new(&case.input).localpart.map_or(0, |part| part.len() + 1);
    let mut named = case.input.clone();
    named.replace_range(start..start + domainpart.len(), "a");
    let named = jid::Jid::new(&named).ok()?;
    let localpart = named.node().map(|part| format!("{}@", part.as_str())).unwrap_or_default();
    let resourcepart = named.resource().map(|part| format!("/{}", part.as_str())).unwrap_or_default();
    Some(format!("{localpart}{literal}{resourcepart}"))
}

fn is_with_ip_literal(case: &Case) -> bool {
    case.ours.is_ok() && case.ours.clone().ok() == with_ip_literal(case)
}

const IP_LITERAL: Deviation = Deviation {
    class: "a zone, an IPvFuture, or a final dot behind brackets: refused by jid",
    reason: "RFC 3986 section 3.2.2, RFC 6874 section 2; RFC 7622 section 3.2 strips the dot before any other step",
    explains: |case| case.only_ours() && is_with_ip_literal(case),
};

const IPV6_FORM: Deviation = Deviation {
    class: "an IPv6 address in another form than that of RFC 5952: kept by jid",
    reason: "RFC 5952 section 4, so that equal addresses are equal text; RFC 7622 leaves the form open",
    explains: |case| case.both_but_different() && is_with_ip_literal(case),
};

const FINAL_DOT: Deviation = Deviation {
    class: "a final dot where nothing else changes: jid judges the rest and leaves it in the text",
    reason: "RFC 7622 section 3.2 strips it; jid then also takes the slash behind it for part of the resourcepart",
    explains: |case| {
        if !case.both_but_different() || !domainpart(case).ends_with('.') {
            return false;
        }
        let local = Split::new(&case.input).localpart.map_or(0, |part| part.len() + 1);
        let mut stripped = case.input.clone();
        stripped.remove(local + domainpart(case).len() - 1);
        case.theirs.as_ref() == Ok(&case.input) && case.ours.as_ref() == Ok(&stripped)
    },
};

const A_LABEL: Deviation = Deviation {
    class: "an A-label: kept by jid",
    reason: "RFC 7622 section 3.2.1: the A-labels of a domainpart are turned into U-labels",
    explains: |case| {
        let u_labels = |text: &String| Policy::RFC7622.parse(text).map(|jid| jid.as_str().to_owned()).ok();
        let has_a_label = domainpart(case).to_ascii_lowercase().contains("xn--");
        case.both_but_different()
            && has_a_label
            && case.theirs.as_ref().ok().and_then(u_labels) == case.ours.clone().ok()
    },
};

const A_LABEL_OF_SYMBOLS: Deviation = Deviation {
    class: "an A-label for a symbol, another exception, or for what breaks a contextual rule: taken by jid",
    reason: "RFC 5892 section 2.1: no symbol is PVALID; 2.4, 2.6, 2.9, and appendix A.3 to A.9; jid asks UTS 46",
    explains: |case| {
        let of_symbols = |label: &str| {
            label.contains(property::is_no_idna2008_character) || property::breaks_context_o(label)
        };
        let name = domainpart(case).to_ascii_lowercase();
        let mut u_labels =
            name.split('.').filter_map(|label| idna::punycode::decode_to_string(label.strip_prefix("xn--")?));
        case.only_theirs() && case.refused_as("invalid-a-label") && u_labels.any(|label| of_symbols(&label))
    },
};

const HOST_CHARACTERS: Deviation = Deviation {
    class: "a domainpart with one of ! \" $ & ' ( ) * + , ; = _ ` { } ~ in it: taken by jid",
    reason: "RFC 5890 section 2.3.1: letters, digits and hyphens; jid has the looser list for URLs",
    explains: |case| {
        let refused = case.refused_as("disallowed") || case.refused_as("underscore");
        case.only_theirs() && refused && domainpart(case).contains(|c| "!\"$&'()*+,;=_`{}~".contains(c))
    },
};

/// Where the two differ on ASCII under RFC 7622.
pub const ASCII: &[Deviation] =
    &[IP_LITERAL, IPV6_FORM, FINAL_DOT, A_LABEL, A_LABEL_OF_SYMBOLS, HOST_CHARACTERS];

/// Where the two differ under RFC 6122.
pub const RFC_6122: &[Deviation] = &[
    IP_LITERAL,
    IPV6_FORM,
    FINAL_DOT,
    HOST_CHARACTERS,
    UNASSIGNED,
    CORRIGENDUM_4,
    BIDI_CLASS,
    SHORTER_WHEN_MAPPED,
];

/// Whether an address can be compared under RFC 6122: its domainpart is ASCII and has no A-label.
///
/// Others `jid` judges by UTS 46 and then, as one string, by nameprep, which no standard asks for.
#[must_use]
pub fn is_comparable(text: &str) -> bool {
    let domainpart = Split::new(text).domainpart;
    domainpart.is_ascii() && !domainpart.to_ascii_lowercase().contains("xn--")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deviation::case;

    fn is_explained(input: &str, ours: Result<&str, &'static str>, theirs: Result<&str, ()>) -> bool {
        ASCII.iter().chain(RFC_6122).any(|row| (row.explains)(&case(input, ours, theirs)))
    }

    #[test]
    fn only_ip_literals_in_their_form_are_judged_otherwise() {
        assert!(is_explained("A@[fe80::1%25a]/R", Ok("a@[fe80::1%25a]/R"), Err(())));
        assert!(is_explained("a@[::0:1]", Ok("a@[::1]"), Ok("a@[::0:1]")));
        for (input, ours) in [
            ("a@[garbage]", "a@[garbage]"),
            ("a@[::1]x", "a@[::1]x"),
            ("A@[v1.a]", "A@[v1.a]"),
            ("a@[v1.A]", "a@[v1.A]"),
            ("a@[v1.a]/R", "a@[v1.a]/r"),
        ] {
            assert!(!is_explained(input, Ok(ours), Err(())), "{input} {ours}");
        }
        assert!(!is_explained("a@[::0:1]", Ok("a@[::2]"), Ok("a@[::0:1]")));
        assert!(!is_explained("a@[::0:1]", Ok("a@[::0:0:1]"), Ok("a@[::0:1]")));
    }

    #[test]
    fn only_a_labels_of_symbols_are_refused_here_alone() {
        // U+2603, a snowman; U+FC, a letter; U+B7 between two of U+006C, and elsewhere.
        for (label, symbol) in [
            ("xn--n3h", true),
            ("XN--N3H", true),
            ("xn--tda", false),
            ("xn--ll-0ea", false),
            ("xn--al-0ea", true),
        ] {
            let found = is_explained(&format!("a@{label}"), Err("invalid-a-label"), Ok("a@b"));
            assert_eq!(found, symbol, "{label}");
        }
        assert!(!is_explained("a@xn--n3h", Err("empty"), Ok("a@xn--n3h")));
    }
}
