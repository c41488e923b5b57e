//! What a code host requires of a file, held against what is written; no host is asked.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{LIMITS, Limits, write_within};
use crate::domain::document::scan::ScanDocument;
use crate::report::scan_made::{clean, document, hostile, nothing, plugin};

fn written(document: &ScanDocument, limits: Limits) -> Value {
    let mut out = Vec::new();
    write_within(document, limits, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().unwrap().iter()
}

/// A text that a host requires: there, not empty, and not too long.
fn text(value: &Value) -> &str {
    let text = value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"));
    assert!(
        !text.trim().is_empty() && text.chars().count() <= 1_024,
        "{text}"
    );
    text
}

fn number(value: &Value) -> u64 {
    let number = value
        .as_u64()
        .unwrap_or_else(|| panic!("{value} is no number"));
    assert!(number >= 1);
    number
}

fn location(location: &Value) {
    let place = &location["physicalLocation"];
    let uri = text(&place["artifactLocation"]["uri"]);
    assert!(
        uri.bytes()
            .all(|b| b.is_ascii_graphic() && !b"\\:#?".contains(&b))
            && !uri.starts_with('/'),
        "{uri}"
    );
    assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
    let region = &place["region"];
    let [start, end] = ["start", "end"].map(|end| {
        (
            number(&region[format!("{end}Line")]),
            number(&region[format!("{end}Column")]),
        )
    });
    assert!(start <= end, "{region}");
}

/// What the documentation of GitHub's code scanning says that it requires, and what it takes at most.
fn is_accepted(log: &Value) {
    assert_eq!(log["version"], "2.1.0");
    text(&log["$schema"]);
    let runs = log["runs"].as_array().unwrap();
    assert!((1..=20).contains(&runs.len()));
    let ids: BTreeSet<&str> = runs
        .iter()
        .map(|run| text(&run["automationDetails"]["id"]))
        .collect();
    assert_eq!(ids.len(), runs.len(), "two runs of one category");
    for run in runs {
        assert!(text(&run["automationDetails"]["id"]).ends_with('/'));
        assert_eq!(run["columnKind"], "utf16CodeUnits");
        assert_eq!(text(&run["tool"]["driver"]["name"]), "forewarn");
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for rule in rules {
            for key in ["shortDescription", "fullDescription"] {
                text(&rule[key]["text"]);
            }
            assert!(text(&rule["name"]).len() <= 255);
            for key in ["text", "markdown"] {
                assert!(!rule["help"][key].as_str().unwrap().is_empty());
            }
            let level = text(&rule["defaultConfiguration"]["level"]);
            assert!(["note", "warning", "error"].contains(&level));
            let properties = &rule["properties"];
            let severity = text(&properties["problem.severity"]);
            assert!(["error", "warning", "recommendation"].contains(&severity));
            let precision = text(&properties["precision"]);
            assert!(["very-high", "high", "medium", "low"].contains(&precision));
            assert!(items(&properties["tags"]).count() <= 10);
        }
        assert!(run["results"].as_array().unwrap().len() <= 25_000);
        for result in items(&run["results"]) {
            is_accepted_result(result, rules);
        }
        let suppressed = items(&run["results"]).filter(|one| !one["suppressions"].is_null());
        let all = items(&run["results"]).count();
        assert!([0, all].contains(&suppressed.count()), "all or none");
    }
}

fn is_accepted_result(result: &Value, rules: &[Value]) {
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(rules[index]["id"], result["ruleId"]);
    text(&result["message"]["text"]);
    assert!(["note", "warning", "error"].contains(&text(&result["level"])));
    assert_eq!(items(&result["locations"]).count(), 1);
    items(&result["locations"]).for_each(location);
    for related in items(result.get("relatedLocations").unwrap_or(&json!([]))) {
        location(related);
        text(&related["message"]["text"]);
    }
    let prints = result["partialFingerprints"].as_object().unwrap();
    assert!(prints.contains_key("primaryLocationLineHash") && prints.contains_key("forewarn/v1"));
    prints.values().for_each(|value| {
        text(value);
    });
}

#[test]
fn what_a_host_requires_is_there() {
    for document in [document(), clean(), nothing(), hostile()] {
        is_accepted(&written(&document, LIMITS));
    }
}

#[test]
fn an_answer_that_is_not_whole_is_no_success() {
    let log = written(&document(), LIMITS);
    let [queue, voice, clean] = [0, 1, 2].map(|idx| &log["runs"][idx]);
    assert_eq!(queue["invocations"][0]["executionSuccessful"], true);
    assert_eq!(clean["invocations"][0]["executionSuccessful"], true);
    let invocation = &voice["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let kinds: Vec<&str> = items(&invocation["toolExecutionNotifications"])
        .map(|note| note["descriptor"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "missing",
            "unreadable",
            "unreadable",
            "stale",
            "stale",
            "undecided",
            "held-back",
            "data"
        ]
    );
}

#[test]
fn what_the_baseline_has_is_suppressed() {
    let log = written(&document(), LIMITS);
    let results = log["runs"][1]["results"].as_array().unwrap();
    assert_eq!(results[0]["baselineState"], "new");
    assert_eq!(results[0]["suppressions"], json!([]));
    assert_eq!(results[1]["baselineState"], "unchanged");
    assert_eq!(results[1]["suppressions"][0]["kind"], "external");
    assert!(log["runs"][0]["results"][0]["suppressions"].is_null());
}

#[test]
fn columns_of_rust_are_counted_in_code_units() {
    let log = written(&document(), LIMITS);
    let region = &log["runs"][1]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startColumn"], 12);
    assert_eq!(region["endColumn"], 22);
}

#[test]
fn too_many_plugins_share_a_run_and_too_many_results_are_counted() {
    let mut many = document();
    many.plugins
        .extend((0..20).map(|idx| plugin(&format!("more-{idx}"))));
    let limits = Limits {
        runs: 20,
        results: 3,
    };
    let log = written(&many, limits);
    is_accepted(&log);
    let runs = log["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1);
    let statuses: Vec<&str> = items(&runs[0]["results"])
        .map(|result| result["properties"]["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["removed"; 3]);
    let notes = runs[0]["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(notes.contains("7 results are left out"), "{notes}");
}

#[test]
fn plugins_of_one_name_have_categories_of_their_own() {
    let mut twins = clean();
    let mut other = twins.plugins[0].clone();
    other.repository_folder = Some("other".to_owned());
    twins.plugins.push(other);
    let log = written(&twins, LIMITS);
    is_accepted(&log);
    assert_eq!(
        log["runs"][1]["automationDetails"]["id"],
        "forewarn/clean in other/"
    );
}
