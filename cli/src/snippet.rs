//! Errors with a mark under the place at fault.

use crate::show;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anstyle::Style;
use console::Term;
use envoi::{JidError, JidErrorKind as Kind, Part, Split};
use std::io::Write as _;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// How wide a report is that does not go to a terminal.
const COLUMNS: usize = 100;
/// What stands before the text in each line.
const MARGIN: usize = 3;
/// How a name and a place in it look.
const PLACE: Style = Style::new().bold();
/// A terminal narrower than this is not catered for.
const NARROWEST: usize = 24;

/// What is wrong with a text, and where.
pub(crate) struct Fault<'a> {
    /// The part of the address, or what else the text is.
    pub(crate) part: &'static str,
    /// A stable identifier.
    pub(crate) kind: &'static str,
    pub(crate) message: String,
    pub(crate) code_point: Option<char>,
    pub(crate) octets: &'a [u8],
    /// The octets at fault.
    pub(crate) span: Range<usize>,
}

impl<'a> Fault<'a> {
    pub(crate) fn of_address(octets: &'a [u8], error: &JidError) -> Self {
        Self {
            part: error.part().as_str(),
            kind: error.kind().as_str(),
            message: error.to_string(),
            code_point: error.code_point(),
            octets,
            span: span(octets, error),
        }
    }

    /// A text that is not UTF-8 from `offset` on.
    pub(crate) fn not_utf8(part: &'static str, octets: &'a [u8], offset: usize) -> Self {
        let message = format!("the text is not UTF-8, at byte {offset}");
        Self { part, kind: "invalid-utf8", message, code_point: None, octets, span: offset..offset + 1 }
    }

    /// Writes it to standard error. If that fails there is nowhere left to say so.
    pub(crate) fn report(&self) {
        self.write("");
    }

    /// The same for a part of an input, with its name, line and column in front.
    pub(crate) fn report_at(&self, place: &str) {
        self.write(&format!("{PLACE}{place}:{PLACE:#} "));
    }

    /// The text, for lines so many columns wide, and the marks that stand in the line below it.
    pub(crate) fn marked(&self, columns: usize) -> (String, String) {
        let (text, mark) = Shown::new(self.octets, self.span.clone()).cut(columns.max(NARROWEST));
        let marks = [" ".repeat(text[..mark.start].width()), "^".repeat(text[mark].width().max(1))];
        (text, marks.concat())
    }

    fn write(&self, front: &str) {
        let drawn = self.draw(columns_of(&Term::stderr()));
        let _ = anstream::stderr().write_all([front, &drawn].concat().as_bytes());
    }

    /// Draws it, with colours, for a terminal `columns` wide.
    fn draw(&self, columns: usize) -> String {
        let shown = Shown::new(self.octets, self.span.clone());
        let (text, mark) = shown.cut(columns.saturating_sub(MARGIN).max(NARROWEST));
        let mark = AnnotationKind::Primary.span(mark);
        let snippet = Snippet::source(text).line_numbering(false).annotation(mark);
        let mut group = Level::ERROR
            .primary_title(&self.message)
            .id(format!("{}/{}", self.part, self.kind))
            .element(snippet);
        if shown.right_to_left {
            let note = "a terminal may show right-to-left letters in another order than they are stored in";
            group = group.element(Level::NOTE.message(note));
        }
        // The text has been cut already, and exactly.
        let mut drawn = Renderer::styled().term_width(usize::from(u16::MAX)).render(&[group]);
        drawn.push('\n');
        drawn
    }
}

/// How wide a terminal is, or what stands for one.
pub(crate) fn columns_of(terminal: &Term) -> usize {
    terminal.size_checked().map_or(COLUMNS, |(_rows, columns)| columns.into())
}

/// The octets that an error speaks of: a code point, a label, or the rest of a part.
fn span(octets: &[u8], error: &JidError) -> Range<usize> {
    let start = error.offset();
    let Ok(text) = std::str::from_utf8(octets) else {
        return start..(start + 1).min(octets.len());
    };
    if let Some(c) = error.code_point() {
        return start..(start + c.len_utf8()).min(text.len());
    }
    let part_end = part_end(text, error.part()).max(start);
    let length = match error.kind() {
        Kind::Empty | Kind::EmptyLabel | Kind::MissingResourcepart => 0,
        Kind::Hyphen => 1,
        Kind::ReservedLabel => 2,
        Kind::LabelTooLong | Kind::InvalidALabel | Kind::LeadingMark => {
            let rest = &text[start..part_end];
            rest.find(['.', '\u{3002}', '\u{FF0E}', '\u{FF61}']).unwrap_or(rest.len())
        }
        _ => part_end - start,
    };
    start..start + length
}

fn part_end(text: &str, part: Part) -> usize {
    let Split { localpart, domainpart, resourcepart } = Split::new(text);
    let resourcepart_octets = resourcepart.map_or(0, |part| part.len() + 1);
    match part {
        Part::Localpart => localpart.map_or(domainpart.len(), str::len),
        Part::Domainpart => text.len() - resourcepart_octets,
        Part::Resourcepart => text.len(),
    }
}

/// A text made visible, and where its octets at fault are in that.
struct Shown {
    cells: Vec<Cell>,
    /// The cells at fault; none, between two cells, if something is missing there.
    marked: Range<usize>,
    right_to_left: bool,
}

/// What stands together on the terminal: a character with the marks that are drawn on it, or an escape.
struct Cell {
    text: String,
    columns: usize,
}

impl Shown {
    fn new(octets: &[u8], span: Range<usize>) -> Self {
        let mut shown = Self { cells: Vec::new(), marked: 0..0, right_to_left: false };
        let mut position = 0;
        for chunk in octets.utf8_chunks() {
            for c in chunk.valid().chars() {
                shown.push(c);
                shown.right_to_left |= is_right_to_left(c);
                position += c.len_utf8();
                shown.mark(position, &span);
            }
            for octet in chunk.invalid() {
                shown.cells.push(Cell { text: format!(r"\x{octet:02X}"), columns: 4 });
                position += 1;
                shown.mark(position, &span);
            }
        }
        shown
    }

    fn push(&mut self, c: char) {
        match self.cells.last_mut() {
            Some(cell) if show::is_combining(c) => cell.text.push(c),
            _ => {
                let mut text = String::new();
                show::push_visible(&mut text, c);
                let columns = text.width();
                self.cells.push(Cell { text, columns });
            }
        }
    }

    /// Octets up to `position` are in the cells that there are now.
    fn mark(&mut self, position: usize, span: &Range<usize>) {
        if position <= span.start {
            self.marked = self.cells.len()..self.cells.len();
        } else if self.marked.is_empty() && span.start < span.end {
            self.marked = self.cells.len() - 1..self.cells.len();
        } else if position <= span.end {
            self.marked.end = self.cells.len();
        }
    }

    /// As much as fits into so many columns, with the front of the mark in it; and where the mark is, in octets.
    fn cut(&self, columns: usize) -> (String, Range<usize>) {
        let all = 0..self.cells.len();
        let window = if self.columns(all.clone()) <= columns { all } else { self.window(columns - 6) };
        let mut text = String::new();
        let mut mark = 0..0;
        if window.start > 0 {
            text.push_str("...");
        }
        for index in window.clone() {
            if index <= self.marked.start {
                mark = text.len()..text.len();
            }
            text.push_str(&self.cells[index].text);
            if self.marked.contains(&index) {
                mark.end = text.len();
            }
        }
        if self.marked.start >= window.end {
            mark = text.len()..text.len();
        }
        if window.end < self.cells.len() {
            text.push_str("...");
        }
        (text, mark)
    }

    fn columns(&self, cells: Range<usize>) -> usize {
        self.cells[cells].iter().map(|cell| cell.columns).sum()
    }

    /// Cells round the front of the mark that fit into so many columns.
    fn window(&self, columns: usize) -> Range<usize> {
        let mut window = self.marked.start..self.marked.start;
        let mut used = 0;
        // What follows comes first, but leaves a third to what stands before, which may leave some again.
        for (most, forwards) in [(columns * 2 / 3, true), (columns, false), (columns, true)] {
            loop {
                let next = if forwards { Some(window.end) } else { window.start.checked_sub(1) };
                let Some(cell) = next.and_then(|next| self.cells.get(next)) else { break };
                if used + cell.columns > most {
                    break;
                }
                used += cell.columns;
                if forwards {
                    window.end += 1;
                } else {
                    window.start -= 1;
                }
            }
        }
        window
    }
}

/// Whether a code point lies in the blocks that Unicode sets aside for right-to-left scripts (UAX 9 section 3.2).
const fn is_right_to_left(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8FF}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFE}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(octets: &[u8], span: Range<usize>, columns: usize) -> (String, String) {
        let (text, mark) = Shown::new(octets, span).cut(columns);
        let marked = text[mark].to_owned();
        (text, marked)
    }

    #[test]
    fn the_mark_follows_the_octets() {
        for (octets, span, text, mark) in [
            (&b"a&b"[..], 1..2, "a&b", "&"),
            (b"a\0b", 1..2, r"a\u{0}b", r"\u{0}"),
            (b"\0\0&", 2..3, r"\u{0}\u{0}&", "&"),
            ("\u{4E00}\u{202E}x".as_bytes(), 3..6, "\u{4E00}\\u{202e}x", r"\u{202e}"),
            // A combining mark has no column of its own: the letter that it stands on is marked with it.
            ("e\u{301}x".as_bytes(), 1..3, "e\u{301}x", "e\u{301}"),
            ("\u{301}x".as_bytes(), 0..2, r"\u{301}x", r"\u{301}"),
            (b"a\xFFb", 1..2, r"a\xFFb", r"\xFF"),
            (b"ab", 0..2, "ab", "ab"),
            (b"a@", 2..2, "a@", ""),
            (b"", 0..0, "", ""),
        ] {
            assert_eq!(cut(octets, span, 80), (text.into(), mark.into()));
        }
    }

    #[test]
    fn something_missing_is_marked_where_it_would_be() {
        for offset in 0..=4 {
            let (text, mark) = Shown::new(b"ab..", offset..offset).cut(80);
            assert_eq!((&*text, mark), ("ab..", offset..offset));
        }
    }

    #[test]
    fn long_texts_are_cut_to_the_width() {
        let text = ["a".repeat(100), "&".into(), "\u{4E00}".repeat(100)].concat();
        for columns in 24..150 {
            let (shown, mark) = cut(text.as_bytes(), 100..101, columns);
            assert!(shown.width() <= columns && shown.width() + 2 > columns, "{shown}");
            assert!(shown.contains("aaa&") && mark == "&", "{shown}");
            let (shown, mark) = cut(text.as_bytes(), 0..text.len(), columns);
            assert!(
                shown.width() <= columns && shown.starts_with("aaa") && mark.len() + 3 == shown.len(),
                "{shown}"
            );
            let (shown, mark) = cut(text.as_bytes(), text.len()..text.len(), columns);
            assert!(
                shown.width() <= columns && shown.starts_with("...\u{4E00}") && mark.is_empty(),
                "{shown}"
            );
        }
    }

    #[test]
    fn spans_cover_what_the_error_speaks_of() {
        for (text, span) in [
            ("a&b@c", 1..2),
            ("a@", 2..2),
            ("a@b..c/d", 4..4),
            ("a@xn--zzzzzz999.b/c", 2..15),
            ("a@2001:db8::1/c", 2..13),
            ("a@b/\u{1}", 4..5),
        ] {
            let error = envoi::Jid::parse(text).unwrap_err();
            assert_eq!(super::span(text.as_bytes(), &error), span, "{text}: {error}");
        }
    }
}
