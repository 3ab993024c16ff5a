//! What the rows of a question are, in words.

use crate::query::syntax::{self, Core, Written};

/// What the rows of a question are.
pub fn title(core: &Core) -> Option<String> {
    let kinds = |kinds: &[Written<syntax::ActorKind>]| {
        let words: Vec<&str> = kinds.iter().map(|kind| kind.node.plural()).collect();
        if words.is_empty() {
            "accounts".to_owned()
        } else {
            words.join(" and ")
        }
    };
    Some(match core {
        Core::WhoCan {
            kinds: of,
            way,
            wanted,
            object,
            except,
        } => {
            let except = except
                .as_ref()
                .map(|except| format!(" except {}", except.node))
                .unwrap_or_default();
            format!(
                "{}{except} that can {}{} {}",
                kinds(of),
                way.words(),
                wanted.node,
                object.node
            )
        }
        Core::WhatCan {
            range,
            except,
            subject,
            way,
            wanted,
        } => {
            let range = range
                .as_ref()
                .map_or_else(|| "objects".to_owned(), |range| range.node.to_string());
            let except = except
                .as_ref()
                .map(|except| format!(" except {}", except.node))
                .unwrap_or_default();
            let (way, verb) = (way.words(), &wanted.node);
            format!("{range}{except} that {} can {way}{verb}", subject.node)
        }
        Core::WhatCanDo { subject, object } => {
            format!("what {} can do to {}", subject.node, object.node)
        }
        Core::WhoIsMember { kinds: of, group } => {
            let of = if of.is_empty() {
                "pools, users and groups".to_owned()
            } else {
                kinds(of)
            };
            format!("{of} that are members of {}", group.node)
        }
        Core::WhichGroups { member } => format!("groups that {} is a member of", member.node),
        Core::List { kind, conditions } => {
            let said: Vec<String> = conditions
                .iter()
                .map(|condition| condition.node.to_string())
                .collect();
            let of = if said.is_empty() { "" } else { " where " };
            format!("{}{of}{}", kind.node.plural(), said.join(" and "))
        }
        Core::WhoBecomes {
            kinds: of, whom, ..
        } => format!("{} that can become {}", kinds(of), whom.node),
        Core::WhatBecomes { subject } => format!("whom {} can become", subject.node),
        Core::Pairs {
            kind,
            denied,
            relation,
        } => {
            let not = if *denied { "not " } else { "" };
            let kind = kind.node.plural();
            format!("pairs of {kind} that are {not}{}", relation.words())
        }
        Core::Separates { one, other } => {
            format!("what separates {} from {}", one.node, other.node)
        }
        Core::ListBelonging { what } => what.node.to_string(),
        Core::Serves { url, stage: None } => format!("who serves {}", url.node),
        Core::Serves {
            url,
            stage: Some(stage),
        } => format!("who serves {} at stage {}", url.node, stage.node.words()),
        Core::ShareIdentity { kind } => {
            format!("{} that share an identity", kind.node.plural())
        }
        Core::Compare { before, after } => {
            format!("changes that make {} of {}", after.node, before.node)
        }
        Core::Can { .. }
        | Core::Becomes { .. }
        | Core::Related { .. }
        | Core::AllRelated { .. }
        | Core::IsIn { .. }
        | Core::IsMember { .. }
        | Core::SharesIdentity { .. }
        | Core::WhoIs { .. }
        | Core::Show { .. }
        | Core::ShowToken { .. }
        | Core::RunsWhere { .. }
        | Core::Starts { .. }
        | Core::RunsAs { .. }
        | Core::Holds { .. }
        | Core::Again => return None,
    })
}
