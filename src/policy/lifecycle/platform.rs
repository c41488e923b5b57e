//! Which lines the hosted platform offers on a day, as far as days are known.
//!
//! "All the minor releases from the current major release are available on the platform, as well as the last minor release
//! of the previous major release": also those that have ended. None that was withdrawn is offered. Where a line may or may
//! not be out, each case is looked at, and what they do not agree on is not known.

use crate::domain::date::Date;
use crate::domain::version::{Line, SemVersion};
use crate::policy::lifecycle::history::History;
use crate::policy::schema::{HostedMinors, HostedRules};

/// A line that may be on offer.
struct Candidate<'a> {
    line: Line,
    first: &'a SemVersion,
    /// Whether it is certainly out.
    is_out: bool,
}

/// The lines that may be out on a day, oldest first.
pub(super) struct Platform<'a> {
    lines: Vec<Candidate<'a>>,
    rules: HostedRules,
}

impl<'a> Platform<'a> {
    pub(super) fn new(history: &History<'a>, rules: HostedRules, as_of: Date) -> Self {
        let lines = history
            .lines
            .iter()
            .filter(|line| line.days.may_be_by(as_of) && !line.is_withdrawn(as_of))
            .map(|line| Candidate {
                line: line.line,
                first: &line.first.version,
                is_out: line.is_out(as_of),
            })
            .collect();
        Self { lines, rules }
    }

    /// Whether a line is on offer; `None` if that is not known.
    pub(super) fn offers(&self, line: Line) -> Option<bool> {
        let Some(one) = self.lines.iter().find(|one| one.line == line) else {
            return Some(false);
        };
        let mut cases = Vec::new();
        for current in self.newest_below(None) {
            if one.line.major == current {
                let is_offered = self.rules.current_major == HostedMinors::All;
                cases.push(if is_offered && !one.is_out {
                    None
                } else {
                    Some(is_offered)
                });
                continue;
            }
            let previous = self.newest_below(Some(current));
            if !previous.contains(&one.line.major) {
                cases.push(Some(false));
            }
            for major in previous {
                cases.push(if one.line.major == major {
                    self.is_among_last(one)
                } else {
                    Some(false)
                });
            }
        }
        let first = cases.first().copied().unwrap_or(Some(false));
        first.filter(|_| cases.iter().all(|case| *case == first))
    }

    /// The first versions of newer lines that may or may not be out.
    pub(super) fn open(&self, line: Line) -> Vec<&'a SemVersion> {
        self.lines
            .iter()
            .filter(|other| other.line > line && !other.is_out)
            .map(|other| other.first)
            .collect()
    }

    /// The majors that may be the newest one, below one or at all.
    fn newest_below(&self, limit: Option<u64>) -> Vec<u64> {
        let below = || {
            self.lines
                .iter()
                .filter(move |one| limit.is_none_or(|limit| one.line.major < limit))
        };
        let certain = below()
            .filter(|one| one.is_out)
            .map(|one| one.line.major)
            .max();
        let mut majors: Vec<u64> = below()
            .map(|one| one.line.major)
            .filter(|major| certain.is_none_or(|certain| *major >= certain))
            .collect();
        majors.dedup();
        majors
    }

    /// Whether a line is one of the last of the previous major that are on offer.
    fn is_among_last(&self, one: &Candidate<'_>) -> Option<bool> {
        let count = usize::try_from(self.rules.previous_major_minors).unwrap_or(usize::MAX);
        let newer = || {
            self.lines
                .iter()
                .filter(|other| other.line.major == one.line.major && other.line > one.line)
        };
        let certain = newer().filter(|other| other.is_out).count();
        if certain >= count {
            Some(false)
        } else if one.is_out && newer().count() < count {
            Some(true)
        } else {
            None
        }
    }
}
