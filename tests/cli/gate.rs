//! What the gate of a pipeline is given to check, and what it says first.

use serde_json::Value;

use crate::accounts::{WAIVERS, run, world};
use crate::run::World;

/// The first word of each row with what was checked: `fail plugin:a/package.json`.
fn rows(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let is_row = matches!(words[..], ["ok" | "fail" | "open" | "waived", ..])
                && !line.starts_with("    ");
            is_row.then(|| words[..2].join(" "))
        })
        .collect()
}

/// Each finding stays with its plugin; a waiver is for all of a name, or for one manifest.
#[test]
fn plugins_with_one_name_are_told_apart() {
    let world = World::new();
    for (folder, range) in [("a", "~2.12"), ("b", "~2.15")] {
        let manifest = format!(
            "{{\"name\": \"queue\", \"dependencies\": {{\"@twilio/flex-ui\": \"{range}\"}}}}"
        );
        world.write(&format!("{folder}/package.json"), manifest);
    }
    let args = [
        "check",
        "--plugin",
        "a",
        "--plugin",
        "b",
        "--plugin",
        "./a/package.json",
    ];
    let ran = run(&world, &args);
    assert_eq!(ran.code, 1);
    assert_eq!(
        rows(&ran.stdout),
        ["fail plugin:a/package.json", "ok plugin:b/package.json"],
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout
            .contains("queue: dependencies of b/package.json ask for ~2.15"),
        "{}",
        ran.stdout
    );
    for (subject, code) in [
        ("plugin:queue", 0),
        ("plugin:a/package.json", 0),
        ("plugin:a", 0),
        ("plugin:b", 1),
        ("plugin:other", 1),
    ] {
        world.write(
            "waivers.toml",
            format!(
                "schema = 1\n[[waiver]]\nsubject = \"{subject}\"\nreason = \"soon\"\nexpires = 2026-01-31\n"
            ),
        );
        assert_eq!(run(&world, &args).code, code, "{subject}");
    }
}

/// Table of (a dependency of a manifest, exit code, words of the answer).
#[test]
fn a_plugin_that_names_no_versions_is_told_and_the_others_are_answered() {
    let alone = "\"dependencies\": {\"@twilio/flex-ui\": RANGE}";
    for (dependency, code, words) in [
        (
            alone.replace("RANGE", "\"workspace:^2.15.0\""),
            0,
            "ask for workspace:^2.15.0: ",
        ),
        (
            alone.replace("RANGE", "\"workspace:*\""),
            0,
            "any version on offer",
        ),
        (
            alone.replace("RANGE", "\"workspace:~\""),
            0,
            "any version on offer",
        ),
        (
            alone.replace("RANGE", "\"npm:@twilio/flex-ui@~2.15\""),
            0,
            "2.15.0",
        ),
        (alone.replace("RANGE", "\"latest\""), 0, "2.15.0"),
        (
            alone.replace("RANGE", "\"next\""),
            3,
            "`next`, which names no versions",
        ),
        (
            alone.replace("RANGE", "\"file:../ui\""),
            3,
            "which names no versions",
        ),
        (
            alone.replace("RANGE", "\"git+https://x.example/ui.git\""),
            3,
            "which names no versions",
        ),
        (
            alone.replace("RANGE", "\"x/flex-ui\""),
            3,
            "which names no versions",
        ),
        (
            alone.replace("RANGE", "\"https://x.example/ui.tgz\""),
            3,
            "which names no versions",
        ),
        (
            alone.replace("RANGE", "2.15"),
            3,
            "as 2.15, which is not a text",
        ),
        (
            "\"optionalDependencies\": {\"@twilio/flex-ui\": \"2.15.0\"}".to_owned(),
            0,
            "optionalDependencies of p/package.json ask for 2.15.0",
        ),
        (
            "\"x\": 1".to_owned(),
            3,
            "it does not depend on @twilio/flex-ui",
        ),
        ("\"x\"".to_owned(), 3, "it is not JSON"),
    ] {
        let world = World::new();
        world.write("p/package.json", format!("\u{feff}{{{dependency}}}"));
        let ran = run(&world, &["check", "--plugin", "p", "--version", "2.15"]);
        assert_eq!(ran.code, code, "{dependency}: {}{}", ran.stdout, ran.stderr);
        let text = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(words.trim()), "{dependency}: {text}");
        assert!(text.contains("version:2.15 2.15.0 supported"), "{text}");
        assert_eq!(
            code == 3,
            text.starts_with("incomplete, 1 not read"),
            "{text}"
        );
        let with_a_finding = run(&world, &["check", "--plugin", "p", "--version", "2.11"]);
        assert_eq!(with_a_finding.code, code.max(1), "3 goes before 1");
    }
}

#[test]
fn the_first_line_says_what_is_not_known_and_what_is_waived() {
    let world = world();
    world.write("waivers.toml", WAIVERS);
    for (args, first) in [
        (
            &["--version", "2.17", "--as-of", "2026-11-22"][..],
            "passed, 1 not known: 1 subject",
        ),
        (
            &["--account", "litware", "--as-of", "2025-12-01"],
            "passed, 1 waived: 1 subject",
        ),
        (
            &["--version", "2.11", "--as-of", "2025-12-01"],
            "failed, 1 finding: 1 subject",
        ),
        (
            &["--version", "2.15", "--as-of", "2025-12-01"],
            "passed: 1 subject",
        ),
    ] {
        let mut all = vec!["check"];
        all.extend(args);
        let text = world.run(&all).stdout;
        assert!(text.starts_with(first), "{text}");
        all.extend(["--format", "github"]);
        let (words, _) = first.split_once(':').unwrap();
        let github = world.run(&all).stdout;
        let notice = format!("::notice title=forewarn check::{words} as of");
        assert!(github.contains(&notice), "{github}");
    }
}

/// Both say the same of a version whose successor may be out already.
#[test]
fn accounts_that_may_end_are_those_that_the_gate_finds() {
    let world = World::new();
    world.write(
        "accounts.toml",
        "schema = 1\n[[account]]\nname = \"newest\"\nmajor = 2\n[[account]]\nname = \"ends\"\npin = \"2.16\"\n",
    );
    for (day, within) in [
        ("2026-05-04", "90d"),
        ("2026-05-20", "90d"),
        ("2026-05-20", "9m"),
        ("2026-11-22", "90d"),
        ("2026-11-22", "1d"),
    ] {
        let listed = world.run(&[
            "accounts",
            "--ending-within",
            within,
            "--format",
            "json",
            "--as-of",
            day,
        ]);
        let listed: Value = serde_json::from_str(&listed.stdout).unwrap();
        let listed = listed["accounts"].as_array().unwrap().len();
        let checked = world.run(&[
            "check",
            "--eol-within",
            within,
            "--format",
            "json",
            "--as-of",
            day,
        ]);
        let checked: Value = serde_json::from_str(&checked.stdout).unwrap();
        let found = checked["subjects"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|subject| !subject["findings"].as_array().unwrap().is_empty())
            .count();
        assert_eq!(listed, found, "{day} {within}");
    }
}

#[test]
fn an_unknown_version_is_told_with_its_neighbours() {
    let world = World::new();
    for (version, near) in [
        ("2.99", "the nearest known: 2.15;"),
        ("2.12.9", "2.12.0 and 2.13.0"),
    ] {
        let ran = run(&world, &["check", "--version", version]);
        assert_eq!(ran.code, 1);
        assert!(ran.stdout.contains(near), "{}", ran.stdout);
    }
}

#[test]
fn a_waiver_of_a_patch_is_for_the_minor_that_comes_to_it() {
    let world = World::new();
    for (subject, code) in [
        ("version:2.12.0", 0),
        ("version:2.12", 0),
        ("version:2.12.1", 1),
    ] {
        world.write(
            "waivers.toml",
            format!("schema = 1\n[[waiver]]\nsubject = \"{subject}\"\nreason = \"soon\"\nexpires = 2026-01-31\n"),
        );
        assert_eq!(
            run(&world, &["check", "--version", "2.12"]).code,
            code,
            "{subject}"
        );
    }
}

#[test]
fn a_withdrawn_version_is_a_finding() {
    let world = World::new();
    assert_eq!(world.run(&["init", "acme", "--new-stream", "app"]).code, 0);
    world.write(
        "changelog/app/1.0.0.md",
        "+++\ndate = 2024-05-01\nstate = \"withdrawn\"\nwithdrawn = \"It broke.\"\n+++\n",
    );
    world.write("changelog/app/1.0.1.md", "+++\ndate = 2024-05-02\n+++\n");
    for (version, code) in [("1.0.0", 1), ("1.0", 0)] {
        let ran = world.run(&["check", "--version", version, "--as-of", "2024-05-02"]);
        assert_eq!(ran.code, code, "{}{}", ran.stdout, ran.stderr);
        assert_eq!(
            code == 1,
            ran.stdout.contains("withdrawn: 1.0.0 was withdrawn")
        );
    }
}

/// What an empty platform needs is named.
#[test]
fn a_platform_without_versions_is_told_what_to_write() {
    let world = World::new();
    assert_eq!(
        world
            .run(&["init", "acme", "--new-stream", "service:date"])
            .code,
        0
    );
    world.write("accounts.toml", "schema = 1\n[[account]]\nname = \"a\"\n");
    let ran = world.run(&["accounts"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("scheme = \"semver\""), "{}", ran.stderr);
}
