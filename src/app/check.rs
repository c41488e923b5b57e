//! The gates of a pipeline: does anything that is run reach its end of life too soon?

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::app::accounts::{
    AccountsFile, Known, accounts_file, find, hosted_stream, sound, text_of,
};
use crate::app::history::History;
use crate::app::versions::data_age;
use crate::changelog::accounts::{read_waivers, version_or_range};
use crate::domain::account::{Account, Choice, Waiver};
use crate::domain::document::accounts::Running;
use crate::domain::document::check::{CheckDocument, Gate, SCHEMA, Subject};
use crate::domain::problem::{LineIndex, Problem};
use crate::domain::release::Stream;
use crate::domain::text::Untrusted;
use crate::domain::version::{Line, SemVersion};
use crate::domain::within::Within;
use crate::domain::words::nearest;
use crate::error::Error;
use crate::policy::accounts::Seat;
use crate::policy::gate::{EndOfLife, waive};
use crate::policy::hosted::Offer;
use crate::system::System;

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
/// Nothing to check; a file that cannot be read or has an error; an unknown account or stream; a manifest that does not
/// depend on the stream's package.
pub fn check(
    system: &System,
    history: &History,
    query: &CheckQuery,
) -> Result<(CheckDocument, Vec<Problem>), Error> {
    let headers = history.headers()?;
    let stream = hosted_stream(history, &headers, query.stream.as_deref())?;
    let known = Known::new(history, &headers, stream);
    let seat = known.seat(history);
    let mut problems = Vec::new();
    let mut subjects = Vec::new();
    for text in &query.versions {
        subjects.push(version(text, seat.today())?);
    }
    for path in &query.plugins {
        subjects.push(plugin(system, path, stream, seat.today())?);
    }
    let is_default = subjects.is_empty() || query.accounts_file.is_some();
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
        passed: !findings.iter().any(|finding| finding.fails),
        gates: vec![Gate::EndOfLife],
        eol_within: query.eol_within,
        until: gate.until,
        fail_on_unknown: query.fail_on_unknown,
        subjects,
        findings,
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
    Ok(Subject {
        asks_for: Some(Untrusted::from(bare)),
        ..subject(format!("version:{bare}"), offer.run(&choice, None))
    })
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
                ..subject(format!("account:{}", account.name.raw()), situation.runs)
            }
        })
        .collect())
}

/// Where a manifest names what it depends on, in the order in which they count.
const SECTIONS: [&str; 3] = ["dependencies", "peerDependencies", "devDependencies"];

/// A plugin, by the range of versions that its manifest asks for: the newest version on offer in it counts.
fn plugin(
    system: &System,
    path: &Path,
    stream: &Stream,
    offer: Offer<'_>,
) -> Result<Subject, Error> {
    let package = stream
        .package
        .as_deref()
        .and_then(|package| package.strip_prefix("npm:"))
        .ok_or_else(|| {
            Error::new(format!(
                "the stream {} has no npm package that a plugin could depend on",
                stream.id
            ))
            .hint("`package` in changelog/streams.toml names it")
        })?;
    let path = if system.is_dir(path) {
        path.join("package.json")
    } else {
        path.to_owned()
    };
    let (text, shown) = text_of(system, &path)?;
    let manifest: Value = serde_json::from_str(&text)
        .map_err(|error| Error::new(format!("{shown} is not JSON")).because(error))?;
    let found = SECTIONS.iter().find_map(|section| {
        let range = manifest.get(section)?.get(package)?.as_str()?;
        Some((*section, range))
    });
    let (section, range) = found.ok_or_else(|| {
        Error::new(format!("{shown} does not depend on {package}"))
            .hint(format!("it is looked for in {}", SECTIONS.join(", ")))
    })?;
    let name = manifest
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or(&shown);
    // `npm:PACKAGE@RANGE` names the same package in another way; `*` and the tag `latest` take any version.
    let bare = range
        .strip_prefix("npm:")
        .and_then(|rest| rest.strip_prefix(package)?.strip_prefix('@'))
        .unwrap_or(range);
    let bare = if matches!(bare, "latest" | "") {
        "*"
    } else {
        bare
    };
    let mut runs = match version_or_range(bare) {
        Some(choice) => offer.run(&choice, None),
        None => {
            return Err(Error::new(format!(
                "{shown}: {section} asks for {package} as `{range}`, which names no versions"
            ))
            .hint("name the version that it is built with: --version 2.14.0"));
        }
    };
    runs.how = format!("{section} of {shown} ask for {range}: {}", runs.how);
    let lines = LineIndex::new(&text);
    let after = text.find(&format!("\"{section}\"")).unwrap_or(0);
    let at = text
        .get(after..)
        .and_then(|rest| rest.find(&format!("\"{package}\"")))
        .map(|at| lines.position(after + at).line);
    Ok(Subject {
        file: Some(Untrusted::from(shown.as_str())),
        file_line: at,
        asks_for: Some(Untrusted::from(range)),
        ..subject(format!("plugin:{name}"), runs)
    })
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
