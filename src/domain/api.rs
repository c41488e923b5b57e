//! The history of a package's API: what was observed of each symbol in each version that was read.
//!
//! Only observations are kept. Since when something is deprecated, in which version it went, whether it came back: all
//! of it is worked out when asked, over the versions in their order of descent, so that a version that is read
//! late changes nothing but what was not known.

pub mod diff;
pub mod encoding;
pub mod life;
pub mod observed;
pub mod symbols;
pub mod versions;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::api::symbols::{Shown, Symbols};
use crate::domain::api::versions::VersionSet;
use crate::domain::deprecation::SymbolKind;
use crate::domain::fingerprint::number_of;
use crate::domain::surface::notice::{Notice, Source, Strength};
use crate::domain::surface::outline::{Outline, Symbol};
use crate::domain::version::SemVersion;

/// What one version showed of a symbol. Facts only: no sentence of the package's authors is in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fact {
    pub kind: SymbolKind,
    /// Reachable from the package's root; else only by a deep import.
    pub root: bool,
    /// Listed under this symbol, which declares it.
    pub declared_by: Option<String>,
    /// The authors say that it is not for others.
    pub private: bool,
    /// A number made of the declared types: another number, another type.
    pub signature: u64,
    /// Only some of its overloads or declarations are deprecated.
    pub partly: bool,
    pub notices: Vec<NoticeFact>,
}

/// A notice without the authors' words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NoticeFact {
    pub strength: Strength,
    pub source: Source,
    pub since: Option<String>,
    pub removal: Option<String>,
    pub replacements: Vec<String>,
}

impl From<&Notice> for NoticeFact {
    fn from(notice: &Notice) -> Self {
        Self {
            strength: notice.strength,
            source: notice.source,
            since: notice.since.clone(),
            removal: notice.removal.clone(),
            replacements: notice.replacements.clone(),
        }
    }
}

impl Fact {
    fn of(symbol: &Symbol, root: bool) -> Self {
        let mut notices: Vec<NoticeFact> =
            symbol.notices().into_iter().map(NoticeFact::from).collect();
        notices.dedup();
        Self {
            kind: symbol.kind,
            root,
            declared_by: symbol.declared_by.clone(),
            private: symbol.is_private(),
            signature: number_of(&symbol.signature()),
            partly: symbol.is_partly_deprecated(),
            notices,
        }
    }

    /// The notice by which it is deprecated for certain.
    pub fn declared(&self) -> Option<&NoticeFact> {
        self.notices
            .iter()
            .find(|notice| notice.strength == Strength::Declared)
    }

    /// The notice in prose or a comment, where none is declared.
    pub fn soft(&self) -> Option<&NoticeFact> {
        self.notices
            .iter()
            .find(|notice| notice.strength == Strength::Soft)
            .filter(|_| self.declared().is_none())
    }
}

/// What one version showed, by symbol.
pub fn observations(outline: &Outline) -> BTreeMap<String, Fact> {
    let root = outline
        .root
        .iter()
        .map(|(path, symbol)| (path.clone(), Fact::of(symbol, true)));
    let deep = outline
        .deep
        .iter()
        .map(|(path, symbol)| (path.clone(), Fact::of(symbol, false)));
    root.chain(deep).collect()
}

/// A version whose surface was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadVersion {
    /// As the package states it.
    pub version: String,
    /// Hash of what was read of the package and its members.
    pub fingerprint: String,
    /// Member packages with the versions that were folded in; `None` if one could not be had.
    pub members: Vec<(String, Option<String>)>,
    /// Exports of the root; 0 if it has no types.
    pub exports: u32,
    /// What could not be read or resolved.
    pub gaps: u32,
    /// What its manifest asks for: name, range, kind.
    pub requires: Vec<(String, String, String)>,
}

/// The observations of all versions of one package that were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiHistory {
    /// With its registry: `npm:@twilio/flex-ui`.
    pub package: String,
    /// In version order.
    pub versions: Vec<ReadVersion>,
    /// For each symbol every fact about it, with the positions in `versions` at which it was observed.
    pub symbols: Symbols,
}

impl ApiHistory {
    pub fn new(package: &str) -> Self {
        Self {
            package: package.to_owned(),
            ..Self::default()
        }
    }

    /// Adds a version, wherever it lies in the order. One that is there already is replaced.
    pub fn observe(&mut self, read: ReadVersion, facts: BTreeMap<String, Fact>) {
        self.forget(&read.version);
        let place = self
            .versions
            .partition_point(|there| order(&there.version) < order(&read.version));
        self.versions.insert(place, read);
        for observed in self.symbols.whole().values_mut() {
            for (_, set) in observed {
                set.open_at(place);
            }
        }
        for (symbol, fact) in facts {
            let observed = self.symbols.whole().entry(symbol).or_default();
            match observed.iter_mut().find(|(there, _)| *there == fact) {
                Some((_, set)) => set.insert(place),
                None => observed.push((fact, VersionSet::of([place]))),
            }
        }
    }

    fn forget(&mut self, version: &str) {
        let Some(place) = self.position(version) else {
            return;
        };
        self.versions.remove(place);
        self.symbols.whole().retain(|_, observed| {
            observed.retain_mut(|(_, set)| {
                set.close_at(place);
                !set.is_empty()
            });
            !observed.is_empty()
        });
    }

    /// Puts facts in one order, so that equal content is equal however it came about.
    pub fn settle(&mut self) {
        for observed in self.symbols.whole().values_mut() {
            observed.sort();
        }
    }

    pub fn position(&self, version: &str) -> Option<usize> {
        self.versions
            .iter()
            .position(|there| there.version == version)
    }

    /// All that was observed of a symbol; `None`: no version has it.
    pub fn facts(&self, symbol: &str) -> Option<&[Shown]> {
        self.symbols.get(symbol)
    }

    /// What the version at a position showed of a symbol; `None`: it was not there.
    pub fn fact(&self, symbol: &str, position: usize) -> Option<&Fact> {
        self.facts(symbol)?
            .iter()
            .find(|(_, set)| set.contains(position))
            .map(|(fact, _)| fact)
    }

    /// Adds the versions of `other`; one that both have is as `other` has it.
    pub fn overlay(&mut self, other: &Self) {
        if other.versions.is_empty() {
            return;
        }
        for (position, read) in other.versions.iter().enumerate() {
            let here = self
                .position(&read.version)
                .map(|here| &self.versions[here]);
            if here.is_some_and(|here| here.fingerprint == read.fingerprint) {
                continue;
            }
            let facts = other
                .symbols
                .keys()
                .filter_map(|symbol| {
                    Some((symbol.to_owned(), other.fact(symbol, position)?.clone()))
                })
                .collect();
            self.observe(read.clone(), facts);
        }
        self.settle();
    }
}

/// Semantic order; a version that is not semantic comes first, by its text.
pub fn order(version: &str) -> (Option<SemVersion>, String) {
    (version.parse().ok(), version.to_owned())
}

#[cfg(test)]
mod tests;
