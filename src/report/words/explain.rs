//! The life of a symbol, told in sentences. As in [`super::api`] nothing is neutralised here.

use crate::domain::document::api::LifeDocument;
use crate::domain::document::deprecations::{RemovalSource, SymbolState};
use crate::domain::version::Version;
use crate::report::words::api;

/// What it is, since when, whether it is deprecated, when it goes or went, what to use instead, what the change log says.
pub(crate) fn sentences(document: &LifeDocument, state: Option<&SymbolState>) -> Vec<String> {
    let mut told = vec![what(document)];
    told.extend(deprecated(document));
    told.extend(going(document, state));
    told.extend(instead(document, state));
    told.extend(document.said.iter().map(|(entry, release, says)| {
        format!("The change log says in {release} ({entry}): {says}.")
    }));
    told
}

fn what(document: &LifeDocument) -> String {
    let life = &document.life;
    let mut text = format!(
        "{} is {} of {}, there {}",
        life.symbol,
        api::a_kind(life.kind),
        document.package,
        api::since(&life.first_seen)
    );
    if let Some(by) = &life.declared_by {
        text = format!("{text}; {by} declares it");
    }
    if !life.root {
        text.push_str("; only a deep import reaches it");
    }
    if life.private {
        text.push_str("; its authors mark it as not for others");
    }
    text + "."
}

fn deprecated(document: &LifeDocument) -> Vec<String> {
    let life = &document.life;
    match (&life.deprecated, &life.soft) {
        (Some(declared), _) => {
            let is_now = life.gone.is_some()
                || !life
                    .events
                    .iter()
                    .rev()
                    .map(|event| event.kind)
                    .take_while(|kind| *kind != crate::domain::api::life::EventKind::Deprecated)
                    .any(|kind| kind == crate::domain::api::life::EventKind::NoLongerDeprecated);
            let lead = if life.gone.is_some() || !is_now {
                "It was"
            } else {
                "It is"
            };
            let said = api::declared(declared, false);
            let mut told = vec![if declared.partly {
                format!("{}.", capital(&said))
            } else {
                format!("{lead} {said}.")
            }];
            if !is_now {
                told.push("The newest version no longer says so.".to_owned());
            }
            told
        }
        (None, Some(soft)) => vec![format!("{}.", capital(&api::declared(soft, true)))],
        (None, None) if life.gone.is_some() => {
            vec!["No version that was read declared it deprecated.".to_owned()]
        }
        (None, None) => vec!["It is not deprecated in any version that was read.".to_owned()],
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect())
        + letters.as_str()
}

/// When it went or is to go.
fn going(document: &LifeDocument, state: Option<&SymbolState>) -> Vec<String> {
    let life = &document.life;
    if let Some(gone) = &life.gone {
        let mut text = format!(
            "It is gone: removed {}, last seen in {}",
            api::moment(&gone.removed_in),
            life.last_seen
        );
        if let Some(prerelease) = &gone.prerelease {
            text = format!("{text}, missing already in {prerelease}");
        }
        let mut told = vec![text + "."];
        told.extend(document.remnant.as_ref().map(|remnant| {
            format!("A deep import still reaches {remnant}; nothing promises that it stays.")
        }));
        return told;
    }
    let noticed = [&life.deprecated, &life.soft]
        .into_iter()
        .flatten()
        .find_map(|declared| declared.notice.removal.as_deref());
    if let Some(removal) = noticed {
        return vec![format!("Its notice says that it goes in {removal}.")];
    }
    let removal = state.and_then(|state| Some((state.removal.as_ref()?, state.removal_source)));
    if let Some((removal, source)) = removal {
        let at = match removal {
            Version::Semver(version) => format!("in {version}"),
            Version::Date(day) => format!("on {day}"),
        };
        let by = match source {
            Some(RemovalSource::Policy) => "by the platform's policy",
            _ => "as the change log states",
        };
        return vec![format!("It is to go {at}, {by}.")];
    }
    if life.deprecated.is_some() || life.soft.is_some() {
        vec!["No source says when it goes.".to_owned()]
    } else {
        Vec::new()
    }
}

fn instead(document: &LifeDocument, state: Option<&SymbolState>) -> Vec<String> {
    if !document.replacements.is_empty() {
        return document
            .replacements
            .iter()
            .map(|one| format!("Instead of it there is {}.", api::replacement(one)))
            .collect();
    }
    let stated = state.and_then(|state| state.replacement.as_ref());
    if let Some(stated) = stated {
        return vec![format!(
            "The change log offers instead: {}.",
            stated.raw().trim_end_matches('.')
        )];
    }
    let life = &document.life;
    if life.deprecated.is_some() || life.soft.is_some() || life.gone.is_some() {
        vec!["No replacement is known.".to_owned()]
    } else {
        Vec::new()
    }
}
