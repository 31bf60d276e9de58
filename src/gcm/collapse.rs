//! [`CollapseKeys`]: how many collapse keys are in use for each registration.

use super::downstream::Downstream;
use super::error::{GcmError, GcmErrorKind};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;

/// How many messages with different collapse keys the service keeps for one registration; of more, nobody knows which ones it keeps (GCM
/// server reference, table 1).
pub const MAX_COLLAPSE_KEYS: usize = 4;

/// Counts the collapse keys of messages that may still wait for their devices.
///
/// Only whoever sends knows that a message does not wait any more: a receipt came, or its time to live is over.
///
/// ```
/// use envoi::gcm::{CollapseKeys, Downstream, GcmErrorKind};
///
/// let mut keys = CollapseKeys::new();
/// for key in ["news", "score", "mail", "chat", "news"] {
///     keys.note(&Downstream::to("APA91b", "1").collapse_key(key).build()?)?;
/// }
/// let fifth = Downstream::to("APA91b", "6").collapse_key("weather").build()?;
/// assert_eq!(keys.note(&fifth).unwrap_err().kind(), GcmErrorKind::CollapseKeys);
/// assert!(keys.release("APA91b", "news"));
/// keys.note(&fifth)?;
/// # Ok::<(), envoi::gcm::GcmError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CollapseKeys {
    used: BTreeMap<String, BTreeSet<String>>,
}

impl CollapseKeys {
    /// None in use.
    pub fn new() -> Self {
        Self::default()
    }

    /// Counts the key of a message that is about to be sent, if it has one.
    ///
    /// # Errors
    ///
    /// `CollapseKeys` if [`MAX_COLLAPSE_KEYS`] others are in use for the same recipient: the service may throw away any of them.
    pub fn note(&mut self, message: &Downstream) -> Result<(), GcmError> {
        let Some(key) = message.collapse_key() else { return Ok(()) };
        let used = self.used.entry(message.recipient().into()).or_default();
        if used.len() >= MAX_COLLAPSE_KEYS && !used.contains(key) {
            return Err(GcmError::new(GcmErrorKind::CollapseKeys).of("collapse_key"));
        }
        used.insert(key.into());
        Ok(())
    }

    /// No message with this key waits for the recipient any more. Whether one was counted.
    pub fn release(&mut self, recipient: &str, key: &str) -> bool {
        let Some(used) = self.used.get_mut(recipient) else { return false };
        let was_used = used.remove(key);
        if used.is_empty() {
            self.used.remove(recipient);
        }
        was_used
    }
}
