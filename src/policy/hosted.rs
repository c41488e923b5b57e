//! What can be run on a day, and which version a setting comes to.
//!
//! By "How We Release Flex" the hosted platform offers the newest patch of every minor of the current
//! major, and of the last minor of the major before; minors stay on offer after their end-of-life. A
//! version that is not on offer may still be named in a configuration: it is in the package
//! registry, unsupported, and no SLA applies to it. Ours: a range comes to the newest version on offer
//! that lies in it, and only without one to the newest that was ever published.

use crate::domain::account::Choice;
use crate::domain::date::Date;
use crate::domain::document::accounts::{Concern, Running, Warning};
use crate::domain::document::versions::{LineStatus, Status};
use crate::domain::release::Stage;
use crate::domain::version::{Line, SemVersion, Version};
use crate::policy::lifecycle::{Lifecycle, Seen};
use crate::policy::schema::{HostedMinors, HostedRules};

/// The versions of a stream on a day: on offer, or published only.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    pub life: &'a Lifecycle,
    pub rules: HostedRules,
    pub as_of: Date,
}

impl<'a> Offer<'a> {
    /// Whether the platform offers versions at all. A library is only published.
    pub fn is_hosting(&self) -> bool {
        self.rules.current_major == HostedMinors::All || self.rules.previous_major_minors > 0
    }

    /// The minors on offer, newest first; each with its newest patch. Where the platform offers none
    /// at all, every minor that is certainly out counts.
    pub fn minors(&self) -> impl Iterator<Item = &'a LineStatus> {
        let is_hosting = self.is_hosting();
        let life = self.life;
        life.lines
            .iter()
            .filter(move |line| line.hosted == Some(true) || (!is_hosting && is_out(life, line)))
    }

    fn line(&self, line: Line) -> Option<&'a LineStatus> {
        self.life.lines.iter().find(|status| status.line == line)
    }

    /// Which version a setting comes to, and all that the policy says of it. `major` is the one that
    /// an automatically updated account is on.
    pub fn run(&self, choice: &Choice, major: Option<u64>) -> Running {
        match choice {
            Choice::Exact(version) => self.exact(version),
            Choice::Range(range) => {
                self.newest(|version| range.contains(&Version::Semver(version.clone())))
            }
            Choice::Pin(line) => self.pinned(*line),
            Choice::Automatic => match major {
                Some(major) => self.automatic(major),
                None => nothing(
                    "no major to follow",
                    "it is not known which major the account is on".to_owned(),
                    None,
                ),
            },
        }
    }

    fn exact(&self, version: &SemVersion) -> Running {
        let published = self
            .life
            .releases
            .iter()
            .find(|seen| seen.facts.version == *version);
        match published {
            Some(seen) => self.running(seen, "the setting names exactly this version".to_owned()),
            None => self.no_match("the setting names exactly one version"),
        }
    }

    /// The newest version in a range: on offer, else published.
    fn newest(&self, is_in: impl Fn(&SemVersion) -> bool) -> Running {
        let is_wanted =
            |seen: &&Seen| !seen.facts.withdrawn && seen.is_certain && is_in(&seen.facts.version);
        let on_offer = self.minors().find_map(|line| {
            let latest = line.latest.semver()?;
            self.seen(latest).filter(is_wanted)
        });
        let how = match (self.is_hosting(), on_offer.is_some()) {
            (true, true) => "the newest version on offer in the range",
            (true, false) => "the newest published version in the range; none in it is on offer",
            (false, _) => "the newest version in the range",
        };
        let found = on_offer.or_else(|| self.life.releases.iter().rev().find(is_wanted));
        if let Some(unknown) = self.may_be_newer(found, &is_in) {
            return unknown;
        }
        match found {
            Some(seen) => self.running(seen, how.to_owned()),
            None => self.no_match("the setting names a range"),
        }
    }

    /// That it is not known which version it is, because one of a newer minor than `found` may be out as well.
    fn may_be_newer(
        &self,
        found: Option<&Seen>,
        is_in: impl Fn(&SemVersion) -> bool,
    ) -> Option<Running> {
        let line = found.map(|seen| seen.facts.version.line());
        let possible: Vec<&SemVersion> = self
            .life
            .releases
            .iter()
            .filter(|seen| !seen.is_certain && !seen.facts.withdrawn)
            .filter(|seen| seen.facts.stage == Stage::Ga)
            .map(|seen| &seen.facts.version)
            .filter(|version| is_in(version) && Some(version.line()) > line)
            .collect();
        let newest = possible.last()?;
        let count = possible.len();
        let at_least = found.map_or_else(String::new, |seen| {
            format!(", else it is {}", seen.facts.version)
        });
        let others = match count {
            1 => String::new(),
            2 => " and 1 older one".to_owned(),
            count => format!(" and {} older ones", count - 1),
        };
        Some(nothing(
            "the newest version on offer",
            format!(
                "{newest}{others} may have been out by {}, so it is not known which version runs{at_least}",
                self.as_of
            ),
            Some(Concern::Uncertain),
        ))
    }

    fn pinned(&self, line: Line) -> Running {
        let Some(status) = self.line(line) else {
            return self.no_match("the setting names a minor");
        };
        match status.latest.semver().and_then(|latest| self.seen(latest)) {
            Some(seen) => self.running(seen, format!("the newest patch of {line}")),
            None => self.no_match("the setting names a minor"),
        }
    }

    fn automatic(&self, major: u64) -> Running {
        let newest = self
            .minors()
            .filter(|line| line.line.major == major)
            .find_map(|line| self.seen(line.latest.semver()?));
        if let Some(unknown) = self.may_be_newer(newest, |version| version.major() == major) {
            return unknown;
        }
        match newest {
            Some(seen) => {
                let how = format!("the newest version of major {major} on offer");
                self.running(seen, how)
            }
            None => nothing(
                "updated automatically",
                format!(
                    "no minor of major {major} is on offer by {}: which version such an account runs is not stated",
                    self.as_of
                ),
                Some(Concern::NotHosted),
            ),
        }
    }

    fn seen(&self, version: &SemVersion) -> Option<&'a Seen> {
        self.life
            .releases
            .iter()
            .find(|seen| seen.facts.version == *version)
    }

    fn no_match(&self, how: &str) -> Running {
        let text = format!("no version that was published by {} matches", self.as_of);
        nothing(how, text, Some(Concern::NoMatch))
    }

    fn running(&self, seen: &Seen, how: String) -> Running {
        let version = &seen.facts.version;
        let mut warnings = Vec::new();
        let mut warn = |concern, text| warnings.push(Warning { concern, text });
        let (mut running, line) = if seen.facts.stage == Stage::Ga {
            let line = self.line(version.line());
            (of_line(version, line), line)
        } else {
            (self.of_prerelease(version), None)
        };
        if !seen.is_certain {
            running.status = Status::Unknown;
            let text = format!("whether {version} was out by {} is not known", self.as_of);
            running.reason.get_or_insert_with(|| text.clone());
            warn(Concern::Uncertain, text);
        }
        if seen.facts.withdrawn {
            warn(Concern::Withdrawn, format!("{version} was withdrawn"));
        }
        if seen.facts.stage != Stage::Ga {
            warn(
                Concern::PreRelease,
                format!(
                    "{version} is a pre-release ({}): not for production",
                    seen.facts.stage
                ),
            );
        }
        if running.status == Status::EndOfLife {
            let last = running
                .end_of_life
                .map_or_else(String::new, |end| format!(", its last day was {end}"));
            let name = line.map_or_else(|| version.to_string(), |line| line.line.to_string());
            warn(
                Concern::EndOfLife,
                format!("{name} is at end-of-life{last}: no support, no SLA, no further patches"),
            );
        }
        let is_newest = line.is_some_and(|line| line.latest.semver() == Some(version));
        running.hosted = match line {
            Some(line) if is_newest => line.hosted,
            _ => Some(false),
        };
        match line {
            Some(line) if !is_newest && seen.is_certain => warn(
                Concern::Superseded,
                format!("{} took the place of {version}", line.latest),
            ),
            _ => {}
        }
        let is_off = line.is_none_or(|line| line.hosted == Some(false));
        if self.is_hosting() && is_off && seen.is_certain {
            let what = line.map_or_else(|| version.to_string(), |line| line.line.to_string());
            warn(
                Concern::NotHosted,
                format!(
                    "the hosted platform does not offer {what}: it is in the package registry only, unsupported, without an SLA"
                ),
            );
        }
        running.how = how;
        running.warnings = warnings;
        running
    }

    fn of_prerelease(&self, version: &SemVersion) -> Running {
        let status = self
            .life
            .prereleases
            .iter()
            .find(|one| one.version.semver() == Some(version));
        Running {
            version: Some(Version::Semver(version.clone())),
            line: Some(version.line()),
            status: status.map_or(Status::Unknown, |one| one.status),
            end_of_life: status.and_then(|one| one.end_of_life),
            end_of_life_source: None,
            end_of_life_bounds: status.and_then(|one| one.end_of_life_bounds),
            hosted: Some(false),
            for_production: false,
            how: String::new(),
            warnings: Vec::new(),
            reason: status.and_then(|one| one.reason.clone()),
        }
    }
}

/// Whether one of a line's releases is certainly out and was not withdrawn.
fn is_out(life: &Lifecycle, line: &LineStatus) -> bool {
    life.releases.iter().any(|seen| {
        seen.facts.version.line() == line.line
            && seen.facts.stage == Stage::Ga
            && seen.is_certain
            && !seen.facts.withdrawn
    })
}

/// A patch has the status of its line.
fn of_line(version: &SemVersion, line: Option<&LineStatus>) -> Running {
    Running {
        version: Some(Version::Semver(version.clone())),
        line: Some(version.line()),
        status: line.map_or(Status::Unknown, |line| line.status),
        end_of_life: line.and_then(|line| line.end_of_life),
        end_of_life_source: line.and_then(|line| line.end_of_life_source),
        end_of_life_bounds: line.and_then(|line| line.end_of_life_bounds),
        hosted: Some(false),
        for_production: true,
        how: String::new(),
        warnings: Vec::new(),
        reason: line.and_then(|line| line.reason.clone()),
    }
}

fn nothing(how: &str, reason: String, concern: Option<Concern>) -> Running {
    Running {
        version: None,
        line: None,
        status: Status::Unknown,
        end_of_life: None,
        end_of_life_source: None,
        end_of_life_bounds: None,
        hosted: (concern != Some(Concern::Uncertain)).then_some(false),
        for_production: false,
        how: how.to_owned(),
        warnings: concern
            .map(|concern| Warning {
                concern,
                text: reason.clone(),
            })
            .into_iter()
            .collect(),
        reason: Some(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::fixture::date;
    use crate::policy::lifecycle::lifecycle;
    use crate::policy::schema::Policy;

    #[test]
    fn a_platform_hosts_if_it_offers_minors_of_either_major() {
        let as_of = date("2026-01-01");
        let life = lifecycle(&[], &[], &Policy::flex(), None, as_of);
        for (current_major, previous_major_minors, is_hosting) in [
            (HostedMinors::All, 1, true),
            (HostedMinors::All, 0, true),
            (HostedMinors::None, 1, true),
            (HostedMinors::None, 0, false),
        ] {
            let rules = HostedRules {
                current_major,
                previous_major_minors,
            };
            let offer = Offer {
                life: &life,
                rules,
                as_of,
            };
            assert_eq!(offer.is_hosting(), is_hosting, "{rules:?}");
        }
    }
}
