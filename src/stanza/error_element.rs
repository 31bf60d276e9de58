//! What a stream error and a stanza error have in common: [`ErrorElement`] to read, [`ErrorContent`] to write.

use super::builders::lang;
use crate::xml::{Element, ElementWriter, WriteError, WriteXml};
use alloc::borrow::Cow;
use core::fmt;

/// An error element: a condition and perhaps a text, both in the namespace of its conditions, and perhaps a condition of the
/// application (RFC 6120 sections 4.9.2 and 8.3.2).
#[derive(Clone, Copy)]
pub(crate) struct ErrorElement<'a> {
    pub(crate) element: Element<'a>,
    pub(crate) namespace: &'static str,
}

/// What stands inside an error element.
#[derive(Clone, Copy)]
pub(crate) struct ErrorContent<'a> {
    pub(crate) condition: &'static str,
    pub(crate) namespace: &'static str,
    /// Where to go instead; empty if there is nothing to say.
    pub(crate) target: &'a str,
    pub(crate) text: Option<&'a str>,
    pub(crate) lang: Option<&'a str>,
    pub(crate) application: Option<&'a dyn WriteXml>,
}

impl WriteXml for ErrorContent<'_> {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start_known(self.condition, self.namespace)?;
        if !self.target.is_empty() {
            out.text(self.target)?;
        }
        out.end()?;
        if let Some(text) = self.text {
            out.start_known("text", self.namespace)?;
            if let Some(lang) = self.lang {
                lang::write(lang, out)?;
            }
            out.text(text)?.end()?;
        }
        self.application.map_or(Ok(()), |application| out.write(application).map(drop))
    }
}

impl<'a> ErrorElement<'a> {
    pub(crate) fn condition(&self) -> Option<Element<'a>> {
        let mut children = self.element.children();
        children.find(|child| child.namespace() == self.namespace && child.name() != "text")
    }

    pub(crate) fn text(&self) -> Option<Element<'a>> {
        self.element.child("text", self.namespace)
    }

    pub(crate) fn application_condition(&self) -> Option<Element<'a>> {
        let mut children = self.element.children();
        children.find(|child| child.namespace() != self.namespace)
    }

    /// The text of the condition without the white space around it, if there is any.
    pub(crate) fn target(&self) -> Option<Cow<'a, str>> {
        let target = match self.condition()?.text() {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim_ascii()),
            Cow::Owned(text) => Cow::Owned(text.trim_ascii().into()),
        };
        Some(target).filter(|target| !target.is_empty())
    }

    /// Writes the condition, and the text if there is one.
    pub(crate) fn describe(&self, condition: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text() {
            Some(text) => write!(f, "{condition}: {}", text.text()),
            None => f.write_str(condition),
        }
    }
}
