//! Features: their stage on a day, whom the roll-out has reached, and whether an account has them.
//!
//! The rules are those of the sections "Beta Features" and "UI Versions & Features" of the platform's page "How We Release
//! Flex". Where it leaves something open, the choice made here is marked "ours".
//!
//! 1. A feature has a stage: pilot, beta or GA. The newest that certainly came by the day counts; a later one that may
//!    have come is said beside it.
//! 2. It works with a range of versions of the client library.
//! 3. A roll-out goes from selected accounts that may opt in, to all new accounts, to all existing accounts.
//! 4. While a roll-out lasts, a toggle lets an account opt in. Ours: a feature without a phase is part of its versions and
//!    is there with them, by its toggle if it has one; a pilot without a phase is for those who opted in.
//! 5. The service level agreement and the support plans do not cover pilot and beta; questions are answered where possible.
//! 6. A pilot may disappear without an announcement.
//! 7. A toggle may stay until the next major release at the longest: one that outlives it is remarked on.
//! 8. Ours: the moves of a feature came in the order of the record. None came before the release that it came with, nor
//!    before a move that stands above it.
//! 9. Ours: a move that came with a version is for those who run that version or a later one.
//! 10. Ours: a move of a later day counts from that day on; where an entry announced it, it is told before.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::date::Date;
use crate::domain::deprecation::Observed;
use crate::domain::document::features::{
    Available, FeatureState, Move, StageOn, Support, SupportScope,
};
use crate::domain::feature::{Feature, FeatureStage, Phase, Toggle};
use crate::domain::range::Range;
use crate::domain::text::Untrusted;
use crate::domain::version::{SemVersion, Version};
use crate::domain::when::{Came, When};

#[cfg(test)]
mod tests;

/// The account that is asked about, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// `None`: not said.
    pub created: Option<Date>,
    /// The versions that it runs, by stream; a stream that is not there: not said.
    pub versions: BTreeMap<String, Version>,
    /// Ids of features that it opted in to.
    pub opted_in: BTreeSet<String>,
}

/// What a feature's state is computed from besides the feature itself.
#[derive(Clone, Debug)]
pub struct Surroundings<'a> {
    /// When each release came, by its id: the day of a move that has none of its own.
    pub days: &'a BTreeMap<String, When>,
    /// When the entries that moves name were published, by their ids; only those that readers may see.
    pub published: &'a BTreeMap<String, When>,
    /// The stream that toggles are seen in, and that features are part of.
    pub stream: &'a str,
    /// Toggles seen in packages.
    pub toggles: &'a [Toggle],
    /// The first general release of each major of the stream that features are part of, with its day; ascending.
    pub majors: &'a [(SemVersion, When)],
}

/// The state of a feature on `day` for an account. `None`: the record knows of nothing that had come or may have come by
/// then.
pub fn state(
    feature: &Feature,
    around: &Surroundings<'_>,
    account: &Account,
    day: Date,
) -> Option<FeatureState> {
    let moves = moves(feature, around, account, day);
    if moves.iter().all(|step| step.came == Came::No) {
        return None;
    }
    let newest = |is_meant: &dyn Fn(&Move) -> bool| {
        moves
            .iter()
            .rposition(|step| step.holds() && is_meant(step))
    };
    let stage_by = newest(&|step| step.event.stage.is_some());
    let phase_by = newest(&|step| step.event.phase.is_some());
    let stage = stage_by
        .and_then(|by| moves[by].event.stage)
        .map_or(StageOn::Unknown, stage_on);
    let may_be = moves
        .iter()
        .skip(stage_by.map_or(0, |by| by + 1))
        .rev()
        .filter(|step| step.came == Came::Maybe && step.account_has)
        .find_map(|step| step.event.stage)
        .map(stage_on)
        .filter(|other| *other != stage && compatible(feature, account).0 != Available::No);
    let phase = phase_by.and_then(|by| moves[by].event.phase);
    let (available, why) = available(feature, toggle(feature, around), stage, &moves, account);
    Some(FeatureState {
        stage,
        stage_by,
        may_be,
        phase,
        phase_by,
        available,
        why,
        support: support(stage, stage_by, &moves),
        remarks: outlived(feature, around, &moves, day).into_iter().collect(),
        moves,
        feature: feature.clone(),
    })
}

/// The moves that came by `day`, may have, or were announced by then. A move without a day has that of its release; one
/// without either came at the latest when a later move of the record came.
fn moves(feature: &Feature, around: &Surroundings<'_>, account: &Account, day: Date) -> Vec<Move> {
    let mut not_before = None;
    let mut moves: Vec<Move> = feature
        .events
        .iter()
        .map(|event| {
            let release = event.release.as_ref().and_then(|id| around.days.get(id));
            let when = match event.date {
                Some(_) => When::of(event.date)
                    .not_before(release.and_then(|release| release.bounds.not_before)),
                None => release.copied().unwrap_or_default(),
            }
            .not_before(not_before);
            not_before = not_before.max(when.bounds.not_before);
            Move {
                event: event.clone(),
                when,
                came: when.by(day),
                account_has: has(account, event.release.as_deref()),
            }
        })
        .collect();
    let mut has_later_come = false;
    for step in moves.iter_mut().rev() {
        if step.came == Came::Yes {
            has_later_come = true;
        } else if has_later_come && step.came == Came::Maybe {
            step.came = Came::Yes;
        }
    }
    moves.retain(|step| step.came != Came::No || is_announced(step, around, day));
    moves
}

/// Rule 9. An account of which no version was said has what came with any.
fn has(account: &Account, release: Option<&str>) -> bool {
    let Some((stream, version)) = release.and_then(|id| id.split_once('/')) else {
        return true;
    };
    account.versions.get(stream).is_none_or(|runs| {
        Version::parse(runs.scheme(), version).is_ok_and(|version| version <= *runs)
    })
}

/// Rule 10: whether an entry that was out by `day` tells of the move.
fn is_announced(step: &Move, around: &Surroundings<'_>, day: Date) -> bool {
    let entry = step.event.entry.as_ref();
    entry
        .and_then(|id| around.published.get(id))
        .is_some_and(|when| when.by(day) == Came::Yes)
}

fn stage_on(stage: FeatureStage) -> StageOn {
    match stage {
        FeatureStage::Pilot => StageOn::Pilot,
        FeatureStage::Beta => StageOn::Beta,
        FeatureStage::Ga => StageOn::Ga,
        FeatureStage::Ended => StageOn::Ended,
    }
}

/// Rules 5 and 6. Who answers questions belongs to the stage: what was said of an older one is over.
fn support(stage: StageOn, stage_by: Option<usize>, moves: &[Move]) -> Support {
    let mut first = stage_by.unwrap_or_default();
    for (idx, step) in moves[..first].iter().enumerate().rev() {
        match step.event.stage.map(stage_on) {
            Some(other) if other == stage => first = idx,
            Some(_) => break,
            None => {}
        }
    }
    let by = moves[first..]
        .iter()
        .rev()
        .filter(|step| step.holds())
        .find_map(|step| step.event.support.clone());
    let scope = match stage {
        StageOn::Pilot | StageOn::Beta => SupportScope::WherePossible,
        StageOn::Ga => SupportScope::Covered,
        StageOn::Ended => SupportScope::None,
        StageOn::Unknown => SupportScope::Unknown,
    };
    Support {
        scope,
        by,
        may_disappear: stage == StageOn::Pilot,
    }
}

/// Whether the account has the feature, with the reasons.
fn available(
    feature: &Feature,
    toggle: Option<&Untrusted>,
    stage: StageOn,
    moves: &[Move],
    account: &Account,
) -> (Available, Vec<String>) {
    if stage == StageOn::Ended {
        return (Available::No, vec!["it has ended".to_owned()]);
    }
    let (works, mut why) = compatible(feature, account);
    if works == Available::No {
        return (works, why);
    }
    if !moves.iter().any(Move::holds)
        && let Some(step) = moves
            .iter()
            .find(|step| step.came == Came::Yes && !step.account_has)
    {
        let release = step.event.release.as_deref().unwrap_or_default();
        let why = format!("it came with {release}, and the account runs an older version");
        return (Available::No, vec![why]);
    }
    let (reached, reason) = reached(feature, toggle, stage, moves, account);
    why.insert(0, reason);
    let available = match (reached, works) {
        (Available::Yes, Available::Depends) => Available::Depends,
        (reached, _) => reached,
    };
    (available, why)
}

/// Rule 2. Yes, no, or depends on versions that were not said.
fn compatible(feature: &Feature, account: &Account) -> (Available, Vec<String>) {
    let mut why = Vec::new();
    for (stream, range) in &feature.compatible {
        let parsed = Range::dates(range).or_else(|_not_days| Range::npm(range));
        match (account.versions.get(stream), parsed) {
            (Some(version), Ok(parsed)) if !parsed.contains(version) => {
                let no = format!("it works with {stream} {range}, and the account runs {version}");
                return (Available::No, vec![no]);
            }
            (Some(_), Ok(_)) => {}
            _ => why.push(format!("it works with {stream} {range}")),
        }
    }
    let works = if why.is_empty() {
        Available::Yes
    } else {
        Available::Depends
    };
    (works, why)
}

/// Rules 3 and 4: whether the roll-out has reached the account.
fn reached(
    feature: &Feature,
    toggle: Option<&Untrusted>,
    stage: StageOn,
    moves: &[Move],
    account: &Account,
) -> (Available, String) {
    let phase = |wanted: Phase| {
        moves
            .iter()
            .find(|step| step.event.phase == Some(wanted) && step.holds())
    };
    if phase(Phase::AllAccounts).is_some() {
        return (Available::Yes, "it is on for all accounts".to_owned());
    }
    if phase(Phase::ExistingAccounts).is_some() {
        return (
            Available::Yes,
            "the roll-out has reached existing accounts".to_owned(),
        );
    }
    let chose = account.opted_in.contains(&feature.id);
    if let Some(step) = phase(Phase::NewAccounts) {
        let since = step.when;
        match account.created.map(|created| (created, since.by(created))) {
            Some((_, Came::Yes)) => {
                return (
                    Available::Yes,
                    format!("it is on for accounts created since {since}"),
                );
            }
            Some((created, Came::Maybe)) if !chose => {
                let why =
                    format!("whether new accounts had it on {created} is not known ({since})");
                return (Available::Unknown, why);
            }
            None if !chose => {
                let why = format!("it is on for accounts created since {since}");
                return (Available::Depends, why);
            }
            _ => {}
        }
    }
    if chose {
        return (Available::Yes, "the account opted in".to_owned());
    }
    let has_phase = moves
        .iter()
        .any(|step| step.event.phase.is_some() && step.holds());
    match (has_phase, stage, toggle) {
        (true, _, _) if phase(Phase::NewAccounts).is_none() => (
            Available::ByOptingIn,
            "only selected accounts may opt in so far".to_owned(),
        ),
        (true, _, _) => (
            Available::ByOptingIn,
            "the roll-out has not reached the account".to_owned(),
        ),
        (false, StageOn::Pilot, _) if has_moved_on(moves) => (
            Available::Unknown,
            "it was a pilot, and its last move names neither a stage nor a phase".to_owned(),
        ),
        (false, StageOn::Pilot, _) => (
            Available::ByOptingIn,
            "a pilot is for selected accounts that opt in".to_owned(),
        ),
        (false, StageOn::Unknown, _) => (
            Available::Unknown,
            "neither a stage nor a roll-out phase is published".to_owned(),
        ),
        (false, _, Some(toggle)) => (
            Available::ByOptingIn,
            format!("it has the toggle {}", toggle.for_terminal_line()),
        ),
        (false, _, None) => (
            Available::Yes,
            "no roll-out phase is published, so it is part of its versions".to_owned(),
        ),
    }
}

/// Whether the last move that came says nothing of stage and phase.
fn has_moved_on(moves: &[Move]) -> bool {
    moves
        .iter()
        .rfind(|step| step.holds())
        .is_some_and(|step| step.event.stage.is_none() && step.event.phase.is_none())
}

/// The toggle that switches it on, unless packages show that it is gone.
fn toggle<'a>(feature: &'a Feature, around: &Surroundings<'_>) -> Option<&'a Untrusted> {
    let flag = feature.toggle.as_ref()?;
    let is_gone = around
        .toggles
        .iter()
        .any(|toggle| toggle.flag == *flag && toggle.gone.is_some());
    (!is_gone).then_some(flag)
}

/// Rule 7. What is known of the toggle comes from packages; where none was seen, that is said.
fn outlived(
    feature: &Feature,
    around: &Surroundings<'_>,
    moves: &[Move],
    day: Date,
) -> Option<String> {
    let flag = feature.toggle.as_ref()?;
    let seen = around.toggles.iter().find(|toggle| {
        toggle.flag == *flag || toggle.feature.as_deref() == Some(feature.id.as_str())
    });
    let observed = |at: &Option<Observed>| match at {
        Some(Observed::At(version) | Observed::Between { by: version, .. }) => {
            version.semver().cloned()
        }
        None => None,
    };
    let of_release = moves
        .iter()
        .filter_map(|step| step.event.release.as_deref())
        .filter_map(|id| id.split_once('/'))
        .find_map(|(_, version)| version.parse::<SemVersion>().ok());
    let came = of_release.or_else(|| seen.and_then(|toggle| observed(&toggle.first_observed)))?;
    let (next, _) = around
        .majors
        .iter()
        .find(|(version, when)| version.major() > came.major() && when.by(day) == Came::Yes)?;
    let flag = flag.for_terminal_line();
    let Some(toggle) = seen else {
        return Some(format!(
            "the toggle {flag} came with {came}, and {next} has been released since: whether it is still there is not recorded"
        ));
    };
    let last = observed(&toggle.last_observed).filter(|last| last >= next)?;
    let is_out = around
        .days
        .get(&format!("{}/{last}", around.stream))
        .is_none_or(|when| when.by(day) == Came::Yes);
    let seen = if is_out {
        format!(": it was still seen in {last}")
    } else {
        String::new()
    };
    toggle
        .gone
        .is_none()
        .then(|| format!("the toggle {flag} came with {came} and outlived {next}{seen}"))
}
