//! `envoi check --format`: rows for machines.

use super::{Folder, envoi};

const ROWS: &[u8] = b"Juliet@Example.com/Balcony\nexample.net\na&\"b@example.com\n\xFF\\a@example.com\na@\n";

#[test]
fn json_lines() {
    envoi(&["check", "--all", "--format", "jsonl"], ROWS).timed().prints(
        concat!(
            r#"{"line":1,"input":"Juliet@Example.com/Balcony","valid":true,"jid":"juliet@example.com/Balcony","#,
            r#""localpart":"juliet","domainpart":"example.com","resourcepart":"Balcony"}"#,
            "\n",
            r#"{"line":2,"input":"example.net","valid":true,"jid":"example.net","localpart":null,"#,
            r#""domainpart":"example.net","resourcepart":null}"#,
            "\n",
            r#"{"line":3,"input":"a&\"b@example.com","valid":false,"error":{"part":"localpart","#,
            r#""kind":"disallowed","offset":1,"codepoint":"U+0026","#,
            r#""message":"localpart: '&' (U+0026) is not allowed, at byte 1 (RFC 7622 section 3.3.1)"}}"#,
            "\n",
            r#"{"line":4,"input":"\\xFF\\\\a@example.com","input_escaped":true,"valid":false,"#,
            r#""error":{"part":"localpart","kind":"invalid-utf8","offset":0,"codepoint":null,"#,
            r#""message":"localpart is not UTF-8, at byte 0 (RFC 7622 section 3.1)"}}"#,
            "\n",
            r#"{"line":5,"input":"a@","valid":false,"error":{"part":"domainpart","kind":"empty","offset":2,"#,
            r#""codepoint":null,"message":"domainpart is empty, at byte 2 (RFC 7622 section 3.2)"}}"#,
            "\n",
        ),
        "5 rows: 2 valid, 3 invalid\n  localpart invalid-utf8 1\n  localpart disallowed 1\n  domainpart empty 1\n",
        1,
    );
}

#[test]
fn json_lines_are_json() {
    // Control characters, quotation marks, a line separator, a lone continuation octet.
    let ran = envoi(&["check", "--all", "--format", "jsonl"], b"\x01\"\\\x7F\n\xE2\x80\xA8@b\n\x80\"\x02\n");
    let rows: Vec<serde_json::Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows[0]["input"], "\u{1}\"\\\u{7F}");
    assert_eq!(rows[1]["input"], "\u{2028}@b");
    assert_eq!(rows[2]["input"], "\\x80\"\u{2}");
    assert_eq!(rows[2]["input_escaped"], true);
}

#[test]
fn csv() {
    envoi(&["check", "--all", "--format", "csv"], ROWS).timed().prints(
        "line,input,valid,jid,localpart,domainpart,resourcepart,part,kind,offset,codepoint,message,\
         input_escaped,input_octets\n\
         1,Juliet@Example.com/Balcony,true,juliet@example.com/Balcony,juliet,example.com,Balcony,,,,,,,\n\
         2,example.net,true,example.net,,example.net,,,,,,,,\n\
         3,\"a&\"\"b@example.com\",false,,,,,localpart,disallowed,1,U+0026,\
         \"localpart: '&' (U+0026) is not allowed, at byte 1 (RFC 7622 section 3.3.1)\",,\n\
         4,\\xFF\\\\a@example.com,false,,,,,localpart,invalid-utf8,0,,\
         \"localpart is not UTF-8, at byte 0 (RFC 7622 section 3.1)\",true,\n\
         5,a@,false,,,,,domainpart,empty,2,,\"domainpart is empty, at byte 2 (RFC 7622 section 3.2)\",,\n",
        "5 rows: 2 valid, 3 invalid\n  localpart invalid-utf8 1\n  localpart disallowed 1\n  domainpart empty 1\n",
        1,
    );
}

#[test]
fn valid_rows_are_left_out_without_all() {
    let ran = envoi(&["check", "--format", "jsonl"], ROWS);
    assert_eq!(ran.stdout.lines().count(), 3);
    let ran = envoi(&["check", "--format", "csv"], "a@b\n");
    assert_eq!(ran.stdout.lines().count(), 1);
}

#[test]
fn rows_of_several_files_name_their_file() {
    let folder = Folder::new("named").with("one", "a@b\n").with("two", "@\n");
    let ran = folder.run(&["check", "--all", "--format", "jsonl", "one", "two"]).timed();
    assert_eq!(
        ran.stdout,
        concat!(
            r#"{"file":"one","line":1,"input":"a@b","valid":true,"jid":"a@b","localpart":"a","#,
            r#""domainpart":"b","resourcepart":null}"#,
            "\n",
            r#"{"file":"two","line":1,"input":"@","valid":false,"error":{"part":"localpart","kind":"empty","#,
            r#""offset":0,"codepoint":null,"message":"localpart is empty, at byte 0 (RFC 7622 section 3.3)"}}"#,
            "\n",
        )
    );
    let ran = folder.run(&["check", "--all", "--format", "csv", "one", "two"]).timed();
    let lines: Vec<_> = ran.stdout.lines().collect();
    assert!(lines[0].starts_with("file,line,input,") && lines[1].starts_with("one,1,a@b,true,"), "{lines:?}");
    assert!(lines[2].starts_with("two,1,@,false,"), "{lines:?}");
}
