//! Rows as they are reported: text, JSON lines, CSV.

mod csv;
mod json;
mod text;

use crate::args::ReportFormat;
use crate::pipeline::Judged;
use crate::show;
pub(crate) use json::{ErrorObject, write_fault as write_json_fault, write_line as write_json_line};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
pub(crate) use text::Text;

/// A way to report rows.
pub(crate) enum Report<'a> {
    Text(Text<'a>),
    Jsonl(Named<'a>),
    Csv(Named<'a>),
}

/// The names of the inputs, which machine-readable rows have only where there are several.
#[derive(Clone, Copy)]
pub(crate) struct Named<'a> {
    paths: &'a [PathBuf],
}

/// What was read for a row, as text.
struct Input<'a> {
    text: Cow<'a, str>,
    escaped: bool,
}

impl<'a> Report<'a> {
    pub(crate) fn new(format: ReportFormat, paths: &'a [PathBuf], colored: bool) -> Self {
        match format {
            ReportFormat::Text => Self::Text(Text::new(paths, colored)),
            ReportFormat::Jsonl => Self::Jsonl(Named::new(paths)),
            ReportFormat::Csv => Self::Csv(Named::new(paths)),
        }
    }

    /// What stands before all rows.
    pub(crate) fn header(&self, out: &mut Vec<u8>) {
        if let Self::Csv(named) = self {
            csv::header(*named, out);
        }
    }

    /// Appends one row.
    pub(crate) fn row(&self, judged: &Judged<'_>, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => text.row(judged, out),
            Self::Jsonl(named) => json::row(*named, judged, out),
            Self::Csv(named) => csv::row(*named, judged, out),
        }
    }
}

impl<'a> Named<'a> {
    pub(crate) const fn new(paths: &'a [PathBuf]) -> Self {
        Self { paths }
    }

    fn any(self) -> bool {
        self.paths.len() > 1
    }

    pub(crate) fn file(self, file: usize) -> Option<Cow<'a, str>> {
        self.any().then(|| Path::to_string_lossy(&self.paths[file]))
    }
}

impl<'a> Input<'a> {
    fn new(octets: &'a [u8]) -> Self {
        let (text, escaped) = show::lossless(octets);
        Self { text, escaped }
    }
}
