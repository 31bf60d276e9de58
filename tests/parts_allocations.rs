//! An address that is put together from parts takes one allocation, of just its octets.
#![cfg(feature = "alloc")]

use allocation_counter::measure;
use envoi::{Domainpart, Jid, Localpart, Resourcepart};

#[test]
fn an_address_is_put_together_in_one_allocation() {
    let localpart = Localpart::from_canonical("juliet").unwrap();
    let domainpart = Domainpart::from_canonical("example.com").unwrap();
    let resourcepart = Resourcepart::from_canonical("balcony").unwrap();
    for (localpart, resourcepart, expected) in [
        (None, None, "example.com"),
        (Some(localpart), None, "juliet@example.com"),
        (None, Some(resourcepart), "example.com/balcony"),
        (Some(localpart), Some(resourcepart), "juliet@example.com/balcony"),
    ] {
        let mut jid = None;
        let counted = measure(|| jid = Some(Jid::from_parts(localpart, domainpart, resourcepart)));
        assert_eq!(jid.unwrap().as_str(), expected);
        assert_eq!((counted.count_total, counted.bytes_total), (1, expected.len() as u64), "{expected}");
    }
}
