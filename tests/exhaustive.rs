//! The access check on every small case there is: all lists, all tokens, all wishes over a few SIDs and rights.
//!
//! On every run: lists of up to two lines with any rights and of three lines with one right each. With
//! `POOLPROOF_NIGHT=1` in the environment: any rights in lists of three, one right each in lists of four, and a fourth SID.

use std::io::Write;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use poolproof::nt::compiled::{self, CompiledDescriptor, CompiledToken, SidTable};
use poolproof::nt::{
    AccessMask, Ace, AceFlags, AclState, Certainty, Group, GroupAttributes, ObjectKind, Rules,
    SecurityDescriptor, Sid, Token, Unknown, Wish, access_check, answers, bound,
};

use crate::laws::access::answer;
use crate::spec::access::{Answer, check};

/// Two rights that only a list gives, and one that an owner has.
const RIGHTS: [u32; 3] = [0x1, 0x2, 0x2_0000];
const MAXIMUM: u32 = 0x0200_0000;

/// How far the model goes.
struct Scope {
    sids: u32,
    /// Lists of up to so many lines, with any rights.
    any_rights: usize,
    /// Lists of exactly so many lines, with one right each.
    one_right: usize,
}

/// What goes wrong with few SIDs, lines and rights is found here without luck: the check, the compiled one, the answers
/// about tokens in doubt and their bound are those of the specification in every case that there is.
#[test]
fn every_small_case_agrees_with_the_specification() {
    let scopes = match std::env::var_os("POOLPROOF_NIGHT") {
        None => vec![Scope {
            sids: 3,
            any_rights: 2,
            one_right: 3,
        }],
        Some(_) => vec![
            Scope {
                sids: 3,
                any_rights: 3,
                one_right: 4,
            },
            Scope {
                sids: 4,
                any_rights: 2,
                one_right: 3,
            },
        ],
    };
    for scope in scopes {
        let (lists, cases) = run(&scope);
        // Past the test harness's capture, so that every run tells.
        let _ = writeln!(
            std::io::stderr(),
            "exhaustive: {cases} cases ({lists} lists over {} SIDs × owners × tokens × wishes), no difference",
            scope.sids
        );
    }
}

fn sid(number: u32) -> Sid {
    Sid::of(5, &[21, 1, 2, 3, 2000 + number])
}

/// Every line over these SIDs that holds one of these sets of rights.
fn lines(sids: u32, masks: &[u32]) -> Vec<Ace> {
    let mut lines = Vec::new();
    for number in 0..sids {
        for mask in masks {
            for flags in [AceFlags::NONE, AceFlags::INHERIT_ONLY] {
                lines.push(Ace::allow(sid(number), AccessMask(*mask), flags));
                lines.push(Ace::deny(sid(number), AccessMask(*mask), flags));
            }
        }
    }
    lines
}

/// Every non-empty set of the three rights.
fn sets() -> Vec<u32> {
    (1u32..8)
        .map(|set| {
            (0..3)
                .filter(|i| set & (1 << i) != 0)
                .map(|i| RIGHTS[i as usize])
                .sum()
        })
        .collect()
}

fn wishes() -> Vec<Wish> {
    let mut masks = sets();
    masks.push(MAXIMUM);
    masks.extend(sets().iter().map(|set| set | MAXIMUM));
    masks
        .into_iter()
        .map(|mask| Wish::new(ObjectKind::File, AccessMask(mask)))
        .collect()
}

/// A token that holds each group in one of four states: 0 not, 1 enabled, 2 for deny only, 3 perhaps.
fn token(states: &[u8]) -> Token {
    let mut token = Token::of(Sid::of(5, &[21, 1, 2, 3, 1001]));
    for (number, state) in states.iter().enumerate() {
        let number = number as u32;
        let mut group = Group::enabled(sid(number));
        match state {
            0 => continue,
            1 => {}
            2 => group.attributes = GroupAttributes::USE_FOR_DENY_ONLY,
            _ => group.certainty = Certainty::Perhaps(vec![Unknown(number)]),
        }
        token.groups.push(group);
    }
    token
}

/// Every state of every group, by the digits of a number.
fn states(sids: u32) -> Vec<Vec<u8>> {
    (0..4u32.pow(sids))
        .map(|number| (0..sids).map(|i| (number >> (2 * i) & 3) as u8).collect())
        .collect()
}

fn place(states: &[u8]) -> usize {
    states
        .iter()
        .rev()
        .fold(0, |at, state| 4 * at + usize::from(*state))
}

/// The places of the tokens in which each doubt is settled.
fn completions(states: &[u8]) -> Vec<usize> {
    let mut all = vec![states.to_vec()];
    for i in 0..states.len() {
        if states[i] == 3 {
            all = all
                .into_iter()
                .flat_map(|one| {
                    let (mut with, mut without) = (one.clone(), one);
                    with[i] = 1;
                    without[i] = 0;
                    [with, without]
                })
                .collect();
        }
    }
    all.iter().map(|states| place(states)).collect()
}

/// All tokens, made once.
struct Tokens {
    all: Vec<Token>,
    completions: Vec<Vec<usize>>,
    wishes: Vec<Wish>,
}

/// The list of that number: first those of any rights by length, then those of one right each.
fn list(scope: &Scope, any: &[Ace], one: &[Ace], mut number: usize) -> Option<Vec<Ace>> {
    let digits = |alphabet: &[Ace], length: usize, mut number: usize| {
        (0..length)
            .map(|_| {
                let line = alphabet[number % alphabet.len()].clone();
                number /= alphabet.len();
                line
            })
            .collect()
    };
    for length in 0..=scope.any_rights {
        let count = any.len().pow(length as u32);
        if number < count {
            return Some(digits(any, length, number));
        }
        number -= count;
    }
    let count = one.len().pow(scope.one_right as u32);
    (number < count).then(|| digits(one, scope.one_right, number))
}

fn run(scope: &Scope) -> (usize, u64) {
    let any = lines(scope.sids, &sets());
    let one = lines(scope.sids, &RIGHTS);
    let states = states(scope.sids);
    let tokens = Tokens {
        all: states.iter().map(|states| token(states)).collect(),
        completions: states.iter().map(|states| completions(states)).collect(),
        wishes: wishes(),
    };
    let next = AtomicUsize::new(0);
    let lists = AtomicUsize::new(0);
    let cases = AtomicU64::new(0);
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|threads| {
        for _ in 0..workers {
            threads.spawn(|| {
                while let Some(aces) = list(scope, &any, &one, next.fetch_add(1, Ordering::Relaxed))
                {
                    lists.fetch_add(1, Ordering::Relaxed);
                    for owner in [sid(0), Sid::of(5, &[18])] {
                        let descriptor = SecurityDescriptor {
                            owner: Some(owner),
                            dacl: AclState::of(aces.clone()),
                            ..SecurityDescriptor::default()
                        };
                        cases.fetch_add(compare(&descriptor, &tokens), Ordering::Relaxed);
                    }
                }
            });
        }
    });
    (lists.into_inner(), cases.into_inner())
}

/// What the specification says about each right alone and about the maximum; every wish is made of these, since rights
/// are decided one by one for tokens that are not write-restricted.
fn expected(descriptor: &SecurityDescriptor, token: &Token, wishes: &[Wish]) -> Vec<Answer> {
    let ask = |mask| {
        check(
            descriptor,
            token,
            &Wish::new(ObjectKind::File, AccessMask(mask)),
        )
    };
    let given: u32 = RIGHTS
        .into_iter()
        .filter(|right| ask(*right) == Answer::Granted(*right))
        .sum();
    let maximum = match ask(MAXIMUM) {
        Answer::Granted(mask) => mask,
        _ => 0,
    };
    wishes
        .iter()
        .map(|wish| {
            let explicit = wish.desired.0 & !MAXIMUM;
            let more = if wish.desired.0 & MAXIMUM == 0 {
                0
            } else {
                maximum
            };
            if explicit & !given == 0 && explicit | more != 0 {
                Answer::Granted(explicit | more)
            } else {
                Answer::Denied
            }
        })
        .collect()
}

fn compare(descriptor: &SecurityDescriptor, tokens: &Tokens) -> u64 {
    let mut sids = SidTable::default();
    let from = CompiledDescriptor::new(descriptor, ObjectKind::File, Rules::TODAY, &mut sids);
    let certain = |place: usize| tokens.completions[place].len() == 1;
    let expected: Vec<Vec<Answer>> = tokens
        .all
        .iter()
        .enumerate()
        .map(|(place, token)| {
            if certain(place) {
                expected(descriptor, token, &tokens.wishes)
            } else {
                Vec::new()
            }
        })
        .collect();
    let mut cases = 0;
    for (place, token) in tokens.all.iter().enumerate() {
        let held = CompiledToken::new(token, &mut sids);
        for (number, wish) in tokens.wishes.iter().enumerate() {
            cases += 1;
            if certain(place) {
                let expected = expected[place][number];
                let fast = answer(&access_check(descriptor, token, wish));
                assert_eq!(fast, expected, "{descriptor:?} {token:?} {wish:?}");
                let by_number = match compiled::check(&from, &held, wish.desired) {
                    Some(granted) => granted,
                    None => compiled::rights(&from, &held).is_some_and(|rights| {
                        let explicit = wish.desired.without(AccessMask::MAXIMUM_ALLOWED);
                        rights.if_named.contains(explicit)
                            && !(explicit | rights.maximum).is_empty()
                    }),
                };
                assert_eq!(
                    by_number,
                    expected != Answer::Denied,
                    "{descriptor:?} {token:?} {wish:?}"
                );
            } else {
                let all = tokens.completions[place]
                    .iter()
                    .map(|place| expected[*place][number]);
                in_doubt(descriptor, token, wish, all);
            }
        }
    }
    cases
}

fn in_doubt(
    descriptor: &SecurityDescriptor,
    token: &Token,
    wish: &Wish,
    expected: impl Iterator<Item = Answer>,
) {
    let (mut granted, mut refused, mut certain, mut possible) = (false, false, u32::MAX, 0);
    for answer in expected {
        let mask = match answer {
            Answer::Granted(mask) => mask,
            _ => 0,
        };
        granted |= mask != 0;
        refused |= mask == 0;
        certain &= mask;
        possible |= mask;
    }
    let found = answers(descriptor, token, wish).expect("a request that makes sense");
    assert!(
        found.exact
            && (found.granted, found.refused) == (granted, refused)
            && (found.certain.0, found.possible.0) == (certain, possible),
        "{found:?} {descriptor:?} {token:?} {wish:?}"
    );
    let bound = bound(descriptor, token, wish).expect("a request that makes sense");
    assert!(
        (bound.may_be_granted || !granted)
            && (bound.may_be_refused || !refused)
            && bound.possible.0 & possible == possible
            && bound.certain.0 & certain == bound.certain.0,
        "{bound:?} {descriptor:?} {token:?} {wish:?}"
    );
}
