//! Builders of stanzas, which borrow what they are given and are written by [`StreamWriter::write`](crate::stream::StreamWriter::write).

mod envelope;
mod ids;
mod iq;
pub(super) mod lang;
mod message;
mod parts;
mod presence;

pub use ids::Ids;
pub use iq::IqBuilder;
pub use message::MessageBuilder;
pub use presence::PresenceBuilder;

use envelope::Envelope;
use parts::Parts;
