//! What a scan found, for a terminal: first whether the answer is whole, then what was found, last what it rests on.

mod excerpt;
mod plugin;

use std::collections::BTreeSet;
use std::io::{self, Write};

use anstyle::Style;

use crate::domain::document::scan::{Finding, ScanDocument, ScannedPlugin, Status};
use crate::report::code::{Language, Reader};
use crate::report::text::api::line;
use crate::report::text::{Width, columns, highlighted, padded, role, styled, wrapped};
use crate::report::words::{scan as words, symbol_kind};

/// What findings of a plugin stand together by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The file that they stand in; for who mends one file after the other.
    #[default]
    File,
    /// The symbol that they use; for who replaces one symbol everywhere.
    Symbol,
}

/// Writes the answer of `scan`: plugin by plugin, the findings of each by file or symbol, the gravest first. Colours are always
/// written.
pub fn write(document: &ScanDocument, by: By, width: Width, out: &mut dyn Write) -> io::Result<()> {
    head(document, width, out)?;
    for plugin in &document.plugins {
        writeln!(out)?;
        plugin::head(plugin, width, out)?;
        match by {
            By::File => by_file(plugin, width, out)?,
            By::Symbol => by_symbol(plugin, width, out)?,
        }
        plugin::ending(plugin, width, out)?;
    }
    writeln!(out)?;
    if let Some(text) = words::all_clear(document) {
        let style = if document.is_complete() && !document.plugins.is_empty() {
            role::GOOD
        } else {
            role::CAUTION
        };
        wrapped(out, width, "", "  ", &styled(style, &text))?;
    }
    if let Some(text) = words::settings(&document.settings) {
        wrapped(out, width, "", "  ", &styled(role::DIM, &line(&text)))?;
    }
    let last = line(&words::scanned(document));
    wrapped(out, width, "", "  ", &styled(role::DIM, &last))
}

fn head(document: &ScanDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    if let Some(why) = words::incomplete(document) {
        wrapped(out, width, "", "  ", &styled(role::BAD, &why))?;
    }
    let style = document
        .findings()
        .map(|(_, finding)| finding.status)
        .min()
        .map_or(role::TITLE, look);
    let mut text = styled(style, &words::verdict(document));
    if let Some(counts) = words::counts(document.findings().map(|(_, finding)| finding)) {
        text = format!("{text}: {counts}");
    }
    wrapped(out, width, "", "  ", &text)
}

fn look(status: Status) -> Style {
    match status {
        Status::Removed | Status::Overdue => role::BAD,
        Status::Moved | Status::Changed | Status::Scheduled => role::CAUTION,
        Status::Deprecated | Status::Soft => role::DIM,
    }
}

/// Files by their gravest finding, then by name; in each the gravest first. What was said of a symbol in a file is not said
/// twice there.
fn by_file(plugin: &ScannedPlugin, width: Width, out: &mut dyn Write) -> io::Result<()> {
    for group in groups(plugin, |finding| finding.file.as_str()) {
        let Some(first) = group.first() else { continue };
        let file = styled(role::TITLE, &line(&plugin.path_of(&first.file)));
        writeln!(out)?;
        wrapped(out, width, "  ", "    ", &file)?;
        let mut told = BTreeSet::new();
        for finding in &group {
            let place = format!("{}:{}", finding.start.line, finding.start.column);
            title(plugin, finding, &place, width, out)?;
            source(finding, width, out)?;
            let is_new = told.insert((&finding.symbol, finding.status, &finding.message));
            if is_new {
                facts(plugin, finding, width, out)?;
            }
            related(plugin, finding, width, out)?;
        }
    }
    Ok(())
}

/// Symbols by status, then by name; what is to be said of one first, then its places.
fn by_symbol(plugin: &ScannedPlugin, width: Width, out: &mut dyn Write) -> io::Result<()> {
    for group in groups(plugin, |finding| finding.symbol.as_str()) {
        let Some(first) = group.first() else { continue };
        writeln!(out)?;
        title(plugin, first, "", width, out)?;
        facts(plugin, first, width, out)?;
        let mut told = BTreeSet::from([(&first.message, first.status)]);
        for finding in &group {
            let marks = line(&words::marks(finding, plugin.package_of(finding)).join(", "));
            let place = line(&format!(
                "{}:{}:{}",
                plugin.path_of(&finding.file),
                finding.start.line,
                finding.start.column
            ));
            let text = format!(
                "{}  {}",
                styled(role::CODE, &place),
                styled(role::DIM, &marks)
            );
            wrapped(out, width, "    ", "      ", &text)?;
            source(finding, width, out)?;
            if told.insert((&finding.message, finding.status)) {
                facts(plugin, finding, width, out)?;
            }
            related(plugin, finding, width, out)?;
        }
    }
    Ok(())
}

/// The findings that have a key in common; groups by their gravest status, then by key; in each by status, then by place.
fn groups(plugin: &ScannedPlugin, key: fn(&Finding) -> &str) -> Vec<Vec<&Finding>> {
    let mut sorted: Vec<&Finding> = plugin.findings.iter().collect();
    sorted.sort_by(|a, b| {
        (key(a), a.status, &a.file, a.start, &a.symbol).cmp(&(
            key(b),
            b.status,
            &b.file,
            b.start,
            &b.symbol,
        ))
    });
    let mut groups: Vec<Vec<&Finding>> = sorted
        .chunk_by(|a, b| key(a) == key(b))
        .map(<[&Finding]>::to_vec)
        .collect();
    // Stable, so that keys stay in order within a status.
    groups.sort_by_key(|group| group.first().map(|finding| finding.status));
    groups
}

/// `12:10  removed  Manager.chatClient (member), new in this window`; without a place for a group.
fn title(
    plugin: &ScannedPlugin,
    finding: &Finding,
    place: &str,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let status = styled(look(finding.status), finding.status.as_str());
    let symbol = styled(role::TITLE, &line(&finding.symbol));
    let kind = symbol_kind(finding.kind);
    let mut text = format!("{status}  {symbol} ({kind})");
    if place.is_empty() {
        return wrapped(out, width, "  ", "      ", &text);
    }
    let marks = line(&words::marks(finding, plugin.package_of(finding)).join(", "));
    text = format!("{text}, {}", styled(role::DIM, &marks));
    let lead = format!("    {}  ", styled(role::CODE, place));
    wrapped(out, width, &lead, "      ", &text)
}

/// The line of source, with its number, and the marks below the span.
fn source(finding: &Finding, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let Some(excerpt) = &finding.excerpt else {
        return Ok(());
    };
    let number = padded_left(&finding.start.line.to_string(), 4);
    let gutter = format!("    {number} | ");
    let shown = excerpt::marked(excerpt, width.0.saturating_sub(columns(&gutter)));
    let line = match Language::of_file(&finding.file) {
        Some(language) => highlighted(&mut Reader::new(language), &shown.line),
        None => shown.line,
    };
    writeln!(out, "{}{line}", styled(role::DIM, &gutter))?;
    let marks = styled(look_of_mark(finding.status), &"^".repeat(shown.marks));
    let empty = format!("    {} | ", " ".repeat(columns(&number)));
    writeln!(
        out,
        "{}{}{marks}",
        styled(role::DIM, &empty),
        " ".repeat(shown.before)
    )
}

/// A mark that is dim would not be seen.
fn look_of_mark(status: Status) -> Style {
    match look(status) {
        style if style == role::DIM => role::MARK,
        style => style,
    }
}

fn padded_left(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(columns(text))))
}

/// What became of the symbol, what to use, since when, until when, and the evidence.
fn facts(
    plugin: &ScannedPlugin,
    finding: &Finding,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    wrapped(out, width, "      ", "      ", &line(&finding.message))?;
    let instead = words::instead(finding, plugin.package_of(finding));
    let fields = [
        ("use", instead),
        ("since", words::since(finding)),
        ("until", words::until(finding)),
    ];
    for (label, text) in fields {
        if let Some(text) = text {
            field(label, &line(&text), width, out)?;
        }
    }
    for note in &finding.notes {
        wrapped(out, width, "      - ", "        ", &line(note))?;
    }
    Ok(())
}

fn field(label: &str, text: &str, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let label = padded(label, 5);
    let lead = format!("      {}  ", styled(role::DIM, &label));
    wrapped(out, width, &lead, &" ".repeat(13), text)
}

/// Further places where the name is written.
/// Further places of a finding that are listed; more are counted.
const RELATED: usize = 8;

fn related(
    plugin: &ScannedPlugin,
    finding: &Finding,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    if finding.related.is_empty() {
        return Ok(());
    }
    let mut places: Vec<String> = finding
        .related
        .iter()
        .take(RELATED)
        .map(|one| {
            let place = format!("{}:{}", one.start.line, one.start.column);
            let file = line(&plugin.path_of(&one.file));
            if one.file == finding.file {
                format!("{place} ({})", one.by)
            } else {
                format!("{file}:{place} ({})", one.by)
            }
        })
        .collect();
    if let Some(more) = finding.related.len().checked_sub(RELATED)
        && more > 0
    {
        places.push(format!("and {more} more"));
    }
    field("also", &places.join(", "), width, out)
}
