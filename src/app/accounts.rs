//! What each account of an accounts file runs on a day, and what it will be moved to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::app::FILE_LIMIT;
use crate::app::check::sensible;
use crate::app::features::Catalogue;
use crate::app::history::History;
use crate::app::notes::{NotesQuery, notes_on};
use crate::app::selector;
use crate::app::versions::{data_age, published_ends, release_facts, releases};
use crate::app::workspace::Workspace;
use crate::changelog::accounts::read_accounts;
use crate::domain::account::{Account, Choice};
use crate::domain::changelog::Changelog;
use crate::domain::date::{Date, Dated};
use crate::domain::document::accounts::{
    AccountFeature, AccountStatus, AccountsDocument, Move, Running, SCHEMA, Setting,
};
use crate::domain::document::features::{Available, SupportScope};
use crate::domain::feature::PublishedEnd;
use crate::domain::problem::{Problem, Severity};
use crate::domain::release::{Release, State, Stream};
use crate::domain::text::Untrusted;
use crate::domain::version::{Scheme, Version};
use crate::domain::within::Within;
use crate::error::Error;
use crate::policy;
use crate::policy::accounts::{NextMove, Record, Seat, Situation};
use crate::policy::gate::EndOfLife;
use crate::policy::lifecycle::ReleaseFacts;
use crate::system::System;

/// The name of an accounts file where nobody names another.
const ACCOUNTS: &str = "accounts.toml";

/// What a user asked for.
#[derive(Clone, Debug, Default)]
pub struct AccountsQuery {
    pub stream: Option<String>,
    /// Only accounts whose version has ended or ends in that time, and those of which it is not known.
    pub ending_within: Option<Within>,
}

/// An accounts file, as it was read.
#[derive(Debug)]
pub struct AccountsFile {
    /// Below the working directory, if it is there.
    pub path: String,
    pub accounts: Vec<Account>,
    /// Warnings, for the user.
    pub problems: Vec<Problem>,
}

/// The accounts file that a command works on; `None` if none is named and none is there.
///
/// # Errors
/// If it cannot be read or has an error: then nothing is answered.
pub fn accounts_file(system: &System, named: Option<&Path>) -> Result<Option<AccountsFile>, Error> {
    let path = find(system, named, ACCOUNTS, |workspace| {
        workspace.accounts.clone()
    })?;
    let Some(path) = path else {
        return Ok(None);
    };
    let (text, shown) = text_of(system, &path)?;
    let (accounts, problems) = read_accounts(&text, &shown);
    Ok(Some(AccountsFile {
        accounts,
        problems: sound(&shown, problems)?,
        path: shown,
    }))
}

/// A file that a user named; else the one that the workspace names; else the usual one beside
/// `forewarn.toml`, or here where there is no workspace.
pub(crate) fn find(
    system: &System,
    named: Option<&Path>,
    usual: &str,
    configured: impl Fn(&Workspace) -> Option<PathBuf>,
) -> Result<Option<PathBuf>, Error> {
    if let Some(named) = named {
        return Ok(Some(named.to_owned()));
    }
    let workspace = Workspace::find(system, system.cwd())?;
    if let Some(path) = workspace.as_ref().and_then(configured) {
        return Ok(Some(path));
    }
    let folder = workspace.map_or_else(|| system.cwd().to_owned(), |workspace| workspace.root);
    let path = folder.join(usual);
    Ok(system.is_file(&path).then_some(path))
}

/// The text of a file and what messages call it: its path below the working directory, if it is there.
pub(crate) fn text_of(system: &System, path: &Path) -> Result<(String, String), Error> {
    let full = system.absolute(path);
    let shown = full.strip_prefix(system.cwd()).unwrap_or(&full);
    let shown = shown.to_string_lossy().into_owned();
    let text = String::from_utf8(system.read_regular(path, FILE_LIMIT)?)
        .map_err(|_not_utf8| Error::new(format!("{shown} is not UTF-8")))?;
    Ok((text, shown))
}

/// Passes problems on unless one is an error.
pub(crate) fn sound(file: &str, problems: Vec<Problem>) -> Result<Vec<Problem>, Error> {
    let is_bad = |problem: &Problem| problem.severity == Severity::Error;
    if !problems.iter().any(is_bad) {
        return Ok(problems);
    }
    Err(
        Error::problems(format!("{file} cannot be used as it is"), problems)
            .hint("`forewarn accounts --help` and `forewarn check --help` describe these files"),
    )
}

/// The stream that accounts run a version of: the one named, else the first with versions that the policy covers.
///
/// # Errors
/// If it does not exist, is versioned by date, or the policy states no rules for it.
pub(crate) fn hosted_stream<'a>(
    history: &History,
    headers: &'a Changelog,
    named: Option<&str>,
) -> Result<&'a Stream, Error> {
    let has_rules =
        |stream: &Stream| stream.scheme == Scheme::Semver && history.policy.covers(&stream.id);
    let Some(id) = named else {
        return headers
            .streams
            .iter()
            .find(|stream| has_rules(stream))
            .ok_or_else(|| no_rules(history, headers));
    };
    let stream = headers
        .stream(id)
        .ok_or_else(|| selector::no_stream(headers, id))?;
    if has_rules(stream) {
        return Ok(stream);
    }
    Err(Error::new(format!(
        "the policy `{}` states no rules for the stream {id}",
        history.policy.name
    ))
    .hint("leave --stream out for the first stream that it covers"))
}

/// Why no stream has versions that the policy covers, and what to write where.
fn no_rules(history: &History, headers: &Changelog) -> Error {
    const STREAM: &str = "changelog/streams.toml needs a stream with versions: `[[stream]]` with `id = \"app\"` and \
                          `scheme = \"semver\"`";
    let platform = &headers.platform.id;
    let versioned: Vec<String> = headers
        .streams
        .iter()
        .filter(|stream| stream.scheme == Scheme::Semver)
        .map(|stream| format!("\"{}\"", stream.id))
        .collect();
    if headers.streams.is_empty() {
        return Error::new(format!("the platform {platform} has no streams yet")).hint(STREAM);
    }
    if versioned.is_empty() {
        return Error::new(format!(
            "every stream of {platform} is versioned by date: no account runs a version of it"
        ))
        .hint(STREAM);
    }
    Error::new(format!(
        "the policy `{}` states no rules for a stream of {platform}",
        history.policy.name
    ))
    .hint(format!(
        "in policy.toml, `streams = [{}]` under `[lifecycle]` names the streams that it covers",
        versioned.join(", ")
    ))
}

/// The record of a stream for the policy: what is public, and what is scheduled for a known day.
pub(crate) struct Known {
    pub(crate) releases: Vec<ReleaseFacts>,
    pub(crate) ends: Vec<PublishedEnd>,
    pub(crate) covers_until: Option<Date>,
    stream_covers_until: Option<Date>,
}

impl Known {
    pub(crate) fn new(history: &History, headers: &Changelog, stream: &Stream) -> Self {
        Self {
            releases: releases(headers, stream).filter_map(facts).collect(),
            ends: published_ends(headers, stream),
            covers_until: stream.covers_until.or(history.recorded),
            stream_covers_until: stream.covers_until,
        }
    }

    /// The last day that the record says something of: its own, or that of its newest release.
    pub(crate) fn known_until(&self) -> Option<Date> {
        let newest = self
            .releases
            .iter()
            .filter_map(|facts| facts.date)
            .map(|dated| dated.on)
            .max();
        self.stream_covers_until.max(newest)
    }

    pub(crate) fn seat<'a>(&'a self, history: &'a History) -> Seat<'a> {
        let record = Record {
            releases: &self.releases,
            ends: &self.ends,
            policy: &history.policy,
            covers_until: self.covers_until,
        };
        Seat::new(record, self.stream_covers_until, history.as_of)
    }
}

fn facts(release: &Release) -> Option<ReleaseFacts> {
    let date = match release.state {
        State::Draft | State::Review => return None,
        State::Published | State::Withdrawn => release.date,
        State::Scheduled => {
            let day = release.publication()?;
            Some(Dated::exact(
                release.date.map_or(day, |dated| dated.on.max(day)),
            ))
        }
    };
    Some(ReleaseFacts {
        date,
        ..release_facts(release)?
    })
}

/// Lists the accounts of a file with what they run.
///
/// # Errors
/// No accounts file, one with errors, an unknown stream.
pub fn accounts(
    history: &History,
    file: &AccountsFile,
    query: &AccountsQuery,
) -> Result<AccountsDocument, Error> {
    if let Some(within) = query.ending_within {
        sensible(within, "--ending-within", history.as_of)?;
    }
    let headers = history.headers()?;
    let stream = hosted_stream(history, &headers, query.stream.as_deref())?;
    let known = Known::new(history, &headers, stream);
    let seat = known.seat(history);
    let until = query
        .ending_within
        .map(|within| within.after(history.as_of));
    let gate = until.map(|until| EndOfLife {
        as_of: history.as_of,
        until,
        fail_on_unknown: false,
        known_until: known.known_until(),
        rules: history.policy.lifecycle,
    });
    let situations: Vec<(&Account, Situation)> = file
        .accounts
        .iter()
        .map(|account| (account, seat.of(account)))
        .filter(|(_, situation)| gate.is_none_or(|gate| gate.may_end(&situation.runs)))
        .collect();
    let left_out = file.accounts.len() - situations.len();
    let mut counts = Counts {
        history,
        stream,
        known: BTreeMap::new(),
    };
    let catalogue = if situations
        .iter()
        .any(|(account, _)| !account.features.is_empty())
    {
        Some(Catalogue::load(history, &headers)?)
    } else {
        None
    };
    let mut accounts = Vec::new();
    for (account, situation) in situations {
        let features = catalogue.as_ref().map_or_else(Vec::new, |catalogue| {
            features(catalogue, account, stream, &situation.runs, history.as_of)
        });
        accounts.push(status(
            account,
            situation,
            features,
            history.as_of,
            &mut counts,
        )?);
    }
    Ok(AccountsDocument {
        schema: SCHEMA,
        as_of: history.as_of,
        platform: headers.platform.id.clone(),
        stream: stream.id.clone(),
        name: stream.display_name(),
        file: Untrusted::from(file.path.as_str()),
        ending_within: query.ending_within,
        until,
        accounts,
        left_out,
        data: data_age(&headers, stream),
    })
}

/// How the features that an account opted in to stand for it, with the version that it runs.
fn features(
    catalogue: &Catalogue,
    account: &Account,
    stream: &Stream,
    runs: &Running,
    as_of: Date,
) -> Vec<AccountFeature> {
    let asked = policy::features::Account {
        created: account.created,
        versions: runs
            .version
            .iter()
            .map(|version| (stream.id.clone(), version.clone()))
            .collect(),
        opted_in: account
            .features
            .iter()
            .map(|id| id.raw().to_owned())
            .collect(),
    };
    let of = |id: &Untrusted| {
        let unknown = |name: Option<Untrusted>, why: String| AccountFeature {
            id: id.clone(),
            name,
            stage: None,
            available: Available::No,
            why: vec![why],
            support: SupportScope::Unknown,
        };
        let Some(feature) = catalogue.feature(id.raw()) else {
            let hint = match catalogue.nearest(id.raw()) {
                Some(near) => format!("the nearest is `{near}`"),
                None => "`forewarn features` lists those it has".to_owned(),
            };
            return AccountFeature {
                available: Available::Unknown,
                ..unknown(None, format!("the record has no such feature; {hint}"))
            };
        };
        match catalogue.state(feature, &asked, as_of) {
            Some(state) => AccountFeature {
                id: id.clone(),
                name: Some(feature.name.clone()),
                stage: Some(state.stage),
                available: state.available,
                why: state.why,
                support: state.support.scope,
            },
            None => unknown(
                Some(feature.name.clone()),
                format!("it is not there yet on {as_of}"),
            ),
        }
    };
    account.features.iter().map(of).collect()
}

fn status(
    account: &Account,
    situation: Situation,
    features: Vec<AccountFeature>,
    as_of: Date,
    counts: &mut Counts<'_>,
) -> Result<AccountStatus, Error> {
    let from = situation.runs.version.clone();
    let next = situation
        .next
        .map(|next| counts.next(from.as_ref(), next))
        .transpose()?;
    Ok(AccountStatus {
        name: account.name.clone(),
        owner: account.owner.clone(),
        created: account.created,
        features,
        setting: match account.choice {
            Choice::Exact(_) | Choice::Range(_) => Setting::UiVersion,
            Choice::Pin(_) => Setting::Pin,
            Choice::Automatic => Setting::Automatic,
        },
        set_to: account.written.clone(),
        assumption: situation.assumption,
        days_left: situation.runs.end_of_life.map(|end| end.days_since(as_of)),
        runs: situation.runs,
        next,
        waits_for: situation.waits_for,
        expected: situation.expected.stated,
        expected_observed: situation.expected.observed,
        file_line: account.line,
    })
}

/// Counts what ranges bring; accounts share ranges.
struct Counts<'a> {
    history: &'a History,
    stream: &'a Stream,
    known: BTreeMap<String, (usize, usize)>,
}

impl Counts<'_> {
    fn next(&mut self, from: Option<&Version>, next: NextMove) -> Result<Move, Error> {
        let range = from
            .filter(|from| **from < next.version)
            .map(|from| format!("{from}..{}", next.version));
        let (entries, breaking) = match &range {
            Some(range) => {
                if let Some(counts) = self.known.get(range) {
                    *counts
                } else {
                    let counts = self.count(range, next.on)?;
                    self.known.insert(range.clone(), counts);
                    counts
                }
            }
            None => (0, 0),
        };
        Ok(Move {
            version: next.version,
            on: next.on,
            date_kind: next.date_kind,
            status: next.status,
            end_of_life: next.end_of_life,
            range,
            entries,
            breaking,
        })
    }

    /// What `forewarn notes` tells of the range on the day of the move.
    fn count(&self, range: &str, on: Date) -> Result<(usize, usize), Error> {
        let query = NotesQuery {
            choice: Some(range.to_owned()),
            streams: vec![self.stream.id.clone()],
            ..NotesQuery::default()
        };
        let told = notes_on(self.history, on, &query)?;
        let breaking = told
            .releases
            .iter()
            .flat_map(|release| &release.entries)
            .filter(|entry| entry.stands_in.is_none() && entry.entry.breaking)
            .count();
        Ok((told.entries_out(), breaking))
    }
}
