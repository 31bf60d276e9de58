//! What only a whole start tag can tell: namespaces, and attributes that are there twice (Namespaces in XML 1.0).

use super::{Lexer, Stop, XmlErrorKind, fault};
use crate::steps::{step, steps};
use crate::xml::index::{Attribute, LONG_NAME, NO_NAMESPACE, Name, Place, XML_NAMESPACE, is_same, offset};
use crate::xml::{FEW, NS_XML, is_reserved_namespace};
use alloc::vec::Vec;
use core::cmp::Ordering;

impl Lexer {
    /// Resolves the names in the start tag at hand; the namespace of the element.
    #[inline(always)]
    pub(super) fn resolve(&mut self, octets: &[u8]) -> Result<u32, Stop> {
        for declaration in self.tally.first_declaration..self.index.declarations.len() {
            step();
            self.declare(octets, declaration)?;
        }
        let node = &self.index.nodes[self.current as usize];
        let (name, default) = (node.name, node.default);
        let namespace =
            if name.has_prefix() { self.prefixed_element(octets, name)? } else { self.used(default) };
        self.index.nodes[self.current as usize].namespace = namespace;
        if self.tally.prefixed {
            self.prefixed_attributes(octets)?;
        }
        if self.tally.similar {
            self.refuse_duplicates(octets)?;
        }
        // RFC 6120 section 4.8.5.
        if name.has_prefix() && !self.content_namespace.is_empty() && self.is_content(octets, namespace) {
            return Err(fault(XmlErrorKind::ContentPrefix, self.tag));
        }
        Ok(namespace)
    }

    /// Puts a declaration into force.
    #[inline(always)]
    fn declare(&mut self, octets: &[u8], declaration: usize) -> Result<(), Stop> {
        let found = self.index.declarations[declaration];
        let wrong = |kind| Err(fault(kind, found.start as usize));
        if !found.plain {
            let span = self.index.keep_value(found.uri.span.of_octets(octets));
            self.index.declarations[declaration].uri = Place { span, kept: true };
        }
        let prefix = found.prefix.span.of_octets(octets);
        let uri = self.index.namespace_octets(octets, offset(declaration));
        // Namespaces in XML 1.0 section 3, Reserved Prefixes and Namespace Names.
        match prefix {
            b"xml" if uri == NS_XML.as_bytes() => return Ok(()),
            b"xml" | b"xmlns" => return wrong(XmlErrorKind::ReservedPrefix),
            _ if is_reserved_namespace(uri) => return wrong(XmlErrorKind::ReservedNamespace),
            _ => {}
        }
        let (empty, long) = (uri.is_empty(), uri.len() > LONG_NAME);
        if prefix.is_empty() {
            let default = if empty { NO_NAMESPACE } else { offset(declaration) };
            self.index.nodes[self.current as usize].default = default;
        } else if empty {
            // Namespaces in XML 1.0 section 5, No Prefix Undeclaring.
            return wrong(XmlErrorKind::UndeclaredPrefix);
        } else {
            self.index.bind(octets, offset(declaration));
        }
        if long {
            self.index.note_long_name(octets, offset(declaration));
        }
        Ok(())
    }

    fn prefixed_element(&mut self, octets: &[u8], name: Name) -> Result<u32, Stop> {
        if name.prefix_span().of_octets(octets) == b"xmlns" {
            return Err(fault(XmlErrorKind::ReservedPrefix, name.whole.start as usize));
        }
        self.bound_to(octets, name)
    }

    #[inline(never)]
    fn prefixed_attributes(&mut self, octets: &[u8]) -> Result<(), Stop> {
        for i in self.tally.first_attribute..self.index.attributes.len() {
            step();
            let name = self.index.attributes[i].name;
            if !name.has_prefix() {
                continue;
            }
            let namespace = self.bound_to(octets, name)?;
            self.index.attributes[i].namespace = namespace;
            if namespace == XML_NAMESPACE && name.local_span().of_octets(octets) == b"lang" {
                self.index.nodes[self.current as usize].lang = offset(i);
                if !self.index.attributes[i].plain {
                    self.index.keep_lang(octets, offset(i));
                }
            }
        }
        Ok(())
    }

    /// The namespace of a prefix (Namespaces in XML 1.0 section 5, Prefix Declared).
    fn bound_to(&mut self, octets: &[u8], name: Name) -> Result<u32, Stop> {
        let prefix = name.prefix_span().of_octets(octets);
        if prefix == b"xml" {
            return Ok(XML_NAMESPACE);
        }
        let index = &self.index;
        let is_of =
            |id: u32| is_same(index.place_octets(octets, index.declarations[id as usize].prefix), prefix);
        match index.scope.find(prefix, is_of) {
            Some(id) => Ok(self.used(id)),
            None => Err(fault(XmlErrorKind::UnboundPrefix, name.whole.start as usize)),
        }
    }

    /// Whether a namespace is the content namespace. Both names may be long, and have more elements than octets.
    fn is_content(&mut self, octets: &[u8], namespace: u32) -> bool {
        let known = self.index.declarations.get(namespace as usize).and_then(|found| found.is_content);
        known.unwrap_or_else(|| {
            let is_content = is_same(self.index.namespace_octets(octets, namespace), &self.content_namespace);
            if let Some(declaration) = self.index.declarations.get_mut(namespace as usize) {
                declaration.is_content = Some(is_content);
            }
            is_content
        })
    }

    /// Notes that a declaration is needed.
    #[inline]
    fn used(&mut self, namespace: u32) -> u32 {
        if let Some(declaration) = self.index.declarations.get_mut(namespace as usize) {
            declaration.used = true;
        }
        namespace
    }

    /// XML 1.0 section 3.1, Unique Att Spec; Namespaces in XML 1.0 section 6.3, Attributes Unique.
    #[cold]
    #[inline(never)]
    fn refuse_duplicates(&mut self, octets: &[u8]) -> Result<(), Stop> {
        let (first_attribute, first_declaration) = (self.tally.first_attribute, self.tally.first_declaration);
        let attributes = self.index.attributes.len() - first_attribute;
        let declarations = self.index.declarations.len() - first_declaration;
        let mut order = core::mem::take(&mut self.order);
        let attribute = second(&mut order, first_attribute, attributes, |a, b| self.compare(octets, a, b));
        let declaration = second(&mut order, first_declaration, declarations, |a, b| {
            let prefix = |i: usize| self.index.declarations[i].prefix.span.of_octets(octets);
            order_of(prefix(a), prefix(b))
        });
        self.order = order;
        let attribute = attribute.map(|i| self.index.attributes[i].name.whole.start);
        let declaration = declaration.map(|i| self.index.declarations[i].start);
        match attribute.into_iter().chain(declaration).min() {
            None => Ok(()),
            Some(offset) => Err(fault(XmlErrorKind::DuplicateAttribute, offset as usize)),
        }
    }

    /// An order of expanded names.
    #[inline]
    fn compare(&self, octets: &[u8], a: usize, b: usize) -> Ordering {
        let Attribute { name: a_name, namespace: a, .. } = self.index.attributes[a];
        let Attribute { name: b_name, namespace: b, .. } = self.index.attributes[b];
        let (a_local, b_local) = (a_name.local_span(), b_name.local_span());
        order_of(a_local.of_octets(octets), b_local.of_octets(octets))
            .then_with(|| self.index.order_of_namespaces(octets, a, b))
    }
}

/// An order of names, the shortest first.
fn order_of(one: &[u8], other: &[u8]) -> Ordering {
    steps(1 + if one.len() == other.len() { one.len() } else { 0 });
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

/// Of `count` things from `first` on, the first that is equal to an earlier one.
#[inline]
fn second(
    order: &mut Vec<usize>,
    first: usize,
    count: usize,
    compare: impl Fn(usize, usize) -> Ordering,
) -> Option<usize> {
    if count <= FEW {
        return (first + 1..first + count)
            .find(|&later| (first..later).any(|earlier| compare(earlier, later) == Ordering::Equal));
    }
    // Sorted, so that the time stays close to linear.
    order.clear();
    order.extend(first..first + count);
    order.sort_unstable_by(|&a, &b| compare(a, b).then(a.cmp(&b)));
    let pairs = order.windows(2).filter(|pair| compare(pair[0], pair[1]) == Ordering::Equal);
    pairs.map(|pair| pair[1]).min()
}
