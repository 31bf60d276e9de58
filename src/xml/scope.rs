//! [`Scope`]: names that are bound at one place, the newest binding of each first.
//!
//! A start tag may declare, and use, as many prefixes as the limits allow, and whoever writes it chooses them. So they stand in no table by
//! a hash, which could be made to collide, but in a binary trie by the bits in which they differ: finding one takes eight steps for each of its own
//! octets at most, and eight for its end, however many there are.

use super::index::{NONE, offset};
use crate::steps::{step, steps};
use alloc::vec::Vec;
use core::cmp::Reverse;

/// Names without NUL, each bound to a number that leads to its octets.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    bindings: Vec<Binding>,
    /// The whole trie.
    root: Link,
}

/// What a binding has put into the trie: a leaf, and a branch above it unless the name had been there.
#[derive(Clone, Copy, Debug)]
struct Binding {
    number: u32,
    branch: Branch,
    /// Which link was changed, and what it was before: taking off the newest binding puts that back.
    place: Place,
    before: Link,
}

/// Where the names below part: at this bit of this octet, which is 0 behind the end of a name. They are the same up to there.
#[derive(Clone, Copy, Debug)]
struct Branch {
    octet: u32,
    bit: u8,
    below: [Link; 2],
}

/// Nothing, the leaf of a binding, or the branch of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    Nothing,
    Leaf(u32),
    Branch(u32),
}

/// Where a link stands: at the top, or on one side of the branch of a binding.
#[derive(Clone, Copy, Debug)]
enum Place {
    Root,
    Below(u32, bool),
}

impl Default for Scope {
    fn default() -> Self {
        Self { bindings: Vec::new(), root: Link::Nothing }
    }
}

impl Scope {
    /// How many bindings there are.
    #[inline]
    pub(crate) fn bound(&self) -> u32 {
        offset(self.bindings.len())
    }

    /// Binds a name, over any older binding of it; `name_of` leads from numbers to names.
    pub(crate) fn bind<'n>(&mut self, name: &[u8], number: u32, name_of: impl Fn(u32) -> &'n [u8]) {
        let binding = self.bound();
        let leaf = Link::Leaf(binding);
        let like = self.most_like(name).map(|like| name_of(self.bindings[like as usize].number));
        let parting = like.and_then(|like| parting(name, like));
        let (place, before) = self.place_of(name, parting);
        let branch = match parting {
            None => Branch { octet: NONE, bit: 0, below: [Link::Nothing; 2] },
            Some((octet, bit)) => {
                let below = if has_bit(name, octet, bit) { [before, leaf] } else { [leaf, before] };
                Branch { octet, bit, below }
            }
        };
        self.bindings.push(Binding { number, branch, place, before });
        self.set(place, if parting.is_none() { leaf } else { Link::Branch(binding) });
    }

    /// The newest number of a name, where `is_of` tells whether a number is one of it.
    #[inline]
    pub(crate) fn find(&self, name: &[u8], is_of: impl Fn(u32) -> bool) -> Option<u32> {
        let number = self.bindings[self.most_like(name)? as usize].number;
        is_of(number).then_some(number)
    }

    /// The binding of this name, or if there is none of one that is like it as far as the trie tells.
    #[inline]
    fn most_like(&self, name: &[u8]) -> Option<u32> {
        let mut link = self.root;
        loop {
            step();
            match link {
                Link::Nothing => return None,
                Link::Leaf(binding) => return Some(binding),
                Link::Branch(binding) => {
                    let Branch { octet, bit, below } = self.bindings[binding as usize].branch;
                    // All below are longer. The binding that brought the branch is one of them.
                    if octet as usize > name.len() {
                        return Some(binding);
                    }
                    link = below[usize::from(has_bit(name, octet, bit))];
                }
            }
        }
    }

    /// The link that a new binding is to change: that of the name itself, or the one where it parts from the others.
    fn place_of(&self, name: &[u8], parting: Option<(u32, u8)>) -> (Place, Link) {
        let (mut place, mut link) = (Place::Root, self.root);
        while let Link::Branch(binding) = link {
            step();
            let Branch { octet, bit, below } = self.bindings[binding as usize].branch;
            let is_above = |(at, at_bit)| (octet, Reverse(bit)) < (at, Reverse(at_bit));
            if !parting.is_none_or(is_above) {
                break;
            }
            let side = has_bit(name, octet, bit);
            (place, link) = (Place::Below(binding, side), below[usize::from(side)]);
        }
        (place, link)
    }

    fn set(&mut self, place: Place, link: Link) {
        match place {
            Place::Root => self.root = link,
            Place::Below(binding, side) => {
                self.bindings[binding as usize].branch.below[usize::from(side)] = link;
            }
        }
    }

    /// Forgets the newest bindings, down to the first `bound`.
    #[inline]
    pub(crate) fn leave(&mut self, bound: u32) {
        while self.bindings.len() > bound as usize {
            step();
            let Some(Binding { place, before, .. }) = self.bindings.pop() else { break };
            self.set(place, before);
        }
    }

    /// Gives back memory: the table shrinks to `octets` octets, or to what it needs.
    pub(crate) fn shrink_to(&mut self, octets: usize) {
        self.bindings.shrink_to(octets / size_of::<Binding>());
    }
}

/// The first bit in which two names differ: its octet, and its value there.
fn parting(one: &[u8], other: &[u8]) -> Option<(u32, u8)> {
    let common = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    steps(1 + common);
    let octet = |name: &[u8]| name.get(common).copied().unwrap_or(0);
    let differing = octet(one) ^ octet(other);
    (differing != 0).then(|| (offset(common), 0x80 >> differing.leading_zeros()))
}

#[inline]
fn has_bit(name: &[u8], octet: u32, bit: u8) -> bool {
    name.get(octet as usize).is_some_and(|octet| octet & bit != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_binding_of_each_prefix_is_found() {
        // Some are the start of others, and some differ in one bit only.
        let prefix = |i: usize| match i % 3 {
            0 => std::format!("p{}", i % 40),
            1 => "p".repeat(1 + i % 9),
            _ => std::format!("{}\u{E9}{}", "p".repeat(i % 5), i % 2),
        };
        let prefixes: Vec<std::string::String> = (0..100).map(prefix).collect();
        let mut scope = Scope::default();
        for (i, prefix) in (0..).zip(&prefixes) {
            scope.bind(prefix.as_bytes(), i, |i| prefixes[i as usize].as_bytes());
        }
        for bound in (0..=100_u32).rev() {
            scope.leave(bound);
            scope.shrink_to(bound as usize % 2 * 1000);
            assert_eq!(scope.bound(), bound);
            for prefix in &prefixes {
                let expected = prefixes[..bound as usize].iter().rposition(|other| other == prefix);
                let found = scope.find(prefix.as_bytes(), |i| prefixes[i as usize] == *prefix);
                assert_eq!(found.map(|i| i as usize), expected);
            }
        }
    }
}
