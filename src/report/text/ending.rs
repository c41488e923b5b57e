//! What stands below an answer: entries that do not count, and how far the data reaches.

use std::io::{self, Write};

use crate::domain::document::notes::{Coverage, Excluded};
use crate::report::text::api::line;
use crate::report::text::{Width, role, styled, wrapped};
use crate::report::words;

/// Entries that do not count, those with one reason together.
pub(crate) fn left_out(excluded: &[Excluded], width: Width, out: &mut dyn Write) -> io::Result<()> {
    if excluded.is_empty() {
        return Ok(());
    }
    let title = format!("Left out: {}", excluded.len());
    writeln!(out, "\n{}", styled(role::TITLE, &title))?;
    for text in words::ending::left_out(excluded) {
        wrapped(out, width, "  - ", "    ", &line(&text))?;
    }
    Ok(())
}

/// One line for each stream that the answer comes from.
pub(crate) fn coverage(streams: &[Coverage], width: Width, out: &mut dyn Write) -> io::Result<()> {
    if !streams.is_empty() {
        writeln!(out)?;
    }
    for text in words::ending::coverage(streams) {
        wrapped(out, width, "", "  ", &styled(role::DIM, &line(&text)))?;
    }
    Ok(())
}
