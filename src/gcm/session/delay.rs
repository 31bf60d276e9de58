//! [`Delays`]: how long to wait before trying again.

use core::time::Duration;

/// How long to wait before the first try after a failure (GCM server reference, table 11).
pub const RETRY_DELAY: Duration = Duration::from_secs(1);

/// The longest delay before a try, without its random part: the document has no bound, and without one a message would wait for days.
pub const MAX_RETRY_DELAY: Duration = Duration::from_secs(300);

/// Delays that double, with a random part.
#[derive(Clone, Debug)]
pub(super) struct Delays {
    random: u64,
}

impl Delays {
    pub(super) fn new(seed: u64) -> Self {
        Self { random: seed }
    }

    /// The delay after this many failures.
    ///
    /// GCM server reference, table 11: one second, then two, then four, and a random amount on top, another one for each message.
    pub(super) fn after(&mut self, failures: u32) -> Duration {
        let doubled =
            1_u32.checked_shl(failures.saturating_sub(1)).and_then(|times| RETRY_DELAY.checked_mul(times));
        let delay = doubled.unwrap_or(MAX_RETRY_DELAY).min(MAX_RETRY_DELAY);
        // At most half of it, so that the next delay is always the longer one.
        let share = u32::try_from(self.next() >> 32).unwrap_or(u32::MAX);
        delay + delay.mul_f64(f64::from(share) / f64::from(u32::MAX) / 2.0)
    }

    /// The next number of Vigna's `SplitMix64`: no secret depends on it.
    fn next(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    #[test]
    fn delays_double_up_to_the_bound() {
        let mut delays = Delays::new(1);
        let seconds = [(1, 1), (2, 2), (3, 4), (4, 8), (9, 256), (10, 300), (40, 300), (u32::MAX, 300)];
        for (failures, seconds) in seconds {
            let delay = delays.after(failures);
            let base = Duration::from_secs(seconds);
            assert!(delay >= base && delay <= base + base / 2, "{failures}: {delay:?}");
        }
    }

    #[test]
    fn delays_of_messages_differ() {
        let mut delays = Delays::new(1);
        let mut first: Vec<Duration> = (0..100).map(|_| delays.after(1)).collect();
        first.sort();
        first.dedup();
        assert!(first.len() > 95, "{}", first.len());
    }
}
