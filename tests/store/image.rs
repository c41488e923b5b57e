//! What the binary embeds is what the repository's files say.

use std::path::Path;

use forewarn::app::generate;
use forewarn::app::history::{History, Whereabouts};
use forewarn::bundle;
use forewarn::domain::release::Origin;
use forewarn::store::{Selection, Store};
use forewarn::system::System;

fn repository() -> System {
    System::made(
        "2026-11-20T09:00:00Z",
        &[],
        Path::new(env!("CARGO_MANIFEST_DIR")),
    )
}

#[test]
fn the_embedded_image_is_made_from_the_files_as_they_are() {
    let changelog = generate::bundled_changelog(&repository(), Path::new("changelog")).unwrap();
    let image = generate::image(&changelog).unwrap();
    assert!(
        image == bundle::image(),
        "assets/flex.db is not made from changelog/ as it is now; run: cargo run -- dev generate"
    );
    assert!(
        image == generate::image(&changelog).unwrap(),
        "the same files give the same bytes"
    );
}

#[test]
fn the_embedded_image_holds_what_the_files_hold() {
    let files = generate::bundled_changelog(&repository(), Path::new("changelog")).unwrap();
    let store = Store::embedded(bundle::image()).unwrap();
    let embedded = store.load(bundle::PLATFORM, Selection::All).unwrap();
    assert_eq!(
        embedded.counts(),
        files.counts(),
        "run: cargo run -- dev generate"
    );
    assert!(embedded == files, "run: cargo run -- dev generate");
    assert_eq!(
        store.meta("bundled").unwrap().as_deref(),
        Some(bundle::VERSION)
    );
    let is_bundled =
        |origin: &Origin| matches!(origin, Origin::Bundled(version) if version == bundle::VERSION);
    assert!(
        embedded
            .entries()
            .all(|(release, entry)| is_bundled(&entry.origin) && is_bundled(&release.origin))
    );
    assert!(
        embedded
            .streams
            .iter()
            .all(|stream| is_bundled(&stream.origin))
    );
    assert!(
        embedded
            .features
            .iter()
            .all(|feature| is_bundled(&feature.origin))
    );
    assert!(
        embedded
            .toggles
            .iter()
            .all(|toggle| is_bundled(&toggle.origin))
    );
    assert!(embedded.ends.iter().all(|end| is_bundled(&end.origin)));
    let revisions = store.revisions(bundle::PLATFORM, None, 10).unwrap();
    assert_eq!(revisions.len(), 1, "what forewarn brings is one revision");

    let elsewhere = tempfile::tempdir().unwrap();
    let system = System::made("2026-11-20T09:00:00Z", &[], elsewhere.path());
    let history = History::open(&system, &Whereabouts::default()).unwrap();
    assert!(history.changelog().unwrap() == files);
}
