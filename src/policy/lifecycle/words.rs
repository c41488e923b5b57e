//! Reasons in plain words.

use crate::domain::date::Date;
use crate::domain::version::SemVersion;
use crate::policy::lifecycle::history::Takeover;
use crate::policy::lifecycle::interval::Interval;

pub(super) fn may_not_be_released(version: &SemVersion, days: Interval, as_of: Date) -> String {
    format!(
        "{version} may not have been released by {as_of}: its day is not known{}",
        days.in_words()
    )
}

/// `None` if the day is known: then there is nothing to explain.
pub(super) fn took_its_place(takeover: Takeover<'_>) -> Option<String> {
    let Takeover { by, days } = takeover;
    let is_known = days.day().is_some();
    (!is_known).then(|| {
        format!(
            "{by} took its place on a day that is not known{}",
            days.in_words()
        )
    })
}

/// `None` if there are no such versions.
pub(super) fn may_be_out<'a>(versions: impl Iterator<Item = &'a SemVersion>) -> Option<String> {
    let mut versions: Vec<String> = versions.map(ToString::to_string).collect();
    let last = versions.pop()?;
    let all = if versions.is_empty() {
        last
    } else {
        format!("{} and {last}", versions.join(", "))
    };
    Some(format!("{all} may have been out as well"))
}
