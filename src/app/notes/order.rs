//! In which order releases are told.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::app::notes::Layout;
use crate::domain::changelog::Changelog;
use crate::domain::date::Date;
use crate::domain::document::notes::NotesRelease;
use crate::domain::release::{Place, Release};
use crate::domain::version::{SemVersion, Version};

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

/// A day for every release to sort by, dated or not. An undated one stands with the dated release that is the next newer
/// version: among undated neighbours the order is that of versions. A pre-release came long before the stable release of
/// the next line, so its day says nothing of stable ones.
fn sort_days(headers: &Changelog) -> BTreeMap<String, Date> {
    let mut days = BTreeMap::new();
    let last = Date::from_civil(jiff::civil::Date::MAX);
    for stream in &headers.streams {
        let mut latest = stream.covers_until.unwrap_or(last);
        let mut latest_before_stable = latest;
        let newest_first = headers.releases.iter().rev();
        for release in newest_first.filter(|release| release.stream == stream.id) {
            let is_prerelease = release
                .version()
                .and_then(Version::semver)
                .is_some_and(SemVersion::is_prerelease);
            let known = if is_prerelease {
                latest_before_stable
            } else {
                latest
            };
            let day = release.date.map_or(known, |dated| dated.on);
            days.insert(release.id(), day);
            if is_prerelease {
                latest_before_stable = known.min(day);
            } else {
                latest = known.min(day);
                latest_before_stable = latest;
            }
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date::Dated;
    use crate::domain::release::Stream;
    use crate::domain::version::Scheme;

    #[test]
    fn an_undated_release_stands_beside_its_neighbours() {
        let mut headers = Changelog::new("acme");
        headers.streams.push(Stream::new("ui", Scheme::Semver));
        for (version, date) in [
            ("1.33.0", Some("2022-11-21")),
            ("1.33.1", None),
            ("1.34.0", None),
            ("1.34.3", Some("2023-08-21")),
            ("2.0.0-alpha.1", None),
            ("2.0.0-beta.1", Some("2022-03-30")),
            ("2.0.0", Some("2022-12-07")),
        ] {
            let place = Place::Version(Version::parse_any(version).unwrap());
            let mut release = Release::new("ui", place);
            release.date = date.map(|date| Dated::exact(date.parse().unwrap()));
            headers.releases.push(release);
        }
        let days = sort_days(&headers);
        for (version, day) in [
            ("1.34.0", "2022-12-07"),
            ("1.33.1", "2022-12-07"),
            ("2.0.0-alpha.1", "2022-03-30"),
        ] {
            assert_eq!(days[&format!("ui/{version}")].to_string(), day, "{version}");
        }
    }
}
