//! The canonical form of the suite's outputs: James Clark's, without processing instructions.

use envoi::xml::{Content, Contents, Element};

/// The element and all it holds, with attributes in the order of their names.
pub(crate) fn form(root: Element<'_>) -> String {
    let mut out = String::new();
    let mut open: Vec<(Element<'_>, Contents<'_>)> = Vec::new();
    start(root, &mut open, &mut out);
    while let Some((element, contents)) = open.last_mut() {
        match contents.next() {
            None => {
                out.extend(["</", &qualified(element.prefix(), element.name()), ">"]);
                open.pop();
            }
            Some(Content::Text(text)) => escape(&text, &mut out),
            Some(Content::Element(child)) => start(child, &mut open, &mut out),
        }
    }
    out
}

fn start<'a>(element: Element<'a>, open: &mut Vec<(Element<'a>, Contents<'a>)>, out: &mut String) {
    out.extend(["<", &qualified(element.prefix(), element.name())]);
    let mut attributes: Vec<(String, String)> = element
        .attributes()
        .map(|attribute| (qualified(attribute.prefix(), attribute.name()), attribute.value().into_owned()))
        .collect();
    attributes.sort();
    for (name, value) in attributes {
        out.extend([" ", &name, "=\""]);
        escape(&value, out);
        out.push('"');
    }
    out.push('>');
    open.push((element, element.contents()));
}

fn qualified(prefix: &str, local: &str) -> String {
    if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            _ => out.push(c),
        }
    }
}
