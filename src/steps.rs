//! Counting steps, so that tests can hold work to the size of its input. In every other build nothing is left of it.
//!
//! A step is an octet that is looked at, a turn of a loop, or an entry of a table. Whatever goes over input, or over what has been made of it, says
//! so, also where one pass seems plain: who calls it twice is not seen there. Trees of the standard library count the octets of what is looked up
//! once, and not for each comparison: their depth, the logarithm of what they hold, is left out.

/// Counts a step.
#[inline(always)]
pub(crate) fn step() {
    steps(1);
}

/// Counts so many steps.
#[inline(always)]
pub(crate) fn steps(count: usize) {
    #[cfg(test)]
    counter::add(count);
    #[cfg(not(test))]
    let _ = count;
}

#[cfg(all(test, feature = "alloc"))]
pub(crate) use counter::steps_of;

#[cfg(test)]
mod counter {
    use core::cell::Cell;

    std::thread_local! {
        static STEPS: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn add(count: usize) {
        STEPS.set(STEPS.get() + count);
    }

    /// How many steps something takes.
    #[cfg(feature = "alloc")]
    pub(crate) fn steps_of<T>(work: impl FnOnce() -> T) -> usize {
        let before = STEPS.get();
        drop(work());
        STEPS.get() - before
    }
}
