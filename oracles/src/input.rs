//! What is compared: every code point in several surroundings, and generated text, the same each time.

use crate::{inputs, vector_file};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Every code point alone, after a letter, and between letters.
pub fn code_points() -> impl Iterator<Item = String> {
    ('\0'..=char::MAX).flat_map(|c| [String::from(c), format!("a{c}"), format!("a{c}b")])
}

/// Every ASCII character alone, and in each place of an address.
pub fn ascii_in_place() -> impl Iterator<Item = String> {
    ('\0'..='\x7F').flat_map(|c| {
        [
            String::from(c),
            format!("{c}@b"),
            format!("a{c}a@b"),
            format!("a@{c}"),
            format!("a@b{c}"),
            format!("a@b{c}b"),
            format!("a@b{c}b/c"),
            format!("a@b/{c}"),
            format!("b/c{c}c"),
        ]
    })
}

/// The input of every row of the test vectors that is UTF-8, whatever is done to it there.
pub fn vectors() -> impl Iterator<Item = String> {
    let rows = vector_file::stems("jid").into_iter().flat_map(|stem| vector_file::load("jid", &stem));
    rows.filter_map(|row| String::from_utf8(row.input).ok())
}

/// Generated localparts or resourceparts.
pub fn parts(count: usize) -> impl Iterator<Item = String> {
    generated(inputs::part(), count)
}

/// Generated domainparts.
pub fn domains(count: usize) -> impl Iterator<Item = String> {
    generated(inputs::domain(), count)
}

/// Generated addresses.
pub fn addresses(count: usize) -> impl Iterator<Item = String> {
    generated(inputs::address(), count)
}

fn generated(strategy: impl Strategy<Value = String>, count: usize) -> impl Iterator<Item = String> {
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[76; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), seed);
    std::iter::repeat_with(move || strategy.new_tree(&mut runner).expect("no filters").current()).take(count)
}
