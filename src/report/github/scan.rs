//! What a scan found, as annotations of GitHub Actions, and as the Markdown of a step's summary.
//!
//! A step shows ten annotations of each level and drops the others in silence. So the gravest are written, the last one counts
//! those that are not, and the summary lists all.

use std::io::{self, Write};

use crate::domain::document::scan::{Finding, ScanDocument, ScannedPlugin};
use crate::domain::text::Untrusted;
use crate::report::markdown;
use crate::report::words::scan::{self as words, Level};

use super::{data, property};

/// How many annotations of a level a step shows.
const SHOWN: usize = 10;

/// Letters of a step's summary: a mebibyte of text is taken, and a letter can be four bytes.
const SUMMARY: usize = 250_000;

/// Writes annotations: first whether the answer is incomplete, then the findings, the gravest first, as many as are shown; last
/// how it ended, how many are not written, and how old the data is.
pub fn write(document: &ScanDocument, out: &mut dyn Write) -> io::Result<()> {
    let mut left = [SHOWN; 3];
    // The last word is a notice too.
    left[Level::Note as usize] -= 1;
    if let Some(why) = words::incomplete(document) {
        left[Level::Error as usize] -= 1;
        writeln!(out, "::error title=forewarn scan::{}", escaped(&why))?;
    }
    let mut findings: Vec<(&ScannedPlugin, &Finding)> = document.findings().collect();
    findings.sort_by_key(|(_, finding)| (finding.status, Level::of(finding)));
    let mut unwritten = 0;
    for (plugin, finding) in findings {
        let level = Level::of(finding);
        match left.get_mut(level as usize) {
            Some(left) if *left > 0 => {
                *left -= 1;
                annotation(plugin, finding, level, out)?;
            }
            _ => unwritten += 1,
        }
    }
    let mut text = words::verdict(document);
    if let Some(counts) = words::counts(document.findings().map(|(_, finding)| finding)) {
        text = format!("{text}: {counts}");
    }
    if unwritten > 0 {
        text = format!("{text}; {unwritten} not annotated, the step's summary lists all");
    }
    text = format!("{text}. {}", words::scanned(document));
    writeln!(out, "::notice title=forewarn scan::{}", escaped(&text))
}

/// Writes the Markdown of a step's summary, for the file that `GITHUB_STEP_SUMMARY` names.
pub fn summary(document: &ScanDocument, out: &mut dyn Write) -> io::Result<()> {
    markdown::scan::write(document, SUMMARY, out)
}

fn annotation(
    plugin: &ScannedPlugin,
    finding: &Finding,
    level: Level,
    out: &mut dyn Write,
) -> io::Result<()> {
    let word = match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let file = value(&plugin.repository_path_of(&finding.file));
    let (start, end) = (finding.start, finding.end.max(finding.start));
    // Columns are refused where the lines differ.
    let columns = if start.line == end.line {
        let (from, to) = (start.column.max(1), end.column.max(1));
        format!(",col={from},endColumn={to}")
    } else {
        String::new()
    };
    let title = value(&format!("{}: {}", finding.rule, finding.symbol));
    let mut text = finding.message.clone();
    for note in &finding.notes {
        text.push(' ');
        text.push_str(note);
    }
    if let Some(instead) = words::instead(finding, plugin.package_of(finding)) {
        text = format!("{text} (use {instead})");
    }
    writeln!(
        out,
        "::{word} file={file},line={},endLine={}{columns},title={title}::{}",
        start.line.max(1),
        end.line.max(1),
        escaped(&text)
    )
}

fn value(text: &str) -> String {
    property(&Untrusted::from(text).for_terminal_line())
}

fn escaped(text: &str) -> String {
    data(&Untrusted::from(text).for_terminal_line())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::scan_made::document;

    #[test]
    fn a_step_gets_no_more_than_it_shows_and_is_told_of_the_others() {
        let mut many = document();
        let found = many.plugins[0].findings.clone();
        for _ in 0..20 {
            many.plugins[0].findings.extend(found.clone());
        }
        let mut out = Vec::new();
        write(&many, &mut out).unwrap();
        let shown = String::from_utf8(out).unwrap();
        for word in ["error", "warning", "notice"] {
            let count = shown
                .lines()
                .filter(|line| line.starts_with(&format!("::{word} ")))
                .count();
            assert_eq!(count, 10, "{word}");
        }
        let last = shown.lines().last().unwrap();
        assert!(last.contains("169 findings in 2 of 3 plugins"), "{last}");
        assert!(last.contains("; 141 not annotated"), "{last}");
        // The gravest are among those that are written.
        let errors = shown
            .lines()
            .filter(|line| line.starts_with("::error file"));
        assert!(
            errors
                .clone()
                .all(|line| line.contains("title=removed-api"))
        );
        assert_eq!(errors.count(), 9);
    }
}
