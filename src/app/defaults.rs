//! What the defaults of an account are on a day, what changed in them, and the history of one setting.

use crate::app::facts::{self, Facts, platform_name};
use crate::app::history::History;
use crate::domain::date::Date;
use crate::domain::document::defaults::{DefaultsAnswer, DefaultsDocument};
use crate::domain::feature::{Feature, FeatureEvent};
use crate::domain::when::When;
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::policy::defaults::{Account, SettingFact, changes, setting, settings};
use crate::store::Carries;

/// What a user asked for.
#[derive(Clone, Debug, Default)]
pub struct DefaultsQuery {
    /// A setting's id; without it all settings.
    pub setting: Option<String>,
    /// The day the account was created; without it the history's day.
    pub created: Option<Date>,
    /// The version that the account runs, of the platform's first stream of versions.
    pub ui_version: Option<String>,
    /// What changed after `from` up to `until` is asked for, if either is there.
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// Answers for an account on the history's day, for one setting, or for a time.
///
/// # Errors
/// An account created after the history's day, an unknown setting (the nearest are named), a reversed time, a version
/// that is none.
pub fn defaults(history: &History, query: &DefaultsQuery) -> Result<DefaultsDocument, Error> {
    let created = query.created.unwrap_or(history.as_of);
    if created > history.as_of {
        return Err(Error::new(format!(
            "an account created on {created} is not there yet on {}",
            history.as_of
        ))
        .hint(format!("did you mean --as-of {created}?")));
    }
    let loaded = Facts::load(history, Carries::Settings)?;
    let running = query
        .ui_version
        .as_deref()
        .map(|text| facts::running(history, &loaded.headers, &loaded.days, text))
        .transpose()?;
    let remark = running.as_ref().and_then(|(_, remark)| remark.clone());
    let account = Account {
        created,
        seen: history.as_of,
        versions: running.into_iter().map(|(found, _)| found).collect(),
    };
    let (features, _) = history.store.features(&history.platform)?;
    let facts = setting_facts(&loaded, &features);
    let mut later = 0;
    let answer = if let Some(id) = &query.setting {
        let of_setting: Vec<&SettingFact> =
            facts.iter().filter(|fact| fact.change.id == *id).collect();
        if of_setting.is_empty() {
            return Err(unknown_setting(id, &facts, &loaded));
        }
        DefaultsAnswer::Setting(Box::new(setting(&of_setting, &account)))
    } else if query.from.is_some() || query.until.is_some() {
        let until = query.until.unwrap_or(history.as_of);
        check_time(query.from, until, history.as_of)?;
        DefaultsAnswer::Changes {
            from: query.from,
            until,
            moves: changes(&facts, query.from, until),
        }
    } else {
        let (states, first_known_later) = settings(&facts, &account);
        later = first_known_later;
        DefaultsAnswer::Account(states)
    };
    Ok(DefaultsDocument {
        as_of: history.as_of,
        created,
        versions: account.versions,
        remark,
        platform: platform_name(&loaded.headers),
        answer,
        later,
        coverage: loaded.coverage(facts.iter().map(|fact| fact.stream.as_str())),
        left_out: loaded.left_out,
    })
}

fn check_time(from: Option<Date>, until: Date, as_of: Date) -> Result<(), Error> {
    if let Some(from) = from.filter(|from| *from > until) {
        return Err(
            Error::new(format!("the time is reversed: {from} is after {until}"))
                .hint(format!("did you mean {until}..{from}?")),
        );
    }
    if until > as_of {
        return Err(Error::new(format!(
            "{until} is after {as_of}, the day that is answered for"
        ))
        .hint(format!("did you mean --as-of {until}?")));
    }
    Ok(())
}

/// When a feature first came, by its first move that has a day or a release with one.
fn first_move(loaded: &Facts, feature: &Feature) -> Option<When> {
    let when = |event: &FeatureEvent| match event.date {
        Some(_) => When::of(event.date),
        None => event
            .release
            .as_deref()
            .map_or_else(When::default, |id| loaded.when(id)),
    };
    feature.events.first().map(when)
}

/// The changes of settings that count on the history's day, in order of time.
///
/// # Errors
/// If the history cannot be read.
pub(crate) fn facts_of_settings(history: &History) -> Result<Vec<SettingFact>, Error> {
    let loaded = Facts::load(history, Carries::Settings)?;
    let (features, _) = history.store.features(&history.platform)?;
    Ok(setting_facts(&loaded, &features))
}

fn setting_facts(loaded: &Facts, features: &[Feature]) -> Vec<SettingFact> {
    let mut facts: Vec<SettingFact> = Vec::new();
    for (release, entry) in &loaded.entries {
        let Some(version) = release.version() else {
            continue;
        };
        for change in &entry.settings {
            let when = match change.effective.or(entry.effective) {
                Some(effective) => When::of(Some(effective)),
                None => loaded.when(&release.id()),
            };
            // What came with a version, or needs one, did not come before it.
            let needed = entry.requires.iter().filter_map(|(stream, range)| {
                let version = range.strip_prefix(">=")?;
                Some(format!("{stream}/{version}"))
            });
            let when = needed.chain([release.id()]).fold(when, |when, release| {
                when.not_before(loaded.when(&release).bounds.not_before)
            });
            let feature_came = features
                .iter()
                .find(|feature| entry.feature.as_ref() == Some(&feature.id))
                .and_then(|feature| first_move(loaded, feature))
                .filter(|came| came.sort_day() < when.sort_day());
            let mut change = change.clone();
            change.excluded.extend(entry.excluded.iter().cloned());
            facts.push(SettingFact {
                change,
                entry: entry.id.clone(),
                release: release.id(),
                stream: release.stream.clone(),
                stream_name: loaded.stream_name(&release.stream),
                version: version.clone(),
                when,
                feature_came,
                applies_to: entry.applies_to,
                requires: entry.requires.clone(),
                related: entry.related.clone(),
                sources: if entry.sources.is_empty() {
                    release.sources.clone()
                } else {
                    entry.sources.clone()
                },
            });
        }
    }
    // Effective days may differ from those of the releases.
    facts.sort_by_key(|fact| (fact.when.sort_day().is_none(), fact.when.sort_day()));
    facts
}

fn unknown_setting(id: &str, facts: &[SettingFact], loaded: &Facts) -> Error {
    let known: std::collections::BTreeSet<&str> =
        facts.iter().map(|fact| fact.change.id.as_str()).collect();
    let near = nearest(id, known.iter().copied(), 3);
    let hint = nearest_in_words(&near).unwrap_or_else(|| {
        format!(
            "`forewarn defaults` lists the settings of {}",
            loaded.headers.platform.id
        )
    });
    Error::new(format!("there is no setting `{id}`")).hint(hint)
}
