//! Start tags, empty-element tags and end tags (XML 1.0 section 3.1).

use super::{Lexer, Signal, State, Step, Stop, XmlErrorKind, fault, octet};
use crate::xml::chars;
use crate::xml::index::{Attribute, Declaration, NO_NAMESPACE, NONE, Node, Place, Span, offset};

impl Lexer {
    /// At a `<`.
    pub(super) fn markup(&mut self, octets: &[u8]) -> Step {
        self.state = State::Markup;
        self.tag = self.pos;
        match octet(octets, self.pos + 1)? {
            b'/' => {
                self.pos += 2;
                self.begin_name();
                self.end_name(octets)
            }
            b'!' => self.bang(octets),
            b'?' => self.xml_declaration(octets),
            _ => {
                self.pos += 1;
                self.begin_name();
                self.start_name(octets)
            }
        }
    }

    /// In the name of a start tag.
    #[inline]
    pub(super) fn start_name(&mut self, octets: &[u8]) -> Step {
        self.state = State::StartName;
        self.name(octets)?;
        if self.depth >= self.limits.depth {
            return fault(XmlErrorKind::Depth, self.tag);
        }
        self.open_element();
        self.begin_attributes();
        self.tag(octets)
    }

    /// Attributes come next.
    pub(super) fn begin_attributes(&mut self) {
        self.first_attribute = self.index.attributes.len();
        self.first_declaration = self.index.declarations.len();
        self.spaced = false;
    }

    fn open_element(&mut self) {
        let parent = self.index.nodes.get(self.current as usize);
        let (default, lang) =
            parent.map_or((self.index.inherited.default, NONE), |node| (node.default, node.lang));
        let node = Node {
            name: self.name_here(),
            parent: self.current,
            content: 0,
            content_end: 0,
            end: 0,
            next: NONE,
            namespace: NO_NAMESPACE,
            default,
            attributes: offset(self.index.attributes.len()),
            declarations: offset(self.index.declarations.len()),
            bound: self.index.scope.bound(),
            lang,
            plain: true,
        };
        self.current = offset(self.index.nodes.len());
        self.depth += 1;
        self.index.nodes.push(node);
    }

    /// Between what a tag holds.
    #[inline]
    pub(super) fn tag(&mut self, octets: &[u8]) -> Step {
        self.state = State::Tag;
        loop {
            match octet(octets, self.pos)? {
                b' ' | b'\t' | b'\n' | b'\r' => {
                    self.pos += 1;
                    self.spaced = true;
                }
                b'?' if self.in_xml_declaration => return self.declaration_end(octets),
                b'>' if !self.in_xml_declaration => {
                    self.pos += 1;
                    return self.end_start_tag(octets, false);
                }
                b'/' if !self.in_xml_declaration => return self.empty_tag(octets),
                _ if !self.spaced => return fault(XmlErrorKind::Attribute, self.pos),
                _ => {
                    let count = self.index.attributes.len() - self.first_attribute
                        + self.index.declarations.len()
                        - self.first_declaration;
                    if count >= self.limits.attributes {
                        return fault(XmlErrorKind::Attributes, self.pos);
                    }
                    self.begin_name();
                    self.attribute_name(octets)?;
                }
            }
        }
    }

    #[inline]
    pub(super) fn attribute_name(&mut self, octets: &[u8]) -> Step {
        self.state = State::AttributeName;
        self.name(octets)?;
        self.attribute = self.name_here();
        if self.is_declaration(octets) && self.declared >= self.limits.declarations {
            return fault(XmlErrorKind::Declarations, self.name);
        }
        self.equals(octets)
    }

    #[inline]
    pub(super) fn equals(&mut self, octets: &[u8]) -> Step {
        self.state = State::Equals;
        self.skip_space(octets)?;
        if octets[self.pos] != b'=' {
            return fault(XmlErrorKind::Attribute, self.pos);
        }
        self.pos += 1;
        self.quote(octets)
    }

    #[inline]
    pub(super) fn quote(&mut self, octets: &[u8]) -> Step {
        self.state = State::Quote;
        self.skip_space(octets)?;
        let quote = octets[self.pos];
        if quote != b'"' && quote != b'\'' {
            return fault(XmlErrorKind::Attribute, self.pos);
        }
        self.pos += 1;
        self.quote = quote;
        self.value = self.pos;
        self.plain = true;
        self.value(octets)
    }

    #[inline]
    pub(super) fn value(&mut self, octets: &[u8]) -> Step {
        self.state = State::Value;
        loop {
            let found = match self.quote {
                b'"' => self.seek(octets, |markup| markup.double_quoted),
                _ => self.seek(octets, |markup| markup.single_quoted),
            };
            if !found {
                return Err(Stop::More);
            }
            match octets[self.pos] {
                b'"' | b'\'' => {
                    self.end_attribute(octets);
                    return Ok(());
                }
                b'<' => return fault(XmlErrorKind::AttributeValue, self.pos),
                b'&' => {
                    self.plain = false;
                    self.begin_reference(octets)?;
                }
                b'\t' | b'\n' | b'\r' => {
                    self.plain = false;
                    self.pos += 1;
                }
                0x80.. => self.beyond_ascii(octets)?,
                _ => return fault(XmlErrorKind::Character, self.pos),
            }
        }
    }

    /// At the quote that ends a value.
    #[inline]
    fn end_attribute(&mut self, octets: &[u8]) {
        let value = Span { start: offset(self.value), end: offset(self.pos) };
        let (name, plain) = (self.attribute, self.plain);
        if self.is_declaration(octets) {
            let prefix = if name.has_prefix() { name.local_span() } else { Span::default() };
            self.index.declarations.push(Declaration {
                start: name.whole.start,
                prefix: Place { span: prefix, kept: false },
                uri: Place { span: value, kept: false },
                plain,
                used: false,
            });
            self.declared += 1;
        } else {
            self.index.attributes.push(Attribute { name, value, namespace: NO_NAMESPACE, plain });
        }
        self.pos += 1;
        self.quote = 0;
        self.spaced = false;
        self.state = State::Tag;
    }

    /// Namespaces in XML 1.0 section 3: `xmlns`, or the prefix `xmlns`.
    #[inline]
    fn is_declaration(&self, octets: &[u8]) -> bool {
        let name = self.attribute.whole.of_octets(octets);
        name.starts_with(b"xmlns") && (name.len() == 5 || name[5] == b':') && !self.in_xml_declaration
    }

    /// At the `/` of an empty-element tag.
    pub(super) fn empty_tag(&mut self, octets: &[u8]) -> Step {
        self.state = State::EmptyTag;
        if octet(octets, self.pos + 1)? != b'>' {
            return fault(XmlErrorKind::Attribute, self.pos + 1);
        }
        self.pos += 2;
        self.end_start_tag(octets, true)
    }

    /// Behind the `>` of a start tag.
    #[inline]
    fn end_start_tag(&mut self, octets: &[u8], empty: bool) -> Step {
        self.resolve(octets)?;
        let node = &mut self.index.nodes[self.current as usize];
        node.content = offset(self.pos);
        self.text = self.pos;
        self.state = State::Content;
        let outermost = self.depth == 1;
        if empty {
            self.close_element(self.pos);
        }
        if outermost { Err(Stop::Signal(Signal::Started)) } else { Ok(()) }
    }

    /// In the name of an end tag, which must be that of the start tag (XML 1.0 section 3, Element Type Match).
    pub(super) fn end_name(&mut self, octets: &[u8]) -> Step {
        self.state = State::EndName;
        let expected = match self.index.nodes.get(self.current as usize) {
            Some(node) => node.name.whole.of_octets(octets),
            None => &self.root,
        };
        if expected.is_empty() {
            octet(octets, self.pos)?;
            return self.wrong_end_name(octets);
        }
        let rest = &expected[(self.pos - self.name).min(expected.len())..];
        let here = &octets[self.pos..];
        let common = rest.len().min(here.len());
        if rest[..common] != here[..common] {
            return self.wrong_end_name(octets);
        }
        let whole = common == rest.len();
        self.pos += common;
        if !whole {
            return Err(Stop::More);
        }
        // What is there must end the name.
        match octet(octets, self.pos)? {
            b':' | b'-' | b'.' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0x80.. => {
                self.wrong_end_name(octets)
            }
            _ => self.end_tag(octets),
        }
    }

    #[cold]
    fn wrong_end_name(&self, octets: &[u8]) -> Step {
        match octets.get(self.name) {
            Some(b':' | b'_' | b'A'..=b'Z' | b'a'..=b'z' | 0x80..) => fault(XmlErrorKind::EndTag, self.tag),
            _ => fault(XmlErrorKind::Name, self.name),
        }
    }

    /// Behind the name of an end tag.
    #[inline]
    pub(super) fn end_tag(&mut self, octets: &[u8]) -> Step {
        self.state = State::EndTag;
        self.skip_space(octets)?;
        if octets[self.pos] != b'>' {
            return fault(XmlErrorKind::EndTag, self.pos);
        }
        self.pos += 1;
        if self.current == NONE {
            return Err(Stop::Signal(Signal::RootEnd));
        }
        self.close_element(self.tag);
        Ok(())
    }

    /// The element ends here; its content ended at `content_end`.
    #[inline]
    fn close_element(&mut self, content_end: usize) {
        let declarations = self.index.declarations_of(self.current).len();
        self.declared -= offset(declarations);
        let next = offset(self.index.nodes.len());
        let node = &mut self.index.nodes[self.current as usize];
        node.content_end = offset(content_end);
        node.end = offset(self.pos);
        node.next = next;
        let (parent, bound) = (node.parent, node.bound);
        self.index.scope.leave(bound);
        self.current = parent;
        self.depth -= 1;
        self.text = self.pos;
        self.state = if parent == NONE { State::Finished } else { State::Content };
    }

    /// Goes on to the next octet that is no white space.
    #[inline]
    fn skip_space(&mut self, octets: &[u8]) -> Step {
        while chars::is_space(octet(octets, self.pos)?) {
            self.pos += 1;
        }
        Ok(())
    }
}
