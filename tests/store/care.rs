//! Copies, bringing them back, and what a check finds.

use forewarn::app::care;
use forewarn::app::history::{History, Whereabouts};
use forewarn::store::{Journal, Store, StoreError, backups_of};

use crate::world::{World, author, changelog, findings, held, names, raw, sample};

#[test]
fn a_backup_comes_back_as_it_was() {
    for journal in [Journal::Rollback, Journal::Wal] {
        let world = World::new();
        let path = world.database("own.db", journal);
        let backup = world.path("copy.db");
        Store::open_for_reading(&path)
            .unwrap()
            .backup(&backup)
            .unwrap();
        Store::open_or_create(&path, journal)
            .unwrap()
            .sync(&changelog(&[]), &author(), &[])
            .unwrap();

        let former = Store::restore(&backup, &path).unwrap().unwrap();
        let store = Store::open_for_reading(&path).unwrap();
        assert_eq!(held(&store), sample());
        assert_eq!(findings(&store), Vec::<String>::new());
        assert_eq!(
            held(&Store::open_for_reading(&former).unwrap()),
            changelog(&[]),
            "the former file is kept"
        );
        assert!(!world.path("own.db.restoring").exists());
    }
}

#[test]
fn a_backup_comes_back_over_a_damaged_file_or_none() {
    let world = World::new();
    let path = world.database("own.db", Journal::Rollback);
    let backup = Store::open_for_reading(&path)
        .unwrap()
        .backup_beside(&path)
        .unwrap();
    world.write("own.db", "no database");
    let former = Store::restore(&backup, &path).unwrap().unwrap();
    assert_eq!(held(&Store::open_for_reading(&path).unwrap()), sample());
    assert_eq!(
        world.read(former.file_name().unwrap().to_str().unwrap()),
        b"no database"
    );

    world.write("own.db", "no database again");
    let second = Store::restore(&backup, &path).unwrap().unwrap();
    assert_ne!(former, second, "a former file is never overwritten");
    std::fs::remove_file(&path).unwrap();
    assert_eq!(Store::restore(&backup, &path).unwrap(), None);
    assert_eq!(held(&Store::open_for_reading(&path).unwrap()), sample());
}

#[test]
fn a_damaged_backup_is_refused_and_nothing_is_changed() {
    let world = World::new();
    let path = world.database("own.db", Journal::Rollback);
    let sound = world.read("own.db");
    let tampered = world.database("tampered.db", Journal::Rollback);
    raw(&tampered).execute_batch("DELETE FROM search").unwrap();
    world.write("text.db", "no database");
    world.write("half.db", &sound[..sound.len() / 2]);
    let mut noise = sound;
    noise[4096..].fill(0x5a);
    world.write("noise.db", &noise);
    let before = world.files("");
    for name in [
        "tampered.db",
        "text.db",
        "half.db",
        "missing.db",
        "work",
        "noise.db",
    ] {
        assert!(Store::restore(&world.path(name), &path).is_err(), "{name}");
        assert!(world.files("") == before, "{name}");
    }
    let error = Store::restore(&tampered, &path).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
}

#[test]
fn what_a_crash_left_in_the_log_of_the_former_file() {
    let world = World::new();
    let path = world.database("own.db", Journal::Wal);
    let backup = world.path("copy.db");
    Store::open_for_reading(&path)
        .unwrap()
        .backup(&backup)
        .unwrap();
    // A writer that is killed leaves its last transactions in the log beside the file.
    let writer = raw(&path);
    writer
        .execute_batch("PRAGMA wal_autocheckpoint = 0; UPDATE platform SET name = 'In the log'")
        .unwrap();
    world.write("crashed.db", world.read("own.db"));
    world.write("crashed.db-wal", world.read("own.db-wal"));
    drop(writer);
    let former = Store::restore(&backup, &world.path("crashed.db"))
        .unwrap()
        .unwrap();
    let name = held(&Store::open_for_reading(&former).unwrap())
        .platform
        .name;
    assert_eq!(
        name,
        Some("In the log".into()),
        "the log goes where the file goes"
    );
}

#[test]
fn at_most_five_copies_are_kept_beside_a_database() {
    let world = World::new();
    let path = world.database("own.db", Journal::Rollback);
    world.write("own.db.backup-mine", "not one of ours");
    world.write("other.db.backup-0001", "of another database");
    let store = Store::open_for_reading(&path).unwrap();
    for nth in 1..=7 {
        let copy = store.backup_beside(&path).unwrap();
        assert_eq!(copy, world.path(&format!("own.db.backup-{nth:04}")));
    }
    let kept: Vec<_> = (3..=7)
        .map(|nth| world.path(&format!("own.db.backup-{nth:04}")))
        .collect();
    assert_eq!(backups_of(&path), kept);
    assert!(
        world.path("own.db.backup-mine").exists() && world.path("other.db.backup-0001").exists()
    );
    let error = store.backup(&kept[0]).unwrap_err();
    assert!(matches!(error, StoreError::Io(_)), "{error:?}");
    assert!(store.backup(&world.path("missing/copy.db")).is_err());
}

#[test]
fn the_commands_use_the_newest_copy() {
    let world = World::new();
    let system = world.system();
    let here = world.db("own.db");
    world.database("own.db", Journal::Rollback);
    let error = care::restore(&system, &here, None).unwrap_err();
    assert!(
        error.render().contains("there is no backup beside"),
        "{}",
        error.render()
    );
    let first = care::backup(&system, &here, None).unwrap();
    raw(&world.path("own.db"))
        .execute_batch("UPDATE platform SET name = 'Second'")
        .unwrap();
    let second = care::backup(&system, &here, None).unwrap();
    world.write("own.db", "gone");
    let restored = care::restore(&system, &here, None).unwrap();
    assert_eq!((restored.from, restored.to), (second, world.path("own.db")));
    let name = |world: &World| {
        held(&Store::open_for_reading(&world.path("own.db")).unwrap())
            .platform
            .name
    };
    assert_eq!(name(&world), Some("Second".into()));
    care::restore(&system, &here, Some(&first)).unwrap();
    assert_eq!(name(&world), None);
    let verified = care::verify(&system, &here).unwrap();
    assert!(
        verified
            .checks
            .iter()
            .all(|check| check.problems.is_empty()),
        "{verified:?}"
    );

    let none = Whereabouts::default();
    assert!(care::backup(&system, &none, None).is_err());
    assert!(
        care::verify(&system, &none)
            .unwrap()
            .checks
            .iter()
            .all(|check| check.problems.is_empty())
    );
    assert_eq!(names(&world.files("data")), Vec::<&str>::new());
    assert!(History::open(&system, &here).is_ok());
}

/// What a check finds after this was done past forewarn.
fn findings_after(sql: &str) -> Vec<String> {
    let world = World::new();
    let path = world.database("own.db", Journal::Rollback);
    let tampering = raw(&path);
    tampering
        .execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}"))
        .unwrap();
    drop(tampering);
    findings(&Store::open_for_reading(&path).unwrap())
}

#[test]
fn a_check_finds_what_was_done_past_forewarn() {
    for (sql, expected) in [
        ("SELECT 1", vec![]),
        (
            "DELETE FROM release WHERE place = '1.1.0'",
            vec![
                "references: entry row 3 refers to a missing release",
                "search index: release ui/1.1.0 is in the search index, but gone",
            ],
        ),
        (
            "DELETE FROM platform",
            vec!["references: stream row ? refers to a missing platform"],
        ),
        (
            "DELETE FROM search WHERE subject = 'logout'",
            vec!["search index: entry logout is not in the search index"],
        ),
        (
            "DROP TRIGGER revision_is_never_changed; UPDATE revision SET actor = 'someone' WHERE seq = 3",
            vec!["revision chain: revision 3 does not follow from the one before it"],
        ),
        (
            "DROP TRIGGER revision_is_never_changed; UPDATE revision SET after = NULL WHERE seq = 2",
            vec!["revision chain: revision 2 does not follow from the one before it"],
        ),
        (
            "DROP TRIGGER revision_is_never_removed; DELETE FROM revision WHERE seq = 1",
            vec!["revision chain: revision 2 does not follow from the one before it"],
        ),
        (
            "INSERT INTO revision (seq, platform, at, actor, action, subject, prev_hash, hash) SELECT 99, 'acme', at, actor, action, subject, \
             hash, 'x' FROM revision ORDER BY seq DESC LIMIT 1",
            vec!["revision chain: revision 99 does not follow from the one before it"],
        ),
        (
            "DELETE FROM search WHERE subject = 'ui/1.0.0'",
            vec!["search index: release ui/1.0.0 is not in the search index"],
        ),
        (
            "INSERT INTO search (rowid, platform, kind, subject) VALUES (4000, 'acme', 'entry', 'gone')",
            vec!["search index: entry gone is in the search index, but gone"],
        ),
    ] {
        let found = findings_after(sql);
        if sql == "DELETE FROM platform" {
            assert!(found.contains(&expected[0].to_owned()), "{found:?}");
        } else {
            assert_eq!(found, expected, "{sql}");
        }
    }
}
