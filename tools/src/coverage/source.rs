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
        let begins =
            |pair: &[String]| is_for_tests(&pair[0]) && is_module(&pair[1]) && pair[1].ends_with('{');
        let tests = lines.windows(2).position(begins).map(|at| at + 1);
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

/// Whether a whole file is tests: `tests.rs`, or a module that its parent has for tests only.
pub(super) fn is_of_tests(root: &Path, name: &str) -> io::Result<bool> {
    let path = root.join(name);
    let (Some(module), Some(folder)) = (path.file_stem(), path.parent()) else { return Ok(false) };
    let parent = folder.join("mod.rs");
    if module == "mod" || !parent.exists() {
        return Ok(false);
    }
    let declaration = format!("mod {};", module.display());
    let text = fs::read_to_string(parent)?;
    let lines: Vec<&str> = text.lines().collect();
    Ok(lines.windows(2).any(|pair| is_for_tests(pair[0]) && pair[1] == declaration))
}

fn is_for_tests(line: &str) -> bool {
    TEST.iter().any(|attribute| line.starts_with(attribute))
}

fn is_module(line: &str) -> bool {
    line.strip_prefix("pub(crate) ").unwrap_or(line).starts_with("mod ")
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
    fn files_of_tests_are_known() {
        let root = programs::root().join("src");
        for (name, expected) in [
            ("unicode/tests.rs", true),
            ("gcm/session/growth.rs", true),
            ("gcm/session/index.rs", false),
            ("lib.rs", false),
        ] {
            assert_eq!(is_of_tests(&root, name).expect("a parent"), expected, "{name}");
        }
    }
}
