//! Which files of a plugin a change reaches: those that changed, and those that import one of these, directly or through
//! others. Where what decides versions or the names of modules changed, that is all of them. What a changed file only gives
//! to functions of a file that it imports is not followed.

use std::collections::BTreeSet;
use std::path::Path;

use crate::scan::changed::Changed;
use crate::scan::links;
use crate::scan::manifest::MANIFEST;
use crate::scan::manifest::cargo::CARGO;
use crate::scan::script::world::File;
use crate::scan::text::Kind;
use crate::scan::walk::Found;
use crate::system::System;

/// What decides versions; a change at or above a plugin reaches all of it.
const LOCKFILES: [&str; 11] = [
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "bun.lock",
    "bun.lockb",
    ".yarnrc.yml",
    MANIFEST,
    "Cargo.lock",
    CARGO,
];

/// The files of a plugin that a change reaches, relative to its root; `None`: all of it. Files that are no longer there are
/// among them.
pub fn affected(
    system: &System,
    found: &Found,
    files: &[File],
    changed: &Changed,
) -> Option<BTreeSet<String>> {
    let all = || changed.files.iter().chain(&changed.removed);
    let package = found
        .manifest
        .as_ref()
        .and_then(|manifest| manifest.path.parent())
        .unwrap_or(&found.folder);
    if all().any(|path| decides(path, package, &found.folder)) {
        return None;
    }
    let removed: Vec<String> = changed
        .removed
        .iter()
        .filter_map(|path| own(path, found))
        .filter(|path| Kind::of(path).is_some())
        .collect();
    let (naming, configurations) = links::naming(system, found, files, &removed);
    if all().any(|path| configurations.contains(path)) {
        return None;
    }
    let mut reached: Vec<bool> = files
        .iter()
        .enumerate()
        .map(|(index, file)| {
            naming.contains(&index) || changed.holds(&found.folder.join(&file.path))
        })
        .collect();
    spread(files, &mut reached);
    let reached = files
        .iter()
        .zip(reached)
        .filter(|(_, reached)| *reached)
        .map(|(file, _)| file.path.clone());
    Some(reached.chain(removed).collect())
}

/// Goes from what is reached to what imports it, and on.
fn spread(files: &[File], reached: &mut [bool]) {
    let mut importers: Vec<Vec<usize>> = vec![Vec::new(); files.len()];
    for (index, file) in files.iter().enumerate() {
        for to in file.links.values() {
            if let Some(importers) = importers.get_mut(*to) {
                importers.push(index);
            }
        }
    }
    let mut open: Vec<usize> = (0..files.len()).filter(|index| reached[*index]).collect();
    while let Some(index) = open.pop() {
        for importer in &importers[index] {
            if !reached[*importer] {
                reached[*importer] = true;
                open.push(*importer);
            }
        }
    }
}

/// Whether a file has a say in the versions that a plugin uses, or in what its modules are called.
fn decides(path: &Path, package: &Path, root: &Path) -> bool {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return false;
    };
    let name = name.to_string_lossy();
    let is_above = package.starts_with(folder) || root.starts_with(folder);
    let is_configuration = matches!(&*name, "tsconfig.json" | "jsconfig.json");
    (is_above && LOCKFILES.contains(&&*name))
        || (is_configuration && (is_above || folder.starts_with(root)))
}

/// A path relative to the plugin's root, with `/`; `None` if it lies outside.
fn own(path: &Path, found: &Found) -> Option<String> {
    let below = path.strip_prefix(&found.folder).ok()?;
    Some(below.to_string_lossy().replace('\\', "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, links: &[usize]) -> File {
        File {
            path: path.to_owned(),
            links: links.iter().map(|to| (format!("./{to}"), *to)).collect(),
            ..File::default()
        }
    }

    #[test]
    fn a_change_reaches_what_imports_it_through_others_and_round_in_circles() {
        // a <- b <- c <-> d, e alone.
        let files = [
            file("a", &[]),
            file("b", &[0]),
            file("c", &[1, 3]),
            file("d", &[2]),
            file("e", &[]),
        ];
        let reached_from = |start: usize| {
            let mut reached = vec![false; files.len()];
            reached[start] = true;
            spread(&files, &mut reached);
            reached
        };
        assert_eq!(reached_from(0), [true, true, true, true, false]);
        assert_eq!(reached_from(2), [false, false, true, true, false]);
        assert_eq!(reached_from(4), [false, false, false, false, true]);
    }

    #[test]
    fn what_decides_versions_or_names_decides_for_what_lies_below() {
        let package = Path::new("/r/packages/a");
        let table = [
            ("/r/package-lock.json", true),
            ("/r/packages/a/package.json", true),
            ("/r/packages/b/package.json", false),
            ("/r/packages/a/src/package.json", false),
            ("/r/packages/a/src/tsconfig.json", true),
            ("/r/tsconfig.json", true),
            ("/r/packages/b/tsconfig.json", false),
            ("/r/packages/a/src/x.ts", false),
        ];
        for (path, expected) in table {
            assert_eq!(
                decides(Path::new(path), package, package),
                expected,
                "{path}"
            );
        }
    }
}
