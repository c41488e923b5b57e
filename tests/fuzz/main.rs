//! The fuzz targets' readers over all seeds, and over what once broke one of them.

#![expect(
    clippy::unwrap_used,
    reason = "a test states what it expects by unwrapping"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "a test reads the repository's own files"
)]

#[path = "../../fuzz/readers/all.rs"]
#[expect(unreachable_pub, reason = "the fuzz targets see these from outside")]
mod readers;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// What lies in a folder, by name.
fn items(folder: &Path) -> Vec<PathBuf> {
    let mut items: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|item| item.unwrap().path())
        .collect();
    items.sort();
    items
}

fn names(folder: &Path) -> BTreeSet<String> {
    let names = items(folder).into_iter();
    names
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect()
}

/// Runs the readers of a group over their files, and names the file over which one fails.
fn replay(group: &str) {
    let group = readers::GROUPS
        .iter()
        .find(|one| one.name == group)
        .unwrap();
    for reader in group.readers {
        for kind in ["seeds", "regressions"] {
            let folder = fuzz().join(kind).join(reader.name);
            if kind == "regressions" && !folder.exists() {
                continue;
            }
            for file in items(&folder) {
                let bytes = std::fs::read(&file).unwrap();
                let run = std::panic::AssertUnwindSafe(|| (reader.run)(&bytes));
                let outcome = std::panic::catch_unwind(run);
                assert!(outcome.is_ok(), "{} breaks its reader", file.display());
            }
        }
    }
}

#[test]
fn every_reader_has_seeds_and_every_folder_a_reader() {
    let known: BTreeSet<String> = readers::GROUPS
        .iter()
        .flat_map(|group| group.readers)
        .map(|reader| reader.name.to_owned())
        .collect();
    let seeds = fuzz().join("seeds");
    assert_eq!(names(&seeds), known, "folders of seeds, and readers");
    for name in &known {
        assert!(!items(&seeds.join(name)).is_empty(), "{name} has no seeds");
    }
    let regressions = names(&fuzz().join("regressions"));
    let strays: Vec<&String> = regressions.difference(&known).collect();
    assert_eq!(strays, Vec::<&String>::new(), "regressions of no reader");
}

#[test]
fn every_group_has_a_target_and_a_dictionary() {
    let groups: BTreeSet<&str> = readers::GROUPS.iter().map(|group| group.name).collect();
    for (folder, end) in [("fuzz_targets", ".rs"), ("dictionaries", ".dict")] {
        let there = names(&fuzz().join(folder));
        let there: BTreeSet<&str> = there
            .iter()
            .map(|name| name.strip_suffix(end).unwrap())
            .collect();
        assert_eq!(there, groups, "in {folder}");
    }
}

#[test]
fn changelogs_are_read() {
    replay("changelog");
}

#[test]
fn surfaces_are_read() {
    replay("surfaces");
}

#[test]
fn scripts_are_read() {
    replay("scripts");
}

#[test]
fn rust_is_read() {
    replay("rust");
}

#[test]
fn settings_are_read() {
    replay("settings");
}
