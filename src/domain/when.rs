//! When something came, as far as it is known, and what may be said of it on a day.

use serde::Serialize;

use crate::domain::date::{Date, DateKind, Dated};
use crate::domain::document::versions::Bounds;

crate::domain::words::closed_words! {
    /// Whether something had come by a day.
    pub enum Came {
        Yes = "yes",
        /// It does not follow from what is known.
        Maybe = "maybe",
        No = "no",
    }
}

/// The day of something: as published, and the days between which it lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct When {
    /// As published; `None`: no day is.
    pub dated: Option<Dated>,
    /// The first and the last day on which it can have come; no bound: not known on that side.
    pub bounds: Bounds,
}

impl When {
    /// What a published date says: `exact` and `effective` hold from their day; `no-later-than` and `announced` may have
    /// been there before.
    pub fn of(dated: Option<Dated>) -> Self {
        let bounds = dated.map_or_else(Bounds::default, |dated| Bounds {
            not_before: matches!(dated.kind, DateKind::Exact | DateKind::Effective)
                .then_some(dated.on),
            no_later_than: Some(dated.on),
        });
        Self { dated, bounds }
    }

    /// Without a published day, but between days that are known.
    pub fn between(bounds: Bounds) -> Self {
        Self {
            dated: None,
            bounds,
        }
    }

    /// With a first day on which it can have come, if that says more. What contradicts the published day says nothing.
    #[must_use]
    pub fn not_before(mut self, first: Option<Date>) -> Self {
        let fits = |first: &Date| self.bounds.no_later_than.is_none_or(|last| *first <= last);
        self.bounds.not_before = self.bounds.not_before.max(first.filter(fits));
        self
    }

    /// Whether it had come on `day` or earlier.
    pub fn by(self, day: Date) -> Came {
        let (first, last) = (self.bounds.not_before, self.bounds.no_later_than);
        if last.is_some_and(|last| last <= day) {
            Came::Yes
        } else if first.is_some_and(|first| first > day) {
            Came::No
        } else {
            Came::Maybe
        }
    }

    /// Whether it came after the end of `day`, for certain.
    pub fn is_after(self, day: Date) -> bool {
        self.by(day) == Came::No
    }

    /// A day to sort by: the published one, else the latest possible.
    pub fn sort_day(self) -> Option<Date> {
        self.dated
            .map(|dated| dated.on)
            .or(self.bounds.no_later_than)
    }
}

impl When {
    /// As the end of "it holds …": `since 2019-07-17`, `by 2019-02-15`, `day unknown`.
    pub fn since(self) -> String {
        match self.dated {
            Some(dated) if dated.kind != DateKind::NoLaterThan => format!("since {dated}"),
            _ => self.to_string(),
        }
    }
}

/// `2019-07-17`, `by 2019-02-15`, `2020-04-27 (announced)`, `day unknown, 2020-10-31 to 2022-12-07`, `day unknown`.
impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (
            self.dated,
            self.bounds.not_before,
            self.bounds.no_later_than,
        ) {
            (Some(dated), _, _) => dated.fmt(f),
            (None, Some(first), Some(last)) => write!(f, "day unknown, {first} to {last}"),
            (None, Some(first), None) => write!(f, "day unknown, from {first}"),
            (None, None, Some(last)) => write!(f, "day unknown, by {last}"),
            (None, None, None) => f.write_str("day unknown"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_says_what_its_kind_says() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (kind, on_the_day_before) in [
            (DateKind::Exact, Came::No),
            (DateKind::Effective, Came::No),
            (DateKind::Announced, Came::Maybe),
            (DateKind::NoLaterThan, Came::Maybe),
        ] {
            let on = day("2019-07-17");
            let when = When::of(Some(Dated { on, kind }));
            assert_eq!(when.by(on), Came::Yes, "{kind}");
            assert_eq!(when.by(day("2019-07-16")), on_the_day_before, "{kind}");
        }
        assert_eq!(When::of(None).by(day("2019-07-16")), Came::Maybe);
    }
}
