//! What files may be.

use std::collections::BTreeSet;

use crate::layers::{sources, text_of};

#[test]
fn no_source_file_grows_past_600_lines() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|path| (text_of(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > 600)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "split these files: {}", long.join(", "));
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|path| !text_of(path).starts_with("//! "))
        .collect();
    assert!(
        silent.is_empty(),
        "without a module text: {}",
        silent.join(", ")
    );
}

#[test]
fn nothing_is_called_utils_or_helpers() {
    let vague = ["util", "utils", "helper", "helpers", "common", "misc"];
    let found: Vec<String> = sources()
        .into_iter()
        .filter(|path| {
            path.trim_end_matches(".rs")
                .split('/')
                .any(|part| vague.contains(&part))
        })
        .collect();
    assert!(
        found.is_empty(),
        "name these after what they hold: {}",
        found.join(", ")
    );
}

/// Every crate that the program is built with has its reason in ARCHITECTURE.md, and nothing else has.
#[test]
fn dependencies_are_accounted_for() {
    let manifest: toml::Table = text_of("../Cargo.toml").parse().unwrap();
    let built_with: BTreeSet<String> = manifest["dependencies"]
        .as_table()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let page = text_of("../ARCHITECTURE.md");
    let (_, table) = page.split_once("## Dependencies").unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    let told: BTreeSet<String> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .flat_map(|line| {
            let crates = line.split('|').next().unwrap_or_default();
            crates
                .split(',')
                .map(|one| one.trim().trim_matches('`').to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(built_with, told, "left: Cargo.toml, right: ARCHITECTURE.md");
}
