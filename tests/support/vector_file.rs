//! Reads the tables of `spec-vectors`; their format is described in `spec-vectors/README.md`.

use std::fs;
use std::path::{Path, PathBuf};

/// One row of a file, its escapes resolved.
pub(crate) struct Row {
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) op: String,
    pub(crate) input: Vec<u8>,
    pub(crate) expected: Expected,
    pub(crate) section: String,
}

/// What a row's columns `verdict` and `expected` say.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// The fields of the result: several for a URI, one for anything else.
    Ok(Vec<String>),
    /// Where, what kind, and the offset unless the rules leave it open.
    Error { place: String, kind: String, offset: Option<usize> },
}

/// The stems of all tables in a folder, sorted.
pub(crate) fn stems(folder: &str) -> Vec<String> {
    let mut stems: Vec<String> = fs::read_dir(directory(folder))
        .expect("the folder can be listed")
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "tsv"))
        .map(|path| path.file_stem().expect("a name").to_str().expect("an ASCII name").to_owned())
        .collect();
    stems.sort();
    stems
}

/// All rows of the table with this stem.
pub(crate) fn load(folder: &str, stem: &str) -> Vec<Row> {
    let path = directory(folder).join(stem).with_extension("tsv");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.split('\n')
        .enumerate()
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(index, line)| {
            read_row(index + 1, line).unwrap_or_else(|why| panic!("{stem}.tsv:{}: {why}", index + 1))
        })
        .collect()
}

/// The folder of `spec-vectors` beside the manifest of the package, or above it.
fn directory(folder: &str) -> PathBuf {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above
        .map(|root| root.join("spec-vectors").join(folder))
        .find(|path| path.is_dir())
        .unwrap_or_else(|| panic!("spec-vectors/{folder}"))
}

fn read_row(line: usize, text: &str) -> Result<Row, String> {
    let columns: Vec<&str> = text.split('\t').collect();
    let [name, op, input, verdict, expected, section] = columns[..] else {
        return Err(format!("{} columns instead of 6", columns.len()));
    };
    if section.is_empty() {
        return Err("no section".to_owned());
    }
    let expected = match verdict {
        "ok" => {
            Expected::Ok(split_fields(expected).into_iter().map(unescape_text).collect::<Result<_, _>>()?)
        }
        "error" => read_error(expected)?,
        _ => return Err(format!("verdict {verdict:?}")),
    };
    let input = unescape(input)?;
    if op != "bytes" && std::str::from_utf8(&input).is_err() {
        return Err("octets that are not UTF-8 need the op bytes".to_owned());
    }
    Ok(Row { line, name: name.to_owned(), op: op.to_owned(), input, expected, section: section.to_owned() })
}

fn read_error(expected: &str) -> Result<Expected, String> {
    let parts: Vec<&str> = expected.split('/').collect();
    let [place, kind, offset] = parts[..] else {
        return Err(format!("{expected:?} is not WHERE/KIND/OFFSET"));
    };
    let offset = match offset {
        "*" => None,
        digits => Some(digits.parse().map_err(|_| format!("offset {digits:?}"))?),
    };
    Ok(Expected::Error { place: place.to_owned(), kind: kind.to_owned(), offset })
}

/// Divides at each `\|`; a literal backslash is always doubled, so pairs of backslashes are stepped over.
fn split_fields(text: &str) -> Vec<&str> {
    let mut fields = Vec::new();
    let mut start = 0;
    let mut position = 0;
    while let Some(distance) = text[position..].find('\\') {
        let backslash = position + distance;
        if text[backslash..].starts_with(r"\|") {
            fields.push(&text[start..backslash]);
            start = backslash + 2;
        }
        position = (backslash + 2).min(text.len());
    }
    fields.push(&text[start..]);
    fields
}

fn unescape_text(text: &str) -> Result<String, String> {
    String::from_utf8(unescape(text)?).map_err(|_| format!("{text:?} is not UTF-8"))
}

fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let mut octets = Vec::new();
    let mut rest = text;
    while let Some((plain, escape)) = rest.split_once('\\') {
        octets.extend_from_slice(plain.as_bytes());
        rest = unescape_one(escape, &mut octets).ok_or_else(|| format!("escape \\{escape}"))?;
    }
    octets.extend_from_slice(rest.as_bytes());
    Ok(octets)
}

/// Resolves the escape whose backslash stands before `text`; gives what follows it.
fn unescape_one<'a>(text: &'a str, octets: &mut Vec<u8>) -> Option<&'a str> {
    let kind = text.chars().next()?;
    let rest = &text[kind.len_utf8()..];
    match kind {
        't' => octets.push(b'\t'),
        'n' => octets.push(b'\n'),
        'r' => octets.push(b'\r'),
        '\\' => octets.push(b'\\'),
        'x' => {
            octets.push(u8::from_str_radix(rest.get(..2)?, 16).ok()?);
            return rest.get(2..);
        }
        'u' => {
            let (digits, rest) = rest.strip_prefix('{')?.split_once('}')?;
            let c = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
            octets.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            return Some(rest);
        }
        '{' => {
            let (repeated, rest) = rest.split_once('*')?;
            let (count, rest) = rest.split_once('}')?;
            octets.extend(unescape(repeated).ok()?.repeat(count.parse().ok()?));
            return Some(rest);
        }
        _ => return None,
    }
    Some(rest)
}
