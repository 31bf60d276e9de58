//! How fast addresses are judged at least, as ratios against another one in the same run, and how often judging allocates.
//!
//! Times are noisy on a busy machine, so a floor holds if it holds in one of three attempts; allocations and
//! verdicts are not, and must be right at once.

use tools::data::Set;

use crate::programs::{Allocations, Benches, Growth, Preparation, Time};

/// Who the ratios are taken against.
const PEER: &str = "jid 0.12";

const PARSE: &str = "envoi Jid::parse";
const PARSE_IN: &str = "envoi Jid::parse_in";
const BATCH: &str = "envoi batch::lines";

/// How many times faster than the peer a way in is, on one set.
struct Floor {
    set: Set,
    contestant: &'static str,
    /// What was asked for. Falling short of it is said, and no failure.
    aim: f64,
    /// What has been reached, with room for a busy machine. Falling below it is a failure.
    held: f64,
}

const FLOORS: [Floor; 6] = [
    Floor { set: Set::AsciiBare, contestant: PARSE, aim: 6.5, held: 6.5 },
    Floor { set: Set::AsciiFull, contestant: PARSE, aim: 6.5, held: 6.5 },
    Floor { set: Set::AsciiMixedcase, contestant: PARSE, aim: 40.0, held: 30.0 },
    Floor { set: Set::Intl, contestant: PARSE, aim: 10.0, held: 8.0 },
    Floor { set: Set::Hostile, contestant: PARSE, aim: 4.0, held: 2.0 },
    Floor { set: Set::AsciiBare, contestant: BATCH, aim: 10.0, held: 8.5 },
];

/// Nanoseconds that preparing 1,023 octets of any script may take.
const MOST_NANOSECONDS_TO_PREPARE: f64 = 100_000.0;

/// How much longer the long input of a growth is, and how much more time it may take: linear with room for caches.
pub(super) const GROWTH: usize = 16;
const MOST_GROWTH: f64 = 64.0;
/// Below this a time is too short to say anything.
const LEAST_NANOSECONDS_OF_GROWTH: f64 = 50_000.0;

pub(super) const ATTEMPTS: usize = 3;
const ROUNDS: usize = 7;

/// Measures, prints what it found, and returns one message for each floor that does not hold.
pub(super) fn check(benches: &Benches, quick: bool) -> Result<Vec<String>, String> {
    let rows = if quick { 20_000 } else { 100_000 };
    let mut problems = allocation_problems(&benches.allocations(rows / 10)?);
    for set in Set::ALL {
        problems.extend(set_problems(benches, set, if set == Set::Hostile { rows / 5 } else { rows })?);
    }
    problems.extend(attempt(|| Ok(preparation_problems(&benches.preparation(ROUNDS, &["envoi"])?)))?);
    problems.extend(attempt(|| Ok(growth_problems(&benches.growth(GROWTH)?, MOST_GROWTH)))?);
    Ok(problems)
}

/// The problems of the best of a few attempts.
pub(super) fn attempt(measure: impl Fn() -> Result<Vec<String>, String>) -> Result<Vec<String>, String> {
    let mut fewest = measure()?;
    for _ in 1..ATTEMPTS {
        if fewest.is_empty() {
            break;
        }
        let problems = measure()?;
        if problems.len() < fewest.len() {
            fewest = problems;
        }
    }
    Ok(fewest)
}

/// Verdicts and speed on one set; each floor keeps its best attempt.
fn set_problems(benches: &Benches, set: Set, rows: usize) -> Result<Vec<String>, String> {
    let floors: Vec<&Floor> = FLOORS.iter().filter(|floor| floor.set == set).collect();
    let mut best = vec![0.0_f64; floors.len()];
    for _ in 0..ATTEMPTS {
        let times = benches.time(set, rows, ROUNDS, &[PARSE, PARSE_IN, BATCH, PEER])?;
        let problems = verdict_problems(set, rows, &times);
        if !problems.is_empty() {
            return Ok(problems);
        }
        for (floor, best) in floors.iter().zip(&mut best) {
            *best = best.max(ratio(&times, floor.contestant)?);
        }
        if floors.iter().zip(&best).all(|(floor, best)| *best >= floor.aim) {
            break;
        }
    }
    let mut problems = Vec::new();
    for (Floor { set, contestant, aim, held }, best) in floors.into_iter().zip(best) {
        let short = if best < *aim { ": short of it" } else { "" };
        println!("{set:16} {contestant:20} {best:6.1} times as fast as {PEER}; the aim is {aim}{short}");
        if best < *held {
            problems.push(format!(
                "{set}: {contestant} is {best:.1} times as fast as {PEER}, it was {held} at least"
            ));
        }
    }
    Ok(problems)
}

/// How many times faster than the peer a contestant is.
fn ratio(times: &[Time], contestant: &str) -> Result<f64, String> {
    let of = |name: &str| {
        let time = times.iter().find(|time| time.contestant == name);
        time.map(|time| time.nanoseconds).ok_or_else(|| format!("{name} was not measured"))
    };
    Ok(of(PEER)? / of(contestant)?)
}

/// A speed counts only if the verdicts are right: every row of the valid sets, none of the hostile one.
fn verdict_problems(set: Set, rows: usize, times: &[Time]) -> Vec<String> {
    let expected = if set.is_valid() { rows } else { 0 };
    let wrong = |time: &&Time| time.contestant != PEER && time.accepted != expected;
    let message = |Time { contestant, accepted, .. }: &Time| {
        format!("{set}: {contestant} accepts {accepted} of {rows} rows, {expected} are addresses")
    };
    times.iter().filter(wrong).map(message).collect()
}

/// No allocation for what is canonical, and at most one for what has to be rewritten, if only to be refused then.
fn allocation_problems(counts: &[Allocations]) -> Vec<String> {
    let mut problems = Vec::new();
    for Allocations { set, contestant, most, .. } in counts {
        let rewrites = matches!(set, Set::AsciiMixedcase | Set::Hostile) && contestant != PARSE_IN;
        let allowed = u64::from(rewrites);
        if contestant.starts_with("envoi ") && *most > allowed {
            problems.push(format!("{set}: {contestant} allocates {most} times for a row, not {allowed}"));
        }
    }
    println!("{} ways of judging a set counted for allocations", counts.len());
    problems
}

fn preparation_problems(times: &[Preparation]) -> Vec<String> {
    let slowest = times.iter().map(|time| time.nanoseconds).fold(0.0, f64::max);
    println!("1,023 octets of any script are prepared in at most {:.1} microseconds", slowest / 1000.0);
    let slow = |time: &&Preparation| time.nanoseconds >= MOST_NANOSECONDS_TO_PREPARE;
    let message = |Preparation { part, script, nanoseconds, .. }: &Preparation| {
        format!(
            "{part}: 1,023 octets of {script} take {:.0} microseconds, not less than 100",
            nanoseconds / 1000.0
        )
    };
    times.iter().filter(slow).map(message).collect()
}

pub(super) fn growth_problems(times: &[Growth], most: f64) -> Vec<String> {
    let allowed = |time: &Growth| (time.short * most).max(LEAST_NANOSECONDS_OF_GROWTH);
    let message = |time: &Growth| {
        let Growth { task, material, short, long } = time;
        let growth = long / short;
        format!("{task}: {GROWTH} times as much of {material} takes {growth:.0} times as long: not linear")
    };
    println!("{} tasks seen to grow linearly or not", times.len());
    times.iter().filter(|time| time.long > allowed(time)).map(message).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(contestant: &str, nanoseconds: f64, accepted: usize) -> Time {
        Time { contestant: contestant.to_owned(), nanoseconds, accepted }
    }

    #[test]
    fn ratios_are_against_the_peer() {
        let times = [time(PARSE, 10.0, 5), time(PEER, 105.0, 5)];
        assert_eq!(ratio(&times, PARSE), Ok(10.5));
        assert_eq!(ratio(&times, BATCH), Err("envoi batch::lines was not measured".to_owned()));
    }

    #[test]
    fn wrong_verdicts_are_problems_whatever_the_speed() {
        let times = [time(PARSE, 1.0, 4), time(BATCH, 1.0, 5), time(PEER, 1.0, 3)];
        assert_eq!(
            verdict_problems(Set::Intl, 5, &times),
            ["intl: envoi Jid::parse accepts 4 of 5 rows, 5 are addresses"]
        );
        assert_eq!(verdict_problems(Set::Hostile, 5, &times).len(), 2);
    }

    #[test]
    fn one_allocation_is_for_rows_that_are_rewritten() {
        let count = |set, contestant: &str, most| Allocations {
            set,
            contestant: contestant.to_owned(),
            mean: 0.5,
            most,
        };
        let fine = [
            count(Set::AsciiMixedcase, PARSE, 1),
            count(Set::AsciiMixedcase, PARSE_IN, 0),
            count(Set::Intl, PARSE, 0),
            count(Set::Intl, PEER, 9),
        ];
        assert_eq!(allocation_problems(&fine), [""; 0]);
        let broken = [
            count(Set::AsciiMixedcase, PARSE, 2),
            count(Set::AsciiMixedcase, PARSE_IN, 1),
            count(Set::Intl, BATCH, 1),
            count(Set::Hostile, PARSE, 2),
        ];
        assert_eq!(
            allocation_problems(&broken),
            [
                "ascii_mixedcase: envoi Jid::parse allocates 2 times for a row, not 1",
                "ascii_mixedcase: envoi Jid::parse_in allocates 1 times for a row, not 0",
                "intl: envoi batch::lines allocates 1 times for a row, not 0",
                "hostile: envoi Jid::parse allocates 2 times for a row, not 1",
            ]
        );
    }

    #[test]
    fn quadratic_time_is_told_from_linear() {
        let growth =
            |short, long| Growth { task: "parse".to_owned(), material: "\"a\"".to_owned(), short, long };
        assert_eq!(
            growth_problems(&[growth(10_000.0, 170_000.0), growth(10.0, 40_000.0)], MOST_GROWTH),
            [""; 0]
        );
        assert_eq!(
            growth_problems(&[growth(10_000.0, 2_560_000.0)], MOST_GROWTH),
            ["parse: 16 times as much of \"a\" takes 256 times as long: not linear"]
        );
    }

    #[test]
    fn slow_scripts_are_named() {
        let preparation = |nanoseconds| Preparation {
            part: "localpart".to_owned(),
            script: "Arabic".to_owned(),
            contestant: "envoi".to_owned(),
            nanoseconds,
        };
        assert_eq!(
            preparation_problems(&[preparation(99_000.0), preparation(2_000_000.0)]),
            ["localpart: 1,023 octets of Arabic take 2000 microseconds, not less than 100"]
        );
    }

    #[test]
    fn the_best_attempt_counts() {
        let calls = std::cell::Cell::new(0);
        let measure = || {
            calls.set(calls.get() + 1);
            Ok(if calls.get() == 2 { Vec::new() } else { vec!["slow".to_owned()] })
        };
        assert_eq!(attempt(measure), Ok(Vec::new()));
        assert_eq!(calls.get(), 2);
        assert_eq!(attempt(|| Ok(vec!["slow".to_owned()])), Ok(vec!["slow".to_owned()]));
    }
}
