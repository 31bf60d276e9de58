//! Taking an address apart, without judging the parts.

#[cfg(feature = "alloc")]
use super::Part;
use crate::scan;

/// An address cut at its separators, nothing validated (RFC 7622 section 3.2).
///
/// ```
/// use envoi::Split;
///
/// let split = Split::new("a.example.com/b@example.net");
/// assert_eq!(split.localpart, None);
/// assert_eq!(split.domainpart, "a.example.com");
/// assert_eq!(split.resourcepart, Some("b@example.net"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split<'a> {
    /// What stands before the first `@`, if there is one before the first `/`.
    pub localpart: Option<&'a str>,
    /// What is left.
    pub domainpart: &'a str,
    /// What stands behind the first `/`, if there is one.
    pub resourcepart: Option<&'a str>,
}

/// Where the separators of an address are, as byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Separators {
    pub(crate) at: Option<usize>,
    pub(crate) slash: Option<usize>,
}

impl<'a> Split<'a> {
    /// Cuts at the first `/`, then at the first `@` before it.
    ///
    /// ```
    /// assert_eq!(envoi::Split::new("a@b@c").domainpart, "b@c");
    /// ```
    pub fn new(text: &'a str) -> Self {
        let (at, slash) = scan::find_separators(text.as_bytes());
        Self {
            localpart: at.map(|at| &text[..at]),
            domainpart: &text[at.map_or(0, |at| at + 1)..slash.unwrap_or(text.len())],
            resourcepart: slash.map(|slash| &text[slash + 1..]),
        }
    }
}

impl Separators {
    // RFC 7622 section 3.2: first remove what begins with the first '/', then what ends with the first '@'.
    pub(crate) const fn find(text: &[u8]) -> Self {
        let mut found = Self { at: None, slash: None };
        let mut i = 0;
        while i < text.len() {
            match text[i] {
                b'/' => {
                    found.slash = Some(i);
                    return found;
                }
                b'@' if found.at.is_none() => found.at = Some(i),
                _ => {}
            }
            i += 1;
        }
        found
    }

    /// The part that the octet at `offset` stands in; a separator counts with the part before it.
    #[cfg(feature = "alloc")]
    pub(crate) fn part_at(self, offset: usize) -> Part {
        match (self.at, self.slash) {
            (_, Some(slash)) if offset > slash => Part::Resourcepart,
            (Some(at), _) if offset <= at => Part::Localpart,
            _ => Part::Domainpart,
        }
    }

    /// The first octet of the domainpart.
    pub(crate) const fn domain_start(self) -> usize {
        match self.at {
            Some(at) => at + 1,
            None => 0,
        }
    }

    /// The octet behind the domainpart, in a text of `octets` octets.
    pub(crate) const fn domain_end(self, octets: usize) -> usize {
        match self.slash {
            Some(slash) => slash,
            None => octets,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_slash_then_first_at() {
        for (text, localpart, domainpart, resourcepart) in [
            ("", None, "", None),
            ("a", None, "a", None),
            ("a@b", Some("a"), "b", None),
            ("a@b/c", Some("a"), "b", Some("c")),
            ("b/c@d", None, "b", Some("c@d")),
            ("a@b@c/d/e@f", Some("a"), "b@c", Some("d/e@f")),
            ("@/", Some(""), "", Some("")),
        ] {
            assert_eq!(Split::new(text), Split { localpart, domainpart, resourcepart }, "{text:?}");
        }
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn a_separator_counts_with_the_part_before_it() {
        use Part::{Domainpart as D, Localpart as L, Resourcepart as R};
        for (text, parts) in
            [("a@b/c", &[L, L, D, D, R][..]), ("b/c@", &[D, D, R, R]), ("a@b", &[L, L, D]), ("b", &[D])]
        {
            let separators = Separators::find(text.as_bytes());
            let found: std::vec::Vec<_> = (0..text.len()).map(|offset| separators.part_at(offset)).collect();
            assert_eq!(found, parts, "{text}");
        }
    }
}
