//! A stanza as an outline: a heading, and a line for each thing that it holds.

use super::faults::Fault;
use super::view::{Address, Content, Failure, Payload, Text, View};
use crate::show;
use crate::snippet::{self, columns_of};
use anstyle::{AnsiColor, Style};
use console::Term;
use envoi::{Jid, Parts};
use std::borrow::Cow;
use std::fmt::{self, Write};

/// How many code points of a text in a payload are shown.
const SHOWN: usize = 60;
/// What stands before the value in each line.
const MARGIN: usize = 15;

/// How outlines look.
pub(super) struct Look {
    wrong: Style,
    careful: Style,
    columns: usize,
}

impl Look {
    pub(super) fn new(colored: bool) -> Self {
        let (wrong, careful) = if colored {
            (AnsiColor::Red.on_default(), AnsiColor::Yellow.on_default())
        } else {
            Default::default()
        };
        Self { wrong, careful, columns: columns_of(&Term::stdout()) }
    }

    /// The outline of a stanza.
    pub(super) fn outline(&self, view: &View<'_>) -> String {
        let mut out = String::new();
        self.write(view, &mut out).expect("a string takes all that is written");
        out
    }

    fn write(&self, view: &View<'_>, out: &mut String) -> fmt::Result {
        self.write_heading(view, out)?;
        self.write_address("from", view.from.as_ref(), out)?;
        self.write_address("to", view.to.as_ref(), out)?;
        write_value("id", view.id.as_deref(), out)?;
        write_value("lang", view.lang.as_deref(), out)?;
        write_content(view, out)?;
        if let Some(error) = &view.error {
            self.write_error(error, view, out)?;
        }
        for payload in &view.payloads {
            write_line("payload", &in_one_line(payload), out)?;
        }
        view.faults.iter().try_for_each(|fault| self.write_fault(fault, out))
    }

    /// The kind and the type, and what to think of the type.
    fn write_heading(&self, view: &View<'_>, out: &mut String) -> fmt::Result {
        let careful = self.careful;
        out.push_str(view.name);
        if let Some(type_) = view.reads_as {
            write!(out, " {type_}")?;
        }
        match (view.type_.as_deref(), view.reads_as) {
            (Some(written), Some(type_)) if written != type_ => writeln!(
                out,
                ": {careful}the type '{}' is unknown, and reads as {type_}{careful:#} (RFC 6121 section 5.2.2)",
                show::visible(written)
            ),
            (Some(written), None) => {
                writeln!(out, ": {careful}the type '{}' is unknown{careful:#}", show::visible(written))
            }
            (None, None) => writeln!(out, ": {careful}there is no type{careful:#}"),
            _ => writeln!(out),
        }
    }

    fn write_address(&self, label: &str, address: Option<&Address<'_>>, out: &mut String) -> fmt::Result {
        let Some(Address { written, parsed }) = address else { return Ok(()) };
        match parsed {
            Ok(jid) => {
                write_line(label, &parts(jid), out)?;
                if **written != *jid.as_str() {
                    write_line("", &format!("written {}", show::visible(written)), out)?;
                }
                Ok(())
            }
            Err(error) => {
                let fault = snippet::Fault::of_address(written.as_bytes(), error);
                let (text, marks) = fault.marked(self.columns.saturating_sub(MARGIN));
                write_line(label, &text, out)?;
                let wrong = self.wrong;
                write_line("", &format!("{wrong}{marks} {error}{wrong:#}"), out)
            }
        }
    }

    fn write_error(&self, error: &Failure<'_>, view: &View<'_>, out: &mut String) -> fmt::Result {
        let careful = self.careful;
        let condition = match error.unknown_condition {
            Some(name) => format!(
                "{}: {careful}the condition '{}' is unknown{careful:#} (RFC 6120 section 8.3.2)",
                error.condition,
                show::visible(name)
            ),
            None => error.condition.to_owned(),
        };
        write_line("condition", &condition, out)?;
        write_line("error type", error.type_, out)?;
        write_value("by", error.by.as_deref(), out)?;
        write_texts("text", error.text.as_slice(), view, out)?;
        write_value("new address", error.new_address.as_deref(), out)?;
        match &error.application {
            Some(application) => write_line("application", &in_one_line(application), out),
            None => Ok(()),
        }
    }

    fn write_fault(&self, fault: &Fault, out: &mut String) -> fmt::Result {
        let wrong = self.wrong;
        // What is wrong with an address stands below it already.
        let known = fault.address.map(|error| format!(": {error}")).unwrap_or_default();
        let message = fault.message.strip_suffix(&known).unwrap_or(&fault.message);
        write!(out, "  {wrong}fault[{}/{}]{wrong:#}: {message}", fault.part, fault.kind)?;
        match &fault.reply {
            Some(_) => writeln!(out, "; the answer is {}", fault.condition),
            None => writeln!(out, "; it is not answered"),
        }
    }
}

/// An element in one line: name, attributes, how much is in it, and the front of its text.
pub(super) fn in_one_line(payload: &Payload<'_>) -> String {
    let mut line = String::new();
    show::push_name(&mut line, payload.element);
    for attribute in &payload.attributes {
        let name = match &*attribute.namespace {
            "" => show::visible(attribute.name),
            namespace => format!("{{{}}}{}", show::visible(namespace), show::visible(attribute.name)),
        };
        show::push_value(&mut line, &name, Some(&front(&attribute.value)));
    }
    match payload.children {
        0 => {}
        1 => line.push_str(", 1 element"),
        children => write!(line, ", {children} elements").expect("a string takes all that is written"),
    }
    let text = payload.text.trim_ascii();
    if !text.is_empty() {
        line.push_str(": ");
        line.push_str(&show::visible(&front(text)));
    }
    line
}

fn write_content(view: &View<'_>, out: &mut String) -> fmt::Result {
    match &view.content {
        Content::Message { subjects, bodies, thread } => {
            write_texts("subject", subjects, view, out)?;
            write_texts("body", bodies, view, out)?;
            let Some(thread) = thread else { return Ok(()) };
            write_value("thread", Some(&thread.id), out)?;
            write_value("parent", thread.parent.as_deref(), out)
        }
        Content::Presence { show, priority_text, statuses, .. } => {
            write_value("show", show.as_deref(), out)?;
            write_texts("status", statuses, view, out)?;
            write_value("priority", priority_text.as_deref(), out)
        }
        Content::Iq {} => Ok(()),
    }
}

/// Texts with their language, where it is not that of the stanza.
fn write_texts(label: &str, texts: &[Text<'_>], view: &View<'_>, out: &mut String) -> fmt::Result {
    for Text { lang, text } in texts {
        match lang {
            Some(lang) if Some(lang) != view.lang.as_ref() => {
                write_value(&format!("{label} ({})", show::visible(lang)), Some(text), out)?;
            }
            _ => write_value(label, Some(text), out)?,
        }
    }
    Ok(())
}

/// Appends a line for a value, if there is one.
pub(super) fn write_value(label: &str, value: Option<&str>, out: &mut String) -> fmt::Result {
    value.map_or(Ok(()), |value| write_line(label, &show::visible(value), out))
}

fn write_line(label: &str, line: &str, out: &mut String) -> fmt::Result {
    writeln!(out, "{}", format!("  {label:<12} {line}").trim_end_matches(' '))
}

/// An address and its parts.
fn parts(jid: &Jid) -> String {
    let Parts { localpart, domainpart, resourcepart } = jid.parts();
    let mut named = Vec::new();
    named.extend(localpart.map(|part| format!("localpart {}", show::visible(part.as_str()))));
    named.push(format!("domainpart {}", show::visible(domainpart.as_str())));
    named.extend(resourcepart.map(|part| format!("resourcepart {}", show::visible(part.as_str()))));
    format!("{}  ({})", show::visible(jid.as_str()), named.join(", "))
}

/// As much of a text as is shown of one in a payload.
fn front(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}...", &text[..end])),
        None => Cow::Borrowed(text),
    }
}
