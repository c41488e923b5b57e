//! CHANGELOG.md files of published packages: every line accounted for, nothing told twice.
//!
//! `.ci/run` fetches the packages and names the folder in `FOREWARN_REAL`; their texts are never
//! part of the repository.

#![expect(
    clippy::unwrap_used,
    reason = "a test states what it expects by unwrapping"
)]

mod crates;
mod surface;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use forewarn::app::history::{History, Whereabouts};
use forewarn::app::import::{ImportRequest, Imported, import};
use forewarn::changelog::wild::{Sameness, same_entry};
use forewarn::domain::changelog::Changelog;
use forewarn::domain::release::Origin;
use forewarn::system::System;

const VERSIONS: [&str; 5] = ["1.18.0", "1.34.6", "2.0.2", "2.9.1", "2.17.1"];

#[expect(
    clippy::disallowed_methods,
    reason = "the folder is given from outside"
)]
fn file(version: &str) -> PathBuf {
    let folder = std::env::var("FOREWARN_REAL").expect("FOREWARN_REAL names the fetched packages");
    let file = Path::new(&folder).join(format!("{version}.md"));
    assert!(file.is_file(), "{} was not fetched", file.display());
    file
}

/// An own database in a folder of its own.
struct World {
    folder: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn system(&self) -> System {
        let home = self.folder.path().to_str().unwrap();
        System::made(
            "2026-11-22T00:00:00Z",
            &[("XDG_DATA_HOME", home)],
            self.folder.path(),
        )
    }

    fn import(&self, version: &str) -> Imported {
        let request = ImportRequest {
            source: file(version).to_str().unwrap().to_owned(),
            stream: Some("ui".to_owned()),
            dry_run: false,
            reformat: false,
        };
        import(&self.system(), &Whereabouts::default(), &request).unwrap()
    }

    fn changelog(&self) -> Changelog {
        History::open(&self.system(), &Whereabouts::default())
            .unwrap()
            .changelog()
            .unwrap()
    }
}

#[expect(clippy::disallowed_methods, reason = "a test reads its input")]
fn line_count(version: &str) -> usize {
    std::fs::read_to_string(file(version))
        .unwrap()
        .lines()
        .count()
}

#[test]
fn every_line_of_five_published_changelogs_is_accounted_for() {
    for version in VERSIONS {
        let imported = World::new().import(version);
        let lines = imported.lines.unwrap();
        println!(
            "{version}: {} releases, {} entries; lines {lines:?}; {} added, {} known, {} listed, {} leftovers",
            imported.counts.releases,
            imported.counts.entries,
            imported.entries_added,
            imported.entries_known,
            imported.not_added.len(),
            imported.leftovers.len(),
        );
        assert_eq!(lines.sum(), lines.total, "{version}");
        assert_eq!(lines.total, line_count(version), "{version}");
        let listed = imported
            .not_added
            .iter()
            .filter(|one| one.what.starts_with("an entry"))
            .count();
        assert_eq!(
            imported.counts.entries,
            imported.entries_added + imported.entries_known + listed,
            "{version}"
        );
        let leftover_lines: usize = imported
            .leftovers
            .iter()
            .map(|one| {
                one.text
                    .raw()
                    .lines()
                    .filter(|line| !line.trim().is_empty())
                    .count()
            })
            .sum();
        assert_eq!(leftover_lines, lines.unplaced, "{version}");
    }
}

#[test]
fn importing_again_changes_nothing() {
    let world = World::new();
    assert!(world.import("2.17.1").entries_added > 1000);
    let again = world.import("2.17.1");
    assert!(again.applied.is_nothing(), "{:?}", again.applied);
    assert_eq!(again.entries_added, 0);
}

#[test]
fn the_merged_history_tells_nothing_twice_in_either_order() {
    let mut texts: Vec<BTreeSet<(String, String)>> = Vec::new();
    for order in [["1.34.6", "2.17.1"], ["2.17.1", "1.34.6"]] {
        let world = World::new();
        for version in order {
            world.import(version);
        }
        let changelog = world.changelog();
        let mut twins = Vec::new();
        for release in &changelog.releases {
            let imported: Vec<_> = release
                .entries
                .iter()
                .filter(|entry| matches!(entry.origin, Origin::Imported(_)))
                .collect();
            for (idx, a) in imported.iter().enumerate() {
                for b in &imported[idx + 1..] {
                    if same_entry(a.text.raw(), b.text.raw()) != Sameness::Different {
                        twins.push(format!("{}: {} and {}", release.id(), a.id, b.id));
                    }
                }
            }
        }
        assert!(twins.is_empty(), "{order:?}: {}", twins.join("; "));
        texts.push(
            changelog
                .entries()
                .filter(|(_, entry)| matches!(entry.origin, Origin::Imported(_)))
                .map(|(release, entry)| (release.id(), entry.id.clone()))
                .collect(),
        );
    }
    println!("{} entries merged in either order", texts[0].len());
    assert_eq!(texts[0].len(), texts[1].len());
}
