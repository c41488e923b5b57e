//! The gates of a pipeline: does anything that is run reach its end of life too soon?

use std::path::{Path, PathBuf};

use crate::app::accounts::{
    AccountsFile, Known, accounts_file, find, hosted_stream, sound, text_of,
};
use crate::app::history::History;
use crate::app::versions::data_age;
use crate::changelog::accounts::read_waivers;
use crate::domain::account::{Account, Choice, Waiver};
use crate::domain::date::Date;
use crate::domain::document::accounts::Running;
use crate::domain::document::check::{CheckDocument, Gate, SCHEMA, Subject};
use crate::domain::problem::Problem;
use crate::domain::text::Untrusted;
use crate::domain::version::{Line, SemVersion};
use crate::domain::within::{Unit, Within};
use crate::domain::words::nearest;
use crate::error::Error;
use crate::policy::accounts::Seat;
use crate::policy::gate::{EndOfLife, waive};
use crate::policy::hosted::Offer;
use crate::system::System;

pub mod fragment;
mod plugins;

/// The name of a file of waivers where nobody names another.
const WAIVERS: &str = "waivers.toml";

/// What a user asked for. Without accounts, plugins and versions every account of the accounts file is checked.
#[derive(Clone, Debug)]
pub struct CheckQuery {
    pub stream: Option<String>,
    pub eol_within: Within,
    pub fail_on_unknown: bool,
    /// Names of accounts in the accounts file.
    pub accounts: Vec<String>,
    pub accounts_file: Option<PathBuf>,
    /// Manifests, or the folders that they lie in.
    pub plugins: Vec<PathBuf>,
    /// `2.14.0`, or `2.14` for the newest patch of a minor.
    pub versions: Vec<String>,
    pub waivers: Option<PathBuf>,
}

/// Runs the gates. Warnings about the files that were read come back beside the answer.
///
/// # Errors
/// Nothing to check; a file that cannot be read or has an error; an unknown account or stream. A manifest that does not say
/// which versions it takes is told in the answer.
pub fn check(
    system: &System,
    history: &History,
    query: &CheckQuery,
) -> Result<(CheckDocument, Vec<Problem>), Error> {
    sensible(query.eol_within, "--eol-within", history.as_of)?;
    let headers = history.headers()?;
    let stream = hosted_stream(history, &headers, query.stream.as_deref())?;
    let known = Known::new(history, &headers, stream);
    let seat = known.seat(history);
    let mut problems = Vec::new();
    let mut subjects = Vec::new();
    for text in &query.versions {
        let subject = version(text, seat.today())?;
        // One that is named twice is checked once.
        if !subjects.contains(&subject) {
            subjects.push(subject);
        }
    }
    let (plugins, unread) = plugins::plugins(system, &query.plugins, stream, seat.today())?;
    subjects.extend(plugins);
    let is_default = (subjects.is_empty() && unread.is_empty()) || query.accounts_file.is_some();
    if is_default || !query.accounts.is_empty() {
        let file = accounts_file(system, query.accounts_file.as_deref())?.ok_or_else(|| {
            Error::new("there is nothing to check: no accounts file was found").hint(
                "name a version with --version 2.14, a plugin with --plugin PATH, or an accounts file with \
                 --accounts-file; `forewarn accounts --help` describes one",
            )
        })?;
        subjects.extend(accounts(&file, &query.accounts, &seat)?);
        problems.extend(file.problems);
    }
    let gate = EndOfLife {
        as_of: history.as_of,
        until: query.eol_within.after(history.as_of),
        fail_on_unknown: query.fail_on_unknown,
        known_until: known.known_until(),
        rules: history.policy.lifecycle,
    };
    let mut findings = Vec::new();
    for subject in &mut subjects {
        let found = gate.findings(subject);
        subject.findings = found.iter().map(|finding| finding.kind).collect();
        findings.extend(found);
    }
    let (waivers_file, waivers, warnings) = waivers(system, query.waivers.as_deref())?;
    problems.extend(warnings);
    let waivers = waive(&mut findings, &waivers, history.as_of);
    let document = CheckDocument {
        schema: SCHEMA,
        as_of: history.as_of,
        platform: headers.platform.id.clone(),
        stream: stream.id.clone(),
        name: stream.display_name(),
        passed: unread.is_empty() && !findings.iter().any(|finding| finding.fails),
        gates: vec![Gate::EndOfLife],
        eol_within: query.eol_within,
        until: gate.until,
        fail_on_unknown: query.fail_on_unknown,
        subjects,
        findings,
        unread,
        waivers_file,
        waivers,
        data: data_age(&headers, stream),
    };
    Ok((document, problems))
}

fn version(text: &str, offer: Offer<'_>) -> Result<Subject, Error> {
    let bare = text.strip_prefix('v').unwrap_or(text);
    let choice = match (bare.parse::<Line>(), bare.parse::<SemVersion>()) {
        (Ok(line), _) => Choice::Pin(line),
        (_, Ok(version)) => Choice::Exact(version),
        _ => {
            return Err(Error::new(format!("`{text}` is not a version")).hint(
                "versions are written like 2.14.0, or 2.14 for the newest patch of a minor",
            ));
        }
    };
    let runs = offer.run(&choice, None);
    // Leave for a patch is leave for the minor that comes to it.
    let known_as = runs
        .version
        .iter()
        .map(|version| Untrusted::from(format!("version:{version}")))
        .collect();
    Ok(Subject {
        asks_for: Some(Untrusted::from(bare)),
        near: near(&choice, &runs, offer),
        known_as,
        ..subject(format!("version:{bare}"), runs)
    })
}

/// The known versions, or minors, on both sides of one that there is not.
fn near(choice: &Choice, runs: &Running, offer: Offer<'_>) -> Vec<String> {
    if runs.version.is_some() {
        return Vec::new();
    }
    match choice {
        Choice::Pin(line) => {
            let known = || offer.life.lines.iter().map(|status| status.line);
            let below = known().filter(|known| known < line).max();
            let above = known().filter(|known| known > line).min();
            below
                .into_iter()
                .chain(above)
                .map(|l| l.to_string())
                .collect()
        }
        Choice::Exact(version) => {
            let known = || offer.life.releases.iter().map(|seen| &seen.facts.version);
            let below = known().filter(|known| *known < version).max();
            let above = known().filter(|known| *known > version).min();
            below
                .into_iter()
                .chain(above)
                .map(ToString::to_string)
                .collect()
        }
        Choice::Range(_) | Choice::Automatic => Vec::new(),
    }
}

/// Whether a length of time can be meant: nobody plans for more than ten years.
pub(crate) fn sensible(within: Within, option: &str, as_of: Date) -> Result<(), Error> {
    let longest = Within {
        count: 10,
        unit: Unit::Years,
    };
    if within.after(as_of) <= longest.after(as_of) {
        return Ok(());
    }
    Err(
        Error::new(format!("{option} {within} is longer than ten years"))
            .hint("lengths of time are written like 90d, 12w, 6m or 1y"),
    )
}

fn subject(id: String, runs: Running) -> Subject {
    Subject {
        id: Untrusted::from(id),
        file: None,
        file_line: None,
        asks_for: None,
        assumption: None,
        runs,
        findings: Vec::new(),
        known_as: Vec::new(),
        near: Vec::new(),
    }
}

fn accounts(file: &AccountsFile, names: &[String], seat: &Seat<'_>) -> Result<Vec<Subject>, Error> {
    let known: Vec<&str> = file
        .accounts
        .iter()
        .map(|account| account.name.raw())
        .collect();
    for name in names {
        if !known.contains(&name.as_str()) {
            let hint = match nearest(name, known.iter().copied(), 1)[..] {
                [near] => format!("did you mean `{near}`?"),
                _ => format!("accounts of {}: {}", file.path, known.join(", ")),
            };
            return Err(Error::new(format!("{} has no account `{name}`", file.path)).hint(hint));
        }
    }
    let is_wanted = |account: &&Account| {
        names.is_empty() || names.iter().any(|name| name == account.name.raw())
    };
    Ok(file
        .accounts
        .iter()
        .filter(is_wanted)
        .map(|account| {
            let situation = seat.of(account);
            Subject {
                file: Some(Untrusted::from(file.path.as_str())),
                file_line: Some(account.line),
                asks_for: account.written.clone(),
                assumption: situation.assumption,
                near: near(&account.choice, &situation.runs, seat.today()),
                ..subject(format!("account:{}", account.name.raw()), situation.runs)
            }
        })
        .collect())
}

type Waivers = (Option<Untrusted>, Vec<Waiver>, Vec<Problem>);

fn waivers(system: &System, named: Option<&Path>) -> Result<Waivers, Error> {
    let path = find(system, named, WAIVERS, |workspace| {
        workspace.waivers.clone()
    })?;
    let Some(path) = path else {
        return Ok((None, Vec::new(), Vec::new()));
    };
    let (text, shown) = text_of(system, &path)?;
    let (waivers, problems) = read_waivers(&text, &shown);
    let problems = sound(&shown, problems)?;
    Ok((Some(Untrusted::from(shown)), waivers, problems))
}
