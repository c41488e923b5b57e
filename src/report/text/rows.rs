//! Rows of columns that become blocks where the terminal is too narrow for them.

use std::io::{self, Write};

use crate::report::text::{Width, columns, padded, role, styled, wrapped};

/// One row, with lines that stand below it. All texts are neutralised.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub(crate) cells: Vec<String>,
    /// Wrapped below the row, indented.
    pub(crate) below: Vec<String>,
}

/// Writes rows under a head; nothing if there are none.
pub(crate) fn write(
    head: &[&str],
    rows: &[Row],
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let columns = Columns::new(head, rows, width);
    columns.head(out)?;
    columns.rows(rows, out)
}

/// Columns as wide as their cells need: a table if every row fits the width, otherwise each row is a block whose first cell
/// is its title.
pub(crate) struct Columns<'a> {
    head: &'a [&'a str],
    widths: Vec<usize>,
    is_table: bool,
    width: Width,
}

impl<'a> Columns<'a> {
    pub(crate) fn new(head: &'a [&'a str], rows: &[Row], width: Width) -> Self {
        let widths: Vec<usize> = head
            .iter()
            .enumerate()
            .map(|(idx, title)| {
                rows.iter()
                    .filter_map(|row| row.cells.get(idx))
                    .map(|cell| columns(cell))
                    .fold(columns(title), usize::max)
            })
            .collect();
        let is_table = widths.iter().map(|width| width + 2).sum::<usize>() <= width.0;
        Self {
            head,
            widths,
            is_table,
            width,
        }
    }

    /// The titles; a block carries its own.
    pub(crate) fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.is_table {
            let head = self.line(self.head.iter().copied());
            writeln!(out, "{}", styled(role::DIM, &head))?;
        }
        Ok(())
    }

    pub(crate) fn rows(&self, rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
        for row in rows {
            if self.is_table {
                writeln!(out, "{}", self.line(row.cells.iter().map(String::as_str)))?;
            } else {
                self.block(row, out)?;
            }
            for text in &row.below {
                wrapped(out, self.width, "      ", "        ", text)?;
            }
        }
        Ok(())
    }

    fn line<'b>(&self, cells: impl Iterator<Item = &'b str>) -> String {
        let cells: Vec<String> = cells
            .zip(&self.widths)
            .map(|(cell, width)| padded(cell, *width))
            .collect();
        format!("  {}", cells.join("  ")).trim_end().to_owned()
    }

    /// Empty cells are left out.
    fn block(&self, row: &Row, out: &mut dyn Write) -> io::Result<()> {
        let label = self
            .head
            .iter()
            .map(|title| columns(title))
            .max()
            .unwrap_or(0);
        for (idx, (title, cell)) in self.head.iter().zip(&row.cells).enumerate() {
            if idx == 0 {
                wrapped(out, self.width, "  ", "    ", &styled(role::TITLE, cell))?;
            } else if !cell.is_empty() {
                let lead = format!("    {}  ", styled(role::DIM, &padded(title, label)));
                wrapped(out, self.width, &lead, &" ".repeat(label + 6), cell)?;
            }
        }
        Ok(())
    }
}
