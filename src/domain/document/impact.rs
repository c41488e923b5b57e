//! What moving from one version to another does: to an account, to plugins, version by version.

use crate::domain::date::{Date, DateKind};
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::deprecations::SymbolStatus;
use crate::domain::document::evidence::Beside;
use crate::domain::document::fleet::PluginImpact;
use crate::domain::document::notes::{Coverage, Excluded};
use crate::domain::document::scan::Confidence;
use crate::domain::document::versions::LineStatus;
use crate::domain::entry::{AppliesTo, EntryKind, SettingValue};
use crate::domain::feature::{FeatureStage, Phase as RollOut};
use crate::domain::release::Stage;
use crate::domain::text::Untrusted;

/// The name of its JSON format, which parts of a fleet are read from.
pub const SCHEMA: &str = "forewarn/impact/v1";

crate::domain::words::closed_words! {
    /// When something has to be dealt with.
    pub enum Phase {
        /// Can be done, or has to be done, while the old version runs.
        Before = "before",
        /// Has to change together with the version.
        During = "during",
        /// Works in the new version, and is to be cleared there.
        After = "after",
        /// Asks nothing of anyone.
        News = "news",
    }
}

crate::domain::words::closed_words! {
    /// What an item is.
    pub enum ItemKind {
        Entry = "entry",
        Setting = "setting",
        Feature = "feature",
        Symbol = "symbol",
        Dependency = "dependency",
    }
}

crate::domain::words::closed_words! {
    /// How a finding is fixed: what kind of work it is, not how long it takes.
    pub enum Effort {
        /// One symbol by one symbol of the same kind and shape; one range by one range.
        Rename = "rename",
        /// There is a replacement, of another shape.
        Rewrite = "rewrite",
        /// No replacement is known.
        None = "none",
    }
}

crate::domain::words::closed_words! {
    /// Why an item is in its phase. The rule is that of `policy::phases`.
    pub enum Reason {
        /// What replaces it is there in the old version already.
        ReplacementThere = "replacement-there",
        /// What replaces it comes after the old version, while it is still there itself.
        ReplacementBetween = "replacement-between",
        /// What replaces it comes when it goes, or later.
        ReplacementWith = "replacement-with",
        NoReplacement = "no-replacement",
        /// It is still there, and no longer compatible.
        Incompatible = "incompatible",
        /// The change log calls it breaking, or says that something is gone.
        Breaking = "breaking",
        /// A setting of existing accounts changes by itself.
        Automatic = "automatic",
        /// Some version satisfies what both versions ask of a dependency.
        RangesMeet = "ranges-meet",
        /// No version does.
        RangesApart = "ranges-apart",
        /// The platform no longer brings it.
        NoLongerBrought = "no-longer-brought",
        Overdue = "overdue",
        Scheduled = "scheduled",
        Deprecated = "deprecated",
        Soft = "soft",
        /// A feature ends.
        Ends = "ends",
        /// On the way back: what came with the newer version goes with it.
        Lost = "lost",
        /// On the way back: what was mended or taken away is back.
        Back = "back",
        /// Nothing has to be done about it.
        Nothing = "nothing",
    }
}

/// What is known of a symbol, or of a dependency, that is not the same at both ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SymbolFacts {
    pub symbol: String,
    pub kind: SymbolKind,
    /// At the new version.
    pub status: SymbolStatus,
    /// At the old one; `None`: nothing was said of it.
    pub was: Option<SymbolStatus>,
    /// When it went, moved or changed: a version or `after A, by B`.
    pub gone: Option<String>,
    /// When it is to go.
    pub removal: Option<String>,
    pub replacement: Option<String>,
    pub replacement_since: Option<String>,
    pub effort: Effort,
    /// Where two sources disagree, what each says.
    pub disputed: Vec<Untrusted>,
    /// Entries of the change log that speak of it.
    pub entries: Vec<String>,
    /// Of a dependency: what both versions ask for.
    pub ranges: Option<(Option<String>, Option<String>)>,
    /// What was to replace it and goes as well, where `replacement` is what that leads to.
    pub passed: Option<String>,
}

impl SymbolFacts {
    /// A symbol of which nothing else is known.
    pub fn new(symbol: impl Into<String>, kind: SymbolKind, status: SymbolStatus) -> Self {
        Self {
            symbol: symbol.into(),
            kind,
            status,
            was: None,
            gone: None,
            removal: None,
            replacement: None,
            replacement_since: None,
            effort: Effort::None,
            disputed: Vec::new(),
            entries: Vec::new(),
            ranges: None,
            passed: None,
        }
    }
}

/// One thing that a move brings. Its `kind` and `id` name it: nothing is told twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// An entry's, a setting's or a feature's id; `KIND:SYMBOL`; the name of a dependency.
    pub id: String,
    pub kind: ItemKind,
    pub phase: Phase,
    pub reason: Reason,
    /// One line, from outside.
    pub title: Untrusted,
    /// `stream/version` of the release that brings it, as far as one is known.
    pub release: Option<String>,
    /// Of an entry.
    pub entry_kind: Option<EntryKind>,
    pub breaking: bool,
    pub symbol: Option<SymbolFacts>,
    /// What the change log says that has to be done.
    pub action: Option<Untrusted>,
    /// Places in the plugins that were looked at, and in how many of them.
    pub findings: usize,
    pub plugins: usize,
    /// One sentence.
    pub why: String,
}

impl Item {
    /// Whether nobody has to do anything about it.
    pub fn is_news(&self) -> bool {
        self.phase == Phase::News
    }
}

/// One change of a setting within the move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    pub entry: String,
    /// `stream/version`.
    pub release: String,
    pub old: SettingValue,
    pub new: SettingValue,
}

/// What becomes of a setting in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingMove {
    pub id: String,
    pub name: Option<Untrusted>,
    pub unit: Option<Untrusted>,
    /// Before the first change and after the last one.
    pub from: SettingValue,
    pub to: SettingValue,
    pub applies_to: Option<AppliesTo>,
    pub automatic: Option<bool>,
    /// Whether the two are the same for certain: it was touched, and is what it was.
    pub is_back: bool,
    /// In order of time.
    pub touched: Vec<Touched>,
}

/// What becomes of a feature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureMove {
    pub id: String,
    pub name: Untrusted,
    /// Before the first move and after the last one; `None`: not there, or not said.
    pub from: Option<FeatureStage>,
    pub to: Option<FeatureStage>,
    pub phase: Option<RollOut>,
    /// `stream/version` of the releases that moved it, and days of moves without a release.
    pub moved_in: Vec<String>,
}

/// How much of the API is not the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiCounts {
    pub removed: usize,
    pub moved: usize,
    pub changed: usize,
    /// Deprecated, scheduled, overdue or soft since the move.
    pub deprecated: usize,
    /// That were so before, and still are.
    pub deprecated_before: usize,
    pub added: usize,
    /// Changes of type of which it is not judged whether they break code.
    pub unjudged: usize,
    /// Why no surfaces were compared, if none were.
    pub missing: Option<String>,
}

/// One release on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionImpact {
    pub stream: String,
    pub version: String,
    pub date: Option<Date>,
    pub date_kind: Option<DateKind>,
    pub stage: Stage,
    /// Why it was withdrawn, if it was.
    pub withdrawn: Option<Untrusted>,
    pub entries: usize,
    pub breaking: usize,
    /// Symbols of the items that went, or moved, with it.
    pub removed_symbols: usize,
    /// Findings whose status comes about with it.
    pub findings: usize,
}

/// A version to stop at on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    pub version: String,
    pub why: String,
    /// Symbols that can be replaced there without breaking anything.
    pub symbols: usize,
}

/// What is known of the support of both ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    pub from: Option<LineStatus>,
    pub to: Option<LineStatus>,
}

/// The answer of `forewarn impact`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImpactDocument {
    pub as_of: Date,
    pub platform: Untrusted,
    pub stream: String,
    pub stream_name: Untrusted,
    /// With its registry; `None`: nothing is built on the stream.
    pub package: Option<String>,
    /// In the direction of the move.
    pub from: String,
    pub to: String,
    /// The move goes back to an older version.
    pub reverse: bool,
    /// By phase, then the gravest first.
    pub items: Vec<Item>,
    pub settings: Vec<SettingMove>,
    pub features: Vec<FeatureMove>,
    pub api: ApiCounts,
    /// Oldest first.
    pub per_version: Vec<VersionImpact>,
    pub ends: Ends,
    pub stops: Vec<Stop>,
    /// `None`: no plugins were looked at.
    pub plugins: Option<Vec<PluginImpact>>,
    /// What was seen at run time, beside what plugins were found to use; `None`: nothing was imported, or no plugins were
    /// looked at.
    pub evidence: Option<Beside>,
    /// The symbol that is taken away for the sake of argument.
    pub without: Vec<String>,
    pub excluded: Vec<Excluded>,
    /// Kept from public output.
    pub withheld: usize,
    pub remarks: Vec<String>,
    pub coverage: Vec<Coverage>,
    /// Entries of the releases that were looked at, told and left out.
    pub entries_in: usize,
    pub asked: Asked,
    /// What is missing for a whole answer, beside what is missing of single plugins; sentences.
    pub incomplete: Vec<String>,
    pub cancelled: bool,
}

/// What else was asked for, so that parts of an answer can be told to belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Streams that were named.
    pub streams: Vec<String>,
    pub audience: Option<String>,
    pub min_confidence: Option<Confidence>,
}

impl ImpactDocument {
    pub fn phase(&self, phase: Phase) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.phase == phase)
    }

    /// Whether everything that was to be looked at was.
    pub fn is_complete(&self) -> bool {
        !self.cancelled
            && self.incomplete.is_empty()
            && self.plugins.iter().flatten().all(PluginImpact::is_complete)
    }
}
