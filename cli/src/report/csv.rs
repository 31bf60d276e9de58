//! CSV with a header record. What a row does not have is an empty field.

use super::{Input, Named};
use crate::pipeline::Judged;
use crate::show;
use csv::{Writer, WriterBuilder};
use envoi::{Localpart, Resourcepart};
use serde::Serialize;
use std::borrow::Cow;

/// One row; the fields stand in the order of [`HEADER`].
#[derive(Default, Serialize)]
struct Record<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<Cow<'a, str>>,
    line: u64,
    input: &'a str,
    valid: bool,
    jid: Option<&'a str>,
    localpart: Option<&'a str>,
    domainpart: Option<&'a str>,
    resourcepart: Option<&'a str>,
    part: Option<&'a str>,
    kind: Option<&'a str>,
    offset: Option<usize>,
    codepoint: Option<String>,
    message: Option<String>,
    input_escaped: Option<bool>,
    input_octets: Option<u64>,
}

const HEADER: [&str; 15] = [
    "file",
    "line",
    "input",
    "valid",
    "jid",
    "localpart",
    "domainpart",
    "resourcepart",
    "part",
    "kind",
    "offset",
    "codepoint",
    "message",
    "input_escaped",
    "input_octets",
];

/// Appends the header record.
pub(super) fn header(named: Named<'_>, out: &mut Vec<u8>) {
    let columns = if named.any() { &HEADER[..] } else { &HEADER[1..] };
    writer(out).write_record(columns).expect(NEVER_FAILS);
}

/// Appends the record for one row.
pub(super) fn row(named: Named<'_>, judged: &Judged<'_>, out: &mut Vec<u8>) {
    let input = Input::new(judged.row.input);
    let mut record = Record {
        file: named.file(judged.file),
        line: judged.line,
        input: &input.text,
        valid: judged.row.result.is_ok(),
        input_escaped: input.escaped.then_some(true),
        input_octets: judged.row_octets,
        ..Record::default()
    };
    match &judged.row.result {
        Ok(jid) => {
            let parts = jid.parts();
            record.jid = Some(jid.as_str());
            record.localpart = parts.localpart.map(Localpart::as_str);
            record.domainpart = Some(parts.domainpart.as_str());
            record.resourcepart = parts.resourcepart.map(Resourcepart::as_str);
        }
        Err(error) => {
            record.part = Some(error.part().as_str());
            record.kind = Some(error.kind().as_str());
            record.offset = Some(error.offset());
            record.codepoint = error.code_point().map(show::code_point);
            record.message = Some(error.to_string());
        }
    }
    writer(out).serialize(record).expect(NEVER_FAILS);
}

const NEVER_FAILS: &str = "flat records can be written, and a vector takes them";

/// A writer for one record; it hands its buffer over when it is dropped.
fn writer(out: &mut Vec<u8>) -> Writer<&mut Vec<u8>> {
    WriterBuilder::new().has_headers(false).buffer_capacity(1024).from_writer(out)
}
