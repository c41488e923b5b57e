//! What the published versions of a stream's package show: what they declare deprecated, note, or dropped.

use std::collections::BTreeMap;

use crate::app::api::{KnownPackage, Packages, replacements};
use crate::domain::api::Fact;
use crate::domain::api::life::{Life, life};
use crate::domain::api::order;
use crate::domain::api::versions::VersionSet;
use crate::domain::document::api::SurfaceAge;
use crate::domain::document::deprecations::ObservedSymbol;
use crate::domain::release::Stream;
use crate::domain::surface::Language;
use crate::domain::version::{SemVersion, Version};
use crate::error::Error;

/// The symbols of one stream, by path.
pub(super) struct Observed {
    pub(super) symbols: BTreeMap<String, ObservedSymbol>,
    /// Gone before the major that is asked about, and never declared deprecated.
    pub(super) gone_before: usize,
    /// Never to be had but by a deep import.
    pub(super) deep: usize,
    pub(super) age: SurfaceAge,
}

/// What to look for.
pub(super) struct Wanted<'a> {
    pub(super) at: &'a Version,
    /// Also what went in earlier majors, and what only deep imports reach.
    pub(super) all: bool,
    /// Whatever is said of these, they are looked up: the record speaks of them.
    pub(super) named: &'a dyn Fn(&str) -> bool,
}

/// `None`: the stream has no package of which surfaces are known.
///
/// # Errors
/// If stored surfaces cannot be read.
pub(super) fn observed(
    packages: &Packages<'_>,
    names: &[String],
    stream: &Stream,
    wanted: &Wanted<'_>,
) -> Result<Option<Observed>, Error> {
    let (Some(package), Version::Semver(at)) = (&stream.package, wanted.at) else {
        return Ok(None);
    };
    if !names.contains(package) {
        return Ok(None);
    }
    let known = packages.known(package)?;
    let Some(place) = nearest(&known, at) else {
        return Ok(None);
    };
    let separator = Language::of_package(package).separator();
    let mut observed = Observed {
        symbols: BTreeMap::new(),
        gone_before: 0,
        deep: 0,
        age: known.age.clone(),
    };
    for (path, facts) in &known.api.symbols {
        let named = (wanted.named)(path);
        if !named && !is_of_interest(&known, path, facts, separator) {
            continue;
        }
        if !named && !wanted.all && facts.iter().all(|(fact, _)| !fact.root) {
            observed.deep += 1;
            continue;
        }
        let Some(symbol) = symbol(&known, path, &place, at) else {
            continue;
        };
        if !named && !wanted.all && is_past(&symbol.life, at) {
            observed.gone_before += 1;
            continue;
        }
        observed.symbols.insert(path.to_owned(), symbol);
    }
    Ok(Some(observed))
}

/// What the versions show of one symbol. `place` is the version that was looked at for `at`: [`nearest`].
pub(super) fn symbol(
    known: &KnownPackage,
    path: &str,
    place: &(usize, SemVersion),
    at: &SemVersion,
) -> Option<ObservedSymbol> {
    let life = life(&known.api, &known.timeline, path)?;
    let separator = Language::of_package(&known.api.package).separator();
    let written: Vec<String> = life
        .deprecated
        .iter()
        .chain(&life.soft)
        .flat_map(|declared| declared.notice.replacements.clone())
        .collect();
    let (position, looked_at) = place;
    let there = known.api.fact(path, *position);
    Some(ObservedSymbol {
        replacements: replacements(&known.api, &known.timeline, path, &written, separator),
        looked_at: looked_at.clone(),
        is_exact: looked_at == at,
        is_there: there.is_some_and(|fact| fact.root),
        life,
    })
}

/// The version that was read and is asked about, else the newest read before it.
pub(super) fn nearest(known: &KnownPackage, at: &SemVersion) -> Option<(usize, SemVersion)> {
    known
        .api
        .versions
        .iter()
        .enumerate()
        .filter_map(|(position, read)| Some((position, order(&read.version).0?)))
        .filter(|(_, version)| version <= at)
        .max_by(|a, b| a.1.cmp(&b.1))
}

/// Something is said of it, or it is a symbol of its own that the newest version lacks though its container is there.
fn is_of_interest(
    known: &KnownPackage,
    path: &str,
    facts: &[(Fact, VersionSet)],
    separator: &str,
) -> bool {
    if facts
        .iter()
        .any(|(fact, _)| fact.declared().is_some() || fact.soft().is_some())
    {
        return facts.iter().any(|(fact, _)| fact.declared_by.is_none());
    }
    let Some((newest, _)) = known.timeline.newest() else {
        return false;
    };
    let is_own = facts
        .iter()
        .any(|(fact, _)| fact.root && fact.declared_by.is_none());
    if !is_own || known.api.fact(path, newest).is_some() {
        return false;
    }
    path.rsplit_once(separator)
        .is_none_or(|(owner, _)| known.api.fact(owner, newest).is_some())
}

/// It went before the major of `at`, and nothing had been declared.
fn is_past(life: &Life, at: &SemVersion) -> bool {
    life.deprecated.is_none()
        && life
            .gone
            .as_ref()
            .is_some_and(|gone| gone.removed_in.by.major() < at.major())
}
