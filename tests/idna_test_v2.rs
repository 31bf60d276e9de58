//! `IdnaTestV2.txt` of UTS 46, as the package `idna` carries it: read where cargo keeps that package's source.
//!
//! With UTS 46 leniency a domainpart must be accepted exactly when the file has no error for the row, with the
//! result it gives; under the default policy, IDNA2008, whatever is accepted must be in the file with that result.
//! The rules that make us differ on purpose are functions below, each with its reason, and each must still be needed.

#![cfg(feature = "alloc")]

use envoi::Policy;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One line of the file, its escapes resolved.
struct Row {
    line: usize,
    source: String,
    to_unicode: String,
    /// The status codes of toUnicode and of toASCII (non-transitional): the latter adds the lengths of the DNS.
    errors: Vec<String>,
}

impl Row {
    /// RFC 7622 section 3.2: one final dot is stripped before any other step, so no result ends in one.
    fn result(&self) -> &str {
        self.to_unicode.strip_suffix('.').unwrap_or(&self.to_unicode)
    }

    fn is_valid(&self) -> bool {
        self.errors.is_empty()
    }
}

#[test]
fn with_uts46_verdicts_and_results_are_those_of_the_file() {
    compare(Policy::RFC7622.with_uts46(), REASONS, |row, found| match found {
        Some(domainpart) => row.is_valid() && domainpart == row.result(),
        None => !row.is_valid(),
    });
}

#[test]
fn by_default_nothing_is_accepted_that_the_file_refuses() {
    compare(Policy::RFC7622, REASONS, |row, found| match found {
        Some(domainpart) => row.is_valid() && domainpart == row.result(),
        None => true,
    });
}

/// What UTS 46 takes and IDNA2008 does not, it refuses for a character (symbols, compatibility characters), for its
/// context (CONTEXTO, which UTS 46 leaves out), or because an A-label stands for such a character.
#[test]
fn by_default_only_characters_and_contexts_are_refused_beyond_the_file() {
    let rows = rows();
    let valid: Vec<&Row> = rows.iter().filter(|row| row.is_valid()).collect();
    let refused: Vec<String> = valid
        .iter()
        .filter_map(|row| {
            let error = Policy::RFC7622.parse_domainpart(&row.source).err()?;
            Some((row, error))
        })
        .map(|(row, error)| format!("IdnaTestV2.txt:{} {:?}: {}", row.line, row.source, error.kind()))
        .collect();
    let unexplained: Vec<&String> = refused
        .iter()
        .filter(|refusal| {
            !["disallowed", "context", "invalid-a-label"].iter().any(|kind| refusal.ends_with(kind))
        })
        .collect();
    assert!(unexplained.is_empty(), "{unexplained:#?}");
    assert!(refused.len() * 2 < valid.len(), "{} of {} valid rows are refused", refused.len(), valid.len());
}

/// Judges every row; rows that disagree must belong to one of the reasons, and every reason must have a row.
fn compare(policy: Policy, reasons: &[Reason], agrees: impl Fn(&Row, Option<&str>) -> bool) {
    let mut used = vec![0_usize; reasons.len()];
    let mut failures = Vec::new();
    let rows = rows();
    for row in &rows {
        let found = policy.parse_domainpart(&row.source);
        let result = found.as_ref().ok().map(|domainpart| domainpart.as_str());
        if agrees(row, result) {
            continue;
        }
        match reasons.iter().position(|reason| reason(row, result)) {
            Some(reason) => used[reason] += 1,
            None => failures.push(format!(
                "IdnaTestV2.txt:{} {:?}: the file has {:?} {:?}, we have {:?}",
                row.line, row.source, row.to_unicode, row.errors, found
            )),
        }
    }
    let total = failures.len();
    failures.truncate(100);
    assert!(
        failures.is_empty(),
        "{total} of {} rows fail, the first are\n{}",
        rows.len(),
        failures.join("\n")
    );
    assert!(!used.contains(&0), "a reason to differ has no row any more: {used:?}");
}

/// Tells whether this reason explains that a row disagrees with what we found.
type Reason = fn(&Row, Option<&str>) -> bool;

const REASONS: &[Reason] = &[final_dot_is_stripped, assigned_since_the_file];

/// toASCII with `VerifyDnsLength` refuses the empty root label (`A4_2`); RFC 7622 section 3.2 strips the dot instead.
fn final_dot_is_stripped(row: &Row, found: Option<&str>) -> bool {
    row.to_unicode.ends_with('.') && row.errors == ["A4_2"] && found == Some(row.result())
}

/// The file is of Unicode 16: these code points were not assigned then (`V7`). The first two are ideographs of
/// Unicode 17, the others characters of the Seal script, new in Unicode 18.
fn assigned_since_the_file(row: &Row, found: Option<&str>) -> bool {
    const NEW: [char; 4] = ['\u{32931}', '\u{32B9A}', '\u{3E8AC}', '\u{3F8CD}'];
    row.errors.iter().all(|code| code == "V7" || code == "A4_2" && row.to_unicode.ends_with('.'))
        && row.to_unicode.contains(NEW)
        && found == Some(row.result())
}

fn rows() -> Vec<Row> {
    let path = idna_package().join("tests").join("IdnaTestV2.txt");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let rows: Vec<Row> =
        text.lines().enumerate().filter_map(|(index, line)| read_row(index + 1, line)).collect();
    assert!(rows.len() > 6_000, "{}: {} rows", path.display(), rows.len());
    rows
}

/// Reads a line of the file; comments, empty lines and ill-formed UTF-16, which no `str` can hold, give nothing.
fn read_row(line: usize, text: &str) -> Option<Row> {
    let columns: Vec<&str> = text.split('#').next()?.split(';').map(str::trim).collect();
    let [source, to_unicode, to_unicode_status, _, to_ascii_status, ..] = columns[..] else {
        return None;
    };
    let source = unescape(source)?;
    // A blank column repeats the one it is derived from; `""` is the empty string, `[]` no error.
    let to_unicode = if to_unicode.is_empty() { source.clone() } else { unescape(to_unicode)? };
    let to_ascii_status = if to_ascii_status.is_empty() { to_unicode_status } else { to_ascii_status };
    let mut errors: Vec<String> = [to_unicode_status, to_ascii_status]
        .into_iter()
        .flat_map(|status| status.trim_matches(['[', ']']).split(','))
        .map(|code| code.trim().to_owned())
        .filter(|code| !code.is_empty())
        .collect();
    errors.sort();
    errors.dedup();
    Some(Row { line, source, to_unicode, errors })
}

/// Resolves `\uXXXX` and `\x{XXXX}`; nothing for a surrogate.
fn unescape(column: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = if column == "\"\"" { "" } else { column };
    while let Some((plain, escape)) = rest.split_once('\\') {
        text.push_str(plain);
        let (digits, after) = if let Some(escape) = escape.strip_prefix("x{") {
            escape.split_once('}').expect("a closing brace")
        } else {
            escape.strip_prefix('u').expect("\\u or \\x{").split_at(4)
        };
        text.push(char::from_u32(u32::from_str_radix(digits, 16).expect("hexadecimal digits"))?);
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

/// The directory of the `idna` that this library is built with, as cargo reports it.
fn idna_package() -> PathBuf {
    let host = String::from_utf8(cargo(&["-vV"])).expect("UTF-8");
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host triple");
    let metadata = cargo(&["metadata", "--format-version", "1", "--locked", "--filter-platform", host]);
    let metadata: serde_json::Value = serde_json::from_slice(&metadata).expect("JSON");
    let manifests: BTreeMap<&str, &str> = metadata["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .filter(|package| package["name"] == "idna")
        .filter_map(|package| Some((package["version"].as_str()?, package["manifest_path"].as_str()?)))
        .collect();
    let (_, manifest) = manifests.iter().find(|(version, _)| version.starts_with("1.")).expect("idna 1");
    Path::new(manifest).parent().expect("a directory").to_owned()
}

fn cargo(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap_or_else(|error| panic!("cargo {arguments:?}: {error}"));
    assert!(
        output.status.success(),
        "cargo {arguments:?}: {}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}
