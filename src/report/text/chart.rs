//! A chart of lines over time: when each was supported and maintained.

use crate::domain::date::Date;
use crate::domain::document::versions::{LineStatus, Status, VersionsDocument};
use crate::report::text::{role, styled};

/// The days that a chart spans, and how many columns it has for them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chart {
    first: Date,
    last: Date,
    columns: usize,
    as_of: Date,
}

const BEFORE_DAYS: i32 = 2 * 365;
const AFTER_DAYS: i32 = 300;
const LEAST_COLUMNS: usize = 16;

impl Chart {
    /// Spans two years before the day and most of one after it; `None` if there is no room.
    pub(crate) fn new(document: &VersionsDocument, columns: usize) -> Option<Self> {
        let has_bars = document
            .lines
            .iter()
            .any(|line| line.released.is_some() && line.status != Status::Unknown);
        (columns >= LEAST_COLUMNS && has_bars).then(|| Self {
            first: document.as_of.plus_days(-BEFORE_DAYS),
            last: document.as_of.plus_days(AFTER_DAYS),
            columns: columns.min(60),
            as_of: document.as_of,
        })
    }

    /// The column of a day; days outside stand at the edges.
    fn column(&self, day: Date) -> usize {
        let span = self.last.days_since(self.first).max(1);
        let at = day.days_since(self.first).clamp(0, span);
        let columns = i64::try_from(self.columns - 1).unwrap_or(0);
        usize::try_from(i64::from(at) * columns / i64::from(span)).unwrap_or(0)
    }

    /// Years above the columns in which they begin.
    pub(crate) fn axis(&self) -> String {
        let mut axis = vec![' '; self.columns];
        for year in self.first.year() + 1..=self.last.year() {
            let Ok(day) = Date::new(year, 1, 1) else {
                continue;
            };
            let at = self.column(day);
            for (offset, digit) in year.to_string().chars().enumerate() {
                if let Some(cell) = axis.get_mut(at + offset) {
                    *cell = digit;
                }
            }
        }
        axis.into_iter().collect::<String>().trim_end().to_owned()
    }

    /// `█` while supported, `▒` while maintained, `│` the day itself.
    pub(crate) fn row(&self, line: &LineStatus) -> String {
        let (Some(start), true) = (
            line.released,
            line.status != Status::Unknown || line.superseded_on.is_some(),
        ) else {
            return self.bare();
        };
        let supported_until = line
            .superseded_on
            .or(line.superseded_bounds.and_then(|bounds| bounds.not_before))
            .or(line.end_of_life)
            .unwrap_or(self.as_of);
        let maintained_until = line
            .end_of_life
            .unwrap_or(supported_until)
            .max(supported_until);
        let mut row = String::new();
        for column in 0..self.columns {
            let is_supported = column >= self.column(start)
                && column <= self.column(supported_until.min(self.last));
            let is_maintained = column >= self.column(start)
                && column <= self.column(maintained_until.min(self.last));
            let is_visible = maintained_until >= self.first && start <= self.last;
            if is_visible && is_supported {
                row.push_str(&styled(role::GOOD, "█"));
            } else if is_visible && is_maintained {
                row.push_str(&styled(role::CAUTION, "▒"));
            } else if column == self.column(self.as_of) {
                row.push_str(&styled(role::DIM, "│"));
            } else {
                row.push(' ');
            }
        }
        row
    }

    fn bare(&self) -> String {
        (0..self.columns)
            .map(|column| {
                if column == self.column(self.as_of) {
                    '│'
                } else {
                    ' '
                }
            })
            .collect()
    }
}
