//! `envoi uri` (RFC 5122).

use super::envoi;

#[test]
fn a_uri_is_taken_apart() {
    // RFC 5122 section 2.5.
    envoi(&["uri", "xmpp:romeo@montague.net?message;subject=Test%20Message;body=Here%27s%20a%20test%20message"], "")
        .prints(
            "romeo@montague.net\n  query: message\n    subject: Test Message\n    body: Here's a test message\n  \
             uri: xmpp:romeo@montague.net?message;subject=Test%20Message;body=Here%27s%20a%20test%20message\n",
            "",
            0,
        );
    envoi(&["uri", "--iri", "xmpp://guest@example.com/ji%C5%99i@%C4%8Dechy.example/v%20Praze#top"], "")
        .prints(
            "ji\u{159}i@\u{10D}echy.example/v Praze\n  account: guest@example.com\n  fragment: top\n  \
         iri: xmpp://guest@example.com/ji\u{159}i@\u{10D}echy.example/v%20Praze#top\n",
            "",
            0,
        );
}

#[test]
fn a_uri_is_made() {
    // RFC 5122 section 2.7.2.
    let address = "ji\u{159}i@\u{10D}echy.example/v Praze";
    envoi(&["uri", "--make", address], "").prints("xmpp:ji%C5%99i@%C4%8Dechy.example/v%20Praze\n", "", 0);
    envoi(&["uri", "--make", "--iri", address], "").prints(
        "xmpp:ji\u{159}i@\u{10D}echy.example/v%20Praze\n",
        "",
        0,
    );
    envoi(
        &[
            "uri",
            "--make",
            "--query",
            "message",
            "--pair",
            "subject=Test Message",
            "--pair",
            "body=a=b",
            "a@b",
        ],
        "",
    )
    .prints("xmpp:a@b?message;subject=Test%20Message;body=a%3Db\n", "", 0);
}

#[test]
fn errors_have_a_mark() {
    envoi(&["uri", "xmpp:a b@c", "xmpp:%C4%9B%00@c"], "").prints(
        "",
        "error[uri/character]: ' ' (U+0020) must be percent-encoded here, at byte 6 (RFC 5122 section 2.2)\n \
         |\n | xmpp:a b@c\n |       ^\n\
         error[localpart/disallowed]: localpart: U+0000 is not allowed, at byte 11 (RFC 8264 section 4.2.3)\n \
         |\n | xmpp:%C4%9B%00@c\n |            ^^^\n",
        1,
    );
    envoi(&["uri", "--make", "a&b@c"], "").prints(
        "",
        "error[localpart/disallowed]: localpart: '&' (U+0026) is not allowed, at byte 1 (RFC 7622 section 3.3.1)\n \
         |\n | a&b@c\n |  ^\n",
        1,
    );
}

#[test]
fn json() {
    envoi(&["uri", "--format", "json", "xmpp:a@b?roster;name=X;group=Y", "mailto:a@b"], "").prints(
        concat!(
            r#"{"input":"xmpp:a@b?roster;name=X;group=Y","valid":true,"jid":"a@b","account":null,"#,
            r#""query":{"type":"roster","pairs":[["name","X"],["group","Y"]]},"fragment":null,"#,
            r#""uri":"xmpp:a@b?roster;name=X;group=Y","iri":"xmpp:a@b?roster;name=X;group=Y"}"#,
            "\n",
            r#"{"input":"mailto:a@b","valid":false,"error":{"part":"uri","kind":"scheme","offset":0,"#,
            r#""codepoint":null,"message":"the text does not begin with 'xmpp:', at byte 0 "#,
            r#"(RFC 5122 section 2.2)"}}"#,
            "\n",
        ),
        "",
        1,
    );
}

#[test]
fn options_for_making_need_make() {
    for args in [&["uri", "--query", "join", "xmpp:a@b"][..], &["uri", "--make", "--pair", "a=b", "a@b"]] {
        assert_eq!(envoi(args, "").status, 2);
    }
    let ran = envoi(&["uri", "--make", "--query", "x", "--pair", "ab", "a@b"], "");
    assert!(ran.stderr.contains("no '=' between key and value"), "{}", ran.stderr);
    assert_eq!(ran.status, 2);
}
