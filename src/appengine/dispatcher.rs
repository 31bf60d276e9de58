//! [`Dispatcher`]: a handler put together from functions.

use super::{ChatMessage, CommandHandler, Handled, InboundRequest, OutgoingMessage, handler};
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

type Answer<'h> = Box<dyn FnMut(&mut ChatMessage<'_>) + Send + 'h>;

/// A [`CommandHandler`] that is put together from functions, one for each command.
///
/// ```
/// use envoi::appengine::{Dispatcher, InboundRequest, Route};
///
/// let mut bot = Dispatcher::new()
///     .command("echo", |chat| chat.reply(chat.argument()))
///     .command("help", |chat| chat.reply("/echo TEXT, /help"))
///     .text_message(|chat| chat.reply(format!("You said: {}", chat.body())));
/// let request = InboundRequest::from_fields(
///     Route::Chat,
///     [("from", "juliet@example.com/balcony"), ("to", "app-id@appspot.com"), ("body", "/echo Art thou not Romeo?")],
/// )?;
/// let replies = bot.dispatch(&request);
/// assert_eq!(replies[0].body(), "Art thou not Romeo?");
/// assert_eq!(replies[0].recipients(), ["juliet@example.com/balcony"]);
/// # Ok::<(), envoi::appengine::FormError>(())
/// ```
#[derive(Default)]
pub struct Dispatcher<'h> {
    commands: BTreeMap<String, Answer<'h>>,
    text: Option<Answer<'h>>,
    unhandled: Option<Answer<'h>>,
}

impl<'h> Dispatcher<'h> {
    /// A handler without commands.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers the command of this name, which is compared as it is, case included; the last function for a name counts.
    #[must_use]
    pub fn command(mut self, name: &str, answer: impl FnMut(&mut ChatMessage<'_>) + Send + 'h) -> Self {
        self.commands.insert(name.into(), Box::new(answer));
        self
    }

    /// Answers messages that are no commands; without it they get no reply.
    #[must_use]
    pub fn text_message(mut self, answer: impl FnMut(&mut ChatMessage<'_>) + Send + 'h) -> Self {
        self.text = Some(Box::new(answer));
        self
    }

    /// Answers commands of other names; without it they get [`UNKNOWN_COMMAND`](super::UNKNOWN_COMMAND).
    #[must_use]
    pub fn unhandled_command(mut self, answer: impl FnMut(&mut ChatMessage<'_>) + Send + 'h) -> Self {
        self.unhandled = Some(Box::new(answer));
        self
    }

    /// As [`dispatch`](super::dispatch).
    pub fn dispatch<'a>(&mut self, request: &'a InboundRequest<'_>) -> Vec<OutgoingMessage<'a>> {
        handler::dispatch(self, request)
    }
}

impl CommandHandler for Dispatcher<'_> {
    fn command(&mut self, name: &str, chat: &mut ChatMessage<'_>) -> Handled {
        let Some(answer) = self.commands.get_mut(name) else { return Handled::No };
        answer(chat);
        Handled::Yes
    }

    fn text_message(&mut self, chat: &mut ChatMessage<'_>) {
        if let Some(answer) = &mut self.text {
            answer(chat);
        }
    }

    fn unhandled_command(&mut self, chat: &mut ChatMessage<'_>) {
        match &mut self.unhandled {
            Some(answer) => answer(chat),
            None => chat.reply(handler::UNKNOWN_COMMAND),
        }
    }
}

/// The names of the commands.
impl fmt::Debug for Dispatcher<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Dispatcher").field(&self.commands.keys()).finish()
    }
}
