//! The laws of what stands around addresses: conversions, escaping (XEP-0106), URIs (RFC 5122).

use envoi::escape::{escape, unescape};
use envoi::uri::XmppUri;
use envoi::{Jid, JidError, Localpart};
use std::borrow::Cow;

/// The traits of the standard library give what `parse` gives.
pub(super) fn conversions(text: &str, parsed: &Result<Cow<'_, Jid>, JidError>) {
    let expected = parsed.as_deref().map_err(|&error| error);
    assert_eq!(text.parse::<Box<Jid>>().as_deref().map_err(|&error| error), expected, "{text:?}");
    assert_eq!(Box::<Jid>::try_from(text).as_deref().map_err(|&error| error), expected, "{text:?}");
    let owned = Box::<Jid>::try_from(String::from(text));
    assert_eq!(owned.as_deref().map_err(|&error| error), expected, "{text:?}");
    if let Ok(jid) = owned {
        assert_eq!(String::from(jid.clone()), jid.as_str());
        assert_eq!(Cow::from(&*jid), Cow::<Jid>::from(jid.clone()));
    }
}

/// What is escaped has none of the characters that make trouble, and unescaping gives the name back.
pub(super) fn escapes(name: &str) {
    let shown = unescape(name);
    assert_eq!(
        matches!(shown, Cow::Borrowed(_)),
        shown == name,
        "borrowed exactly if nothing changes: {name:?}"
    );
    if let Ok(escaped) = escape(name) {
        assert_eq!(matches!(escaped, Cow::Borrowed(_)), escaped == name, "{name:?}");
        assert!(!escaped.contains([' ', '"', '&', '\'', '/', ':', '<', '>', '@']), "{name:?}");
        assert_eq!(unescape(&escaped), name, "{name:?}");
    } else {
        assert!(name.starts_with(' ') || name.ends_with(' '), "{name:?}");
    }
    if let Ok(localpart) = Localpart::from_unescaped(name) {
        assert_eq!(Localpart::parse(localpart.as_str()).as_deref(), Ok(&*localpart), "{name:?}");
        let again = Localpart::from_unescaped(&localpart.unescaped());
        assert_eq!(again.as_deref().ok(), Some(&*localpart), "what is shown can be typed in again: {name:?}");
    }
}

/// An address comes back from its URI and its IRI; what is read from any text comes back too.
pub(super) fn uris(text: &str, parsed: &Result<Cow<'_, Jid>, JidError>) {
    if let Ok(jid) = parsed {
        let uri = XmppUri::new(jid);
        assert!(uri.to_uri().is_ascii(), "{text:?}");
        for written in [uri.to_uri(), uri.to_iri()] {
            let read = XmppUri::parse(&written);
            assert_eq!(read.as_ref().ok().and_then(XmppUri::jid), Some(&**jid), "{written:?}: {read:?}");
        }
    }
    for text in [Cow::Borrowed(text), Cow::Owned(format!("xmpp:{text}"))] {
        let Ok(uri) = XmppUri::parse(&text) else { continue };
        for written in [uri.to_uri(), uri.to_iri()] {
            let again = XmppUri::parse(&written).unwrap_or_else(|error| panic!("{written:?}: {error}"));
            assert_eq!((again.jid(), again.authority()), (uri.jid(), uri.authority()), "{text:?}");
            assert_eq!(again.fragment(), uri.fragment(), "{text:?}");
            let query = |uri: &XmppUri| {
                uri.query().map(|query| {
                    let pairs = query.pairs().map(|(key, value)| (key.into_owned(), value.into_owned()));
                    (query.querytype().into_owned(), pairs.collect::<Vec<_>>())
                })
            };
            assert_eq!(query(&again), query(&uri), "{text:?}");
            assert!([again.to_uri(), again.to_iri()].contains(&written), "writing is settled: {text:?}");
        }
    }
}
