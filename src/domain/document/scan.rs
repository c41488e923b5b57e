//! What `scan` answers: the uses, in plugins, of symbols that have a status at the version they move to.

pub mod kept;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::date::Date;
use crate::domain::deprecation::SymbolKind;
use crate::domain::rule::Rule;
use crate::domain::words::{UnknownWord, closed_words};

closed_words! {
    /// What becomes of a symbol at the target version; in the order of the threshold, worst first.
    pub enum Status {
        /// Gone from every path that the package's root reaches.
        Removed = "removed",
        /// Gone from this path, reachable from the root under another.
        Moved = "moved",
        /// Still there, but its type, range, value or meaning is incompatible.
        Changed = "changed",
        /// Its removal version or date has passed, and it is still there.
        Overdue = "overdue",
        /// Removed in the next major, or on a date.
        Scheduled = "scheduled",
        Deprecated = "deprecated",
        /// A notice only in prose or comments of the package.
        Soft = "soft",
    }
}

closed_words! {
    /// How sure it is that a place means the symbol.
    pub enum Confidence {
        High = "high",
        Medium = "medium",
        Low = "low",
    }
}

closed_words! {
    /// Where surfaces are from.
    pub enum SurfaceSource {
        BuiltIn = "built in",
        /// The database.
        Imported = "imported",
        /// What cargo has downloaded on this machine.
        Cargo = "cargo",
    }
}

closed_words! {
    /// How a further place belongs to a finding.
    pub enum RelatedAs {
        Import = "import",
        ReExport = "re-export",
        /// What comes from a module that is gone is used there.
        Use = "use",
    }
}

/// From which status on findings fail a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    From(Status),
    /// Any finding, and any exception that no longer meets one.
    Any,
    Never,
}

impl Threshold {
    /// Every word that one is written as: those of [`Status`] and two more.
    pub const WORDS: &'static [&'static str] = &[
        "removed",
        "moved",
        "changed",
        "overdue",
        "scheduled",
        "deprecated",
        "soft",
        "any",
        "never",
    ];

    /// Whether a finding of this status fails the run.
    pub fn counts(self, status: Status) -> bool {
        match self {
            Self::From(threshold) => status <= threshold,
            Self::Any => true,
            Self::Never => false,
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::From(status) => status.as_str(),
            Self::Any => "any",
            Self::Never => "never",
        }
    }
}

impl std::str::FromStr for Threshold {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        const WORDS: &[&str] = &[
            "removed",
            "moved",
            "changed",
            "overdue",
            "scheduled",
            "deprecated",
            "soft",
            "any",
            "never",
        ];
        match text {
            "any" => Ok(Self::Any),
            "never" => Ok(Self::Never),
            status => status
                .parse()
                .map(Self::From)
                .map_err(|_the_list_differs| UnknownWord {
                    given: text.to_owned(),
                    allowed: WORDS,
                }),
        }
    }
}

/// What flags and files made of a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The configuration files that were used, from where forewarn runs.
    pub files: Vec<String>,
    pub fail_on: Threshold,
    pub min_confidence: Confidence,
    /// Findings of these statuses; empty: of all.
    pub only: Vec<Status>,
    /// The revision since which files had to have changed, for their findings to be told.
    pub changed_since: Option<String>,
    pub baseline: Option<BaselineUsed>,
}

/// The baseline of a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaselineUsed {
    /// From where forewarn runs.
    pub file: String,
    pub entries: usize,
    /// Whether it was brought up to what was found.
    pub updated: bool,
    pub added: usize,
    pub dropped: usize,
}

/// A place in a text. Both count from 1; columns in UTF-16 code units (JavaScript, TypeScript) or characters (Rust).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Point {
    pub line: u32,
    pub column: u32,
}

/// A further place where the name of a finding is written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Related {
    /// Relative to the plugin's root.
    pub file: String,
    pub start: Point,
    /// One past the end.
    pub end: Point,
    /// `as` in the format that other programs read.
    #[serde(alias = "as")]
    pub by: RelatedAs,
}

/// The source line of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The line without its end, as it stands; from outside. Cut around the span if it is longer than a screen.
    pub text: String,
    /// The byte of `text` at which the span begins, and how many bytes of it the line holds.
    pub start: usize,
    pub length: usize,
}

/// One use, in a plugin, of a symbol that has a status at the target version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub rule: Rule,
    /// With its registry.
    pub package: String,
    pub status: Status,
    /// The path from the package's root as users write it.
    pub symbol: String,
    pub kind: SymbolKind,
    /// Relative to the plugin's root; a manifest above it: `../package.json`. With `/`.
    pub file: String,
    pub start: Point,
    /// One past the end.
    pub end: Point,
    pub confidence: Confidence,
    /// What the tag or the change log claims.
    pub declared_since: Option<String>,
    /// The first known version that ships the notice, or the bounds of it.
    pub first_observed: Option<String>,
    /// The first stable version without it, or the bounds of it.
    pub removed_in: Option<String>,
    /// The announced removal: a version or a date.
    pub removal: Option<String>,
    pub replacement: Option<String>,
    /// The first version that has the replacement; `None` if it never existed, is not known, or there is none.
    pub replacement_since: Option<String>,
    /// One sentence, or a few, without line breaks.
    pub message: String,
    /// What to do about it, and why it can be told: the evidence. Each a sentence.
    pub notes: Vec<String>,
    /// Whether the status came about within the window; else it was so before.
    pub new: bool,
    /// The first version of the window from which on it is found, where that was asked and the catalogue does not tell.
    #[serde(default)]
    pub comes_with: Option<String>,
    /// Whether the use is guarded by a test that the symbol is there.
    pub guarded: bool,
    /// Whether it stands in code for tests.
    pub test_code: bool,
    pub related: Vec<Related>,
    /// Stays the same when lines move.
    pub fingerprint: String,
    /// The hash by which GitHub follows a result: its `primaryLocationLineHash`.
    pub line_hash: String,
    pub excerpt: Option<Excerpt>,
}

/// A package that a plugin uses, and the window in which its uses are judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScannedPackage {
    /// With its registry.
    pub package: String,
    pub from: String,
    pub to: String,
    /// The version that was found in use; not always `from`, which may be given.
    pub detected: Option<Detected>,
    /// The newest version that can be reached from `from` without losing a symbol in use, and the oldest that has all.
    pub frontier: Option<String>,
    /// The symbol that is missing beyond the frontier.
    pub frontier_by: Option<String>,
    pub floor: Option<String>,
    /// The symbol that is missing below the floor.
    pub floor_by: Option<String>,
    /// Places that resolved to a symbol of the package.
    pub references: usize,
    /// The newest version that is known, and the day on which it was brought in; `None`: it is built in.
    pub newest_known: Option<String>,
    pub imported: Option<Date>,
    /// Where its surfaces are from.
    pub surfaces: SurfaceSource,
}

/// How the version in use was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detected {
    pub version: String,
    /// `package-lock.json`, `package.json`, `--from` …
    pub by: String,
    /// The range of the manifest, where a lockfile did not settle it.
    pub range: Option<String>,
    /// The version in whose place another one is looked at, because nobody read it.
    pub unread: bool,
}

/// A file that could not be read or parsed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unreadable {
    /// Relative to the plugin's root.
    pub file: String,
    pub why: String,
    /// Where it ends being readable, if that is known.
    pub at: Option<Point>,
}

/// Files that were passed over, by reason: `generated`, `minified`, `declarations`, `ignored` …
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Skipped {
    pub why: String,
    pub files: usize,
}

/// A place that may name the platform, and that nobody can decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unresolved {
    pub file: String,
    pub start: Point,
    /// The text that stands there, and what cannot be told of it; a fragment of a sentence.
    pub why: String,
}

/// A comment, configured ignore or baseline entry that no longer meets anything.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stale {
    /// Where it stands: a file relative to the plugin's root, `forewarn.toml`, or the baseline.
    pub file: String,
    pub at: Option<Point>,
    /// A sentence.
    pub why: String,
}

/// One plugin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScannedPlugin {
    pub name: String,
    /// The PATH as given.
    pub path: String,
    /// Its folder relative to the PATH; `.` where PATH is or lies inside one package.
    pub root: String,
    /// Its folder relative to the root of the repository that it lies in, with `/` and with links followed; `.` for the root
    /// itself, `None` where there is no repository. Hosts of code find its files by it.
    pub repository_folder: Option<String>,
    pub packages: Vec<ScannedPackage>,
    pub scanned: usize,
    pub skipped: Vec<Skipped>,
    pub unreadable: Vec<Unreadable>,
    /// Places that resolved to a platform symbol.
    pub references: usize,
    /// Places that may name the platform and stay undecided.
    pub unresolved: usize,
    /// `None`: they were not asked for.
    pub unresolved_places: Option<Vec<Unresolved>>,
    /// The files of which findings are told, removed ones included; `None`: all. All were read.
    pub looked_at: Option<BTreeSet<String>>,
    /// In the order of file, place, symbol.
    pub findings: Vec<Finding>,
    /// Findings that a comment, the configuration or the baseline silences.
    pub ignored: usize,
    pub baselined: Vec<Finding>,
    pub stale: Vec<Stale>,
    /// Findings below the confidence that was asked for.
    pub unsure: usize,
    /// What is missing for a complete answer: a surface that is not there, with the command that brings it.
    pub missing: Vec<String>,
}

impl ScannedPlugin {
    /// Where `file`, relative to the plugin's root, is to be found from where forewarn runs: below the PATH as given.
    pub fn path_of(&self, file: &str) -> String {
        let joined = joined(&[&self.path, &self.root, file]);
        if self.path.starts_with('/') {
            format!("/{joined}")
        } else {
            joined
        }
    }

    /// `file`, relative to the plugin's root, as a host of code names it: relative to the repository's root, with `/`. Without a
    /// repository as in [`Self::path_of`], or relative to the PATH if that is absolute: nothing of this machine is told.
    pub fn repository_path_of(&self, file: &str) -> String {
        let is_absolute =
            self.path.starts_with(['/', '\\']) || self.path.as_bytes().get(1) == Some(&b':');
        match &self.repository_folder {
            Some(folder) => joined(&[folder, file]),
            None if is_absolute => joined(&[&self.root, file]),
            None => joined(&[&self.path, &self.root, file]),
        }
    }

    /// The package that a finding is about, with its window.
    pub fn package_of(&self, finding: &Finding) -> Option<&ScannedPackage> {
        self.packages
            .iter()
            .find(|package| package.package == finding.package)
    }

    /// Whether findings of `file`, relative to the plugin's root, are told.
    pub fn is_looked_at(&self, file: &str) -> bool {
        self.looked_at
            .as_ref()
            .is_none_or(|files| files.contains(file))
    }

    /// Whether everything of it that should have been read was read.
    pub fn is_complete(&self) -> bool {
        self.unreadable.is_empty() && self.missing.is_empty()
    }
}

/// Paths one after the other, without `.` and with `..` worked out as far as it goes.
fn joined(parts: &[&str]) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in parts.iter().flat_map(|part| part.split('/')) {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    if steps.is_empty() {
        ".".to_owned()
    } else {
        steps.join("/")
    }
}

/// The answer of `scan`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanDocument {
    pub as_of: Date,
    pub newest_known: Option<String>,
    pub imported: Option<Date>,
    pub plugins: Vec<ScannedPlugin>,
    pub settings: Settings,
    /// Whether the work was cut short by the user.
    pub cancelled: bool,
}

impl ScanDocument {
    /// Whether everything that should have been read was read.
    pub fn is_complete(&self) -> bool {
        !self.cancelled && self.plugins.iter().all(ScannedPlugin::is_complete)
    }

    /// All findings, plugin by plugin.
    pub fn findings(&self) -> impl Iterator<Item = (&ScannedPlugin, &Finding)> {
        self.plugins
            .iter()
            .flat_map(|plugin| plugin.findings.iter().map(move |finding| (plugin, finding)))
    }

    /// Whether findings fail the run. What no longer meets anything does only where anything does.
    pub fn fails(&self) -> bool {
        let fail_on = self.settings.fail_on;
        let is_stale = || self.plugins.iter().any(|plugin| !plugin.stale.is_empty());
        self.findings()
            .any(|(_, finding)| fail_on.counts(finding.status))
            || (fail_on == Threshold::Any && is_stale())
    }

    /// How many findings have a status.
    pub fn count(&self, status: Status) -> usize {
        self.findings()
            .filter(|(_, finding)| finding.status == status)
            .count()
    }
}

#[cfg(test)]
mod tests;
