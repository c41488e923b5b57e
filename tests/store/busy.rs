//! Two programs at one database. By its name first, so that its waiting goes beside the other tests.

use forewarn::store::{Journal, Store, StoreError};

use crate::world::{UI_1_0_0, World, author, changelog, findings, held, raw, sample};

/// The one test that waits for the busy timeout of five seconds.
#[test]
fn a_database_in_use_is_busy_and_stays_whole() {
    let world = World::new();
    let path = world.database("own.db", Journal::Rollback);
    let other = raw(&path);
    other
        .execute_batch("BEGIN IMMEDIATE; UPDATE platform SET name = 'Half done'")
        .unwrap();
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            let mut store = Store::open_or_create(&path, Journal::Rollback)?;
            store.sync(&changelog(&[]), &author(), &[])
        });
        let reading = scope.spawn(|| {
            Store::open_for_reading(&path).map(|store| (held(&store), store.notices().len()))
        });
        let written = writing.join().unwrap();
        assert!(matches!(written, Err(StoreError::Busy(_))), "{written:?}");
        let (read, notices) = reading.join().unwrap().unwrap();
        assert_eq!(read, sample());
        assert_eq!(notices, 0, "a place that is in use can be written");
    });
    other.execute_batch("ROLLBACK").unwrap();
    let mut store = Store::open_or_create(&path, Journal::Rollback).unwrap();
    assert_eq!(held(&store), sample());
    assert_eq!(findings(&store), Vec::<String>::new());
    store.sync(&changelog(&[]), &author(), &[]).unwrap();
}

#[test]
fn writers_take_turns_and_readers_see_whole_states() {
    for journal in [Journal::Wal, Journal::Rollback] {
        let world = World::new();
        let path = world.database("own.db", journal);
        let mut one = Store::open_or_create(&path, journal).unwrap();
        let mut two = Store::open_or_create(&path, journal).unwrap();
        one.sync(&changelog(&[("ui/1.0.0.md", UI_1_0_0)]), &author(), &[])
            .unwrap();
        two.sync(&sample(), &author(), &[]).unwrap();
        assert_eq!(held(&one), sample());
        assert!(one.sync(&sample(), &author(), &[]).unwrap().is_nothing());
        assert_eq!(findings(&two), Vec::<String>::new());
    }
}
