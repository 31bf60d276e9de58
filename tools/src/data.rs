//! The five data sets of addresses that every figure in this project is measured on; [`stream`] has the stanzas.
//!
//! A set is a stream of rows, one address a row, decided by the set, the seed and nothing else: the same
//! seed gives the same octets on every machine. Rows hold no line feed and are valid UTF-8.

mod ascii;
pub mod flood;
mod hostile;
mod intl;
mod random;
pub mod stream;

use std::fmt;
use std::str::FromStr;

use random::{Deck, Random};

/// The seed of every published figure.
pub const DEFAULT_SEED: u64 = 7622;

/// One of the five data sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Set {
    /// Lower-case `user@domain`, 15 to 30 octets, 21 in the mean.
    AsciiBare,
    /// The same with the resourcepart of some client, 41 octets in the mean.
    AsciiFull,
    /// A capital in the bare address of every row, a resourcepart in half of them, 31 octets in the mean.
    AsciiMixedcase,
    /// 30 % of rows in Cyrillic, Latin-1, Greek, CJK or Arabic, canonical, 30 octets in the mean.
    Intl,
    /// No row is an address: malformed, over-long (up to 4 KB), forbidden characters; 260 octets in the mean.
    Hostile,
}

impl Set {
    /// All sets, in the order of the published tables.
    pub const ALL: [Self; 5] =
        [Self::AsciiBare, Self::AsciiFull, Self::AsciiMixedcase, Self::Intl, Self::Hostile];

    /// The name in tables and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::AsciiBare => "ascii_bare",
            Self::AsciiFull => "ascii_full",
            Self::AsciiMixedcase => "ascii_mixedcase",
            Self::Intl => "intl",
            Self::Hostile => "hostile",
        }
    }

    /// Whether every row is an address in canonical form.
    pub fn is_canonical(self) -> bool {
        matches!(self, Self::AsciiBare | Self::AsciiFull | Self::Intl)
    }

    /// Whether every row is an address, canonical or not.
    pub fn is_valid(self) -> bool {
        self != Self::Hostile
    }
}

impl fmt::Display for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Set {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|set| set.name() == name).ok_or_else(|| {
            format!("no data set is named {name:?}; there are {}", Self::ALL.map(Self::name).join(", "))
        })
    }
}

/// Writes the rows of a set one after the other, without end.
#[derive(Debug)]
pub struct Generator {
    set: Set,
    random: Random,
    deck: Deck,
}

impl Generator {
    /// Starts a set at its first row.
    pub fn new(set: Set, seed: u64) -> Self {
        Self { set, random: Random::new(seed, set as u64), deck: Deck::new() }
    }

    /// Appends the next row to `out`, without a line feed.
    pub fn write_row(&mut self, out: &mut String) {
        let card = self.deck.draw(&mut self.random);
        let random = &mut self.random;
        match self.set {
            Set::AsciiBare => ascii::bare(random, out),
            Set::AsciiFull => ascii::full(random, out),
            Set::AsciiMixedcase => ascii::mixedcase(random, card, out),
            Set::Intl => intl::row(random, card, out),
            Set::Hostile => hostile::row(random, card, out),
        }
    }

    /// The next `rows` rows, each followed by a line feed.
    pub fn text(&mut self, rows: usize) -> String {
        let mut text = String::new();
        for _ in 0..rows {
            self.write_row(&mut text);
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    const ROWS: usize = 100_000;

    type Holds = fn(char) -> bool;

    fn text(set: Set) -> String {
        Generator::new(set, DEFAULT_SEED).text(ROWS)
    }

    fn rows(text: &str) -> Vec<&str> {
        let rows: Vec<&str> = text.split_terminator('\n').collect();
        assert_eq!(rows.len(), ROWS, "a row holds a line feed");
        rows
    }

    #[expect(clippy::cast_precision_loss, reason = "the counts are far below 2^53")]
    fn mean(text: &str) -> f64 {
        (text.len() - ROWS) as f64 / ROWS as f64
    }

    /// The bare address and the resourcepart of a row.
    fn split(row: &str) -> (&str, Option<&str>) {
        row.split_once('/').map_or((row, None), |(bare, resourcepart)| (bare, Some(resourcepart)))
    }

    #[test]
    fn means_are_those_of_the_description() {
        for (set, described) in Set::ALL.into_iter().zip([21.0, 41.0, 31.0, 30.0, 260.0]) {
            let mean = mean(&text(set));
            assert!((mean - described).abs() < 1.0, "{set}: mean {mean}, described {described}");
        }
    }

    #[test]
    fn means_hold_for_short_runs_and_other_seeds() {
        for seed in 1..=8 {
            let text = Generator::new(Set::Hostile, seed).text(2_000);
            let mean = (text.len() - 2_000) / 2_000;
            assert!((250..=270).contains(&mean), "seed {seed}: {mean}");
        }
    }

    #[test]
    fn a_seed_decides_every_octet() {
        for set in Set::ALL {
            let first = Generator::new(set, 1).text(1_000);
            assert_eq!(first, Generator::new(set, 1).text(1_000), "{set}");
            assert_ne!(first, Generator::new(set, 2).text(1_000), "{set}");
            let longer = Generator::new(set, 1).text(1_001);
            assert!(longer.starts_with(&first), "{set}: the number of rows changes the rows");
        }
    }

    #[test]
    fn ascii_bare_is_lower_case_and_15_to_30_octets() {
        let text = text(Set::AsciiBare);
        for row in rows(&text) {
            assert!((15..=30).contains(&row.len()), "{row}");
            assert!(row.is_ascii() && !row.contains(|c: char| c.is_ascii_uppercase() || c == '/'), "{row}");
            assert_eq!(row.matches('@').count(), 1, "{row}");
        }
    }

    #[test]
    fn ascii_full_has_the_resources_of_clients() {
        let text = text(Set::AsciiFull);
        let mut uuids = 0;
        for row in rows(&text) {
            let (bare, resourcepart) = split(row);
            assert!(!bare.contains(|c: char| c.is_ascii_uppercase()), "{row}");
            uuids += usize::from(resourcepart.expect(row).len() == 36);
        }
        assert!((ROWS / 6..ROWS / 4).contains(&uuids), "{uuids}");
        assert!(text.contains("/Conversations.") && text.contains("/gajim."));
    }

    #[test]
    fn ascii_mixedcase_has_a_capital_in_every_bare_address() {
        let text = text(Set::AsciiMixedcase);
        let mut resources = 0;
        for row in rows(&text) {
            let (bare, resourcepart) = split(row);
            assert!(bare.contains(|c: char| c.is_ascii_uppercase()), "{row}");
            resources += usize::from(resourcepart.is_some());
        }
        assert_eq!(resources, ROWS / 2);
    }

    #[test]
    fn intl_is_30_percent_not_ascii_in_five_scripts() {
        let text = text(Set::Intl);
        let rows = rows(&text);
        let foreign: Vec<&str> = rows.into_iter().filter(|row| !row.is_ascii()).collect();
        assert_eq!(foreign.len(), ROWS * 30 / 100);
        let scripts: [(&str, Holds); 5] = [
            ("Cyrillic", |c| ('\u{400}'..='\u{4FF}').contains(&c)),
            ("Latin-1", |c| ('\u{DF}'..='\u{FF}').contains(&c)),
            ("Greek", |c| ('\u{370}'..='\u{3FF}').contains(&c)),
            ("CJK", |c| ('\u{3040}'..='\u{9FFF}').contains(&c) || ('\u{AC00}'..='\u{D7A3}').contains(&c)),
            ("Arabic", |c| ('\u{620}'..='\u{64A}').contains(&c)),
        ];
        for (name, holds) in scripts {
            let both = |row: &&&str| {
                let (localpart, domainpart) = split(row).0.split_once('@').expect(row);
                localpart.contains(holds) && domainpart.contains(holds)
            };
            assert_eq!(foreign.iter().filter(both).count(), foreign.len() / 5, "{name}");
        }
    }

    #[test]
    fn intl_is_canonical() {
        let text = text(Set::Intl);
        for row in rows(&text) {
            assert!(row.nfc().eq(row.chars()), "{row}: not NFC");
            let (bare, _) = split(row);
            assert_eq!(bare, bare.to_lowercase(), "not lower case");
            let (_, domainpart) = bare.split_once('@').expect(row);
            let (unicode, outcome) = idna::uts46::Uts46::new().to_unicode(
                domainpart.as_bytes(),
                idna::AsciiDenyList::STD3,
                idna::uts46::Hyphens::Check,
            );
            assert!(outcome.is_ok(), "{row}: UTS 46 refuses the domainpart");
            assert_eq!(unicode, domainpart, "not a name of U-labels");
        }
    }

    #[test]
    fn hostile_is_over_long_in_9_percent_of_its_rows() {
        let text = text(Set::Hostile);
        let rows = rows(&text);
        assert!(rows.iter().all(|row| row.len() <= 4000));
        assert!(rows.iter().any(|row| row.len() > 3900));
        let over_long = rows.iter().filter(|row| row.len() > 1023).count();
        assert_eq!(over_long, ROWS * 9 / 100);
        assert!(rows.iter().all(|row| !row.ends_with('\r')), "a row would end in CRLF");
    }

    #[test]
    fn names_of_sets_are_read_back() {
        for set in Set::ALL {
            assert_eq!(set.name().parse(), Ok(set));
        }
        assert_eq!(
            "ascii".parse::<Set>(),
            Err("no data set is named \"ascii\"; there are ascii_bare, ascii_full, ascii_mixedcase, intl, hostile"
                .to_owned())
        );
    }
}
