//! A farm of 5,000 identities with two steps each: what everybody comes to, and the way to one claim.
//!
//! The same farm is closed by petgraph (a search from each point; its closure of graphs without cycles where there are none) and
//! by datafrog. The figures at the end are the ratios.

use std::hint::black_box;
use std::time::{Duration, Instant};

use datafrog::{Iteration, Relation};
use petgraph::algo::{toposort, tred};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::Dfs;
use poolproof::reach::{
    All, Claim, ClaimId, Clause, ObjectId, Power, Program, RuleId, RuleSet, TokenId, Truth,
};
use poolproof::world::footprint::HostId;

#[allow(dead_code)] // of the generator only chance is needed
mod generator;

use generator::Chance;

/// How many identities there are.
const HOSTS: u32 = 5_000;

/// A farm by who comes to whom in one step.
struct Farm {
    name: &'static str,
    steps: Vec<(u32, u32)>,
    program: Program,
}

impl Farm {
    /// Two steps from each to any other: most come to most.
    fn any() -> Farm {
        Farm::new("to any identity", |chance, _| below(chance, HOSTS))
    }

    /// Two steps from each to some of the next hundred: no cycles, so no two identities come to the same.
    fn later() -> Farm {
        Farm::new("to later identities only", |chance, from| {
            from + 1 + below(chance, 100)
        })
    }

    fn new(name: &'static str, mut step: impl FnMut(&mut Chance, u32) -> u32) -> Farm {
        let mut chance = Chance::new(5);
        let mut steps = Vec::new();
        for from in 0..HOSTS {
            for _ in 0..2 {
                let to = step(&mut chance, from);
                // petgraph's closure counts a step that is there twice as two.
                if to < HOSTS && steps.last() != Some(&(from, to)) {
                    steps.push((from, to));
                }
            }
        }
        let claims = (0..HOSTS).map(|host| Claim::Code(HostId(host)));
        let clauses = steps.iter().map(|(from, to)| Clause {
            rule: RuleId(0),
            premises: [ClaimId(*from)].into_iter().collect(),
            conditions: [].into_iter().collect(),
            conclusion: ClaimId(*to),
        });
        Farm {
            name,
            program: Program::new(claims.collect(), 0, clauses.collect()),
            steps,
        }
    }

    fn seeds() -> Vec<[ClaimId; 1]> {
        (0..HOSTS).map(|host| [ClaimId(host)]).collect()
    }

    /// Ours.
    fn all(&self) -> All {
        self.program
            .all(&Farm::seeds(), &Truth::none(0), RuleSet::ALL)
    }

    fn pairs(&self, all: &All) -> usize {
        (0..HOSTS).map(|host| all.count(ClaimId(host))).sum()
    }

    fn graph(&self) -> DiGraph<(), (), u32> {
        DiGraph::from_edges(self.steps.iter().copied())
    }

    /// petgraph: a search from each point.
    fn searches(&self) -> usize {
        let graph = self.graph();
        let mut search = Dfs::empty(&graph);
        let mut pairs = 0;
        for host in graph.node_indices() {
            search.reset(&graph);
            search.move_to(host);
            while search.next(&graph).is_some() {
                pairs += 1;
            }
        }
        pairs
    }

    /// petgraph: its closure, of graphs without cycles only.
    fn closure(&self) -> Option<usize> {
        let graph = self.graph();
        let order = toposort(&graph, None).ok()?;
        let (sorted, _) =
            tred::dag_to_toposorted_adjacency_list::<_, NodeIndex<u32>>(&graph, &order);
        let (_, closure) = tred::dag_transitive_reduction_closure(&sorted);
        Some(closure.edge_count() + HOSTS as usize)
    }

    /// datafrog: two rules.
    fn datalog(&self) -> usize {
        let steps: Relation<(u32, u32)> = self.steps.iter().copied().collect();
        let mut iteration = Iteration::new();
        let comes = iteration.variable::<(u32, u32)>("comes");
        // Kept by where one has come to, so that it can be joined with the steps from there.
        comes.extend((0..HOSTS).map(|host| (host, host)));
        while iteration.changed() {
            comes.from_join(&comes, &steps, |_, first, next| (*next, *first));
        }
        comes.complete().len()
    }
}

/// The farm with the claims in between: code acts with a token, that may write two files, which two others run; and some share
/// their user, so that code anywhere with the token opens the process.
fn with_claims_between(farm: &Farm) -> (Program, Vec<[ClaimId; 1]>) {
    let mut claims = vec![Claim::CodeSomewhere];
    let hosts = || (0..HOSTS).map(HostId);
    claims.extend(hosts().map(Claim::Code));
    claims.extend((0..HOSTS).map(|at| Claim::Wields(TokenId(at))));
    let files = u32::try_from(farm.steps.len()).expect("some ten thousand");
    claims.extend((0..files).map(|at| Claim::May(ObjectId(at), Power::WriteData)));
    claims.extend((0..files).map(|at| Claim::Writes(ObjectId(at))));
    let code = |host: u32| ClaimId(1 + host);
    let wields = |token: u32| ClaimId(1 + HOSTS + token);
    let may = |file: u32| ClaimId(1 + 2 * HOSTS + file);
    let writes = |file: u32| ClaimId(1 + 2 * HOSTS + files + file);
    let clause = |rule, premises: &[ClaimId], conclusion| Clause {
        rule: RuleId(rule),
        premises: premises.iter().copied().collect(),
        conditions: [].into_iter().collect(),
        conclusion,
    };
    let mut clauses = Vec::new();
    for host in 0..HOSTS {
        clauses.push(clause(0, &[code(host)], ClaimId(0)));
        clauses.push(clause(1, &[code(host)], wields(host)));
        if host % 10 == 0 && host + 1 < HOSTS {
            clauses.push(clause(2, &[ClaimId(0), wields(host)], code(host + 1)));
        }
    }
    for (file, (from, to)) in (0..).zip(&farm.steps) {
        clauses.push(clause(3, &[wields(*from)], may(file)));
        clauses.push(clause(4, &[may(file)], writes(file)));
        clauses.push(clause(5, &[writes(file)], code(*to)));
    }
    let seeds = (0..HOSTS).map(|host| [code(host)]).collect();
    (Program::new(claims, 0, clauses), seeds)
}

fn below(chance: &mut Chance, limit: u32) -> u32 {
    u32::try_from(chance.next() % u64::from(limit)).expect("less than a number of 32 bits")
}

/// The middle one of so many runs.
fn time<T>(runs: usize, mut run: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let begun = Instant::now();
            black_box(run());
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[runs / 2]
}

fn show(name: &str, ours: Duration, theirs: Duration) {
    let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
    println!("  {name:<42} {theirs:>10.2?}  {ratio:>8.0} times ours");
}

fn main() {
    for farm in [Farm::any(), Farm::later()] {
        let all = farm.all();
        let pairs = farm.pairs(&all);
        println!(
            "{HOSTS} identities, two steps each {}: {pairs} pairs",
            farm.name
        );
        let ours = time(21, || farm.all());
        println!("  {:<42} {ours:>10.2?}", "who comes to whom, ours");
        assert_eq!(farm.searches(), pairs, "petgraph's searches agree");
        show(
            "petgraph, a search from each",
            ours,
            time(3, || farm.searches()),
        );
        if let Some(closed) = farm.closure() {
            assert_eq!(closed, pairs, "petgraph's closure agrees");
            show("petgraph, its closure", ours, time(3, || farm.closure()));
        }
        let begun = Instant::now();
        let datalog = farm.datalog();
        let theirs = begun.elapsed();
        assert_eq!(datalog, pairs, "datafrog agrees");
        show("datafrog", ours, theirs);

        let mut chance = Chance::new(7);
        let truth = Truth::none(0);
        let mut way = || {
            let (from, to) = (below(&mut chance, HOSTS), below(&mut chance, HOSTS));
            farm.program
                .derive(&[ClaimId(from)], ClaimId(to), &truth, RuleSet::ALL)
        };
        let one = time(501, &mut way);
        println!(
            "  {:<42} {one:>10.2?}",
            "the shortest way from one to another, ours"
        );

        let (program, seeds) = with_claims_between(&farm);
        let between = time(11, || program.all(&seeds, &truth, RuleSet::ALL));
        let name = format!("the same through {} clauses, ours", program.clauses().len());
        println!("  {name:<42} {between:>10.2?}");
        let way = time(501, || {
            let (from, to) = (below(&mut chance, HOSTS), below(&mut chance, HOSTS));
            let seeds = &seeds[from as usize];
            program.derive(seeds, ClaimId(1 + to), &truth, RuleSet::ALL)
        });
        println!(
            "  {:<42} {way:>10.2?}",
            "the shortest way through these, ours"
        );
    }
}
