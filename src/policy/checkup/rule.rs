//! One rule, held against the documents.

use std::fmt::Write as _;

use serde_json::Value;

use crate::domain::configuration::{Expected, Op, Rule};
use crate::domain::pointer::Pointer;
use crate::domain::range::Range;
use crate::domain::secret::is_range;
use crate::domain::version::{SemVersion, Version};
use crate::policy::checkup::Subject;

/// What a rule comes to.
pub(super) enum Outcome<'a> {
    Held,
    Broken(Broken<'a>),
    /// Why, and what decides it.
    Undecided(String, String),
}

/// Where and by what a rule is broken.
pub(super) struct Broken<'a> {
    pub(super) pointer: String,
    pub(super) value: Option<&'a Value>,
    /// Values that are expected and not there.
    pub(super) missing: Vec<String>,
}

/// A pointer with the indices that `*` stood for.
pub(super) fn at(pointer: &Pointer, path: &[usize]) -> String {
    let mut indices = path.iter();
    let steps: Vec<String> = pointer
        .to_string()
        .split('/')
        .map(|step| match step {
            "*" => indices
                .next()
                .map_or_else(|| "*".to_owned(), usize::to_string),
            step => step.to_owned(),
        })
        .collect();
    steps.join("/")
}

/// Holds the documents against a rule; its document is there.
pub(super) fn outcome<'a>(rule: &Rule, subject: &Subject<'a>) -> Outcome<'a> {
    let Some(given) = subject.documents.get(&rule.document) else {
        return Outcome::Undecided(
            format!("the document {} was not given", rule.document),
            "that document".to_owned(),
        );
    };
    let mut values = rule.pointer.values(&given.value);
    for (place, wanted) in &rule.places {
        let fitting: Vec<Vec<usize>> = place
            .values(&given.value)
            .into_iter()
            .filter(|(_, value)| *value == wanted)
            .map(|(path, _)| path)
            .collect();
        values.retain(|(path, _)| fitting.contains(path));
    }
    let broken = |path: &[usize], value| {
        Outcome::Broken(Broken {
            pointer: at(&rule.pointer, path),
            value,
            missing: Vec::new(),
        })
    };
    match (rule.op, &rule.expected) {
        (Op::ContainsAll, Expected::Values(expected)) => {
            contains_all(rule, expected, &values, given.complete)
        }
        (Op::SemverMin, Expected::Version(least)) => at_least(rule, least, &values, subject),
        (Op::Equals | Op::Matches, _) if values.is_empty() => broken(&[], None),
        _ => {
            for (path, value) in &values {
                match fits(rule, value) {
                    Some(true) => {}
                    Some(false) => return broken(path, Some(value)),
                    None => return no_range(),
                }
            }
            Outcome::Held
        }
    }
}

fn no_range<'a>() -> Outcome<'a> {
    Outcome::Undecided(
        "its value is neither a version nor a range".to_owned(),
        "a value that is one".to_owned(),
    )
}

/// Whether one value is as it should be; `None` if it is no range and should be.
fn fits(rule: &Rule, value: &Value) -> Option<bool> {
    Some(match (rule.op, &rule.expected) {
        (Op::Equals | Op::AbsentOrIn, Expected::Values(values)) => values.contains(value),
        (Op::Matches, Expected::Pattern(pattern)) => {
            value.as_str().is_some_and(|text| pattern.is_match(text))
        }
        (Op::AbsentOrFalse, _) => *value == Value::Bool(false),
        (Op::SemverNotIntersecting, Expected::Range(range, _)) => !range_of(value)?.meets(range),
        (Op::AbsentOrSemverSubset, Expected::Range(range, _)) => {
            range_of(value)?.lies_within(range)
        }
        // Nothing may stand there, and something does.
        _ => false,
    })
}

/// A value as a range, if it is one as people write them.
fn range_of(value: &Value) -> Option<Range> {
    let text = value.as_str().filter(|text| is_range(text))?;
    let bare = text.trim().trim_start_matches('v');
    Range::npm(bare).ok()
}

fn contains_all<'a>(
    rule: &Rule,
    expected: &[Value],
    values: &[(Vec<usize>, &'a Value)],
    is_complete: bool,
) -> Outcome<'a> {
    let missing: Vec<String> = expected
        .iter()
        .filter(|wanted| !values.iter().any(|(_, value)| value == wanted))
        .map(written)
        .collect();
    if missing.is_empty() {
        return Outcome::Held;
    }
    if !is_complete {
        return Outcome::Undecided(
            "the list goes on, and this page does not have all that is needed".to_owned(),
            "the other pages of the list".to_owned(),
        );
    }
    Outcome::Broken(Broken {
        pointer: rule.pointer.to_string(),
        value: None,
        missing,
    })
}

/// Whether the version that the value leads to is new enough: the one that the account runs, else any that it allows.
fn at_least<'a>(
    rule: &Rule,
    least: &SemVersion,
    values: &[(Vec<usize>, &'a Value)],
    subject: &Subject<'a>,
) -> Outcome<'a> {
    let value = values.first().map(|(_, value)| *value);
    let broken = || {
        Outcome::Broken(Broken {
            pointer: rule.pointer.to_string(),
            value,
            missing: Vec::new(),
        })
    };
    let allowed = match value {
        None => None,
        Some(value) => match range_of(value) {
            Some(range) => Some(range),
            None => return no_range(),
        },
    };
    let minimum = Range::npm(&format!(">={least}")).ok();
    if let (Some(allowed), Some(minimum)) = (&allowed, &minimum)
        && !allowed.meets(minimum)
    {
        return broken();
    }
    match subject.runs {
        Some(runs) if runs >= least => Outcome::Held,
        Some(_) => broken(),
        None => Outcome::Undecided(
            "it is not known which version the account runs".to_owned(),
            "--created DATE, or a version in the configuration".to_owned(),
        ),
    }
}

/// What a rule expects, in words.
pub(super) fn expected(rule: &Rule) -> String {
    let list = |values: &[Value]| values.iter().map(written).collect::<Vec<_>>().join(", ");
    let mut words = match (rule.op, &rule.expected) {
        (Op::Absent, _) => "nothing".to_owned(),
        (Op::AbsentOrFalse, _) => "nothing, or false".to_owned(),
        (Op::Equals, Expected::Values(values)) => list(values),
        (Op::AbsentOrIn, Expected::Values(values)) => match values.len() {
            1 => format!("nothing, or {}", list(values)),
            _ => format!("nothing, or one of {}", list(values)),
        },
        (Op::ContainsAll, Expected::Values(values)) => format!("all of {}", list(values)),
        (_, Expected::Pattern(pattern)) => format!("a text like {}", pattern.as_str()),
        (Op::SemverNotIntersecting, Expected::Range(_, text)) => {
            format!("a range without versions {text}")
        }
        (_, Expected::Range(_, text)) => format!("nothing, or a range within {text}"),
        (_, Expected::Version(least)) => format!("{least} or later"),
        _ => "nothing".to_owned(),
    };
    for (place, value) in &rule.places {
        write!(words, ", where {place} is {}", written(value)).expect("a String takes all writes");
    }
    words
}

fn written(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Whether an account that is set so can run a version; `None` if the value is no range.
pub(super) fn allows(value: &Value, version: &SemVersion) -> Option<bool> {
    range_of(value).map(|range| range.contains(&Version::Semver(version.clone())))
}
