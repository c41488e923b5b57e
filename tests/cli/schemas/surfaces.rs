//! The formats of the commands on API surfaces against their schemas.

use serde_json::Value;

use super::checked::Checked;
use crate::run::World;
use crate::surfaces;

/// A world whose own database has the made package.
fn world() -> World {
    let world = World::new();
    surfaces::database(&world.work().join("made.db"));
    world
}

fn runs(checked: &mut Checked, lines: &[&str]) {
    let lines: Vec<String> = lines
        .iter()
        .map(|line| format!("{line} --db made.db"))
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    checked.runs(&world(), "json", &lines);
}

/// The document with every part that the writer is tested with.
#[expect(
    clippy::disallowed_methods,
    reason = "a test reads the repository's own files"
)]
fn every_part(name: &str) -> Value {
    let path = format!(
        "{}/src/report/snapshots/surfaces@{name}.json.snap",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(path).unwrap();
    let (_, document) = text
        .trim_start_matches("---\n")
        .split_once("\n---\n")
        .unwrap();
    serde_json::from_str(document).unwrap()
}

#[test]
fn surfaces_of_a_version() {
    let mut checked = Checked::new("api-show-v1");
    runs(
        &mut checked,
        &[
            "api show",
            "api show 1.1.0 --deep",
            "api show 1.0.0 --deprecated",
        ],
    );
    checked.holds("every part", &every_part("show"));
    checked.done(4, &[]);
}

#[test]
fn differences() {
    let mut checked = Checked::new("api-diff-v1");
    runs(
        &mut checked,
        &[
            "api diff 1.0.0..1.1.0",
            "api diff 1.1.0..2.0.0",
            "api diff 1.0.0..2.0.0 --only removed,added",
            "api diff 2.0.0..2.0.0",
        ],
    );
    checked.holds("every part", &every_part("diff"));
    checked.done(5, &[]);
}

#[test]
fn lives() {
    let mut checked = Checked::new("api-history-v1");
    runs(
        &mut checked,
        &[
            "api history Manager.chatClient",
            "api history format",
            "api history Manager.version",
        ],
    );
    checked.holds("every part", &every_part("history"));
    checked.done(4, &[]);
}

#[test]
fn explanations() {
    let mut checked = Checked::new("explain-v1");
    runs(
        &mut checked,
        &[
            "explain Manager.chatClient",
            "explain Manager.log",
            "explain Theme",
            "explain removed-api",
        ],
    );
    checked.holds("every part", &every_part("explain"));
    checked.done(5, &[]);
}
