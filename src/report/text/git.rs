//! What became of the commits of a range, for a terminal.

use std::io::{self, Write};

use crate::domain::document::git::{Drafted, GitImportDocument, LeftOut};
use crate::domain::text::Untrusted;
use crate::report::text::api::line;
use crate::report::text::{Width, counted, role, styled, wrapped};

/// Listed things beyond this many need `--verbose`.
const SHOWN: usize = 5;

/// Writes the counts, then what was made, taken out and left out; `all` of it, or the first few of each.
pub fn write(
    document: &GitImportDocument,
    all: bool,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let did = if document.dry_run {
        "would draft"
    } else {
        "drafted"
    };
    let title = format!(
        "{did} {} of {} into {}, stream {}",
        counted(document.drafts.len(), "entry", "entries"),
        counted(document.made, "commit", "commits"),
        document.target.for_terminal_line(),
        document.stream
    );
    wrapped(out, width, "", "  ", &styled(role::TITLE, &title))?;
    let range = &document.range;
    let from = range.from.as_ref().map_or_else(
        || "the first commit".to_owned(),
        Untrusted::for_terminal_line,
    );
    let counts = format!(
        "{} after {from} up to {}: {} made, {} there already, {} left out",
        counted(document.read, "commit", "commits"),
        range.to.for_terminal_line(),
        document.made,
        document.already,
        document.left_out.len()
    );
    wrapped(out, width, "  ", "    ", &counts)?;
    let made = document.drafts.iter().map(drafted);
    list(out, width, all, "drafts", made)?;
    let gone = document.taken_out.iter().map(|one| {
        format!(
            "{}: {} takes {} back, and nobody had edited it",
            line(&one.entry),
            short(&one.by),
            short(&one.commit)
        )
    });
    list(out, width, true, "drafts taken out", gone)?;
    list(
        out,
        width,
        all,
        "left out",
        document.left_out.iter().map(left),
    )?;
    let parts = document.parts_left_out.iter().map(left);
    list(out, width, all, "parts of commits left out", parts)?;
    for remark in &document.remarks {
        wrapped(out, width, "  - ", "    ", &line(remark.raw()))?;
    }
    Ok(())
}

fn list(
    out: &mut dyn Write,
    width: Width,
    all: bool,
    what: &str,
    lines: impl ExactSizeIterator<Item = String>,
) -> io::Result<()> {
    let count = lines.len();
    if count == 0 {
        return Ok(());
    }
    let shown = if all { count } else { SHOWN };
    let title = styled(role::CAUTION, &format!("{what} ({count}):"));
    wrapped(out, width, "  ", "    ", &title)?;
    for text in lines.take(shown) {
        wrapped(out, width, "    ", "      ", &text)?;
    }
    if count > shown {
        let more = format!("and {} more: --verbose lists them", count - shown);
        wrapped(out, width, "    ", "      ", &styled(role::DIM, &more))?;
    }
    Ok(())
}

fn drafted(one: &Drafted) -> String {
    let breaking = if one.breaking { ", breaking" } else { "" };
    let text = one.text.for_terminal_line();
    format!("{} ({}{breaking}): {text}", line(&one.entry), one.kind)
}

fn left(one: &LeftOut) -> String {
    let subject = if one.subject.is_empty() {
        "(no subject)".to_owned()
    } else {
        one.subject.for_terminal_line()
    };
    let why = one.why.for_terminal_line();
    format!("{} {subject}: {why}", short(&one.commit))
}

/// The beginning of a hash, as people write it.
fn short(id: &str) -> &str {
    id.get(..9).unwrap_or(id)
}
