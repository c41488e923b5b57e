//! How far a plugin can move without losing what it uses: up to the frontier, down to the floor.
//!
//! Both follow from what was observed of each version. Only versions count that are stable (a pre-release is nothing to move
//! to), whose surface was read whole, and that have types; `from` and `to` always do. A symbol that the observations do not
//! list (a member of a type that no root leads to by name, a path that goes deeper than they do) is known at the ends of the
//! window only, and where [`Earlier`] looks it up: where that does not settle the answer, there is none.

use std::collections::BTreeSet;

use crate::app::scan::earlier::Earlier;
use crate::app::scan::window::Window;
use crate::domain::api::{ApiHistory, ReadVersion};
use crate::domain::deprecation::Observed;
use crate::domain::document::scan::{Confidence, Finding, ScannedPlugin, Status};
use crate::domain::rule::Rule;
use crate::domain::surface::Language;
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::scan::uses::{Then, Uses};

/// Fills in both ends for each package of a plugin. The packages are those of the windows, in their order.
///
/// # Errors
/// If the surface of an earlier version cannot be read.
pub(super) fn fill(
    plugin: &mut ScannedPlugin,
    met: &Uses,
    windows: &[Window],
    earlier: Option<&Earlier<'_, '_>>,
) -> Result<(), Error> {
    for (index, (package, window)) in plugin.packages.iter_mut().zip(windows).enumerate() {
        let (from, to) = (window.from.to_string(), window.to.to_string());
        let lost: BTreeSet<&str> = plugin
            .findings
            .iter()
            .filter(|one| one.package == package.package)
            .filter(|one| matches!(one.status, Status::Removed | Status::Moved))
            .map(|one| one.symbol.as_str())
            .collect();
        let api = &window.known.api;
        let Some(used) = Used::of(met, index, api, (&from, &to), &lost) else {
            continue;
        };
        let gone = plugin
            .findings
            .iter()
            .filter_map(|one| Some((gone_by_record(one, &package.package)?, one.symbol.as_str())));
        if let Some((frontier, by)) = used.frontier(&from, &to, gone.min().as_ref()) {
            package.frontier = Some(frontier);
            package.frontier_by = by;
        }
        let earlier = earlier.filter(|_| window.language() == Language::TypeScript);
        let lacks = |version: &str, paths: &BTreeSet<&str>| match earlier {
            Some(earlier) => earlier
                .missing(&package.package, version, paths.iter().copied())
                .map(|missing| missing.map(str::to_owned)),
            None => Ok(None),
        };
        let is_known = earlier.is_some() || used.unlisted.is_empty();
        if let Some((floor, by)) = is_known
            .then(|| used.floor(&from, &lacks))
            .transpose()?
            .flatten()
        {
            package.floor = Some(floor);
            package.floor_by = by;
        }
    }
    Ok(())
}

/// The first of some symbols that a version lacks.
type Lacks<'a> = dyn Fn(&str, &BTreeSet<&str>) -> Result<Option<String>, Error> + 'a;

/// Since when a name is gone that only the record has.
fn gone_by_record(finding: &Finding, package: &str) -> Option<SemVersion> {
    let is_meant = finding.package == package
        && finding.rule == Rule::StringApi
        && matches!(finding.status, Status::Removed | Status::Moved);
    let observed: Observed = finding
        .removed_in
        .as_ref()
        .filter(|_| is_meant)?
        .parse()
        .ok()?;
    // Between two versions nothing is asserted.
    match observed {
        Observed::At(version) | Observed::Between { by: version, .. } => version.semver().cloned(),
    }
}

/// What a plugin uses of one package.
struct Used<'a> {
    api: &'a ApiHistory,
    /// Paths that the version in use has, and whether from its root.
    listed: BTreeSet<(&'a str, bool)>,
    /// Paths that the observations do not list in the version in use, and whether one of those is gone at the target.
    unlisted: BTreeSet<&'a str>,
    loses_unlisted: bool,
    /// Paths that the version in use has, and the target by another path.
    otherwise: BTreeSet<(&'a str, bool)>,
}

impl<'a> Used<'a> {
    /// `None` if the ends were not read. Uses of low confidence do not count. `lost` are symbols that the target lacks for
    /// certain.
    fn of(
        met: &'a Uses,
        package: usize,
        api: &'a ApiHistory,
        (from, to): (&str, &str),
        lost: &BTreeSet<&str>,
    ) -> Option<Self> {
        let (start, end) = (api.position(from)?, api.position(to)?);
        let mut used = Self {
            api,
            listed: BTreeSet::new(),
            unlisted: BTreeSet::new(),
            loses_unlisted: false,
            otherwise: BTreeSet::new(),
        };
        let uses = met.uses.iter().filter(|one| one.package == package);
        for one in uses.filter(|one| one.confidence != Confidence::Low) {
            // Names of the record are in no surface.
            if matches!(one.then, Then::Recorded) {
                continue;
            }
            let path = one.symbol.as_str();
            let is_lost = lost.contains(path) || matches!(one.then, Then::Gone);
            if !is_lost && api.fact(path, end).is_none_or(|fact| !fact.root) {
                // It is reached by another path by then, or may be a base's of another package: this one says nothing of
                // when it went.
                match api.fact(path, start) {
                    Some(fact) => used.otherwise.insert((path, fact.root)),
                    None => used.unlisted.insert(path),
                };
            } else if let Some(fact) = api.fact(path, start) {
                used.listed.insert((path, fact.root));
            } else if api.fact(path, end).is_none() {
                used.unlisted.insert(path);
                used.loses_unlisted |= matches!(one.then, Then::Gone);
            }
            // What only the target has is nothing that the version in use could lose.
        }
        Some(used)
    }

    /// The first symbol that is missing at a position of the way to the target.
    fn missing(&self, position: usize) -> Option<&'a str> {
        self.first_missing(&self.listed, position)
    }

    /// The first listed symbol that is missing at a position before the version in use.
    fn missing_before(&self, position: usize) -> Option<&'a str> {
        self.missing(position)
            .or_else(|| self.first_missing(&self.otherwise, position))
    }

    fn first_missing(&self, paths: &BTreeSet<(&'a str, bool)>, position: usize) -> Option<&'a str> {
        let is_missing = |(path, root): &&(&'a str, bool)| {
            let fact = self.api.fact(path, position);
            fact.is_none_or(|fact| !fact.root && *root)
        };
        paths.iter().find(is_missing).map(|(path, _)| *path)
    }

    /// The newest version up to `to` that is reached from `from` without passing one that lacks something, and before `gone`;
    /// with the symbol that the next one lacks.
    fn frontier(
        &self,
        from: &str,
        to: &str,
        gone: Option<&(SemVersion, &str)>,
    ) -> Option<(String, Option<String>)> {
        let (start, end) = (self.api.position(from)?, self.api.position(to)?);
        if start > end {
            return None;
        }
        let stops_before = |position: usize| {
            let version = self.api.versions[position].version.parse::<SemVersion>();
            let (gone, symbol) = gone?;
            version
                .map_or(true, |version| version >= *gone)
                .then_some(*symbol)
        };
        let mut reached = start;
        let mut by = None;
        let stations = (start + 1..=end)
            .filter(|position| *position == end || counts(&self.api.versions[*position]));
        for position in stations {
            by = self.missing(position).or_else(|| stops_before(position));
            if by.is_some() {
                break;
            }
            reached = position;
        }
        let is_settled = reached == start || !self.loses_unlisted;
        let version = self.api.versions[reached].version.clone();
        is_settled.then(|| (version, by.map(str::to_owned)))
    }

    /// The oldest version that has everything, with the symbol that the one before it lacks.
    ///
    /// # Errors
    /// If `lacks` cannot tell.
    fn floor(
        &self,
        from: &str,
        lacks: &Lacks<'_>,
    ) -> Result<Option<(String, Option<String>)>, Error> {
        let Some(start) = self.api.position(from) else {
            return Ok(None);
        };
        if self.listed.is_empty() && self.otherwise.is_empty() && self.unlisted.is_empty() {
            return Ok(None);
        }
        let is_of_initial_development = |position: usize| {
            let version = self.api.versions[position].version.parse::<SemVersion>();
            version.is_ok_and(|version| version.major() == 0)
        };
        // Nobody goes back from a stable version to initial development (Semantic Versioning 2.0.0, 4).
        let is_stable = !is_of_initial_development(start);
        let stations = (0..start).filter(|position| {
            counts(&self.api.versions[*position])
                && !(is_stable && is_of_initial_development(*position))
        });
        let mut by = None;
        for position in stations {
            let version = &self.api.versions[position].version;
            let missing = match self.missing_before(position) {
                Some(path) => Some(path.to_owned()),
                None => lacks(version, &self.unlisted)?,
            };
            match missing {
                None => return Ok(Some((version.clone(), by))),
                Some(path) => by = Some(path),
            }
        }
        Ok(Some((self.api.versions[start].version.clone(), by)))
    }
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
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::api::Fact;
    use crate::domain::deprecation::SymbolKind;
    use crate::scan::script::source::Span;
    use crate::scan::uses::Site;
    use crate::scan::uses::{Kind, Use};

    fn fact(root: bool) -> Fact {
        Fact {
            kind: SymbolKind::Export,
            root,
            declared_by: None,
            private: false,
            signature: 0,
            partly: false,
            notices: Vec::new(),
        }
    }

    /// Versions with what each exports; what begins with `~` is reached by a deep import only.
    fn api(versions: &[(&str, &[&str])]) -> ApiHistory {
        let mut api = ApiHistory::new("npm:p");
        for (version, paths) in versions {
            let facts: BTreeMap<String, Fact> = paths
                .iter()
                .map(|path| {
                    let name = path.trim_start_matches('~');
                    (name.to_owned(), fact(name == *path))
                })
                .collect();
            let read = ReadVersion {
                version: (*version).to_owned(),
                fingerprint: String::new(),
                members: Vec::new(),
                exports: u32::try_from(paths.len()).unwrap(),
                gaps: 0,
                requires: Vec::new(),
            };
            api.observe(read, facts);
        }
        api
    }

    /// A symbol, what there is of it in the target, and how sure its use is.
    type Case<'a> = (&'a str, Then, Confidence);

    /// The frontier and the floor.
    type Ends = (Option<String>, Option<String>);

    fn met(uses: &[Case<'_>]) -> Uses {
        let made = |(symbol, then, confidence): &Case<'_>| Use {
            file: 0,
            at: Span::default(),
            site: Site::Name,
            confidence: *confidence,
            guarded: false,
            package: 0,
            symbol: (*symbol).to_owned(),
            what: Kind::Export,
            nameless: false,
            deep: None,
            then: then.clone(),
            imported_at: None,
            passed_on_at: None,
            notes: Vec::new(),
            test_code: false,
        };
        Uses {
            uses: uses.iter().map(made).collect(),
            ..Uses::default()
        }
    }

    fn ends(api: &ApiHistory, from: &str, to: &str, uses: &Uses) -> Ends {
        let used = Used::of(uses, 0, api, (from, to), &BTreeSet::new()).unwrap();
        let version = |end: Option<(String, Option<String>)>| end.map(|(version, _)| version);
        (
            version(used.frontier(from, to, None)),
            version(floor(&used, from)),
        )
    }

    /// As where no earlier surface is looked at.
    fn floor(used: &Used<'_>, from: &str) -> Option<(String, Option<String>)> {
        let is_known = used.unlisted.is_empty();
        is_known
            .then(|| used.floor(from, &|_, _| Ok(None)).unwrap())
            .flatten()
    }

    fn some(frontier: &str, floor: &str) -> Ends {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        (some(frontier), some(floor))
    }

    #[test]
    fn the_ends_are_where_everything_in_use_still_is() {
        let api = api(&[
            ("1.0.0", &["a"]),
            ("1.1.0", &["a", "b", "~d"]),
            ("1.2.0", &["a", "b", "d"]),
            ("1.3.0", &[]),
            ("1.4.0", &["a", "b", "~d"]),
            ("2.0.0-beta.1", &["b"]),
            ("2.0.0", &["a", "c"]),
        ]);
        let there = || Then::There { deprecated: None };
        let table: [(&[Case<'_>], Ends); 7] = [
            (&[("a", there(), Confidence::High)], some("2.0.0", "1.0.0")),
            // One without types says nothing, and a pre-release is passed by.
            (
                &[
                    ("a", there(), Confidence::High),
                    ("b", Then::Gone, Confidence::High),
                ],
                some("1.4.0", "1.1.0"),
            ),
            // Still there for deep imports only.
            (
                &[("d", Then::Gone, Confidence::High)],
                some("1.2.0", "1.2.0"),
            ),
            // What is not sure does not count, nor what only the target has.
            (
                &[
                    ("a", there(), Confidence::High),
                    ("b", Then::Gone, Confidence::Low),
                    ("c", there(), Confidence::High),
                ],
                some("2.0.0", "1.0.0"),
            ),
            // Nobody observed it, and it is there at both ends.
            (
                &[
                    ("a", there(), Confidence::High),
                    ("a.x", there(), Confidence::High),
                ],
                some("2.0.0", ""),
            ),
            // Nobody observed when it went.
            (
                &[
                    ("a", there(), Confidence::High),
                    ("a.x", Then::Gone, Confidence::High),
                ],
                some("", ""),
            ),
            // Nothing is used.
            (&[], some("2.0.0", "")),
        ];
        for (uses, expected) in table {
            assert_eq!(
                ends(&api, "1.2.0", "2.0.0", &met(uses)),
                expected,
                "{uses:?}"
            );
        }
        let used = met(&[("a", there(), Confidence::High)]);
        assert_eq!(ends(&api, "2.0.0", "2.0.0", &used), some("2.0.0", "1.0.0"));
        // A name that no surface has went in 1.4.0.
        let gone = "1.4.0".parse().unwrap();
        let used = Used::of(&used, 0, &api, ("1.0.0", "2.0.0"), &BTreeSet::new()).unwrap();
        let frontier = used.frontier("1.0.0", "2.0.0", Some(&(gone, "x")));
        assert_eq!(frontier, Some(("1.2.0".to_owned(), Some("x".to_owned()))));
        // What is missing next sets the end.
        let used = met(&[("b", Then::Gone, Confidence::High)]);
        let used = Used::of(&used, 0, &api, ("1.2.0", "2.0.0"), &BTreeSet::new()).unwrap();
        let b = || Some("b".to_owned());
        assert_eq!(
            used.frontier("1.2.0", "2.0.0", None),
            Some(("1.4.0".to_owned(), b()))
        );
        assert_eq!(floor(&used, "1.2.0"), Some(("1.1.0".to_owned(), b())));
    }
}
