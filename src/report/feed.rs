//! What feeds say of a release besides its text: a permanent id, days, and what cannot be in a feed.
//!
//! The id of a release is `urn:uuid:` with a UUID of version 8 (RFC 9562, "name-based UUID with
//! SHA-256"): the hash of the namespace below and of `PLATFORM`, `STREAM` and `VERSION`, each ended by
//! a line feed. It depends on nothing else, so it never changes when a release is edited.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::domain::date::Date;
use crate::domain::document::notes::{Excluded, NotesDocument, NotesRelease};
use crate::domain::release::Place;

/// Where a feed and the page it belongs to are, if anybody said so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses {
    pub feed: Option<String>,
    pub site: Option<String>,
}

/// The namespace of forewarn's ids; drawn once, by chance.
const NAMESPACE: [u8; 16] = [
    0x3b, 0x5c, 0x1f, 0x0e, 0x7a, 0x42, 0x4d, 0x19, 0x9c, 0x86, 0x52, 0xd1, 0xe0, 0x6f, 0xa8, 0x47,
];

/// The permanent id of a release.
pub(crate) fn id(document: &NotesDocument, release: &NotesRelease) -> String {
    named(&[
        &document.platform_id,
        &release.stream,
        &release.place.to_string(),
    ])
}

/// The permanent id of a feed: of a platform, of the streams and the versions in it, and of its readers. Days that were
/// asked for are no part of it: a feed of the last month stays the same feed.
pub(crate) fn feed_id(document: &NotesDocument) -> String {
    let mut names = vec![document.platform_id.as_str()];
    names.extend(document.coverage.iter().map(|one| one.stream.as_str()));
    let span = &document.span;
    let parts = [
        ("from", &span.from),
        ("to", &span.to),
        ("only", &span.only),
        ("for", &document.audience),
    ];
    let parts: Vec<String> = parts
        .iter()
        .filter_map(|(what, part)| Some(format!("{what} {}", part.as_ref()?)))
        .collect();
    names.extend(parts.iter().map(String::as_str));
    named(&names)
}

fn named(names: &[&str]) -> String {
    let mut hash = Sha256::new();
    hash.update(NAMESPACE);
    for name in names {
        hash.update(name.as_bytes());
        hash.update(b"\n");
    }
    let digest = hash.finalize();
    let mut bytes = [0u8; 16];
    for (byte, hashed) in bytes.iter_mut().zip(digest.iter()) {
        *byte = *hashed;
    }
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let mut id = String::from("urn:uuid:");
    for (idx, byte) in bytes.iter().enumerate() {
        if matches!(idx, 4 | 6 | 8 | 10) {
            id.push('-');
        }
        write!(id, "{byte:02x}").expect("a String takes all writes");
    }
    id
}

/// Midnight UTC of a day, as RFC 3339 writes it.
pub(crate) fn midnight(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// The last day on which what a release says changed: its own, that of a correction of one of its
/// entries, or that of a release which announces one.
pub(crate) fn updated(document: &NotesDocument, release: &NotesRelease) -> Option<Date> {
    let own = release.date?.on;
    let corrections = || {
        release
            .entries
            .iter()
            .flat_map(|entry| &entry.entry.corrections)
    };
    let corrected = corrections().filter_map(|one| one.date.map(|dated| dated.on));
    let announced = corrections()
        .filter_map(|one| one.announced_in.as_deref())
        .filter_map(|id| day_of(document, id));
    corrected
        .chain(announced)
        .filter(|day| *day <= document.as_of)
        .chain([own])
        .max()
}

fn day_of(document: &NotesDocument, id: &str) -> Option<Date> {
    let (stream, place) = id.split_once('/')?;
    document
        .releases
        .iter()
        .find(|release| release.stream == stream && release.place.to_string() == place)
        .and_then(|release| release.date)
        .map(|dated| dated.on)
}

/// When the feed as a whole changed last; without a release, the day it was asked for.
pub(crate) fn feed_updated(document: &NotesDocument) -> Date {
    dated(document)
        .filter_map(|release| updated(document, release))
        .max()
        .unwrap_or(document.as_of)
}

/// The releases that can be in a feed: those with a version and a day.
pub(crate) fn dated(document: &NotesDocument) -> impl Iterator<Item = &NotesRelease> {
    document
        .releases
        .iter()
        .filter(|release| why_not(release).is_none())
}

pub(crate) fn why_not(release: &NotesRelease) -> Option<&'static str> {
    match (&release.place, release.date) {
        (Place::Unreleased(_), _) => Some("no release has it yet"),
        (Place::Version(_), None) => Some("its date is unknown"),
        (Place::Version(_), Some(_)) => None,
    }
}

/// Releases of the notes that a feed cannot hold, in the order of the notes.
pub fn left_out(document: &NotesDocument) -> Vec<Excluded> {
    document
        .releases
        .iter()
        .filter_map(|release| {
            why_not(release).map(|why| Excluded {
                id: format!("{}/{}", release.stream, release.place),
                why: why.to_owned(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::made;

    #[test]
    fn ids_depend_on_platform_stream_and_version_only() {
        let mut document = made::document();
        let before = id(&document, &document.releases[0]);
        assert_eq!(before, "urn:uuid:798580a9-71ca-869a-9ebe-bc2eab327bb4");
        document.releases[0].title = Some("Renamed".into());
        document.releases[0].entries.clear();
        document.platform = "Another name".into();
        assert_eq!(id(&document, &document.releases[0]), before);
        document.platform_id = "other".to_owned();
        assert_ne!(id(&document, &document.releases[0]), before);
    }

    #[test]
    fn a_correction_moves_updated_but_not_published() {
        let document = made::document();
        let corrected = &document.releases[1];
        assert_eq!(corrected.date.unwrap().on.to_string(), "2024-01-10");
        assert_eq!(
            updated(&document, corrected).unwrap().to_string(),
            "2024-05-01"
        );
        assert_eq!(feed_updated(&document).to_string(), "2024-05-01");
    }

    #[test]
    fn undated_and_unreleased_are_left_out_with_a_reason() {
        let document = made::document();
        let out: Vec<String> = left_out(&document)
            .into_iter()
            .map(|one| format!("{}: {}", one.id, one.why))
            .collect();
        assert_eq!(
            out,
            [
                "app/unreleased/next: no release has it yet",
                "app/0.9.0: its date is unknown"
            ]
        );
    }
}
