//! [`Index`]: an ordered map whose operations are steps.

use crate::steps::step;
use alloc::collections::{BTreeMap, btree_map};
use core::borrow::Borrow;

/// A map in order, or with `()` a set. What it lacks is a way to search or keep by a condition: whoever has one thing to do may not look at
/// all that waits.
#[derive(Clone, Debug)]
pub(super) struct Index<K, V = ()>(BTreeMap<K, V>);

impl<K: Ord, V> Index<K, V> {
    pub(super) fn insert(&mut self, key: K, value: V) {
        step();
        self.0.insert(key, value);
    }

    pub(super) fn get(&self, key: &K) -> Option<&V> {
        step();
        self.0.get(key)
    }

    pub(super) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<(K, V)>
    where
        K: Borrow<Q>,
    {
        step();
        self.0.remove_entry(key)
    }

    pub(super) fn first(&self) -> Option<&K> {
        step();
        self.0.first_key_value().map(|(key, _)| key)
    }

    /// Removes the first if the condition holds for it.
    pub(super) fn pop_first_if(&mut self, condition: impl FnOnce(&K) -> bool) -> Option<K> {
        step();
        self.0.first_entry().filter(|first| condition(first.key())).map(|first| first.remove_entry().0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All values, in the order of their keys.
    pub(super) fn values(&self) -> impl Iterator<Item = &V> {
        self.0.values().inspect(|_| step())
    }
}

impl<K, V> Default for Index<K, V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K, V> IntoIterator for Index<K, V> {
    type Item = (K, V);
    type IntoIter = core::iter::Inspect<btree_map::IntoIter<K, V>, fn(&(K, V))>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().inspect(|_| step())
    }
}
