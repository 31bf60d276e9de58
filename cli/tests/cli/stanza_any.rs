//! `envoi stanza` with stanzas of every shape, many at once: nothing is lost, and nothing ends the input.

use super::envoi;
use serde_json::Value;

const KINDS: [&str; 3] = ["message", "presence", "iq"];
const TYPES: [&str; 8] = ["", "chat", "error", "get", "result", "set", "subscribe", "&#9;odd"];
const ADDRESSES: [&str; 6] =
    ["", "juliet@example.com/balcony", "Romeo@Example.NET", "@", "a@b@c/&#x202E;", "&lt;"];
const CONTENTS: [&str; 14] = [
    "",
    "<body>Hi</body>",
    "<body xml:lang='&#10;'>a<b/>&lt;</body>",
    "<subject/>",
    "<thread parent='t'>t</thread>",
    "<thread>t</thread>",
    "<show> away </show>",
    "<show>busy</show>",
    "<priority>-129</priority>",
    "<status>\u{202E}</status>",
    "<error type='x'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>y</gone></error>",
    "<query xmlns='jabber:iq:roster'><item/></query>",
    "<delay xmlns='urn:xmpp:delay' from='@' stamp='never'/>",
    "<x:y xmlns:x='urn:x' x:z='&quot;'>\n<![CDATA[<iq/>]]></x:y>",
];

/// Stanzas put together from all of these, by a generator of numbers that are as good as random.
fn stanzas(count: usize) -> Vec<String> {
    let mut state = 1_u64;
    let mut pick = move |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % most
    };
    let attribute =
        |name, value: &str| if value.is_empty() { String::new() } else { format!(" {name}='{value}'") };
    let mut stanza = || {
        let name = KINDS[pick(KINDS.len())];
        let attributes = [
            attribute("type", TYPES[pick(TYPES.len())]),
            attribute("from", ADDRESSES[pick(ADDRESSES.len())]),
            attribute("to", ADDRESSES[pick(ADDRESSES.len())]),
            attribute("id", ["", "a", "&amp;"][pick(3)]),
        ];
        let contents: Vec<_> = (0..pick(4)).map(|_| CONTENTS[pick(CONTENTS.len())]).collect();
        format!("<{name}{}>{}</{name}>", attributes.concat(), contents.concat())
    };
    (0..count).map(|_| stanza()).collect()
}

fn objects(args: &[&str], stdin: &str) -> Vec<Value> {
    let ran = envoi(&[args, &["--format", "jsonl"]].concat(), stdin);
    assert_eq!((&*ran.stderr, ran.status), ("", 1));
    ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What a stanza is written as: where it begins and ends.
fn span(object: &Value) -> (usize, usize) {
    let number = |key: &str| usize::try_from(object[key].as_u64().unwrap()).unwrap();
    (number("offset"), number("offset") + number("bytes"))
}

#[test]
fn every_stanza_is_shown_and_routed() {
    let stanzas = stanzas(5000);
    let input = stanzas.join("\n");
    for command in ["show", "route"] {
        let objects = objects(&["stanza", command], &input);
        assert_eq!(objects.len(), stanzas.len());
        for (object, stanza) in objects.iter().zip(&stanzas) {
            let (start, end) = span(object);
            assert_eq!(&input[start..end], stanza);
        }
        let ran = envoi(&["stanza", command], &input);
        assert_eq!((&*ran.stderr, ran.status), ("", 1));
        assert_eq!(ran.stdout.lines().filter(|line| line.starts_with("-:")).count(), stanzas.len());
        assert!(ran.stdout.lines().all(|line| line.starts_with("-:") || line.starts_with("  ")));
    }
}

#[test]
fn every_fault_is_in_the_outline_and_the_first_is_answered() {
    let input = stanzas(5000).join("\n");
    let objects = objects(&["stanza", "show"], &input);
    let faults = |object: &Value| object["faults"].as_array().unwrap().len();
    let wrong: Vec<_> = objects.iter().filter(|object| faults(object) > 0).collect();
    let outline = envoi(&["stanza", "show"], &input).stdout;
    assert_eq!(
        outline.lines().filter(|line| line.starts_with("  fault[")).count(),
        objects.iter().map(faults).sum::<usize>()
    );

    let replies: Vec<_> = wrong.iter().filter_map(|object| object["faults"][0]["reply"].as_str()).collect();
    let ran = envoi(&["stanza", "show", "--replies"], &input);
    assert_eq!((ran.stdout.lines().collect::<Vec<_>>(), ran.status), (replies.clone(), 1));
    assert_eq!(ran.stderr.lines().count(), wrong.len() - replies.len());
    assert!(ran.stderr.lines().all(|line| line.contains(": not answered: ")), "{}", ran.stderr);
    // RFC 6120 section 8.3.1: the answers are error stanzas, and so nothing is answered twice.
    assert!(replies.len() > 1000 && replies.len() < wrong.len());
    envoi(&["stanza", "show", "--replies"], ran.stdout).prints("", "", 0);
}
