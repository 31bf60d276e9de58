//! Checks an address where there is nothing but `core`; with the feature `alloc`, prepares one; with `gcm`, sends a message.
#![no_std]

use envoi::Jid;

/// The number of octets in the domainpart of an address that is canonical, or -1 for any other text.
pub fn domain_octets(text: &str) -> isize {
    Jid::from_canonical(text).map_or(-1, |jid| jid.domainpart().as_str().len().cast_signed())
}

/// The same for text that is not canonical yet.
#[cfg(feature = "alloc")]
pub fn prepared_domain_octets(text: &str) -> isize {
    Jid::parse(text).map_or(-1, |jid| jid.domainpart().as_str().len().cast_signed())
}

/// The number of messages that wait to be sent, in a session that has just been handed one.
#[cfg(feature = "gcm")]
pub fn waiting_messages(to: &str) -> usize {
    use envoi::gcm::{Downstream, Session, SessionLimits};

    let mut session = Session::new(SessionLimits::DEFAULT, 7);
    let _ = Downstream::to(to, "m-1").build().map(|message| session.send(message));
    session.unanswered()
}

#[cfg(feature = "alloc")]
#[global_allocator]
static HEAP: emballoc::Allocator<65536> = emballoc::Allocator::new();

#[panic_handler]
fn stop(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
