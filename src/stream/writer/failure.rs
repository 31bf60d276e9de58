//! [`FailureWriter`]: writes a stream error, and closes the stream.

use super::{Mode, StreamWriter};
use crate::stanza::ErrorContent;
use crate::stream::{Condition, NS_STREAM, NS_STREAM_ERRORS};
use crate::xml::{Element, WriteError, WriteXml};

/// A stream error to be written (RFC 6120 section 4.9.2); see [`StreamWriter::failure`].
#[derive(Debug)]
#[must_use = "nothing is written before `finish`"]
pub struct FailureWriter<'w> {
    writer: &'w mut StreamWriter,
    condition: Condition,
    host: &'w str,
    text: Option<&'w str>,
    lang: Option<&'w str>,
    application: Option<Element<'w>>,
}

impl<'w> FailureWriter<'w> {
    pub(super) fn new(writer: &'w mut StreamWriter, condition: Condition) -> Self {
        Self { writer, condition, host: "", text: None, lang: None, application: None }
    }

    /// Where to go instead; the condition is `see-other-host` then (RFC 6120 section 4.9.3.19).
    pub fn other_host(mut self, host: &'w str) -> Self {
        self.condition = Condition::SeeOtherHost;
        self.host = host;
        self
    }

    /// Text for whoever diagnoses.
    pub fn text(mut self, text: &'w str) -> Self {
        self.text = Some(text);
        self
    }

    /// The language of the text, which it should have.
    pub fn lang(mut self, lang: &'w str) -> Self {
        self.lang = Some(lang);
        self
    }

    /// What the application says more precisely (RFC 6120 section 4.9.4), in a namespace of its own.
    pub fn application_condition(mut self, element: Element<'w>) -> Self {
        self.application = Some(element);
        self
    }

    /// Writes the error and closes the stream (RFC 6120 section 4.9.1.1); a writer of bare stanzas has none to close. In frames the error is a
    /// frame of its own: [close](StreamWriter::close) once it is taken (RFC 7395 section 3.5).
    ///
    /// # Errors
    ///
    /// `NotOpen`: write a header first (RFC 6120 section 4.9.1.2). `Closed`, `Character` in the text or host, `Lang`, `ContentPrefix` in the
    /// application's element. Nothing has been written then, and the stream is not closed.
    pub fn finish(self) -> Result<(), WriteError> {
        let mut error = self.writer.element("error", NS_STREAM)?;
        error.write(&ErrorContent {
            condition: self.condition.as_str(),
            namespace: NS_STREAM_ERRORS,
            target: self.host,
            text: self.text,
            lang: self.lang,
            application: self.application.as_ref().map(|element| element as &dyn WriteXml),
        })?;
        error.finish()?;
        if self.writer.mode == Mode::Stream { self.writer.close() } else { Ok(()) }
    }
}
