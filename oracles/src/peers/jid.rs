//! Whole addresses against `jid` 0.12, which follows RFC 6122: stringprep for localparts and resourceparts, UTS 46 and
//! nameprep for domainparts.
//!
//! Under RFC 7622 the comparison is limited to ASCII, where both sets of rules say the same; under RFC 6122, to ASCII
//! domainparts.

use crate::deviation::{Case, Deviation};
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

const IP_LITERAL: Deviation = Deviation {
    class: "a zone, an IPvFuture, or a final dot behind brackets: refused by jid",
    reason: "RFC 3986 section 3.2.2, RFC 6874 section 2; RFC 7622 section 3.2 strips the dot before any other step",
    explains: |case| case.only_ours() && domainpart(case).starts_with('['),
};

const IPV6_FORM: Deviation = Deviation {
    class: "an IPv6 address in another form than that of RFC 5952: kept by jid",
    reason: "RFC 5952 section 4, so that equal addresses are equal text; RFC 7622 leaves the form open",
    explains: |case| case.both_but_different() && domainpart(case).starts_with('['),
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
    class: "an A-label for a symbol: taken by jid",
    reason: "RFC 5892 section 2.1: no symbol is PVALID; jid asks UTS 46",
    explains: |case| case.only_theirs() && case.refused_as("invalid-a-label"),
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
