//! What differs between the surfaces of two versions, and what Semantic Versioning asks of such a step.
//!
//! A step that removes, moves or incompatibly changes public API needs a new major; one that adds or deprecates needs
//! a minor (Semantic Versioning 2.0.0, sections 6 to 8). While the major is 0 the minor stands for the major, as Cargo
//! has it. A type that differs is judged only where the answer is certain; the others are listed as not judged.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::deprecation::SymbolKind;
use crate::domain::surface::outline::{Outline, Symbol};
use crate::domain::version::SemVersion;

crate::domain::words::closed_words! {
    /// The part of a version that a step raises.
    pub enum Bump {
        None = "none",
        Patch = "patch",
        Minor = "minor",
        Major = "major",
    }
}

/// One symbol that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub symbol: String,
    pub kind: SymbolKind,
    /// Members that go, or come, with it.
    pub members: usize,
    /// Containers that inherit it and differ with it.
    pub through: usize,
    /// Of a moved one the new path; of a removed one another name of the same declaration that was there before, or the
    /// module that still has it, for a deep import.
    pub now: Option<String>,
    /// The declared types before and after, where they differ.
    pub before: Option<String>,
    pub after: Option<String>,
    /// Whether the change of type is certain to break code; `None`: not judged.
    pub breaking: Option<bool>,
}

/// The differences between two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    pub removed: Vec<Difference>,
    pub moved: Vec<Difference>,
    pub changed: Vec<Difference>,
    /// Declared deprecated in the later one and not in the earlier one.
    pub deprecated: Vec<Difference>,
    pub added: Vec<Difference>,
}

impl Differences {
    /// What the step needs.
    pub fn needs(&self, from: &SemVersion) -> Bump {
        let breaks = !self.removed.is_empty()
            || !self.moved.is_empty()
            || self.changed.iter().any(|one| one.breaking == Some(true));
        let bump = if breaks {
            Bump::Major
        } else if self.added.is_empty() && self.deprecated.is_empty() {
            Bump::Patch
        } else {
            Bump::Minor
        };
        match (from.major(), bump) {
            (0, Bump::Major) => Bump::Minor,
            (0, Bump::Minor) => Bump::Patch,
            (_, bump) => bump,
        }
    }

    /// Changes of type that are not judged.
    pub fn unjudged(&self) -> usize {
        self.changed
            .iter()
            .filter(|one| one.breaking.is_none())
            .count()
    }
}

/// What a step from one version to a later one raises.
pub fn made(from: &SemVersion, to: &SemVersion) -> Bump {
    if from.major() != to.major() {
        Bump::Major
    } else if from.minor() != to.minor() {
        Bump::Minor
    } else if from == to {
        Bump::None
    } else {
        Bump::Patch
    }
}

/// What differs between two outlines of one package.
pub fn differences(from: &Outline, to: &Outline, separator: &str) -> Differences {
    let mut found = Differences::default();
    let fresh = Fresh::new(from, to, separator);
    for (path, symbol) in &from.root {
        match to.root.get(path) {
            None => fresh.gone(path, symbol, (from, to), separator, &mut found),
            Some(now) => still_there(path, symbol, now, &mut found),
        }
    }
    for (path, symbol) in &to.root {
        if !from.root.contains_key(path) && !fresh.taken.contains(path.as_str()) {
            found.added.push(Difference::of(path, symbol));
        }
    }
    // Members go with a container that moved, and come with its new name.
    let moved: BTreeSet<String> = found.moved.iter().map(|one| one.symbol.clone()).collect();
    let came: BTreeSet<String> = found
        .moved
        .iter()
        .filter_map(|one| one.now.clone())
        .collect();
    for (list, with) in [(&mut found.removed, &moved), (&mut found.added, &came)] {
        list.retain(|one| owners(&one.symbol, separator).all(|owner| !with.contains(owner)));
        fold(list, from, to, separator);
    }
    for list in [&mut found.changed, &mut found.deprecated] {
        unrepeated(list, from, to);
    }
    found
}

fn owner<'a>(path: &'a str, separator: &str) -> Option<&'a str> {
    path.rsplit_once(separator).map(|(owner, _)| owner)
}

/// The containers of a path, the innermost first.
fn owners<'a>(path: &'a str, separator: &'a str) -> impl Iterator<Item = &'a str> {
    std::iter::successors(owner(path, separator), move |path| owner(path, separator))
}

fn last<'a>(path: &'a str, separator: &str) -> &'a str {
    path.rsplit_once(separator).map_or(path, |(_, last)| last)
}

impl Difference {
    fn of(path: &str, symbol: &Symbol) -> Self {
        Self {
            symbol: path.to_owned(),
            kind: symbol.kind,
            members: 0,
            through: 0,
            now: None,
            before: None,
            after: None,
            breaking: None,
        }
    }
}

/// The exports of the later version, by the declaration behind them.
struct Fresh<'a> {
    by_declaration: BTreeMap<(&'a str, &'a str), Vec<&'a str>>,
    /// Those that are new, and what an export of the earlier version became.
    taken: BTreeSet<&'a str>,
}

impl<'a> Fresh<'a> {
    fn new(from: &'a Outline, to: &'a Outline, separator: &str) -> Self {
        let mut fresh = Self {
            by_declaration: BTreeMap::new(),
            taken: BTreeSet::new(),
        };
        for (path, symbol) in &to.root {
            if owner(path, separator).is_none()
                && let Some(key) = declaration(symbol)
            {
                fresh.by_declaration.entry(key).or_default().push(path);
            }
        }
        let gone = from
            .root
            .iter()
            .filter(|(path, _)| !to.root.contains_key(*path));
        let taken = gone.filter_map(|(path, symbol)| fresh.moved_to(path, symbol, from, separator));
        fresh.taken = taken.collect();
        fresh
    }

    /// Where an export went: the same declaration under a name that the earlier version did not have.
    fn moved_to(
        &self,
        path: &str,
        symbol: &Symbol,
        from: &Outline,
        separator: &str,
    ) -> Option<&'a str> {
        if owner(path, separator).is_some() {
            return None;
        }
        let names = self.by_declaration.get(&declaration(symbol)?)?;
        names
            .iter()
            .find(|name| !from.root.contains_key(**name))
            .copied()
    }

    /// Another name of the same declaration, which both versions have; else a deep import that still reaches it.
    fn left_of(&self, path: &str, symbol: &Symbol, to: &Outline) -> Option<String> {
        let names = declaration(symbol).and_then(|key| self.by_declaration.get(&key));
        if let Some(name) = names.and_then(|names| names.first()) {
            return Some((*name).to_owned());
        }
        let tail = format!("#{path}");
        to.deep.keys().find(|deep| deep.ends_with(&tail)).cloned()
    }

    fn gone(
        &self,
        path: &str,
        symbol: &Symbol,
        (from, to): (&Outline, &Outline),
        separator: &str,
        found: &mut Differences,
    ) {
        let mut difference = Difference::of(path, symbol);
        if let Some(now) = self.moved_to(path, symbol, from, separator) {
            difference.now = Some(now.to_owned());
            found.moved.push(difference);
            return;
        }
        if owner(path, separator).is_none() {
            difference.now = self.left_of(path, symbol, to);
        }
        found.removed.push(difference);
    }
}

/// Where an export is declared, and as what.
fn declaration(symbol: &Symbol) -> Option<(&str, &str)> {
    let form = symbol.forms.first()?;
    (!form.declared.is_empty()).then_some((form.module.as_str(), form.declared.as_str()))
}

fn still_there(path: &str, before: &Symbol, now: &Symbol, found: &mut Differences) {
    if !before.is_deprecated() && now.is_deprecated() {
        found.deprecated.push(Difference::of(path, now));
    }
    let (was, is) = (before.signature(), now.signature());
    if was != is {
        found.changed.push(Difference {
            breaking: judged(before, now),
            before: Some(was),
            after: Some(is),
            ..Difference::of(path, now)
        });
    }
}

/// Whether a change of declared type breaks code, where that is certain.
fn judged(before: &Symbol, now: &Symbol) -> Option<bool> {
    let words = |symbol: &Symbol| -> BTreeSet<String> {
        symbol.forms.iter().map(|form| form.word.clone()).collect()
    };
    // A static that is none any more, a method that became a property of another kind of thing.
    let is_static = |words: &BTreeSet<String>| words.iter().all(|word| word.starts_with("static "));
    let (was, is) = (words(before), words(now));
    if is_static(&was) != is_static(&is) {
        return Some(true);
    }
    if now.kind == SymbolKind::EnumMember || now.kind == SymbolKind::Variant {
        // A member of another value: whoever wrote the value as text is broken, whoever named it is not.
        return None;
    }
    let value = |words: &BTreeSet<String>| {
        words
            .iter()
            .any(|word| matches!(word.as_str(), "class" | "function" | "variable" | "enum"))
    };
    (value(&was) && !value(&is)).then_some(true)
}

/// Leaves out members whose container differs with them, and what containers only inherit; both are counted.
fn fold(list: &mut Vec<Difference>, from: &Outline, to: &Outline, separator: &str) {
    let all: BTreeSet<String> = list.iter().map(|one| one.symbol.clone()).collect();
    let mut members: BTreeMap<String, usize> = BTreeMap::new();
    let mut through: BTreeMap<String, usize> = BTreeMap::new();
    list.retain(|one| {
        let outermost = owners(&one.symbol, separator)
            .filter(|path| all.contains(*path))
            .last();
        if let Some(container) = outermost {
            *members.entry(container.to_owned()).or_default() += 1;
            return false;
        }
        let symbol = from
            .root
            .get(&one.symbol)
            .or_else(|| to.root.get(&one.symbol));
        if let Some(declared_by) = symbol.and_then(|symbol| symbol.declared_by.as_ref())
            && all.contains(declared_by)
            && last(declared_by, separator) == last(&one.symbol, separator)
        {
            *through.entry(declared_by.clone()).or_default() += 1;
            return false;
        }
        true
    });
    for one in list {
        one.members = members.get(&one.symbol).copied().unwrap_or_default();
        one.through = through.get(&one.symbol).copied().unwrap_or_default();
    }
}

/// Leaves out what containers only inherit.
fn unrepeated(list: &mut Vec<Difference>, from: &Outline, to: &Outline) {
    let all: BTreeSet<String> = list.iter().map(|one| one.symbol.clone()).collect();
    let mut through: BTreeMap<String, usize> = BTreeMap::new();
    list.retain(|one| {
        let symbol = to
            .root
            .get(&one.symbol)
            .or_else(|| from.root.get(&one.symbol));
        match symbol.and_then(|symbol| symbol.declared_by.as_ref()) {
            Some(declared_by) if all.contains(declared_by) => {
                *through.entry(declared_by.clone()).or_default() += 1;
                false
            }
            _ => true,
        }
    });
    for one in list {
        one.through = through.get(&one.symbol).copied().unwrap_or_default();
    }
}
