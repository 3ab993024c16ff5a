//! Which points of a graph lead to each other, and the order in which the groups of them lie.

/// Arrows between numbered points, gathered by where they begin.
///
/// Those from the point at place `n` are `ends[starts[n]..starts[n + 1]]`.
pub(super) struct Arrows {
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Arrows {
    /// The arrows between so many points. They come twice in the same order: they are counted, and then put in place.
    pub fn new<I: Iterator<Item = (u32, u32)>>(points: usize, arrows: impl Fn() -> I) -> Arrows {
        let mut starts = vec![0; points + 1];
        for (from, _) in arrows() {
            starts[from as usize + 1] += 1;
        }
        for at in 0..points {
            starts[at + 1] += starts[at];
        }
        let mut next: Vec<u32> = starts.clone();
        let mut ends = vec![0; starts[points] as usize];
        for (from, to) in arrows() {
            let at = &mut next[from as usize];
            ends[*at as usize] = to;
            *at += 1;
        }
        Arrows { starts, ends }
    }

    /// Where those from that point end.
    pub fn of(&self, point: u32) -> &[u32] {
        let at = point as usize;
        &self.ends[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// Every arrow.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        (0..)
            .take(self.starts.len() - 1)
            .flat_map(|from| self.of(from).iter().map(move |to| (from, *to)))
    }
}

/// A point that was not come upon yet.
const UNSEEN: u32 = u32::MAX;

/// The group of each point, and how many groups there are. Every arrow leads within a group or to a later one.
///
/// Tarjan's method, with a stack of its own instead of recursion: chains may be as long as there are points.
pub(super) fn components(arrows: &Arrows) -> (Vec<u32>, usize) {
    let points = arrows.starts.len() - 1;
    let mut search = Search {
        arrows,
        low: vec![UNSEEN; points],
        finished: vec![false; points],
        group: vec![0; points],
        waiting: Vec::new(),
        seen: 0,
        groups: 0,
    };
    for point in (0..).take(points) {
        if search.low[point as usize] == UNSEEN {
            search.from(point);
        }
    }
    // Groups were finished from the last to the first.
    let groups = search.groups;
    for group in &mut search.group {
        *group = groups - 1 - *group;
    }
    (search.group, groups as usize)
}

struct Search<'a> {
    arrows: &'a Arrows,
    low: Vec<u32>,
    finished: Vec<bool>,
    group: Vec<u32>,
    waiting: Vec<u32>,
    seen: u32,
    groups: u32,
}

/// A point that the search stands at, its number, and which of its arrows comes next.
struct Visit {
    point: u32,
    number: u32,
    next: u32,
}

impl Search<'_> {
    fn from(&mut self, start: u32) {
        let mut way = vec![self.visit(start)];
        while let Some(visit) = way.last_mut() {
            let point = visit.point;
            let ends = self.arrows.of(point);
            if let Some(to) = ends.get(visit.next as usize) {
                visit.next += 1;
                if self.low[*to as usize] == UNSEEN {
                    let further = self.visit(*to);
                    way.push(further);
                } else if !self.finished[*to as usize] {
                    self.lower(point, self.low[*to as usize]);
                }
                continue;
            }
            let (number, low) = (visit.number, self.low[point as usize]);
            way.pop();
            if low == number {
                self.finish(point);
            } else if let Some(before) = way.last() {
                self.lower(before.point, low);
            }
        }
    }

    fn visit(&mut self, point: u32) -> Visit {
        let number = self.seen;
        self.seen += 1;
        self.low[point as usize] = number;
        self.waiting.push(point);
        Visit {
            point,
            number,
            next: 0,
        }
    }

    fn lower(&mut self, point: u32, low: u32) {
        let own = &mut self.low[point as usize];
        *own = low.min(*own);
    }

    /// The group of that point is whole: all that waits since it was come upon.
    fn finish(&mut self, point: u32) {
        while let Some(member) = self.waiting.pop() {
            self.finished[member as usize] = true;
            self.group[member as usize] = self.groups;
            if member == point {
                break;
            }
        }
        self.groups += 1;
    }
}
