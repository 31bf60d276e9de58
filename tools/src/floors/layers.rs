//! The floors of the house: a module of the library imports only from lower floors, no file is too long, and `unsafe` code stands where
//! `DESIGN.md` says.
//!
//! Paths are read from the tokens of each file, so that comments, documentation and strings do not count, and what
//! stands inside a macro call does. Tests are held to the same rule.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A module of the library and what it may import from, as DESIGN.md has it.
struct Module {
    name: &'static str,
    may_import: &'static [&'static str],
}

/// The house from the ground up.
const HOUSE: [Module; 13] = [
    Module { name: "steps", may_import: &[] },
    Module { name: "scan", may_import: &["steps"] },
    Module { name: "unicode", may_import: &["steps"] },
    Module { name: "precis", may_import: &["steps", "scan", "unicode"] },
    Module { name: "domain", may_import: &["steps", "scan", "unicode"] },
    Module { name: "xml", may_import: &["steps", "scan", "unicode"] },
    Module { name: "jid", may_import: &["steps", "scan", "unicode", "precis", "domain", "xml"] },
    Module { name: "stanza", may_import: &["steps", "xml", "jid"] },
    Module {
        name: "stream",
        may_import: &["steps", "scan", "unicode", "precis", "domain", "xml", "jid", "stanza"],
    },
    Module {
        name: "appengine",
        may_import: &["steps", "scan", "unicode", "precis", "domain", "xml", "jid", "stanza", "stream"],
    },
    Module {
        name: "gcm",
        may_import: &["steps", "scan", "unicode", "precis", "domain", "xml", "jid", "stanza", "stream"],
    },
    // Tests that go through all floors.
    Module { name: "growth", may_import: &ALL },
    // The front door: it re-exports what the floors offer.
    Module { name: ROOT, may_import: &ALL },
];

/// Every floor.
const ALL: [&str; 11] =
    ["steps", "scan", "unicode", "precis", "domain", "xml", "jid", "stanza", "stream", "appengine", "gcm"];

/// The name of `src/lib.rs` in messages.
const ROOT: &str = "lib.rs";

/// Modules that live on the floor of `jid` and count as part of it.
const PARTS_OF_JID: [&str; 4] = ["batch", "escape", "policy", "uri"];

/// Files that may allow `unsafe` code, as DESIGN.md, "Unsafe code", has it.
const MAY_BE_UNSAFE: [&str; 3] = ["jid/cast.rs", "scan/avx512.rs", "scan/x86.rs"];

/// Files that may allow it to their tests: a module behind `#[cfg(test)]`.
const MAY_BE_UNSAFE_IN_TESTS: [&str; 1] = ["scan/lower.rs"];

/// Lines of a file without its tests.
const MOST_LINES: usize = 600;

/// Checks every file under `source` and returns one message for each breach.
pub(crate) fn check(source: &Path) -> Result<Vec<String>, String> {
    let mut files = Vec::new();
    for path in rust_files(source)? {
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let name = path.strip_prefix(source).expect("found under it").to_string_lossy().replace('\\', "/");
        files.push((name, text));
    }
    Ok(check_files(&files))
}

/// Checks files given as their paths below `src/` and their texts.
fn check_files(files: &[(String, String)]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut parsed = Vec::new();
    for (name, text) in files {
        match text.parse::<TokenStream>() {
            Ok(tokens) => parsed.push((name.as_str(), text.as_str(), Vec::from_iter(tokens))),
            Err(error) => problems.push(format!("src/{name}: {error}")),
        }
    }
    let front_door = parsed.iter().find(|(name, ..)| *name == ROOT);
    let exports = front_door.map(|(.., tokens)| exports(tokens)).unwrap_or_default();
    for (name, text, tokens) in &parsed {
        problems.extend(upward_imports(name, tokens, &exports));
        problems.extend(too_long(name, text, tokens));
        problems.extend(unsafe_elsewhere(name, tokens));
    }
    problems
}

/// Every import of one file that does not lead down.
fn upward_imports(file: &str, tokens: &[TokenTree], exports: &BTreeMap<String, String>) -> Vec<String> {
    let path = module_path(file);
    let own = path.first().map_or(ROOT, |name| floor_of(name));
    let Some(module) = HOUSE.iter().find(|module| module.name == own) else {
        return vec![format!("src/{file}: module `{own}` stands on no floor of the house")];
    };
    let mut found = Vec::new();
    references(tokens, &path, &mut found);
    let mut problems = Vec::new();
    for Reference { line, name } in found {
        let target = exports.get(&name).map_or(name.as_str(), String::as_str);
        let target = floor_of(target);
        if target == own || module.may_import.contains(&target) {
            continue;
        }
        let what = if HOUSE.iter().any(|module| module.name == target) {
            format!("`{own}` must not import from `{target}`")
        } else {
            format!("`{own}` imports `{name}` from the root, which is above every floor")
        };
        problems.push(format!("src/{file}:{line}: {what}"));
    }
    problems
}

/// The module whose floor a top-level name belongs to.
fn floor_of(name: &str) -> &str {
    if PARTS_OF_JID.contains(&name) { "jid" } else { name }
}

/// A file that is longer than a reader should have to bear.
fn too_long(file: &str, text: &str, tokens: &[TokenTree]) -> Option<String> {
    let generated = text.lines().take(5).any(|line| line.starts_with("//! Generated by "));
    if generated || file.ends_with("tests.rs") {
        return None;
    }
    let lines = text.lines().count() - lines_of_tests(tokens);
    (lines > MOST_LINES)
        .then(|| format!("src/{file}: {lines} lines without its tests, {MOST_LINES} are allowed"))
}

/// Lines from each top-level `#[cfg(test)]` before a `mod` to the end of that module.
fn lines_of_tests(tokens: &[TokenTree]) -> usize {
    let mut lines = 0;
    for (index, token) in tokens.iter().enumerate() {
        let [TokenTree::Group(attribute), rest @ ..] = &tokens[index + 1..] else { continue };
        if !is_punct(token, '#') || !is_test_attribute(attribute) {
            continue;
        }
        if let [TokenTree::Ident(keyword), TokenTree::Ident(_), TokenTree::Group(body), ..] = rest
            && keyword == "mod"
        {
            lines += body.span().end().line - token.span().start().line + 1;
        }
    }
    lines
}

fn is_test_attribute(attribute: &Group) -> bool {
    attribute.to_string().replace(' ', "") == "[cfg(test)]"
}

/// Every place of a file that allows `unsafe` code without being one that may.
fn unsafe_elsewhere(file: &str, tokens: &[TokenTree]) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(2).map(|index| &tokens[index]);
        let of_tests = matches!(before, Some(TokenTree::Group(attribute)) if is_test_attribute(attribute));
        if !(of_tests && MAY_BE_UNSAFE_IN_TESTS.contains(&file))
            && let TokenTree::Group(group) = token
        {
            unsafe_allowances(&Vec::from_iter(group.stream()), &mut lines);
        }
    }
    if MAY_BE_UNSAFE.contains(&file) {
        lines.clear();
    }
    let what = "`unsafe` code is for the files that DESIGN.md names";
    lines.into_iter().map(|line| format!("src/{file}:{line}: {what}")).collect()
}

/// The lines on which the level of the lint `unsafe_code` is lowered, in an attribute of any kind.
fn unsafe_allowances(tokens: &[TokenTree], lines: &mut Vec<usize>) {
    for (index, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let inner = Vec::from_iter(group.stream());
        let before = index.checked_sub(1).map(|index| tokens[index].to_string());
        let lowers = before.is_some_and(|level| ["allow", "expect", "warn"].contains(&&*level));
        if lowers
            && inner.iter().any(|token| matches!(token, TokenTree::Ident(lint) if lint == "unsafe_code"))
        {
            lines.push(token.span().start().line);
        }
        unsafe_allowances(&inner, lines);
    }
}

/// A name that a path takes from the root of the library.
struct Reference {
    line: usize,
    name: String,
}

/// Collects what `crate::` and `super::` paths of a module lead to, when they lead out of it.
fn references(tokens: &[TokenTree], module: &[String], found: &mut Vec<Reference>) {
    let mut index = 0;
    while index < tokens.len() {
        match &tokens[index..] {
            [TokenTree::Ident(keyword), TokenTree::Ident(name), TokenTree::Group(body), ..]
                if keyword == "mod" && body.delimiter() == Delimiter::Brace =>
            {
                let inner: Vec<String> = module.iter().cloned().chain([name.to_string()]).collect();
                references(&Vec::from_iter(body.stream()), &inner, found);
                index += 3;
            }
            [TokenTree::Ident(start), colon, second, ..]
                if is_punct(colon, ':')
                    && is_punct(second, ':')
                    && (start == "crate" || start == "super") =>
            {
                let above = if start == "crate" { 0 } else { module.len().saturating_sub(1) };
                index = follow(tokens, index + 3, above, found);
            }
            [TokenTree::Group(group), ..] => {
                references(&Vec::from_iter(group.stream()), module, found);
                index += 1;
            }
            _ => index += 1,
        }
    }
}

/// Follows a path from `index`, where it has arrived `depth` modules below the root; returns where it stopped.
fn follow(tokens: &[TokenTree], mut index: usize, mut depth: usize, found: &mut Vec<Reference>) -> usize {
    while let Some(TokenTree::Ident(name)) = tokens.get(index)
        && name == "super"
    {
        depth = depth.saturating_sub(1);
        index += 3;
    }
    if depth > 0 {
        // The path goes on within the module it started in.
        return index;
    }
    match tokens.get(index) {
        Some(TokenTree::Ident(name)) => found.push(reference(name.to_string(), &tokens[index])),
        Some(TokenTree::Group(group)) => {
            // `use crate::{a::b, c}`: each branch begins at the root.
            let branches = Vec::from_iter(group.stream());
            for branch in branches.split(|token| is_punct(token, ',')).filter(|branch| !branch.is_empty()) {
                follow(branch, 0, 0, found);
            }
        }
        Some(token) => found.push(reference(token.to_string(), token)),
        None => {}
    }
    index + 1
}

fn reference(name: String, token: &TokenTree) -> Reference {
    Reference { line: token.span().start().line, name }
}

/// The names that the root re-exports, each with the module it comes from.
fn exports(root: &[TokenTree]) -> BTreeMap<String, String> {
    let mut exports = BTreeMap::new();
    for (index, token) in root.iter().enumerate() {
        if !matches!(token, TokenTree::Ident(keyword) if keyword == "use") {
            continue;
        }
        let end = root[index..].iter().position(|token| is_punct(token, ';')).unwrap_or(root.len() - index);
        if let Some(TokenTree::Ident(module)) = root.get(index + 1) {
            export_leaves(&root[index + 2..index + end], &module.to_string(), &mut exports);
        }
    }
    exports
}

/// Adds every last name of a use tree: `a::{b, c as d}` gives b and d.
fn export_leaves(tree: &[TokenTree], module: &str, exports: &mut BTreeMap<String, String>) {
    for branch in tree.split(|token| is_punct(token, ',')) {
        match branch.last() {
            Some(TokenTree::Ident(name)) => {
                exports.insert(name.to_string(), module.to_owned());
            }
            Some(TokenTree::Group(group)) => {
                export_leaves(&Vec::from_iter(group.stream()), module, exports);
            }
            _ => {}
        }
    }
}

/// `jid/cast.rs` is `[jid, cast]`, `jid/mod.rs` is `[jid]`, `lib.rs` is the root.
fn module_path(file: &str) -> Vec<String> {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    if file == ROOT { Vec::new() } else { path.split('/').map(str::to_owned).collect() }
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let failed = |error| format!("{}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The problems of one file in a library whose root re-exports `Jid` and has a constant of its own.
    fn problems(file: &str, text: &str) -> Vec<String> {
        let root =
            "mod scan; pub mod jid; pub use jid::{Jid, error::Error as JidError}; pub const LIMIT: u8 = 1;";
        check_files(&[(ROOT.to_owned(), root.to_owned()), (file.to_owned(), text.to_owned())])
    }

    #[test]
    fn this_library_keeps_to_its_floors() {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src");
        assert_eq!(check(&source), Ok(Vec::new()));
    }

    #[test]
    fn downward_imports_pass() {
        let text = "use crate::{precis::{self, Outcome}, scan::Masks}; use super::policy::Policy; \
                    fn f() { crate::unicode::properties('a'); } mod tests { use super::*; use super::super::Jid; }";
        assert_eq!(problems("jid/parse.rs", text), [""; 0]);
        assert_eq!(problems("precis/mod.rs", "use super::unicode::bidi; pub(crate) struct A;"), [""; 0]);
        assert_eq!(problems("batch.rs", "use crate::jid::Jid; use crate::Jid as Address;"), [""; 0]);
    }

    #[test]
    fn upward_imports_are_named_with_their_line() {
        let expected = ["src/scan/mod.rs:2: `scan` must not import from `jid`"];
        for path in [
            "use crate::jid::Jid;",
            "use crate::{jid};",
            "use super::jid as other;",
            "use crate::Jid;",
            "use crate::JidError;",
            "fn f() { crate::jid::parse() }",
            "const A: u8 = call!(crate::jid::A);",
            "mod inner { use super::super::jid; }",
            "use crate::batch::lines;",
        ] {
            assert_eq!(problems("scan/mod.rs", &format!("\n{path}")), expected, "{path}");
        }
        assert_eq!(
            problems("scan/x86.rs", "use super::super::unicode::Run;"),
            ["src/scan/x86.rs:1: `scan` must not import from `unicode`"]
        );
        assert_eq!(
            problems("precis/mod.rs", "use crate::domain;"),
            ["src/precis/mod.rs:1: `precis` must not import from `domain`"]
        );
    }

    #[test]
    fn what_only_the_root_has_is_above_every_floor() {
        assert_eq!(
            problems("jid/mod.rs", "use crate::LIMIT;"),
            ["src/jid/mod.rs:1: `jid` imports `LIMIT` from the root, which is above every floor"]
        );
        assert_eq!(
            problems("jid/mod.rs", "use crate::*;"),
            ["src/jid/mod.rs:1: `jid` imports `*` from the root, which is above every floor"]
        );
    }

    #[test]
    fn comments_documentation_and_strings_are_no_imports() {
        let text =
            "/// Like [`crate::jid`].\n// use crate::jid;\nconst A: &str = \"crate::jid\";\n/* crate::jid */";
        assert_eq!(problems("scan/mod.rs", text), [""; 0]);
    }

    #[test]
    fn unknown_modules_are_reported() {
        assert_eq!(
            problems("helpers.rs", ""),
            ["src/helpers.rs: module `helpers` stands on no floor of the house"]
        );
    }

    #[test]
    fn unsafe_code_stands_where_it_may() {
        let inner = "\n#![allow(unsafe_code)]\nfn f() {}";
        let of_tests = "\n#[cfg(test)] #[allow(unsafe_code)] mod tests {}";
        let expected = ["src/scan/lower.rs:2: `unsafe` code is for the files that DESIGN.md names"];
        assert_eq!(problems("scan/x86.rs", inner), [""; 0]);
        assert_eq!(problems("scan/lower.rs", of_tests), [""; 0]);
        for text in [
            inner,
            "\n#[allow(dead_code, unsafe_code)] fn f() {}",
            "\n#[cfg_attr(test, expect(unsafe_code))] fn f() {}",
            "\nmod inner { #[warn(unsafe_code)] fn f() {} }",
            "#[cfg(test)] mod tests {\n#![allow(unsafe_code)] }",
        ] {
            assert_eq!(problems("scan/lower.rs", text), expected, "{text}");
        }
        assert_eq!(
            problems("xml/mod.rs", of_tests),
            ["src/xml/mod.rs:2: `unsafe` code is for the files that DESIGN.md names"]
        );
        assert_eq!(problems("xml/mod.rs", "// #![allow(unsafe_code)]\n#![forbid(unsafe_code)]"), [""; 0]);
    }

    #[test]
    fn long_files_are_reported_without_their_tests() {
        let code = "const A: u8 = 1;\n".repeat(MOST_LINES);
        let tests = format!("#[cfg(test)]\nmod tests {{\n{code}}}\n");
        assert_eq!(problems("scan/mod.rs", &(code.clone() + &tests)), [""; 0]);
        assert_eq!(
            problems("scan/mod.rs", &(code.clone() + "\n" + &tests)),
            ["src/scan/mod.rs: 601 lines without its tests, 600 are allowed"]
        );
        assert_eq!(problems("scan/tests.rs", &code.repeat(2)), [""; 0]);
        let generated = format!("//! Generated by `tools`: do not edit.\n{}", code.repeat(2));
        assert_eq!(problems("unicode/table.rs", &generated), [""; 0]);
    }
}
