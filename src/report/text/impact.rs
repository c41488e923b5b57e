//! What a move does, for a terminal.

use std::io::{self, Write};

use anstyle::Style;

use crate::domain::document::impact::ImpactDocument;
use crate::domain::text::neutralise;
use crate::report::impact::{Detail, Line, Page, Part, Run, Section, Tone, page};
use crate::report::text::rows::{self, Row};
use crate::report::text::{Width, role, styled, wrapped};

/// Writes the answer of `impact`.
pub fn write(
    document: &ImpactDocument,
    detail: Detail,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    of_page(&page(document, detail), width, out)
}

pub(crate) fn of_page(page: &Page, width: Width, out: &mut dyn Write) -> io::Result<()> {
    wrapped(
        out,
        width,
        "",
        "  ",
        &styled(role::TITLE, &one_line(&page.title)),
    )?;
    for part in &page.lead {
        self::part(part, "", width, out)?;
    }
    for section in &page.sections {
        self::section(section, width, out)?;
    }
    Ok(())
}

fn section(section: &Section, width: Width, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    let style = match section.tone {
        Tone::Plain | Tone::Good => role::TITLE,
        Tone::Dim => role::DIM,
        Tone::Caution => role::CAUTION,
        Tone::Bad => role::BAD,
    };
    wrapped(
        out,
        width,
        "",
        "  ",
        &styled(style, &one_line(&section.title)),
    )?;
    for part in &section.parts {
        self::part(part, "  ", width, out)?;
    }
    Ok(())
}

fn part(part: &Part, indent: &str, width: Width, out: &mut dyn Write) -> io::Result<()> {
    match part {
        Part::Sentence(tone, runs) => {
            let style = match tone {
                Tone::Plain => Style::new(),
                Tone::Dim => role::DIM,
                Tone::Good => role::GOOD,
                Tone::Caution => role::CAUTION,
                Tone::Bad => role::BAD,
            };
            let text = plain(runs);
            wrapped(
                out,
                width,
                indent,
                &format!("{indent}  "),
                &styled(style, &text),
            )
        }
        Part::List { title, lines, more } => list(title, lines, *more, indent, width, out),
        Part::Table { head, rows } => {
            let rows: Vec<Row> = rows
                .iter()
                .map(|cells| Row {
                    cells: cells.iter().map(|cell| one_line(cell)).collect(),
                    below: Vec::new(),
                })
                .collect();
            rows::write(head, &rows, width, out)
        }
    }
}

fn list(
    title: &str,
    lines: &[Line],
    more: usize,
    indent: &str,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    if !title.is_empty() {
        let title = one_line(title);
        wrapped(
            out,
            width,
            indent,
            &format!("{indent}  "),
            &styled(role::DIM, &title),
        )?;
    }
    for line in lines {
        let first = format!("{indent}  - ");
        let rest = format!("{indent}    ");
        wrapped(out, width, &first, &rest, &coloured(&line.runs))?;
        for below in &line.below {
            wrapped(out, width, &rest, &format!("{rest}  "), &coloured(below))?;
        }
    }
    if more > 0 {
        let text = format!("{more} more; --all lists them");
        wrapped(
            out,
            width,
            &format!("{indent}    "),
            &format!("{indent}    "),
            &styled(role::DIM, &text),
        )?;
    }
    Ok(())
}

fn one_line(text: &str) -> String {
    neutralise(text).replace(['\n', '\t'], " ")
}

fn plain(runs: &[Run]) -> String {
    runs.iter()
        .map(|run| match run {
            Run::Text(text) | Run::Code(text) => one_line(text),
        })
        .collect()
}

fn coloured(runs: &[Run]) -> String {
    runs.iter()
        .map(|run| match run {
            Run::Text(text) => one_line(text),
            Run::Code(text) => styled(role::CODE, &one_line(text)),
        })
        .collect()
}
