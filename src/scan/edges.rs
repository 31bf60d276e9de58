//! Texts at the edges of their memory, judged with the instructions of every level.
//!
//! A sanitizer sees a read or a write of one octet too many (`scripts/sanitize`); without one, the tests hold the levels to each
//! other.

use super::kernel::{self, Predicate};
use super::portable::Swar;
use super::tests::{Echo, by_table};
use super::{Native, SHORT, find, judge};
use std::boxed::Box;

#[cfg(all(target_arch = "x86_64", target_feature = "sse2", feature = "std", not(envoi_portable)))]
use super::x86::forced::at_each_level;

/// There is one level.
#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2", feature = "std", not(envoi_portable))))]
fn at_each_level(check: impl Fn()) {
    check();
}

/// More than what wide vectors are taken for, by more than one of the widest.
const MOST: usize = 200;

/// Calls `check` at every level with texts of every length up to [`MOST`] that end with their memory, of every alignment: with how
/// many octets stand before the text, and the text. Where none do, it begins with its memory as well.
pub(super) fn at_edges(check: impl Fn(usize, &[u8])) {
    let dull = |_| b'a';
    let varied = |at: usize| u8::try_from(at * 7 % 256).expect("an octet");
    at_each_level(|| {
        for octets in 0..=MOST {
            for before in 0..64 {
                // A boxed slice has no room to spare.
                let mut memory: Box<[u8]> = (0..before + octets).map(dull).collect();
                check(before, &memory[before..]);
                if let Some(last) = memory[before..].last_mut() {
                    *last = b'/';
                    check(before, &memory[before..]);
                }
                let memory: Box<[u8]> = (octets..octets + before + octets).map(varied).collect();
                check(before, &memory[before..]);
            }
        }
    });
}

fn check_find<P: Predicate>(text: &[u8]) {
    let expected = kernel::find::<Swar, P>(text);
    assert_eq!(kernel::find::<Native, P>(text), expected, "{text:?}");
    assert_eq!(find::<P>(text), expected, "{text:?}");
}

#[test]
fn finding_ends_with_memory() {
    at_edges(|_, text| {
        check_find::<kernel::OutsideLocalpart>(text);
        check_find::<kernel::ExcludedFromLocalpart>(text);
        check_find::<kernel::OutsideFreeform>(text);
        check_find::<kernel::Separator>(text);
        check_find::<kernel::NonAscii>(text);
        #[cfg(feature = "alloc")]
        check_find::<kernel::OddInText>(text);
    });
}

#[test]
fn masks_end_with_memory() {
    at_edges(|_, text| {
        if text.len() <= SHORT {
            assert_eq!(judge::<Echo>(text), by_table(text), "{text:?}");
        }
    });
}
