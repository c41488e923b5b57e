//! The problems of a changelog, for a terminal: by release, then by rule; last the counts, and how old the data is.

use std::collections::BTreeSet;
use std::io::{self, Write};

use anstyle::Style;

use crate::domain::document::lint::{LintDocument, LintProblem};
use crate::domain::lint::LintRule;
use crate::domain::problem::Severity;
use crate::domain::text::{Untrusted, neutralise};
use crate::report::text::rows::{self, Row};
use crate::report::text::{Width, counted, role, styled, wrapped};
use crate::report::words::lint as words;

/// Writes the answer.
pub fn write(document: &LintDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let style = match (document.complete, document.passed) {
        (true, true) if document.open().next().is_none() => role::GOOD,
        (true, true) => role::CAUTION,
        _ => role::BAD,
    };
    let verdict = styled(style, &words::verdict(document));
    wrapped(out, width, "", "  ", &verdict)?;
    for unseen in document
        .unseen
        .iter()
        .filter(|_| !document.complete)
        .take(1)
    {
        wrapped(out, width, "  ", "  ", &neutralise(&unseen.why))?;
    }
    for fixed in &document.fixed {
        let lead = if document.dry_run {
            "would fix"
        } else {
            "fixed"
        };
        let text = format!(
            "{}:{}: {}",
            fixed.file.for_terminal_line(),
            fixed.line,
            fixed.what.for_terminal_line()
        );
        let lead = format!("  {}  ", styled(role::GOOD, lead));
        wrapped(out, width, &lead, "    ", &text)?;
    }
    let by_release =
        |a: &LintProblem, b: &LintProblem| (&a.stream, &a.release) == (&b.stream, &b.release);
    for problems in document.problems.chunk_by(by_release) {
        let Some(first) = problems.first() else {
            continue;
        };
        let file = first.file.as_ref().map_or_else(String::new, |file| {
            format!(" ({})", file.for_terminal_line())
        });
        let title = words::group(document, first);
        writeln!(out)?;
        wrapped(
            out,
            width,
            "",
            "  ",
            &format!(
                "{}{}",
                styled(role::TITLE, &title),
                styled(role::DIM, &file)
            ),
        )?;
        // What two rules say of one symbol rests on the same.
        let mut told = BTreeSet::new();
        for of_rule in problems.chunk_by(|a, b| a.rule == b.rule) {
            rule(of_rule, &mut told, width, out)?;
        }
    }
    if !document.problems.is_empty() {
        summary(document, width, out)?;
    }
    ending(document, width, out)
}

fn look(severity: Severity) -> Style {
    match severity {
        Severity::Error => role::BAD,
        Severity::Warning => role::CAUTION,
        Severity::Note => role::DIM,
    }
}

/// The problems of one rule in one release. Evidence and advice that several share stand once, below the last of them.
fn rule<'d>(
    problems: &'d [LintProblem],
    told: &mut BTreeSet<(Option<&'d str>, Vec<&'d str>)>,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(first) = problems.first() else {
        return Ok(());
    };
    let count = match problems.len() {
        1 => String::new(),
        count => format!(" ({count})"),
    };
    writeln!(
        out,
        "  {}{count}",
        styled(role::COMMAND, first.rule.as_str())
    )?;
    for alike in problems.chunk_by(|a, b| a.evidence == b.evidence && a.waived == b.waived) {
        let mut is_told = true;
        for one in alike {
            problem(one, width, out)?;
            let evidence = one.evidence.iter().map(Untrusted::raw).collect();
            let is_new = told.insert((one.symbol.as_ref().map(Untrusted::raw), evidence));
            is_told &= !is_new && one.symbol.is_some();
        }
        let Some(last) = alike.last() else { continue };
        for evidence in last.evidence.iter().filter(|_| !is_told) {
            let text = styled(role::DIM, &evidence.for_terminal_line());
            wrapped(out, width, "        ", "          ", &text)?;
        }
        if let Some(waived) = &last.waived {
            let until = waived
                .until
                .as_ref()
                .map_or_else(String::new, |until| format!(" until {}", neutralise(until)));
            let text = format!("waived{until}: {}", waived.reason.for_terminal_line());
            let text = styled(role::CAUTION, &text);
            wrapped(out, width, "        ", "          ", &text)?;
        }
    }
    if problems.iter().all(|one| one.advice == first.advice) {
        let advice = first.advice.for_terminal_line();
        wrapped(out, width, "      -> ", "         ", &advice)?;
    }
    Ok(())
}

fn problem(problem: &LintProblem, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let style = if problem.waived.is_some() {
        role::DIM
    } else {
        look(problem.severity)
    };
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warn",
        Severity::Note => "note",
    };
    let mut text = problem.message.for_terminal_line();
    if let Some(entry) = &problem.entry {
        text = format!("{text} {{#{}}}", neutralise(entry));
    }
    if let Some(line) = problem.line.filter(|_| problem.entry.is_some()) {
        text = format!("{text}, line {line}");
    }
    let lead = format!("    {}  ", styled(style, severity));
    wrapped(out, width, &lead, "        ", &text)
}

/// How many problems each rule has.
fn summary(document: &LintDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Row> = document
        .rules
        .iter()
        .filter(|count| count.problems + count.waived > 0)
        .map(|count| Row {
            cells: vec![
                count.rule.to_string(),
                styled(look(count.severity), count.severity.as_str()),
                count.problems.to_string(),
                match count.waived {
                    0 => String::new(),
                    waived => waived.to_string(),
                },
            ],
            below: Vec::new(),
        })
        .collect();
    writeln!(out)?;
    let has_waived = document.waived() > 0;
    let head: &[&str] = if has_waived {
        &["rule", "severity", "problems", "waived"]
    } else {
        &["rule", "severity", "problems"]
    };
    rows::write(head, &rows, width, out)?;
    let text =
        "`forewarn explain RULE` tells what a rule is for, and how it is configured and waived.";
    wrapped(out, width, "", "  ", &styled(role::DIM, text))
}

fn ending(document: &LintDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    for unseen in &document.unseen {
        let text = format!(
            "Not seen in {}: {}.",
            unseen.stream,
            neutralise(&unseen.why)
        );
        wrapped(out, width, "", "  ", &styled(role::DIM, &text))?;
    }
    let text = styled(role::DIM, &words::data(document));
    wrapped(out, width, "", "  ", &text)
}

/// Writes the rules with their severities: what `forewarn lint --list` answers.
pub fn list(width: Width, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Row> = LintRule::ALL
        .iter()
        .map(|rule| Row {
            cells: vec![
                rule.to_string(),
                styled(look(rule.severity()), rule.severity().as_str()),
            ],
            below: vec![rule.title().to_owned()],
        })
        .collect();
    rows::write(&["rule", "severity"], &rows, width, out)?;
    let text = format!(
        "{}; `forewarn explain RULE` shows the page on one.",
        counted(rows.len(), "rule", "rules")
    );
    wrapped(out, width, "", "  ", &text)
}
