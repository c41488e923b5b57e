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

/// Writes rows under a head: as a table if every row fits the width, otherwise each as a block whose first cell is its
/// title. Empty cells are left out of a block.
pub(crate) fn write(
    head: &[&str],
    rows: &[Row],
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
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
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let cells: Vec<String> = cells
            .zip(&widths)
            .map(|(cell, width)| padded(cell, *width))
            .collect();
        format!("  {}", cells.join("  ")).trim_end().to_owned()
    };
    if is_table {
        let head = line(&mut head.iter().copied());
        writeln!(out, "{}", styled(role::DIM, &head))?;
    }
    for row in rows {
        if is_table {
            writeln!(out, "{}", line(&mut row.cells.iter().map(String::as_str)))?;
        } else {
            block(head, row, width, out)?;
        }
        for text in &row.below {
            wrapped(out, width, "      ", "        ", text)?;
        }
    }
    Ok(())
}

fn block(head: &[&str], row: &Row, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let label = head.iter().map(|title| columns(title)).max().unwrap_or(0);
    for (idx, (title, cell)) in head.iter().zip(&row.cells).enumerate() {
        if idx == 0 {
            wrapped(out, width, "  ", "    ", &styled(role::TITLE, cell))?;
        } else if !cell.is_empty() {
            let lead = format!("    {}  ", styled(role::DIM, &padded(title, label)));
            wrapped(out, width, &lead, &" ".repeat(label + 6), cell)?;
        }
    }
    Ok(())
}
