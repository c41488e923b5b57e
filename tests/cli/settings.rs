//! Defaults, features and deprecations of the built-in history, as a release manager asks for them.

use std::fmt::Write as _;

use serde_json::Value;

use crate::run::World;

fn json(args: &[&str]) -> Value {
    let mut args = args.to_vec();
    args.extend(["--format", "json"]);
    let ran = World::new().run(&args);
    assert_eq!(ran.code, 0, "{args:?}: {}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

fn setting<'a>(document: &'a Value, id: &str) -> &'a Value {
    document["settings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|setting| setting["id"] == id)
        .unwrap_or(&Value::Null)
}

#[test]
fn defaults_of_an_account_on_a_day() {
    insta::assert_snapshot!(
        World::new()
            .run(&["defaults", "--as-of", "2019-07-17"])
            .stdout
    );
}

#[test]
fn defaults_in_json() {
    insta::assert_snapshot!(
        World::new()
            .run(&["defaults", "--as-of", "2019-02-11", "--format", "json"])
            .stdout
    );
}

#[test]
fn what_changed_in_the_defaults_of_a_time() {
    insta::assert_snapshot!(
        World::new()
            .run(&["defaults", "2019-02-10..2019-07-17"])
            .stdout
    );
}

#[test]
fn a_setting_with_its_history() {
    insta::assert_snapshot!(
        World::new()
            .run(&[
                "defaults",
                "chat.deployment-roles",
                "--created",
                "2019-05-01"
            ])
            .stdout
    );
}

/// An older account has the roles by the later roll-out, a newer one from the start.
#[test]
fn an_account_has_what_reached_it() {
    for (created, as_of, entry) in [
        ("2019-05-01", "2019-05-30", Value::Null),
        (
            "2019-05-01",
            "2019-05-31",
            Value::from("chat-deployment-roles-existing"),
        ),
        (
            "2019-05-22",
            "2019-05-22",
            Value::from("chat-deployment-roles-default"),
        ),
        (
            "2026-01-01",
            "2026-01-01",
            Value::from("chat-deployment-roles-default"),
        ),
    ] {
        let document = json(&["defaults", "--created", created, "--as-of", as_of]);
        let roles = setting(&document, "chat.deployment-roles");
        assert_eq!(roles["entry"], entry, "created {created}, as of {as_of}");
    }
}

#[test]
fn since_takes_its_day_in_and_a_range_leaves_it_out() {
    let ids = |args: &[&str]| -> Vec<String> {
        let document = json(args);
        let settings = document["changes"]["settings"].as_array().unwrap();
        settings
            .iter()
            .filter(|setting| !setting["steps"].as_array().unwrap().is_empty())
            .map(|setting| setting["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let of_the_day = ["flex.enforce-logout", "flex.offline-threshold"];
    assert_eq!(
        ids(&["defaults", "--since", "2019-07-17", "--until", "2019-07-17"]),
        of_the_day
    );
    assert_eq!(ids(&["defaults", "2019-07-16..2019-07-17"]), of_the_day);
    assert!(ids(&["defaults", "2019-07-17..2019-07-18"]).is_empty());
}

/// What is not there yet is told with its day, and no other way.
#[test]
fn what_is_of_a_later_day_is_said_to_be() {
    for (args, part) in [
        (
            &["features", "agent-copilot", "--as-of", "2018-01-01"][..],
            "agent-copilot is first known on 2024-02-14.",
        ),
        (
            &["features", "citrix-vdi", "--as-of", "2023-07-09"],
            "citrix-vdi is first known on 2023-07-10.",
        ),
        (
            &[
                "features",
                "google-business-messages",
                "--as-of",
                "2024-07-31",
            ],
            "coming: ended, 2024-08-01 (effective)",
        ),
        (
            &["features", "citrix-vdi", "--ui-version", "2.3.5"],
            "ga from ui/2.5.0",
        ),
        (
            &["show", "flex.enforce-logout", "--as-of", "2019-07-16"],
            "false, before 2019-07-17",
        ),
        (
            &["show", "citrix-vdi", "--as-of", "2023-07-09"],
            "not before 2023-07-10",
        ),
        (
            &["show", "enforce-logout", "--as-of", "2019-06-30"],
            "(later, on 2019-07-17)",
        ),
        (&["show", "2.14"], "2.14 is a line of versions"),
        (
            &["defaults", "2019-07-17..2019-07-17"],
            "Nothing: no change of a default lies in that time.",
        ),
        (
            &[
                "defaults",
                "--ui-version",
                "1.27.0",
                "--as-of",
                "2021-01-01",
            ],
            "whether Flex UI 1.27.0 was out on 2021-01-01 is not known",
        ),
    ] {
        let ran = World::new().run(args);
        assert!(ran.stdout.contains(part), "{args:?}: {}", ran.stdout);
    }
    // What it has is not told a second time.
    let ran = World::new().run(&["features", "status-report", "--ui-version", "1.34.6"]);
    assert!(!ran.stdout.contains("ga from"), "{}", ran.stdout);
    for command in ["defaults", "features"] {
        let ran = World::new().run(&[command, "--ui-version", "2.5.0", "--as-of", "2023-02-10"]);
        assert_ne!(ran.code, 0, "{command}");
        assert!(
            ran.stderr
                .contains("Flex UI 2.5.0 is not out yet on 2023-02-10"),
            "{command}: {}",
            ran.stderr
        );
        assert!(ran.stderr.contains("2.1.0"), "{command}: {}", ran.stderr);
    }
    // The feature of the setting came on 2019-06-13: before, it had no value.
    let document = json(&["defaults", "--as-of", "2019-06-12"]);
    assert_eq!(setting(&document, "flex.enforce-logout"), &Value::Null);
}

#[test]
fn features_on_a_day() {
    insta::assert_snapshot!(
        World::new()
            .run(&["features", "--as-of", "2024-05-01"])
            .stdout
    );
}

#[test]
fn a_feature_with_its_moves() {
    insta::assert_snapshot!(
        World::new()
            .run(&[
                "features",
                "flex-conversations",
                "--account-created",
                "2022-01-01"
            ])
            .stdout
    );
}

#[test]
fn a_feature_in_json() {
    insta::assert_snapshot!(
        World::new()
            .run(&["features", "citrix-vdi", "--format", "json"])
            .stdout
    );
}

#[test]
fn features_are_those_of_the_account() {
    for (args, available) in [
        (&["--ui-version", "2.3.1"][..], "no"),
        (&["--ui-version", "2.5.0"], "by-opting-in"),
        (
            &["--ui-version", "2.5.0", "--opted-in", "citrix-vdi"],
            "yes",
        ),
        (&["--opted-in", "citrix-vdi"], "depends"),
    ] {
        let mut whole = vec!["features", "citrix-vdi"];
        whole.extend(args);
        assert_eq!(
            json(&whole)["features"][0]["available"],
            available,
            "{args:?}"
        );
    }
    for (created, available) in [("2019-07-17", "yes"), ("2019-07-16", "by-opting-in")] {
        let document = json(&["features", "enforce-logout", "--account-created", created]);
        assert_eq!(
            document["features"][0]["available"], available,
            "created {created}"
        );
    }
}

#[test]
fn stages_and_moves_can_be_chosen() {
    let document = json(&["features", "--stage", "beta", "--as-of", "2024-05-01"]);
    let features = document["features"].as_array().unwrap();
    assert!(features.iter().all(|feature| feature["stage"] == "beta"));
    assert!(features.iter().any(|feature| feature["id"] == "webchat-3"));
    insta::assert_snapshot!(
        World::new()
            .run(&["features", "--since", "2025-06-01"])
            .stdout
    );
}

#[test]
fn what_is_still_there_and_is_to_go() {
    insta::assert_snapshot!(
        World::new()
            .run(&[
                "deprecations",
                "--status",
                "overdue,scheduled,deprecated",
                "--kind",
                "export,member,action,rest-endpoint"
            ])
            .stdout
    );
}

#[test]
fn a_symbol_in_full() {
    insta::assert_snapshot!(
        World::new()
            .run(&["deprecations", "ErrorManager.processError"])
            .stdout
    );
}

#[test]
fn a_symbol_in_json() {
    insta::assert_snapshot!(
        World::new()
            .run(&["deprecations", "processError", "--format", "json"])
            .stdout
    );
}

#[test]
fn the_catalogue_holds_every_symbol_once() {
    let document = json(&["deprecations"]);
    let symbols = document["symbols"].as_array().unwrap();
    let rows: usize = symbols
        .iter()
        .map(|symbol| symbol["rows"].as_array().unwrap().len())
        .sum();
    assert_eq!(rows, 339);
    let said = symbols
        .iter()
        .filter(|one| one["rows"] != Value::from(Vec::<Value>::new()));
    assert_eq!(said.count(), 331);
    // Each of the others is there because published declarations show it.
    assert!(symbols.len() > 600, "{}", symbols.len());
    for symbol in symbols
        .iter()
        .filter(|one| one["rows"] == Value::from(Vec::<Value>::new()))
    {
        assert!(symbol["observed"].is_object(), "{symbol}");
    }
    // By version: what is gone in 2.0.0 was there before it, and is not seen before it is declared.
    let status = |at: &str, symbol: &str| -> Value {
        let document = json(&["deprecations", "--at", at]);
        let symbols = document["symbols"].as_array().unwrap();
        let found = symbols.iter().find(|one| one["symbol"] == symbol);
        found.map_or(Value::Null, |one| one["status"].clone())
    };
    for (at, expected) in [
        ("1.25.0", Value::Null),
        ("1.26.0", Value::from("scheduled")),
        // Declarations show that it is gone, which no source states.
        ("2.0.0", Value::from("removed")),
    ] {
        assert_eq!(status(at, "ErrorManager.processError"), expected, "at {at}");
    }
}

#[test]
fn what_was_declared_later_is_not_seen() {
    let document = json(&[
        "deprecations",
        "--stream",
        "backend",
        "--as-of",
        "2025-01-29",
    ]);
    let named = |symbol: &str| {
        document["symbols"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["symbol"] == symbol)
    };
    assert!(named("Programmable Chat API"));
    assert!(!named("WhatsApp template matching by Body"));
}

#[test]
fn narrow_terminals_get_blocks() {
    let world = World::new();
    for args in [
        &["defaults"][..],
        &["features"],
        &["deprecations"],
        &["defaults", "2019-01-01.."],
    ] {
        let output = world
            .command()
            .env("COLUMNS", "50")
            .args(["--as-of", "2026-06-15"])
            .args(args)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let long: Vec<&str> = text
            .lines()
            // A single word that is longer than the terminal is not broken.
            .filter(|line| line.chars().count() > 50 && line.trim().contains(' '))
            .filter(|line| line.split_whitespace().all(|word| word.len() < 30))
            .collect();
        assert!(long.is_empty(), "{args:?}: {long:#?}");
    }
}

#[test]
fn what_a_user_asks_for_wrongly() {
    let world = World::new();
    let mut told = String::new();
    for args in [
        &["defaults", "flex.offline-treshold"][..],
        &["defaults", ".."],
        &["defaults", "2019-02-30..2019-07-17"],
        &["defaults", "2019-07-17..2019-02-10"],
        &["defaults", "2019-02-10..2030-01-01"],
        &["defaults", "--since", "2020-01-01", "--until", "2019-01-01"],
        &["defaults", "--created", "2027-01-01"],
        &["defaults", "--ui-version", "2.99.0"],
        &["defaults", "flex.enforce-logout", "--since", "2019-01-01"],
        &["features", "citrix-vid"],
        &["features", "--stage", "gamma"],
        &["features", "--opted-in", "citrix"],
        &["features", "--account-created", "2027-01-01"],
        &["deprecations", "ErrorManager.processErorr"],
        &["deprecations", "--kind", "membre"],
        &["deprecations", "--status", "gone"],
        &["deprecations", "--at", "2.99.0"],
        &["deprecations", "--removed-in", "three"],
        &["deprecations", "--stream", "uii"],
        &["completions", "tcsh"],
    ] {
        let ran = world.run(args);
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

/// What is not public, withdrawn, or taken back does not count, and is said.
#[test]
fn what_does_not_count_is_said() {
    let world = World::new();
    assert_eq!(
        world
            .run(&["init", "acme", "--new-stream", "service:date"])
            .code,
        0
    );
    let release = |day: &str, front: &str, id: &str, value: u32| {
        let applies = format!("[entry.{id}]\napplies-to = \"new-accounts\"\n");
        world.write(
            &format!("changelog/service/{day}.md"),
            format!(
                "+++\ndate = {day}\n{front}{applies}\n[[setting]]\nentry = \"{id}\"\nid = \"a.limit\"\nnew = {value}\n+++\n\n## Defaults\n\n- Limit. {{#{id}}}\n"
            ),
        );
    };
    release("2024-01-01", "", "first", 10);
    release("2024-02-01", "state = \"draft\"\n\n", "drafted", 20);
    release(
        "2024-03-01",
        "state = \"withdrawn\"\nwithdrawn = \"Wrong.\"\n\n",
        "withdrawn",
        30,
    );
    release(
        "2024-04-01",
        "audience = [\"internal\"]\n\n",
        "internal",
        40,
    );
    release("2024-05-01", "", "reverted", 50);
    world.write(
        "changelog/service/2024-06-01.md",
        "+++\ndate = 2024-06-01\n\n[entry.back]\nreverts = \"reverted\"\n+++\n\n## Changed\n\n- Back. {#back}\n",
    );
    let text = world.run(&["defaults"]).stdout;
    assert!(text.contains("a.limit"), "{text}");
    insta::assert_snapshot!(text);
    // Before it was taken back, it held.
    let ran = world.run(&["defaults", "--as-of", "2024-05-31", "--format", "json"]);
    let document: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(document["settings"][0]["value"], 50);
}
