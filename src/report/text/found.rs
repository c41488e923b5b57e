//! Search results and the log, for a terminal.

use std::io::{self, Write};

use crate::domain::document::record::{Found, LogDocument, LogItem, SearchDocument};
use crate::domain::text::neutralise;
use crate::report::text::{Width, padded, role, styled, wrapped};

/// Writes the answer of `search`.
pub fn search(document: &SearchDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    if document.found.is_empty() {
        writeln!(
            out,
            "Nothing holds all of: {}",
            document.query.for_terminal_line()
        )?;
        if !document.nearest.is_empty() {
            let near: Vec<String> = document.nearest.iter().map(|id| neutralise(id)).collect();
            writeln!(out, "Ids that look like it: {}", near.join(", "))?;
        }
        return Ok(());
    }
    for found in &document.found {
        writeln!(
            out,
            "{}  {}",
            styled(role::TITLE, &neutralise(&found.id)),
            styled(role::DIM, &where_found(found))
        )?;
        let mut excerpt = String::new();
        for (text, is_marked) in &found.excerpt {
            let text = neutralise(text.raw()).replace(['\n', '\t'], " ");
            excerpt.push_str(&if *is_marked {
                styled(role::MARK, &text)
            } else {
                text
            });
        }
        wrapped(out, width, "  ", "  ", &excerpt)?;
    }
    let shown = document.found.len();
    let text = if shown < document.total {
        let order = if document.is_ranked {
            ""
        } else {
            ", newest first; more words find less"
        };
        format!(
            "{shown} of {} found{order}; --limit shows more",
            document.total
        )
    } else {
        format!(
            "{} found; `forewarn show ID` shows one in full",
            document.total
        )
    };
    writeln!(out, "\n{}", styled(role::DIM, &text))
}

/// The kind, and for an entry its release.
fn where_found(found: &Found) -> String {
    let place = found.title.for_terminal_line();
    match found.kind {
        "entry" => format!("entry in {}", place.split(' ').next().unwrap_or_default()),
        kind => kind.to_owned(),
    }
}

/// Writes the answer of `log`.
pub fn log(document: &LogDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    if document.items.is_empty() {
        writeln!(out, "Nothing was changed.")?;
    }
    for item in &document.items {
        log_item(item, "", width, out)?;
    }
    if document.is_cut {
        writeln!(
            out,
            "{}",
            styled(role::DIM, "Older changes are left out; --limit shows more.")
        )?;
    }
    writeln!(out)?;
    wrapped(
        out,
        width,
        "",
        "  ",
        &styled(role::DIM, &neutralise(&document.chain)),
    )
}

/// One change, with `indent` before all of its lines.
pub(crate) fn log_item(
    item: &LogItem,
    indent: &str,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let at = match (&item.at, item.action) {
        (Some(at), _) => neutralise(at),
        (None, "bundle") => "with this forewarn".to_owned(),
        (None, _) => "day unknown".to_owned(),
    };
    let link = match (
        item.revision,
        item.hash.as_deref().and_then(|hash| hash.get(..8)),
    ) {
        (Some(revision), Some(hash)) => format!("  #{revision} {hash}"),
        _ => String::new(),
    };
    let mut text = format!(
        "{}  {} {}",
        padded(&at, 20),
        item.action,
        styled(role::TITLE, &item.subject.for_terminal_line()),
    );
    if item.action != "correct" {
        // A correction has its source in the entry.
        let by = format!("  by {}{link}", item.who.for_terminal_line());
        text.push_str(&styled(role::DIM, &by));
    }
    wrapped(out, width, indent, &format!("{indent}  "), &text)?;
    let (first, rest) = (format!("{indent}    "), format!("{indent}      "));
    if let Some(former) = &item.former {
        wrapped(
            out,
            width,
            &first,
            &rest,
            &format!("before: {}", former.for_terminal_line()),
        )?;
    }
    if let Some(reason) = &item.reason {
        wrapped(
            out,
            width,
            &first,
            &rest,
            &format!("why: {}", reason.for_terminal_line()),
        )?;
    }
    Ok(())
}
