//! What stands in stanzas: identifiers, addresses, sentences, encoded octets.

use super::Random;
use crate::data::{ascii, intl};

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const DIGITS: &[u8] = b"0123456789";

const ENGLISH: [&str; 48] = [
    "the", "a", "we", "you", "I", "is", "at", "to", "on", "and", "for", "that", "it's", "don't", "can",
    "will", "meeting", "tomorrow", "train", "late", "again", "server", "upgrade", "please", "thanks", "yes",
    "no", "maybe", "see", "photo", "house", "window", "coffee", "about", "seven", "o'clock", "really",
    "think", "could", "someone", "answer", "question", "release", "branch", "tested", "works", "here",
    "there",
];

/// Words of six scripts.
const INTERNATIONAL: [[&str; 10]; 6] = [
    ["schön", "für", "morgen", "Straße", "größer", "nicht", "wäre", "Büro", "können", "heute"],
    ["привет", "завтра", "сервер", "обновил", "хорошо", "спасибо", "где", "встреча", "не", "работает"],
    ["我", "今天", "会议", "服务器", "已经", "更新", "谢谢", "明天见", "好的", "照片"],
    ["ありがとう", "明日", "会議", "です", "サーバー", "写真", "見た", "はい", "今日は", "電車"],
    ["مرحبا", "غدا", "شكرا", "الخادم", "صورة", "نعم", "لا", "اجتماع", "اليوم", "جدا"],
    ["नमस्ते", "कल", "धन्यवाद", "बैठक", "हाँ", "आज", "सर्वर", "ठीक", "है", "तस्वीर"],
];

/// What needs references, lies outside the basic plane, or is typed as it comes.
const SEASONING: [&str; 10] =
    ["<3", "&", "\"really\"", "R&D", "👍", "😀", "->", "https://example.org/?a=1&b=2", "...", "(!)"];

/// A sentence or a few, 70 octets in the mean.
pub(super) fn body(random: &mut Random, text: &mut String) {
    let words = match random.below(20) {
        0..6 => random.between(1, 5),
        6..15 => random.between(5, 14),
        15..19 => random.between(14, 30),
        _ => random.between(30, 80),
    };
    let script = random.percent(18).then(|| &INTERNATIONAL[random.below(INTERNATIONAL.len())]);
    for index in 0..words {
        if index > 0 {
            // Paragraphs are part of a body, too.
            text.push(if random.below(60) == 0 { '\n' } else { ' ' });
        }
        let seasoned = random.percent(3);
        text.push_str(match script {
            _ if seasoned => random.pick(&SEASONING),
            Some(words) => random.pick(words),
            None => random.pick(&ENGLISH),
        });
    }
    if random.percent(40) {
        text.push_str(random.pick(&[".", "?", "!", " :)"]));
    }
}

/// The identifier of a stanza, as various libraries make them.
pub(super) fn id(random: &mut Random) -> String {
    let mut id = String::new();
    match random.below(10) {
        0..5 => ascii::uuid(random, &mut id),
        5..8 => random.push_from(LETTERS, 16, &mut id),
        8 => {
            random.push_from(LETTERS, 5, &mut id);
            id.push('-');
            random.push_from(DIGITS, 2, &mut id);
        }
        _ => random.push_from(LETTERS, 22, &mut id),
    }
    id
}

/// A UUID.
pub(super) fn uuid(random: &mut Random) -> String {
    let mut id = String::new();
    ascii::uuid(random, &mut id);
    id
}

/// The address of a user; a few are international.
pub(super) fn bare_jid(random: &mut Random) -> String {
    let mut jid = String::new();
    if random.percent(4) {
        intl::bare_in_any_script(random, &mut jid);
    } else {
        ascii::bare(random, &mut jid);
    }
    jid
}

/// The address of a client.
pub(super) fn full_jid(random: &mut Random) -> String {
    let mut jid = bare_jid(random);
    jid.push('/');
    ascii::resourcepart(random, &mut jid);
    jid
}

/// The address of a room.
pub(super) fn room(random: &mut Random) -> String {
    let mut jid = String::new();
    ascii::bare(random, &mut jid);
    let at = jid.find('@').expect("a bare address has a localpart");
    jid.insert_str(at + 1, random.pick(&["conference.", "muc.", "rooms."]));
    jid
}

/// What somebody is called in a room.
pub(super) fn nickname(random: &mut Random) -> String {
    let mut bare = bare_jid(random);
    bare.truncate(bare.find('@').expect("a bare address has a localpart"));
    // RFC 3454 section 6: what follows a name written from right to left would make it no resourcepart under RFC 6122.
    if bare.is_ascii() {
        bare.push_str(random.pick(&["", "", "", "_", " O'Neil", " & co", "123"]));
    }
    bare
}

/// The time of XEP-0082.
pub(super) fn time(random: &mut Random) -> String {
    format!(
        "2026-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        random.between(1, 12),
        random.between(1, 28),
        random.below(24),
        random.below(60),
        random.below(60)
    )
}

/// `octets` octets in base64.
pub(super) fn base64(random: &mut Random, octets: usize) -> String {
    let mut text = String::new();
    random.push_from(BASE64, (octets * 4).div_ceil(3), &mut text);
    let padding = (3 - octets % 3) % 3;
    text.push_str(&"=="[..padding]);
    text
}

/// A number of decimal digits.
pub(super) fn digits(random: &mut Random, count: usize) -> String {
    let mut text = String::new();
    random.push_from(b"123456789", 1, &mut text);
    random.push_from(DIGITS, count - 1, &mut text);
    text
}
