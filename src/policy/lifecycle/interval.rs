//! Days that are known exactly or only within bounds, and arithmetic on them.

use crate::domain::date::Date;
use crate::domain::document::versions::Bounds;

/// The days on which something may have happened, both ends included. `None`: no bound is known on
/// that side. `not_before` is never later than `no_later_than`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Interval {
    pub(super) not_before: Option<Date>,
    pub(super) no_later_than: Option<Date>,
}

impl Interval {
    pub(super) const UNKNOWN: Self = Self {
        not_before: None,
        no_later_than: None,
    };

    pub(super) fn exactly(day: Date) -> Self {
        Self {
            not_before: Some(day),
            no_later_than: Some(day),
        }
    }

    /// The day, if only one is possible.
    pub(super) fn day(self) -> Option<Date> {
        self.not_before
            .filter(|_| self.not_before == self.no_later_than)
    }

    /// Whether it may have happened on `day` or earlier.
    pub(super) fn may_be_by(self, day: Date) -> bool {
        self.not_before.is_none_or(|bound| bound <= day)
    }

    /// Whether it has certainly happened on `day` or earlier.
    pub(super) fn is_by(self, day: Date) -> bool {
        self.no_later_than.is_some_and(|bound| bound <= day)
    }

    /// Whether it may lie before `day`.
    pub(super) fn may_be_before(self, day: Date) -> bool {
        self.not_before.is_none_or(|bound| bound < day)
    }

    /// Whether it certainly lies before `day`.
    pub(super) fn is_before(self, day: Date) -> bool {
        self.no_later_than.is_some_and(|bound| bound < day)
    }

    /// The interval of the earlier of two events.
    #[must_use]
    pub(super) fn earlier(self, other: Self) -> Self {
        Self {
            // A missing lower bound is the earliest of all, a missing upper bound the latest.
            not_before: self.not_before.zip(other.not_before).map(|(a, b)| a.min(b)),
            no_later_than: earliest([self.no_later_than, other.no_later_than]),
        }
    }

    /// What is left if it is taken to have happened on `day` or earlier.
    #[must_use]
    pub(super) fn if_by(self, day: Date) -> Self {
        Self {
            not_before: self.not_before,
            no_later_than: earliest([self.no_later_than, Some(day)]),
        }
    }

    /// Both bounds moved by `shift`, which must keep the order of days.
    #[must_use]
    pub(super) fn map(self, shift: impl Fn(Date) -> Date) -> Self {
        Self {
            not_before: self.not_before.map(&shift),
            no_later_than: self.no_later_than.map(&shift),
        }
    }

    /// The bounds, for a day that is not known; `None` if it is, or if nothing is known of it.
    pub(super) fn bounds(self) -> Option<Bounds> {
        let says_something = self.not_before.is_some() || self.no_later_than.is_some();
        (self.day().is_none() && says_something).then_some(Bounds {
            not_before: self.not_before,
            no_later_than: self.no_later_than,
        })
    }

    /// The bounds as the end of a sentence that says that the day is not known.
    pub(super) fn in_words(self) -> String {
        match (self.not_before, self.no_later_than) {
            (Some(first), Some(last)) => format!(", between {first} and {last}"),
            (Some(first), None) => format!(", not before {first}"),
            (None, Some(last)) => format!(", no later than {last}"),
            (None, None) => String::new(),
        }
    }
}

/// All days of both intervals and between; of one, if the other is absent.
pub(super) fn either(a: Option<Interval>, b: Option<Interval>) -> Option<Interval> {
    match (a, b) {
        (Some(a), Some(b)) => Some(Interval {
            not_before: a.not_before.min(b.not_before),
            no_later_than: a.no_later_than.zip(b.no_later_than).map(|(a, b)| a.max(b)),
        }),
        (one, other) => one.or(other),
    }
}

/// The earlier of two events of which each may be absent.
pub(super) fn earlier(a: Option<Interval>, b: Option<Interval>) -> Option<Interval> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.earlier(b)),
        (one, other) => one.or(other),
    }
}

/// The earliest of the days that are there.
pub(super) fn earliest<const N: usize>(days: [Option<Date>; N]) -> Option<Date> {
    days.into_iter().flatten().min()
}
