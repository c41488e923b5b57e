//! Reading one release file, or one fragment.

use std::collections::BTreeMap;
use std::ops::Range as Span;

use crate::changelog::body::{self, Bullet};
use crate::changelog::cursor::{Cursor, Report, did_you_mean, parse};
use crate::changelog::ids::{made_id, numbered};
use crate::domain::deprecation::{Deprecation, SymbolChange, SymbolKind};
use crate::domain::entry::{
    Correction, Entry, Exclusion, SettingChange, SettingValue, is_commit, is_valid_id,
};
use crate::domain::problem::{Problem, Severity};
use crate::domain::range::Range;
use crate::domain::release::{OtherDate, Place, Release, State, Stream};
use crate::domain::text::Untrusted;
use crate::domain::version::{Scheme, Version};

/// Where the parts of a release file stand.
struct Parts<'a> {
    front: &'a str,
    front_at: usize,
    body: &'a str,
    body_at: usize,
}

/// Reads `text`, the file `file` of `place` in the stream `stream`.
///
/// `streams` are all of the platform's, for the ranges of `requires`. Never fails: what cannot be read
/// is in the problems.
pub(super) fn read(
    text: &str,
    file: &str,
    stream: &Stream,
    place: Place,
    streams: &[Stream],
) -> (Release, Vec<Problem>) {
    let mut report = Report::new(file, text);
    let mut release = Release::new(stream.id.as_str(), place);
    let parts = split(text, &mut report);

    report.set_base(parts.body_at);
    let body = body::read(parts.body);
    release.description = body.description.map(Untrusted::from);
    let spans: Vec<usize> = body.bullets.iter().map(|bullet| bullet.at).collect();
    release.entries = entries(body.bullets, &release, &mut report);
    for (at, kind) in body.empty_sections {
        report.warning(at, format!("nothing stands below `{}`", kind.heading()));
    }
    for (at, unplaced) in body.unplaced {
        let heading = unplaced.heading.as_ref().map_or("", Untrusted::raw);
        report.warning(
            at,
            format!("this fits nowhere below `{heading}`; it is kept as it is"),
        );
        release.unplaced.push(unplaced);
    }

    report.set_base(parts.front_at);
    let table = parse(parts.front, &mut report);
    let mut cursor = Cursor::new(table.get_ref(), 0, "a release");
    header(&mut cursor, &mut release, &mut report);
    let mut front = Front {
        release: &mut release,
        streams,
        report: &mut report,
    };
    front.entry_tables(&mut cursor);
    front.settings(&mut cursor);
    front.deprecations(&mut cursor);
    front.corrections(&mut cursor);
    cursor.finish(&mut report);

    debug_assert_eq!(spans.len(), release.entries.len());
    (release, report.into_problems())
}

/// Where the entries of a release file stand: each id with the bytes of its bullet, in the order of the domain's entries.
pub(super) fn places(text: &str, release: &Release) -> Vec<(String, Span<usize>)> {
    let mut unheard = Report::new("", text);
    let parts = split(text, &mut unheard);
    let mut bullets = body::read(parts.body).bullets;
    // As entries are sorted, so that both lists pair up.
    bullets.sort_by_key(|bullet| bullet.kind);
    let spans: Vec<Span<usize>> = bullets
        .iter()
        .map(|bullet| parts.body_at + bullet.at..parts.body_at + bullet.end)
        .collect();
    let entries = entries(bullets, release, &mut unheard);
    entries
        .into_iter()
        .map(|entry| entry.id)
        .zip(spans)
        .collect()
}

/// Splits front matter from body. A file without front matter is all body.
fn split<'a>(text: &'a str, report: &mut Report<'_>) -> Parts<'a> {
    const FENCE: &str = "+++\n";
    let Some(rest) = text.strip_prefix(FENCE) else {
        return Parts {
            front: "",
            front_at: 0,
            body: text,
            body_at: 0,
        };
    };
    let part = |span: Span<usize>| rest.get(span).unwrap_or_default();
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "+++" {
            let body_at = at + line.len();
            return Parts {
                front: part(0..at),
                front_at: FENCE.len(),
                body: part(body_at..rest.len()),
                body_at: FENCE.len() + body_at,
            };
        }
        at += line.len();
    }
    report.add(
        Severity::Error,
        0,
        "the front matter is not closed",
        Some("put a line `+++` after its last key".to_owned()),
    );
    Parts {
        front: rest,
        front_at: FENCE.len(),
        body: "",
        body_at: text.len(),
    }
}

/// Bullets to entries, each with a valid id that no other entry of the file has.
fn entries(bullets: Vec<Bullet>, release: &Release, report: &mut Report<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for bullet in bullets {
        let taken = |id: &str, entries: &[Entry]| entries.iter().any(|entry| entry.id == id);
        let id = match bullet.id {
            Some(id) if !is_valid_id(&id) => {
                report.add(
                    Severity::Error,
                    bullet.at,
                    format!("`{id}` is not an entry id"),
                    Some(
                        "ids are lower-case letters, digits, `-` and `.`, at most 80 characters"
                            .to_owned(),
                    ),
                );
                id
            }
            Some(id) => {
                if taken(&id, &entries) {
                    report.error(
                        bullet.at,
                        format!("two entries of this file have the id `{id}`"),
                    );
                }
                id
            }
            None => {
                let stem = made_id(&release.stream, &release.place.to_string(), &bullet.text);
                let id = (1..=usize::MAX)
                    .map(|n| {
                        if n == 1 {
                            stem.clone()
                        } else {
                            numbered(&stem, n)
                        }
                    })
                    .find(|id| !taken(id, &entries))
                    .expect("there are more numbers than entries");
                report.add(
                    Severity::Note,
                    bullet.at,
                    format!("this entry has no id; it is read as `{id}`"),
                    Some(format!(
                        "write {{#{id}}} at the end of its first paragraph to keep it for ever"
                    )),
                );
                id
            }
        };
        let mut entry = Entry::new(id, bullet.kind, bullet.text);
        entry.breaking = bullet.breaking;
        entries.push(entry);
    }
    entries.sort_by_key(|entry| entry.kind);
    entries
}

/// The keys of the release itself.
fn header(cursor: &mut Cursor<'_, '_>, release: &mut Release, report: &mut Report<'_>) {
    release.date = cursor.dated(report, "date", "date-kind");
    for mut other in cursor.tables(report, "other-dates", "a further date") {
        if let Some(dated) = other.dated(report, "on", "kind") {
            let source = other.text(report, "source");
            release.other_dates.push(OtherDate { dated, source });
        } else {
            report.error(other.at(), "a further date needs `on`");
        }
        other.finish(report);
    }
    release.title = cursor.text(report, "title");
    if let Some(stage) = cursor.word(report, "stage") {
        release.stage = stage;
    }
    if let Some(state) = cursor.word(report, "state") {
        release.state = state;
    }
    release.publish_at = cursor.instant(report, "publish-at");
    if release.state == State::Scheduled && release.publish_at.is_none() {
        report.error(
            cursor.at_key("state"),
            "a scheduled release needs `publish-at`",
        );
    }
    release.approved = cursor.text(report, "approved");
    release.withdrawn = cursor.text(report, "withdrawn");
    release.summary = cursor.text(report, "summary");
    release.sources = cursor.texts(report, "source");
    release.audience = cursor.strings(report, "audience");
    release.includes = cursor.strings(report, "includes");
}

/// The tables of the front matter that belong to entries.
struct Front<'r, 's, 'a> {
    release: &'r mut Release,
    streams: &'s [Stream],
    report: &'r mut Report<'a>,
}

impl Front<'_, '_, '_> {
    fn entry_at(&mut self, id: &str, at: usize) -> Option<usize> {
        let idx = self.release.entries.iter().position(|entry| entry.id == id);
        if idx.is_none() {
            let hint = did_you_mean(
                id,
                self.release.entries.iter().map(|entry| entry.id.as_str()),
            );
            self.report.add(
                Severity::Error,
                at,
                format!("no entry of this file has the id `{id}`"),
                hint,
            );
        }
        idx
    }

    /// The entry that a `[[table]]` names.
    fn named_entry(&mut self, cursor: &mut Cursor<'_, '_>) -> Option<usize> {
        let id = cursor.required(self.report, "entry")?;
        self.entry_at(&id, cursor.at_key("entry"))
    }

    fn entry_tables(&mut self, front: &mut Cursor<'_, '_>) {
        for (id, mut cursor) in front.named_tables(self.report, "entry", "an entry") {
            let Some(idx) = self.entry_at(&id, cursor.at()) else {
                continue;
            };
            let requires = ranges(&mut cursor, "requires", self.streams, self.report);
            let report = &mut *self.report;
            let entry = &mut self.release.entries[idx];
            entry.impact = cursor.text(report, "impact");
            entry.action = cursor.text(report, "action");
            entry.requires = requires;
            entry.applies_to = cursor.word(report, "applies-to");
            entry.excluded = exclusions(&mut cursor, report);
            entry.effective = cursor.dated(report, "effective", "effective-kind");
            entry.fixed_in = cursor.string(report, "fixed-in");
            entry.feature = cursor.string(report, "feature");
            entry.related = cursor.strings(report, "related");
            entry.reverts = cursor.string(report, "reverts");
            entry.audience = cursor.strings(report, "audience");
            entry.note = cursor.text(report, "note");
            entry.sources = cursor.texts(report, "source");
            entry.commit = commit(&mut cursor, "commit", report);
            cursor.finish(report);
        }
    }

    fn settings(&mut self, front: &mut Cursor<'_, '_>) {
        for mut cursor in front.tables(self.report, "setting", "a setting") {
            let idx = self.named_entry(&mut cursor);
            let report = &mut *self.report;
            let id = cursor.required(report, "id");
            if let Some(id) = id.as_deref().filter(|id| !is_valid_id(id)) {
                report.error(cursor.at_key("id"), format!("`{id}` is not a setting id"));
            }
            let mut setting = SettingChange::new(id.unwrap_or_default());
            setting.name = cursor.text(report, "name");
            setting.service = cursor.text(report, "service");
            setting.unit = cursor.text(report, "unit");
            setting.pointer = cursor.text(report, "pointer");
            if let Some(pointer) = setting
                .pointer
                .as_ref()
                .filter(|pointer| !pointer.raw().starts_with('/'))
            {
                let message = format!(
                    "`{}` is not a JSON pointer, which starts with `/`",
                    pointer.raw()
                );
                report.error(cursor.at_key("pointer"), message);
            }
            setting.old = value(&mut cursor, "old", "old-json", report);
            setting.new = value(&mut cursor, "new", "new-json", report);
            setting.applies_to = cursor.word(report, "applies-to");
            setting.automatic = cursor.boolean(report, "automatic");
            setting.excluded = exclusions(&mut cursor, report);
            setting.effective = cursor.dated(report, "effective", "effective-kind");
            setting.note = cursor.text(report, "note");
            cursor.finish(report);
            if let Some(idx) = idx {
                self.release.entries[idx].settings.push(setting);
            }
        }
    }

    fn deprecations(&mut self, front: &mut Cursor<'_, '_>) {
        for mut cursor in front.tables(self.report, "deprecation", "a deprecation") {
            let idx = self.named_entry(&mut cursor);
            let report = &mut *self.report;
            let symbol = cursor.required(report, "symbol");
            let kind = cursor
                .required(report, "kind")
                .and_then(|_| cursor.word::<SymbolKind>(report, "kind"));
            let change = cursor
                .required(report, "change")
                .and_then(|_| cursor.word::<SymbolChange>(report, "change"));
            let package = cursor.string(report, "package");
            if let Some(package) = package.as_deref().filter(|package| !is_package(package)) {
                report.error(
                    cursor.at_key("package"),
                    format!("`{package}` is neither npm:NAME nor crate:NAME"),
                );
            }
            let declared_since = version(&mut cursor, "declared-since", report);
            let removed = cursor.value(report, "removed");
            let removal = version(&mut cursor, "removal", report);
            let replacement = cursor.text(report, "replacement");
            let replacement_since = version(&mut cursor, "replacement-since", report);
            let from_range = cursor.text(report, "from-range");
            let to_range = cursor.text(report, "to-range");
            let disputed = cursor.text(report, "disputed");
            let note = cursor.text(report, "note");
            let sources = cursor.texts(report, "source");
            cursor.finish(report);
            if let (Some(idx), Some(symbol), Some(kind), Some(change)) = (idx, symbol, kind, change)
            {
                self.release.entries[idx].deprecations.push(Deprecation {
                    symbol: Untrusted::from(symbol),
                    kind,
                    change,
                    package,
                    declared_since,
                    removed,
                    removal,
                    replacement,
                    replacement_since,
                    from_range,
                    to_range,
                    disputed,
                    note,
                    sources,
                });
            }
        }
    }

    fn corrections(&mut self, front: &mut Cursor<'_, '_>) {
        for mut cursor in front.tables(self.report, "correction", "a correction") {
            let idx = self.named_entry(&mut cursor);
            let report = &mut *self.report;
            let former = cursor.required(report, "former");
            let correction = Correction {
                former: Untrusted::from(former.clone().unwrap_or_default()),
                reason: cursor.text(report, "reason"),
                date: cursor.dated(report, "date", "date-kind"),
                announced_in: cursor.string(report, "announced-in"),
                sources: cursor.texts(report, "source"),
            };
            cursor.finish(report);
            if let (Some(idx), Some(_)) = (idx, former) {
                self.release.entries[idx].corrections.push(correction);
            }
        }
    }
}

/// `npm:NAME` or `crate:NAME`, with a name that a registry could have.
pub(super) fn is_package(text: &str) -> bool {
    let name_is_plain = |name: &str| {
        !name.is_empty()
            && name.chars().all(|c| {
                c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '@' | '*')
            })
    };
    matches!(text.split_once(':'), Some(("npm" | "crate", name)) if name_is_plain(name))
}

fn version(
    cursor: &mut Cursor<'_, '_>,
    key: &'static str,
    report: &mut Report<'_>,
) -> Option<Version> {
    let text = cursor.string(report, key)?;
    Version::parse_any(&text)
        .map_err(|_neither| {
            report.error(
                cursor.at_key(key),
                format!("`{key}`: `{text}` is neither a version nor a date"),
            );
        })
        .ok()
}

/// The whole hash of a git commit.
pub(super) fn commit(
    cursor: &mut Cursor<'_, '_>,
    key: &'static str,
    report: &mut Report<'_>,
) -> Option<String> {
    let text = cursor.string(report, key)?;
    if is_commit(&text) {
        return Some(text);
    }
    report.add(
        Severity::Error,
        cursor.at_key(key),
        format!("`{key}`: `{text}` is not the hash of a commit"),
        Some("git rev-parse gives the whole one, in lower-case hexadecimal".to_owned()),
    );
    None
}

fn value(
    cursor: &mut Cursor<'_, '_>,
    key: &'static str,
    json_key: &'static str,
    report: &mut Report<'_>,
) -> SettingValue {
    let plain = cursor.json(report, key);
    let json = cursor.json_text(report, json_key);
    if plain.is_some() && json.is_some() {
        report.error(
            cursor.at_key(json_key),
            format!("`{json_key}` and `{key}` cannot both be given"),
        );
    }
    plain
        .or(json)
        .map_or(SettingValue::Unknown, SettingValue::Known)
}

fn exclusions(cursor: &mut Cursor<'_, '_>, report: &mut Report<'_>) -> Vec<Exclusion> {
    let mut excluded = Vec::new();
    for mut table in cursor.tables(report, "excluded", "an exclusion") {
        let who = table.required(report, "who");
        let why = table.text(report, "why");
        table.finish(report);
        excluded.extend(who.map(|who| Exclusion {
            who: Untrusted::from(who),
            why,
        }));
    }
    excluded
}

/// A table of stream to range, each range valid in its stream's scheme.
pub(super) fn ranges(
    cursor: &mut Cursor<'_, '_>,
    key: &'static str,
    streams: &[Stream],
    report: &mut Report<'_>,
) -> BTreeMap<String, String> {
    let mut ranges = BTreeMap::new();
    for (stream_id, range, at) in cursor.string_map(report, key) {
        let Some(stream) = streams.iter().find(|stream| stream.id == stream_id) else {
            let hint = did_you_mean(&stream_id, streams.iter().map(|stream| stream.id.as_str()));
            report.add(
                Severity::Error,
                at,
                format!("`{key}`: there is no stream `{stream_id}`"),
                hint,
            );
            continue;
        };
        let parsed = match stream.scheme {
            Scheme::Semver => Range::npm(&range),
            Scheme::Date => Range::dates(&range),
        };
        match parsed {
            Ok(_) => {
                ranges.insert(stream_id, range);
            }
            Err(error) => report.error(at, format!("`{key}`: {error}")),
        }
    }
    ranges
}
