//! What becomes of settings in the end.

use std::collections::BTreeMap;

use crate::app::impact::Move;
use crate::domain::date::Date;
use crate::domain::document::impact::{Item, ItemKind, Phase, Reason, SettingMove, Touched};
use crate::domain::document::notes::{NotesDocument, NotesEntry, NotesRelease};
use crate::domain::entry::{AppliesTo, SettingChange, SettingValue};
use crate::domain::text::Untrusted;
use crate::policy::phases::changes_by_itself;

/// A change with its day, its release and its entry.
type Change<'a> = (
    Option<Date>,
    &'a NotesRelease,
    &'a NotesEntry,
    &'a SettingChange,
);

/// Each setting that a release of the move touches, in the order of ids.
pub(super) fn of(told: &NotesDocument) -> Vec<SettingMove> {
    // Notes are told newest first.
    let mut releases: Vec<&NotesRelease> = told.releases.iter().rev().collect();
    releases.sort_by_key(|release| release.date.map(|dated| dated.on));
    let mut changes: BTreeMap<&str, Vec<Change<'_>>> = BTreeMap::new();
    for release in releases {
        for entry in &release.entries {
            for change in &entry.entry.settings {
                let day = change
                    .effective
                    .or(entry.entry.effective)
                    .or(release.date)
                    .map(|dated| dated.on);
                let of_setting = changes.entry(&change.id).or_default();
                of_setting.push((day, release, entry, change));
            }
        }
    }
    let moved = changes.into_iter().filter_map(|(id, mut changes)| {
        changes.sort_by_key(|(day, ..)| *day);
        let (_, _, first_entry, first) = changes.first()?;
        let (_, _, last_entry, last) = changes.last()?;
        let is_back = matches!(
            (&first.old, &last.new),
            (SettingValue::Known(old), SettingValue::Known(new)) if old == new
        );
        let reach = |change: &SettingChange, entry: &NotesEntry| {
            change.applies_to.or(entry.entry.applies_to)
        };
        // Of several changes the one that reaches most counts.
        let applies_to = changes
            .iter()
            .filter_map(|(_, _, entry, change)| reach(change, entry))
            .min()
            .or(reach(last, last_entry))
            .or(reach(first, first_entry));
        Some(SettingMove {
            id: id.to_owned(),
            name: last.name.clone().or_else(|| first.name.clone()),
            unit: last.unit.clone().or_else(|| first.unit.clone()),
            from: first.old.clone(),
            to: last.new.clone(),
            applies_to,
            automatic: last.automatic,
            is_back,
            touched: changes
                .iter()
                .map(|(_, release, entry, change)| Touched {
                    entry: entry.entry.id.clone(),
                    release: format!("{}/{}", release.stream, release.place),
                    old: change.old.clone(),
                    new: change.new.clone(),
                })
                .collect(),
        })
    });
    moved.collect()
}

/// The setting as something to deal with.
pub(super) fn item(setting: &SettingMove, going: &Move) -> Item {
    let (phase, reason, why) = judged(setting, going);
    Item {
        id: setting.id.clone(),
        kind: ItemKind::Setting,
        phase,
        reason,
        title: setting
            .name
            .clone()
            .unwrap_or_else(|| Untrusted::from(setting.id.as_str())),
        release: setting.touched.last().map(|one| one.release.clone()),
        entry_kind: None,
        breaking: false,
        symbol: None,
        action: None,
        findings: 0,
        plugins: 0,
        why,
    }
}

fn judged(setting: &SettingMove, going: &Move) -> (Phase, Reason, String) {
    let news = |why: &str| (Phase::News, Reason::Nothing, why.to_owned());
    if setting.is_back {
        return news("Touched on the way, and in the end what it was.");
    }
    if going.reverse {
        let why = "Values of accounts stay as they are on the way back.".to_owned();
        return (Phase::News, Reason::Back, why);
    }
    if changes_by_itself(setting.applies_to, setting.automatic) {
        let why = "It changes by itself: who wants the former value sets it.".to_owned();
        return (Phase::Before, Reason::Automatic, why);
    }
    match setting.applies_to {
        Some(AppliesTo::NewAccounts) => {
            news("For new accounts: those that exist keep their value.")
        }
        Some(AppliesTo::OptIn) => news("For accounts that choose it."),
        Some(AppliesTo::All | AppliesTo::ExistingAccounts) => {
            news("Accounts that exist change it themselves.")
        }
        None => news("Whom it applies to is not published."),
    }
}
