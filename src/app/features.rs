//! How far features are on a day, and whether an account has them.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::facts::{self, platform_name};
use crate::app::history::History;
use crate::app::{notes, show};
use crate::domain::changelog::Changelog;
use crate::domain::date::Date;
use crate::domain::deprecation::Observed;
use crate::domain::document::features::{FeatureState, FeaturesDocument, StageOn};
use crate::domain::document::notes::Coverage;
use crate::domain::document::record::Link;
use crate::domain::feature::{Feature, Toggle};
use crate::domain::release::{Release, Stage, State};
use crate::domain::version::{Scheme, SemVersion};
use crate::domain::when::{Came, When};
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::policy::features::{Account, Surroundings, state};
use crate::store::Selection;

/// What a user asked for.
#[derive(Clone, Debug, Default)]
pub struct FeaturesQuery {
    /// A feature's id; without it all features.
    pub id: Option<String>,
    pub stage: Option<StageOn>,
    /// Moves on this day or later, instead of states.
    pub since: Option<Date>,
    pub created: Option<Date>,
    /// The version that the account runs, of the platform's first stream of versions.
    pub ui_version: Option<String>,
    pub opted_in: Vec<String>,
}

/// The features on the history's day.
///
/// # Errors
/// An unknown feature (the nearest are named), a version that is none, an account created after the history's day.
pub fn features(history: &History, query: &FeaturesQuery) -> Result<FeaturesDocument, Error> {
    let headers = history.headers()?;
    let catalogue = Catalogue::load(history, &headers)?;
    let features = &catalogue.features;
    let toggles = catalogue.toggles_by(history.as_of);
    for id in query.id.iter().chain(&query.opted_in) {
        if !features.iter().any(|feature| feature.id == *id) {
            return Err(unknown_feature(id, features));
        }
    }
    if let Some(created) = query.created.filter(|created| *created > history.as_of) {
        return Err(Error::new(format!(
            "an account created on {created} is not there yet on {}",
            history.as_of
        ))
        .hint(format!("did you mean --as-of {created}?")));
    }
    let running = query
        .ui_version
        .as_deref()
        .map(|text| facts::running(history, &headers, &catalogue.days, text))
        .transpose()?;
    let remark = running.as_ref().and_then(|(_, remark)| remark.clone());
    let account = Account {
        created: query.created,
        versions: running.into_iter().map(|(found, _)| found).collect(),
        opted_in: query.opted_in.iter().cloned().collect(),
    };
    let (mut shown, mut later, mut first_known) = (Vec::new(), 0, None);
    for feature in features {
        if query.id.as_ref().is_some_and(|id| *id != feature.id) {
            continue;
        }
        match catalogue.state(feature, &account, history.as_of) {
            Some(state) if is_meant(&state, query) => shown.push(state),
            Some(_) => {}
            None => {
                later += 1;
                first_known = catalogue.first_day(feature);
            }
        }
    }
    let entries = match &query.id {
        Some(id) => entries(history, &shown, id)?,
        None => Vec::new(),
    };
    Ok(FeaturesDocument {
        as_of: history.as_of,
        platform: platform_name(&headers),
        created: query.created,
        versions: account.versions,
        remark,
        opted_in: query.opted_in.clone(),
        since: query.since,
        asked: query.id.clone(),
        is_one: query.id.is_some(),
        entries,
        toggles: toggles
            .iter()
            .filter(|toggle| query.id.is_some() && toggle.feature == query.id)
            .cloned()
            .collect(),
        first_known: first_known.filter(|_| query.id.is_some()),
        later,
        loose_toggles: toggles
            .iter()
            .filter(|toggle| is_loose(toggle, features))
            .count(),
        coverage: coverage(&headers, &shown),
        features: shown,
    })
}

/// A platform's features with what their states are computed from.
pub(crate) struct Catalogue {
    /// Without the moves that came with a release which is not public on the history's day.
    features: Vec<Feature>,
    toggles: Vec<Toggle>,
    days: BTreeMap<String, When>,
    published: BTreeMap<String, When>,
    /// The platform's first stream of versions.
    stream: String,
    majors: Vec<(SemVersion, When)>,
}

impl Catalogue {
    pub(crate) fn load(history: &History, headers: &Changelog) -> Result<Self, Error> {
        let (features, toggles) = history.store.features(&history.platform)?;
        let days = facts::days(history, headers);
        let stream = headers
            .streams
            .iter()
            .find(|one| one.scheme == Scheme::Semver)
            .map_or_else(String::new, |one| one.id.clone());
        Ok(Self {
            published: published(history, headers, &features, &days)?,
            features: features
                .iter()
                .map(|feature| public(history, headers, feature))
                .collect(),
            toggles,
            majors: majors(headers, &stream, &days),
            stream,
            days,
        })
    }

    /// The toggles that packages had shown by the day, without what only a later one shows.
    fn toggles_by(&self, day: Date) -> Vec<Toggle> {
        let has_come = |at: &Observed| {
            let (Observed::At(version) | Observed::Between { by: version, .. }) = at;
            self.days
                .get(&format!("{}/{version}", self.stream))
                .is_none_or(|when| when.by(day) != Came::No)
        };
        self.toggles
            .iter()
            .filter(|toggle| toggle.first_observed.as_ref().is_none_or(has_come))
            .map(|toggle| {
                let mut toggle = toggle.clone();
                toggle.last_observed = toggle.last_observed.filter(has_come);
                toggle.gone = toggle.gone.filter(has_come);
                toggle
            })
            .collect()
    }

    /// The first day on which a move of the feature came for certain.
    fn first_day(&self, feature: &Feature) -> Option<Date> {
        let of_release = |id: &String| self.days.get(id)?.bounds.no_later_than;
        feature
            .events
            .iter()
            .filter_map(|event| match event.date {
                Some(dated) => Some(dated.on),
                None => event.release.as_ref().and_then(of_release),
            })
            .min()
    }

    pub(crate) fn feature(&self, id: &str) -> Option<&Feature> {
        self.features.iter().find(|feature| feature.id == id)
    }

    /// The feature whose id is most like one that is not there.
    pub(crate) fn nearest(&self, id: &str) -> Option<&str> {
        let ids = self.features.iter().map(|feature| feature.id.as_str());
        nearest(id, ids, 1).first().copied()
    }

    pub(crate) fn state(
        &self,
        feature: &Feature,
        account: &Account,
        day: Date,
    ) -> Option<FeatureState> {
        let around = Surroundings {
            days: &self.days,
            published: &self.published,
            stream: &self.stream,
            toggles: &self.toggles,
            majors: &self.majors,
        };
        state(feature, &around, account, day)
    }
}

/// How far the streams reach that the features come from: those that their moves and ranges name, and those of days.
fn coverage(headers: &Changelog, shown: &[FeatureState]) -> Vec<Coverage> {
    let named: BTreeSet<&str> = shown
        .iter()
        .flat_map(|state| {
            let ranges = state.feature.compatible.keys().map(String::as_str);
            let releases = state
                .moves
                .iter()
                .filter_map(|step| step.event.release.as_deref()?.split('/').next());
            ranges.chain(releases)
        })
        .collect();
    headers
        .streams
        .iter()
        .filter(|stream| stream.scheme == Scheme::Date || named.contains(stream.id.as_str()))
        .map(notes::coverage)
        .collect()
}

/// The feature without the moves that came with a release which is not public on the history's day.
fn public(history: &History, headers: &Changelog, feature: &Feature) -> Feature {
    let mut feature = feature.clone();
    feature.events.retain(|event| {
        event
            .release
            .as_deref()
            .and_then(|id| id.split_once('/'))
            .and_then(|(stream, place)| headers.release(stream, place))
            .is_none_or(|release| {
                release.is_public(history.as_of) && release.state != State::Withdrawn
            })
    });
    feature
}

fn is_loose(toggle: &Toggle, features: &[Feature]) -> bool {
    toggle.feature.is_none()
        && !features
            .iter()
            .any(|feature| feature.toggle.as_ref() == Some(&toggle.flag))
}

fn is_meant(state: &FeatureState, query: &FeaturesQuery) -> bool {
    let is_stage = query.stage.is_none_or(|stage| state.stage == stage);
    let has_moved = query.since.is_none_or(|since| {
        state
            .moves
            .iter()
            .any(|step| step.when.sort_day().is_some_and(|day| day >= since))
    });
    is_stage && has_moved
}

/// When the entries were published that moves name, by their ids; those that readers may not see on the history's day are
/// left out.
fn published(
    history: &History,
    headers: &Changelog,
    features: &[Feature],
    days: &BTreeMap<String, When>,
) -> Result<BTreeMap<String, When>, Error> {
    let ids: Vec<&str> = features
        .iter()
        .flat_map(|feature| &feature.events)
        .filter_map(|event| event.entry.as_deref())
        .collect();
    let homes = history.store.homes_of_entries(&history.platform, &ids)?;
    let is_out = |home: &str| {
        home.split_once('/')
            .and_then(|(stream, place)| headers.release(stream, place))
            .is_some_and(|release| {
                release.is_public(history.as_of) && release.state != State::Withdrawn
            })
    };
    Ok(homes
        .into_iter()
        .filter(|(_, home)| is_out(home))
        .map(|(id, home)| (id, days.get(&home).copied().unwrap_or_default()))
        .collect())
}

/// The first general release of each major of a stream.
fn majors(
    headers: &Changelog,
    stream: &str,
    days: &BTreeMap<String, When>,
) -> Vec<(SemVersion, When)> {
    let mut majors: BTreeMap<u64, (SemVersion, When)> = BTreeMap::new();
    let general = |release: &&Release| {
        release.stream == stream && release.stage == Stage::Ga && release.state == State::Published
    };
    for release in headers.releases.iter().filter(general) {
        let Some(version) = release.version().and_then(|version| version.semver()) else {
            continue;
        };
        let when = days.get(&release.id()).copied().unwrap_or_default();
        majors
            .entry(version.major())
            .or_insert_with(|| (version.clone(), when));
    }
    majors.into_values().collect()
}

/// The entries that a feature's moves name, and those that say they belong to it.
fn entries(history: &History, shown: &[FeatureState], id: &str) -> Result<Vec<Link>, Error> {
    let mut ids: BTreeSet<String> = shown
        .iter()
        .flat_map(|state| &state.moves)
        .filter_map(|step| step.event.entry.clone())
        .collect();
    ids.extend(history.store.entries_of_feature(&history.platform, id)?);
    let wanted: Vec<&str> = ids.iter().map(String::as_str).collect();
    let homes: BTreeSet<String> = history
        .store
        .homes_of_entries(&history.platform, &wanted)?
        .into_values()
        .collect();
    let changelog = history.load(Selection::Only(&homes))?;
    let days = facts::days(history, &changelog);
    Ok(changelog
        .entries()
        .filter(|(release, entry)| ids.contains(&entry.id) && facts::is_open(release, entry))
        .filter(|(release, _)| {
            release.is_public(history.as_of)
                && days
                    .get(&release.id())
                    .is_none_or(|when| when.by(history.as_of) != Came::No)
        })
        .map(|(release, entry)| show::link("entry", release, entry))
        .collect())
}

fn unknown_feature(id: &str, features: &[Feature]) -> Error {
    let near = nearest(id, features.iter().map(|feature| feature.id.as_str()), 3);
    let hint =
        nearest_in_words(&near).unwrap_or_else(|| "`forewarn features` lists them".to_owned());
    Error::new(format!("there is no feature `{id}`")).hint(hint)
}
