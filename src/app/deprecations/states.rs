//! The state of single symbols at a version: what a scan asks once it knows which symbols a plugin uses.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::api::KnownPackage;
use crate::app::deprecations::{Groups, groups, observed};
use crate::app::facts::Facts;
use crate::app::history::History;
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::deprecations::{SymbolRow, SymbolState};
use crate::domain::release::{Origin, Stream};
use crate::domain::version::{Scheme, SemVersion, Version};
use crate::error::Error;
use crate::policy::deprecations::{At, state};
use crate::store::Carries;

/// What the record says of symbols, ready to be asked.
pub(crate) struct Catalogue<'h> {
    history: &'h History,
    facts: Facts,
    groups: Groups,
}

impl<'h> Catalogue<'h> {
    /// # Errors
    /// If the history cannot be read.
    pub(crate) fn open(history: &'h History) -> Result<Self, Error> {
        let facts = Facts::load(history, Carries::Deprecations)?;
        let groups = groups(&facts, history);
        Ok(Self {
            history,
            facts,
            groups,
        })
    }

    /// The stream whose releases are the versions of a package; a package that no stream is about is one of its own, of
    /// which no record speaks and no policy holds.
    fn stream(&self, package: &str) -> Stream {
        let streams = &self.facts.headers.streams;
        let found = streams
            .iter()
            .find(|stream| stream.package.as_deref() == Some(package));
        found.cloned().unwrap_or_else(|| Stream {
            id: package.to_owned(),
            name: None,
            scheme: Scheme::Semver,
            package: Some(package.to_owned()),
            covers_from: None,
            covers_until: None,
            complete: None,
            continued_at: None,
            note: None,
            sources: Vec::new(),
            origin: Origin::default(),
        })
    }

    /// The states, at a version, of symbols that declarations show; those of which nothing is to be said are left out.
    pub(crate) fn typed(
        &self,
        known: &KnownPackage,
        at: &SemVersion,
        wanted: &BTreeSet<&str>,
    ) -> BTreeMap<String, SymbolState> {
        let stream = self.stream(&known.api.package);
        let place = observed::nearest(known, at);
        let mut states = BTreeMap::new();
        for path in wanted {
            let first = (stream.id.clone(), (*path).to_owned(), SymbolKind::ALL[0]);
            let rows: Vec<SymbolRow> = self
                .groups
                .range(first..)
                .take_while(|((of, symbol, _), _)| *of == stream.id && symbol == path)
                .filter(|((_, _, kind), _)| kind.is_declared())
                .flat_map(|(_, rows)| rows.clone())
                .collect();
            let seen = place
                .as_ref()
                .and_then(|place| observed::symbol(known, path, place, at));
            if rows.is_empty() && seen.is_none() {
                continue;
            }
            if let Ok(state) = state(rows, seen, &stream, &self.history.policy, &self.at(at)) {
                states.insert((*path).to_owned(), state);
            }
        }
        states
    }

    /// The symbols of a package that the record lists, by kind.
    pub(crate) fn recorded(&self, package: &str) -> BTreeMap<SymbolKind, BTreeSet<String>> {
        let stream = self.stream(package);
        let mut recorded: BTreeMap<SymbolKind, BTreeSet<String>> = BTreeMap::new();
        for (of, symbol, kind) in self.groups.keys() {
            if *of == stream.id {
                recorded.entry(*kind).or_default().insert(symbol.clone());
            }
        }
        recorded
    }

    /// The states, at a version, of symbols of the record, whatever declarations show.
    pub(crate) fn of_record(
        &self,
        package: &str,
        at: &SemVersion,
        wanted: &BTreeSet<(SymbolKind, &str)>,
    ) -> BTreeMap<(SymbolKind, String), SymbolState> {
        let stream = self.stream(package);
        let policy = &self.history.policy;
        let groups = self.groups.iter().filter(|((of, symbol, kind), _)| {
            *of == stream.id && wanted.contains(&(*kind, symbol.as_str()))
        });
        groups
            .filter_map(|((_, symbol, kind), rows)| {
                let state = state(rows.clone(), None, &stream, policy, &self.at(at)).ok()?;
                Some(((*kind, symbol.clone()), state))
            })
            .collect()
    }

    /// The states, at a version, of all symbols that no declaration shows: actions, events, tokens, dependencies.
    pub(crate) fn untyped(&self, package: &str, at: &SemVersion) -> Vec<SymbolState> {
        let stream = self.stream(package);
        self.groups
            .iter()
            .filter(|((of, _, kind), _)| *of == stream.id && !kind.is_declared())
            .filter_map(|(_, rows)| {
                let policy = &self.history.policy;
                state(rows.clone(), None, &stream, policy, &self.at(at)).ok()
            })
            .collect()
    }

    fn at(&self, at: &SemVersion) -> At {
        At {
            version: Version::Semver(at.clone()),
            day: self.history.as_of,
        }
    }
}
