//! Where a changelog breaches its platform's policy, or is not whole; and mending what can safely be mended.

mod fix;
mod offered;
mod places;
mod planned;
mod steps;

use std::collections::{BTreeMap, BTreeSet};

use crate::app::api::Packages;
use crate::app::defaults::facts_of_settings;
use crate::app::deprecations::{DeprecationsQuery, deprecations, newest};
use crate::app::facts::{Facts, days};
use crate::app::history::{History, Source};
use crate::app::selector::{self, Choice};
use crate::app::workspace::lint::{LintSettings, rule_named};
use crate::domain::changelog::Changelog;
use crate::domain::document::api::Replacement;
use crate::domain::document::lint::{
    Checked, Fixed, LintDocument, LintProblem, RuleCount, SCHEMA, StreamData, SurfaceData, Unseen,
    Waived,
};
use crate::domain::lint::{FailOn, LintRule, RuleLevel, comment};
use crate::domain::problem::Severity;
use crate::domain::release::{Release, Stream};
use crate::domain::text::Untrusted;
use crate::domain::version::{Scheme, SemVersion, Version};
use crate::error::Error;
use crate::policy::lint::waivers::{Held, Waiver, hold};
use crate::policy::lint::{Found, Material, Step};
use crate::store::{Carries, Selection};
use crate::system::System;

pub use fix::fix;
use places::Places;
pub use planned::planned;

/// What a user asked for.
#[derive(Clone, Debug, Default)]
pub struct LintQuery {
    /// A range or a release; without it everything, with what is not released yet.
    pub what: Option<String>,
    pub streams: Vec<String>,
    /// Ids of rules; without them all that are not switched off.
    pub rules: Vec<String>,
    /// Else what the configuration says, else errors.
    pub fail_on: Option<FailOn>,
}

/// Every breach within what was asked for.
///
/// # Errors
/// An unknown range, stream or rule; a configuration that says what is not known; a history that cannot be read.
pub fn lint(system: &System, history: &History, query: &LintQuery) -> Result<LintDocument, Error> {
    let settings = LintSettings::above(system, &root(system, history))?;
    let rules = rules(&settings, query)?;
    let (changelog, later) = changelog(history)?;
    let scope = Scope::new(&changelog, &later, query)?;
    let seen = Seen::load(history, &changelog, &scope, &rules)?;
    let material = seen.material(history, &changelog, &settings);
    let mut found = crate::policy::lint::lint(&material, &rules);
    found.retain(|one| scope.holds(one));
    let mut waivers = inline(&changelog, &scope);
    waivers.extend(settings.ignore.iter().cloned());
    let is_whole = query.what.is_none() && query.streams.is_empty() && query.rules.is_empty();
    let held = hold(&found, &waivers, history.as_of, &seen.newest, is_whole);
    let places = Places::open(system, history)?;
    let weigh = Weigh {
        settings: &settings,
        rules: &rules,
        places: &places,
    };
    let problems = weigh.problems(&changelog, &found, &waivers, &held);
    let fail_on = query.fail_on.or(settings.fail_on).unwrap_or(FailOn::Error);
    let is_fine =
        |problem: &LintProblem| problem.waived.is_some() || !fail_on.fails(problem.severity);
    Ok(LintDocument {
        schema: SCHEMA,
        as_of: history.as_of,
        platform: changelog.platform.id.clone(),
        policy: history.policy.name.clone(),
        scope: query.what.clone(),
        fail_on,
        passed: problems.iter().all(is_fine),
        complete: seen.missing.is_empty(),
        rules: counts(&settings, &rules, &problems),
        checked: checked(&changelog, &scope, &seen.steps),
        unseen: seen.missing.into_iter().chain(seen.unseen).collect(),
        fixed: Vec::new(),
        dry_run: false,
        data: data(&changelog, &scope, &seen.newest),
        surfaces: seen.surfaces,
        problems,
    })
}

/// Where the configuration is looked for.
fn root(system: &System, history: &History) -> std::path::PathBuf {
    match &history.source {
        Source::Workspace(root) => root.clone(),
        Source::BuiltIn | Source::Database(_) => system.cwd().to_owned(),
    }
}

/// The rules that are looked at: those that were asked for, else all that are not switched off.
fn rules(settings: &LintSettings, query: &LintQuery) -> Result<Vec<LintRule>, Error> {
    if query.rules.is_empty() {
        let is_on = |rule: &LintRule| settings.levels.get(rule) != Some(&RuleLevel::Off);
        return Ok(LintRule::ALL.iter().copied().filter(is_on).collect());
    }
    let wanted: BTreeSet<LintRule> = query
        .rules
        .iter()
        .map(|name| rule_named(name))
        .collect::<Result<_, _>>()?;
    Ok(wanted.into_iter().collect())
}

/// The record as its readers have it on the day, with drafts and fragments; and apart from it what certainly came later.
fn changelog(history: &History) -> Result<(Changelog, Vec<Release>), Error> {
    Ok(by_now(history, history.load(Selection::All)?))
}

fn by_now(history: &History, mut changelog: Changelog) -> (Changelog, Vec<Release>) {
    let days = days(history, &changelog);
    let came_later = |release: &Release| {
        let when = days.get(&release.id());
        release.is_public(history.as_of) && when.is_some_and(|when| when.is_after(history.as_of))
    };
    let (later, by_now) = std::mem::take(&mut changelog.releases)
        .into_iter()
        .partition(came_later);
    changelog.releases = by_now;
    (changelog, later)
}

/// Which releases are meant.
struct Scope<'q> {
    choice: Option<Choice>,
    streams: &'q [String],
    releases: BTreeSet<(String, String)>,
    /// Nothing was known of these on the day.
    later: BTreeSet<(String, String)>,
}

/// The stream and the place of a release.
fn key(release: &Release) -> (String, String) {
    (release.stream.clone(), release.place.to_string())
}

impl<'q> Scope<'q> {
    fn new(changelog: &Changelog, later: &[Release], query: &'q LintQuery) -> Result<Self, Error> {
        selector::streams(changelog, &query.streams)?;
        let choice = query
            .what
            .as_deref()
            .map(|text| selector::choose(changelog, text, &query.streams))
            .transpose()?;
        let mut scope = Self {
            choice,
            streams: &query.streams,
            releases: BTreeSet::new(),
            later: later.iter().map(key).collect(),
        };
        scope.releases = changelog
            .releases
            .iter()
            .filter(|release| scope.is_meant(release))
            .map(key)
            .collect();
        Ok(scope)
    }

    fn is_meant(&self, release: &Release) -> bool {
        let is_of_stream = self.streams.is_empty() || self.streams.contains(&release.stream);
        is_of_stream
            && self
                .choice
                .as_ref()
                .is_none_or(|choice| choice.holds(release))
    }

    /// What the record has no release for belongs to everything only.
    fn holds(&self, found: &Found) -> bool {
        let key = (found.stream.clone(), found.place.to_string());
        if self.releases.contains(&key) {
            return true;
        }
        let is_of_stream = self.streams.is_empty() || self.streams.contains(&found.stream);
        self.choice.is_none() && is_of_stream && !self.later.contains(&key)
    }

    fn has_stream(&self, stream: &str) -> bool {
        let is_of_choice = |choice: &Choice| choice.stream == stream;
        (self.streams.is_empty() || self.streams.iter().any(|one| one == stream))
            && self.choice.as_ref().is_none_or(is_of_choice)
    }

    /// A single stable version, if that is all that is meant.
    fn single(&self) -> Option<&SemVersion> {
        match self.choice.as_ref()?.only.as_ref()? {
            selector::Only::Release(version) => version.semver(),
            selector::Only::Line(_) => None,
        }
    }
}

/// All that the rules look at beside the record.
#[derive(Default)]
struct Seen {
    steps: Vec<Step>,
    symbols: Vec<crate::domain::document::deprecations::SymbolState>,
    /// What the record offers instead of them, looked up.
    offered: Vec<(usize, Replacement)>,
    settings: Vec<crate::policy::defaults::SettingFact>,
    newest: BTreeMap<String, Version>,
    surfaces: Vec<SurfaceData>,
    unseen: Vec<Unseen>,
    /// Without this the answer is incomplete.
    missing: Vec<Unseen>,
}

impl Seen {
    fn material<'a>(
        &'a self,
        history: &'a History,
        changelog: &'a Changelog,
        settings: &'a LintSettings,
    ) -> Material<'a> {
        Material {
            changelog,
            policy: &history.policy,
            as_of: history.as_of,
            options: &settings.options,
            steps: &self.steps,
            symbols: &self.symbols,
            offered: &self.offered,
            settings: &self.settings,
            newest: &self.newest,
        }
    }

    fn load(
        history: &History,
        changelog: &Changelog,
        scope: &Scope<'_>,
        rules: &[LintRule],
    ) -> Result<Self, Error> {
        let mut seen = Self::default();
        let facts = Facts::load(history, Carries::Deprecations)?;
        for stream in changelog
            .streams
            .iter()
            .filter(|one| one.scheme == Scheme::Semver)
        {
            let newest = newest(history, &facts, stream);
            seen.newest
                .extend(newest.map(|newest| (stream.id.clone(), newest)));
        }
        let streams: Vec<&Stream> = changelog
            .streams
            .iter()
            .filter(|stream| scope.has_stream(&stream.id))
            .collect();
        let packages = Packages::open(history)?;
        let asks = |wanted: &[LintRule]| rules.iter().any(|rule| wanted.contains(rule));
        if asks(OF_STEPS) {
            // The policy says nothing of the others.
            for stream in streams.iter().filter(|one| history.policy.covers(&one.id)) {
                seen.steps_of(&packages, changelog, stream, scope)?;
            }
        }
        if asks(OF_SYMBOLS) {
            let query = DeprecationsQuery {
                streams: streams.iter().map(|stream| stream.id.clone()).collect(),
                all: true,
                ..DeprecationsQuery::default()
            };
            let catalogue = deprecations(history, &query)?;
            seen.symbols = catalogue.symbols;
            // What only a deep import reaches is nobody's promise, and what is inherited is told where it is declared.
            seen.symbols.retain(|state| {
                let inherits = state
                    .observed
                    .as_ref()
                    .is_some_and(|one| one.life.declared_by.is_some() && state.rows.is_empty());
                !state.symbol.raw().contains('#') && !inherits
            });
        }
        if rules.contains(&LintRule::ReplacementMissing) {
            seen.offered_in(&packages, &streams)?;
        }
        if rules.contains(&LintRule::DefaultChain) {
            seen.settings = facts_of_settings(history)?;
        }
        Ok(seen)
    }

    fn steps_of(
        &mut self,
        packages: &Packages<'_>,
        changelog: &Changelog,
        stream: &Stream,
        scope: &Scope<'_>,
    ) -> Result<(), Error> {
        let said = steps::said(changelog, &stream.id);
        let is_meant = |version: &SemVersion| {
            changelog.releases.iter().any(|release| {
                release.stream == stream.id
                    && steps::is_version(version, release.version())
                    && scope.is_meant(release)
            })
        };
        let Some(found) = steps::of(packages, changelog, stream, &said, &is_meant)? else {
            return Ok(());
        };
        let single = scope.single().filter(|version| {
            !version.is_prerelease() && !found.read.is_empty() && !found.read.contains(version)
        });
        self.missing.extend(single.map(|version| Unseen {
            stream: stream.id.clone(),
            why: format!(
                "the surface of {version} was not read, so rules on its API saw nothing; `forewarn import {}@{version}` reads it",
                stream.package.as_deref().unwrap_or("npm:NAME")
            ),
        }));
        self.unseen.extend(found.unseen);
        self.steps.extend(found.all);
        if let Some(package) = stream.package.as_ref().filter(|_| !found.read.is_empty()) {
            let age = packages.known(package)?.age;
            self.surfaces.push(SurfaceData {
                package: age.package,
                newest_read: age.newest_read,
                read: age.read,
                source: age.source,
            });
        }
        Ok(())
    }
}

/// Rules that look at steps from surface to surface.
const OF_STEPS: &[LintRule] = &[
    LintRule::DeprecationInPatch,
    LintRule::BumpTooSmall,
    LintRule::RemovalInNonMajor,
    LintRule::RemovalUnannounced,
];

/// Rules that look at the catalogue of deprecated symbols.
const OF_SYMBOLS: &[LintRule] = &[
    LintRule::RemovalUnannounced,
    LintRule::RemovalOverdue,
    LintRule::DeprecationWithoutAlternative,
    LintRule::ReplacementMissing,
];

/// The waivers that stand in release files.
fn inline(changelog: &Changelog, scope: &Scope<'_>) -> Vec<Waiver> {
    let mut waivers = Vec::new();
    for release in changelog
        .releases
        .iter()
        .filter(|release| scope.is_meant(release))
    {
        let of_release = release.description.iter().map(|text| (None, text));
        let of_entries = release
            .entries
            .iter()
            .map(|entry| (Some(entry.id.clone()), &entry.text));
        for (entry, text) in of_release.chain(of_entries) {
            for comment in comment::comments(text.raw()) {
                let rule = match comment.unknown.first() {
                    // A word too many may be a misspelt option: the waiver is refused rather than believed.
                    Some(word) => format!("{} {word}", comment.rule),
                    None => comment.rule,
                };
                waivers.push(Waiver {
                    rule,
                    stream: Some(release.stream.clone()),
                    release: Some(release.place.to_string()),
                    entry: entry.clone(),
                    symbol: comment.symbol,
                    until: comment.until,
                    reason: comment.reason,
                    file: release.id(),
                    line: None,
                    home: Some((release.stream.clone(), release.place.clone())),
                });
            }
        }
    }
    waivers
}

/// Problems as they are told.
struct Weigh<'a> {
    settings: &'a LintSettings,
    rules: &'a [LintRule],
    places: &'a Places,
}

impl Weigh<'_> {
    fn severity(&self, rule: LintRule, milder: Option<Severity>) -> Severity {
        let stated = self
            .settings
            .levels
            .get(&rule)
            .and_then(|level| level.severity());
        stated.or(milder).unwrap_or(rule.severity())
    }

    fn problems(
        &self,
        changelog: &Changelog,
        found: &[Found],
        waivers: &[Waiver],
        held: &Held,
    ) -> Vec<LintProblem> {
        let mut problems = Vec::new();
        for (one, by) in found.iter().zip(&held.by) {
            let release = changelog
                .releases
                .iter()
                .find(|release| release.stream == one.stream && release.place == one.place);
            let (file, line) = self.places.of(release, one.entry.as_deref());
            let waived = by.map(|idx| self.waived(changelog, &waivers[idx]));
            problems.push(LintProblem {
                rule: one.rule,
                severity: self.severity(one.rule, one.milder),
                stream: Some(one.stream.clone()),
                release: Some(one.place.to_string()),
                entry: one.entry.clone(),
                symbol: one.symbol.clone().map(Untrusted::new),
                message: Untrusted::new(one.message.clone()),
                file: file.map(Untrusted::new),
                line,
                evidence: one.evidence.iter().cloned().map(Untrusted::new).collect(),
                symbols: one.symbols.iter().cloned().map(Untrusted::new).collect(),
                advice: Untrusted::new(one.advice.clone()),
                waived,
            });
        }
        for bad in held.bad.iter().filter(|bad| self.rules.contains(&bad.rule)) {
            let waiver = &waivers[bad.waiver];
            let (file, line) = self.place_of(changelog, waiver);
            problems.push(LintProblem {
                rule: bad.rule,
                severity: self.severity(bad.rule, None),
                stream: waiver.home.as_ref().map(|(stream, _)| stream.clone()),
                release: waiver.home.as_ref().map(|(_, place)| place.to_string()),
                entry: waiver.home.as_ref().and(waiver.entry.clone()),
                symbol: waiver.symbol.clone().map(Untrusted::new),
                message: Untrusted::new(bad.message.clone()),
                file: file.map(Untrusted::new),
                line,
                evidence: waiver
                    .reason
                    .iter()
                    .map(|reason| Untrusted::new(format!("its reason: {reason}")))
                    .collect(),
                symbols: Vec::new(),
                advice: Untrusted::from(bad.advice),
                waived: None,
            });
        }
        let rank = |stream: Option<&String>| {
            let mut streams = changelog.streams.iter();
            stream.and_then(|stream| streams.position(|one| one.id == *stream))
        };
        let position = |problem: &LintProblem| {
            changelog.releases.iter().position(|release| {
                Some(&release.stream) == problem.stream.as_ref()
                    && problem.release.as_deref() == Some(release.place.to_string().as_str())
            })
        };
        // Stable: what a rule tells stays in its order.
        problems.sort_by_cached_key(|one| {
            let known = position(one);
            (
                one.stream.is_some(),
                rank(one.stream.as_ref()),
                known.is_some(),
                known,
                one.rule,
            )
        });
        problems
    }

    fn waived(&self, changelog: &Changelog, waiver: &Waiver) -> Waived {
        let (file, line) = self.place_of(changelog, waiver);
        Waived {
            reason: Untrusted::new(waiver.reason.clone().unwrap_or_default()),
            until: waiver.until.clone(),
            file: Untrusted::new(file.unwrap_or_else(|| waiver.file.clone())),
            line,
        }
    }

    /// Where a waiver stands: its line in the configuration, or the line of its comment.
    fn place_of(&self, changelog: &Changelog, waiver: &Waiver) -> (Option<String>, Option<usize>) {
        let Some((stream, place)) = &waiver.home else {
            return (Some(waiver.file.clone()), waiver.line);
        };
        let release = changelog
            .releases
            .iter()
            .find(|release| release.stream == *stream && release.place == *place);
        self.places.of_comment(release, waiver)
    }
}

fn counts(settings: &LintSettings, rules: &[LintRule], problems: &[LintProblem]) -> Vec<RuleCount> {
    rules
        .iter()
        .map(|rule| {
            let of_rule = || problems.iter().filter(|problem| problem.rule == *rule);
            let waived = of_rule().filter(|problem| problem.waived.is_some()).count();
            let stated = settings.levels.get(rule).and_then(|level| level.severity());
            RuleCount {
                rule: *rule,
                severity: stated.unwrap_or(rule.severity()),
                problems: of_rule().count() - waived,
                waived,
            }
        })
        .collect()
}

fn checked(changelog: &Changelog, scope: &Scope<'_>, steps: &[Step]) -> Checked {
    let releases = changelog
        .releases
        .iter()
        .filter(|release| scope.is_meant(release));
    Checked {
        releases: releases.clone().count(),
        entries: releases.map(|release| release.entries.len()).sum(),
        surfaces: steps.len(),
    }
}

fn data(
    changelog: &Changelog,
    scope: &Scope<'_>,
    newest: &BTreeMap<String, Version>,
) -> Vec<StreamData> {
    changelog
        .streams
        .iter()
        .filter(|stream| scope.has_stream(&stream.id))
        .map(|stream| {
            let releases = changelog
                .releases
                .iter()
                .filter(|one| one.stream == stream.id);
            let last = releases.filter_map(Release::version).max();
            let known = newest.get(&stream.id).or(last);
            StreamData {
                stream: stream.id.clone(),
                name: stream.display_name(),
                newest_known: known.map(ToString::to_string),
                covers_until: stream.covers_until,
            }
        })
        .collect()
}

/// An answer with what was mended before it was worked out.
#[must_use]
pub fn with_fixes(mut document: LintDocument, fixed: Vec<Fixed>, dry_run: bool) -> LintDocument {
    document.fixed = fixed;
    document.dry_run = dry_run;
    document
}
