//! What a range takes in: by kind, by place, by the last part of a path.

use crate::{
    query::{
        resolve::{Object, Resolver},
        syntax::{Range, Set, Target, ThingKind, Written},
    },
    text::Diagnostic,
    world::{ObjectNoun, WinPath},
};

/// A range under a folder, with the folder found.
pub struct Under<'s> {
    range: &'s Range,
    folder: WinPath,
}

impl Under<'_> {
    /// Whether it takes in that object.
    pub fn takes(&self, object: &Object) -> bool {
        object.path.is_under(&self.folder)
            && of_noun(object.noun, self.range.kind)
            && like(&object.path, self.range.matching.as_ref())
    }
}

/// The ranges under folders that a set leaves out.
///
/// # Errors
/// A range begins at something that is no object.
pub fn left_out<'s>(
    set: &'s Set<Target>,
    resolver: &Resolver<'_>,
) -> Result<Vec<Under<'s>>, Box<Diagnostic>> {
    match set {
        Set::Except(_, but) => under(&but.node, resolver),
        Set::One(_) | Set::Listed(_) | Set::And(_) | Set::Or(_) => Ok(Vec::new()),
    }
}

fn under<'s>(
    set: &'s Set<Target>,
    resolver: &Resolver<'_>,
) -> Result<Vec<Under<'s>>, Box<Diagnostic>> {
    match set {
        Set::One(Target::Range(_, range)) => match (&range.under, &range.inside) {
            (Some(folder), None) => {
                let folder = resolver.reference(folder, None)?.path;
                let folder = folder.expanded(resolver.server.windows());
                Ok(vec![Under { range, folder }])
            }
            (Some(_) | None, _) => Ok(Vec::new()),
        },
        Set::One(
            Target::Named(_) | Target::Component(_) | Target::Service(_) | Target::Belonging(..),
        )
        | Set::Except(..) => Ok(Vec::new()),
        Set::Listed(parts) | Set::And(parts) | Set::Or(parts) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(under(&part.node, resolver)?);
            }
            Ok(all)
        }
    }
}

/// Whether an object of that noun is of that kind.
pub fn of_noun(noun: Option<ObjectNoun>, kind: Option<ThingKind>) -> bool {
    match kind {
        None => true,
        Some(ThingKind::File) => noun == Some(ObjectNoun::File),
        Some(ThingKind::Folder) => noun == Some(ObjectNoun::Folder),
        Some(ThingKind::Key) => noun == Some(ObjectNoun::Key),
    }
}

/// Whether the last part of a path is like a pattern of `*` and `?`, without regard to case.
pub fn like(path: &WinPath, pattern: Option<&Written<String>>) -> bool {
    let Some(pattern) = pattern else {
        return true;
    };
    let pattern: Vec<char> = crate::world::fold(&pattern.node).chars().collect();
    let name: Vec<char> = crate::world::fold(path.file_name()).chars().collect();
    // `star` is where the pattern goes on after its last `*`, and how much of the name that one has taken so far.
    let (mut p, mut n) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p + 1, n));
                p += 1;
            }
            Some(c) if *c == '?' || *c == name[n] => {
                p += 1;
                n += 1;
            }
            _ => {
                let Some((after, taken)) = star else {
                    return false;
                };
                star = Some((after, taken + 1));
                (p, n) = (after, taken + 1);
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}
