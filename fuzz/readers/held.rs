//! What every reader has to hold.

use forewarn::domain::problem::{Position, Problem, Severity};
use forewarn::error::Error;

/// Bytes as text; `None` where the program refuses them before any reader sees them.
pub(super) fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// Runs a reader twice: what it gives follows from what it was given, and from nothing else.
pub(super) fn same<T: PartialEq + std::fmt::Debug>(read: impl Fn() -> T) -> T {
    let first = read();
    let second = read();
    assert!(first == second, "two runs differ: {first:?} and {second:?}");
    first
}

/// Problems say something, and lie in the text that they are about.
pub(super) fn problems<'t>(problems: &[Problem], text: impl Fn(&str) -> Option<&'t [u8]>) {
    for problem in problems {
        assert!(
            !problem.message.is_empty(),
            "a problem without words: {problem:?}"
        );
        let (Some(at), Some(text)) = (problem.at, text(&problem.file)) else {
            continue;
        };
        position(at, &String::from_utf8_lossy(text), &format!("{problem:?}"));
    }
}

/// A place lies in a text, or directly behind it.
pub(super) fn position(at: Position, text: &str, what: &str) {
    let line = at
        .line
        .checked_sub(1)
        .and_then(|line| text.split('\n').nth(line));
    let Some(line) = line else {
        panic!(
            "{what} is in line {} of {}",
            at.line,
            text.split('\n').count()
        );
    };
    let columns = line.chars().count() + 1;
    assert!(
        (1..=columns).contains(&at.column),
        "{what} is in column {} of {columns}",
        at.column
    );
}

/// A range of bytes lies in a text, at its letters.
pub(super) fn span(start: u32, end: u32, text: &str, what: impl Fn() -> String) {
    let range = start as usize..end as usize;
    assert!(
        text.get(range.clone()).is_some(),
        "{} is at {range:?} of {} bytes",
        what(),
        text.len()
    );
}

pub(super) fn has_errors(problems: &[Problem]) -> bool {
    let mut severities = problems.iter().map(|problem| problem.severity);
    severities.any(|severity| severity == Severity::Error)
}

/// An error says what is wrong, and can be shown.
pub(super) fn error(error: &Error) {
    assert!(!error.to_string().is_empty(), "an error without words");
    assert!(!error.render().is_empty(), "an error that shows nothing");
    assert!(
        !error.in_one_line().contains('\n'),
        "more than one line: {error}"
    );
}
