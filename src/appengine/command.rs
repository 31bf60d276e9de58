//! [`Command`]: `/command arguments` in the body of a message.

use crate::steps::steps;

/// A command in the body of a message: its name without the slash, and everything that follows.
///
/// ```
/// use envoi::appengine::Command;
///
/// let command = Command::parse("/score druidjane").unwrap();
/// assert_eq!((command.name(), command.argument()), ("score", "druidjane"));
/// assert_eq!(Command::parse("What's my score?"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Command<'a> {
    name: &'a str,
    argument: &'a str,
}

impl<'a> Command<'a> {
    /// The command that a body holds, if it begins with a slash, or with a backslash, as the service's own library has it.
    ///
    /// The name reaches to the first space and is taken as it is, case included; the argument is the rest without the white space around it.
    /// A slash alone, or before a space, is no command.
    ///
    /// ```
    /// use envoi::appengine::Command;
    ///
    /// let command = Command::parse("\\Say  good  night ").unwrap();
    /// assert_eq!((command.name(), command.argument()), ("Say", "good  night"));
    /// assert_eq!(Command::parse("/help").unwrap().argument(), "");
    /// assert_eq!(Command::parse(" /help"), None);
    /// assert_eq!(Command::parse("/ help"), None);
    /// ```
    pub fn parse(body: &'a str) -> Option<Self> {
        steps(body.len());
        let rest = body.strip_prefix(['/', '\\'])?;
        let (name, argument) = rest.split_once(' ').unwrap_or((rest, ""));
        (!name.is_empty()).then(|| Self { name, argument: argument.trim() })
    }

    /// The name, without the slash.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Everything that follows it; empty if nothing does.
    pub fn argument(&self) -> &'a str {
        self.argument
    }
}
