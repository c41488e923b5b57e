//! Ranges and statuses, in tables, over a made-up platform.

use super::*;
use crate::domain::deprecation::Deprecation;
use crate::domain::document::deprecations::{SymbolStatus, Warning};
use crate::domain::when::When;

/// `change from to replacement`, `-` for what is not said; in the release 2.0.0.
fn row(symbol: &str, text: &str) -> SymbolRow {
    let words: Vec<&str> = text.split_whitespace().collect();
    let word = |at: usize| {
        let word = words.get(at).copied().filter(|word| *word != "-");
        word.map(|word| word.replace('_', " ").into())
    };
    let mut deprecation =
        Deprecation::new(symbol, SymbolKind::NpmDependency, words[0].parse().unwrap());
    deprecation.from_range = word(1);
    deprecation.to_range = word(2);
    deprecation.replacement = word(3);
    SymbolRow {
        deprecation,
        entry: "an-entry".to_owned(),
        release: "ui/2.0.0".to_owned(),
        when: When::default(),
        sources: Vec::new(),
    }
}

fn state(symbol: &str, text: &str) -> SymbolState {
    let row = row(symbol, text);
    SymbolState {
        symbol: symbol.into(),
        kind: SymbolKind::NpmDependency,
        stream: "ui".to_owned(),
        package: None,
        status: match row.deprecation.change {
            SymbolChange::Removed => SymbolStatus::Removed,
            SymbolChange::Moved => SymbolStatus::Moved,
            SymbolChange::Changed => SymbolStatus::Changed,
            SymbolChange::Deprecated => SymbolStatus::Deprecated,
        },
        reason: None,
        declared_since: None,
        gone: None,
        removal: None,
        removal_source: None,
        replacement: row.deprecation.replacement.clone(),
        replacement_since: None,
        warning: Warning::None,
        disputed: Vec::new(),
        rows: vec![row],
        observed: None,
    }
}

fn requires(text: &str) -> Vec<Requirement> {
    let one = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        Requirement {
            name: words[0].to_owned(),
            range: words[1].to_owned(),
            kind: match words.get(2) {
                Some(&"peer") => RequirementKind::Peer,
                _ => RequirementKind::Dependency,
            },
        }
    };
    text.split(", ").map(one).collect()
}

/// What 1.9.0 and 2.1.0 of the platform `host` need.
fn ends() -> (Needs, Needs) {
    let states = [
        state("frame", "changed ^16.5.2 ^17.0.0"),
        state("store", "changed 3.7.2 ^4.0.5"),
        state("frame-tests", "changed 16.5.2 17.0.2"),
        state("styled", "moved 9.2.6 ^11.1.5 @new/styled"),
        state("lab", "removed 3.0.0-alpha.30"),
        state("again", "removed 2.4.3"),
        state("chat", "changed ~3.4.0 - talk"),
        state("old", "deprecated"),
        state("node", "changed >=14 >=20"),
    ];
    let before = requires(
        "frame ^16.5.2, store 3.7.2, styled 9.2.6, lab 3.0.0-alpha.30, again 2.4.3, helper ^1.0.0, small ^1.0.0",
    );
    let after = requires(
        "frame ^17.0.0 peer, store ^4.0.5, again ^4.3.1, chat ~6.0.0, helper ^2.0.0, theme >=3 peer",
    );
    let version = |text: &str| text.parse::<SemVersion>().unwrap();
    (
        Needs::new("npm:host", &version("1.9.0"), &before, &[]),
        Needs::new("npm:host", &version("2.1.0"), &after, &states),
    )
}

fn shown(verdict: Option<Verdict>) -> String {
    verdict.map_or_else(
        || "-".to_owned(),
        |verdict| format!("{} {}", verdict.status, verdict.confidence),
    )
}

#[test]
fn what_is_declared_is_held_against_what_is_needed() {
    let (before, after) = ends();
    for (name, range, expected) in [
        // The platform itself.
        ("host", "^1.2.0", "changed high"),
        ("host", "^1 || ^2", "-"),
        ("host", "2.1.0", "-"),
        ("host", "latest", "-"),
        // Peers bind, in both directions, with the record or without it.
        ("frame", "16.5.2", "changed high"),
        ("frame", "^16.5.2", "changed high"),
        ("frame", ">=16", "-"),
        ("frame", "17.0.2", "-"),
        ("frame", "18.2.0", "changed high"),
        ("theme", "^2.0.0", "changed high"),
        ("theme", "3.1.0", "-"),
        // What it brings along: behind it is a finding, a newer one is the plugin's own.
        ("store", "^3.7.2", "changed high"),
        ("store", "^1.0.0", "changed medium"),
        ("store", "^4.1.2", "-"),
        ("store", "4.0.0", "-"),
        ("store", "5.0.0", "-"),
        // Without the record only where the plugin followed.
        ("helper", "^1.0.0", "changed low"),
        ("helper", "^0.9.0", "-"),
        // By the record alone.
        ("frame-tests", "16.5.2", "changed high"),
        ("frame-tests", "17.0.1", "-"),
        ("node", ">=14", "-"),
        ("node", "^16", "changed high"),
        ("styled", "9.2.12", "moved high"),
        ("styled", "^10.0.0", "moved high"),
        ("lab", "3.0.0-alpha.30", "removed medium"),
        ("lab", "4.0.0-alpha.57", "-"),
        ("old", "*", "deprecated high"),
        // The version's own manifest has it again.
        ("again", "2.4.3", "changed high"),
        ("again", "^4.3.1", "-"),
        ("chat", "^3.4.0", "changed medium"),
        ("chat", "6.0.0", "-"),
        // Nothing is known of it.
        ("other", "^1.0.0", "-"),
        ("small", "^1.0.0", "-"),
    ] {
        let verdict = after.declared(name, range, &before);
        assert_eq!(shown(verdict), expected, "{name} {range}");
    }
}

#[test]
fn an_import_is_held_against_what_still_comes_along() {
    let (before, after) = ends();
    for (name, declared, expected) in [
        ("host", None, "-"),
        ("frame", None, "-"),
        ("store", Some("^3.7.2"), "-"),
        ("styled", None, "moved high"),
        ("styled", Some("9.2.12"), "moved high"),
        ("lab", None, "removed high"),
        ("lab", Some("3.0.0-alpha.30"), "removed medium"),
        ("lab", Some("4.0.0-alpha.57"), "-"),
        ("again", None, "-"),
        ("chat", None, "changed medium"),
        ("old", None, "deprecated high"),
        // Dropped in silence, and nobody else is known to bring it.
        ("small", None, "removed medium"),
        ("small", Some("^1.0.0"), "-"),
        ("helper", None, "-"),
    ] {
        let verdict = after.imported(name, declared, &before);
        assert_eq!(shown(verdict), expected, "{name} {declared:?}");
    }
}

#[test]
fn before_the_change_nothing_is_said() {
    let (before, _) = ends();
    for name in ["frame", "store", "styled", "lab", "small"] {
        assert_eq!(before.imported(name, None, &before), None, "{name}");
    }
    assert_eq!(before.declared("frame", "16.5.2", &before), None);
}

#[test]
fn since_when_a_range_is_needed_is_told_of_that_range_only() {
    let (_, after) = ends();
    let said = after.said("store").unwrap();
    assert_eq!(said.needed_since("^4.0.5"), Some("2.0.0"));
    assert_eq!(said.needed_since("^4.2.0"), None);
}

#[test]
fn a_specifier_names_its_package() {
    for (specifier, package) in [
        ("react", Some("react")),
        ("chat/lib/paginator", Some("chat")),
        ("@scope/name", Some("@scope/name")),
        ("@scope/name/a/b", Some("@scope/name")),
        ("./styled", None),
        ("../styled", None),
        ("/styled", None),
        ("", None),
    ] {
        assert_eq!(package_of(specifier), package, "{specifier}");
    }
}
