//! The App Engine XMPP service, by its own documents: addresses, outgoing and incoming stanzas, chat commands.
//!
//! The service stood between XMPP and the HTTP requests of an app. With this module a program written for it moves to a server of its own, or
//! its traffic is replayed or emulated: [`App`] says under which address it sends, [`InboundRequest`] turns a stanza into the request that the
//! service made of it and back, and a [`CommandHandler`] answers `/command arguments`.
//!
//! ```
//! use envoi::appengine::{App, Dispatcher, InboundRequest};
//! use envoi::stanza::{NS_CLIENT, RawStanza};
//! use envoi::xml::ElementBuf;
//!
//! let message = ElementBuf::parse(
//!     "<message xmlns='jabber:client' type='chat' from='juliet@example.com/balcony' to='score@app-id.appspotchat.com'>\
//!      <body>/score druidjane</body></message>",
//! )?;
//! let message = RawStanza::from_element(message.element(), NS_CLIENT).unwrap();
//! let request = InboundRequest::of(message)?;
//! assert_eq!(request.route().path(), "/_ah/xmpp/message/chat/");
//!
//! let mut dispatcher = Dispatcher::new()
//!     .command("score", |chat| chat.reply(format!("Score for user {}: 9", chat.argument())));
//! let replies = dispatcher.dispatch(&request);
//! assert_eq!(replies[0].body(), "Score for user druidjane: 9");
//! assert_eq!(App::new("app-id")?.sender(replies[0].sender())?.as_str(), "score@app-id.appspotchat.com/bot");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The documents: *XMPP Java API Overview*, *XMPP Python API Overview*, and *Programming Google App Engine with Python* (2015), chapter 15. Where
//! the chapter differs from the overviews, the overviews count.

mod address;
mod app;
mod command;
mod dispatcher;
mod domains;
mod error;
mod field;
mod form;
mod handler;
mod inbound;
mod limits;
mod message;
mod names;
mod presence;
mod route;
mod sender;

pub use address::{AddressForm, AppAddress};
pub use app::App;
pub use command::Command;
pub use dispatcher::Dispatcher;
pub use domains::Domains;
pub use error::{AppEngineError, AppEngineErrorKind};
pub use field::Field;
pub use form::{FormError, FormErrorKind};
pub use handler::{ChatMessage, CommandHandler, Handled, UNKNOWN_COMMAND, dispatch};
pub use inbound::InboundRequest;
pub use limits::{MAX_CALL_OCTETS, MAX_INVITATIONS_A_DAY, MAX_MESSAGE_OCTETS, MAX_STATUS_OCTETS};
pub use message::{OutgoingMessage, PreparedMessage, SendStatus};
pub use presence::{OutgoingPresence, PreparedPresence};
pub use route::{Ignored, InboundService, Route};
