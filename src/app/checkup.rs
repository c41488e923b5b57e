//! How an account's configuration stands to what a version needs, and what the move to it does to the account.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde_json::Value;

use crate::app::accounts::{AccountsFile, AccountsQuery, accounts, hosted_stream};
use crate::app::defaults::{DefaultsQuery, defaults};
use crate::app::history::History;
use crate::app::notes::{NotesQuery, notes_on};
use crate::app::selector;
use crate::app::versions::data_age;
use crate::bundle;
use crate::changelog::accounts::version_or_range;
use crate::changelog::configuration::read_rules;
use crate::domain::account::{Account, Choice};
use crate::domain::changelog::Changelog;
use crate::domain::configuration::{DocumentKind, Rules};
use crate::domain::date::Date;
use crate::domain::document::accounts::{AccountStatus, Concern, Running};
use crate::domain::document::checkup::{
    CheckupDocument, Drift, Finding, NextVersion, Runs, SCHEMA, SettingStep, Summary, Truth,
};
use crate::domain::document::defaults::DefaultsAnswer;
use crate::domain::document::notes::NotesRelease;
use crate::domain::entry::{Entry, SettingChange};
use crate::domain::pointer::Pointer;
use crate::domain::problem::{Problem, Severity};
use crate::domain::release::Stream;
use crate::domain::secret::{Mask, is_range};
use crate::domain::text::Untrusted;
use crate::domain::version::{Scheme, SemVersion, Version};
use crate::domain::words::{nearest, nearest_in_words};
use crate::error::Error;
use crate::policy::checkup::changes::{concern, reaches};
use crate::policy::checkup::{Given, Subject, Verdict, checkup as hold, is_word};
use crate::system::System;

mod documents;

use crate::app::rules::{Read, RuleFile};
use documents::{Documents, documents};

/// Where the rules of checkups are.
const RULES: RuleFile = RuleFile {
    usual: "configuration.toml",
    configured: |workspace| workspace.configuration.clone(),
    built_in: bundle::CONFIGURATION,
    what: "what an account's configuration has to look like, for the platform",
    help: "forewarn checkup --help",
};

/// What a user asked for.
#[derive(Clone, Debug, Default)]
pub struct CheckupQuery {
    pub files: Vec<PathBuf>,
    /// The version that the account is to run.
    pub to: String,
    /// The version that it runs; without it the one that its configuration leads to.
    pub from: Option<String>,
    /// The day it was made; without it the one that its configuration tells.
    pub created: Option<Date>,
    /// Features that it uses, and those that it certainly does not use, by the rules' ids.
    pub using: Vec<String>,
    pub not_using: Vec<String>,
    pub show_secrets: bool,
    /// The file of rules, instead of the workspace's or the built-in ones.
    pub rules: Option<PathBuf>,
}

/// A checkup, and warnings of its file of rules.
#[derive(Debug)]
pub struct Checked {
    pub document: CheckupDocument,
    pub problems: Vec<Problem>,
}

/// Holds an account's documents against the rules of the platform.
///
/// # Errors
/// A file that is none of the platform's documents (the expected ones are named), an unknown version or feature (the nearest
/// are named), a platform without rules, reversed versions.
pub fn checkup(system: &System, history: &History, query: &CheckupQuery) -> Result<Checked, Error> {
    let Read { rules, problems } =
        RULES.read(system, history, query.rules.as_deref(), read_rules)?;
    let using = uses(&rules, &query.using)?;
    let not_using = uses(&rules, &query.not_using)?;
    if let Some(both) = using.intersection(&not_using).next() {
        return Err(Error::new(format!(
            "{both} stands in --using and in --not-using"
        ))
        .hint("leave one of the two out; without either the rules that depend on it are listed as not checked"));
    }
    let headers = history.headers()?;
    let stream = hosted_stream(history, &headers, Some(&rules.stream))?;
    let to = semver(&headers, stream, &query.to)?;
    let Documents { given, taken } = documents(system, &rules, &query.files)?;
    let mut checkup = Checkup {
        history,
        headers: &headers,
        stream,
        rules: &rules,
        documents: &given,
        mask: Mask {
            show_secrets: query.show_secrets,
        },
        to: &to,
        as_of: history.as_of,
        remarks: Vec::new(),
        extra: Vec::new(),
    };
    let created = query.created.or_else(|| checkup.created());
    let status = checkup.status(created)?;
    let runs_version = status
        .as_ref()
        .and_then(|status| status.runs.version.clone());
    let from = match &query.from {
        Some(text) => Some(Version::Semver(semver(&headers, stream, text)?)),
        None => runs_version.clone(),
    };
    let subject = Subject {
        documents: &given,
        to: &to,
        runs: runs_version.as_ref().and_then(Version::semver),
        as_of: history.as_of,
        created,
        using: &using,
        not_using: &not_using,
        mask: checkup.mask,
    };
    let verdict = hold(&rules, &subject);
    let changes = checkup.changes(from.as_ref(), query.from.is_some(), &subject)?;
    checkup.default_drift(created);
    let runs = status.map(|status| checkup.runs(&status));
    let Verdict {
        mut findings,
        held,
        not_checked,
        passed_by,
    } = verdict;
    findings.append(&mut checkup.extra);
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    Ok(Checked {
        document: CheckupDocument {
            schema: SCHEMA,
            as_of: history.as_of,
            platform: headers.platform.id.clone(),
            stream: stream.id.clone(),
            name: stream.display_name(),
            from,
            to: Version::Semver(to.clone()),
            created,
            using: using.into_iter().collect(),
            files: taken,
            runs,
            summary: summary(&findings),
            findings,
            changes,
            held,
            not_checked,
            passed_by,
            remarks: checkup.remarks,
            data: data_age(&headers, stream),
        },
        problems,
    })
}

/// Ids of features that the rules know.
fn uses(rules: &Rules, given: &[String]) -> Result<BTreeSet<String>, Error> {
    for id in given {
        if !rules.uses.iter().any(|known| known.id == *id) {
            let ids = || rules.uses.iter().map(|known| known.id.as_str());
            let hint = nearest_in_words(&nearest(id, ids(), 2))
                .unwrap_or_else(|| format!("known: {}", ids().collect::<Vec<_>>().join(", ")));
            return Err(Error::new(format!("no rule depends on the use of `{id}`")).hint(hint));
        }
    }
    Ok(given.iter().cloned().collect())
}

fn semver(headers: &Changelog, stream: &Stream, text: &str) -> Result<SemVersion, Error> {
    let version = selector::version(headers, stream, text)?;
    version
        .semver()
        .cloned()
        .ok_or_else(|| Error::new(format!("`{text}` is no version of {}", stream.id)))
}

fn summary(findings: &[Finding]) -> Summary {
    let count = |severity| {
        findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    Summary {
        error: count(Severity::Error),
        warning: count(Severity::Warning),
        note: count(Severity::Note),
    }
}

/// One checkup at work.
struct Checkup<'a> {
    history: &'a History,
    headers: &'a Changelog,
    stream: &'a Stream,
    rules: &'a Rules,
    documents: &'a BTreeMap<String, Given>,
    mask: Mask,
    to: &'a SemVersion,
    as_of: Date,
    remarks: Vec<String>,
    /// Findings that follow from the record, not from the rules alone.
    extra: Vec<Finding>,
}

impl Checkup<'_> {
    /// The document that names the version, if it was given.
    fn main(&self) -> Option<(&DocumentKind, &Given)> {
        let mut kinds = self
            .rules
            .documents
            .iter()
            .filter(|kind| kind.version.is_some());
        kinds.find_map(|kind| Some((kind, self.documents.get(&kind.id)?)))
    }

    /// The day that the configuration says the account was made on.
    fn created(&self) -> Option<Date> {
        let (kind, given) = self.main()?;
        let (_, value) = kind.created.as_ref()?.values(&given.value).pop()?;
        let text = value.as_str()?;
        text.get(..10)?.parse().ok()
    }

    /// The version setting, unless nothing is set.
    fn setting(&self) -> Option<&Value> {
        let (kind, given) = self.main()?;
        kind.version
            .as_ref()?
            .values(&given.value)
            .pop()
            .map(|(_, value)| value)
    }

    /// What the account runs by its version setting, as `accounts` tells it.
    fn status(&mut self, created: Option<Date>) -> Result<Option<AccountStatus>, Error> {
        let Some((kind, _)) = self.main() else {
            self.remarks.push(
                "Which version the account runs is not known: the document that names it was not given."
                    .to_owned(),
            );
            return Ok(None);
        };
        let place = (kind.id.clone(), kind.version.clone());
        let setting = self.setting().cloned();
        let written = setting.as_ref().and_then(Value::as_str);
        let choice = match written {
            None if setting.is_none() => Some(Choice::Automatic),
            // What is written in another way might be no version at all, and is not repeated.
            Some(text) if is_range(text) => version_or_range(text),
            _ => None,
        };
        let Some(choice) = choice else {
            let found = setting.map(|value| self.mask.value(&value, |_| false));
            self.extra.push(Finding {
                severity: Severity::Error,
                kind: Drift::Version,
                id: None,
                document: place.0,
                pointer: Untrusted::from(place.1.map_or_else(String::new, |at| at.to_string())),
                op: None,
                found,
                expected: "a version or an npm range, such as ~2.14".to_owned(),
                message: Untrusted::from(
                    "The setting names neither a version nor a range: nothing says what to load.",
                ),
                action: None,
                sources: Vec::new(),
            });
            return Ok(None);
        };
        let account = Account {
            name: Untrusted::from("the account"),
            created: created.filter(|created| *created <= self.as_of),
            choice,
            written: written.map(Untrusted::from),
            major: None,
            features: Vec::new(),
            owner: None,
            line: 1,
        };
        let file = AccountsFile {
            path: String::new(),
            accounts: vec![account],
            problems: Vec::new(),
        };
        let query = AccountsQuery {
            stream: Some(self.stream.id.clone()),
            ending_within: None,
        };
        let status = accounts(self.history, &file, &query)?.accounts.pop();
        if let Some(status) = &status {
            self.no_match(&status.runs, &place);
        }
        Ok(status)
    }

    /// A setting that no published version fits.
    fn no_match(&mut self, runs: &Running, place: &(String, Option<Pointer>)) {
        let warning = runs
            .warnings
            .iter()
            .find(|warning| warning.concern == Concern::NoMatch);
        let Some(warning) = warning else {
            return;
        };
        self.extra.push(Finding {
            severity: Severity::Error,
            kind: Drift::Version,
            id: None,
            document: place.0.clone(),
            pointer: Untrusted::from(
                place
                    .1
                    .as_ref()
                    .map_or_else(String::new, ToString::to_string),
            ),
            op: None,
            found: self
                .setting()
                .map(|value| self.mask.value(value, |_| false)),
            expected: "a version that is published".to_owned(),
            message: Untrusted::from(warning.text.as_str()),
            action: None,
            sources: Vec::new(),
        });
    }

    fn runs(&self, status: &AccountStatus) -> Runs {
        let runs = &status.runs;
        let reaches = match (&status.setting, reaches(self.setting(), self.to)) {
            // Nobody is moved to another major automatically.
            (crate::domain::document::accounts::Setting::Automatic, _) => runs
                .version
                .as_ref()
                .and_then(Version::semver)
                .map(|version| version.major() == self.to.major()),
            (_, reaches) => reaches,
        };
        Runs {
            set_to: status.set_to.clone(),
            version: runs.version.clone(),
            status: runs.status,
            end_of_life: runs.end_of_life,
            end_of_life_source: runs.end_of_life_source,
            how: runs.how.clone(),
            assumption: status.assumption.clone(),
            warnings: runs.warnings.iter().map(|one| one.text.clone()).collect(),
            next: status.next.as_ref().map(|next| NextVersion {
                version: next.version.clone(),
                on: next.on,
                date_kind: next.date_kind,
                status: next.status,
            }),
            waits_for: status.waits_for.clone(),
            reaches_target: match reaches {
                Some(true) => Truth::Yes,
                Some(false) => Truth::No,
                None => Truth::Unknown,
            },
        }
    }

    /// The changes of settings that come between the versions, with what each does to the account.
    ///
    /// # Errors
    /// Versions that the user named in the wrong order.
    fn changes(
        &mut self,
        from: Option<&Version>,
        is_named: bool,
        subject: &Subject<'_>,
    ) -> Result<Vec<SettingStep>, Error> {
        let Some(from) = from else {
            self.remarks.push(
                "Changes of settings are not listed: it is not known which version the account comes from; \
                 --from names it."
                    .to_owned(),
            );
            return Ok(Vec::new());
        };
        let to = Version::Semver(self.to.clone());
        if *from > to && !is_named {
            self.remarks.push(format!(
                "The account runs {from} already, which is newer than {to}: no changes of settings are listed."
            ));
            return Ok(Vec::new());
        }
        let mut steps = self.steps(
            &NotesQuery {
                choice: Some(format!("{from}..{to}")),
                streams: self.streams(true),
                ..NotesQuery::default()
            },
            subject,
        )?;
        for step in self.steps_by_day(from, &to, subject)? {
            let is_there = |known: &SettingStep| known.entry == step.entry && known.id == step.id;
            if !steps.iter().any(is_there) {
                steps.push(step);
            }
        }
        steps.sort_by_key(|step| (step.date.is_none(), step.date));
        Ok(steps)
    }

    /// The stream itself, if that is wanted, and those that are versioned by day.
    fn streams(&self, with_own: bool) -> Vec<String> {
        let own = with_own.then(|| self.stream.id.clone());
        let dated = self
            .headers
            .streams
            .iter()
            .filter(|one| one.scheme == Scheme::Date);
        own.into_iter()
            .chain(dated.map(|one| one.id.clone()))
            .collect()
    }

    /// Where the day of the old version is not known: what came by day since the account was made.
    fn steps_by_day(
        &mut self,
        from: &Version,
        to: &Version,
        subject: &Subject<'_>,
    ) -> Result<Vec<SettingStep>, Error> {
        let day = |version: &Version| {
            let release = self.headers.release(&self.stream.id, &version.to_string());
            release
                .and_then(|release| release.date)
                .map(|dated| dated.on)
        };
        let streams = self.streams(false);
        if day(from).is_some() || streams.is_empty() {
            return Ok(Vec::new());
        }
        let until = day(to).unwrap_or(self.as_of).min(self.as_of);
        let Some(created) = subject.created.filter(|created| *created <= until) else {
            self.remarks.push(format!(
                "The day of {from} is not known: --created DATE lists what changed by day since the account was made."
            ));
            return Ok(Vec::new());
        };
        self.remarks.push(format!(
            "The day of {from} is not known: what changed by day is listed from {created} on, when the account was made."
        ));
        let query = NotesQuery {
            streams,
            since: Some(created),
            until: Some(until),
            ..NotesQuery::default()
        };
        self.steps(&query, subject)
    }

    /// The changes of settings that these notes tell of.
    fn steps(&self, query: &NotesQuery, subject: &Subject<'_>) -> Result<Vec<SettingStep>, Error> {
        let told = notes_on(self.history, self.as_of, query)?;
        let mut steps = Vec::new();
        for release in told.releases.iter().rev() {
            for entry in release.entries.iter().filter(|one| one.stands_in.is_none()) {
                let settings = entry.entry.settings.iter();
                steps.extend(
                    settings.map(|change| self.step(release, &entry.entry, change, subject)),
                );
            }
        }
        Ok(steps)
    }

    fn step(
        &self,
        release: &NotesRelease,
        entry: &Entry,
        change: &SettingChange,
        subject: &Subject<'_>,
    ) -> SettingStep {
        let concern = concern(self.rules, change, entry, release.scheme, subject);
        let date = change.effective.or(entry.effective).or(release.date);
        SettingStep {
            id: change.id.clone(),
            name: change.name.clone(),
            entry: entry.id.clone(),
            release: format!("{}/{}", release.stream, release.place),
            date: date.map(|dated| dated.on),
            date_kind: date.map(|dated| dated.kind),
            old_known: change.old.known().is_some(),
            old: change.old.clone(),
            new_known: change.new.known().is_some(),
            new: change.new.clone(),
            unit: change.unit.clone(),
            applies_to: change.applies_to.or(entry.applies_to),
            effect: concern.effect,
            pointer: concern.pointer.map(Untrusted::from),
            standing: concern.standing,
            found: concern.found,
            left_out: concern.left_out,
        }
    }

    /// Settings whose place and default are known, and which are not as accounts like this get them.
    fn default_drift(&mut self, created: Option<Date>) {
        let Some((kind, given)) = self.main() else {
            return;
        };
        let query = DefaultsQuery {
            created: created.filter(|created| *created <= self.as_of),
            ui_version: Some(self.to.to_string()),
            ..DefaultsQuery::default()
        };
        // A move may be looked at before the version is out.
        let Ok(told) = defaults(self.history, &query) else {
            self.remarks.push(format!(
                "What the defaults are with {} is not known on {}.",
                self.to, self.as_of
            ));
            return;
        };
        let DefaultsAnswer::Account(states) = told.answer else {
            return;
        };
        let mut found = Vec::new();
        for state in states {
            let pointer = state.face.pointer.as_ref();
            let Some((default, pointer)) = state.value.known().zip(pointer) else {
                continue;
            };
            let Ok(pointer) = pointer.raw().parse::<Pointer>() else {
                continue;
            };
            // Which version an account runs is its own choice.
            if kind.version.as_ref() == Some(&pointer) {
                continue;
            }
            let Some((_, value)) = pointer.values(&given.value).pop() else {
                continue;
            };
            if value != default {
                found.push(Finding {
                    severity: Severity::Note,
                    kind: Drift::Default,
                    id: Some(state.face.id.clone()),
                    document: kind.id.clone(),
                    pointer: Untrusted::from(pointer.to_string()),
                    op: None,
                    found: Some(self.mask.value(value, |text| is_word(self.rules, text))),
                    expected: format!("{default}, the default"),
                    message: Untrusted::from(
                        "The value is not the default; nothing is wrong with it.",
                    ),
                    action: None,
                    sources: Vec::new(),
                });
            }
        }
        self.extra.extend(found);
    }
}
