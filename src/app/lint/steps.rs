//! The steps from stable version to stable version, by what was observed of each symbol.
//!
//! Facts are enough to tell what went and what came, for all versions in one pass. Where an export of the root went, both
//! surfaces are compared as well: only they tell a move from a removal. So are those of a step that is no major and whose
//! types differ, because some changes of type are certain to break.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::api::{KnownPackage, Packages, conventions};
use crate::domain::api::diff::{Bump, Differences, differences, made};
use crate::domain::api::{Fact, order};
use crate::domain::changelog::Changelog;
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::lint::Unseen;
use crate::domain::lineage::{Descent, Known, Lineage};
use crate::domain::release::Stream;
use crate::domain::surface::Language;
use crate::domain::surface::outline::{Outline, outline};
use crate::domain::version::{SemVersion, Version};
use crate::error::Error;
use crate::policy::lint::{Lost, Said, Step};

/// What was found of a stream's package.
pub(super) struct Steps {
    pub(super) all: Vec<Step>,
    pub(super) unseen: Option<Unseen>,
    /// Versions whose surface was read.
    pub(super) read: BTreeSet<SemVersion>,
}

/// What the record says of symbols, by their path.
pub(super) type SaidOf = BTreeMap<String, Vec<Said>>;

/// Two positions in a package's history, with their versions.
struct Pair {
    from: (usize, SemVersion),
    to: (usize, SemVersion),
    unread: Vec<String>,
    rough: Rough,
}

/// What facts tell of a pair, before it is folded.
#[derive(Default)]
struct Rough {
    removed: BTreeSet<String>,
    added: Vec<String>,
    deprecated: Vec<String>,
    changed: usize,
}

/// The steps of a stream whose later version `is_meant`.
///
/// # Errors
/// If stored surfaces cannot be read.
pub(super) fn of(
    packages: &Packages<'_>,
    changelog: &Changelog,
    stream: &Stream,
    said: &SaidOf,
    is_meant: &dyn Fn(&SemVersion) -> bool,
) -> Result<Option<Steps>, Error> {
    let Some(package) = &stream.package else {
        return Ok(None);
    };
    if !packages.names()?.contains(package) {
        let why = format!(
            "no surface of {package} is known: rules on its API saw nothing; `forewarn import {package}` reads them"
        );
        return Ok(Some(Steps {
            all: Vec::new(),
            unseen: Some(Unseen {
                stream: stream.id.clone(),
                why,
            }),
            read: BTreeSet::new(),
        }));
    }
    let known = packages.known(package)?;
    let separator = Language::of_package(package).separator();
    let mut pairs = pairs(&known, changelog, stream, is_meant);
    look(&known, &mut pairs);
    let mut surfaces = Surfaces {
        packages,
        package,
        last: None,
    };
    let mut steps = Vec::new();
    for pair in pairs {
        steps.push(step(&known, stream, pair, said, separator, &mut surfaces)?);
    }
    let unseen = (!known.age.unread.is_empty()).then(|| Unseen {
        stream: stream.id.clone(),
        why: unread(&known),
    });
    let read = known
        .api
        .versions
        .iter()
        .filter_map(|read| order(&read.version).0)
        .collect();
    Ok(Some(Steps {
        all: steps,
        unseen,
        read,
    }))
}

/// `24 of 268 versions have no surface that was read: 1.0.0, 1.0.1 …`
fn unread(known: &KnownPackage) -> String {
    const SHOWN: usize = 6;
    let unread = &known.age.unread;
    let shown = unread.iter().take(SHOWN).cloned().collect::<Vec<_>>();
    let more = match unread.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "{} of {} known versions of {} have no surface that was read: {}{more}",
        unread.len(),
        unread.len() + known.api.versions.len(),
        known.api.package,
        shown.join(", ")
    )
}

/// Stable versions, each with the newest stable one that it descends from.
fn pairs(
    known: &KnownPackage,
    changelog: &Changelog,
    stream: &Stream,
    is_meant: &dyn Fn(&SemVersion) -> bool,
) -> Vec<Pair> {
    let releases: Vec<(&SemVersion, _)> = changelog
        .releases
        .iter()
        .filter(|release| release.stream == stream.id)
        .filter_map(|release| Some((release.version()?.semver()?, release.date)))
        .collect();
    let lineage = Lineage::new(releases.iter().map(|(version, date)| Known {
        version,
        date: *date,
    }));
    let mut stable: Vec<(usize, SemVersion)> = known
        .api
        .versions
        .iter()
        .enumerate()
        .filter_map(|(position, read)| Some((position, order(&read.version).0?)))
        .filter(|(position, version)| {
            !version.is_prerelease() && known.api.versions[*position].exports > 0
        })
        .collect();
    stable.sort_by(|a, b| a.1.cmp(&b.1));
    let mut pairs = Vec::new();
    for (idx, to) in stable.iter().enumerate() {
        if !is_meant(&to.1) {
            continue;
        }
        let is_apart =
            |from: &SemVersion| matches!(lineage.descent(from, &to.1), Descent::Apart { .. });
        let Some(from) = stable[..idx].iter().rev().find(|(_, from)| !is_apart(from)) else {
            continue;
        };
        let unread =
            known.timeline.unread().iter().filter(|one| {
                **one > from.1 && **one < to.1 && !one.is_prerelease() && !is_apart(one)
            });
        pairs.push(Pair {
            unread: unread.map(ToString::to_string).collect(),
            from: from.clone(),
            to: to.clone(),
            rough: Rough::default(),
        });
    }
    pairs
}

/// Fills in what facts tell, symbol by symbol.
fn look(known: &KnownPackage, pairs: &mut [Pair]) {
    for (path, facts) in &known.api.symbols {
        let at = |position: usize| -> Option<&Fact> {
            facts
                .iter()
                .find(|(_, set)| set.contains(position))
                .map(|(fact, _)| fact)
                .filter(|fact| fact.root)
        };
        for pair in &mut *pairs {
            let rough = &mut pair.rough;
            match (at(pair.from.0), at(pair.to.0)) {
                (Some(_), None) => {
                    rough.removed.insert(path.to_owned());
                }
                (None, Some(_)) => rough.added.push(path.to_owned()),
                (Some(before), Some(now)) => {
                    let is_own = now.declared_by.is_none();
                    if is_own && before.declared().is_none() && now.declared().is_some() {
                        rough.deprecated.push(path.to_owned());
                    }
                    let is_same = before.signature == now.signature && before.kind == now.kind;
                    rough.changed += usize::from(!is_same);
                }
                (None, None) => {}
            }
        }
    }
}

/// Surfaces as they are needed, the last one kept: the later end of one step begins the next.
struct Surfaces<'p, 'h> {
    packages: &'p Packages<'h>,
    package: &'p str,
    last: Option<(SemVersion, Outline)>,
}

impl Surfaces<'_, '_> {
    fn outline(&self, version: &SemVersion) -> Result<Outline, Error> {
        let surface = self
            .packages
            .lazily(self.package, &version.to_string(), false)?;
        let outline = outline(&surface, &conventions(self.package));
        Packages::sound(&surface)?;
        Ok(outline)
    }

    fn compared(&mut self, from: &SemVersion, to: &SemVersion) -> Result<Differences, Error> {
        let separator = Language::of_package(self.package).separator();
        let old = match self.last.take() {
            Some((version, outline)) if version == *from => outline,
            _ => self.outline(from)?,
        };
        let new = self.outline(to)?;
        let found = differences(&old, &new, separator);
        self.last = Some((to.clone(), new));
        Ok(found)
    }
}

fn step(
    known: &KnownPackage,
    stream: &Stream,
    pair: Pair,
    said: &SaidOf,
    separator: &str,
    surfaces: &mut Surfaces<'_, '_>,
) -> Result<Step, Error> {
    let (from, to) = (&pair.from.1, &pair.to.1);
    let made = made(from, to);
    let rough = &pair.rough;
    let has_export_gone = rough.removed.iter().any(|path| !path.contains(separator));
    let may_break = made < Bump::Major && rough.changed > 0;
    let found = if has_export_gone || may_break {
        surfaces.compared(from, to)?
    } else {
        Differences::default()
    };
    let moved: BTreeMap<&str, &str> = found
        .moved
        .iter()
        .filter_map(|one| Some((one.symbol.as_str(), one.now.as_deref()?)))
        .collect();
    let removed = removed(known, &pair, &moved, said, separator);
    let changed: Vec<String> = found
        .changed
        .iter()
        .filter(|one| one.breaking == Some(true))
        .map(|one| one.symbol.clone())
        .collect();
    let needs = if !removed.is_empty() || !moved.is_empty() || !changed.is_empty() {
        Bump::Major
    } else if rough.added.is_empty() && rough.deprecated.is_empty() {
        Bump::Patch
    } else {
        Bump::Minor
    };
    Ok(Step {
        stream: stream.id.clone(),
        package: known.api.package.clone(),
        needs,
        made,
        removed,
        moved: moved
            .into_iter()
            .map(|(path, now)| (path.to_owned(), now.to_owned()))
            .collect(),
        changed,
        deprecated: pair.rough.deprecated,
        added: pair.rough.added,
        unread: pair.unread,
        from: pair.from.1,
        to: pair.to.1,
    })
}

/// The containers of a path, the innermost first.
fn owners<'p>(path: &'p str, separator: &'p str) -> impl Iterator<Item = &'p str> {
    let above = move |path: &'p str| path.rsplit_once(separator).map(|(owner, _)| owner);
    std::iter::successors(above(path), move |path| above(path))
}

/// What went, folded: members stand with the container that went, and what was only inherited with what declares it.
fn removed(
    known: &KnownPackage,
    pair: &Pair,
    moved: &BTreeMap<&str, &str>,
    said: &SaidOf,
    separator: &str,
) -> Vec<Lost> {
    let gone = &pair.rough.removed;
    let is_moved = |path: &str| {
        moved.contains_key(path) || owners(path, separator).any(|owner| moved.contains_key(owner))
    };
    let mut members: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut through: BTreeMap<&str, usize> = BTreeMap::new();
    let mut own = Vec::new();
    for path in gone.iter().filter(|path| !is_moved(path)) {
        let container = owners(path, separator)
            .filter(|owner| gone.contains(*owner))
            .last();
        if let Some(container) = container {
            members.entry(container).or_default().push(path.clone());
            continue;
        }
        let Some(fact) = known.api.fact(path, pair.from.0) else {
            continue;
        };
        let declarer = fact.declared_by.as_deref().and_then(|by| gone.get(by));
        let last = |path: &str| {
            path.rsplit_once(separator)
                .map_or(path, |(_, last)| last)
                .to_owned()
        };
        if let Some(by) = declarer.filter(|by| last(by) == last(path)) {
            *through.entry(by.as_str()).or_default() += 1;
            continue;
        }
        own.push((path, fact));
    }
    own.into_iter()
        .map(|(path, fact)| Lost {
            symbol: path.clone(),
            kind: fact.kind,
            private: fact.private,
            owner: owners(path, separator).next().map(str::to_owned),
            members: members.remove(path.as_str()).unwrap_or_default(),
            through: through.get(path.as_str()).copied().unwrap_or_default(),
            deep: known
                .api
                .fact(path, pair.to.0)
                .is_some()
                .then(|| path.clone()),
            said: said_of(said, path, &pair.to.1),
            ..seen(known, path, &pair.to.1)
        })
        .collect()
}

/// What the record says of a symbol, and whether before this version.
fn said_of(said: &SaidOf, path: &str, to: &SemVersion) -> Vec<Said> {
    let of_symbol = said.get(path).into_iter().flatten();
    of_symbol
        .map(|one| {
            let version = one.release.split_once('/').map(|(_, place)| place);
            let version = version.and_then(|place| place.parse::<SemVersion>().ok());
            Said {
                is_before: version.is_some_and(|version| version < *to),
                ..one.clone()
            }
        })
        .collect()
}

/// Since when a symbol was there, in how many versions, and the first that declares it deprecated: before `to`.
fn seen(known: &KnownPackage, path: &str, to: &SemVersion) -> Lost {
    let mut there: Vec<(SemVersion, bool)> = Vec::new();
    for (fact, set) in known.api.facts(path).unwrap_or_default() {
        for position in set.iter() {
            let version = order(&known.api.versions[position].version).0;
            let version = version.filter(|version| version < to);
            there.extend(version.map(|version| (version, fact.declared().is_some())));
        }
    }
    there.sort();
    Lost {
        symbol: String::new(),
        kind: SymbolKind::Export,
        private: false,
        owner: None,
        members: Vec::new(),
        through: 0,
        first: there
            .first()
            .map(|(version, _)| version.to_string())
            .unwrap_or_default(),
        last: there
            .last()
            .map(|(version, _)| version.to_string())
            .unwrap_or_default(),
        versions: there.len(),
        declared: there
            .iter()
            .find(|(_, declared)| *declared)
            .map(|(version, _)| version.to_string()),
        deep: None,
        said: Vec::new(),
    }
}

/// What entries say of symbols of one stream, in the order of the changelog.
pub(super) fn said(changelog: &Changelog, stream: &str) -> SaidOf {
    let mut said = SaidOf::new();
    for (release, entry) in changelog
        .entries()
        .filter(|(release, _)| release.stream == stream)
    {
        for one in &entry.deprecations {
            said.entry(one.symbol.raw().to_owned())
                .or_default()
                .push(Said {
                    release: release.id(),
                    entry: entry.id.clone(),
                    kind: one.kind,
                    change: one.change,
                    is_before: false,
                });
        }
    }
    said
}

/// Whether a version is the one of a release.
pub(super) fn is_version(version: &SemVersion, other: Option<&Version>) -> bool {
    other.and_then(Version::semver) == Some(version)
}
