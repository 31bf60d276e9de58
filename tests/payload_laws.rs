//! Laws of payloads: whatever stands in a stanza is a value or an error that says where, and what is written is read again as it was meant.
#![cfg(feature = "alloc")]

use envoi::stanza::payload::{
    BindRequest, BindResult, ChatState, Delay, DiscoInfo, DiscoInfoQuery, DiscoInfoResult, Identity,
    OriginId, Payload, PayloadError, Ping, Receipt, ReceiptRequest, Roster, RosterItem, RosterQuery, Stamp,
    StanzaId, Subscription,
};
use envoi::stanza::{AddressBuffer, RawStanza};
use envoi::stream::{Event, Limits, StreamReader, StreamWriter};
use envoi::xml::{Element, WriteXml};
use envoi::{BareJid, Jid};
use proptest::prelude::*;
use proptest::sample::select;

/// Names of elements with their namespaces, which may not fit.
const STARTS: &[&str] = &[
    "active xmlns='http://jabber.org/protocol/chatstates'",
    "asleep xmlns='http://jabber.org/protocol/chatstates'",
    "request xmlns='urn:xmpp:receipts'",
    "received xmlns='urn:xmpp:receipts'",
    "delay xmlns='urn:xmpp:delay'",
    "ping xmlns='urn:xmpp:ping'",
    "query xmlns='http://jabber.org/protocol/disco#info'",
    "bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'",
    "query xmlns='jabber:iq:roster'",
    "stanza-id xmlns='urn:xmpp:sid:0'",
    "origin-id xmlns='urn:xmpp:sid:0'",
    "item",
    "group",
    "identity",
    "feature",
    "jid",
    "resource",
    "item xmlns='urn:other'",
];

const ATTRIBUTES: &[&str] = &[
    "id",
    "by",
    "stamp",
    "from",
    "node",
    "category",
    "type",
    "name",
    "var",
    "ver",
    "jid",
    "subscription",
    "ask",
    "approved",
];

const VALUES: &[&str] = &[
    "",
    "a",
    "juliet@example.com",
    "Juliet@Example.com/B&#97;lcony",
    "a@@b",
    "\u{E9}\u{4E00}",
    "2002-09-10T23:08:25Z",
    "2002-09-10T23:08:2\u{660}Z",
    "2002-09-10T23:08:25+01:00",
    "&amp;&#x9;",
    "remove",
    "both",
    "true",
    "1",
];

/// An element of payloads with others inside, to some depth.
fn element() -> impl Strategy<Value = String> {
    let attributes = || {
        prop::collection::hash_map(select(ATTRIBUTES), select(VALUES), 0..4).prop_map(|attributes| {
            attributes
                .into_iter()
                .map(|(name, value)| format!(" {name}='{value}'"))
                .collect::<Vec<_>>()
                .concat()
        })
    };
    let written = |start: &str, attributes: &str, inside: &str| {
        let name = start.split(' ').next().unwrap_or_default();
        format!("<{start}{attributes}>{inside}</{name}>")
    };
    let leaf = (select(STARTS), attributes(), select(VALUES))
        .prop_map(move |(start, attributes, text)| written(start, &attributes, text));
    leaf.prop_recursive(3, 24, 4, move |inner| {
        (select(STARTS), attributes(), prop::collection::vec(inner, 0..4))
            .prop_map(move |(start, attributes, inside)| written(start, &attributes, &inside.concat()))
    })
}

fn stanza() -> impl Strategy<Value = String> {
    let address = || select(VALUES);
    (address(), address(), prop::collection::vec(element(), 0..4)).prop_map(|(to, from, inside)| {
        format!("<iq type='set' id='1' to='{to}' from='{from}'>{}</iq>", inside.concat())
    })
}

fn with_stanza<T>(text: &str, take: impl FnOnce(RawStanza<'_>) -> T) -> T {
    let mut reader = StreamReader::fragments(Limits::DEFAULT);
    match reader.read(&mut text.as_bytes()) {
        Ok(Some(Event::Stanza(stanza))) => take(stanza),
        other => panic!("{text}: {other:?}"),
    }
}

/// Where an error is, and that it says so.
fn check_error(stanza: RawStanza<'_>, error: PayloadError) {
    assert!(error.offset() <= stanza.source().len(), "{error}");
    assert!(stanza.source().is_char_boundary(error.offset()), "{error}");
    assert!(error.to_string().ends_with(&format!(", at byte {} ({})", error.offset(), error.rule())));
}

/// Reads all payloads of a type, and what they hold.
fn check<'a, T: Payload<'a>>(stanza: RawStanza<'a>, look: impl Fn(T) -> Vec<PayloadError>) {
    for read in stanza.payloads_of::<T>() {
        let errors = read.map_or_else(|error| vec![error], &look);
        for error in errors {
            check_error(stanza, error);
        }
    }
    assert_eq!(
        stanza.payload::<T>().map(|first| first.is_some()).map_err(|error| error.offset()),
        stanza
            .payloads_of::<T>()
            .next()
            .transpose()
            .map(|first| first.is_some())
            .map_err(|error| error.offset())
    );
}

fn check_all(stanza: RawStanza<'_>) {
    check(stanza, |_: ChatState| vec![]);
    check(stanza, |_: ReceiptRequest| vec![]);
    check(stanza, |_: Receipt<'_>| vec![]);
    check(stanza, |_: Ping| vec![]);
    check(stanza, |_: DiscoInfoQuery<'_>| vec![]);
    check(stanza, |_: OriginId<'_>| vec![]);
    check(stanza, |id: StanzaId<'_>| id.by().jid().err().into_iter().collect());
    check(stanza, |delay: Delay<'_>| delay.from().and_then(|from| from.jid().err()).into_iter().collect());
    check(stanza, |request: BindRequest<'_>| request.resourcepart().err().into_iter().collect());
    check(stanza, |result: BindResult<'_>| result.jid().err().into_iter().collect());
    check(stanza, |info: DiscoInfo<'_>| {
        info.identities().filter_map(Result::err).chain(info.features().filter_map(Result::err)).collect()
    });
    check(stanza, |roster: Roster<'_>| {
        let contacts: Vec<_> = roster.items().collect();
        let addresses = contacts.iter().flatten().filter_map(|item| item.jid().jid().err());
        let mut errors: Vec<_> = addresses.collect();
        errors.extend(contacts.iter().filter_map(|item| item.as_ref().err().copied()));
        errors.extend(roster.set_item().err());
        errors
    });
    let account = BareJid::from_canonical("juliet@example.com").expect("canonical");
    if let Err(error) = Roster::push(&stanza, account) {
        check_error(stanza, error);
    }
}

/// Texts and values in a buffer are those that are not.
fn check_buffers(element: Element<'_>, buffer: &mut String) {
    assert_eq!(element.text_in(buffer), element.text());
    for attribute in element.attributes() {
        assert_eq!(attribute.value_in(buffer), attribute.value());
    }
    for child in element.children() {
        check_buffers(child, buffer);
    }
}

/// What is written for a payload, in an iq.
fn written(payload: &dyn WriteXml) -> String {
    let mut writer = StreamWriter::fragments("jabber:client");
    let mut iq = writer.element("iq", "jabber:client").expect("a name");
    payload.write_xml(&mut iq).expect("characters of XML");
    iq.finish().expect("balanced");
    String::from_utf8(writer.as_bytes().to_vec()).expect("UTF-8")
}

/// Text of characters that XML has, with those that mean something in it.
fn text() -> impl Strategy<Value = String> {
    "[a-z<>&'\"\\]\t\n\r \u{E9}\u{4E00}\u{1F600}]{0,12}"
}

proptest! {
    #[test]
    fn any_stanza_is_read_or_told(text in stanza()) {
        with_stanza(&text, check_all);
    }

    #[test]
    fn buffers_hold_what_is_allocated_otherwise(text in stanza()) {
        with_stanza(&text, |stanza| {
            check_buffers(stanza.element(), &mut "left over".to_owned());
            let mut buffer = AddressBuffer::default();
            let found = stanza.to_jid_in(&mut buffer).map(|to| to.map(Jid::to_owned)).map_err(|fault| fault.kind());
            prop_assert_eq!(found, stanza.to_jid().map(|to| to.map(Into::into)).map_err(|fault| fault.kind()));
            let found = stanza.from_jid_in(&mut buffer).map(|from| from.map(Jid::to_owned)).map_err(|fault| fault.kind());
            prop_assert_eq!(found, stanza.from_jid().map(|from| from.map(Into::into)).map_err(|fault| fault.kind()));
            Ok(())
        })?;
    }

    #[test]
    fn ids_receipts_and_delays_come_back(id in text(), reason in text(), seconds in 0..4_000_000_000_i64) {
        let by = Jid::from_static("room@muc.example.com");
        with_stanza(&written(&StanzaId::new(&id, by)), |stanza| {
            assert_eq!(stanza.payload(), Ok(Some(StanzaId::new(&id, by))));
        });
        with_stanza(&written(&OriginId::new(&id)), |stanza| assert_eq!(stanza.payload(), Ok(Some(OriginId::new(&id)))));
        with_stanza(&written(&Receipt::new(&id)), |stanza| assert_eq!(stanza.payload(), Ok(Some(Receipt::new(&id)))));
        let delay = Delay::new(Stamp::from_unix_seconds(seconds).expect("a year of four digits")).with_reason(&reason);
        with_stanza(&written(&delay.clone().with_from(by)), |stanza| {
            assert_eq!(stanza.payload(), Ok(Some(delay.with_from(by))));
        });
    }

    #[test]
    fn contacts_come_back(
        name in prop::option::of(text()),
        subscription in prop::option::of(select(&Subscription::ALL[..])),
        states in any::<[bool; 2]>(),
        groups in prop::collection::vec(text(), 0..3),
        version in prop::option::of(text()),
    ) {
        let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
        let mut item = RosterItem::new(Jid::from_static("nurse@example.com")).with_groups(&groups);
        item = name.iter().fold(item, |item, name| item.with_name(name));
        item = subscription.into_iter().fold(item, RosterItem::with_subscription);
        item = if states[0] { item.with_ask() } else { item };
        item = if states[1] { item.with_approved() } else { item };
        let query = RosterQuery::change(&item);
        let query = version.iter().fold(query, |query, version| query.with_version(version));
        with_stanza(&written(&query), |stanza| {
            let roster = stanza.payload::<Roster<'_>>().unwrap().unwrap();
            assert_eq!(roster.version().as_deref(), version.as_deref());
            assert_eq!(roster.items().collect::<Vec<_>>(), [Ok(item)]);
        });
    }

    #[test]
    fn identities_and_features_come_back(
        node in prop::option::of(text()),
        identities in prop::collection::vec(("[a-z]{1,5}", "[a-z]{1,5}", prop::option::of(text())), 1..4),
        features in prop::collection::vec("[a-z:#/&<]{1,9}", 0..4),
    ) {
        let query = node.iter().fold(DiscoInfoQuery::new(), |query, node| query.with_node(node));
        let of = |(category, type_, name): &'_ (String, String, Option<String>)| {
            (category.clone(), type_.clone(), name.clone())
        };
        let given: Vec<Identity<'_>> = identities
            .iter()
            .map(|(category, type_, name)| {
                name.iter().fold(Identity::new(category, type_), |identity, name| identity.with_name(name))
            })
            .collect();
        let names: Vec<&str> = features.iter().map(String::as_str).collect();
        let result = DiscoInfoResult::new(given[0].clone()).identities(&given[1..]).features(&names).answering(&query);
        with_stanza(&written(&result), |stanza| {
            let info = stanza.payload::<DiscoInfo<'_>>().unwrap().unwrap();
            assert_eq!(info.node().as_deref(), node.as_deref());
            let read = info.identities().map(Result::unwrap);
            let read = read.map(|one| (one.category().to_owned(), one.type_().to_owned(), one.name().map(str::to_owned)));
            assert!(read.eq(identities.iter().map(of)));
            assert!(info.features().map(Result::unwrap).skip(1).eq(names.iter().copied()));
            assert!(names.iter().all(|feature| info.supports(feature)));
        });
    }

    #[test]
    fn any_text_is_a_time_or_none(text in "[0-9]{0,4}[-T:.Z+0-9\u{E9}]{0,24}") {
        match Stamp::parse(&text) {
            Ok(stamp) => prop_assert_eq!(stamp.as_str(), &*text),
            Err(error) => prop_assert!(text.is_char_boundary(error.offset())),
        }
    }
}
