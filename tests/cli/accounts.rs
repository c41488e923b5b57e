//! What accounts run, and the gate that a pipeline puts in front of them.

use std::fmt::Write as _;

use serde_json::Value;

use crate::run::World;

const ACCOUNTS: &str = r#"schema = 1

[[account]]
name = "contoso"
created = 2023-05-01
owner = "team-voice"
features = ["citrix-vdi"]

[[account]]
name = "fabrikam"
pin = "2.13"

[[account]]
name = "litware"
created = 2019-05-01

[[account]]
name = "northwind"
ui-version = "~2.12"

[[account]]
name = "oldtimer"
ui-version = "1.20.0"

[[account]]
name = "tester"
ui-version = "2.0.0-beta.3"

[[account]]
name = "typo"
ui-version = "~9.1"
"#;

pub(super) const WAIVERS: &str = r#"schema = 1

[[waiver]]
subject = "account:litware"
reason = "moves to major 2 in March"
expires = 2026-03-31
owner = "team-voice"

[[waiver]]
subject = "account:oldtimer"
reason = "was to move in June"
expires = 2025-06-30

[[waiver]]
subject = "version:2.3"
reason = "an old kiosk"
expires = 2027-01-01
"#;

const MANIFEST: &str = "{\n  \"name\": \"plugin-queue\",\n  \"devDependencies\": {\n    \"@twilio/flex-ui\": \"^1.20 || ~2.12\"\n  }\n}\n";

const DAY: [&str; 2] = ["--as-of", "2025-12-01"];

pub(super) fn world() -> World {
    let world = World::new();
    world.write("accounts.toml", ACCOUNTS);
    world.write("plugin/package.json", MANIFEST);
    world
}

pub(super) fn run(world: &World, args: &[&str]) -> crate::run::Ran {
    let mut all = args.to_vec();
    all.extend(DAY);
    world.run(&all)
}

#[test]
fn accounts_on_a_december_day() {
    let ran = run(&world(), &["accounts"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn who_still_sits_on_an_ending_version() {
    let ran = run(
        &world(),
        &["accounts", "--ending-within", "90d", "--format", "json"],
    );
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    let names: Vec<&str> = document["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|account| account["name"].as_str())
        .collect();
    assert_eq!(
        names,
        ["litware", "northwind", "oldtimer", "tester", "typo"]
    );
    assert_eq!(document["left_out"], 2);
    assert_eq!(document["until"], "2026-03-01");
}

#[test]
fn accounts_in_json() {
    let world = World::new();
    world.write(
        "one.toml",
        "schema = 1\n[[account]]\nname = \"a\"\nmajor = 2\ncolour = \"red\"\n",
    );
    let ran = run(
        &world,
        &["accounts", "--file", "one.toml", "--format", "json"],
    );
    insta::assert_snapshot!(format!("{}{}", ran.stderr, ran.stdout));
}

/// What is said to change is what `notes` shows for the range that is named.
#[test]
fn the_next_move_counts_what_notes_show() {
    let world = world();
    for day in ["2023-01-01", "2024-12-31", "2025-09-10", "2026-03-01"] {
        let ran = world.run(&["accounts", "--format", "json", "--as-of", day]);
        let document: Value = serde_json::from_str(&ran.stdout).unwrap();
        let next = &document["accounts"][0]["next"];
        let (Some(range), Some(on)) = (next["range"].as_str(), next["on"].as_str()) else {
            assert_eq!(day, "2023-01-01", "the account was not made yet");
            continue;
        };
        let notes = world.run(&["notes", range, "--as-of", on, "--format", "json"]);
        let notes: Value = serde_json::from_str(&notes.stdout).unwrap();
        let entries: Vec<&Value> = notes["releases"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|release| release["entries"].as_array().unwrap())
            .filter(|entry| entry["stands_in"].is_null())
            .collect();
        let breaking = entries.iter().filter(|entry| entry["breaking"] == true);
        assert_eq!(next["entries"], entries.len(), "{range}");
        assert_eq!(next["breaking"], breaking.count(), "{range}");
        assert!(!entries.is_empty(), "{range}");
    }
}

#[test]
fn the_gate_finds_what_ends_too_soon() {
    let world = world();
    world.write("waivers.toml", WAIVERS);
    let ran = run(&world, &["check"]);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn the_gate_marks_lines_of_a_workflow() {
    let world = world();
    world.write("waivers.toml", WAIVERS);
    let ran = run(
        &world,
        &[
            "check",
            "--format",
            "github",
            "--plugin",
            "plugin",
            "--account",
            "litware",
        ],
    );
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn the_gate_in_json() {
    let ran = run(
        &world(),
        &[
            "check",
            "--plugin",
            "plugin/package.json",
            "--format",
            "json",
        ],
    );
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.stdout);
}

/// Table of (arguments, exit code, kinds of findings).
#[test]
fn exit_codes_follow_the_findings() {
    for (args, code, kinds) in [
        (&["--version", "2.14"][..], 0, &[][..]),
        (
            &["--version", "2.14", "--eol-within", "6m"],
            1,
            &["ends-within"],
        ),
        (&["--version", "2.14", "--eol-within", "180d"], 0, &[]),
        (
            &["--version", "2.14", "--eol-within", "181d"],
            1,
            &["ends-within"],
        ),
        (&["--version", "2.11"], 1, &["ended"]),
        (&["--version", "1.33"], 1, &["ended", "not-hosted"]),
        (&["--version", "9.9.9"], 1, &["no-match"]),
        (&["--account", "contoso"], 0, &[]),
        (
            &["--account", "typo", "--version", "2.15"],
            1,
            &["no-match"],
        ),
    ] {
        let mut all = vec!["check", "--format", "json"];
        all.extend(args);
        let ran = run(&world(), &all);
        assert_eq!(ran.code, code, "{args:?}: {}", ran.stderr);
        let document: Value = serde_json::from_str(&ran.stdout).unwrap();
        let found: Vec<&str> = document["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|finding| finding["kind"].as_str())
            .collect();
        assert_eq!(found, kinds, "{args:?}");
        assert_eq!(document["passed"], code == 0, "{args:?}");
    }
}

/// A record that ends before the day cannot say that the newest version is still supported in 90 days.
#[test]
fn what_is_not_known_fails_only_if_that_is_asked_for() {
    let world = World::new();
    let args = ["check", "--version", "2.17", "--as-of", "2026-11-22"];
    let ran = world.run(&args);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stdout
            .contains("unknown-end: 2.17.1 is supported as far as the record goes")
    );
    assert!(
        ran.stdout
            .contains("newest known version 2.17.1 of 2026-05-04; no data after 2026-05-04")
    );
    let mut strict = args.to_vec();
    strict.push("--fail-on-unknown");
    assert_eq!(world.run(&strict).code, 1);
}

#[test]
fn a_workspace_says_where_its_files_are() {
    let world = World::new();
    assert_eq!(world.run(&["init", "acme", "--new-stream", "app"]).code, 0);
    world.write("forewarn.toml", "schema = 1\nchangelog = \"changelog\"\npolicy = \"policy.toml\"\naccounts = \"ops/tenants.toml\"\nwaivers = \"ops/leave.toml\"\n");
    world.write("changelog/app/1.0.0.md", "+++\ndate = 2024-05-01\n+++\n");
    world.write("changelog/app/1.1.0.md", "+++\ndate = 2024-06-01\n+++\n");
    world.write(
        "ops/tenants.toml",
        "schema = 1\n[[account]]\nname = \"a\"\npin = \"1.0\"\n",
    );
    world.write(
        "ops/leave.toml",
        "schema = 1\n[[waiver]]\nsubject = \"account:a\"\nreason = \"soon\"\nexpires = 2024-12-31\n",
    );
    let ran = world.run(&["check", "--as-of", "2024-12-15"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.stdout.contains("waived until 2024-12-31: soon"),
        "{}",
        ran.stdout
    );
    let ran = world.run(&["check", "--as-of", "2025-01-01"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout
            .contains("ops/leave.toml:2: the waiver of account:a expired on 2024-12-31"),
        "{}",
        ran.stdout
    );
    let versions = world.run(&["versions", "--as-of", "2024-06-02"]).stdout;
    assert!(
        versions.contains("the policy states no cadence of minors"),
        "a new platform has not stated the cadence of another: {versions}"
    );
}

#[test]
fn what_is_asked_wrongly_gets_a_hint() {
    let mut told = String::new();
    for (file, text, args) in [
        ("x", "", &["accounts"][..]),
        ("x", "", &["check"]),
        (
            "x",
            "",
            &["check", "--eol-within", "soon", "--version", "2.14"],
        ),
        ("x", "", &["check", "--version", "newest"]),
        ("x", "", &["check", "--plugin", "nowhere"]),
        (
            "x",
            "",
            &["check", "--eol-within", "11y", "--version", "2.14"],
        ),
        (
            "accounts.toml",
            ACCOUNTS,
            &["check", "--account", "contosso"],
        ),
        (
            "accounts.toml",
            ACCOUNTS,
            &["accounts", "--stream", "backend"],
        ),
        ("accounts.toml", ACCOUNTS, &["accounts", "--stream", "uii"]),
        (
            "accounts.toml",
            "schema = 1\n[[account]]\npin = \"2\"\n",
            &["accounts"],
        ),
        (
            "waivers.toml",
            "schema = 1\n[[waiver]]\nsubject = \"contoso\"\n",
            &["check", "--version", "2.14"],
        ),
        (
            "x",
            "",
            &["versions", "--stream", "backend", "--format", "ical"],
        ),
    ] {
        let world = World::new();
        world.write(file, text);
        let ran = run(&world, args);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        writeln!(
            told,
            "$ forewarn {}\n{}",
            args.join(" "),
            ran.stderr.trim_end()
        )
        .unwrap();
    }
    insta::assert_snapshot!(told);
}

#[test]
fn both_commands_describe_their_files() {
    let world = World::new();
    for (command, words) in [
        (
            "accounts",
            [
                "Examples:\n  forewarn accounts",
                "[[account]]",
                "ui-version",
            ],
        ),
        (
            "check",
            ["Examples:\n  forewarn check", "[[waiver]]", "expires"],
        ),
    ] {
        let help = world.run(&[command, "--help"]).stdout;
        for word in words {
            assert!(help.contains(word), "{command}: {word}");
        }
    }
}

#[test]
fn names_from_outside_reach_no_terminal_as_they_are() {
    let world = World::new();
    world.write(
        "accounts.toml",
        "schema = 1\n[[account]]\nname = \"a\\u001b[31m\\u202eb\"\nowner = \"\\u001b]0;x\\u0007\"\nui-version = \"~9\"\n",
    );
    for args in [
        &["accounts"][..],
        &["check"],
        &["check", "--format", "github"],
        &["accounts", "--format", "json"],
    ] {
        let ran = run(&world, args);
        let is_bad = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        let is_json = args.contains(&"json");
        assert!(
            is_json || !ran.stdout.contains(is_bad),
            "{args:?}: {:?}",
            ran.stdout
        );
        assert!(!ran.stdout.contains('\u{1b}'), "{args:?}");
    }
}
