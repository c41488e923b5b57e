//! The formats of the commands on API surfaces against their schemas.

use serde_json::{Value, json};

use super::checked::{Checked, schema_of, validator};
use crate::run::World;
use crate::surfaces;

const NOTHING_READ: (&str, &str) = (
    "api-data.newest_read: null",
    "there is no answer if no version was read",
);

/// A world with a database that has the made package.
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
    checked.done(4, &[NOTHING_READ]);
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
            "api history legacy",
            "api history Manager.version",
        ],
    );
    checked.holds("every part", &every_part("history"));
    checked.done(4, &[NOTHING_READ]);
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
            "explain format",
            "explain legacy",
            "explain removed-api",
        ],
    );
    checked.holds("every part", &every_part("explain"));
    checked.done(5, &[NOTHING_READ]);
}

/// A document with one value of another type, with another word or without a key fails.
#[test]
fn a_wrong_document_fails() {
    for (name, wrong) in [
        (
            "show",
            json!({"/symbols/0/kind": "thing", "/counts/tags": -1, "/gaps/1/line": 0, "/data/newest_read": 5}),
        ),
        (
            "diff",
            json!({"/needs": "huge", "/removed/0/ever_deprecated": null, "/only": ["all"], "/changed/0/breaking": "no"}),
        ),
        (
            "history",
            json!({"/events/0/event": "born", "/gone": "2.0.0", "/types/0/from": null, "/replacements/0/exists": 1}),
        ),
        (
            "explain",
            json!({"/about": "thing", "/status": "softly", "/history/data": null, "/next": "api"}),
        ),
    ] {
        let file = if name == "explain" {
            "explain-v1".to_owned()
        } else {
            format!("api-{name}-v1")
        };
        let (schema, right) = (schema_of(&file), every_part(name));
        let validator = validator(&schema);
        assert!(validator.is_valid(&right), "{file}");
        for (pointer, value) in wrong.as_object().unwrap() {
            let mut document = right.clone();
            *document.pointer_mut(pointer).unwrap() = value.clone();
            assert!(
                !validator.is_valid(&document),
                "{file}: {pointer} may be {value}"
            );
        }
        for key in schema["required"].as_array().unwrap() {
            let mut document = right.clone();
            document
                .as_object_mut()
                .unwrap()
                .remove(key.as_str().unwrap());
            assert!(!validator.is_valid(&document), "{file}: without {key}");
        }
    }
}
