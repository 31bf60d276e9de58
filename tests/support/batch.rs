//! The laws of batches.

use super::{dirty_scratch, is_borrowed, policies};
use envoi::{Policy, Scratch, batch};

/// The laws of batches: a buffer is judged as its rows are, cut out by hand and judged one by one.
pub(crate) fn jid_batch(data: &[u8]) {
    for (rows, policy) in ways() {
        judged(data, rows, policy);
    }
    offsets_that_cannot_be(data);
}

/// [`jid_batch`] for one of the ways to cut and judge a buffer, the one of this number or so many times all of them further.
pub(crate) fn jid_batch_in_one_way(data: &[u8], number: usize) {
    let ways = ways();
    let (rows, policy) = ways[number % ways.len()];
    judged(data, rows, policy);
    offsets_that_cannot_be(data);
}

/// The laws of lines and of rows that end with NUL, under one policy.
pub(crate) fn separated(data: &[u8], policy: Policy) {
    judged(data, Rows::Lines, policy);
    judged(data, Rows::Nul, policy);
}

/// What rows a buffer has.
#[derive(Clone, Copy)]
enum Rows {
    Lines,
    Nul,
    /// Columns of rows that touch: cut before each line end, or every so many octets, whatever stands there; with offsets of 64 bits or 32.
    Column {
        octets: Option<usize>,
        is_wide: bool,
    },
}

fn ways() -> Vec<(Rows, Policy)> {
    let separated = policies().into_iter().flat_map(|policy| [(Rows::Lines, policy), (Rows::Nul, policy)]);
    let columns = [None, Some(7), Some(63), Some(64), Some(65)].into_iter().flat_map(|octets| {
        [false, true].into_iter().flat_map(move |is_wide| {
            let policies = [Policy::RFC7622, Policy::APP_ENGINE_SENDER];
            policies.map(|policy| (Rows::Column { octets, is_wide }, policy))
        })
    });
    separated.chain(columns).collect()
}

fn judged(data: &[u8], rows: Rows, policy: Policy) {
    match rows {
        Rows::Lines => {
            rows_are_judged_alike(|| batch::lines(data).with_policy(policy), &cut(data, b'\n'), policy);
        }
        Rows::Nul => {
            rows_are_judged_alike(|| batch::nul_separated(data).with_policy(policy), &cut(data, 0), policy);
        }
        Rows::Column { octets, is_wide } => column(data, &offsets(data, octets), is_wide, policy),
    }
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

/// Where rows of so many octets begin and end, or those between line ends.
fn offsets(data: &[u8], octets: Option<usize>) -> Vec<usize> {
    if let Some(octets) = octets {
        return (0..=data.len()).step_by(octets).collect();
    }
    let line_ends = data.iter().enumerate().filter(|(_, octet)| **octet == b'\n');
    line_ends.map(|(position, _)| position).chain([data.len()]).collect()
}

fn column(data: &[u8], offsets: &[usize], is_wide: bool, policy: Policy) {
    let expected: Vec<(usize, &[u8])> =
        offsets.windows(2).map(|border| (border[0], &data[border[0]..border[1]])).collect();
    let narrow: Vec<i32> = offsets.iter().map(|&offset| i32::try_from(offset).unwrap()).collect();
    if is_wide {
        let wide: Vec<i64> = narrow.into_iter().map(i64::from).collect();
        let rows = || batch::column(&wide, data).unwrap().with_policy(policy);
        rows_are_judged_alike(rows, &expected, policy);
    } else {
        let rows = || batch::column(&narrow, data).unwrap().with_policy(policy);
        rows_are_judged_alike(rows, &expected, policy);
    }
}

/// Offsets that are not in order, or lie behind the data.
fn offsets_that_cannot_be(data: &[u8]) {
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
