//! [`StreamBuffer`]: a stream reader with the octets that it reads.

use super::{Event, StreamError, StreamReader};
use crate::steps::steps;
use alloc::vec::Vec;
use core::fmt;

/// A [`StreamReader`] with the octets that it reads: push what comes, take events.
///
/// It holds what has been pushed and not been taken: one stanza that is not whole yet, which the limits bound, and what was pushed with
/// its end. Once it has grown to that size, it allocates no more.
///
/// ```
/// use envoi::stream::{Limits, StreamBuffer, StreamReader};
///
/// let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
/// buffer.push(b"<presence");
/// assert!(buffer.next_event()?.is_none());
/// buffer.push(b"/>");
/// assert!(buffer.next_event()?.is_some());
/// # Ok::<(), envoi::stream::StreamError>(())
/// ```
#[derive(Clone)]
pub struct StreamBuffer {
    reader: StreamReader,
    octets: Vec<u8>,
    /// How many octets in front have been read.
    read: usize,
}

impl StreamBuffer {
    /// An empty buffer.
    pub fn new(reader: StreamReader) -> Self {
        Self { reader, octets: Vec::new(), read: 0 }
    }

    /// Appends octets that have come; behind a close or an error nothing is read, so they are ignored.
    pub fn push(&mut self, octets: &[u8]) {
        if self.reader.is_over() {
            return;
        }
        self.make_room();
        steps(octets.len());
        self.octets.extend_from_slice(octets);
    }

    /// Drops what has been read, if that is no less than what must be moved, so that moving costs as much as reading at most.
    fn make_room(&mut self) {
        if self.read >= self.octets.len() - self.read {
            steps(self.octets.len() - self.read);
            self.octets.drain(..self.read);
            self.read = 0;
        }
    }

    /// The next event; `Ok(None)` if more octets must come first.
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamBuffer, StreamReader};
    ///
    /// let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
    /// buffer.push(b"<iq id='1'/><iq id='2'/><iq");
    /// let mut ids = Vec::new();
    /// while let Some(event) = buffer.next_event()? {
    ///     if let Event::Stanza(iq) = event {
    ///         ids.extend(iq.id().map(|id| id.into_owned()));
    ///     }
    /// }
    /// assert_eq!(ids, ["1", "2"]);
    /// # Ok::<(), envoi::stream::StreamError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`StreamReader::read`].
    pub fn next_event(&mut self) -> Result<Option<Event<'_>>, StreamError> {
        let mut input = &self.octets[self.read..];
        let event = self.reader.read(&mut input);
        self.read = self.octets.len() - input.len();
        event
    }

    /// The octets that have been pushed and belong to no event yet.
    ///
    /// If there are any after `next_event` gave `None` and no close has come, an element or the stream header is not whole.
    ///
    /// ```
    /// use envoi::stream::{Limits, StreamBuffer, StreamReader};
    ///
    /// let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
    /// buffer.push(b"<iq/><iq");
    /// while buffer.next_event()?.is_some() {}
    /// assert_eq!(buffer.unread(), b"<iq");
    /// # Ok::<(), envoi::stream::StreamError>(())
    /// ```
    pub fn unread(&self) -> &[u8] {
        &self.octets[self.read..]
    }

    /// The reader.
    pub fn reader(&self) -> &StreamReader {
        &self.reader
    }

    /// Makes ready for a new stream (RFC 6120 section 4.3.3). Octets that have not been read belong to the new one.
    ///
    /// After STARTTLS, and wherever else a security layer begins, they must not: they came in the clear, perhaps from someone in the
    /// middle, and would be taken for what the peer sends under its protection (RFC 6120 section 5.4.3.3: both sides discard what they
    /// had before TLS took effect). Call [`discard_unread`](Self::discard_unread) there, before any octet of the new layer is pushed.
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamBuffer, StreamReader};
    ///
    /// let header = b"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
    /// let mut buffer = StreamBuffer::new(StreamReader::new(Limits::DEFAULT));
    /// buffer.push(header);
    /// assert!(matches!(buffer.next_event()?, Some(Event::Open(_))));
    /// // SASL has succeeded.
    /// buffer.reset();
    /// buffer.push(header);
    /// assert!(matches!(buffer.next_event()?, Some(Event::Open(_))));
    /// # Ok::<(), envoi::stream::StreamError>(())
    /// ```
    pub fn reset(&mut self) {
        self.reader.reset();
    }

    /// Drops octets that have not been read; how many they were. An element or a stream header that had begun has never come.
    ///
    /// None should be left where a security layer begins: a peer that has sent any before it is at fault, or is not alone.
    ///
    /// ```
    /// use envoi::stream::{Limits, StreamBuffer, StreamReader};
    ///
    /// # let header = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
    /// # let mut buffer = StreamBuffer::new(StreamReader::new(Limits::DEFAULT));
    /// # buffer.push(header.as_bytes());
    /// # buffer.next_event()?;
    /// buffer.push(b"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><presence/>");
    /// assert!(buffer.next_event()?.is_some());
    /// // The server answers with `<proceed/>`, and the stream ends.
    /// assert_eq!(buffer.discard_unread(), "<presence/>".len());
    /// buffer.reset();
    /// assert!(buffer.next_event()?.is_none());
    /// # Ok::<(), envoi::stream::StreamError>(())
    /// ```
    pub fn discard_unread(&mut self) -> usize {
        let unread = self.unread().len();
        self.reader.skip(unread);
        self.octets.clear();
        self.read = 0;
        unread
    }

    /// Gives back memory: what has been read is dropped, and every buffer of this and the reader shrinks to `octets` octets, or to what it
    /// holds if that is more. See [`Limits`](super::Limits#memory) for what they grow to.
    pub fn shrink_to(&mut self, octets: usize) {
        steps(self.octets.len() - self.read);
        self.octets.drain(..self.read);
        self.read = 0;
        self.octets.shrink_to(octets);
        self.reader.shrink_to(octets);
    }
}

/// How much there is of the octets, and not what they say: logs are no place for it.
impl fmt::Debug for StreamBuffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamBuffer").field("unread", &self.unread().len()).finish_non_exhaustive()
    }
}
