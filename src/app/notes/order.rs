//! In which order releases are told.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::app::notes::Layout;
use crate::domain::changelog::Changelog;
use crate::domain::date::{Date, Dated};
use crate::domain::document::notes::NotesRelease;
use crate::domain::release::{Place, Release};

/// Newest first: of one list by day, or stream after stream by version.
pub(super) fn sort(headers: &Changelog, layout: Layout, shown: &mut [(Release, NotesRelease)]) {
    let rank = |id: &str| headers.streams.iter().position(|stream| stream.id == id);
    match layout {
        Layout::ByDate => {
            let days = sort_days(headers);
            // Fragments, then the newest day; on one day the platform's order of streams, then the newest version.
            shown.sort_by_cached_key(|(release, _)| {
                let is_fragment = matches!(release.place, Place::Unreleased(_));
                (
                    Reverse(is_fragment),
                    Reverse(days.get(&release.id()).copied()),
                    rank(&release.stream),
                    Reverse(release.place.clone()),
                )
            });
        }
        Layout::ByStream => {
            shown.sort_by(|(a, _), (b, _)| {
                rank(&a.stream)
                    .cmp(&rank(&b.stream))
                    .then_with(|| b.place.cmp(&a.place))
            });
        }
    }
}

/// A day for every release to sort by, dated or not: an undated one stands with the next newer dated
/// release of its stream, which is the latest it can have been.
fn sort_days(headers: &Changelog) -> BTreeMap<String, Date> {
    let mut days = BTreeMap::new();
    for stream in &headers.streams {
        let mut latest = stream
            .covers_until
            .unwrap_or_else(|| Dated::exact(Date::from_civil(jiff::civil::Date::MAX)).on);
        for release in headers
            .releases
            .iter()
            .rev()
            .filter(|release| release.stream == stream.id)
        {
            match release.date {
                Some(dated) => {
                    days.insert(release.id(), dated.on);
                    latest = latest.min(dated.on);
                }
                None => {
                    days.insert(release.id(), latest);
                }
            }
        }
    }
    days
}
