//! What both versions ask of other packages.

use std::collections::BTreeMap;

use crate::app::impact::Move;
use crate::app::impact::symbols::{Found, made};
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::api::DiffDocument;
use crate::domain::document::deprecations::SymbolStatus;
use crate::domain::document::impact::{Effort, Item, Reason, SymbolFacts};
use crate::policy::phases::of_dependency;

/// The range at both ends, and whether plugins have to go along.
#[derive(Default)]
struct Asked {
    from: Option<String>,
    to: Option<String>,
    is_peer: bool,
}

/// Dependencies whose ranges differ and of which the record says nothing; those that it speaks of are symbols already.
pub(super) fn of(going: &Move, found: &Found, diff: Option<&DiffDocument>) -> Vec<Item> {
    let mut asked: BTreeMap<&str, Asked> = BTreeMap::new();
    for (name, kind, from, to) in diff.into_iter().flat_map(|diff| &diff.requires) {
        let one = asked.entry(name).or_default();
        one.from = one.from.take().or_else(|| from.clone());
        // What plugins share with the platform comes from them: such a range is the one that counts.
        if kind == "peer" || one.to.is_none() {
            one.to = to.clone().or_else(|| one.to.take());
        }
        one.is_peer |= kind == "peer";
    }
    let kind = SymbolKind::NpmDependency;
    asked
        .into_iter()
        .filter(|(name, asked)| {
            asked.from != asked.to && !found.items.contains_key(&((*name).to_owned(), kind))
        })
        .map(|(name, asked)| item(name, asked, going))
        .collect()
}

fn item(name: &str, asked: Asked, going: &Move) -> Item {
    let (old, new) = if going.reverse {
        (asked.to, asked.from)
    } else {
        (asked.from, asked.to)
    };
    let (phase, reason) = of_dependency(old.as_deref(), new.as_deref(), asked.is_peer);
    let why = match (reason, &old, &new) {
        (Reason::RangesMeet, Some(old), Some(new)) => {
            format!("Some version satisfies {old} and {new}: take it before.")
        }
        (Reason::RangesApart, Some(old), Some(new)) => {
            format!("No version satisfies both {old} and {new}.")
        }
        (Reason::RangesApart, None, Some(new)) => format!("From then on plugins bring it: {new}."),
        (_, Some(old), Some(new)) => format!("The platform brings {new} instead of {old}."),
        (_, None, Some(new)) => format!("The platform brings it: {new}."),
        (_, Some(old), None) => {
            format!("The platform no longer brings it ({old}): who imports it adds it.")
        }
        (_, None, None) => String::new(),
    };
    let mut facts = SymbolFacts::new(name, SymbolKind::NpmDependency, SymbolStatus::Changed);
    if new.is_some() {
        facts.effort = Effort::Rename;
    }
    facts.replacement.clone_from(&new);
    facts.ranges = Some((old, new));
    let mut item = made(facts, phase, reason, why, None);
    item.breaking = !item.is_news();
    item
}
