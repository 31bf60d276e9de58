//! What may be refused, and for what: a law that takes any refusal holds of a library that refuses everything.

use std::fmt::Debug;

/// What was asked for is done if nothing is wrong with it, and is refused for one of the things that are wrong with it otherwise. Which of
/// several is met first is not promised.
pub(super) fn is_justified<T, W: PartialEq + Debug>(
    done: Result<T, W>,
    wrong: &[W],
    asked: &dyn Debug,
) -> Option<T> {
    match done {
        Ok(done) => {
            assert!(wrong.is_empty(), "{asked:?} is done, with {wrong:?} in it");
            Some(done)
        }
        Err(found) => {
            assert!(wrong.contains(&found), "{asked:?} is refused for {found:?}, with {wrong:?} in it");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_right_is_done_and_what_is_wrong_refused() {
        assert_eq!(is_justified(Ok::<_, u8>('a'), &[], &""), Some('a'));
        assert_eq!(is_justified(Err::<char, _>(2), &[1, 2], &""), None);
    }

    #[test]
    #[should_panic(expected = "\"a\" is refused for 1, with [] in it")]
    fn what_is_right_is_not_refused() {
        is_justified(Err::<(), _>(1), &[], &"a");
    }

    #[test]
    #[should_panic(expected = "\"a\" is refused for 1, with [2] in it")]
    fn nothing_is_refused_for_what_it_has_not() {
        is_justified(Err::<(), _>(1), &[2], &"a");
    }

    #[test]
    #[should_panic(expected = "\"a\" is done, with [2] in it")]
    fn what_is_wrong_is_not_done() {
        is_justified(Ok(()), &[2], &"a");
    }
}
