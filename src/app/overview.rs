//! What `forewarn` alone says.

use crate::app::history::{History, Source};
use crate::app::log;
use crate::app::versions::{newest, of_stream};
use crate::domain::document::overview::{Ending, Newest, Overview};
use crate::domain::document::versions::Status;
use crate::domain::text::Untrusted;
use crate::domain::version::SemVersion;
use crate::error::Error;

/// Ends further away than this are not "soon".
const SOON_DAYS: i32 = 180;
const LAST_CHANGES: usize = 2;

/// Newest of each stream, what ends soon, what changed last, what to run next.
pub fn overview(history: &History) -> Result<Overview, Error> {
    let changelog = history.headers()?;
    let counts = history.store.entry_counts(&history.platform)?;
    let mut streams = Vec::new();
    let mut ending = Vec::new();
    for stream in &changelog.streams {
        let lines = of_stream(history, &changelog, stream).lines;
        let top = newest(history, &changelog, stream);
        let line = top.and_then(|release| release.version()?.semver().map(SemVersion::line));
        let of_stream = || {
            changelog
                .releases
                .iter()
                .filter(|release| release.stream == stream.id)
                .filter(|release| release.date.is_none_or(|dated| dated.on <= history.as_of))
        };
        streams.push(Newest {
            stream: stream.id.clone(),
            name: stream.display_name(),
            version: top.map(|release| release.place.to_string()),
            date: top.and_then(|release| release.date),
            status: lines
                .iter()
                .find(|status| Some(status.line) == line)
                .map(|status| status.status)
                .filter(|_| history.policy.covers(&stream.id)),
            summary: top
                .and_then(|release| release.title.clone().or_else(|| release.summary.clone())),
            releases: of_stream().count(),
            entries: of_stream()
                .filter_map(|release| counts.get(&release.id()))
                .sum(),
            covers_until: stream.covers_until,
        });
        for line in lines
            .into_iter()
            .filter(|line| line.status == Status::Maintained)
        {
            if let Some(end) = line.end_of_life {
                let days = end.days_since(history.as_of);
                if days <= SOON_DAYS {
                    ending.push(Ending {
                        stream: stream.id.clone(),
                        line,
                        days,
                    });
                }
            }
        }
    }
    ending.sort_by_key(|ending| (ending.days, ending.stream.clone()));
    let mut last_changes = log::log(history, None, LAST_CHANGES)?.items;
    last_changes.retain(|item| item.action != "bundle");
    Ok(Overview {
        as_of: history.as_of,
        platform: changelog
            .platform
            .name
            .unwrap_or_else(|| Untrusted::from(history.platform.as_str())),
        source: history.source.describe(),
        next: next(history, &streams),
        newest: streams,
        ending,
        last_changes,
    })
}

fn next(history: &History, streams: &[Newest]) -> Vec<(String, &'static str)> {
    let year = history.as_of.plus_days(-365);
    let mut next = Vec::new();
    if let Some(newest) = streams.iter().find_map(|stream| stream.version.clone()) {
        next.push((
            format!("forewarn notes {newest}"),
            "the notes of one release",
        ));
        next.push((
            format!("forewarn notes --since {year}"),
            "everything since a day, all streams by date",
        ));
    }
    if history.source == Source::BuiltIn {
        next.push((
            "forewarn versions --as-of 2025-12-01".to_owned(),
            "what was supported on a day",
        ));
        next.push((
            "forewarn search enforce logout".to_owned(),
            "find entries by their words",
        ));
        next.push((
            "forewarn init".to_owned(),
            "set up a changelog of your own platform here",
        ));
    } else {
        next.push((
            "forewarn versions".to_owned(),
            "which versions are supported",
        ));
        next.push((
            "forewarn search WORDS".to_owned(),
            "find entries by their words",
        ));
        next.push((
            "forewarn import CHANGELOG.md".to_owned(),
            "bring in what is written already",
        ));
    }
    next
}
