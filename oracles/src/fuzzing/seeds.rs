//! What a campaign starts from: the inputs of `spec-vectors/`, in the form that each target takes.

use super::plan::{Kind, Plan};
use super::{appengine_form, gcm};
use crate::case::{Case, Mode};
use crate::vector_file;
use std::fs;
use std::path::{Path, PathBuf};

/// Octets of an input that a campaign gains nothing from.
const MOST: usize = 4096;

/// The seeds of a target; none for a name that no target has.
///
/// # Panics
///
/// If the vectors cannot be read.
#[must_use]
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    let mut seeds = match target {
        "jid_parse" | "jid_policies" | "jid_differential" => addresses(),
        "jid_batch" => rows(),
        "escape_uri" => [addresses(), uris()].concat(),
        "stream_read" | "stream_differential" => streams(),
        "typed" => stanzas(),
        "appengine_form" => inputs("appengine").iter().flat_map(|text| appengine_form::seeds(text)).collect(),
        "gcm" => inputs("gcm").iter().flat_map(|text| gcm::seeds(text)).collect(),
        _ => Vec::new(),
    };
    seeds.retain(|seed| seed.len() <= MOST);
    seeds.sort();
    seeds.dedup();
    seeds
}

fn addresses() -> Vec<Vec<u8>> {
    inputs("jid")
}

/// The input of every row of the tables in a folder.
fn inputs(folder: &str) -> Vec<Vec<u8>> {
    let rows = vector_file::stems(folder).into_iter().flat_map(|stem| vector_file::load(folder, &stem));
    rows.map(|row| row.input).collect()
}

/// So many addresses a buffer, with each kind of end by turns.
fn rows() -> Vec<Vec<u8>> {
    let ends: [&[u8]; 3] = [b"\n", b"\r\n", b"\0"];
    let buffers = addresses();
    buffers.chunks(6).zip(ends.iter().cycle()).map(|(rows, end)| rows.join(*end)).collect()
}

/// The fields that a URI is built from.
fn uris() -> Vec<Vec<u8>> {
    let rows = vector_file::load("jid", "uris");
    let inputs: Vec<Vec<u8>> = rows.into_iter().map(|row| row.input).collect();
    inputs.windows(3).map(|fields| [b"a@b/c\nc@d\n", &fields.join(&b'\n')[..]].concat()).collect()
}

fn streams() -> Vec<Vec<u8>> {
    cases().into_iter().map(|case| stream(&case)).collect()
}

/// Stanzas behind the octet that says so.
fn stanzas() -> Vec<Vec<u8>> {
    let fragments = cases().into_iter().filter(|case| case.mode == Mode::Fragment);
    let fragments = fragments.map(|case| case.chunks.concat());
    let tables = ["appengine", "gcm"].into_iter().flat_map(inputs).filter(|input| input.starts_with(b"<"));
    fragments.chain(tables).map(|stanza| [b"\0", &stanza[..]].concat()).collect()
}

fn stream(case: &Case) -> Vec<u8> {
    let kind = match case.mode {
        Mode::Stream => Kind::Stream,
        Mode::Fragment => Kind::Fragments,
        Mode::Frames => Kind::Frames,
    };
    let chunks: Vec<&[u8]> = case.chunks.iter().map(Vec::as_slice).collect();
    Plan::write(kind, Some(&case.content), &chunks)
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("spec-vectors").join("stream");
    let files = paths_in(&folder).into_iter().flat_map(|class| paths_in(&class));
    let texts = files.map(|file| fs::read_to_string(file).expect("a case"));
    texts.map(|text| Case::parse(&text).expect("a case")).collect()
}

fn paths_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}
