//! What reading and writing a file keeps, for texts that stand at the edge of the grammar.

use forewarn::changelog::folder;
use forewarn::domain::changelog::Changelog;
use forewarn::domain::entry::{Entry, EntryKind, SettingChange, SettingValue};
use forewarn::domain::problem::Severity;
use forewarn::domain::release::{Place, Release, Stage};
use forewarn::domain::version::Version;
use forewarn::store::{Author, Selection, Store};

use crate::problems::read;

/// The texts of the entries of one release.
fn texts(changelog: &Changelog) -> Vec<(&str, &str)> {
    changelog
        .entries()
        .map(|(_, entry)| (entry.id.as_str(), entry.text.raw()))
        .collect()
}

/// The file of `ui/1.0.0` after reading and writing it.
fn formatted(text: &str) -> String {
    let (changelog, problems) = read(&[("ui/1.0.0.md", text.as_bytes())]);
    assert!(
        problems
            .iter()
            .all(|problem| problem.severity < Severity::Error),
        "{problems:?}"
    );
    folder::write_release(&changelog.releases[0]).text
}

fn release(entries: Vec<Entry>) -> Release {
    Release {
        entries,
        ..Release::new("ui", Place::Version(Version::parse_any("1.0.0").unwrap()))
    }
}

fn reread(release: &Release) -> Changelog {
    read(&[(
        "ui/1.0.0.md",
        folder::write_release(release).text.as_bytes(),
    )])
    .0
}

#[test]
fn what_people_write_is_formatted_without_loss() {
    for (written, canonical) in [
        ("## added\n* A. {#a}\n", "## Added\n\n- A. {#a}\n"),
        (
            "## Added\n\n1. A. {#a}\n2. B. {#b}\n",
            "## Added\n\n- A. {#a}\n- B. {#b}\n",
        ),
        ("Added\n-----\n\n- A. {#a}\n", "## Added\n\n- A. {#a}\n"),
        ("## Added ##\n\n- A. {#a}\n", "## Added\n\n- A. {#a}\n"),
        (
            "## Fixed\n\n- F. {#f}\n\n## Added\n\n- A. {#a}\n",
            "## Added\n\n- A. {#a}\n\n## Fixed\n\n- F. {#f}\n",
        ),
        (
            "## Added\n\n- A. {#a}\n\n\n- B. {#b}",
            "## Added\n\n- A. {#a}\n- B. {#b}\n",
        ),
        (
            "## Added\n\n- A. {#a}\nlazily on.\n",
            "## Added\n\n- A.\n  lazily on. {#a}\n",
        ),
        (
            "## Added\n\n-   A. {#a}\n\n    More.\n",
            "## Added\n\n- A. {#a}\n\n  More.\n",
        ),
        (
            "+++\n+++\n\n## Added\n\n- A. {#a}\n",
            "## Added\n\n- A. {#a}\n",
        ),
        (
            "# Title\n\nText.\n\n### Sub\n",
            "# Title\n\nText.\n\n### Sub\n",
        ),
        (
            "## Added\n\nA paragraph.\n\n- A. {#a}\n",
            "## Added\n\n- A. {#a}\n\nA paragraph.\n",
        ),
    ] {
        let once = formatted(written);
        assert_eq!(once, canonical, "{written}");
        assert_eq!(formatted(&once), once, "{written}");
    }
}

#[test]
fn a_double_that_a_careless_reader_takes_for_its_neighbour() {
    let double = 9.200_000_000_000_001_f64;
    let mut entry = Entry::new("a", EntryKind::Default, "A.");
    let old = SettingValue::Known(serde_json::Value::from(double));
    entry.settings.push(SettingChange {
        old: old.clone(),
        ..SettingChange::new("x")
    });
    let release = release(vec![entry]);
    assert_eq!(
        reread(&release).releases[0].entries[0].settings[0].old,
        old,
        "TOML reads it exactly"
    );

    let mut changelog = Changelog::new("flex");
    changelog.streams = read(&[]).0.streams;
    changelog.releases.push(release);
    let mut store = Store::in_memory().unwrap();
    let author = Author {
        name: "a".to_owned(),
        at: "2026-11-20T09:00:00Z".to_owned(),
        reason: None,
    };
    store.sync(&changelog, &author, &[]).unwrap();
    let loaded = store.load("flex", Selection::All).unwrap();
    assert_eq!(loaded, changelog);
    assert!(store.sync(&changelog, &author, &[]).unwrap().is_nothing());
}

#[test]
fn an_id_behind_a_lone_marker() {
    // Behind the first four an id would become an item of its own or a link's target: it stands before them.
    for text in [
        "One of\n*",
        "One of\n+",
        "One of\n1.",
        "[a]:",
        "One of\n-",
        "One of\n* x",
        "[a]: x",
        "[a]: x\n\nText.",
    ] {
        let again = reread(&release(vec![Entry::new("a", EntryKind::Added, text)]));
        assert_eq!(texts(&again), [("a", text)]);
    }
}

#[test]
fn white_space_behind_an_id() {
    let (changelog, _) = read(&[("ui/1.0.0.md", b"## Added\n\n- A. {#a}  \n\n  More.\n")]);
    assert_eq!(texts(&changelog), [("a", "A.\n\nMore.")]);
}

#[test]
fn bullets_that_are_indented_with_tabs() {
    let (changelog, _) = read(&[("ui/1.0.0.md", b"## Added\n\n-\tA. {#a}\n\n\tMore.\n")]);
    assert_eq!(texts(&changelog), [("a", "A.\n\nMore.")]);
}

#[test]
fn the_stage_of_a_fragment() {
    let (changelog, problems) = read(&[(
        "ui/unreleased/a.md",
        b"+++\nstage = \"beta\"\n+++\n\n## Added\n\n- A. {#a}\n",
    )]);
    assert_eq!(
        (changelog.releases[0].stage, problems),
        (Stage::Beta, Vec::new())
    );
    assert_eq!(
        folder::write_release(&changelog.releases[0]).text,
        "+++\nstage = \"beta\"\n+++\n\n## Added\n\n- A. {#a}\n"
    );
}

#[test]
fn texts_below_two_headings_of_one_name() {
    let text = "## Added\n\nFirst.\n\n## Added\n\nSecond.\n";
    assert_eq!(formatted(text), "## Added\n\nFirst.\n\nSecond.\n");
    // Below headings that the grammar does not know, both are kept.
    let other = "## Sundries\n\nFirst.\n\n## Sundries\n\nSecond.\n";
    assert_eq!(formatted(other), other);
}

#[test]
fn headings_that_the_grammar_does_not_know() {
    for same in [
        "## For C \\#\n\nText.\n",
        "## For C#\n\nText.\n",
        "## \n\nText.\n",
    ] {
        assert_eq!(formatted(same), same);
    }
    assert_eq!(formatted("##\n\nText.\n"), "## \n\nText.\n");
    assert_eq!(formatted("## Closed ##\n\nText.\n"), "## Closed\n\nText.\n");
    assert_eq!(
        formatted("On two\nlines\n---\n\nText.\n"),
        "## On two lines\n\nText.\n"
    );
}

#[test]
fn a_description_that_looks_like_front_matter() {
    let mut release = release(Vec::new());
    release.description = Some("+++\n\nText.".into());
    assert_eq!(
        reread(&release).releases[0].description,
        release.description
    );
}

#[test]
fn names_and_numbers_outside_of_the_grammar() {
    let (changelog, problems) =
        read(&[("ui/unreleased/Queue Filter!.md", b"## Added\n\n- A. {#a}\n")]);
    assert_eq!((changelog.releases.len(), problems.len()), (0, 1));
    for line in ["+1", "007", "2.+4", "1.2.3", ""] {
        let text = format!("[[end-of-life]]\nstream = \"ui\"\nline = \"{line}\"\n");
        let (_, problems) = read(&[("lifecycle.toml", text.as_bytes())]);
        assert_eq!(problems.len(), 1, "{line}");
    }
    // A stream whose folder had the name of a file could never be read.
    let streams = b"format = 1\nplatform = \"flex\"\n\n[[stream]]\nid = \"features.toml\"\nscheme = \"semver\"\n";
    assert_eq!(read(&[("streams.toml", streams)]).1.len(), 1);
}
