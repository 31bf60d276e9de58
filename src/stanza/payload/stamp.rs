//! [`Stamp`]: a time as XEP-0082 writes it.

use alloc::borrow::Cow;
use alloc::format;
use core::fmt;

/// A time in UTC as it was written: `CCYY-MM-DDThh:mm:ss`, perhaps a fraction of the second, and `Z` (XEP-0082 section 3.2).
///
/// `+00:00` and `-00:00` stand for `Z`, too. Years have four digits, days are those of the Gregorian calendar, and no minute has a second 60.
///
/// ```
/// use envoi::stanza::payload::Stamp;
///
/// let stamp = Stamp::parse("2002-09-10T23:08:25.5Z")?;
/// assert_eq!(stamp.as_str(), "2002-09-10T23:08:25.5Z");
/// assert_eq!(stamp.unix_seconds(), 1_031_699_305);
/// assert_eq!(Stamp::from_unix_seconds(1_031_699_305).unwrap().as_str(), "2002-09-10T23:08:25Z");
/// # Ok::<(), envoi::stanza::payload::StampError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stamp<'a> {
    text: Cow<'a, str>,
    seconds: i64,
}

/// Why a text is no time: the kind, and the byte offset.
///
/// ```
/// use envoi::stanza::payload::{Stamp, StampErrorKind};
///
/// let error = Stamp::parse("2026-02-29T00:00:00Z").unwrap_err();
/// assert_eq!((error.kind(), error.offset()), (StampErrorKind::Range, 8));
/// assert_eq!(error.to_string(), "there is no such date or time, at byte 8 (XEP-0082 section 2.1)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StampError {
    kind: StampErrorKind,
    offset: usize,
}

/// What is wrong; [`as_str`](Self::as_str) gives an identifier that stays the same between releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum StampErrorKind {
    /// It is not written as `CCYY-MM-DDThh:mm:ss`, a fraction and a zone (XEP-0082 section 3.2).
    Format,
    /// No such month, day, hour, minute or second (XEP-0082 section 2.1).
    Range,
    /// Not in UTC (XEP-0203 section 2).
    Zone,
}

/// What stands in which place; `0` is any digit.
const SHAPE: &[u8; 19] = b"0000-00-00T00:00:00";

const SECONDS_A_DAY: i64 = 86_400;

impl<'a> Stamp<'a> {
    /// Takes a text that is a time in UTC.
    ///
    /// # Errors
    ///
    /// `Format` at the first octet that cannot stand there, `Range` at the number, `Zone` at the sign.
    pub fn parse(text: &'a str) -> Result<Self, StampError> {
        let seconds = seconds(text)?;
        Ok(Self { text: Cow::Borrowed(text), seconds })
    }

    /// The same for a text that may have been rewritten.
    pub(super) fn of(text: Cow<'a, str>) -> Result<Self, StampError> {
        let seconds = seconds(&text)?;
        Ok(Self { text, seconds })
    }

    /// Writes a time; `None` if its year does not have four digits.
    pub fn from_unix_seconds(seconds: i64) -> Option<Stamp<'static>> {
        let (days, rest) = (seconds.div_euclid(SECONDS_A_DAY), seconds.rem_euclid(SECONDS_A_DAY));
        let (year, month, day) = civil_from_days(days);
        let (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60);
        let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
        (0..=9999).contains(&year).then_some(Stamp { text: Cow::Owned(text), seconds })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Seconds from 1970-01-01T00:00:00Z on, without leap seconds and without the fraction, which only counts forwards.
    pub const fn unix_seconds(&self) -> i64 {
        self.seconds
    }
}

/// The time of a text.
fn seconds(text: &str) -> Result<i64, StampError> {
    let octets = text.as_bytes();
    let wrong = |kind, offset| Err(StampError { kind, offset });
    for (offset, &shape) in SHAPE.iter().enumerate() {
        let fits = |octet: u8| if shape == b'0' { octet.is_ascii_digit() } else { octet == shape };
        if !octets.get(offset).is_some_and(|&octet| fits(octet)) {
            return wrong(StampErrorKind::Format, offset);
        }
    }
    let number = |from: usize, to: usize| {
        octets[from..to].iter().fold(0_i64, |number, digit| number * 10 + i64::from(digit - b'0'))
    };
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    let (hour, minute, second) = (number(11, 13), number(14, 16), number(17, 19));
    // XEP-0082 section 2.1: hours to 23, minutes and seconds to 59.
    for (is_there, offset) in [
        ((1..=12).contains(&month), 5),
        (day >= 1 && day <= days_of(year, month), 8),
        (hour <= 23, 11),
        (minute <= 59, 14),
        (second <= 59, 17),
    ] {
        if !is_there {
            return wrong(StampErrorKind::Range, offset);
        }
    }
    check_end(octets)?;
    Ok(days_from_civil(year, month, day) * SECONDS_A_DAY + hour * 3600 + minute * 60 + second)
}

/// The fraction, if there is one, and the zone.
fn check_end(octets: &[u8]) -> Result<(), StampError> {
    let wrong = |kind, offset| Err(StampError { kind, offset });
    let mut at = SHAPE.len();
    if octets.get(at) == Some(&b'.') {
        let digits = octets[at + 1..].iter().take_while(|octet| octet.is_ascii_digit()).count();
        at += 1 + digits;
        if digits == 0 {
            return wrong(StampErrorKind::Format, at);
        }
    }
    match &octets[at..] {
        b"Z" | b"+00:00" | b"-00:00" => Ok(()),
        [b'Z', _, ..] => wrong(StampErrorKind::Format, at + 1),
        [b'+' | b'-', h1, h2, b':', m1, m2]
            if [h1, h2, m1, m2].iter().all(|octet| octet.is_ascii_digit()) =>
        {
            // XEP-0203 section 2: in UTC.
            wrong(StampErrorKind::Zone, at)
        }
        _ => wrong(StampErrorKind::Format, at),
    }
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 on, counted in years that begin in March, so that the day which may be missing is the last one.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let years = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * years + years / 4 - years / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + years + i64::from(month <= 2), month, day)
}

impl StampError {
    /// What is wrong.
    pub const fn kind(&self) -> StampErrorKind {
        self.kind
    }

    /// Where: a byte offset into the text, from 0 to its number of octets.
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl StampErrorKind {
    /// An identifier for logs and programs: `format`, `range` or `zone`.
    ///
    /// ```
    /// assert_eq!(envoi::stanza::payload::StampErrorKind::Zone.as_str(), "zone");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Range => "range",
            Self::Zone => "zone",
        }
    }

    /// The rule that is broken: the document and its section.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Format => "XEP-0082 section 3.2",
            Self::Range => "XEP-0082 section 2.1",
            Self::Zone => "XEP-0203 section 2",
        }
    }
}

impl fmt::Display for Stamp<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for StampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = match self.kind {
            StampErrorKind::Format => "this is no date and time",
            StampErrorKind::Range => "there is no such date or time",
            StampErrorKind::Zone => "the time has to be in UTC",
        };
        write!(f, "{sentence}, at byte {} ({})", self.offset, self.kind.rule())
    }
}

impl core::error::Error for StampError {}
