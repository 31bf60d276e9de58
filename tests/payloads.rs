//! The payloads that nearly every program meets: read, with faults as values, and written so that they are read again as they were.

#![cfg(feature = "alloc")]

use envoi::stanza::payload::{
    Address, BindRequest, BindResult, ChatState, Delay, DiscoInfo, DiscoInfoQuery, DiscoInfoResult, Identity,
    OriginId, PayloadError, PayloadErrorKind, Ping, Receipt, ReceiptRequest, Roster, RosterItem, RosterQuery,
    Stamp, StampErrorKind, StanzaId, Subscription,
};
use envoi::stanza::{Condition, RawStanza};
use envoi::stream::StreamWriter;
use envoi::xml::{ElementBuf, WriteXml};
use envoi::{BareJid, FullJid, Jid, JidErrorKind, Resourcepart};
use std::error::Error;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

const NURSE: &Jid = Jid::from_static("nurse@example.com");

fn element(text: &str) -> ElementBuf {
    ElementBuf::parse(text).expect("well-formed")
}

/// A stanza of clients with this inside.
fn with_stanza<T>(inside: &str, take: impl FnOnce(RawStanza<'_>) -> T) -> T {
    let iq = element(&format!("<iq xmlns='jabber:client'>{inside}</iq>"));
    take(RawStanza::from_element(iq.element(), "jabber:client").expect("a stanza"))
}

/// Octets of that stanza before what is inside.
const BEFORE: usize = "<iq xmlns='jabber:client'>".len();

/// The offset in what is inside, the message and the condition.
fn said(error: PayloadError) -> (usize, String, Condition) {
    let offset = error.offset() - BEFORE;
    let message = error.to_string().replace(&format!("byte {} ", error.offset()), &format!("byte {offset} "));
    (offset, message, error.condition())
}

/// What is written for a payload inside an iq.
fn written(payload: &dyn WriteXml) -> Result<String> {
    let mut writer = StreamWriter::fragments("jabber:client");
    let mut iq = writer.element("iq", "jabber:client")?;
    payload.write_xml(&mut iq)?;
    iq.finish()?;
    let whole = String::from_utf8(writer.as_bytes().to_vec())?;
    let inside = whole.strip_prefix("<iq>").and_then(|rest| rest.strip_suffix("</iq>"));
    Ok(inside.ok_or("nothing inside")?.to_owned())
}

mod chat_states {
    use super::*;

    #[test]
    fn the_five_are_read_and_written() -> Result {
        // XEP-0085 section 12.
        let names = ["active", "composing", "paused", "inactive", "gone"];
        assert_eq!(ChatState::ALL.map(ChatState::as_str), names);
        for state in ChatState::ALL {
            let text = format!("<{} xmlns='http://jabber.org/protocol/chatstates'/>", state.as_str());
            assert_eq!(written(&state)?, text);
            assert_eq!(with_stanza(&text, |stanza| stanza.payload())?, Some(state));
        }
        Ok(())
    }

    #[test]
    fn others_of_the_namespace_are_told() {
        let error = with_stanza("<x/><busy xmlns='http://jabber.org/protocol/chatstates'/>", |stanza| {
            stanza.payload::<ChatState>().unwrap_err()
        });
        assert_eq!(error.kind(), PayloadErrorKind::UnexpectedElement);
        assert_eq!(
            said(error),
            (
                4,
                "only 'a chat state' can stand here, at byte 4 (XEP-0085 section 2)".into(),
                Condition::BadRequest
            )
        );
    }

    #[test]
    fn the_same_name_elsewhere_is_none() -> Result {
        assert_eq!(with_stanza("<active xmlns='urn:other'/>", |stanza| stanza.payload::<ChatState>())?, None);
        Ok(())
    }
}

mod receipts {
    use super::*;

    #[test]
    fn both_are_read_and_written() -> Result {
        let text = "<request xmlns='urn:xmpp:receipts'/>";
        assert_eq!(written(&ReceiptRequest)?, text);
        assert_eq!(with_stanza(text, |stanza| stanza.payload())?, Some(ReceiptRequest));
        let text = "<received xmlns='urn:xmpp:receipts' id='a&amp;b'/>";
        assert_eq!(written(&Receipt::new("a&b"))?, text);
        with_stanza(text, |stanza| {
            assert_eq!(stanza.payload().unwrap(), Some(Receipt::new("a&b")));
            assert_eq!(stanza.payload::<ReceiptRequest>().unwrap(), None);
        });
        Ok(())
    }
}

mod delays {
    use super::*;

    const DELAY: &str =
        "<delay xmlns='urn:xmpp:delay' from='a@b/c' stamp='2002-09-10T23:08:25Z'>Why not</delay>";

    #[test]
    fn all_of_it_is_read_and_written() -> Result {
        let from = Jid::from_static("a@b/c");
        let delay = Delay::new(Stamp::parse("2002-09-10T23:08:25Z")?).with_from(from).with_reason("Why not");
        assert_eq!(written(&delay)?, DELAY);
        with_stanza(DELAY, |stanza| assert_eq!(stanza.payload().unwrap(), Some(delay)));
        let least = "<delay xmlns='urn:xmpp:delay' stamp='1999-12-31T00:00:00.125Z'/>";
        with_stanza(least, |stanza| {
            let delay = stanza.payload::<Delay>().unwrap().unwrap();
            assert_eq!((delay.stamp().as_str(), delay.reason()), ("1999-12-31T00:00:00.125Z", ""));
            assert_eq!(delay.from(), None);
            assert_eq!(written(&delay).unwrap(), least);
        });
        Ok(())
    }

    #[test]
    fn faults_are_told_with_their_place() {
        let cases = [
            (
                "<delay xmlns='urn:xmpp:delay'/>",
                0,
                "the attribute 'stamp' is missing, at byte 0 (XEP-0203 section 2)",
            ),
            (
                "<delay xmlns='urn:xmpp:delay' stamp='20020910T23:08:25'/>",
                41,
                "the value of 'stamp' is not allowed, at byte 41 (XEP-0082 section 3.2)",
            ),
            (
                "<delay xmlns='urn:xmpp:delay' stamp='2002-09-31T23:08:25Z'/>",
                45,
                "the value of 'stamp' is not allowed, at byte 45 (XEP-0082 section 2.1)",
            ),
            (
                "<delay xmlns='urn:xmpp:delay' stamp='2002-09-10T23:08:25+02:00'/>",
                56,
                "the value of 'stamp' is not allowed, at byte 56 (XEP-0203 section 2)",
            ),
            // The text is not as it was written, so the whole value is named.
            (
                "<delay xmlns='urn:xmpp:delay' stamp='2002&#45;0910T23:08:25'/>",
                37,
                "the value of 'stamp' is not allowed, at byte 37 (XEP-0082 section 3.2)",
            ),
        ];
        for (inside, offset, message) in cases {
            let error = with_stanza(inside, |stanza| stanza.payload::<Delay>().unwrap_err());
            assert_eq!(said(error), (offset, message.into(), Condition::BadRequest), "{inside}");
        }
    }

    #[test]
    fn an_address_is_judged_when_it_is_asked_for() {
        let inside = "<delay xmlns='urn:xmpp:delay' from='a@b c' stamp='2002-09-10T23:08:25Z'/>";
        with_stanza(inside, |stanza| {
            let delay = stanza.payload::<Delay>().unwrap().unwrap();
            let from = delay.from().unwrap();
            assert_eq!(from.as_str(), "a@b c");
            let error = from.jid().unwrap_err();
            let PayloadErrorKind::Address(reason) = error.kind() else { panic!("{error}") };
            assert_eq!((reason.kind(), reason.offset()), (JidErrorKind::Disallowed, 3));
            assert_eq!(error.source().map(ToString::to_string), Some(reason.to_string()));
            assert_eq!(
                said(error),
                (39, "'from' is no address, at byte 39 (XEP-0203 section 2)".into(), Condition::JidMalformed)
            );
        });
    }
}

mod stamps {
    use super::*;

    #[test]
    fn times_are_what_the_calendar_says() -> Result {
        // Days of the Unix epoch, leap years of the Gregorian calendar and the ends of the range.
        let cases = [
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59Z", -1),
            ("2000-02-29T12:00:00Z", 951_825_600),
            ("2000-03-01T00:00:00Z", 951_868_800),
            ("1900-02-28T23:59:59Z", -2_203_891_201),
            ("1900-03-01T00:00:00Z", -2_203_891_200),
            ("2038-01-19T03:14:08Z", 1 << 31),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
            ("0000-01-01T00:00:00Z", -62_167_219_200),
        ];
        for (text, seconds) in cases {
            assert_eq!(Stamp::parse(text)?.unix_seconds(), seconds, "{text}");
            assert_eq!(Stamp::from_unix_seconds(seconds).ok_or("no stamp")?.as_str(), text);
        }
        assert_eq!(Stamp::from_unix_seconds(253_402_300_800), None);
        assert_eq!(Stamp::from_unix_seconds(-62_167_219_201), None);
        assert_eq!(Stamp::from_unix_seconds(i64::MAX), None);
        assert_eq!(Stamp::from_unix_seconds(i64::MIN), None);
        Ok(())
    }

    /// A day after the other, for more than the 400 years after which the calendar repeats itself.
    #[test]
    fn every_day_comes_back() -> Result {
        for day in -200 * 365..300 * 365 {
            let seconds = day * 86_400 + 3_723;
            let stamp = Stamp::from_unix_seconds(seconds).ok_or("no stamp")?;
            assert_eq!(Stamp::parse(stamp.as_str())?.unix_seconds(), seconds);
        }
        Ok(())
    }

    #[test]
    fn zones_other_than_utc_are_refused() -> Result {
        for text in
            ["2002-09-10T23:08:25Z", "2002-09-10T23:08:25.123456789+00:00", "2002-09-10T23:08:25-00:00"]
        {
            assert_eq!(Stamp::parse(text)?.unix_seconds(), 1_031_699_305, "{text}");
        }
        let cases = [
            (
                "2002-09-10T23:08:25+01:00",
                StampErrorKind::Zone,
                19,
                "the time has to be in UTC, at byte 19 (XEP-0203 section 2)",
            ),
            (
                "2002-09-10T23:08:25",
                StampErrorKind::Format,
                19,
                "this is no date and time, at byte 19 (XEP-0082 section 3.2)",
            ),
            (
                "2002-09-10T23:08:25.Z",
                StampErrorKind::Format,
                20,
                "this is no date and time, at byte 20 (XEP-0082 section 3.2)",
            ),
            (
                "2002-09-10T23:08:25ZZ",
                StampErrorKind::Format,
                20,
                "this is no date and time, at byte 20 (XEP-0082 section 3.2)",
            ),
            (
                "2002-09-10 23:08:25Z",
                StampErrorKind::Format,
                10,
                "this is no date and time, at byte 10 (XEP-0082 section 3.2)",
            ),
            ("", StampErrorKind::Format, 0, "this is no date and time, at byte 0 (XEP-0082 section 3.2)"),
            (
                "2002-13-10T23:08:25Z",
                StampErrorKind::Range,
                5,
                "there is no such date or time, at byte 5 (XEP-0082 section 2.1)",
            ),
            (
                "2002-02-00T23:08:25Z",
                StampErrorKind::Range,
                8,
                "there is no such date or time, at byte 8 (XEP-0082 section 2.1)",
            ),
            (
                "2002-09-10T24:00:00Z",
                StampErrorKind::Range,
                11,
                "there is no such date or time, at byte 11 (XEP-0082 section 2.1)",
            ),
            (
                "2002-09-10T23:60:00Z",
                StampErrorKind::Range,
                14,
                "there is no such date or time, at byte 14 (XEP-0082 section 2.1)",
            ),
            (
                "2016-12-31T23:59:60Z",
                StampErrorKind::Range,
                17,
                "there is no such date or time, at byte 17 (XEP-0082 section 2.1)",
            ),
        ];
        for (text, kind, offset, message) in cases {
            let error = Stamp::parse(text).unwrap_err();
            assert_eq!(
                (error.kind(), error.offset(), error.to_string().as_str()),
                (kind, offset, message),
                "{text}"
            );
        }
        Ok(())
    }

    #[test]
    fn characters_of_several_octets_are_refused_where_they_begin() {
        assert_eq!(Stamp::parse("2002-09-1é").unwrap_err().offset(), 9);
        assert_eq!(Stamp::parse("2002-09-10T23:08:25é").unwrap_err().offset(), 19);
    }
}

mod disco {
    use super::*;

    #[test]
    fn queries_are_read_and_written() -> Result {
        for (query, text) in [
            (DiscoInfoQuery::new(), "<query xmlns='http://jabber.org/protocol/disco#info'/>"),
            (
                DiscoInfoQuery::new().with_node("n"),
                "<query xmlns='http://jabber.org/protocol/disco#info' node='n'/>",
            ),
        ] {
            assert_eq!(written(&query)?, text);
            with_stanza(text, |stanza| assert_eq!(stanza.payload().unwrap(), Some(query)));
        }
        Ok(())
    }

    #[test]
    fn what_is_answered_is_read_again() -> Result {
        let query = DiscoInfoQuery::new().with_node("n");
        let other = [Identity::new("directory", "chatroom").with_name("Räume").with_lang("de")];
        let result = DiscoInfoResult::new(Identity::new("conference", "text").with_name("Rooms"))
            .answering(&query)
            .identities(&other)
            .features(&["jabber:iq:time", "http://jabber.org/protocol/disco#info", "jabber:iq:version"]);
        let text = written(&result)?;
        assert_eq!(
            text,
            "<query xmlns='http://jabber.org/protocol/disco#info' node='n'>\
             <identity category='conference' type='text' name='Rooms'/>\
             <identity category='directory' type='chatroom' name='Räume' xml:lang='de'/>\
             <feature var='http://jabber.org/protocol/disco#info'/><feature var='jabber:iq:time'/>\
             <feature var='jabber:iq:version'/></query>"
        );
        with_stanza(&text, |stanza| {
            let info = stanza.payload::<DiscoInfo>().unwrap().unwrap();
            assert_eq!(info.node().as_deref(), Some("n"));
            let identities: Vec<_> = info.identities().map(std::result::Result::unwrap).collect();
            assert_eq!(identities[0], Identity::new("conference", "text").with_name("Rooms"));
            assert_eq!(identities[1..], other);
            let features: Vec<_> = info.features().map(std::result::Result::unwrap).collect();
            assert_eq!(
                features,
                ["http://jabber.org/protocol/disco#info", "jabber:iq:time", "jabber:iq:version"]
            );
            assert!(info.supports("jabber:iq:version"));
            assert!(!info.supports("jabber:iq:search"));
        });
        Ok(())
    }

    #[test]
    fn who_answers_supports_disco_said_or_not() {
        with_stanza("<query xmlns='http://jabber.org/protocol/disco#info'/>", |stanza| {
            let info = stanza.payload::<DiscoInfo>().unwrap().unwrap();
            assert!(info.supports("http://jabber.org/protocol/disco#info"));
            assert_eq!((info.features().count(), info.identities().count()), (0, 0));
        });
    }

    #[test]
    fn one_fault_leaves_the_others() {
        let inside = "<query xmlns='http://jabber.org/protocol/disco#info'><identity category='client'/>\
                      <identity category='' type='pc'/><identity category='client' type='pc'/>\
                      <identity xmlns='urn:other'/><feature/><feature var='a'/></query>";
        with_stanza(inside, |stanza| {
            let info = stanza.payload::<DiscoInfo>().unwrap().unwrap();
            let identities: Vec<_> = info.identities().collect();
            assert_eq!(identities.len(), 3);
            assert_eq!(
                said(identities[0].clone().unwrap_err()),
                (
                    53,
                    "the attribute 'type' is missing, at byte 53 (XEP-0030 section 3.1)".into(),
                    Condition::BadRequest
                )
            );
            assert_eq!(
                said(identities[1].clone().unwrap_err()),
                (
                    82 + "<identity category='".len(),
                    "the value of 'category' is not allowed, at byte 102 (XEP-0030 section 11.1)".into(),
                    Condition::BadRequest
                )
            );
            assert_eq!(identities[2], Ok(Identity::new("client", "pc")));
            let features: Vec<_> = info.features().collect();
            assert_eq!(features[0].clone().unwrap_err().name(), "var");
            assert_eq!(features[1].as_deref(), Ok("a"));
        });
    }
}

mod binding {
    use super::*;

    const EMPTY: &str = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>";

    #[test]
    fn requests_are_read_and_written() -> Result {
        let balcony = Resourcepart::from_canonical("balcony")?;
        let asks = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>balcony</resource></bind>";
        for (request, text, resource) in
            [(BindRequest::new(), EMPTY, None), (BindRequest::with_resource(balcony), asks, Some("balcony"))]
        {
            assert_eq!(written(&request)?, text);
            with_stanza(text, |stanza| {
                let read = stanza.payload::<BindRequest>().unwrap().unwrap();
                assert_eq!(read, request);
                assert_eq!(read.resource(), resource);
                assert_eq!(read.resourcepart().unwrap().as_deref().map(Resourcepart::as_str), resource);
            });
        }
        Ok(())
    }

    #[test]
    fn a_resource_that_is_none_can_be_answered() {
        // RFC 6120 section 7.7.2.1.
        let inside = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource></resource></bind>";
        with_stanza(inside, |stanza| {
            let request = stanza.payload::<BindRequest>().unwrap().unwrap();
            assert_eq!(request.resource(), Some(""));
            let message = "the text of 'resource' is not allowed, at byte 57 (RFC 6120 section 7.7.2.1)";
            assert_eq!(
                said(request.resourcepart().unwrap_err()),
                (57, message.into(), Condition::BadRequest)
            );
        });
    }

    #[test]
    fn results_are_read_and_written() -> Result {
        let jid = FullJid::from_canonical("juliet@im.example.com/balcony")?;
        let text =
            "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>juliet@im.example.com/balcony</jid></bind>";
        assert_eq!(written(&BindResult::new(jid))?, text);
        with_stanza(text, |stanza| {
            let result = stanza.payload::<BindResult>().unwrap().unwrap();
            assert_eq!(result, BindResult::new(jid));
            assert_eq!(&*result.jid().unwrap(), jid);
        });
        Ok(())
    }

    /// The examples of RFC 6120 section 7.6.1 and 7.7.1 have the address on a line of its own.
    #[test]
    fn white_space_around_an_address_is_no_part_of_it() {
        let inside = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>\n<jid>\n  a@b/c d\n </jid>\n</bind>";
        with_stanza(inside, |stanza| {
            let result = stanza.payload::<BindResult>().unwrap().unwrap();
            assert_eq!(result.jid().unwrap().as_str(), "a@b/c d");
        });
        // Without white space in front of it, what is behind belongs to the resourcepart.
        let inside = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>a@b/c </jid></bind>";
        with_stanza(inside, |stanza| {
            assert_eq!(stanza.payload::<BindResult>().unwrap().unwrap().jid().unwrap().as_str(), "a@b/c ");
        });
    }

    #[test]
    fn a_result_without_an_address_is_none() {
        let error = with_stanza(EMPTY, |stanza| stanza.payload::<BindResult>().unwrap_err());
        let message = "the element 'jid' is missing, at byte 0 (RFC 6120 section 7.6.1)";
        assert_eq!(said(error), (0, message.into(), Condition::BadRequest));
    }

    #[test]
    fn an_address_without_a_resourcepart_is_refused() {
        let inside = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>\n a@b</jid></bind>";
        let error =
            with_stanza(inside, |stanza| stanza.payload::<BindResult>().unwrap().unwrap().jid().unwrap_err());
        let PayloadErrorKind::Address(reason) = error.kind() else { panic!("{error}") };
        assert_eq!((reason.kind(), reason.offset()), (JidErrorKind::MissingResourcepart, 3));
        let message = "'jid' is no address, at byte 57 (RFC 6120 section 7.6.1)";
        assert_eq!(said(error), (57, message.into(), Condition::JidMalformed));
    }
}

mod rosters {
    use super::*;

    /// The first contact of a query with these items.
    fn with_item(item: &str, take: impl FnOnce(std::result::Result<RosterItem<'_>, PayloadError>)) {
        with_stanza(&format!("<query xmlns='jabber:iq:roster'>{item}</query>"), |stanza| {
            take(stanza.payload::<Roster>().unwrap().unwrap().items().next().unwrap());
        });
    }

    #[test]
    fn gets_are_read_and_written() -> Result {
        for (query, text, version) in [
            (RosterQuery::get(), "<query xmlns='jabber:iq:roster'/>", None),
            (RosterQuery::get().with_version(""), "<query xmlns='jabber:iq:roster' ver=''/>", Some("")),
            (
                RosterQuery::get().with_version("ver14"),
                "<query xmlns='jabber:iq:roster' ver='ver14'/>",
                Some("ver14"),
            ),
        ] {
            assert_eq!(written(&query)?, text);
            with_stanza(text, |stanza| {
                let roster = stanza.payload::<Roster>().unwrap().unwrap();
                assert_eq!(roster.version().as_deref(), version);
                assert_eq!(roster.items().count(), 0);
            });
        }
        Ok(())
    }

    #[test]
    fn contacts_are_read_and_written() -> Result {
        let romeo = Jid::from_static("romeo@example.net");
        let items = [
            RosterItem::new(NURSE),
            RosterItem::new(romeo)
                .with_name("Romeo & co")
                .with_subscription(Subscription::From)
                .with_ask()
                .with_approved()
                .with_groups(&["Friends", "Lovers"]),
        ];
        let text = "<query xmlns='jabber:iq:roster' ver='ver7'><item jid='nurse@example.com'/>\
            <item jid='romeo@example.net' name='Romeo &amp; co' subscription='from' ask='subscribe' approved='true'>\
            <group>Friends</group><group>Lovers</group></item></query>";
        assert_eq!(written(&RosterQuery::result(&items).with_version("ver7"))?, text);
        with_stanza(text, |stanza| {
            let roster = stanza.payload::<Roster>().unwrap().unwrap();
            assert_eq!(roster.version().as_deref(), Some("ver7"));
            let read: Vec<_> = roster.items().map(std::result::Result::unwrap).collect();
            assert_eq!(read, items);
            assert_ne!(read[0], items[1]);
            assert_eq!((read[1].name(), read[1].subscription()), (Some("Romeo & co"), Subscription::From));
            assert!(read[1].is_pending_out() && read[1].is_approved());
            assert!(!read[0].is_pending_out() && !read[0].is_approved());
            assert_eq!(read[1].groups().collect::<Vec<_>>(), ["Friends", "Lovers"]);
        });
        Ok(())
    }

    /// RFC 6121 section 2.1.2.5: what is not defined is ignored, and `none` is the default.
    #[test]
    fn values_that_are_not_defined_are_kept() {
        for subscription in Subscription::ALL {
            let item = format!("<item jid='a@b' subscription='{}'/>", subscription.as_str());
            with_item(&item, |item| assert_eq!(item.unwrap().subscription(), subscription));
        }
        with_item("<item jid='a@b'/>", |item| {
            let item = item.unwrap();
            assert_eq!((item.subscription(), item.subscription_text()), (Subscription::None, None));
            assert_eq!(item.ask_text(), None);
        });
        with_item("<item jid='a@b' subscription='mutual' ask='unsubscribe' approved='yes'/>", |item| {
            let item = item.unwrap();
            assert_eq!((item.subscription(), item.subscription_text()), (Subscription::None, Some("mutual")));
            assert_eq!((item.is_pending_out(), item.ask_text()), (false, Some("unsubscribe")));
            assert!(!item.is_approved());
        });
        // XML Schema part 2 section 3.2.2: a boolean is `true` or `1`.
        with_item("<item jid='a@b' approved='1'/>", |item| assert!(item.unwrap().is_approved()));
    }

    #[test]
    fn one_fault_leaves_the_others() {
        let inside = "<query xmlns='jabber:iq:roster'><item/><item jid='a b@c'/><item jid='a@b'/></query>";
        with_stanza(inside, |stanza| {
            let roster = stanza.payload::<Roster>().unwrap().unwrap();
            let items: Vec<_> = roster.items().collect();
            assert_eq!(
                said(items[0].clone().unwrap_err()),
                (
                    32,
                    "the attribute 'jid' is missing, at byte 32 (RFC 6121 section 2.1.2.3)".into(),
                    Condition::BadRequest
                )
            );
            let second = items[1].as_ref().unwrap().jid();
            assert_eq!(second.as_str(), "a b@c");
            assert_eq!(
                said(second.jid().unwrap_err()),
                (
                    51,
                    "'jid' is no address, at byte 51 (RFC 6121 section 2.1.2.3)".into(),
                    Condition::JidMalformed
                )
            );
            assert_eq!(items[2].as_ref().unwrap().jid(), &Address::from(Jid::from_static("a@b")));
        });
    }

    /// RFC 6121 sections 2.1.5 and 2.3.3.
    #[test]
    fn sets_have_one_item_and_each_group_once() -> Result {
        let text = "<query xmlns='jabber:iq:roster'><item jid='nurse@example.com'><group>a</group><group>b</group></item></query>";
        let nurse = RosterItem::new(NURSE).with_groups(&["a", "b"]);
        assert_eq!(written(&RosterQuery::change(&nurse))?, text);
        with_stanza(text, |stanza| {
            assert_eq!(stanza.payload::<Roster>().unwrap().unwrap().set_item(), Ok(nurse));
        });
        let cases = [
            (
                "",
                0,
                "the element 'item' is missing, at byte 0 (RFC 6121 section 2.1.5)",
                Condition::BadRequest,
            ),
            (
                "<item jid='a@b'/><item jid='c@d'/>",
                49,
                "the element 'item' is there already, at byte 49 (RFC 6121 section 2.1.5)",
                Condition::BadRequest,
            ),
            (
                "<item jid='a@b'><group>x</group><group>x</group></item>",
                64,
                "the element 'group' is there already, at byte 64 (RFC 6121 section 2.3.3)",
                Condition::BadRequest,
            ),
            (
                "<item jid='a@b'><group/></item>",
                56,
                "the text of 'group' is not allowed, at byte 56 (RFC 6121 section 2.3.3)",
                Condition::NotAcceptable,
            ),
            (
                "<item/>",
                32,
                "the attribute 'jid' is missing, at byte 32 (RFC 6121 section 2.1.2.3)",
                Condition::BadRequest,
            ),
        ];
        for (items, offset, message, condition) in cases {
            with_stanza(&format!("<query xmlns='jabber:iq:roster'>{items}</query>"), |stanza| {
                let error = stanza.payload::<Roster>().unwrap().unwrap().set_item().unwrap_err();
                assert_eq!(said(error), (offset, message.into(), condition), "{items}");
            });
        }
        Ok(())
    }

    #[test]
    fn a_group_is_found_again_however_many_stand_between() {
        let groups: Vec<_> = (0..8_000).chain([0]).map(|number| format!("<group>{number}</group>")).collect();
        let groups = groups.concat();
        with_stanza(
            &format!("<query xmlns='jabber:iq:roster'><item jid='a@b'>{groups}</item></query>"),
            |stanza| {
                let error = stanza.payload::<Roster>().unwrap().unwrap().set_item().unwrap_err();
                assert_eq!(error.kind(), PayloadErrorKind::RepeatedElement);
                assert_eq!(error.offset() - BEFORE, 48 + groups.len() - "<group>0</group>".len());
            },
        );
    }

    /// RFC 6121 section 2.1.6.
    #[test]
    fn pushes_come_from_the_account_and_nobody_else() -> Result {
        let account = BareJid::from_canonical("juliet@example.com")?;
        let push = |head: &str, items: &str| {
            let text = format!(
                "<iq xmlns='jabber:client' id='1' {head}><query xmlns='jabber:iq:roster'>{items}</query></iq>"
            );
            let iq = element(&text);
            let iq = RawStanza::from_element(iq.element(), "jabber:client").unwrap();
            Roster::push(&iq, account).map(|item| item.map(|item| item.jid().to_string()))
        };
        let nurse = "<item jid='nurse@example.com'/>";
        let taken = Ok(Some("nurse@example.com".to_owned()));
        assert_eq!(push("type='set'", nurse), taken);
        assert_eq!(push("type='set' from='juliet@example.com'", nurse), taken);
        assert_eq!(push("type='set' from='Juliet@Example.COM'", nurse), taken);
        assert_eq!(push("type='result'", nurse), Ok(None));
        assert_eq!(push("type='get'", ""), Ok(None));
        for from in ["juliet@example.com/balcony", "example.com", "romeo@example.net", "", "a b@c"] {
            let error = push(&format!("type='set' from='{from}'"), nurse).unwrap_err();
            assert_eq!(
                (error.kind(), error.condition()),
                (PayloadErrorKind::Sender, Condition::ServiceUnavailable)
            );
        }
        let error = push("type='set'", &nurse.repeat(2)).unwrap_err();
        assert_eq!(
            (error.kind(), error.rule()),
            (PayloadErrorKind::RepeatedElement, "RFC 6121 section 2.1.6")
        );
        assert_eq!(push("type='set'", "").unwrap_err().kind(), PayloadErrorKind::MissingElement);
        Ok(())
    }

    #[test]
    fn what_is_no_roster_is_no_push() -> Result {
        let account = BareJid::from_canonical("juliet@example.com")?;
        for text in [
            "<iq xmlns='jabber:client' id='1' type='set'><query xmlns='urn:other'><item jid='a@b'/></query></iq>",
            "<message xmlns='jabber:client' type='set'><query xmlns='jabber:iq:roster'><item jid='a@b'/></query></message>",
        ] {
            let stanza = element(text);
            let stanza = RawStanza::from_element(stanza.element(), "jabber:client").unwrap();
            assert_eq!(Roster::push(&stanza, account), Ok(None), "{text}");
        }
        Ok(())
    }
}

mod ids {
    use super::*;

    #[test]
    fn both_are_read_and_written() -> Result {
        let text = "<stanza-id xmlns='urn:xmpp:sid:0' id='5f3d' by='nurse@example.com'/>";
        let id = StanzaId::new("5f3d", NURSE);
        assert_eq!(written(&id)?, text);
        with_stanza(text, |stanza| {
            assert_eq!(stanza.payload().unwrap(), Some(id));
            assert_eq!(stanza.payload::<OriginId>().unwrap(), None);
        });
        let text = "<origin-id xmlns='urn:xmpp:sid:0' id='de30'/>";
        assert_eq!(written(&OriginId::new("de30"))?, text);
        with_stanza(text, |stanza| assert_eq!(stanza.payload().unwrap(), Some(OriginId::new("de30"))));
        Ok(())
    }

    #[test]
    fn rules_5_and_6_hold() {
        let cases = [
            (
                "<stanza-id xmlns='urn:xmpp:sid:0' by='a@b'/>",
                0,
                "the attribute 'id' is missing, at byte 0 (XEP-0359 section 3)",
            ),
            (
                "<stanza-id xmlns='urn:xmpp:sid:0' id='1'/>",
                0,
                "the attribute 'by' is missing, at byte 0 (XEP-0359 section 3)",
            ),
            (
                "<stanza-id xmlns='urn:xmpp:sid:0' id='1' by='a@b'>x</stanza-id>",
                50,
                "the element 'stanza-id' has to be empty, at byte 50 (XEP-0359 section 3)",
            ),
        ];
        for (inside, offset, message) in cases {
            let error = with_stanza(inside, |stanza| stanza.payload::<StanzaId>().unwrap_err());
            assert_eq!(said(error), (offset, message.into(), Condition::BadRequest), "{inside}");
        }
        let cases = [
            (
                "<origin-id xmlns='urn:xmpp:sid:0'/>",
                0,
                "the attribute 'id' is missing, at byte 0 (XEP-0359 section 3)",
            ),
            (
                "<origin-id xmlns='urn:xmpp:sid:0' id='1'><x/></origin-id>",
                41,
                "the element 'origin-id' has to be empty, at byte 41 (XEP-0359 section 3)",
            ),
        ];
        for (inside, offset, message) in cases {
            let error = with_stanza(inside, |stanza| stanza.payload::<OriginId>().unwrap_err());
            assert_eq!(said(error), (offset, message.into(), Condition::BadRequest), "{inside}");
        }
    }

    #[test]
    fn each_is_told_and_one_fault_leaves_the_others() {
        let inside = "<stanza-id xmlns='urn:xmpp:sid:0' id='1' by='a@b'/><stanza-id xmlns='urn:xmpp:sid:0'/>\
                      <stanza-id xmlns='urn:xmpp:sid:0' id='3' by='c@d'/>";
        with_stanza(inside, |stanza| {
            let ids: Vec<_> = stanza.payloads_of::<StanzaId>().collect();
            assert_eq!(ids.len(), 3);
            assert_eq!(ids[0].as_ref().unwrap().id(), "1");
            assert_eq!(ids[1].as_ref().unwrap_err().name(), "id");
            assert_eq!(ids[2].as_ref().unwrap().by().as_str(), "c@d");
        });
    }
}

#[test]
fn pings_are_read_and_written() -> Result {
    let text = "<ping xmlns='urn:xmpp:ping'/>";
    assert_eq!(written(&Ping)?, text);
    assert_eq!(with_stanza(text, |stanza| stanza.payload())?, Some(Ping));
    Ok(())
}

/// A payload is a child of the stanza: what is forwarded inside one is not taken for one's own.
#[test]
fn payloads_are_children_and_no_deeper() -> Result {
    let inside = "<forwarded xmlns='urn:xmpp:forward:0'><ping xmlns='urn:xmpp:ping'/></forwarded>";
    assert_eq!(with_stanza(inside, |stanza| stanza.payload::<Ping>())?, None);
    Ok(())
}

/// White space on either side is no part of an address that is laid out for people.
#[test]
fn addresses_are_read_without_the_space_around_them() -> Result {
    for (before, after) in [("", ""), ("\n  ", "\n"), ("", " \n"), ("\t", "")] {
        let bound = format!(
            "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>{before}a@b.example/c{after}</jid></bind>"
        );
        let jid = with_stanza(&bound, |stanza| {
            let bind = stanza.payload::<BindResult>()?.expect("it is there");
            bind.jid().map(|jid| jid.as_str().to_owned())
        })?;
        assert_eq!(jid, "a@b.example/c");
    }
    Ok(())
}

#[test]
fn identifiers_of_kinds_differ() {
    let address = PayloadErrorKind::Address(Jid::parse("").unwrap_err());
    let kinds = [
        (PayloadErrorKind::MissingAttribute, "missing-attribute"),
        (PayloadErrorKind::Attribute, "attribute"),
        (PayloadErrorKind::MissingElement, "missing-element"),
        (PayloadErrorKind::RepeatedElement, "repeated-element"),
        (PayloadErrorKind::UnexpectedElement, "unexpected-element"),
        (PayloadErrorKind::Content, "content"),
        (PayloadErrorKind::Text, "text"),
        (address, "address"),
        (PayloadErrorKind::Sender, "sender"),
    ];
    for (kind, identifier) in kinds {
        assert_eq!(kind.as_str(), identifier);
    }
}
