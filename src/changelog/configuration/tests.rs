//! What is read of the rules, and where problems are said to stand.

use super::*;

const BUILT_IN: &str = include_str!("../../../assets/flex-configuration.toml");

const HEAD: &str =
    "schema = 1\nstream = \"app\"\n[[document]]\nid = \"d\"\nname = \"D\"\nknown-by = [\"a\"]\n";

fn told(text: &str) -> Vec<String> {
    let (_, problems) = read_rules(text, "c.toml");
    problems
        .iter()
        .map(|problem| problem.to_string().lines().next().unwrap().to_owned())
        .collect()
}

#[test]
fn the_built_in_rules_are_sound() {
    let (rules, problems) = read_rules(BUILT_IN, "flex-configuration.toml");
    assert_eq!(problems, []);
    assert_eq!(rules.requirements.len(), 24);
    assert_eq!(rules.fields.len(), 75);
    assert_eq!(rules.documents.len(), 4);
    assert!(rules.requirements.iter().all(|one| !one.sources.is_empty()));
}

#[test]
fn what_is_wrong_has_a_place() {
    let requirement = |rest: &str| {
        format!(
            "{HEAD}[[requirement]]\nid = \"r\"\nseverity = \"note\"\nwhy = \"W.\"\ndocument = \"d\"\npointer = \"/a\"\n{rest}"
        )
    };
    for (text, problem) in [
        (String::new(), "c.toml:1:1: error: `schema` is missing"),
        (
            "schema = 1\n".to_owned(),
            "c.toml:1:1: error: the file needs `stream`",
        ),
        (
            "schema = 1\nstream = \"app\"\n[[document]]\nid = \"d\"\nname = \"D\"\n".to_owned(),
            "c.toml:3:1: error: a document needs `known-by`: keys that tell it from others",
        ),
        (
            requirement("op = \"is\""),
            "c.toml:13:6: error: `op`: `is` is not one of absent, equals, matches",
        ),
        (
            requirement("op = \"matches\"\nexpected = \"a(\""),
            "c.toml:14:12: error: `expected`: `a(` is not a regular expression",
        ),
        (
            requirement("op = \"matches\"\nexpected = 1"),
            "c.toml:14:12: error: `expected` must be a regular expression for the operation matches",
        ),
        (
            requirement("op = \"absent\"\nexpected = 1"),
            "c.toml:14:12: error: `expected` says nothing for the operation absent",
        ),
        (
            requirement("op = \"absent-or-semver-subset\"\nexpected = \"seven\""),
            "c.toml:14:12: error: `expected`: `seven` is not a version range",
        ),
        (
            requirement("op = \"semver-min\"\nexpected = \"2\""),
            "c.toml:14:12: error: `expected`:",
        ),
        (
            requirement("op = \"equals\"\nexpected = [1, 2]"),
            "c.toml:14:12: error: `expected` must be one value for the operation equals",
        ),
        (
            requirement("op = \"absent\"\nusing = \"u\""),
            "c.toml:14:9: error: `using`: no `[[use]]` has the id `u`",
        ),
        (
            requirement("op = \"absent\"\nwhere = { a = 1 }"),
            "c.toml:14:9: error: `where`: `a` is not a pointer",
        ),
        (
            requirement("op = \"absent\"\nverion = \"1\""),
            "c.toml:14:1: warning: a requirement has no key `verion`; it is not kept",
        ),
        (
            format!("{HEAD}[[field]]\ndocument = \"e\"\npointer = \"/a\"\ntype = \"string\"\n"),
            "c.toml:8:12: error: `document`: no `[[document]]` has the id `e`",
        ),
        (
            format!("{HEAD}[[field]]\ndocument = \"d\"\npointer = \"a\"\ntype = \"text\"\n"),
            "c.toml:9:11: error: `pointer`: `a` is not a pointer",
        ),
    ] {
        let told = told(&text);
        assert!(
            told.iter().any(|line| line.starts_with(problem)),
            "{text}: {told:#?}"
        );
    }
}

#[test]
fn an_id_stands_once() {
    let one = "[[requirement]]\nid = \"r\"\nseverity = \"note\"\nwhy = \"W.\"\ndocument = \"d\"\npointer = \"/a\"\nop = \"absent\"\n";
    let told = told(&format!("{HEAD}{one}{one}"));
    assert_eq!(
        told,
        ["c.toml:15:6: error: two requirements have the id `r`"]
    );
}
