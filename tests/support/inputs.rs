//! What the property tests and the differential tests feed in: strategies for text that looks like addresses.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;

/// Eight times the cases that proptest would run, or that `PROPTEST_CASES` asks for; the same ones each time
/// unless `PROPTEST_RNG_SEED` is set, so that nobody meets a failure by chance that is not theirs.
pub(crate) fn config() -> ProptestConfig {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    config.cases *= 8;
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(7622);
    }
    config
}

/// [`config`] with eight times the cases again, for laws that take microseconds.
pub(crate) fn config_of_quick_laws() -> ProptestConfig {
    let mut config = config();
    config.cases *= 8;
    config
}

/// Code points that one rule or another treats in its own way.
pub(crate) const CODE_POINTS: &[&str] = &[
    // ASCII: letters of both cases, digits, hyphen, dot, underscore.
    "ablxzAKZ09-._n",
    // Separators, and what RFC 7622 section 3.3.1 excludes from localparts.
    "@/\"&':<>",
    // The App Engine rules, IP literals, escapes, the space, controls.
    ",;()[]%\\ \u{0}\t\r\n\u{7F}!~=+",
    // Latin-1 and other Latin: sharp s of both cases, middle dot, soft hyphen, no-break space, a with ring,
    // dotted and dotless i, Kelvin and Angstrom signs, small letter l with stroke, long s.
    "\u{DF}\u{1E9E}\u{B7}\u{AD}\u{A0}\u{E5}\u{C5}\u{130}\u{131}\u{212A}\u{212B}\u{142}\u{17F}\u{E9}",
    "\u{FC}\u{1C5}\u{1D2C}",
    // Fullwidth and halfwidth: A, z, @, /, full stop, hyphen, low line, colon, quotation mark, digit zero; KA and
    // the voiced mark that composes with it, HANGUL, ideographic full stop, won sign.
    "\u{FF21}\u{FF5A}\u{FF20}\u{FF0F}\u{FF0E}\u{FF0D}\u{FF3F}\u{FF1A}\u{FF02}\u{FF10}\u{FF76}\u{FF9E}",
    "\u{FFA1}\u{FF61}\u{FFE6}\u{3002}\u{3000}",
    // Compatibility characters: account of, ligature, circled, superscript, Roman numeral, small at sign.
    "\u{2100}\u{FB01}\u{2460}\u{B2}\u{2163}\u{FE6B}\u{2024}\u{2025}",
    // Combining marks of several classes, and ones that compose, singletons, excluded from composition.
    "\u{301}\u{307}\u{316}\u{323}\u{30A}\u{338}\u{345}\u{344}\u{340}\u{34F}\u{5B0}\u{64E}\u{653}\u{93C}",
    "\u{958}\u{1D15E}\u{20D0}\u{1037}\u{3099}",
    // Greek: sigma of all kinds, tonos, numeral sign, polytonic with iota subscript.
    "\u{3A3}\u{3C3}\u{3C2}\u{3B1}\u{375}\u{1F88}\u{1FBC}\u{37A}\u{37E}",
    // Cyrillic, Armenian ligature, Georgian, Cherokee (whose lower case came later), Deseret.
    "\u{410}\u{44F}\u{4C0}\u{587}\u{10A0}\u{1C90}\u{13A0}\u{AB70}\u{10400}",
    // Hebrew and Arabic: letters, geresh, presentation form, both kinds of digits, tatweel, joining.
    "\u{5D0}\u{5D1}\u{5F3}\u{5F4}\u{627}\u{628}\u{660}\u{669}\u{6F0}\u{640}\u{FB1D}\u{FE8D}\u{712}",
    "\u{7CA}\u{A872}",
    // Joiners, a virama, Devanagari, Tamil, Thai, Lao AM, Tibetan, Khmer.
    "\u{200C}\u{200D}\u{94D}\u{915}\u{937}\u{B95}\u{E01}\u{E33}\u{F0B}\u{17B4}",
    // Japanese, Chinese, Korean: middle dot, kana, Han, iteration mark, jamo, syllable.
    "\u{30FB}\u{30A2}\u{3042}\u{4E00}\u{3007}\u{303B}\u{1100}\u{1161}\u{11A8}\u{AC00}\u{F900}\u{2F800}",
    "\u{20000}",
    // Symbols, emoji with variation selector, bidi controls, byte order mark, tag, private use.
    "\u{221E}\u{265A}\u{1F600}\u{FE0F}\u{202E}\u{2066}\u{200B}\u{2060}\u{FEFF}\u{E0041}\u{E000}\u{F0000}",
    "\u{85}\u{2028}\u{2003}",
    // Noncharacters, the ends of planes, code points that no version of Unicode has assigned so far.
    "\u{FDD0}\u{FFFE}\u{1FFFF}\u{10FFFF}\u{378}\u{1CFF}\u{E0FFF}\u{FFFD}",
    // New in Unicode 7 or later: for oracles with older tables.
    "\u{8A1}\u{1C88}\u{A7AE}\u{1E900}\u{9FD0}\u{2B820}\u{20BF}",
];

/// Labels and names that the rules of domainparts tell apart.
pub(crate) const DOMAINS: &[&str] = &[
    "example",
    "EXAMPLE",
    "a",
    "x1",
    "1",
    "-",
    "a-",
    "-a",
    "a-b",
    "ab--c",
    "a--b",
    "a_b",
    "_xmpp",
    "",
    "xn--bcher-kva",
    "XN--BCHER-KVA",
    "xn--",
    "xn---",
    "xn--a",
    "xn--ab-",
    "xn--zca",
    "xn--fa-hia",
    "xn--ls8h",
    "xn--a-ecp",
    "b\u{FC}cher",
    "bu\u{308}cher",
    "stra\u{DF}e",
    "\u{4F8B}\u{3048}",
    "\u{5D0}\u{5D1}",
    "\u{627}\u{644}",
    "\u{5D0}1",
    "1\u{5D0}",
    "\u{FF21}\u{FF42}",
    "\u{301}a",
    "l\u{B7}l",
    "\u{2764}",
    "\u{1F600}",
    "\u{2100}",
    "a\u{AD}b",
    "\u{915}\u{94D}\u{200D}",
    "\u{3C3}\u{3C2}",
    "1.2.3.4",
    "256.1.1.1",
    "1.2.3",
    "[::1]",
    "[2001:DB8::A]",
    "[::ffff:1.2.3.4]",
    "[fe80::1%25eth0]",
    "[fe80::1%eth0]",
    "[v1.fe80]",
    "[v1.]",
    "[]",
    "::1",
    "2001:db8::1",
    "[::1",
    "[1.2.3.4]",
    "123456789012345678901234567890123456789012345678901234567890123",
    "1234567890123456789012345678901234567890123456789012345678901234",
];

/// Text of any kind, most of it refused at the first code point.
pub(crate) fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "\\PC{0,40}", "[ -~]{0,90}"]
}

/// A URI, or nearly one: an address with an authority, a query and a fragment about it, some of it percent-encoded.
pub(crate) fn uri() -> impl Strategy<Value = String> {
    let encoded = prop_oneof![3 => part(), 1 => "(%[0-9A-Fa-f]{2}|[a-z]){0,6}"];
    let authority =
        prop_oneof![3 => Just(String::new()), 1 => address().prop_map(|address| format!("//{address}/"))];
    let query = prop_oneof![2 => Just(String::new()), 2 => "\\?[a-z%]{0,8}(;[a-z]{0,3}=?[a-z%0-9/?]{0,6}){0,3}".prop_map(String::from), 1 => encoded.prop_map(|query| format!("?{query}"))];
    let fragment =
        prop_oneof![3 => Just(String::new()), 1 => part().prop_map(|fragment| format!("#{fragment}"))];
    (authority, address(), query, fragment)
        .prop_map(|(authority, address, query, fragment)| authority + &address + &query + &fragment)
}

/// Octets of any kind: noise, text with one octet broken, text cut in the middle of a code point.
pub(crate) fn any_octets() -> impl Strategy<Value = Vec<u8>> {
    let broken = (address(), any::<prop::sample::Index>(), any::<u8>()).prop_map(|(text, index, octet)| {
        let mut octets = text.into_bytes();
        if !octets.is_empty() {
            let position = index.index(octets.len());
            octets[position] = octet;
        }
        octets
    });
    let cut = (address(), any::<prop::sample::Index>()).prop_map(|(text, index)| {
        let end = index.index(text.len() + 1);
        text.as_bytes()[..end].to_vec()
    });
    prop_oneof![vec(any::<u8>(), 0..100), broken, cut]
}

/// An address, or nearly one: parts made of the pools above between separators that are usually right.
pub(crate) fn address() -> impl Strategy<Value = String> {
    let localpart = prop_oneof![1 => Just(String::new()), 6 => part().prop_map(|part| part + "@")];
    let resourcepart = prop_oneof![1 => Just(String::new()), 2 => part().prop_map(|part| format!("/{part}"))];
    (localpart, domain(), resourcepart)
        .prop_map(|(localpart, domain, resourcepart)| localpart + &domain + &resourcepart)
}

/// A localpart or resourcepart: words of one script, the pool at random, runs around the limits.
pub(crate) fn part() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => vec(prop_oneof![code_point(), code_point(), any::<char>()], 0..6).prop_map(String::from_iter),
        4 => word(),
        1 => run(),
    ]
}

/// One of the pool.
fn code_point() -> impl Strategy<Value = char> {
    select(CODE_POINTS.concat().chars().collect::<Vec<char>>())
}

/// Letters that go together, now and then with one code point from the pool among them.
fn word() -> impl Strategy<Value = String> {
    let script = prop_oneof![
        "[a-z0-9.]{1,12}",
        "[a-zA-Z]{1,80}",
        "[\u{3B1}-\u{3C9}\u{391}-\u{3A9}]{1,6}",
        "[\u{410}-\u{44F}]{1,6}",
        "[\u{5D0}-\u{5EA}]{1,6}",
        "[\u{627}-\u{64A}]{1,6}",
        "[\u{905}-\u{939}\u{94D}]{1,6}",
        "[\u{4E00}-\u{4FFF}\u{3041}-\u{30FE}]{1,6}",
        "[\u{AC00}-\u{AD00}\u{1100}-\u{11C2}]{1,6}",
        "[\u{FF01}-\u{FFEE}]{1,6}",
        "[\u{1E00}-\u{1FFF}]{1,4}",
    ];
    (script, proptest::option::weighted(0.3, code_point()), any::<prop::sample::Index>()).prop_map(
        |(mut word, guest, index)| {
            if let Some(guest) = guest {
                let boundaries: Vec<usize> =
                    word.char_indices().map(|(offset, _)| offset).chain([word.len()]).collect();
                word.insert(boundaries[index.index(boundaries.len())], guest);
            }
            word
        },
    )
}

/// One code point many times, near a limit: 63 octets, 253, 1023, and three times that.
fn run() -> impl Strategy<Value = String> {
    let octets = prop_oneof![60_usize..67, 250_usize..258, 1018_usize..1028, 3064_usize..3074];
    (code_point(), octets, 1_usize..=3, "[a-z]{0,3}")
        .prop_map(|(c, octets, size, rest)| String::from(c).repeat(octets / size.min(c.len_utf8())) + &rest)
}

/// A domainpart, or nearly one.
pub(crate) fn domain() -> impl Strategy<Value = String> {
    let label = prop_oneof![6 => select(DOMAINS).prop_map(String::from), 2 => word(), 1 => part()];
    let dot = prop_oneof![12 => Just("."), 1 => Just("\u{3002}"), 1 => Just("\u{FF0E}"), 1 => Just("..")];
    let end = prop_oneof![8 => Just(""), 1 => Just("."), 1 => Just("\u{3002}")];
    (vec((label, dot), 1..4), end).prop_map(|(labels, end)| {
        let mut name = String::new();
        for (i, (label, dot)) in labels.iter().enumerate() {
            name += if i == 0 { "" } else { dot };
            name += label;
        }
        name + end
    })
}

/// A buffer of rows: addresses of all kinds, ASCII around the border of a block of 64 octets, octets that are not
/// UTF-8; with any line end, and one at the end of the buffer or none.
pub(crate) fn rows() -> impl Strategy<Value = Vec<u8>> {
    let short = "([a-z]{1,9}@)?[a-z]{1,9}\\.[a-z]{2}(/[A-Za-z0-9]{1,9})?".prop_map(String::into_bytes);
    let shouted = "[a-zA-Z.]{1,20}@[A-Z]{1,9}(/[A-Z ]{1,40})?".prop_map(String::into_bytes);
    let border = (56_usize..72, "@[a-z]{1,6}", "[&A]?(/[a-z]{0,3})?").prop_map(|(octets, domain, rest)| {
        ("u".repeat(octets - domain.len()) + &domain + &rest).into_bytes()
    });
    let row = prop_oneof![
        6 => short,
        2 => shouted,
        3 => border,
        2 => address().prop_map(String::into_bytes),
        2 => any_octets(),
        1 => Just(Vec::new()),
    ];
    let end =
        prop_oneof![5 => Just("\n"), 2 => Just("\r\n"), 2 => Just("\0"), 1 => Just("\r"), 1 => Just("\n\r")];
    (vec((row, end), 0..12), any::<bool>()).prop_map(|(rows, complete)| {
        let mut data = Vec::new();
        let mut last = 0;
        for (row, end) in rows {
            data.extend(row);
            last = data.len();
            data.extend(end.as_bytes());
        }
        data.truncate(if complete { data.len() } else { last });
        data
    })
}
