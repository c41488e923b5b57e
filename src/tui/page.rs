//! Tables as screens show them: made from documents once, sorted and narrowed as often as somebody likes.

use crate::tui::model::Wanted;
use crate::tui::theme::Role;

/// A piece of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub role: Option<Role>,
}

impl Cell {
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            role: None,
        }
    }

    pub fn of(role: Role, text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            role: Some(role),
        }
    }
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub title: &'static str,
    /// No narrower than this; 0: what is left.
    pub width: u16,
    /// On narrow screens the highest go first.
    pub drop: u8,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// What the detail shows.
    pub wanted: Option<Wanted>,
    /// Rows of one group stand together below its name.
    pub group: String,
    /// What Enter, copy and the steps are about.
    pub id: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Said above the table: what is left out, how old the data is.
    pub notes: Vec<String>,
    /// What an empty table says, and what to do.
    pub empty: String,
}

impl Page {
    /// The rows that hold all letters of `narrow`, in the order of a column.
    pub fn order(&self, narrow: &str, sort: Option<usize>, grouped: bool) -> Vec<usize> {
        let narrow = narrow.to_lowercase();
        let words: Vec<&str> = narrow.split_whitespace().collect();
        let fits = |row: &Row| {
            words.iter().all(|word| {
                row.cells
                    .iter()
                    .any(|cell| cell.text.to_lowercase().contains(word))
            })
        };
        let rows = self.rows.iter().enumerate();
        let mut order: Vec<usize> = rows
            .filter(|(_, row)| fits(row))
            .map(|(at, _)| at)
            .collect();
        let text = |at: usize, column: usize| {
            let cell = self.rows[at].cells.get(column);
            cell.map_or("", |cell| cell.text.as_str())
        };
        if let Some(column) = sort {
            order.sort_by(|a, b| text(*a, column).cmp(text(*b, column)));
        }
        if grouped {
            order.sort_by(|a, b| self.rows[*a].group.cmp(&self.rows[*b].group));
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let row = |name: &str, group: &str| Row {
            cells: vec![Cell::new(name), Cell::new(group)],
            group: group.to_owned(),
            ..Row::default()
        };
        Page {
            rows: vec![row("b", "2"), row("A", "1"), row("c", "1")],
            ..Page::default()
        }
    }

    #[test]
    fn rows_are_narrowed_sorted_and_grouped() {
        let page = page();
        assert_eq!(page.order("", None, false), [0, 1, 2]);
        assert_eq!(page.order("", Some(0), false), [1, 0, 2]);
        assert_eq!(page.order("", None, true), [1, 2, 0]);
        assert_eq!(page.order("a", None, false), [1]);
        assert_eq!(page.order("1 c", None, false), [2]);
        assert_eq!(page.order("none", Some(9), true), Vec::<usize>::new());
    }
}
