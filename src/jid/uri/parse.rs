//! Reading: the components are cut and checked first, then the addresses in them are judged.

use super::encoding::{self, Component, FRAGMENT, HOST, IP_LITERAL, NODE, QUERY, RESOURCE};
use super::{UriError, UriErrorKind as Kind, XmppUri, query};
use crate::jid::{BareJid, Domainpart, Jid, JidError, JidErrorKind, Localpart, Part, Resourcepart};
use crate::steps::steps;
use alloc::borrow::Cow;
use alloc::boxed::Box;

pub(super) fn parse(text: &str) -> Result<XmppUri, UriError> {
    // RFC 5122 section 2.8.1, step 1; RFC 3986 section 3.1: schemes are the same in either case.
    let scheme = "xmpp:";
    if !text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)) {
        return Err(UriError::new(Kind::Scheme, 0));
    }
    let all = Slice { text: &text[scheme.len()..], start: scheme.len() };
    // RFC 3986 section 3: the first '#' begins the fragment, the first '?' before it the query.
    let (all, fragment) = all.cut('#');
    let (hierarchy, query) = all.cut('?');
    let (authority, path) = cut_authority(hierarchy)?;
    let path = path.map(Address::read).transpose()?;
    query.map_or(Ok(()), check_query)?;
    fragment.map_or(Ok(()), |fragment| fragment.check(&FRAGMENT))?;
    // RFC 5122 section 2.8.1: what results must be an address.
    Ok(XmppUri {
        authority: authority.as_ref().map(Address::to_account).transpose()?,
        jid: path.as_ref().map(Address::to_address).transpose()?,
        query: query.map(|query| query.text.into()),
        fragment: fragment.map(|fragment| fragment.text.into()),
    })
}

/// A part of the text, and its offset there.
#[derive(Clone, Copy)]
struct Slice<'a> {
    text: &'a str,
    start: usize,
}

impl<'a> Slice<'a> {
    /// What stands before the first `separator`, and what stands behind it if there is one.
    fn cut(self, separator: char) -> (Self, Option<Self>) {
        steps(self.text.len());
        match self.text.split_once(separator) {
            Some((front, behind)) => (
                Self { text: front, ..self },
                Some(Self { text: behind, start: self.start + front.len() + separator.len_utf8() }),
            ),
            None => (self, None),
        }
    }

    fn check(self, component: &Component) -> Result<(), UriError> {
        component.check(self.text, self.start)
    }

    fn decode(self) -> Cow<'a, str> {
        encoding::decode(self.text)
    }

    /// The same error in the whole text, of which this slice was decoded.
    fn blame(self, error: JidError) -> JidError {
        let offset = self.start + encoding::encoded_offset(self.text, error.offset());
        JidError::new(error.part(), error.kind(), offset, error.code_point())
    }
}

/// The authority and the path; one of them is there.
fn cut_authority(hierarchy: Slice<'_>) -> Result<(Option<Address<'_>>, Option<Slice<'_>>), UriError> {
    // RFC 5122 section 2.3: "//" begins the authority, the next '/' ends it.
    let Some(text) = hierarchy.text.strip_prefix("//") else {
        return match hierarchy.text {
            "" => Err(UriError::new(Kind::EmptyPath, hierarchy.start)),
            _ => Ok((None, Some(hierarchy))),
        };
    };
    let (authority, path) = Slice { text, start: hierarchy.start + "//".len() }.cut('/');
    // RFC 5122 section 2.2: iauthxmpp = inodeid "@" ihost; neither can be empty in an address.
    if authority.text.split_once('@').is_none_or(|(node, host)| node.is_empty() || host.is_empty()) {
        return Err(UriError::new(Kind::Authority, authority.start));
    }
    match path {
        Some(Slice { text: "", start }) => Err(UriError::new(Kind::EmptyPath, start)),
        _ => Ok((Some(Address::read(authority)?), path)),
    }
}

/// An address in its encoded form, its parts checked.
struct Address<'a> {
    start: usize,
    node: Option<Slice<'a>>,
    host: Slice<'a>,
    resource: Option<Slice<'a>>,
}

impl<'a> Address<'a> {
    // RFC 5122 section 2.2: ipathxmpp = [ inodeid "@" ] ihost [ "/" iresid ]. What is percent-encoded separates nothing.
    fn read(address: Slice<'a>) -> Result<Self, UriError> {
        let (front, resource) = address.cut('/');
        let (node, host) = match front.cut('@') {
            (node, Some(host)) => (Some(node), host),
            (host, None) => (None, host),
        };
        node.map_or(Ok(()), |node| node.check(&NODE))?;
        if is_ip_literal(host) {
            // RFC 6874 section 2: a zone may have octets of any kind, and stays as it is written.
            IP_LITERAL.check_characters(host.text, host.start)?;
        } else {
            host.check(&HOST)?;
        }
        resource.map_or(Ok(()), |resource| resource.check(&RESOURCE))?;
        Ok(Self { start: address.start, node, host, resource })
    }

    /// The address; an error counts from the start of the URI.
    fn to_jid(&self) -> Result<Box<Jid>, JidError> {
        let localpart = self.node.map(|node| {
            Localpart::parse(&node.decode()).map(Cow::into_owned).map_err(|error| node.blame(error))
        });
        let localpart = localpart.transpose()?;
        let domainpart = self.domainpart()?;
        let resourcepart = self.resource.map(|resource| {
            Resourcepart::parse(&resource.decode())
                .map(Cow::into_owned)
                .map_err(|error| resource.blame(error))
        });
        Ok(Jid::from_parts(localpart.as_deref(), &domainpart, resourcepart.transpose()?.as_deref()))
    }

    fn domainpart(&self) -> Result<Box<Domainpart>, JidError> {
        let host = self.host;
        if is_ip_literal(host) {
            // RFC 6874 section 2: the "%25" of a zone stands in the address as it stands here.
            return Domainpart::parse(host.text)
                .map(Cow::into_owned)
                .map_err(|error| error.shifted(host.start));
        }
        let decoded = host.decode();
        // RFC 3986 section 3.2.2: what is percent-encoded is a name, and brackets stand in no name.
        if decoded.starts_with('[') {
            let error = JidError::new(Part::Domainpart, JidErrorKind::Disallowed, 0, Some('['));
            return Err(host.blame(error));
        }
        Domainpart::parse(&decoded).map(Cow::into_owned).map_err(|error| host.blame(error))
    }

    fn to_address(&self) -> Result<Box<Jid>, UriError> {
        self.to_jid().map_err(|error| UriError::in_address(Kind::Jid, error.offset(), error))
    }

    fn to_account(&self) -> Result<Box<BareJid>, UriError> {
        // There is no resourcepart: the '/' that would begin one ends the authority.
        let account = self.to_jid().and_then(Box::<BareJid>::try_from);
        account.map_err(|error| UriError::in_address(Kind::Authority, self.start, error))
    }
}

// RFC 3986 section 3.2.2: only an IP literal begins with '[' there.
fn is_ip_literal(host: Slice<'_>) -> bool {
    host.text.starts_with('[')
}

fn check_query(query: Slice<'_>) -> Result<(), UriError> {
    let (querytype, pairs) = query::split(query.text);
    QUERY.check(querytype, query.start)?;
    for (offset, pair) in pairs {
        let start = query.start + offset;
        let Some((key, value)) = pair.split_once('=') else {
            return Err(UriError::new(Kind::Query, start));
        };
        QUERY.check(key, start)?;
        QUERY.check(value, start + key.len() + 1)?;
    }
    Ok(())
}
