//! Changes of one setting follow from each other: what one leaves, the next begins with.

use std::collections::BTreeMap;

use crate::domain::lint::LintRule;
use crate::domain::version::Scheme;
use crate::policy::defaults::{SettingFact, shares_accounts};
use crate::policy::lint::{Found, Material, place_of};

/// Changes whose former value is not the value that the change before left, for accounts that both can reach. A value that
/// is not known breaks nothing.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    let mut by_setting: BTreeMap<&str, Vec<&SettingFact>> = BTreeMap::new();
    for fact in material.settings {
        by_setting.entry(&fact.change.id).or_default().push(fact);
    }
    by_setting
        .into_values()
        .flat_map(|facts| broken(&facts))
        .collect()
}

fn broken(facts: &[&SettingFact]) -> Vec<Found> {
    let mut found = Vec::new();
    for (idx, fact) in facts.iter().enumerate() {
        let before = facts[..idx]
            .iter()
            .rev()
            .find(|before| shares_accounts(before, fact));
        let Some(before) = before else { continue };
        let (Some(left), Some(began)) = (before.change.new.known(), fact.change.old.known()) else {
            continue;
        };
        let scheme = fact.version.scheme();
        let Some((stream, place)) =
            place_of(scheme, &fact.release).or_else(|| place_of(Scheme::Date, &fact.release))
        else {
            continue;
        };
        if left == began {
            continue;
        }
        let message = format!(
            "the change of {} begins with {began}, and the one before left {left}",
            fact.change.id
        );
        let mut one = Found::at(LintRule::DefaultChain, &stream, place, message)
            .symbol(&fact.change.id)
            .because([format!("{} ({}) left it", before.release, before.entry)])
            .advise("correct the `old` of this change or the `new` of the one before, or record the change between");
        one.entry = Some(fact.entry.clone());
        found.push(one);
    }
    found
}
