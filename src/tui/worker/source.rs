//! A finding with the source around it.

use std::path::PathBuf;

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};

use crate::domain::document::scan::{Finding, ScannedPlugin, Status};
use crate::domain::text::neutralise;
use crate::error::Error;
use crate::report::text::{Width, counted, role, styled, wrapped};
use crate::system::System;
use crate::tui::lay::laid;
use crate::tui::model::{Laid, Use};

/// Lines of source before and after the finding.
const AROUND: usize = 5;

/// No source file that is shown is longer, in bytes.
const LONGEST: u64 = 8 * 1024 * 1024;

/// The file of a finding, as it can be opened from here.
pub(super) fn path(plugin: &ScannedPlugin, file: &str) -> PathBuf {
    let base = PathBuf::from(&plugin.path);
    let base = if plugin.root == "." {
        base
    } else {
        base.join(&plugin.root)
    };
    base.join(file)
}

pub(super) fn laid_out(
    system: &System,
    plugins: &[ScannedPlugin],
    place: Use,
    width: u16,
) -> Result<Laid, Error> {
    let gone = || Error::new("that finding is no longer there").hint("s scans again");
    let plugin = plugins.get(place.plugin).ok_or_else(gone)?;
    let finding = plugin.findings.get(place.finding).ok_or_else(gone)?;
    let wide = Width(usize::from(width).max(20));
    let told = |parts: &[String]| -> Result<Vec<Line<'static>>, Error> {
        let mut bytes = Vec::new();
        for part in parts {
            wrapped(&mut bytes, wide, "", "", part)
                .map_err(|error| Error::new("this cannot be laid out").because(error))?;
        }
        Ok(laid(&bytes, width).lines)
    };
    let plain = |text: &str| neutralise(text);
    let dim = |text: &str| styled(role::DIM, &plain(text));
    let mut above = vec![
        styled(
            role::TITLE,
            &format!("{}  {}", plain(&finding.symbol), finding.status),
        ),
        dim(&format!(
            "{}:{}:{}",
            finding.file, finding.start.line, finding.start.column
        )),
        plain(&finding.message),
    ];
    if let Some(replacement) = &finding.replacement {
        let since = finding.replacement_since.as_ref();
        let since = since.map_or_else(String::new, |since| format!(", there since {since}"));
        above.push(styled(
            role::GOOD,
            &plain(&format!("use {replacement} instead{since}")),
        ));
    }
    let mut below: Vec<String> = finding.notes.iter().map(|note| dim(note)).collect();
    below.push(dim(&format!(
        "rule {}, confidence {}",
        finding.rule, finding.confidence
    )));
    let mut lines = told(&above)?;
    lines.push(Line::raw(""));
    lines.extend(around(system, plugin, finding));
    lines.push(Line::raw(""));
    lines.extend(told(&below)?);
    Ok(Laid {
        width,
        lines,
        ..Laid::default()
    })
}

/// What a plugin came to: versions, how far it goes, what was found and what could not be looked at.
pub(super) fn summary(plugin: &ScannedPlugin, width: u16) -> Result<Laid, Error> {
    let plain = |text: &str| neutralise(text);
    let mut parts = vec![
        styled(role::TITLE, &plain(&plugin.name)),
        styled(role::DIM, &plain(&path(plugin, "").display().to_string())),
    ];
    for package in &plugin.packages {
        let by = |symbol: &Option<String>| {
            symbol
                .as_ref()
                .map_or_else(String::new, |symbol| format!(", by {symbol}"))
        };
        parts.push(String::new());
        parts.push(plain(&format!(
            "{} from {} to {}",
            package.package, package.from, package.to
        )));
        if let Some(detected) = &package.detected {
            parts.push(styled(
                role::DIM,
                &plain(&format!(
                    "  in use: {}, by {}",
                    detected.version, detected.by
                )),
            ));
        }
        let end =
            |version: &Option<String>| version.clone().unwrap_or_else(|| "not known".to_owned());
        parts.push(plain(&format!(
            "  goes unchanged up to {}{}",
            end(&package.frontier),
            by(&package.frontier_by)
        )));
        parts.push(plain(&format!(
            "  could run from {} on{}",
            end(&package.floor),
            by(&package.floor_by)
        )));
    }
    parts.push(String::new());
    for status in Status::ALL {
        let count = plugin
            .findings
            .iter()
            .filter(|one| one.status == *status)
            .count();
        if count > 0 {
            parts.push(format!("  {count} {status}"));
        }
    }
    let files = format!(
        "{} scanned, {} passed over",
        counted(plugin.scanned, "file", "files"),
        plugin.skipped.len()
    );
    parts.push(styled(role::DIM, &files));
    for one in &plugin.unreadable {
        parts.push(styled(
            role::BAD,
            &plain(&format!("{} could not be read", one.file)),
        ));
    }
    let mut bytes = Vec::new();
    for part in &parts {
        wrapped(
            &mut bytes,
            Width(usize::from(width).max(20)),
            "",
            "    ",
            part,
        )
        .map_err(|error| Error::new("this cannot be laid out").because(error))?;
    }
    Ok(laid(&bytes, width))
}

/// Lines around the finding, its own with the span marked. A file that changed since it was scanned is shown as it is now.
fn around(system: &System, plugin: &ScannedPlugin, finding: &Finding) -> Vec<Line<'static>> {
    let dim = Style::new().add_modifier(Modifier::DIM);
    let path = path(plugin, &finding.file);
    let Ok(bytes) = system.read_regular(&path, LONGEST) else {
        return vec![Line::styled("The file cannot be read any more.", dim)];
    };
    let text = String::from_utf8_lossy(&bytes);
    let at = usize::try_from(finding.start.line).unwrap_or(1).max(1) - 1;
    let first = at.saturating_sub(AROUND);
    text.lines()
        .enumerate()
        .skip(first)
        .take(2 * AROUND + 1)
        .map(|(number, line)| {
            let head = Span::styled(format!("{:>5} ", number + 1), dim);
            if number != at {
                return Line::from(vec![
                    head,
                    Span::styled(neutralise(&line.replace('\t', "  ")), dim),
                ]);
            }
            let mut spans = vec![head];
            spans.extend(marked(line, finding));
            Line::from(spans)
        })
        .collect()
}

/// The line of the finding; columns are counted in UTF-16 code units, as editors do.
fn marked(line: &str, finding: &Finding) -> Vec<Span<'static>> {
    let start = usize::try_from(finding.start.column).unwrap_or(1).max(1) - 1;
    let end = if finding.end.line == finding.start.line {
        usize::try_from(finding.end.column).unwrap_or(1).max(1) - 1
    } else {
        usize::MAX
    };
    let mut parts = [String::new(), String::new(), String::new()];
    let mut units = 0;
    for one in line.chars() {
        let part = usize::from(units >= start) + usize::from(units >= end);
        parts[part].push(one);
        units += one.len_utf16();
    }
    let styles = [
        Style::new(),
        Style::new()
            .fg(Color::Red)
            .add_modifier(Modifier::BOLD.union(Modifier::UNDERLINED)),
        Style::new(),
    ];
    parts
        .into_iter()
        .zip(styles)
        .map(|(text, style)| Span::styled(neutralise(&text.replace('\t', "  ")), style))
        .collect()
}
