//! Names and paths are compared as Windows compares them, and paths are taken apart at their separators only.

use std::hash::{BuildHasher, RandomState};

use poolproof::{
    search::facts::{component, name, path},
    world::{Name, WinPath},
};
use proptest::{prelude::*, sample::Index};

/// The text with the case of some letters changed.
fn other_case(text: &str, seed: u64) -> String {
    let flip = |(n, c): (usize, char)| {
        if seed >> (n % 64) & 1 == 0 {
            c.to_ascii_lowercase()
        } else {
            c.to_ascii_uppercase()
        }
    };
    text.chars().enumerate().map(flip).collect()
}

fn ancestors(path: &WinPath) -> Vec<WinPath> {
    std::iter::successors(Some(path.clone()), WinPath::parent).collect()
}

proptest! {
    /// Windows keeps the case of a name and does not look at it.
    #[test]
    fn names_are_equal_without_regard_to_case(name in name(), seed in any::<u64>()) {
        let other = Name::new(other_case(name.as_str(), seed));
        let hasher = RandomState::new();
        prop_assert_eq!(&other, &name);
        prop_assert_eq!(other.cmp(&name), std::cmp::Ordering::Equal);
        prop_assert_eq!(hasher.hash_one(&other), hasher.hash_one(&name));
        prop_assert!(name.is(other.as_str()));
    }

    /// The same for paths.
    #[test]
    fn paths_are_equal_without_regard_to_case(path in path(), seed in any::<u64>()) {
        let other = WinPath::new(&other_case(path.as_str(), seed));
        let hasher = RandomState::new();
        prop_assert_eq!(&other, &path);
        prop_assert_eq!(hasher.hash_one(&other), hasher.hash_one(&path));
        prop_assert_eq!(other.folded(), path.folded());
    }

    /// A path has one form: bringing it into form again changes nothing, and slashes and doubled separators do not matter.
    #[test]
    fn a_path_has_one_form(path in path()) {
        let text = path.as_str();
        let again = WinPath::new(text);
        prop_assert_eq!(again.as_str(), text);
        let slashes = WinPath::new(&text.replace('\\', "/"));
        prop_assert_eq!(slashes.as_str(), text);
        let trailing = WinPath::new(&format!("{text}\\"));
        prop_assert_eq!(trailing.as_str(), text);
        let head = if text.starts_with("\\\\") { 2 } else { 0 };
        let doubled = format!("{}{}", &text[..head], text[head..].replace('\\', "\\\\"));
        let doubled = WinPath::new(&doubled);
        prop_assert_eq!(doubled.as_str(), text);
    }

    /// What is put into a folder is in that folder and has that name.
    #[test]
    fn the_parent_of_what_is_joined_is_the_folder(folder in path(), below in component()) {
        let joined = folder.join(&below);
        prop_assert_eq!(joined.parent(), Some(folder.clone()));
        prop_assert_eq!(joined.file_name(), below);
        prop_assert!(joined.is_under(&folder) && !folder.is_under(&joined));
    }

    /// To lie under a folder is to have it among one's ancestors: the slow way and the fast way agree.
    #[test]
    fn a_path_is_under_exactly_its_ancestors(
        one in path(),
        other in path(),
        below in component(),
        up in any::<Index>(),
        seed in any::<u64>(),
    ) {
        let mine = ancestors(&one);
        prop_assert!(mine.len() <= 8);
        for ancestor in &mine {
            prop_assert!(one.is_under(&WinPath::new(&other_case(ancestor.as_str(), seed))));
        }
        // A neighbour, which shares the beginning and perhaps some letters of the rest.
        let neighbour = mine[up.index(mine.len())].join(&below);
        let longer = WinPath::new(&format!("{one}x"));
        for folder in [&other, &neighbour, &longer] {
            prop_assert_eq!(one.is_under(folder), mine.contains(folder), "{} {}", one, folder);
            prop_assert_eq!(folder.is_under(&one), ancestors(folder).contains(&one), "{} {}", folder, one);
        }
    }
}

/// The roots of drives, shares, variables and the registry, by name.
#[test]
fn roots_have_no_parents() {
    let parent = |text: &str| WinPath::new(text).parent().map(|path| path.to_string());
    for root in ["C:\\", "C:", "%windir%", "HKLM", "\\\\server", "."] {
        assert_eq!(parent(root), None, "{root}");
    }
    assert_eq!(parent("C:\\x").as_deref(), Some("C:\\"));
    assert_eq!(parent("%windir%\\System32").as_deref(), Some("%windir%"));
    assert_eq!(parent("HKLM\\SOFTWARE").as_deref(), Some("HKLM"));
    assert_eq!(parent("\\\\server\\share").as_deref(), Some("\\\\server"));
    assert_eq!(WinPath::new("C:").as_str(), "C:\\");
    assert_eq!(WinPath::new("é\\\\x").as_str(), "é\\x");
    assert!(WinPath::new("c:\\X").is_under(&WinPath::new("C:")));
    assert!(!WinPath::new("C:\\secure2").is_under(&WinPath::new("C:\\secure")));
    assert!(!WinPath::new("HKLM2\\x").is_under(&WinPath::new("HKLM")));
}
