//! Exit codes, closed pipes, colours, what is left behind, the same bytes every time.

use std::process::Stdio;

use crate::run::World;

#[test]
fn reading_commands_leave_nothing_behind() {
    let world = World::new();
    let before = world.listing();
    for args in [
        &[][..],
        &["notes"],
        &["versions", "--all"],
        &["defaults"],
        &["defaults", "2019-01-01.."],
        &["features"],
        &["features", "citrix-vdi"],
        &["deprecations"],
        &["completions", "bash"],
        &["man"],
        &["show", "enforce-logout"],
        &["search", "logout"],
        &["log"],
        &["db", "path"],
        &["db", "verify"],
    ] {
        let ran = world.run(args);
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.stderr);
        assert!(!ran.stdout.is_empty(), "{args:?}");
        assert_eq!(ran.stderr, "", "{args:?}");
    }
    assert_eq!(world.listing(), before);
}

#[test]
fn there_need_be_no_home() {
    let world = World::new();
    let output = world
        .command()
        .env_remove("HOME")
        .arg("versions")
        .output()
        .unwrap();
    assert!(output.status.success());
}

#[test]
fn two_runs_give_the_same_bytes() {
    for args in [
        &[][..],
        &["notes"],
        &["notes", "--format", "json"],
        &["versions", "--all"],
        &["defaults", "--format", "json"],
        &["features", "--format", "json"],
        &["deprecations", "--format", "json"],
        &["search", "voice"],
    ] {
        let (a, b) = (World::new().run(args), World::new().run(args));
        assert_eq!(a.stdout, b.stdout, "{args:?}");
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let world = World::new();
    let mut child = world
        .command()
        .arg("notes")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let world = World::new();
    let plain = world.run(&["versions"]).stdout;
    let coloured = world.run(&["versions", "--color", "always"]).stdout;
    assert!(!plain.contains('\u{1b}'));
    assert!(coloured.contains('\u{1b}'));
    assert_ne!(plain, coloured);
}

#[test]
fn every_command_has_help_with_an_example() {
    let world = World::new();
    for command in [
        "notes",
        "versions",
        "defaults",
        "features",
        "deprecations",
        "show",
        "search",
        "log",
        "import",
        "export",
        "init",
    ] {
        let ran = world.run(&[command, "--help"]);
        assert_eq!(ran.code, 0);
        assert!(ran.stdout.contains("Examples:\n  forewarn"), "{command}");
    }
    assert_eq!(
        world.run(&["--version"]).stdout,
        format!("forewarn {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn hostile_text_reaches_no_terminal_as_it_is() {
    let world = World::new();
    assert_eq!(world.run(&["init", "acme", "--new-stream", "app"]).code, 0);
    let hostile = "- \u{1b}]0;owned\u{7}\u{1b}[31mred \u{202e}txt.exe <script>alert(1)</script> [x](javascript:alert(1)) {#x}\n";
    world.write("changelog/app/1.0.0.md", format!("## Added\n\n{hostile}"));
    for format in ["markdown", "text", "json"] {
        let ran = world.run(&["notes", "--format", format]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let bad: Vec<char> = ran
            .stdout
            .chars()
            .filter(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}')
            .collect();
        assert!(format == "json" || bad.is_empty(), "{format}: {bad:?}");
        assert!(!ran.stdout.contains('\u{1b}'), "{format}");
    }
}

#[test]
fn a_workspace_is_read_from_its_files_and_its_edits() {
    let world = World::new();
    let ran = world.run(&[
        "init",
        "acme",
        "--name",
        "Acme Desk",
        "--new-stream",
        "app:semver:npm:@acme/app",
    ]);
    insta::assert_snapshot!(ran.stdout, @r"
    set up acme in [folder]/desk
      forewarn.toml
      policy.toml
      changelog/README.md
      changelog/streams.toml
      changelog/app/unreleased/.gitkeep
      next: describe a release in changelog/STREAM/VERSION.md, or forewarn import CHANGELOG.md
      later: configuration.toml for `checkup`, evidence.toml for `evidence`, conventions.toml for `scan`
    ");
    world.write(
        "changelog/app/1.0.0.md",
        "+++\ndate = 2024-05-01\n+++\n\n## Added\n\n- A start. {#start}\n",
    );
    assert!(world.run(&["notes"]).stdout.contains("- A start."));
    world.write(
        "changelog/app/1.0.0.md",
        "+++\ndate = 2024-05-01\n+++\n\n## Added\n\n- Another start. {#start}\n",
    );
    assert!(world.run(&["notes"]).stdout.contains("- Another start."));
    world.write(
        "changelog/app/unreleased/more.md",
        "## Added\n\n- More. {#more}\n",
    );
    assert!(!world.run(&["notes"]).stdout.contains("- More."));
    assert!(
        world
            .run(&["notes", "--unreleased"])
            .stdout
            .contains("- More.")
    );
    let log = world.run(&["log", "start"]).stdout;
    assert!(log.contains("change entry start"), "{log}");
    assert!(log.contains("create entry start"), "{log}");
    let versions = world.run(&["versions"]).stdout;
    assert!(
        versions.contains("1.0   1.0.0   2024-05-01  supported"),
        "{versions}"
    );
}

#[test]
fn a_changelog_is_imported_and_importing_again_changes_nothing() {
    let world = World::new();
    world.write(
        "CHANGELOG.md",
        "# Changelog\n\nAll changes.\n\n## [2.18.0] - 2026-06-01\n\n### Added\n\n- One.\n- Two:\n  - nested\n\n### Chores\n\n- Three.\n\n\
         [2.18.0]: https://example.org/compare\n",
    );
    let first = world.run(&["import", "CHANGELOG.md"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    insta::assert_snapshot!(first.stdout);
    let second = world.run(&["import", "CHANGELOG.md"]);
    assert!(
        second.stdout.contains("0 added, 3 known already"),
        "{}",
        second.stdout
    );
    assert!(
        second.stdout.contains("nothing changed"),
        "{}",
        second.stdout
    );
    assert!(
        world
            .run(&["notes", "2.18.0"])
            .stdout
            .contains("- Two:\n  - nested")
    );
    assert!(
        world
            .run(&["db", "leftovers"])
            .stdout
            .contains("All changes.")
    );
    assert!(world.run(&["versions"]).stdout.contains("2.18"));
}
