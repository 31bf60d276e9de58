//! The laws of batches.

use super::{dirty_scratch, is_borrowed, policies};
use envoi::{Policy, Scratch, batch};

/// The laws of batches: a buffer is judged as its rows are, cut out by hand and judged one by one.
pub(crate) fn jid_batch(data: &[u8]) {
    for policy in policies() {
        separated(data, policy);
    }
    columns(data);
}

/// The laws of lines and of rows that end with NUL, under one policy.
pub(crate) fn separated(data: &[u8], policy: Policy) {
    rows_are_judged_alike(|| batch::lines(data).with_policy(policy), &cut(data, b'\n'), policy);
    rows_are_judged_alike(|| batch::nul_separated(data).with_policy(policy), &cut(data, 0), policy);
}

/// Where each row begins, and its octets: a row goes from behind one separator to the next, or to the end of a
/// buffer that does not end with one. A CR before the end of a line is not part of it.
fn cut(data: &[u8], end: u8) -> Vec<(usize, &[u8])> {
    let mut rows = Vec::new();
    let mut start = 0;
    for row in data.split_inclusive(|&octet| octet == end) {
        let text = row.strip_suffix(&[end]).unwrap_or(row);
        let text = if end == b'\n' { text.strip_suffix(b"\r").unwrap_or(text) } else { text };
        rows.push((start, text));
        start += row.len();
    }
    rows
}

/// One step of a batch into scratch space.
trait NextIn {
    fn next_in<'s>(&'s mut self, scratch: &'s mut Scratch) -> Option<batch::Row<'s>>;
}

impl NextIn for batch::Lines<'_> {
    fn next_in<'s>(&'s mut self, scratch: &'s mut Scratch) -> Option<batch::Row<'s>> {
        batch::Lines::next_in(self, scratch)
    }
}

impl<O: batch::Offset> NextIn for batch::Column<'_, O> {
    fn next_in<'s>(&'s mut self, scratch: &'s mut Scratch) -> Option<batch::Row<'s>> {
        batch::Column::next_in(self, scratch)
    }
}

fn rows_are_judged_alike<'a, B>(batch: impl Fn() -> B, expected: &[(usize, &[u8])], policy: Policy)
where
    B: Iterator<Item = batch::Row<'a>> + NextIn,
{
    let mut rows = batch();
    let mut rows_in = batch();
    let mut scratch = dirty_scratch();
    for (&(start, octets), number) in expected.iter().zip(1..) {
        let alone = policy.parse_bytes(octets);
        let row = rows.next().unwrap_or_else(|| panic!("row {number} is missing: {octets:?}"));
        assert_eq!((row.number, row.start, row.input), (number, start, octets));
        assert_eq!(row.result, alone, "row {number}: {octets:?}");
        if let (Ok(row), Ok(alone)) = (&row.result, &alone) {
            assert_eq!(is_borrowed(row), is_borrowed(alone), "row {number}: {octets:?}");
        }
        let row =
            rows_in.next_in(&mut scratch).unwrap_or_else(|| panic!("row {number} is missing: {octets:?}"));
        assert_eq!((row.number, row.start, row.input), (number, start, octets));
        assert_eq!(row.result, alone, "row {number}: {octets:?}");
    }
    assert!(rows.next().is_none() && rows_in.next_in(&mut scratch).is_none(), "a row too many");
    assert!(rows.next().is_none(), "the end is the end");
}

/// Columns of rows that touch: cut before each line end, and every so many octets, whatever stands there.
fn columns(data: &[u8]) {
    let line_ends =
        data.iter().enumerate().filter(|(_, octet)| **octet == b'\n').map(|(position, _)| position);
    column(data, &line_ends.chain([data.len()]).collect::<Vec<_>>());
    for octets in [7, 63, 64, 65] {
        column(data, &(0..=data.len()).step_by(octets).collect::<Vec<_>>());
    }
    assert_eq!(batch::column::<i32>(&[], data).map(Iterator::count), Ok(0));
    assert_eq!(batch::column(&[0_i64], data).map(Iterator::count), Ok(0));
    assert_eq!(batch::column(&[0_i64, -1], data).map(drop).map_err(|error| error.index()), Err(1));
    let behind = i32::try_from(data.len() + 1).unwrap();
    assert_eq!(batch::column(&[0, 0, behind], data).map(drop).map_err(|error| error.index()), Err(2));
    assert_eq!(
        batch::column(&[behind - 1, behind - 2], data).map(drop).map_err(|error| error.index()),
        Err(1)
    );
}

fn column(data: &[u8], offsets: &[usize]) {
    let expected: Vec<(usize, &[u8])> =
        offsets.windows(2).map(|border| (border[0], &data[border[0]..border[1]])).collect();
    let narrow: Vec<i32> = offsets.iter().map(|&offset| i32::try_from(offset).unwrap()).collect();
    let wide: Vec<i64> = narrow.iter().copied().map(i64::from).collect();
    for policy in [Policy::RFC7622, Policy::APP_ENGINE_SENDER] {
        let narrow = || batch::column(&narrow, data).unwrap().with_policy(policy);
        rows_are_judged_alike(narrow, &expected, policy);
        let wide = || batch::column(&wide, data).unwrap().with_policy(policy);
        rows_are_judged_alike(wide, &expected, policy);
    }
}
