//! Defaults and configuration changes: what holds for an account, and what changed in a time.
//!
//! The rules are those of the section "Configuration and Defaults" of the platform's page "How We Release Flex". Where it
//! leaves something open, the choice made here is marked "ours".
//!
//! 1. A change for new accounts holds for accounts created on its day or later, and for no other.
//! 2. A change for existing accounts reaches those that were there when it was applied, unless something in them
//!    conflicts: such an account is left as it is.
//! 3. A change that comes with a version of the client library holds for whoever runs that version or a later one.
//! 4. A date says what its kind says: before a `no-later-than` or `announced` day a change may hold already, which is
//!    said and never asserted.
//! 5. Ours: an account created on the very day of a change for existing accounts may or may not have got it. A change that
//!    does not say whom it reaches holds for accounts created afterwards; for others it may hold.
//! 6. Ours: before the first change, the value is the former one that this change names; if it names none, it is unknown.
//!    While the feature that the setting belongs to certainly was not there, there was no value either.

use std::collections::BTreeMap;

use crate::domain::date::Date;
use crate::domain::document::defaults::{
    Basis, DefaultStep, Net, Reach, SettingFace, SettingMove, SettingState,
};
use crate::domain::entry::{AppliesTo, SettingChange, SettingValue};
use crate::domain::range::Range;
use crate::domain::text::Untrusted;
use crate::domain::version::{Scheme, Version};
use crate::domain::when::{Came, When};

#[cfg(test)]
mod tests;

/// One published change of a setting, with what its entry and release say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingFact {
    pub change: SettingChange,
    pub entry: String,
    pub release: String,
    pub stream: String,
    pub stream_name: Untrusted,
    pub version: Version,
    /// From when it holds: the change's own day, its entry's, its release's.
    pub when: When,
    /// When the feature of its entry came, if that was before the change.
    pub feature_came: Option<When>,
    /// The entry's word, where the change has none of its own.
    pub applies_to: Option<AppliesTo>,
    /// Stream to range, as the entry says.
    pub requires: BTreeMap<String, String>,
    /// Entries that its entry is linked with, from either side.
    pub related: Vec<String>,
    pub sources: Vec<Untrusted>,
}

/// The account that is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Never later than `seen`.
    pub created: Date,
    pub seen: Date,
    /// The versions that it runs, by stream; a stream that is not there: not said.
    pub versions: BTreeMap<String, Version>,
}

/// The state of every setting for an account, by service and id. `facts` are those that count, in order of time; one that
/// was taken back is not among them. Settings of which nothing is known on the day are left out, and counted.
pub fn settings(facts: &[SettingFact], account: &Account) -> (Vec<SettingState>, usize) {
    let (known, later): (Vec<_>, Vec<_>) = grouped(facts)
        .into_values()
        .map(|facts| setting(&facts, account))
        .partition(|state| {
            state.basis != Basis::Unknown
                || state.steps.iter().any(|step| step.reach != Reach::NotYet)
        });
    let mut known = known;
    known.sort_by(|a, b| (&a.face.service, &a.face.id).cmp(&(&b.face.service, &b.face.id)));
    (known, later.len())
}

/// The state of one setting. `facts` are its changes, in order of time; there is at least one.
pub fn setting(facts: &[&SettingFact], account: &Account) -> SettingState {
    let steps: Vec<DefaultStep> = facts
        .iter()
        .map(|fact| {
            let (reach, why) = reach(fact, account);
            step(fact, facts, reach, why)
        })
        .collect();
    let last = steps.iter().rposition(|step| step.reach == Reach::Holds);
    let is_there = facts.first().and_then(|fact| fact.feature_came);
    let is_there = is_there.is_none_or(|came| !came.is_after(account.seen));
    let first_is_ahead = is_there
        && steps.first().is_some_and(|step| {
            !matches!(step.reach, Reach::Holds | Reach::MayHold) && step.old.known().is_some()
        });
    let (value, basis, by) = match last {
        Some(idx) => (steps[idx].new.clone(), Basis::Change, Some(idx)),
        None if first_is_ahead => (steps[0].old.clone(), Basis::Replaced, Some(0)),
        None => (SettingValue::Unknown, Basis::Unknown, None),
    };
    let depends = steps
        .iter()
        .skip(last.map_or(0, |last| last + 1))
        .any(|step| step.reach == Reach::WithVersion);
    let (value, otherwise, basis) = if depends {
        (SettingValue::Unknown, value, Basis::Version)
    } else {
        (value, SettingValue::Unknown, basis)
    };
    SettingState {
        face: face(facts),
        value,
        otherwise,
        basis,
        by,
        remarks: chain(facts),
        steps,
    }
}

/// What changed after `from` up to `until`, for every setting that was touched, by service and id.
pub fn changes(facts: &[SettingFact], from: Option<Date>, until: Date) -> Vec<SettingMove> {
    if from.is_some_and(|from| from >= until) {
        return Vec::new();
    }
    let mut moves: Vec<SettingMove> = grouped(facts)
        .into_values()
        .filter_map(|facts| setting_move(&facts, from, until))
        .collect();
    moves.sort_by(|a, b| (&a.face.service, &a.face.id).cmp(&(&b.face.service, &b.face.id)));
    moves
}

fn grouped(facts: &[SettingFact]) -> BTreeMap<&str, Vec<&SettingFact>> {
    let mut groups: BTreeMap<&str, Vec<&SettingFact>> = BTreeMap::new();
    for fact in facts {
        groups.entry(&fact.change.id).or_default().push(fact);
    }
    groups
}

/// Whether a change has reached an account, and if that is not plain, why.
fn reach(fact: &SettingFact, account: &Account) -> (Reach, Option<String>) {
    if fact.when.is_after(account.seen) {
        return (Reach::NotYet, None);
    }
    let mut is_conditional = false;
    for (stream, range) in needs(fact) {
        match (account.versions.get(&stream), parsed(&range)) {
            (Some(version), Some(parsed)) if !parsed.contains(version) => {
                let why = format!("it needs {stream} {range}, and the account runs {version}");
                return (Reach::PassedBy, Some(why));
            }
            (Some(_), Some(_)) => {}
            _ => is_conditional = true,
        }
    }
    match for_account(fact, account) {
        (Reach::Holds, _) if is_conditional => (Reach::WithVersion, None),
        other => other,
    }
}

/// Rules 1, 2, 4 and 5: whether a change reaches an account by when it was created.
fn for_account(fact: &SettingFact, account: &Account) -> (Reach, Option<String>) {
    let may = |why: &str| (Reach::MayHold, Some(why.to_owned()));
    let (by_created, by_seen) = (fact.when.by(account.created), fact.when.by(account.seen));
    // Who runs a version that carries it has it, whenever that version came.
    let is_there = by_seen == Came::Yes || fact.version.scheme() == Scheme::Semver;
    let not_yet_for_certain = "whether it had come by then is not known";
    match fact.change.applies_to.or(fact.applies_to) {
        Some(AppliesTo::OptIn) => (Reach::ByChoice, None),
        Some(AppliesTo::NewAccounts) => match by_created {
            Came::Yes => (Reach::Holds, None),
            Came::No => (
                Reach::PassedBy,
                Some("it is for accounts created from then on".to_owned()),
            ),
            Came::Maybe => may(not_yet_for_certain),
        },
        Some(AppliesTo::ExistingAccounts) => {
            let had_come_before = fact
                .when
                .bounds
                .no_later_than
                .is_some_and(|last| last < account.created);
            let why_not = "it is for accounts that were there before";
            if had_come_before {
                (Reach::PassedBy, Some(why_not.to_owned()))
            } else if by_seen != Came::Yes {
                may(not_yet_for_certain)
            } else if by_created != Came::No {
                may("the account may have been created before or after it was applied")
            } else if fact.change.automatic == Some(false) {
                may("it is not applied by itself")
            } else {
                (Reach::Holds, None)
            }
        }
        Some(AppliesTo::All) if is_there => {
            if by_created != Came::Yes && fact.change.automatic == Some(false) {
                may("it is not applied by itself")
            } else {
                (Reach::Holds, None)
            }
        }
        None if by_created == Came::Yes
            || (is_there && fact.version.scheme() == Scheme::Semver) =>
        {
            (Reach::Holds, None)
        }
        None if is_there => may("whom it reaches is not published"),
        Some(AppliesTo::All) | None => may(not_yet_for_certain),
    }
}

/// Rule 3, and what the entry requires besides.
fn needs(fact: &SettingFact) -> BTreeMap<String, String> {
    let mut needs = fact.requires.clone();
    if fact.version.scheme() == Scheme::Semver {
        needs
            .entry(fact.stream.clone())
            .or_insert_with(|| format!(">={}", fact.version));
    }
    needs
}

fn parsed(range: &str) -> Option<Range> {
    Range::dates(range)
        .or_else(|_not_days| Range::npm(range))
        .ok()
}

fn step(
    fact: &SettingFact,
    siblings: &[&SettingFact],
    reach: Reach,
    why: Option<String>,
) -> DefaultStep {
    let linked = siblings
        .iter()
        .filter(|other| other.entry != fact.entry)
        .filter(|other| fact.related.contains(&other.entry) || other.related.contains(&fact.entry))
        .map(|other| other.entry.clone())
        .collect();
    DefaultStep {
        entry: fact.entry.clone(),
        release: fact.release.clone(),
        stream: fact.stream.clone(),
        stream_name: fact.stream_name.clone(),
        version: fact.version.clone(),
        when: fact.when,
        needs: needs(fact),
        old: fact.change.old.clone(),
        new: fact.change.new.clone(),
        applies_to: fact.change.applies_to.or(fact.applies_to),
        automatic: fact.change.automatic,
        excluded: fact.change.excluded.clone(),
        note: fact.change.note.clone(),
        sources: fact.sources.clone(),
        linked,
        reach,
        why,
    }
}

/// The newest word on each thing that changes say of the setting itself.
fn face(facts: &[&SettingFact]) -> SettingFace {
    let newest = |get: fn(&SettingChange) -> Option<&Untrusted>| {
        facts
            .iter()
            .rev()
            .find_map(|fact| get(&fact.change))
            .cloned()
    };
    SettingFace {
        id: facts
            .first()
            .map_or_else(String::new, |fact| fact.change.id.clone()),
        name: newest(|change| change.name.as_ref()),
        service: newest(|change| change.service.as_ref()),
        pointer: newest(|change| change.pointer.as_ref()),
        unit: newest(|change| change.unit.as_ref()),
    }
}

/// Remarks on changes whose former value is not what the change before them left, for the same accounts.
fn chain(facts: &[&SettingFact]) -> Vec<String> {
    let mut remarks = Vec::new();
    for (idx, fact) in facts.iter().enumerate() {
        let before = facts[..idx]
            .iter()
            .rev()
            .find(|before| shares_accounts(before, fact));
        if let Some(before) = before
            && let (Some(left), Some(found)) = (before.change.new.known(), fact.change.old.known())
            && left != found
        {
            remarks.push(format!(
                "{} starts from {found}, but {} left {left}",
                fact.entry, before.entry
            ));
        }
    }
    remarks
}

/// Whether there can be accounts that both changes reach.
pub(super) fn shares_accounts(a: &SettingFact, b: &SettingFact) -> bool {
    let of = |fact: &SettingFact| fact.change.applies_to.or(fact.applies_to);
    match (of(a), of(b)) {
        (Some(AppliesTo::All) | None, _) | (_, Some(AppliesTo::All) | None) => true,
        (one, other) => one == other,
    }
}

fn setting_move(facts: &[&SettingFact], from: Option<Date>, until: Date) -> Option<SettingMove> {
    let (mut inside, mut may_lie_in) = (Vec::new(), Vec::new());
    for fact in facts {
        let is_after_start = from.is_none_or(|from| fact.when.is_after(from));
        // A bound that lies in the time is as much as is known, and is told as one.
        let is_told_of =
            from.is_none_or(|from| fact.when.dated.is_some_and(|dated| dated.on > from));
        match fact.when.by(until) {
            Came::Yes if is_after_start || is_told_of => inside.push(*fact),
            Came::No => {}
            Came::Maybe | Came::Yes => {
                if from.is_none_or(|from| fact.when.by(from) != Came::Yes) {
                    may_lie_in.push(*fact);
                }
            }
        }
    }
    if inside.is_empty() && may_lie_in.is_empty() {
        return None;
    }
    let before = inside.first().map_or(SettingValue::Unknown, |first| {
        if first.change.old.known().is_some() {
            return first.change.old.clone();
        }
        facts
            .iter()
            .take_while(|fact| fact.entry != first.entry)
            .filter(|fact| shares_accounts(fact, first) && fact.when.by(until) == Came::Yes)
            .last()
            .map_or(SettingValue::Unknown, |fact| fact.change.new.clone())
    });
    let after = inside
        .last()
        .map_or(SettingValue::Unknown, |last| last.change.new.clone());
    let net = match (before.known(), after.known()) {
        (Some(before), Some(after)) if before == after => Net::None,
        (Some(_), Some(_)) => Net::Changed,
        _ => Net::Unknown,
    };
    let told = |some: Vec<&SettingFact>, reach: Reach| -> Vec<DefaultStep> {
        some.into_iter()
            .map(|fact| step(fact, facts, reach, None))
            .collect()
    };
    Some(SettingMove {
        face: face(facts),
        before,
        after,
        net,
        steps: told(inside, Reach::Holds),
        may_lie_in: told(may_lie_in, Reach::MayHold),
        remarks: chain(facts),
    })
}
