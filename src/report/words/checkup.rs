//! What a checkup says, in words. Nothing is neutralised here: each format does that in its own way.

use std::fmt::Write as _;

use crate::domain::document::checkup::{
    CheckupDocument, Drift, Effect, Finding, LeavesOut, NotChecked, Runs, SettingStep, Standing,
    Taken, Truth,
};
use crate::domain::document::versions::{EndSource, Status};
use crate::domain::problem::Severity;
use crate::domain::text::Untrusted;
use crate::report::text::counted;
use crate::report::words;

/// `2 errors, 1 warning`; `no drift`.
pub(crate) fn verdict(document: &CheckupDocument) -> String {
    let summary = document.summary;
    let parts: Vec<String> = [
        (summary.error, "error", "errors"),
        (summary.warning, "warning", "warnings"),
        (summary.note, "note", "notes"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, many)| counted(count, one, many))
    .collect();
    let mut verdict = if parts.is_empty() {
        "no drift".to_owned()
    } else {
        parts.join(", ")
    };
    if !document.not_checked.is_empty() {
        write!(verdict, ", {} not checked", document.not_checked.len())
            .expect("a String takes all writes");
    }
    verdict
}

pub(crate) fn title(document: &CheckupDocument) -> String {
    format!(
        "the account's configuration for {} {} as of {}",
        document.name.raw(),
        document.to,
        document.as_of
    )
}

/// `config.json: Flex Configuration`.
pub(crate) fn taken(taken: &Taken) -> String {
    let mut text = format!("{}: {}", taken.file.raw(), taken.name);
    if let Some(items) = taken.items {
        write!(text, ", {}", counted(items, "item", "items")).expect("a String takes all writes");
    }
    if !taken.complete {
        text.push_str(", one page of a list that goes on");
    }
    if taken.camel_case {
        text.push_str(", keys read as snake case");
    }
    text
}

/// What the account runs, a sentence each.
pub(crate) fn runs(runs: &Runs, document: &CheckupDocument) -> Vec<String> {
    let set_to = runs.set_to.as_ref().map_or_else(
        || "updated automatically".to_owned(),
        |text| format!("set to {}", text.raw()),
    );
    let version = runs
        .version
        .as_ref()
        .map_or_else(|| "an unknown version".to_owned(), ToString::to_string);
    let mut first = format!("{set_to}, runs {version}: {}", runs.status);
    if let Some(end) = runs.end_of_life {
        let source = runs.end_of_life_source.map_or("", EndSource::as_str);
        let word = if runs.status == Status::EndOfLife {
            "since"
        } else {
            "until"
        };
        write!(first, " {word} {end} ({source})").expect("a String takes all writes");
    }
    let mut texts = vec![first];
    texts.extend(runs.assumption.clone());
    texts.extend(runs.warnings.iter().cloned());
    if let Some(next) = &runs.next {
        texts.push(format!(
            "moves to {} on {} ({})",
            next.version, next.on, next.date_kind
        ));
    }
    texts.extend(
        runs.waits_for
            .as_ref()
            .map(|what| format!("waits for {what}")),
    );
    texts.push(match runs.reaches_target {
        Truth::Yes => format!("the setting lets it run {}", document.to),
        Truth::No => format!(
            "the setting does not let it run {}: somebody has to change it",
            document.to
        ),
        Truth::Unknown => format!("whether it can run {} is not known", document.to),
    });
    texts
}

/// `/ui_version is ~1.34; expected a range without versions <2.0.0`.
pub(crate) fn state(finding: &Finding) -> String {
    if finding.kind == Drift::UnknownKey {
        return finding.pointer.raw().to_owned();
    }
    let found = finding
        .found
        .as_ref()
        .map_or_else(|| "not set".to_owned(), |found| found.raw().to_owned());
    format!(
        "{} is {found}; expected: {}",
        finding.pointer.raw(),
        finding.expected
    )
}

/// What a finding is called: its id, else what it is.
pub(crate) fn name(finding: &Finding) -> &str {
    finding
        .id
        .as_deref()
        .unwrap_or_else(|| finding.kind.as_str())
}

/// Why, and what to do.
pub(crate) fn why(finding: &Finding) -> Vec<String> {
    let mut texts = vec![finding.message.raw().to_owned()];
    texts.extend(finding.action.as_ref().map(|text| text.raw().to_owned()));
    texts
}

/// `false -> true`.
pub(crate) fn step(step: &SettingStep) -> String {
    let unit = step.unit.as_ref().map_or("", Untrusted::raw);
    format!(
        "{} -> {}",
        words::value(&step.old, unit),
        words::value(&step.new, unit)
    )
}

/// What a change does to the account.
pub(crate) fn effect(step: &SettingStep) -> String {
    let effect = match step.effect {
        Effect::Automatic => "changed automatically",
        Effect::LeftOut => "not changed: the account is left out",
        Effect::MayBeLeftOut => "changed automatically, unless the account is left out",
        Effect::ByChoice => "changed only by choice or by hand",
        Effect::NewAccounts => "for accounts made from then on: not changed here",
        Effect::NotPublished => "not published whether it is changed here",
    };
    let found = step.found.as_ref().map_or("", Untrusted::raw);
    match step.standing {
        Standing::New => format!("{effect}; it has the new value already"),
        Standing::Old => format!("{effect}; it has the former value"),
        Standing::Other => format!("{effect}; its value is {found}"),
        Standing::NotSet => format!("{effect}; nothing is set"),
        Standing::NotKnown => effect.to_owned(),
    }
}

pub(crate) fn left_out(one: &LeavesOut) -> String {
    let holds = match one.holds {
        Truth::Yes => "left out, because it is so here",
        Truth::No => "not so here",
        Truth::Unknown => "whether it is so here is not known",
    };
    let why = one
        .why
        .as_ref()
        .map_or_else(String::new, |why| format!(" {}", why.raw()));
    format!("{}: {holds}.{why}", one.what.raw())
}

pub(crate) fn not_checked(one: &NotChecked) -> String {
    format!("{}: {}; decided by {}", one.id, one.why, one.decided_by)
}

/// How the requirements stand.
pub(crate) fn requirements(document: &CheckupDocument) -> String {
    let drifted = document
        .findings
        .iter()
        .filter(|one| one.op.is_some())
        .count();
    let (held, open, passed) = (
        document.held.len(),
        document.not_checked.len(),
        document.passed_by.len(),
    );
    format!(
        "{}: {held} hold, {drifted} drifted, {open} not checked, {passed} of other versions or accounts.",
        counted(
            held + drifted + open + passed,
            "requirement",
            "requirements"
        )
    )
}

/// The severity of the gravest finding.
pub(crate) fn gravest(document: &CheckupDocument) -> Option<Severity> {
    document.findings.first().map(|finding| finding.severity)
}
