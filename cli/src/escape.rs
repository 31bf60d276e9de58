//! `envoi escape` and `envoi unescape` (XEP-0106).

use crate::args::{TextArgs, ViewFormat};
use crate::exit::{self, Ended, Trouble, Verdict};
use crate::report::{write_json_fault, write_json_line};
use crate::show;
use crate::snippet::Fault;
use envoi::escape::{escape, unescape};
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, BufRead, BufWriter, Write};

/// Which way to convert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Escape,
    Unescape,
}

pub(crate) fn run(args: &TextArgs, direction: Direction) -> Ended {
    let mut converter = Converter {
        direction,
        format: args.format,
        out: BufWriter::new(io::stdout().lock()),
        all_converted: true,
    };
    if args.texts.is_empty() {
        converter.lines(io::stdin().lock())?;
    }
    for text in &args.texts {
        converter.convert(text.as_encoded_bytes(), None)?;
    }
    converter.out.flush().map_err(Trouble::output)?;
    Ok(Verdict::all_valid(converter.all_converted))
}

struct Converter<W> {
    direction: Direction,
    format: ViewFormat,
    out: W,
    all_converted: bool,
}

impl<W: Write> Converter<W> {
    /// Converts the lines of standard input, and reports those that it cannot as `check` does.
    fn lines(&mut self, mut input: impl BufRead) -> Result<(), Trouble> {
        let mut line = Vec::new();
        for number in 1_u64.. {
            line.clear();
            let octets =
                input.read_until(b'\n', &mut line).map_err(|error| Trouble::new("standard input", error))?;
            if octets == 0 {
                break;
            }
            let text = line.strip_suffix(b"\n").unwrap_or(&line);
            let text = text.strip_suffix(b"\r").unwrap_or(text);
            self.convert(text, Some(number))?;
        }
        Ok(())
    }

    /// Converts a text from the command line, or this line of standard input.
    fn convert(&mut self, octets: &[u8], line_number: Option<u64>) -> Result<(), Trouble> {
        let converted = convert(self.direction, octets);
        self.all_converted &= converted.is_ok();
        let mut line = Vec::new();
        match (self.format, converted) {
            (ViewFormat::Text, Ok(text)) => {
                line.extend_from_slice(text.as_bytes());
                line.push(b'\n');
            }
            (ViewFormat::Text, Err(fault)) => {
                // What stands on a terminal keeps its order.
                self.out.flush().map_err(Trouble::output)?;
                complain(&fault, line_number);
            }
            (ViewFormat::Json, converted) => write_json(octets, converted, &mut line),
        }
        self.out.write_all(&line).map_err(Trouble::output)
    }
}

/// Reports a line of standard input in the form of `check`, a text from the command line with a mark.
fn complain(fault: &Fault<'_>, line_number: Option<u64>) {
    match line_number {
        Some(number) => {
            let column = show::column(fault.octets, fault.span.start);
            exit::complain(format_args!("-:{number}:{column}: {}", fault.message));
        }
        None => fault.report(),
    }
}

fn convert(direction: Direction, octets: &[u8]) -> Result<Cow<'_, str>, Fault<'_>> {
    let text =
        std::str::from_utf8(octets).map_err(|error| Fault::not_utf8("name", octets, error.valid_up_to()))?;
    match direction {
        Direction::Unescape => Ok(unescape(text)),
        Direction::Escape => escape(text).map_err(|error| Fault {
            part: "name",
            kind: error.kind().as_str(),
            message: error.to_string(),
            code_point: Some(' '),
            octets,
            span: error.offset()..error.offset() + 1,
        }),
    }
}

#[derive(Serialize)]
struct Converted<'a> {
    input: &'a str,
    valid: bool,
    output: &'a str,
}

fn write_json(octets: &[u8], converted: Result<Cow<'_, str>, Fault<'_>>, line: &mut Vec<u8>) {
    match converted {
        Ok(output) => {
            let (input, _) = show::lossless(octets);
            write_json_line(&Converted { input: &input, valid: true, output: &output }, line);
        }
        Err(fault) => write_json_fault(&fault, line),
    }
}
