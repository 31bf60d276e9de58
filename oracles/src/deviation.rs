//! Comparing two implementations, with every known difference in a table.

use std::fmt::Write;

/// What both implementations make of one input: the prepared text, or why it is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What both were given.
    pub input: String,
    /// What `envoi` prepares it to, or the identifier of the kind of error.
    pub ours: Result<String, &'static str>,
    /// What the other implementation prepares it to, or `Err` with no more said.
    pub theirs: Result<String, ()>,
}

/// A class of inputs on which two implementations differ.
pub struct Deviation {
    /// The class, and what happens.
    pub class: &'static str,
    /// Who is right, by which section.
    pub reason: &'static str,
    /// Whether a case that differs belongs to this class.
    pub explains: fn(&Case) -> bool,
}

impl Case {
    /// Whether both take the input and prepare it to the same text, or both refuse it.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.ours.as_deref().ok() == self.theirs.as_deref().ok()
    }

    /// Whether `envoi` takes what the other refuses.
    #[must_use]
    pub fn only_ours(&self) -> bool {
        self.ours.is_ok() && self.theirs.is_err()
    }

    /// Whether the other takes what `envoi` refuses.
    #[must_use]
    pub fn only_theirs(&self) -> bool {
        self.ours.is_err() && self.theirs.is_ok()
    }

    /// Whether both take the input and prepare it to different texts.
    #[must_use]
    pub fn both_but_different(&self) -> bool {
        self.ours.is_ok() && self.theirs.is_ok() && !self.agrees()
    }

    /// Whether `envoi` refuses the input for a reason with this identifier.
    #[must_use]
    pub fn refused_as(&self, kind: &str) -> bool {
        self.ours.as_ref().is_err_and(|found| *found == kind)
    }
}

/// Checks every case against the table.
///
/// # Panics
///
/// If a case differs that no row explains, or if a row explains none.
pub fn check(cases: impl Iterator<Item = Case>, table: &[Deviation]) {
    const SHOWN: usize = 40;
    let mut counts = vec![0_usize; table.len()];
    let mut unexplained = Vec::new();
    let (mut compared, mut unexplained_in_all) = (0_usize, 0_usize);
    for case in cases {
        compared += 1;
        if case.agrees() {
            continue;
        }
        let mut explained = false;
        for (row, count) in table.iter().zip(&mut counts) {
            if (row.explains)(&case) {
                *count += 1;
                explained = true;
            }
        }
        if !explained {
            unexplained_in_all += 1;
            if unexplained.len() < SHOWN {
                unexplained.push(case);
            }
        }
    }
    let mut report = String::new();
    for (row, count) in table.iter().zip(&counts) {
        let _ = writeln!(report, "{count:>9}  {}\n{:11}{}", row.class, "", row.reason);
    }
    println!("{compared} inputs compared\n{report}");
    let listed: String = unexplained.iter().fold(String::new(), |mut list, case| {
        let _ =
            writeln!(list, "  {} -> ours {:?}, theirs {:?}", escaped(&case.input), case.ours, case.theirs);
        list
    });
    assert_eq!(unexplained_in_all, 0, "differences that no row explains, the first of them:\n{listed}");
    let empty: Vec<&str> =
        table.iter().zip(&counts).filter(|(_, count)| **count == 0).map(|(row, _)| row.class).collect();
    assert!(empty.is_empty(), "rows that explain nothing any more: {empty:#?}");
}

/// A made-up case, for the tests of tables.
#[cfg(test)]
pub(crate) fn case(input: &str, ours: Result<&str, &'static str>, theirs: Result<&str, ()>) -> Case {
    Case { input: input.into(), ours: ours.map(Into::into), theirs: theirs.map(Into::into) }
}

/// The text with everything but ASCII as `\u{...}`, shortened.
fn escaped(text: &str) -> String {
    let end = text.char_indices().nth(60).map_or(text.len(), |(offset, _)| offset);
    let rest = text.len() - end;
    let front: String = text[..end].chars().flat_map(char::escape_default).collect();
    if rest == 0 { format!("\"{front}\"") } else { format!("\"{front}\" and {rest} octets more") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: [Deviation; 1] =
        [Deviation { class: "x is refused", reason: "for the test", explains: |case| case.input == "x" }];

    #[test]
    fn explained_differences_pass() {
        check([case("a", Ok("a"), Ok("a")), case("x", Err("empty"), Ok("x"))].into_iter(), &TABLE);
    }

    #[test]
    #[should_panic(expected = "differences that no row explains")]
    fn other_differences_fail() {
        check([case("x", Err("empty"), Ok("x")), case("y", Ok("y"), Ok("z"))].into_iter(), &TABLE);
    }

    #[test]
    #[should_panic(expected = "rows that explain nothing any more")]
    fn idle_rows_fail() {
        check([case("x", Err("empty"), Err(()))].into_iter(), &TABLE);
    }
}
