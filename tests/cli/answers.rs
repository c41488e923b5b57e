//! What commands answer about the built-in history.

use serde_json::Value;

use crate::run::World;

fn json(args: &[&str]) -> Value {
    let ran = World::new().run(args);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

fn line<'a>(document: &'a Value, line: &str) -> &'a Value {
    let lines = document["lines"].as_array().unwrap();
    lines
        .iter()
        .find(|status| status["line"] == line)
        .unwrap_or_else(|| panic!("no line {line}"))
}

#[test]
fn forewarn_alone_says_where_things_stand() {
    insta::assert_snapshot!(World::new().run(&[]).stdout);
}

#[test]
fn versions_on_a_december_day() {
    insta::assert_snapshot!(
        World::new()
            .run(&["versions", "--as-of", "2025-12-01"])
            .stdout
    );
}

/// Table of (day, line, status, end, source, computed).
#[test]
fn published_and_computed_ends_are_both_said() {
    for (day, name, status, end, source, computed) in [
        ("2025-12-01", "2.15", "supported", None, None, None),
        (
            "2025-12-01",
            "2.14",
            "maintained",
            Some("2026-05-31"),
            Some("published"),
            Some("2026-05-31"),
        ),
        (
            "2026-05-31",
            "2.14",
            "maintained",
            Some("2026-05-31"),
            Some("published"),
            Some("2026-05-31"),
        ),
        (
            "2026-06-01",
            "2.14",
            "end-of-life",
            Some("2026-05-31"),
            Some("published"),
            Some("2026-05-31"),
        ),
        (
            "2025-12-01",
            "1.34",
            "end-of-life",
            Some("2024-06-30"),
            Some("published"),
            Some("2023-12-31"),
        ),
    ] {
        let document = json(&["versions", "--as-of", day, "--format", "json"]);
        let line = line(&document, name);
        let text = |key: &str| line[key].as_str();
        assert_eq!(text("status"), Some(status), "{name} on {day}");
        assert_eq!(text("end_of_life"), end, "{name} on {day}");
        assert_eq!(text("end_of_life_source"), source, "{name} on {day}");
        assert_eq!(text("computed_end_of_life"), computed, "{name} on {day}");
    }
    let document = json(&["versions", "--as-of", "2025-12-01", "--format", "json"]);
    assert_eq!(line(&document, "2.14")["computed_unrounded"], "2026-05-20");
    assert_eq!(line(&document, "2.14")["superseded_on"], "2025-11-20");
}

#[test]
fn every_other_line_of_the_first_major_has_ended_and_undated_ends_are_unknown() {
    let document = json(&["versions", "--as-of", "2025-12-01", "--format", "json"]);
    let first_major: Vec<&Value> = document["lines"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["line"].as_str().unwrap().starts_with("1."))
        .collect();
    assert_eq!(first_major.len(), 35);
    for line in first_major {
        assert_eq!(line["status"], "end-of-life", "{line}");
        match line["end_of_life"].as_str() {
            Some(end) => assert!(end <= "2025-12-01", "{line}"),
            None => assert!(
                line["end_of_life_bounds"]["no_later_than"]
                    .as_str()
                    .unwrap()
                    <= "2025-12-01",
                "{line}"
            ),
        }
    }
    // 1.18 was superseded by 1.19, whose announcement is dated; what came after is not.
    assert_eq!(line(&document, "1.18")["end_of_life"], "2020-10-31");
    assert_eq!(line(&document, "1.20")["end_of_life"], Value::Null);
}

#[test]
fn release_candidates_are_listed_by_number() {
    let document = json(&["versions", "--format", "json"]);
    let versions: Vec<&str> = document["prereleases"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["version"].as_str())
        .filter(|version| version.starts_with("2.0.0-alpha"))
        .collect();
    assert_eq!(versions.first(), Some(&"2.0.0-alpha.15"));
    assert_eq!(versions.last(), Some(&"2.0.0-alpha1"));
    assert_eq!(versions.len(), 15);
}

#[test]
fn notes_of_one_release_in_markdown() {
    insta::assert_snapshot!(World::new().run(&["notes", "backend/2019-06-27"]).stdout);
}

#[test]
fn notes_of_a_range_with_what_another_stream_did_in_that_time() {
    let ran = World::new().run(&[
        "notes",
        "2.13..2.14",
        "--stream",
        "ui,backend",
        "--format",
        "text",
    ]);
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn notes_of_one_release_in_json() {
    insta::assert_snapshot!(
        World::new()
            .run(&["notes", "backend/2019-07-17", "--format", "json"])
            .stdout
    );
}

/// Entries in = entries out + listed exclusions, in every format and for every way of asking.
#[test]
fn no_entry_is_dropped_in_silence() {
    for args in [
        &["notes"][..],
        &["notes", "--stream", "backend"],
        &["notes", "1.0.0..2.17.1"],
        &["notes", "--since", "2023-01-01", "--until", "2023-12-31"],
        &["notes", "--as-of", "2020-01-01"],
        &["notes", "--group", "stream"],
        &["notes", "2.14"],
    ] {
        let mut with_format = args.to_vec();
        with_format.extend(["--format", "json"]);
        let document = json(&with_format);
        let releases = document["releases"].as_array().unwrap();
        let shown: Vec<&Value> = releases
            .iter()
            .flat_map(|release| release["entries"].as_array().unwrap())
            .filter(|entry| entry["stands_in"].is_null())
            .collect();
        let excluded = document["excluded"].as_array().unwrap();
        let excluded_entries = excluded
            .iter()
            .filter(|one| !one["id"].as_str().unwrap().contains('/'))
            .count();
        let entries_in = document["counts"]["entries_in"].as_u64().unwrap();
        assert_eq!(
            usize::try_from(entries_in).unwrap(),
            shown.len() + excluded_entries,
            "{args:?}"
        );
        assert!(entries_in > 0, "{args:?}");

        // The other formats show the same entries: each bullet at its depth is one.
        let markdown = World::new().run(args).stdout;
        let bullets =
            |text: &str, lead: &str| text.lines().filter(|line| line.starts_with(lead)).count();
        let with_back_ports = releases
            .iter()
            .flat_map(|release| release["entries"].as_array().unwrap())
            .count();
        let body = markdown.split("\n---\n").next().unwrap();
        assert_eq!(bullets(body, "- "), with_back_ports, "{args:?}");
        let mut as_text = args.to_vec();
        as_text.extend(["--format", "text"]);
        let text = World::new().run(&as_text).stdout;
        let body = text.split("\nLeft out:").next().unwrap();
        assert_eq!(bullets(body, "  - "), with_back_ports, "{args:?}");
    }
}

#[test]
fn the_whole_history_holds_every_record() {
    let document = json(&["notes", "--as-of", "2026-11-22", "--format", "json"]);
    let of = |stream: &str| {
        document["releases"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|release| release["stream"] == stream)
            .count()
    };
    assert_eq!((of("ui"), of("backend")), (220, 66));
    assert_eq!(of("plugins-cli") + of("webchat") + of("flex-sdk"), 56);
}

#[test]
fn releases_are_merged_by_date_or_kept_apart() {
    let order = |group: &str| -> Vec<(String, Option<String>)> {
        let document = json(&[
            "notes",
            "--since",
            "2024-01-01",
            "--group",
            group,
            "--format",
            "json",
        ]);
        let releases = document["releases"].as_array().unwrap();
        releases
            .iter()
            .map(|release| {
                (
                    release["stream"].as_str().unwrap().to_owned(),
                    release["date"].as_str().map(str::to_owned),
                )
            })
            .collect()
    };
    let merged = order("date");
    assert!(
        merged.windows(2).all(|pair| pair[0].1 >= pair[1].1),
        "newest day first"
    );
    let apart = order("stream");
    let streams: Vec<&str> = apart.iter().map(|(stream, _)| stream.as_str()).collect();
    let mut changes: Vec<&str> = streams.clone();
    changes.dedup();
    assert_eq!(
        changes,
        ["ui", "backend", "plugins-cli", "webchat", "flex-sdk"]
    );
    assert_eq!(merged.len(), apart.len());
}

#[test]
fn show_tells_everything_of_an_entry() {
    insta::assert_snapshot!(
        World::new()
            .run(&["show", "chat-deployment-roles-existing"])
            .stdout
    );
}

#[test]
fn show_finds_releases_settings_features_and_symbols() {
    let world = World::new();
    for (id, expected) in [
        (
            "ui/2.14.0",
            "line 2.14 is end-of-life, end of life 2026-05-31",
        ),
        ("2.14.0", "Flex UI 2.14.0"),
        ("flex.offline-threshold", "not published -> 30 seconds"),
        ("citrix-vdi", "works with    ui >=2.3.2"),
        ("feature:enforce-logout", "2019-06-13"),
        ("device-manager-beta", "a toggle seen in published packages"),
        ("Chat.Client.getChannelBySid", "use"),
    ] {
        let ran = world.run(&["show", id]);
        assert_eq!(ran.code, 0, "{id}: {}", ran.stderr);
        assert!(ran.stdout.contains(expected), "{id}: {}", ran.stdout);
    }
}

#[test]
fn search_marks_what_it_found() {
    insta::assert_snapshot!(World::new().run(&["search", "offline", "threshold"]).stdout);
}

#[test]
fn search_without_a_match_says_so() {
    let ran = World::new().run(&["search", "zeppelin"]);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (0, "Nothing holds all of: zeppelin\n")
    );
}

#[test]
fn log_tells_corrections_of_unknown_day() {
    insta::assert_snapshot!(World::new().run(&["log", "enforce-logout"]).stdout);
}

/// The facts of POLICY's table of backend entries can be read, each typed.
#[test]
fn the_first_backend_entries_are_complete() {
    let document = json(&[
        "notes",
        "--stream",
        "backend",
        "--since",
        "2019-02-11",
        "--until",
        "2019-07-17",
        "--format",
        "json",
    ]);
    let releases = document["releases"].as_array().unwrap();
    let entries_of = |day: &str| -> Vec<(String, Option<String>, usize)> {
        releases
            .iter()
            .filter(|release| release["version"] == day)
            .flat_map(|release| release["entries"].as_array().unwrap())
            .map(|entry| {
                (
                    entry["kind"].as_str().unwrap().to_owned(),
                    entry["applies_to"].as_str().map(str::to_owned),
                    entry["settings"].as_array().unwrap().len(),
                )
            })
            .collect()
    };
    let default = |settings| {
        (
            "default".to_owned(),
            Some("new-accounts".to_owned()),
            settings,
        )
    };
    assert_eq!(entries_of("2019-02-11"), [default(1), default(1)]);
    assert_eq!(entries_of("2019-05-22"), [default(1)]);
    assert_eq!(
        entries_of("2019-05-31"),
        [(
            "configuration".to_owned(),
            Some("existing-accounts".to_owned()),
            1
        )]
    );
    let kinds: Vec<String> = entries_of("2019-06-06")
        .into_iter()
        .map(|(kind, ..)| kind)
        .collect();
    assert_eq!(kinds, ["changed", "configuration"]);
    assert_eq!(entries_of("2019-06-13").len(), 1);
    assert_eq!(entries_of("2019-06-27").len(), 4);
    assert_eq!(entries_of("2019-07-17"), [default(1), default(1)]);
    let plugins = releases
        .iter()
        .find(|release| release["version"] == "2019-06-27")
        .unwrap();
    for entry in plugins["entries"].as_array().unwrap() {
        assert_eq!(entry["requires"]["ui"], ">=1.8.0");
    }
    let roles = releases
        .iter()
        .find(|release| release["version"] == "2019-05-31")
        .unwrap();
    assert_eq!(roles["entries"][0]["excluded"].as_array().unwrap().len(), 2);
    assert_eq!(roles["entries"][0]["settings"][0]["automatic"], true);
    let logout = releases
        .iter()
        .find(|release| release["version"] == "2019-06-13")
        .unwrap();
    assert_eq!(logout["entries"][0]["corrections"][0]["date"], Value::Null);
}
