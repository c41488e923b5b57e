//! How far a plugin can move without losing what it uses: up to the frontier, down to the floor.
//!
//! Both follow from what was observed of each version. Only versions count that are stable (a pre-release is nothing to move
//! to), whose surface was read whole, and that have types; `from` and `to` always do. A symbol that the observations do not
//! list (a path that goes deeper than they do) is known at the ends of the window only: where that does not settle the answer,
//! there is none.

use std::collections::BTreeSet;

use crate::app::scan::window::Window;
use crate::domain::api::{ApiHistory, ReadVersion};
use crate::domain::deprecation::Observed;
use crate::domain::document::scan::{Confidence, Finding, ScannedPlugin, Status};
use crate::domain::rule::Rule;
use crate::domain::version::SemVersion;
use crate::scan::uses::{Then, Uses};

/// Fills in both ends for each package of a plugin. The packages are those of the windows, in their order.
pub(super) fn fill(plugin: &mut ScannedPlugin, met: &Uses, windows: &[Window]) {
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
        if let Some((floor, by)) = used.floor(&from) {
            package.floor = Some(floor);
            package.floor_by = by;
        }
    }
}

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
    /// Whether there are paths that the observations do not list, and whether one of those is gone at the target.
    has_unlisted: bool,
    loses_unlisted: bool,
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
            has_unlisted: false,
            loses_unlisted: false,
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
                used.has_unlisted = true;
            } else if let Some(fact) = api.fact(path, start) {
                used.listed.insert((path, fact.root));
            } else if api.fact(path, end).is_none() {
                used.has_unlisted = true;
                used.loses_unlisted |= matches!(one.then, Then::Gone);
            }
            // What only the target has is nothing that the version in use could lose.
        }
        Some(used)
    }

    fn is_whole(&self, position: usize) -> bool {
        self.missing(position).is_none()
    }

    /// The first symbol that is missing at a position.
    fn missing(&self, position: usize) -> Option<&'a str> {
        let is_missing = |(path, root): &&(&'a str, bool)| {
            let fact = self.api.fact(path, position);
            fact.is_none_or(|fact| !fact.root && *root)
        };
        self.listed.iter().find(is_missing).map(|(path, _)| *path)
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
    fn floor(&self, from: &str) -> Option<(String, Option<String>)> {
        if self.has_unlisted || self.listed.is_empty() {
            return None;
        }
        let start = self.api.position(from)?;
        let stations: Vec<usize> = (0..start)
            .filter(|position| counts(&self.api.versions[*position]))
            .collect();
        let oldest = stations.iter().position(|one| self.is_whole(*one));
        let before = oldest.unwrap_or(stations.len()).checked_sub(1);
        let by = before.and_then(|index| self.missing(stations[index]));
        let oldest = oldest.map_or(start, |index| stations[index]);
        let version = self.api.versions[oldest].version.clone();
        Some((version, by.map(str::to_owned)))
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
            version(used.floor(from)),
        )
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
        assert_eq!(used.floor("1.2.0"), Some(("1.1.0".to_owned(), b())));
    }
}
