//! End-of-life days: published ones, and those that follow from the rules.

use std::collections::BTreeMap;

use crate::domain::date::Date;
use crate::domain::document::versions::EndSource;
use crate::domain::feature::PublishedEnd;
use crate::domain::version::Line;
use crate::policy::lifecycle::interval::{self, Interval};
use crate::policy::schema::{LifecycleRules, Rounding};

/// The published ends of a stream, and the rules for computing the others.
pub(super) struct Ends {
    minors: BTreeMap<Line, Date>,
    majors: BTreeMap<u64, Date>,
    rules: LifecycleRules,
}

/// The end of a line: an interval for each way to tell it.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    /// By the rules, without rounding.
    pub(super) unrounded: Option<Interval>,
    /// By the rules.
    pub(super) computed: Option<Interval>,
    /// What holds: published or computed. `None`: no end is in sight.
    pub(super) holds: Option<Interval>,
    published: Option<Date>,
}

impl End {
    /// One or the other; a way that tells nothing leaves the other as it is.
    #[must_use]
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            unrounded: interval::either(self.unrounded, other.unrounded),
            computed: interval::either(self.computed, other.computed),
            holds: interval::either(self.holds, other.holds),
            published: self.published.or(other.published),
        }
    }

    /// Where the end that holds comes from, if its day is known.
    pub(super) fn source(&self) -> Option<EndSource> {
        let day = self.holds?.day()?;
        Some(if self.published == Some(day) {
            EndSource::Published
        } else {
            EndSource::Computed
        })
    }
}

impl Ends {
    /// An end without a day (the publisher wrote "TBD") says nothing. Of several for one line, the
    /// last in the list counts: a later record corrects an earlier one.
    pub(super) fn new(published: &[PublishedEnd], rules: LifecycleRules) -> Self {
        let mut ends = Self {
            minors: BTreeMap::new(),
            majors: BTreeMap::new(),
            rules,
        };
        for end in published {
            let Some(date) = end.date else { continue };
            let major = end.line.strip_suffix(".x").unwrap_or(&end.line);
            if let Ok(line) = end.line.parse() {
                ends.minors.insert(line, date);
            } else if let Ok(major) = major.parse() {
                ends.majors.insert(major, date);
            }
        }
        ends
    }

    /// The end published for a minor, or else for its major. "When maintenance ends for a major
    /// version, all minor versions of that major version will be end-of-life": so where both are
    /// published, the earlier one holds.
    pub(super) fn published(&self, line: Line) -> Option<Date> {
        interval::earliest([
            self.minors.get(&line).copied(),
            self.majors.get(&line.major).copied(),
        ])
    }

    /// The end of a line which the first release of a later minor (`next_minor`) or of a later major
    /// (`next_major`) has superseded, or neither.
    pub(super) fn of(
        &self,
        line: Line,
        next_minor: Option<Interval>,
        next_major: Option<Interval>,
    ) -> End {
        let own = next_minor
            .map(|days| days.map(|day| day.plus_months(self.rules.minor_maintained_months)));
        let major = next_major
            .map(|days| days.map(|day| day.plus_months(self.rules.major_maintained_months)));
        let published_for_major = self.majors.get(&line.major).copied();
        let published = self.published(line);
        // Twelve months are the least that a major is maintained: where its end is published, the
        // computed one bounds its earlier minors no more.
        let unrounded = match own {
            Some(own) if published_for_major.is_some() => Some(own),
            own => interval::earlier(own, major),
        };
        let rounded = |days: Option<Interval>| days.map(|days| days.map(|day| self.rounded(day)));
        let holds = match (published, self.minors.contains_key(&line)) {
            (Some(day), true) => Some(Interval::exactly(day)),
            (Some(day), false) => interval::earlier(rounded(own), Some(Interval::exactly(day))),
            (None, _) => rounded(unrounded),
        };
        End {
            unrounded,
            computed: rounded(unrounded),
            holds,
            published,
        }
    }

    /// The day that no pre-release of a line outlives: its minor's or major's published end, or the
    /// computed end of the major.
    pub(super) fn latest_for_prereleases(
        &self,
        line: Line,
        next_major: Option<Interval>,
    ) -> Option<Interval> {
        match self.published(line) {
            Some(day) => Some(Interval::exactly(day)),
            None => self.of(line, None, next_major).computed,
        }
    }

    fn rounded(&self, day: Date) -> Date {
        match self.rules.rounding {
            Rounding::None => day,
            Rounding::EndOfMonth => day.end_of_month(),
        }
    }
}
