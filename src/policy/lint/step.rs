//! What differs between the surfaces of two versions that follow each other, with what had been said before.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::api::diff::Bump;
use crate::domain::deprecation::{SymbolChange, SymbolKind};
use crate::domain::problem::Severity;
use crate::domain::release::Place;
use crate::domain::version::{SemVersion, Version};
use crate::policy::lint::counted;

/// What the record says of a symbol: where, and what becomes of it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// `stream/version`.
    pub release: String,
    pub entry: String,
    pub kind: SymbolKind,
    pub change: SymbolChange,
    /// Whether that release comes before the step's later version.
    pub is_before: bool,
}

/// A symbol that the later version lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    pub symbol: String,
    pub kind: SymbolKind,
    /// Its authors say that it is not for others.
    pub private: bool,
    /// What it is a member of; `None`: an export of the root.
    pub owner: Option<String>,
    /// Members that went with it.
    pub members: Vec<String>,
    /// Containers that only inherited it.
    pub through: usize,
    /// Of the versions that were read and come before in version order: the first and the last that has it, and how many do.
    /// The last may lie behind the step's earlier version: a pre-release, or a patch of an older line that came later.
    pub first: String,
    pub last: String,
    pub versions: usize,
    /// The first version before that declares it deprecated.
    pub declared: Option<String>,
    /// The module by which a deep import still reaches it.
    pub deep: Option<String>,
    pub said: Vec<Said>,
}

impl Lost {
    /// Whether anything before its removal told users that it would go. What is said of an action, a token or another thing
    /// of that name that no declaration shows is not said of it.
    pub fn is_announced(&self) -> bool {
        let is_told = |said: &Said| {
            said.is_before && said.kind.is_declared() && said.change == SymbolChange::Deprecated
        };
        self.declared.is_some() || self.said.iter().any(is_told)
    }
}

/// Two stable versions that were read and follow each other in descent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub stream: String,
    pub package: String,
    pub from: SemVersion,
    pub to: SemVersion,
    /// Stable versions between the two that nobody read.
    pub unread: Vec<String>,
    pub needs: Bump,
    pub made: Bump,
    /// Without the members of containers that went, and without what is only inherited.
    pub removed: Vec<Lost>,
    /// With the new path.
    pub moved: Vec<(String, String)>,
    /// Changes of declared types that are certain to break code.
    pub changed: Vec<String>,
    pub deprecated: Vec<String>,
    pub added: Vec<String>,
}

/// Symbols of one container that went in one step, or a single one.
pub(super) struct Group<'s> {
    pub(super) symbol: &'s str,
    pub(super) lost: Vec<&'s Lost>,
}

impl Step {
    /// The release that it is a step to.
    pub(super) fn place(&self) -> Place {
        Place::Version(Version::Semver(self.to.clone()))
    }

    /// What went, exports of the root first: each alone, and the members of a container that is still there together.
    pub(super) fn groups(&self, is_meant: impl Fn(&Lost) -> bool) -> Vec<Group<'_>> {
        let mut exports = Vec::new();
        let mut owners: BTreeMap<&str, Vec<&Lost>> = BTreeMap::new();
        for lost in self.removed.iter().filter(|lost| is_meant(lost)) {
            match &lost.owner {
                None => exports.push(Group {
                    symbol: &lost.symbol,
                    lost: vec![lost],
                }),
                Some(owner) => owners.entry(owner).or_default().push(lost),
            }
        }
        exports.extend(owners.into_iter().map(|(owner, lost)| Group {
            symbol: match lost[..] {
                [one] => &one.symbol,
                _ => owner,
            },
            lost,
        }));
        exports
    }

    /// What the versions show and the record says of symbols that went.
    pub(super) fn evidence(&self, group: &Group<'_>) -> Vec<String> {
        let (from, to) = (&self.from, &self.to);
        let mut evidence = Vec::new();
        if let [lost] = group.lost[..] {
            let seen = match lost.versions {
                1 => format!("of the versions read before only {} has it", lost.first),
                count => format!(
                    "{count} versions that were read have it, from {} to {}",
                    lost.first, lost.last
                ),
            };
            evidence.push(format!("{seen}; {to} does not"));
        } else {
            let names: Vec<&str> = group.lost.iter().map(|lost| lost.symbol.as_str()).collect();
            evidence.push(format!("in {from} and not in {to}: {}", names.join(", ")));
        }
        let lasts = group.lost.iter().filter_map(|lost| lost.last.parse().ok());
        let last: Option<SemVersion> = lasts.min();
        let may_be = |unread: &&String| {
            let unread = unread.parse::<SemVersion>();
            unread.is_ok_and(|unread| last.as_ref().is_none_or(|last| unread > *last))
        };
        let unread: Vec<&str> = self
            .unread
            .iter()
            .filter(may_be)
            .map(String::as_str)
            .collect();
        if !unread.is_empty() {
            evidence.push(format!(
                "not read, and between: {}; it may have gone there",
                unread.join(", ")
            ));
        }
        let declared: Vec<&&Lost> = group
            .lost
            .iter()
            .filter(|one| one.declared.is_some())
            .collect();
        match (&declared[..], group.lost.len()) {
            ([], _) => evidence.push("no version before declares it deprecated".to_owned()),
            ([one], 1) => evidence.extend(
                one.declared
                    .as_ref()
                    .map(|since| format!("declared deprecated since {since}")),
            ),
            (some, all) => {
                evidence.push(format!("{} of {all} were declared deprecated", some.len()));
            }
        }
        evidence.extend(said(group));
        if group.lost.iter().all(|lost| lost.private) {
            evidence.push("its authors mark it as not for others".to_owned());
        }
        if let [lost] = group.lost[..] {
            let deep = lost.deep.as_ref();
            evidence.extend(deep.map(|path| format!("a deep import still reaches {path}")));
        }
        evidence
    }
}

/// Where the record tells of symbols, the first of each release and change.
fn said(group: &Group<'_>) -> Vec<String> {
    let mut told: BTreeSet<(&str, &str, Option<SymbolKind>, SymbolChange, bool)> = BTreeSet::new();
    for said in group.lost.iter().flat_map(|lost| &lost.said) {
        let key = (
            said.release.as_str(),
            said.entry.as_str(),
            Some(said.kind).filter(|kind| !kind.is_declared()),
            said.change,
            said.is_before,
        );
        told.insert(key);
    }
    told.into_iter()
        .map(|(release, entry, other, change, is_before)| {
            let what =
                other.map_or_else(|| "it".to_owned(), |kind| format!("a {kind} of that name"));
            let when = if is_before { "" } else { ", not before" };
            format!("the change log has {what} as {change} in {release} ({entry}){when}")
        })
        .collect()
}

/// `export`, `export with 2 members`, `5 members`.
pub(super) fn what(group: &Group<'_>) -> String {
    match group.lost[..] {
        [lost] if lost.members.is_empty() => lost.kind.to_string(),
        [lost] => format!(
            "{} with {}",
            lost.kind,
            counted(lost.members.len(), "member")
        ),
        _ => {
            let exports = group
                .lost
                .iter()
                .filter(|one| one.kind == SymbolKind::Export)
                .count();
            let others = group.lost.len() - exports;
            match (exports, others) {
                (_, 0) => counted(exports, "export"),
                (0, _) => counted(others, "member"),
                _ => format!(
                    "{} and {}",
                    counted(exports, "export"),
                    counted(others, "member")
                ),
            }
        }
    }
}

/// Members that their authors mark as not for others are worth a note only; an export of the root is reached by everybody.
pub(super) fn milder(group: &Group<'_>) -> Option<Severity> {
    let is_hidden = |lost: &&Lost| lost.private && lost.owner.is_some();
    group.lost.iter().all(is_hidden).then_some(Severity::Note)
}

/// All paths that a group stands for, where those are more than its symbol.
pub(super) fn paths(group: &Group<'_>) -> Vec<String> {
    let all: Vec<String> = group
        .lost
        .iter()
        .flat_map(|lost| std::iter::once(&lost.symbol).chain(&lost.members))
        .cloned()
        .collect();
    match &all[..] {
        [one] if one == group.symbol => Vec::new(),
        _ => all,
    }
}

/// `the minor`, before a version.
pub(super) fn the_part(bump: Bump) -> &'static str {
    match bump {
        Bump::Major => "the major",
        Bump::Minor => "the minor",
        Bump::Patch => "the patch",
        Bump::None => "version",
    }
}

/// `a minor`, for sentences.
pub(super) fn a_part(bump: Bump) -> &'static str {
    match bump {
        Bump::Major => "a major",
        Bump::Minor => "a minor",
        Bump::Patch => "a patch",
        Bump::None => "no step",
    }
}
