//! The catalogue of deprecated, removed, moved and changed symbols: what the change log says of them, and what the
//! published versions show.

mod observed;
mod states;

use std::collections::{BTreeMap, BTreeSet};

use crate::app::api::{Packages, unrecorded};
use crate::app::deprecations::observed::{Observed as Shown, Wanted, observed};
pub(crate) use crate::app::deprecations::states::Catalogue;
use crate::app::facts::{Facts, platform_name};
use crate::app::history::History;
use crate::app::{selector, versions};
use crate::domain::deprecation::{Observed, SymbolKind};
use crate::domain::document::deprecations::{
    DeprecationsDocument, SymbolRow, SymbolState, SymbolStatus,
};
use crate::domain::release::Stream;
use crate::domain::version::{Scheme, Version};
use crate::domain::when::Came;
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::policy::deprecations::{At, state};
use crate::store::Carries;

/// What a user asked for.
#[derive(Clone, Debug, Default)]
pub struct DeprecationsQuery {
    /// A symbol's path or its last part; without it all symbols.
    pub symbol: Option<String>,
    pub streams: Vec<String>,
    /// The version to give statuses at; without it the newest of each stream on the history's day.
    pub at: Option<String>,
    pub kinds: Vec<SymbolKind>,
    pub statuses: Vec<SymbolStatus>,
    /// Gone or going in this version or on this day.
    pub removed_in: Option<Version>,
    /// Only those of which no replacement is known.
    pub no_replacement: bool,
    /// Also what went in an earlier major without ever having been declared deprecated, and what only deep imports reach.
    pub all: bool,
}

/// The catalogue on the history's day, or at a version.
///
/// # Errors
/// An unknown stream, version or symbol: the nearest are named.
pub fn deprecations(
    history: &History,
    query: &DeprecationsQuery,
) -> Result<DeprecationsDocument, Error> {
    let facts = Facts::load(history, Carries::Deprecations)?;
    let streams = selector::streams(&facts.headers, &query.streams)?;
    let at = places(history, &facts, &streams, query)?;
    let mut groups = groups(&facts, history);
    let shown = shown(history, &streams, &at, &groups, query)?;
    for (stream, shown) in &shown {
        add_unsaid(&mut groups, stream, shown);
    }
    let wanted = query
        .symbol
        .as_deref()
        .map(|name| named(name, &groups))
        .transpose()?;
    let (mut symbols, mut filtered, mut not_yet) = (Vec::new(), 0, 0);
    for ((stream_id, symbol, kind), rows) in groups {
        if wanted.as_ref().is_some_and(|wanted| *wanted != symbol) {
            continue;
        }
        let place = streams
            .iter()
            .find(|stream| stream.id == stream_id)
            .and_then(|stream| at.get(&stream_id).map(|place| (*stream, place)));
        let Some((stream, place)) = place else {
            filtered += 1;
            continue;
        };
        let seen = shown
            .get(&stream_id)
            .filter(|_| kind.is_declared())
            .and_then(|shown| shown.symbols.get(&symbol).cloned());
        match state(rows, seen, stream, &history.policy, place) {
            Ok(state) if is_meant(&state, query) => symbols.push(state),
            Ok(_) => filtered += 1,
            Err(_not_yet) => not_yet += 1,
        }
    }
    symbols.sort_by_cached_key(order);
    Ok(DeprecationsDocument {
        as_of: history.as_of,
        platform: platform_name(&facts.headers),
        at: streams
            .iter()
            .filter_map(|stream| Some((stream.id.clone(), at.get(&stream.id)?.version.clone())))
            .filter(|(stream, _)| {
                facts
                    .entries
                    .iter()
                    .any(|(release, _)| release.stream == *stream)
            })
            .map(|(stream, version)| match version {
                // The whole day, not a release of it.
                Version::Date(day) => (
                    stream,
                    Version::Date(crate::domain::version::DateVersion { sequence: 1, ..day }),
                ),
                version @ Version::Semver(_) => (stream, version),
            })
            .collect(),
        coverage: facts.coverage(symbols.iter().map(|state| state.stream.as_str())),
        symbols,
        is_one: query.symbol.is_some(),
        filtered,
        not_yet,
        gone_before: shown.values().map(|shown| shown.gone_before).sum(),
        deep: shown.values().map(|shown| shown.deep).sum(),
        surfaces: shown.into_values().map(|shown| shown.age).collect(),
        left_out: facts.left_out,
    })
}

/// What published versions show, by stream.
fn shown(
    history: &History,
    streams: &[&Stream],
    at: &BTreeMap<String, At>,
    groups: &Groups,
    query: &DeprecationsQuery,
) -> Result<BTreeMap<String, Shown>, Error> {
    let packages = Packages::open(history)?;
    let names = packages.names()?;
    let mut shown = BTreeMap::new();
    for stream in streams {
        let Some(place) = at.get(&stream.id) else {
            continue;
        };
        let said: BTreeSet<&str> = groups
            .keys()
            .filter(|(of, _, kind)| *of == stream.id && kind.is_declared())
            .map(|(_, symbol, _)| symbol.as_str())
            .collect();
        let wanted = Wanted {
            at: &place.version,
            all: query.all || query.symbol.is_some(),
            named: &|path| said.contains(path),
        };
        let found = observed(&packages, &names, stream, &wanted)?;
        shown.extend(found.map(|found| (stream.id.clone(), found)));
    }
    Ok(shown)
}

/// Symbols of which the record says nothing.
fn add_unsaid(groups: &mut Groups, stream: &str, shown: &Shown) {
    let said: BTreeSet<String> = groups
        .keys()
        .filter(|(of, _, kind)| of == stream && kind.is_declared())
        .map(|(_, symbol, _)| symbol.clone())
        .collect();
    for (path, seen) in &shown.symbols {
        let life = &seen.life;
        let has_news = life.deprecated.is_some() || life.soft.is_some() || life.gone.is_some();
        if has_news && !said.contains(path) {
            groups.insert((stream.to_owned(), path.clone(), life.kind), Vec::new());
        }
    }
}

/// Where statuses are given, by stream. With `--at` only the stream that has that version.
fn places(
    history: &History,
    facts: &Facts,
    streams: &[&Stream],
    query: &DeprecationsQuery,
) -> Result<BTreeMap<String, At>, Error> {
    let day = history.as_of;
    if let Some(text) = &query.at {
        let recorded = selector::version_in(&facts.headers, text, &query.streams);
        let (stream, version) = match recorded {
            Ok(found) => found,
            Err(error) => {
                let mut known = facts.headers.clone();
                let packages = Packages::open(history)?;
                known.releases.extend(unrecorded(&known, &packages)?);
                // What it says of the releases is what the user needs.
                selector::version_in(&known, text, &query.streams).map_err(|_unknown| error)?
            }
        };
        let place = match version {
            Version::Date(version) => At::on(version.day),
            version @ Version::Semver(_) => At { version, day },
        };
        return Ok(BTreeMap::from([(stream, place)]));
    }
    let mut places = BTreeMap::new();
    for stream in streams {
        let place = match stream.scheme {
            Scheme::Date => Some(At::on(day)),
            Scheme::Semver => newest(history, facts, stream).map(|version| At { version, day }),
        };
        places.extend(place.map(|place| (stream.id.clone(), place)));
    }
    Ok(places)
}

/// The newest general release that is out; where no day is known, the newest that may be.
pub(crate) fn newest(history: &History, facts: &Facts, stream: &Stream) -> Option<Version> {
    let dated = versions::newest(history, &facts.headers, stream)
        .and_then(|release| release.version().cloned());
    dated.or_else(|| {
        facts
            .headers
            .releases
            .iter()
            .filter(|release| release.stream == stream.id && release.is_public(history.as_of))
            .filter(|release| facts.when(&release.id()).by(history.as_of) == Came::Yes)
            .filter_map(|release| release.version())
            .max()
            .cloned()
    })
}

type Groups = BTreeMap<(String, String, SymbolKind), Vec<SymbolRow>>;

/// What is said of each symbol, by stream, symbol and kind; what came later than the history's day is not seen.
fn groups(facts: &Facts, history: &History) -> Groups {
    let mut groups = Groups::new();
    for (release, entry) in &facts.entries {
        let when = facts.when(&release.id());
        if when.is_after(history.as_of) {
            continue;
        }
        for deprecation in &entry.deprecations {
            let key = (
                release.stream.clone(),
                deprecation.symbol.raw().to_owned(),
                deprecation.kind,
            );
            let sources = [&deprecation.sources, &entry.sources, &release.sources]
                .into_iter()
                .find(|sources| !sources.is_empty());
            groups.entry(key).or_default().push(SymbolRow {
                deprecation: deprecation.clone(),
                entry: entry.id.clone(),
                release: release.id(),
                when,
                sources: sources.cloned().unwrap_or_default(),
            });
        }
    }
    groups
}

/// The symbol that a name means: its path, or its last part if only one symbol has that.
fn named(name: &str, groups: &Groups) -> Result<String, Error> {
    let paths = || groups.keys().map(|(_, symbol, _)| symbol.as_str());
    if paths().any(|path| path == name) {
        return Ok(name.to_owned());
    }
    let tails: BTreeSet<&str> = paths()
        .filter(|path| path.rsplit('.').next() == Some(name))
        .collect();
    let tails: Vec<&str> = tails.into_iter().collect();
    let error = Error::new(format!("no deprecation names the symbol `{name}`"));
    match tails[..] {
        [only] => Ok(only.to_owned()),
        [] => {
            let mut near = nearest(name, paths(), 4);
            near.dedup();
            Err(error.hint(nearest_in_words(&near).unwrap_or_else(|| {
                "`forewarn deprecations` lists them; `forewarn search` looks into texts as well"
                    .to_owned()
            })))
        }
        _ => Err(
            Error::new(format!("`{name}` is the last part of several symbols"))
                .hint(format!("choose one: {}", tails.join(", "))),
        ),
    }
}

fn is_meant(state: &SymbolState, query: &DeprecationsQuery) -> bool {
    let goes_in = |wanted: &Version| {
        state.removal.as_ref() == Some(wanted)
            || match &state.gone {
                Some(Observed::At(version)) => version == wanted,
                Some(Observed::Between { by, .. }) => by == wanted,
                None => false,
            }
    };
    (query.kinds.is_empty() || query.kinds.contains(&state.kind))
        && (query.statuses.is_empty() || query.statuses.contains(&state.status))
        && query.removed_in.as_ref().is_none_or(goes_in)
        && !(query.no_replacement && state.replacement.is_some())
}

/// What is still there first, by its removal, then what is gone, the newest first.
fn order(state: &SymbolState) -> impl Ord + use<> {
    let is_gone = state.status <= SymbolStatus::Changed;
    let gone = match &state.gone {
        Some(Observed::At(version) | Observed::Between { by: version, .. }) => {
            Some(version.clone())
        }
        None => None,
    };
    (
        is_gone,
        std::cmp::Reverse(gone),
        (state.removal.is_none(), state.removal.clone()),
        state.gone.as_ref().map(ToString::to_string),
        state.status,
        state.symbol.raw().to_lowercase(),
        state.symbol.clone(),
        state.kind,
        state.stream.clone(),
    )
}
