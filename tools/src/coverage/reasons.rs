//! The list of what no test reaches, with a reason for each: a table in `tests/README.md`.

use std::collections::BTreeSet;

/// The head of the table.
const HEAD: &str = "| file | function | why |";

/// The files and the functions that the table names.
pub(super) fn read(text: &str) -> BTreeSet<(String, String)> {
    let rows = text.lines().skip_while(|line| *line != HEAD).skip(2).take_while(|line| line.starts_with('|'));
    rows.flat_map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let file = cells.get(1).map_or("", |cell| cell.trim_matches('`')).to_owned();
        let functions = cells.get(2).map_or("", |cell| cell).split(", ");
        let functions: Vec<String> = functions.map(|name| name.trim_matches('`').to_owned()).collect();
        functions.into_iter().map(move |function| (file.clone(), function))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_name_files_and_functions() {
        let text = "# Tests\n\n| file | what |\n|-|-|\n| `x.rs` | `y` |\n\n| file | function | why |\n|-|-|-|\n\
                    | `a/b.rs` | `c`, `d` | because |\n| `e.rs` | `f` | so |\n\nThe end\n| `g.rs` | `h` | no |\n";
        let expected = [("a/b.rs", "c"), ("a/b.rs", "d"), ("e.rs", "f")];
        let expected = expected.map(|(file, function)| (file.to_owned(), function.to_owned()));
        assert_eq!(read(text), BTreeSet::from(expected));
        assert!(read("no table").is_empty());
    }
}
