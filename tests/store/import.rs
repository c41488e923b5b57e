//! Bringing histories in and writing them out, into databases.

use forewarn::app::care;
use forewarn::app::export::export;
use forewarn::app::history::{History, Source, Whereabouts};
use forewarn::app::import::{ImportRequest, Imported, import};
use forewarn::bundle;
use forewarn::domain::changelog::Leftover;
use forewarn::domain::release::{Origin, Stage};
use forewarn::store::{Access, Applied, Journal, Selection, Store};
use forewarn::system::System;

use crate::world::{World, author, findings, held, names, raw, sample};

pub(crate) fn request(source: &str) -> ImportRequest {
    ImportRequest {
        source: source.to_owned(),
        stream: None,
        dry_run: false,
        reformat: false,
    }
}

/// Entries in = added + known + listed, and every line has one class.
#[track_caller]
pub(crate) fn balanced(imported: &Imported) {
    let listed = imported
        .not_added
        .iter()
        .filter(|one| one.what.starts_with("an entry"))
        .count();
    assert_eq!(
        imported.counts.entries,
        imported.entries_added + imported.entries_known + listed,
        "{imported:#?}"
    );
    if let Some(lines) = imported.lines {
        assert_eq!(lines.sum(), lines.total, "{lines:?}");
    }
}

pub(crate) fn leftovers(system: &System, whereabouts: &Whereabouts) -> Vec<Leftover> {
    care::leftovers(&History::open(system, whereabouts).unwrap()).unwrap()
}

#[test]
fn the_built_in_history_goes_out_and_in_and_out_again() {
    let world = World::new();
    let system = world.system();
    let history = History::open(&system, &Whereabouts::default()).unwrap();
    let exported = export(&system, &history, &world.path("out"), false).unwrap();
    assert_eq!(
        (exported.files, exported.unchanged),
        (world.files("out").len(), 0)
    );
    assert!(exported.counts.entries > 100 && exported.counts.features > 5);

    // A database that is there already begins with nothing.
    drop(Store::open_or_create(&world.path("fresh.db"), Journal::Rollback).unwrap());
    let imported = import(
        &system,
        &world.db("fresh.db"),
        &request(world.path("out").to_str().unwrap()),
    )
    .unwrap();
    assert_eq!(imported.counts, exported.counts);
    assert_eq!(
        (imported.entries_added, imported.entries_known),
        (exported.counts.entries, 0)
    );
    balanced(&imported);

    let fresh = History::open(&system, &world.db("fresh.db")).unwrap();
    assert_eq!(fresh.platform, bundle::PLATFORM);
    let again = export(&system, &fresh, &world.path("again"), false).unwrap();
    assert_eq!(again.counts, exported.counts);
    assert!(world.files("again") == world.files("out"));
    assert_eq!(
        findings(&Store::open_for_reading(&world.path("fresh.db")).unwrap()),
        Vec::<String>::new()
    );

    let second = import(
        &system,
        &world.db("fresh.db"),
        &request(world.path("out").to_str().unwrap()),
    )
    .unwrap();
    assert!(second.applied.is_nothing(), "{:?}", second.applied);
    assert_eq!(
        (second.entries_added, second.entries_known),
        (0, exported.counts.entries)
    );
}

#[test]
fn an_export_over_other_files_writes_nothing_unless_told_to() {
    let world = World::new();
    let system = world.system();
    world.database("own.db", Journal::Rollback);
    let history = History::open(&system, &world.db("own.db")).unwrap();
    let out = world.path("out");
    let whole = export(&system, &history, &out, false).unwrap();
    assert_eq!((whole.files, whole.counts), (5, sample().counts()));
    let repeated = export(&system, &history, &out, false).unwrap();
    assert_eq!((repeated.files, repeated.unchanged), (0, 5));

    let formatted = world.files("out");
    world.write("out/ui/1.0.0.md", "edited by hand");
    std::fs::remove_file(world.path("out/ui/1.1.0.md")).unwrap();
    world.write("out/notes.txt", "mine");
    let before = world.files("out");
    let error = export(&system, &history, &out, false).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "{} holds another ui/1.0.0.md; nothing was written",
            out.display()
        )
    );
    assert!(world.files("out") == before);

    let forced = export(&system, &history, &out, true).unwrap();
    assert_eq!((forced.files, forced.unchanged), (2, 3));
    let mut expected = formatted;
    expected.insert("notes.txt".to_owned(), b"mine".to_vec());
    assert!(world.files("out") == expected);
    assert!(export(&system, &history, &out.join("notes.txt"), false).is_err());
}

const WILD: &str = "# Changelog

All notable changes.

## [Unreleased]

### Added

- A dark theme for the queue view.

## [9.1.0] - 2026-10-01

Some words on the release.

### Added

- Supervisors can pin a queue.
  With more words on a second line.
- **BREAKING** The old pin is gone.

### Fixed

- The pin keeps its place.

### Curiosities

A paragraph that belongs nowhere.

## [9.0.0] - 2026-09-01

### Changed

- Pins have colours.

[9.1.0]: https://example.org/9.1.0
";

#[test]
fn a_changelog_as_found_in_the_wild_goes_into_the_own_database() {
    let world = World::new();
    let system = world.system();
    world.write("work/CHANGELOG.md", WILD);
    let source = world.path("work/CHANGELOG.md");
    let request = request(source.to_str().unwrap());
    let imported = import(&system, &Whereabouts::default(), &request).unwrap();
    balanced(&imported);
    assert_eq!(
        (
            imported.counts.releases,
            imported.counts.entries,
            imported.entries_added
        ),
        (3, 5, 5),
        "{imported:#?}"
    );
    assert_eq!(imported.stream.as_deref(), Some("ui"));
    assert_eq!(
        imported.target,
        format!("the database {}", world.own_database().display())
    );
    assert!(!imported.leftovers.is_empty());
    assert_eq!(names(&world.files("data")), ["forewarn/forewarn.db"]);

    let history = History::open(&system, &Whereabouts::default()).unwrap();
    assert_eq!(history.source, Source::Database(world.own_database()));
    let changelog = history.changelog().unwrap();
    let release = changelog.release("ui", "9.1.0").unwrap();
    assert_eq!(release.date.unwrap().to_string(), "2026-10-01");
    assert_eq!((release.entries.len(), release.stage), (3, Stage::Ga));
    assert!(release.entries.iter().any(|entry| entry.breaking));
    assert!(
        matches!(&release.entries[0].origin, Origin::Imported(from) if *from == request.source)
    );
    let bundled = Store::embedded(bundle::image())
        .unwrap()
        .load("flex", Selection::All)
        .unwrap();
    assert_eq!(
        changelog.counts().entries,
        bundled.counts().entries + 5,
        "it begins with the built-in history"
    );
    assert_eq!(
        leftovers(&system, &Whereabouts::default()),
        imported.leftovers
    );
    drop(history);

    let before = world.read("data/forewarn/forewarn.db");
    let dry = import(
        &system,
        &Whereabouts::default(),
        &ImportRequest {
            dry_run: true,
            ..request.clone()
        },
    )
    .unwrap();
    assert!(dry.dry_run && dry.applied.is_nothing());
    assert!(world.read("data/forewarn/forewarn.db") == before);
    assert_eq!(names(&world.files("data")), ["forewarn/forewarn.db"]);

    let second = import(&system, &Whereabouts::default(), &request).unwrap();
    balanced(&second);
    assert!(second.applied.is_nothing(), "{:?}", second.applied);
    assert_eq!((second.entries_added, second.entries_known), (0, 5));
    assert_eq!(
        leftovers(&system, &Whereabouts::default()),
        imported.leftovers
    );
    assert_eq!(
        names(&world.files("data")),
        ["forewarn/forewarn.db", "forewarn/forewarn.db.backup-0001"]
    );
    assert_eq!(
        findings(&Store::open_for_reading(&world.own_database()).unwrap()),
        Vec::<String>::new()
    );
}

#[test]
fn a_dry_run_and_a_failure_leave_no_database_behind() {
    let world = World::new();
    let system = world.system();
    world.write("work/CHANGELOG.md", WILD);
    world.write("work/NEWS.md", "# News\n\nNo version anywhere.\n");
    world.write("work/wrong/streams.toml", "platform =");
    world.write("work/latin.md", b"## 9.9.9\n\n- caf\xe9\n");
    world.write("work/release.md", "+++\n+++\n");
    let at = |name: &str| world.path("work").join(name).to_str().unwrap().to_owned();
    let before = world.files("");
    let dry = ImportRequest {
        dry_run: true,
        ..request(&at("CHANGELOG.md"))
    };
    let imported = import(&system, &Whereabouts::default(), &dry).unwrap();
    assert_eq!(
        (imported.entries_added, imported.applied.created),
        (5, 3 + 5 + imported.leftovers.len())
    );
    balanced(&imported);
    assert!(world.files("") == before);
    for (source, expected) in [
        (at("NEWS.md"), "names no version of the stream ui"),
        (at("wrong"), "nothing was changed"),
        (
            at("latin.md"),
            "is not UTF-8: the first wrong byte is in line 3",
        ),
        (
            at("release.md"),
            "is one release file of a changelog folder",
        ),
        (at("missing.md"), "there is nothing at"),
        (
            "npm:@twilio/flex-ui".to_owned(),
            "npm:@twilio/flex-ui is a package",
        ),
        (at("package.tgz"), "is a package"),
    ] {
        let error = import(&system, &Whereabouts::default(), &request(&source)).unwrap_err();
        assert!(error.to_string().contains(expected), "{source}: {error}");
        assert!(world.files("") == before, "{source}");
    }
    let unknown = ImportRequest {
        stream: Some("uii".to_owned()),
        ..request(&at("CHANGELOG.md"))
    };
    assert!(import(&system, &Whereabouts::default(), &unknown).is_err());
    assert!(world.files("") == before);
}

#[test]
fn leftovers_of_a_folder() {
    let world = World::new();
    let system = world.system();
    world.write("work/CHANGELOG.md", WILD);
    let here = world.db("one.db");
    world.database("one.db", Journal::Rollback);
    let imported = import(
        &system,
        &here,
        &request(world.path("work/CHANGELOG.md").to_str().unwrap()),
    )
    .unwrap();
    export(
        &system,
        &History::open(&system, &here).unwrap(),
        &world.path("out"),
        false,
    )
    .unwrap();
    assert!(
        world
            .read_text("out/leftovers.toml")
            .contains("A paragraph that belongs nowhere.")
    );
    drop(Store::open_or_create(&world.path("two.db"), Journal::Rollback).unwrap());
    import(
        &system,
        &world.db("two.db"),
        &request(world.path("out").to_str().unwrap()),
    )
    .unwrap();
    assert!(!imported.leftovers.is_empty());
    assert_eq!(leftovers(&system, &world.db("two.db")), imported.leftovers);
}

/// The own database as an earlier forewarn left it: with other rows, and with edits of the user's.
fn of_an_earlier_forewarn(world: &World) -> std::path::PathBuf {
    let path = world.own_database();
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut old = Store::embedded(bundle::image())
        .unwrap()
        .load("flex", Selection::All)
        .unwrap();
    let earlier = || Origin::Bundled("0.0.1".to_owned());
    for release in &mut old.releases {
        release.origin = earlier();
        release
            .entries
            .iter_mut()
            .for_each(|entry| entry.origin = earlier());
    }
    let with_entries: Vec<usize> = (0..old.releases.len())
        .filter(|idx| old.releases[*idx].entries.len() > 1)
        .take(3)
        .collect();
    old.releases[with_entries[0]].entries[0].text = "What it said before.".into();
    old.releases[with_entries[1]].entries[0].text = "What the user says.".into();
    old.releases[with_entries[1]].entries[0].origin = Origin::Local;
    old.releases[with_entries[2]].entries.remove(0);
    let mut store = Store::open_or_create(&path, Journal::Wal).unwrap();
    store.fill_bundled(&old, "0.0.1").unwrap();
    path
}

#[test]
fn bundled_rows_follow_a_newer_forewarn_and_edits_stay() {
    let world = World::new();
    let system = world.system();
    let path = of_an_earlier_forewarn(&world);
    let history = History::open(&system, &Whereabouts::default()).unwrap();
    let texts: Vec<String> = history
        .changelog()
        .unwrap()
        .entries()
        .map(|(_, entry)| entry.text.raw().to_owned())
        .collect();
    assert!(!texts.iter().any(|text| text == "What it said before."));
    assert_eq!(
        texts
            .iter()
            .filter(|text| *text == "What the user says.")
            .count(),
        1
    );
    let bundled = Store::embedded(bundle::image())
        .unwrap()
        .load("flex", Selection::All)
        .unwrap();
    assert_eq!(texts.len(), bundled.counts().entries);
    assert_eq!(history.notices.len(), 2, "{:?}", history.notices);
    let version = bundle::VERSION;
    assert_eq!(
        history.notices[0],
        format!("the bundled history is now that of forewarn {version}: 1 new, 2 changed, 0 gone")
    );
    assert!(
        history.notices[1].starts_with("kept as edited here: entry "),
        "{:?}",
        history.notices
    );
    drop(history);

    let store = Store::open_for_reading(&path).unwrap();
    assert_eq!(store.meta("bundled").unwrap().as_deref(), Some(version));
    assert_eq!(findings(&store), Vec::<String>::new());
    let revisions = store.revisions("flex", None, 10).unwrap();
    assert_eq!(
        (revisions.len(), revisions[0].actor.as_str()),
        (4, format!("forewarn {version}").as_str())
    );
    drop(store);
    let before = world.files("data");
    let again = History::open(&system, &Whereabouts::default()).unwrap();
    assert_eq!(again.notices, Vec::<String>::new());
    drop(again);
    assert!(
        world.files("data") == before,
        "the second time nothing is written"
    );
}

#[test]
fn rows_that_a_refresh_leaves_alone_keep_their_origin() {
    let world = World::new();
    let path = of_an_earlier_forewarn(&world);
    drop(History::open(&world.system(), &Whereabouts::default()).unwrap());
    let count = |sql: &str| {
        raw(&path)
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .unwrap()
    };
    // Rows that say the same keep the name of the forewarn that brought them first.
    assert!(count("SELECT count(*) FROM entry WHERE origin = 'bundled:0.0.1'") > 100);
    assert_eq!(
        count("SELECT count(*) FROM entry WHERE origin = 'local'"),
        1
    );
}

#[test]
fn a_database_without_the_built_in_platform_stays_without_it() {
    let world = World::new();
    let path = world.database("own.db", Journal::Rollback);
    let out = world.path("out");
    export(
        &world.system(),
        &History::open(&world.system(), &world.db("own.db")).unwrap(),
        &out,
        false,
    )
    .unwrap();
    let new = import(
        &world.system(),
        &world.db("new.db"),
        &request(out.to_str().unwrap()),
    )
    .unwrap();
    assert_eq!(
        new.applied,
        Applied {
            created: 11,
            ..Applied::default()
        }
    );
    let mut store = Store::open_or_create(&world.path("new.db"), Journal::Rollback).unwrap();
    assert_eq!(
        (store.access(), held(&store)),
        (Access::ReadWrite, sample())
    );
    assert_eq!(store.platforms().unwrap().len(), 1);
    assert!(store.sync(&sample(), &author(), &[]).unwrap().is_nothing());
    let wrong = Whereabouts {
        platform: Some("flex".to_owned()),
        ..world.db("own.db")
    };
    assert!(import(&world.system(), &wrong, &request(out.to_str().unwrap())).is_err());
    assert!(path.exists());
}
