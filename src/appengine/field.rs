//! [`Field`]: the fields of a request.

/// A field of the form that a request carries (XMPP Java API Overview, Receiving chat messages; Programming Google App Engine with Python,
/// chapter 15, Managing Presence Updates).
///
/// ```
/// use envoi::appengine::Field;
///
/// assert_eq!(Field::Stanza.as_str(), "stanza");
/// assert_eq!(Field::from_name("body"), Some(Field::Body));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The address of the sender.
    From,
    /// The address of the recipient, as the sender wrote it.
    To,
    /// The body of a message.
    Body,
    /// The availability of a presence; that it is absent means `chat`.
    Show,
    /// The status of a presence, if there is one.
    Status,
    /// The whole stanza as XML.
    Stanza,
}

impl Field {
    /// All of them, in the order in which they are given.
    pub const ALL: [Self; 6] = [Self::From, Self::To, Self::Body, Self::Show, Self::Status, Self::Stanza];

    /// Its name in the form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
            Self::Body => "body",
            Self::Show => "show",
            Self::Status => "status",
            Self::Stanza => "stanza",
        }
    }

    /// The field of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}
