//! The release lifecycle: Supported, Maintained, End-of-life, for any day.
//!
//! The rules are those of the platform's page "How We Release Flex", with their numbers from the
//! [`Policy`]. Where the page leaves something open, the choice made here is marked "ours".
//!
//! 1. A minor line carries the status; a patch has none of its own, and only the newest counts.
//! 2. The newest minor of the newest major is supported.
//! 3. The minor before is maintained for six months from the day the next one came.
//! 4. The last minor of a major is maintained for at least twelve months from the next major; then
//!    every minor of that major has ended. Earlier minors keep their own six months until then.
//! 5. A pre-release is supported until a newer version comes, then it has ended at once. Ours: newer
//!    is the next version of higher precedence in the same major, or a later major; and release
//!    candidates, which the page does not name here, are as betas.
//! 6. What has ended gets no further changes.
//! 7. A published end beats a computed one, and the last day still counts. A minor never outlives
//!    its major.
//!
//! Not every release has a known day. Each has an interval in which it lies (`interval`), from
//! its own date, from the versions around it and from what the record covers (`history`). A
//! status is given if it is the only possible one; otherwise it is unknown, with the reason.
//! Nothing is ever guessed, and dates win over the order of versions.
//!
//! Everything is evaluated as of a day: what was certainly released later is not seen. Published
//! ends are seen from any day, because the day of their publication is not recorded.

mod ends;
mod history;
mod interval;
mod lines;
mod platform;
mod prereleases;
#[cfg(test)]
mod tests;
mod words;

use crate::domain::date::{Date, Dated};
use crate::domain::document::versions::{Bounds, LineStatus, PrereleaseStatus};
use crate::domain::feature::PublishedEnd;
use crate::domain::release::Stage;
use crate::domain::version::SemVersion;
use crate::policy::schema::Policy;

use self::ends::Ends;
use self::history::History;

/// What the lifecycle has to know of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseFacts {
    pub version: SemVersion,
    /// Anything but [`Stage::Ga`] is a pre-release, whatever its version looks like.
    pub stage: Stage,
    pub date: Option<Dated>,
    /// Taken back after its release, on a day that is not recorded.
    pub withdrawn: bool,
}

/// A release that is out on a day, or may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub facts: ReleaseFacts,
    /// Whether it is certainly out; if not, its day is not known well enough to say.
    pub is_certain: bool,
}

/// Every minor line and every pre-release with its status.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lifecycle {
    /// Every release that these follow from, oldest version first.
    pub releases: Vec<Seen>,
    /// Newest first.
    pub lines: Vec<LineStatus>,
    /// Newest first.
    pub prereleases: Vec<PrereleaseStatus>,
}

/// The status of every minor line and pre-release of one stream on `as_of`, by the rules of "How We
/// Release Flex" (see the module's text).
///
/// `releases` are those of the stream, in any order; `ends` are the ends published for it.
/// `covers_until` is the day on which the history was recorded: whatever it holds without a date
/// existed by then. Without that day, a release that neither its date nor its neighbours bound may
/// lie in the future, and what hangs on it is unknown.
///
/// What cannot have been released by `as_of` is left out. What may not have been is listed as
/// unknown.
pub fn lifecycle(
    releases: &[ReleaseFacts],
    ends: &[PublishedEnd],
    policy: &Policy,
    covers_until: Option<Date>,
    as_of: Date,
) -> Lifecycle {
    let ends = Ends::new(ends, policy.lifecycle);
    let history = History::new(releases, &ends, covers_until);
    let seen = history
        .releases
        .iter()
        .filter(|release| release.days.may_be_by(as_of));
    Lifecycle {
        releases: seen
            .map(|release| Seen {
                facts: release.facts.clone(),
                is_certain: release.days.is_by(as_of),
            })
            .collect(),
        lines: lines::statuses(&history, &ends, policy.hosted, as_of),
        prereleases: prereleases::statuses(&history, &ends, as_of),
    }
}

/// Between which days each release of a stream came, by the same reasoning as [`lifecycle`]: from its date, from the versions
/// around it where their order is that of time, and from `covers_until`. In version order.
pub fn release_days(
    releases: &[ReleaseFacts],
    ends: &[PublishedEnd],
    policy: &Policy,
    covers_until: Option<Date>,
) -> Vec<(SemVersion, Bounds)> {
    let ends = Ends::new(ends, policy.lifecycle);
    History::new(releases, &ends, covers_until)
        .releases
        .into_iter()
        .map(|known| {
            let bounds = Bounds {
                not_before: known.days.not_before,
                no_later_than: known.days.no_later_than,
            };
            (known.facts.version.clone(), bounds)
        })
        .collect()
}
