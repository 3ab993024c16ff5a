//! What a conditional expression comes to: the tokens made into a tree, and the tree judged from the leaves up.

use poolproof::nt::{
    AttributeScope, Claim, ClaimValues, ConditionToken, Literal, Operator, Sid, Truth,
};
use poolproof::search::conditions::ConditionWorld;

enum Tree<'a> {
    Leaf(&'a ConditionToken),
    Branch(Operator, Vec<Tree<'a>>),
}

/// The truth of the world's expression.
pub fn judge(world: &ConditionWorld) -> Truth {
    tree(&world.condition.tokens)
        .and_then(|tree| truth(&tree, world))
        .unwrap_or(Truth::Unknown)
}

fn takes(operator: Operator) -> usize {
    use Operator::*;
    match operator {
        Not | Exists | NotExists | MemberOf | DeviceMemberOf | MemberOfAny | DeviceMemberOfAny
        | NotMemberOf | NotDeviceMemberOf | NotMemberOfAny | NotDeviceMemberOfAny => 1,
        And | Or | Equal | NotEqual | Less | LessOrEqual | Greater | GreaterOrEqual | Contains
        | AnyOf | NotContains | NotAnyOf => 2,
    }
}

/// One tree, or none if the tokens make none or more.
fn tree(tokens: &[ConditionToken]) -> Option<Tree<'_>> {
    let mut trees = Vec::new();
    for token in tokens {
        let next = match token {
            ConditionToken::Operator(operator) => {
                let rest = trees.len().checked_sub(takes(*operator))?;
                Tree::Branch(*operator, trees.split_off(rest))
            }
            leaf => Tree::Leaf(leaf),
        };
        trees.push(next);
    }
    (trees.len() == 1).then(|| trees.remove(0))
}

/// The truth of a tree; `None` when the expression as a whole is spoiled.
fn truth(tree: &Tree<'_>, world: &ConditionWorld) -> Option<Truth> {
    use Operator::*;
    let (operator, below) = match tree {
        Tree::Leaf(ConditionToken::Attribute { .. }) => {
            return Some(match scalars(tree, world)? {
                None => Truth::Unknown,
                Some(values) => match &values.all[..] {
                    [Scalar::Number(n)] => Truth::from(*n != 0),
                    [Scalar::Truth(b)] => Truth::from(*b),
                    [Scalar::Text(t)] => Truth::from(!t.is_empty()),
                    _ => Truth::Unknown,
                },
            });
        }
        Tree::Leaf(_) => return None,
        Tree::Branch(operator, below) => (*operator, below),
    };
    let opposite = |truth: Truth| match truth {
        Truth::True => Truth::False,
        Truth::False => Truth::True,
        Truth::Unknown => Truth::Unknown,
    };
    Some(match operator {
        Not => opposite(truth(&below[0], world)?),
        And | Or => {
            let both = [truth(&below[0], world)?, truth(&below[1], world)?];
            let settling = if operator == And {
                Truth::False
            } else {
                Truth::True
            };
            if both.contains(&settling) {
                settling
            } else if both.contains(&Truth::Unknown) {
                Truth::Unknown
            } else {
                opposite(settling)
            }
        }
        Exists => exists(&below[0], world)?,
        NotExists => opposite(exists(&below[0], world)?),
        MemberOf => members(&below[0], &world.held, usize::MAX)?,
        MemberOfAny => members(&below[0], &world.held, 1)?,
        DeviceMemberOf => members(&below[0], &world.device_held, usize::MAX)?,
        DeviceMemberOfAny => members(&below[0], &world.device_held, 1)?,
        NotMemberOf => opposite(members(&below[0], &world.held, usize::MAX)?),
        NotMemberOfAny => opposite(members(&below[0], &world.held, 1)?),
        NotDeviceMemberOf => opposite(members(&below[0], &world.device_held, usize::MAX)?),
        NotDeviceMemberOfAny => opposite(members(&below[0], &world.device_held, 1)?),
        NotEqual => opposite(relation(Equal, below, world)?),
        NotContains => opposite(relation(Contains, below, world)?),
        NotAnyOf => opposite(relation(AnyOf, below, world)?),
        relational => relation(relational, below, world)?,
    })
}

fn exists(below: &Tree<'_>, world: &ConditionWorld) -> Option<Truth> {
    match below {
        Tree::Leaf(ConditionToken::Attribute {
            scope: AttributeScope::Local | AttributeScope::Resource,
            ..
        }) => Some(Truth::from(scalars(below, world)?.is_some())),
        _ => None,
    }
}

/// True if at least so many of the listed SIDs are held, or all.
fn members(below: &Tree<'_>, held: &[Sid], enough: usize) -> Option<Truth> {
    let Tree::Leaf(ConditionToken::Literal(literal)) = below else {
        return None;
    };
    let listed = match literal {
        Literal::Composite(values) => values.clone(),
        one => vec![one.clone()],
    };
    let mut found = 0;
    for value in &listed {
        let Literal::Sid(sid) = value else {
            return None;
        };
        found += usize::from(held.contains(sid));
    }
    if listed.is_empty() {
        return None;
    }
    Some(Truth::from(found >= enough.min(listed.len())))
}

#[derive(Clone, PartialEq, PartialOrd)]
enum Scalar {
    Number(i128),
    Truth(bool),
    Text(String),
    Octets(Vec<u8>),
    Sid(String),
}

impl Scalar {
    fn kind(&self) -> usize {
        match self {
            Scalar::Number(_) => 0,
            Scalar::Truth(_) => 1,
            Scalar::Text(_) => 2,
            Scalar::Octets(_) => 3,
            Scalar::Sid(_) => 4,
        }
    }
}

struct Scalars {
    all: Vec<Scalar>,
    list: bool,
    exact: bool,
}

/// The values of a leaf: outside `None` if there cannot be any, inside `None` if the attribute is missing.
fn scalars(leaf: &Tree<'_>, world: &ConditionWorld) -> Option<Option<Scalars>> {
    match leaf {
        Tree::Branch(..) | Tree::Leaf(ConditionToken::Operator(_)) => None,
        Tree::Leaf(ConditionToken::Literal(literal)) => {
            let (values, list) = match literal {
                Literal::Composite(values) => (values.clone(), true),
                one => (vec![one.clone()], false),
            };
            let all = values.iter().map(written).collect::<Option<Vec<_>>>()?;
            Some(Some(Scalars {
                all,
                list,
                exact: false,
            }))
        }
        Tree::Leaf(ConditionToken::Attribute { scope, name }) => {
            let attributes = match scope {
                AttributeScope::Local => &world.claims.local,
                _ if !world.claims_known => return None,
                AttributeScope::User => &world.claims.user,
                AttributeScope::Device => &world.claims.device,
                AttributeScope::Resource => &world.resource,
            };
            let found = attributes
                .iter()
                .find(|claim| claim.name.to_uppercase() == name.to_uppercase());
            Some(found.map(of_claim).filter(|values| !values.all.is_empty()))
        }
    }
}

fn written(literal: &Literal) -> Option<Scalar> {
    Some(match literal {
        Literal::Integer { value, .. } => Scalar::Number((*value).into()),
        Literal::String(text) => Scalar::Text(text.clone()),
        Literal::Octets(bytes) => Scalar::Octets(bytes.clone()),
        Literal::Sid(sid) => Scalar::Sid(sid.to_string()),
        Literal::Composite(_) => return None,
    })
}

fn of_claim(claim: &Claim) -> Scalars {
    let all: Vec<Scalar> = match &claim.values {
        ClaimValues::Integers(all) => all.iter().map(|v| Scalar::Number((*v).into())).collect(),
        ClaimValues::Unsigned(all) => all.iter().map(|v| Scalar::Number((*v).into())).collect(),
        ClaimValues::Strings(all) => all.iter().map(|v| Scalar::Text(v.clone())).collect(),
        ClaimValues::Sids(all) => all.iter().map(|v| Scalar::Sid(v.to_string())).collect(),
        ClaimValues::Booleans(all) => all.iter().map(|v| Scalar::Truth(*v)).collect(),
        ClaimValues::Octets(all) => all.iter().map(|v| Scalar::Octets(v.clone())).collect(),
    };
    Scalars {
        list: all.len() != 1,
        all,
        exact: claim.flags & 2 != 0,
    }
}

fn relation(operator: Operator, below: &[Tree<'_>], world: &ConditionWorld) -> Option<Truth> {
    let Tree::Leaf(ConditionToken::Attribute { .. }) = &below[0] else {
        return None;
    };
    if let Tree::Leaf(ConditionToken::Attribute {
        scope: AttributeScope::Local,
        ..
    }) = &below[1]
    {
        return None;
    }
    let left = scalars(&below[0], world)?;
    let right = scalars(&below[1], world)?;
    let (Some(mut left), Some(mut right)) = (left, right) else {
        return Some(Truth::Unknown);
    };
    // Texts are compared in capitals, unless one side minds case.
    if !left.exact && !right.exact {
        for value in left.all.iter_mut().chain(&mut right.all) {
            if let Scalar::Text(text) = value {
                *text = text.to_uppercase();
            }
        }
    }
    let relational = matches!(
        operator,
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual
    );
    if relational && (left.list || right.list) {
        return Some(Truth::Unknown);
    }
    // For equality a truth stands for 1 or 0 where the other side has numbers.
    for a in &left.all {
        for b in &right.all {
            let mixed = a.kind().max(b.kind()) == 1 && a.kind() != b.kind();
            if a.kind() != b.kind() && !(mixed && operator == Operator::Equal) {
                return None;
            }
        }
    }
    let number = |value: &Scalar| match value {
        Scalar::Truth(b) => Scalar::Number((*b).into()),
        other => other.clone(),
    };
    let ordered = |value: &Scalar| !matches!(value, Scalar::Truth(_) | Scalar::Sid(_));
    let a: Vec<Scalar> = left.all.iter().map(number).collect();
    let b: Vec<Scalar> = right.all.iter().map(number).collect();
    let all_in = |part: &[Scalar], whole: &[Scalar]| part.iter().all(|v| whole.contains(v));
    if relational && !(ordered(&left.all[0]) && ordered(&right.all[0])) {
        return None;
    }
    Some(Truth::from(match operator {
        Operator::Equal => all_in(&a, &b) && all_in(&b, &a),
        Operator::Contains => all_in(&b, &a),
        Operator::AnyOf => a.iter().any(|v| b.contains(v)),
        Operator::Less => a[0] < b[0],
        Operator::LessOrEqual => a[0] <= b[0],
        Operator::Greater => a[0] > b[0],
        _ => a[0] >= b[0],
    }))
}
