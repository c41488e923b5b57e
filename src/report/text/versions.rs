//! Lifecycle for a terminal: a table with a chart beside it.

use std::io::{self, Write};

use anstyle::Style;

use crate::domain::date::{Date, DateKind, Dated};
use crate::domain::document::versions::{
    Bounds, DataAge, DatedRelease, EndSource, LineStatus, PrereleaseStatus, Status,
    VersionsDocument,
};
use crate::domain::text::Untrusted;
use crate::report::text::chart::Chart;
use crate::report::text::rows::{self, Row};
use crate::report::text::{Width, columns, counted, forecast, padded, role, styled, wrapped};

/// Writes the table. With `with_all` also lines long ended and pre-releases, each in a row; without,
/// they are counted.
pub fn write(
    document: &VersionsDocument,
    with_all: bool,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let title = format!(
        "{} as of {}",
        document.name.for_terminal_line(),
        document.as_of
    );
    wrapped(out, width, "", "  ", &styled(role::TITLE, &title))?;
    writeln!(out)?;
    if document.lines.is_empty() && document.releases.is_empty() && document.prereleases.is_empty()
    {
        writeln!(out, "No release is known as of that day.")?;
    }
    let recent = document.as_of.plus_days(-2 * 365);
    let is_shown = |line: &&LineStatus| {
        with_all
            || line.status != Status::EndOfLife
            || line.end_of_life.is_some_and(|end| end >= recent)
    };
    let shown: Vec<&LineStatus> = document.lines.iter().filter(is_shown).collect();
    let is_nothing_known = !with_all && may_be_out(document, width, out)?;
    if !is_nothing_known {
        table(document, &shown, width, out)?;
        on_offer(document, width, out)?;
        reasons(&shown, width, out)?;
    }
    let hidden = document.lines.len() - shown.len();
    if hidden > 0 && !is_nothing_known {
        let text = format!(
            "{}, all at end-of-life; --all shows them",
            counted(hidden, "more line", "more lines")
        );
        writeln!(out)?;
        wrapped(out, width, "", "  ", &styled(role::DIM, &text))?;
    }
    if !is_nothing_known {
        prereleases(document, with_all, width, out)?;
    }
    dated(&document.releases, with_all, width, out)?;
    if let Some(forecast) = &document.forecast {
        forecast::write(forecast, width, out)?;
    }
    writeln!(out)?;
    age(&document.data, width, out)
}

/// Says in one sentence that nothing is known to have been out, if that is so, instead of a table of nothing.
fn may_be_out(document: &VersionsDocument, width: Width, out: &mut dyn Write) -> io::Result<bool> {
    let is_out = |day: Option<Date>| day.is_some_and(|day| day <= document.as_of);
    let is_any_out = document.lines.iter().any(|line| is_out(line.out_by()))
        || document.prereleases.iter().any(|one| is_out(one.released));
    if is_any_out || (document.lines.is_empty() && document.prereleases.is_empty()) {
        return Ok(false);
    }
    let may_be = [
        (document.lines.len(), "line", "lines"),
        (document.prereleases.len(), "pre-release", "pre-releases"),
    ];
    let may_be: Vec<String> = may_be
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    let text = format!(
        "No release is known to have been out; {} may have been; --all shows them.",
        may_be.join(" and ")
    );
    wrapped(out, width, "", "  ", &text)?;
    Ok(true)
}

/// `On offer: 2.0 … 2.15 and 1.34. Not known: 1.33.`
fn on_offer(document: &VersionsDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let spans = |is_meant: Option<bool>| {
        let mut spans = Vec::new();
        let same = document
            .lines
            .chunk_by(|a, b| a.hosted == b.hosted && a.line.major == b.line.major);
        for chunk in same.filter(|chunk| chunk.iter().all(|line| line.hosted == is_meant)) {
            match chunk {
                [one] => spans.push(one.line.to_string()),
                [last, .., first] => spans.push(format!("{} … {}", first.line, last.line)),
                [] => {}
            }
        }
        spans.join(" and ")
    };
    let (offered, open) = (spans(Some(true)), spans(None));
    let mut words = Vec::new();
    if !offered.is_empty() {
        words.push(format!("On offer: {offered}."));
    }
    if !open.is_empty() {
        words.push(format!("Whether on offer is not known: {open}."));
    }
    if words.is_empty() {
        return Ok(());
    }
    wrapped(out, width, "  ", "    ", &words.join(" "))
}

/// More than so many are not read by anybody: `--all` and JSON have them.
const SHOWN_REASONS: usize = 6;
const SHOWN_PRERELEASES: usize = 5;

/// Why statuses are unknown; lines with one reason together.
fn reasons(lines: &[&LineStatus], width: Width, out: &mut dyn Write) -> io::Result<()> {
    let unknown: Vec<(&str, String)> = lines
        .iter()
        .filter(|line| line.status == Status::Unknown)
        .filter_map(|line| Some((line.reason.as_deref()?, line.line.to_string())))
        .collect();
    for (idx, same) in unknown.chunk_by(|a, b| a.0 == b.0).enumerate() {
        if idx == SHOWN_REASONS {
            let text = "the reasons of the others are in --format json";
            return wrapped(out, width, "  ", "    ", &styled(role::DIM, text));
        }
        let names: Vec<&str> = same.iter().map(|(_, line)| line.as_str()).collect();
        let names = if names.len() > 3 {
            "unknown".to_owned()
        } else {
            names.join(", ")
        };
        wrapped(out, width, &format!("  {names}: "), "      ", same[0].0)?;
    }
    Ok(())
}

pub(crate) fn look(status: Status) -> Style {
    match status {
        Status::Supported => role::GOOD,
        Status::Maintained => role::CAUTION,
        Status::EndOfLife => role::DIM,
        Status::Unknown => role::BAD,
    }
}

fn table(
    document: &VersionsDocument,
    lines: &[&LineStatus],
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let head = ["line", "latest", "released", "status", "end of life"].map(str::to_owned);
    let rows: Vec<[String; 5]> = lines.iter().map(|line| cells(line)).collect();
    let widths: Vec<usize> = (0..head.len())
        .map(|idx| {
            rows.iter()
                .map(|row| columns(&row[idx]))
                .max()
                .unwrap_or(0)
                .max(columns(&head[idx]))
        })
        .collect();
    let total: usize = widths.iter().map(|width| width + 2).sum::<usize>() + 2;
    if total > width.0 {
        let rows: Vec<Row> = rows
            .iter()
            .map(|cells| Row {
                cells: cells.to_vec(),
                below: Vec::new(),
            })
            .collect();
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        return rows::write(&head, &rows, width, out);
    }
    let chart = Chart::new(document, width.0.saturating_sub(total));
    let row = |cells: &[String; 5], bar: &str| {
        let cells: Vec<String> = cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| padded(cell, *width))
            .collect();
        format!("  {}  {bar}", cells.join("  "))
            .trim_end()
            .to_owned()
    };
    let axis = chart.map(|chart| chart.axis()).unwrap_or_default();
    writeln!(out, "{}", styled(role::DIM, &row(&head, &axis)))?;
    for (line, cells) in lines.iter().zip(&rows) {
        let bar = chart.map(|chart| chart.row(line)).unwrap_or_default();
        writeln!(out, "{}", row(cells, &bar))?;
    }
    if chart.is_some() {
        let legend = format!(
            "  {} supported  {} maintained  │ {}",
            styled(role::GOOD, "█"),
            styled(role::CAUTION, "▒"),
            document.as_of
        );
        writeln!(out, "{legend}")?;
    }
    Ok(())
}

fn cells(line: &LineStatus) -> [String; 5] {
    let released = match (line.released, line.date_kind) {
        (Some(on), Some(kind)) => Dated { on, kind }.to_string(),
        _ => "unknown".to_owned(),
    };
    [
        line.line.to_string(),
        line.latest.to_string(),
        released,
        styled(look(line.status), line.status.as_str()),
        end(line),
    ]
}

/// `2026-05-31 published`, `unknown, by 2024-02-29`, `-`.
pub(crate) fn end(line: &LineStatus) -> String {
    match (line.end_of_life, line.end_of_life_bounds) {
        (Some(end), _) => {
            let source = line.end_of_life_source.map_or("", EndSource::as_str);
            let other = line
                .computed_end_of_life
                .filter(|computed| {
                    line.end_of_life_source == Some(EndSource::Published) && *computed != end
                })
                .map_or_else(String::new, |computed| format!(", computed {computed}"));
            format!("{end} {source}{other}").trim_end().to_owned()
        }
        (None, Some(bounds)) => bounded(bounds),
        (None, None) if line.status == Status::Supported => "-".to_owned(),
        (None, None) => "unknown".to_owned(),
    }
}

pub(crate) fn bounded(bounds: Bounds) -> String {
    match (bounds.not_before, bounds.no_later_than) {
        (Some(from), Some(to)) => format!("unknown, {from} to {to}"),
        (None, Some(to)) => format!("unknown, by {to}"),
        (Some(from), None) => format!("unknown, from {from}"),
        (None, None) => "unknown".to_owned(),
    }
}

fn prereleases(
    document: &VersionsDocument,
    with_all: bool,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut live: Vec<&PrereleaseStatus> = document
        .prereleases
        .iter()
        .filter(|one| with_all || one.status != Status::EndOfLife)
        .collect();
    if !with_all {
        live.truncate(SHOWN_PRERELEASES);
    }
    let hidden = document.prereleases.len() - live.len();
    if !live.is_empty() {
        writeln!(
            out,
            "\n{}",
            styled(role::TITLE, "Pre-releases, not for production")
        )?;
    }
    for one in live {
        let released = match (one.released, one.date_kind) {
            (Some(on), Some(kind)) => Dated { on, kind }.to_string(),
            _ => "date unknown".to_owned(),
        };
        let by = one
            .superseded_by
            .as_ref()
            .map_or_else(String::new, |next| format!(", then {next}"));
        let text = format!(
            "{}  {}{by}  {released}",
            padded(&one.version.to_string(), 16),
            styled(look(one.status), one.status.as_str())
        );
        wrapped(out, width, "  ", "      ", &text)?;
        if let (Status::Unknown, Some(reason)) = (one.status, &one.reason) {
            wrapped(out, width, "      ", "      ", &styled(role::DIM, reason))?;
        }
    }
    if hidden > 0 {
        let text = format!(
            "{}; --all shows them",
            counted(hidden, "more pre-release", "more pre-releases")
        );
        wrapped(out, width, "", "  ", &styled(role::DIM, &text))?;
    }
    Ok(())
}

fn dated(
    releases: &[DatedRelease],
    with_all: bool,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    const SHOWN: usize = 15;
    let shown = if with_all {
        releases.len()
    } else {
        releases.len().min(SHOWN)
    };
    for release in releases.iter().take(shown) {
        let kind = Some(release.date_kind).filter(|kind| *kind != DateKind::Exact);
        let kind = kind.map_or_else(String::new, |kind| styled(role::DIM, &format!(" ({kind})")));
        let title = release
            .title
            .as_ref()
            .map_or_else(String::new, Untrusted::for_terminal_line);
        wrapped(
            out,
            width,
            "  ",
            "      ",
            &format!(
                "{}  {title}{kind}",
                padded(&release.version.to_string(), 12)
            ),
        )?;
    }
    if shown < releases.len() {
        let text = format!("{} older; --all shows them", releases.len() - shown);
        wrapped(out, width, "", "  ", &styled(role::DIM, &text))?;
    }
    if !releases.is_empty() {
        let text = "Releases of a stream that is versioned by date have no lifecycle of their own.";
        wrapped(out, width, "", "  ", &styled(role::DIM, text))?;
    }
    Ok(())
}

/// How old and how whole the data is: what every answer ends with.
pub(crate) fn age(data: &DataAge, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let newest = match (&data.newest_known, data.newest_known_date) {
        (Some(version), Some(day)) => format!("newest known version {version} of {day}"),
        (Some(version), None) => format!("newest known version {version}, date unknown"),
        (None, _) => "no version is known".to_owned(),
    };
    let until = data
        .covers_until
        .map_or_else(String::new, |until| format!("; no data after {until}"));
    let from = data
        .covers_from
        .map_or_else(String::new, |from| format!("; no data before {from}"));
    let mut text = format!("Data: {newest}{until}{from}.");
    if let Some(note) = &data.note {
        text.push(' ');
        text.push_str(&note.for_terminal_line());
    }
    wrapped(out, width, "", "  ", &styled(role::DIM, &text))
}
