//! Writing the changelog: from a fragment to its readers, corrected there, by one writer at a time.

use std::fmt::Write as _;

use serde_json::Value;

use crate::run::{Ran, World};

const STREAMS: &str = "format = 1\nplatform = \"acme\"\n\n[[stream]]\nid = \"app\"\nscheme = \"semver\"\n\n[[stream]]\nid = \"backend\"\nscheme = \"date\"\n";

const PUBLISHED: &str =
    "+++\ndate = 2026-01-10\n+++\n\n## Added\n\n- Calls can be put on hold. {#hold}\n";

pub(super) fn desk() -> World {
    let world = World::new();
    world.write("forewarn.toml", "schema = 1\n");
    world.write("changelog/streams.toml", STREAMS);
    world.write("changelog/app/1.0.0.md", PUBLISHED);
    world
}

fn run(world: &World, line: &str) -> Ran {
    let words: Vec<&str> = line.split(' ').collect();
    let texts: Vec<String> = words.iter().map(|word| word.replace('_', " ")).collect();
    let args: Vec<&str> = texts.iter().map(String::as_str).collect();
    world.run(&args)
}

fn done(world: &World, line: &str) -> String {
    let ran = run(world, line);
    assert_eq!(ran.code, 0, "{line}: {}", ran.stderr);
    ran.stdout
}

/// Commands one after the other, with what each says.
fn session(world: &World, lines: &[&str]) -> String {
    let mut told = String::new();
    for line in lines {
        let ran = run(world, line);
        write!(told, "$ forewarn {line}\n{}{}", ran.stdout, ran.stderr).unwrap();
        if ran.code != 0 {
            writeln!(told, "exit {}", ran.code).unwrap();
        }
    }
    told
}

#[test]
fn from_a_fragment_to_its_readers() {
    let world = desk();
    insta::assert_snapshot!(session(
        &world,
        &[
            "entry new --in app/unreleased/queue-filter --kind added --text Queues_can_be_filtered.",
            "entry new --in app/unreleased/dialpad --kind removed --text The_old_dialpad_is_gone. --breaking --impact Its_parts_are_not_there. --action Use_the_new_one.",
            "next",
            "release new app/1.1.0 --from-unreleased --summary Queues_and_calls.",
            "release rename app/1.1.0 app/2.0.0",
            "release publish app/2.0.0",
            "release submit app/2.0.0",
            "release approve app/2.0.0 --author Ada",
            "entry edit queue-filter --text Queues_can_be_filtered_by_name.",
            "release publish app/2.0.0",
            "release approve app/2.0.0 --author Ada --reason read_again",
            "release schedule app/2.0.0 --at 2030-06-01T08:00:00Z",
            "notes app/2.0.0",
            "notes app/2.0.0 --as-of 2030-06-01",
            "release publish app/2.0.0 --dry-run",
            "release publish app/2.0.0",
            "notes app/2.0.0",
            "release withdraw app/2.0.0",
            "release withdraw app/2.0.0 --reason It_does_not_start.",
            "undo",
            "undo",
        ]
    ));
    insta::assert_snapshot!("authored_file", world.read("changelog/app/2.0.0.md"));
    assert_eq!(done(&world, "db verify").matches("sound").count(), 4);
}

#[test]
fn what_cannot_be_done_says_what_can() {
    let world = desk();
    done(
        &world,
        "entry new --in app/unreleased/one --kind fixed --text One.",
    );
    done(&world, "release new app/1.1.0");
    insta::assert_snapshot!(session(
        &world,
        &[
            "entry edit hold --text Other.",
            "entry correct hold --text Other.",
            "entry correct hold --text Calls_can_be_put_on_hold. --reason x",
            "entry correct one --text Other. --reason x",
            "entry new --in app/1.0.0 --kind added --text More.",
            "entry new --in app/1.1.0 --kind added --text More. --id hold",
            "entry new --in app/1.1.0 --kind added --text More. --id Big",
            "entry new --in app/1.1.0 --text More.",
            "entry new --in app/1.1.0 --kind added",
            "entry new --in app/1.2.0 --kind added --text More.",
            "entry new --in app/unreleased/A_b --kind added --text More.",
            "entry new --in app/1.1.0 --kind added --text More. --related none",
            "entry new --in app/1.1.0 --kind added --text More. --feature none",
            "entry move hold --to app/1.1.0",
            "entry move one --to app/unreleased/one",
            "entry delete-draft hold",
            "entry delete-draft hould",
            "release new app/1.1.0",
            "release new app/x",
            "release new other/1.0.0",
            "release new app/unreleased/two",
            "release new backend/2026-02-30",
            "release rename app/1.1.0 app/1.0.0",
            "release rename app/1.0.0 app/1.0.1",
            "release rename app/1.1.0 backend/2026-02-01",
            "release edit app/1.1.0",
            "release submit app/unreleased/one",
            "release approve app/1.1.0",
            "release withdraw app/1.1.0",
            "release schedule app/1.1.0 --at 2030-06-01T08:00:00Z",
            "release publish app/1.0.0",
            "release submit app/1.1.0",
            "release submit app/1.1.0",
            "release approve app/1.1.0",
            "release approve app/1.1.0",
            "release schedule app/1.1.0 --at 2020-06-01T08:00:00Z",
            "release schedule app/1.1.0 --at tomorrow",
            "release publish app/1.1.0",
            "next --stream none",
        ]
    ));
}

#[test]
fn a_correction_reaches_its_readers() {
    let world = desk();
    let before = done(&world, "notes app/1.0.0 --format atom");
    done(
        &world,
        "entry correct hold --text Calls_can_be_put_on_hold_and_taken_back. --reason half_was_missing --author Ada",
    );
    let notes = done(&world, "notes app/1.0.0");
    assert!(
        notes.contains("Calls can be put on hold and taken back."),
        "{notes}"
    );
    assert!(notes.contains("2026-06-15"), "{notes}");
    let shown = done(&world, "show hold");
    assert!(
        shown.contains("Calls can be put on hold.") && shown.contains("half was missing"),
        "{shown}"
    );
    let log = done(&world, "log hold");
    assert!(
        log.contains("by Ada") && log.contains("half was missing"),
        "{log}"
    );

    // The next release tells of it.
    done(
        &world,
        "entry new --in app/unreleased/x --kind fixed --text X.",
    );
    done(
        &world,
        "release new app/1.0.1 --from-unreleased --date 2026-06-20",
    );
    for step in ["submit", "approve", "publish"] {
        done(&world, &format!("release {step} app/1.0.1"));
    }
    let next = done(&world, "notes app/1.0.1 --as-of 2026-06-21");
    assert!(next.contains("half was missing"), "{next}");

    // A feed's item is the same item, of another day.
    let after = done(&world, "notes app/1.0.0 --format atom");
    let of = |feed: &str, tag: &str| -> Vec<String> {
        let lines = feed.lines().map(str::trim);
        lines
            .filter(|line| line.starts_with(tag))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(of(&before, "<id>"), of(&after, "<id>"));
    assert_ne!(of(&before, "<updated>"), of(&after, "<updated>"));
    assert_eq!(done(&world, "db verify").matches("sound").count(), 4);

    // A fresh clone answers the same.
    let clone = World::new();
    for file in [
        "forewarn.toml",
        "changelog/streams.toml",
        "changelog/app/1.0.0.md",
        "changelog/app/1.0.1.md",
    ] {
        clone.write(file, world.read(file));
    }
    for answer in [
        "notes --as-of 2026-06-21",
        "notes --as-of 2026-06-21 --format json",
        "show hold",
    ] {
        assert_eq!(done(&world, answer), done(&clone, answer), "{answer}");
    }
}

#[test]
fn what_is_scheduled_is_in_no_answer_before_its_time() {
    let world = desk();
    done(
        &world,
        "entry new --in app/unreleased/secret --kind added --text Sesame_opens.",
    );
    done(
        &world,
        "release new app/1.1.0 --from-unreleased --summary Sesame.",
    );
    for step in ["submit", "approve"] {
        done(&world, &format!("release {step} app/1.1.0"));
    }
    done(
        &world,
        "release schedule app/1.1.0 --at 2030-06-01T08:00:00Z",
    );
    for format in [
        "markdown",
        "github",
        "html",
        "text",
        "atom",
        "jsonfeed",
        "keepachangelog",
    ] {
        for line in ["notes --stream app", "notes --stream app --unreleased"] {
            let ran = run(&world, &format!("{line} --format {format}"));
            assert!(
                !ran.stdout.contains("Sesame"),
                "{line} as {format}: {}",
                ran.stdout
            );
            let ran = run(
                &world,
                &format!("{line} --format {format} --as-of 2030-06-01"),
            );
            assert!(
                line.ends_with("unreleased") || ran.stdout.contains("Sesame"),
                "{line} as {format}: {}",
                ran.stdout
            );
        }
    }
    for line in [
        "search sesame",
        "versions",
        "versions --format json",
        "defaults",
        "features",
        "deprecations",
        "impact 1.0.0..1.1.0",
        "impact 1.0.0..1.1.0 --format json",
        "impact 1.0.0..1.1.0 --format markdown",
        "impact 1.0.0..1.1.0 --format html",
        "impact 1.0.0..1.1.0 --format checklist",
        "impact 1.0.0..1.0.0 --format json",
        "explain sesame",
        "check --format json",
        "",
    ] {
        let ran = if line.is_empty() {
            world.run(&[])
        } else {
            run(&world, line)
        };
        assert!(!ran.stdout.contains("Sesame"), "{line}: {}", ran.stdout);
    }
}

#[test]
fn a_file_formatted_by_hand_keeps_its_form() {
    let world = desk();
    let by_hand = "+++\n# why: ask Ada\nstate   = 'draft'\n+++\n\n## Fixed\n\n* First, on\n  two lines. {#first}\n* Second. {#second}\n";
    world.write("changelog/app/1.1.0.md", by_hand);
    done(&world, "entry edit second --text Better.");
    done(&world, "release edit app/1.1.0 --title Spring");
    let now = world.read("changelog/app/1.1.0.md");
    for line in [
        "# why: ask Ada",
        "state   = 'draft'",
        "* First, on",
        "  two lines. {#first}",
    ] {
        assert!(now.lines().any(|one| one == line), "{line} in\n{now}");
    }
    assert!(
        now.contains("Better. {#second}") && now.contains("title = \"Spring\""),
        "{now}"
    );
}

#[test]
fn the_formats_of_an_edit() {
    let world = desk();
    let line = "entry new --in app/unreleased/a --kind added --text A. --format json";
    let told: Value = serde_json::from_str(&done(&world, line)).unwrap();
    assert_eq!(told["subject"], "a");
    assert_eq!(told["created"], 2);
    let next: Value = serde_json::from_str(&done(&world, "next --format json")).unwrap();
    assert_eq!(next["streams"][0]["next"], "1.1.0");
    assert_eq!(done(&world, "next --stream app --plain"), "1.1.0\n");
    let before = world.listing();
    done(&world, "entry delete-draft a --dry-run");
    assert_eq!(world.listing(), before);
    done(&world, "entry revert hold --in app/unreleased/b");
    assert!(
        world
            .read("changelog/app/unreleased/b.md")
            .contains("reverts = \"hold\"")
    );
    done(&world, "release new app/0.9.1");
    done(&world, "entry refer hold --in app/0.9.1");
    assert!(
        world
            .read("changelog/app/0.9.1.md")
            .contains("includes = [\"hold\"]")
    );
}

#[test]
fn a_database_is_edited_as_a_workspace_is() {
    let world = World::new();
    let db = |line: &str| done(&world, &format!("--db own.db {line}"));
    world.write(
        "CHANGELOG.md",
        "# Changelog\n\n## 2.18.0\n\n### Added\n\n- Something.\n",
    );
    db("import CHANGELOG.md");
    db("entry new --in ui/unreleased/x --kind added --text Sesame_opens.");
    assert!(db("show x").contains("Sesame opens."));
    db("undo");
    let gone = run(&world, "--db own.db show x");
    assert_eq!(gone.code, 2, "{}", gone.stdout);
    assert!(db("db verify").contains("revision chain: sound"));
}

/// Two processes, each with edits of its own: every one is acknowledged, and every one is there.
#[test]
fn two_writers_lose_nothing() {
    const EDITS: usize = 100;
    let world = desk();
    done(&world, "notes");
    let world = &world;
    std::thread::scope(|scope| {
        for who in ["a", "b"] {
            scope.spawn(move || {
                for number in 0..EDITS {
                    let id = format!("{who}-{number}");
                    let place = format!("app/unreleased/{who}-{}", number % 5);
                    let ran = world.run(&[
                        "entry", "new", "--in", &place, "--id", &id, "--kind", "fixed", "--text",
                        &id,
                    ]);
                    assert_eq!(ran.code, 0, "{}", ran.stderr);
                    if number % 10 == 0 {
                        assert_eq!(world.run(&["notes"]).code, 0);
                    }
                }
            });
        }
    });
    let log = done(world, "log --limit 100000 --format json");
    let log: Value = serde_json::from_str(&log).unwrap();
    let created: Vec<&str> = log["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["action"] == "create")
        .filter_map(|one| one["subject"].as_str())
        .collect();
    for who in ["a", "b"] {
        for number in 0..EDITS {
            let subject = format!("entry {who}-{number}");
            assert_eq!(
                created.iter().filter(|one| **one == subject).count(),
                1,
                "{subject}"
            );
            let file = world.read(&format!("changelog/app/unreleased/{who}-{}.md", number % 5));
            assert!(file.contains(&format!("{{#{who}-{number}}}")), "{subject}");
        }
    }
    assert_eq!(done(world, "db verify").matches("sound").count(), 4);
}

#[test]
fn settings_and_features_are_written() {
    let world = desk();
    done(&world, "release new app/1.1.0");
    done(
        &world,
        "entry new --in app/1.1.0 --kind default --id ring-30 --text Calls_ring_for_30_s.",
    );
    insta::assert_snapshot!(session(
        &world,
        &[
            "setting set app.ring-time --entry ring-30 --new 30 --name Ring_time --unit seconds --pointer /ring --applies-to new-accounts",
            "setting set app.ring-time --entry ring-30 --old 20",
            "setting set app.ring-time --entry ring-30 --old 20",
            "setting set app.theme --entry ring-30 --new dark --old null --automatic --exclude eu:_asked_for_it",
            "setting set app.ringtime --entry ring-30 --effective 2026-07-01",
            "setting remove app.ringtime --entry ring-30",
            "setting remove app.ringtime --entry ring-30",
            "setting set App --entry ring-30 --new 1",
            "setting set app.x --entry ring-30 --new 1 --pointer x",
            "setting set app.x --entry hold --new 1",
            "setting set app.x --entry none --new 1",
            "setting set app.x --new 1",
            "release submit app/1.1.0",
            "release approve app/1.1.0",
            "setting set app.theme --entry ring-30 --new light",
            "release approve app/1.1.0",
            "release publish app/1.1.0",
            "release new app/1.2.0",
            "entry new --in app/1.2.0 --kind default --id ring-60 --text Calls_ring_for_60_s.",
            "setting set app.ring-time --entry ring-60 --new 60",
            "defaults",
            "feature new holding --name Holding_calls --compatible app=>=1.1.0",
            "feature new holding --name Holding_calls",
            "feature new Holding --name Holding_calls",
            "feature new other",
            "feature new other --name Other --stream none",
            "feature new other --name Other --compatible app=x",
            "feature move holding --stage beta --in app/1.1.0",
            "feature move holding --stage ga --phase new-accounts --date 2026-06-14",
            "feature move holding --stage ga",
            "feature move holding --stage pilot --date 2026-01-02 --label first_ones",
            "feature move holding --stage beta --date 2026-06-15",
            "feature move holding",
            "feature move holdin --stage ga",
            "feature move holding --stage ended --in app/9.9.9",
            "feature edit holding --name Holding",
            "feature edit holding --name Holding",
            "features holding",
            "undo",
            "undo",
        ]
    ));
    insta::assert_snapshot!("written_settings", world.read("changelog/app/1.1.0.md"));
    insta::assert_snapshot!("written_features", world.read("changelog/features.toml"));
}

/// A `features.toml` by hand keeps its form, but for what the edit is about.
#[test]
fn features_by_hand_keep_their_form() {
    let world = desk();
    let by_hand = "# Ours\n[[feature]]\nid   = 'holding'\nname = 'Holding' # for now\n\n  [[feature.event]]\n  stage = 'pilot'\n";
    world.write("changelog/features.toml", by_hand);
    done(
        &world,
        "feature move holding --stage beta --date 2026-06-01",
    );
    let text = world.read("changelog/features.toml");
    assert!(text.starts_with(by_hand), "{text}");
    assert!(
        text.contains("stage = \"beta\"\ndate = 2026-06-01"),
        "{text}"
    );
}

#[test]
fn revisions_are_held_against_each_other() {
    let world = desk();
    for line in [
        "release new app/1.1.0",
        "entry new --in app/1.1.0 --kind added --id one --text One.",
        "entry edit one --text Two. --author Ada",
        "entry edit one --text Three. --kind changed --reason clearer",
        "feature new holding --name Holding",
        "feature move holding --stage beta --date 2026-06-01",
        "entry delete-draft one",
    ] {
        done(&world, line);
    }
    let told = session(
        &world,
        &[
            "log one",
            "diff one",
            "diff one 8",
            "diff one 6 7",
            "diff one 8 8",
            "diff one 8 6",
            "diff one 4 4",
            "diff one 99",
            "diff app/1.1.0",
            "diff holding",
            "diff hold",
            "diff nothing",
        ],
    );
    // Times and hashes are of this run.
    let is_time =
        |word: &str| word.len() >= 20 && word.get(10..11) == Some("T") && word.contains('Z');
    let is_hash = |word: &str| word.len() == 8 && word.bytes().all(|one| one.is_ascii_hexdigit());
    let words = told.split_inclusive(&[' ', '\n', ',']).map(|part| {
        let word = part.trim_end_matches([' ', '\n', ',']);
        match word {
            word if is_time(word) => part.replace(word, "[time]"),
            word if is_hash(word) => part.replace(word, "[hash]"),
            _ => part.to_owned(),
        }
    });
    insta::assert_snapshot!(words.collect::<String>());
}

/// What readers have is taken back in the open.
#[test]
fn what_readers_have_is_not_undone() {
    let world = desk();
    insta::assert_snapshot!(session(
        &world,
        &[
            "entry correct hold --text Calls_wait. --reason clearer",
            "undo",
            "entry new --in app/unreleased/one --kind fixed --text One.",
            "release new app/1.0.1 --from-unreleased",
            "release submit app/1.0.1",
            "release approve app/1.0.1",
            "release publish app/1.0.1",
            "undo",
            "release withdraw app/1.0.1 --reason broken",
            "undo",
            "notes app/1.0.1",
        ]
    ));
}
