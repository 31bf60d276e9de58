//! Code points that may deceive a reader: look-alikes, what cannot be seen, spaces at the edges.

use crate::show;
use envoi::Part;
use unicode_security::skeleton;

/// What there is to say about a code point of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remark {
    pub(crate) part: Part,
    pub(crate) code_point: char,
    pub(crate) note: String,
}

/// One remark for each code point that asks for one, in the order in which they come first.
pub(crate) fn on(part: Part, text: &str) -> Vec<Remark> {
    let mut remarks: Vec<Remark> = Vec::new();
    for c in text.chars() {
        if remarks.iter().all(|remark| remark.code_point != c)
            && let Some(note) = note(c)
        {
            remarks.push(Remark { part, code_point: c, note });
        }
    }
    for (has_space, edge) in [(text.starts_with(' '), "beginning"), (text.ends_with(' '), "end")] {
        if has_space {
            remarks.push(Remark { part, code_point: ' ', note: format!("U+0020 at the {edge}") });
        }
    }
    remarks
}

fn note(c: char) -> Option<String> {
    if c.is_ascii() {
        return None;
    }
    let name = show::code_point(c);
    if !show::is_visible(c) {
        return Some(format!("{name} cannot be seen"));
    }
    if show::is_combining(c) {
        return Some(format!("{name} is drawn on the character before it"));
    }
    // UTS 39 section 4: characters that look alike have the same skeleton.
    let looks_like: String = skeleton(c.encode_utf8(&mut [0; 4])).collect();
    looks_like.is_ascii().then(|| format!("'{c}' ({name}) looks like '{looks_like}'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_deceive_is_noted_once() {
        let notes =
            |text| on(Part::Resourcepart, text).into_iter().map(|remark| remark.note).collect::<Vec<_>>();
        assert_eq!(notes("Balcony b\u{FC}cher \u{4E2D}"), Vec::<String>::new());
        assert_eq!(notes("p\u{430}yp\u{430}l"), ["'\u{430}' (U+0430) looks like 'a'"]);
        assert_eq!(notes("a\u{200D}b"), ["U+200D cannot be seen"]);
        assert_eq!(notes("x\u{323}\u{323}"), ["U+0323 is drawn on the character before it"]);
        assert_eq!(notes(" x "), ["U+0020 at the beginning", "U+0020 at the end"]);
    }
}
