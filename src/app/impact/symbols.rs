//! Symbols that are not the same at both ends of a move.
//!
//! Two sources count: the catalogue, which joins the record with what published versions show, and the difference of both
//! surfaces, which also knows of symbols that a later version than the new one has again.

use std::collections::BTreeMap;

use crate::app::api::{KnownPackage, Packages, replacements};
use crate::app::deprecations::{DeprecationsQuery, deprecations};
use crate::app::history::History;
use crate::app::impact::Move;
use crate::domain::api::Fact;
use crate::domain::deprecation::{Observed, SymbolKind};
use crate::domain::document::api::{DiffDocument, DiffRow};
use crate::domain::document::deprecations::{SymbolState, SymbolStatus};
use crate::domain::document::impact::{
    ApiCounts, Effort, Item, ItemKind, Phase, Reason, SymbolFacts,
};
use crate::domain::document::notes::Excluded;
use crate::domain::surface::Language;
use crate::domain::text::Untrusted;
use crate::domain::version::SemVersion;
use crate::error::Error;
use crate::policy::phases::{SymbolMove, of_symbol};

/// A symbol, with its kind.
pub(super) type Key = (String, SymbolKind);

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    /// Those that the move brings.
    pub(super) items: BTreeMap<Key, Item>,
    /// What is said of symbols at the old version already.
    pub(super) before: BTreeMap<Key, SymbolStatus>,
    pub(super) excluded: Vec<Excluded>,
    pub(super) counts: ApiCounts,
}

/// The symbols of a move. `diff` is that of both surfaces, if they are known.
///
/// # Errors
/// If the history or the surfaces cannot be read.
pub(super) fn of(
    history: &History,
    packages: &Packages<'_>,
    going: &Move,
    diff: Option<&DiffDocument>,
) -> Result<Found, Error> {
    let Some((old, _)) = going.versions().filter(|(old, new)| old != new) else {
        return Ok(Found::default());
    };
    let at = |version: &dyn std::fmt::Display| {
        deprecations(
            history,
            &DeprecationsQuery {
                streams: vec![going.stream.id.clone()],
                at: Some(format!("{}/{version}", going.stream.id)),
                all: true,
                ..DeprecationsQuery::default()
            },
        )
    };
    let (before, after) = (at(&going.old)?, at(&going.new)?);
    let names = packages.names()?;
    let known = going
        .stream
        .package
        .as_ref()
        .filter(|package| names.contains(package))
        .map(|package| packages.known(package))
        .transpose()?;
    let shapes = Shapes {
        known: known.as_ref(),
        old: going.old.to_string(),
        new: going.new.to_string(),
    };
    let mut found = Found {
        before: before
            .symbols
            .iter()
            .map(|one| (key(one), one.status))
            .collect(),
        ..Found::default()
    };
    for state in &after.symbols {
        found.add(state, old, going, &shapes);
    }
    if let Some(diff) = diff {
        found.add_differences(diff, old, going);
    }
    found.follow_replacements();
    if going.reverse {
        found.turn(diff, going);
    }
    found.count();
    Ok(found)
}

fn key(state: &SymbolState) -> Key {
    (state.symbol.raw().to_owned(), state.kind)
}

/// `KIND:SYMBOL`, and for a dependency its name.
pub(super) fn id(symbol: &str, kind: SymbolKind) -> String {
    if kind == SymbolKind::NpmDependency {
        symbol.to_owned()
    } else {
        format!("{kind}:{symbol}")
    }
}

/// The version by which something was observed.
pub(super) fn by(observed: &Observed) -> Option<&SemVersion> {
    match observed {
        Observed::At(version) | Observed::Between { by: version, .. } => version.semver(),
    }
}

impl Found {
    fn add(&mut self, state: &SymbolState, old: &SemVersion, going: &Move, shapes: &Shapes<'_>) {
        let key = key(state);
        let was = self.before.get(&key).copied();
        let is_gone = state.status <= SymbolStatus::Changed;
        if was.is_some_and(|was| was <= SymbolStatus::Changed) && is_gone {
            // The record says that the move takes it away, and the package disagrees.
            if let Some(said) = said_to_go(state, old) {
                let mut item = item(state, was, going, old, shapes);
                item.phase = Phase::News;
                item.reason = Reason::Nothing;
                item.breaking = false;
                item.why = format!("It was gone before {}.", going.old);
                if let Some(facts) = &mut item.symbol {
                    let gone = facts.gone.as_deref().unwrap_or_default();
                    facts.disputed.push(Untrusted::new(format!(
                        "the record says that it went in {said}; the declarations lack it {gone} already"
                    )));
                }
                self.items.insert(key, item);
            }
            return;
        }
        if was == Some(state.status) {
            self.counts.deprecated_before += 1;
            return;
        }
        let came_later = state.observed.as_ref().is_some_and(|seen| {
            seen.life.first_seen.by > *old && was.is_none() && state.rows.is_empty()
        });
        let why = if came_later && is_gone {
            Some(format!(
                "came after {} and went again by {}",
                going.old, going.new
            ))
        } else if came_later {
            Some(format!("came after {}: nothing used it there", going.old))
        } else if key.0.contains('#') {
            Some("only a deep import reaches it".to_owned())
        } else {
            None
        };
        if let Some(why) = why {
            let id = id(&key.0, key.1);
            self.excluded.push(Excluded { id, why });
            return;
        }
        let item = item(state, was, going, old, shapes);
        self.items.insert(key, item);
    }

    /// What the surfaces differ in and the catalogue says nothing of.
    fn add_differences(&mut self, diff: &DiffDocument, old: &SemVersion, going: &Move) {
        let breaking = |row: &&DiffRow| row.difference.breaking == Some(true);
        let rows = [
            (&diff.removed, SymbolStatus::Removed),
            (&diff.moved, SymbolStatus::Moved),
            (&diff.deprecated, SymbolStatus::Deprecated),
        ];
        let rows = rows
            .into_iter()
            .flat_map(|(rows, status)| rows.iter().map(move |row| (row, status)));
        let changed = diff.changed.iter().filter(breaking);
        let rows: Vec<(&DiffRow, SymbolStatus)> = rows
            .chain(changed.map(|row| (row, SymbolStatus::Changed)))
            .collect();
        for (row, status) in rows {
            let symbol = &row.difference.symbol;
            let is_said = SymbolKind::ALL.iter().any(|kind| {
                let key = (symbol.clone(), *kind);
                self.items.contains_key(&key)
                    || self.before.get(&key).is_some_and(|was| *was == status)
            });
            if !is_said {
                let item = of_difference(row, status, old, going);
                let key = (symbol.clone(), row.difference.kind);
                self.items.insert(key, item);
            }
        }
    }

    /// Advice that leads to something that goes as well says where it ends.
    fn follow_replacements(&mut self) {
        let gone: BTreeMap<String, Option<String>> = self
            .items
            .values()
            .filter_map(|item| item.symbol.as_ref())
            .filter(|facts| facts.status <= SymbolStatus::Moved)
            .map(|facts| (facts.symbol.clone(), facts.replacement.clone()))
            .collect();
        for item in self.items.values_mut() {
            let Some(facts) = &mut item.symbol else {
                continue;
            };
            let mut steps = 0;
            let mut last = facts.replacement.clone();
            while let Some(next) = last.as_ref().and_then(|name| gone.get(name)) {
                steps += 1;
                last.clone_from(next);
                // A circle of names leads nowhere.
                if steps > gone.len() {
                    last = None;
                    break;
                }
            }
            if steps == 0 {
                continue;
            }
            let first = facts.replacement.clone().unwrap_or_default();
            facts.passed = Some(first.clone());
            item.phase = Phase::During;
            if let Some(last) = last {
                item.why = format!(
                    "`{first}`, which is to replace it, goes as well: in the end it is `{last}`."
                );
                item.reason = Reason::ReplacementWith;
                facts.replacement = Some(last);
                facts.replacement_since = None;
            } else {
                item.why = format!(
                    "`{first}`, which was to replace it, goes as well, and nothing is known to follow it."
                );
                item.reason = Reason::NoReplacement;
                facts.replacement = None;
                facts.effort = Effort::None;
            }
        }
    }

    /// The way back: what was taken away is back, what was added is lost.
    fn turn(&mut self, diff: Option<&DiffDocument>, going: &Move) {
        for item in self.items.values_mut() {
            item.phase = Phase::News;
            item.reason = Reason::Back;
            item.why = match &item.symbol {
                Some(facts) if facts.status <= SymbolStatus::Moved => {
                    format!("It is there again in {}.", going.old)
                }
                _ => format!(
                    "What {} says of it does not hold in {}.",
                    going.new, going.old
                ),
            };
        }
        for row in diff.into_iter().flat_map(|diff| &diff.added) {
            let key = (row.difference.symbol.clone(), row.difference.kind);
            if self.items.contains_key(&key) {
                continue;
            }
            let facts = SymbolFacts::new(&key.0, key.1, SymbolStatus::Removed);
            let why = format!("{} does not have it: its use has to go first.", going.old);
            let item = made(facts, Phase::During, Reason::Lost, why, None);
            self.items.insert(key, item);
        }
    }

    fn count(&mut self) {
        let of_concern = self.items.values().filter(|item| !item.is_news());
        for facts in of_concern.filter_map(|item| item.symbol.as_ref()) {
            let count = match facts.status {
                SymbolStatus::Removed => &mut self.counts.removed,
                SymbolStatus::Moved => &mut self.counts.moved,
                SymbolStatus::Changed => &mut self.counts.changed,
                SymbolStatus::Overdue
                | SymbolStatus::Scheduled
                | SymbolStatus::Deprecated
                | SymbolStatus::Soft => &mut self.counts.deprecated,
            };
            *count += 1;
        }
    }
}

/// The version after the old one in which the record says that a symbol went.
fn said_to_go(state: &SymbolState, old: &SemVersion) -> Option<SemVersion> {
    let said = state
        .rows
        .iter()
        .filter_map(|row| row.deprecation.removed.as_ref());
    said.filter_map(by).find(|version| *version > old).cloned()
}

fn item(
    state: &SymbolState,
    was: Option<SymbolStatus>,
    going: &Move,
    old: &SemVersion,
    shapes: &Shapes<'_>,
) -> Item {
    let gone = state.gone.as_ref().and_then(by);
    let looked_up = shapes.replacement_since(state);
    let stated = state
        .replacement_since
        .as_ref()
        .and_then(|one| one.semver());
    // What is there is there, whatever is stated.
    let since = looked_up.as_ref().or(stated);
    let (phase, reason) = of_symbol(&SymbolMove {
        status: state.status,
        gone,
        has_replacement: state.replacement.is_some(),
        replacement_since: since,
        from: old,
    });
    let mut facts = SymbolFacts::new(state.symbol.raw(), state.kind, state.status);
    facts.was = was;
    facts.gone = state.gone.as_ref().map(ToString::to_string);
    facts.removal = state.removal.as_ref().map(ToString::to_string);
    facts.replacement = state.replacement.as_ref().map(|one| one.raw().to_owned());
    facts.replacement_since = since.map(ToString::to_string);
    facts.effort = shapes.effort(state);
    facts.disputed.clone_from(&state.disputed);
    facts.entries = state.rows.iter().map(|row| row.entry.clone()).collect();
    facts.entries.dedup();
    let ranges = state.rows.iter().rev().find_map(|row| {
        let (from, to) = (&row.deprecation.from_range, &row.deprecation.to_range);
        (from.is_some() || to.is_some()).then(|| {
            let text = |range: &Option<Untrusted>| range.as_ref().map(|one| one.raw().to_owned());
            (text(from), text(to))
        })
    });
    facts.ranges = ranges;
    let release = state
        .rows
        .iter()
        .rev()
        .find(|row| {
            state.gone.is_none()
                || state.status > SymbolStatus::Changed
                || row.deprecation.removed.is_some()
        })
        .or(state.rows.last())
        .map(|row| row.release.clone())
        .or_else(|| gone.map(|gone| format!("{}/{gone}", going.stream.id)));
    let why = why(&facts, reason, going);
    made(facts, phase, reason, why, release)
}

fn of_difference(row: &DiffRow, status: SymbolStatus, old: &SemVersion, going: &Move) -> Item {
    let offered = row.replacements.first();
    let moved = row
        .difference
        .now
        .as_ref()
        .filter(|_| status == SymbolStatus::Moved);
    let since = offered
        .and_then(|one| one.since.as_ref())
        .map(|since| &since.by);
    let replacement = moved
        .cloned()
        .or_else(|| offered.map(|one| one.symbol.clone().unwrap_or_else(|| one.written.clone())));
    let (phase, reason) = of_symbol(&SymbolMove {
        status,
        gone: going.new.semver(),
        has_replacement: replacement.is_some(),
        replacement_since: since,
        from: old,
    });
    let mut facts = SymbolFacts::new(&row.difference.symbol, row.difference.kind, status);
    facts.effort = match (&replacement, moved) {
        (Some(_), Some(_)) => Effort::Rename,
        (Some(_), None) => Effort::Rewrite,
        (None, _) => Effort::None,
    };
    facts.replacement = replacement;
    facts.replacement_since = since.map(ToString::to_string);
    let why = why(&facts, reason, going);
    made(facts, phase, reason, why, None)
}

/// A symbol as something to deal with.
pub(super) fn made(
    facts: SymbolFacts,
    phase: Phase,
    reason: Reason,
    why: String,
    release: Option<String>,
) -> Item {
    Item {
        id: id(&facts.symbol, facts.kind),
        kind: if facts.kind == SymbolKind::NpmDependency {
            ItemKind::Dependency
        } else {
            ItemKind::Symbol
        },
        phase,
        reason,
        title: Untrusted::from(facts.symbol.as_str()),
        release,
        entry_kind: None,
        breaking: facts.status <= SymbolStatus::Changed,
        symbol: Some(facts),
        action: None,
        findings: 0,
        plugins: 0,
        why,
    }
}

/// One sentence on a symbol.
fn why(facts: &SymbolFacts, reason: Reason, going: &Move) -> String {
    let replacement = facts.replacement.as_deref().unwrap_or_default();
    let since = facts.replacement_since.as_deref().unwrap_or_default();
    let gone = facts.gone.clone().unwrap_or_else(|| going.new.to_string());
    let removal = facts.removal.as_deref().unwrap_or_default();
    match reason {
        Reason::ReplacementThere => {
            format!(
                "`{replacement}` is there in {} already: change it on the old version.",
                going.old
            )
        }
        Reason::ReplacementBetween => format!(
            "`{replacement}` comes with {since}, and both are there until {gone}: a stop between the two lets you change it first."
        ),
        Reason::ReplacementWith if since.is_empty() => {
            format!(
                "`{replacement}` replaces it; nothing shows that {} has that.",
                going.old
            )
        }
        Reason::ReplacementWith => {
            format!("`{replacement}` comes with {since}: both change together.")
        }
        Reason::NoReplacement => "Nothing is known to replace it.".to_owned(),
        Reason::Incompatible if !replacement.is_empty() => {
            format!("It is still there, and no longer compatible; now it is `{replacement}`.")
        }
        Reason::Incompatible => "It is still there, and no longer compatible.".to_owned(),
        Reason::Overdue => format!(
            "Its removal was due in {removal}: it works in {}, and may go with any release.",
            going.new
        ),
        Reason::Scheduled => format!("It works in {} and goes in {removal}.", going.new),
        Reason::Soft => format!(
            "It works in {}; only comments or notes call it deprecated.",
            going.new
        ),
        _ => format!("It works in {}, and is deprecated.", going.new),
    }
}

/// The shapes of symbols at both ends: whether one can stand for another.
struct Shapes<'a> {
    known: Option<&'a KnownPackage>,
    old: String,
    new: String,
}

impl Shapes<'_> {
    /// How uses of a symbol are changed to its replacement.
    fn effort(&self, state: &SymbolState) -> Effort {
        let Some(replacement) = &state.replacement else {
            return Effort::None;
        };
        if state.kind == SymbolKind::NpmDependency {
            return Effort::Rename;
        }
        let offered = state
            .observed
            .as_ref()
            .and_then(|seen| seen.replacements.first())
            .and_then(|one| one.symbol.as_deref());
        let name = offered.unwrap_or(replacement.raw()).trim_end_matches("()");
        let (was, now) = (
            self.fact(state.symbol.raw(), &self.old),
            self.fact(name, &self.new),
        );
        match (was, now) {
            (Some(was), Some(now)) if was.kind == now.kind && was.signature == now.signature => {
                Effort::Rename
            }
            // No declaration shows what it is: a name for a name is all that there is to it.
            (None, None) if state.status == SymbolStatus::Moved && is_name(name) => Effort::Rename,
            _ => Effort::Rewrite,
        }
    }

    /// The first version that has what replaces a symbol, if declarations show it, and the new version has it.
    fn replacement_since(&self, state: &SymbolState) -> Option<SemVersion> {
        let known = self.known?;
        let written = [state.replacement.as_ref()?.raw().to_owned()];
        let separator = Language::of_package(&known.api.package).separator();
        let found = replacements(
            &known.api,
            &known.timeline,
            state.symbol.raw(),
            &written,
            separator,
        );
        let found = found.first()?;
        let symbol = found.symbol.as_deref()?;
        let there = |version: &str| self.fact(symbol, version).is_some_and(|fact| fact.root);
        if there(&self.old) && there(&self.new) {
            return self.old.parse().ok();
        }
        found
            .since
            .as_ref()
            .map(|since| since.by.clone())
            .filter(|_| there(&self.new))
    }

    fn fact(&self, symbol: &str, version: &str) -> Option<&Fact> {
        let api = &self.known?.api;
        api.fact(symbol, api.position(version)?)
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}
