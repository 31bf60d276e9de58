//! [`Client`]: a client that says what a test wants it to say, and sees what comes.

use crate::connection::{Connection, Failure};
use crate::process::LIMIT;
use crate::server::{DOMAIN, PASSWORD, Server};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use envoi::stanza::{NS_CLIENT, RawStanza};
use envoi::stream::{Event, StreamWriter};
use envoi::xml::{Element, ElementBuf};
use std::net::SocketAddr;
use std::time::Instant;

/// Somebody who is logged in.
pub(crate) struct Client {
    stream: Connection,
}

impl Client {
    /// Logs in, and is available.
    pub(crate) fn login(server: &Server, user: &str, resource: &str) -> Self {
        Self::login_at(server.ports.clients, user, resource)
    }

    /// The same, for what is in front of the server.
    pub(crate) fn login_at(address: SocketAddr, user: &str, resource: &str) -> Self {
        let stream = Connection::open(&address.to_string(), NS_CLIENT).expect("a connection");
        let mut client = Self { stream };
        client.open();
        let response = BASE64.encode(format!("\0{user}\0{PASSWORD}"));
        client.send(&format!(
            "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{response}</auth>"
        ));
        assert_eq!(client.next().element().name(), "success");
        client.stream.restart();
        client.open();
        client.send(&format!(
            "<iq id='bind' type='set'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>{resource}</resource></bind></iq>"
        ));
        client.wait_for(|stanza| stanza.attribute("id").as_deref() == Some("bind"));
        // RFC 6121 section 2.2: who asks for the roster is told of subscriptions.
        client.send("<iq id='roster' type='get'><query xmlns='jabber:iq:roster'/></iq>");
        client.wait_for(|stanza| stanza.attribute("id").as_deref() == Some("roster"));
        client.send("<presence/>");
        // The server reflects it, and from then on messages come here.
        client.wait_for(|stanza| stanza.name() == "presence");
        client
    }

    /// Sends octets as they are.
    pub(crate) fn send(&mut self, text: &str) {
        self.stream.outgoing.write_raw(text.as_bytes());
        self.flush();
    }

    /// The writer; what it has written goes out with [`flush`](Self::flush).
    pub(crate) fn outgoing(&mut self) -> &mut StreamWriter {
        &mut self.stream.outgoing
    }

    /// Sends what has been written.
    pub(crate) fn flush(&mut self) {
        self.stream.send().expect("sent");
    }

    /// Hands the next stanza to `look`, without a copy.
    pub(crate) fn look_at_next<T>(&mut self, look: impl FnOnce(RawStanza<'_>) -> T) -> T {
        let read = self.stream.next(Some(Instant::now() + LIMIT), |event, _| match event {
            Event::Stanza(stanza) => Ok(look(stanza)),
            other => Err(Failure::from(format!("{other:?}"))),
        });
        read.unwrap_or_else(|failure| panic!("no stanza: {failure}"))
    }

    /// The next first-level element.
    pub(crate) fn next(&mut self) -> ElementBuf {
        let read = self.stream.next(Some(Instant::now() + LIMIT), |event, _| match event {
            Event::Stanza(stanza) => Ok(stanza.element().to_owned()),
            Event::Element(element) => Ok(element.to_owned()),
            Event::Open(_) | Event::Close => Err(Failure::from(format!("{event:?}"))),
        });
        read.unwrap_or_else(|failure| panic!("no element: {failure}"))
    }

    /// The next first-level element for which this holds. Those before it are lost.
    pub(crate) fn wait_for(&mut self, wanted: impl Fn(Element<'_>) -> bool) -> ElementBuf {
        let mut passed = Vec::new();
        loop {
            let element = self.next();
            if wanted(element.element()) {
                return element;
            }
            passed.push(element);
            assert!(passed.len() < 10_000, "it does not come: {passed:#?}");
        }
    }

    /// Closes the stream, as a good peer does.
    pub(crate) fn close(self) {
        self.stream.close().expect("closed");
    }

    fn open(&mut self) {
        self.stream.outgoing.header().to(DOMAIN).finish().expect("a header");
        self.stream
            .next(Some(Instant::now() + LIMIT), |event, _| match event {
                Event::Open(_) => Ok(()),
                other => Err(format!("{other:?}").into()),
            })
            .expect("a header");
        assert_eq!(self.next().element().name(), "features");
    }
}
