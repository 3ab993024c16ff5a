//! Who sends a request: nobody who says who it is, or somebody who authenticates.

use super::super::{Bag, sets, subject::Acting};
use crate::{
    iis::Requester,
    query::{
        resolve::{Resolver, Subject},
        syntax::{self, Actor, Set, Written},
    },
    text::{Diagnostic, Span},
    world::{PrincipalId, PrincipalKind, well_known::sid},
};

/// Who sends a request.
#[derive(Clone, Debug)]
pub enum Sender {
    /// Nobody who says who it is.
    Anonymous,
    /// Somebody who authenticates.
    Acting(Box<Acting>),
}

impl Sender {
    /// In the words of the answer.
    pub fn words(&self) -> &str {
        match self {
            Sender::Anonymous => "anonymous",
            Sender::Acting(acting) => &acting.words,
        }
    }

    /// Whom IIS takes the sender for. Somebody without an account is put in later, in the place of a stand-in.
    pub fn requester(&self, resolver: &Resolver<'_>) -> Option<Requester> {
        let server = resolver.server;
        let stand_in = || server.accounts().by_sid(&sid::EVERYONE);
        match self {
            Sender::Anonymous => Some(Requester::Anonymous),
            Sender::Acting(acting) => acting
                .principal()
                .or_else(stand_in)
                .map(Requester::Authenticated),
        }
    }
}

impl Acting {
    /// The account that acts, if it is one.
    fn principal(&self) -> Option<PrincipalId> {
        self.facts.as_ref().and_then(|facts| facts.principal)
    }
}

/// `request URL as bob` is authenticated as bob, whoever sends it.
///
/// # Errors
/// A name that nobody has.
pub fn sent_as(
    sender: Sender,
    wanted: &Written<syntax::Wanted>,
    resolver: &Resolver<'_>,
) -> Result<Sender, Box<Diagnostic>> {
    let syntax::Wanted::RequestAs(account) = &wanted.node else {
        return Ok(sender);
    };
    let subject = resolver.subject(account, wanted.span)?;
    let acting = Acting::new(subject, None, resolver.server);
    Ok(Sender::Acting(Box::new(acting)))
}

/// Those who send.
///
/// # Errors
/// A name that nobody has.
pub fn senders(
    set: &Written<Set<Actor>>,
    wanted: &Written<syntax::Wanted>,
    resolver: &Resolver<'_>,
) -> Result<Bag<Sender>, Box<Diagnostic>> {
    let one = |actor: &Actor, span: Span| -> Result<Bag<Sender>, Box<Diagnostic>> {
        if let Actor::Anonymous = actor {
            return Ok(Bag::One(sent_as(Sender::Anonymous, wanted, resolver)?));
        }
        sets::actor_bag(actor, span, resolver)?
            .each(&|acting| sent_as(Sender::Acting(Box::new(acting)), wanted, resolver))
    };
    sets::expand(
        set,
        &one,
        &|one: &Sender, other: &Sender| match (one, other) {
            (Sender::Anonymous, Sender::Anonymous) => true,
            (Sender::Acting(one), Sender::Acting(other)) => one.subject == other.subject,
            (Sender::Anonymous, Sender::Acting(_)) | (Sender::Acting(_), Sender::Anonymous) => {
                false
            }
        },
    )
}

/// Whether somebody who sends is to be logged on: only accounts are.
pub fn is_logged_on(sender: &Sender, resolver: &Resolver<'_>) -> bool {
    match sender {
        Sender::Anonymous => true,
        Sender::Acting(acting) => match &acting.subject {
            Subject::Principal(id) => resolver.server.principal(*id).kind() != PrincipalKind::Group,
            Subject::Pool(..) | Subject::Stranger(_) | Subject::Made(_) => false,
        },
    }
}
