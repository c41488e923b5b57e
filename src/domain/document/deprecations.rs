//! The catalogue of what the changelog says of public symbols, with the status of each on a day or at a version.

use crate::domain::api::life::Life;
use crate::domain::date::Date;
use crate::domain::deprecation::{Deprecation, Observed, SymbolKind};
use crate::domain::document::api::{Replacement, SurfaceAge};
use crate::domain::document::notes::{Coverage, Excluded};
use crate::domain::text::Untrusted;
use crate::domain::version::{SemVersion, Version};
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
        /// Only prose or a comment of the package says so.
        Soft = "soft",
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

/// What the published versions of the package show of a symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservedSymbol {
    pub life: Life,
    /// What the notice offers instead, each looked up.
    pub replacements: Vec<Replacement>,
    /// The version whose surface was looked at, the asked one or the newest read before it.
    pub looked_at: SemVersion,
    /// Whether that is the asked version itself.
    pub is_exact: bool,
    /// Whether the symbol is there, reachable from the root.
    pub is_there: bool,
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
    /// `None`: no surface shows it, or its kind is none that declarations show.
    pub observed: Option<ObservedSymbol>,
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
    /// Symbols that went without ever having been declared deprecated, before the major that is asked about: they are
    /// listed with `--all`.
    pub gone_before: usize,
    /// Deprecated symbols that only a deep import reaches: they are listed with `--all`.
    pub deep: usize,
    /// How old and how complete the surfaces are, by package.
    pub surfaces: Vec<SurfaceAge>,
    /// Entries that do not count, with the reason.
    pub left_out: Vec<Excluded>,
    pub coverage: Vec<Coverage>,
}
