//! Many addresses at a time: lines of a buffer, or a column of offsets and octets.
//!
//! Rows are found and judged many at a time: the octets from the start of each row on are classified, and the same look
//! finds the end of the row and judges it. That is faster than one [`Jid::parse`] a row, gives the same verdicts, and
//! takes rows that are not UTF-8. A bad row never stops the rest.
//!
//! ```
//! use envoi::batch;
//!
//! let export = b"juliet@example.com\nRomeo@example.net\n@example.org\n";
//! let verdicts: Vec<_> = batch::lines(export).map(|row| row.result.is_ok()).collect();
//! assert_eq!(verdicts, [true, true, false]);
//! ```

use super::ascii::{Address, Verdict};
use super::policy::Service;
use super::{Jid, JidError, Policy, Scratch, cast, prepare};
use crate::scan::{Ends, JudgeRows, Judged, Lanes, Layout, Rows};
use alloc::borrow::Cow;
use core::fmt;

/// One row: where it stands, its octets, and the verdict.
///
/// ```
/// let row = envoi::batch::lines(b"\na@b\n").nth(1).unwrap();
/// assert_eq!((row.number, row.start, row.input), (2, 1, &b"a@b"[..]));
/// assert_eq!(row.result.unwrap().as_str(), "a@b");
/// ```
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The number of the row, from 1.
    pub number: u64,
    /// Where the row begins: a byte offset into the buffer.
    pub start: usize,
    /// The octets of the row, without what separates it from the next.
    pub input: &'a [u8],
    /// The address, or what is wrong; offsets count from the start of the row.
    pub result: Result<Cow<'a, Jid>, JidError>,
}

/// The rows of a buffer: see [`lines`] and [`nul_separated`].
///
/// ```
/// let lines: envoi::batch::Lines = envoi::batch::lines(b"a@b\nc@d");
/// assert_eq!(lines.count(), 2);
/// ```
pub struct Lines<'a>(Verdicts<'a, Separated>);

/// The rows of a column: see [`column()`].
///
/// ```
/// let rows: envoi::batch::Column<i32> = envoi::batch::column(&[0, 3, 6], b"a@bC@d")?;
/// assert_eq!(rows.count(), 2);
/// # Ok::<(), envoi::batch::ColumnError>(())
/// ```
pub struct Column<'a, O: Offset>(Verdicts<'a, Offsets<'a, O>>);

/// Judges each line of a buffer; a line ends with LF or CRLF, and the last one may end with the buffer.
///
/// ```
/// let rows: Vec<_> = envoi::batch::lines(b"a@b\r\n\xFF@b\nc@d").collect();
/// assert_eq!(rows[0].result.as_ref().unwrap().as_str(), "a@b");
/// assert_eq!(rows[1].result.as_ref().unwrap_err().kind(), envoi::JidErrorKind::InvalidUtf8);
/// assert_eq!((rows[2].number, rows[2].start), (3, 9));
/// ```
pub fn lines(data: &[u8]) -> Lines<'_> {
    Lines(Verdicts::new(data, Separated { end: b'\n', position: 0 }))
}

/// Judges each row of a buffer whose rows end with NUL (`find -print0` style); the last one may end with the buffer.
///
/// ```
/// let rows = envoi::batch::nul_separated(b"a@b\0c@d/line\nfeed\0");
/// assert_eq!(rows.map(|row| row.result.is_ok()).collect::<Vec<_>>(), [true, false]);
/// ```
pub fn nul_separated(data: &[u8]) -> Lines<'_> {
    Lines(Verdicts::new(data, Separated { end: 0, position: 0 }))
}

/// Judges each row of a column laid out as in an Arrow string array: row `i` is `data[offsets[i]..offsets[i + 1]]`.
///
/// Offsets are `i32` or `i64`.
///
/// # Errors
///
/// [`ColumnError`] if an offset is negative, lower than the one before, or behind the end of `data`. No offsets at all
/// are no rows.
///
/// ```
/// let rows = envoi::batch::column(&[0_i32, 3, 6], b"a@bC@d")?;
/// let jids: Vec<_> = rows.map(|row| row.result.unwrap().into_owned()).collect();
/// assert_eq!(jids[1].as_str(), "c@d");
/// # Ok::<(), envoi::batch::ColumnError>(())
/// ```
pub fn column<'a, O: Offset>(offsets: &'a [O], data: &'a [u8]) -> Result<Column<'a, O>, ColumnError> {
    let mut last = 0;
    for (index, offset) in offsets.iter().enumerate() {
        match offset.to_usize() {
            Some(offset) if last <= offset && offset <= data.len() => last = offset,
            _ => return Err(ColumnError { index }),
        }
    }
    Ok(Column(Verdicts::new(data, Offsets(offsets))))
}

/// An offset into a column: `i32` or `i64`.
pub trait Offset: Copy + sealed::Sealed {
    #[doc(hidden)]
    fn to_usize(self) -> Option<usize>;
}

impl Offset for i32 {
    fn to_usize(self) -> Option<usize> {
        self.try_into().ok()
    }
}

impl Offset for i64 {
    fn to_usize(self) -> Option<usize> {
        self.try_into().ok()
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for i32 {}
    impl Sealed for i64 {}
}

/// The offsets of a column do not lie in order within its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnError {
    index: usize,
}

impl ColumnError {
    /// Which offset, from 0.
    ///
    /// ```
    /// let error = envoi::batch::column(&[0_i32, 4], b"a@b").unwrap_err();
    /// assert_eq!(error.index(), 1);
    /// ```
    pub const fn index(&self) -> usize {
        self.index
    }
}

impl fmt::Display for ColumnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "offset {} of the column is negative, lower than the one before, or behind the end",
            self.index
        )
    }
}

impl core::error::Error for ColumnError {}

impl Lines<'_> {
    /// Judges by another policy.
    ///
    /// ```
    /// use envoi::{Policy, batch};
    ///
    /// let mut lines = batch::lines(b"a@dev_box").with_policy(Policy::RFC7622.with_underscore());
    /// assert!(lines.next().unwrap().result.is_ok());
    /// ```
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.0.policy = policy;
        self
    }

    /// The next row, with rewritten addresses in `scratch`: never allocates once `scratch` is warm.
    ///
    /// ```
    /// let mut lines = envoi::batch::lines(b"Juliet@example.com\nROMEO@example.net\n");
    /// let mut scratch = envoi::Scratch::new();
    /// while let Some(row) = lines.next_in(&mut scratch) {
    ///     assert!(row.result.is_ok());
    /// }
    /// ```
    #[inline]
    pub fn next_in<'s>(&'s mut self, scratch: &'s mut Scratch) -> Option<Row<'s>> {
        self.0.next_in(scratch)
    }
}

impl<O: Offset> Column<'_, O> {
    /// Judges by another policy.
    ///
    /// ```
    /// use envoi::{Policy, batch};
    ///
    /// let mut rows = batch::column(&[0_i32, 9], b"a@dev_box")?.with_policy(Policy::RFC7622.with_underscore());
    /// assert!(rows.next().unwrap().result.is_ok());
    /// # Ok::<(), batch::ColumnError>(())
    /// ```
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.0.policy = policy;
        self
    }

    /// The next row, with rewritten addresses in `scratch`: never allocates once `scratch` is warm.
    ///
    /// ```
    /// let mut rows = envoi::batch::column(&[0_i64, 3, 6], b"a@bC@d")?;
    /// let mut scratch = envoi::Scratch::new();
    /// assert_eq!(rows.next_in(&mut scratch).unwrap().result.unwrap().as_str(), "a@b");
    /// # Ok::<(), envoi::batch::ColumnError>(())
    /// ```
    #[inline]
    pub fn next_in<'s>(&'s mut self, scratch: &'s mut Scratch) -> Option<Row<'s>> {
        self.0.next_in(scratch)
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Row<'a>;

    #[inline]
    fn next(&mut self) -> Option<Row<'a>> {
        self.0.next()
    }
}

impl<'a, O: Offset> Iterator for Column<'a, O> {
    type Item = Row<'a>;

    #[inline]
    fn next(&mut self) -> Option<Row<'a>> {
        self.0.next()
    }
}

impl fmt::Debug for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines").field("number", &self.0.rows.number()).finish_non_exhaustive()
    }
}

impl<O: Offset> fmt::Debug for Column<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Column").field("number", &self.0.rows.number()).finish_non_exhaustive()
    }
}

/// Judged rows, numbered, and finished where the fast path left them undecided.
struct Verdicts<'a, L> {
    rows: Rows<'a, L, Address>,
    policy: Policy,
}

impl<'a, L: Layout> Verdicts<'a, L> {
    fn new(data: &'a [u8], layout: L) -> Self {
        Self { rows: Rows::new(data, layout), policy: Policy::RFC7622 }
    }

    // Each arm makes a row of its own, in place: a result that is made first and moved costs as much as the judging.
    #[inline(always)]
    fn next(&mut self) -> Option<Row<'a>> {
        let &Judged { text: input, verdict } = self.rows.next()?;
        let (number, start) = (self.rows.number(), self.rows.start_of(input));
        match verdict {
            Verdict::Canonical if self.policy.service == Service::Any => {
                let jid = Jid::cast(cast::ascii_str(input));
                Some(Row { number, start, input, result: Ok(Cow::Borrowed(jid)) })
            }
            _ => {
                Some(Row { number, start, input, result: prepare::parse_judged(self.policy, input, verdict) })
            }
        }
    }

    #[inline(always)]
    fn next_in<'s>(&'s mut self, scratch: &'s mut Scratch) -> Option<Row<'s>> {
        let &Judged { text: input, verdict } = self.rows.next()?;
        let (number, start) = (self.rows.number(), self.rows.start_of(input));
        match verdict {
            Verdict::Canonical if self.policy.service == Service::Any => {
                let jid = Jid::cast(cast::ascii_str(input));
                Some(Row { number, start, input, result: Ok(Cow::Borrowed(jid)) })
            }
            _ => {
                let result = prepare::parse_judged_in(self.policy, input, verdict, scratch);
                Some(Row { number, start, input, result: result.map(Cow::Borrowed) })
            }
        }
    }
}

/// Rows that end with an octet, or with the buffer.
#[derive(Clone, Copy)]
struct Separated {
    end: u8,
    position: usize,
}

impl Layout for Separated {
    #[inline(always)]
    fn find_ends<V: Lanes, J: JudgeRows>(&self, data: &[u8], ends: &mut Ends) {
        ends.find::<V, J>(self.end, data, self.position);
    }

    #[inline(always)]
    fn take<'a>(&mut self, data: &'a [u8], end: usize) -> &'a [u8] {
        let row = &data[self.position..end];
        self.position = end + 1;
        row
    }

    #[inline(always)]
    fn trim<'a>(&self, row: &'a [u8]) -> &'a [u8] {
        match row {
            [text @ .., b'\r'] if self.end == b'\n' => text,
            text => text,
        }
    }
}

/// Rows that lie between offsets, which have been checked.
#[derive(Clone, Copy)]
struct Offsets<'a, O>(&'a [O]);

impl<O: Offset> Layout for Offsets<'_, O> {
    #[inline(always)]
    fn find_ends<V: Lanes, J: JudgeRows>(&self, _: &[u8], ends: &mut Ends) {
        ends.fill(self.0.iter().skip(1).map_while(|offset| offset.to_usize()));
    }

    #[inline(always)]
    fn take<'a>(&mut self, data: &'a [u8], end: usize) -> &'a [u8] {
        let start = self.0.first().and_then(|start| start.to_usize());
        self.0 = self.0.get(1..).unwrap_or_default();
        &data[start.unwrap_or(end)..end]
    }

    #[inline(always)]
    fn trim<'a>(&self, row: &'a [u8]) -> &'a [u8] {
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{string::String, vec::Vec};

    fn verdicts(rows: impl Iterator<Item = Row<'static>>) -> Vec<(u64, usize, Result<String, JidError>)> {
        rows.map(|row| (row.number, row.start, row.result.map(|jid| jid.as_str().into()))).collect()
    }

    #[test]
    fn lines_end_with_lf_or_crlf_or_the_buffer() {
        let rows = verdicts(lines(b"a@b\nC@d\r\n\n\xFF\nlast.example/\xC3\xA9"));
        let texts: Vec<_> = rows.iter().map(|row| row.2.as_deref().ok()).collect();
        assert_eq!(texts, [Some("a@b"), Some("c@d"), None, None, Some("last.example/\u{E9}")]);
        assert_eq!(rows.iter().map(|row| row.1).collect::<Vec<_>>(), [0, 4, 9, 10, 12]);
        assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        assert_eq!(lines(b"").count(), 0);
        assert_eq!(lines(b"\n").count(), 1);
    }

    #[test]
    fn a_carriage_return_belongs_to_a_row_that_ends_with_nul() {
        let rows = verdicts(nul_separated(b"a@b\r\0c@d\0"));
        assert!(rows[0].2.is_err() && rows[1].2.is_ok());
    }

    #[test]
    fn columns_refuse_offsets_out_of_order() {
        for (offsets, index) in [(&[0, 2, 1][..], 2), (&[-1, 2], 0), (&[0, 4], 1)] {
            assert_eq!(column(offsets, b"a@b").unwrap_err(), ColumnError { index }, "{offsets:?}");
        }
        assert_eq!(column::<i32>(&[], b"").unwrap().count(), 0);
        assert_eq!(
            column(&[0_i64, 0, 3], b"a@b").unwrap().map(|row| row.result.is_ok()).collect::<Vec<_>>(),
            [false, true]
        );
    }

    #[test]
    fn rows_longer_than_the_masks_are_judged_too() {
        for octets in 1..200 {
            let mut data = std::vec![b'a'; octets];
            data.extend_from_slice(b"@b\nc@d");
            let rows: Vec<_> = lines(&data).collect();
            assert_eq!(rows.len(), 2, "{octets}");
            assert!(rows.iter().all(|row| row.result.is_ok()), "{octets}");
            assert_eq!(rows[0].input.len(), octets + 2);
        }
    }
}
