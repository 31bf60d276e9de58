//! [`Parts`]: what a stanza holds, in order.

use alloc::vec::Vec;

/// Any number, of which the first `FEW` take no allocation.
#[derive(Clone, Debug)]
pub(super) struct Parts<T, const FEW: usize> {
    few: [Option<T>; FEW],
    more: Vec<T>,
}

impl<T, const FEW: usize> Parts<T, FEW> {
    #[inline]
    pub(super) fn push(&mut self, part: T) {
        match self.few.iter_mut().find(|place| place.is_none()) {
            Some(place) => *place = Some(part),
            None => self.more.push(part),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        self.few.iter().flatten().chain(&self.more)
    }
}

impl<T, const FEW: usize> Default for Parts<T, FEW> {
    #[inline]
    fn default() -> Self {
        Self { few: [const { None }; FEW], more: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_in_the_order_in_which_they_went_in() {
        let mut parts = Parts::<_, 3>::default();
        for number in 0..7 {
            parts.push(number);
            assert!(parts.iter().copied().eq(0..=number));
        }
    }
}
