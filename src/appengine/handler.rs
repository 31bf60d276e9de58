//! [`CommandHandler`]: what answers chat messages, and how it is called.

use super::{Command, InboundRequest, OutgoingMessage, Route};
use alloc::borrow::Cow;
use alloc::vec::Vec;

/// What an unknown command is answered with (Programming Google App Engine with Python, chapter 15, Handling Commands over Chat).
pub const UNKNOWN_COMMAND: &str = "Unknown command.";

/// Answers the chat messages that an app receives (Programming Google App Engine with Python, chapter 15, Handling Commands over Chat).
///
/// ```
/// use envoi::appengine::{ChatMessage, CommandHandler, Handled, InboundRequest, Route, dispatch};
///
/// struct ScoreBot;
///
/// impl CommandHandler for ScoreBot {
///     fn command(&mut self, name: &str, chat: &mut ChatMessage<'_>) -> Handled {
///         match name {
///             "stats" => chat.reply("The latest stats: none"),
///             "score" => chat.reply(format!("Score for user {}: 9", chat.argument())),
///             _ => return Handled::No,
///         }
///         Handled::Yes
///     }
/// }
///
/// let request = |body| InboundRequest::from_fields(
///     Route::Chat,
///     [("from", "juliet@example.com/balcony"), ("to", "app-id@appspot.com"), ("body", body)],
/// );
/// let stats = request("/stats")?;
/// assert_eq!(dispatch(&mut ScoreBot, &stats)[0].body(), "The latest stats: none");
/// let help = request("/help")?;
/// assert_eq!(dispatch(&mut ScoreBot, &help)[0].body(), "Unknown command.");
/// let text = request("Good night")?;
/// assert!(dispatch(&mut ScoreBot, &text).is_empty());
/// # Ok::<(), envoi::appengine::FormError>(())
/// ```
pub trait CommandHandler {
    /// Answers the command of this name, or says that it has none.
    fn command(&mut self, name: &str, chat: &mut ChatMessage<'_>) -> Handled;

    /// Answers a message that is no command; does nothing unless it is overridden.
    fn text_message(&mut self, chat: &mut ChatMessage<'_>) {
        let _ = chat;
    }

    /// Answers a command that [`command`](Self::command) does not know; replies [`UNKNOWN_COMMAND`] unless it is overridden.
    fn unhandled_command(&mut self, chat: &mut ChatMessage<'_>) {
        chat.reply(UNKNOWN_COMMAND);
    }
}

/// Whether a handler has a command of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use = "a command that is not handled is for `unhandled_command`"]
pub enum Handled {
    /// It has, and has answered it.
    Yes,
    /// It has not.
    No,
}

/// A chat message that is being answered.
#[derive(Debug)]
pub struct ChatMessage<'a> {
    from: &'a str,
    to: &'a str,
    body: &'a str,
    command: Option<Command<'a>>,
    replies: Vec<OutgoingMessage<'a>>,
}

/// Hands a chat message to a handler: commands to `command` and what is none to `text_message`; the replies are in the order in which they were given.
///
/// Requests of other routes are no chat messages and get no reply. Nor does a message without a body, such as a chat state (XEP-0085) or a receipt
/// (XEP-0184): who answers those answers every keystroke, or another such program for ever.
pub fn dispatch<'a, H: CommandHandler + ?Sized>(
    handler: &mut H,
    request: &'a InboundRequest<'_>,
) -> Vec<OutgoingMessage<'a>> {
    if request.route() != Route::Chat {
        return Vec::new();
    }
    let Some(body) = request.body().filter(|body| !body.is_empty()) else { return Vec::new() };
    let command = Command::parse(body);
    let mut chat = ChatMessage { from: request.from(), to: request.to(), body, command, replies: Vec::new() };
    match command {
        None => handler.text_message(&mut chat),
        Some(command) => {
            if handler.command(command.name(), &mut chat) == Handled::No {
                handler.unhandled_command(&mut chat);
            }
        }
    }
    chat.replies
}

impl<'a> ChatMessage<'a> {
    /// The address of whoever sent it.
    pub fn from(&self) -> &'a str {
        self.from
    }

    /// The address that it was sent to.
    pub fn to(&self) -> &'a str {
        self.to
    }

    /// The body as it was sent.
    pub fn body(&self) -> &'a str {
        self.body
    }

    /// The command in the body, if there is one.
    pub fn command(&self) -> Option<Command<'a>> {
        self.command
    }

    /// The argument of the command, or if there is none the body without the white space around it.
    ///
    /// ```
    /// use envoi::appengine::{Dispatcher, InboundRequest, Route};
    ///
    /// let mut echo = Dispatcher::new().text_message(|chat| chat.reply(chat.argument()));
    /// let fields = [("from", "juliet@example.com"), ("to", "app-id@appspot.com"), ("body", " Good night\n")];
    /// let request = InboundRequest::from_fields(Route::Chat, fields)?;
    /// assert_eq!(echo.dispatch(&request)[0].body(), "Good night");
    /// # Ok::<(), envoi::appengine::FormError>(())
    /// ```
    pub fn argument(&self) -> &'a str {
        self.command.map_or_else(|| self.body.trim(), |command| command.argument())
    }

    /// Replies with a chat message of this text, from the address that the message was sent to.
    pub fn reply(&mut self, text: impl Into<Cow<'a, str>>) {
        self.reply_with(OutgoingMessage::new(text));
    }

    /// Replies with another message; its recipient and sender are set here.
    pub fn reply_with(&mut self, message: OutgoingMessage<'a>) {
        self.replies.push(message.answering(self.from, self.to));
    }
}
