//! The problems of a changelog, as annotations of GitHub Actions.
//!
//! A step shows ten annotations of each level and drops the others in silence. So the gravest are written, and the last one
//! counts those that are not.

use std::io::{self, Write};

use crate::domain::document::lint::{LintDocument, LintProblem};
use crate::domain::problem::Severity;
use crate::report::words::lint as words;

use super::{data, place};

/// How many annotations of a level a step shows.
const SHOWN: usize = 10;

/// Writes annotations: what is missing, then the problems that are not waived, the gravest first; last how it ended and how
/// old the data is.
pub fn write(document: &LintDocument, out: &mut dyn Write) -> io::Result<()> {
    let mut left = [SHOWN; 3];
    // The last word is a notice too.
    left[Severity::Note as usize] -= 1;
    if !document.complete {
        for unseen in &document.unseen {
            left[Severity::Error as usize] = left[Severity::Error as usize].saturating_sub(1);
            writeln!(out, "::error title=forewarn lint::{}", data(&unseen.why))?;
        }
    }
    let mut problems: Vec<&LintProblem> = document.open().collect();
    problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
    let mut unwritten = 0;
    for problem in problems {
        match left.get_mut(problem.severity as usize) {
            Some(left) if *left > 0 => {
                *left -= 1;
                annotation(document, problem, out)?;
            }
            _ => unwritten += 1,
        }
    }
    let mut text = words::verdict(document);
    if unwritten > 0 {
        text =
            format!("{text}; {unwritten} not annotated, the output of `--format text` lists all");
    }
    text = format!("{text}. {}", words::data(document));
    writeln!(out, "::notice title=forewarn lint::{}", data(&text))
}

fn annotation(
    document: &LintDocument,
    problem: &LintProblem,
    out: &mut dyn Write,
) -> io::Result<()> {
    let word = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut text = format!(
        "{}: {}",
        words::group(document, problem),
        problem.message.for_terminal_line()
    );
    for evidence in &problem.evidence {
        text = format!("{text}; {}", evidence.for_terminal_line());
    }
    text = format!("{text} ({})", problem.advice.for_terminal_line());
    writeln!(
        out,
        "::{word} {}title=forewarn {}::{}",
        place(problem.file.as_ref(), problem.line),
        problem.rule,
        data(&text)
    )
}
