//! [`Scope`]: the prefixes that are bound at one place, innermost first.
//!
//! A table of chains, because a start tag may declare, and use, as many prefixes as the limits allow: finding one takes the same time however
//! many there are. The hash is simple; what an attacker gains by collisions is bounded by the limit on declarations.

use super::index::NONE;
use alloc::vec;
use alloc::vec::Vec;

/// How many chains there are at least.
const FEWEST: usize = 16;

#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    /// The newest binding of each chain; a power of two of them.
    heads: Vec<u32>,
    bindings: Vec<Binding>,
}

#[derive(Clone, Copy, Debug)]
struct Binding {
    declaration: u32,
    hash: u32,
    /// The next older one in its chain.
    older: u32,
}

impl Scope {
    /// How many prefixes are bound.
    pub(crate) fn bound(&self) -> u32 {
        super::index::offset(self.bindings.len())
    }

    /// Binds a prefix, over any older binding of it.
    pub(crate) fn bind(&mut self, prefix: &[u8], declaration: u32) {
        if self.bindings.len() >= self.heads.len() {
            self.grow();
        }
        self.bindings.push(Binding { declaration, hash: hash(prefix), older: NONE });
        self.link(self.bindings.len() - 1);
    }

    /// The newest declaration of a prefix, where `is_of` tells whether a declaration is one of it.
    pub(crate) fn find(&self, prefix: &[u8], is_of: impl Fn(u32) -> bool) -> Option<u32> {
        let hash = hash(prefix);
        let mut at = self.heads.get(self.chain(hash)).copied().unwrap_or(NONE);
        while let Some(binding) = self.bindings.get(at as usize) {
            if binding.hash == hash && is_of(binding.declaration) {
                return Some(binding.declaration);
            }
            at = binding.older;
        }
        None
    }

    /// Forgets the newest bindings, down to the first `bound`.
    #[inline]
    pub(crate) fn leave(&mut self, bound: u32) {
        while self.bindings.len() > bound as usize {
            let Some(binding) = self.bindings.pop() else { break };
            let chain = self.chain(binding.hash);
            self.heads[chain] = binding.older;
        }
    }

    pub(crate) fn clear(&mut self) {
        self.leave(0);
    }

    fn chain(&self, hash: u32) -> usize {
        hash as usize & self.heads.len().wrapping_sub(1)
    }

    fn link(&mut self, binding: usize) {
        let chain = self.chain(self.bindings[binding].hash);
        self.bindings[binding].older = self.heads[chain];
        self.heads[chain] = super::index::offset(binding);
    }

    /// Gives back memory: each table shrinks to `octets` octets, or to what it needs.
    pub(crate) fn shrink_to(&mut self, octets: usize) {
        self.bindings.shrink_to(octets / size_of::<Binding>());
        let heads = self.bindings.len().next_power_of_two().max(FEWEST);
        if heads < self.heads.len() && octets < self.heads.len() * size_of::<u32>() {
            self.chain_anew(heads);
        }
    }

    #[cold]
    fn grow(&mut self) {
        self.chain_anew((2 * self.heads.len()).max(FEWEST));
    }

    fn chain_anew(&mut self, heads: usize) {
        self.heads = vec![NONE; heads];
        for binding in 0..self.bindings.len() {
            self.link(binding);
        }
    }
}

/// FNV-1a.
fn hash(prefix: &[u8]) -> u32 {
    prefix.iter().fold(0x811C_9DC5, |hash, &octet| (hash ^ u32::from(octet)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_binding_of_each_prefix_is_found() {
        let prefixes: Vec<std::string::String> = (0..100).map(|i| std::format!("p{}", i % 40)).collect();
        let mut scope = Scope::default();
        for (i, prefix) in (0..).zip(&prefixes) {
            scope.bind(prefix.as_bytes(), i);
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
