//! How long a U-label is as an A-label: Punycode (RFC 3492), counted and not written.

use super::ldh::MAX_LABEL_OCTETS;

/// What the length of the A-label depends on most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Composition {
    /// Code points in the label.
    pub(super) code_points: usize,
    /// Those among them that are ASCII.
    pub(super) ascii: usize,
    /// The highest of them.
    pub(super) highest: u32,
}

impl Composition {
    /// A bound on the octets of the A-label, near enough for labels of usual length; exact for ASCII.
    #[inline]
    pub(super) fn most_octets(self) -> usize {
        let encoded = self.code_points - self.ascii;
        if encoded == 0 {
            return self.code_points;
        }
        // All deltas together walk through no more than one state for each code point from U+0080 to the highest
        // and each place in the label (RFC 3492 section 3.2).
        let states = (self.highest as usize - 0x7F).saturating_mul(self.code_points);
        // Octets by delta lie below a curve that bends down and goes through (STEPS[i], 4 + i): so many deltas take
        // at most what as many of average size would.
        let step = STEPS.iter().position(|&step| states <= encoded.saturating_mul(step));
        let octets = 4 + step.unwrap_or(STEPS.len());
        PREFIX + self.ascii + DELIMITER + encoded * octets
    }
}

/// The octets of a label in A-label form, which for ASCII is the label itself.
///
/// A label of more code points than fit into 63 octets counts as its number of code points: no fewer octets hold it.
pub(super) fn octets(label: &str) -> usize {
    let code_points = label.chars().count();
    let ascii = label.bytes().filter(u8::is_ascii).count();
    if ascii == code_points || code_points > MAX_LABEL_OCTETS {
        return code_points;
    }
    // RFC 3492 section 3.1: the ASCII code points, then a delimiter if there are any.
    PREFIX + ascii + usize::from(ascii > 0) * DELIMITER + delta_octets(label, code_points, ascii)
}

/// `xn--` (RFC 5890 section 2.3.2.1).
const PREFIX: usize = 4;
/// The hyphen behind the ASCII code points.
const DELIMITER: usize = 1;

// RFC 3492 section 5: the parameters of Punycode.
const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const INITIAL_N: u32 = 0x80;

/// A delta below the first takes at most 3 octets, below the next at most 4, and so on, whatever the bias. The steps
/// before these are at 1 and 36; none further up is within reach of a label of 63 code points.
const STEPS: [usize; 5] = [1_261, 28_886, 288_886, 2_888_886, 28_888_886];

// RFC 3492 section 6.3.
fn delta_octets(label: &str, code_points: usize, ascii: usize) -> usize {
    let (mut n, mut delta, mut bias) = (INITIAL_N, 0, INITIAL_BIAS);
    let (mut handled, total, ascii) = (narrow(ascii), narrow(code_points), narrow(ascii));
    let mut octets = 0;
    while handled < total {
        let Some(next) = label.chars().map(u32::from).filter(|&c| c >= n).min() else { break };
        delta += (next - n) * (handled + 1);
        n = next;
        for c in label.chars().map(u32::from) {
            if c < n {
                delta += 1;
            } else if c == n {
                octets += integer_octets(delta, bias);
                bias = adapt(delta, handled + 1, handled == ascii);
                delta = 0;
                handled += 1;
            }
        }
        delta += 1;
        n += 1;
    }
    octets
}

/// At most 63, as `octets` makes sure.
fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

// RFC 3492 section 6.3, the innermost loop: a variable-length integer.
fn integer_octets(mut delta: u32, bias: u32) -> usize {
    let mut octets = 1;
    let mut k = BASE;
    loop {
        let t = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
        if delta < t {
            return octets;
        }
        delta = (delta - t) / (BASE - t);
        octets += 1;
        k += BASE;
    }
}

// RFC 3492 section 6.1.
fn adapt(delta: u32, handled: u32, first: bool) -> u32 {
    let mut delta = if first { delta / DAMP } else { delta / 2 };
    delta += delta / handled;
    let mut k = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 3492 section 7.1: the samples that are labels, and the octets behind the prefix.
    #[test]
    fn samples_of_the_standard() {
        for (label, punycode) in [
            (
                "\u{644}\u{64A}\u{647}\u{645}\u{627}\u{628}\u{62A}\u{643}\u{644}\u{645}\u{648}\u{634}\u{639}\u{631}\u{628}\u{64A}\u{61F}",
                "egbpdaj6bu4bxfgehfvwxn",
            ),
            (
                "\u{4ED6}\u{4EEC}\u{4E3A}\u{4EC0}\u{4E48}\u{4E0D}\u{8BF4}\u{4E2D}\u{6587}",
                "ihqwcrb4cv8a8dqg056pqjye",
            ),
            ("Pro\u{10D}prost\u{11B}nemluv\u{ED}\u{10D}esky", "Proprostnemluvesky-uyb24dma41a"),
            ("3\u{5E74}B\u{7D44}\u{91D1}\u{516B}\u{5148}\u{751F}", "3B-ww4c5e180e575a65lsy2b"),
            ("\u{305D}\u{306E}\u{30B9}\u{30D4}\u{30FC}\u{30C9}\u{3067}", "d9juau41awczczp"),
        ] {
            assert_eq!(octets(label), PREFIX + punycode.len(), "{label}");
        }
    }

    #[test]
    fn no_bias_makes_a_delta_longer_than_the_steps_say() {
        // `adapt` yields less than 200 for any delta of a label.
        for bias in 0..200 {
            for (more, &step) in STEPS.iter().enumerate() {
                assert!(integer_octets(u32::try_from(step).unwrap() - 1, bias) <= 3 + more, "{step} {bias}");
            }
            assert!(integer_octets(0, bias) == 1 && integer_octets(35, bias) <= 2, "{bias}");
            assert!(integer_octets(0x11_0000 * 63, bias) <= 3 + STEPS.len(), "{bias}");
        }
        // The steps are no higher than they must be, and ever wider: the curve bends down.
        for &step in &STEPS {
            let step = u32::try_from(step).unwrap();
            assert!(
                (0..200).any(|bias| integer_octets(step, bias) > integer_octets(step - 1, bias)),
                "{step}"
            );
        }
        assert!([1, 36].iter().chain(&STEPS).zip(&STEPS).all(|(low, high)| high / low >= 10));
        assert!((0..0x11_0000 * 63).step_by(997).all(|delta| adapt(delta, 1, false) < 200));
    }

    #[cfg(feature = "alloc")]
    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(4_000))]
        #[test]
        fn counts_what_idna_writes(label in "[a-z0-9-]{0,8}[\u{80}-\u{24F}\u{370}-\u{6FF}\u{4E00}-\u{9FFF}]{0,24}\\PC{0,4}") {
            let expected = match idna::punycode::encode_str(&label) {
                Some(punycode) if !label.is_ascii() => PREFIX + punycode.len(),
                _ => label.len(),
            };
            proptest::prop_assert_eq!(octets(&label), expected);
            let composition = Composition {
                code_points: label.chars().count(),
                ascii: label.bytes().filter(u8::is_ascii).count(),
                highest: label.chars().max().map_or(0, u32::from),
            };
            proptest::prop_assert!(composition.most_octets() >= expected);
        }
    }
}
