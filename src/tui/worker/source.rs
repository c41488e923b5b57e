//! A finding with the source around it.

use std::path::PathBuf;

use ratatui::text::Line;

use crate::domain::document::scan::{Finding, ScannedPlugin, Status};
use crate::domain::text::neutralise;
use crate::error::Error;
use crate::report::code::{Language, Part, Reader};
use crate::report::text::{Width, counted, look, role, styled, wrapped};
use crate::system::System;
use crate::tui::lay::laid;
use crate::tui::model::{Laid, Use};

/// Lines of source before and after the finding.
const AROUND: usize = 5;

/// Letters of a line that are shown: what was made by a program can be one line.
const WIDEST: usize = 600;

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
    lines.extend(around(system, plugin, finding, width));
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
fn around(
    system: &System,
    plugin: &ScannedPlugin,
    finding: &Finding,
    width: u16,
) -> Vec<Line<'static>> {
    let path = path(plugin, &finding.file);
    let Ok(bytes) = system.read_regular(&path, LONGEST) else {
        let gone = styled(role::DIM, "The file cannot be read any more.");
        return laid(gone.as_bytes(), width).lines;
    };
    let text = String::from_utf8_lossy(&bytes);
    let at = usize::try_from(finding.start.line).unwrap_or(1).max(1) - 1;
    let first = at.saturating_sub(AROUND);
    // From its beginning on: what a line is depends on those before it.
    let mut reader = Language::of_file(&finding.file).map(Reader::new);
    let mut out = String::new();
    for (number, line) in text.lines().enumerate().take(at + AROUND + 1) {
        let parts = match &mut reader {
            Some(reader) => reader.line(line),
            None => vec![(Part::Plain, line)],
        };
        if number < first {
            continue;
        }
        out.push_str(&styled(role::DIM, &format!("{:>5} | ", number + 1)));
        if number == at {
            let start = usize::try_from(finding.start.column).unwrap_or(1);
            let parts = window(parts, start.saturating_sub(WIDEST / 2));
            out.push_str(&marked(&parts, finding));
        } else {
            for (part, _, text) in window(parts, 0) {
                out.push_str(&styled(look(part).dimmed(), &shown(&text)));
            }
        }
        out.push('\n');
    }
    laid(out.as_bytes(), width).lines
}

fn shown(text: &str) -> String {
    neutralise(&text.replace('\t', "  "))
}

/// The parts of a line that are shown of it, from a column on, each with the column at which it begins; columns are counted in UTF-16 code
/// units, as editors do. An ellipsis stands for what is left out.
fn window(parts: Vec<(Part, &str)>, from: usize) -> Vec<(Part, usize, String)> {
    let mut units = 0;
    let mut out = Vec::new();
    for (part, text) in parts {
        let mut kept = String::new();
        let mut begin = units;
        for one in text.chars() {
            let was_short = units < from + WIDEST;
            if units >= from && was_short {
                if kept.is_empty() {
                    begin = units;
                }
                kept.push(one);
            }
            units += one.len_utf16();
        }
        if !kept.is_empty() {
            out.push((part, begin, kept));
        }
    }
    let ellipsis = || "\u{2026}".to_owned();
    if from > 0 && !out.is_empty() {
        // Before every column, so that it is marked as none.
        out.insert(0, (Part::Plain, 0, ellipsis()));
    }
    if units > from + WIDEST {
        out.push((Part::Plain, usize::MAX - 1, ellipsis()));
    }
    out
}

/// The line of the finding, its span marked.
fn marked(parts: &[(Part, usize, String)], finding: &Finding) -> String {
    let start = usize::try_from(finding.start.column).unwrap_or(1).max(1) - 1;
    let end = if finding.end.line == finding.start.line {
        usize::try_from(finding.end.column).unwrap_or(1).max(1) - 1
    } else {
        usize::MAX
    };
    let mut out = String::new();
    for (part, begin, text) in parts {
        let mut units = *begin;
        let mut pieces = [String::new(), String::new(), String::new()];
        for one in text.chars() {
            let piece = usize::from(units >= start) + usize::from(units >= end);
            pieces[piece].push(one);
            units += one.len_utf16();
        }
        let looks = [look(*part), role::BAD.underline(), look(*part)];
        for (piece, look) in pieces.iter().zip(looks) {
            out.push_str(&styled(look, &shown(piece)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_end_is_shown_around_a_column() {
        let line = "x".repeat(5000);
        let parts = vec![(Part::Word, "let"), (Part::Plain, line.as_str())];
        for (from, first, length, ends) in [
            (0, (Part::Word, 0, "let"), WIDEST, (false, true)),
            (100, (Part::Plain, 0, "\u{2026}"), WIDEST, (true, true)),
            (4900, (Part::Plain, 0, "\u{2026}"), 103, (true, false)),
        ] {
            let shown = window(parts.clone(), from);
            let (part, begin, text) = &shown[0];
            assert_eq!((*part, *begin, text.as_str()), first, "{from}");
            let whole: String = shown.iter().map(|(_, _, text)| text.as_str()).collect();
            let is_cut = (whole.starts_with('\u{2026}'), whole.ends_with('\u{2026}'));
            assert_eq!(is_cut, ends, "{from}");
            let kept = whole.chars().filter(|one| *one != '\u{2026}').count();
            assert_eq!(kept, length, "{from}");
        }
        assert_eq!(
            window(vec![(Part::Plain, "short")], 0),
            [(Part::Plain, 0, "short".to_owned())]
        );
    }
}
