//! Writing: one transaction, all or nothing, with a revision for everything that changed.

use forewarn::domain::changelog::Changelog;
use forewarn::domain::text::Untrusted;
use forewarn::store::{Applied, Journal, Store, StoreError};

use crate::world::{UI_1_0_0, World, author, changelog, find, findings, held, raw, sample};

#[test]
fn a_sync_counts_what_it_did_and_tells_it_in_revisions() {
    let mut store = Store::in_memory().unwrap();
    let first = store.sync(&sample(), &author(), &[]).unwrap();
    // The platform, two streams, three releases, four entries, a feature.
    assert_eq!(
        first,
        Applied {
            created: 11,
            ..Applied::default()
        }
    );

    let mut next = sample();
    next.releases[0].entries[0].text = Untrusted::from("Another text.");
    let moved = next.releases[1].entries.remove(0);
    next.releases[2].entries.push(moved);
    next.features.clear();
    let applied = store.sync(&next, &author(), &[]).unwrap();
    assert_eq!(held(&store), next);
    // The text, and two releases whose entries are others; the entry that moved says the same as before.
    assert_eq!(
        applied,
        Applied {
            created: 0,
            changed: 3,
            removed: 1,
            unchanged: 7
        }
    );
    let told: Vec<(String, String)> = store
        .revisions("acme", None, 4)
        .unwrap()
        .into_iter()
        .map(|revision| (revision.action, revision.subject))
        .collect();
    let expected = [
        ("remove", "feature vdi"),
        ("change", "release ui/1.1.0"),
        ("change", "release backend/2026-01-05"),
        ("change", "entry queue-filter"),
    ];
    assert_eq!(
        told,
        expected.map(|(action, subject)| (action.to_owned(), subject.to_owned()))
    );
    let of_one = store
        .revisions("acme", Some("entry queue-filter"), 10)
        .unwrap();
    assert_eq!(of_one.len(), 2);
    assert!(
        of_one[0]
            .before
            .as_deref()
            .unwrap()
            .contains("A queue filter.")
    );
    assert!(
        of_one[0]
            .after
            .as_deref()
            .unwrap()
            .contains("Another text.")
    );
    assert_eq!(findings(&store), Vec::<String>::new());
}

#[test]
fn the_name_and_the_order_of_streams_have_revisions_too() {
    let mut store = Store::in_memory().unwrap();
    store.sync(&sample(), &author(), &[]).unwrap();
    let mut renamed = sample();
    renamed.platform.name = Some(Untrusted::from("Acme Desk"));
    renamed.streams.reverse();
    renamed.sort();
    let applied = store.sync(&renamed, &author(), &[]).unwrap();
    assert_eq!(held(&store), renamed);
    assert_eq!(applied.changed, 1);
    let newest = &store.revisions("acme", None, 1).unwrap()[0];
    assert_eq!(
        (newest.action.as_str(), newest.subject.as_str()),
        ("change", "platform acme")
    );
}

#[test]
fn revisions_can_be_neither_changed_nor_removed() {
    let world = World::new();
    let path = world.database("own.db", Journal::Rollback);
    for sql in [
        "UPDATE revision SET actor = 'someone'",
        "UPDATE revision SET seq = seq + 100",
        "DELETE FROM revision WHERE seq = 1",
        "DELETE FROM revision",
        "INSERT OR REPLACE INTO revision SELECT seq, platform, at, 'someone', action, subject, before, after, reason, \
         prev_hash, hash FROM revision WHERE seq = 2",
    ] {
        let error = raw(&path).execute_batch(sql).unwrap_err();
        assert!(
            error.to_string().contains("revisions are append-only"),
            "{sql}: {error}"
        );
    }
}

/// Everything that a failed write must leave alone.
fn state(store: &Store) -> String {
    let found = find(store, "acme", "queue", 10);
    let revisions = store.revisions("acme", None, 1000).unwrap();
    format!(
        "{:?}\n{found:?}\n{revisions:?}\n{:?}",
        held(store),
        store.outbox().unwrap()
    )
}

#[test]
fn a_sync_that_fails_changes_nothing() {
    let twice = changelog(&[
        ("ui/1.0.0.md", UI_1_0_0),
        ("ui/2.0.0.md", "## Added\n\n- New queue. {#new}\n"),
    ]);
    let duplicate_entry = |mut changelog: Changelog| {
        let entry = changelog.releases[0].entries[0].clone();
        changelog.releases[1].entries.push(entry);
        changelog
    };
    let duplicate_release = |mut changelog: Changelog| {
        let mut release = changelog.releases[0].clone();
        release.entries.clear();
        release.title = Some(Untrusted::from("Twice"));
        changelog.releases.push(release);
        changelog
    };
    let no_stream = |mut changelog: Changelog| {
        changelog.streams.remove(0);
        changelog
    };
    for (name, wanted) in [
        ("one id in two releases", duplicate_entry(twice.clone())),
        (
            "a release of a stream that is not there",
            no_stream(twice.clone()),
        ),
    ] {
        for mut store in [Store::in_memory().unwrap(), with_sample()] {
            let before = state(&store);
            let outgoing = [("ui/2.0.0.md".to_owned(), Some("x".to_owned()))];
            let failed = store.sync(&wanted, &author(), &outgoing);
            assert!(
                matches!(failed, Err(StoreError::Sqlite(_))),
                "{name}: {failed:?}"
            );
            assert_eq!(state(&store), before, "{name}");
            assert_eq!(findings(&store), Vec::<String>::new(), "{name}");
            store.sync(&twice, &author(), &[]).unwrap();
            assert_eq!(held(&store), twice, "{name}: the next one succeeds");
        }
    }
    let mut store = Store::in_memory().unwrap();
    let refused = store.sync(&duplicate_release(twice), &author(), &[]);
    assert!(matches!(refused, Err(StoreError::Value(_))), "{refused:?}");
    assert_eq!(store.platforms().unwrap(), []);
}

fn with_sample() -> Store {
    let mut store = Store::in_memory().unwrap();
    store.sync(&sample(), &author(), &[]).unwrap();
    store
}

#[test]
fn platforms_do_not_touch_each_other() {
    let mut store = with_sample();
    let mut other = sample();
    other.platform.id = "other".to_owned();
    store.sync(&other, &author(), &[]).unwrap();
    let ids: Vec<String> = store
        .platforms()
        .unwrap()
        .into_iter()
        .map(|platform| platform.id)
        .collect();
    assert_eq!(ids, ["acme", "other"]);
    store.sync(&changelog(&[]), &author(), &[]).unwrap();
    assert_eq!(held(&store), changelog(&[]));
    assert_eq!(
        store
            .load("other", forewarn::store::Selection::All)
            .unwrap(),
        other
    );
    assert_eq!(find(&store, "other", "queue", 10).1, 3);
    assert_eq!(find(&store, "acme", "queue", 10).1, 0);
    assert_eq!(findings(&store), Vec::<String>::new());
}
