//! Reads the files of `spec-vectors/stream`; their format is described in `spec-vectors/README.md`.

use super::escapes::Input;
use super::outcome::{Node, Outcome};

#[derive(Debug)]
pub(crate) struct Case {
    /// What the case shows.
    pub(crate) about: String,
    pub(crate) section: String,
    pub(crate) mode: Mode,
    /// The content namespace that the reader is told to require.
    pub(crate) content: String,
    /// Those that differ from the defaults.
    pub(crate) limits: Vec<(Limit, usize)>,
    pub(crate) chunks: Vec<Vec<u8>>,
    pub(crate) expected: Vec<Outcome>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Stream,
    Fragment,
    Frames,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    StanzaOctets,
    HeaderOctets,
    Depth,
    Attributes,
    Declarations,
    NameOctets,
}

/// What is wrong with a file, and in which line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) line: usize,
    pub(crate) why: String,
}

/// The lines in front of `--- input`.
#[derive(Default)]
struct Head {
    about: Vec<String>,
    section: Option<String>,
    mode: Option<Mode>,
    content: Option<String>,
    limits: Option<Vec<(Limit, usize)>>,
}

impl Case {
    pub(crate) fn parse(text: &str) -> Result<Self, Mistake> {
        let lines: Vec<&str> = text.lines().collect();
        let input_line = position(&lines, "--- input")?;
        let expect_line = position(&lines, "--- expect")?;
        if expect_line < input_line {
            return Err(mistake(expect_line, "'--- expect' before '--- input'"));
        }
        let mut head = Head::default();
        for (line, text) in lines.iter().enumerate().take(input_line) {
            head.take(text).map_err(|why| mistake(line, why))?;
        }
        let mut input = Input::new();
        for (line, text) in lines.iter().enumerate().take(expect_line).skip(input_line + 1) {
            input.push_line(text).map_err(|why| mistake(line, why))?;
        }
        let expected = expectations(&lines, expect_line + 1, input.fault)?;
        if input.fault.is_some() && !lines.last().is_some_and(|line| line.ends_with(" ^")) {
            return Err(mistake(lines.len() - 1, r"nothing is expected at the \^ of the input"));
        }
        if head.about.is_empty() {
            return Err(mistake(0, "no line says what the case shows"));
        }
        Ok(Self {
            about: head.about.join(" "),
            section: head.section.ok_or_else(|| mistake(input_line, "no section"))?,
            mode: head.mode.unwrap_or(Mode::Stream),
            content: head.content.unwrap_or_else(|| "jabber:client".to_owned()),
            limits: head.limits.unwrap_or_default(),
            chunks: input.chunks,
            expected,
        })
    }
}

impl Head {
    fn take(&mut self, line: &str) -> Result<(), String> {
        if let Some(about) = line.strip_prefix("# ") {
            self.about.push(about.to_owned());
            return Ok(());
        }
        let (name, value) = line.split_once(": ").ok_or_else(|| format!("{line:?} is no directive"))?;
        let is_second = match name {
            "section" => self.section.replace(value.to_owned()).is_some(),
            "mode" => self.mode.replace(mode(value)?).is_some(),
            "content" => self.content.replace(value.to_owned()).is_some(),
            "limits" => self.limits.replace(value.split(' ').map(limit).collect::<Result<_, _>>()?).is_some(),
            _ => return Err(format!("no directive {name:?}")),
        };
        if is_second { Err(format!("a second {name:?}")) } else { Ok(()) }
    }
}

fn position(lines: &[&str], wanted: &str) -> Result<usize, Mistake> {
    lines
        .iter()
        .position(|&line| line == wanted)
        .ok_or_else(|| mistake(lines.len().saturating_sub(1), format!("no line '{wanted}'")))
}

fn mistake(index: usize, why: impl Into<String>) -> Mistake {
    Mistake { line: index + 1, why: why.into() }
}

fn mode(name: &str) -> Result<Mode, String> {
    match name {
        "stream" => Ok(Mode::Stream),
        "fragment" => Ok(Mode::Fragment),
        "frames" => Ok(Mode::Frames),
        _ => Err(format!("no mode {name:?}")),
    }
}

fn limit(text: &str) -> Result<(Limit, usize), String> {
    let (name, number) = text.split_once('=').ok_or_else(|| format!("{text:?} is not NAME=NUMBER"))?;
    let limit = match name {
        "stanza-octets" => Limit::StanzaOctets,
        "header-octets" => Limit::HeaderOctets,
        "depth" => Limit::Depth,
        "attributes" => Limit::Attributes,
        "declarations" => Limit::Declarations,
        "name-octets" => Limit::NameOctets,
        _ => return Err(format!("no limit {name:?}")),
    };
    Ok((limit, number.parse().map_err(|_| format!("{number:?} is no number"))?))
}

fn expectations(lines: &[&str], first: usize, fault: Option<u64>) -> Result<Vec<Outcome>, Mistake> {
    let mut expected: Vec<Outcome> = Vec::new();
    for (line, text) in lines.iter().enumerate().skip(first) {
        expect(&mut expected, text, fault).map_err(|why| mistake(line, why))?;
    }
    Ok(expected)
}

fn expect(expected: &mut Vec<Outcome>, line: &str, fault: Option<u64>) -> Result<(), String> {
    if expected.last().is_some_and(Outcome::is_last) {
        return Err("nothing can follow the line before".to_owned());
    }
    if line.starts_with(' ') {
        let tree = &mut expected.last_mut().ok_or("a tree of nothing")?.tree;
        let nodes = tree.get_or_insert_default();
        nodes.push(Node::parse(line, nodes)?);
    } else {
        expected.push(Outcome::parse(line, fault)?);
    }
    Ok(())
}

#[test]
fn a_case_is_read() {
    let text = "# One.\n# Two.\nsection: s 1\nmode: fragment\nlimits: depth=2 name-octets=9\ncontent: c\n--- input\na\n \\^b\n\
        --- expect\nstanza iq\n  {c}iq\n    \"x\"\n    {c}y\nerror a b ^\n";
    let case = Case::parse(text).unwrap();
    assert_eq!(
        (case.about.as_str(), case.section.as_str(), case.content.as_str()),
        ("One. Two.", "s 1", "c")
    );
    assert_eq!(case.mode, Mode::Fragment);
    assert_eq!(case.limits, [(Limit::Depth, 2), (Limit::NameOctets, 9)]);
    assert_eq!(case.chunks, [b"a b"]);
    let shown: Vec<String> = case.expected.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["stanza iq\n  {c}iq\n    \"x\"\n    {c}y", "error a b 2"]);
}

#[test]
fn mistakes_name_their_line() {
    let frame = |head: &str, input: &str, expect: &str| {
        let text = format!("# About.\nsection: s\n{head}--- input\n{input}--- expect\n{expect}");
        let Mistake { line, why } = Case::parse(&text).unwrap_err();
        format!("{line}: {why}")
    };
    assert_eq!(frame("sektion: s\n", "", ""), r#"3: no directive "sektion""#);
    assert_eq!(frame("mode\n", "", ""), r#"3: "mode" is no directive"#);
    assert_eq!(frame("mode: x\n", "", ""), r#"3: no mode "x""#);
    assert_eq!(frame("section: s\n", "", ""), r#"3: a second "section""#);
    assert_eq!(frame("limits: depth\n", "", ""), r#"3: "depth" is not NAME=NUMBER"#);
    assert_eq!(frame("limits: depth=x\n", "", ""), r#"3: "x" is no number"#);
    assert_eq!(frame("limits: height=1\n", "", ""), r#"3: no limit "height""#);
    assert_eq!(frame("", "a\n\\q\n", ""), r"5: \q is no escape here");
    assert_eq!(frame("", "a\n", "open\nopened\n"), r#"7: "opened" is nothing to expect"#);
    assert_eq!(frame("", "a\n", "  {}a\n"), "6: a tree of nothing");
    assert_eq!(frame("", "a\n", "close\nopen\n"), "7: nothing can follow the line before");
    assert_eq!(frame("", "\\^a\n", "open\n"), r"6: nothing is expected at the \^ of the input");
    let parse = |text: &str| Case::parse(text).map(|_| ()).unwrap_err();
    assert_eq!(parse("# a\nsection: s\n--- expect\n"), mistake(2, "no line '--- input'"));
    assert_eq!(parse("# a\nsection: s\n--- input\n"), mistake(2, "no line '--- expect'"));
    assert_eq!(parse("--- expect\n--- input\n"), mistake(0, "'--- expect' before '--- input'"));
    assert_eq!(parse("# a\n--- input\n--- expect\n"), mistake(1, "no section"));
    assert_eq!(parse("section: s\n--- input\n--- expect\n"), mistake(0, "no line says what the case shows"));
}
