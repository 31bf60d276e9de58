//! Tables in Markdown.

use std::fmt;

/// Rows come in the order in which their first cell is set.
pub(super) struct Table {
    corner: String,
    columns: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
}

impl Table {
    /// A table with columns and no rows.
    pub(super) fn new<'a>(corner: &str, columns: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            corner: corner.to_owned(),
            columns: columns.into_iter().map(str::to_owned).collect(),
            rows: Vec::new(),
        }
    }

    /// Sets one cell of a column that the table has.
    pub(super) fn set(&mut self, row: &str, column: &str, cell: String) {
        let column = self.columns.iter().position(|name| name == column).expect("one of the columns");
        let row = self.rows.iter().position(|(name, _)| name == row).unwrap_or_else(|| {
            self.rows.push((row.to_owned(), vec![String::new(); self.columns.len()]));
            self.rows.len() - 1
        });
        self.rows[row].1[column] = cell;
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| {} | {} |", self.corner, self.columns.join(" | "))?;
        writeln!(f, "|-|{}", "-:|".repeat(self.columns.len()))?;
        for (name, cells) in &self.rows {
            writeln!(f, "| {name} | {} |", cells.join(" | "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_in_their_column_and_rows_in_order() {
        let mut table = Table::new("", ["a", "b"]);
        table.set("second", "b", "1".to_owned());
        table.set("first", "a", "2".to_owned());
        table.set("second", "a", "3".to_owned());
        assert_eq!(table.to_string(), "|  | a | b |\n|-|-:|-:|\n| second | 3 | 1 |\n| first | 2 |  |\n");
    }
}
