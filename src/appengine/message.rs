//! [`OutgoingMessage`]: a message that an app sends to one or many recipients.

use alloc::borrow::Cow;
use alloc::vec;
use alloc::vec::Vec;

/// A message that an app sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingMessage<'a> {
    body: Cow<'a, str>,
    recipients: Vec<Cow<'a, str>>,
    sender: Cow<'a, str>,
}

impl<'a> OutgoingMessage<'a> {
    /// A chat message of this text.
    pub fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self { body: text.into(), recipients: Vec::new(), sender: Cow::Borrowed("") }
    }

    /// A recipient more.
    #[must_use]
    pub fn to(mut self, recipient: impl Into<Cow<'a, str>>) -> Self {
        self.recipients.push(recipient.into());
        self
    }

    /// The sender that is asked for.
    #[must_use]
    pub fn from(mut self, sender: impl Into<Cow<'a, str>>) -> Self {
        self.sender = sender.into();
        self
    }

    /// The body.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The recipients.
    pub fn recipients(&self) -> &[Cow<'a, str>] {
        &self.recipients
    }

    /// The sender that is asked for.
    pub fn sender(&self) -> &str {
        &self.sender
    }

    /// The message as an answer to one that came `from` somewhere `to` an address of the app.
    pub(super) fn answering(mut self, from: &'a str, to: &'a str) -> Self {
        self.recipients = vec![Cow::Borrowed(from)];
        self.sender = Cow::Borrowed(to);
        self
    }
}
