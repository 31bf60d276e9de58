//! The text of a file: what of it is tests, and in which function a line stands.

use std::fs;
use std::io;
use std::path::Path;

/// What stands above a module of tests, or begins it.
const TEST: [&str; 2] = ["#[cfg(test)]", "#[cfg(all(test, "];

pub(super) struct Source {
    lines: Vec<String>,
    /// The first line of the tests, which stand last.
    tests: Option<usize>,
}

impl Source {
    pub(super) fn new(text: &str) -> Self {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let begins = |item: &str| module(item).is_some() && item.ends_with('{');
        let tests = for_tests(&lines, begins).map(|at| at + 1);
        Self { lines, tests }
    }

    /// A line; they count from 1.
    pub(super) fn line(&self, number: usize) -> &str {
        self.lines.get(number - 1).map_or("", |line| line)
    }

    pub(super) fn is_test(&self, number: usize) -> bool {
        self.tests.is_some_and(|first| number >= first)
    }

    /// The name of the function that a line stands in.
    pub(super) fn function(&self, number: usize) -> &str {
        let mut above = self.lines[..number.min(self.lines.len())].iter().rev();
        above.find_map(|line| function_in(line)).unwrap_or("")
    }
}

/// Whether a whole file is tests: one of the `mod` lines that lead to it, from `lib.rs` downwards, is for tests only.
pub(super) fn is_of_tests(root: &Path, name: &str) -> io::Result<bool> {
    let path = name.strip_suffix("/mod.rs").or_else(|| name.strip_suffix(".rs")).unwrap_or(name);
    let mut parent = root.join("lib.rs");
    let mut folder = root.to_owned();
    for name in path.split('/') {
        let text = fs::read_to_string(parent)?;
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let declares = |item: &str| module(item).and_then(|rest| rest.strip_suffix(';')) == Some(name);
        if for_tests(&lines, declares).is_some() {
            return Ok(true);
        }
        folder.push(name);
        let inside = folder.join("mod.rs");
        parent = if inside.exists() { inside } else { folder.with_extension("rs") };
    }
    Ok(false)
}

/// Where an attribute stands that has such an item for tests only. Between the two may be other attributes and comments: an item is what begins
/// with a letter.
fn for_tests(lines: &[String], is_wanted: impl Fn(&str) -> bool) -> Option<usize> {
    let item = |at: usize| lines[at..].iter().find(|line| line.starts_with(char::is_alphabetic));
    let gates = |at: &usize| {
        TEST.iter().any(|attribute| lines[*at].starts_with(attribute))
            && item(*at).is_some_and(|item| is_wanted(item))
    };
    (0..lines.len()).find(gates)
}

/// The name of the module that a line declares or begins, with what follows it.
fn module(line: &str) -> Option<&str> {
    let private = match line.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(") ")?.1,
        Some(rest) => rest.strip_prefix(' ')?,
        None => line,
    };
    private.strip_prefix("mod ")
}

/// The name in a line that begins a function.
fn function_in(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if line.starts_with("//") {
        return None;
    }
    let (front, rest) = line.split_once("fn ")?;
    let words = ["pub", "pub(crate)", "pub(super)", "const", "async", "unsafe"];
    let end = rest.find(['(', '<'])?;
    front.split_whitespace().all(|word| words.contains(&word)).then_some(&rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programs;
    use std::path::PathBuf;

    #[test]
    fn functions_have_names() {
        for (line, name) in [
            ("fn a() {", Some("a")),
            ("    pub(crate) const fn b<T>(t: T)", Some("b")),
            ("    pub unsafe fn c(", Some("c")),
            ("/// fn a()", None),
            ("    call(|| a_fn ());", None),
            ("type F = fn (u8) -> u8;", None),
        ] {
            assert_eq!(function_in(line), name, "{line}");
        }
        let source = Source::new("const A: u8 = 1;\nfn a() {\n    x\n}\nfn b() {\n}\n");
        assert_eq!(
            [1, 2, 3, 4, 5, 6, 9].map(|line| source.function(line)),
            ["", "a", "a", "a", "b", "b", "b"]
        );
    }

    #[test]
    fn tests_stand_last() {
        let source = Source::new("#[cfg(test)]\nfn helper() {}\nfn a() {}\n#[cfg(test)]\nmod tests {\n}\n");
        assert_eq!([1, 3, 4, 5].map(|line| source.is_test(line)), [false, false, true, true]);
        assert!(Source::new("#[cfg(all(test, feature = \"alloc\"))]\nmod tests {\n").is_test(2));
        assert!(!Source::new("#[cfg(test)]\nmod tests;\nfn a() {}\n").is_test(3));
    }

    #[test]
    fn tests_have_other_attributes_and_any_visibility() {
        for visibility in ["", "pub ", "pub(crate) ", "pub(super) ", "pub(in crate::scan) "] {
            for between in ["", "#[allow(unsafe_code)]\n", "#[expect(\n    dead_code,\n)]\n// Why.\n"] {
                let text = format!("fn a() {{}}\n\n#[cfg(test)]\n{between}{visibility}mod b {{\n}}\n");
                let source = Source::new(&text);
                assert_eq!(
                    [1, 2, 3, 4].map(|line| source.is_test(line)),
                    [false, false, true, true],
                    "{text}"
                );
            }
        }
        for text in [
            "#[cfg(test)]\nuse a::b;\n\nmod c {\n",
            "#[cfg(test)]\npublic!();\nmod c {\n",
            "#[cfg(feature = \"a\")]\nmod c {\n",
            "#[cfg(test)]\n",
        ] {
            assert!(!Source::new(text).is_test(4), "{text}");
        }
    }

    #[test]
    fn files_of_tests_are_known() {
        let root = programs::root().join("src");
        for (name, expected) in [
            ("unicode/tests.rs", true),
            ("gcm/session/growth.rs", true),
            ("gcm/session/index.rs", false),
            ("growth/mod.rs", true),
            ("growth/inputs.rs", true),
            ("scan/edges.rs", true),
            ("scan/mod.rs", false),
            ("steps.rs", false),
            ("lib.rs", false),
        ] {
            assert_eq!(is_of_tests(&root, name).expect("a parent"), expected, "{name}");
        }
    }

    #[test]
    fn no_test_counts_as_library() {
        let root = programs::root().join("src");
        let mut tests = 0;
        for path in files_below(&root) {
            let name = path.strip_prefix(&root).expect("it is below").to_str().expect("a name in UTF-8");
            let text = fs::read_to_string(&path).expect("a file");
            let source = Source::new(&text);
            let is_of_tests = is_of_tests(&root, name).expect("parents");
            for (at, _) in text.lines().enumerate().filter(|(_, line)| line.trim() == "#[test]") {
                assert!(is_of_tests || source.is_test(at + 1), "src/{name}:{}", at + 1);
                tests += 1;
            }
        }
        assert!(tests > 100, "{tests}");
    }

    fn files_below(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
    }
}
