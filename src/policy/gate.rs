//! The end-of-life gate: what it finds about a version that somebody runs, and waivers of that.
//!
//! By "How We Release Flex" a version that has ended gets neither support nor an SLA, and the end day itself still counts
//! as the old status. Ours: what is not known never passes in silence, and never fails unless that is asked
//! for; a waiver holds up to and including its last day.

use crate::domain::account::Waiver;
use crate::domain::date::Date;
use crate::domain::document::accounts::{Concern, Running};
use crate::domain::document::check::{
    Finding, FindingKind, Gate, Leave, Subject, WaiverState, WaiverUse,
};
use crate::domain::document::versions::Status;
use crate::domain::text::Untrusted;
use crate::domain::version::Line;
use crate::policy::schema::{LifecycleRules, Rounding};

/// What the gate was asked.
#[derive(Clone, Copy, Debug)]
pub struct EndOfLife {
    pub as_of: Date,
    /// The last day of the time in which an end is a finding.
    pub until: Date,
    pub fail_on_unknown: bool,
    /// The last day that the record says something of.
    pub known_until: Option<Date>,
    pub rules: LifecycleRules,
}

impl EndOfLife {
    /// The findings about one subject: at most one about its end, and that it is not on offer.
    pub fn findings(&self, subject: &Subject) -> Vec<Finding> {
        let runs = &subject.runs;
        let finding = |kind: FindingKind, message: String, advice: Option<String>| Finding {
            gate: Gate::EndOfLife,
            kind,
            subject: subject.id.clone(),
            message: Untrusted::from(message),
            advice,
            file: subject.file.clone(),
            file_line: subject.file_line,
            fails: kind != FindingKind::UnknownEnd || self.fail_on_unknown,
            waived: None,
            known_as: subject.known_as.clone(),
        };
        let mut findings = Vec::new();
        if let Some(none) = concern(runs, Concern::NoMatch) {
            let asked = subject
                .asks_for
                .as_ref()
                .map_or_else(String::new, |text| format!(" {}", text.raw()));
            let text = format!("{none}{asked}");
            let advice = match &subject.near[..] {
                [] => "`forewarn versions --all` lists what there is".to_owned(),
                near => format!(
                    "the nearest known: {}; `forewarn versions --all` lists all",
                    near.join(" and ")
                ),
            };
            return vec![finding(FindingKind::NoMatch, text, Some(advice))];
        }
        if let Some((kind, message, advice)) = self.end(runs) {
            findings.push(finding(kind, message, advice));
        }
        if let Some(text) = concern(runs, Concern::Withdrawn) {
            findings.push(finding(
                FindingKind::Withdrawn,
                text.to_owned(),
                Some("move to a version that was not taken back".to_owned()),
            ));
        }
        if let Some(text) = concern(runs, Concern::NotHosted) {
            findings.push(finding(
                FindingKind::NotHosted,
                text.to_owned(),
                Some("choose a minor that is on offer".to_owned()),
            ));
        }
        findings
    }

    /// Whether a version has ended, ends within the time, or may for all that is known.
    pub fn may_end(&self, runs: &Running) -> bool {
        concern(runs, Concern::NoMatch).is_some() || self.end(runs).is_some()
    }

    /// What there is to say of the end of a version, if anything.
    fn end(&self, runs: &Running) -> Option<(FindingKind, String, Option<String>)> {
        let version = runs
            .version
            .as_ref()
            .map_or_else(|| "its version".to_owned(), ToString::to_string);
        let upgrade =
            Some("move to a supported version; `forewarn versions` lists them".to_owned());
        let bounds = runs.end_of_life_bounds;
        let by = bounds.and_then(|bounds| bounds.no_later_than);
        match (runs.status, runs.end_of_life) {
            (Status::EndOfLife, Some(end)) => Some((
                FindingKind::Ended,
                format!("{version} is at end-of-life: its last day was {end}"),
                upgrade,
            )),
            (Status::EndOfLife, None) => {
                let by = by.map_or_else(
                    || "is not known".to_owned(),
                    |by| format!("was {by} or earlier; the day is not known"),
                );
                let text = format!("{version} is at end-of-life: its last day {by}");
                Some((FindingKind::Ended, text, upgrade))
            }
            (_, Some(end)) if end <= self.until => {
                let days = end.days_since(self.as_of);
                let in_days = match days {
                    0 => "today".to_owned(),
                    1 => "in 1 day".to_owned(),
                    days => format!("in {days} days"),
                };
                let text = format!("{version} ends soon: its last day is {end}, {in_days}");
                Some((FindingKind::EndsWithin, text, upgrade))
            }
            (Status::Supported | Status::Maintained, Some(_)) => None,
            (status, None)
                if status != Status::Unknown && by.is_some_and(|by| by <= self.until) =>
            {
                let by = by.map_or_else(String::new, |by| by.to_string());
                let text = format!(
                    "{version} ends soon: its last day is {by} or earlier; the day is not known"
                );
                Some((FindingKind::EndsWithin, text, upgrade))
            }
            (Status::Supported, None) => self.since_the_record(&version),
            (status, _) => {
                let not_before = bounds.and_then(|bounds| bounds.not_before);
                let is_later = not_before.is_some_and(|day| day > self.until);
                if is_later && status != Status::Unknown {
                    return None;
                }
                let why = runs
                    .reason
                    .as_ref()
                    .map_or_else(String::new, |reason| format!(": {reason}"));
                let text = format!("whether {version} ends by {} is not known{why}", self.until);
                Some((FindingKind::UnknownEnd, text, None))
            }
        }
    }

    /// A version is supported until something newer comes, and that may have come on the day after
    /// the record's last: then it may end within the time after all.
    fn since_the_record(&self, version: &str) -> Option<(FindingKind, String, Option<String>)> {
        let known = self.known_until.filter(|known| *known < self.as_of)?;
        let end = known
            .plus_days(1)
            .plus_months(self.rules.minor_maintained_months);
        let end = match self.rules.rounding {
            Rounding::None => end,
            Rounding::EndOfMonth => end.end_of_month(),
        };
        (end <= self.until).then(|| {
            (
                FindingKind::UnknownEnd,
                format!(
                    "{version} is supported as far as the record goes, {known}; if a newer one came on the next day, it \
                     ends on {end}"
                ),
                Some("bring the record up to date, for example with `forewarn import`".to_owned()),
            )
        })
    }
}

fn concern(runs: &Running, concern: Concern) -> Option<&str> {
    runs.warnings
        .iter()
        .find(|warning| warning.concern == concern)
        .map(|warning| warning.text.as_str())
}

/// Marks the findings that a waiver is for, which then do not fail, and says what became of each waiver. One for a
/// minor is also for its patches.
pub fn waive(findings: &mut [Finding], waivers: &[Waiver], as_of: Date) -> Vec<WaiverUse> {
    waivers
        .iter()
        .map(|waiver| {
            let matching = findings
                .iter_mut()
                .filter(|finding| is_for(waiver, finding));
            let mut state = WaiverState::Unused;
            for finding in matching {
                if waiver.expires < as_of {
                    state = WaiverState::Expired;
                    continue;
                }
                state = WaiverState::Used;
                finding.fails = false;
                finding.waived.get_or_insert_with(|| Leave {
                    reason: waiver.reason.clone(),
                    expires: waiver.expires,
                    owner: waiver.owner.clone(),
                });
            }
            if waiver.expires < as_of {
                state = WaiverState::Expired;
            }
            WaiverUse {
                subject: waiver.subject.clone(),
                state,
                reason: waiver.reason.clone(),
                expires: waiver.expires,
                owner: waiver.owner.clone(),
                file_line: waiver.line,
            }
        })
        .collect()
}

fn is_for(waiver: &Waiver, finding: &Finding) -> bool {
    let subject = &finding.subject;
    if waiver.subject == *subject || finding.known_as.contains(&waiver.subject) {
        return true;
    }
    let line = waiver
        .subject
        .raw()
        .strip_prefix("version:")
        .and_then(|line| line.parse::<Line>().ok());
    let version = subject
        .raw()
        .strip_prefix("version:")
        .and_then(|version| version.parse::<crate::domain::version::SemVersion>().ok());
    line.zip(version)
        .is_some_and(|(line, version)| version.line() == line)
}

#[cfg(test)]
mod tests;
