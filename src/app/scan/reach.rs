//! How far a plugin can move without losing what it uses: up to the frontier, down to the floor.
//!
//! Only versions count that are stable (a pre-release is nothing to move to), whose surface was read whole, and that have
//! types; `from` and `to` always do.
//!
//! What was observed of a version hardly settles that it lacks something: a type may have had another name, a member come
//! from a base, an export from a package that is passed on whole; and what no root leads to by name is listed nowhere. Where
//! [`Versions`] are at hand, the plugin is gone over with versions until both ends are known. Of neighbours that observations
//! do not tell apart it is taken that what is lost at one stays lost beyond it. Without them the frontier is what
//! observations tell, and the floor is left open unless an export sets it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::app::scan::window::Window;
use crate::domain::api::{ApiHistory, ReadVersion};
use crate::domain::deprecation::{Observed, SymbolKind};
use crate::domain::document::scan::{Confidence, Finding, ScannedPlugin, Status};
use crate::domain::rule::Rule;
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::scan::uses::{Kind, Then, Uses};

/// What a version lacks of what a plugin uses, with whether the use is sure.
#[derive(Debug, Default)]
pub(super) struct Lost(BTreeMap<String, bool>);

impl Lost {
    /// What is gone by what a plugin met.
    pub(super) fn of(met: &Uses, package: usize) -> Self {
        let mut lost = BTreeMap::new();
        let gone = met
            .uses
            .iter()
            .filter(|one| one.package == package && matches!(one.then, Then::Gone));
        for one in gone {
            *lost.entry(one.symbol.clone()).or_default() |= one.confidence != Confidence::Low;
        }
        Self(lost)
    }

    /// The first symbol whose use is sure.
    fn first(&self) -> Option<&str> {
        let mut sure = self.0.iter().filter(|(_, is_sure)| **is_sure);
        sure.next().map(|(symbol, _)| symbol.as_str())
    }

    fn has(&self, symbol: &str) -> bool {
        self.0.contains_key(symbol)
    }
}

/// Other versions, to go over a plugin with. Packages are meant by their position.
pub(super) trait Versions {
    /// Finds out what is lost at several versions, side by side: each takes as long as half a scan.
    ///
    /// # Errors
    /// If a surface cannot be read.
    fn learn(&self, package: usize, versions: &[&str]) -> Result<(), Error>;

    /// What is lost where one package is of another version.
    ///
    /// # Errors
    /// If its surface cannot be read.
    fn lost(&self, package: usize, version: &str) -> Result<Rc<Lost>, Error>;

    /// Whether a version has a module, named as an import does.
    ///
    /// # Errors
    /// If its surface cannot be read.
    fn has_module(&self, package: usize, version: &str, symbol: &str) -> Result<bool, Error>;

    /// Whether it is certain that the root of a version does not export a name: not even a package that it passes on whole may
    /// bring it.
    ///
    /// # Errors
    /// If its surface cannot be read.
    fn lacks_export(&self, package: usize, version: &str, symbol: &str) -> Result<bool, Error>;
}

/// Fills in both ends for each package of a plugin, and with which version findings come about of which the catalogue does
/// not tell. The packages are those of the windows, in their order.
///
/// # Errors
/// If the surface of another version cannot be read.
pub(super) fn fill(
    plugin: &mut ScannedPlugin,
    met: &Uses,
    windows: &[Window],
    versions: Option<&dyn Versions>,
) -> Result<(), Error> {
    for (index, window) in windows.iter().enumerate() {
        let Some(package) = plugin.packages.get_mut(index) else {
            continue;
        };
        let ends = (window.from.to_string(), window.to.to_string());
        let Some(used) = Used::of(
            (met, &plugin.findings),
            (index, &window.known.api),
            (&ends.0, &ends.1),
            versions,
        ) else {
            continue;
        };
        if let Some((frontier, by)) = used.frontier()? {
            package.frontier = Some(frontier);
            package.frontier_by = by;
        }
        if let Some((floor, by)) = used.floor()? {
            package.floor = Some(floor);
            package.floor_by = by;
        }
        let mut coming = Vec::new();
        for (at, finding) in plugin.findings.iter().enumerate() {
            if finding.package == package.package && is_undated(finding) {
                coming.push((at, used.lost_since(&finding.symbol)?));
            }
        }
        for (at, since) in coming {
            plugin.findings[at].comes_with = since;
        }
    }
    Ok(())
}

/// Whether it is not told with which version of the window a symbol went.
fn is_undated(finding: &Finding) -> bool {
    let is_gone = matches!(finding.status, Status::Removed | Status::Moved);
    is_gone && finding.new && finding.removed_in.is_none() && finding.comes_with.is_none()
}

/// Since when something is gone, as the record has it.
fn gone_by_record(finding: &Finding) -> Option<SemVersion> {
    let observed: Observed = finding.removed_in.as_ref()?.parse().ok()?;
    // Between two versions nothing is asserted.
    match observed {
        Observed::At(version) | Observed::Between { by: version, .. } => version.semver().cloned(),
    }
}

/// What a plugin uses of one package, and between which versions.
struct Used<'a> {
    api: &'a ApiHistory,
    package: usize,
    /// Positions of the version in use and of the target.
    start: usize,
    end: usize,
    /// Paths that the version in use has, and whether from its root.
    listed: BTreeSet<(&'a str, bool)>,
    /// Modules that only deep imports name.
    modules: BTreeSet<&'a str>,
    /// Whether there are others that the observations do not list in the version in use, and whether one of those is gone at
    /// the target, nobody knows since when.
    has_unlisted: bool,
    loses_unlisted: bool,
    /// Paths that the version in use has, and the target by another path.
    otherwise: BTreeSet<(&'a str, bool)>,
    /// The first version that lacks something by the record alone, with what.
    gone: Option<(SemVersion, &'a str)>,
    versions: Option<&'a dyn Versions>,
}

/// What observations tell of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Told {
    /// Nothing is missing.
    All,
    /// It may lack this.
    Perhaps(String),
    /// Its root does not list this export. It is missing, unless it comes from a package that is passed on whole.
    Lacks(String),
    /// This is gone for certain: a module, or what the record says of.
    Gone(String),
}

/// A version, and the symbol that the next one lacks.
type End = Option<(String, Option<String>)>;

impl<'a> Used<'a> {
    /// `None` if the ends were not read. Uses of low confidence do not count.
    fn of(
        (met, findings): (&'a Uses, &'a [Finding]),
        (package, api): (usize, &'a ApiHistory),
        (from, to): (&str, &str),
        versions: Option<&'a dyn Versions>,
    ) -> Option<Self> {
        let (start, end) = (api.position(from)?, api.position(to)?);
        let lost = || {
            findings.iter().filter(|one| {
                one.package == api.package && matches!(one.status, Status::Removed | Status::Moved)
            })
        };
        let shown: BTreeSet<&str> = met
            .uses
            .iter()
            .filter(|one| one.package == package && matches!(one.then, Then::Gone))
            .map(|one| one.symbol.as_str())
            .collect();
        // What was gone before cannot be lost on the way.
        let of_record = |one: &&Finding| {
            let is_shown = shown.contains(one.symbol.as_str());
            let is_sure = one.confidence != Confidence::Low;
            one.new && is_sure && !is_shown && one.rule != Rule::DependencyRange
        };
        let gone = lost()
            .filter(of_record)
            .filter_map(|one| Some((gone_by_record(one)?, one.symbol.as_str())));
        let mut used = Self {
            api,
            package,
            start,
            end,
            listed: BTreeSet::new(),
            modules: BTreeSet::new(),
            has_unlisted: false,
            loses_unlisted: false,
            otherwise: BTreeSet::new(),
            gone: gone.min(),
            versions,
        };
        let dated: BTreeMap<&str, bool> = lost()
            .map(|one| (one.symbol.as_str(), one.removed_in.is_some()))
            .collect();
        let uses = met.uses.iter().filter(|one| one.package == package);
        for one in uses.filter(|one| one.confidence != Confidence::Low) {
            // Names of the record are in no surface.
            if matches!(one.then, Then::Recorded) {
                continue;
            }
            let path = one.symbol.as_str();
            let is_gone = matches!(one.then, Then::Gone);
            let (before, after) = (api.fact(path, start), api.fact(path, end));
            match before {
                // It is reached by another path by then, or may be a base's of another package: this one says nothing of when
                // it went.
                Some(fact)
                    if !dated.contains_key(path)
                        && !is_gone
                        && after.is_none_or(|fact| !fact.root) =>
                {
                    used.otherwise.insert((path, fact.root));
                }
                Some(fact) => {
                    used.listed.insert((path, fact.root));
                }
                None if one.what == Kind::Module => {
                    used.modules.insert(path);
                }
                // What only the target has is nothing that the version in use could lose.
                None if after.is_some_and(|fact| fact.root) => {}
                None => used.has_unlisted = true,
            }
            if before.is_none() && after.is_none() && is_gone {
                used.loses_unlisted |= !dated.get(path).copied().unwrap_or_default();
            }
        }
        Some(used)
    }

    fn version(&self, position: usize) -> &'a str {
        &self.api.versions[position].version
    }

    /// What observations tell of a position; before the version in use, of what the target has by another path too.
    fn told(&self, position: usize) -> Result<Told, Error> {
        let more = self.otherwise.iter().filter(|_| position < self.start);
        let (mut lacks, mut perhaps) = (None, None);
        for (path, root) in self.listed.iter().chain(more) {
            let there = self.api.fact(path, position);
            if there.is_none_or(|fact| !fact.root && *root) {
                let is_export = self
                    .api
                    .fact(path, self.start)
                    .is_some_and(|fact| is_export(fact.kind));
                if *root && is_export {
                    lacks = lacks.or(Some(*path));
                }
                perhaps = perhaps.or(Some(*path));
            }
        }
        if let Some(versions) = self.versions {
            for module in &self.modules {
                if !versions.has_module(self.package, self.version(position), module)? {
                    return Ok(Told::Gone((*module).to_owned()));
                }
            }
        }
        Ok(match (lacks, perhaps) {
            (Some(path), _) => Told::Lacks(path.to_owned()),
            (None, Some(path)) => Told::Perhaps(path.to_owned()),
            (None, None) => Told::All,
        })
    }

    /// As [`Self::told`], with what the record says.
    fn told_after(&self, position: usize) -> Result<Told, Error> {
        let told = self.told(position)?;
        let Some((gone, symbol)) = &self.gone else {
            return Ok(told);
        };
        // What is no semantic version cannot be said to be before it.
        let version = self.version(position).parse::<SemVersion>();
        let is_gone = version.map_or(true, |version| version >= *gone);
        Ok(if is_gone {
            Told::Gone((*symbol).to_owned())
        } else {
            told
        })
    }

    /// The first symbol that the plugin loses at a position, by going over it.
    fn lost(&self, versions: &dyn Versions, position: usize) -> Result<Option<String>, Error> {
        let lost = versions.lost(self.package, self.version(position))?;
        Ok(lost.first().map(str::to_owned))
    }

    /// The newest version up to the target that is reached without passing one that lacks something, with the symbol that the
    /// next one lacks. `None` if it cannot be told.
    ///
    /// # Errors
    /// If a surface cannot be read.
    fn frontier(&self) -> Result<End, Error> {
        let (start, end) = (self.start, self.end);
        if start > end {
            return Ok(None);
        }
        let stations: Vec<usize> = (start + 1..=end)
            .filter(|position| *position == end || counts(&self.api.versions[*position]))
            .collect();
        let (mut reached, mut by) = (start, None);
        for (told, group) in groups(&stations, |position| self.told_after(position))? {
            let (whole, stopped_by) = match (told, self.versions) {
                (Told::Gone(path), _) | (Told::Lacks(path) | Told::Perhaps(path), None) => {
                    (0, Some(path))
                }
                (Told::All, None) => (group.len(), None),
                (Told::Lacks(path), Some(versions))
                    if self.is_certain(versions, &group[..1], &path)? =>
                {
                    (0, Some(path))
                }
                (told, Some(versions)) => {
                    let whole = self.whole_after(versions, group, told != Told::All)?;
                    let next = group.get(whole);
                    let stopped_by = next.map(|next| self.lost(versions, *next)).transpose()?;
                    (whole, stopped_by.flatten())
                }
            };
            if let Some(last) = whole.checked_sub(1) {
                reached = group[last];
            }
            if whole < group.len() {
                by = stopped_by;
                break;
            }
        }
        let is_settled = self.versions.is_some() || reached == start || !self.loses_unlisted;
        let version = self.version(reached).to_owned();
        Ok(is_settled.then_some((version, by)))
    }

    fn learn(
        &self,
        versions: &dyn Versions,
        group: &[usize],
        two: [usize; 2],
    ) -> Result<(), Error> {
        let asked = two.map(|at| self.version(group[at]));
        versions.learn(self.package, &asked)
    }

    /// The versions at the ends of a group.
    fn ends(&self, group: &[usize]) -> Vec<&'a str> {
        let ends = group.first().into_iter().chain(group.last());
        ends.map(|position| self.version(*position)).collect()
    }

    /// Whether an export is missing at both ends of a group whatever packages may bring.
    fn is_certain(
        &self,
        versions: &dyn Versions,
        group: &[usize],
        path: &str,
    ) -> Result<bool, Error> {
        for version in self.ends(group) {
            if !versions.lacks_export(self.package, version, path)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// How many of a group come before the first that lacks something. `is_doubtful`: its first is looked at too.
    fn whole_after(
        &self,
        versions: &dyn Versions,
        group: &[usize],
        is_doubtful: bool,
    ) -> Result<usize, Error> {
        let lacks = |at: usize| Ok(self.lost(versions, group[at])?.is_some());
        let last = group.len() - 1;
        if is_doubtful {
            versions.learn(self.package, &self.ends(group))?;
        }
        if is_doubtful && lacks(0)? {
            return Ok(0);
        }
        if !lacks(last)? {
            return Ok(group.len());
        }
        let learn = |two: [usize; 2]| self.learn(versions, group, two);
        first_that(usize::from(is_doubtful), last, learn, lacks)
    }

    /// The oldest version that has everything, with the symbol that the one before it lacks. `None` if it cannot be told.
    ///
    /// # Errors
    /// If a surface cannot be read.
    fn floor(&self) -> Result<End, Error> {
        let is_of_initial_development = |position: usize| {
            let version = self.version(position).parse::<SemVersion>();
            version.is_ok_and(|version| version.major() == 0)
        };
        // Nobody goes back from a stable version to initial development (Semantic Versioning 2.0.0, 4).
        let is_stable = !is_of_initial_development(self.start);
        let stations: Vec<usize> = (0..self.start)
            .filter(|position| counts(&self.api.versions[*position]))
            .filter(|position| !(is_stable && is_of_initial_development(*position)))
            .collect();
        let mut by = None;
        let mut is_certain = !self.has_unlisted && self.modules.is_empty();
        for (told, group) in groups(&stations, |position| self.told(position))? {
            match (told, self.versions) {
                (Told::Gone(path), _) | (Told::Lacks(path), None) => by = Some(path),
                (Told::Lacks(path), Some(versions))
                    if self.is_certain(versions, group, &path)? =>
                {
                    by = Some(path);
                }
                (Told::All, None) => {
                    return Ok(is_certain.then(|| (self.version(group[0]).to_owned(), by)));
                }
                (Told::Perhaps(_), None) => is_certain = false,
                (_, Some(versions)) => {
                    if let Some(oldest) = self.whole_from(versions, group)? {
                        if let Some(before) = oldest.checked_sub(1) {
                            by = self.lost(versions, group[before])?;
                        }
                        return Ok(Some((self.version(group[oldest]).to_owned(), by)));
                    }
                    by = self.lost(versions, group[group.len() - 1])?;
                }
            }
        }
        let is_settled = is_certain || self.versions.is_some();
        Ok(is_settled.then(|| (self.version(self.start).to_owned(), by)))
    }

    /// Which one of a group is the first that has everything.
    fn whole_from(&self, versions: &dyn Versions, group: &[usize]) -> Result<Option<usize>, Error> {
        let is_whole = |at: usize| Ok(self.lost(versions, group[at])?.is_none());
        let last = group.len() - 1;
        versions.learn(self.package, &self.ends(group))?;
        if is_whole(0)? {
            return Ok(Some(0));
        }
        if !is_whole(last)? {
            return Ok(None);
        }
        let learn = |two: [usize; 2]| self.learn(versions, group, two);
        first_that(1, last, learn, is_whole).map(Some)
    }

    /// The first version from which on a symbol is lost up to the target, by going over the plugin. `None` if that does not
    /// tell.
    ///
    /// # Errors
    /// If a surface cannot be read.
    fn lost_since(&self, symbol: &str) -> Result<Option<String>, Error> {
        let Some(versions) = self.versions.filter(|_| self.start < self.end) else {
            return Ok(None);
        };
        let stations: Vec<usize> = (self.start..=self.end)
            .filter(|position| {
                let is_end = *position == self.start || *position == self.end;
                is_end || counts(&self.api.versions[*position])
            })
            .collect();
        let is_lost = |at: usize| {
            let lost = versions.lost(self.package, self.version(stations[at]))?;
            Ok(lost.has(symbol))
        };
        let last = stations.len() - 1;
        if !is_lost(last)? {
            return Ok(None);
        }
        let learn = |two: [usize; 2]| self.learn(versions, &stations, two);
        let first = first_that(1, last, learn, is_lost)?;
        Ok(Some(self.version(stations[first]).to_owned()))
    }
}

/// Whether what a root lacks of this kind is missing for certain: a member may come from elsewhere.
fn is_export(kind: SymbolKind) -> bool {
    use SymbolKind as Is;
    matches!(
        kind,
        Is::Export | Is::Module | Is::Function | Is::Type | Is::Trait | Is::Constant | Is::Macro
    )
}

/// Neighbours that are told the same of.
fn groups(
    stations: &[usize],
    told: impl Fn(usize) -> Result<Told, Error>,
) -> Result<Vec<(Told, &[usize])>, Error> {
    let said = stations
        .iter()
        .map(|position| told(*position))
        .collect::<Result<Vec<_>, _>>()?;
    let mut groups = Vec::new();
    let mut start = 0;
    for (at, one) in said.iter().enumerate() {
        if said.get(at + 1) != Some(one) {
            groups.push((one.clone(), &stations[start..=at]));
            start = at + 1;
        }
    }
    Ok(groups)
}

/// The first place from `first` on of which something holds: it holds of `last`. Two places are asked for at a time, which
/// `learn` may find out about side by side.
fn first_that(
    mut first: usize,
    mut last: usize,
    learn: impl Fn([usize; 2]) -> Result<(), Error>,
    is: impl Fn(usize) -> Result<bool, Error>,
) -> Result<usize, Error> {
    while first < last {
        let third = (last - first) / 3;
        let (low, high) = (first + third, first + (2 * third).max(third + 1));
        // Of the last it is known.
        let high = high.min(last - 1).max(low);
        learn([low, high])?;
        if is(low)? {
            last = low;
        } else if low < high && is(high)? {
            (first, last) = (low + 1, high);
        } else {
            first = high + 1;
        }
    }
    Ok(last)
}

/// Whether a version says by what it lacks that it lacks it.
fn counts(read: &ReadVersion) -> bool {
    let is_stable = read
        .version
        .parse::<SemVersion>()
        .is_ok_and(|version| !version.is_prerelease());
    is_stable && read.exports > 0 && read.members.iter().all(|(_, version)| version.is_some())
}

#[cfg(test)]
mod tests;
