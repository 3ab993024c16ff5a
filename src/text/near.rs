//! Which of the words that would do is nearest to the one that somebody wrote.

/// At most this many are offered: more would be a list, not an answer.
const OFFERED: usize = 3;

/// Words longer than this are compared by no one.
const LONGEST: usize = 256;

/// The candidates that may have been meant by `word`, the nearest first: few and good ones, or none.
///
/// Case does not count, and neither do an authority (`CORP\`) and white space that only one of the two has.
/// Equally near ones come in alphabetical order, so that the order of the candidates does not matter.
///
/// ```
/// use poolproof::text::nearest;
/// assert_eq!(nearest("Sohp", ["Shop", "Hr", "Reports"]), ["Shop"]);
/// assert_eq!(nearest("svc_web", ["CORP\\svc_web", "alice"]), ["CORP\\svc_web"]);
/// assert!(nearest("zebra", ["Shop", "Hr"]).is_empty());
/// ```
pub fn nearest<S: AsRef<str>>(word: &str, candidates: impl IntoIterator<Item = S>) -> Vec<String> {
    let wanted = comparable(word);
    if wanted.is_empty() || wanted.len() > LONGEST {
        return Vec::new();
    }
    let mut near: Vec<(usize, String)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let candidate = candidate.as_ref();
            let far = distance(&wanted, &comparable(candidate))?;
            Some((far, candidate.to_owned()))
        })
        .collect();
    near.sort();
    near.dedup();
    // A second that is much farther than the first is not what was meant.
    let best = near.first().map_or(0, |(far, _)| *far);
    near.into_iter()
        .take_while(|(far, _)| *far <= best + 1)
        .take(OFFERED)
        .map(|(_, candidate)| candidate)
        .collect()
}

fn comparable(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// How far apart two words are, `None` for too far.
fn distance(wanted: &str, candidate: &str) -> Option<usize> {
    if candidate.is_empty() || candidate.len() > LONGEST {
        return None;
    }
    let whole = edits(wanted, candidate);
    let bare = match (tail(wanted), tail(candidate)) {
        (None, None) => None,
        (mine, theirs) => edits(mine.unwrap_or(wanted), theirs.unwrap_or(candidate)),
    };
    // A word that was begun and not ended is one step away.
    let begun = (wanted.len() >= 3 && candidate.starts_with(wanted)).then_some(1);
    [whole, bare, begun].into_iter().flatten().min()
}

/// What stands behind the last backslash.
fn tail(text: &str) -> Option<&str> {
    text.rsplit_once('\\')
        .map(|(_, tail)| tail)
        .filter(|tail| !tail.is_empty())
}

/// The edits between two words, as long as they leave most of the shorter one standing.
fn edits(a: &str, b: &str) -> Option<usize> {
    let (a_length, b_length) = (a.chars().count(), b.chars().count());
    let allowed = (a_length.min(b_length) + 1) / 3;
    if a_length.abs_diff(b_length) > allowed {
        return None;
    }
    let edits = strsim::osa_distance(a, b);
    (edits <= allowed).then_some(edits)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn few_and_good() {
        assert_eq!(
            nearest("IIS AppPool\\Shpo", ["IIS APPPOOL\\Shop", "Shop2"])[0],
            "IIS APPPOOL\\Shop"
        );
        assert_eq!(nearest("alows", ["allows", "denies"]), ["allows"]);
        assert_eq!(nearest("ALLOWS", ["allows", "denies"]), ["allows"]);
        assert_eq!(nearest("anon", ["anonymous", "alice"]), ["anonymous"]);
        assert_eq!(nearest("a", ["A", "B", "C"]), ["A"]);
        assert!(nearest("x", ["A", "B", "C"]).is_empty());
        assert!(nearest("", ["A"]).is_empty());
    }

    #[test]
    fn the_order_of_the_candidates_does_not_matter() {
        let names = ["pool1", "pool2", "pool3", "pool4", "pool5"];
        let reversed = names.iter().rev();
        assert_eq!(nearest("pool", names), nearest("pool", reversed));
        assert_eq!(nearest("pool", names).len(), 3);
    }
}
