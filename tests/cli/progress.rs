//! Recorded scans: what came and went between them, by revision.

use serde_json::Value;

use crate::reach::{git, path};
use crate::run::{Ran, World};

const MANIFEST: &str = "{\"name\": \"NAME\", \"version\": \"1.0.0\", \"dependencies\": {\"@twilio/flex-ui\": \"1.34.6\"}}";

const SOURCE: &str = "import { Manager, getBackgroundWithHoverCSS } from '@twilio/flex-ui';\n\
                      Manager.getInstance().chatClient;\ngetBackgroundWithHoverCSS();\n";

fn plugin(world: &World, name: &str) {
    world.write(
        &format!("{name}/package.json"),
        MANIFEST.replace("NAME", name),
    );
    world.write(&format!("{name}/src/a.ts"), SOURCE);
}

/// Runs with git at hand, on the day of the records.
fn run(world: &World, args: &[&str]) -> Ran {
    let mut command = world.command();
    command.env("PATH", path()).env("GIT_CONFIG_NOSYSTEM", "1");
    let output = command.args(args).output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A world with a plugin in a repository of which two revisions were scanned: one finding went, one came.
pub(super) fn recorded() -> World {
    let world = World::new();
    plugin(&world, "queue");
    git(&world.work(), "init -q");
    git(&world.work(), "add .");
    git(&world.work(), "commit -q -m first");
    let first = record(&world);
    assert!(
        first
            .stderr
            .contains("recorded: queue, npm:@twilio/flex-ui: 3 open; there is nothing before it"),
        "{}",
        first.stderr
    );
    world.write(
        "queue/src/a.ts",
        SOURCE
            .replace("getBackgroundWithHoverCSS();\n", "")
            .replace(", getBackgroundWithHoverCSS", ""),
    );
    world.write(
        "queue/src/b.ts",
        SOURCE
            .replace("Manager.getInstance().chatClient;\n", "")
            .replace("Manager, ", ""),
    );
    git(&world.work(), "add .");
    git(&world.work(), "commit -q -m second");
    let second = record(&world);
    assert!(
        second
            .stderr
            .contains("3 open; 1 opened and 1 fixed since "),
        "{}",
        second.stderr
    );
    world
}

fn record(world: &World) -> Ran {
    let ran = run(
        world,
        &[
            "scan",
            "queue",
            "--to",
            "2.17.1",
            "--record",
            "--fail-on",
            "never",
        ],
    );
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran
}

fn progress(world: &World) -> Value {
    let ran = run(world, &["fleet", "progress", "--format", "json"]);
    let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
    let last = answer["plugins"][0]["steps"].as_array().unwrap().last();
    let is_complete = last.unwrap()["complete"] == true;
    assert_eq!(ran.code, if is_complete { 0 } else { 3 }, "{}", ran.stderr);
    answer
}

/// Times and revisions as `#`: they are of the run.
fn steady(text: &str) -> String {
    let is_run = |word: &str| {
        let word = word.trim_end_matches(',');
        word.len() == 10
            && word
                .chars()
                .all(|one| one.is_ascii_hexdigit() || one == '-')
            || word.len() == 5 && word.as_bytes()[2] == b':'
    };
    let words = text.split(' ').map(|word| {
        if is_run(word.trim()) {
            word.replace(|one: char| one.is_ascii_hexdigit(), "#")
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn findings_are_opened_and_fixed_from_revision_to_revision() {
    let world = recorded();
    let answer = progress(&world);
    let steps = answer["plugins"][0]["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 2);
    assert_eq!(steps[0]["since"], Value::Null);
    assert_ne!(
        steps[0]["revision"]["commit"],
        steps[1]["revision"]["commit"]
    );
    let since = &steps[1]["since"];
    for (list, symbol, file) in [
        ("opened", "getBackgroundWithHoverCSS", "src/b.ts"),
        ("fixed", "getBackgroundWithHoverCSS", "src/a.ts"),
    ] {
        assert_eq!(since[list].as_array().unwrap().len(), 1, "{list}");
        assert_eq!(since[list][0]["symbol"], symbol);
        assert_eq!(since[list][0]["file"], file);
    }
    // The same source again is the same record.
    record(&world);
    assert_eq!(
        progress(&world)["plugins"][0]["steps"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    // What is edited is not the revision.
    world.write("queue/src/b.ts", "");
    record(&world);
    let answer = progress(&world);
    let last = &answer["plugins"][0]["steps"][2];
    assert_eq!(last["revision"]["edited"], true);
    assert_eq!(last["open"], 2);
    assert_eq!(last["since"]["fixed"][0]["file"], "src/b.ts");
    let before = run(&world, &["fleet", "progress", "--as-of", "2020-01-01"]).stdout;
    assert!(before.contains("3 scans"), "{before}");
}

#[test]
fn progress_as_text_and_markdown() {
    let world = recorded();
    for format in ["text", "markdown"] {
        let ran = run(
            &world,
            &[
                "fleet",
                "progress",
                "queue",
                "--as-of",
                "2999-01-01",
                "--format",
                format,
            ],
        );
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(
            ran.stdout
                .lines()
                .all(|line| format != "text" || line.chars().count() <= 80),
            "{}",
            ran.stdout
        );
        insta::assert_snapshot!(format!("progress_{format}"), steady(&ran.stdout));
    }
}

#[test]
fn an_incomplete_scan_fixes_nothing() {
    let world = recorded();
    world.write("queue/src/a.ts", "import { Manager from");
    let ran = run(&world, &["scan", "queue", "--to", "2.17.1", "--record"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    let answer = progress(&world);
    let last = &answer["plugins"][0]["steps"][2];
    assert_eq!(last["complete"], false);
    assert_eq!(last["since"], Value::Null);
    // The next whole one is held against the last whole one.
    world.write("queue/src/a.ts", "");
    record(&world);
    let answer = progress(&world);
    let last = &answer["plugins"][0]["steps"][3]["since"];
    assert_eq!(last["fixed"].as_array().unwrap().len(), 1);
    assert_eq!(last["at"], answer["plugins"][0]["steps"][1]["at"]);
}

#[test]
fn another_target_is_said() {
    let world = recorded();
    let ran = run(&world, &["scan", "queue", "--to", "1.34.6", "--record"]);
    assert!(ran.stderr.contains("fixed since"), "{}", ran.stderr);
    let answer = progress(&world);
    let since = &answer["plugins"][0]["steps"][2]["since"];
    assert_eq!(since["also"][0], "target: 1.34.6, before 2.17.1");
}

#[test]
fn a_registered_fleet_is_scanned_and_recorded() {
    let world = World::new();
    for name in ["queue", "dial"] {
        plugin(&world, name);
        let ran = run(&world, &["fleet", "add", name, "--owner", "desk"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
    }
    let ran = run(&world, &["fleet", "scan", "--to", "2.17.1"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stdout.starts_with("Recorded scans of 2 plugins"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout.contains("dial, npm:@twilio/flex-ui, owner desk"),
        "{}",
        ran.stdout
    );

    // One that cannot be looked at hides no other.
    world.write("dial/package.json", "{");
    let ran = run(
        &world,
        &["fleet", "scan", "--to", "2.17.1", "--format", "json"],
    );
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(answer["plugins"].as_array().unwrap().len(), 1);
    assert!(
        answer["problems"][0]
            .as_str()
            .unwrap()
            .starts_with("dial: ")
    );

    let ran = run(&world, &["fleet", "scan", "quue"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("the nearest is queue"),
        "{}",
        ran.stderr
    );
}

#[test]
fn what_was_recorded_can_be_forgotten() {
    let world = recorded();
    let wrong = run(&world, &["fleet", "forget", "queu"]);
    assert_eq!(wrong.code, 2);
    assert!(
        wrong.stderr.contains("the nearest is queue"),
        "{}",
        wrong.stderr
    );
    let ran = run(&world, &["fleet", "forget", "queue"]);
    assert!(
        ran.stderr.contains("2 recorded scans of `queue` forgotten"),
        "{}",
        ran.stderr
    );
    let ran = run(&world, &["fleet", "progress"]);
    assert!(
        ran.stdout.contains("Nothing was recorded yet"),
        "{}",
        ran.stdout
    );
}

#[test]
fn only_whole_scans_are_recorded() {
    let world = World::new();
    plugin(&world, "queue");
    let ran = run(&world, &["scan", "queue", "--record", "--only", "removed"]);
    assert_eq!(ran.code, 2);
    world.write("queue/forewarn.toml", "[scan]\nonly = [\"removed\"]\n");
    let ran = run(&world, &["scan", "queue", "--to", "2.17.1", "--record"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("only scans of everything are recorded"),
        "{}",
        ran.stderr
    );
}

#[test]
fn plugins_of_one_name_are_told_apart() {
    let world = World::new();
    for folder in ["a", "b"] {
        world.write(
            &format!("{folder}/package.json"),
            MANIFEST.replace("NAME", "same"),
        );
        world.write(&format!("{folder}/x.ts"), SOURCE);
    }
    let ran = run(&world, &["scan", ".", "--to", "2.17.1", "--record"]);
    assert!(
        ran.stderr.contains("same in a,") && ran.stderr.contains("same in b,"),
        "{}",
        ran.stderr
    );
}
