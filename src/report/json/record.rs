//! `forewarn/record/v1` (`show`), `forewarn/search/v1`, `forewarn/log/v1`.

use std::io::{self, Write};

use serde::Serialize;

use crate::domain::document::record::{Link, LogDocument, LogItem, Record, SearchDocument};
use crate::domain::document::versions::LineStatus;
use crate::domain::feature::{Feature, Toggle};
use crate::domain::text::Untrusted;
use crate::report::json::notes::{
    DeprecationV1, EntryV1, SettingV1, Unplaced, day, day_kind, deprecation, entry, notes_entry,
    setting, unplaced,
};

pub const RECORD: &str = "forewarn/record/v1";
pub const SEARCH: &str = "forewarn/search/v1";
pub const LOG: &str = "forewarn/log/v1";

#[derive(Serialize)]
struct Named<T> {
    schema: &'static str,
    #[serde(flatten)]
    content: T,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum RecordV1<'a> {
    Entry {
        release: &'a str,
        date: Option<String>,
        date_kind: Option<&'static str>,
        entry: Box<EntryV1<'a>>,
        links: Vec<LinkV1<'a>>,
        /// Other things of the same name, as `show` takes them.
        also: &'a [String],
        sources: &'a [Untrusted],
        origin: &'a str,
        /// Of its release.
        state: &'static str,
    },
    Release {
        stream: &'a str,
        version: String,
        date: Option<String>,
        date_kind: Option<&'static str>,
        stage: &'static str,
        state: &'static str,
        title: Option<&'a Untrusted>,
        summary: Option<&'a Untrusted>,
        description: Option<&'a Untrusted>,
        entries: Vec<EntryV1<'a>>,
        withdrawn: Option<&'a Untrusted>,
        unplaced: Vec<Unplaced<'a>>,
        lifecycle: Option<&'a LineStatus>,
        sources: &'a [Untrusted],
        origin: &'a str,
        /// The line that was asked for, of which the release is the newest.
        line: Option<&'a str>,
    },
    Setting {
        id: &'a str,
        /// Where all of it is of a later day: its first day.
        not_before: Option<String>,
        steps: Vec<StepV1<SettingV1<'a>>>,
    },
    Feature {
        feature: &'a Feature,
        not_before: Option<String>,
        entries: Vec<LinkV1<'a>>,
    },
    Symbol {
        symbol: &'a Untrusted,
        not_before: Option<String>,
        steps: Vec<StepV1<DeprecationV1<'a>>>,
    },
    Toggle {
        toggle: &'a Toggle,
    },
}

#[derive(Serialize)]
struct StepV1<T> {
    release: String,
    entry: String,
    date: Option<String>,
    date_kind: Option<&'static str>,
    #[serde(flatten)]
    content: T,
}

#[derive(Serialize)]
struct LinkV1<'a> {
    how: &'static str,
    id: &'a str,
    release: Option<&'a str>,
    title: Option<&'a Untrusted>,
    /// The day of what it stands in, if later than that of the answer.
    later: Option<String>,
}

fn link(link: &Link) -> LinkV1<'_> {
    LinkV1 {
        how: link.how,
        id: &link.id,
        release: link.release.as_deref(),
        title: link.title.as_ref(),
        later: link.later.map(|day| day.to_string()),
    }
}

/// Writes the answer of `show`.
pub fn write(record: &Record, out: &mut dyn Write) -> io::Result<()> {
    let content = match record {
        Record::Entry(record) => RecordV1::Entry {
            release: &record.release,
            date: day(record.date),
            date_kind: day_kind(record.date),
            entry: Box::new(entry(&record.entry)),
            links: record.links.iter().map(link).collect(),
            also: &record.also,
            sources: &record.sources,
            origin: &record.origin,
            state: record.state.as_str(),
        },
        Record::Release {
            release,
            lifecycle,
            sources,
            origin,
            line,
        } => RecordV1::Release {
            stream: &release.stream,
            version: release.place.to_string(),
            date: day(release.date),
            date_kind: day_kind(release.date),
            stage: release.stage.as_str(),
            state: release.state.as_str(),
            title: release.title.as_ref(),
            summary: release.summary.as_ref(),
            description: release.description.as_ref(),
            entries: release.entries.iter().map(notes_entry).collect(),
            withdrawn: release.withdrawn.as_ref(),
            unplaced: unplaced(&release.unplaced),
            lifecycle: lifecycle.as_deref(),
            sources,
            origin,
            line: line.as_deref(),
        },
        Record::Setting {
            id,
            not_before,
            steps,
        } => RecordV1::Setting {
            id,
            not_before: not_before.map(|day| day.to_string()),
            steps: steps
                .iter()
                .map(|step| StepV1 {
                    release: step.release.clone(),
                    entry: step.entry.clone(),
                    date: day(step.date),
                    date_kind: day_kind(step.date),
                    content: setting(&step.change),
                })
                .collect(),
        },
        Record::Feature {
            feature,
            not_before,
            entries,
        } => RecordV1::Feature {
            feature,
            not_before: not_before.map(|day| day.to_string()),
            entries: entries.iter().map(link).collect(),
        },
        Record::Symbol {
            symbol,
            not_before,
            steps,
        } => RecordV1::Symbol {
            symbol,
            not_before: not_before.map(|day| day.to_string()),
            steps: steps
                .iter()
                .map(|step| StepV1 {
                    release: step.release.clone(),
                    entry: step.entry.clone(),
                    date: day(step.date),
                    date_kind: day_kind(step.date),
                    content: deprecation(&step.deprecation),
                })
                .collect(),
        },
        Record::Toggle(toggle) => RecordV1::Toggle { toggle },
    };
    super::write(
        &Named {
            schema: RECORD,
            content,
        },
        out,
    )
}

#[derive(Serialize)]
struct SearchV1<'a> {
    query: &'a Untrusted,
    total: usize,
    /// Whether they come best first; else the newest record first.
    ranked: bool,
    found: Vec<FoundV1<'a>>,
    nearest: &'a [String],
}

#[derive(Serialize)]
struct FoundV1<'a> {
    kind: &'static str,
    id: &'a str,
    title: &'a Untrusted,
    excerpt: String,
}

/// Writes the answer of `search`.
pub fn search(document: &SearchDocument, out: &mut dyn Write) -> io::Result<()> {
    let found = document
        .found
        .iter()
        .map(|found| FoundV1 {
            kind: found.kind,
            id: &found.id,
            title: &found.title,
            excerpt: found.excerpt.iter().map(|(text, _)| text.raw()).collect(),
        })
        .collect();
    let content = SearchV1 {
        query: &document.query,
        total: document.total,
        ranked: document.is_ranked,
        found,
        nearest: &document.nearest,
    };
    super::write(
        &Named {
            schema: SEARCH,
            content,
        },
        out,
    )
}

#[derive(Serialize)]
struct LogV1<'a> {
    items: Vec<LogItemV1<'a>>,
    cut: bool,
    chain: &'a str,
}

#[derive(Serialize)]
struct LogItemV1<'a> {
    at: Option<String>,
    /// What the day of a correction says; null for an instant.
    at_kind: Option<&'static str>,
    who: &'a Untrusted,
    action: &'static str,
    subject: &'a Untrusted,
    reason: Option<&'a Untrusted>,
    former: Option<&'a Untrusted>,
    revision: Option<i64>,
    hash: Option<&'a str>,
}

fn log_item(item: &LogItem) -> LogItemV1<'_> {
    LogItemV1 {
        at: day(item.day).or_else(|| item.at.clone()),
        at_kind: day_kind(item.day),
        who: &item.who,
        action: item.action,
        subject: &item.subject,
        reason: item.reason.as_ref(),
        former: item.former.as_ref(),
        revision: item.revision,
        hash: item.hash.as_deref(),
    }
}

/// Writes the answer of `log`.
pub fn log(document: &LogDocument, out: &mut dyn Write) -> io::Result<()> {
    let content = LogV1 {
        items: document.items.iter().map(log_item).collect(),
        cut: document.is_cut,
        chain: &document.chain,
    };
    super::write(
        &Named {
            schema: LOG,
            content,
        },
        out,
    )
}
