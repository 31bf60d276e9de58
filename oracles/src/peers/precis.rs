//! `envoi::precis` against `precis-profiles` 0.2, whose classes are those of Unicode 6.3.

use crate::deviation::{Case, Deviation};
use crate::property;
use envoi::precis::{self, Outcome, PrecisError, PrecisErrorKind};
use precis_core::profile::PrecisFastInvocation;
use precis_profiles::{OpaqueString, UsernameCaseMapped};

fn prepared(
    enforce: fn(&str, &mut String) -> Result<Outcome, PrecisError>,
    input: &str,
) -> Result<String, &'static str> {
    let mut sink = String::new();
    match enforce(input, &mut sink) {
        Ok(Outcome::Unchanged) => Ok(input.into()),
        Ok(Outcome::Rewritten) => Ok(sink),
        Err(error) => Err(match error.kind() {
            PrecisErrorKind::Empty => "empty",
            PrecisErrorKind::Disallowed => "disallowed",
            PrecisErrorKind::Unassigned => "unassigned",
            PrecisErrorKind::Context => "context",
            PrecisErrorKind::Bidi => "bidi",
            PrecisErrorKind::Unstable => "unstable",
            kind => panic!("{kind:?} from preparation"),
        }),
    }
}

fn their_username(input: &str) -> Result<String, ()> {
    UsernameCaseMapped::enforce(input).map(String::from).map_err(drop)
}

fn their_opaque_string(input: &str) -> Result<String, ()> {
    OpaqueString::enforce(input).map(String::from).map_err(drop)
}

/// A localpart as `UsernameCaseMapped` (RFC 8265 section 3.3).
pub fn username_case(input: String) -> Case {
    let ours = prepared(precis::username_case_mapped, &input);
    let theirs = their_username(&input);
    Case { input, ours, theirs }
}

/// A resourcepart as `OpaqueString` (RFC 8265 section 4.2).
pub fn opaque_case(input: String) -> Case {
    let ours = prepared(precis::opaque_string, &input);
    let theirs = their_opaque_string(&input);
    Case { input, ours, theirs }
}

/// Whether a code point of the text was not assigned in Unicode 6.3, as it stands or mapped.
fn has_newer(case: &Case) -> bool {
    let newer = |text: &str| text.chars().any(|c| !property::in_unicode_6_3(c));
    newer(&case.input) || case.ours.as_deref().is_ok_and(newer)
}

/// Where the two differ on localparts.
pub const USERNAMES: &[Deviation] = &[
    Deviation {
        class: "assigned after Unicode 6.3: refused by precis-profiles",
        reason: "RFC 8264 section 9.10 and section 11.1 leave it to the version of Unicode; ours is newer",
        explains: |case| case.only_ours() && has_newer(case),
    },
    Deviation {
        class: "allowed once mapped, disallowed as it stands: refused by precis-profiles",
        reason: "RFC 8264 section 7 judges code points after all mapping (RFC 8265 section 3.3.2 before it too)",
        explains: |case| {
            case.only_ours()
                && case
                    .ours
                    .as_ref()
                    .is_ok_and(|ours| *ours != case.input && their_username(ours).as_ref() == Ok(ours))
        },
    },
    Deviation {
        class: "its own output is refused or changed when given back: taken by precis-profiles",
        reason: "RFC 8264 section 7: code points are judged last, and the rules again until nothing changes",
        explains: |case| {
            case.only_theirs()
                && case.theirs.as_ref().is_ok_and(|theirs| their_username(theirs).as_ref() != Ok(theirs))
        },
    },
    Deviation {
        class: "a nonspacing mark before a letter in right-to-left text: refused by precis-profiles",
        reason: "RFC 5893 section 2 conditions 2, 3, 5 and 6 allow marks anywhere and name them once more for the end",
        explains: |case| {
            case.only_ours()
                && property::has_right_to_left(&case.input)
                && case.ours.as_deref().is_ok_and(property::has_mark_inside)
        },
    },
];

/// Where the two differ on resourceparts.
pub const OPAQUE_STRINGS: &[Deviation] = &[
    Deviation {
        class: "assigned after Unicode 6.3: refused by precis-profiles",
        reason: "RFC 8264 section 9.10 and section 11.1 leave it to the version of Unicode; ours is newer",
        explains: |case| case.only_ours() && has_newer(case),
    },
    Deviation {
        class: "allowed once composed, disallowed as it stands: refused by precis-profiles",
        reason: "RFC 8264 section 7 judges code points after all mapping (RFC 8265 section 4.2.1 before it too)",
        explains: |case| {
            case.only_ours()
                && case
                    .ours
                    .as_ref()
                    .is_ok_and(|ours| *ours != case.input && their_opaque_string(ours).as_ref() == Ok(ours))
        },
    },
    Deviation {
        class: "its own output is refused or changed when given back: taken by precis-profiles",
        reason: "RFC 8264 section 7: code points are judged last, and the rules again until nothing changes",
        explains: |case| {
            case.only_theirs()
                && case.theirs.as_ref().is_ok_and(|theirs| their_opaque_string(theirs).as_ref() != Ok(theirs))
        },
    },
];
