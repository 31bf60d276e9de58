//! [`RosterQuery`]: rosters, written.

use super::roster::{NS_ROSTER, RosterItem};
use crate::xml::{ElementWriter, WriteError, WriteXml};
use core::slice;

/// A roster get, result, set or push to be written (RFC 6121 sections 2.1.3 to 2.1.6).
///
/// ```
/// use envoi::Jid;
/// use envoi::stanza::payload::{RosterItem, RosterQuery};
/// use envoi::stream::StreamWriter;
/// use envoi::xml::WriteXml;
///
/// let nurse = RosterItem::new(Jid::from_static("nurse@example.com")).with_name("Nurse").with_groups(&["Servants"]);
/// let mut writer = StreamWriter::fragments("jabber:client");
/// let mut iq = writer.element("iq", "jabber:client")?;
/// RosterQuery::change(&nurse).write_xml(&mut iq)?;
/// iq.finish()?;
/// assert_eq!(
///     String::from_utf8_lossy(writer.as_bytes()),
///     "<iq><query xmlns='jabber:iq:roster'><item jid='nurse@example.com' name='Nurse'>\
///      <group>Servants</group></item></query></iq>"
/// );
/// # Ok::<(), envoi::xml::WriteError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RosterQuery<'a> {
    version: Option<&'a str>,
    items: &'a [RosterItem<'a>],
}

impl<'a> RosterQuery<'a> {
    /// Asks for the roster, in an iq of type `get` (RFC 6121 section 2.1.3).
    pub const fn get() -> Self {
        Self { version: None, items: &[] }
    }

    /// Changes a contact, in an iq of type `set`: a roster set, or a push (RFC 6121 sections 2.1.5 and 2.1.6).
    pub const fn change(item: &'a RosterItem<'a>) -> Self {
        Self { version: None, items: slice::from_ref(item) }
    }

    /// All contacts, in an iq of type `result` (RFC 6121 section 2.1.4).
    pub const fn result(items: &'a [RosterItem<'a>]) -> Self {
        Self { version: None, items }
    }

    /// The version: that which the client has, empty if it has none (RFC 6121 section 2.6.2), or that of the server.
    #[must_use]
    pub const fn with_version(mut self, version: &'a str) -> Self {
        self.version = Some(version);
        self
    }
}

impl WriteXml for RosterQuery<'_> {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start_known("query", NS_ROSTER)?;
        if let Some(version) = self.version {
            out.attribute_known(" ver='", version)?;
        }
        for item in self.items {
            write_item(item, out)?;
        }
        out.end()?;
        Ok(())
    }
}

fn write_item(item: &RosterItem<'_>, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
    out.start_known("item", NS_ROSTER)?.attribute_known(" jid='", item.jid.as_str())?;
    for (name, value) in [("name", &item.name), ("subscription", &item.subscription), ("ask", &item.ask)] {
        if let Some(value) = value {
            out.attribute(name, value)?;
        }
    }
    if item.approved {
        out.attribute_known(" approved='", "true")?;
    }
    for group in item.groups() {
        out.start_known("group", NS_ROSTER)?.text(&group)?.end()?;
    }
    out.end()?;
    Ok(())
}
