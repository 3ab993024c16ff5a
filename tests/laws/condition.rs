//! What conditional expressions come to.

use poolproof::nt::{AccessMask, Ace, AceFlags, well_known};
use poolproof::nt::{
    AceKind, AclState, AppData, Claim, Condition, ConditionContext, ConditionToken, Domains,
    Operator, SecurityDescriptor, Sid, Truth, evaluate,
};
use poolproof::search::conditions::{ConditionWorld, condition_worlds};
use proptest::prelude::*;

use crate::spec;

fn judge(world: &ConditionWorld) -> Truth {
    let resource: Vec<&Claim> = world.resource.iter().collect();
    let context = ConditionContext {
        holds: &|sid: &Sid| world.held.contains(sid),
        device_holds: &|sid: &Sid| world.device_held.contains(sid),
        claims: &world.claims,
        resource: &resource,
        claims_known: world.claims_known,
    };
    evaluate(&world.condition, &context)
}

fn followed_by(world: &ConditionWorld, more: &[ConditionToken]) -> ConditionWorld {
    let mut longer = world.clone();
    longer.condition.tokens.extend_from_slice(more);
    longer
}

const NOT: ConditionToken = ConditionToken::Operator(Operator::Not);
const AND: ConditionToken = ConditionToken::Operator(Operator::And);
const OR: ConditionToken = ConditionToken::Operator(Operator::Or);

fn truths() -> impl Strategy<Value = Truth> {
    prop::sample::select(vec![Truth::True, Truth::False, Truth::Unknown])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    /// The specification makes a tree and compares sets one by one.
    #[test]
    fn evaluation_agrees_with_the_specification(world in condition_worlds()) {
        prop_assert_eq!(judge(&world), spec::condition::judge(&world));
    }

    /// The tables of MS-DTYP are those of three-valued logic.
    #[test]
    fn the_tables_are_three_valued_logic(a in truths(), b in truths(), c in truths()) {
        prop_assert_eq!(a.and(b), b.and(a));
        prop_assert_eq!(a.or(b), b.or(a));
        prop_assert_eq!(a.and(b).and(c), a.and(b.and(c)));
        prop_assert_eq!(a.or(b).or(c), a.or(b.or(c)));
        prop_assert_eq!(!a.and(b), (!a).or(!b));
        prop_assert_eq!(a.and(b.or(c)), a.and(b).or(a.and(c)));
        prop_assert_eq!(!!a, a);
        prop_assert_eq!(a.and(Truth::True), a);
        prop_assert_eq!(a.or(Truth::False), a);
        prop_assert_eq!(a.and(Truth::False), Truth::False);
        prop_assert_eq!(a.or(Truth::True), Truth::True);
    }

    /// An unknown stands for true or false: where both give the same, so does it.
    #[test]
    fn unknown_is_the_bound_of_true_and_false(a in truths(), b in truths()) {
        let completions = |t: Truth| match t {
            Truth::Unknown => vec![Truth::True, Truth::False],
            known => vec![known],
        };
        for join in [Truth::and, Truth::or] {
            let mut all: Vec<Truth> = Vec::new();
            for x in completions(a) {
                all.extend(completions(b).into_iter().map(|y| join(x, y)));
            }
            all.dedup();
            let bound = if all.iter().all(|t| *t == all[0]) { all[0] } else { Truth::Unknown };
            prop_assert_eq!(join(a, b), bound);
        }
    }

    /// Twice not is nothing, once turns yes into no.
    #[test]
    fn not_turns_an_expression_around(world in condition_worlds()) {
        let once = judge(&followed_by(&world, &[NOT]));
        prop_assert_eq!(once, !judge(&world));
        prop_assert_eq!(judge(&followed_by(&world, &[NOT, NOT])), judge(&world));
    }

    /// An operator and its negated form are opposites wherever they stand last.
    #[test]
    fn negated_operators_are_opposites(world in condition_worlds()) {
        use Operator::*;
        let pairs = [
            (Equal, NotEqual), (Exists, NotExists), (Contains, NotContains), (AnyOf, NotAnyOf),
            (MemberOf, NotMemberOf), (MemberOfAny, NotMemberOfAny), (DeviceMemberOf, NotDeviceMemberOf),
            (DeviceMemberOfAny, NotDeviceMemberOfAny),
        ];
        let mut other = world.clone();
        if let Some(ConditionToken::Operator(last)) = other.condition.tokens.last_mut() {
            for (plain, negated) in pairs {
                if *last == plain {
                    *last = negated;
                    break;
                } else if *last == negated {
                    *last = plain;
                    break;
                }
            }
            if other.condition != world.condition {
                prop_assert_eq!(judge(&other), !judge(&world));
            }
        }
    }

    /// A condition joined with itself says the same again.
    #[test]
    fn saying_it_twice_changes_nothing(world in condition_worlds()) {
        let tokens = world.condition.tokens.clone();
        for join in [AND, OR] {
            let mut twice = followed_by(&world, &tokens);
            twice.condition.tokens.push(join);
            // Nonsense may make sense when repeated, never the other way round.
            if judge(&world) != Truth::Unknown {
                prop_assert_eq!(judge(&twice), judge(&world));
            }
        }
    }

    /// What is printed means what was stored.
    #[test]
    fn text_means_what_the_bytes_mean(world in condition_worlds()) {
        let kind = AceKind::AllowCallback(AppData::Condition(world.condition.clone()));
        let ace = Ace { kind, flags: AceFlags::NONE, mask: AccessMask(1), sid: well_known::EVERYONE };
        let descriptor = SecurityDescriptor { dacl: AclState::of(vec![ace]), ..SecurityDescriptor::default() };
        if let Ok(text) = descriptor.to_sddl() {
            let read = SecurityDescriptor::from_sddl(&text, &Domains::NONE).unwrap();
            let AceKind::AllowCallback(AppData::Condition(condition)) = read.dacl.aces()[0].kind.clone() else {
                panic!("{text}");
            };
            prop_assert_eq!(judge(&ConditionWorld { condition, ..world.clone() }), judge(&world), "{}", text);
        }
        prop_assert_eq!(Condition::from_bytes(&world.condition.to_bytes()), Ok(world.condition));
    }

    /// Holding more groups can only make membership truer, for as long as nobody says not.
    #[test]
    fn more_groups_never_end_a_membership(world in condition_worlds(), more in 1..4_u32) {
        let negative = world.condition.tokens.iter().any(|token| match token {
            ConditionToken::Operator(operator) => matches!(
                operator,
                Operator::Not | Operator::NotMemberOf | Operator::NotMemberOfAny
            ),
            ConditionToken::Literal(_) | ConditionToken::Attribute { .. } => false,
        });
        if !negative && judge(&world) == Truth::True {
            let mut larger = world.clone();
            larger.held.push(Sid::of(1, &[more]));
            prop_assert_eq!(judge(&larger), Truth::True);
        }
    }
}
