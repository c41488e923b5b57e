//! Breaches of the policy, in the built-in history and in a made one; waivers, configuration, and what is mended.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::run::World;

const STREAMS: &str = "format = 1\nplatform = \"acme\"\nname = \"Acme\"\n\n[[stream]]\nid = \"ui\"\nname = \"Acme UI\"\nscheme = \"semver\"\ncovers-until = 2026-06-01\n";

/// A workspace with breaches of many rules, some of them waived.
pub(crate) fn made() -> World {
    let world = World::new();
    world.write("forewarn.toml", CONFIG);
    for (path, text) in FILES {
        world.write(&format!("changelog/{path}"), text);
    }
    world
}

const CONFIG: &str = r#"schema = 1

[lint]
fail-on = "warning"

[lint.rules]
missing-source = "note"
private-link = { hosts = ["*.acme.example"] }

[[lint.ignore]]
rule = "empty-release"
release = "ui/1.0.1"
reason = "Nobody wrote it down."

[[lint.ignore]]
rule = "empty-entry"
reason = "There are none."

[[lint.ignore]]
rule = "feature-in-patch"
until = 2026-01-31
reason = "Until the next minor."
"#;

const FILES: &[(&str, &str)] = &[
    ("streams.toml", STREAMS),
    (
        "ui/1.0.0.md",
        "+++\ndate = 2020-01-01\nsource = \"acme.example\"\n+++\n\n## Added\n\n- Queues. {#queues}\n",
    ),
    ("ui/1.0.1.md", "+++\ndate = 2020-02-01\n+++\n"),
    (
        "ui/1.1.0.md",
        "+++\ndate = 2020-03-01\n+++\n\n<!-- forewarn-lint-ignore missing-sauce -- a letter -->\n\n## Removed\n\n- Stacks are gone. {#stacks-gone}\n  <!-- forewarn-lint-ignore breaking-in-non-major until=2.0.0 -- nobody had any -->\n\n## Fixed\n\n- Lists sort by age, see https://git.acme.example/7. {#sort}\n",
    ),
    (
        "ui/1.1.1.md",
        "+++\ndate = 2020-02-15\nsource = \"acme.example\"\n+++\n\n## Added\n\n- **Breaking:** Heaps of their own. {#heaps}\n",
    ),
    (
        "ui/unreleased/lists.md",
        "Draft.\n\n## Fixed\n\n- Lists   keep their place. {#place}\n- Lists   keep their place. {#place-again}\n- Something  else. {#else}\n",
    ),
];

fn json(world: &World, args: &[&str]) -> Value {
    let mut all = vec!["lint", "--format", "json"];
    all.extend(args);
    let ran = world.run(&all);
    assert!(ran.code != 2, "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

/// The values of a key of all problems of a rule in a release.
fn of(document: &Value, rule: &str, release: &str, key: &str) -> Vec<String> {
    let problems = document["problems"].as_array().unwrap().iter();
    problems
        .filter(|problem| problem["rule"] == rule && problem["release"] == release)
        .map(|problem| problem[key].as_str().unwrap_or_default().to_owned())
        .collect()
}

/// The exports that a minor took away, each by name, with what shows it.
#[test]
fn the_exports_that_2_10_0_removed_are_named() {
    let document = json(&World::new(), &["2.10.0"]);
    let exports: Vec<String> = of(&document, "removal-in-non-major", "2.10.0", "symbol")
        .into_iter()
        .zip(of(&document, "removal-in-non-major", "2.10.0", "message"))
        .filter(|(_, message)| message.contains("(export"))
        .map(|(symbol, _)| symbol)
        .collect();
    assert_eq!(
        exports,
        [
            "ProfileConnector",
            "ProfileConnectorChildrenProps",
            "ProfileConnectorProps",
            "ProfileLinkButton",
            "ProfileLinkButtonChildrenProps",
            "ProfileLinkButtonProps",
            "ProfileView",
            "ProfileViewChildrenProps",
            "ProfileViewProps",
            "SearchListItem",
            "SearchListItemChildrenProps",
            "SearchListItemProps",
            "SearchView",
            "SearchViewChildrenProps",
            "SearchViewProps",
        ]
    );
    // One of them alone had been declared deprecated.
    let unannounced = of(&document, "removal-unannounced", "2.10.0", "symbol");
    assert!(!unannounced.contains(&"ProfileConnector".to_owned()));
    assert!(unannounced.contains(&"ProfileView".to_owned()));
    assert_eq!(
        of(&document, "bump-too-small", "2.10.0", "severity"),
        ["error"]
    );
}

/// 56 exports of 1.34.6 are not in 2.0.0. One of them came after 2.0.0, on the line of 1.34: 2.0.0 did not take it away.
#[test]
fn the_exports_that_2_0_0_removed_without_a_word_are_named() {
    let world = World::new();
    let document = json(&world, &["2.0.0", "--rule", "removal-unannounced"]);
    let exports: Vec<&Value> = document["problems"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|problem| {
            let message = problem["message"].as_str().unwrap();
            let is_root = !problem["symbol"].as_str().unwrap().contains('.');
            is_root && (message.contains("(export)") || message.contains("(export with"))
        })
        .collect();
    assert_eq!(exports.len(), 55);
    assert!(
        exports
            .iter()
            .all(|problem| problem["symbol"] != "OAuthConfig")
    );
    assert!(exports.iter().all(|problem| problem["severity"] == "error"));
    let theme = exports
        .iter()
        .find(|one| one["symbol"] == "BlueDarkTheme")
        .unwrap();
    let evidence = theme["evidence"].to_string();
    assert!(
        evidence.contains("a theme-token of that name as deprecated in ui/1.2.0"),
        "{evidence}"
    );
}

#[test]
fn breaches_of_a_window_in_text() {
    let world = World::new();
    let output = world
        .command()
        .env("COLUMNS", "80")
        .args(["lint", "2.8.3..2.10.1", "--as-of", "2026-06-15"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    let long: Vec<&str> = text
        .lines()
        .filter(|line| line.chars().count() > 80)
        .collect();
    // A path that is longer than a line is not broken.
    assert!(
        long.iter().all(|line| line.trim().split(' ').count() <= 2),
        "{long:?}"
    );
    insta::assert_snapshot!(text);
}

#[test]
fn a_made_changelog_in_every_format() {
    let world = made();
    for format in ["text", "json", "sarif", "github"] {
        let ran = world.run(&["lint", "--format", format]);
        assert_eq!((ran.code, ran.stderr.as_str()), (1, ""), "{format}");
        let shown = ran.stdout;
        if format == "sarif" {
            let mut log: Value = serde_json::from_str(&shown).unwrap();
            let rules = log["runs"][0]["tool"]["driver"]["rules"].take();
            assert_eq!(rules.as_array().unwrap().len(), 21);
            for key in ["version", "semanticVersion"] {
                log["runs"][0]["tool"]["driver"][key] = json!("[version]");
            }
            insta::assert_snapshot!("made_sarif", serde_json::to_string_pretty(&log).unwrap());
        } else {
            insta::assert_snapshot!(format!("made_{format}"), shown);
        }
    }
}

/// Table of (arguments, exit code).
#[test]
fn the_threshold_decides_on_the_exit_code() {
    let world = made();
    for (args, code) in [
        (&["lint"][..], 1),
        (&["lint", "--fail-on", "never"], 0),
        (&["lint", "--rule", "missing-source"], 0),
        (
            &["lint", "--rule", "missing-source", "--fail-on", "note"],
            1,
        ),
        (&["lint", "1.0.0"], 0),
        (&["lint", "1.0.1"], 0),
        (&["lint", "1.1.0", "--rule", "breaking-in-non-major"], 0),
        (&["lint", "1.1.1", "--rule", "breaking-in-non-major"], 1),
    ] {
        assert_eq!(world.run(args).code, code, "{args:?}");
    }
}

#[test]
fn all_clear_says_how_old_the_data_is() {
    let ran = made().run(&["lint", "1.0.0"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.starts_with("all clear\n"), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("newest known 1.1.1, no data after"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_release_without_a_surface_is_incomplete() {
    let ran = World::new().run(&["lint", "2.13.0"]);
    assert_eq!(ran.code, 3, "{}", ran.stdout);
    assert!(ran.stdout.starts_with("incomplete"), "{}", ran.stdout);
    let words: Vec<&str> = ran.stdout.split_whitespace().collect();
    let words = words.join(" ");
    let next = "`forewarn import npm:@twilio/flex-ui@2.13.0` reads it";
    assert!(words.contains(next), "{words}");
}

/// On the day before 2.0.0 nothing of it is known.
#[test]
fn what_came_later_is_not_seen() {
    let args = [
        "--as-of",
        "2022-12-06",
        "--stream",
        "ui",
        "--rule",
        "toggle-outlived,replacement-missing,deprecation-without-alternative,removal-overdue",
    ];
    let document = json(&World::new(), &args);
    let problems = document["problems"].as_array().unwrap();
    let later: Vec<&Value> = problems
        .iter()
        .filter(|problem| {
            let release = problem["release"].as_str().unwrap();
            release.starts_with("2.") && !release.contains('-')
        })
        .collect();
    assert!(later.is_empty(), "{later:#?}");
}

#[test]
fn fixing_touches_drafts_only_and_only_the_lines_that_go() {
    let world = made();
    let before = world.read("changelog/ui/unreleased/lists.md");
    let tried = world.run(&["lint", "--fix", "--dry-run", "--rule", "duplicate-entry"]);
    assert!(tried.stdout.contains("would fix"), "{}", tried.stdout);
    assert_eq!(world.read("changelog/ui/unreleased/lists.md"), before);
    let fixed = world.run(&["lint", "--fix", "--rule", "duplicate-entry"]);
    assert_eq!(fixed.code, 0, "{}", fixed.stdout);
    assert!(
        fixed.stdout.contains("lists.md:6: took out place-again"),
        "{}",
        fixed.stdout
    );
    assert_eq!(
        world.read("changelog/ui/unreleased/lists.md"),
        "Draft.\n\n## Fixed\n\n- Lists   keep their place. {#place}\n- Something  else. {#else}\n"
    );
    let again = world.run(&["lint", "--fix", "--rule", "duplicate-entry"]);
    assert!(!again.stdout.contains("took out"), "{}", again.stdout);
}

/// A waiver stays with its entry through the formatter, and no notes for people show it.
#[test]
fn waivers_survive_the_formatter_and_are_shown_to_nobody() {
    let world = made();
    let notes = world.run(&["notes", "1.1.0"]);
    assert!(!notes.stdout.contains("lint-ignore"), "{}", notes.stdout);
    assert_eq!(world.run(&["export", "out"]).code, 0);
    let written = world.read("out/ui/1.1.0.md");
    let lead =
        "- Stacks are gone. {#stacks-gone}\n\n  <!-- forewarn-lint-ignore breaking-in-non-major";
    assert!(written.contains(lead), "{written}");
    for format in [
        "markdown",
        "github",
        "html",
        "text",
        "json",
        "atom",
        "jsonfeed",
        "keepachangelog",
    ] {
        let notes = world.run(&["notes", "1.1.0", "--format", format]);
        assert_eq!(notes.code, 0, "{format}: {}", notes.stderr);
        assert!(
            !notes.stdout.contains("lint-ignore"),
            "{format}: {}",
            notes.stdout
        );
    }
}

#[test]
fn what_is_asked_or_configured_wrongly_gets_a_hint() {
    let mut told = String::new();
    for (config, args) in [
        ("", &["lint", "--rule", "removal-unanounced"][..]),
        ("", &["lint", "9.9.9"]),
        ("", &["lint", "--stream", "uy"]),
        ("", &["lint", "--fail-on", "all"]),
        ("", &["lint", "--dry-run"]),
        ("[lint]\nfail = \"note\"\n", &["lint"]),
        ("[lint.rules]\nmissing-sauce = \"off\"\n", &["lint"]),
        ("[lint.rules]\nmissing-source = \"silent\"\n", &["lint"]),
        ("[lint.rules]\nmissing-source = { hosts = [] }\n", &["lint"]),
        (
            "[lint.rules]\nprivate-link = { hosts = [\"https://x\"] }\n",
            &["lint"],
        ),
        (
            "[[lint.ignore]]\nrule = \"empty-entry\"\nwhy = \"x\"\n",
            &["lint"],
        ),
    ] {
        let world = made();
        world.write("forewarn.toml", format!("schema = 1\n{config}"));
        let ran = world.run(args);
        assert_eq!(
            (ran.code, ran.stdout.as_str()),
            (2, ""),
            "{args:?} {config}"
        );
        writeln!(told, "$ forewarn {}\n{}", args.join(" "), ran.stderr).unwrap();
    }
    insta::assert_snapshot!(told);
    let outside = World::new().run(&["lint", "--fix"]);
    assert_eq!(outside.code, 2);
    assert!(
        outside.stderr.contains("outside of a workspace"),
        "{}",
        outside.stderr
    );
}

#[test]
fn every_rule_is_listed_and_explained() {
    let world = World::new();
    let list = world.run(&["lint", "--list"]);
    assert_eq!(list.code, 0);
    insta::assert_snapshot!(list.stdout);
    for rule in forewarn::domain::lint::LintRule::WORDS {
        let page = world.run(&["explain", rule]);
        assert_eq!((page.code, page.stderr.as_str()), (0, ""), "{rule}");
        assert!(page.stdout.starts_with(rule), "{}", page.stdout);
        let markdown = world.run(&["explain", rule, "--format", "markdown"]);
        assert!(
            markdown.stdout.starts_with(&format!("# {rule}\n")),
            "{rule}"
        );
    }
    insta::assert_snapshot!(world.run(&["explain", "removal-unannounced"]).stdout);
    let near = world.run(&["explain", "removal-unanounced"]);
    assert!(
        near.stderr.contains("removal-unannounced"),
        "{}",
        near.stderr
    );
}
