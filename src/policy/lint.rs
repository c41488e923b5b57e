//! What a changelog and the published surfaces of its packages breach of the platform's policy: one rule, one file.
//!
//! The rules on versions and deprecations are those of the paragraphs "UI Versions & Features" of the platform's page "How We
//! Release Flex", and of Semantic Versioning; the others are what makes a record complete. Where a source leaves something
//! open, the choice made here is marked "ours" in the page of the rule (`assets/rules`).
//!
//! A rule is a function of [`Material`]: no I/O, no clock. It tells every breach it sees; whoever asks chooses among them,
//! weighs them by the configuration and holds waivers against them ([`waivers`]).

mod breaking_in_non_major;
mod breaking_without_impact;
mod bump_too_small;
mod dates_out_of_order;
mod default_chain;
mod deprecation_in_patch;
mod deprecation_without_alternative;
mod duplicate_entry;
mod empty_entry;
mod empty_release;
mod feature_in_patch;
mod missing_source;
mod options;
mod private_link;
mod removal_in_non_major;
mod removal_overdue;
mod removal_unannounced;
mod replacement_missing;
mod step;
#[cfg(test)]
mod tests;
mod toggle_outlived;
pub mod waivers;

use std::collections::BTreeMap;

use crate::domain::api::diff::Bump;
use crate::domain::changelog::Changelog;
use crate::domain::date::Date;
use crate::domain::document::api::Replacement;
use crate::domain::document::deprecations::SymbolState;
use crate::domain::entry::Entry;
use crate::domain::lint::LintRule;
use crate::domain::problem::Severity;
use crate::domain::release::{Place, Release, Stage, State};
use crate::domain::version::{Scheme, Version};
use crate::policy::defaults::SettingFact;
use crate::policy::schema::Policy;

pub use duplicate_entry::same_words;
pub use options::{HostPattern, Options};
pub use step::{Lost, Said, Step};

/// All that the rules look at.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// As its readers have it on the day, with drafts and fragments; without what came later.
    pub changelog: &'a Changelog,
    pub policy: &'a Policy,
    pub as_of: Date,
    pub options: &'a Options,
    /// Differences between the surfaces of versions that follow each other.
    pub steps: &'a [Step],
    /// Deprecated symbols, at the newest version of each stream.
    pub symbols: &'a [SymbolState],
    /// What the record offers instead of some of them, by position, looked up where it is written as a path.
    pub offered: &'a [(usize, Replacement)],
    /// Changes of settings, in order of time.
    pub settings: &'a [SettingFact],
    /// The newest general release that is out on the day, by stream.
    pub newest: &'a BTreeMap<String, Version>,
}

/// One breach, before the configuration and waivers are held against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub rule: LintRule,
    /// Where it is milder than others of its rule.
    pub milder: Option<Severity>,
    pub stream: String,
    pub place: Place,
    pub entry: Option<String>,
    pub symbol: Option<String>,
    /// All symbols that it stands for, where they are more than `symbol`.
    pub symbols: Vec<String>,
    pub message: String,
    pub evidence: Vec<String>,
    /// What to do.
    pub advice: String,
}

impl Found {
    fn new(rule: LintRule, release: &Release, message: impl Into<String>) -> Self {
        Self::at(rule, &release.stream, release.place.clone(), message)
    }

    fn at(rule: LintRule, stream: &str, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule,
            milder: None,
            stream: stream.to_owned(),
            place,
            entry: None,
            symbol: None,
            symbols: Vec::new(),
            message: message.into(),
            evidence: Vec::new(),
            advice: format!("`forewarn explain {rule}` says what to do"),
        }
    }

    fn entry(mut self, entry: &Entry) -> Self {
        self.entry = Some(entry.id.clone());
        self
    }

    /// As [`entry`](Self::entry), by its id.
    fn entry_of(mut self, id: &str) -> Self {
        self.entry = Some(id.to_owned());
        self
    }

    fn symbol(mut self, symbol: impl Into<String>) -> Self {
        self.symbol = Some(symbol.into());
        self
    }

    fn because(mut self, evidence: impl IntoIterator<Item = String>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = advice.into();
        self
    }
}

/// What a rule is made of.
type Check = fn(&Material<'_>) -> Vec<Found>;

/// The function of a rule; `None` for those about waivers, which only show once all others ran.
const fn check_of(rule: LintRule) -> Option<Check> {
    Some(match rule {
        LintRule::BreakingInNonMajor => breaking_in_non_major::check,
        LintRule::FeatureInPatch => feature_in_patch::check,
        LintRule::DeprecationInPatch => deprecation_in_patch::check,
        LintRule::BumpTooSmall => bump_too_small::check,
        LintRule::RemovalInNonMajor => removal_in_non_major::check,
        LintRule::RemovalUnannounced => removal_unannounced::check,
        LintRule::RemovalOverdue => removal_overdue::check,
        LintRule::DeprecationWithoutAlternative => deprecation_without_alternative::check,
        LintRule::ReplacementMissing => replacement_missing::check,
        LintRule::ToggleOutlived => toggle_outlived::check,
        LintRule::DefaultChain => default_chain::check,
        LintRule::BreakingWithoutImpact => breaking_without_impact::check,
        LintRule::DuplicateEntry => duplicate_entry::check,
        LintRule::EmptyEntry => empty_entry::check,
        LintRule::EmptyRelease => empty_release::check,
        LintRule::MissingSource => missing_source::check,
        LintRule::PrivateLink => private_link::check,
        LintRule::DatesOutOfOrder => dates_out_of_order::check,
        LintRule::WaiverInvalid | LintRule::WaiverExpired | LintRule::WaiverUnused => return None,
    })
}

/// Every breach of these rules: by stream in the platform's order, release, rule, and as the rule tells them.
pub fn lint(material: &Material<'_>, rules: &[LintRule]) -> Vec<Found> {
    let mut found: Vec<Found> = rules
        .iter()
        .filter_map(|rule| check_of(*rule))
        .flat_map(|check| check(material))
        .collect();
    let rank = |stream: &str| {
        let mut streams = material.changelog.streams.iter();
        streams.position(|one| one.id == stream)
    };
    found.sort_by_cached_key(|one| (rank(&one.stream), one.place.clone(), one.rule));
    found
}

/// The part of a version that a release raises, by its number; `None` for pre-releases, for what comes before 1.0.0 (which
/// promises nothing), for streams of days, and for streams that the policy states no rules for.
fn raises(material: &Material<'_>, release: &Release) -> Option<Bump> {
    let version = release.version()?.semver()?;
    let is_stable = !version.is_prerelease() && release.stage == Stage::Ga && version.major() > 0;
    (is_stable && material.policy.covers(&release.stream)).then(|| {
        match (version.minor(), version.patch()) {
            (0, 0) => Bump::Major,
            (_, 0) => Bump::Minor,
            _ => Bump::Patch,
        }
    })
}

/// Releases with the part that they raise.
fn raising<'m>(material: &Material<'m>) -> impl Iterator<Item = (&'m Release, Bump)> {
    let material = *material;
    material
        .changelog
        .releases
        .iter()
        .filter(|release| release.state != State::Withdrawn)
        .filter_map(move |release| Some((release, raises(&material, release)?)))
}

/// The release of a version, if the record has it.
fn release_of<'m>(material: &Material<'m>, stream: &str, version: &Version) -> Option<&'m Release> {
    material
        .changelog
        .releases
        .iter()
        .find(|release| release.stream == stream && release.version() == Some(version))
}

/// `stream/version` in its parts.
fn place_of(scheme: Scheme, id: &str) -> Option<(String, Place)> {
    let (stream, place) = id.split_once('/')?;
    let place = match place.strip_prefix("unreleased/") {
        Some(fragment) => Place::Unreleased(fragment.to_owned()),
        None => Place::Version(Version::parse(scheme, place).ok()?),
    };
    Some((stream.to_owned(), place))
}

/// What an entry begins with, for messages: its first line, cut where it is long.
fn gist(entry: &Entry) -> String {
    const LONG: usize = 100;
    let text = crate::domain::lint::comment::told(entry.text.clone());
    let line = text.raw().lines().next().unwrap_or_default().trim();
    if line.chars().count() <= LONG {
        return line.to_owned();
    }
    let cut: String = line.chars().take(LONG).collect();
    let whole = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}

/// `1 export`, `2 exports`.
fn counted(count: usize, what: &str) -> String {
    let ending = match count {
        1 => "",
        _ => "s",
    };
    format!("{count} {what}{ending}")
}
