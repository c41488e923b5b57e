//! Bringing logs in: what was recognised is counted by symbol and day, everything else is counted or listed.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::app::evidence::PATTERNS;
use crate::app::history::{History, Whereabouts, named_database};
use crate::app::import::packages::Target;
use crate::app::rules::Read;
use crate::changelog::evidence::read_patterns;
use crate::domain::date::Date;
use crate::domain::document::evidence::{ImportedEvidence, ImportedLog, Suspicious, UnreadLog};
use crate::domain::evidence::{Count, Event, Format, Log, Patterns, Record, Sighting, Source};
use crate::domain::problem::Problem;
use crate::domain::secret::redacted;
use crate::domain::text::Untrusted;
use crate::error::Error;
use crate::ingest::evidence::{self as logs, Unreadable};
use crate::store::sha256;
use crate::system::System;

/// No log is larger, in bytes.
const LIMIT: u64 = 512 * 1024 * 1024;

/// So many lines are listed of a kind; all are counted.
const LISTED: usize = 50;

/// What to bring in.
#[derive(Clone, Debug, Default)]
pub struct ImportRequest {
    pub files: Vec<PathBuf>,
    /// The day of what has none of its own.
    pub day: Option<Date>,
    pub dry_run: bool,
    /// The file of patterns, instead of the workspace's or the built-in ones.
    pub patterns: Option<PathBuf>,
}

/// Imports logs. What cannot be read of them is in the answer; a file of which nothing can be read never hides the others.
/// The warnings of the file of patterns come with it.
///
/// # Errors
/// A platform without patterns, a database that cannot be written.
pub fn import(
    system: &System,
    whereabouts: &Whereabouts,
    request: &ImportRequest,
) -> Result<(ImportedEvidence, Vec<Problem>), Error> {
    let is_new = named_database(system, whereabouts).is_some_and(|path| !system.exists(&path));
    if is_new && !request.dry_run {
        // As every import does it.
        Target::find(system, whereabouts)?.store()?;
    }
    let history = History::open(system, whereabouts)?;
    let Read { rules, problems } =
        PATTERNS.read(system, &history, request.patterns.as_deref(), read_patterns)?;
    let platform = history.platform.clone();
    let kept = history.store.evidence(&platform)?.sources;
    drop(history);
    let mut target = Target::find(system, whereabouts)?;
    let mut done = ImportedEvidence {
        target: target.described.clone(),
        dry_run: request.dry_run,
        files: Vec::new(),
        unread: Vec::new(),
        logger: rules.logger.clone(),
        forms: forms(),
    };
    let now = system.now();
    for path in &request.files {
        let name = Untrusted::from(path.to_string_lossy().into_owned());
        let mut tally = Tally::default();
        let read = system
            .read_regular(path, LIMIT)
            .map_err(|error| (format!("{error}: {}", error.source), false))
            .and_then(|bytes| {
                let sink = &mut |record| tally.add(&rules, &record, request.day);
                let log = logs::read(&bytes, sink).map_err(|error| {
                    (error.to_string(), !matches!(error, Unreadable::TooLarge(_)))
                })?;
                Ok((sha256(&bytes), log))
            });
        let (id, log) = match read {
            Ok(read) => read,
            Err((why, form)) => {
                done.unread.push(UnreadLog { name, why, form });
                continue;
            }
        };
        tally.log = Some(log);
        let source = tally.source(id, name, now.clone());
        let is_known = |one: &Source| one.id == source.id;
        let known = if request.dry_run {
            kept.iter().any(is_known) || done.files.iter().any(|file| is_known(&file.source))
        } else {
            let store = target.store()?;
            !store.record_evidence(&platform, &source, &tally.counts(), &tally.events)?
        };
        done.files.push(tally.told(source, known));
    }
    Ok((done, problems))
}

fn forms() -> Vec<(Format, &'static str)> {
    let formats = [
        Format::MonitorAlerts,
        Format::DebuggerEvents,
        Format::ConsoleJson,
        Format::Har,
        Format::ConsoleText,
    ];
    formats.into_iter().zip(logs::FORMS).collect()
}

/// What a log comes to.
#[derive(Default)]
struct Tally {
    lines: BTreeMap<(Sighting, Option<Date>), usize>,
    events: Vec<Event>,
    recognised: usize,
    suspicious: usize,
    other: usize,
    listed: Vec<Suspicious>,
    /// Once it was read.
    log: Option<Log>,
}

impl Tally {
    fn add(&mut self, patterns: &Patterns, record: &Record, day: Option<Date>) {
        let texts = || record.texts.iter().map(String::as_str);
        // What a message says tells more than the code that it came under.
        let sighting = patterns
            .line(texts())
            .or_else(|| patterns.code(record.code.as_deref()?));
        let day = record.day.or(day);
        match (sighting, &record.event) {
            (Some(sighting), Some(event)) => {
                self.recognised += 1;
                self.events.push(Event {
                    // The name is an identifier of the customer's: its hash does as well.
                    id: sha256(event.as_bytes()),
                    sighting,
                    day,
                });
            }
            (Some(sighting), None) => {
                self.recognised += 1;
                *self.lines.entry((sighting, day)).or_default() += 1;
            }
            (None, _)
                if texts()
                    .next()
                    .is_some_and(|text| patterns.is_suspicious(text)) =>
            {
                self.suspicious += 1;
                if self.listed.len() < LISTED {
                    self.listed.push(Suspicious {
                        at: record.at,
                        text: Untrusted::from(redacted(texts().next().unwrap_or_default())),
                    });
                }
            }
            (None, _) => self.other += 1,
        }
    }

    fn source(&self, id: String, name: Untrusted, imported: String) -> Source {
        Source {
            id,
            name,
            format: self
                .log
                .as_ref()
                .map_or(Format::ConsoleText, |log| log.format),
            imported,
            recognised: self.recognised,
            suspicious: self.suspicious,
            other: self.other,
            broken: self.log.as_ref().map_or(0, |log| log.broken.len()),
        }
    }

    fn counts(&self) -> Vec<Count> {
        self.lines
            .iter()
            .map(|((sighting, day), count)| Count {
                sighting: sighting.clone(),
                day: *day,
                count: *count,
            })
            .collect()
    }

    fn told(&mut self, source: Source, known: bool) -> ImportedLog {
        let mut seen: BTreeMap<Untrusted, usize> = BTreeMap::new();
        let mut undated = 0;
        let lines = self
            .lines
            .iter()
            .map(|((seen, day), count)| (seen, day, *count));
        let events = self
            .events
            .iter()
            .map(|event| (&event.sighting, &event.day, 1));
        for (sighting, day, count) in lines.chain(events) {
            *seen
                .entry(Untrusted::from(sighting.subject.as_str()))
                .or_default() += count;
            undated += if day.is_none() { count } else { 0 };
        }
        let mut seen: Vec<(Untrusted, usize)> = seen.into_iter().collect();
        seen.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let (broken, remarks) = self
            .log
            .take()
            .map_or_else(Default::default, |log| (log.broken, log.remarks));
        ImportedLog {
            source,
            known,
            seen,
            undated,
            suspicious: std::mem::take(&mut self.listed),
            broken,
            remarks,
        }
    }
}
