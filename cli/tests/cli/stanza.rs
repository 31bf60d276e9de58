//! `envoi stanza show`: outlines, JSON lines, answers; what input it finds out by itself.

use super::{Folder, Ran, command, envoi, finish};

/// The offsets in the tests are counted by hand.
const HEADER: &str = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

fn show(args: &[&str], stdin: impl AsRef<[u8]>) -> Ran {
    envoi(&[&["stanza", "show"], args].concat(), stdin)
}

/// The outline of bare stanzas in which nothing ends the input.
#[track_caller]
fn outline(stdin: &str, status: i32) -> String {
    let ran = show(&[], stdin);
    assert_eq!((&*ran.stderr, ran.status), ("", status), "{}", ran.stdout);
    ran.stdout
}

#[test]
fn a_message() {
    let message = "<message from='juliet@example.com/balcony' to='Romeo@Example.net' type='chat' id='m1' xml:lang='en'>\
         <subject>I implore you!</subject><body>Wherefore art thou, &quot;Romeo&quot;?</body>\
         <body xml:lang='cs'>Pro\u{10D}e\u{17E} jsi ty,\nRomeo?</body><thread parent='t0'>t1</thread>\
         <active xmlns='http://jabber.org/protocol/chatstates'/>\
         <delay xmlns='urn:xmpp:delay' from='capulet.com' stamp='2002-09-10T23:08:25Z'>Offline Storage</delay></message>";
    assert_eq!(
        outline(message, 0),
        "-:1:1: message chat\n\
         \x20 from         juliet@example.com/balcony  (localpart juliet, domainpart example.com, resourcepart balcony)\n\
         \x20 to           romeo@example.net  (localpart romeo, domainpart example.net)\n\
         \x20              written Romeo@Example.net\n\
         \x20 id           m1\n\
         \x20 lang         en\n\
         \x20 subject      I implore you!\n\
         \x20 body         Wherefore art thou, \"Romeo\"?\n\
         \x20 body (cs)    Pro\u{10D}e\u{17E} jsi ty,\\u{a}Romeo?\n\
         \x20 thread       t1\n\
         \x20 parent       t0\n\
         \x20 payload      {http://jabber.org/protocol/chatstates}active\n\
         \x20 payload      {urn:xmpp:delay}delay from=\"capulet.com\" stamp=\"2002-09-10T23:08:25Z\": Offline Storage\n"
    );
}

#[test]
fn presence() {
    assert_eq!(
        outline(
            "<presence from='romeo@example.net/orchard'><show>dnd</show><status xml:lang='en'>Wooing Juliet</status>\
             <status xml:lang='cs'>Dvo\u{159}\u{ED}m se Julii</status><priority> -1 </priority></presence>\n\
             <presence to='juliet@example.com' type='subscribe'/>",
            0
        ),
        "-:1:1: presence available\n\
         \x20 from         romeo@example.net/orchard  (localpart romeo, domainpart example.net, resourcepart orchard)\n\
         \x20 show         dnd\n\
         \x20 status (en)  Wooing Juliet\n\
         \x20 status (cs)  Dvo\u{159}\u{ED}m se Julii\n\
         \x20 priority      -1\n\
         -:2:1: presence subscribe\n\
         \x20 to           juliet@example.com  (localpart juliet, domainpart example.com)\n"
    );
}

#[test]
fn requests_and_responses() {
    assert_eq!(
        outline(
            "<iq type='get' id='r1'><query xmlns='jabber:iq:roster' ver=''/></iq>\
             <iq type='result' id='r1'><query xmlns='jabber:iq:roster'><item jid='a@example.com'/>\
             <item jid='b@example.com'/></query></iq>\
             <iq type='set' id='x'><x:x xmlns:x='urn:x' x:y='&#x202E;z'>\n <y/>\n</x:x></iq>",
            0
        ),
        "-:1:1: iq get\n\
         \x20 id           r1\n\
         \x20 payload      {jabber:iq:roster}query ver=\"\"\n\
         -:1:69: iq result\n\
         \x20 id           r1\n\
         \x20 payload      {jabber:iq:roster}query, 2 elements\n\
         -:1:194: iq set\n\
         \x20 id           x\n\
         \x20 payload      {urn:x}x {urn:x}y=\"\\u{202e}z\", 1 element\n"
    );
}

/// RFC 6120 section 8.3.
#[test]
fn errors() {
    let ns = "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'";
    let errors = [
        format!(
            "<message type='error' id='m1' xml:lang='en'><body>Hi</body><error by='example.net' type='cancel'>\
             <gone {ns}>xmpp:romeo@afterlife.example.net</gone><text {ns} xml:lang='de'>Weg</text>\
             <buried xmlns='urn:x'/></error></message>"
        ),
        format!(
            "<iq type='error' id='a'><ping xmlns='urn:xmpp:ping'/><error type='later'><odd {ns}/></error></iq>"
        ),
        "<presence type='error'><error/></presence>".to_owned(),
    ];
    assert_eq!(
        outline(&errors.join("\n"), 0),
        "-:1:1: message error\n\
         \x20 id           m1\n\
         \x20 lang         en\n\
         \x20 body         Hi\n\
         \x20 condition    gone\n\
         \x20 error type   cancel\n\
         \x20 by           example.net\n\
         \x20 text (de)    Weg\n\
         \x20 new address  xmpp:romeo@afterlife.example.net\n\
         \x20 application  {urn:x}buried\n\
         -:2:1: iq error\n\
         \x20 id           a\n\
         \x20 condition    undefined-condition: the condition 'odd' is unknown (RFC 6120 section 8.3.2)\n\
         \x20 error type   cancel\n\
         \x20 payload      {urn:xmpp:ping}ping\n\
         -:3:1: presence error\n\
         \x20 condition    undefined-condition\n\
         \x20 error type   cancel\n"
    );
}

#[test]
fn addresses_that_are_none_are_marked() {
    assert_eq!(
        outline("<message from='ju&amp;liet@example.com' to=''><body/></message>", 1),
        "-:1:1: message normal\n\
         \x20 from         ju&liet@example.com\n\
         \x20                ^ localpart: '&' (U+0026) is not allowed, at byte 2 (RFC 7622 section 3.3.1)\n\
         \x20 to\n\
         \x20              ^ domainpart is empty, at byte 0 (RFC 7622 section 3.2)\n\
         \x20 body\n\
         \x20 fault[stanza/to]: the recipient is no address, at byte 40 (RFC 6120 section 8.1.1); \
         the answer is jid-malformed\n\
         \x20 fault[stanza/from]: the sender is no address, at byte 9 (RFC 6120 section 8.1.2); \
         the answer is jid-malformed\n"
    );
    // A long one is cut round the mark, to the width of a report that is not for a terminal.
    let long = format!("<presence from='{}\u{202E}@example.com'/>", "a".repeat(200));
    let shown = outline(&long, 1);
    let lines: Vec<_> = shown.lines().collect();
    assert!(
        lines[1].starts_with("  from         ...aaa") && lines[1].ends_with("\\u{202e}@example.com"),
        "{shown}"
    );
    assert_eq!(lines[1].find('\\'), lines[2].find("^^^^^^^^ localpart: "), "{shown}");
}

#[test]
fn types_that_are_unknown() {
    assert_eq!(
        outline("<message type='love-letter'/><message/><message type=''/>", 0),
        "-:1:1: message normal: the type 'love-letter' is unknown, and reads as normal (RFC 6121 section 5.2.2)\n\
         -:1:30: message normal\n\
         -:1:40: message normal: the type '' is unknown, and reads as normal (RFC 6121 section 5.2.2)\n"
    );
    assert_eq!(
        outline("<presence type='available'/><iq id='a' type='grab'/><iq id='a'/>", 1),
        "-:1:1: presence: the type 'available' is unknown\n\
         \x20 fault[stanza/presence-type]: presence has no such type, at byte 10 (RFC 6121 section 4.7.1); \
         the answer is bad-request\n\
         -:1:29: iq: the type 'grab' is unknown\n\
         \x20 id           a\n\
         \x20 fault[stanza/iq-type]: the type of an iq is get, set, result or error, at byte 11 \
         (RFC 6120 section 8.2.3); the answer is bad-request\n\
         -:1:53: iq: there is no type\n\
         \x20 id           a\n\
         \x20 fault[stanza/iq-type]: the type of an iq is get, set, result or error, at byte 0 \
         (RFC 6120 section 8.2.3); the answer is bad-request\n"
    );
}

#[test]
fn each_fault_is_shown_once() {
    assert_eq!(
        outline(
            "<presence to='a@@b'><show>busy</show><priority>200</priority></presence>\n\
             <message><thread>t</thread><body>a</body><body>b</body><thread>u</thread></message>\n\
             <message type='error'/>",
            1
        ),
        "-:1:1: presence available\n\
         \x20 to           a@@b\n\
         \x20                ^ domainpart: '@' (U+0040) is not allowed, at byte 2 (RFC 5890 section 2.3.1)\n\
         \x20 show         busy\n\
         \x20 priority     200\n\
         \x20 fault[stanza/to]: the recipient is no address, at byte 10 (RFC 6120 section 8.1.1); \
         the answer is jid-malformed\n\
         \x20 fault[stanza/show]: <show/> is away, chat, dnd or xa, at byte 20 (RFC 6121 section 4.7.2.1); \
         the answer is bad-request\n\
         \x20 fault[stanza/priority]: <priority/> is an integer from -128 to 127, at byte 37 \
         (RFC 6121 section 4.7.2.3); the answer is bad-request\n\
         -:2:1: message normal\n\
         \x20 body         a\n\
         \x20 body         b\n\
         \x20 thread       t\n\
         \x20 fault[stanza/repeated-language]: several texts need a language each, and no two the same, at byte 41 \
         (RFC 6121 sections 4.7.2 and 5.2); the answer is bad-request\n\
         \x20 fault[stanza/repeated]: this element can stand there once, at byte 55 \
         (RFC 6121 sections 4.7.2 and 5.2); the answer is bad-request\n\
         -:3:1: message error\n\
         \x20 fault[stanza/missing-error]: a stanza of type error holds an <error/>, at byte 9 \
         (RFC 6120 section 8.3.1); it is not answered\n"
    );
}

#[test]
fn payloads_that_are_known_are_judged() {
    let payloads = "<received xmlns='urn:xmpp:receipts'/><delay xmlns='urn:xmpp:delay' from='@b' stamp='2002-09-10T23:08:25Z'/>";
    assert_eq!(
        outline(&format!("<message>{payloads}</message>"), 1),
        "-:1:1: message normal\n\
         \x20 payload      {urn:xmpp:receipts}received\n\
         \x20 payload      {urn:xmpp:delay}delay from=\"@b\" stamp=\"2002-09-10T23:08:25Z\"\n\
         \x20 fault[payload/missing-attribute]: the attribute 'id' is missing, at byte 9 (XEP-0184 section 7); \
         the answer is bad-request\n\
         \x20 fault[payload/address]: 'from' is no address, at byte 82 (XEP-0203 section 2): \
         localpart is empty, at byte 0 (RFC 7622 section 3.3); the answer is jid-malformed\n"
    );
    // What came back with an error was judged by whoever sent it back.
    outline(&format!("<message type='error'>{payloads}<error/></message>"), 0);
    assert_eq!(
        outline(
            "<iq type='set' id='a'><query xmlns='jabber:iq:roster'/></iq>\
             <iq type='result' id='a'><query xmlns='jabber:iq:roster'><item/><item jid='b'/></query></iq>\
             <iq type='get' id='a'><query xmlns='jabber:iq:roster'/></iq>",
            1
        )
        .lines()
        .filter(|line| line.contains("fault"))
        .collect::<Vec<_>>(),
        [
            "  fault[payload/missing-element]: the element 'item' is missing, at byte 22 (RFC 6121 section 2.1.5); \
             the answer is bad-request",
            "  fault[payload/missing-attribute]: the attribute 'jid' is missing, at byte 57 \
             (RFC 6121 section 2.1.2.3); it is not answered",
        ]
    );
}

#[test]
fn what_is_no_stanza_is_shown_by_name() {
    let stream = format!(
        "{HEADER}<stream:features><bind xmlns='urn:b'/></stream:features>\n<presence xmlns='urn:x'/></stream:stream>"
    );
    show(&[], stream).prints(
        "-:1:86: element {http://etherx.jabber.org/streams}features, 1 element\n\
         -:2:1: element {urn:x}presence (no stanza in this content namespace)\n",
        "",
        0,
    );
    // In the content namespace, what is no part of a message is shown as a payload.
    assert_eq!(
        outline("<message><show>away</show><error/></message>", 1),
        "-:1:1: message normal\n\
         \x20 payload      {jabber:client}show: away\n\
         \x20 payload      {jabber:client}error\n\
         \x20 fault[stanza/unexpected-error]: only a stanza of type error holds an <error/>, at byte 26 \
         (RFC 6120 section 8.3.1); the answer is bad-request\n"
    );
}

#[test]
fn values_cannot_forge_a_line() {
    assert_eq!(
        outline(
            "<message id='a&#10;-:9:9: iq' xml:lang='&#9;'><body xml:lang='x&#10;y'>\u{1F600}\u{202E}&#13;</body></message>",
            0
        ),
        "-:1:1: message normal\n\
         \x20 id           a\\u{a}-:9:9: iq\n\
         \x20 lang         \\u{9}\n\
         \x20 body (x\\u{a}y) \u{1F600}\\u{202e}\\u{d}\n"
    );
    let long = "x".repeat(61);
    assert_eq!(
        outline(&format!("<message><a xmlns='urn:a' b='{long}'> {long} </a></message>"), 0),
        format!("-:1:1: message normal\n  payload      {{urn:a}}a b=\"{0}...\": {0}...\n", "x".repeat(60))
    );
}

#[test]
fn json_lines() {
    show(
        &["--format", "jsonl"],
        "<message from='Juliet@example.com' type='hi'>\n<subject>S</subject><body xml:lang='en'>B</body>\
         <thread parent='p'>t</thread><x:a xmlns:x='urn:x' b='1' x:c='2'>\u{E4}<d/></x:a></message>\n \
         <presence to='@b' id='a'><show>away</show><status/><priority>x</priority></presence>",
    )
    .prints(
        concat!(
            r#"{"event":"stanza","name":"message","namespace":"jabber:client","type":"hi","reads_as":"normal","#,
            r#""from":{"input":"Juliet@example.com","valid":true,"jid":"juliet@example.com","localpart":"juliet","#,
            r#""domainpart":"example.com","resourcepart":null},"to":null,"id":null,"lang":null,"#,
            r#""subjects":[{"lang":null,"text":"S"}],"bodies":[{"lang":"en","text":"B"}],"#,
            r#""thread":{"id":"t","parent":"p"},"error":null,"#,
            r#""payloads":[{"name":"a","namespace":"urn:x","attributes":[{"name":"b","value":"1"},"#,
            r#"{"name":"c","namespace":"urn:x","value":"2"}],"children":1,"text":"ä"}],"#,
            r#""faults":[],"offset":0,"bytes":180,"line":1,"column":1}"#,
            "\n",
            r#"{"event":"stanza","name":"presence","namespace":"jabber:client","type":null,"reads_as":"available","#,
            r#""from":null,"to":{"input":"@b","valid":false,"error":{"part":"localpart","kind":"empty","offset":0,"#,
            r#""codepoint":null,"message":"localpart is empty, at byte 0 (RFC 7622 section 3.3)"}},"id":"a","lang":null,"#,
            r#""show":"away","priority":null,"statuses":[{"lang":null,"text":""}],"error":null,"payloads":[],"#,
            r#""faults":[{"part":"stanza","kind":"to","offset":10,"rule":"RFC 6120 section 8.1.1","#,
            r#""message":"the recipient is no address, at byte 10 (RFC 6120 section 8.1.1): localpart is empty, at byte 0 "#,
            r#"(RFC 7622 section 3.3)","condition":"jid-malformed","#,
            r#""reply":"<presence xmlns='jabber:client' id='a' type='error'><error type='modify'>"#,
            r#"<jid-malformed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"#,
            r#"<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>the recipient is no address: "#,
            r#"localpart is empty, at byte 0 (RFC 7622 section 3.3)</text></error></presence>"},"#,
            r#"{"part":"stanza","kind":"priority","offset":51,"rule":"RFC 6121 section 4.7.2.3","#,
            r#""message":"<priority/> is an integer from -128 to 127, at byte 51 (RFC 6121 section 4.7.2.3)","#,
            r#""condition":"bad-request","#,
            r#""reply":"<presence xmlns='jabber:client' id='a' type='error'><error type='modify'>"#,
            r#"<bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"#,
            r#"<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>&lt;priority/&gt; is an integer from "#,
            r#"-128 to 127 (RFC 6121 section 4.7.2.3)</text></error></presence>"}],"#,
            r#""offset":182,"bytes":84,"line":3,"column":2}"#,
            "\n",
        ),
        "",
        1,
    );
}

#[test]
fn json_lines_of_errors_elements_and_what_ends_an_input() {
    let folder = Folder::new("stanza-json")
        .with(
            "a",
            "<iq type='error' id='1'><error by='b' type='wait'>\
             <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>",
        )
        .with("b", "<e xmlns='urn:e'>t</e><iq>]]></iq>");
    folder.run(&["stanza", "show", "--format", "jsonl", "a", "b"]).prints(
        concat!(
            r#"{"file":"a","event":"stanza","name":"iq","namespace":"jabber:client","type":"error","reads_as":"error","#,
            r#""from":null,"to":null,"id":"1","lang":null,"#,
            r#""error":{"condition":"conflict","unknown_condition":null,"type":"wait","by":"b","text":null,"#,
            r#""new_address":null,"application":null},"payloads":[],"faults":[],"#,
            r#""offset":0,"bytes":118,"line":1,"column":1}"#,
            "\n",
            r#"{"file":"b","event":"element","name":"e","namespace":"urn:e","attributes":[],"children":0,"text":"t","#,
            r#""offset":0,"bytes":22,"line":1,"column":1}"#,
            "\n",
            r#"{"file":"b","event":"error","condition":"not-well-formed","kind":"cdata-end","offset":26,"line":1,"#,
            r#""column":27,"message":"text cannot hold ']]>', at byte 26 (XML 1.0 section 2.4)"}"#,
            "\n",
        ),
        "",
        1,
    );
}

#[test]
fn answers() {
    let input = "<iq type='get' id='a' from='romeo@example.net/orchard' to='example.com'/>\n\
         <message to='juliet@example.com'/>\n\
         <presence type='error'/>\n\
         <message xmlns='jabber:server' from='a@example.org' to='b@example.com'><thread parent='t'>t</thread>\
         <received xmlns='urn:xmpp:receipts'/></message>\n\
         <iq type='result' id='a'><x xmlns='urn:x'/><y xmlns='urn:y'/></iq>";
    let ran = show(&["--replies"], input);
    ran.prints(
        "<iq xmlns='jabber:client' to='romeo@example.net/orchard' from='example.com' id='a' type='error'>\
         <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>\
         <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>an iq of type get or set holds one element, \
         a result one at most (RFC 6120 section 8.2.3)</text></error></iq>\n\
         <message xmlns='jabber:server' to='a@example.org' from='b@example.com' type='error'>\
         <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>\
         <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>a thread cannot be its own parent \
         (RFC 6121 section 5.2.5)</text></error></message>\n",
        "-:3:1: not answered: a stanza of type error holds an <error/>, at byte 10 (RFC 6120 section 8.3.1)\n\
         -:5:1: not answered: an iq of type get or set holds one element, a result one at most, at byte 43 \
         (RFC 6120 section 8.2.3)\n",
        1,
    );
    // Nothing is wrong with an answer.
    show(&["--replies"], ran.stdout).prints("", "", 0);
    assert_eq!(show(&["--replies", "--format", "text"], "").status, 2);
}

#[test]
fn streams_and_bare_stanzas_are_told_apart() {
    let shown = |column| format!("-:1:{column}: presence available\n");
    let presence = "<presence/>";
    for (input, column) in [
        (presence.to_owned(), 1),
        (format!("\t {presence}"), 3),
        (format!("{HEADER}{presence}"), 86),
        (format!("<?xml version='1.0'?>{HEADER}{presence}"), 107),
        (format!("{HEADER}{presence}</stream:stream> what follows is not read"), 86),
    ] {
        for chunk in ["1", "3", "4294967295"] {
            show(&["--chunk", chunk], &input).prints(&shown(column), "", 0);
        }
    }
    for input in ["", " \n"] {
        show(&[], input).prints("", "", 0);
    }
    // What has been said is not found out.
    let ran = show(&["--fragment"], HEADER);
    assert!(ran.stderr.contains("error[bad-format/nested-header]") && ran.status == 1, "{ran:?}");
    let ran = show(&["--restarts"], presence);
    assert!(ran.stderr.contains("error[invalid-namespace/stream-namespace]") && ran.status == 1, "{ran:?}");
    // White space without end is no reason to wait for a header without end.
    let blank = " ".repeat(200_000);
    show(&[], format!("{blank}{presence}")).prints(&shown(200_001), "", 0);
}

#[test]
fn what_begins_like_neither_is_reported() {
    for (input, said) in [
        ("2026-01-01 RECV <presence/>", "-:1:1: error[not-well-formed/text-outside]: "),
        ("<!-- log --><presence/>", "-:1:1: error[restricted-xml/comment]: "),
        ("<?xml version='1.0'?><presence/>", "-:1:1: error[restricted-xml/processing-instruction]: "),
        ("<stream:stream>", "-:1:2: error[not-well-formed/unbound-prefix]: "),
        ("<stream", "-:1:1: error[stream/incomplete]: "),
        ("</presence>", "-:1:1: error[not-well-formed/end-tag]: "),
        ("\u{FEFF}<presence/>", "-:1:1: error[not-well-formed/text-outside]: "),
        ("<presence", "-:1:1: error[stream/incomplete]: "),
    ] {
        let ran = show(&[], input);
        assert!(ran.stderr.starts_with(said), "{input}: {}", ran.stderr);
        assert_eq!((&*ran.stdout, ran.status), ("", 1));
    }
}

/// RFC 6120 section 4.8.3, XEP-0114.
#[test]
fn bare_stanzas_may_be_in_any_content_namespace() {
    let names = |args: &[&str], input: &str| {
        let ran = show(&[args, &["--format", "jsonl"]].concat(), input);
        let namespaces: Vec<String> =
            ran.stdout.lines().map(|line| line.split('"').nth(11).unwrap().to_owned()).collect();
        (namespaces.join(" "), ran.status)
    };
    for (input, namespaces) in [
        ("<iq type='result' id=''/>", "jabber:client"),
        ("<presence xmlns='jabber:server'/><presence/>", "jabber:server jabber:server"),
        (
            "<presence/><presence xmlns='jabber:component:accept'/><presence/>",
            "jabber:client jabber:component:accept jabber:component:accept",
        ),
        (
            "<presence xmlns='jabber:server'/><presence xmlns='jabber:client'/><presence xmlns='jabber:server'/>",
            "jabber:server jabber:client jabber:server",
        ),
    ] {
        assert_eq!(names(&[], input), (namespaces.to_owned(), 0), "{input}");
        assert_eq!(names(&["--fragment", "--chunk", "1"], input), (namespaces.to_owned(), 0), "{input}");
    }
    for args in [&["--content", "jabber:server"][..], &["--content", "jabber:server", "--fragment"]] {
        assert_eq!(names(args, "<presence/>"), ("jabber:server".to_owned(), 0));
        let ran = show(args, "<presence/>\n<presence xmlns='jabber:client'/>");
        assert_eq!((&*ran.stdout, ran.status), ("-:1:1: presence available\n", 1));
        assert!(
            ran.stderr.starts_with("-:2:1: error[invalid-namespace/content-namespace]: "),
            "{}",
            ran.stderr
        );
    }
    // A stream has one for good.
    let ran = show(&[], format!("{HEADER}<presence xmlns='jabber:server'/>"));
    assert!(ran.stderr.starts_with("-:1:86: error[invalid-namespace/content-namespace]: "), "{}", ran.stderr);
    // With a prefix it is none (RFC 6120 section 4.8.5).
    let ran = show(&[], "<s:presence xmlns:s='jabber:server'/>");
    assert!(ran.stderr.starts_with("-:1:1: error[bad-namespace-prefix/content-prefix]: "), "{}", ran.stderr);
}

#[test]
fn a_stream_error_ends_what_is_shown() {
    show(&[], "<presence/>\n<iq>&nbsp;</iq><presence/>").prints(
        "-:1:1: presence available\n",
        "-:2:5: error[restricted-xml/entity-reference]: only the entities lt, gt, amp, apos and quot may be referred to, \
         at byte 16 (RFC 6120 section 11.1)\n |\n | <iq>&nbsp;</iq><presence/>\n |     ^^^^^^\n",
        1,
    );
}

#[test]
fn files_frames_and_limits() {
    let folder =
        Folder::new("stanza-files").with("a", "<presence/>").with("b", format!("{HEADER}\n<presence/>"));
    folder.run_with(&["stanza", "show", "a", "-", "b"], b"<presence type='probe'/>").prints(
        "a:1:1: presence available\n-:1:1: presence probe\nb:2:1: presence available\n",
        "",
        0,
    );
    folder.run(&["stanza", "show", "none", "a"]).prints(
        "a:1:1: presence available\n",
        "envoi: none: No such file or directory (os error 2)\n",
        2,
    );
    show(
        &["--frames"],
        "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>\n<presence xmlns='jabber:client'/>\n",
    )
    .prints("-:2:1: presence available\n", "", 0);
    let ran = show(&["--stanza-octets", "10"], "<presence/>");
    assert!(ran.stderr.starts_with("-:1:11: error[policy-violation/stanza-octets]: "), "{}", ran.stderr);
}

#[test]
fn colours_are_for_those_who_want_them() {
    let mut command = command(&["stanza", "show"]);
    command.env("CLICOLOR_FORCE", "1");
    let ran = finish(command, b"<message type='x' from='@'/>");
    assert_eq!(
        ran.stdout,
        "\x1B[1m-:1:1:\x1B[0m message normal: \x1B[33mthe type 'x' is unknown, and reads as normal\x1B[0m \
         (RFC 6121 section 5.2.2)\n\
         \x20 from         @\n\
         \x20              \x1B[31m^ localpart is empty, at byte 0 (RFC 7622 section 3.3)\x1B[0m\n\
         \x20 \x1B[31mfault[stanza/from]\x1B[0m: the sender is no address, at byte 18 (RFC 6120 section 8.1.2); \
         the answer is jid-malformed\n"
    );
}

/// One long declaration for many elements is not repeated as often.
#[test]
fn what_is_declared_once_is_cut() {
    let long = "y".repeat(50_000);
    for stanza in [
        format!("<message xmlns:p='urn:{long}'>{}</message>", "<p:x p:y='1'/>".repeat(1000)),
        format!("<message xml:lang='{long}'>{}</message>", "<body/>".repeat(1000)),
    ] {
        for options in [&[][..], &["--format", "jsonl"]] {
            let ran = show(options, &stanza);
            assert!(ran.stdout.len() < 2_000_000, "{}", ran.stdout.len());
        }
    }
}
