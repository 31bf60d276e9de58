//! [`Same`]: compares what is written with a text, so that nothing need be kept.

use crate::steps::steps;
use core::fmt;

/// What is left of a text after all that was written; a write that differs from it is an error.
pub(super) struct Same<'a>(&'a str);

impl<'a> Same<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// Whether the whole text was written.
    pub(super) const fn is_complete(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Write for Same<'_> {
    fn write_str(&mut self, written: &str) -> fmt::Result {
        steps(written.len());
        self.0 = self.0.strip_prefix(written).ok_or(fmt::Error)?;
        Ok(())
    }
}
