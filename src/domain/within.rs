//! Lengths of time that people write: `90d`, `12w`, `6m`, `1y`.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use serde::Serialize;

use crate::domain::date::Date;

/// Longer is a slip of the pen.
const LONGEST: u16 = 9999;

crate::domain::words::closed_words! {
    /// What a length of time is counted in.
    pub enum Unit {
        Days = "d",
        Weeks = "w",
        Months = "m",
        Years = "y",
    }
}

/// A length of time from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within {
    /// At most 9999.
    pub count: u16,
    pub unit: Unit,
}

/// Why a text is not a length of time.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "`{0}` is not a length of time; lengths are written like 90d, 12w, 6m or 1y, with a number up to 9999"
)]
pub struct WithinError(String);

impl Within {
    /// The last day that lies within it, counted from `day`. Months and years keep the day of the
    /// month where there is one; days past the calendar's end stay at its end.
    pub fn after(self, day: Date) -> Date {
        match self.unit {
            Unit::Days => day.plus_days(i32::from(self.count)),
            Unit::Weeks => day.plus_days(7 * i32::from(self.count)),
            Unit::Months => months(day, self.count),
            Unit::Years => months(day, self.count.saturating_mul(12)),
        }
    }
}

/// The day of the month is that of `day` where there is one, whatever the months between hold.
fn months(day: Date, months: u16) -> Date {
    Date::from_civil(day.civil().saturating_add(i32::from(months).months()))
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.count, self.unit)
    }
}

impl Serialize for Within {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Within {
    type Err = WithinError;

    fn from_str(text: &str) -> Result<Self, WithinError> {
        let error = || WithinError(text.to_owned());
        let end = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(error)?;
        let (count, unit) = text.split_at(end);
        let count: u16 = count.parse().map_err(|_not_so_long| error())?;
        if count > LONGEST {
            return Err(error());
        }
        Ok(Self {
            count,
            unit: unit.parse().map_err(|_no_unit| error())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_counted_on_the_calendar() {
        for (text, day, last) in [
            ("90d", "2026-03-01", "2026-05-30"),
            ("0d", "2026-03-01", "2026-03-01"),
            ("12w", "2026-03-01", "2026-05-24"),
            ("6m", "2025-08-31", "2026-02-28"),
            ("1y", "2024-02-29", "2025-02-28"),
            ("365d", "2026-01-01", "2027-01-01"),
            ("9999y", "9990-01-01", "9999-12-31"),
        ] {
            let within: Within = text.parse().unwrap();
            assert_eq!(within.to_string(), text);
            assert_eq!(
                within.after(day.parse().unwrap()).to_string(),
                last,
                "{text}"
            );
        }
        for text in ["", "d", "90", "90 d", "-1d", "10000d", "1q", "1.5y"] {
            assert!(text.parse::<Within>().is_err(), "{text}");
        }
    }
}
