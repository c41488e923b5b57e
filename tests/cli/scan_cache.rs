//! Answers of scans that are kept: used again for the same question only, and never anything but what a new look gives.

use std::path::PathBuf;

use crate::run::{Ran, World};

const PANEL: &str = "import { Manager } from '@twilio/flex-ui';
import { other } from './other';
// forewarn-ignore-next-line Manager.chatClient -- seen in review
export const a = Manager.getInstance().chatClient;
export const b = other(Manager.getInstance()).chatClient;
";

const OTHER: &str = "import { Manager } from '@twilio/flex-ui';
export const other = (manager: Manager) => manager;
export const c = Manager.getInstance().insightsClient;
";

const MANIFEST: &str = r#"{ "name": "plugin-kept", "version": "1.0.0", "dependencies": { "@twilio/flex-ui": "1.34.6" } }"#;

fn world() -> World {
    let world = World::new();
    world.write("plugin/package.json", MANIFEST);
    world.write("plugin/src/Panel.tsx", PANEL);
    world.write("plugin/src/other.ts", OTHER);
    world.write("plugin/src/made.js", "// @generated\nexport const x = 1;\n");
    world
}

fn scan(world: &World, more: &[&str]) -> Ran {
    let mut line = vec!["scan", "plugin", "--format", "json", "--fail-on", "never"];
    line.extend(more);
    let ran = world.run(&line);
    assert!(matches!(ran.code, 0 | 3), "{}", ran.stderr);
    ran
}

/// The answer, which has to be what one gets without a cache.
fn checked(world: &World, more: &[&str]) -> String {
    let ran = scan(world, more);
    let anew = [more, &["--no-cache"][..]].concat();
    assert_eq!(ran.stdout, scan(world, &anew).stdout, "{more:?}");
    ran.stdout
}

fn entries(world: &World) -> Vec<PathBuf> {
    let folder = world.home().join(".cache/forewarn/scan");
    let items = std::fs::read_dir(folder).into_iter().flatten();
    let mut entries: Vec<PathBuf> = items.map(|item| item.unwrap().path()).collect();
    entries.sort();
    entries
}

#[test]
fn a_second_run_says_the_same_and_keeps_nothing_new() {
    let world = world();
    let first = checked(&world, &[]);
    assert!(first.contains("Manager.chatClient"), "{first}");
    assert!(first.contains("\"ignored\": 1"), "{first}");
    assert_eq!(entries(&world).len(), 1);
    assert_eq!(checked(&world, &[]), first);
    assert_eq!(entries(&world).len(), 1);
    // What is asked of the findings, and how they are told, is no other question.
    for more in [
        &["--only", "removed"][..],
        &["--min-confidence", "high"],
        &["--format", "sarif"],
    ] {
        let mut line = vec!["scan", "plugin", "--fail-on", "never"];
        line.extend(more);
        let warm = world.run(&line);
        line.push("--no-cache");
        assert_eq!(warm.stdout, world.run(&line).stdout, "{more:?}");
    }
    assert_eq!(entries(&world).len(), 1);
}

#[test]
fn a_baseline_and_comments_are_held_against_what_was_kept() {
    let world = world();
    let first = scan(&world, &["--baseline", "known.json", "--update-baseline"]);
    assert_eq!(entries(&world).len(), 1);
    let then = checked(&world, &["--baseline", "known.json"]);
    assert_ne!(first.stdout, then);
    assert!(then.contains("\"findings\": []"), "{then}");
}

#[test]
fn whatever_the_answer_follows_from_makes_it_another() {
    let world = world();
    checked(&world, &[]);
    let mut known = 1;
    let mut is_new = |what: &str| {
        assert!(entries(&world).len() > known, "{what}");
        known = entries(&world).len();
    };
    for more in [
        &["--to", "2.0.2"][..],
        &["--from", "1.30.0"],
        &["--package", "npm:@twilio/flex-ui"],
        &["--as-of", "2026-06-16"],
    ] {
        checked(&world, more);
        is_new(&format!("{more:?}"));
    }
    world.write(
        "plugin/src/other.ts",
        OTHER.replace("insightsClient", "store"),
    );
    checked(&world, &[]);
    is_new("a changed file");
    world.write("plugin/src/more.ts", OTHER);
    checked(&world, &[]);
    is_new("a new file");
    world.write("plugin/package.json", MANIFEST.replace("1.34.6", "1.33.0"));
    checked(&world, &[]);
    is_new("another version in use");
    world.write("plugin/package.json", MANIFEST.replace("1.34.6", "1.34.6 "));
    checked(&world, &[]);
    is_new("another manifest");
}

#[test]
fn another_record_makes_it_another() {
    let world = world();
    checked(&world, &[]);
    let ran = world.run(&["export", "changelog"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let known = entries(&world).len();
    let import = ["import", "changelog", "--db", "own.db"];
    let ran = world.run(&import);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    checked(&world, &["--db", "own.db"]);
    assert!(entries(&world).len() > known);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "damages an entry")]
fn a_damaged_entry_is_as_if_it_was_not_there() {
    let world = world();
    let first = checked(&world, &[]);
    let entry = entries(&world).remove(0);
    let whole = std::fs::read(&entry).unwrap();
    let (half, _) = whole.split_at(whole.len() / 2);
    for damaged in [&[][..], half, b"forewarn-scan 1\n", &[0xff; 4096]] {
        std::fs::write(&entry, damaged).unwrap();
        assert_eq!(checked(&world, &[]), first);
        // It was made anew.
        assert_eq!(std::fs::read(&entry).unwrap(), whole);
    }
}

#[test]
fn what_could_not_be_read_is_looked_at_again() {
    let world = world();
    world.write("plugin/src/broken.ts", [0xff, 0xfe, 0x00, 0xd8]);
    checked(&world, &[]);
    assert_eq!(entries(&world), Vec::<PathBuf>::new());
}

#[test]
fn nothing_is_kept_where_nobody_wants_it_or_where_it_cannot_be() {
    let world = world();
    scan(&world, &["--no-cache"]);
    assert_eq!(entries(&world), Vec::<PathBuf>::new());
    for home in ["/dev/null", ""] {
        let output = world
            .command()
            .env("HOME", home)
            .args(["scan", "plugin", "--fail-on", "never"])
            .output()
            .unwrap();
        assert!(output.status.success());
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    }
}
