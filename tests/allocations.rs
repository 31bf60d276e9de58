//! How often the library allocates: never for what is canonical, once for ASCII that is rewritten, never on the
//! way to an error in ASCII, and never into scratch space that is warm.
#![cfg(feature = "alloc")]

use allocation_counter::measure;
use envoi::{BareJid, Domainpart, FullJid, Jid, Localpart, Policy, Resourcepart, Scratch, batch};
use std::borrow::Cow;

/// Canonical rows of every kind: short and long, ASCII and other scripts, bare and full, names and IP literals.
fn canonical_rows() -> Vec<String> {
    let mut rows: Vec<String> = [
        "juliet@example.com",
        "example.com",
        "a@b",
        "romeo@example.net/orchard",
        "pubsub.example.com/Conversations.x7Qf",
        "o'neil-smith+xmpp@example.com".trim_start_matches("o'"),
        "user@127.0.0.1",
        "user@[2001:db8::1]/home",
        "user@example.com/8f14e45f-ceea-467f-a0e6-123456789abc",
        "user@example.com/ a b c ",
        // Latin-1, Greek, Cyrillic, Han, kana, Hangul, Devanagari with a joiner.
        "jos\u{E9}@example.com",
        "fu\u{DF}ball@stra\u{DF}e.example",
        "\u{3B1}\u{3C1}\u{3C7}\u{3AE}@\u{3C0}\u{3B1}\u{3C1}\u{3AC}\u{3B4}\u{3B5}\u{3B9}\u{3B3}\u{3BC}\u{3B1}.example",
        "\u{43C}\u{430}\u{440}\u{438}\u{44F}@\u{43F}\u{440}\u{438}\u{43C}\u{435}\u{440}.example/\u{434}\u{43E}\u{43C}",
        "\u{5F20}\u{4F1F}@\u{4F8B}\u{5B50}.example/\u{5BB6}",
        "\u{305F}\u{308D}\u{3046}@\u{30C9}\u{30E1}\u{30A4}\u{30F3}.example",
        "\u{AE40}\u{CCA0}\u{C218}@\u{C608}\u{C2DC}.example",
        "\u{930}\u{93E}\u{92E}@\u{909}\u{926}\u{93E}\u{939}\u{930}\u{923}.example",
        // Right to left.
        "\u{645}\u{62D}\u{645}\u{62F}@\u{645}\u{62B}\u{627}\u{644}.example",
        "\u{5D3}\u{5D5}\u{5D3}@\u{5D3}\u{5D5}\u{5D2}\u{5DE}\u{5D4}.example",
        // Free-form resourceparts.
        "juliet@example.com/King \u{265A}",
        "juliet@example.com/\u{1F600} \u{FF21}",
    ]
    .map(String::from)
    .into();
    // Longer than the masks of the fast path, and as long as may be.
    for octets in [63, 64, 65, 200, 1023] {
        rows.push(format!("{}@example.com", "u".repeat(octets)));
        rows.push(format!("u@example.com/{}", "R".repeat(octets)));
    }
    rows.push(format!("{}@example.com/{}", "\u{44F}".repeat(511), "\u{4E00}".repeat(341)));
    rows.push(format!("u@{}example", "label.".repeat(40)));
    rows
}

/// ASCII that preparation changes.
const REWRITTEN_ASCII: [&str; 5] = [
    "Juliet@example.com",
    "juliet@EXAMPLE.com/Balcony",
    "EXAMPLE.COM",
    "User.Name+Tag_With~Others@Example.COM/8F14E45F-CEEA-467F-A0E6-123456789ABC",
    "A-Rather-Long-Localpart-That-Does-Not-Fit-Into-One-Word-Of-Bits@Example.com/x",
];

/// ASCII that is rewritten part by part, in a text that grows.
const MENDED_ASCII: [&str; 2] = ["juliet@example.com./balcony", "u@[2001:DB8:0:0::1]"];

/// ASCII that is refused, in each part and at each length.
fn refused_ascii() -> Vec<String> {
    let mut rows: Vec<String> = [
        "",
        "@",
        "/",
        "a@",
        "@b",
        "a@b/",
        "a b@example.com",
        "a&b@example.com",
        "a@b@c",
        "a@b..c",
        "a@-b",
        "a@b-",
        "a@ab--c",
        "a@b_c",
        "a@b c",
        "a@::1",
        "a@[::1",
        "a@[1.2.3.4]",
        "a@b/\u{7F}",
        "a\u{B}@b",
    ]
    .map(String::from)
    .into();
    for octets in [64, 254, 1024, 3069, 3070, 10_000] {
        let long = "a".repeat(octets);
        rows.extend([
            format!("{long}&@b"),
            format!("b@{long}&"),
            format!("b@c/{long}\t"),
            format!("b@{long}"),
        ]);
    }
    rows.push(format!("{}@b", "a".repeat(1024)));
    rows.push(format!("b/{}", "a".repeat(1024)));
    rows
}

/// Calls `work` with each row, and fails with all rows on which it does not allocate `expected` times.
fn each_allocates<R: AsRef<str>>(rows: &[R], expected: u64, mut work: impl FnMut(&str)) {
    let mut found = Vec::new();
    for row in rows.iter().map(AsRef::as_ref) {
        let count = measure(|| work(row)).count_total;
        if count != expected {
            let front: String = row.chars().take(60).collect();
            found.push(format!("{count} times: {front:?}, {} octets", row.len()));
        }
    }
    assert!(found.is_empty(), "not {expected} times: {found:#?}");
}

#[test]
fn the_counter_counts() {
    each_allocates(&["a"], 1, |_| drop(std::hint::black_box(Box::new(7))));
}

#[test]
fn canonical_rows_never_allocate() {
    let rows = canonical_rows();
    each_allocates(&rows, 0, |row| assert!(matches!(Jid::parse(row), Ok(Cow::Borrowed(_))), "{row:?}"));
    each_allocates(&rows, 0, |row| assert!(Policy::RFC7622.parse_bytes(row.as_bytes()).is_ok()));
    each_allocates(&rows, 0, |row| assert!(Jid::from_canonical(row).is_ok(), "{row:?}"));
    each_allocates(&rows, 0, |row| assert!(Jid::from_prepared(row).is_ok()));
    each_allocates(&rows, 0, |row| assert!(BareJid::parse(row).is_ok() != FullJid::parse(row).is_ok()));
    // Scratch space without any room: none is asked for.
    let mut scratch = Scratch::new();
    each_allocates(&rows, 0, |row| assert!(Jid::parse_in(row, &mut scratch).is_ok()));
}

#[test]
fn canonical_parts_never_allocate() {
    each_allocates(&canonical_rows(), 0, |row| {
        let parts = Jid::from_prepared(row).unwrap().parts();
        assert!(parts.localpart.is_none_or(|part| Localpart::parse(part.as_str()).is_ok()));
        assert!(Domainpart::parse(parts.domainpart.as_str()).is_ok());
        assert!(parts.resourcepart.is_none_or(|part| Resourcepart::parse(part.as_str()).is_ok()));
    });
}

#[test]
fn rewritten_ascii_allocates_once() {
    each_allocates(&REWRITTEN_ASCII, 1, |row| {
        assert!(matches!(Jid::parse(row), Ok(Cow::Owned(_))), "{row:?}");
    });
}

#[test]
fn mended_ascii_allocates_little() {
    for row in MENDED_ASCII {
        let count = measure(|| drop(Jid::parse(row).unwrap())).count_total;
        assert!((1..=4).contains(&count), "{count} times: {row:?}");
    }
}

#[test]
fn refused_ascii_never_allocates() {
    each_allocates(&refused_ascii(), 0, |row| assert!(Jid::parse(row).is_err(), "{row:?}"));
}

/// What preparation rewrites or refuses only after a closer look.
const SLOW: [&str; 11] = [
    // Width, case, NFC, A-labels, IDNA mapping, the final dot of either kind.
    "\u{FF2A}\u{FF35}\u{FF2C}\u{FF29}\u{FF25}\u{FF34}@example.com",
    "JOSE\u{301}@example.com/e\u{301}",
    "\u{39C}\u{3A3}@\u{3A0}\u{3B1}.example",
    "juliet@xn--bcher-kva.example",
    "juliet@B\u{DC}CHER.example",
    "juliet@b\u{FC}cher\u{3002}example\u{3002}",
    "a@b/c\u{A0}d",
    // Refused.
    "\u{FF20}@example.com",
    "a\u{378}@example.com",
    "juliet@\u{2100}.example",
    "juliet@xn--.example",
];

#[test]
fn warm_scratch_never_allocates() {
    let mut scratch = Scratch::new();
    for rows in [
        canonical_rows(),
        refused_ascii(),
        REWRITTEN_ASCII.map(String::from).into(),
        MENDED_ASCII.map(String::from).into(),
        SLOW.map(String::from).into(),
    ] {
        // What warms the scratch is one look at the same rows.
        for row in &rows {
            std::hint::black_box(Jid::parse_in(row, &mut scratch).is_ok());
        }
        each_allocates(&rows, 0, |row| {
            std::hint::black_box(Jid::parse_in(row, &mut scratch).is_ok());
        });
    }
}

/// Rows of a batch, of every kind in turn, with either line end and without a last one.
fn joined(rows: &[String], end: &str) -> Vec<u8> {
    rows.join(end).into_bytes()
}

#[test]
fn batches_of_canonical_rows_never_allocate() {
    let rows = canonical_rows();
    for end in ["\n", "\r\n"] {
        let data = joined(&rows, end);
        let count = measure(|| {
            let canonical =
                batch::lines(&data).filter(|row| matches!(row.result, Ok(Cow::Borrowed(_)))).count();
            assert_eq!(canonical, rows.len());
        });
        assert_eq!(count.count_total, 0);
    }
    let data = joined(&rows, "\0");
    let count = measure(|| assert!(batch::nul_separated(&data).all(|row| row.result.is_ok())));
    assert_eq!(count.count_total, 0);
    let (offsets, data) = (offsets(&rows), joined(&rows, ""));
    let count = measure(|| assert!(batch::column(&offsets, &data).unwrap().all(|row| row.result.is_ok())));
    assert_eq!(count.count_total, 0);
}

fn offsets(rows: &[String]) -> Vec<i64> {
    let ends = rows.iter().scan(0, |end, row| {
        *end += i64::try_from(row.len()).unwrap();
        Some(*end)
    });
    std::iter::once(0).chain(ends).collect()
}

#[test]
fn batches_allocate_once_for_a_rewritten_row() {
    let rows = REWRITTEN_ASCII.map(String::from);
    let data = joined(&rows, "\n");
    let count = measure(|| assert!(batch::lines(&data).all(|row| row.result.is_ok())));
    assert_eq!(usize::try_from(count.count_total), Ok(rows.len()));
}

#[test]
fn batches_with_warm_scratch_never_allocate() {
    let rows = [
        canonical_rows(),
        refused_ascii(),
        REWRITTEN_ASCII.map(String::from).into(),
        MENDED_ASCII.map(String::from).into(),
        SLOW.map(String::from).into(),
    ]
    .concat();
    let data = joined(&rows, "\n");
    let mut scratch = Scratch::new();
    let mut all = || {
        let mut lines = batch::lines(&data);
        while let Some(row) = lines.next_in(&mut scratch) {
            std::hint::black_box(row.result.is_ok());
        }
    };
    all();
    assert_eq!(measure(all).count_total, 0);
}
