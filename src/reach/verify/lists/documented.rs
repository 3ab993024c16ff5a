//! What documents tell of an object that nobody described: looked up anew in the data, and found again among the facts.

use crate::{
    reach::verify::sid_of,
    world::{
        AccessLine, Effect, FactId, Fallback, IisVersion, Inheritance, Listing, MachineState, Name,
        ObjectStatement, Origin, Server, Statement, Who, WinPath, WindowsVersion,
        defaults::{Documented, DocumentedList, Holds, documented},
        fold, readings,
    },
};

/// Whether documents are asked: before everything that ends the search.
pub(super) fn are_asked(fallbacks: &[Fallback]) -> bool {
    let end = fallbacks
        .iter()
        .position(|one| matches!(one, Fallback::Closed | Fallback::Unknown));
    fallbacks[..end.unwrap_or(fallbacks.len())].contains(&Fallback::Defaults)
}

/// What a document tells of a path. `Some(None)` where one does and no fact says the same.
pub(super) fn told<'a>(
    at: &WinPath,
    server: &'a Server,
) -> Option<Option<(FactId, &'a ObjectStatement)>> {
    let mut found: Option<(&Documented, String, Option<&Name>)> = None;
    let pools: Vec<&Name> = server
        .accounts()
        .iter()
        .filter_map(|(_, principal)| match principal.home() {
            crate::world::Home::Pool(pool) => Some(pool),
            _ => None,
        })
        .collect();
    for row in documented().filter(|row| holds(row, server)) {
        let path = here(row.path, server.windows());
        let places: Vec<(String, Option<&Name>)> = if path.contains("<pool>") {
            let told = pools.iter().filter(|pool| declared(server, pool));
            told.map(|pool| (path.replace("<pool>", pool.as_str()), Some(*pool)))
                .collect()
        } else {
            vec![(path, None)]
        };
        for (place, pool) in places {
            // A path that is named counts before one that is only like a pattern.
            let better = found
                .as_ref()
                .is_none_or(|(_, known, _)| known.contains('*') && !place.contains('*'));
            if better && like(at.as_str(), &place) {
                found = Some((row, place, pool));
            }
        }
    }
    let (row, place, pool) = found?;
    let fact = server.documented_facts().find_map(|(id, fact)| {
        let Statement::Object(object) = &fact.statement else {
            return None;
        };
        let document = matches!(&fact.origin, Origin::Document(says) if **says == *row.says);
        let same = fold(object.path.as_str()) == fold(&place)
            && object.noun == row.noun
            && document
            && says_the_same(row, object, pool, server);
        same.then_some((id, object))
    });
    Some(fact)
}

/// Whether a pool of that name is told, by whatever fact.
fn declared(server: &Server, pool: &Name) -> bool {
    let odd = |c: char| "*?\\/:\"<>|".contains(c);
    let names = |statement: &Statement| match statement {
        Statement::Pool(told) => told.name == *pool,
        Statement::Site(site) => site.settings.pool.as_ref() == Some(pool),
        Statement::Application(application) => application.settings.pool.as_ref() == Some(pool),
        Statement::Process(process) => process.pool.as_ref() == Some(pool),
        _ => false,
    };
    !pool.as_str().contains(odd) && server.facts().any(|(_, fact)| names(&fact.statement))
}

fn holds(row: &Documented, server: &Server) -> bool {
    use WindowsVersion::{Server2003, Vista, W7, W8, W8_1, W10, W11};
    let windows = server.windows();
    let client = [Vista, W7, W8, W8_1, W10, W11].contains(&windows);
    let between =
        |from: IisVersion, to: IisVersion| server.iis().is_some_and(|iis| from <= iis && iis <= to);
    let version = match row.on {
        Holds::Windows(from, to) => from <= windows && windows <= to,
        Holds::Clients => client,
        Holds::Servers => windows > Server2003 && !client,
        Holds::Iis(from, to) => between(from, to),
    };
    version
        && row
            .reading
            .is_none_or(|(topic, reading)| chosen(topic, server) == Some(reading))
}

/// The reading that the facts choose, else the one that the model takes.
fn chosen(topic: &str, server: &Server) -> Option<&'static str> {
    let mut said: Vec<(&Name, &Name)> = server
        .facts()
        .filter_map(|(_, fact)| match &fact.statement {
            Statement::Machine(MachineState::Reading { topic, reading }) => Some((topic, reading)),
            _ => None,
        })
        .filter(|(known, _)| known.is(topic))
        .collect();
    said.sort();
    match said.first() {
        Some((_, reading)) if reading.is("A") => Some("A"),
        Some((_, reading)) if reading.is("B") => Some("B"),
        Some(_) | None => readings::by_topic(topic).map(readings::Contradiction::taken),
    }
}

fn here(path: &str, windows: WindowsVersion) -> String {
    let old = matches!(windows, WindowsVersion::Nt4 | WindowsVersion::W2000);
    path.replace("%windir%", if old { "C:\\WINNT" } else { "C:\\WINDOWS" })
        .replace("%systemdrive%", "C:")
}

/// Whether a path is of a pattern: the same number of names, each the same or with anything for the `*`.
fn like(path: &str, pattern: &str) -> bool {
    let (path, pattern) = (fold(path), fold(pattern));
    let names: Vec<&str> = path.split('\\').collect();
    let patterns: Vec<&str> = pattern.split('\\').collect();
    let one = |(name, pattern): (&&str, &&str)| match pattern.split_once('*') {
        Some((first, last)) => name
            .strip_prefix(first)
            .is_some_and(|rest| rest.ends_with(last)),
        None => name == pattern,
    };
    names.len() == patterns.len() && names.iter().zip(&patterns).all(one)
}

fn says_the_same(
    row: &Documented,
    object: &ObjectStatement,
    pool: Option<&Name>,
    server: &Server,
) -> bool {
    let owner = object.owner.as_ref().map(|owner| sid_of(server, owner));
    let wanted = row
        .owner
        .map(|owner| sid_of(server, &Who::Name(Name::from(owner))));
    let list = match (row.list, &object.list) {
        (DocumentedList::Sddl(text), Listing::Sddl(told)) => *text == **told,
        (
            DocumentedList::Lines(rows) | DocumentedList::LinesAndAbove(rows),
            Listing::Lines(lines),
        ) => {
            let wanted: Vec<_> = rows
                .iter()
                .filter_map(|line| Some((account(line.0, pool, server)?, line.1, line.2)))
                .collect();
            let told = |line: &AccessLine| {
                let allow = line.effect == Effect::Allow;
                allow.then(|| Some((sid_of(server, &line.who)?, line.mask.0, line.flags)))?
            };
            let told: Option<Vec<_>> = lines.iter().map(told).collect();
            told == Some(wanted)
        }
        (DocumentedList::Sddl(_), Listing::Lines(_))
        | (DocumentedList::Lines(_) | DocumentedList::LinesAndAbove(_), Listing::Sddl(_)) => false,
    };
    let inheritance = match row.list {
        DocumentedList::Lines(_) => Inheritance::Protected,
        DocumentedList::Sddl(_) | DocumentedList::LinesAndAbove(_) => Inheritance::Inherits,
    };
    list && owner == wanted && object.inheritance == inheritance
}

/// Who a name of the data is; `None` for an account of the machine that it does not have.
fn account(name: &str, pool: Option<&Name>, server: &Server) -> Option<crate::nt::Sid> {
    let machine = server.name().map_or("", Name::as_str);
    let text = match pool {
        Some(pool) if name == "<pool>" => format!("IIS APPPOOL\\{pool}"),
        _ => name.replace("<machine>", machine),
    };
    sid_of(server, &Who::Name(Name::new(text)))
}
