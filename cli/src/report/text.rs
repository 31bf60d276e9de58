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
        let (line, message) = (judged.line, self.message);
        match &judged.row.result {
            Ok(jid) => {
                self.place(judged.file, format_args!("{line}"), out);
                write_to(out, format_args!("{}\n", jid.as_str()));
            }
            Err(error) => {
                let column = show::column(judged.row.input, error.offset());
                self.place(judged.file, format_args!("{line}:{column}"), out);
                write_to(out, format_args!("{message}{error}{message:#}\n"));
            }
        }
    }

    /// Appends the name of an input and a place in it.
    pub(crate) fn place(&self, file: usize, at: std::fmt::Arguments<'_>, out: &mut Vec<u8>) {
        let place = self.place;
        write_to(out, format_args!("{place}"));
        // The name as it was given, even if it is not UTF-8.
        out.extend_from_slice(self.paths[file].as_os_str().as_encoded_bytes());
        write_to(out, format_args!(":{at}:{place:#} "));
    }
}

fn write_to(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a vector takes all that is written");
}
