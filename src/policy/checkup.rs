//! Whether an account's configuration is what a version and the features in use need.
//!
//! By the section "Configuration and Defaults" of the platform's page "How We Release Flex" a checkup tells what has drifted;
//! the severities are those of the rules: error where the UI would not load, warning where a feature would not work, note
//! where a value only differs. Ours: what is null counts as not set, because the services answer so for what nobody set; and
//! a requirement of which it is not known whether it counts is never passed over, but listed with what decides it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::domain::configuration::{DocumentKind, Field, FieldType, Requirement, Rules};
use crate::domain::date::Date;
use crate::domain::document::checkup::{Drift, Finding, NotChecked, PassedBy};
use crate::domain::problem::Severity;
use crate::domain::secret::Mask;
use crate::domain::text::Untrusted;
use crate::domain::version::{SemVersion, Version};

pub mod changes;
mod rule;

use rule::{Outcome, outcome};

/// A document that was given.
#[derive(Clone, Debug)]
pub struct Given {
    pub value: Value,
    /// False for some pages of a list that goes on.
    pub complete: bool,
}

/// The account that is looked at.
#[derive(Clone, Debug)]
pub struct Subject<'a> {
    /// By the documents' ids.
    pub documents: &'a BTreeMap<String, Given>,
    /// The version that it moves to.
    pub to: &'a SemVersion,
    /// The version that it runs, as far as it is known.
    pub runs: Option<&'a SemVersion>,
    pub as_of: Date,
    pub created: Option<Date>,
    /// Features that it uses, and those that it certainly does not use.
    pub using: &'a BTreeSet<String>,
    pub not_using: &'a BTreeSet<String>,
    pub mask: Mask,
}

/// What a checkup comes to.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// The gravest first, then in the order of the rules.
    pub findings: Vec<Finding>,
    pub held: Vec<String>,
    pub not_checked: Vec<NotChecked>,
    pub passed_by: Vec<PassedBy>,
}

/// Holds the documents against every requirement and known field.
pub fn checkup(rules: &Rules, subject: &Subject<'_>) -> Verdict {
    let mut verdict = Verdict::default();
    for requirement in &rules.requirements {
        one(rules, requirement, subject, &mut verdict);
    }
    for field in &rules.fields {
        verdict
            .findings
            .extend(field_findings(rules, field, subject));
    }
    for kind in &rules.documents {
        verdict.findings.extend(unknown_keys(rules, kind, subject));
    }
    verdict
        .findings
        .sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    verdict
}

/// Whether a text is a word of the rules, which is no secret.
pub fn is_word(rules: &Rules, text: &str) -> bool {
    use crate::domain::configuration::Expected;
    let in_requirements = rules
        .requirements
        .iter()
        .any(|one| match &one.rule.expected {
            Expected::Values(values) => values.iter().any(|value| value.as_str() == Some(text)),
            _ => false,
        });
    let is_milder = || {
        let mut milder = rules.requirements.iter().flat_map(|one| &one.milder);
        milder.any(|value| value.as_str() == Some(text))
    };
    in_requirements
        || is_milder()
        || rules
            .fields
            .iter()
            .any(|field| field.values.iter().any(|value| value == text))
}

fn one(rules: &Rules, requirement: &Requirement, subject: &Subject<'_>, verdict: &mut Verdict) {
    let id = &requirement.id;
    if let Some(why) = passes_by(requirement, subject) {
        verdict.passed_by.push(PassedBy {
            id: id.clone(),
            why,
        });
        return;
    }
    let (mut why, mut decided_by) = (Vec::new(), Vec::new());
    for (open, by) in [
        open_use(rules, requirement, subject),
        open_day(requirement, subject),
        open_document(rules, requirement, subject),
    ]
    .into_iter()
    .flatten()
    {
        why.push(open);
        decided_by.push(by);
    }
    if why.is_empty() {
        match outcome(&requirement.rule, subject) {
            Outcome::Held => verdict.held.push(id.clone()),
            Outcome::Broken(broken) => {
                verdict
                    .findings
                    .push(finding(rules, requirement, broken, subject));
            }
            Outcome::Undecided(open, by) => {
                why.push(open);
                decided_by.push(by);
            }
        }
    }
    if !why.is_empty() {
        verdict.not_checked.push(NotChecked {
            id: id.clone(),
            why: why.join("; "),
            decided_by: decided_by.join(", "),
        });
    }
}

/// Why a requirement does not count here.
fn passes_by(requirement: &Requirement, subject: &Subject<'_>) -> Option<String> {
    let when = &requirement.when;
    if let Some((range, text)) = &when.versions
        && !range.contains(&Version::Semver(subject.to.release()))
    {
        return Some(format!("it counts for versions {text}"));
    }
    if let Some(after) = when.after.filter(|after| subject.as_of <= *after) {
        return Some(format!("it counts after {after}"));
    }
    if let Some(using) = when
        .using
        .as_ref()
        .filter(|using| subject.not_using.contains(*using))
    {
        return Some(format!("{using} is not in use"));
    }
    let from = when.created_from?;
    let created = subject.created.filter(|created| *created < from)?;
    Some(format!(
        "it is for accounts made from {from} on; this one is of {created}"
    ))
}

fn open_use(
    rules: &Rules,
    requirement: &Requirement,
    subject: &Subject<'_>,
) -> Option<(String, String)> {
    let using = requirement.when.using.as_ref()?;
    if subject.using.contains(using) {
        return None;
    }
    let name = rules.uses.iter().find(|one| one.id == *using);
    let name = name.map_or(using.as_str(), |one| one.name.as_str());
    Some((
        format!("it counts if the account uses {name}"),
        format!("--using {using} or --not-using {using}"),
    ))
}

fn open_day(requirement: &Requirement, subject: &Subject<'_>) -> Option<(String, String)> {
    let from = requirement.when.created_from?;
    if subject.created.is_some() {
        return None;
    }
    Some((
        format!("it counts for accounts made from {from} on"),
        "--created DATE".to_owned(),
    ))
}

fn open_document(
    rules: &Rules,
    requirement: &Requirement,
    subject: &Subject<'_>,
) -> Option<(String, String)> {
    let id = &requirement.rule.document;
    if subject.documents.contains_key(id) {
        return None;
    }
    let kind = rules.document(id);
    let name = kind.map_or(id.as_str(), |kind| kind.name.as_str());
    Some((
        format!("the document {id} was not given"),
        match kind.and_then(|kind| kind.from.as_ref()) {
            Some(from) => format!("a file of {name} ({from})"),
            None => format!("a file of {name}"),
        },
    ))
}

fn finding(
    rules: &Rules,
    requirement: &Requirement,
    broken: rule::Broken<'_>,
    subject: &Subject<'_>,
) -> Finding {
    let is_known = |text: &str| is_word(rules, text);
    let found = match (&broken.missing[..], broken.value) {
        ([], None) => None,
        ([], Some(value)) => Some(subject.mask.value(value, is_known)),
        (missing, _) => Some(Untrusted::from(format!("without {}", missing.join(", ")))),
    };
    let is_milder = broken
        .value
        .is_some_and(|value| requirement.milder.contains(value));
    Finding {
        severity: if is_milder {
            milder(requirement.severity)
        } else {
            requirement.severity
        },
        kind: Drift::Requirement,
        id: Some(requirement.id.clone()),
        document: requirement.rule.document.clone(),
        pointer: Untrusted::from(broken.pointer),
        op: Some(requirement.rule.op),
        found,
        expected: rule::expected(&requirement.rule),
        message: requirement.why.clone(),
        action: requirement.action.clone(),
        sources: requirement.sources.clone(),
    }
}

fn milder(severity: Severity) -> Severity {
    match severity {
        Severity::Error => Severity::Warning,
        Severity::Warning | Severity::Note => Severity::Note,
    }
}

/// Values that a known field cannot have.
fn field_findings(rules: &Rules, field: &Field, subject: &Subject<'_>) -> Vec<Finding> {
    let Some(given) = subject.documents.get(&field.document) else {
        return Vec::new();
    };
    let finding =
        |pointer: String, found: Option<Untrusted>, expected: String, message: &str| Finding {
            severity: Severity::Warning,
            kind: Drift::Field,
            id: None,
            document: field.document.clone(),
            pointer: Untrusted::from(pointer),
            op: None,
            found,
            expected,
            message: Untrusted::from(message),
            action: None,
            sources: field.sources.clone(),
        };
    if !field.nullable && field.pointer.is_null(&given.value) {
        return vec![finding(
            field.pointer.to_string(),
            Some(Untrusted::from("null")),
            format!("a value of the type {}", field.kind),
            "The field always has a value.",
        )];
    }
    let mut findings = Vec::new();
    for (path, value) in field.pointer.values(&given.value) {
        let pointer = rule::at(&field.pointer, &path);
        let found = Some(subject.mask.value(value, |text| is_word(rules, text)));
        let text = value.as_str().unwrap_or_default();
        if !is_type(value, field.kind) {
            findings.push(finding(
                pointer,
                found,
                format!("a value of the type {}", field.kind),
                "The field has another type.",
            ));
        } else if !field.values.is_empty() && !field.values.iter().any(|one| one == text) {
            findings.push(finding(
                pointer,
                found,
                format!("one of {}", field.values.join(", ")),
                "The field has no such value.",
            ));
        } else if let Some(sid) = field
            .sid
            .as_ref()
            .filter(|sid| !text.starts_with(sid.as_str()))
        {
            findings.push(finding(
                pointer,
                found,
                format!("an identifier that begins with {sid}"),
                "The field names a resource of another kind.",
            ));
        }
    }
    findings
}

fn is_type(value: &Value, kind: FieldType) -> bool {
    match kind {
        FieldType::String => value.is_string(),
        FieldType::Boolean => value.is_boolean(),
        FieldType::Integer => value.is_i64() || value.is_u64(),
        FieldType::Number => value.is_number(),
        FieldType::Object => value.is_object(),
        FieldType::Array => value.is_array(),
    }
}

/// Keys of a document itself that no rule names.
fn unknown_keys(rules: &Rules, kind: &DocumentKind, subject: &Subject<'_>) -> Vec<Finding> {
    let known: BTreeSet<&str> = rules
        .fields
        .iter()
        .filter(|field| field.document == kind.id)
        .map(|field| field.pointer.first())
        .chain(kind.known_by.iter().map(String::as_str))
        .collect();
    let keys = subject
        .documents
        .get(&kind.id)
        .filter(|_| kind.list.is_none())
        .and_then(|given| given.value.as_object());
    keys.into_iter()
        .flatten()
        .filter(|(key, _)| !known.contains(key.as_str()))
        .map(|(key, _)| Finding {
            severity: Severity::Note,
            kind: Drift::UnknownKey,
            id: None,
            document: kind.id.clone(),
            pointer: Untrusted::from(format!("/{}", subject.mask.key(key).raw())),
            op: None,
            found: None,
            expected: "a key that the rules know".to_owned(),
            message: Untrusted::from("The rules do not know this key: nothing was checked of it."),
            action: None,
            sources: Vec::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests;
