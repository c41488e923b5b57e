//! One thing in full, search results and the log, for a terminal.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::domain::deprecation::Deprecation;
use crate::domain::document::record::{
    EntryRecord, Link, LogDocument, LogItem, Record, SearchDocument, SettingStep, SymbolStep,
};
use crate::domain::feature::{Feature, FeatureEvent, Toggle};
use crate::domain::text::{Untrusted, neutralise};
use crate::report::text::{Width, blocks, notes, padded, role, styled, versions, wrapped};
use crate::report::words;

/// Labels stand in a column of this width.
const LABEL: usize = 14;

fn field(out: &mut dyn Write, width: Width, label: &str, text: &str) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    let lead = format!("  {}", styled(role::DIM, &padded(label, LABEL)));
    wrapped(out, width, &lead, &" ".repeat(LABEL + 2), text)
}

fn maybe(
    out: &mut dyn Write,
    width: Width,
    label: &str,
    text: Option<&Untrusted>,
) -> io::Result<()> {
    field(
        out,
        width,
        label,
        &text.map_or_else(String::new, Untrusted::for_terminal_line),
    )
}

fn sources(out: &mut dyn Write, width: Width, sources: &[Untrusted]) -> io::Result<()> {
    for (idx, source) in sources.iter().enumerate() {
        field(
            out,
            width,
            if idx == 0 { "source" } else { "" },
            &source.for_terminal_line(),
        )?;
    }
    Ok(())
}

/// Writes the answer of `show`.
pub fn write(record: &Record, width: Width, out: &mut dyn Write) -> io::Result<()> {
    match record {
        Record::Entry(entry) => self::entry(entry, width, out),
        Record::Release {
            release,
            lifecycle,
            sources: from,
            origin,
        } => {
            notes::release(release, true, width, out)?;
            writeln!(out)?;
            if let Some(line) = lifecycle {
                let end = match versions::end(line).as_str() {
                    "-" => String::new(),
                    end => format!(", end of life {end}"),
                };
                field(
                    out,
                    width,
                    "lifecycle",
                    &format!("line {} is {}{end}", line.line, line.status),
                )?;
            }
            sources(out, width, from)?;
            field(out, width, "origin", &neutralise(origin))
        }
        Record::Setting { id, steps } => setting(id, steps, width, out),
        Record::Feature { feature, entries } => self::feature(feature, entries, width, out),
        Record::Symbol { symbol, steps } => self::symbol(symbol, steps, width, out),
        Record::Toggle(toggle) => self::toggle(toggle, width, out),
    }
}

fn entry(record: &EntryRecord, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let entry = &record.entry;
    writeln!(out, "{}", styled(role::TITLE, &neutralise(&entry.id)))?;
    let date = record
        .date
        .map_or_else(|| "date unknown".to_owned(), |dated| dated.to_string());
    let breaking = if entry.breaking {
        styled(role::BAD, "  breaking")
    } else {
        String::new()
    };
    writeln!(
        out,
        "{}\n",
        styled(
            role::DIM,
            &format!(
                "{}  {}  {date}{breaking}",
                entry.kind,
                neutralise(&record.release)
            )
        )
    )?;
    blocks(out, width, "  ", "  ", &record.blocks)?;
    writeln!(out)?;
    for (label, text) in words::facts(entry) {
        if label != "Symbols" {
            field(out, width, &label.to_lowercase(), &text)?;
        }
    }
    for setting in &entry.settings {
        maybe(out, width, "service", setting.service.as_ref())?;
        maybe(out, width, "pointer", setting.pointer.as_ref())?;
        maybe(out, width, "setting note", setting.note.as_ref())?;
    }
    field(
        out,
        width,
        "feature",
        entry.feature.as_deref().unwrap_or_default(),
    )?;
    field(out, width, "audience", &entry.audience.join(", "))?;
    maybe(out, width, "note", entry.note.as_ref())?;
    for link in &record.links {
        field(out, width, link.how, &self::link(link))?;
    }
    field(out, width, "see also", &neutralise(&record.also.join(", ")))?;
    sources(out, width, &record.sources)?;
    field(out, width, "origin", &neutralise(&record.origin))?;
    if !entry.deprecations.is_empty() {
        writeln!(
            out,
            "\n  {}",
            styled(
                role::TITLE,
                &format!("Symbols ({})", entry.deprecations.len())
            )
        )?;
        for deprecation in &entry.deprecations {
            wrapped(out, width, "  - ", "    ", &summary(deprecation))?;
            for text in [&deprecation.disputed, &deprecation.note]
                .into_iter()
                .flatten()
            {
                wrapped(
                    out,
                    width,
                    "      ",
                    "      ",
                    &styled(role::DIM, &text.for_terminal_line()),
                )?;
            }
        }
    }
    Ok(())
}

fn link(link: &Link) -> String {
    match (&link.release, &link.title) {
        (Some(release), Some(title)) if *release != link.id => {
            format!(
                "{} ({}): {}",
                neutralise(&link.id),
                neutralise(release),
                title.for_terminal_line()
            )
        }
        (Some(_), Some(title)) => {
            format!("{}: {}", neutralise(&link.id), title.for_terminal_line())
        }
        (Some(_), None) => neutralise(&link.id),
        (None, _) => format!("{} (not in this history)", neutralise(&link.id)),
    }
}

/// `Manager.chatClient (member): deprecated since 2.0.0, removal in 3.0.0; use Manager.conversationsClient`.
fn summary(deprecation: &Deprecation) -> String {
    let mut text = format!(
        "{} ({}): {}",
        deprecation.symbol.for_terminal_line(),
        deprecation.kind,
        deprecation.change
    );
    if let Some(since) = &deprecation.declared_since {
        write!(text, ", declared since {since}").expect("a String takes all writes");
    }
    if let Some(removed) = &deprecation.removed {
        write!(text, ", gone {}", neutralise(&removed.to_string()))
            .expect("a String takes all writes");
    }
    if let Some(removal) = &deprecation.removal {
        write!(text, ", removal in {removal}").expect("a String takes all writes");
    }
    if let (Some(from), Some(to)) = (&deprecation.from_range, &deprecation.to_range) {
        write!(
            text,
            ", {} -> {}",
            from.for_terminal_line(),
            to.for_terminal_line()
        )
        .expect("a String takes all writes");
    }
    if let Some(replacement) = &deprecation.replacement {
        write!(text, "; use {}", replacement.for_terminal_line())
            .expect("a String takes all writes");
    }
    if let Some(since) = &deprecation.replacement_since {
        write!(text, " (since {since})").expect("a String takes all writes");
    }
    text
}

fn setting(id: &str, steps: &[SettingStep], width: Width, out: &mut dyn Write) -> io::Result<()> {
    let name = steps
        .iter()
        .rev()
        .find_map(|step| step.change.name.as_ref());
    let name = name.map_or_else(String::new, |name| {
        format!("  {}", name.for_terminal_line())
    });
    writeln!(out, "{}{name}", styled(role::TITLE, &neutralise(id)))?;
    for (label, find) in [
        (
            "service",
            steps
                .iter()
                .rev()
                .find_map(|step| step.change.service.as_ref()),
        ),
        (
            "pointer",
            steps
                .iter()
                .rev()
                .find_map(|step| step.change.pointer.as_ref()),
        ),
    ] {
        match find {
            Some(text) => field(out, width, label, &text.for_terminal_line())?,
            None => field(out, width, label, "unknown")?,
        }
    }
    writeln!(out)?;
    for step in steps {
        let date = step
            .date
            .map_or_else(|| "date unknown".to_owned(), |dated| dated.to_string());
        let unit = step
            .change
            .unit
            .as_ref()
            .map_or_else(String::new, |unit| format!(" {}", unit.for_terminal_line()));
        let mut text = format!(
            "{} -> {}",
            words::value(&step.change.old, &unit),
            words::value(&step.change.new, &unit)
        );
        if let Some(applies_to) = step.change.applies_to {
            write!(text, ", for {}", applies_to.as_str().replace('-', " "))
                .expect("a String takes all writes");
        }
        write!(
            text,
            "  [{}: {}]",
            neutralise(&step.release),
            neutralise(&step.entry)
        )
        .expect("a String takes all writes");
        field(out, width, &date, &text)?;
        maybe(out, width, "", step.change.note.as_ref())?;
    }
    Ok(())
}

fn feature(
    feature: &Feature,
    entries: &[Link],
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(
        out,
        "{}  {}\n",
        styled(role::TITLE, &neutralise(&feature.id)),
        feature.name.for_terminal_line()
    )?;
    for (stream, range) in &feature.compatible {
        field(
            out,
            width,
            "works with",
            &neutralise(&format!("{stream} {range}")),
        )?;
    }
    maybe(out, width, "toggle", feature.toggle.as_ref())?;
    maybe(out, width, "note", feature.note.as_ref())?;
    sources(out, width, &feature.sources)?;
    writeln!(out)?;
    for event in &feature.events {
        let (when, what) = event_line(event);
        field(out, width, &when, &what)?;
        maybe(out, width, "", event.note.as_ref())?;
    }
    for (idx, entry) in entries.iter().enumerate() {
        if idx == 0 {
            writeln!(out)?;
        }
        field(
            out,
            width,
            if idx == 0 { "entries" } else { "" },
            &link(entry),
        )?;
    }
    Ok(())
}

fn event_line(event: &FeatureEvent) -> (String, String) {
    let when = event
        .date
        .map_or_else(|| "date unknown".to_owned(), |dated| dated.to_string());
    let mut parts: Vec<String> = Vec::new();
    parts.extend(event.stage.map(|stage| stage.as_str().to_owned()));
    parts.extend(event.phase.map(|phase| phase.as_str().replace('-', " ")));
    parts.extend(
        event
            .label
            .as_ref()
            .map(|label| format!("\"{}\"", label.for_terminal_line())),
    );
    parts.extend(
        event
            .release
            .as_ref()
            .map(|release| format!("with {}", neutralise(release))),
    );
    parts.extend(
        event
            .support
            .as_ref()
            .map(|support| format!("support: {}", support.for_terminal_line())),
    );
    (when, parts.join(", "))
}

fn symbol(
    symbol: &Untrusted,
    steps: &[SymbolStep],
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(
        out,
        "{}\n",
        styled(role::TITLE, &symbol.for_terminal_line())
    )?;
    for step in steps {
        let package = step.package.as_deref().map(neutralise).unwrap_or_default();
        let date = step
            .date
            .map_or_else(|| "date unknown".to_owned(), |dated| dated.to_string());
        field(out, width, &date, &summary(&step.deprecation))?;
        field(
            out,
            width,
            "",
            &format!(
                "[{}: {}] {package}",
                neutralise(&step.release),
                neutralise(&step.entry)
            ),
        )?;
        maybe(out, width, "disputed", step.deprecation.disputed.as_ref())?;
        maybe(out, width, "note", step.deprecation.note.as_ref())?;
        sources(out, width, &step.deprecation.sources)?;
    }
    Ok(())
}

fn toggle(toggle: &Toggle, width: Width, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{}  (a toggle seen in published packages)\n",
        styled(role::TITLE, &toggle.flag.for_terminal_line())
    )?;
    maybe(out, width, "name", toggle.name.as_ref())?;
    for (label, seen) in [
        ("first seen", &toggle.first_observed),
        ("last seen", &toggle.last_observed),
        ("gone", &toggle.gone),
    ] {
        field(
            out,
            width,
            label,
            &seen
                .as_ref()
                .map(|seen| neutralise(&seen.to_string()))
                .unwrap_or_default(),
        )?;
    }
    field(
        out,
        width,
        "feature",
        toggle.feature.as_deref().unwrap_or_default(),
    )?;
    sources(out, width, &toggle.sources)
}

/// Writes the answer of `search`.
pub fn search(document: &SearchDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    if document.found.is_empty() {
        writeln!(
            out,
            "Nothing holds all of: {}",
            document.query.for_terminal_line()
        )?;
        if !document.nearest.is_empty() {
            let near: Vec<String> = document.nearest.iter().map(|id| neutralise(id)).collect();
            writeln!(out, "Ids that look like it: {}", near.join(", "))?;
        }
        return Ok(());
    }
    for found in &document.found {
        writeln!(
            out,
            "{}  {}",
            styled(role::TITLE, &neutralise(&found.id)),
            styled(role::DIM, &where_found(found))
        )?;
        let mut excerpt = String::new();
        for (text, is_marked) in &found.excerpt {
            let text = neutralise(text.raw()).replace(['\n', '\t'], " ");
            excerpt.push_str(&if *is_marked {
                styled(role::MARK, &text)
            } else {
                text
            });
        }
        wrapped(out, width, "  ", "  ", &excerpt)?;
    }
    let shown = document.found.len();
    let text = if shown < document.total {
        let order = if document.is_ranked {
            ""
        } else {
            ", newest first; more words find less"
        };
        format!(
            "{shown} of {} found{order}; --limit shows more",
            document.total
        )
    } else {
        format!(
            "{} found; `forewarn show ID` shows one in full",
            document.total
        )
    };
    writeln!(out, "\n{}", styled(role::DIM, &text))
}

/// The kind, and for an entry its release.
fn where_found(found: &crate::domain::document::record::Found) -> String {
    let place = found.title.for_terminal_line();
    match found.kind {
        "entry" => format!("entry in {}", place.split(' ').next().unwrap_or_default()),
        kind => kind.to_owned(),
    }
}

/// Writes the answer of `log`.
pub fn log(document: &LogDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    if document.items.is_empty() {
        writeln!(out, "Nothing was changed.")?;
    }
    for item in &document.items {
        log_item(item, "", width, out)?;
    }
    if document.is_cut {
        writeln!(
            out,
            "{}",
            styled(role::DIM, "Older changes are left out; --limit shows more.")
        )?;
    }
    writeln!(out)?;
    wrapped(
        out,
        width,
        "",
        "  ",
        &styled(role::DIM, &neutralise(&document.chain)),
    )
}

/// One change, with `indent` before all of its lines.
pub(crate) fn log_item(
    item: &LogItem,
    indent: &str,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let at = match (&item.at, item.action) {
        (Some(at), _) => neutralise(at),
        (None, "bundle") => "with this forewarn".to_owned(),
        (None, _) => "day unknown".to_owned(),
    };
    let hash = item
        .hash
        .as_deref()
        .and_then(|hash| hash.get(..8))
        .map_or_else(String::new, |hash| format!("  {hash}"));
    let mut text = format!(
        "{}  {} {}",
        padded(&at, 20),
        item.action,
        styled(role::TITLE, &item.subject.for_terminal_line()),
    );
    if item.action != "correct" {
        // A correction has its source in the entry.
        let by = format!("  by {}{hash}", item.who.for_terminal_line());
        text.push_str(&styled(role::DIM, &by));
    }
    wrapped(out, width, indent, &format!("{indent}  "), &text)?;
    let (first, rest) = (format!("{indent}    "), format!("{indent}      "));
    if let Some(former) = &item.former {
        wrapped(
            out,
            width,
            &first,
            &rest,
            &format!("before: {}", former.for_terminal_line()),
        )?;
    }
    if let Some(reason) = &item.reason {
        wrapped(
            out,
            width,
            &first,
            &rest,
            &format!("why: {}", reason.for_terminal_line()),
        )?;
    }
    Ok(())
}
