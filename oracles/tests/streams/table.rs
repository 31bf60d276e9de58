//! Reads `stream-deviations.md`: where other readers differ from envoi, and who is right.

use std::collections::BTreeMap;

/// How a reader differs on a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Difference {
    /// It reads on where envoi refuses.
    Takes,
    /// It refuses what envoi takes.
    Refuses,
    /// Both take it, and find different things in it.
    Finds,
}

impl Difference {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Takes => "takes",
            Self::Refuses => "refuses",
            Self::Finds => "finds",
        }
    }

    fn of_word(word: &str) -> Option<Self> {
        [Self::Takes, Self::Refuses, Self::Finds].into_iter().find(|difference| difference.word() == word)
    }
}

/// The differences of one reader: each case once.
pub(crate) type Differences = BTreeMap<String, Difference>;

/// The rows under the heading of this reader.
///
/// A heading of the third level names a class, and the paragraph below it says who is right and by which section. Then come the
/// rows, `- takes CASE`, `- refuses CASE` or `- finds CASE`.
pub(crate) fn listed(text: &str, reader: &str) -> Result<Differences, String> {
    let mut listed = Differences::new();
    let (mut here, mut found, mut reason) = (false, false, String::new());
    for (line, number) in text.lines().zip(1..) {
        let wrong = |why: &str| Err(format!("line {number}: {why}: {line:?}"));
        if let Some(heading) = line.strip_prefix("## ") {
            here = heading == reader;
            found |= here;
            reason.clear();
        } else if line.starts_with("### ") {
            reason.clear();
        } else if let Some(row) = line.strip_prefix("- ").filter(|_| here) {
            let Some((word, case)) = row.split_once(' ') else { return wrong("no row") };
            let Some(difference) = Difference::of_word(word) else {
                return wrong("takes, refuses or finds?");
            };
            if !reason.contains(" right") || !reason.contains(" section") {
                return wrong("nobody says who is right");
            }
            if listed.insert(case.to_owned(), difference).is_some() {
                return wrong("a second row");
            }
        } else {
            reason += line;
        }
    }
    if found { Ok(listed) } else { Err(format!("no heading {reader:?}")) }
}

/// What must be changed for the list to be right, as lines that say so.
pub(crate) fn changes(listed: &Differences, found: &BTreeMap<String, (Difference, String)>) -> Vec<String> {
    let missing = found
        .iter()
        .filter(|(case, (difference, _))| listed.get(*case) != Some(difference))
        .map(|(case, (difference, why))| format!("not listed: - {} {case}    ({why})", difference.word()));
    let idle = listed
        .iter()
        .filter(|(case, difference)| found.get(*case).is_none_or(|(now, _)| now != *difference))
        .map(|(case, difference)| format!("listed, but no more so: - {} {case}", difference.word()));
    missing.chain(idle).collect()
}

#[test]
fn rows_are_read() {
    let text = "# Title\n\n## a\n\n### Comments\n\nenvoi is right: RFC 6120 section 11.1.\n\n- takes x/y.case\n- finds x/z.case\n\n\
        ## b\n";
    let rows = [("x/y.case".to_owned(), Difference::Takes), ("x/z.case".to_owned(), Difference::Finds)];
    assert_eq!(listed(text, "a"), Ok(rows.into()));
    assert_eq!(listed(text, "b"), Ok(Differences::new()));
    assert!(listed(text, "c").is_err());
}

#[test]
fn rows_need_reasons() {
    assert!(listed("## a\n### Class\n- takes x\n", "a").is_err());
    assert!(listed("## a\n### Class\na is right: section 1\n- eats x\n", "a").is_err());
    assert!(listed("## a\n### Class\na is right: section 1\n- takes x\n- takes x\n", "a").is_err());
}

#[test]
fn the_list_must_be_exact() {
    let listed = |rows: &[(&str, Difference)]| -> Differences {
        rows.iter().map(|&(case, difference)| (case.to_owned(), difference)).collect()
    };
    let found = BTreeMap::from([("x".to_owned(), (Difference::Takes, "why".to_owned()))]);
    assert!(changes(&listed(&[("x", Difference::Takes)]), &found).is_empty());
    assert_eq!(changes(&listed(&[]), &found), ["not listed: - takes x    (why)"]);
    assert_eq!(changes(&listed(&[("x", Difference::Finds)]), &found).len(), 2);
    let idle = listed(&[("x", Difference::Takes), ("y", Difference::Refuses)]);
    assert_eq!(changes(&idle, &found), ["listed, but no more so: - refuses y"]);
}
