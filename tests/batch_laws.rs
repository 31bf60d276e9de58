//! Batches judge a buffer as its rows are judged, cut out by hand and one by one.
#![cfg(feature = "alloc")]

#[path = "support/inputs.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod inputs;
#[path = "support/laws.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod laws;

use envoi::{Policy, batch};
use proptest::prelude::*;

proptest! {
    #![proptest_config(inputs::config())]

    #[test]
    fn buffers_obey_the_laws(data in inputs::rows()) {
        laws::jid_batch(&data);
    }

    #[test]
    fn any_octets_obey_the_laws(data in inputs::any_octets()) {
        laws::jid_batch(&data);
    }
}

/// A row of every length up to two blocks, at every distance from the border of a block, in front of another row.
#[test]
fn every_row_length_at_every_border() {
    let kinds: [fn(&mut Vec<u8>); 6] = [
        |_| {},
        // The last octet is in upper case, disallowed, half of a code point, or a separator.
        |row| set_last(row, b'Z'),
        |row| set_last(row, b'&'),
        |row| set_last(row, 0xC3),
        |row| set_last(row, b'@'),
        |row| set_last(row, b'/'),
    ];
    for before in (0..=2).chain(58..=66).chain([127, 128]) {
        for octets in 0..=130 {
            for (kind, end) in kinds.iter().zip(["\n", "\r\n", "\0"].iter().cycle()) {
                let mut row = vec![b'd'; octets];
                if let Some(at) = octets.checked_sub(5) {
                    row[at / 2] = b'@';
                }
                kind(&mut row);
                let mut data = vec![b'x'; before];
                data.extend(end.as_bytes());
                data.extend(&row);
                data.extend(end.as_bytes());
                data.extend(b"next@example");
                laws::separated(&data, Policy::RFC7622);
            }
        }
    }
}

fn set_last(row: &mut [u8], octet: u8) {
    if let Some(last) = row.last_mut() {
        *last = octet;
    }
}

/// What a buffer has for rows, spelled out.
#[test]
fn rows_end_with_lf_or_crlf_or_the_buffer() {
    let texts = |data: &'static [u8]| batch::lines(data).map(|row| row.input).collect::<Vec<_>>();
    assert_eq!(texts(b""), [b""; 0]);
    assert_eq!(texts(b"\n"), [b""]);
    assert_eq!(texts(b"a"), [b"a"]);
    assert_eq!(texts(b"a\n"), [b"a"]);
    assert_eq!(texts(b"a\r\nb\n\nc\r\n"), [&b"a"[..], b"b", b"", b"c"]);
    assert_eq!(texts(b"a\rb\r\r\n"), [b"a\rb\r"]);
    assert_eq!(texts(b"a\0b\n"), [b"a\0b"]);
    let texts = |data: &'static [u8]| batch::nul_separated(data).map(|row| row.input).collect::<Vec<_>>();
    assert_eq!(texts(b"a\r\0b\n\0\0c"), [&b"a\r"[..], b"b\n", b"", b"c"]);
}

/// Rows in long runs of their like, and one of another kind in every few: whatever a batch learns from the rows before.
#[test]
fn runs_of_plain_rows_and_of_others() {
    let plain = ["juliet@example.com", "a.b@example.net/Balcony-1", "example.org", "x@y"];
    let others = [
        "Juliet@example.com",
        "a_b@example.com",
        "@example.com",
        "a@@b",
        "a@b/c@d/e",
        "",
        "é@b",
        "a@b-",
        "a@b\r",
    ];
    let long = format!("{}@example.com", "a".repeat(100));
    let mut data = Vec::new();
    for (index, other) in others.iter().chain([&&*long]).enumerate() {
        for every in [2, 3, 64, 65, 1000] {
            for number in 0..1500 {
                let row = if number % every == 0 { other } else { plain[(number + index) % plain.len()] };
                data.extend_from_slice(row.as_bytes());
                data.push(b'\n');
            }
        }
    }
    laws::separated(&data, Policy::RFC7622);
}
