//! What a change of the changelog did, for a terminal.

use std::io::{self, Write};

use crate::domain::document::edit::{EditDocument, NextDocument};
use crate::report::text::api::line;
use crate::report::text::{Width, counted, role, styled, wrapped};

/// Writes what was done, where, and what else should be known.
pub fn write(document: &EditDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let done = styled(role::TITLE, &document.done.for_terminal_line());
    wrapped(out, width, "", "  ", &done)?;
    let verb = if document.dry_run {
        "only tried; it would be written by"
    } else {
        "written by"
    };
    let text = format!(
        "{verb} {} to {}",
        document.author.for_terminal_line(),
        document.target.for_terminal_line()
    );
    wrapped(out, width, "  ", "    ", &styled(role::DIM, &text))?;
    for remark in &document.remarks {
        wrapped(out, width, "  - ", "    ", &line(remark.raw()))?;
    }
    Ok(())
}

/// Writes which version comes next, and why.
pub fn next(document: &NextDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    for one in &document.streams {
        let newest = one.newest.as_ref().map_or_else(
            || "there is no release yet".to_owned(),
            |newest| format!("after {newest}"),
        );
        let title = format!("{}/{}", one.stream, one.next);
        let title = styled(role::TITLE, &line(&title));
        let entries = counted(one.entries, "unreleased entry", "unreleased entries");
        let text = format!("{title}  {}, {newest}; {entries}", one.step);
        wrapped(out, width, "", "  ", &text)?;
        for id in &one.because {
            wrapped(out, width, "  - ", "    ", &line(id))?;
        }
    }
    Ok(())
}
