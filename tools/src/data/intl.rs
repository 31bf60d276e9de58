//! Addresses of users who write in their own script, in canonical form: lower case, NFC, U-labels.

use super::ascii;
use super::random::Random;

/// Names and domain labels of one script.
struct Script {
    names: &'static [&'static str],
    labels: &'static [&'static str],
    top_level: &'static [&'static str],
}

/// Five scripts, so that a hundred rows have six of each.
const SCRIPTS: [Script; 5] = [CYRILLIC, LATIN_1, GREEK, CJK, ARABIC];

const CYRILLIC: Script = Script {
    names: &[
        "иван",
        "мария",
        "дмитрий",
        "ольга",
        "сергей",
        "анна",
        "юрий",
        "ёлка",
        "андрій",
        "їжак",
        "тарас",
        "љуба",
        "ђорђе",
        "петър",
        "олег",
    ],
    labels: &["пример", "почта", "связь", "чат", "зв-язок", "сеть7", "џабер"],
    top_level: &[".рф", ".бел", ".укр", ".срб", ".test", ".example"],
};

const LATIN_1: Script = Script {
    names: &[
        "jürgen",
        "zoë",
        "andré",
        "françois",
        "björn",
        "måns",
        "søren",
        "íñigo",
        "maría",
        "günther",
        "élodie",
        "thaïs",
        "pålsson",
        "þóra",
        "weiß",
        "garção",
        "hélène",
    ],
    labels: &["bücher", "café", "smörgås", "straße", "señal", "grøn-it", "müller7", "þing"],
    top_level: &[".example", ".test", ".invalid"],
};

const GREEK: Script = Script {
    names: &[
        "γιώργος",
        "μαρία",
        "ελένη",
        "νίκος",
        "άννα",
        "ιωάννα",
        "σοφία",
        "θανάσης",
        "ζωή",
        "φώτης",
        "παππάς",
    ],
    labels: &["μήνυμα", "δίκτυο", "νέα", "κόσμος", "σπίτι7", "δοκιμή"],
    top_level: &[".ελ", ".ευ", ".test", ".example"],
};

const CJK: Script = Script {
    names: &[
        "王小明",
        "李娜",
        "张伟",
        "陳怡君",
        "田中太郎",
        "佐藤",
        "すずき",
        "タカハシ",
        "김민준",
        "이서연",
        "박지훈",
        "歐陽鋒",
        "渡辺ゆい",
    ],
    labels: &["例子", "例え", "電子郵件", "聊天", "メール", "実例", "메시지", "예시", "公司7"],
    top_level: &[".测试", ".中国", ".한국", ".test", ".example"],
};

// Every name begins and ends with a letter (RFC 5893 section 2, rules 1 and 3; RFC 3454 section 6 asks for the same).
const ARABIC: Script = Script {
    names: &[
        "محمد",
        "فاطمة",
        "أحمد",
        "ليلى",
        "يوسف",
        "مريم",
        "خالد",
        "زينب",
        "نور",
        "سلمى",
        "حسن",
        "رؤى",
        "علي",
    ],
    labels: &["مثال", "بريد", "رسائل", "شبكة", "موقع", "بيت7"],
    // No Latin letters: nameprep judges a domain name as one string (RFC 3454 section 6) and would refuse it.
    top_level: &[".مصر", ".إيران", ".قطر", ".عمان"],
};

/// How many of a hundred addresses carry a resourcepart; it brings the mean to 30 octets.
const RESOURCE_PERCENT: usize = 37;

/// Appends an address; cards below 30 are written in another script than ASCII.
pub(super) fn row(random: &mut Random, card: usize, out: &mut String) {
    if card < 30 {
        bare(random, &SCRIPTS[card % SCRIPTS.len()], out);
    } else {
        ascii::bare(random, out);
    }
    if random.percent(RESOURCE_PERCENT) {
        out.push('/');
        ascii::resourcepart(random, out);
    }
}

/// Appends a bare address in one of the scripts.
pub(super) fn bare_in_any_script(random: &mut Random, out: &mut String) {
    let script = &SCRIPTS[random.below(SCRIPTS.len())];
    bare(random, script, out);
}

/// Appends a localpart and a domain name of one script.
fn bare(random: &mut Random, script: &Script, out: &mut String) {
    out.push_str(random.pick(script.names));
    if random.percent(10) {
        out.push_str(random.pick(&[".", "_", "-"]));
        out.push_str(random.pick(script.names));
    }
    out.push('@');
    out.push_str(random.pick(script.labels));
    out.push_str(random.pick(script.top_level));
}
