//! Formats that other programs read ends of life from.

use serde_json::Value;

use crate::run::World;

fn product(as_of: &str) -> Value {
    let ran = World::new().run(&["versions", "--format", "endoflife", "--as-of", as_of]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

fn release<'a>(product: &'a Value, name: &str) -> &'a Value {
    let releases = product["result"]["releases"].as_array().unwrap();
    releases.iter().find(|one| one["name"] == name).unwrap()
}

#[test]
fn a_product_has_the_fields_of_the_api() {
    let product = product("2025-12-01");
    let keys =
        |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(
        keys(&product),
        ["generated_at", "last_modified", "result", "schema_version"]
    );
    assert_eq!(product["schema_version"], "1.2.1");
    assert_eq!(product["generated_at"], "2025-12-01T00:00:00Z");
    assert_eq!(
        keys(&product["result"]),
        [
            "aliases",
            "category",
            "identifiers",
            "label",
            "labels",
            "links",
            "name",
            "releases",
            "tags",
            "versionCommand"
        ]
    );
    for release in product["result"]["releases"].as_array().unwrap() {
        assert_eq!(
            keys(release),
            [
                "codename",
                "custom",
                "eoasFrom",
                "eolFrom",
                "isEoas",
                "isEol",
                "isLts",
                "isMaintained",
                "label",
                "latest",
                "ltsFrom",
                "name",
                "releaseDate"
            ]
        );
        assert!(
            release["releaseDate"].is_string(),
            "the API has no release without a day"
        );
        for key in ["isEoas", "isEol", "isLts", "isMaintained"] {
            assert!(release[key].is_boolean(), "{key}: a flag is never a date");
        }
    }
}

/// Table of (value of an object, its keys): name and types, `?` for one that may be null. Types and what may be null are
/// those of the API's schema 1.2.1.
#[test]
fn every_field_has_the_type_of_the_api() {
    fn holds(value: &Value, fields: &[(&str, &str)]) {
        let found: Vec<&str> = value
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let mut named: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
        named.sort_unstable();
        assert_eq!(found, named);
        for (name, kind) in fields {
            let one = &value[*name];
            let is_kind = match kind.trim_end_matches('?') {
                "flag" => one.is_boolean(),
                "list" => one.is_array(),
                "object" => one.is_object(),
                "day" => one.as_str().is_some_and(|text| text.len() == 10),
                "instant" => one
                    .as_str()
                    .is_some_and(|text| text.ends_with("T00:00:00Z")),
                _ => one.is_string(),
            };
            assert!(
                is_kind || (kind.ends_with('?') && one.is_null()),
                "{name}: {one}"
            );
        }
    }
    for (stream, has_phases) in [("ui", true), ("plugins-cli", false), ("flex-sdk", false)] {
        let world = World::new();
        let ran = world.run(&["versions", "--format", "endoflife", "--stream", stream]);
        let product: Value = serde_json::from_str(&ran.stdout).unwrap();
        holds(
            &product,
            &[
                ("schema_version", "text"),
                ("generated_at", "instant"),
                ("last_modified", "instant"),
                ("result", "object"),
            ],
        );
        let result = &product["result"];
        let eoas = if has_phases { "text" } else { "text?" };
        holds(
            &result["labels"],
            &[
                ("eoas", eoas),
                ("discontinued", "text?"),
                ("eol", "text"),
                ("eoes", "text?"),
            ],
        );
        holds(
            &result["links"],
            &[
                ("icon", "text?"),
                ("html", "text"),
                ("releasePolicy", "text?"),
            ],
        );
        let category = &result["category"];
        assert!(
            result["tags"].as_array().unwrap().contains(category),
            "the category is a tag"
        );
        for identifier in result["identifiers"].as_array().unwrap() {
            holds(identifier, &[("id", "text"), ("type", "text")]);
        }
        for release in result["releases"].as_array().unwrap() {
            let mut fields = vec![
                ("name", "text"),
                ("codename", "text?"),
                ("label", "text"),
                ("releaseDate", "day"),
                ("isLts", "flag"),
                ("ltsFrom", "day?"),
                ("isEol", "flag"),
                ("eolFrom", "day?"),
                ("isMaintained", "flag"),
                ("latest", "object?"),
                ("custom", "object?"),
            ];
            if has_phases {
                fields.extend([("isEoas", "flag"), ("eoasFrom", "day?")]);
            }
            holds(release, &fields);
            holds(
                &release["latest"],
                &[("name", "text"), ("date", "day?"), ("link", "text?")],
            );
            for value in release["custom"].as_object().unwrap().values() {
                assert!(value.is_string() || value.is_null(), "{value}");
            }
        }
    }
}

/// A flag beside a day is whether the day is over; maintained is what has an end that is not over yet.
#[test]
fn flags_follow_from_their_days() {
    for day in [
        "2022-12-07",
        "2024-07-01",
        "2025-12-01",
        "2026-05-31",
        "2026-11-22",
    ] {
        for release in product(day)["result"]["releases"].as_array().unwrap() {
            for (flag, from) in [("isEoas", "eoasFrom"), ("isEol", "eolFrom")] {
                if let Some(from) = release[from].as_str() {
                    assert_eq!(release[flag], day > from, "{flag} on {day}: {release}");
                }
            }
            let is_over = |flag: &str| release[flag].as_bool().unwrap();
            let is_left = !is_over("isEoas") || !is_over("isEol");
            assert_eq!(release["isMaintained"], is_left, "{day}: {release}");
        }
    }
}

/// Table of (day, isEoas, isEol): a flag is true only after its day. 2.15.0 came on 2025-11-20, and 2.14 is maintained from then.
#[test]
fn flags_turn_on_the_day_after() {
    for (day, eoas, eol) in [
        ("2025-11-19", false, false),
        ("2025-11-20", true, false),
        ("2025-11-21", true, false),
        ("2026-05-31", true, false),
        ("2026-06-01", true, true),
    ] {
        let product = product(day);
        let release = release(&product, "2.14");
        assert_eq!(
            (
                &release["isEoas"],
                &release["isEol"],
                &release["isMaintained"]
            ),
            (&Value::from(eoas), &Value::from(eol), &Value::from(!eol)),
            "{day}"
        );
        assert_eq!(release["eolFrom"], "2026-05-31", "{day}");
    }
}

/// A line without a day of its own has the day by which it was there; what is newest in the content is when it was modified.
#[test]
fn a_line_without_a_day_has_the_one_by_which_it_was_there() {
    let product = product("2025-12-01");
    let release = release(&product, "1.34");
    assert_eq!(release["custom"]["releaseDateKind"], "no-later-than");
    assert!(release["releaseDate"].is_string(), "{release}");
    assert_eq!(release["eoasFrom"], Value::Null, "before or after 2.0.0");
    assert_eq!(product["last_modified"], "2025-11-20T00:00:00Z");
}

#[test]
fn what_has_no_place_in_a_format_is_said() {
    let ran = World::new().run(&["versions", "--format", "endoflife", "--as-of", "2021-01-01"]);
    assert!(
        ran.stderr.contains("theirs is not known: 1.32, 1.31"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stdout.contains("\"1.20\""));
    let ran = World::new().run(&["versions", "--format", "ical"]);
    assert!(
        ran.stderr
            .contains("the day of their end of life is not known: 1.33, 1.31"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("no end is in sight yet: 2.17"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_calendar_holds_the_ends_that_are_known() {
    let world = World::new();
    let ran = world.run(&["versions", "--format", "ical", "--as-of", "2025-12-01"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.stdout
            .split_terminator("\r\n")
            .all(|line| line.len() <= 75 && !line.contains('\n'))
    );
    assert_eq!(ran.stdout.matches("BEGIN:VEVENT").count(), 35);
    let events: Vec<&str> = ran.stdout.split("BEGIN:VEVENT").collect();
    insta::assert_snapshot!(events.last().unwrap().replace("\r\n", "\n"));
    let later = world.run(&["versions", "--format", "ical", "--as-of", "2025-12-02"]);
    let uids = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| line.starts_with("UID:"))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(
        uids(&ran.stdout),
        uids(&later.stdout),
        "the same events on another day"
    );
}

#[test]
fn forecasts_are_in_json() {
    let ran = World::new().run(&["versions", "--format", "json", "--as-of", "2025-12-01"]);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&document["forecast"]).unwrap());
    let backend = World::new().run(&["versions", "--stream", "backend", "--format", "json"]);
    assert!(!backend.stdout.contains("forecast"), "no policy covers it");
}

/// Which lines are on offer is said, and where it is not known which was the last of its major, that.
#[test]
fn the_lines_on_offer_are_named() {
    let world = World::new();
    for (day, said) in [
        ("2025-12-01", "On offer: 2.0 … 2.15 and 1.34."),
        (
            "2023-01-01",
            "On offer: 2.0. Whether on offer is not known: 1.33 … 1.34.",
        ),
    ] {
        let text = world.run(&["versions", "--as-of", day]).stdout;
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn a_day_before_all_that_is_known_gets_one_sentence() {
    let text = World::new()
        .run(&["versions", "--as-of", "2018-01-01"])
        .stdout;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("No release is known to have been out; 19 lines and"),
        "{text}"
    );
    assert!(!text.contains("may not have been released"), "{text}");
}

/// Rows become blocks where the terminal is too narrow for them.
#[test]
fn no_line_is_wider_than_a_narrow_terminal() {
    let world = crate::accounts::world();
    for args in [&["versions"][..], &["accounts"], &["check"]] {
        let mut all = args.to_vec();
        all.extend(["--as-of", "2025-12-01"]);
        let out = world
            .command()
            .args(&all)
            .env("COLUMNS", "40")
            .output()
            .unwrap();
        let text = String::from_utf8(out.stdout).unwrap();
        for line in text.lines() {
            assert!(line.chars().count() <= 40, "{args:?}: {line}");
        }
    }
}
