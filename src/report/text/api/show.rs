//! A surface, one line for each symbol and form.
//!
//! The lines are fit for comparing files: nothing in them depends on other lines, on a terminal or on a day. They stand in
//! the order of paths, first what the package's root reaches, then what only a deep import reaches.

use std::io::{self, Write};

use crate::domain::document::api::{ShowDocument, ShowRow};
use crate::report::text::{role, styled};
use crate::report::words;

use super::line;

/// Writes the lines: path, word, type, marks; two spaces between them, `-` for a type that is not stated.
pub fn write(document: &ShowDocument, out: &mut dyn Write) -> io::Result<()> {
    for row in &document.rows {
        symbol(row, out)?;
    }
    Ok(())
}

fn symbol(row: &ShowRow, out: &mut dyn Write) -> io::Result<()> {
    let marks = words::api::marks(row).join(", ");
    for (word, ty) in &row.forms {
        let mut text = format!(
            "{}  {}  {}",
            line(&row.symbol),
            styled(role::DIM, &line(word)),
            line(ty.as_deref().unwrap_or("-"))
        );
        if !marks.is_empty() {
            text = format!("{text}  {}", styled(role::CAUTION, &line(&marks)));
        }
        writeln!(out, "{text}")?;
    }
    Ok(())
}

/// What the surface holds, how old the data is and what is missing: beside the lines, not among them.
pub fn summary(document: &ShowDocument) -> Vec<String> {
    let said = words::api::surface(document);
    let age = words::api::age(&document.age);
    said.into_iter()
        .chain(age)
        .map(|text| {
            let deep = text.len() - text.trim_start().len();
            format!("{}{}", " ".repeat(deep), line(&text))
        })
        .collect()
}
