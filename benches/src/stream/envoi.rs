//! This library's ways in, as its users call them. A parser and its buffers are kept from pass to pass.

use super::Contestant;

/// Those who read the mixture at the default limits, in chunks.
pub(super) fn readers() -> Vec<Contestant> {
    Vec::new()
}

/// Those who read, and write each stanza to a buffer as from [`super::forwarders::ROUTED`].
pub(super) fn forwarders() -> Vec<Contestant> {
    Vec::new()
}

/// Those who write the message of [`super::writers`], checked, [`super::MESSAGES`] times.
pub(super) fn writers() -> Vec<Contestant> {
    Vec::new()
}

/// Those who read what is hostile, with limits so high that they refuse none of it.
pub(super) fn readers_of_floods() -> Vec<Contestant> {
    Vec::new()
}
