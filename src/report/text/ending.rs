//! What stands below an answer: entries that do not count, and how far the data reaches.

use std::io::{self, Write};

use crate::domain::document::notes::{Coverage, Excluded};
use crate::domain::text::neutralise;
use crate::report::text::{Width, role, styled, wrapped};

/// Entries that do not count, those with one reason together.
pub(crate) fn left_out(excluded: &[Excluded], width: Width, out: &mut dyn Write) -> io::Result<()> {
    if excluded.is_empty() {
        return Ok(());
    }
    let title = format!("Left out: {}", excluded.len());
    writeln!(out, "\n{}", styled(role::TITLE, &title))?;
    let mut reasons: Vec<&str> = excluded.iter().map(|one| one.why.as_str()).collect();
    reasons.sort_unstable();
    reasons.dedup();
    for why in reasons {
        let ids: Vec<&str> = excluded
            .iter()
            .filter(|one| one.why == why)
            .map(|one| one.id.as_str())
            .collect();
        let text = neutralise(&format!("{}: {why}", ids.join(", ")));
        wrapped(out, width, "  - ", "    ", &text)?;
    }
    Ok(())
}

/// One line for each stream that the answer comes from.
pub(crate) fn coverage(streams: &[Coverage], width: Width, out: &mut dyn Write) -> io::Result<()> {
    if !streams.is_empty() {
        writeln!(out)?;
    }
    for stream in streams {
        let span = match (stream.from, stream.until) {
            (Some(from), Some(until)) => format!("covered {from} to {until}"),
            (None, Some(until)) => format!("covered until {until}"),
            (Some(from), None) => format!("covered from {from}"),
            (None, None) => "how far the data reaches is not known".to_owned(),
        };
        let gaps = if stream.complete == Some(false) {
            ", with gaps"
        } else {
            ""
        };
        let text = format!("Data: {}, {span}{gaps}.", stream.name.for_terminal_line());
        wrapped(out, width, "", "  ", &styled(role::DIM, &text))?;
    }
    Ok(())
}
