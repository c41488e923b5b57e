//! The forms of notes: pages, feeds, strict changelogs, templates.

use std::fmt::Write as _;

use serde_json::Value;

use crate::run::{Ran, World};

fn notes(world: &World, args: &[&str]) -> Ran {
    let mut all = vec!["notes"];
    all.extend(args);
    let ran = world.run(&all);
    assert_eq!(ran.code, 0, "{args:?}: {}", ran.stderr);
    ran
}

fn built_in(args: &[&str]) -> Ran {
    notes(&World::new(), args)
}

#[test]
fn one_release_in_every_form() {
    for format in ["github", "html", "atom", "jsonfeed", "keepachangelog"] {
        let ran = built_in(&["backend/2019-07-17", "--format", format]);
        insta::with_settings!({ snapshot_suffix => format }, {
            insta::assert_snapshot!(ran.stdout);
        });
        assert_eq!(ran.stderr, "", "{format}");
        assert_eq!(
            ran.stdout,
            built_in(&["backend/2019-07-17", "--format", format]).stdout,
            "{format} differs from run to run"
        );
    }
}

#[test]
fn feeds_hold_every_dated_release_and_name_the_others() {
    let counted: Value = serde_json::from_str(&built_in(&["--format", "json"]).stdout).unwrap();
    let releases = counted["releases"].as_array().unwrap();
    let dated = releases.iter().filter(|one| !one["date"].is_null()).count();
    let atom = built_in(&["--format", "atom"]);
    assert_eq!(atom.stdout.matches("<entry>").count(), dated);
    let json = built_in(&["--format", "jsonfeed"]);
    let feed: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(feed["items"].as_array().unwrap().len(), dated);
    assert_eq!(
        feed["_forewarn"]["excluded"].as_array().unwrap().len(),
        releases.len() - dated + counted["excluded"].as_array().unwrap().len()
    );
    for told in [&atom.stderr, &json.stderr] {
        assert!(
            told.contains("left out of the feed, its date is unknown (158): "),
            "{told}"
        );
        assert!(told.contains("ui/2.0.0-alpha.15"), "{told}");
    }
    let quiet = built_in(&["--format", "atom", "--quiet"]);
    assert_eq!(quiet.stderr, "");
}

#[test]
fn addresses_appear_only_where_they_are_given() {
    let bare = built_in(&["2.14.0", "--format", "atom"]).stdout;
    assert!(!bare.contains("<link"));
    let placed = built_in(&[
        "2.14.0",
        "--format",
        "atom",
        "--feed-url",
        "https://example.org/f?a&b",
        "--site-url",
        "https://example.org/notes",
    ])
    .stdout;
    assert!(placed.contains(
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"https://example.org/f?a&amp;b\"/>"
    ));
    assert!(placed.contains("href=\"https://example.org/notes#release-ui-2.14.0\""));
    let page = built_in(&["2.14.0", "--format", "html"]).stdout;
    assert!(page.contains("id=\"release-ui-2.14.0\""));
}

/// Anchors say what there is, and every entry of the notes has one.
#[test]
fn the_page_shows_every_entry() {
    let document: Value = serde_json::from_str(&built_in(&["--format", "json"]).stdout).unwrap();
    let page = built_in(&["--format", "html"]).stdout;
    let releases = document["releases"].as_array().unwrap();
    for entry in releases
        .iter()
        .flat_map(|one| one["entries"].as_array().unwrap())
    {
        if entry["stands_in"].is_null() {
            let id = entry["id"].as_str().unwrap();
            assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
        }
    }
    assert!(!page.contains("<script"));
    assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
}

#[test]
fn a_template_is_printed_changed_and_used() {
    let world = World::new();
    let text = world.run(&["notes", "--print-template", "github"]).stdout;
    world.write("mine.md.jinja", &text);
    let own = notes(&world, &["2.14.0", "--template", "mine.md.jinja"]).stdout;
    assert_eq!(own, notes(&world, &["2.14.0", "--format", "github"]).stdout);
    world.write(
        "short.txt",
        "{% for release in releases %}{{ release.name }} {{ release.when }}\n{% endfor %}",
    );
    let short = notes(&world, &["2.14", "--template", "short.txt"]).stdout;
    assert_eq!(short, "2.14.0 2025-09-10\n");
    let reference = world
        .run(&["notes", "--print-template", "reference"])
        .stdout;
    assert!(reference.starts_with("# Templates of forewarn\n"));
}

#[test]
fn what_is_wrong_with_the_form() {
    let world = World::new();
    world.write(
        "wrong.md",
        "# {{ title }}\n{% for release in releases %}\n{{ release.nmae }}\n{% endfor %}\n",
    );
    world.write("open.html.jinja", "<p>{{ title }\n");
    world.write("binary.md", [0xff, 0xfe]);
    let mut told = String::new();
    for args in [
        &["2.14.0", "--template", "wrong.md"][..],
        &["2.14.0", "--template", "open.html.jinja"],
        &["2.14.0", "--template", "binary.md"],
        &["2.14.0", "--template", "nowhere.md"],
        &["2.14.0", "--template", "wrong.md", "--format", "html"],
        &["--print-template", "gitlab"],
        &["--print-template", "github", "--format", "html"],
        &["--format", "keepachangelog"],
        &[
            "2.14.0",
            "--format",
            "atom",
            "--feed-url",
            "javascript:alert(1)",
        ],
        &["2.14.0", "--format", "atom", "--site-url", "example.org"],
    ] {
        let mut all = vec!["notes"];
        all.extend(args);
        let ran = world.run(&all);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        writeln!(
            told,
            "$ forewarn notes {}\n{}",
            args.join(" "),
            ran.stderr.trim_end()
        )
        .unwrap();
    }
    insta::assert_snapshot!(told);
}
