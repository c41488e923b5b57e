//! Whether a change tells its readers what it changes, for a terminal.

use std::io::{self, Write};

use crate::domain::document::fragment::{FragmentDocument, FragmentProblem, Verdict};
use crate::domain::text::Untrusted;
use crate::report::text::api::line;
use crate::report::text::{Width, counted, role, styled, wrapped};

/// So many files of a change are named.
const SHOWN: usize = 10;

/// How it ended, in one sentence.
pub(crate) fn verdict(document: &FragmentDocument) -> String {
    let since = document.since.for_terminal_line();
    let files = counted(document.files.len(), "file", "files");
    let what = match document.verdict {
        Verdict::Told => {
            let fragments = counted(document.fragments.len(), "file", "files");
            format!("the change since {since} is told of in {fragments} of the changelog")
        }
        Verdict::Missing => {
            format!("the change since {since} touches {files} and brings no fragment")
        }
        Verdict::Waived => format!(
            "the change since {since} touches {files}; commit {} says that there is nothing to tell",
            document.waived_by.as_deref().map_or("", short)
        ),
        Verdict::Ignored => {
            format!("the change since {since} touches nothing that needs a fragment")
        }
        Verdict::Nothing => format!("nothing changed since {since}"),
    };
    match document.problems.len() {
        0 => what,
        count => format!("{what}; {}", counted(count, "problem", "problems")),
    }
}

/// The beginning of a hash, as people write it.
fn short(id: &str) -> &str {
    id.get(..9).unwrap_or(id)
}

/// A problem with its place.
pub(crate) fn problem(problem: &FragmentProblem) -> String {
    let at = problem
        .line
        .map_or_else(String::new, |line| format!(":{line}"));
    let file = problem.file.for_terminal_line();
    format!("{file}{at}: {}", problem.message.for_terminal_line())
}

/// Writes how it ended, problems with their places, what is missing and the next step.
pub fn write(document: &FragmentDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let (word, look) = if document.passed {
        ("passed", role::GOOD)
    } else {
        ("failed", role::BAD)
    };
    let title = format!("{}: {}", styled(look, word), verdict(document));
    wrapped(out, width, "", "  ", &title)?;
    for one in &document.problems {
        wrapped(out, width, "  ", "    ", &problem(one))?;
    }
    if document.verdict == Verdict::Missing {
        for file in document.files.iter().take(SHOWN) {
            wrapped(out, width, "  - ", "    ", &file.for_terminal_line())?;
        }
        if document.files.len() > SHOWN {
            let more = format!("and {} more", document.files.len() - SHOWN);
            wrapped(out, width, "  - ", "    ", &styled(role::DIM, &more))?;
        }
    } else {
        for one in &document.fragments {
            let entries = counted(one.entries, "entry", "entries");
            let text = format!("{}: {entries}", Untrusted::for_terminal_line(&one.file));
            wrapped(out, width, "  - ", "    ", &text)?;
        }
    }
    if let Some(step) = &document.next_step {
        // One line, so that it can be copied.
        writeln!(out, "  {} {}", styled(role::DIM, "next:"), line(step))?;
        let text =
            "where there is nothing to tell, the trailer `Changelog: none` in a commit says so";
        wrapped(out, width, "  ", "    ", &styled(role::DIM, text))?;
    }
    Ok(())
}
