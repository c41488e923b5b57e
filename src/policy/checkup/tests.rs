//! Tables of the rules: documents, requirements and fields made by hand.

use serde_json::json;

use super::*;
use crate::domain::configuration::{Expected, Op, Rule, Use, When};
use crate::domain::range::Range;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn version(text: &str) -> SemVersion {
    text.parse().unwrap()
}

fn range(text: &str) -> (Range, String) {
    (Range::npm(text).unwrap(), text.to_owned())
}

fn rule(pointer: &str, op: Op, expected: Expected) -> Rule {
    Rule {
        document: "config".to_owned(),
        pointer: pointer.parse().unwrap(),
        op,
        expected,
        places: Vec::new(),
    }
}

fn values(values: &[Value]) -> Expected {
    Expected::Values(values.to_vec())
}

fn requirement(rule: Rule) -> Requirement {
    Requirement {
        id: "r".to_owned(),
        rule,
        when: When::default(),
        severity: Severity::Error,
        milder: Vec::new(),
        why: Untrusted::from("It is needed."),
        action: None,
        sources: Vec::new(),
    }
}

fn field(pointer: &str, kind: FieldType) -> Field {
    Field {
        document: "config".to_owned(),
        pointer: pointer.parse().unwrap(),
        kind,
        nullable: false,
        values: Vec::new(),
        sid: None,
        sources: Vec::new(),
    }
}

fn kind(known_by: &[&str]) -> DocumentKind {
    DocumentKind {
        id: "config".to_owned(),
        name: "the configuration".to_owned(),
        list: None,
        known_by: known_by.iter().map(|key| (*key).to_owned()).collect(),
        sid: None,
        version: None,
        created: None,
        from: None,
    }
}

/// An account that moves to 2.5.0 on 2026-01-01, with one document.
struct Made {
    documents: BTreeMap<String, Given>,
    to: SemVersion,
    runs: Option<SemVersion>,
    created: Option<Date>,
    using: BTreeSet<String>,
    not_using: BTreeSet<String>,
}

impl Made {
    fn of(value: Value) -> Self {
        let given = Given {
            value,
            complete: true,
        };
        Self {
            documents: BTreeMap::from([("config".to_owned(), given)]),
            to: version("2.5.0"),
            runs: None,
            created: None,
            using: BTreeSet::new(),
            not_using: BTreeSet::new(),
        }
    }

    fn verdict(&self, rules: &Rules) -> Verdict {
        let subject = Subject {
            documents: &self.documents,
            to: &self.to,
            runs: self.runs.as_ref(),
            as_of: day("2026-01-01"),
            created: self.created,
            using: &self.using,
            not_using: &self.not_using,
            mask: Mask::default(),
        };
        checkup(rules, &subject)
    }

    fn asked(&self, requirement: Requirement) -> Verdict {
        self.verdict(&Rules {
            uses: vec![Use {
                id: "voice".to_owned(),
                name: "Flex Voice".to_owned(),
            }],
            requirements: vec![requirement],
            ..Rules::default()
        })
    }
}

/// What one requirement came to, in a line.
fn told(verdict: &Verdict) -> String {
    let findings = verdict.findings.iter().map(|one| {
        let found = one.found.as_ref().map_or("-", Untrusted::raw);
        format!(
            "{} at {}: {found}, expected {}",
            one.severity,
            one.pointer.raw(),
            one.expected
        )
    });
    let held = verdict.held.iter().map(|id| format!("{id} holds"));
    let open = verdict.not_checked.iter();
    let open = open.map(|one| format!("open: {} ({})", one.why, one.decided_by));
    let passed = verdict.passed_by.iter();
    let passed = passed.map(|one| format!("passed by: {}", one.why));
    let all: Vec<String> = findings.chain(held).chain(open).chain(passed).collect();
    all.join("; ")
}

/// An operation, what it expects at `/a`, a document; what that comes to.
type Row = (Op, Expected, Value, &'static str);

fn check(rows: Vec<Row>) {
    for (op, expected, document, outcome) in rows {
        let made = Made::of(document.clone());
        let verdict = made.asked(requirement(rule("/a", op, expected)));
        assert_eq!(told(&verdict), outcome, "{op} of {document}");
    }
}

#[test]
fn each_operation_asks_what_its_word_says() {
    let chat = || Expected::Pattern("^chat".parse().unwrap());
    check(vec![
        (Op::Absent, Expected::Nothing, json!({}), "r holds"),
        (Op::Absent, Expected::Nothing, json!({"a": null}), "r holds"),
        (
            Op::Absent,
            Expected::Nothing,
            json!({"a": 1}),
            "error at /a: 1, expected nothing",
        ),
        (
            Op::AbsentOrFalse,
            Expected::Nothing,
            json!({"a": false}),
            "r holds",
        ),
        (
            Op::AbsentOrFalse,
            Expected::Nothing,
            json!({"a": true}),
            "error at /a: true, expected nothing, or false",
        ),
        (Op::Equals, values(&[json!(3)]), json!({"a": 3}), "r holds"),
        (
            Op::Equals,
            values(&[json!(3)]),
            json!({"a": 4}),
            "error at /a: 4, expected 3",
        ),
        (
            Op::Equals,
            values(&[json!(3)]),
            json!({}),
            "error at /a: -, expected 3",
        ),
        (Op::Matches, chat(), json!({"a": "chat1"}), "r holds"),
        (
            Op::Matches,
            chat(),
            json!({}),
            "error at /a: -, expected a text like ^chat",
        ),
        (Op::AbsentOrIn, values(&[json!(1)]), json!({}), "r holds"),
        (
            Op::AbsentOrIn,
            values(&[json!(1)]),
            json!({"a": 2}),
            "error at /a: 2, expected nothing, or 1",
        ),
        (
            Op::AbsentOrIn,
            values(&[json!(1), json!(3)]),
            json!({"a": 2}),
            "error at /a: 2, expected nothing, or one of 1, 3",
        ),
    ]);
}

#[test]
fn a_range_is_held_against_ranges_and_versions() {
    let two = || {
        let (range, text) = range("2.x");
        Expected::Range(range, text)
    };
    let least = || Expected::Version(version("2.1.0"));
    check(vec![
        (
            Op::SemverNotIntersecting,
            two(),
            json!({"a": "^1.2"}),
            "r holds",
        ),
        (
            Op::SemverNotIntersecting,
            two(),
            json!({"a": ">=1.9"}),
            "error at /a: >=1.9, expected a range without versions 2.x",
        ),
        (
            Op::AbsentOrSemverSubset,
            two(),
            json!({"a": "~2.3"}),
            "r holds",
        ),
        (
            Op::AbsentOrSemverSubset,
            two(),
            json!({"a": ">=1.9"}),
            "error at /a: >=1.9, expected nothing, or a range within 2.x",
        ),
        (
            Op::AbsentOrSemverSubset,
            two(),
            json!({"a": "no range"}),
            "open: its value is neither a version nor a range (a value that is one)",
        ),
        (
            Op::SemverMin,
            least(),
            json!({"a": "1.x"}),
            "error at /a: 1.x, expected 2.1.0 or later",
        ),
        (
            Op::SemverMin,
            least(),
            json!({"a": "^2.0"}),
            "open: it is not known which version the account runs (--created DATE, or a version in the configuration)",
        ),
    ]);
}

#[test]
fn a_version_in_use_decides_what_a_range_leaves_open() {
    for (runs, outcome) in [
        ("2.1.0", "r holds"),
        ("2.4.0", "r holds"),
        ("2.0.9", "error at /a: ^2.0, expected 2.1.0 or later"),
    ] {
        let mut made = Made::of(json!({"a": "^2.0"}));
        made.runs = Some(version(runs));
        let least = Expected::Version(version("2.1.0"));
        let verdict = made.asked(requirement(rule("/a", Op::SemverMin, least)));
        assert_eq!(told(&verdict), outcome, "{runs}");
    }
}

#[test]
fn a_list_is_asked_item_by_item_and_only_where_its_places_hold() {
    let document = json!([{"type": "chat", "on": true}, {"type": "voice", "on": false}]);
    let mut only_voice = rule("/*/on", Op::Equals, values(&[json!(true)]));
    only_voice.places = vec![("/*/type".parse().unwrap(), json!("voice"))];
    let verdict = Made::of(document.clone()).asked(requirement(only_voice.clone()));
    assert_eq!(
        told(&verdict),
        "error at /1/on: false, expected true, where /*/type is voice"
    );
    only_voice.places = vec![("/*/type".parse().unwrap(), json!("chat"))];
    let verdict = Made::of(document.clone()).asked(requirement(only_voice));
    assert_eq!(told(&verdict), "r holds");
    let all = || {
        let all = values(&[json!("chat"), json!("voice"), json!("sms")]);
        requirement(rule("/*/type", Op::ContainsAll, all))
    };
    let mut made = Made::of(document);
    assert_eq!(
        told(&made.asked(all())),
        "error at /*/type: without sms, expected all of chat, voice, sms"
    );
    made.documents.get_mut("config").unwrap().complete = false;
    assert_eq!(
        told(&made.asked(all())),
        "open: the list goes on, and this page does not have all that is needed (the other pages of the list)"
    );
}

#[test]
fn a_requirement_counts_when_all_that_it_names_holds() {
    let no_voice = || BTreeSet::from(["voice".to_owned()]);
    let broken = "error at /a: 1, expected nothing";
    let counted = |when: When, change: &dyn Fn(&mut Made)| {
        let mut made = Made::of(json!({"a": 1}));
        change(&mut made);
        let mut one = requirement(rule("/a", Op::Absent, Expected::Nothing));
        one.when = when;
        told(&made.asked(one))
    };
    let versions = |text: &str| When {
        versions: Some(range(text)),
        ..When::default()
    };
    assert_eq!(counted(versions(">=2.5.0"), &|_| {}), broken);
    assert_eq!(
        counted(versions(">=2.5.0"), &|made| made.to = version("2.4.0")),
        "passed by: it counts for versions >=2.5.0"
    );
    // A pre-release of a version needs what the version needs.
    assert_eq!(
        counted(versions(">=2.5.0"), &|made| made.to = version("2.5.0-rc.1")),
        broken
    );
    let after = |on: &str| When {
        after: Some(day(on)),
        ..When::default()
    };
    assert_eq!(counted(after("2025-12-31"), &|_| {}), broken);
    assert_eq!(
        counted(after("2026-01-01"), &|_| {}),
        "passed by: it counts after 2026-01-01"
    );
    let using = || When {
        using: Some("voice".to_owned()),
        ..When::default()
    };
    assert_eq!(counted(using(), &|made| made.using = no_voice()), broken);
    assert_eq!(
        counted(using(), &|made| made.not_using = no_voice()),
        "passed by: voice is not in use"
    );
    assert_eq!(
        counted(using(), &|_| {}),
        "open: it counts if the account uses Flex Voice (--using voice or --not-using voice)"
    );
    let from = || When {
        created_from: Some(day("2024-05-01")),
        ..When::default()
    };
    let created = |on: &'static str| move |made: &mut Made| made.created = Some(day(on));
    assert_eq!(counted(from(), &created("2024-05-01")), broken);
    assert_eq!(
        counted(from(), &created("2024-04-30")),
        "passed by: it is for accounts made from 2024-05-01 on; this one is of 2024-04-30"
    );
    assert_eq!(
        counted(from(), &|_| {}),
        "open: it counts for accounts made from 2024-05-01 on (--created DATE)"
    );
    assert_eq!(
        counted(When::default(), &|made| made.documents.clear()),
        "open: the document config was not given (a file of config)"
    );
}

#[test]
fn a_milder_value_is_one_step_less_grave() {
    let mut one = requirement(rule("/a", Op::Equals, values(&[json!(3)])));
    one.milder = vec![json!(4)];
    for (value, severity) in [(4, Severity::Warning), (5, Severity::Error)] {
        let verdict = Made::of(json!({"a": value})).asked(one.clone());
        assert_eq!(verdict.findings[0].severity, severity, "{value}");
    }
    one.severity = Severity::Warning;
    let verdict = Made::of(json!({"a": 4})).asked(one);
    assert_eq!(verdict.findings[0].severity, Severity::Note);
}

#[test]
fn a_known_field_has_its_type_its_words_and_its_identifier() {
    let mut word = field("/a", FieldType::String);
    word.values = vec!["left".to_owned(), "right".to_owned()];
    let mut sid = field("/a", FieldType::String);
    sid.sid = Some("WW".to_owned());
    let mut nullable = field("/a", FieldType::Boolean);
    nullable.nullable = true;
    for (field, document, outcome) in [
        (field("/a", FieldType::Boolean), json!({"a": true}), ""),
        (field("/a", FieldType::Boolean), json!({}), ""),
        (
            field("/a", FieldType::Boolean),
            json!({"a": "true"}),
            "warning at /a: a text of 4 characters, not shown, expected a value of the type boolean",
        ),
        (field("/a", FieldType::Integer), json!({"a": 3}), ""),
        (field("/a", FieldType::Integer), json!({"a": -3}), ""),
        (
            field("/a", FieldType::Integer),
            json!({"a": 3.5}),
            "warning at /a: 3.5, expected a value of the type integer",
        ),
        (field("/a", FieldType::Number), json!({"a": 3.5}), ""),
        (field("/a", FieldType::Object), json!({"a": {}}), ""),
        (
            field("/a", FieldType::Array),
            json!({"a": {}}),
            "warning at /a: an object of 0, expected a value of the type array",
        ),
        (
            field("/a", FieldType::Array),
            json!({"a": null}),
            "warning at /a: null, expected a value of the type array",
        ),
        (nullable, json!({"a": null}), ""),
        (word.clone(), json!({"a": "right"}), ""),
        (
            word,
            json!({"a": "middle"}),
            "warning at /a: a text of 6 characters, not shown, expected one of left, right",
        ),
        (sid.clone(), json!({"a": "WW12"}), ""),
        (
            sid,
            json!({"a": "WS12"}),
            "warning at /a: a text of 4 characters, not shown, expected an identifier that begins with WW",
        ),
    ] {
        let rules = Rules {
            fields: vec![field],
            ..Rules::default()
        };
        let verdict = Made::of(document.clone()).verdict(&rules);
        assert_eq!(told(&verdict), outcome, "{document}");
    }
}

#[test]
fn a_key_that_no_rule_knows_is_noted() {
    let mut list = kind(&["sid"]);
    list.list = Some("items".to_owned());
    let known = || vec![field("/a/b", FieldType::String)];
    let document = json!({"a": {"c": 1}, "sid": "x", "other": 1});
    for (kind, fields, noted) in [
        (kind(&["sid"]), known(), vec!["/other"]),
        (kind(&[]), Vec::new(), vec!["/a", "/other", "/sid"]),
        // Of a list the keys of its frame are nobody's.
        (list, known(), Vec::new()),
    ] {
        let rules = Rules {
            documents: vec![kind],
            fields,
            ..Rules::default()
        };
        let verdict = Made::of(document.clone()).verdict(&rules);
        let keys: Vec<&str> = verdict
            .findings
            .iter()
            .map(|one| one.pointer.raw())
            .collect();
        assert_eq!(keys, noted);
        assert!(
            verdict
                .findings
                .iter()
                .all(|one| one.severity == Severity::Note)
        );
    }
}

#[test]
fn the_gravest_stands_first() {
    let mut note = requirement(rule("/a", Op::Absent, Expected::Nothing));
    note.severity = Severity::Note;
    let error = requirement(rule("/b", Op::Absent, Expected::Nothing));
    let rules = Rules {
        requirements: vec![note, error],
        ..Rules::default()
    };
    let verdict = Made::of(json!({"a": 1, "b": 1})).verdict(&rules);
    assert_eq!(
        told(&verdict),
        "error at /b: 1, expected nothing; note at /a: 1, expected nothing"
    );
}

#[test]
fn words_of_the_rules_are_shown_and_nothing_else() {
    let mut known = field("/c", FieldType::String);
    known.values = vec!["one".to_owned()];
    let mut milder = requirement(rule("/b", Op::Absent, Expected::Nothing));
    milder.milder = vec![json!("two")];
    let rules = Rules {
        requirements: vec![
            requirement(rule("/a", Op::Equals, values(&[json!("three")]))),
            milder,
        ],
        fields: vec![known],
        ..Rules::default()
    };
    for (text, is_known) in [
        ("one", true),
        ("two", true),
        ("three", true),
        ("four", false),
    ] {
        assert_eq!(is_word(&rules, text), is_known, "{text}");
    }
}
