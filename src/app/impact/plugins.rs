//! What a move does to plugins: their findings, each with how it is fixed and with which version it comes about, joined
//! with the items of the move.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::app::api::Packages;
use crate::app::history::History;
use crate::app::impact::symbols::{Key, by, made};
use crate::app::impact::{Move, Parts};
use crate::app::scan::{ScanRequest, Upgrade, scan_with};
use crate::cancel::Progress;
use crate::domain::deprecation::{Observed, SymbolKind};
use crate::domain::document::deprecations::SymbolStatus;
use crate::domain::document::fleet::{PluginImpact, Shard};
use crate::domain::document::impact::{
    Effort, ImpactDocument, Item, ItemKind, Phase, Reason, SymbolFacts,
};
use crate::domain::document::scan::{Confidence, Finding, ScannedPlugin, Status};
use crate::domain::rule::Rule;
use crate::domain::version::{SemVersion, Version};
use crate::error::Error;
use crate::policy::phases::{SymbolMove, of_symbol};
use crate::system::System;

/// A plugin, or a folder with plugins, as a user names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// `None`: as its manifest does.
    pub name: Option<String>,
    pub owner: Option<String>,
    pub path: PathBuf,
}

/// The plugins to look at.
#[derive(Clone, Debug, Default)]
pub struct PluginsQuery {
    pub members: Vec<Member>,
    pub shard: Option<Shard>,
    /// Symbols that are taken to be gone.
    pub without: Vec<String>,
    /// `None`: medium.
    pub min_confidence: Option<Confidence>,
    pub cache: bool,
}

/// What plugins are joined with.
pub(super) struct Join<'a> {
    pub(super) system: &'a System,
    pub(super) history: &'a History,
    pub(super) packages: &'a Packages<'a>,
    pub(super) going: &'a Move,
    /// What is said of symbols at the old version already.
    pub(super) old: &'a BTreeMap<Key, SymbolStatus>,
}

/// Looks at the plugins and adds what is found to the document.
///
/// # Errors
/// If nothing can be built on the stream, or the history cannot be read.
pub(super) fn look(
    join: &Join<'_>,
    query: &PluginsQuery,
    document: &mut ImpactDocument,
    progress: &dyn Progress,
) -> Result<(), Error> {
    let Some(package) = &join.going.stream.package else {
        return Err(Error::new(format!(
            "nothing is built on the stream {}: it has no package",
            join.going.stream.id
        ))
        .hint("plugins are looked at for a range of versions of a package"));
    };
    let [from, to] = looked_at(join, package)?;
    let paths = query.members.iter().map(|one| one.path.clone());
    let request = ScanRequest {
        packages: vec![package.clone()],
        from: Some(from.version),
        to: Some(to.version),
        min_confidence: Some(query.min_confidence.unwrap_or(Confidence::Medium)),
        cache: query.cache,
        upgrade: Some(Upgrade {
            shard: query.shard,
            without: query.without.clone(),
            reverse: join.going.reverse,
        }),
        ..ScanRequest::whole(paths.collect())
    };
    let scanned = scan_with(join.system, join.history, join.packages, &request, progress)?;
    let mut parts = Parts {
        without: query.without.clone(),
        min_confidence: query.min_confidence,
        cancelled: scanned.document.cancelled,
        ..Parts::default()
    };
    for (plugin, path) in scanned.document.plugins.into_iter().zip(scanned.of_path) {
        if let Some(member) = query.members.get(path) {
            parts.plugins.push(of_plugin(join, member, plugin));
        }
    }
    for (path, error) in scanned.problems {
        // What has no plugin has no name to be divided by: the first part tells of it.
        let is_told = query.shard.is_none_or(|shard| shard.index == 1);
        if let Some(member) = query.members.get(path).filter(|_| is_told) {
            parts.plugins.push(unseen(member, &error));
        }
    }
    put(join, parts, document)
}

/// A version whose surface plugins are looked at with.
struct LookedAt {
    version: String,
    /// Says that it stands in for one that nobody read.
    remark: Option<String>,
}

/// Both ends in the direction of the move: each the version itself, else the newest read before it. Crates that nobody
/// imported are found by the scan.
fn looked_at(join: &Join<'_>, package: &str) -> Result<[LookedAt; 2], Error> {
    let read: Option<Vec<SemVersion>> = if join.packages.names()?.iter().any(|name| name == package)
    {
        let versions = join.packages.history(package)?.versions;
        let parsed = versions.iter().filter_map(|read| read.version.parse().ok());
        Some(parsed.collect())
    } else {
        None
    };
    let end = |version: &Version| {
        let wanted = version.semver();
        let read = read
            .iter()
            .flatten()
            .filter(|read| wanted.is_some_and(|wanted| *read <= wanted));
        let nearest = read.max().filter(|nearest| Some(*nearest) != wanted);
        match nearest {
            Some(nearest) => LookedAt {
                version: nearest.to_string(),
                remark: Some(format!(
                    "Nobody read the surface of {version}: plugins are looked at with {nearest}."
                )),
            },
            None => LookedAt {
                version: version.to_string(),
                remark: None,
            },
        }
    };
    let (from, to) = join.going.ends();
    Ok([end(from), end(to)])
}

/// Adds what plugins came to.
///
/// # Errors
/// If the surfaces cannot be read.
pub(super) fn put(
    join: &Join<'_>,
    parts: Parts,
    document: &mut ImpactDocument,
) -> Result<(), Error> {
    if let Some(package) = &join.going.stream.package {
        let remarks = looked_at(join, package)?
            .into_iter()
            .filter_map(|end| end.remark);
        document.remarks.extend(remarks);
    }
    let mut plugins = parts.plugins;
    plugins.sort_by(|a, b| (&a.name, path(a)).cmp(&(&b.name, path(b))));
    document.cancelled = parts.cancelled;
    document.without = parts.without;
    document.asked.min_confidence = parts.min_confidence;
    document.incomplete = parts.incomplete;
    add_items(join, document, &mut plugins);
    document.plugins = Some(plugins);
    Ok(())
}

fn path(plugin: &PluginImpact) -> Option<(&str, &str)> {
    plugin
        .scanned
        .as_ref()
        .map(|one| (one.path.as_str(), one.root.as_str()))
}

fn unseen(member: &Member, error: &Error) -> PluginImpact {
    let path = member.path.to_string_lossy().into_owned();
    PluginImpact {
        name: member.name.clone().unwrap_or(path),
        owner: member.owner.clone(),
        scanned: None,
        problem: Some(error.in_one_line()),
        graded: Vec::new(),
    }
}

fn of_plugin(join: &Join<'_>, member: &Member, plugin: ScannedPlugin) -> PluginImpact {
    let graded = plugin
        .findings
        .iter()
        .map(|one| (effort(one), comes_about(join, one)))
        .collect();
    // A name in the list is that of the one plugin that is there.
    let name = match (&member.name, plugin.root.as_str()) {
        (Some(name), ".") => name.clone(),
        _ => plugin.name.clone(),
    };
    PluginImpact {
        name,
        owner: member.owner.clone(),
        problem: None,
        graded,
        scanned: Some(plugin),
    }
}

/// How a use is changed, as far as the finding alone tells; items know more of shapes.
fn effort(finding: &Finding) -> Effort {
    match &finding.replacement {
        None => Effort::None,
        Some(_) if finding.rule == Rule::DependencyRange => Effort::Rename,
        Some(_) => Effort::Rewrite,
    }
}

/// The version with which a finding comes about; `None`: what is said of the symbol was so before.
fn comes_about(join: &Join<'_>, finding: &Finding) -> Option<String> {
    if !finding.new {
        return None;
    }
    let (old, new) = join.going.versions()?;
    let observed = |text: &Option<String>| -> Option<SemVersion> {
        let observed: Observed = text.as_deref()?.parse().ok()?;
        by(&observed).cloned()
    };
    let version = match finding.status {
        _ if finding.comes_with.is_some() => observed(&finding.comes_with),
        Status::Removed | Status::Moved | Status::Changed => observed(&finding.removed_in),
        Status::Overdue => observed(&finding.removal),
        Status::Scheduled | Status::Deprecated | Status::Soft => {
            observed(&finding.first_observed).or_else(|| observed(&finding.declared_since))
        }
    };
    let version = version.filter(|version| version > old && version <= new);
    Some(version.unwrap_or_else(|| new.clone()).to_string())
}

/// Where a symbol is used.
#[derive(Default)]
struct Places {
    count: usize,
    /// By position.
    plugins: BTreeSet<usize>,
    first: Option<Finding>,
}

/// Adds to each item how often it is used, and items for what is used and no item tells.
fn add_items(join: &Join<'_>, document: &mut ImpactDocument, plugins: &mut [PluginImpact]) {
    let mut places: BTreeMap<(ItemKind, String), Places> = BTreeMap::new();
    for (index, plugin) in plugins.iter().enumerate() {
        for finding in plugin.scanned.iter().flat_map(|one| &one.findings) {
            let key = (kind(finding), id(finding));
            let places = places.entry(key).or_default();
            places.count += 1;
            places.plugins.insert(index);
            if places.first.is_none() {
                places.first = Some(finding.clone());
            }
        }
    }
    let mut by_symbol: BTreeMap<(ItemKind, String), usize> = BTreeMap::new();
    for (index, item) in document.items.iter().enumerate() {
        if item.symbol.is_some() {
            by_symbol.insert((item.kind, item.id.clone()), index);
        }
    }
    let by_path = paths(&document.items);
    for (key, places) in places {
        let Some(finding) = places.first else {
            continue;
        };
        let known = by_symbol.get(&key).or_else(|| by_path.get(&finding.symbol));
        if let Some(item) = known.and_then(|index| document.items.get_mut(*index)) {
            item.findings += places.count;
            item.plugins += places.plugins.len();
            continue;
        }
        let mut item = of_finding(join, &finding);
        item.findings = places.count;
        item.plugins = places.plugins.len();
        document.items.push(item);
    }
    regrade(document, plugins, &by_path);
    count_entries(document);
}

/// Items by the paths that findings name them by: their own, whatever the kind.
fn paths(items: &[Item]) -> BTreeMap<String, usize> {
    let numbered = items.iter().enumerate();
    numbered
        .filter_map(|(index, item)| Some((item.symbol.as_ref()?.symbol.clone(), index)))
        .collect()
}

/// What the items know of shapes counts for the findings.
fn regrade(
    document: &ImpactDocument,
    plugins: &mut [PluginImpact],
    by_path: &BTreeMap<String, usize>,
) {
    for plugin in plugins {
        let findings = plugin.scanned.iter().flat_map(|one| &one.findings);
        for (finding, (effort, _)) in findings.zip(&mut plugin.graded) {
            let item = by_path
                .get(&finding.symbol)
                .and_then(|index| document.items.get(*index));
            let known = item.and_then(|item| item.symbol.as_ref());
            if let Some(facts) = known.filter(|facts| facts.replacement.is_some()) {
                *effort = facts.effort;
            }
        }
    }
}

/// An entry is used where the symbols are that it speaks of.
fn count_entries(document: &mut ImpactDocument) {
    let used: BTreeMap<String, (usize, usize)> = document
        .items
        .iter()
        .filter(|item| item.findings > 0)
        .flat_map(|item| {
            let entries = item.symbol.iter().flat_map(|facts| &facts.entries);
            entries.map(|entry| (entry.clone(), (item.findings, item.plugins)))
        })
        .fold(BTreeMap::new(), |mut used, (entry, (findings, plugins))| {
            let sum: &mut (usize, usize) = used.entry(entry).or_default();
            sum.0 += findings;
            sum.1 = sum.1.max(plugins);
            used
        });
    for item in &mut document.items {
        if let Some((findings, plugins)) = used.get(&item.id)
            && item.kind == ItemKind::Entry
        {
            (item.findings, item.plugins) = (*findings, *plugins);
        }
    }
}

/// What kind of item a finding belongs to.
fn kind(finding: &Finding) -> ItemKind {
    if finding.kind == SymbolKind::NpmDependency {
        ItemKind::Dependency
    } else {
        ItemKind::Symbol
    }
}

fn id(finding: &Finding) -> String {
    super::symbols::id(&finding.symbol, finding.kind)
}

/// An item for what plugins use and the move does not tell of: what was so before, or what goes with its container.
fn of_finding(join: &Join<'_>, finding: &Finding) -> Item {
    let status = match finding.status {
        Status::Removed => SymbolStatus::Removed,
        Status::Moved => SymbolStatus::Moved,
        Status::Changed => SymbolStatus::Changed,
        Status::Overdue => SymbolStatus::Overdue,
        Status::Scheduled => SymbolStatus::Scheduled,
        Status::Deprecated => SymbolStatus::Deprecated,
        Status::Soft => SymbolStatus::Soft,
    };
    let parse = |text: &Option<String>| -> Option<SemVersion> { text.as_deref()?.parse().ok() };
    let gone = finding
        .removed_in
        .as_deref()
        .and_then(|text| text.parse::<Observed>().ok());
    let since = parse(&finding.replacement_since);
    let (phase, reason) = match join.going.versions() {
        Some(_) if join.going.reverse => (Phase::During, Reason::Lost),
        Some((old, _)) => of_symbol(&SymbolMove {
            status,
            gone: gone.as_ref().and_then(by),
            has_replacement: finding.replacement.is_some(),
            replacement_since: since.as_ref(),
            from: old,
        }),
        None => (Phase::During, Reason::Breaking),
    };
    let key = (finding.symbol.clone(), finding.kind);
    let mut facts = SymbolFacts::new(&finding.symbol, finding.kind, status);
    facts.was = join.old.get(&key).copied();
    facts.gone.clone_from(&finding.removed_in);
    facts.removal.clone_from(&finding.removal);
    facts.replacement.clone_from(&finding.replacement);
    facts
        .replacement_since
        .clone_from(&finding.replacement_since);
    facts.effort = effort(finding);
    made(facts, phase, reason, format!("{}.", finding.message), None)
}
