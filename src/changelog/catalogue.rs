//! Reading `streams.toml`, `features.toml`, `lifecycle.toml`, `leftovers.toml` and `commits.toml`.

use crate::changelog::FORMAT;
use crate::changelog::cursor::{Cursor, Report, did_you_mean, parse};
use crate::changelog::release_file::{commit, is_package, ranges};
use crate::domain::changelog::{Leftover, Platform, Settled, SettledCommit};
use crate::domain::entry::is_valid_id;
use crate::domain::feature::{Feature, FeatureEvent, PublishedEnd, Toggle};
use crate::domain::problem::{Problem, Severity};
use crate::domain::release::{Origin, Stream};
use crate::domain::text::Untrusted;
use crate::domain::version::Scheme;

/// What `streams.toml` says.
pub(super) struct Streams {
    pub(super) platform: Option<Platform>,
    pub(super) streams: Vec<Stream>,
}

pub(super) fn read_streams(text: &str, file: &str) -> (Streams, Vec<Problem>) {
    let mut report = Report::new(file, text);
    let table = parse(text, &mut report);
    let mut cursor = Cursor::new(table.get_ref(), 0, "streams.toml");
    match cursor.integer(&mut report, "format") {
        Some(newer) if newer > FORMAT => report.add(
            Severity::Error,
            cursor.at_key("format"),
            format!("this changelog is written in format {newer}; this forewarn reads formats up to {FORMAT}"),
            Some(format!("use a forewarn that knows format {newer}")),
        ),
        Some(older) if older < 1 => report.error(cursor.at_key("format"), format!("there is no format {older}")),
        Some(_) => {}
        None => report.add(
            Severity::Warning,
            0,
            "the format's version is missing; it is read as the newest",
            Some(format!("write `format = {FORMAT}` in the first line")),
        ),
    }
    let platform = cursor.required(&mut report, "platform");
    if let Some(id) = platform.as_deref().filter(|id| !is_valid_id(id)) {
        report.error(cursor.at_key("platform"), format!("`{id}` is not an id"));
    }
    let name = cursor.text(&mut report, "name");
    let mut streams: Vec<Stream> = Vec::new();
    for mut table in cursor.tables(&mut report, "stream", "a stream") {
        let stream = read_stream(&mut table, &mut report);
        let at = table.at_key("id");
        table.finish(&mut report);
        let Some(stream) = stream else {
            continue;
        };
        if streams.iter().any(|other| other.id == stream.id) {
            report.error(at, format!("two streams have the id `{}`", stream.id));
        } else {
            streams.push(stream);
        }
    }
    cursor.finish(&mut report);
    let platform = platform.map(|id| Platform { id, name });
    (Streams { platform, streams }, report.into_problems())
}

/// Every key is asked for, so that what is wrong with one is not said of another.
fn read_stream(table: &mut Cursor<'_, '_>, report: &mut Report<'_>) -> Option<Stream> {
    let id = table.required(report, "id").filter(|id| {
        let is_good = is_valid_id(id) && !is_file_name(id);
        if !is_good {
            report.error(table.at_key("id"), format!("`{id}` is not a stream id"));
        }
        is_good
    });
    let name = table.text(report, "name");
    let scheme = table
        .required(report, "scheme")
        .and_then(|_| table.word::<Scheme>(report, "scheme"));
    let package = table.string(report, "package");
    if let Some(package) = package.as_deref().filter(|package| !is_package(package)) {
        report.error(
            table.at_key("package"),
            format!("`{package}` is neither npm:NAME nor crate:NAME"),
        );
    }
    let covers_from = table.date(report, "covers-from");
    let covers_until = table.date(report, "covers-until");
    let complete = table.boolean(report, "complete");
    let continued_at = table.text(report, "continued-at");
    let note = table.text(report, "note");
    let sources = table.texts(report, "source");
    Some(Stream {
        id: id?,
        name,
        scheme: scheme?,
        package,
        covers_from,
        covers_until,
        complete,
        continued_at,
        note,
        sources,
        origin: Origin::Local,
    })
}

pub(super) fn read_features(
    text: &str,
    file: &str,
    streams: &[Stream],
) -> (Vec<Feature>, Vec<Toggle>, Vec<Problem>) {
    let mut report = Report::new(file, text);
    let table = parse(text, &mut report);
    let mut cursor = Cursor::new(table.get_ref(), 0, "features.toml");
    let mut features: Vec<Feature> = Vec::new();
    for mut table in cursor.tables(&mut report, "feature", "a feature") {
        let feature = read_feature(&mut table, streams, &mut report);
        let at = table.at_key("id");
        table.finish(&mut report);
        let Some(feature) = feature else {
            continue;
        };
        if features.iter().any(|other| other.id == feature.id) {
            report.error(at, format!("two features have the id `{}`", feature.id));
        } else {
            features.push(feature);
        }
    }
    let mut toggles: Vec<Toggle> = Vec::new();
    for mut table in cursor.tables(&mut report, "toggle", "a toggle") {
        let flag = table.required(&mut report, "flag");
        let toggle = Toggle {
            flag: Untrusted::from(flag.clone().unwrap_or_default()),
            name: table.text(&mut report, "name"),
            first_observed: table.value(&mut report, "first-observed"),
            last_observed: table.value(&mut report, "last-observed"),
            gone: table.value(&mut report, "gone"),
            feature: table.string(&mut report, "feature"),
            sources: table.texts(&mut report, "source"),
            origin: Origin::Local,
        };
        if let Some(feature) = toggle
            .feature
            .as_deref()
            .filter(|id| !features.iter().any(|f| f.id == **id))
        {
            let hint = did_you_mean(feature, features.iter().map(|feature| feature.id.as_str()));
            report.add(
                Severity::Warning,
                table.at_key("feature"),
                format!("there is no feature `{feature}`"),
                hint,
            );
        }
        if flag.is_some() && toggles.iter().any(|other| other.flag == toggle.flag) {
            report.error(
                table.at_key("flag"),
                format!("two toggles have the flag `{}`", toggle.flag.raw()),
            );
        } else if flag.is_some() {
            toggles.push(toggle);
        }
        table.finish(&mut report);
    }
    cursor.finish(&mut report);
    (features, toggles, report.into_problems())
}

fn read_feature(
    table: &mut Cursor<'_, '_>,
    streams: &[Stream],
    report: &mut Report<'_>,
) -> Option<Feature> {
    let id = table.required(report, "id");
    if let Some(id) = id.as_deref().filter(|id| !is_valid_id(id)) {
        report.error(table.at_key("id"), format!("`{id}` is not a feature id"));
    }
    let name = table.required(report, "name");
    let stream = table.string(report, "stream");
    if let Some(stream) = stream
        .as_deref()
        .filter(|id| !streams.iter().any(|s| s.id == **id))
    {
        let hint = did_you_mean(stream, streams.iter().map(|stream| stream.id.as_str()));
        report.add(
            Severity::Error,
            table.at_key("stream"),
            format!("there is no stream `{stream}`"),
            hint,
        );
    }
    let compatible = ranges(table, "compatible", streams, report);
    let toggle = table.text(report, "toggle");
    let note = table.text(report, "note");
    let sources = table.texts(report, "source");
    let events = table
        .tables(report, "event", "a feature's event")
        .into_iter()
        .map(|event| read_event(event, report))
        .collect();
    Some(Feature {
        id: id?,
        name: Untrusted::from(name?),
        stream,
        compatible,
        toggle,
        note,
        sources,
        events,
        origin: Origin::Local,
    })
}

fn read_event(mut table: Cursor<'_, '_>, report: &mut Report<'_>) -> FeatureEvent {
    let event = FeatureEvent {
        stage: table.word(report, "stage"),
        phase: table.word(report, "phase"),
        label: table.text(report, "label"),
        release: table.string(report, "in"),
        date: table.dated(report, "date", "date-kind"),
        support: table.text(report, "support"),
        entry: table.string(report, "entry"),
        note: table.text(report, "note"),
        sources: table.texts(report, "source"),
    };
    if event.stage.is_none() && event.phase.is_none() && event.label.is_none() {
        report.error(
            table.at(),
            "a feature's event needs a stage, a phase or a label",
        );
    }
    table.finish(report);
    event
}

pub(super) fn read_lifecycle(
    text: &str,
    file: &str,
    streams: &[Stream],
) -> (Vec<PublishedEnd>, Vec<Problem>) {
    let mut report = Report::new(file, text);
    let table = parse(text, &mut report);
    let mut cursor = Cursor::new(table.get_ref(), 0, "lifecycle.toml");
    let mut ends: Vec<PublishedEnd> = Vec::new();
    for mut table in cursor.tables(&mut report, "end-of-life", "an end-of-life date") {
        let stream = table.required(&mut report, "stream");
        let line = table.required(&mut report, "line");
        if let Some(id) = stream
            .as_deref()
            .filter(|id| !streams.iter().any(|s| s.id == **id))
        {
            let hint = did_you_mean(id, streams.iter().map(|stream| stream.id.as_str()));
            report.add(
                Severity::Error,
                table.at_key("stream"),
                format!("there is no stream `{id}`"),
                hint,
            );
        }
        if let Some(line) = line.as_deref().filter(|line| !is_line_or_major(line)) {
            report.error(
                table.at_key("line"),
                format!("`{line}` is neither a minor such as 2.14 nor a major such as 1"),
            );
        }
        let end = PublishedEnd {
            stream: stream.clone().unwrap_or_default(),
            line: line.clone().unwrap_or_default(),
            date: table.date(&mut report, "date"),
            published_status: table.text(&mut report, "published-status"),
            note: table.text(&mut report, "note"),
            sources: table.texts(&mut report, "source"),
            origin: Origin::Local,
        };
        table_is_new(&ends, &end, &table, &mut report);
        table.finish(&mut report);
        if stream.is_some() && line.is_some() {
            ends.push(end);
        }
    }
    cursor.finish(&mut report);
    (ends, report.into_problems())
}

pub(super) fn read_leftovers(text: &str, file: &str) -> (Vec<Leftover>, Vec<Problem>) {
    let mut report = Report::new(file, text);
    let table = parse(text, &mut report);
    let mut cursor = Cursor::new(table.get_ref(), 0, "leftovers.toml");
    let mut leftovers = Vec::new();
    for mut table in cursor.tables(&mut report, "leftover", "a leftover") {
        let source = table.required(&mut report, "source");
        let line = table.integer(&mut report, "line");
        let heading = table.text(&mut report, "heading");
        let why = table.required(&mut report, "why");
        let text = table.required(&mut report, "text");
        table.finish(&mut report);
        if let (Some(source), Some(why), Some(text)) = (source, why, text) {
            leftovers.push(Leftover {
                source: Untrusted::from(source),
                line: line
                    .and_then(|line| usize::try_from(line).ok())
                    .unwrap_or(1),
                heading,
                text: Untrusted::from(text),
                why,
            });
        }
    }
    cursor.finish(&mut report);
    leftovers.sort();
    leftovers.dedup();
    (leftovers, report.into_problems())
}

pub(super) fn read_commits(text: &str, file: &str) -> (Vec<SettledCommit>, Vec<Problem>) {
    let mut report = Report::new(file, text);
    let table = parse(text, &mut report);
    let mut cursor = Cursor::new(table.get_ref(), 0, "commits.toml");
    let mut commits: Vec<SettledCommit> = Vec::new();
    for mut table in cursor.tables(&mut report, "commit", "a commit") {
        let id = table
            .required(&mut report, "id")
            .and_then(|_| commit(&mut table, "id", &mut report));
        let why = table
            .required(&mut report, "why")
            .and_then(|_| table.word::<Settled>(&mut report, "why"));
        let entry = table.string(&mut report, "entry");
        table.finish(&mut report);
        if let (Some(id), Some(why)) = (id, why) {
            commits.push(SettledCommit { id, why, entry });
        }
    }
    cursor.finish(&mut report);
    commits.sort();
    // Two branches may have dealt with the same one.
    commits.dedup_by(|a, b| a.id == b.id);
    (commits, report.into_problems())
}

fn table_is_new(
    ends: &[PublishedEnd],
    end: &PublishedEnd,
    table: &Cursor<'_, '_>,
    report: &mut Report<'_>,
) {
    if ends
        .iter()
        .any(|other| other.stream == end.stream && other.line == end.line)
    {
        report.error(
            table.at_key("line"),
            format!("line {} of {} has two ends", end.line, end.stream),
        );
    }
}

/// The folder also holds files of its own: a stream cannot be called like one.
fn is_file_name(id: &str) -> bool {
    id.contains(".toml")
}

/// `2.14` or `1`: numbers without a sign or zeros before them.
fn is_line_or_major(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let is_number = |part: &&str| {
        part.parse::<u64>()
            .is_ok_and(|number| number.to_string() == **part)
    };
    parts.len() <= 2 && parts.iter().all(is_number)
}
