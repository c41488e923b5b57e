//! Manifests, made by hand, and places in any.

use proptest::prelude::*;

use super::*;

fn at(text: &str, span: Span) -> &str {
    Lines::new(text).between(span).unwrap()
}

#[test]
fn a_manifest_is_read_with_the_places_of_its_dependencies() {
    let text = "{\r\n  \"name\": \"plugin-a\", \"version\": \"0.0.0\", // why\r\n\
                \"description\": \"\u{1f600}\", \"dependencies\": {\"react\": \"16.5.2\",},\r\n\
                \t\"devDependencies\": { \"@twilio/flex-ui\": \"^1.34\" },\r\n  \"workspaces\": [\"packages/*\"]}";
    let manifest = read(text).unwrap();
    assert_eq!(manifest.name.as_deref(), Some("plugin-a"));
    assert_eq!(manifest.version.as_deref(), Some("0.0.0"));
    assert_eq!(manifest.workspaces, ["packages/*"]);
    let [react, flex] = manifest.dependencies.as_slice() else {
        panic!("{:?}", manifest.dependencies);
    };
    assert_eq!(
        (react.section, flex.section),
        (Section::Dependency, Section::Development)
    );
    assert_eq!(at(text, flex.name_at), "@twilio/flex-ui");
    assert_eq!(at(text, flex.range_at), "^1.34");
    let place = |line, column| Point { line, column };
    assert_eq!(flex.name_at.start, place(4, 24));
    // The face counts as two.
    assert_eq!(react.name_at.start, place(3, 40));
}

#[test]
fn engines_are_read() {
    let text = r#"{"name": "a", "engines": {"node": ">=14", "vscode": 3}}"#;
    let manifest = read(text).unwrap();
    let [node] = manifest.engines.as_slice() else {
        panic!("{:?}", manifest.engines);
    };
    assert_eq!(
        (node.range.as_str(), at(text, node.name_at)),
        (">=14", "node")
    );
}

#[test]
fn of_what_stands_twice_the_last_counts() {
    let text = r#"{"dependencies": {"x": "9"}, "name": "a", "name": "b",
        "dependencies": {"a": "1", "a": "2"}, "peerDependencies": {"a": ">=1"}}"#;
    let manifest = read(text).unwrap();
    assert_eq!(manifest.name.as_deref(), Some("b"));
    let ranges: Vec<&str> = manifest
        .dependencies
        .iter()
        .map(|dependency| dependency.range.as_str())
        .collect();
    assert_eq!(ranges, ["2", ">=1"]);
}

#[test]
fn what_is_of_a_wrong_type_is_as_if_it_was_not_there() {
    let text = r#"{"name": 1, "version": " ", "dependencies": [], "peerDependencies": {"a": 1, "b": "2"},
        "workspaces": {"packages": ["p/*", 3]}}"#;
    let manifest = read(text).unwrap();
    assert_eq!((manifest.name, manifest.version), (None, None));
    assert_eq!(manifest.dependencies.len(), 1);
    assert_eq!(manifest.workspaces, ["p/*"]);
}

#[test]
fn what_is_no_manifest_is_told_with_its_place() {
    let deep = "[".repeat(100_000);
    for (text, what, place) in [
        (
            "{\n  \"name\": \"a\"\n  \"version\": \"1\"}",
            "comma",
            Some((2, 14)),
        ),
        ("{\"name\": ", "", None),
        ("[]", "no JSON object", Some((1, 1))),
        ("", "no JSON object", Some((1, 1))),
        (deep.as_str(), "", None),
        ("\u{feff}{'a': 1}", "", Some((1, 2))),
        ("<<<<<<< HEAD\n{}", "", Some((1, 1))),
    ] {
        let error = read(text).unwrap_err();
        assert!(error.why.contains(what), "{}: {what}", error.why);
        if let Some((line, column)) = place {
            assert_eq!(error.at, Some(Point { line, column }), "{what}");
        }
    }
}

#[test]
fn what_stands_beside_a_name_is_understood() {
    let alias = |package, range| Spec::Alias { package, range };
    for (text, spec) in [
        ("^1.2.0", Spec::Range("^1.2.0")),
        (" >=1 <2 || 3.x ", Spec::Range(">=1 <2 || 3.x")),
        ("latest", Spec::Range("latest")),
        ("", Spec::Range("")),
        (
            "npm:@twilio/flex-ui@~1.34",
            alias("@twilio/flex-ui", "~1.34"),
        ),
        ("npm:react@17", alias("react", "17")),
        ("npm:@twilio/flex-ui", alias("@twilio/flex-ui", "*")),
        ("npm:^1.2.0", Spec::Range("^1.2.0")),
        ("workspace:^", Spec::Workspace("^")),
        ("catalog:", Spec::Catalog("default")),
        ("catalog:react18", Spec::Catalog("react18")),
        ("file:../flex", Spec::Elsewhere("file:../flex")),
        ("twilio/flex", Spec::Elsewhere("twilio/flex")),
        (
            "git+ssh://a/b#semver:^1",
            Spec::Elsewhere("git+ssh://a/b#semver:^1"),
        ),
    ] {
        assert_eq!(Spec::of(text), spec, "{text}");
    }
}

#[test]
fn catalogs_are_read_wherever_they_stand() {
    let text = r#"{"workspaces": {"packages": [], "catalog": {"a": "^1"}}, "catalogs": {"old": {"a": "^0.9"}}}"#;
    let catalogs = read(text).unwrap().catalogs;
    assert_eq!(catalogs["default"]["a"], "^1");
    assert_eq!(catalogs["old"]["a"], "^0.9");
}

proptest! {
    #[test]
    fn the_text_at_a_place_is_the_name(
        names in proptest::collection::btree_set("[a-z\u{e9}\u{1f600}@/.-]{1,12}", 1..6),
        range in "[ ^~0-9.x\u{1f600}]{0,8}",
        space in "[ \t\r\n]{0,4}",
        before in "[a-z\u{1f600}]{0,5}",
    ) {
        let rows: Vec<String> = names
            .iter()
            .map(|name| format!("\"{name}\"{space}:{space}\"{range}\""))
            .collect();
        let text = format!(
            "{{{space}\"{before}\":\"{before}\",\"peerDependencies\"{space}:{{{}}}}}",
            rows.join(&format!("{space},"))
        );
        let manifest = read(&text).unwrap();
        prop_assert_eq!(manifest.dependencies.len(), names.len());
        for dependency in &manifest.dependencies {
            prop_assert_eq!(at(&text, dependency.name_at), dependency.name.as_str());
            prop_assert_eq!(at(&text, dependency.range_at), dependency.range.as_str());
        }
    }

    #[test]
    fn no_text_is_too_odd_to_be_read(text in "\\PC{0,60}") {
        drop(read(&text));
        drop(read(&format!("{{\"dependencies\":{text}}}")));
    }
}
