//! The schemas themselves: their words, their descriptions, their names, and that they refuse what is wrong.

use std::collections::{BTreeMap, BTreeSet};

use forewarn::domain::api::diff::Bump;
use forewarn::domain::api::life::EventKind;
use forewarn::domain::configuration::Op;
use forewarn::domain::date::DateKind;
use forewarn::domain::deprecation::{SymbolChange, SymbolKind};
use forewarn::domain::document::api::DiffSection;
use forewarn::domain::document::{
    accounts, check, checkup, defaults, deprecations, evidence, features, impact, scan, versions,
};
use forewarn::domain::entry::{AppliesTo, EntryKind};
use forewarn::domain::evidence::{Format, Level};
use forewarn::domain::feature::{FeatureStage, Phase};
use forewarn::domain::lint::{FailOn, LintRule};
use forewarn::domain::problem::Severity;
use forewarn::domain::release::{Stage, State};
use forewarn::domain::rule::Rule;
use forewarn::domain::when::Came;
use serde_json::{Value, json};

use super::checked::{below, schema_of, strict, text_of, validator};
use super::made;
use crate::run::World;

/// The files of all schemas, and what `forewarn schema` calls each.
const SCHEMAS: &[(&str, &str)] = &[
    ("notes-v1", "notes"),
    ("versions-v1", "versions"),
    ("accounts-v1", "accounts"),
    ("check-v1", "check"),
    ("fragment-v1", "fragment"),
    ("checkup-v1", "checkup"),
    ("defaults-v1", "defaults"),
    ("features-v1", "features"),
    ("deprecations-v1", "deprecations"),
    ("api-show-v1", "api-show"),
    ("api-diff-v1", "api-diff"),
    ("api-history-v1", "api-history"),
    ("explain-v1", "explain"),
    ("impact-v1", "impact"),
    ("progress-v1", "progress"),
    ("scan-v1", "scan"),
    ("lint-v1", "lint"),
    ("evidence-v1", "evidence"),
    ("baseline-v1", "baseline"),
    ("diff-v1", "diff"),
    ("edit-v1", "edit"),
    ("git-import-v1", "git-import"),
    ("next-v1", "next"),
    ("record-v1", "record"),
    ("search-v1", "search"),
    ("log-v1", "log"),
    ("jsonfeed-1.1", "jsonfeed"),
    ("endoflife-product-v1", "endoflife"),
];

/// The vocabularies of the schemas that are closed words of the code.
const VOCABULARIES: &[(&str, &[&str])] = &[
    ("account-setting", accounts::Setting::WORDS),
    ("applies-to", AppliesTo::WORDS),
    ("available", features::Available::WORDS),
    ("basis", defaults::Basis::WORDS),
    ("bump", Bump::WORDS),
    ("effort", impact::Effort::WORDS),
    ("item-type", impact::ItemKind::WORDS),
    ("reason", impact::Reason::WORDS),
    ("came", Came::WORDS),
    ("concern", accounts::Concern::WORDS),
    ("confidence", scan::Confidence::WORDS),
    ("date-kind", DateKind::WORDS),
    ("diff-section", DiffSection::WORDS),
    ("drift", checkup::Drift::WORDS),
    ("effect", checkup::Effect::WORDS),
    ("end-source", versions::EndSource::WORDS),
    ("entry-kind", EntryKind::WORDS),
    ("event-kind", EventKind::WORDS),
    ("evidence-format", Format::WORDS),
    ("evidence-level", Level::WORDS),
    ("feature-stage", FeatureStage::WORDS),
    ("finding-kind", check::FindingKind::WORDS),
    ("finding-status", scan::Status::WORDS),
    ("found-kind", forewarn::store::HitKind::WORDS),
    (
        "fragment-fault",
        forewarn::domain::document::fragment::FragmentFault::WORDS,
    ),
    (
        "fragment-verdict",
        forewarn::domain::document::fragment::Verdict::WORDS,
    ),
    ("gate", check::Gate::WORDS),
    (
        "left-out-reason",
        forewarn::domain::document::git::LeftOutReason::WORDS,
    ),
    (
        "line-change",
        forewarn::domain::document::diff::LineChange::WORDS,
    ),
    ("lint-rule", LintRule::WORDS),
    ("lint-severity", Severity::WORDS),
    ("lint-threshold", FailOn::WORDS),
    ("net", defaults::Net::WORDS),
    ("op", Op::WORDS),
    ("outlook", versions::Outlook::WORDS),
    ("phase", Phase::WORDS),
    ("reach", defaults::Reach::WORDS),
    ("related-as", scan::RelatedAs::WORDS),
    ("surface-source", scan::SurfaceSource::WORDS),
    ("release-state", State::WORDS),
    ("removal-source", deprecations::RemovalSource::WORDS),
    ("rule", Rule::WORDS),
    ("scan-threshold", scan::Threshold::WORDS),
    ("severity", Severity::WORDS),
    ("shows", evidence::Shows::WORDS),
    ("stage", Stage::WORDS),
    ("stage-on", features::StageOn::WORDS),
    ("standing", checkup::Standing::WORDS),
    ("status", versions::Status::WORDS),
    ("support-scope", features::SupportScope::WORDS),
    ("symbol-change", SymbolChange::WORDS),
    ("symbol-kind", SymbolKind::WORDS),
    ("symbol-status", deprecations::SymbolStatus::WORDS),
    ("truth", checkup::Truth::WORDS),
    ("waiver-state", check::WaiverState::WORDS),
    ("warning", deprecations::Warning::WORDS),
];

/// Those that the writers have as plain words: the documents of the tests below hold each of them.
pub(super) const LISTED: &[(&str, &[&str])] = &[
    ("answer", &["account", "setting", "changes"]),
    ("explain-about", &["symbol", "rule"]),
    ("next-step", &["major", "minor", "patch", "day"]),
    (
        "link-how",
        &[
            "related",
            "reverts",
            "reverted by",
            "included in",
            "fixed in",
            "entry",
        ],
    ),
    (
        "log-action",
        &["create", "change", "remove", "bundle", "correct"],
    ),
];

/// Every schema within `schema`, with where it stands.
fn everything(schema: &Value) -> Vec<(String, &Value)> {
    let mut found = vec![(String::new(), schema)];
    let mut idx = 0;
    while let Some((place, node)) = found.get(idx).cloned() {
        found.extend(
            below(node)
                .into_iter()
                .map(|(step, one)| (place.clone() + &step, one)),
        );
        idx += 1;
    }
    found
}

/// A vocabulary of a schema is that of the code, word for word, and each stands under a name.
#[test]
fn closed_words_are_those_of_the_code() {
    let known: BTreeMap<&str, &[&str]> = VOCABULARIES.iter().chain(LISTED).copied().collect();
    let mut used = BTreeSet::new();
    for (file, _) in SCHEMAS {
        let schema = schema_of(file);
        for (place, node) in everything(&schema) {
            if node["enum"].is_null() {
                continue;
            }
            let name = place.strip_prefix("/$defs/").unwrap_or_default();
            let words = known
                .get(name)
                .unwrap_or_else(|| panic!("{file}: the words at {place} are of no vocabulary"));
            assert_eq!(node["enum"], json!(words), "{file}: {name}");
            used.insert(name.to_owned());
        }
    }
    let all: BTreeSet<String> = known.keys().map(|&name| name.to_owned()).collect();
    assert_eq!(used, all, "left: used, right: known");
}

/// What has one name in two schemas is one thing; every key is described; nothing is required that is not there.
#[test]
fn schemas_are_whole() {
    let mut definitions: BTreeMap<String, (&str, Value)> = BTreeMap::new();
    for (file, _) in SCHEMAS {
        let schema = schema_of(file);
        jsonschema::draft202012::meta::validate(&schema).unwrap();
        assert_eq!(
            schema["$schema"], "https://json-schema.org/draft/2020-12/schema",
            "{file}"
        );
        assert_eq!(schema["$id"], json!(format!("urn:forewarn:schema:{file}")));
        for key in ["title", "description"] {
            assert!(
                schema[key].as_str().is_some_and(|text| !text.is_empty()),
                "{file}: {key}"
            );
        }
        let text = schema.to_string();
        for (name, node) in schema["$defs"].as_object().into_iter().flatten() {
            assert!(
                text.contains(&format!("\"#/$defs/{name}\"")),
                "{file}: {name} is of no use"
            );
            let (first, one) = definitions
                .entry(name.clone())
                .or_insert_with(|| (file, node.clone()));
            assert_eq!(one, node, "{name} differs in {first} and {file}");
        }
        for (place, node) in everything(&schema) {
            let is_named = ["/properties/", "/$defs/"].iter().any(|key| {
                place
                    .rsplit_once('/')
                    .is_some_and(|(above, _)| format!("{above}/").ends_with(key))
            });
            let described = node["description"]
                .as_str()
                .is_some_and(|text| text.ends_with('.') || text.contains("urn:"));
            assert!(!is_named || described, "{file}: {place} has no description");
            for name in node["required"].as_array().into_iter().flatten() {
                let is_branch = node["properties"].is_null();
                assert!(
                    is_branch || !node["properties"][name.as_str().unwrap()].is_null(),
                    "{file}: {place} {name}"
                );
            }
            let is_closed =
                node["additionalProperties"] == false || node["unevaluatedProperties"] == false;
            assert!(
                !is_closed,
                "{file}: {place} forbids keys of later additions"
            );
        }
    }
}

#[test]
fn every_format_of_the_code_has_a_schema() {
    let mut named = BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                named.extend(formats_of(&path));
            }
        }
    }
    let known: BTreeSet<String> = SCHEMAS
        .iter()
        .filter_map(|(file, _)| file.strip_suffix("-v1"))
        .filter(|name| !name.starts_with("endoflife"))
        .map(|name| format!("forewarn/{name}/v1"))
        .collect();
    assert_eq!(named, known, "left: in the code, right: with a schema");
}

/// Every `"forewarn/NAME/v1"` of a source file.
#[expect(
    clippy::disallowed_methods,
    reason = "a test reads the repository's own files"
)]
fn formats_of(path: &std::path::Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let named = text
        .split('"')
        .filter(|part| part.starts_with("forewarn/") && part.ends_with("/v1"))
        // Without a name it is the key of a fingerprint in SARIF.
        .filter(|part| *part != "forewarn/v1");
    named.map(str::to_owned).collect()
}

/// A document with one value of another type, without a key, or with another word fails.
#[test]
fn a_wrong_document_fails() {
    let world = made::accounts();
    for (file, args, wrong) in [
        (
            "notes-v1",
            "notes 2.14.0 --format json",
            json!({"/as_of": 5, "/releases/0/entries/0/kind": "new", "/range": null}),
        ),
        (
            "notes-v1",
            "notes 2.14.0 --format json",
            json!({"/releases/0/date": "10 September 2025", "/schema": "forewarn/notes/v2"}),
        ),
        (
            "versions-v1",
            "versions --format json",
            json!({"/lines/0/hosted": "yes", "/lines/0/status": null, "/data": []}),
        ),
        (
            "accounts-v1",
            "accounts --format json",
            json!({"/accounts/0/days_left": "12", "/accounts/0/file_line": 0, "/ending_within": "soon"}),
        ),
        (
            "check-v1",
            "check --format json",
            json!({"/passed": "no", "/findings/0/kind": "bad", "/until": "soon"}),
        ),
        (
            "defaults-v1",
            "defaults --format json",
            json!({"/answer": "all", "/settings/0/value_known": null, "/later": -1}),
        ),
        (
            "features-v1",
            "features --format json",
            json!({"/features/0/stage": "gamma", "/features/0/why": "so", "/account": null}),
        ),
        (
            "deprecations-v1",
            "deprecations --format json",
            json!({"/symbols/0/kind": "thing", "/at": [], "/not_yet": 0.5}),
        ),
        (
            "record-v1",
            "show enforce-logout --format json",
            json!({"/type": "release", "/entry/breaking": 1, "/origin": null}),
        ),
        (
            "search-v1",
            "search logout --format json",
            json!({"/found/0/kind": "word", "/total": "1", "/ranked": null}),
        ),
        (
            "log-v1",
            "log enforce-logout --format json",
            json!({"/items/0/action": "do", "/items/0/at_kind": "sure", "/cut": 0}),
        ),
        (
            "jsonfeed-1.1",
            "notes 2.14.0 --format jsonfeed",
            json!({"/version": "1.1", "/items/0/id": 1, "/items/0/date_published": "2025-09-10"}),
        ),
        (
            "endoflife-product-v1",
            "versions --format endoflife",
            json!({"/result/releases/0/isEol": "2026-05-31", "/result/releases/0/eolFrom": false, "/last_modified": "2026-05-04"}),
        ),
    ] {
        let validator = validator(&schema_of(file));
        let closed = validator_of_closed(file);
        let args: Vec<&str> = args.split(' ').collect();
        let right: Value = serde_json::from_str(&world.run(&args).stdout).unwrap();
        assert!(validator.is_valid(&right), "{file}");
        for (pointer, value) in wrong.as_object().unwrap() {
            let mut document = right.clone();
            *document
                .pointer_mut(pointer)
                .unwrap_or_else(|| panic!("{file}: no {pointer}")) = value.clone();
            assert!(
                !validator.is_valid(&document),
                "{file}: {pointer} may be {value}"
            );
        }
        for key in schema_of(file)["required"].as_array().into_iter().flatten() {
            let mut document = right.clone();
            document
                .as_object_mut()
                .unwrap()
                .remove(key.as_str().unwrap());
            assert!(!validator.is_valid(&document), "{file}: without {key}");
        }
        let mut more = right;
        more["unheard_of"] = json!(1);
        assert!(validator.is_valid(&more), "{file}: keys may be added");
        assert!(
            !closed.is_valid(&more),
            "{file}: the strict form knows each key"
        );
    }
}

fn validator_of_closed(file: &str) -> jsonschema::Validator {
    validator(&strict(&schema_of(file)))
}

#[test]
fn schemas_are_printed_by_any_of_their_names() {
    let world = World::new();
    let list = world.run(&["schema"]);
    assert_eq!((list.code, list.stderr.as_str()), (0, ""));
    assert_eq!(list.stdout.lines().count(), SCHEMAS.len());
    for ((file, name), line) in SCHEMAS.iter().zip(list.stdout.lines()) {
        let title = schema_of(file)["title"].as_str().unwrap().to_owned();
        assert!(line.starts_with(name) && line.ends_with(&title), "{line}");
    }
    for (file, name) in SCHEMAS {
        let format = file
            .strip_suffix("-v1")
            .map(|name| format!("forewarn/{name}/v1"));
        let format = format
            .filter(|format| list.stdout.contains(format))
            .unwrap_or_else(|| (*file).to_owned());
        for given in [
            *name,
            *file,
            &format,
            &format!("urn:forewarn:schema:{file}"),
            &format!("{file}.schema.json"),
        ] {
            let ran = world.run(&["schema", given]);
            assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{given}");
            assert_eq!(ran.stdout, text_of(file), "{given}");
        }
    }
    assert_eq!(world.run(&["schema", "show"]).stdout, text_of("record-v1"));
    for (given, near) in [
        ("forewarn/nots/v1", "the nearest are forewarn/notes/v1"),
        ("feed", "jsonfeed"),
        ("zzz", "lists them"),
    ] {
        let ran = world.run(&["schema", given]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{given}");
        assert!(ran.stderr.contains(near), "{given}: {}", ran.stderr);
    }
}
