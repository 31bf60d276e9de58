//! Punycode (RFC 3492): decoded, and counted but not written, to tell how long a U-label is as an A-label.

use super::ldh::MAX_LABEL_OCTETS;
use crate::steps::steps;

/// What the length of an A-label depends on most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Composition {
    /// Code points in the label that are ASCII.
    ascii: usize,
    /// The others, which Punycode encodes as deltas.
    encoded: usize,
    /// The lowest of those.
    lowest: u32,
    /// The highest of all.
    highest: u32,
}

impl Composition {
    /// That of no code points.
    pub(super) const NOTHING: Self = Self { ascii: 0, encoded: 0, lowest: u32::MAX, highest: 0 };

    #[inline]
    pub(super) fn add(&mut self, c: char) {
        let encoded = !c.is_ascii();
        self.ascii += usize::from(!encoded);
        self.encoded += usize::from(encoded);
        self.lowest = self.lowest.min(if encoded { u32::from(c) } else { u32::MAX });
        self.highest = self.highest.max(u32::from(c));
    }

    #[inline]
    pub(super) const fn code_points(&self) -> usize {
        self.ascii + self.encoded
    }

    /// A bound on the octets of the A-label; exact for ASCII.
    #[inline]
    pub(super) fn most_octets(self) -> usize {
        if self.encoded == 0 {
            return self.ascii;
        }
        let frame = PREFIX + self.ascii + DELIMITER;
        let most = frame + MOST_DELTA_OCTETS * self.encoded;
        if most <= MAX_LABEL_OCTETS || self.code_points() > MAX_LABEL_OCTETS {
            most
        } else {
            frame + self.most_delta_octets()
        }
    }

    /// A nearer bound on the octets of all deltas, for a label of up to 63 code points.
    fn most_delta_octets(self) -> usize {
        let code_points = narrow(self.code_points());
        // RFC 3492 section 3.2: a delta counts states, one for each code point and each place in what is decoded so
        // far. The first runs from U+0080 to the lowest code point that is encoded ...
        let first = (self.lowest - 0x7F) * narrow(self.ascii + 1);
        // ... and the others together from there to the highest.
        let others = narrow(self.encoded - 1);
        let states = (self.highest - self.lowest + 1) * code_points;
        // Octets by delta lie below a curve through (STEPS[i], 1 + i) that bends down: so many deltas take at most
        // what as many of average size would.
        let step = STEPS.iter().rposition(|&step| step * others <= states).unwrap_or(0);
        let width = STEPS.get(step + 1).map_or(u32::MAX, |next| next - STEPS[step]);
        let above = states.saturating_sub(STEPS[step] * others).div_ceil(width);
        integer_octets(first, INITIAL_BIAS) + (1 + step) * (self.encoded - 1) + above as usize
    }
}

/// The octets of a label in A-label form, which for ASCII is the label itself.
///
/// A label of more code points than fit into 63 octets counts as its number of code points: no fewer octets hold it.
pub(super) fn octets(label: &str) -> usize {
    steps(label.len());
    if label.is_ascii() {
        return label.len();
    }
    let code_points = label.chars().count();
    let ascii = label.bytes().filter(u8::is_ascii).count();
    if code_points > MAX_LABEL_OCTETS {
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

/// A delta below `STEPS[i]` takes at most `i` octets, whatever the bias; the next step is out of reach.
const STEPS: [u32; 8] = [0, 1, 36, 1_261, 28_886, 288_886, 2_888_886, 28_888_886];

/// The octets of the largest delta of all, over all code points at all places of a label of 63.
const MOST_DELTA_OCTETS: usize = 8;

// RFC 3492 section 6.3.
fn delta_octets(label: &str, code_points: usize, ascii: usize) -> usize {
    let (mut n, mut delta, mut bias) = (INITIAL_N, 0, INITIAL_BIAS);
    let (mut handled, total, ascii) = (narrow(ascii), narrow(code_points), narrow(ascii));
    let mut octets = 0;
    while handled < total {
        steps(2 * label.len());
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
        let t = threshold(k, bias);
        if delta < t {
            return octets;
        }
        delta = (delta - t) / (BASE - t);
        octets += 1;
        k += BASE;
    }
}

// RFC 3492 section 6.2: the digits below it end an integer.
fn threshold(k: u32, bias: u32) -> u32 {
    k.saturating_sub(bias).clamp(T_MIN, T_MAX)
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

/// Decodes at most 63 octets that stand behind `xn--`, in either case, into `room` for four octets each.
#[cfg(feature = "alloc")]
pub(super) fn decode<'a>(encoded: &[u8], room: &'a mut [u8]) -> Option<&'a str> {
    let mut code_points = ['\0'; MAX_LABEL_OCTETS];
    let mut octets = 0;
    for c in decode_code_points(encoded, &mut code_points)? {
        octets += c.encode_utf8(&mut room[octets..]).len();
    }
    core::str::from_utf8(&room[..octets]).ok()
}

// RFC 3492 section 6.2.
#[cfg(feature = "alloc")]
fn decode_code_points<'a>(encoded: &[u8], room: &'a mut [char]) -> Option<&'a [char]> {
    // Section 3.1: the ASCII code points stand before the last delimiter, if there are any.
    let (basic, mut deltas) = match encoded.iter().rposition(|&octet| octet == b'-') {
        None | Some(0) => (&[][..], encoded),
        Some(delimiter) => (&encoded[..delimiter], &encoded[delimiter + DELIMITER..]),
    };
    if !basic.is_ascii() {
        return None;
    }
    for (c, octet) in room.iter_mut().zip(basic) {
        *c = char::from(octet.to_ascii_lowercase());
    }
    let mut handled = basic.len();
    let (mut n, mut i, mut bias) = (INITIAL_N, 0, INITIAL_BIAS);
    while !deltas.is_empty() {
        let delta = take_integer(&mut deltas, bias)?;
        let places = narrow(handled + 1);
        bias = adapt(delta, places, handled == basic.len());
        let states = delta.checked_add(i)?;
        n = n.checked_add(states / places)?;
        i = states % places;
        let place = i as usize;
        steps(1 + handled.saturating_sub(place));
        room.copy_within(place..handled, place + 1);
        room[place] = char::from_u32(n)?;
        handled += 1;
        i += 1;
    }
    Some(&room[..handled])
}

/// Takes a variable-length integer from the front.
#[cfg(feature = "alloc")]
fn take_integer(octets: &mut &[u8], bias: u32) -> Option<u32> {
    let (mut value, mut weight, mut k) = (0_u32, 1_u32, BASE);
    loop {
        let (&octet, behind) = octets.split_first()?;
        *octets = behind;
        let digit = digit(octet)?;
        value = value.checked_add(digit.checked_mul(weight)?)?;
        let t = threshold(k, bias);
        if digit < t {
            return Some(value);
        }
        weight = weight.checked_mul(BASE - t)?;
        k += BASE;
    }
}

// RFC 3492 section 5: letters of either case are 0 to 25, digits 26 to 35.
#[cfg(feature = "alloc")]
fn digit(octet: u8) -> Option<u32> {
    match octet {
        b'a'..=b'z' => Some(u32::from(octet - b'a')),
        b'A'..=b'Z' => Some(u32::from(octet - b'A')),
        b'0'..=b'9' => Some(u32::from(octet - b'0') + 26),
        _ => None,
    }
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
            #[cfg(feature = "alloc")]
            assert_eq!(decoded(punycode.as_bytes()).unwrap(), label.to_ascii_lowercase());
        }
    }

    #[cfg(feature = "alloc")]
    fn decoded(encoded: &[u8]) -> Option<std::string::String> {
        decode(encoded, &mut [0; 4 * MAX_LABEL_OCTETS]).map(Into::into)
    }

    #[cfg(feature = "alloc")]
    #[test]
    fn what_is_no_punycode_is_refused() {
        // A delimiter that ends nothing, an integer without its end, what is no digit, what is not ASCII, a surrogate, and
        // what lies beyond U+10FFFF or 32 bits.
        assert_eq!(decoded(b"dn32g").as_deref(), Some("\u{10FFFF}"));
        for encoded in [
            "-",
            "-a",
            "a-z",
            "99",
            "b\u{FC}",
            "\u{FC}-a",
            "a-!",
            "ib9b",
            "en32g",
            "999999999a",
            "a-99999999999999a",
        ] {
            assert_eq!(decoded(encoded.as_bytes()), None, "{encoded}");
            assert_eq!(idna::punycode::decode_to_string(encoded), None, "{encoded}");
        }
    }

    const MOST_DELTA: u32 = 0x11_0000 * 64;

    #[test]
    fn no_bias_makes_a_delta_longer_than_the_steps_say() {
        // `adapt` yields less than 200 for any delta of a label.
        for bias in 0..200 {
            for (octets, &step) in STEPS.iter().enumerate().skip(1) {
                assert!(integer_octets(step - 1, bias) <= octets, "{step} {bias}");
            }
            assert!(integer_octets(MOST_DELTA, bias) <= MOST_DELTA_OCTETS, "{bias}");
        }
        // The steps are no higher than they must be, and ever wider: the curve bends down.
        for &step in &STEPS[1..] {
            assert!(
                (0..200).any(|bias| integer_octets(step, bias) > integer_octets(step - 1, bias)),
                "{step}"
            );
        }
        assert!(STEPS.windows(3).all(|steps| steps[2] - steps[1] > steps[1] - steps[0]));
        assert!((0..MOST_DELTA).step_by(997).all(|delta| adapt(delta, 1, false) < 200));
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
            let mut composition = Composition::NOTHING;
            label.chars().for_each(|c| composition.add(c));
            proptest::prop_assert!(composition.most_octets() >= expected);
        }

        #[test]
        fn decodes_what_idna_decodes(encoded in "[a-zA-Z0-9-]{0,12}[a-zA-Z0-9]{0,8}") {
            let expected = idna::punycode::decode_to_string(&encoded).map(|text| text.to_ascii_lowercase());
            proptest::prop_assert_eq!(decoded(encoded.as_bytes()), expected);
        }

        #[test]
        fn decodes_what_idna_encodes(label in "[a-z0-9-]{0,8}[\u{80}-\u{24F}\u{4E00}-\u{9FFF}]{1,12}\\PC{0,2}") {
            let encoded = idna::punycode::encode_str(&label).unwrap();
            if encoded.len() <= MAX_LABEL_OCTETS {
                proptest::prop_assert_eq!(decoded(encoded.as_bytes()), Some(label.to_ascii_lowercase()));
            }
        }
    }
}
