//! Where code runs and as whom: `where does URL run`, `does S run as P`, `which pools share an identity`.

use super::{component, not_yet, start, subject::Acting};
use crate::{
    query::{
        Answer,
        resolve::{Resolver, Subject},
        syntax::{Account, Actor, ActorKind, Reference, Written},
    },
    text::Diagnostic,
};

/// `where does URL run`: the process that hosts it.
///
/// # Errors
/// No site serves the URL.
pub fn runs_where(
    url: &Written<Reference>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    Err(not_yet("where does … run", url.span, resolver))
}

/// `does S start`: by what S is.
///
/// # Errors
/// It is nothing that starts.
pub fn starts(what: &Written<Actor>, resolver: &Resolver<'_>) -> Result<Answer, Box<Diagnostic>> {
    let span = what.span;
    match &what.node {
        Actor::Service(name) => start::service(&resolver.service(name)?, span, resolver),
        Actor::Component { name, client } => {
            let client = match client {
                Some(client) => Some(Acting::named(&client.node, client.span, resolver)?),
                None => None,
            };
            component::starts(&resolver.component(name)?, client.as_ref(), span, resolver)
        }
        Actor::Named { .. }
        | Actor::Anonymous
        | Actor::Serving { .. }
        | Actor::Filter(_)
        | Actor::Token(_)
        | Actor::Kind(..)
        | Actor::MembersOf(_) => {
            let acting = Acting::named(&what.node, span, resolver)?;
            match &acting.subject {
                Subject::Pool(name, _) => start::pool(name, span, resolver),
                Subject::Principal(_) | Subject::Stranger(_) | Subject::Made(_) => Err(resolver
                    .at(
                        "starts-not",
                        format!("{} is nothing that starts", acting.words),
                        span,
                        "expected a pool, a service or a component",
                    )
                    .into()),
            }
        }
    }
}

/// `does S run as P`
///
/// # Errors
/// A name that nobody has.
pub fn runs_as(
    actor: &Written<Actor>,
    _account: &Written<Account>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    Err(not_yet("does … run as", actor.span, resolver))
}

/// `which pools share an identity`
///
/// # Errors
/// Things of this kind have no identity of their own.
pub fn share_identity(
    kind: &Written<ActorKind>,
    resolver: &Resolver<'_>,
) -> Result<Answer, Box<Diagnostic>> {
    Err(not_yet("share an identity", kind.span, resolver))
}
