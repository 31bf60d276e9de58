//! The contextual rules of RFC 5892 appendix A, which PRECIS (RFC 8264 section 4.2.2) and IDNA2008 share.

use super::{Joining, Precis, Properties, Script, properties};
use crate::steps::{step, steps};

/// The byte offset of the first code point whose contextual rule does not hold.
///
/// Code points without a contextual rule are not judged.
pub(crate) fn first_violation(text: &str) -> Option<usize> {
    let neighbour = neighbour_violation(text);
    // What stands behind a violation makes no earlier one, but may tell whether one before it is one.
    let before = &text[..neighbour.unwrap_or(text.len())];
    let found = [neighbour, katakana_violation(before, text), digit_violation(before, text)];
    found.into_iter().flatten().min()
}

/// The rules that ask for what stands before and behind, in one pass.
fn neighbour_violation(text: &str) -> Option<usize> {
    let mut state = State::default();
    for (offset, c) in text.char_indices() {
        step();
        let record = properties(c);
        if let Some(earlier) = state.broken_promise(c, record) {
            return Some(earlier);
        }
        if matches!(record.precis(), Precis::ContextJ | Precis::ContextO) && !state.allows(c, offset) {
            return Some(offset);
        }
        state.advance(c, record);
    }
    state.promise.map(|promise| promise.offset)
}

// RFC 5892 appendix A.7: somewhere in the label is a Hiragana, Katakana or Han character.
fn katakana_violation(before: &str, text: &str) -> Option<usize> {
    steps(text.len());
    let dot = before.find(KATAKANA_MIDDLE_DOT)?;
    (!text.chars().any(|c| properties(c).script() == Script::KanaOrHan)).then_some(dot)
}

// RFC 5892 appendices A.8 and A.9: the two sets of digits do not mix; where they do, every one of them is at fault.
fn digit_violation(before: &str, text: &str) -> Option<usize> {
    steps(text.len());
    let first = before.find(|c| is_arabic_indic(c) || is_extended_arabic_indic(c))?;
    (text.contains(is_arabic_indic) && text.contains(is_extended_arabic_indic)).then_some(first)
}

const fn is_arabic_indic(c: char) -> bool {
    matches!(c, '\u{660}'..='\u{669}')
}

const fn is_extended_arabic_indic(c: char) -> bool {
    matches!(c, '\u{6F0}'..='\u{6F9}')
}

const ZERO_WIDTH_NON_JOINER: char = '\u{200C}';
const ZERO_WIDTH_JOINER: char = '\u{200D}';
const MIDDLE_DOT: char = '\u{B7}';
const KERAIA: char = '\u{375}';
const GERESH: char = '\u{5F3}';
const GERSHAYIM: char = '\u{5F4}';
const KATAKANA_MIDDLE_DOT: char = '\u{30FB}';

/// What the code points so far say about those to come.
#[derive(Default)]
struct State {
    before: Option<(char, Properties)>,
    /// The joining type of the last code point that is not transparent.
    joining: Option<Joining>,
    /// A code point was let through on what must follow it.
    promise: Option<Promise>,
}

struct Promise {
    offset: usize,
    wanted: Wanted,
}

enum Wanted {
    /// Appendix A.1: transparent code points, then one that joins to the right.
    JoinerToTheRight,
    /// Appendix A.3.
    SmallL,
    /// Appendix A.4.
    Greek,
}

impl State {
    /// Judges a code point by what stands before it; what must follow becomes a promise.
    fn allows(&mut self, c: char, offset: usize) -> bool {
        let mut promise = |wanted| {
            self.promise = Some(Promise { offset, wanted });
            true
        };
        let after_virama = self.before.is_some_and(|(_, record)| record.is_virama());
        match c {
            // Appendix A.1: after a virama, or between code points that join towards it.
            ZERO_WIDTH_NON_JOINER if after_virama => true,
            ZERO_WIDTH_NON_JOINER => {
                matches!(self.joining, Some(Joining::Left | Joining::Dual))
                    && promise(Wanted::JoinerToTheRight)
            }
            // Appendix A.2.
            ZERO_WIDTH_JOINER => after_virama,
            // Appendix A.3: between two 'l'.
            MIDDLE_DOT => self.before.is_some_and(|(before, _)| before == 'l') && promise(Wanted::SmallL),
            // Appendix A.4: followed by Greek.
            KERAIA => promise(Wanted::Greek),
            // Appendices A.5 and A.6: preceded by Hebrew.
            GERESH | GERSHAYIM => self.before.is_some_and(|(_, record)| record.script() == Script::Hebrew),
            // Appendices A.7 to A.9 ask for the whole text.
            KATAKANA_MIDDLE_DOT | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => true,
            // RFC 5892 appendix A: a code point without a rule is not allowed.
            _ => false,
        }
    }

    /// Where the code point stands that was let through on another follower than this.
    fn broken_promise(&mut self, c: char, record: Properties) -> Option<usize> {
        let kept = match self.promise.as_ref()?.wanted {
            Wanted::JoinerToTheRight => match record.joining() {
                Joining::Transparent => return None,
                joining => matches!(joining, Joining::Right | Joining::Dual),
            },
            Wanted::SmallL => c == 'l',
            Wanted::Greek => record.script() == Script::Greek,
        };
        let promise = self.promise.take()?;
        (!kept).then_some(promise.offset)
    }

    fn advance(&mut self, c: char, record: Properties) {
        self.before = Some((c, record));
        if record.joining() != Joining::Transparent {
            self.joining = Some(record.joining());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::first_violation;

    #[test]
    fn each_rule_holds_and_breaks() {
        for (text, expected) in [
            // A.1: virama before; dual and right joining around, with and without transparent code points.
            ("\u{915}\u{94D}\u{200C}\u{937}", None),
            ("\u{628}\u{200C}\u{627}", None),
            ("\u{628}\u{64E}\u{200C}\u{64E}\u{627}", None),
            ("\u{200C}", Some(0)),
            ("a\u{200C}b", Some(1)),
            ("\u{628}\u{200C}", Some(2)),
            ("\u{628}\u{200C}a", Some(2)),
            ("\u{628}\u{200C}\u{200C}\u{627}", Some(2)),
            ("\u{627}\u{200C}\u{628}", Some(2)),
            // A.2
            ("\u{915}\u{94D}\u{200D}", None),
            ("\u{915}\u{200D}", Some(3)),
            // A.3
            ("l\u{B7}l", None),
            ("l\u{B7}l\u{B7}l", None),
            ("l\u{B7}", Some(1)),
            ("a\u{B7}l", Some(1)),
            ("l\u{B7}a", Some(1)),
            // A.4
            ("\u{375}\u{3B1}", None),
            ("\u{375}a", Some(0)),
            ("\u{375}", Some(0)),
            // A.5, A.6
            ("\u{5D0}\u{5F3}\u{5D1}", None),
            ("\u{5D0}\u{5F4}", None),
            ("\u{5F3}\u{5D1}", Some(0)),
            // A.7
            ("a\u{30FB}\u{30A2}", None),
            ("\u{30FB}\u{4E00}", None),
            ("a\u{30FB}b", Some(1)),
            ("\u{375}\u{30FB}", Some(0)),
            // A.8, A.9
            ("\u{660}\u{661}", None),
            ("\u{6F0}\u{6F9}", None),
            ("a\u{660}\u{6F0}", Some(1)),
            ("\u{6F0}\u{B7}\u{660}", Some(0)),
        ] {
            assert_eq!(first_violation(text), expected, "{text:?}");
        }
    }
}
