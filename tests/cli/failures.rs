//! What bad input gets: what is wrong, where, the nearest valid thing, exit 2, nothing changed.

use std::fmt::Write as _;

use crate::run::World;

/// A workspace with one release.
fn workspace() -> World {
    let world = World::new();
    let ran = world.run(&[
        "init",
        "acme",
        "--new-stream",
        "app",
        "--new-stream",
        "service:date",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    world.write(
        "changelog/app/1.0.0.md",
        "+++\ndate = 2024-05-01\n+++\n\n## Added\n\n- A start. {#start}\n",
    );
    world
}

fn failure(world: &World, args: &[&str]) -> String {
    let before = world.listing();
    let ran = world.run(args);
    assert_eq!(ran.code, 2, "{args:?}: {}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.stdout, "", "{args:?}");
    assert_eq!(world.listing(), before, "{args:?} changed something");
    ran.stderr
}

#[test]
fn what_a_user_asks_for_wrongly() {
    let world = World::new();
    let mut told = String::new();
    for args in [
        &["notes", "2.15.9"][..],
        &["notes", "2.99"],
        &["notes", "3.0.0..4.0.0"],
        &["notes", "2.14.0..2.13.0"],
        &["notes", "2.14.0..backend/2019-07-17"],
        &["notes", ".."],
        &["notes", "bakend/2019-07-17"],
        &["notes", "backend/2019-07-18"],
        &["notes", "2023-02-30"],
        &["notes", "backend"],
        &["notes", "--stream", "uii"],
        &["notes", "--since", "2024-02-30"],
        &["notes", "--since", "2025-01-01", "--until", "2024-01-01"],
        &["versions", "--stream", "webchatt"],
        &["show", "enforce-logot"],
        &["search", "***"],
        &["--platform", "flexx", "notes"],
        &["--db", "nowhere.db", "notes"],
        &["import", "nowhere.md"],
        &["import", "npm:@twilio/flex-ui"],
        &["export"],
        &["frobnicate"],
    ] {
        write!(
            told,
            "$ forewarn {}\n{}\n",
            args.join(" "),
            failure(&world, args).trim_end()
        )
        .unwrap();
    }
    insta::assert_snapshot!(told);
}

#[test]
fn what_is_wrong_with_files() {
    let mut told = String::new();
    for (path, content) in [
        (
            "changelog/app/1.1.0.md",
            &b"+++\ndate = 2024-02-30\n+++\n"[..],
        ),
        ("changelog/app/1.1.0.md", b"+++\ndate = \n+++\n"),
        (
            "changelog/app/1.1.0.md",
            b"+++\ndate = 2024-05-02\n\n## Added\n",
        ),
        ("changelog/app/1.1.0.md", b"+++\nstage = \"gaa\"\n+++\n"),
        ("changelog/app/1.1.0.md", b"## Added\n\n- Twice. {#start}\n"),
        (
            "changelog/app/1.1.0.md",
            b"## Added\n\n- A. {#a}\n- B. {#a}\n",
        ),
        ("changelog/app/1.1.md", b"## Added\n\n- A. {#a}\n"),
        ("changelog/service/1.0.0.md", b"## Added\n\n- A. {#a}\n"),
        ("changelog/service/2024-02-30.md", b""),
        ("changelog/ap/1.0.0.md", b""),
        ("changelog/app/1.1.0.md", b"## Added\n\n- caf\xe9 {#a}\n"),
        ("changelog/app/1.1.0.md/inside.md", b"x"),
        (
            "changelog/streams.toml",
            b"format = 2\nplatform = \"acme\"\n",
        ),
        ("forewarn.toml", b"schema = 9\n"),
        ("forewarn.toml", b"schema = \n"),
        (
            "policy.toml",
            b"schema = 1\nname = \"x\"\n[lifecycle]\nminor-maintained-months = \"six\"\n",
        ),
    ] {
        let world = workspace();
        world.write(path, content);
        write!(told, "{path}\n{}\n", failure(&world, &["notes"]).trim_end()).unwrap();
    }
    insta::assert_snapshot!(told.replace("[folder]/desk/", ""));
}

#[test]
fn a_damaged_database_names_its_last_backup() {
    let world = World::new();
    world.write(
        "CHANGELOG.md",
        "# Changelog\n\n## 2.18.0\n\n### Added\n\n- Something new.\n",
    );
    for _ in 0..2 {
        assert_eq!(
            world
                .run(&["--db", "own.db", "import", "CHANGELOG.md"])
                .code,
            0
        );
    }
    let mut bytes = std::fs::File::options()
        .write(true)
        .open(world.work().join("own.db"))
        .unwrap();
    std::io::Write::write_all(&mut bytes, &[0x5a; 4096]).unwrap();
    drop(bytes);
    let told = failure(&world, &["--db", "own.db", "notes"]);
    assert!(told.contains("own.db is damaged"), "{told}");
    assert!(
        told.contains(
            "forewarn --db [folder]/desk/own.db db restore [folder]/desk/own.db.backup-0001"
        ),
        "{told}"
    );
    let restored = world.run(&["--db", "own.db", "db", "restore"]);
    assert_eq!(restored.code, 0, "{}", restored.stderr);
    let ran = world.run(&["--db", "own.db", "notes", "2.18.0"]);
    assert!(
        ran.stdout.contains("Something new."),
        "{}{}",
        ran.stdout,
        ran.stderr
    );
}

#[test]
fn an_import_that_is_not_utf8_changes_nothing() {
    let world = World::new();
    world.write("CHANGELOG.md", b"## 1.0.0\n\n- caf\xe9\n");
    let told = failure(&world, &["import", "CHANGELOG.md"]);
    assert!(
        told.contains("CHANGELOG.md is not UTF-8: the first wrong byte is in line 3"),
        "{told}"
    );
}
