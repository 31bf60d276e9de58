//! `envoi escape` and `envoi unescape` (XEP-0106).

use super::envoi;

#[test]
fn texts_of_the_command_line() {
    envoi(&["escape", "d'artagnan", r"c:\net", "space cadet"], "").prints(
        "d\\27artagnan\nc\\3a\\net\nspace\\20cadet\n",
        "",
        0,
    );
    envoi(&["unescape", r"d\27artagnan", r"foo\", r"foo\2", r"ab\20"], "").prints(
        "d'artagnan\nfoo\\\nfoo\\2\nab \n",
        "",
        0,
    );
}

#[test]
fn what_cannot_be_escaped() {
    envoi(&["escape", " x", "y"], "").prints(
        "y\n",
        "error[name/leading-space]: the name begins with a space, at byte 0 (XEP-0106 section 4.1)\n \
         |\n |  x\n | ^\n",
        1,
    );
}

#[test]
fn lines_of_standard_input() {
    envoi(&["escape"], b"a b\r\n c\n\xFF\nd e").prints(
        "a\\20b\nd\\20e\n",
        "-:2:1: the name begins with a space, at byte 0 (XEP-0106 section 4.1)\n\
         -:3:1: the text is not UTF-8, at byte 0\n",
        1,
    );
    envoi(&["unescape"], "a\\20b\n").prints("a b\n", "", 0);
    envoi(&["unescape"], "").prints("", "", 0);
}

#[test]
fn json() {
    envoi(&["escape", "--format", "json"], b"a b\nc \n\xFF\\\n").prints(
        concat!(
            r#"{"input":"a b","valid":true,"output":"a\\20b"}"#,
            "\n",
            r#"{"input":"c ","valid":false,"error":{"part":"name","kind":"trailing-space","offset":1,"#,
            r#""codepoint":"U+0020","message":"the name ends with a space, at byte 1 (XEP-0106 section 4.1)"}}"#,
            "\n",
            r#"{"input":"\\xFF\\\\","input_escaped":true,"valid":false,"error":{"part":"name","#,
            r#""kind":"invalid-utf8","offset":0,"codepoint":null,"message":"the text is not UTF-8, at byte 0"}}"#,
            "\n",
        ),
        "",
        1,
    );
}
