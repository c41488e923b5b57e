//! Which version comes next, by what its entries say (Semantic Versioning 2.0.0, 6 to 8; the release policy, section 2).

use crate::app::history::History;
use crate::app::selector::streams;
use crate::domain::document::edit::{NEXT_SCHEMA, Next, NextDocument};
use crate::domain::entry::{Entry, EntryKind};
use crate::domain::release::{Place, Release, State, Stream};
use crate::domain::version::{Scheme, SemVersion, Version};
use crate::error::Error;

/// The next version of each semantic stream, or of the streams that are named.
///
/// # Errors
/// If there is no such stream.
pub fn next(history: &History, wanted: &[String]) -> Result<NextDocument, Error> {
    let changelog = history.changelog()?;
    let chosen = streams(&changelog, wanted)?;
    let meant = chosen
        .into_iter()
        .filter(|stream| !wanted.is_empty() || stream.scheme == Scheme::Semver);
    let today = history.as_of.to_string();
    let streams = meant.map(|stream| of_stream(stream, &changelog.releases, &today));
    Ok(NextDocument {
        schema: NEXT_SCHEMA,
        as_of: history.as_of,
        streams: streams.collect(),
    })
}

fn of_stream(stream: &Stream, releases: &[Release], today: &str) -> Next {
    let own: Vec<&Release> = releases
        .iter()
        .filter(|one| one.stream == stream.id)
        .collect();
    let is_waiting = |one: &Release| {
        matches!(one.place, Place::Unreleased(_))
            || matches!(one.state, State::Draft | State::Review | State::Scheduled)
    };
    let entries: Vec<&Entry> = own
        .iter()
        .filter(|one| is_waiting(one))
        .flat_map(|one| &one.entries)
        .collect();
    let out = own.iter().filter(|one| !is_waiting(one));
    if stream.scheme == Scheme::Date {
        let newest = out.filter_map(|one| one.version()).max();
        let on_day = own
            .iter()
            .filter_map(|one| one.version())
            .filter(|one| one.to_string().starts_with(today))
            .count();
        let next = match on_day {
            0 => today.to_owned(),
            before => format!("{today}.{}", before + 1),
        };
        return Next {
            stream: stream.id.clone(),
            newest: newest.map(Version::to_string),
            next,
            step: "day",
            because: Vec::new(),
            entries: entries.len(),
        };
    }
    let newest = out
        .filter_map(|one| one.version()?.semver())
        .filter(|one| !one.is_prerelease())
        .max();
    let (step, because) = step(&entries);
    Next {
        stream: stream.id.clone(),
        newest: newest.map(SemVersion::to_string),
        next: after(newest, step),
        step,
        because,
        entries: entries.len(),
    }
}

/// The step that entries ask for, and those that do.
fn step(entries: &[&Entry]) -> (&'static str, Vec<String>) {
    let of = |asks: &dyn Fn(&Entry) -> bool| -> Vec<String> {
        let asking = entries.iter().filter(|one| asks(one));
        asking.map(|one| one.id.clone()).collect()
    };
    let major = of(&|one| one.breaking || one.kind == EntryKind::Removed);
    if !major.is_empty() {
        return ("major", major);
    }
    let minor = of(&|one| {
        matches!(
            one.kind,
            EntryKind::Added | EntryKind::Changed | EntryKind::Deprecated | EntryKind::Default
        )
    });
    if minor.is_empty() {
        ("patch", of(&|_| true))
    } else {
        ("minor", minor)
    }
}

/// A stream without releases begins with 0.1.0: initial development (Semantic Versioning 2.0.0, 4).
fn after(newest: Option<&SemVersion>, step: &str) -> String {
    let Some(newest) = newest else {
        return "0.1.0".to_owned();
    };
    let (major, minor, patch) = (newest.major(), newest.minor(), newest.patch());
    match step {
        "major" => format!("{}.0.0", major + 1),
        "minor" => format!("{major}.{}.0", minor + 1),
        _ => format!("{major}.{minor}.{}", patch + 1),
    }
}
