//! What a change of the changelog did, for a terminal.

use std::io::{self, Write};

use crate::domain::document::diff::{DiffDocument, DiffEnd, LineChange};
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

/// Writes how something differs between two revisions: signs as well as colours tell what came and went.
pub fn diff(document: &DiffDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let title = styled(role::TITLE, &document.subject.for_terminal_line());
    wrapped(out, width, "", "  ", &title)?;
    if let Some(from) = &document.from {
        wrapped(out, width, "  - ", "    ", &styled(role::DIM, &end(from)))?;
    }
    wrapped(
        out,
        width,
        "  + ",
        "    ",
        &styled(role::DIM, &end(&document.to)),
    )?;
    writeln!(out)?;
    if document
        .lines
        .iter()
        .all(|one| one.change == LineChange::Same)
    {
        return writeln!(out, "Both are the same.");
    }
    for one in &document.lines {
        let text = one.text.for_terminal_line();
        let text = text.trim_end();
        match one.change {
            LineChange::Same => wrapped(out, width, "  ", "  ", text)?,
            LineChange::Removed => wrapped(out, width, "- ", "- ", &styled(role::BAD, text))?,
            LineChange::Added => wrapped(out, width, "+ ", "+ ", &styled(role::GOOD, text))?,
        }
    }
    Ok(())
}

fn end(end: &DiffEnd) -> String {
    let at = end.at.as_deref().unwrap_or("with this forewarn");
    let gone = if end.exists {
        ""
    } else {
        ", which took it out"
    };
    let why = end.reason.as_ref().map_or_else(String::new, |reason| {
        format!(": {}", reason.for_terminal_line())
    });
    line(&format!(
        "#{} {at}, {}{gone}{why}",
        end.revision,
        end.who.for_terminal_line()
    ))
}
