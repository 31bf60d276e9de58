//! The escapes in the input of a case and in what it expects.

/// Escapes of an input.
const INPUT: &str = r"nrts\xu*|^";
/// Escapes inside the repeated text of `\*{N}{TEXT}`.
const REPEATED: &str = r#"nrts\xu""#;
/// Escapes in names and values that are expected.
const VALUE: &str = r#"nrt\"u*"#;

/// The octets of an input, cut into chunks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Input {
    /// At least one.
    pub(crate) chunks: Vec<Vec<u8>>,
    /// The offset that `\^` marks.
    pub(crate) fault: Option<u64>,
}

enum Piece {
    Octets(Vec<u8>),
    Boundary,
    Fault,
}

impl Input {
    pub(crate) fn new() -> Self {
        Self { chunks: vec![Vec::new()], fault: None }
    }

    /// Appends a line.
    pub(crate) fn push_line(&mut self, line: &str) -> Result<(), String> {
        if line.ends_with(' ') {
            return Err(r"a space at the end of a line; write \s".to_owned());
        }
        let mut rest = line;
        while !rest.is_empty() {
            let (piece, behind) = piece(rest, INPUT)?;
            rest = behind;
            match piece {
                Piece::Octets(octets) => self.chunks.last_mut().expect("at least one").extend(octets),
                Piece::Boundary => self.chunks.push(Vec::new()),
                Piece::Fault if self.fault.is_some() => return Err(r"a second \^".to_owned()),
                Piece::Fault => self.fault = Some(self.chunks.iter().map(|chunk| chunk.len() as u64).sum()),
            }
        }
        Ok(())
    }
}

/// The value in front of the first of `stops` that is not escaped, or all of the text, and what follows from there.
pub(crate) fn value_until<'a>(text: &'a str, stops: &[char]) -> Result<(String, &'a str), String> {
    let mut octets = Vec::new();
    let mut rest = text;
    while !rest.is_empty() && !rest.starts_with(stops) {
        let (piece, behind) = piece(rest, VALUE)?;
        rest = behind;
        if let Piece::Octets(more) = piece {
            octets.extend(more);
        }
    }
    let value = String::from_utf8(octets).map_err(|_| format!("{text:?} is not UTF-8"))?;
    Ok((value, rest))
}

/// Splits one character or escape off the front.
fn piece<'a>(text: &'a str, allowed: &str) -> Result<(Piece, &'a str), String> {
    let first = text.chars().next().ok_or("the end of the line in place of a character")?;
    let rest = &text[first.len_utf8()..];
    match first {
        '\\' => escape(rest, allowed),
        ' '..='~' => Ok((Piece::Octets(vec![first as u8]), rest)),
        _ => Err(format!(r"U+{:04X} must be escaped", u32::from(first))),
    }
}

/// Resolves the escape whose backslash stands before `text`.
fn escape<'a>(text: &'a str, allowed: &str) -> Result<(Piece, &'a str), String> {
    let kind = text.chars().next().filter(|&kind| allowed.contains(kind));
    let kind = kind.ok_or_else(|| format!(r"\{} is no escape here", text.chars().next().unwrap_or(' ')))?;
    let rest = &text[1..];
    let octets = match kind {
        'n' => b"\n".to_vec(),
        'r' => b"\r".to_vec(),
        't' => b"\t".to_vec(),
        's' => b" ".to_vec(),
        'x' => {
            let octet = rest.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
            return Ok((Piece::Octets(vec![octet.ok_or(r"\x without two hexadecimal digits")?]), &rest[2..]));
        }
        'u' => return code_point(rest),
        '*' => return repetition(rest, allowed),
        '|' => return Ok((Piece::Boundary, rest)),
        '^' => return Ok((Piece::Fault, rest)),
        itself => vec![itself as u8],
    };
    Ok((Piece::Octets(octets), rest))
}

fn code_point(text: &str) -> Result<(Piece, &str), String> {
    let (digits, rest) =
        text.strip_prefix('{').and_then(|text| text.split_once('}')).ok_or(r"\u without braces")?;
    let c = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    let c = c.ok_or_else(|| format!(r"\u{{{digits}}} is no code point"))?;
    Ok((Piece::Octets(c.to_string().into_bytes()), rest))
}

/// Resolves `{N}{TEXT}`.
fn repetition<'a>(text: &'a str, outside: &str) -> Result<(Piece, &'a str), String> {
    let (count, mut rest) = text
        .strip_prefix('{')
        .and_then(|text| text.split_once("}{"))
        .ok_or(r"\* without two pairs of braces")?;
    let count: usize = count.parse().map_err(|_| format!("{count:?} is no number"))?;
    let allowed: String = REPEATED.chars().filter(|&kind| outside.contains(kind)).collect();
    let mut once = Vec::new();
    loop {
        if let Some(behind) = rest.strip_prefix('}') {
            return Ok((Piece::Octets(once.repeat(count)), behind));
        }
        if rest.starts_with('{') {
            return Err("a brace in repeated text".to_owned());
        }
        let (piece, behind) = piece(rest, &allowed)?;
        rest = behind;
        if let Piece::Octets(more) = piece {
            once.extend(more);
        }
    }
}

/// The value as the files write it.
pub(crate) fn escaped(value: &str, also: &[char]) -> String {
    let mut text = String::new();
    for c in value.chars() {
        match c {
            '\n' => text.push_str(r"\n"),
            '\r' => text.push_str(r"\r"),
            '\t' => text.push_str(r"\t"),
            '\\' | '"' => text.extend(['\\', c]),
            ' '..='~' if !also.contains(&c) => text.push(c),
            _ => text.extend(c.escape_unicode()),
        }
    }
    text
}

#[test]
fn an_input_is_octets_in_chunks() {
    let mut input = Input::new();
    input.push_line(r"a\n\xFF\|\u{e9}\*{2}{b\s\u{41}}").unwrap();
    input.push_line(r" \\\^c").unwrap();
    assert_eq!(input.chunks, [b"a\n\xFF".to_vec(), "\u{e9}b Ab A \\c".as_bytes().to_vec()]);
    assert_eq!(input.fault, Some(13));
}

#[test]
fn a_value_ends_at_a_stop_that_is_not_escaped() {
    let (value, rest) = value_until(r#"a\"\u{7d}\*{2}{\t}" b"#, &['"']).unwrap();
    assert_eq!((value.as_str(), rest), ("a\"}\t\t", "\" b"));
    assert_eq!(escaped(&value, &['}']), r#"a\"\u{7d}\t\t"#);
}

#[test]
fn bad_escapes_are_mistakes() {
    for (line, why) in [
        (r"\q", r"\q is no escape here"),
        (r"a\", r"\  is no escape here"),
        (r"\x4", r"\x without two hexadecimal digits"),
        (r"\u41", r"\u without braces"),
        (r"\u{d800}", r"\u{d800} is no code point"),
        (r"\*{2}", r"\* without two pairs of braces"),
        (r"\*{b}{a}", r#""b" is no number"#),
        (r"\*{2}{a", "the end of the line in place of a character"),
        (r"\*{2}{a{b}}", "a brace in repeated text"),
        (r"\*{2}{\|}", r"\| is no escape here"),
        (r"\^\^", r"a second \^"),
        (r#"\""#, r#"\" is no escape here"#),
        ("a ", r"a space at the end of a line; write \s"),
        ("\u{e9}", "U+00E9 must be escaped"),
        ("\t", "U+0009 must be escaped"),
    ] {
        assert_eq!(Input::new().push_line(line).unwrap_err(), why, "{line:?}");
    }
    assert_eq!(value_until(r"\|", &[]).unwrap_err(), r"\| is no escape here");
    assert_eq!(value_until(r"\*{2}{\x41}", &[]).unwrap_err(), r"\x is no escape here");
}
