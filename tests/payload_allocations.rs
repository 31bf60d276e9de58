//! How often payloads allocate: never where the stanza holds no references, and never for texts and addresses once buffers are warm.
#![cfg(feature = "alloc")]

use allocation_counter::measure;
use envoi::stanza::payload::{
    BindRequest, BindResult, ChatState, Delay, DiscoInfo, DiscoInfoQuery, DiscoInfoResult, Identity,
    OriginId, Ping, Receipt, ReceiptRequest, Roster, RosterItem, RosterQuery, Stamp, StanzaId,
};
use envoi::stanza::{AddressBuffer, Message, RawStanza};
use envoi::stream::StreamWriter;
use envoi::xml::ElementBuf;
use envoi::{BareJid, Jid};

const STANZA: &str = "<iq xmlns='jabber:client' type='set' id='1'>\
    <active xmlns='http://jabber.org/protocol/chatstates'/><request xmlns='urn:xmpp:receipts'/>\
    <received xmlns='urn:xmpp:receipts' id='a'/><delay xmlns='urn:xmpp:delay' from='a@example.com' stamp='2002-09-10T23:08:25Z'>x</delay>\
    <ping xmlns='urn:xmpp:ping'/><query xmlns='http://jabber.org/protocol/disco#info' node='n'>\
    <identity category='client' type='pc' name='x'/><feature var='a'/></query>\
    <bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>balcony</resource><jid>\n a@example.com/balcony\n</jid></bind>\
    <query xmlns='jabber:iq:roster' ver='1'><item jid='b@example.com' name='B'><group>x</group></item></query>\
    <stanza-id xmlns='urn:xmpp:sid:0' id='1' by='a@example.com'/><origin-id xmlns='urn:xmpp:sid:0' id='1'/></iq>";

/// Looks at everything in the stanza, and says how much that was.
fn read(stanza: RawStanza<'_>, account: &BareJid) -> usize {
    let info = stanza.payload::<DiscoInfo<'_>>().unwrap().unwrap();
    let roster = stanza.payload::<Roster<'_>>().unwrap().unwrap();
    let found = [
        stanza.payload::<ChatState>().unwrap().is_some(),
        stanza.payload::<ReceiptRequest>().unwrap().is_some(),
        stanza.payload::<Receipt<'_>>().unwrap().is_some_and(|receipt| receipt.id() == "a"),
        stanza.payload::<Delay<'_>>().unwrap().is_some_and(|delay| delay.from().unwrap().jid().is_ok()),
        stanza.payload::<Ping>().unwrap().is_some(),
        stanza.payload::<DiscoInfoQuery<'_>>().unwrap().is_some_and(|query| query.node() == Some("n")),
        info.supports("a") && info.identities().all(|identity| identity.is_ok()),
        stanza.payload::<BindRequest<'_>>().unwrap().is_some_and(|request| request.resourcepart().is_ok()),
        stanza.payload::<BindResult<'_>>().unwrap().is_some_and(|result| result.jid().is_ok()),
        roster
            .items()
            .all(|item| item.is_ok_and(|item| item.jid().jid().is_ok() && item.groups().count() == 1)),
        Roster::push(&stanza, account).unwrap().is_some(),
        stanza.payload::<StanzaId<'_>>().unwrap().is_some_and(|id| id.by().jid().is_ok()),
        stanza.payload::<OriginId<'_>>().unwrap().is_some_and(|id| id.id() == "1"),
    ];
    found.into_iter().filter(|found| *found).count()
}

#[test]
fn reading_allocates_nothing() {
    let iq = ElementBuf::parse(STANZA).unwrap();
    let stanza = RawStanza::from_element(iq.element(), "jabber:client").unwrap();
    let account = BareJid::from_canonical("a@example.com").unwrap();
    let mut found = 0;
    let counted = measure(|| found = read(stanza, account));
    assert_eq!((found, counted.count_total), (13, 0));
}

#[test]
fn texts_and_addresses_allocate_nothing_once_buffers_are_warm() {
    let message = ElementBuf::parse(
        "<message xmlns='jabber:client' to='Juliet@Example.com' from='room@muc.example.com/D&apos;oh'>\
         <body>1 &lt; 2</body></message>",
    )
    .unwrap();
    let stanza = RawStanza::from_element(message.element(), "jabber:client").unwrap();
    let (mut text, mut address) = (String::new(), AddressBuffer::default());
    let mut look = || {
        let body = stanza.element().child("body", "jabber:client").unwrap();
        assert_eq!(body.text_in(&mut text), "1 < 2");
        assert_eq!(stanza.to_jid_in(&mut address).unwrap().unwrap().as_str(), "juliet@example.com");
        assert_eq!(stanza.from_jid_in(&mut address).unwrap().unwrap().as_str(), "room@muc.example.com/D'oh");
    };
    assert!(measure(&mut look).count_total > 0);
    assert_eq!(measure(&mut look).count_total, 0);
}

#[test]
fn writing_allocates_nothing_once_the_writer_is_warm() {
    let jid = Jid::from_static("a@example.com");
    let items = [RosterItem::new(jid).with_groups(&["x"])];
    let (query, stamp) = (DiscoInfoQuery::new(), Stamp::parse("2002-09-10T23:08:25Z").unwrap());
    let mut writer = StreamWriter::fragments("jabber:client");
    let mut write = || {
        let (delay, origin) = (Delay::new(stamp.clone()).with_from(jid), OriginId::new("1"));
        let disco = DiscoInfoResult::new(Identity::new("client", "pc")).answering(&query).features(&["a"]);
        let roster = RosterQuery::result(&items);
        writer.clear();
        let message = Message::chat(jid).body("x").payload(&ChatState::Active).payload(&origin);
        writer.write(&message.payload(&delay)).unwrap();
        writer.write(&Message::chat(jid).payload(&roster).payload(&disco)).unwrap();
    };
    write();
    assert_eq!(measure(write).count_total, 0);
}
