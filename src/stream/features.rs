//! [`StreamFeatures`]: how the negotiation of a stream may go on.

use super::{NS_BIND, NS_SASL, NS_SESSION, NS_STREAM, NS_TLS};
use crate::xml::{Children, Element};
use alloc::borrow::Cow;
use core::fmt;

/// A `<stream:features>` (RFC 6120 section 4.3.2), looked at as it is asked for.
///
/// ```
/// use envoi::stream::{Event, Feature, Limits, StreamFeatures, StreamReader};
///
/// let mut reader = StreamReader::new(Limits::DEFAULT);
/// let mut input: &[u8] = b"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>\
///     <stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>\
///     <mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>\
///     <c xmlns='http://jabber.org/protocol/caps'/></stream:features>";
/// assert!(matches!(reader.read(&mut input)?, Some(Event::Open(_))));
/// let Some(Event::Element(element)) = reader.read(&mut input)? else { panic!() };
/// let features = StreamFeatures::from_element(element).unwrap();
/// assert_eq!(features.starttls(), Some(Feature::StartTls { required: true }));
/// assert_eq!(features.mechanisms().collect::<Vec<_>>(), ["PLAIN"]);
/// assert_eq!(features.bind(), None);
/// assert!(features.find("c", "http://jabber.org/protocol/caps").is_some());
/// # Ok::<(), envoi::stream::StreamError>(())
/// ```
#[derive(Clone, Copy)]
pub struct StreamFeatures<'a> {
    element: Element<'a>,
}

/// One of the [`StreamFeatures`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Feature<'a> {
    /// STARTTLS (RFC 6120 section 5.4.1).
    StartTls {
        /// Whether nothing goes on without it: it says so, or there is no other feature (RFC 6120 section 5.3.1).
        required: bool,
    },
    /// SASL (RFC 6120 section 6.4.1); [`StreamFeatures::mechanisms`] lists the mechanisms.
    Mechanisms(Element<'a>),
    /// Binding a resource (RFC 6120 section 7.4).
    Bind,
    /// Establishing a session (RFC 3921 section 3), which does nothing since RFC 6121.
    Session {
        /// Whether it says that it may be left out.
        optional: bool,
    },
    /// Any other.
    Other(Element<'a>),
}

/// The names of SASL mechanisms (RFC 6120 section 6.4.1), in the order in which they stand; see [`StreamFeatures::mechanisms`].
#[derive(Clone)]
pub struct Mechanisms<'a> {
    children: Option<Children<'a>>,
}

impl<'a> StreamFeatures<'a> {
    /// The features, if the element is `features` in the stream namespace.
    pub fn from_element(element: Element<'a>) -> Option<Self> {
        element.is("features", NS_STREAM).then_some(Self { element })
    }

    /// All of them; their order means nothing.
    pub fn iter(&self) -> impl Iterator<Item = Feature<'a>> + Clone + use<'a> {
        self.element.children().map(Feature::from_element)
    }

    /// Whether nothing has to be negotiated any more, as far as features say it (RFC 6120 section 4.3.3).
    ///
    /// ```
    /// use envoi::{stream::StreamFeatures, xml::ElementBuf};
    ///
    /// let features = |inside: &str| -> Result<bool, envoi::xml::XmlError> {
    ///     let text = format!("<features xmlns='http://etherx.jabber.org/streams'>{inside}</features>");
    ///     let element = ElementBuf::parse(&text)?;
    ///     Ok(StreamFeatures::from_element(element.element()).unwrap().is_complete())
    /// };
    /// assert!(features("")?);
    /// assert!(features("<ver xmlns='urn:xmpp:features:rosterver'/>")?);
    /// assert!(!features("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>")?);
    /// # Ok::<(), envoi::xml::XmlError>(())
    /// ```
    pub fn is_complete(&self) -> bool {
        !self.iter().any(|feature| feature.is_required())
    }

    /// STARTTLS, if it is offered (RFC 6120 section 5.4.1).
    pub fn starttls(&self) -> Option<Feature<'a>> {
        self.find("starttls", NS_TLS).map(Feature::from_element)
    }

    /// The names of the SASL mechanisms that are offered (RFC 6120 section 6.4.1), in the order in which they stand.
    pub fn mechanisms(&self) -> Mechanisms<'a> {
        Mechanisms { children: self.find("mechanisms", NS_SASL).map(Element::children) }
    }

    /// Binding of a resource, if it is offered (RFC 6120 section 7.4).
    pub fn bind(&self) -> Option<Feature<'a>> {
        self.find("bind", NS_BIND).map(Feature::from_element)
    }

    /// Establishing of a session, if it is offered (RFC 3921 section 3).
    pub fn session(&self) -> Option<Feature<'a>> {
        self.find("session", NS_SESSION).map(Feature::from_element)
    }

    /// The feature of this name in this namespace, as an element.
    pub fn find(&self, name: &str, namespace: &str) -> Option<Element<'a>> {
        self.element.child(name, namespace)
    }

    /// The whole element.
    pub fn element(&self) -> Element<'a> {
        self.element
    }
}

impl<'a> Feature<'a> {
    fn from_element(element: Element<'a>) -> Self {
        let has = |name| has_own(element, name);
        match (element.name(), element.namespace()) {
            ("starttls", NS_TLS) => Self::StartTls { required: has("required") || is_alone(element) },
            ("mechanisms", NS_SASL) => Self::Mechanisms(element),
            ("bind", NS_BIND) => Self::Bind,
            ("session", NS_SESSION) => Self::Session { optional: has("optional") },
            _ => Self::Other(element),
        }
    }

    /// Whether it is mandatory to negotiate: SASL (RFC 6120 section 6.3.1), binding (section 7.3.1), a session that does not say that it is
    /// optional, and what holds an empty `<required/>`, as section 4.3.2 asks of features.
    ///
    /// ```
    /// use envoi::stream::Feature;
    ///
    /// assert!(Feature::Bind.is_required());
    /// assert!(!Feature::StartTls { required: false }.is_required());
    /// ```
    pub fn is_required(&self) -> bool {
        match self {
            Self::StartTls { required } => *required,
            Self::Mechanisms(_) | Self::Bind => true,
            Self::Session { optional } => !optional,
            Self::Other(element) => has_own(*element, "required"),
        }
    }
}

/// Whether a feature holds an element of its own namespace with this name.
fn has_own(feature: Element<'_>, name: &str) -> bool {
    feature.children().any(|child| child.is_named_in(name, feature))
}

fn is_alone(element: Element<'_>) -> bool {
    element.parent().is_some_and(|parent| parent.children().nth(1).is_none())
}

impl<'a> Iterator for Mechanisms<'a> {
    type Item = Cow<'a, str>;

    fn next(&mut self) -> Option<Cow<'a, str>> {
        let children = self.children.as_mut()?;
        children.find(|child| child.is("mechanism", NS_SASL)).map(Element::text)
    }
}

/// The source.
impl fmt::Debug for StreamFeatures<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.element.source())
    }
}

/// The names.
impl fmt::Debug for Mechanisms<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
