//! Whatever stands where a database is expected: what is read, what is refused, and with which words.

use std::path::Path;

use forewarn::app::history::{History, Source, Whereabouts};
use forewarn::bundle;
use forewarn::error::Error;
use forewarn::store::{Access, Journal, Notice, SCHEMA_VERSION, Selection, Store, StoreError};

use crate::world::{World, author, find, findings, held, names, raw, sample};

#[test]
fn the_built_in_history_is_read_without_any_file() {
    let world = World::new();
    let history = History::open(&world.system(), &Whereabouts::default()).unwrap();
    assert_eq!(
        (history.source, history.platform.as_str()),
        (Source::BuiltIn, "flex")
    );
    assert_eq!(names(&world.files("")), Vec::<&str>::new());

    let mut store = Store::embedded(bundle::image()).unwrap();
    assert_eq!((store.access(), store.path()), (Access::ReadOnly, None));
    assert_eq!(findings(&store), Vec::<String>::new());
    let error = store.sync(&sample(), &author(), &[]).unwrap_err();
    assert!(
        matches!(error, StoreError::ReadOnly { path: None }),
        "{error:?}"
    );
    assert_eq!(error.to_string(), "the built-in history can only be read");
}

#[test]
fn a_database_is_created_and_opened_again() {
    for journal in [Journal::Wal, Journal::Rollback] {
        let world = World::new();
        let path = world.database("own.db", journal);
        assert_eq!(
            names(&world.files("")),
            ["own.db"],
            "{journal:?}: nothing stays beside it"
        );
        let mut store = Store::open_or_create(&path, journal).unwrap();
        assert_eq!(
            (store.access(), store.notices()),
            (Access::ReadWrite, &[][..])
        );
        assert_eq!(held(&store), sample());
        assert!(store.sync(&sample(), &author(), &[]).unwrap().is_nothing());
        let mode: String = raw(&path)
            .pragma_query_value(None, "journal_mode", |row| row.get(0))
            .unwrap();
        assert_eq!(
            mode,
            if journal == Journal::Wal {
                "wal"
            } else {
                "delete"
            }
        );
    }
}

#[test]
fn opening_for_reading_writes_nothing() {
    for (name, journal) in [
        ("own.db", Journal::Rollback),
        ("own.db", Journal::Wal),
        ("with space #1 100%25?.db", Journal::Rollback),
        ("ünïcode.db", Journal::Wal),
    ] {
        let world = World::new();
        let path = world.database(name, journal);
        let before = world.files("");
        let mut store = Store::open_for_reading(&path).unwrap();
        assert_eq!(
            (store.access(), store.notices()),
            (Access::ReadOnly, &[][..])
        );
        assert_eq!(held(&store), sample());
        assert_eq!(find(&store, "acme", "queue", 10).1, 3);
        let error = store.sync(&sample(), &author(), &[]).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("{} can only be read", path.display())
        );
        drop(store);
        assert!(world.files("") == before, "{name} {journal:?}");
    }
}

/// Permissions do not bind the superuser. Then the test runs itself again as a user whom they bind.
#[cfg(unix)]
#[test]
fn a_place_that_cannot_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;
    const NOBODY: u32 = 65_534;

    let allow = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let world = World::new();
    allow(&world.path("work"), 0o555);
    let is_bound = std::fs::File::create(world.path("work/probe")).is_err();
    allow(&world.path("work"), 0o755);
    if !is_bound {
        let this = std::env::current_exe().unwrap();
        let name = "opening::a_place_that_cannot_be_written_is_read";
        #[expect(
            clippy::disallowed_methods,
            reason = "only another process can be another user"
        )]
        let child = std::process::Command::new(this)
            .args(["--exact", name])
            .uid(NOBODY)
            .gid(NOBODY)
            .output();
        match child {
            Ok(output) => {
                eprintln!("{}", String::from_utf8_lossy(&output.stdout));
                assert!(
                    output.status.success(),
                    "{}",
                    String::from_utf8_lossy(&output.stdout)
                );
            }
            Err(error) => println!(
                "not tested: permissions do not bind this user, and there is no other: {error}"
            ),
        }
        return;
    }

    for journal in [Journal::Rollback, Journal::Wal] {
        let world = World::new();
        world.write("place/empty", "");
        let path = world.database("place/own.db", journal);
        allow(&path, 0o444);
        allow(&world.path("place"), 0o555);
        let before = world.files("");
        let mut store = Store::open_for_reading(&path).unwrap();
        assert_eq!(
            store.notices(),
            [Notice::ReadOnlyPlace(path.clone())],
            "{journal:?}"
        );
        assert_eq!(held(&store), sample());
        assert!(matches!(
            store.sync(&sample(), &author(), &[]),
            Err(StoreError::ReadOnly { path: Some(_) })
        ));
        let history = History::open(&world.system(), &world.db("place/own.db")).unwrap();
        assert_eq!(
            history.notices,
            [format!(
                "{} cannot be written here; it is only read",
                path.display()
            )]
        );
        drop(store);

        let other = crate::world::changelog(&[]);
        let written = Store::open_or_create(&path, journal)
            .and_then(|mut store| store.sync(&other, &author(), &[]));
        assert!(
            matches!(written, Err(StoreError::ReadOnly { path: Some(_) })),
            "{written:?}"
        );
        let created = Store::open_or_create(&world.path("place/new.db"), journal);
        assert!(
            matches!(created, Err(StoreError::ReadOnly { path: Some(_) })),
            "{created:?}"
        );
        assert!(world.files("") == before);
        allow(&world.path("place"), 0o755);
    }
}

#[test]
fn a_database_of_a_newer_forewarn_that_can_be_read_is_only_read() {
    let world = World::new();
    let path = world.database("own.db", Journal::Rollback);
    raw(&path)
        .pragma_update(None, "user_version", SCHEMA_VERSION + 1)
        .unwrap();
    raw(&path)
        .execute_batch("ALTER TABLE entry ADD COLUMN mood TEXT; CREATE TABLE newer (x TEXT)")
        .unwrap();
    let before = world.files("");
    for opened in [
        Store::open_for_reading(&path),
        Store::open_or_create(&path, Journal::Rollback),
    ] {
        let mut store = opened.unwrap();
        assert_eq!(
            (store.access(), store.notices()),
            (Access::ReadOnly, &[Notice::NewerSchema(path.clone())][..])
        );
        assert_eq!(held(&store), sample());
        assert!(matches!(
            store.sync(&sample(), &author(), &[]),
            Err(StoreError::ReadOnly { path: Some(_) })
        ));
        assert!(matches!(
            store.set_bundled("1"),
            Err(StoreError::ReadOnly { .. })
        ));
        assert!(matches!(store.compact(), Err(StoreError::ReadOnly { .. })));
    }
    let history = History::open(&world.system(), &world.db("own.db")).unwrap();
    assert_eq!(
        history.notices,
        [format!(
            "{} was written by a newer forewarn; it is only read",
            path.display()
        )]
    );
    assert!(world.files("") == before);
}

#[test]
fn a_database_of_a_newer_forewarn_that_cannot_be_read_names_the_one_that_can() {
    for (meta, needed) in [
        (
            "UPDATE meta SET value = '99' WHERE key = 'least_reader_schema'; UPDATE meta SET value = '9.9.9' WHERE key = 'least_forewarn'",
            "9.9.9",
        ),
        (
            "UPDATE meta SET value = 'many' WHERE key = 'least_reader_schema'",
            env!("CARGO_PKG_VERSION"),
        ),
        ("DROP TABLE meta", "of its schema"),
    ] {
        let world = World::new();
        let path = world.database("own.db", Journal::Rollback);
        raw(&path)
            .pragma_update(None, "user_version", SCHEMA_VERSION + 1)
            .unwrap();
        raw(&path).execute_batch(meta).unwrap();
        let before = world.files("");
        for opened in [
            Store::open_for_reading(&path),
            Store::open_or_create(&path, Journal::Wal),
        ] {
            let error = opened.unwrap_err();
            let expected = format!(
                "{} was written by a newer forewarn; it needs forewarn {needed} or newer",
                path.display()
            );
            assert_eq!(error.to_string(), expected);
            assert!(matches!(error, StoreError::Newer { .. }));
        }
        assert!(world.files("") == before);
    }
}

#[test]
fn an_older_schema_is_brought_up_to_date_after_a_copy() {
    // There is only one schema yet: an empty database with forewarn's mark is the older one.
    let world = World::new();
    let path = world.path("own.db");
    raw(&path)
        .pragma_update(None, "application_id", 0x4657_524e)
        .unwrap();
    let mut store = Store::open_for_reading(&path).unwrap();
    let backup = world.path("own.db.backup-0001");
    assert_eq!(
        store.notices(),
        [Notice::Migrated {
            path: path.clone(),
            backup
        }]
    );
    assert!(matches!(
        store.sync(&sample(), &author(), &[]),
        Err(StoreError::ReadOnly { .. })
    ));
    drop(store);
    assert_eq!(names(&world.files("")), ["own.db", "own.db.backup-0001"]);
    let mut store = Store::open_or_create(&path, Journal::Rollback).unwrap();
    assert_eq!(store.notices(), []);
    assert!(!store.sync(&sample(), &author(), &[]).unwrap().is_nothing());
}

#[test]
fn what_is_no_database_of_forewarn_is_left_alone() {
    let world = World::new();
    world.write("empty.db", "");
    raw(&world.path("other.db"))
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
    let marked = raw(&world.path("marked.db"));
    marked
        .execute_batch(
            "CREATE TABLE t (x); PRAGMA application_id = 252006673; PRAGMA user_version = 1",
        )
        .unwrap();
    drop(marked);
    let before = world.files("");
    for name in ["empty.db", "other.db", "marked.db"] {
        let path = world.path(name);
        for opened in [
            Store::open_for_reading(&path),
            Store::open_or_create(&path, Journal::Wal),
        ] {
            let error = opened.unwrap_err();
            assert!(matches!(error, StoreError::Foreign(_)), "{error:?}");
            assert_eq!(
                error.to_string(),
                format!("{} is not a database of forewarn", path.display())
            );
        }
    }
    for opened in [
        Store::open_for_reading(&world.path("work")),
        Store::open_or_create(&world.path("work"), Journal::Wal),
    ] {
        let error = opened.unwrap_err();
        assert!(matches!(error, StoreError::IsFolder(_)), "{error:?}");
    }
    let missing = Store::open_for_reading(&world.path("missing.db")).unwrap_err();
    assert!(matches!(missing, StoreError::Missing(_)), "{missing:?}");
    let missing = Store::open_or_create(&world.path("missing/own.db"), Journal::Wal).unwrap_err();
    assert!(matches!(missing, StoreError::NoFolder(_)), "{missing:?}");
    assert!(world.files("") == before);
}

/// Reads everything there is.
fn read_all(path: &Path) -> Result<(), StoreError> {
    let store = Store::open_for_reading(path)?;
    for platform in store.platforms()? {
        store.load(&platform.id, Selection::All)?;
        store.search(
            &platform.id,
            "queue",
            &std::collections::BTreeSet::new(),
            10,
        )?;
        store.revisions(&platform.id, None, 1000)?;
    }
    Ok(())
}

#[test]
fn a_damaged_database_names_its_newest_backup() {
    let world = World::new();
    let path = world.database("own.db", Journal::Rollback);
    let store = Store::open_for_reading(&path).unwrap();
    store.backup_beside(&path).unwrap();
    let newest = store.backup_beside(&path).unwrap();
    drop(store);
    let sound = world.read("own.db");
    let noise = |from: usize, to: usize| {
        let mut bytes = sound.clone();
        for (at, byte) in bytes.iter_mut().enumerate().take(to).skip(from) {
            *byte = u8::try_from((at * 7919 + 13) % 251).unwrap();
        }
        bytes
    };
    for (name, bytes) in [
        (
            "no database",
            b"This is no database, but a text that is long enough for one. ".repeat(50),
        ),
        ("cut off in the middle", sound[..sound.len() / 2].to_vec()),
        ("cut off in the first page", sound[..1000].to_vec()),
        ("the schema overwritten", noise(100, 4096)),
        (
            "everything behind the schema overwritten",
            noise(4096, sound.len()),
        ),
    ] {
        world.write("own.db", &bytes);
        let before = world.files("");
        let error = read_all(&path).unwrap_err();
        assert!(world.files("") == before, "{name}");
        let StoreError::Damaged {
            path: named,
            backup,
            ..
        } = &error
        else {
            panic!("{name}: {error:?}");
        };
        assert_eq!((named, backup.as_ref()), (&path, Some(&newest)), "{name}");
        let advice = format!(
            "restore the last backup: forewarn --db {} db restore {}",
            path.display(),
            newest.display()
        );
        assert!(Error::from(error).render().contains(&advice), "{name}");
        let written = Store::open_or_create(&path, Journal::Rollback)
            .and_then(|mut store| store.sync(&sample(), &author(), &[]));
        assert!(written.is_err(), "{name}");
        assert!(
            world.files("") == before,
            "{name}: a damaged file is not made worse"
        );
    }
}
