//! `FILE:LINE:COLUMN: message`, and `FILE:LINE: address` for valid rows.

use crate::pipeline::Judged;
use crate::show;
use anstyle::{AnsiColor, Style};
use std::io::Write;
use std::path::PathBuf;

/// Rows as lines for a person, or for an editor that jumps to places.
pub(crate) struct Text<'a> {
    paths: &'a [PathBuf],
    place: Style,
    message: Style,
}

impl<'a> Text<'a> {
    pub(crate) fn new(paths: &'a [PathBuf], colored: bool) -> Self {
        let (place, message) =
            if colored { (Style::new().bold(), AnsiColor::Red.on_default()) } else { Default::default() };
        Self { paths, place, message }
    }

    /// Appends the line for one row.
    pub(crate) fn row(&self, judged: &Judged<'_>, out: &mut Vec<u8>) {
        let Self { place, message, .. } = self;
        write_to(out, format_args!("{place}"));
        // The name as it was given, even if it is not UTF-8.
        out.extend_from_slice(self.paths[judged.file].as_os_str().as_encoded_bytes());
        match &judged.row.result {
            Ok(jid) => write_to(out, format_args!(":{}:{place:#} {}\n", judged.line, jid.as_str())),
            Err(error) => {
                let column = show::column(judged.row.input, error.offset());
                write_to(
                    out,
                    format_args!(":{}:{column}:{place:#} {message}{error}{message:#}\n", judged.line),
                );
            }
        }
    }
}

fn write_to(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a vector takes all that is written");
}
