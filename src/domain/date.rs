//! Civil dates and what a date says.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil;
use serde::{Deserialize, Serialize};

/// A day of the calendar, without a time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

/// Why a text is not a date.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DateError {
    #[error("`{0}` is not a date; dates are written YYYY-MM-DD")]
    Form(String),
    #[error("{0} does not exist in the calendar")]
    NotInCalendar(String),
}

impl Date {
    /// # Errors
    /// [`DateError::NotInCalendar`] for a day such as 30 February.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, DateError> {
        civil::Date::new(year, month, day)
            .map(Self)
            .map_err(|_not_in_calendar| {
                DateError::NotInCalendar(format!("{year:04}-{month:02}-{day:02}"))
            })
    }

    pub fn from_civil(date: civil::Date) -> Self {
        Self(date)
    }

    pub fn civil(self) -> civil::Date {
        self.0
    }

    /// The same day `months` later, or that month's last day where it is shorter
    /// (31 August + 6 months = 28 February). Dates past the calendar's end stay at its end.
    #[must_use]
    pub fn plus_months(self, months: u8) -> Self {
        Self(self.0.saturating_add(i32::from(months).months()))
    }

    /// `days` later, or earlier if negative; stays within the calendar.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days.days()))
    }

    #[must_use]
    pub fn end_of_month(self) -> Self {
        Self(self.0.last_of_month())
    }

    /// Whole days from `earlier` to this day; negative if `earlier` is later.
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0.since(earlier.0).map_or(0, |span| span.get_days())
    }

    pub fn year(self) -> i16 {
        self.0.year()
    }

    pub fn month(self) -> i8 {
        self.0.month()
    }

    pub fn day(self) -> i8 {
        self.0.day()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Date {
    type Err = DateError;

    /// Exactly `YYYY-MM-DD`: no other form sorts as text the way it sorts as a date.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let form = || DateError::Form(text.to_owned());
        let [year, month, day] = text.split('-').collect::<Vec<_>>()[..] else {
            return Err(form());
        };
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if (year.len(), month.len(), day.len()) != (4, 2, 2)
            || ![year, month, day].into_iter().all(digits)
        {
            return Err(form());
        }
        let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else {
            return Err(form());
        };
        Self::new(year, month, day)
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

crate::domain::words::closed_words! {
    /// What a date says. Kept with every date, shown unless it is exact, and respected.
    pub enum DateKind {
        /// The day it happened, as its publisher states it.
        Exact = "exact",
        /// The day from which it holds, whenever it was published.
        Effective = "effective",
        /// The day it was announced; it may have been there before.
        Announced = "announced",
        /// A bound: it was there by that day, maybe long before.
        NoLaterThan = "no-later-than",
    }
}

/// A date with what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dated {
    pub on: Date,
    pub kind: DateKind,
}

impl Dated {
    pub fn exact(on: Date) -> Self {
        Self {
            on,
            kind: DateKind::Exact,
        }
    }

    pub fn is_exact(self) -> bool {
        self.kind == DateKind::Exact
    }
}

/// `2019-07-17`, or `2020-04-27 (announced)`, or `by 2019-02-15`.
impl fmt::Display for Dated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            DateKind::Exact => write!(f, "{}", self.on),
            DateKind::NoLaterThan => write!(f, "by {}", self.on),
            kind => write!(f, "{} ({kind})", self.on),
        }
    }
}

/// An instant that was written with an offset, as `YYYY-MM-DDTHH:MM:SSZ`; `None` if it is none.
pub fn instant(text: &str) -> Option<String> {
    let instant: jiff::Timestamp = text.parse().ok()?;
    Some(instant.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn months_are_added_as_calendars_do() {
        for (from, months, to) in [
            ("2025-11-20", 6, "2026-05-20"),
            ("2025-08-31", 6, "2026-02-28"),
            ("2023-08-31", 6, "2024-02-29"),
            ("2022-12-07", 12, "2023-12-07"),
            ("9999-12-31", 12, "9999-12-31"),
        ] {
            assert_eq!(
                date(from).plus_months(months),
                date(to),
                "{from} + {months}"
            );
        }
        assert_eq!(date("2026-05-20").end_of_month(), date("2026-05-31"));
        assert_eq!(date("2024-02-01").end_of_month(), date("2024-02-29"));
    }

    #[test]
    fn only_iso_days_that_exist_are_dates() {
        for (text, error) in [
            (
                "2023-02-29",
                DateError::NotInCalendar("2023-02-29".to_owned()),
            ),
            (
                "2023-13-01",
                DateError::NotInCalendar("2023-13-01".to_owned()),
            ),
            ("2023-2-1", DateError::Form("2023-2-1".to_owned())),
            ("+023-02-01", DateError::Form("+023-02-01".to_owned())),
            ("2023-02-01 ", DateError::Form("2023-02-01 ".to_owned())),
            ("today", DateError::Form("today".to_owned())),
        ] {
            assert_eq!(text.parse::<Date>(), Err(error));
        }
    }

    #[test]
    fn days_between_cross_years() {
        assert_eq!(date("2026-01-01").days_since(date("2025-12-31")), 1);
        assert_eq!(date("2025-12-31").days_since(date("2026-01-01")), -1);
        assert_eq!(date("2026-05-31").days_since(date("2025-05-31")), 365);
    }
}
