//! The laws of addresses on generated input: idempotence, agreement of all entry points, order, errors.
#![cfg(feature = "alloc")]

#[path = "support/inputs.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod inputs;
#[path = "support/laws.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod laws;

use envoi::{Jid, Policy};
use proptest::prelude::*;

proptest! {
    #![proptest_config(inputs::config())]

    #[test]
    fn any_text_obeys_the_laws(text in inputs::any_text()) {
        laws::jid_parse(text.as_bytes());
    }

    #[test]
    fn any_octets_obey_the_laws(octets in inputs::any_octets()) {
        laws::jid_parse(&octets);
        laws::jid_policies(&octets);
    }

    #[test]
    fn addresses_obey_the_laws(text in inputs::address()) {
        laws::jid_parse(text.as_bytes());
    }

    #[test]
    fn parts_obey_the_laws(text in inputs::part()) {
        laws::jid_parse(text.as_bytes());
    }

    #[test]
    fn uris_obey_the_laws(text in inputs::uri()) {
        laws::jid_parse(text.as_bytes());
    }

    #[test]
    fn domainparts_obey_the_laws(text in inputs::domain()) {
        laws::jid_parse(text.as_bytes());
        laws::jid_policies(text.as_bytes());
    }

    #[test]
    fn addresses_obey_the_laws_of_every_policy(text in inputs::address()) {
        laws::jid_policies(text.as_bytes());
    }

    #[test]
    fn pairs_are_ordered_and_hashed(one in inputs::address(), other in inputs::address()) {
        if let (Ok(one), Ok(other)) = (Jid::parse(&one), Jid::parse(&other)) {
            laws::jid_pair(&one, &other);
        }
    }

    /// Few letters and short parts: many of these pairs agree in a part or in all of them.
    #[test]
    fn close_pairs_are_ordered_and_hashed(one in "([aAb]{1,2}@)?[aB]{1,2}(/[ab]{1,2})?", other in "([aAb]{1,2}@)?[aB]{1,2}(/[ab]{1,2})?") {
        laws::jid_pair(&Jid::parse(&one).unwrap(), &Jid::parse(&other).unwrap());
    }
}

/// Inputs on which a law was broken once, or nearly.
#[test]
fn known_inputs_obey_the_laws() {
    let long = "b".repeat(4000);
    let shy = "\u{AD}".repeat(1600);
    for text in [
        "",
        "@",
        "/",
        "@/",
        "a@",
        "a@b/",
        ".",
        "a@b./c",
        "a@b..",
        "\u{FF20}@example.com",
        "a\u{FF0F}b@example.com",
        "a@\u{2100}.example",
        "\u{AD}@example.com",
        "\u{1D2C}dmin@example.com",
        "a@127.0.0.1 evil",
        "<\u{338}@example.com",
        "\u{FF06}@example.com",
        "e\u{301}&@example.com",
        "\u{37E}@example.com",
        "\u{FF08}a\u{FF09}@example.com",
        &format!("{}@example.com", "\u{FF41}".repeat(400)),
        &format!("{}@example.com", "\u{FF41}".repeat(1023)),
        &format!("{}@example.com", "\u{FF41}".repeat(1024)),
        // Normalisation puts the second mark first.
        "a.\u{94D}\u{93C}",
        "a@\u{301}\u{5B0}/b",
        &format!("a.\u{EC8}\u{11D42}{}", "\u{E9}".repeat(70)),
        // The bidi rule is broken within an A-label.
        "a-b.\u{5D0}\u{5D1}.xn--_cher-kva",
        // NFKC makes low lines and a hyphen of these.
        "a\u{FE33}b.\u{FE34}",
        "\u{2F60}\u{FE4E}",
        "\u{FE4D}.a\u{FE4F}",
        "\u{FE63}a.b",
        "ab-\u{FE63}c",
        // Over-long parts, before and behind other faults and other separators.
        &long,
        &format!("{long}@b"),
        &format!("{long}/b@c"),
        &format!("a@{long}"),
        &format!("&@{long}"),
        &format!("@{long}"),
        &format!("a@{long}/"),
        &format!("a@b/{long}"),
        &format!("{shy}a@b"),
        &format!("a@{shy}b"),
    ] {
        laws::jid_parse(text.as_bytes());
        laws::jid_policies(text.as_bytes());
    }
}

/// The example that the App Engine rules are known by.
#[test]
fn sender_without_resourcepart_reads_as_bot() {
    let jid = Policy::APP_ENGINE_SENDER.parse("App-Id@appspot.com").unwrap();
    assert_eq!(jid.as_str(), "app-id@appspot.com/bot");
    laws::jid_pair(&jid, jid.bare());
}
