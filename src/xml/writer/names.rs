//! [`Names`]: what has been written already, found again.

use super::super::FEW;
use super::super::index::{is_same, offset};
use super::super::scope::Scope;
use alloc::vec::Vec;
use core::ops::Range;

/// Places of names in octets that are kept elsewhere. The first few are compared one by one; those behind them stand in a [`Scope`] too, so that
/// finding one takes no more time however many there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    places: Vec<Range<usize>>,
    behind: Scope,
}

impl Names {
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Which one is this name.
    #[inline]
    pub(super) fn find(&self, octets: &[u8], name: &[u8]) -> Option<usize> {
        let found = self.places.iter().take(FEW).position(|place| is_same(&octets[place.clone()], name));
        if found.is_some() || self.places.len() <= FEW { found } else { self.find_behind(octets, name) }
    }

    #[cold]
    fn find_behind(&self, octets: &[u8], name: &[u8]) -> Option<usize> {
        let is_of = |number: u32| is_same(&octets[self.places[number as usize].clone()], name);
        self.behind.find(name, is_of).map(|number| number as usize)
    }

    /// Adds a name that is not there.
    #[inline]
    pub(super) fn push(&mut self, octets: &[u8], place: Range<usize>) {
        if self.places.len() >= FEW {
            let name_of = |number: u32| &octets[self.places[number as usize].clone()];
            self.behind.bind(&octets[place.clone()], offset(self.places.len()), name_of);
        }
        self.places.push(place);
    }

    /// Forgets all but the first `count`.
    #[inline]
    pub(super) fn truncate(&mut self, count: usize) {
        self.places.truncate(count);
        self.behind.leave(offset(count.saturating_sub(FEW)));
    }
}
