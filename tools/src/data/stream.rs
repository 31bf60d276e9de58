//! A stream as a server sees it: what clients send and what they get, mixed, one stanza after the other.
//!
//! The mixture follows from the seed alone. It is in the content namespace `jabber:client`, so that every reader that is
//! measured can read it, and holds nothing that RFC 6120 section 11.1 forbids.

mod messages;
mod queries;
mod text;
mod xml;

use super::random::{Deck, Random};
use xml::{Dialect, Xml};

/// Sets the mixture apart from the data sets of addresses.
const STREAM: u64 = 0x57;

/// How a mixture begins.
pub const HEADER: &str = "<?xml version='1.0'?><stream:stream xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams' id='c2f1a3d0-7c9e-4b52-a1f8-0d1c6f1d9a42' from='im.example' \
    to='juliet@im.example' version='1.0' xml:lang='en'>";

/// How it ends.
pub const CLOSE: &str = "</stream:stream>";

/// Octets between two stanzas are rare: whitespace keepalives (RFC 6120 section 4.6.1).
const STANZAS_PER_KEEPALIVE: usize = 400;

/// Writes the stanzas of the mixture one after the other, without end.
#[derive(Debug)]
pub struct Mix {
    random: Random,
    deck: Deck,
}

impl Mix {
    /// Starts the mixture at its first stanza.
    pub fn new(seed: u64) -> Self {
        Self { random: Random::new(seed, STREAM), deck: Deck::new() }
    }

    /// Appends the next stanza to `out`.
    pub fn write_stanza(&mut self, out: &mut String) {
        let card = self.deck.draw(&mut self.random);
        let random = &mut self.random;
        let xml = &mut Xml::new(out, Dialect::any(random));
        match card {
            0..28 => messages::chat(random, xml),
            28..35 => messages::typing(random, xml),
            35..40 => messages::receipt(random, xml),
            40..54 => messages::groupchat(random, xml),
            54..58 => messages::encrypted(random, xml),
            58..60 => messages::event(random, xml),
            60..65 => messages::archived(random, xml),
            65 => messages::push(random, xml),
            66..80 => queries::available(random, xml),
            80..82 => queries::unavailable(random, xml),
            82..91 => queries::occupant(random, xml),
            91 => queries::disco_get(random, xml),
            92..94 => queries::disco_result(random, xml),
            94 => queries::roster_push(random, xml),
            95 => rare(random, xml),
            _ => queries::short(random, xml),
        }
    }

    /// A whole stream of at least `octets` octets and its number of stanzas.
    pub fn stream(&mut self, octets: usize) -> (String, usize) {
        let mut text = String::with_capacity(octets + (16 << 10));
        text.push_str(HEADER);
        let mut stanzas = 0;
        while text.len() + CLOSE.len() < octets {
            self.write_next(&mut text);
            stanzas += 1;
        }
        text.push_str(CLOSE);
        (text, stanzas)
    }

    /// Appends the next stanza, and now and then the keepalive that stands before it.
    pub fn write_next(&mut self, out: &mut String) {
        if self.random.below(STANZAS_PER_KEEPALIVE) == 0 {
            out.push(if self.random.percent(50) { ' ' } else { '\n' });
        }
        self.write_stanza(out);
    }
}

/// What comes once in a session, and is long.
fn rare(random: &mut Random, xml: &mut Xml<'_>) {
    if random.percent(50) { queries::roster(random, xml) } else { queries::vcard(random, xml) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::DEFAULT_SEED;

    const STANZAS: usize = 50_000;

    fn stanzas() -> Vec<String> {
        let mut mix = Mix::new(DEFAULT_SEED);
        (0..STANZAS)
            .map(|_| {
                let mut stanza = String::new();
                mix.write_stanza(&mut stanza);
                stanza
            })
            .collect()
    }

    #[test]
    fn lengths_are_those_of_the_description() {
        let mut lengths: Vec<usize> = stanzas().iter().map(String::len).collect();
        lengths.sort_unstable();
        let median = lengths[STANZAS / 2];
        let mean = lengths.iter().sum::<usize>() / STANZAS;
        assert!(median.abs_diff(350) <= 6, "median {median}");
        assert!(mean.abs_diff(424) <= 10, "mean {mean}");
    }

    #[test]
    fn a_seed_decides_every_octet() {
        let (text, stanzas) = Mix::new(1).stream(100_000);
        assert_eq!((text.clone(), stanzas), Mix::new(1).stream(100_000));
        assert_ne!(text, Mix::new(2).stream(100_000).0);
        let (longer, _) = Mix::new(1).stream(200_000);
        assert!(
            longer.starts_with(text.strip_suffix(CLOSE).expect("it is closed")),
            "the length changes the stanzas"
        );
    }

    #[test]
    fn the_mixture_has_what_a_reader_must_be_ready_for() {
        let stanzas = stanzas();
        let percent = |holds: &dyn Fn(&&String) -> bool| stanzas.iter().filter(holds).count() * 100 / STANZAS;
        let shares = [
            ("single quotes", percent(&|stanza| stanza.contains("='")), 40..60),
            ("references", percent(&|stanza| stanza.contains('&')), 20..35),
            ("characters beyond ASCII", percent(&|stanza| !stanza.is_ascii()), 15..30),
            ("base64 of some length", percent(&|stanza| stanza.contains("<payload>")), 4..5),
            ("bodies", percent(&|stanza| stanza.contains("<body>")), 45..60),
            ("a stanza in a stanza", percent(&|stanza| stanza.contains("<forwarded ")), 5..6),
            ("prefixes", percent(&|stanza| stanza.contains("<nos:x ")), 0..2),
        ];
        for (name, share, expected) in shares {
            assert!(expected.contains(&share), "{name}: {share} %, expected {expected:?}");
        }
        for needle in [
            "{&quot;category",
            "{\"category",
            " />",
            "<nos:x",
            "<PHOTO>",
            "jabber:iq:roster",
            "&apos;",
            "&lt;",
        ] {
            assert!(stanzas.iter().any(|stanza| stanza.contains(needle)), "nothing has {needle}");
        }
    }

    #[test]
    fn stanzas_hold_nothing_restricted() {
        for stanza in stanzas() {
            assert!(!stanza.contains("<!") && !stanza.contains("<?"), "{stanza}");
            let name = ["message", "presence", "iq"].into_iter().find(|name| stanza[1..].starts_with(name));
            assert!(name.is_some(), "{stanza}");
        }
    }
}
