//! The life of one symbol: when it came, was declared deprecated, changed, went, and came back.
//!
//! Two versions that were read and follow each other in descent tell what happened between them. Where versions lie
//! between that were not read, only bounds are known, and are given as bounds. Pre-releases count as versions; a
//! removal is that of the first stable version.

use std::fmt;

use crate::domain::api::versions::VersionSet;
use crate::domain::api::{ApiHistory, Fact, NoticeFact};
use crate::domain::deprecation::{Observed, SymbolKind};
use crate::domain::lineage::{Descent, Lineage};
use crate::domain::version::{SemVersion, Version};

/// When something happened, as far as the versions that were read tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The last version that was read and still was otherwise; `None` if none before was read.
    pub after: Option<SemVersion>,
    /// The first version that was read and shows it.
    pub by: SemVersion,
    /// No version that is known lies between the two.
    pub exact: bool,
}

impl Moment {
    pub fn observed(&self) -> Observed {
        match &self.after {
            Some(after) if !self.exact => Observed::Between {
                after: Version::Semver(after.clone()),
                by: Version::Semver(self.by.clone()),
            },
            _ => Observed::At(Version::Semver(self.by.clone())),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.after {
            _ if self.exact => write!(f, "{}", self.by),
            Some(after) => write!(f, "after {after}, by {}", self.by),
            None => write!(f, "by {}", self.by),
        }
    }
}

crate::domain::words::closed_words! {
    /// What happened to a symbol between two versions.
    pub enum EventKind {
        Appeared = "appeared",
        /// It had gone before.
        Returned = "returned",
        Removed = "removed",
        /// Only a deep import reaches it any more.
        Hidden = "hidden",
        Deprecated = "deprecated",
        /// A notice in prose or a comment.
        SoftDeprecated = "soft-deprecated",
        NoLongerDeprecated = "no-longer-deprecated",
        /// Its declared type is another.
        Changed = "changed",
    }
}

/// Something that happened to a symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub kind: EventKind,
    pub moment: Moment,
}

/// A symbol that went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The first stable version without it; the first version at all if no stable one was read.
    pub removed_in: Moment,
    /// The pre-release in which it was missing before.
    pub prerelease: Option<SemVersion>,
}

/// A symbol that is, or was, declared deprecated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// What the notice claims, as written.
    pub since: Option<String>,
    /// The first version that was read and ships the notice.
    pub first_observed: Moment,
    /// The claim is older than the notice: versions that were read and came after it do not carry it.
    pub backdated: bool,
    /// As the newest version that carries it has it.
    pub notice: NoticeFact,
    pub partly: bool,
}

/// All that the versions tell of one symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    pub symbol: String,
    pub kind: SymbolKind,
    pub declared_by: Option<String>,
    pub private: bool,
    /// Reachable from the root in the newest version that has it.
    pub root: bool,
    pub first_seen: Moment,
    /// The newest version that was read and has it.
    pub last_seen: SemVersion,
    pub deprecated: Option<Declared>,
    pub soft: Option<Declared>,
    /// It is not in the newest version.
    pub gone: Option<Gone>,
    /// In order of descent.
    pub events: Vec<Event>,
}

/// The versions of a package in their order of descent.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Those that were read, in version order: position in the history, and the position of the one before.
    read: Vec<(usize, SemVersion, Option<usize>)>,
    /// Known, but not read.
    unread: Vec<SemVersion>,
}

impl Timeline {
    /// From the versions that were read and others that are known to exist. With a lineage a version descends from
    /// the newest before it that was out by then; without, from the one before it in version order.
    pub fn new(
        history: &ApiHistory,
        others: impl IntoIterator<Item = SemVersion>,
        lineage: Option<&Lineage>,
    ) -> Self {
        let mut versions: Vec<(usize, SemVersion)> = history
            .versions
            .iter()
            .enumerate()
            .filter_map(|(position, read)| Some((position, read.version.parse().ok()?)))
            .collect();
        versions.sort_by(|a, b| a.1.cmp(&b.1));
        let read = versions
            .iter()
            .enumerate()
            .map(|(index, (position, version))| {
                let before = versions[..index].iter().rev().find(|(_, before)| {
                    !matches!(
                        lineage.map(|lineage| lineage.descent(before, version)),
                        Some(Descent::Apart { .. })
                    )
                });
                (
                    *position,
                    version.clone(),
                    before.map(|(position, _)| *position),
                )
            })
            .collect();
        let mut unread: Vec<SemVersion> = others
            .into_iter()
            .filter(|other| versions.iter().all(|(_, version)| version != other))
            .collect();
        unread.sort();
        unread.dedup();
        Self { read, unread }
    }

    /// The versions that are known and were not read.
    pub fn unread(&self) -> &[SemVersion] {
        &self.unread
    }

    /// The newest stable version that was read, else the newest.
    pub fn newest(&self) -> Option<(usize, &SemVersion)> {
        let stable = self
            .read
            .iter()
            .rev()
            .find(|(_, one, _)| !one.is_prerelease());
        stable
            .or(self.read.last())
            .map(|(position, version, _)| (*position, version))
    }

    fn version(&self, position: usize) -> Option<&SemVersion> {
        self.read
            .iter()
            .find(|(there, ..)| *there == position)
            .map(|(_, version, _)| version)
    }

    fn moment(&self, after: Option<usize>, by: &SemVersion) -> Moment {
        let after = after.and_then(|position| self.version(position)).cloned();
        let between =
            |one: &&SemVersion| *one < by && after.as_ref().is_none_or(|after| *one > after);
        // A pre-release that was not read matters only between pre-releases.
        let matters = |one: &&SemVersion| by.is_prerelease() || !one.is_prerelease();
        Moment {
            exact: after.is_some() && !self.unread.iter().filter(between).any(|one| matters(&one)),
            after,
            by: by.clone(),
        }
    }
}

/// The life of a symbol; `None` if no version has it.
pub fn life(history: &ApiHistory, timeline: &Timeline, symbol: &str) -> Option<Life> {
    let shown = Shown(history.facts(symbol)?);
    let mut events = Vec::new();
    let mut had = false;
    for (position, version, before) in &timeline.read {
        let here = shown.at(*position);
        let there = before.and_then(|before| shown.at(before));
        let mut event = |kind| {
            events.push(Event {
                kind,
                moment: timeline.moment(*before, version),
            });
        };
        match (there, here) {
            (None, Some(fact)) => {
                event(if had {
                    EventKind::Returned
                } else {
                    EventKind::Appeared
                });
                said(None, fact, &mut event);
            }
            (Some(_), None) => event(EventKind::Removed),
            (Some(before), Some(fact)) => {
                if before.root && !fact.root {
                    event(EventKind::Hidden);
                }
                said(Some(before), fact, &mut event);
                if before.signature != fact.signature || before.kind != fact.kind {
                    event(EventKind::Changed);
                }
            }
            (None, None) => {}
        }
        had |= here.is_some();
    }
    summary(shown, timeline, symbol, events)
}

/// What was observed of one symbol.
#[derive(Clone, Copy)]
struct Shown<'h>(&'h [(Fact, VersionSet)]);

impl<'h> Shown<'h> {
    fn at(self, position: usize) -> Option<&'h Fact> {
        let mut all = self.0.iter();
        all.find(|(_, set)| set.contains(position))
            .map(|(fact, _)| fact)
    }
}

fn said(before: Option<&Fact>, here: &Fact, event: &mut impl FnMut(EventKind)) {
    let declared = |fact: &Fact| fact.declared().is_some();
    let soft = |fact: &Fact| fact.soft().is_some();
    match (before.is_some_and(declared), declared(here)) {
        (false, true) => event(EventKind::Deprecated),
        (true, false) => event(EventKind::NoLongerDeprecated),
        _ => {}
    }
    if !declared(here) && soft(here) && !before.is_some_and(soft) {
        event(EventKind::SoftDeprecated);
    }
}

fn summary(
    shown: Shown<'_>,
    timeline: &Timeline,
    symbol: &str,
    events: Vec<Event>,
) -> Option<Life> {
    let have = || {
        timeline
            .read
            .iter()
            .filter_map(|(position, version, _)| Some((version, shown.at(*position)?)))
    };
    let (last_seen, last) = have().next_back()?;
    let first = |kind: EventKind| events.iter().find(|event| event.kind == kind);
    let declared = |kind: EventKind, notice: fn(&Fact) -> Option<&NoticeFact>| {
        let newest = have()
            .filter_map(|(_, fact)| Some((fact, notice(fact)?)))
            .next_back();
        let (fact, notice) = newest?;
        let first_observed = first(kind)?.moment.clone();
        let claimed = notice
            .since
            .as_deref()
            .and_then(|since| since.parse::<SemVersion>().ok());
        Some(Declared {
            backdated: claimed.is_some_and(|claimed| {
                first_observed
                    .after
                    .as_ref()
                    .is_some_and(|after| *after >= claimed)
            }),
            since: notice.since.clone(),
            first_observed,
            notice: notice.clone(),
            partly: fact.partly,
        })
    };
    Some(Life {
        symbol: symbol.to_owned(),
        kind: last.kind,
        declared_by: last.declared_by.clone(),
        private: last.private,
        root: last.root,
        first_seen: first(EventKind::Appeared)?.moment.clone(),
        last_seen: last_seen.clone(),
        deprecated: declared(EventKind::Deprecated, Fact::declared),
        soft: declared(EventKind::SoftDeprecated, Fact::soft),
        gone: gone(shown, timeline),
        events,
    })
}

/// When a symbol went that the newest version lacks.
fn gone(shown: Shown<'_>, timeline: &Timeline) -> Option<Gone> {
    let (newest, _) = timeline.newest()?;
    let has = |position: usize| shown.at(position).is_some();
    if has(newest) {
        return None;
    }
    // The last version on the way to the newest that has it, and the first stable one behind it.
    let mut way = vec![newest];
    while let Some((_, _, Some(before))) = timeline
        .read
        .iter()
        .find(|(position, ..)| Some(position) == way.last())
    {
        way.push(*before);
    }
    let last = way.iter().position(|position| has(*position))?;
    let behind: Vec<&SemVersion> = way[..last]
        .iter()
        .rev()
        .filter_map(|position| timeline.version(*position))
        .collect();
    let first = behind.first()?;
    let stable = behind
        .iter()
        .find(|version| !version.is_prerelease())
        .unwrap_or(first);
    Some(Gone {
        removed_in: timeline.moment(Some(way[last]), stable),
        prerelease: first.is_prerelease().then(|| (*first).clone()),
    })
}
