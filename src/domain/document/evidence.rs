//! `forewarn/evidence/v1`: what was seen at run time, by symbol; and how that stands to what a scan finds.
//!
//! v1: the keys of each struct in order. Dates are `YYYY-MM-DD` or null for unknown; days are those of UTC.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::date::Date;
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::deprecations::SymbolStatus;
use crate::domain::evidence::{Broken, Format, Level, Logger, Source};
use crate::domain::text::Untrusted;
use crate::domain::words::closed_words;

pub const SCHEMA: &str = "forewarn/evidence/v1";

closed_words! {
    /// Whether the use of a symbol would show itself at run time.
    pub enum Shows {
        /// The console prints it, whatever is set.
        Always = "always",
        /// A logger prints it, if it is told to.
        IfLogged = "if-logged",
        /// No pattern names the symbol.
        NotKnown = "not-known",
    }
}

/// A symbol of the catalogue that a warning means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Meant {
    pub symbol: Untrusted,
    pub kind: SymbolKind,
    pub stream: String,
    /// At the newest version.
    pub status: SymbolStatus,
}

/// How often something was seen on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DayCount {
    /// Null: nothing tells the day.
    pub day: Option<Date>,
    pub count: usize,
}

/// A deprecation that was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// As the warning names it.
    pub subject: Untrusted,
    /// Of the catalogue; empty: it has no such symbol.
    pub symbols: Vec<Meant>,
    /// The warning names a member without its owner, and several symbols are called so.
    pub ambiguous: bool,
    /// The patterns by which it was recognised.
    pub patterns: Vec<String>,
    /// What the warning says to use instead.
    pub replacement: Option<Untrusted>,
    pub count: usize,
    pub first: Option<Date>,
    pub last: Option<Date>,
    /// In order of time, the unknown day last.
    pub days: Vec<DayCount>,
}

/// A code of the Debugger that was seen and tells of no deprecation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeenCode {
    pub code: String,
    pub level: Level,
    pub product: String,
    pub what: Untrusted,
    pub count: usize,
    pub first: Option<Date>,
    pub last: Option<Date>,
}

/// A symbol that was seen, found, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BesideSymbol {
    /// The path, or what the warning names if the catalogue has no such symbol.
    pub symbol: Untrusted,
    /// How many places a scan found, and in how many plugins.
    pub findings: usize,
    pub plugins: usize,
    /// How often it was seen, and when first and last.
    pub count: usize,
    pub first: Option<Date>,
    pub last: Option<Date>,
    /// What was seen may also mean another symbol of that name.
    pub ambiguous: bool,
    pub shows: Shows,
}

/// What was seen, beside what a scan found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Beside {
    /// Used at run time, and not found in the source.
    pub seen_only: Vec<BesideSymbol>,
    pub found_and_seen: Vec<BesideSymbol>,
    /// Found in the source, and never seen.
    pub never_seen: Vec<BesideSymbol>,
}

/// The answer of `forewarn evidence list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceDocument {
    pub schema: &'static str,
    pub as_of: Date,
    pub platform: String,
    /// The most often seen first.
    pub seen: Vec<Seen>,
    pub codes: Vec<SeenCode>,
    pub sources: Vec<Source>,
    /// Sightings of days after the day of the answer.
    pub later: usize,
    /// What keeps most warnings from being printed.
    pub logger: Option<Logger>,
    /// Null unless plugins were scanned.
    pub beside: Option<Beside>,
    /// Whether the plugins were read whole; null unless they were scanned.
    pub scan_complete: Option<bool>,
    /// For [`Beside`]: by symbol of the catalogue, how its use shows.
    #[serde(skip)]
    pub shows: BTreeMap<String, Shows>,
}

/// A line that looks like a deprecation and that no pattern knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspicious {
    pub at: usize,
    /// Without what may be an identifier or a token.
    pub text: Untrusted,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedLog {
    pub source: Source,
    /// The same content was there already: nothing counts twice.
    pub known: bool,
    /// Deprecations that were recognised, with how often.
    pub seen: Vec<(Untrusted, usize)>,
    /// How many were seen on a day that nothing tells.
    pub undated: usize,
    pub suspicious: Vec<Suspicious>,
    pub broken: Vec<Broken>,
    pub remarks: Vec<String>,
}

/// A file that could not be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadLog {
    pub name: Untrusted,
    pub why: String,
    /// Whether it is there, but of no form that is known.
    pub form: bool,
}

/// What an import of evidence did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedEvidence {
    /// Where it went, in words.
    pub target: String,
    pub dry_run: bool,
    pub files: Vec<ImportedLog>,
    /// Files that could not be read at all, with the reason.
    pub unread: Vec<UnreadLog>,
    pub logger: Option<Logger>,
    /// The forms that are known: told where a file is of none.
    pub forms: Vec<(Format, &'static str)>,
}

impl ImportedEvidence {
    /// Whether everything was read.
    pub fn is_complete(&self) -> bool {
        self.unread.is_empty() && self.files.iter().all(|file| file.broken.is_empty())
    }
}
