//! Where things stand on the screen: one function of its size, used by `view` to draw and by `update` to know how much is seen and what was
//! clicked.

use ratatui::layout::Rect;

use crate::tui::model::{Model, Screen};

/// From this width on list and detail stand side by side: tables have columns that want room.
const fn side_by_side(screen: Screen) -> u16 {
    match screen {
        Screen::Changelog | Screen::Drafts => 100,
        _ => 180,
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    pub header: Rect,
    /// Lanes, axis or heat; no rows on small screens.
    pub chart: Rect,
    /// With its border.
    pub list: Rect,
    pub detail: Rect,
    pub footer: Rect,
}

impl Areas {
    /// Rows of the list within its border.
    pub fn list_height(&self) -> usize {
        usize::from(self.list.height.saturating_sub(2))
    }

    pub fn detail_height(&self) -> usize {
        usize::from(self.detail.height.saturating_sub(2))
    }

    /// Columns of the detail within its border, and a blank on both sides.
    pub fn detail_width(&self) -> u16 {
        self.detail.width.saturating_sub(4)
    }
}

/// The areas of the screen that is shown.
pub fn areas(model: &Model) -> Areas {
    let (width, height) = model.size;
    let body = height.saturating_sub(2);
    let chart = chart_height(model, body);
    let rest = body.saturating_sub(chart);
    let top = 1 + chart;
    let at = |x, y, width, height| Rect::new(x, y, width, height);
    let (list, detail) = if model.screen == Screen::Versions {
        // Bars want the whole width.
        let list = rest - (rest / 3).max(5).min(rest);
        (
            at(0, top, width, list),
            at(0, top + list, width, rest - list),
        )
    } else if width >= side_by_side(model.screen) {
        let left = width * 9 / 20;
        (at(0, top, left, rest), at(left, top, width - left, rest))
    } else {
        let list = rest / 2;
        (
            at(0, top, width, list),
            at(0, top + list, width, rest - list),
        )
    };
    Areas {
        header: at(0, 0, width, 1),
        chart: at(0, 1, width, chart),
        list,
        detail,
        footer: at(0, height.saturating_sub(1), width, 1),
    }
}

fn chart_height(model: &Model, body: u16) -> u16 {
    match model.screen {
        Screen::Changelog => {
            let lanes = model
                .changelog
                .timeline
                .here()
                .map_or(2, |one| one.lanes.len());
            let wanted = u16::try_from(lanes).unwrap_or(u16::MAX).saturating_add(1);
            // No more than a quarter of the screen.
            if body < 18 { 0 } else { wanted.min(body / 4) }
        }
        Screen::Impact => {
            if body < 18 {
                2
            } else {
                7
            }
        }
        _ => 0,
    }
}

/// The line that is drawn for a day on the axis of time, `width` columns wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    /// Days since the first; both ends are shown.
    pub first: crate::domain::date::Date,
    pub last: crate::domain::date::Date,
    pub width: u16,
}

impl Axis {
    /// The column of a day; `None` outside.
    pub fn column(&self, day: crate::domain::date::Date) -> Option<u16> {
        if day < self.first || day > self.last || self.width == 0 {
            return None;
        }
        let span = i64::from(self.last.days_since(self.first)).max(1);
        let at = i64::from(day.days_since(self.first));
        u16::try_from(at * i64::from(self.width - 1) / span).ok()
    }

    /// The day of a column.
    pub fn day(&self, column: u16) -> crate::domain::date::Date {
        let span = i64::from(self.last.days_since(self.first)).max(1);
        let width = i64::from(self.width.saturating_sub(1)).max(1);
        let days = i64::from(column.min(self.width.saturating_sub(1))) * span / width;
        self.first
            .plus_days(i32::try_from(days).unwrap_or_default())
    }
}
