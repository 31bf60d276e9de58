//! Preparation alone: one part of 1,023 octets, in each script and in the shapes that are dear to normalise.

use std::hint::black_box;

use envoi::{Localpart, Resourcepart, precis};

use crate::composed;
use crate::contestants::{Contestant, each_row};

/// Which part of an address a script is prepared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `UsernameCaseMapped` (RFC 8265 section 3.3).
    Localpart,
    /// `OpaqueString` (RFC 8265 section 4.2).
    Resourcepart,
}

/// Everybody who prepares parts, in the order of the tables.
pub fn for_part(part: Part) -> Vec<Box<dyn Contestant>> {
    match part {
        Part::Localpart => vec![
            each_row("envoi", |text| black_box(Localpart::parse(text)).is_ok()),
            each_row("precis-profiles 0.2", |text| black_box(composed::prepare_localpart(text)).is_some()),
        ],
        Part::Resourcepart => vec![
            each_row("envoi", |text| black_box(Resourcepart::parse(text)).is_ok()),
            each_row("precis-profiles 0.2", |text| black_box(composed::prepare_resourcepart(text)).is_some()),
        ],
    }
}

/// The profile of a part without the limit of 1,023 octets, to see how its time grows.
pub fn without_limit(part: Part) -> Box<dyn Contestant> {
    let mut sink = String::new();
    let profile = match part {
        Part::Localpart => precis::username_case_mapped,
        Part::Resourcepart => precis::opaque_string,
    };
    each_row("envoi precis", move |text| {
        sink.clear();
        black_box(profile(text, &mut sink)).is_ok()
    })
}

/// A text to prepare.
#[derive(Clone, Copy, Debug)]
pub struct Script {
    /// The name in the tables.
    pub name: &'static str,
    /// What it repeats.
    pub unit: &'static str,
}

impl Script {
    /// As many whole repetitions as fit into `octets`.
    pub fn text(&self, octets: usize) -> String {
        self.unit.repeat(octets / self.unit.len())
    }
}

/// Scripts as they are written, then text that has to be mapped, reordered or judged by its context.
pub const SCRIPTS: [Script; 28] = [
    Script { name: "ASCII", unit: "abcdefghijk" },
    Script { name: "Latin-1", unit: "éüßøñ" },
    Script { name: "Vietnamese", unit: "ếộữặ" },
    Script { name: "Cyrillic", unit: "привет" },
    Script { name: "Greek", unit: "καλημέρα" },
    Script { name: "Armenian", unit: "բարեւ" },
    Script { name: "Georgian", unit: "გამარჯობა" },
    Script { name: "Hebrew", unit: "שלום" },
    Script { name: "Arabic", unit: "مرحبا" },
    Script { name: "Syriac", unit: "ܫܠܡܐ" },
    Script { name: "Devanagari", unit: "नमस्ते" },
    Script { name: "Bengali", unit: "নমস্কার" },
    Script { name: "Tamil", unit: "வணக்கம்" },
    Script { name: "Thai", unit: "สวัสดี" },
    Script { name: "Khmer", unit: "ជំរាបសួរ" },
    Script { name: "Ethiopic", unit: "ሰላም" },
    Script { name: "Han", unit: "漢字" },
    Script { name: "Han, plane 2", unit: "𠀀𠮷" },
    Script { name: "Kana", unit: "ひらカナ" },
    Script { name: "Hangul", unit: "한국어" },
    Script { name: "capitals", unit: "ПРИВЕТΚΑΛÉÜ" },
    Script { name: "fullwidth capitals", unit: "ＡＢＣ" },
    Script { name: "decomposed Latin", unit: "e\u{301}u\u{308}" },
    Script { name: "conjoining jamo", unit: "\u{1112}\u{1161}\u{11ab}" },
    Script { name: "marks out of order", unit: "\u{301}\u{323}\u{315}\u{31b}" },
    Script { name: "Arabic-Indic digits", unit: "٠١٢٣" },
    Script { name: "joiners after viramas", unit: "क्\u{200d}" },
    Script { name: "katakana middle dots", unit: "カ・・・" },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fill_a_part() {
        for script in SCRIPTS {
            let text = script.text(1023);
            assert!((990..=1023).contains(&text.len()), "{}: {}", script.name, text.len());
        }
    }
}
