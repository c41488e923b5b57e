//! What the commands answer about API surfaces, and what they say when there is none.

use crate::run::{Ran, World};
use crate::surfaces;

fn world() -> World {
    let world = World::new();
    surfaces::database(&world.work().join("made.db"));
    world
}

fn run(world: &World, line: &str) -> Ran {
    let mut args: Vec<&str> = line.split(' ').collect();
    args.extend(["--db", "made.db"]);
    world.run(&args)
}

fn shown(world: &World, line: &str) -> String {
    let ran = run(world, line);
    let code = ran.code;
    let mut shown = format!("$ forewarn {line}\n{}", ran.stdout.replace('\r', "\\r"));
    if !ran.stderr.is_empty() {
        shown = format!("{shown}stderr:\n{}", ran.stderr);
    }
    format!("{shown}exit {code}\n")
}

fn all(lines: &[&str]) -> String {
    let world = world();
    let each: Vec<String> = lines.iter().map(|line| shown(&world, line)).collect();
    each.join("\n")
}

#[test]
fn the_surface_of_a_version() {
    insta::assert_snapshot!(all(&[
        "api show",
        "api show 1.1 --deprecated",
        "api show 1.1.0 --symbol Manager -q",
        "api show 2.0.0 --deep --kind export -q",
        "api show 1.1.0 --deprecated --format markdown",
        "api show 1.1.0 --deprecated --format csv -q",
    ]));
}

#[test]
fn the_difference_of_two_versions() {
    insta::assert_snapshot!(all(&[
        "api diff 1.0.0..1.1.0",
        "api diff 1.1.0..2.0.0",
        "api diff 1.1.0.. --only removed,moved",
        "api diff 1.1.0..2.0.0 --format markdown",
        "api diff 1.1.0..2.0.0 --format csv",
        "api diff 2.0.0..2.0.0",
    ]));
}

#[test]
fn the_life_of_a_symbol() {
    insta::assert_snapshot!(all(&[
        "api history Manager.chatClient",
        "api history legacy",
        "api history format --format markdown",
        "api history chatClient --format csv",
    ]));
}

#[test]
fn symbols_and_rules_are_explained() {
    insta::assert_snapshot!(all(&[
        "explain Manager.chatClient",
        "explain Manager.log",
        "explain format",
        "explain legacy",
        "explain Manager.version",
        "explain removed-api",
        "explain string-api",
        "explain Manager.chatClient --format markdown",
    ]));
}

#[test]
fn deprecations_as_tables_and_as_rows() {
    insta::assert_snapshot!(all(&[
        "deprecations --format markdown",
        "deprecations chatClient --format markdown",
        "deprecations --status removed --format csv",
        "deprecations --format csv -q",
    ]));
    let world = world();
    // The formats differ in looks, not in what they find wrong.
    for line in ["deprecations zeppelin", "deprecations --at 9.9.9"] {
        for format in ["text", "json", "markdown", "csv"] {
            let ran = run(&world, &format!("{line} --format {format}"));
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{line} {format}");
        }
    }
}

#[test]
fn what_is_asked_wrongly_gets_a_hint() {
    insta::assert_snapshot!(all(&[
        "api show --package @acme/ap",
        "api show --package npm:zeppelin",
        "api show 1.0.1",
        "api show 3.0.0",
        "api show 0.9.0",
        "api show newest",
        "api show --symbol Managr",
        "api show --symbol src/legacy#legacy",
        "api diff 1.0.0",
        "api diff ..2.0.0",
        "api diff 2.0.0..1.0.0",
        "api diff 1.0.1..2.0.0",
        "api history Manager.chatClent",
        "api history zeppelin",
        "explain removed-ap",
        "explain zeppelin",
    ]));
}

#[test]
fn where_no_surface_is_known_the_import_is_named() {
    let world = World::new();
    drop(surfaces::change_log(&world.work().join("made.db")));
    for line in [
        "api show --package npm:nothing",
        "api diff 1.0.0..2.0.0 --package npm:nothing",
        "api history Manager --package npm:nothing",
        "explain Manager --package npm:nothing",
    ] {
        let ran = run(&world, line);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{line}");
        assert!(
            ran.stderr
                .contains("no API surface of `npm:nothing` is known"),
            "{}",
            ran.stderr
        );
        assert!(
            ran.stderr.contains("forewarn import npm:nothing"),
            "{}",
            ran.stderr
        );
    }
    // A rule is explained without any.
    assert_eq!(run(&world, "explain moved-api").code, 0);
}

#[test]
fn a_gate_can_stand_on_a_difference() {
    let world = world();
    for (line, code) in [
        ("api diff 1.0.0..1.1.0", 0),
        ("api diff 1.0.0..1.1.0 --fail-on removed", 0),
        ("api diff 1.0.0..1.1.0 --fail-on moved", 0),
        ("api diff 1.0.0..1.1.0 --fail-on changed", 1),
        ("api diff 1.0.0..1.1.0 --fail-on any", 1),
        ("api diff 1.0.0..1.1.0 --fail-on semver", 0),
        ("api diff 1.1.0..2.0.0-beta.1 --fail-on removed", 1),
        ("api diff 1.1.0..2.0.0 --fail-on moved", 1),
        ("api diff 1.1.0..2.0.0 --fail-on semver", 0),
        // What a pre-release had is promised to nobody.
        ("api diff 2.0.0-beta.1..2.0.0 --fail-on removed", 1),
        ("api diff 2.0.0-beta.1..2.0.0 --fail-on semver", 0),
        ("api diff 2.0.0..2.0.0 --fail-on any", 0),
    ] {
        for format in ["text", "json", "csv"] {
            let ran = run(&world, &format!("{line} --format {format}"));
            assert_eq!(ran.code, code, "{line} {format}: {}", ran.stderr);
        }
    }
}

#[test]
fn the_lines_of_a_surface_are_the_same_however_they_are_asked_for() {
    let world = world();
    let plain = run(&world, "api show 1.1.0").stdout;
    let lines: Vec<&str> = plain.lines().collect();
    let path = |line: &str| line.split("  ").next().unwrap_or_default().to_owned();
    assert!(lines.is_sorted_by_key(|line| path(line)), "{plain}");
    assert!(!plain.contains('\u{1b}'));
    let columns = world
        .command()
        .env("COLUMNS", "40")
        .args(["api", "show", "1.1.0", "--db", "made.db"])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(columns.stdout).unwrap(), plain);
    // Filters leave lines out and change none.
    let some = run(&world, "api show 1.1.0 --deprecated").stdout;
    assert!(some.lines().all(|line| lines.contains(&line)), "{some}");
}

#[test]
fn reading_surfaces_leaves_nothing_behind() {
    let world = world();
    let before = world.listing();
    for line in [
        "api show",
        "api diff 1.0.0..",
        "api history legacy",
        "explain legacy",
    ] {
        assert_eq!(run(&world, line).code, 0, "{line}");
    }
    assert_eq!(world.listing(), before);
}
