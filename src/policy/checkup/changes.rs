//! What a change of a setting does to one account.

use serde_json::Value;

use crate::domain::configuration::Rules;
use crate::domain::document::checkup::{Effect, LeavesOut, Standing, Truth};
use crate::domain::entry::{AppliesTo, Entry, SettingChange, SettingValue};
use crate::domain::pointer::Pointer;
use crate::domain::text::Untrusted;
use crate::domain::version::{Scheme, SemVersion};
use crate::policy::checkup::rule::{Outcome, allows, outcome};
use crate::policy::checkup::{Subject, is_word};

/// A change, as it concerns the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    pub effect: Effect,
    pub standing: Standing,
    /// Where the setting stands, if that is known.
    pub pointer: Option<String>,
    /// The account's value, as far as it may be shown.
    pub found: Option<Untrusted>,
    pub left_out: Vec<LeavesOut>,
}

/// What a change of an entry does to the account. `scheme` is that of the release's stream: what comes with a version
/// comes to whoever runs it.
pub fn concern(
    rules: &Rules,
    change: &SettingChange,
    entry: &Entry,
    scheme: Scheme,
    subject: &Subject<'_>,
) -> Concern {
    let left_out = left_out(rules, change, entry, subject);
    let effect = effect(change, entry, scheme, &left_out);
    let place = place(rules, change);
    let (standing, found) = match &place {
        Some((document, pointer)) => standing(rules, change, document, pointer, subject),
        None => (Standing::NotKnown, None),
    };
    Concern {
        effect,
        standing,
        pointer: place.map(|(_, pointer)| pointer.to_string()),
        found,
        left_out,
    }
}

fn effect(change: &SettingChange, entry: &Entry, scheme: Scheme, left_out: &[LeavesOut]) -> Effect {
    let applies_to = change.applies_to.or(entry.applies_to);
    let is_automatic = match (applies_to, change.automatic) {
        (Some(AppliesTo::NewAccounts), _) => return Effect::NewAccounts,
        (Some(AppliesTo::OptIn), _) | (_, Some(false)) => return Effect::ByChoice,
        (_, Some(true)) | (Some(AppliesTo::All), None) => true,
        (_, None) => scheme == Scheme::Semver,
    };
    if !is_automatic {
        return Effect::NotPublished;
    }
    if left_out.iter().any(|one| one.holds == Truth::Yes) {
        Effect::LeftOut
    } else if left_out.iter().any(|one| one.holds == Truth::Unknown) {
        Effect::MayBeLeftOut
    } else {
        Effect::Automatic
    }
}

/// What the rules say of the entry; where they say nothing, what the record does, of which it is not known whether it is
/// so here.
fn left_out(
    rules: &Rules,
    change: &SettingChange,
    entry: &Entry,
    subject: &Subject<'_>,
) -> Vec<LeavesOut> {
    let by_rules: Vec<LeavesOut> = rules
        .conflicts
        .iter()
        .filter(|conflict| conflict.entry == entry.id)
        .map(|conflict| LeavesOut {
            what: conflict.what.clone(),
            why: None,
            holds: match outcome(&conflict.rule, subject) {
                Outcome::Held => Truth::No,
                Outcome::Broken(_) => Truth::Yes,
                Outcome::Undecided(..) => Truth::Unknown,
            },
        })
        .collect();
    if !by_rules.is_empty() {
        return by_rules;
    }
    change
        .excluded
        .iter()
        .chain(&entry.excluded)
        .map(|exclusion| LeavesOut {
            what: exclusion.who.clone(),
            why: exclusion.why.clone(),
            holds: Truth::Unknown,
        })
        .collect()
}

/// The document and place of a setting: the rules', else the change's own in the document that names the version.
fn place(rules: &Rules, change: &SettingChange) -> Option<(String, Pointer)> {
    if let Some(place) = rules.settings.iter().find(|place| place.id == change.id) {
        return Some((place.document.clone(), place.pointer.clone()));
    }
    let pointer: Pointer = change.pointer.as_ref()?.raw().parse().ok()?;
    let document = rules.documents.iter().find(|kind| kind.version.is_some())?;
    Some((document.id.clone(), pointer))
}

fn standing(
    rules: &Rules,
    change: &SettingChange,
    document: &str,
    pointer: &Pointer,
    subject: &Subject<'_>,
) -> (Standing, Option<Untrusted>) {
    let Some(given) = subject.documents.get(document) else {
        return (Standing::NotKnown, None);
    };
    let values: Vec<&Value> = pointer
        .values(&given.value)
        .into_iter()
        .map(|(_, value)| value)
        .collect();
    let Some(first) = values.first() else {
        return (Standing::NotSet, None);
    };
    let is = |known: &SettingValue| match known.known() {
        Some(Value::Array(wanted)) if pointer.to_string().contains('*') => {
            wanted.iter().all(|one| values.contains(&one))
        }
        Some(wanted) => **first == *wanted,
        None => false,
    };
    let standing = if is(&change.new) {
        Standing::New
    } else if is(&change.old) {
        Standing::Old
    } else {
        Standing::Other
    };
    let found = match values.len() {
        1 => subject.mask.value(first, |text| is_word(rules, text)),
        count => Untrusted::from(format!("{count} values")),
    };
    (standing, Some(found))
}

/// Whether the version setting lets the account run a version: yes without a setting, `None` if it is no range.
pub fn reaches(setting: Option<&Value>, version: &SemVersion) -> Option<bool> {
    setting.map_or(Some(true), |value| allows(value, version))
}
