//! What a range brings in the end: maintenance lines, pre-releases, reverts, back-ports, corrections, limits.

use serde_json::Value;

use crate::run::World;

/// A history in which everything happens that a range has to put right.
fn world() -> World {
    let world = World::new();
    world.write("forewarn.toml", "schema = 1\n");
    world.write(
        "changelog/streams.toml",
        "format = 1\nplatform = \"acme\"\nname = \"Acme\"\n\n[[stream]]\nid = \"ui\"\nscheme = \"semver\"\n",
    );
    for (version, front, body) in [
        (
            "1.0.0",
            "date = 2020-01-01",
            "## Added\n\n- Queues. {#queues}\n",
        ),
        (
            "1.1.0",
            "date = 2020-03-01",
            "## Added\n\n- Lists. {#lists}\n\n## Changed\n\n- Lists are sorted by age. {#sorted}\n",
        ),
        (
            "1.1.1",
            "date = 2020-04-01\nincludes = [\"login\"]",
            "## Fixed\n\n- Lists keep their place. {#place}\n",
        ),
        (
            "1.1.2",
            "date = 2020-09-01\nincludes = [\"export\"]",
            "## Fixed\n\n- Made for the old line alone. {#old-line}\n",
        ),
        (
            "2.0.0-beta.1",
            "date = 2020-05-01\nsummary = \"First look.\"",
            "## Added\n\n- A new panel. {#panel-beta}\n- Themes. {#themes}\n\n## Known issues\n\n- Themes flicker. {#flicker}\n",
        ),
        (
            "2.0.0",
            "date = 2020-06-01\n\n[entry.flicker-gone]\nreverts = \"sorted\"\n\n[entry.secret]\naudience = [\"staff\"]",
            "## Added\n\n- A new panel {#panel}\n\n## Changed\n\n- Lists are sorted by name again. {#flicker-gone}\n- Only for staff. {#secret}\n\n## Removed\n\n- **Breaking:** The old panel is gone. {#old-panel}\n",
        ),
        (
            "2.1.0",
            "date = 2020-08-01",
            "## Fixed\n\n- Logging in works. {#login}\n- Export works. {#export}\n\n## Security\n\n- Tokens are checked. {#tokens}\n",
        ),
    ] {
        let extra = if version == "2.0.0-beta.1" {
            "\n\n[entry.flicker]\nfixed-in = \"ui/2.0.0\""
        } else if version == "1.0.0" {
            "\n\n[[correction]]\nentry = \"queues\"\nformer = \"Queues and stacks.\"\nreason = \"There were no stacks.\"\ndate = 2020-07-01"
        } else {
            ""
        };
        world.write(
            &format!("changelog/ui/{version}.md"),
            format!("+++\n{front}{extra}\n+++\n\n{body}"),
        );
    }
    world
}

fn document(world: &World, args: &[&str]) -> Value {
    let mut all = vec!["notes"];
    all.extend(args);
    all.extend(["--format", "json"]);
    let ran = world.run(&all);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

/// `version: id id`, newest first.
fn told(document: &Value) -> Vec<String> {
    let releases = document["releases"].as_array().unwrap().iter();
    releases
        .map(|release| {
            let entries = release["entries"].as_array().unwrap().iter();
            let ids: Vec<&str> = entries.map(|entry| entry["id"].as_str().unwrap()).collect();
            format!(
                "{}: {}",
                release["version"].as_str().unwrap(),
                ids.join(" ")
            )
        })
        .collect()
}

fn why(document: &Value, id: &str) -> String {
    document["excluded"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == id)
        .map(|one| one["why"].as_str().unwrap().to_owned())
        .unwrap_or_default()
}

#[test]
fn a_range_tells_what_it_brings_in_the_end() {
    let world = world();
    let document = document(&world, &["1.0.0..2.1.0"]);
    assert_eq!(
        told(&document),
        [
            "2.1.0: login export tokens",
            "2.0.0: panel themes old-panel",
            "1.1.1: place",
            "1.1.0: lists",
        ]
    );
    for (id, reason) in [
        (
            "old-line",
            "released after 2.0.0, on the maintenance line 1.1: not part of what 2.1.0 brings",
        ),
        ("panel-beta", "told in 2.0.0 as panel"),
        ("flicker", "mended in ui/2.0.0, before 2.0.0 was out"),
        ("sorted", "taken back in ui/2.0.0"),
        ("flicker-gone", "takes back what ui/1.1.0 brought"),
        ("secret", "for staff, not for public"),
    ] {
        assert_eq!(why(&document, id), reason, "{id}");
    }
    let counts = &document["counts"];
    let count = |name: &str| counts[name].as_u64().unwrap();
    assert_eq!(
        count("entries_in"),
        count("entries_out") + count("excluded_entries")
    );
    assert_eq!(counts["folded"], 2);
    assert_eq!(
        document["remarks"][0],
        "What the pre-releases of 2.0.0 say beside their entries is in notes of their own: ui/2.0.0-beta.1."
    );
}

#[test]
fn as_published_tells_each_release_by_itself() {
    let document = document(&world(), &["1.0.0..2.1.0", "--as-published"]);
    assert_eq!(
        told(&document),
        [
            "1.1.2: old-line",
            "2.1.0: login export tokens",
            "2.0.0: panel flicker-gone old-panel",
            "2.0.0-beta.1: panel-beta themes flicker",
            "1.1.1: place",
            "1.1.0: lists sorted",
        ]
    );
}

/// The range begins on a line that has the back-port: it is no news. One that only the older line got is no
/// news either, when the range ends there.
#[test]
fn a_back_port_is_told_once_or_not_at_all() {
    let world = world();
    for (range, expected) in [
        // 1.1.1 has `login` from 2.1.0.
        ("1.1.0..1.1.1", vec!["1.1.1: place login"]),
        ("1.1.1..1.1.2", vec!["1.1.2: old-line export"]),
        (
            "1.1.2..2.1.0",
            vec![
                "2.1.0: tokens",
                "2.0.0: panel flicker-gone themes old-panel",
            ],
        ),
    ] {
        let document = document(&world, &[range]);
        let mut told = told(&document);
        for line in &mut told {
            *line = line.replace("panel themes flicker-gone", "panel flicker-gone themes");
        }
        assert_eq!(told, expected, "{range}");
    }
}

#[test]
fn a_revert_alone_says_what_it_takes_back() {
    let document = document(&world(), &["1.1.2..2.0.0"]);
    let entries = document["releases"][0]["entries"].as_array().unwrap();
    let revert = entries
        .iter()
        .find(|entry| entry["id"] == "flicker-gone")
        .unwrap();
    assert_eq!(revert["takes_back"], "ui/1.1.0");
}

/// A stable release's notes hold those of the pre-releases that led to it; a pre-release's are its own.
#[test]
fn a_stable_release_is_told_with_its_pre_releases() {
    let world = world();
    let stable = document(&world, &["2.0.0"]);
    assert_eq!(
        told(&stable),
        ["2.0.0: panel themes flicker-gone old-panel"]
    );
    assert_eq!(stable["releases"][0]["prereleases"][0], "2.0.0-beta.1");
    let beta = document(&world, &["2.0.0-beta.1"]);
    assert_eq!(told(&beta), ["2.0.0-beta.1: panel-beta themes flicker"]);
}

/// The correction of 2020-07-01 is told again in the next release of its stream.
#[test]
fn a_correction_is_announced_in_the_release_where_it_was_made() {
    let world = world();
    let document = document(&world, &["2.1.0"]);
    let announced = &document["releases"][0]["corrections"][0];
    assert_eq!(announced["entry"], "queues");
    assert_eq!(announced["release"], "ui/1.0.0");
    assert_eq!(announced["reason"], "There were no stacks.");
    for format in ["markdown", "text", "github", "html"] {
        let out = world.run(&["notes", "2.1.0", "--format", format]).stdout;
        assert!(out.contains("There were no stacks."), "{format}: {out}");
    }
}

#[test]
fn readers_see_what_is_for_them() {
    let world = world();
    let staff = document(&world, &["2.0.0", "--audience", "staff"]);
    assert_eq!(
        told(&staff),
        ["2.0.0: panel themes flicker-gone secret old-panel"]
    );
}

/// Breaking and security entries stay longest; what is left out is counted, with where all of it is.
#[test]
fn a_limit_cuts_between_entries_and_says_so() {
    let world = world();
    let whole = world.run(&["notes", "1.0.0..2.1.0"]).stdout;
    let length = whole.chars().count();
    let at_length = length.to_string();
    let same = world.run(&["notes", "1.0.0..2.1.0", "--max-chars", &at_length]);
    assert_eq!(same.stdout, whole);
    let mut shown_before = usize::MAX;
    let mut least = 0;
    for limit in (0..length).rev().step_by(20) {
        let limit = limit.to_string();
        let ran = world.run(&[
            "notes",
            "1.0.0..2.1.0",
            "--max-chars",
            &limit,
            "--more",
            "https://acme.example/notes",
        ]);
        if ran.code == 2 {
            least = limit.parse().unwrap();
            break;
        }
        assert_eq!(ran.code, 0, "{limit}: {}", ran.stderr);
        assert!(ran.stdout.chars().count() <= limit.parse::<usize>().unwrap());
        assert!(
            ran.stdout.contains("https://acme.example/notes"),
            "{}",
            ran.stdout
        );
        let shown = ran
            .stdout
            .lines()
            .filter(|line| line.starts_with("- "))
            .count();
        assert!(shown <= shown_before);
        shown_before = shown;
        // The last to go is the breaking one, then the security fix.
        let has = |text: &str| ran.stdout.contains(text);
        assert!(has("The old panel is gone") || !has("Tokens are checked"));
        assert!(has("Tokens are checked") || !has("Logging in works"));
    }
    assert!(shown_before <= 1 && least < 600, "{shown_before} {least}");
    let ran = world.run(&["notes", "1.0.0..2.1.0", "--max-chars", "20"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("not one entry fits into 20 characters"),
        "{}",
        ran.stderr
    );
}

/// What is for others, or not published, is not named where everybody reads; its authors see it in JSON.
#[test]
fn public_notes_do_not_name_what_is_not_for_their_readers() {
    let world = world();
    world.write(
        "changelog/ui/2.2.0.md",
        "+++\nstate = \"draft\"\n+++\n\n## Security\n\n- A hole. {#the-hole}\n",
    );
    for format in ["markdown", "github", "html", "text", "atom", "jsonfeed"] {
        let ran = world.run(&["notes", "2.0.0..2.2.0", "--format", format]);
        assert!(!ran.stdout.contains("the-hole"), "{format}: {}", ran.stdout);
        let ran = world.run(&["notes", "2.0.0", "--format", format]);
        assert!(!ran.stdout.contains("secret"), "{format}: {}", ran.stdout);
        assert!(
            ran.stderr
                .contains("1 is for other readers or not published yet, and not told"),
            "{format}: {}",
            ran.stderr
        );
    }
    let document = document(&world, &["2.0.0..2.2.0"]);
    assert_eq!(
        why(&document, "the-hole"),
        "its release ui/2.2.0 is in state draft"
    );
}

/// A day in the past sees what was published by then: a scheduled release from its day on, in every answer.
#[test]
fn a_scheduled_release_is_out_from_its_day_on_everywhere() {
    let world = world();
    world.write(
        "changelog/ui/2.2.0.md",
        "+++\nstate = \"scheduled\"\npublish-at = 2020-10-01T10:00:00+02:00\n+++\n\n## Added\n\n- Later. {#later}\n",
    );
    for (day, is_out) in [("2020-09-30", false), ("2020-10-01", true)] {
        let ran = world.run(&["notes", "2.1.0..2.2.0", "--as-of", day]);
        assert_eq!(
            ran.stdout.contains("## 2.2.0 - 2020-10-01"),
            is_out,
            "{day}: {}",
            ran.stdout
        );
        let ran = world.run(&["versions", "--as-of", day]);
        assert_eq!(
            ran.stdout.contains("2.2.0"),
            is_out,
            "{day}: {}",
            ran.stdout
        );
        let ran = world.run(&["notes", "--format", "atom", "--as-of", day]);
        assert_eq!(
            ran.stdout.contains("2.2.0"),
            is_out,
            "{day}: {}",
            ran.stdout
        );
        let ran = world.run(&["search", "later", "--as-of", day]);
        assert_eq!(
            ran.stdout.contains("ui/2.2.0"),
            is_out,
            "{day}: {}",
            ran.stdout
        );
    }
}
/// What an account's next move is said to bring is what the command shows that is named beside it.
#[test]
fn the_next_move_of_an_account_counts_what_the_range_tells() {
    let world = world();
    world.write(
        "accounts.toml",
        "schema = 1\n[[account]]\nname = \"all\"\nui-version = \">=1\"\n[[account]]\nname = \"old\"\npin = \"1.1\"\n\
         [[account]]\nname = \"follows\"\nmajor = 2\n",
    );
    let mut counted = Vec::new();
    for day in ["2020-02-01", "2020-03-15", "2020-05-15", "2020-07-01"] {
        let ran = world.run(&["accounts", "--format", "json", "--as-of", day]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let document: Value = serde_json::from_str(&ran.stdout).unwrap();
        for account in document["accounts"].as_array().unwrap() {
            let next = &account["next"];
            let (Some(range), Some(on)) = (next["range"].as_str(), next["on"].as_str()) else {
                continue;
            };
            let notes = self::document(&world, &[range, "--as-of", on]);
            let counts = &notes["counts"];
            assert_eq!(next["entries"], counts["entries_out"], "{range}");
            let entries = notes["releases"]
                .as_array()
                .unwrap()
                .iter()
                .flat_map(|release| release["entries"].as_array().unwrap());
            let breaking = entries.filter(|entry| entry["breaking"] == true).count();
            assert_eq!(next["breaking"], breaking, "{range}");
            counted.push(format!("{range}: {} {}", next["entries"], next["breaking"]));
        }
    }
    counted.sort_unstable();
    counted.dedup();
    assert_eq!(
        counted,
        [
            "1.0.0..1.1.0: 2 0",
            "1.1.0..1.1.1: 1 0",
            "1.1.1..1.1.2: 1 0",
            "1.1.1..2.0.0: 4 1",
            "2.0.0..2.1.0: 2 0",
        ]
    );
}
