//! The catalogue of what the changelog says of public symbols, with the status of each on a day or at a version.

use crate::domain::date::Date;
use crate::domain::deprecation::{Deprecation, Observed, SymbolKind};
use crate::domain::document::notes::{Coverage, Excluded};
use crate::domain::text::Untrusted;
use crate::domain::version::Version;
use crate::domain::when::When;

crate::domain::words::closed_words! {
    /// What has become of a symbol, the gravest first.
    pub enum SymbolStatus {
        /// Gone.
        Removed = "removed",
        /// Gone from this path, to be had under another.
        Moved = "moved",
        /// Still there, but incompatible.
        Changed = "changed",
        /// Its removal has passed, and no source says that it is gone.
        Overdue = "overdue",
        /// Removed in a later version or on a later day.
        Scheduled = "scheduled",
        /// No removal is known.
        Deprecated = "deprecated",
    }
}

crate::domain::words::closed_words! {
    /// How a deprecation shows itself while the symbol is still used.
    pub enum Warning {
        /// A line in the browser's console, when it is called.
        Console = "console",
        /// A debugger event of the level Warning, in the Debugger and the Monitor API.
        DebuggerEvent = "debugger-event",
        /// Nothing runs that could warn: a type, a style, a dependency.
        None = "none",
        /// The policy does not speak of the stream.
        Unknown = "unknown",
    }
}

crate::domain::words::closed_words! {
    /// Where a removal is known from.
    pub enum RemovalSource {
        /// A source states it.
        Stated = "stated",
        /// By the policy: the major after the one that declared it.
        Policy = "policy",
    }
}

/// One row of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SymbolRow {
    pub deprecation: Deprecation,
    pub entry: String,
    /// `stream/version`.
    pub release: String,
    pub when: When,
    /// The row's own, else the entry's, else the release's.
    pub sources: Vec<Untrusted>,
}

/// A symbol with all that is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SymbolState {
    pub symbol: Untrusted,
    pub kind: SymbolKind,
    pub stream: String,
    pub package: Option<String>,
    pub status: SymbolStatus,
    /// Why the status is not a graver one that the record may mean, or what else a reader has to know of it.
    pub reason: Option<String>,
    pub declared_since: Option<Version>,
    /// When it went away, moved or changed.
    pub gone: Option<Observed>,
    /// When it is to go, for one that is still there.
    pub removal: Option<Version>,
    pub removal_source: Option<RemovalSource>,
    pub replacement: Option<Untrusted>,
    pub replacement_since: Option<Version>,
    pub warning: Warning,
    /// Where two sources disagree, what each says.
    pub disputed: Vec<Untrusted>,
    /// In order of time.
    pub rows: Vec<SymbolRow>,
}

/// The answer of `forewarn deprecations`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeprecationsDocument {
    pub as_of: Date,
    pub platform: Untrusted,
    /// For each stream the version that statuses are given at; for a stream of days the day itself.
    pub at: Vec<(String, Version)>,
    /// By removal, the nearest first; then by status, symbol and stream.
    pub symbols: Vec<SymbolState>,
    /// One symbol was asked for: it is shown in full.
    pub is_one: bool,
    /// How many the filters left out.
    pub filtered: usize,
    /// Symbols of which nothing is declared at the version or on the day.
    pub not_yet: usize,
    /// Entries that do not count, with the reason.
    pub left_out: Vec<Excluded>,
    pub coverage: Vec<Coverage>,
}
