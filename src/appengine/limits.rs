//! The limits that the service declares.

/// Where they stand.
pub(super) const RULE: &str = "XMPP Java API Overview, Quotas and limits";

/// The most octets of one message, out or in: 100 KiB (XMPP Java API Overview, Quotas and limits).
///
/// Outgoing, they are those of the body as it is written: text once it is escaped. Incoming, they are those of the stanza.
///
/// ```
/// assert_eq!(envoi::appengine::MAX_MESSAGE_OCTETS, 102_400);
/// ```
pub const MAX_MESSAGE_OCTETS: usize = 100 * 1024;

/// The most octets of one call, all recipients and the body together: 1 MiB (XMPP Java API Overview, Quotas and limits).
///
/// ```
/// assert_eq!(envoi::appengine::MAX_CALL_OCTETS, 1_048_576);
/// ```
pub const MAX_CALL_OCTETS: usize = 1024 * 1024;

/// The most octets of the status of a presence that is sent: 1 KiB (Programming Google App Engine with Python, chapter 15, Managing Presence
/// Updates).
///
/// ```
/// assert_eq!(envoi::appengine::MAX_STATUS_OCTETS, 1024);
/// ```
pub const MAX_STATUS_OCTETS: usize = 1024;

/// The most invitations that an app sends in a day: 100,000 (XMPP Java API Overview, Quotas and limits). This library does not count them.
///
/// ```
/// assert_eq!(envoi::appengine::MAX_INVITATIONS_A_DAY, 100_000);
/// ```
pub const MAX_INVITATIONS_A_DAY: u32 = 100_000;
