//! Which dependencies are part of a crate's own API.
//!
//! A dependency is a member if the crate re-exports something of it and both belong to one family: its name begins with the crate's
//! name (`clap_builder` of clap), or it is in a short list of families whose names do not show it. A symbol that moves
//! from a crate to its member keeps its public path that way.

use std::collections::BTreeSet;

use crate::domain::surface::RequirementKind;
use crate::ingest::package::Package;
use crate::syntax::rust;
use crate::syntax::rust::record::{File, Item, ItemKind, Visibility};

/// Families whose members are not named after their root.
const FAMILIES: &[(&str, &[&str])] = &[
    ("egui", &["epaint", "emath", "ecolor"]),
    ("epaint", &["emath", "ecolor"]),
    ("eframe", &["egui", "epaint", "emath", "ecolor"]),
    ("serde", &["serde_core", "serde_derive"]),
];

/// The dependencies that are to be fetched and given to [`surface`](super::surface), in the order of their names: of
/// each what the source calls it, the package, and the versions that the manifest asks for.
///
/// Members of members are found by asking again with the member's package.
pub fn members(package: &Package) -> Vec<(String, String, String)> {
    let mut found = BTreeSet::new();
    let mut exported: Option<BTreeSet<String>> = None;
    for one in &package.requires {
        if one.kind == RequirementKind::Peer || !is_family(&package.name, &one.name) {
            continue;
        }
        let renamed = package
            .entry
            .renamed
            .iter()
            .find(|(_, of)| **of == one.name);
        let name = renamed
            .map_or(&one.name, |(name, _)| name)
            .replace('-', "_");
        let listed = FAMILIES
            .iter()
            .any(|(root, members)| *root == package.name && members.contains(&one.name.as_str()));
        if listed
            || exported
                .get_or_insert_with(|| exported_roots(package))
                .contains(&name)
        {
            found.insert((name, one.name.clone(), one.range.clone()));
        }
    }
    found.into_iter().collect()
}

fn is_family(root: &str, name: &str) -> bool {
    let rest = name.strip_prefix(root);
    let begins = rest.is_some_and(|rest| rest.starts_with(['_', '-']) && rest.len() > 1);
    begins
        || FAMILIES
            .iter()
            .any(|(one, members)| *one == root && members.contains(&name))
}

/// The first names of all public imports of all source files.
fn exported_roots(package: &Package) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let source = package
        .files
        .iter()
        .filter(|(path, _)| path.starts_with("src/"));
    let read = rust::Reader::new();
    let files = source
        .map(|(path, content)| (path.as_str(), content.as_slice()))
        .collect();
    for file in read.files(&files).into_values().flatten() {
        let File { items, .. } = file;
        roots(&items, &mut found);
    }
    found
}

fn roots(items: &[Item], found: &mut BTreeSet<String>) {
    for item in items {
        let public = item.visibility == Visibility::Public;
        match &item.kind {
            ItemKind::Use(imports) if public => {
                found.extend(imports.iter().filter_map(|one| one.path.first().cloned()));
            }
            ItemKind::ExternCrate { of } if public => {
                found.insert(of.clone());
            }
            ItemKind::Module {
                body: Some(items), ..
            } => roots(items, found),
            _ => {}
        }
    }
}
