//! The files of `spec-vectors/stream/`; `spec-vectors/README.md` has their format.

use std::path::Path;

/// How the input is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Stream,
    Fragment,
    Frames,
}

pub(crate) struct Case {
    pub(crate) mode: Mode,
    pub(crate) limits: Vec<(String, usize)>,
    pub(crate) content: String,
    pub(crate) chunks: Vec<Vec<u8>>,
    pub(crate) expected: Vec<String>,
}

/// The octets of an input, as far as they have been read.
#[derive(Default)]
struct Input {
    chunks: Vec<Vec<u8>>,
    octets: usize,
    fault: Option<usize>,
}

impl Case {
    /// Reads a file; the error names it and the line.
    pub(crate) fn read(file: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        Self::parse(&text).map_err(|error| format!("{}: {error}", file.display()))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let (head, rest) = text.split_once("--- input\n").ok_or("no input")?;
        let (input, expected) = rest.split_once("--- expect\n").ok_or("no expectation")?;
        let mut case = Self {
            mode: Mode::Stream,
            limits: Vec::new(),
            content: "jabber:client".to_owned(),
            chunks: Vec::new(),
            expected: Vec::new(),
        };
        let mut section = false;
        for line in head.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (name, value) = line.split_once(": ").ok_or_else(|| format!("not understood: {line}"))?;
            match name {
                "section" => section = true,
                "mode" => case.mode = mode(value)?,
                "content" => case.content = value.to_owned(),
                "limits" => case.limits = value.split(' ').map(limit).collect::<Result<_, _>>()?,
                _ => return Err(format!("no such directive: {name}")),
            }
        }
        if !section {
            return Err("no section".to_owned());
        }
        let mut read = Input { chunks: vec![Vec::new()], ..Input::default() };
        for line in input.lines() {
            read.push(line).map_err(|error| format!("{error} in {line}"))?;
        }
        for line in expected.lines() {
            case.expected.push(expectation(line, &read)?);
        }
        case.chunks = read.chunks;
        Ok(case)
    }
}

fn mode(name: &str) -> Result<Mode, String> {
    match name {
        "stream" => Ok(Mode::Stream),
        "fragment" => Ok(Mode::Fragment),
        "frames" => Ok(Mode::Frames),
        _ => Err(format!("no such mode: {name}")),
    }
}

fn limit(text: &str) -> Result<(String, usize), String> {
    let (name, value) = text.split_once('=').ok_or("a limit without a value")?;
    Ok((name.to_owned(), value.parse().map_err(|_| format!("no number: {value}"))?))
}

/// An expected line, with the offset of an error as a number, and text quoted in one way.
fn expectation(line: &str, input: &Input) -> Result<String, String> {
    if let Some(error) = line.strip_suffix(" ^") {
        let fault = input.fault.ok_or("no '\\^' in the input")?;
        return Ok(format!("{error} {fault}"));
    }
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('"') {
        out.push_str(&rest[..at]);
        let end = closing_quote(&rest[at..]).ok_or_else(|| format!("an open quote: {line}"))?;
        let mut text = Input { chunks: vec![Vec::new()], ..Input::default() };
        text.push(&rest[at + 1..at + end])?;
        let text = String::from_utf8(text.chunks.concat()).map_err(|_| format!("not UTF-8: {line}"))?;
        out.push_str(&quoted(&text));
        rest = &rest[at + end + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

/// Where the quote closes that opens at the start.
fn closing_quote(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().enumerate().skip(1).find_map(|(i, octet)| {
        let closes = octet == b'"' && !escaped;
        escaped = octet == b'\\' && !escaped;
        closes.then_some(i)
    })
}

impl Input {
    fn octet(&mut self, octet: u8) {
        self.octets += 1;
        self.chunks.last_mut().expect("one chunk at least").push(octet);
    }

    fn push(&mut self, line: &str) -> Result<(), String> {
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            if c == '\\' {
                rest = self.escape(rest)?;
            } else {
                c.encode_utf8(&mut [0; 4]).bytes().for_each(|octet| self.octet(octet));
            }
        }
        Ok(())
    }

    /// What stands behind a backslash; the rest of the line.
    fn escape<'a>(&mut self, text: &'a str) -> Result<&'a str, String> {
        let c = text.chars().next().ok_or("a lone backslash")?;
        let rest = &text[c.len_utf8()..];
        match c {
            'n' => self.octet(b'\n'),
            'r' => self.octet(b'\r'),
            't' => self.octet(b'\t'),
            's' => self.octet(b' '),
            '\\' | '"' => self.octet(c as u8),
            '|' => self.chunks.push(Vec::new()),
            '^' => self.fault = Some(self.octets),
            'x' => {
                let digits = rest.get(..2).ok_or("\\x wants two digits")?;
                self.octet(u8::from_str_radix(digits, 16).map_err(|_| "\\x wants two digits")?);
                return Ok(&rest[2..]);
            }
            'u' => {
                let (digits, rest) = braces(rest)?;
                let c =
                    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).ok_or("no code point")?;
                c.encode_utf8(&mut [0; 4]).bytes().for_each(|octet| self.octet(octet));
                return Ok(rest);
            }
            '*' => {
                let (count, rest) = braces(rest)?;
                let (text, rest) = braces(rest)?;
                for _ in 0..count.parse().map_err(|_| format!("no number: {count}"))? {
                    self.push(text)?;
                }
                return Ok(rest);
            }
            other => return Err(format!("no such escape: \\{other}")),
        }
        Ok(rest)
    }
}

/// What stands in braces, and what follows; `\u{..}` may stand inside.
fn braces(text: &str) -> Result<(&str, &str), String> {
    let mut depth = 0;
    for (i, octet) in text.bytes().enumerate() {
        match octet {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return if i == 0 {
                Err("a brace is missing".to_owned())
            } else {
                Ok((&text[1..i], &text[i + 1..]))
            };
        }
    }
    Err("a brace is not closed".to_owned())
}

/// Text in quotes, escaped in the one way in which lines are compared.
pub(crate) fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// A field of an event's line; `-` if there is no value.
pub(crate) fn field(name: &str, value: Option<&str>) -> String {
    value.map_or_else(|| format!(" {name}=-"), |value| format!(" {name}={}", quoted(value)))
}

/// The words of a line; text in quotes is part of one.
pub(crate) fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let (mut inside, mut escaped) = (false, false);
    for c in line.chars() {
        if c == ' ' && !inside {
            fields.push(String::new());
            continue;
        }
        if c == '"' && !escaped {
            inside = !inside;
        }
        escaped = c == '\\' && !escaped;
        fields.last_mut().expect("one at least").push(c);
    }
    fields
}

#[test]
fn mistakes_in_a_case_are_told() {
    let told = |text: &str| Case::parse(text).map(|_| ()).unwrap_err();
    assert_eq!(told("section: x\n--- expect\n"), "no input");
    assert_eq!(told("sektion: x\n--- input\n--- expect\n"), "no such directive: sektion");
    assert_eq!(told("--- input\n--- expect\n"), "no section");
    assert_eq!(told("section: x\n--- input\n\\q\n--- expect\n"), "no such escape: \\q in \\q");
    assert_eq!(told("section: x\n--- input\n\\*{2}\n--- expect\n"), "a brace is not closed in \\*{2}");
    assert_eq!(told("section: x\n--- input\n--- expect\nerror a b ^\n"), "no '\\^' in the input");
}

#[test]
fn escapes_stand_for_octets() {
    let text = "section: x\n--- input\na\\n\\xFF\\|\\u{e9}\\*{2}{b\\s}\\^c\n--- expect\nerror a b ^\n";
    let case = Case::parse(text).unwrap();
    assert_eq!(case.chunks, [b"a\n\xFF".to_vec(), "éb b c".as_bytes().to_vec()]);
    assert_eq!(case.expected, ["error a b 9"]);
}
