//! What is written is what is read: through files, and through the database.

use std::collections::BTreeMap;
use std::fmt::Debug;

use forewarn::changelog::folder;
use forewarn::domain::changelog::Changelog;
use forewarn::domain::problem::{Problem, Severity};
use forewarn::domain::tree::{Found, TextFile};
use forewarn::store::{Author, Selection, Store};
use proptest::prelude::*;

use crate::made;

/// The files as a reader finds them, with their folders.
fn on_disk(files: &[TextFile]) -> BTreeMap<String, Found> {
    let mut found = BTreeMap::new();
    for file in files {
        for (at, _) in file.path.match_indices('/') {
            found.insert(file.path.get(..at).unwrap().to_owned(), Found::Folder);
        }
        found.insert(
            file.path.clone(),
            Found::File(file.text.clone().into_bytes()),
        );
    }
    found
}

fn read(files: &[TextFile]) -> (Changelog, Vec<Problem>) {
    folder::read("changelog", &on_disk(files))
}

/// The first lines that differ, in the words of `Debug`: whole changelogs are too long to be looked at.
fn difference(left: &impl Debug, right: &impl Debug) -> String {
    let (left, right) = (format!("{left:#?}"), format!("{right:#?}"));
    let at = left
        .lines()
        .zip(right.lines())
        .position(|(a, b)| a != b)
        .unwrap_or(0);
    let around = |text: &str| {
        text.lines()
            .skip(at.saturating_sub(3))
            .take(8)
            .collect::<Vec<_>>()
            .join("\n")
    };
    format!("left:\n{}\nright:\n{}", around(&left), around(&right))
}

fn author() -> Author {
    Author {
        name: "Ada \"the\" Author".to_owned(),
        at: "2026-11-20T09:00:00Z".to_owned(),
        reason: None,
    }
}

fn problems_of(store: &Store) -> Vec<String> {
    store
        .verify()
        .unwrap()
        .into_iter()
        .flat_map(|check| {
            check
                .problems
                .into_iter()
                .map(move |problem| format!("{}: {problem}", check.name))
        })
        .collect()
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn what_is_written_reads_back_equal_and_is_written_the_same(changelog in made::changelog()) {
        let files = folder::write(&changelog);
        let (again, problems) = read(&files);
        let errors: Vec<String> =
            problems.iter().filter(|problem| problem.severity == Severity::Error).map(ToString::to_string).collect();
        prop_assert!(errors.is_empty(), "{}\n{}", errors.join("\n"), shown(&files, &problems));
        prop_assert!(again == changelog, "{}\n{}", difference(&again, &changelog), shown(&files, &problems));
        let rewritten = folder::write(&again);
        prop_assert!(rewritten == files, "{}", difference(&rewritten, &files));
    }
}

/// The files that problems speak of, else all.
fn shown(files: &[TextFile], problems: &[Problem]) -> String {
    let named = |file: &&TextFile| {
        problems
            .iter()
            .any(|problem| problem.file.ends_with(&file.path))
    };
    let chosen: Vec<&TextFile> = if problems.is_empty() {
        files.iter().collect()
    } else {
        files.iter().filter(named).collect()
    };
    chosen
        .iter()
        .map(|file| format!("--- {}\n{}", file.path, file.text))
        .collect::<Vec<_>>()
        .join("\n")
}

proptest! {
    #![proptest_config(config(32))]

    #[test]
    fn the_database_gives_back_the_same_files(changelog in made::changelog()) {
        let files = folder::write(&changelog);
        let mut store = Store::in_memory().unwrap();
        let first = store.sync(&changelog, &author(), &[]).unwrap();
        prop_assert_eq!(first.changed + first.removed + first.unchanged, 0);
        let loaded = store.load("made", Selection::All).unwrap();
        prop_assert!(loaded == changelog, "{}", difference(&loaded, &changelog));
        prop_assert!(folder::write(&loaded) == files);

        let revisions = store.revisions("made", None, usize::MAX).unwrap().len();
        let second = store.sync(&changelog, &author(), &[]).unwrap();
        prop_assert!(second.is_nothing(), "{:?}", second);
        prop_assert_eq!(second.unchanged, first.created);
        prop_assert_eq!(store.revisions("made", None, usize::MAX).unwrap().len(), revisions);
    }

    #[test]
    fn any_history_can_follow_any_other(
        states in proptest::collection::vec(made::changelog().boxed(), 2..5),
        order in proptest::collection::vec(any::<proptest::sample::Index>(), 1..6),
    ) {
        let mut store = Store::in_memory().unwrap();
        for idx in order {
            let wanted = idx.get(&states);
            let before = store.revisions("made", None, usize::MAX).unwrap().len();
            let applied = store.sync(wanted, &author(), &[]).unwrap();
            let loaded = store.load("made", Selection::All).unwrap();
            prop_assert!(loaded == *wanted, "{}", difference(&loaded, wanted));
            let after = store.revisions("made", None, usize::MAX).unwrap().len();
            prop_assert_eq!(after - before, applied.created + applied.changed + applied.removed);
            prop_assert_eq!(problems_of(&store), Vec::<String>::new());
        }
    }
}
