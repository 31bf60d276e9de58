//! Stanza errors (RFC 6120 section 8.3).
#![cfg(feature = "alloc")]

use envoi::stanza::{Condition, ErrorType, RawStanza, StanzaFailure};
use envoi::xml::ElementBuf;

/// Sections 8.3.3.1 to 8.3.3.22: the conditions in their order, and the types that the text names.
const CONDITIONS: [(&str, &[ErrorType]); 22] = [
    ("bad-request", &[ErrorType::Modify]),
    ("conflict", &[ErrorType::Cancel]),
    ("feature-not-implemented", &[ErrorType::Cancel, ErrorType::Modify]),
    ("forbidden", &[ErrorType::Auth]),
    ("gone", &[ErrorType::Cancel]),
    ("internal-server-error", &[ErrorType::Cancel]),
    ("item-not-found", &[ErrorType::Cancel]),
    ("jid-malformed", &[ErrorType::Modify]),
    ("not-acceptable", &[ErrorType::Modify]),
    ("not-allowed", &[ErrorType::Cancel]),
    ("not-authorized", &[ErrorType::Auth]),
    ("policy-violation", &[ErrorType::Modify, ErrorType::Wait]),
    ("recipient-unavailable", &[ErrorType::Wait]),
    ("redirect", &[ErrorType::Modify]),
    ("registration-required", &[ErrorType::Auth]),
    ("remote-server-not-found", &[ErrorType::Cancel]),
    ("remote-server-timeout", &[ErrorType::Wait]),
    ("resource-constraint", &[ErrorType::Wait]),
    ("service-unavailable", &[ErrorType::Cancel]),
    ("subscription-required", &[ErrorType::Auth]),
    ("undefined-condition", &ErrorType::ALL),
    ("unexpected-request", &[ErrorType::Wait, ErrorType::Modify]),
];

const NS: &str = "urn:ietf:params:xml:ns:xmpp-stanzas";

fn error(inside: &str) -> ElementBuf {
    ElementBuf::parse(&format!("<message xmlns='jabber:client' type='error'>{inside}</message>")).unwrap()
}

fn check(stanza: &ElementBuf, assert: impl FnOnce(StanzaFailure<'_>)) {
    let stanza = RawStanza::from_element(stanza.element(), "jabber:client").unwrap();
    assert(StanzaFailure::of(stanza).unwrap());
}

#[test]
fn conditions_are_those_of_the_standard() {
    for (condition, (name, types)) in Condition::ALL.into_iter().zip(CONDITIONS) {
        assert_eq!(condition.as_str(), name);
        assert_eq!(Condition::from_name(name), Some(condition));
        assert!(types.contains(&condition.error_type()), "{name}");
        let stanza = error(&format!("<error><{name} xmlns='{NS}'/></error>"));
        check(&stanza, |failure| {
            assert_eq!((failure.condition(), failure.error_type()), (condition, condition.error_type()));
        });
    }
}

#[test]
fn what_is_said_goes_before_what_usually_goes_with_it() {
    for error_type in ErrorType::ALL {
        let stanza = error(&format!("<error type='{error_type}'><conflict xmlns='{NS}'/></error>"));
        check(&stanza, |failure| assert_eq!(failure.error_type(), error_type));
    }
    let stanza = error(&format!("<error type='later'><forbidden xmlns='{NS}'/></error>"));
    check(&stanza, |failure| assert_eq!(failure.error_type(), ErrorType::Auth));
}

#[test]
fn unknown_and_missing_conditions_are_undefined() {
    for inside in ["<error/>", &format!("<error><new xmlns='{NS}'/></error>"), "<error><conflict/></error>"] {
        check(&error(inside), |failure| {
            assert_eq!(failure.condition(), Condition::UndefinedCondition, "{inside}");
        });
    }
}

#[test]
fn only_gone_and_redirect_have_another_address() {
    for (name, _) in CONDITIONS {
        let expected = matches!(name, "gone" | "redirect").then_some("xmpp:a&b");
        let stanza = error(&format!("<error><{name} xmlns='{NS}'>\n xmpp:a&amp;b </{name}></error>"));
        check(&stanza, |failure| assert_eq!(failure.new_address().as_deref(), expected, "{name}"));
    }
    check(&error(&format!("<error><gone xmlns='{NS}'> </gone></error>")), |failure| {
        assert_eq!(failure.new_address(), None);
    });
}

#[test]
fn only_a_stanza_of_type_error_has_failed() {
    for text in [
        "<message xmlns='jabber:client' type='chat'><error/></message>",
        "<message xmlns='jabber:client'><error/></message>",
        "<message xmlns='jabber:client' type='error'><error xmlns='urn:x'/></message>",
        "<message xmlns='jabber:client' type='error'/>",
    ] {
        let stanza = ElementBuf::parse(text).unwrap();
        let stanza = RawStanza::from_element(stanza.element(), "jabber:client").unwrap();
        assert!(StanzaFailure::of(stanza).is_none(), "{text}");
    }
}
