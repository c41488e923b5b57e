//! Annotations of what is wrong with the fragments of a change.

use std::io::{self, Write};

use super::{data, place};
use crate::domain::document::fragment::FragmentDocument;
use crate::report::text;

/// One error for each problem, one for a fragment that is missing, and last how it ended.
pub fn write(document: &FragmentDocument, out: &mut dyn Write) -> io::Result<()> {
    for problem in &document.problems {
        writeln!(
            out,
            "::error {}title=forewarn {}::{}",
            place(Some(&problem.file), problem.line),
            problem.kind,
            data(&problem.message.for_terminal_line())
        )?;
    }
    let level = if document.passed { "notice" } else { "error" };
    let verdict = text::fragment::verdict(document);
    let step = document
        .next_step
        .as_ref()
        .map_or_else(String::new, |step| format!("; next: {step}"));
    writeln!(
        out,
        "::{level} title=forewarn check --fragment::{}",
        data(&format!("{verdict}{step}"))
    )
}
