//! Which one of many laws an input is held to, so that a campaign tries more inputs: the same each time, and another for the next input.

/// The number that stands for an input: FNV-1a.
pub(super) fn number(octets: &[u8]) -> usize {
    let hash = octets
        .iter()
        .fold(0x811C_9DC5_u32, |hash, &octet| (hash ^ u32::from(octet)).wrapping_mul(0x0100_0193));
    // The low bits of the product depend on the low bits of the octets alone.
    (hash >> 16 ^ hash & 0xFFFF) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_spread() {
        for many in [20, 30] {
            let mut counts = vec![0; many];
            for input in 0..100 * many {
                counts[number(format!("a{input}@example.com").as_bytes()) % many] += 1;
            }
            assert!(counts.iter().all(|count| (50..200).contains(count)), "{counts:?}");
        }
    }
}
