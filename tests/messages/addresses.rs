//! What is said of text that is no address, where `spec-vectors/` has only the kind.

use envoi::batch;
use envoi::precis::{check_opaque_string, check_username_case_mapped};

/// RFC 7622 section 3.1: addresses are UTF-8.
#[test]
fn octets_that_are_no_text() {
    let rows: Vec<_> = batch::lines(b"a@b\nc\xFF@d\n").collect();
    let error = rows[1].result.as_ref().unwrap_err();
    assert_eq!(error.kind().as_str(), "invalid-utf8");
    assert_eq!(error.to_string(), "localpart is not UTF-8, at byte 1 (RFC 7622 section 3.1)");
}

/// RFC 8265 sections 3.3.3 and 4.1: neither profile has an empty string.
#[test]
fn profiles_have_no_empty_text() {
    assert_eq!(
        check_username_case_mapped("").unwrap_err().to_string(),
        "the text is empty, at byte 0 (RFC 8265 section 3.3.3)"
    );
    assert_eq!(
        check_opaque_string("").unwrap_err().to_string(),
        "the text is empty, at byte 0 (RFC 8265 section 4.1)"
    );
}
