//! Escaped localparts (XEP-0106), URIs and IRIs (RFC 5122).
//!
//! - What is escaped has none of the characters that a localpart cannot have, and comes back when it is unescaped; what can be no localpart
//!   is refused.
//! - An address comes back from its URI and its IRI; a URI is ASCII.
//! - What is read from a URI, written and read again, is the same, and writing it once more changes nothing.
//! - What a URI is built from is what is read from it: address, account, query type, pairs and fragment.

use crate::laws;
use envoi::Jid;
use envoi::uri::XmppUri;

/// The laws of escaping and of URIs.
pub fn escape_uri(octets: &[u8]) {
    laws::escape_uri(octets);
    if let Ok(text) = std::str::from_utf8(octets) {
        built(text);
    }
}

/// A URI from fields, one a line: the address, the account, the query type, keys and values by turns; the last is the fragment.
fn built(text: &str) {
    let fields: Vec<&str> = text.split('\n').collect();
    let [address, account, querytype, pairs @ .., fragment] = &fields[..] else { return };
    let (Ok(jid), Ok(account)) = (Jid::parse(address), Jid::parse(account)) else { return };
    let pairs: Vec<(&str, &str)> = pairs.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
    let uri = XmppUri::new(&jid).with_query(querytype, &pairs).with_fragment(fragment);
    let uri = match account.as_bare().map(|account| uri.clone().with_authority(account)) {
        Some(Ok(with_authority)) => with_authority,
        _ => uri,
    };
    for written in [uri.to_uri(), uri.to_iri()] {
        let read = XmppUri::parse(&written).unwrap_or_else(|error| panic!("{written:?}: {error}"));
        assert_eq!((read.jid(), read.authority()), (Some(&*jid), uri.authority()), "{written:?}");
        assert_eq!(read.fragment().as_deref(), Some(*fragment), "{written:?}");
        let query = read.query().unwrap_or_else(|| panic!("{written:?} has no query"));
        assert_eq!(query.querytype(), *querytype, "{written:?}");
        assert!(
            query.pairs().eq(pairs.iter().map(|&(key, value)| (key.into(), value.into()))),
            "{written:?}"
        );
    }
}
