//! The inputs of the stream vectors, changed a little.

use super::stream_vectors::case::{Case, Mode};
use proptest::prelude::*;
use proptest::sample::Index;
use std::path::Path;
use std::sync::LazyLock;

/// The input of every vector of octets, and whether it is of bare stanzas.
static VECTORS: LazyLock<Vec<(Vec<u8>, bool)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("spec-vectors").join("stream");
    let files = |folder: &Path| {
        let mut paths: Vec<_> =
            folder.read_dir().expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        paths
    };
    let cases = files(&folder)
        .into_iter()
        .flat_map(|class| files(&class))
        .map(|file| Case::parse(&std::fs::read_to_string(file).expect("a file")).expect("a case"));
    cases
        .filter(|case| case.mode != Mode::Frames)
        .map(|case| (case.chunks.concat(), case.mode == Mode::Fragment))
        .filter(|(octets, _)| octets.len() < 4096)
        .collect()
});

/// The input of a vector, in which octets have been set, taken out, or repeated.
pub(crate) fn changed_vector() -> impl Strategy<Value = (Vec<u8>, bool)> {
    let any_vector = (0..VECTORS.len()).prop_map(|vector| VECTORS[vector].clone());
    let change = (any::<Index>(), 0..4_usize, prop::option::of(any_octet()), 0..3_usize);
    (any_vector, prop::collection::vec(change, 0..4)).prop_map(|((mut octets, bare), changes)| {
        for (at, out, octet, times) in changes {
            let at = at.index(octets.len() + 1);
            let behind = (at + out).min(octets.len());
            let taken = octets[at..behind].to_vec();
            octets.splice(at..behind, octet.into_iter().chain(taken.repeat(times)));
        }
        (octets, bare)
    })
}

/// One of those that mean something, or any.
fn any_octet() -> impl Strategy<Value = u8> {
    prop_oneof![3 => prop::sample::select(&b"<>&;:='\"/!?-[] \r\nax#1"[..]), 1 => any::<u8>()]
}
