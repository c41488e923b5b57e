//! What is said of a finding, in sentences.

use crate::app::scan::window::Window;
use crate::domain::document::deprecations::SymbolState;
use crate::domain::document::scan::Status;
use crate::domain::surface::notice::{Notice, Source};
use crate::domain::version::{SemVersion, Version};
use crate::scan::uses::{Then, Use};

/// The facts on a finding, and the sentences made of them.
pub(super) struct Told {
    pub(super) message: String,
    pub(super) notes: Vec<String>,
    pub(super) declared_since: Option<String>,
    pub(super) first_observed: Option<String>,
    pub(super) removed_in: Option<String>,
    pub(super) removal: Option<String>,
    pub(super) replacement: Option<String>,
    pub(super) replacement_since: Option<String>,
}

pub(super) fn told(
    status: Status,
    one: &Use,
    state: Option<&SymbolState>,
    window: &Window,
) -> Told {
    let notice = match &one.then {
        Then::There { deprecated } => deprecated.as_ref(),
        Then::Spared | Then::Gone | Then::Recorded | Then::Other | Then::Unknown => None,
    };
    let observed = state.and_then(|state| state.observed.as_ref());
    let declared =
        observed.and_then(|seen| seen.life.deprecated.as_ref().or(seen.life.soft.as_ref()));
    let replacement = state
        .and_then(|state| state.replacement.as_ref())
        .map(|text| text.raw().to_owned())
        .or_else(|| notice.and_then(|notice| notice.replacements.first().cloned()));
    let mut told = Told {
        message: String::new(),
        notes: Vec::new(),
        declared_since: state
            .and_then(|state| state.declared_since.as_ref())
            .map(ToString::to_string)
            .or_else(|| notice.and_then(|notice| notice.since.clone())),
        first_observed: declared.map(|declared| declared.first_observed.to_string()),
        // A path may be gone while what it leads to is still there under another owner.
        removed_in: state
            .and_then(|state| state.gone.as_ref())
            .filter(|_| status <= Status::Changed)
            .map(ToString::to_string),
        removal: state
            .and_then(|state| state.removal.as_ref())
            .map(ToString::to_string),
        replacement,
        replacement_since: state
            .and_then(|state| state.replacement_since.as_ref())
            .map(ToString::to_string),
    };
    told.message = message(status, one, &told, window);
    advise(&mut told, state, notice, window);
    told
}

fn message(status: Status, one: &Use, told: &Told, window: &Window) -> String {
    let symbol = &one.symbol;
    let since = told
        .declared_since
        .as_ref()
        .map_or_else(String::new, |since| format!(" since {since}"));
    match status {
        Status::Removed => match &told.removed_in {
            Some(at) => format!("{symbol} was removed in {at}"),
            None => format!("{symbol} does not exist in {}", window.to),
        },
        Status::Moved => match &told.removed_in {
            Some(at) => format!("{symbol} moved in {at}"),
            None => format!("{symbol} is elsewhere in {}", window.to),
        },
        Status::Changed => match &told.removed_in {
            Some(at) => format!("{symbol} changed in {at}, and is not compatible"),
            None => format!("{symbol} is not compatible in {}", window.to),
        },
        Status::Overdue => match &told.removal {
            Some(removal) => format!(
                "{symbol} is deprecated{since} and was to be removed in {removal}: it may go with any release"
            ),
            None => format!("{symbol} is deprecated{since}, and overdue"),
        },
        Status::Scheduled => match &told.removal {
            Some(removal) => {
                format!("{symbol} is deprecated{since} and will be removed in {removal}")
            }
            None => format!("{symbol} is deprecated{since}"),
        },
        Status::Deprecated => format!("{symbol} is deprecated{since}"),
        Status::Soft if is_attribute(one) => {
            format!("{symbol} is deprecated{since}, of which the compiler says nothing here")
        }
        Status::Soft => format!("{symbol} is called deprecated in comments or notes only{since}"),
    }
}

/// Whether an attribute calls it deprecated, and no text.
fn is_attribute(one: &Use) -> bool {
    matches!(&one.then, Then::There { deprecated: Some(notice) } if notice.source == Source::Attribute)
}

/// What to do; advice that the version in use cannot follow yet says which one can.
fn advise(told: &mut Told, state: Option<&SymbolState>, notice: Option<&Notice>, window: &Window) {
    if let Some(replacement) = &told.replacement {
        let missing = state
            .and_then(|state| state.observed.as_ref())
            .is_some_and(|seen| {
                !seen.replacements.is_empty()
                    && seen.replacements.iter().all(|one| one.symbol.is_none())
            });
        let since = state
            .and_then(|state| state.replacement_since.as_ref())
            .and_then(Version::semver);
        // Every format names the replacement itself.
        told.notes.extend(match since {
            _ if missing => Some(format!(
                "{replacement} is named in its place, and does not exist"
            )),
            Some(since) if *since > window.from => Some(format!(
                "{replacement} exists since {since}: upgrade there first"
            )),
            _ => None,
        });
    }
    let declared = told
        .declared_since
        .as_ref()
        .and_then(|since| since.parse().ok());
    if declared.is_some_and(|since: SemVersion| since > window.to) {
        told.notes.push(format!(
            "that is declared for a version after {}",
            window.to
        ));
    }
    if let Some(example) = notice.and_then(|notice| notice.example.clone()) {
        told.notes.push(format!("example: {example}"));
    }
}
