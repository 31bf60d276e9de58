//! Addresses as other types: shared, borrowed, octets; one text and one order whatever it is held by.
#![cfg(feature = "alloc")]

use envoi::escape::escape;
use envoi::uri::XmppUri;
use envoi::{BareJid, FullJid, Jid, Localpart, Policy, batch};
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

const BARE: &str = "juliet@example.com";
const FULL: &str = "juliet@example.com/balcony";

#[test]
fn shared_addresses_are_the_same_text() {
    let jid = Jid::parse(FULL).unwrap();
    let (shared, counted): (Arc<Jid>, Rc<Jid>) = ((&*jid).into(), (&*jid).into());
    assert_eq!((shared.as_str(), counted.as_str()), (FULL, FULL));
    assert_eq!(Arc::clone(&shared).resourcepart().unwrap(), "balcony");
    let full = FullJid::parse(FULL).unwrap();
    let (shared, counted): (Arc<FullJid>, Rc<FullJid>) = ((&*full).into(), (&*full).into());
    assert_eq!((shared.bare().as_str(), counted.bare().as_str()), (BARE, BARE));
    let localpart = Localpart::parse("Juliet").unwrap();
    let (shared, counted): (Arc<Localpart>, Rc<Localpart>) = ((&*localpart).into(), (&*localpart).into());
    assert_eq!((shared.as_str(), counted.as_str()), ("juliet", "juliet"));
}

/// A map of one kind of address is asked with another: `Borrow` wants one hash and one order.
#[test]
fn maps_are_asked_with_any_address() {
    let (bare, full) = (BareJid::parse(BARE).unwrap(), FullJid::parse(FULL).unwrap());
    let (jid_of_bare, jid_of_full): (&Jid, &Jid) =
        (AsRef::<Jid>::as_ref(&*bare), AsRef::<Jid>::as_ref(&*full));
    let bares: HashMap<Box<BareJid>, u8> = HashMap::from([(bare.clone().into_owned(), 1)]);
    assert_eq!(bares.get(jid_of_bare), Some(&1));
    assert_eq!(bares.get(jid_of_full), None);
    let fulls: BTreeMap<Box<FullJid>, u8> = BTreeMap::from([(full.clone().into_owned(), 2)]);
    assert_eq!(fulls.get(jid_of_full), Some(&2));
    assert_eq!(fulls.get(jid_of_bare), None);
    let boxed: Box<FullJid> = full.clone().into_owned();
    let borrowed: &Jid = boxed.borrow();
    assert_eq!(borrowed, jid_of_full);
    let boxed_bare: Box<BareJid> = bare.clone().into_owned();
    let borrowed: &Jid = boxed_bare.borrow();
    assert_eq!(borrowed, jid_of_bare);
    let owned: [Box<Jid>; 2] = [bare.clone().into_owned().into(), boxed.into()];
    assert_eq!(owned.each_ref().map(|jid| jid.as_str()), [BARE, FULL]);
}

/// By domainpart, then localpart, then resourcepart, as the documentation of the types says.
#[test]
fn full_addresses_have_the_order_of_addresses() {
    let sorted = ["b@a/a", "a@b/a", "a@b/b", "b@b/a"];
    let full = |text: &&str| FullJid::parse(text).unwrap().into_owned();
    let set: BTreeSet<Box<FullJid>> = sorted.iter().rev().map(full).collect();
    assert!(set.iter().map(|jid| jid.as_str()).eq(sorted));
    for pair in sorted.windows(2) {
        assert!(full(&pair[0]) < full(&pair[1]), "{pair:?}");
        assert!(full(&pair[0]).as_jid() < full(&pair[1]).as_jid(), "{pair:?}");
    }
}

#[test]
fn addresses_are_octets_and_print_as_text() {
    let jid = Jid::from_static("a@example.com/\"b");
    let octets: &[u8] = jid.as_ref();
    assert_eq!(octets, b"a@example.com/\"b");
    assert_eq!(format!("{jid:?}"), "\"a@example.com/\\\"b\"");
    assert_eq!(format!("{jid:>18}|{:<4}|", jid.localpart().unwrap()), "  a@example.com/\"b|a   |");
    let localpart: &[u8] = jid.localpart().unwrap().as_ref();
    assert_eq!(localpart, b"a");
}

/// What parses without being asked for a policy is RFC 7622.
#[test]
fn the_default_policy_is_that_of_rfc_7622() {
    assert_eq!(Policy::default(), Policy::RFC7622);
    for text in ["Juliet@Example.com", "a_b@c_d", "a@b\u{3002}c"] {
        assert_eq!(Policy::default().parse(text), Jid::parse(text), "{text}");
    }
}

/// RFC 5122: a URI of an address, and one from a text, in the usual ways of Rust.
#[test]
fn uris_come_from_addresses_and_texts() {
    let jid = Jid::from_static("a#b@example.com");
    let uri = XmppUri::from(jid);
    assert_eq!(uri.to_string(), "xmpp:a%23b@example.com");
    assert_eq!("xmpp:a%23b@example.com".parse(), Ok(uri.clone()));
    assert_eq!(format!("{uri:?}"), "\"xmpp:a%23b@example.com\"");
    let with_query: XmppUri = "xmpp:a@b?message;body=a%20b".parse().unwrap();
    assert_eq!(format!("{:?}", with_query.query().unwrap()), "\"message;body=a%20b\"");
    // RFC 7622 section 3.2: no host name has an underscore.
    let error = "xmpp:a@b_c".parse::<XmppUri>().unwrap_err();
    assert_eq!(error.kind().to_string(), "jid");
    let error = "mailto:a@b".parse::<XmppUri>().unwrap_err();
    assert_eq!(format!("{:>7}", error.kind()), " scheme");
    assert_eq!(error.to_string(), "the text does not begin with 'xmpp:', at byte 0 (RFC 5122 section 2.2)");
}

/// XEP-0106 section 4.2: no space at either end; what is no localpart even when escaped is refused by RFC 7622.
#[test]
fn kinds_of_escaping_errors_have_names() {
    for (text, name) in [(" a", "leading-space"), ("a ", "trailing-space"), ("a\u{265A}", "localpart")] {
        let error = Localpart::from_unescaped(text).unwrap_err();
        assert_eq!((error.kind().as_str(), error.kind().to_string().as_str()), (name, name), "{text}");
        assert_eq!(error.jid_error().is_some(), name == "localpart");
    }
    assert_eq!(escape(" a").unwrap_err(), Localpart::from_unescaped(" a").unwrap_err());
}

/// Rows are counted from 1, as lines are; neither the iterators nor their errors hold what is in the rows.
#[test]
fn batches_are_printed_by_where_they_are() {
    let mut lines = batch::lines(b"secret@a\nsecret@b\n");
    let before = format!("{lines:?}");
    assert!(!before.contains("secret"), "{before}");
    lines.next();
    let after = format!("{lines:?}");
    assert_ne!(before, after);
    assert!(after.starts_with("Lines { number: ") && after.ends_with(", .. }"), "{after}");
    let column = batch::column(&[0_i32, 8], b"secret@a").unwrap();
    let shown = format!("{column:?}");
    assert!(shown.starts_with("Column { number: ") && shown.ends_with(", .. }"), "{shown}");
    let error = batch::column(&[0_i64, 9], b"secret@a").unwrap_err();
    assert_eq!(
        error.to_string(),
        "offset 1 of the column is negative, lower than the one before, or behind the end"
    );
}
