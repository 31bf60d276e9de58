//! [`ChatState`]: XEP-0085.

use super::{Payload, PayloadError};
use crate::xml::{Element, ElementWriter, WriteError, WriteXml};

/// The namespace of chat states (XEP-0085 section 11.1).
pub const NS_CHAT_STATES: &str = "http://jabber.org/protocol/chatstates";

/// How much somebody takes part in a conversation (XEP-0085 section 2).
///
/// A message has one of them at most (XEP-0085 section 5.6).
///
/// ```
/// use envoi::stanza::payload::{ChatState, Payload};
/// use envoi::xml::ElementBuf;
///
/// let state = ElementBuf::parse("<composing xmlns='http://jabber.org/protocol/chatstates'/>")?;
/// assert_eq!(ChatState::read(state.element())?, ChatState::Composing);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChatState {
    /// Pays attention.
    Active,
    /// Is writing.
    Composing,
    /// Was writing, and is no longer.
    Paused,
    /// Has not paid attention for a while.
    Inactive,
    /// Has left the conversation.
    Gone,
}

impl ChatState {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Active, Self::Composing, Self::Paused, Self::Inactive, Self::Gone];

    /// The name of its element.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Composing => "composing",
            Self::Paused => "paused",
            Self::Inactive => "inactive",
            Self::Gone => "gone",
        }
    }
}

/// An element of the namespace that is none of the five is an error, `UnexpectedElement`.
impl<'a> Payload<'a> for ChatState {
    fn matches(element: Element<'a>) -> bool {
        element.namespace() == NS_CHAT_STATES
    }

    fn read(element: Element<'a>) -> Result<Self, PayloadError> {
        let named = Self::ALL.into_iter().find(|state| state.as_str() == element.name());
        named.ok_or_else(|| PayloadError::unexpected_element(element, "a chat state", "XEP-0085 section 2"))
    }
}

impl WriteXml for ChatState {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start_known(self.as_str(), NS_CHAT_STATES)?.end()?;
        Ok(())
    }
}
