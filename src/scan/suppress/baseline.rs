//! The baseline: findings that are known and accepted, in a file that is committed.
//!
//! One entry per finding, one line per entry, in a fixed order, so that differences are readable and merge. An entry is known
//! again by its fingerprint, which holds no line numbers; files are named from the baseline's own folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::domain::document::scan::Status;

/// The format that is read and written.
pub const SCHEMA: &str = "forewarn/baseline/v1";

/// Formats of baselines, without the number.
const FAMILY: &str = "forewarn/baseline/v";

/// A finding, as far as a baseline holds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// From the baseline's folder, with `/`.
    pub file: String,
    pub symbol: String,
    pub package: String,
    pub status: Status,
    pub fingerprint: String,
}

/// Why a text is no baseline; a fragment of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaselineError {
    #[error("is no JSON: {0}")]
    NoJson(String),
    #[error("is no baseline: its `schema` is not `{SCHEMA}`")]
    Foreign,
    #[error("has the schema {0}, which is newer than this forewarn's {SCHEMA}")]
    Newer(String),
    #[error("is no baseline: {0}")]
    Wrong(String),
}

/// What a finding is to a baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    New,
    /// It is in it.
    Accepted,
    /// It was accepted with this status, and got worse.
    Worse(Status),
}

/// How the findings of a plugin compare with a baseline.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// For each finding.
    pub answers: Vec<Answer>,
    /// For each finding the entry that speaks of it.
    entries: Vec<Option<Entry>>,
    /// The entries that speak of a finding.
    met: BTreeSet<Entry>,
}

impl Compared {
    /// Whether an entry speaks of one of the findings.
    pub fn meets(&self, entry: &Entry) -> bool {
        self.met.contains(entry)
    }
}

/// How a baseline changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    pub added: usize,
    pub dropped: usize,
}

/// A baseline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// By file and fingerprint.
    entries: BTreeMap<(String, String), Entry>,
}

#[derive(Deserialize)]
struct Head {
    schema: Option<String>,
}

#[derive(Deserialize)]
struct Body {
    findings: Vec<Entry>,
}

impl Baseline {
    /// Reads a file.
    ///
    /// # Errors
    /// If it is none, or of a newer forewarn.
    pub fn read(text: &str) -> Result<Self, BaselineError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let head: Head = serde_json::from_str(text).map_err(|error| {
            if error.is_data() {
                BaselineError::Foreign
            } else {
                BaselineError::NoJson(error.to_string())
            }
        })?;
        let schema = head.schema.unwrap_or_default();
        if schema != SCHEMA {
            let number = schema.strip_prefix(FAMILY);
            return Err(match number.and_then(|number| number.parse::<u32>().ok()) {
                Some(number) if number > 1 => BaselineError::Newer(format!("{FAMILY}{number}")),
                _ => BaselineError::Foreign,
            });
        }
        let body: Body =
            serde_json::from_str(text).map_err(|error| BaselineError::Wrong(error.to_string()))?;
        Ok(Self::of(body.findings))
    }

    /// A baseline of these entries.
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Self {
        Self {
            entries: entries
                .into_iter()
                .map(|entry| (key(&entry), entry))
                .collect(),
        }
    }

    /// The file: sorted by file and symbol, an entry a line.
    pub fn write(&self) -> String {
        let mut sorted: Vec<&Entry> = self.entries.values().collect();
        sorted.sort();
        let mut out = format!("{{\n  \"schema\": \"{SCHEMA}\",\n  \"findings\": [");
        for (index, entry) in sorted.iter().enumerate() {
            let parted = if index == 0 { "" } else { "," };
            let entry = serde_json::to_string(entry).expect("texts are JSON");
            write!(out, "{parted}\n    {entry}").expect("a String takes all writes");
        }
        out.push_str(if sorted.is_empty() {
            "]\n}\n"
        } else {
            "\n  ]\n}\n"
        });
        out
    }

    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Compares findings with it. A rule is part of a fingerprint and follows the status, so a finding whose status differs
    /// from its entry's is known by file and symbol: accepted if it got better, told if it got worse.
    pub fn compare(&self, found: &[Entry]) -> Compared {
        let mut entries: Vec<Option<Entry>> = found
            .iter()
            .map(|one| self.entries.get(&key(one)).cloned())
            .collect();
        let mut met: BTreeSet<Entry> = entries.iter().flatten().cloned().collect();
        let mut left: BTreeMap<(&str, &str, &str), Vec<&Entry>> = BTreeMap::new();
        for entry in self.entries.values().filter(|entry| !met.contains(*entry)) {
            left.entry(place(entry)).or_default().push(entry);
        }
        for (one, entry) in found.iter().zip(&mut entries) {
            if entry.is_some() {
                continue;
            }
            let Some(others) = left.get_mut(&place(one)) else {
                continue;
            };
            if let Some(at) = others.iter().position(|other| other.status != one.status) {
                *entry = Some(others.remove(at).clone());
            }
        }
        met.extend(entries.iter().flatten().cloned());
        let answers = found
            .iter()
            .zip(&entries)
            .map(|(one, entry)| match entry {
                None => Answer::New,
                Some(entry) if one.status < entry.status => Answer::Worse(entry.status),
                Some(_) => Answer::Accepted,
            })
            .collect();
        Compared {
            answers,
            entries,
            met,
        }
    }

    /// Brings it up to what was found of one plugin. Entries of what was not looked at stay, those that are of nothing any
    /// more go. `wanted` tells of which findings the user asked: the others stay as they were, in it or not.
    pub fn merge(
        &mut self,
        found: &[Entry],
        wanted: &[bool],
        looked_at: impl Fn(&Entry) -> bool,
    ) -> Changed {
        let compared = self.compare(found);
        let mut left = BTreeSet::new();
        self.entries.retain(|key, entry| {
            let stays = !looked_at(entry);
            if !stays {
                left.insert(key.clone());
            }
            stays
        });
        let mut changed = Changed::default();
        for ((one, is_wanted), entry) in found.iter().zip(wanted).zip(compared.entries) {
            let key = entry.as_ref().map(key);
            let next = match (is_wanted, entry) {
                (true, _) => one.clone(),
                (false, Some(entry)) => entry,
                (false, None) => continue,
            };
            match key {
                Some(key) => drop(left.remove(&key)),
                None => changed.added += 1,
            }
            self.entries.insert(self::key(&next), next);
        }
        changed.dropped = left.len();
        changed
    }
}

fn key(entry: &Entry) -> (String, String) {
    (entry.file.clone(), entry.fingerprint.clone())
}

fn place(entry: &Entry) -> (&str, &str, &str) {
    (&entry.file, &entry.package, &entry.symbol)
}

#[cfg(test)]
mod tests;
