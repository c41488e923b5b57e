//! Entries of the releases of a move, each in its phase.

use std::collections::BTreeSet;

use crate::app::impact::symbols::{Found, id};
use crate::app::impact::{Move, release_name};
use crate::domain::document::impact::{Item, ItemKind, Phase, Reason};
use crate::domain::document::notes::{Excluded, NotesDocument, NotesEntry, NotesRelease};
use crate::domain::entry::Entry;
use crate::policy::phases::{changes_by_itself, of_entry, of_entry_back};

/// The entries that are told, and what is not told with the reason: entries, and what they say of symbols.
pub(super) fn of(told: &NotesDocument, going: &Move, found: &Found) -> (Vec<Item>, Vec<Excluded>) {
    let mut excluded = told.excluded.clone();
    let mut items: Vec<Item> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let listed: BTreeSet<&str> = found.excluded.iter().map(|one| one.id.as_str()).collect();
    let mut symbols: BTreeSet<String> = BTreeSet::new();
    for release in &told.releases {
        for entry in &release.entries {
            if !seen.insert(&entry.entry.id) {
                continue;
            }
            items.push(item(release, entry, going, found));
            for (id, why) in unsaid(&entry.entry, going, found) {
                if !listed.contains(id.as_str()) && symbols.insert(id.clone()) {
                    excluded.push(Excluded { id, why });
                }
            }
        }
    }
    (items, excluded)
}

fn item(release: &NotesRelease, entry: &NotesEntry, going: &Move, found: &Found) -> Item {
    let NotesEntry {
        entry,
        stands_in,
        first_in,
        ..
    } = entry;
    let phases: Vec<Phase> = entry
        .deprecations
        .iter()
        .filter_map(|one| found.items.get(&(one.symbol.raw().to_owned(), one.kind)))
        .map(|item| item.phase)
        .collect();
    let (phase, reason) = if going.reverse {
        of_entry_back(entry.kind)
    } else {
        of_entry(entry.kind, entry.breaking, &phases, is_automatic(entry))
    };
    let home = stands_in
        .clone()
        .or_else(|| first_in.clone())
        .unwrap_or_else(|| format!("{}/{}", release.stream, release.place));
    Item {
        id: entry.id.clone(),
        kind: ItemKind::Entry,
        phase,
        reason,
        title: entry.text.clone(),
        why: why(reason, phase, &release_name(&home, going), going),
        release: Some(format!("{}/{}", release.stream, release.place)),
        entry_kind: Some(entry.kind),
        breaking: entry.breaking,
        symbol: None,
        action: entry.action.clone(),
        findings: 0,
        plugins: 0,
    }
}

fn is_automatic(entry: &Entry) -> bool {
    let mut settings = entry.settings.iter();
    settings.any(|one| changes_by_itself(one.applies_to.or(entry.applies_to), one.automatic))
}

fn why(reason: Reason, phase: Phase, home: &str, going: &Move) -> String {
    match (reason, phase) {
        (Reason::Breaking, Phase::Before) => {
            format!(
                "Everything that it takes away in {home} can be replaced in {} already.",
                going.old
            )
        }
        (Reason::Breaking, _) => format!("Breaking in {home}."),
        (Reason::Deprecated, _) => format!("Deprecated with {home}; it goes on working."),
        (Reason::Automatic, _) => {
            format!("{home} changes it in accounts that exist, without their doing.")
        }
        (Reason::Lost, _) => format!("{} does not have it.", going.old),
        (Reason::Back, Phase::During) => format!("{} is without this.", going.old),
        (Reason::Back, _) => format!("{} is as it was before this.", going.old),
        _ => format!("Comes with {home}."),
    }
}

/// What an entry says of symbols that are the same at both ends, with the reason.
fn unsaid(entry: &Entry, going: &Move, found: &Found) -> Vec<(String, String)> {
    let mut unsaid = Vec::new();
    for one in &entry.deprecations {
        let key = (one.symbol.raw().to_owned(), one.kind);
        if found.items.contains_key(&key) {
            continue;
        }
        let why = match found.before.get(&key) {
            Some(was) => format!("{was} in {} already", going.old),
            None => format!("nothing that is said of it holds in {}", going.new),
        };
        unsaid.push((id(&key.0, key.1), why));
    }
    unsaid
}
