//! One thing of the changelog in full, search results, and the log.

use crate::domain::date::{Date, Dated};
use crate::domain::deprecation::Deprecation;
use crate::domain::document::notes::NotesRelease;
use crate::domain::document::versions::LineStatus;
use crate::domain::entry::{Entry, SettingChange};
use crate::domain::feature::{Feature, Toggle};
use crate::domain::markdown::Block;
use crate::domain::release::State;
use crate::domain::text::Untrusted;

/// A reference from one record to another, with enough to read it without opening it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// `related`, `related from`, `reverts`, `reverted by`, `included in`, `fixed in`.
    pub how: &'static str,
    pub id: String,
    /// `stream/version` it stands in; `None` if it is not there.
    pub release: Option<String>,
    pub title: Option<Untrusted>,
    /// The day of what it stands in, where that is later than the day of the answer.
    pub later: Option<Date>,
}

/// An entry in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRecord {
    pub entry: Entry,
    pub blocks: Vec<Block>,
    pub release: String,
    pub date: Option<Dated>,
    /// The release's, where the entry has none of its own.
    pub sources: Vec<Untrusted>,
    pub links: Vec<Link>,
    /// Other things of the same name, as `show` takes them: `feature:NAME`.
    pub also: Vec<String>,
    pub origin: String,
    /// Its release's, unless that is published.
    pub state: State,
}

/// One change of a setting, with where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingStep {
    pub change: SettingChange,
    pub entry: String,
    pub release: String,
    /// From when it holds.
    pub date: Option<Dated>,
}

/// What the changelog says of one symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SymbolStep {
    pub deprecation: Deprecation,
    pub package: Option<String>,
    pub entry: String,
    pub release: String,
    pub date: Option<Dated>,
}

/// The answer of `forewarn show`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    Entry(Box<EntryRecord>),
    Release {
        release: Box<NotesRelease>,
        lifecycle: Option<Box<LineStatus>>,
        sources: Vec<Untrusted>,
        origin: String,
        /// The line that was asked for: the release is its newest.
        line: Option<String>,
    },
    /// All changes of a setting that are known on the day, oldest first; where there is none yet, all later ones.
    Setting {
        id: String,
        /// The first day of it that is known, if that is later than the day of the answer.
        not_before: Option<Date>,
        steps: Vec<SettingStep>,
    },
    Feature {
        feature: Box<Feature>,
        /// As for a setting.
        not_before: Option<Date>,
        entries: Vec<Link>,
    },
    /// Every mention of a symbol, oldest first.
    Symbol {
        symbol: Untrusted,
        /// As for a setting.
        not_before: Option<Date>,
        steps: Vec<SymbolStep>,
    },
    Toggle(Box<Toggle>),
}

impl Record {
    /// The day of what is shown, where it has one: what is of a later day than the answer was not out yet.
    pub fn day(&self) -> Option<Date> {
        match self {
            Self::Entry(record) => record.date.map(|dated| dated.on),
            Self::Release { release, .. } => release.date.map(|dated| dated.on),
            Self::Setting { not_before, .. }
            | Self::Feature { not_before, .. }
            | Self::Symbol { not_before, .. } => *not_before,
            Self::Toggle(_) => None,
        }
    }
}

/// One result of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// `entry`, `release` or `feature`.
    pub kind: &'static str,
    pub id: String,
    pub title: Untrusted,
    /// Runs of text; `true` where the words were found.
    pub excerpt: Vec<(Untrusted, bool)>,
}

/// The answer of `forewarn search`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchDocument {
    pub query: Untrusted,
    pub found: Vec<Found>,
    /// How many there are in all.
    pub total: usize,
    /// Whether they come best first; a wide query's come with the newest record first.
    pub is_ranked: bool,
    /// Ids that look like the query, where nothing was found.
    pub nearest: Vec<String>,
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogItem {
    /// An instant or a date, as it is read; `None` if nobody recorded when.
    pub at: Option<String>,
    /// The day of a correction with what it says; `None` for an instant.
    pub day: Option<Dated>,
    pub who: Untrusted,
    /// `create`, `change`, `remove`, `bundle`, or `correct` for a correction in the changelog itself.
    pub action: &'static str,
    /// `entry ID`, `release STREAM/VERSION` …
    pub subject: Untrusted,
    pub reason: Option<Untrusted>,
    pub former: Option<Untrusted>,
    /// Its number in the audit chain.
    pub revision: Option<i64>,
    pub hash: Option<String>,
}

/// The answer of `forewarn log`, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogDocument {
    pub items: Vec<LogItem>,
    /// Where the audit chain is kept, in words.
    pub chain: String,
    pub is_cut: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::document::notes::tests::blank;
    use crate::domain::entry::EntryKind;

    #[test]
    fn a_record_is_of_the_day_of_what_it_shows() {
        let day: Date = "2026-01-01".parse().unwrap();
        let date = Some(Dated::exact(day));
        let entry = Record::Entry(Box::new(EntryRecord {
            entry: Entry::new("a", EntryKind::Fixed, "A."),
            blocks: Vec::new(),
            release: "ui/1.0.0".to_owned(),
            date,
            sources: Vec::new(),
            links: Vec::new(),
            also: Vec::new(),
            origin: String::new(),
            state: State::Published,
        }));
        let mut release = Box::new(blank());
        release.date = date;
        let release = Record::Release {
            release,
            lifecycle: None,
            sources: Vec::new(),
            origin: String::new(),
            line: None,
        };
        let setting = Record::Setting {
            id: "a".to_owned(),
            not_before: Some(day),
            steps: Vec::new(),
        };
        let symbol = Record::Symbol {
            symbol: Untrusted::from("A"),
            not_before: Some(day),
            steps: Vec::new(),
        };
        for record in [entry, release, setting, symbol] {
            assert_eq!(record.day(), Some(day), "{record:?}");
        }
        let known = Record::Symbol {
            symbol: Untrusted::from("A"),
            not_before: None,
            steps: Vec::new(),
        };
        assert_eq!(known.day(), None);
    }
}
