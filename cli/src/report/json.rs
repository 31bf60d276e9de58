//! One JSON object a line.

use super::{Input, Named};
use crate::pipeline::Judged;
use crate::show;
use crate::snippet::Fault;
use envoi::{JidError, Localpart, Parts, Resourcepart};
use serde::Serialize;
use std::borrow::Cow;

/// A row that is an address.
#[derive(Serialize)]
struct AddressRow<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<Cow<'a, str>>,
    line: u64,
    input: &'a str,
    valid: bool,
    jid: &'a str,
    localpart: Option<&'a str>,
    domainpart: &'a str,
    resourcepart: Option<&'a str>,
}

/// A row that is not. What only odd rows have is left out of all others.
#[derive(Serialize)]
struct FaultyRow<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<Cow<'a, str>>,
    line: u64,
    input: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    input_escaped: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    input_octets: Option<u64>,
    valid: bool,
    error: ErrorObject,
}

/// A text from the command line that is not what it should be.
#[derive(Serialize)]
struct Faulty<'a> {
    input: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    input_escaped: bool,
    valid: bool,
    error: ErrorObject,
}

/// What is wrong with an address.
#[derive(Serialize)]
pub(crate) struct ErrorObject {
    part: &'static str,
    kind: &'static str,
    offset: usize,
    codepoint: Option<String>,
    message: String,
}

impl From<&JidError> for ErrorObject {
    fn from(error: &JidError) -> Self {
        Self {
            part: error.part().as_str(),
            kind: error.kind().as_str(),
            offset: error.offset(),
            codepoint: error.code_point().map(show::code_point),
            message: error.to_string(),
        }
    }
}

/// Appends the line for one row.
pub(super) fn row(named: Named<'_>, judged: &Judged<'_>, out: &mut Vec<u8>) {
    let input = Input::new(judged.row.input);
    let (file, line) = (named.file(judged.file), judged.line);
    match &judged.row.result {
        Ok(jid) => {
            let Parts { localpart, domainpart, resourcepart } = jid.parts();
            let row = AddressRow {
                file,
                line,
                input: &input.text,
                valid: true,
                jid: jid.as_str(),
                localpart: localpart.map(Localpart::as_str),
                domainpart: domainpart.as_str(),
                resourcepart: resourcepart.map(Resourcepart::as_str),
            };
            write_line(&row, out);
        }
        Err(error) => {
            let row = FaultyRow {
                file,
                line,
                input: &input.text,
                input_escaped: input.escaped,
                input_octets: judged.row_octets,
                valid: false,
                error: error.into(),
            };
            write_line(&row, out);
        }
    }
}

/// Appends the line for a text that was given on the command line.
pub(crate) fn write_fault(fault: &Fault<'_>, out: &mut Vec<u8>) {
    let input = Input::new(fault.octets);
    let error = ErrorObject {
        part: fault.part,
        kind: fault.kind,
        offset: fault.span.start,
        codepoint: fault.code_point.map(show::code_point),
        message: fault.message.clone(),
    };
    write_line(&Faulty { input: &input.text, input_escaped: input.escaped, valid: false, error }, out);
}

/// Appends an object and the end of its line.
pub(crate) fn write_line(object: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(&mut *out, object)
        .expect("strings and numbers can be written, and a vector takes them");
    out.push(b'\n');
}
