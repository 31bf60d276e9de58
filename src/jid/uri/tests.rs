use super::*;
use crate::{JidErrorKind, Part};
use alloc::string::ToString;
use alloc::vec::Vec;
use proptest::prelude::*;

fn kind_and_offset(text: &str) -> (&'static str, usize) {
    let error = XmppUri::parse(text).unwrap_err();
    (error.kind().as_str(), error.offset())
}

#[test]
fn addresses_of_the_rfc() {
    for (uri, jid) in [
        // RFC 5122 sections 2.2 and 2.4.
        ("xmpp:node@example.com", "node@example.com"),
        ("xmpp:example-node@example.com/some-resource", "example-node@example.com/some-resource"),
        ("xmpp:example.com", "example.com"),
        // RFC 5122 section 2.7.2.
        (
            "xmpp:nasty!%23$%25()*+,-.;=%3F%5B%5C%5D%5E_%60%7B%7C%7D~node@example.com",
            r"nasty!#$%()*+,-.;=?[\]^_`{|}~node@example.com",
        ),
        (
            "xmpp:node@example.com/repulsive%20!%23%22$%25&'()*+,-.%2F:;%3C=%3E%3F%40%5B%5C%5D%5E_%60%7B%7C%7D~resource",
            r#"node@example.com/repulsive !#"$%&'()*+,-./:;<=>?@[\]^_`{|}~resource"#,
        ),
        // RFC 5122 section 2.7.3.
        ("xmpp:ji%C5%99i@%C4%8Dechy.example/v%20Praze", "ji\u{159}i@\u{10D}echy.example/v Praze"),
        // RFC 3986 section 3.2.2, RFC 6874 section 2: an IP literal is not encoded.
        ("xmpp:a@[2001:db8::1]/r", "a@[2001:db8::1]/r"),
        ("xmpp:a@[fe80::1%25eth0]", "a@[fe80::1%25eth0]"),
        ("xmpp:a@[fe80::1%25%A2]", "a@[fe80::1%25%A2]"),
    ] {
        let read = XmppUri::parse(uri).unwrap();
        assert_eq!(read.jid().unwrap(), jid);
        assert_eq!(read.authority(), None);
        assert_eq!(read.query(), None);
        assert_eq!(read.to_uri(), uri);
        assert_eq!(XmppUri::new(Jid::from_canonical(jid).unwrap()), read);
    }
}

#[test]
fn iris_are_read_and_written() {
    // RFC 5122 section 2.8.3.
    let iri = "xmpp:ji\u{159}i@\u{10D}echy.example/v%20Praze";
    let read = XmppUri::parse(iri).unwrap();
    assert_eq!(read.jid().unwrap(), "ji\u{159}i@\u{10D}echy.example/v Praze");
    assert_eq!(read.to_iri(), iri);
    assert_eq!(read.to_uri(), "xmpp:ji%C5%99i@%C4%8Dechy.example/v%20Praze");
    assert_eq!(read.to_string(), read.to_uri());
    // RFC 3987 section 2.2: U+FFFD is no ucschar.
    let jid = Jid::parse("a@b/\u{FFFD}\u{1F600}").unwrap();
    assert_eq!(XmppUri::new(&jid).to_iri(), "xmpp:a@b/%EF%BF%BD\u{1F600}");
    // RFC 3987 section 3.2: reserved characters stay encoded, and so does what section 4.1 forbids.
    let read = XmppUri::parse("xmpp:a@b?x;k=%41%3b%d0%b0%e2%80%ae%7E#%D0%B0%23").unwrap();
    assert_eq!(read.to_iri(), "xmpp:a@b?x;k=A%3B\u{430}%E2%80%AE~#\u{430}%23");
    assert_eq!(XmppUri::parse(&read.to_iri()).unwrap(), read);
}

// RFC 3986 section 2.1: two digits each, with capitals. RFC 5122 section 2.8.1: no address has a control character in it.
#[test]
fn controls_are_encoded() {
    let address = XmppUri::new(Jid::from_static("a@b"));
    for control in ('\0'..' ').chain(['\u{7F}']) {
        let encoded = alloc::format!("%{:02X}", u32::from(control));
        let text = alloc::format!("x{control}y");
        let with_query = address.clone().with_query("message", &[("body", &text)]);
        let uri = with_query.with_fragment(&text);
        let expected = alloc::format!("xmpp:a@b?message;body=x{encoded}y#x{encoded}y");
        assert_eq!(uri.to_uri(), expected);
        assert_eq!(uri.to_iri(), expected);
        let read = XmppUri::parse(&expected.replace(&encoded, &encoded.to_ascii_lowercase())).unwrap();
        assert_eq!(read.to_uri(), expected);
        assert_eq!(read.to_iri(), expected);
        assert_eq!(read.query().unwrap().pairs().next().unwrap().1, text);
        assert_eq!(XmppUri::parse(&alloc::format!("xmpp:a@b/{encoded}")).unwrap_err().kind().as_str(), "jid");
    }
}

#[test]
fn authorities() {
    // RFC 5122 section 2.3.
    let read = XmppUri::parse("xmpp://guest@example.com").unwrap();
    assert_eq!(read.authority().unwrap(), "guest@example.com");
    assert_eq!(read.jid(), None);
    assert_eq!(read.to_uri(), "xmpp://guest@example.com");

    let read = XmppUri::parse("xmpp://Guest@example.com/support@example.com?message").unwrap();
    assert_eq!(read.authority().unwrap(), "guest@example.com");
    assert_eq!(read.jid().unwrap(), "support@example.com");
    assert_eq!(read.query().unwrap().querytype(), "message");

    let server = BareJid::from_canonical("example.com").unwrap();
    let error = XmppUri::new(Jid::from_static("a@b")).with_authority(server).unwrap_err();
    assert_eq!(error.kind(), UriErrorKind::Authority);
}

#[test]
fn queries() {
    let read = XmppUri::parse("xmpp:a@b?message;body=a%3Bb%3Dc;x=;body=p=q:r/?#x?y").unwrap();
    let query = read.query().unwrap();
    assert_eq!(query.as_str(), "message;body=a%3Bb%3Dc;x=;body=p=q:r/?");
    let pairs: Vec<_> = query.pairs().map(|(key, value)| (key.into_owned(), value.into_owned())).collect();
    let expected = [("body", "a;b=c"), ("x", ""), ("body", "p=q:r/?")];
    assert_eq!(pairs, expected.map(|(key, value)| (key.to_string(), value.to_string())));
    assert_eq!(query.get("body").unwrap(), "a;b=c");
    assert_eq!(query.get("X"), None);
    assert_eq!(read.fragment().unwrap(), "x?y");

    // RFC 5122 section 2.2: iquerytype = *iunreserved, so it may be empty.
    assert_eq!(XmppUri::parse("xmpp:a@b?").unwrap().query().unwrap().querytype(), "");
    assert_eq!(XmppUri::parse("xmpp:a@b?;node=x").unwrap().query().unwrap().get("node").unwrap(), "x");
    // Query and fragment are no part of the address.
    assert_eq!(XmppUri::parse("xmpp:a@b/c%3Fd?e").unwrap().jid().unwrap(), "a@b/c?d");
}

#[test]
fn equal_if_they_decode_alike() {
    let read = |text: &str| XmppUri::parse(text).unwrap();
    assert_eq!(read("XMPP:%61@B?m;k=%c3%a9#%61"), read("xmpp:a@b?m;k=\u{E9}#a"));
    assert_eq!(read("xmpp:a@b?m;k=a:b"), read("xmpp:a@b?m;k=a%3Ab"));
    assert_ne!(read("xmpp:a@b?m;k=a"), read("xmpp:a@b?m"));
    assert_ne!(read("xmpp:a@b?m"), read("xmpp:a@b"));
    assert_ne!(read("xmpp:a@b?"), read("xmpp:a@b"));
    assert_ne!(read("xmpp:a@b#"), read("xmpp:a@b"));
    assert_ne!(read("xmpp://a@b/a@b"), read("xmpp:a@b"));
}

#[test]
fn malformed_components() {
    for (text, kind, offset) in [
        ("", "scheme", 0),
        ("xmpp", "scheme", 0),
        ("xmp\u{E9}:", "scheme", 0),
        ("a@b", "scheme", 0),
        ("xmpp:", "empty-path", 5),
        ("xmpp:?message", "empty-path", 5),
        ("xmpp://a@b/", "empty-path", 11),
        ("xmpp:///a@b", "authority", 7),
        ("xmpp://example.com/a@b", "authority", 7),
        ("xmpp://a@", "authority", 7),
        ("xmpp://@b/c", "authority", 7),
        ("xmpp://a@b:5222/c", "character", 10),
        ("xmpp://a@b@c/d", "character", 10),
        ("xmpp:a b@c", "character", 6),
        ("xmpp:a:b@c", "character", 6),
        ("xmpp:a&b@c", "character", 6),
        ("xmpp:a@b/c/d", "character", 10),
        ("xmpp:a@b/c@d", "character", 10),
        ("xmpp:a@b/\u{FFFD}", "character", 9),
        ("xmpp:a@b/\u{E000}", "character", 9),
        ("xmpp:a@b/\u{202E}", "character", 9),
        ("xmpp:a@[::1\u{E9}]", "character", 11),
        ("xmpp:a@b?x;k=a b", "character", 14),
        ("xmpp:a@b#a b", "character", 10),
        ("xmpp:a@b#a#b", "character", 10),
        ("xmpp:a%@b", "percent", 6),
        ("xmpp:a@b/c%2", "percent", 10),
        ("xmpp:a%\u{E9}a@b", "percent", 6),
        ("xmpp:a@[fe80::1%eth0]", "percent", 15),
        ("xmpp:a@b?x;k=%4", "percent", 13),
        ("xmpp:\u{E9}%FF@b", "invalid-utf8", 7),
        ("xmpp:a@b/%E2%82", "invalid-utf8", 9),
        ("xmpp:a@b/\u{E9}%41%C0%AF", "invalid-utf8", 14),
        ("xmpp:a@b?x;k=%FF", "invalid-utf8", 13),
        ("xmpp:a@b?%E2=;%82=", "invalid-utf8", 9),
        ("xmpp:a@b?x;k", "query", 11),
        ("xmpp:a@b?x;", "query", 11),
        ("xmpp:a@b?x;k=;l", "query", 14),
    ] {
        assert_eq!(kind_and_offset(text), (kind, offset), "{text:?}");
    }
}

#[test]
fn addresses_are_judged_part_by_part() {
    for (text, part, kind, offset) in [
        // RFC 5122 section 2.8.1: divided first, decoded then.
        ("xmpp:a%40b@c", Part::Localpart, JidErrorKind::Disallowed, 6),
        ("xmpp:a%2Fb@c", Part::Localpart, JidErrorKind::Disallowed, 6),
        ("xmpp:a%40example.com", Part::Domainpart, JidErrorKind::Disallowed, 6),
        ("xmpp:example.com%2Fx", Part::Domainpart, JidErrorKind::Disallowed, 16),
        ("xmpp:%C3%A9%20@c", Part::Localpart, JidErrorKind::Disallowed, 11),
        ("xmpp:\u{E9}%20@c", Part::Localpart, JidErrorKind::Disallowed, 7),
        ("xmpp:@c", Part::Localpart, JidErrorKind::Empty, 5),
        ("xmpp:a@", Part::Domainpart, JidErrorKind::Empty, 7),
        ("xmpp:a@b/", Part::Resourcepart, JidErrorKind::Empty, 9),
        ("xmpp:a@b/x%00", Part::Resourcepart, JidErrorKind::Disallowed, 10),
    ] {
        let error = XmppUri::parse(text).unwrap_err();
        let cause = error.jid_error().unwrap();
        assert_eq!((error.kind(), error.offset()), (UriErrorKind::Jid, offset), "{text:?}");
        assert_eq!((cause.part(), cause.kind(), cause.offset()), (part, kind, offset), "{text:?}");
    }
    let error = XmppUri::parse("xmpp://a%20@b/c").unwrap_err();
    assert_eq!((error.kind(), error.offset()), (UriErrorKind::Authority, 7));
    assert_eq!(error.jid_error().unwrap().offset(), 8);
}

#[test]
fn messages_are_sentences() {
    for (text, message) in [
        ("a@b", "the text does not begin with 'xmpp:', at byte 0 (RFC 5122 section 2.2)"),
        ("xmpp:", "there is no address, at byte 5 (RFC 5122 section 2.4)"),
        ("xmpp:a^b@c", "'^' (U+005E) must be percent-encoded here, at byte 6 (RFC 5122 section 2.2)"),
        ("xmpp:a%", "'%' is not followed by two hexadecimal digits, at byte 6 (RFC 3986 section 2.1)"),
        ("xmpp:%FF", "the encoded octets are not UTF-8, at byte 5 (RFC 5122 section 2.7.2)"),
        ("xmpp:a?b;c", "a pair of the query has no '=', at byte 9 (RFC 5122 section 2.2)"),
        ("xmpp:%26@b", "localpart: '&' (U+0026) is not allowed, at byte 5 (RFC 7622 section 3.3.1)"),
        (
            "xmpp://a",
            "what follows '//' is no localpart, '@' and domainpart, at byte 7 (RFC 5122 section 2.3)",
        ),
        (
            "xmpp://%26@b",
            "authority: localpart: '&' (U+0026) is not allowed, at byte 7 (RFC 7622 section 3.3.1)",
        ),
    ] {
        assert_eq!(XmppUri::parse(text).unwrap_err().to_string(), message);
    }
}

#[test]
fn each_character_of_ascii_in_each_place() {
    // RFC 5122 section 2.2.
    for c in (0..128).map(char::from) {
        let unreserved = c.is_ascii_alphanumeric() || "-._~".contains(c);
        let node = unreserved || "!$()*+,;=".contains(c);
        let resource = unreserved || "!$&'()*+,:;=".contains(c);
        let refused = |text: &str| match XmppUri::parse(text) {
            Ok(_) => false,
            Err(error) => error.kind() == UriErrorKind::Character && error.code_point() == Some(c),
        };
        if !"%/?#@".contains(c) {
            assert_eq!(refused(&alloc::format!("xmpp:a{c}b@example.com")), !node, "{c:?}");
        }
        if !"%?#".contains(c) {
            assert_eq!(refused(&alloc::format!("xmpp:a@b/c{c}d")), !resource, "{c:?}");
        }
    }
}

fn address() -> impl Strategy<Value = String> {
    r"([a-z0-9#%?!$()*+,;=\[\]\\^_`{|}~\u{E9}\u{430}\u{5D0}-]{1,8}@)?([a-z0-9]{1,5}\.example|\[fe80::[1-9a-f]%25[a-z]{1,4}\]|127\.0\.0\.1)(/[ -~\u{E9}\u{430}\u{FFFD}\u{1F600}]{1,10})?"
}

proptest! {
    #[test]
    fn reading_undoes_writing(
        jid in address(),
        query in proptest::option::of(("\\PC{0,6}", proptest::collection::vec(("\\PC{0,4}", "\\PC{0,8}"), 0..3))),
        fragment in proptest::option::of("\\PC{0,8}"),
        account in proptest::option::of("[a-z#%?]{1,6}@[a-z]{1,6}"),
    ) {
        let Ok(jid) = Jid::parse(&jid) else { return Ok(()) };
        let mut uri = XmppUri::new(&jid);
        if let Some((querytype, pairs)) = &query {
            let pairs: Vec<_> = pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
            uri = uri.with_query(querytype, &pairs);
            prop_assert_eq!(uri.query().unwrap().querytype(), querytype.as_str());
            prop_assert!(uri.query().unwrap().pairs().eq(pairs.iter().map(|&(k, v)| (k.into(), v.into()))));
        }
        if let Some(fragment) = &fragment {
            uri = uri.with_fragment(fragment);
            prop_assert_eq!(uri.fragment().unwrap(), fragment.as_str());
        }
        if let Some(account) = &account {
            uri = uri.with_authority(&BareJid::parse(account).unwrap()).unwrap();
        }
        prop_assert!(uri.to_uri().is_ascii());
        prop_assert_eq!(uri.jid(), Some(&*jid));
        prop_assert_eq!(&XmppUri::parse(&uri.to_uri()).unwrap(), &uri);
        prop_assert_eq!(&XmppUri::parse(&uri.to_iri()).unwrap(), &uri);
    }

    #[test]
    fn writing_comes_to_rest(text in r"xmpp:(//a@b/)?([a%!@/]|%[2-7][0-9A-F]|\u{E9}|%C3%A9){1,8}(\?([a;=:%]|%3[BD]|\u{E9}|%C3%A9|\u{E000}){0,8})?(#.{0,4})?") {
        match XmppUri::parse(&text) {
            Ok(uri) => {
                let (written, iri) = (uri.to_uri(), uri.to_iri());
                prop_assert_eq!(&XmppUri::parse(&written).unwrap(), &uri);
                prop_assert_eq!(&XmppUri::parse(&iri).unwrap(), &uri);
                prop_assert_eq!(XmppUri::parse(&written).unwrap().to_uri(), written);
                prop_assert_eq!(XmppUri::parse(&iri).unwrap().to_iri(), iri);
            }
            Err(error) => prop_assert!(text.is_char_boundary(error.offset()), "{}", error),
        }
    }

    #[test]
    fn no_text_panics(text in "(xmpp:)?.{0,40}") {
        if let Err(error) = XmppUri::parse(&text) {
            prop_assert!(error.offset() <= text.len());
        }
    }
}
