//! Elements at the edges: what makes two of them differ, the text behind a child, what is declared again, what errors say.
#![cfg(feature = "alloc")]

use envoi::stream::{Event, Limits, StreamReader};
use envoi::xml::{Content, ElementBuf, XmlErrorKind as Kind};

fn parsed(text: &str) -> ElementBuf {
    ElementBuf::parse(text).expect(text)
}

#[test]
fn each_difference_makes_elements_differ() {
    for (one, other) in [
        ("<a>x</a>", "<a>y</a>"),
        ("<a>x</a>", "<a/>"),
        ("<a><b/>x</a>", "<a><b/>y</a>"),
        ("<a><b i='1'/></a>", "<a><b i='2'/></a>"),
        ("<a><b/></a>", "<a><c/></a>"),
        ("<a/>", "<b/>"),
        ("<a xmlns='urn:a'/>", "<a xmlns='urn:b'/>"),
        ("<a xmlns='urn:a'><b xmlns='urn:b'/></a>", "<a xmlns='urn:a'><b xmlns='urn:c'/></a>"),
        ("<a/>", "<a i='1'/>"),
        ("<a i='1'/>", "<a i='1' j='2'/>"),
        ("<a i='1'/>", "<a j='1'/>"),
    ] {
        assert!(parsed(one) != parsed(other), "{one} {other}");
        assert!(parsed(other) != parsed(one), "{other} {one}");
        assert!(parsed(one) == parsed(one), "{one}");
    }
}

// XML 1.0 section 4.6 and section 4.1: what references stand for.
#[test]
fn text_goes_on_behind_each_child() {
    let p = parsed("<p>1 &lt; <b>not this</b>2<i/> &#x26; 3<br/></p>");
    let mut buffer = String::from("before");
    assert_eq!(p.element().text_in(&mut buffer), "1 < 2 & 3");
    assert_eq!(p.element().text(), "1 < 2 & 3");
    assert_eq!(parsed("<p>plain</p>").element().text_in(&mut buffer), "plain");
}

#[test]
fn elements_and_attributes_print_as_they_were_read() {
    let p = parsed("<p><x:br xmlns:x = 'urn:x' x:i=\"1\"/>b</p>");
    let br = p.element().children().next().unwrap();
    assert_eq!(br.to_string(), "<x:br xmlns:x = 'urn:x' x:i=\"1\"/>");
    assert_eq!(format!("{:?}", br.attributes().collect::<Vec<_>>()), "[x:i=\"1\"]");
}

// XML 1.0 section 2.8, production 1, and production 27: white space may stand around the root element.
#[test]
fn white_space_may_stand_around_an_element() {
    assert_eq!(parsed(" \r\n\t<a/>\n \t").as_str(), "<a/>");
    let error = ElementBuf::parse("<a/> b").unwrap_err();
    assert_eq!((error.kind(), error.offset()), (Kind::TextOutside, 5));
}

// Namespaces in XML 1.0 section 6.1: a declaration in scope may be made again, and means the same.
#[test]
fn a_namespace_that_is_declared_again_is_the_same() {
    let mut reader = StreamReader::fragments(Limits::DEFAULT);
    let mut input: &[u8] =
        b"<message><body xmlns='jabber:client'>Hi</body><subject xmlns='urn:other'>no</subject></message>";
    let Some(Event::Stanza(stanza)) = reader.read(&mut input).unwrap() else { panic!("no stanza") };
    let message = envoi::stanza::Message::read(stanza).unwrap();
    assert_eq!(message.body().unwrap(), "Hi");
    assert!(message.subject().is_none());
}

// Namespaces in XML 1.0 section 6.2: a default namespace inside is none of what stands around.
#[test]
fn a_copy_takes_only_what_it_uses() {
    let outer = parsed(
        "<x xmlns='urn:q' xmlns:p='urn:p' xmlns:u='urn:u'><p:a><b xmlns='urn:b'/></p:a><p:a><b/></p:a></x>",
    );
    let children: Vec<_> = outer.element().children().collect();
    let copies = |child: envoi::xml::Element<'_>| [child.to_owned(), ElementBuf::of(&child).unwrap()];
    for copy in copies(children[0]) {
        assert_eq!(copy.as_str(), "<p:a xmlns:p='urn:p'><b xmlns='urn:b'/></p:a>");
    }
    for copy in copies(children[1]) {
        assert!(copy.as_str().contains(" xmlns='urn:q'"), "{copy}");
        assert!(copy.element() == children[1], "{copy}");
    }
}

#[test]
fn errors_say_what_and_where_and_which_rule() {
    for (text, sentence) in [
        ("<a><!--b--></a>", "comments are not allowed, at byte 3 (RFC 6120 section 11.1)"),
        ("<a><?b?></a>", "processing instructions are not allowed, at byte 3 (RFC 6120 section 11.1)"),
        (
            "<a>&b;</a>",
            "only the entities lt, gt, amp, apos and quot may be referred to, at byte 3 (RFC 6120 section 11.1)",
        ),
        ("<a>\u{1}</a>", "XML has no such character, at byte 3 (XML 1.0 section 2.2)"),
        ("<a><1/></a>", "a name is missing or malformed, at byte 4 (XML 1.0 section 2.3)"),
        ("<a b c='d'/>", "this cannot stand in a tag here, at byte 5 (XML 1.0 section 3.1)"),
        ("<a b='<'/>", "an attribute value cannot hold '<', at byte 6 (XML 1.0 section 3.1)"),
        ("<a b='' b=''/>", "the attribute is there already, at byte 8 (XML 1.0 section 3.1)"),
        ("<a></b>", "the end tag does not match the start tag, at byte 3 (XML 1.0 section 3)"),
        ("<a>]]></a>", "text cannot hold ']]>', at byte 3 (XML 1.0 section 2.4)"),
        ("<a>& </a>", "malformed reference, at byte 3 (XML 1.0 section 4.1)"),
        ("<a>&#0;</a>", "reference to a character that XML does not have, at byte 3 (XML 1.0 section 4.1)"),
        ("<b:a/>", "the namespace prefix is not declared, at byte 1 (Namespaces in XML 1.0 section 5)"),
        (
            "<a xmlns:b=''/>",
            "a namespace prefix cannot be bound to the empty name, at byte 3 (Namespaces in XML 1.0 section 5)",
        ),
        ("b<a/>", "text outside the root element, at byte 0 (XML 1.0 section 2.1)"),
        ("<a><b/>", "the input ends inside an element, at byte 7 (XML 1.0 section 2.1)"),
    ] {
        assert_eq!(ElementBuf::parse(text).unwrap_err().to_string(), sentence, "{text}");
    }
}

fn stream_fault(octets: &[u8]) -> Option<(&'static str, u64)> {
    let header = b"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
    let octets = [header, octets].concat();
    let mut reader = StreamReader::new(Limits::DEFAULT);
    let mut input = &octets[..];
    loop {
        match reader.read(&mut input) {
            Ok(Some(_)) => {}
            Ok(None) => return None,
            Err(error) => return Some((error.kind().as_str(), error.offset() - header.len() as u64)),
        }
    }
}

// RFC 3629 section 4: behind a lead octet stand 80 to BF only, and for some leads fewer.
#[test]
fn every_octet_behind_a_lead_octet_is_judged() {
    for lead in [0xC2, 0xC3, 0xDF] {
        for second in 0..=255 {
            let octets = [b'<', b'a', b'>', lead, second, b'<', b'/', b'a', b'>'];
            let expected = if (0x80..=0xBF).contains(&second) { None } else { Some(("utf8", 3)) };
            assert_eq!(stream_fault(&octets), expected, "{octets:X?}");
        }
    }
    for octet in 0..=255 {
        for (octets, holds) in [
            ([0xE1, octet, 0x80], (0x80..=0xBF).contains(&octet)),
            ([0xE1, 0x80, octet], (0x80..=0xBF).contains(&octet)),
            ([0xE0, octet, 0x80], (0xA0..=0xBF).contains(&octet)),
            ([0xED, octet, 0x80], (0x80..=0x9F).contains(&octet)),
            ([0xEE, octet, 0x80], (0x80..=0xBF).contains(&octet)),
        ] {
            let octets = [b"<a>", &octets[..], b"</a>"].concat();
            assert_eq!(stream_fault(&octets), if holds { None } else { Some(("utf8", 3)) }, "{octets:X?}");
        }
    }
}

// Offsets go on behind a restart. RFC 6120 section 4.3.3: a new stream, whose header declares what it declares and nothing else, so neither
// the prefix `stream` nor any other of the old one.
#[test]
fn a_new_stream_knows_no_prefix_of_the_old_one() {
    let old = stream_header(" xmlns:x='urn:x'") + "<x:a/>";
    for (new, unbound) in [
        (stream_header("") + "<x:a/>", stream_header("").len() + 1),
        ("<stream:stream xmlns='jabber:client'>".to_owned(), 1),
    ] {
        let mut reader = StreamReader::new(Limits::DEFAULT);
        let mut input = old.as_bytes();
        assert!(matches!(reader.read(&mut input).unwrap(), Some(Event::Open(_))));
        let Some(Event::Element(element)) = reader.read(&mut input).unwrap() else { panic!("no element") };
        assert_eq!(element.namespace(), "urn:x");
        reader.reset();
        assert_eq!(
            fault_of(&mut reader, new.as_bytes()),
            ("unbound-prefix", (old.len() + unbound) as u64),
            "{new}"
        );
    }
}

fn stream_header(more: &str) -> String {
    format!("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'{more}>")
}

fn fault_of(reader: &mut StreamReader, mut octets: &[u8]) -> (&'static str, u64) {
    loop {
        if let Err(error) = reader.read(&mut octets).map(|event| assert!(event.is_some(), "no fault")) {
            return (error.kind().as_str(), error.offset());
        }
    }
}

/// One text for each, behind one another.
fn each<T>(all: impl IntoIterator<Item = T>, text: impl Fn(T) -> String) -> String {
    all.into_iter().map(text).collect()
}

// The same, where the old stream breaks off in a stanza that has declared more than a few prefixes, and names of any length.
#[test]
fn a_new_stream_knows_nothing_of_an_open_stanza() {
    let long = |last: char| format!("urn:{}{last}", "n".repeat(100));
    let declare = |last: char, count: usize| {
        each(0..count, |i| format!(" xmlns:p{i}='{}{i}' xmlns:q{i}='urn:{last}{i}'", long(last)))
    };
    let mut reader = StreamReader::new(Limits::DEFAULT);
    let old = stream_header("") + &format!("<message{}><p3:a/><p4:b>", declare('o', 12));
    let mut input = old.as_bytes();
    assert!(matches!(reader.read(&mut input).unwrap(), Some(Event::Open(_))));
    assert!(reader.read(&mut input).unwrap().is_none());
    reader.reset();

    // The names of the old stream, of some prefixes only, and others for the rest.
    let header = stream_header(&declare('o', 2));
    let new =
        format!("{header}<message{}><p0:a/><p3:a/><q3:a/><p11:a q11:b=''/></message>", declare('n', 12));
    let mut input = new.as_bytes();
    assert!(matches!(reader.read(&mut input).unwrap(), Some(Event::Open(_))));
    let Some(Event::Stanza(stanza)) = reader.read(&mut input).unwrap() else { panic!("no stanza") };
    let children: Vec<_> = stanza.element().children().collect();
    let namespaces: Vec<_> = children.iter().map(|child| child.namespace().to_owned()).collect();
    let n = long('n');
    assert_eq!(namespaces, [format!("{n}0"), format!("{n}3"), "urn:n3".to_owned(), format!("{n}11")]);
    assert_eq!(children[3].attribute_in("b", "urn:n11").as_deref(), Some(""));
    let second = "<message><p1:a/><p0:b/><p3:a/></message>";
    // What the open stanza held was never taken, so it does not count.
    let at = (stream_header("").len() + new.len() + "<message><p1:a/><p0:b/><".len()) as u64;
    assert_eq!(fault_of(&mut reader, second.as_bytes()), ("unbound-prefix", at));
}

// XML 1.0 section 4.3.3, production 81: a name of an encoding begins with a letter.
#[test]
fn the_name_of_an_encoding_begins_with_a_letter() {
    for (declaration, expected) in [
        ("<?xml version='1.0' encoding='8utf'?>", ("xml-declaration", 30)),
        ("<?xml version='1.0' encoding='-'?>", ("xml-declaration", 30)),
        ("<?xml version='1.0' encoding='utf-16'?>", ("encoding", 30)),
    ] {
        let error = StreamReader::new(Limits::DEFAULT).read(&mut declaration.as_bytes()).unwrap_err();
        assert_eq!((error.kind().as_str(), error.offset()), expected, "{declaration}");
    }
}

#[test]
fn contents_come_in_their_order() {
    let p = parsed("<p>a<b/>c</p>");
    let contents: Vec<String> = p
        .element()
        .contents()
        .map(|content| match content {
            Content::Text(text) => text.into_owned(),
            Content::Element(element) => element.to_string(),
        })
        .collect();
    assert_eq!(contents, ["a", "<b/>", "c"]);
}

fn element_fault(text: &str) -> Option<(Kind, usize)> {
    ElementBuf::parse(text).err().map(|error| (error.kind(), error.offset()))
}

// Namespaces in XML 1.0 section 6.3: no matter who declares the two prefixes, and how long the name is that both have.
#[test]
fn no_attribute_comes_twice_by_prefixes_of_header_and_stanza() {
    for octets in [1, 63, 64, 65, 1000] {
        let [name, other] = ["n", "o"].map(|last| "n".repeat(octets - 1) + last);
        let header = stream_header(&format!(" xmlns:p='{name}' xmlns:o='{other}'"));
        for prefix in ["p", "o"] {
            let different = format!(
                "<message xmlns:q='{name}' o:a='' q:a=''/><presence xmlns:q='{other}' p:a='' q:a=''/>"
            );
            let start =
                format!("<iq xmlns:q='{}' {prefix}:a='' ", if prefix == "p" { &name } else { &other });
            let mut reader = StreamReader::new(Limits::DEFAULT);
            let at = (header.len() + different.len() + start.len()) as u64;
            let stream = header.clone() + &different + &start + "q:a=''/>";
            assert_eq!(
                fault_of(&mut reader, stream.as_bytes()),
                ("duplicate-attribute", at),
                "{octets} {prefix}"
            );
        }
    }
}

// XML 1.0 section 3.1, Unique Att Spec: wherever in the tag, and whatever stands around the equals sign.
#[test]
fn no_attribute_comes_twice() {
    for (text, offset) in [
        ("<a bcdefg='' bcdefg=''/>", 13),
        ("<a b='' b =''/>", 8),
        ("<a b\n='' c='' b=''/>", 14),
        ("<a b='' bb='' b=''/>", 14),
    ] {
        assert_eq!(element_fault(text), Some((Kind::DuplicateAttribute, offset)), "{text}");
    }
    // As long as a name may be, of the highest octets.
    let name = "\u{1003F}".repeat(255);
    assert_eq!(element_fault(&format!("<a {name}='' b=''/>")), None);
    assert_eq!(
        element_fault(&format!("<a {name}='' {name}=''/>")),
        Some((Kind::DuplicateAttribute, 3 + 1020 + 4))
    );
}

// Namespaces in XML 1.0 section 4: a local part begins as a name does; XML 1.0 section 2.3 takes the colon for a letter.
#[test]
fn what_is_no_local_part_is_no_name_however_far_it_stands() {
    let value = "x".repeat(1100);
    assert_eq!(element_fault(&format!("<a b='{value}' c:1=''/>")), Some((Kind::Name, 1110)));
    assert_eq!(element_fault(&format!("<a b='{value}' c:\u{B7}=''/>")), Some((Kind::Name, 1110)));
    let mut limits = envoi::xml::Limits::DEFAULT;
    limits.name_octets = 2;
    for (text, kind, offset) in [
        ("<a:1/>", Kind::NameOctets, 3),
        ("<a:\u{B7}/>", Kind::NameOctets, 3),
        ("<a:\u{D7}/>", Kind::Name, 3),
        ("<a:!/>", Kind::Name, 3),
    ] {
        let error = ElementBuf::parse_within(text, limits).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{text}");
    }
}

// XML 1.0 section 3, Element Type Match; what is no name at all is so where that shows.
#[test]
fn an_end_tag_has_another_name_or_none() {
    for (text, kind, offset) in [
        ("<a></ab>", Kind::EndTag, 3),
        ("<ab></ab:c>", Kind::EndTag, 4),
        ("<ab></a>", Kind::EndTag, 4),
        ("<a></1>", Kind::Name, 5),
        ("<a></a!>", Kind::Name, 6),
        ("<a:b xmlns:a='u'></a:1>", Kind::Name, 21),
        ("<a:b xmlns:a='u'></a:b:c>", Kind::Name, 22),
        ("<a:b xmlns:a='u'></a:c>", Kind::EndTag, 17),
    ] {
        assert_eq!(element_fault(text), Some((kind, offset)), "{text}");
    }
}

// Namespaces in XML 1.0 section 6.1: a declaration is in force inside its element, but where the prefix is declared again. These prefixes
// part from `ppp` in each bit of each octet in turn, or are its beginnings.
#[test]
fn many_prefixes_that_are_nearly_the_same_stay_apart() {
    let ends = ["", "q", "r", "t", "x", "a", "P", "0", "é"];
    let prefixes: Vec<String> =
        ["p", "pp", "ppp"].iter().flat_map(|start| ends.map(|end| format!("{start}{end}"))).collect();
    let declare = |urn: &str, step: usize| {
        each(prefixes.iter().step_by(step), |prefix| format!(" xmlns:{prefix}='urn:{urn}:{prefix}'"))
    };
    let used = each(&prefixes, |prefix| format!("<{prefix}:b/>"));
    let text = format!("<a{}>{used}<a{}>{used}</a>{used}</a>", declare("outer", 1), declare("inner", 2));
    let whole = parsed(&text);
    let check = |children: &[envoi::xml::Element<'_>], shadowed: usize| {
        assert_eq!(children.len(), prefixes.len());
        for (number, (child, prefix)) in children.iter().zip(&prefixes).enumerate() {
            let urn = if shadowed != 0 && number % shadowed == 0 { "inner" } else { "outer" };
            assert_eq!(child.namespace(), format!("urn:{urn}:{prefix}"));
        }
    };
    let children: Vec<_> = whole.element().children().collect();
    let (before, rest) = children.split_at(prefixes.len());
    check(before, 0);
    check(&rest[0].children().collect::<Vec<_>>(), 2);
    check(&rest[1..], 0);
    for prefix in &prefixes {
        let text = format!("<a{}><{prefix}p:b/></a>", declare("outer", 1));
        let expected = if prefixes.contains(&format!("{prefix}p")) {
            None
        } else {
            Some((Kind::UnboundPrefix, text.len() - "</a>".len() - "p:b/>".len() - prefix.len()))
        };
        assert_eq!(element_fault(&text), expected, "{prefix}");
    }
}
