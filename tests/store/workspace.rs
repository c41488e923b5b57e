//! Workspaces: the files are the record, the database an index of them.

use std::collections::BTreeMap;
use std::path::Path;

use forewarn::app::history::{History, Source, Whereabouts};
use forewarn::app::import::{ImportRequest, import};
use forewarn::app::init::{InitRequest, init};
use forewarn::changelog::folder;
use forewarn::domain::tree::Found;
use forewarn::store::{Journal, Selection, Store};

use crate::import::{balanced, leftovers, request};
use crate::world::{World, author, findings, names};

const WILD: &str = "# Changelog\n\n## 1.1.0 - 2026-10-01\n\n### Added\n\n- Supervisors can pin a queue.\n\n  ```js\n  pin();\n  ```\n\n### \
                    Fixed\n\n- One pin at a time.\n- The pin keeps its place.\n\n## 1.0.0 - 2026-09-01\n\n- Agents see their queues.\n\nA stray \
                    paragraph under a list.\n";

/// A workspace in `work` with one semantic stream and the file above.
fn workspace() -> World {
    let world = World::new();
    let streams = vec![
        "app:semver:npm:@acme/app".parse().unwrap(),
        "service:date".parse().unwrap(),
    ];
    let request = InitRequest {
        root: world.path("work"),
        platform: "acme".to_owned(),
        name: Some("Acme Desk".to_owned()),
        streams,
    };
    init(&world.system(), &request).unwrap();
    world.write("CHANGELOG.md", WILD);
    world
}

fn open(world: &World) -> History {
    History::open(&world.system(), &Whereabouts::default()).unwrap()
}

fn index(world: &World) -> Store {
    Store::open_for_reading(&world.path("work/.forewarn/forewarn.db")).unwrap()
}

/// The changelog folder as a reader finds it.
fn files(world: &World) -> BTreeMap<String, Found> {
    world
        .system()
        .tree(Path::new("changelog"), u64::MAX)
        .unwrap()
}

fn source(world: &World) -> ImportRequest {
    request(world.path("CHANGELOG.md").to_str().unwrap())
}

#[test]
fn a_new_workspace_is_read_and_never_set_up_twice() {
    let world = workspace();
    let expected = [
        "changelog/README.md",
        "changelog/app/unreleased/.gitkeep",
        "changelog/service/unreleased/.gitkeep",
        "changelog/streams.toml",
        "forewarn.toml",
        "policy.toml",
    ];
    assert_eq!(names(&world.files("work")), expected);
    let history = open(&world);
    assert_eq!(
        (history.source, history.platform.as_str()),
        (Source::Workspace(world.path("work")), "acme")
    );
    assert_eq!(
        (history.notices, history.problems),
        (Vec::new(), Vec::new())
    );
    let before = world.files("work");
    assert!(
        before.contains_key(".forewarn/.gitignore") && before.contains_key(".forewarn/forewarn.db")
    );
    drop(open(&world));
    assert!(
        world.files("work") == before,
        "unchanged files are not indexed again"
    );
    let again = InitRequest {
        root: world.path("work"),
        platform: "acme".to_owned(),
        name: None,
        streams: Vec::new(),
    };
    assert!(init(&world.system(), &again).is_err());
    assert!(world.files("work") == before);
}

#[test]
fn an_import_becomes_formatted_files_that_read_back() {
    let world = workspace();
    let dry = import(
        &world.system(),
        &Whereabouts::default(),
        &ImportRequest {
            dry_run: true,
            ..source(&world)
        },
    )
    .unwrap();
    assert!(
        !world.path("work/.forewarn").exists()
            && !world.path("work/changelog/app/1.0.0.md").exists()
    );
    let imported = import(&world.system(), &Whereabouts::default(), &source(&world)).unwrap();
    balanced(&imported);
    assert_eq!((imported.applied, imported.entries_added), (dry.applied, 4));

    let found = files(&world);
    let (changelog, problems) = folder::read("changelog", &found);
    let formatted: Vec<_> = folder::write(&changelog)
        .into_iter()
        .map(|file| (file.path, file.text))
        .collect();
    for (path, text) in formatted {
        assert_eq!(world.read_text(&format!("work/changelog/{path}")), text);
    }
    assert_eq!(changelog.leftovers, imported.leftovers);
    let history = open(&world);
    assert!(history.changelog().unwrap() == changelog);
    assert_eq!(problems, []);
    drop(history);

    let before = world.files("work");
    let second = import(&world.system(), &Whereabouts::default(), &source(&world)).unwrap();
    assert!(second.applied.is_nothing(), "{:?}", second.applied);
    assert_eq!(world.files("work/changelog").len(), before.len() - 4);
    assert_eq!(
        leftovers(&world.system(), &Whereabouts::default()),
        imported.leftovers
    );
    assert_eq!(findings(&index(&world)), Vec::<String>::new());
}

#[test]
fn an_entry_that_ends_in_a_lone_marker() {
    let world = workspace();
    world.write("CHANGELOG.md", "## 1.0.0\n\n- One of\n  *\n");
    let imported = import(&world.system(), &Whereabouts::default(), &source(&world)).unwrap();
    assert_eq!(imported.entries_added, 1);
    let written = folder::read("changelog", &files(&world)).0;
    let texts: Vec<&str> = written
        .entries()
        .map(|(_, entry)| entry.text.raw())
        .collect();
    assert_eq!(texts, ["One of\n*"]);
    let again = import(&world.system(), &Whereabouts::default(), &source(&world)).unwrap();
    assert!(again.applied.is_nothing(), "{:?}", again.applied);
}

#[test]
fn files_formatted_by_hand_are_not_rewritten_unasked() {
    let world = workspace();
    let by_hand = "## added\n* Agents see their queues. {#seen}\n";
    world.write("work/changelog/app/1.0.0.md", by_hand);
    drop(open(&world));
    let before = world.files("work/changelog");
    let error = import(&world.system(), &Whereabouts::default(), &source(&world)).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("1.0.0.md was formatted by hand; nothing was changed"),
        "{error}"
    );
    assert!(world.files("work/changelog") == before);
    assert_eq!(
        index(&world)
            .load("acme", Selection::All)
            .unwrap()
            .counts()
            .entries,
        1
    );

    let reformat = ImportRequest {
        reformat: true,
        ..source(&world)
    };
    let imported = import(&world.system(), &Whereabouts::default(), &reformat).unwrap();
    assert_eq!((imported.entries_added, imported.entries_known), (3, 1));
    let text = world.read_text("work/changelog/app/1.0.0.md");
    assert!(
        text.starts_with("+++\ndate = 2026-09-01\n+++\n\n")
            && text.contains("- Agents see their queues. {#seen}\n"),
        "{text}"
    );
}

#[test]
fn a_file_formatted_by_hand_that_an_import_does_not_touch_stays() {
    let world = workspace();
    let by_hand = "## added\n* Nothing to do with it. {#other}\n";
    world.write("work/changelog/app/0.9.0.md", by_hand);
    import(&world.system(), &Whereabouts::default(), &source(&world)).unwrap();
    assert_eq!(world.read_text("work/changelog/app/0.9.0.md"), by_hand);
}

#[test]
fn edits_of_files_show_at_once_and_errors_stop_everything() {
    let world = workspace();
    drop(open(&world));
    world.write(
        "work/changelog/app/1.0.0.md",
        "+++\nsumary = \"x\"\n+++\n\n## Added\n\n- A. {#a}\n",
    );
    let history = open(&world);
    assert_eq!(
        (
            history.changelog().unwrap().counts().entries,
            history.problems.len()
        ),
        (1, 1)
    );
    drop(history);
    assert_eq!(open(&world).problems, [], "problems are told once");
    world.write(
        "work/changelog/app/1.0.0.md",
        "+++\ndate = 2026-02-30\n+++\n\n## Added\n\n- A. {#a}\n- B. {#b}\n",
    );
    let before = world.files("work");
    let error = History::open(&world.system(), &Whereabouts::default()).unwrap_err();
    assert!(
        error
            .render()
            .contains("1.0.0.md:2:8: error: 2026-02-30 does not exist in the calendar"),
        "{}",
        error.render()
    );
    assert!(import(&world.system(), &Whereabouts::default(), &source(&world)).is_err());
    assert!(world.files("work") == before);
    std::fs::remove_file(world.path("work/changelog/app/1.0.0.md")).unwrap();
    assert_eq!(open(&world).changelog().unwrap().counts().entries, 0);
    assert_eq!(findings(&index(&world)), Vec::<String>::new());
}

/// Leaves an index as a command does that is killed between its transaction and its files.
fn killed(world: &World, path: &str, content: Option<&str>) {
    let mut wanted = files(world);
    match content {
        Some(text) => wanted.insert(path.to_owned(), Found::File(text.into())),
        None => wanted.remove(path),
    };
    let mut store =
        Store::open_or_create(&world.path("work/.forewarn/forewarn.db"), Journal::Rollback)
            .unwrap();
    let outgoing = [(path.to_owned(), content.map(str::to_owned))];
    store
        .sync(&folder::read("changelog", &wanted).0, &author(), &outgoing)
        .unwrap();
}

#[test]
fn files_that_a_killed_command_promised_are_delivered_at_the_next_open() {
    let world = workspace();
    drop(open(&world));
    let promised = "## Added\n\n- Promised. {#promised}\n";
    killed(&world, "app/1.0.0.md", Some(promised));
    let history = open(&world);
    assert_eq!(world.read_text("work/changelog/app/1.0.0.md"), promised);
    assert_eq!(
        history.changelog().unwrap().counts().entries,
        1,
        "and are read at once"
    );
    assert_eq!(history.notices, Vec::<String>::new());
    drop(history);
    assert_eq!(index(&world).outbox().unwrap(), []);

    killed(&world, "app/1.0.0.md", None);
    assert_eq!(open(&world).changelog().unwrap().counts().releases, 0);
    assert!(!world.path("work/changelog/app/1.0.0.md").exists());
    assert_eq!(findings(&index(&world)), Vec::<String>::new());
}

#[test]
fn an_import_delivers_before_it_reads() {
    let world = workspace();
    drop(open(&world));
    killed(
        &world,
        "app/1.0.0.md",
        Some("## Added\n\n- Agents see their queues. {#seen}\n"),
    );
    let imported = import(&world.system(), &Whereabouts::default(), &source(&world)).unwrap();
    balanced(&imported);
    assert_eq!((imported.entries_added, imported.entries_known), (3, 1));
    assert!(
        world
            .read_text("work/changelog/app/1.0.0.md")
            .contains("{#seen}")
    );
    assert_eq!(index(&world).outbox().unwrap(), []);
}

#[test]
fn an_edit_made_after_a_killed_command_is_kept() {
    let world = workspace();
    drop(open(&world));
    killed(
        &world,
        "app/1.0.0.md",
        Some("## Added\n\n- Promised. {#promised}\n"),
    );
    let edit = "## Added\n\n- Edited. {#edited}\n";
    world.write("work/changelog/app/1.0.0.md", edit);
    let history = open(&world);
    assert_eq!(world.read_text("work/changelog/app/1.0.0.md"), edit);
    assert_eq!(history.notices.len(), 1, "{:?}", history.notices);
    let told = "was edited by hand after a command that was interrupted; the edit is kept, and what the command wrote is in ";
    assert!(history.notices[0].contains(told), "{:?}", history.notices);
    let aside = world.read_text("work/.forewarn/kept/app-1.0.0.md");
    assert_eq!(aside, "## Added\n\n- Promised. {#promised}\n");
    assert_eq!(
        history.changelog().unwrap().entries().next().unwrap().1.id,
        "edited"
    );
    drop(history);
    assert_eq!(open(&world).notices, Vec::<String>::new());
}

#[test]
fn an_index_can_be_deleted_at_any_time() {
    let world = workspace();
    import(&world.system(), &Whereabouts::default(), &source(&world)).unwrap();
    let before = open(&world).changelog().unwrap();
    std::fs::remove_dir_all(world.path("work/.forewarn")).unwrap();
    assert!(open(&world).changelog().unwrap() == before);
}

#[test]
fn a_history_of_another_platform_stays_outside() {
    let world = workspace();
    let outside = world.database("other.db", Journal::Rollback);
    world.write("other/streams.toml", "format = 1\nplatform = \"other\"\n");
    let request = request(world.path("other").to_str().unwrap());
    let error = import(&world.system(), &Whereabouts::default(), &request).unwrap_err();
    assert_eq!(
        error.to_string(),
        "this workspace keeps the changelog of acme, not of other"
    );
    assert!(!world.path("work/.forewarn").exists());
    assert!(outside.exists());
}
