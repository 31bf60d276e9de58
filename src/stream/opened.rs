//! [`Opened`]: a stream header that outlives the octets it came in.

use crate::xml::Element;
use crate::xml::index::Index;
use alloc::borrow::ToOwned;
use alloc::boxed::Box;

#[derive(Clone, Debug)]
pub(super) struct Opened {
    text: Box<str>,
    index: Index,
}

impl Opened {
    pub(super) fn new(text: &str, mut index: Index) -> Self {
        index.end_at_start_tag();
        // It stays as long as the stream.
        index.shrink_to(0);
        Self { text: text.to_owned().into(), index }
    }

    pub(super) fn element(&self) -> Element<'_> {
        Element::outermost(&self.text, &self.index)
    }

    /// Gives the namespace declarations and the language of the header to what stands in the stream.
    pub(super) fn leave_to(&self, index: &mut Index) {
        index.reset();
        for declaration in self.index.declarations_of(0) {
            let prefix = self.index.place(&self.text, declaration.prefix);
            index.inherit(prefix, self.index.place(&self.text, declaration.uri));
        }
        if let Some(lang) = self.element().lang() {
            index.inherit_lang(&lang);
        }
    }
}
