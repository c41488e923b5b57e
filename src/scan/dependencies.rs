//! Which dependencies of a plugin do not go together with a version of the platform.
//!
//! Two things say what a version needs: the manifest of that very version, and the record of changes. The manifest counts more
//! where it names a package. What it asks for as a peer binds a plugin; what it merely brings along for itself a plugin may
//! have in another version of its own, so that such a difference counts only where the record tells plugins of it, or where
//! the plugin followed the platform until then.

use std::collections::BTreeMap;

use crate::domain::deprecation::{SymbolChange, SymbolKind};
use crate::domain::document::deprecations::{SymbolRow, SymbolState};
use crate::domain::document::scan::{Confidence, Status};
use crate::domain::range::Range;
use crate::domain::surface::{Language, Requirement, RequirementKind};
use crate::domain::version::{SemVersion, Version};

#[cfg(test)]
mod tests;

/// What one version of a platform needs.
#[derive(Clone, Debug)]
pub struct Needs {
    language: Language,
    package: String,
    version: SemVersion,
    requires: BTreeMap<String, (String, RequirementKind)>,
    said: BTreeMap<String, Said>,
}

/// What the record says of a dependency at a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    language: Language,
    pub status: Option<Status>,
    /// When it went, moved or changed.
    pub since: Option<String>,
    pub declared_since: Option<String>,
    /// The announced removal.
    pub removal: Option<String>,
    pub replacement: Option<String>,
    pub replacement_since: Option<String>,
    /// The ids of the entries that say so.
    pub entries: Vec<String>,
    /// The ranges of the package that were the platform's before.
    from: Vec<String>,
    /// The ranges that are needed, in the order of time, each with the version that began to need it.
    to: Vec<(String, String)>,
}

/// Why a dependency is a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The range of the platform itself does not hold the version.
    Excludes,
    /// The manifest of the version, or the record, needs a range that the declared one does not meet.
    Needs { range: String, peer: bool },
    /// The record tells of its end, or of another package in its place.
    Said,
    /// It came with the platform before, and no longer does.
    Dropped,
}

/// What becomes of a dependency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub status: Status,
    pub confidence: Confidence,
    pub why: Why,
}

impl Verdict {
    const fn new(status: Status, confidence: Confidence, why: Why) -> Self {
        Self {
            status,
            confidence,
            why,
        }
    }
}

impl Needs {
    /// `package` with its registry; `states` are those of untyped symbols at `version`.
    pub fn new(
        package: &str,
        version: &SemVersion,
        requires: &[Requirement],
        states: &[SymbolState],
    ) -> Self {
        let language = Language::of_package(package);
        let mut required: BTreeMap<String, (String, RequirementKind)> = BTreeMap::new();
        for one in requires {
            let binds = one.kind == RequirementKind::Peer;
            if binds || !required.contains_key(&one.name) {
                required.insert(one.name.clone(), (one.range.clone(), one.kind));
            }
        }
        let said = states
            .iter()
            .filter(|state| state.kind == SymbolKind::NpmDependency)
            .map(|state| {
                (
                    state.symbol.raw().to_owned(),
                    Said::of(state, version, language),
                )
            })
            .collect();
        let name = package.strip_prefix(language.prefix()).unwrap_or(package);
        Self {
            language,
            package: name.to_owned(),
            version: version.clone(),
            requires: required,
            said,
        }
    }

    /// What the record says of a package.
    pub fn said(&self, name: &str) -> Option<&Said> {
        self.said.get(name)
    }

    /// What becomes of a declared dependency; `before` is what the version in use needs. A text that is no range is let pass.
    pub fn declared(&self, name: &str, range: &str, before: &Self) -> Option<Verdict> {
        let declared = Range::of_manifest(self.language, range).ok()?;
        if name == self.package {
            let holds = declared.contains(&Version::Semver(self.version.clone()));
            return if holds {
                None
            } else {
                Some(Verdict::new(
                    Status::Changed,
                    Confidence::High,
                    Why::Excludes,
                ))
            };
        }
        let said = self.said(name);
        match (self.requires.get(name), said) {
            (Some((needed, kind)), said) => self
                .required(name, &declared, (needed, *kind), before)
                .or_else(|| {
                    let status = said?.status.filter(|status| *status > Status::Changed)?;
                    Some(Verdict::new(status, Confidence::High, Why::Said))
                }),
            (None, Some(said)) => said.declared(&declared, before.requires.get(name)),
            (None, None) => None,
        }
    }

    fn required(
        &self,
        name: &str,
        declared: &Range,
        (needed, kind): (&str, RequirementKind),
        before: &Self,
    ) -> Option<Verdict> {
        let range = Range::of_manifest(self.language, needed).ok()?;
        let peer = kind == RequirementKind::Peer;
        if declared.meets(&range) {
            return None;
        }
        let followed = || {
            let (was, _) = before.requires.get(name)?;
            Some(declared.meets(&Range::of_manifest(self.language, was).ok()?))
        };
        let followed = followed().unwrap_or(false);
        let confidence = match (self.said.contains_key(name), followed) {
            _ if peer => Confidence::High,
            // A newer one of its own, or one that differs by no more than what is compatible.
            _ if !is_behind(declared, &range) => return None,
            (true, true) => Confidence::High,
            (true, false) => Confidence::Medium,
            (false, true) => Confidence::Low,
            (false, false) => return None,
        };
        let range = needed.to_owned();
        Some(Verdict::new(
            Status::Changed,
            confidence,
            Why::Needs { range, peer },
        ))
    }

    /// What becomes of an import; `declared` is the range in which the plugin's manifest has the package, and `None` if it
    /// has it not.
    pub fn imported(&self, name: &str, declared: Option<&str>, before: &Self) -> Option<Verdict> {
        if name == self.package {
            return None;
        }
        let is_there = self.requires.contains_key(name);
        if let Some(said) = self.said(name) {
            return said.imported(is_there, declared, before.requires.get(name));
        }
        let came = before
            .requires
            .get(name)
            .is_some_and(|(_, kind)| *kind == RequirementKind::Dependency);
        if came && !is_there && declared.is_none() {
            // Another dependency may bring it along as well.
            return Some(Verdict::new(
                Status::Removed,
                Confidence::Medium,
                Why::Dropped,
            ));
        }
        None
    }
}

impl Said {
    fn of(state: &SymbolState, at: &SemVersion, language: Language) -> Self {
        let known = |row: &&SymbolRow| {
            let place = row.release.split_once('/').map(|(_, place)| place);
            let version = place.and_then(|place| Version::parse_any(place).ok());
            version
                .as_ref()
                .and_then(Version::semver)
                .is_none_or(|version| version <= at)
        };
        let rows: Vec<&SymbolRow> = state.rows.iter().filter(known).collect();
        let raw = |text: &crate::domain::text::Untrusted| text.raw().to_owned();
        Self {
            language,
            status: state.status.as_str().parse().ok(),
            since: state.gone.as_ref().map(ToString::to_string),
            declared_since: state.declared_since.as_ref().map(ToString::to_string),
            removal: state.removal.as_ref().map(ToString::to_string),
            replacement: state.replacement.as_ref().map(raw),
            replacement_since: state.replacement_since.as_ref().map(ToString::to_string),
            entries: rows.iter().map(|row| row.entry.clone()).collect(),
            from: rows
                .iter()
                .filter_map(|row| row.deprecation.from_range.as_ref().map(raw))
                .collect(),
            // Beside a replacement the range is that of the replacement.
            to: rows
                .iter()
                .filter_map(|row| {
                    let said = &row.deprecation;
                    let own = said.change == SymbolChange::Changed && said.replacement.is_none();
                    let range = said.to_range.as_ref().filter(|_| own)?;
                    let (_, place) = row.release.split_once('/')?;
                    Some((raw(range), place.to_owned()))
                })
                .collect(),
        }
    }

    /// Since which version a range is needed, where the record tells of that very range.
    pub fn needed_since(&self, range: &str) -> Option<&str> {
        self.to
            .iter()
            .find(|(one, _)| one == range)
            .map(|(_, since)| since.as_str())
    }

    /// Of a package that the version's manifest does not name.
    fn declared(
        &self,
        declared: &Range,
        was: Option<&(String, RequirementKind)>,
    ) -> Option<Verdict> {
        match self.status? {
            status @ (Status::Removed | Status::Moved) => {
                if self.replacement.is_none() && !self.is_platforms(declared, was) {
                    return None;
                }
                Some(Verdict::new(status, self.surety(), Why::Said))
            }
            Status::Changed => {
                let Some((needed, _)) = self.to.last() else {
                    return Some(Verdict::new(Status::Changed, Confidence::Medium, Why::Said));
                };
                let range = Range::of_manifest(self.language, needed).ok()?;
                if declared.meets(&range) || !is_behind(declared, &range) {
                    return None;
                }
                let (range, peer) = (needed.clone(), false);
                Some(Verdict::new(
                    Status::Changed,
                    Confidence::High,
                    Why::Needs { range, peer },
                ))
            }
            status => Some(Verdict::new(status, Confidence::High, Why::Said)),
        }
    }

    fn imported(
        &self,
        is_there: bool,
        declared: Option<&str>,
        was: Option<&(String, RequirementKind)>,
    ) -> Option<Verdict> {
        let status = self.status?;
        match status {
            // The version itself still brings it: its word counts more.
            Status::Removed | Status::Moved if is_there => None,
            Status::Removed | Status::Moved => {
                let own = declared
                    .and_then(|range| Range::of_manifest(self.language, range).ok())
                    .is_some_and(|range| !self.is_platforms(&range, was));
                if self.replacement.is_none() && own {
                    return None;
                }
                let confidence = if declared.is_none() {
                    Confidence::High
                } else {
                    self.surety()
                };
                Some(Verdict::new(status, confidence, Why::Said))
            }
            // Only a range changed: the import is as good as before.
            Status::Changed if self.replacement.is_none() => None,
            Status::Changed => Some(Verdict::new(status, Confidence::Medium, Why::Said)),
            status => Some(Verdict::new(status, Confidence::High, Why::Said)),
        }
    }

    /// Without a successor the plugin may just go on with a copy of its own.
    const fn surety(&self) -> Confidence {
        if self.replacement.is_some() {
            Confidence::High
        } else {
            Confidence::Medium
        }
    }

    /// Whether a plugin declares what the platform had; else it has its own, whatever becomes of the platform's.
    fn is_platforms(&self, declared: &Range, was: Option<&(String, RequirementKind)>) -> bool {
        let ranges = self.from.iter().chain(was.map(|(range, _)| range));
        let mut ranges = ranges
            .filter_map(|range| Range::of_manifest(self.language, range).ok())
            .peekable();
        ranges.peek().is_none() || ranges.any(|range| declared.meets(&range))
    }
}

/// Whether a range that does not meet another one lies before it, and before all that is compatible with its beginning:
/// 17.0.1 is not behind 17.0.2, 16.14.0 is.
fn is_behind(declared: &Range, needed: &Range) -> bool {
    let (Some(has), Some(needs)) = (declared.least(), needed.least()) else {
        return false;
    };
    let line = if needs.major() > 0 {
        format!("{}.x", needs.major())
    } else {
        format!("0.{}.x", needs.minor())
    };
    has < needs && Range::npm(&line).is_ok_and(|line| !declared.meets(&line))
}

/// The package that a specifier names: `@scope/name/inner` is `@scope/name`. `None` for a path.
pub fn package_of(specifier: &str) -> Option<&str> {
    if specifier.is_empty() || specifier.starts_with(['.', '/']) {
        return None;
    }
    let slashes = usize::from(specifier.starts_with('@'));
    let end = specifier.match_indices('/').nth(slashes);
    specifier.get(..end.map_or(specifier.len(), |(at, _)| at))
}
