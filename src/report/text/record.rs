//! One thing in full, for a terminal.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::domain::date::Date;
use crate::domain::deprecation::Deprecation;
use crate::domain::document::record::{EntryRecord, Link, Record, SettingStep, SymbolStep};
use crate::domain::feature::{Feature, FeatureEvent, Toggle};
use crate::domain::release::State;
use crate::domain::text::{Untrusted, neutralise};
use crate::report::text::{Width, blocks, link, notes, padded, role, styled, versions, wrapped};
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
            &link::source(source),
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
            line: asked,
        } => {
            if let Some(line) = asked {
                let text = format!("{line} is a line of versions; its newest follows.");
                writeln!(out, "{}\n", styled(role::DIM, &neutralise(&text)))?;
            }
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
        Record::Setting {
            id,
            not_before,
            steps,
        } => setting(id, *not_before, steps, width, out),
        Record::Feature {
            feature,
            not_before,
            entries,
        } => self::feature(feature, *not_before, entries, width, out),
        Record::Symbol {
            symbol,
            not_before,
            steps,
        } => self::symbol(symbol, *not_before, steps, width, out),
        Record::Toggle(toggle) => self::toggle(toggle, width, out),
    }
}

fn entry(record: &EntryRecord, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let entry = &record.entry;
    writeln!(out, "{}", styled(role::TITLE, &neutralise(&entry.id)))?;
    let date = record
        .date
        .map_or_else(|| "date unknown".to_owned(), |dated| dated.to_string());
    let state = match record.state {
        State::Published => String::new(),
        State::Withdrawn => "  withdrawn".to_owned(),
        state => format!("  {state}, not published yet"),
    };
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
                "{}  {}  {date}{state}{breaking}",
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
    field(
        out,
        width,
        "commit",
        entry.commit.as_deref().unwrap_or_default(),
    )?;
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

/// `not before 2019-07-17`, where all that is told is of a later day.
fn not_yet(out: &mut dyn Write, width: Width, not_before: Option<Date>) -> io::Result<()> {
    let text = not_before.map_or_else(String::new, |day| {
        styled(
            role::CAUTION,
            &format!("not before {day}; what follows is later"),
        )
    });
    field(out, width, "not yet", &text)
}

fn link(link: &Link) -> String {
    let text = link_text(link);
    match link.later {
        Some(day) => format!("{text} (later, on {day})"),
        None => text,
    }
}

fn link_text(link: &Link) -> String {
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

fn setting(
    id: &str,
    not_before: Option<Date>,
    steps: &[SettingStep],
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
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
            None => field(out, width, label, "not published")?,
        }
    }
    if let (Some(day), Some(first)) = (not_before, steps.first()) {
        let unit = unit(first);
        let value = words::value(&first.change.old, &unit);
        field(out, width, "value", &format!("{value}, before {day}"))?;
    }
    not_yet(out, width, not_before)?;
    writeln!(out)?;
    for step in steps {
        let date = step
            .date
            .map_or_else(|| "date unknown".to_owned(), |dated| dated.to_string());
        let unit = unit(step);
        let change = &step.change;
        let is_said = change.old.known().is_some() || change.new.known().is_some();
        let mut text = if is_said {
            let (old, new) = (&change.old, &change.new);
            format!(
                "{} -> {}",
                words::value(old, &unit),
                words::value(new, &unit)
            )
        } else if change.note.is_some() {
            "changed".to_owned()
        } else {
            "neither value is published".to_owned()
        };
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

fn unit(step: &SettingStep) -> String {
    let unit = step.change.unit.as_ref();
    unit.map_or_else(String::new, |unit| format!(" {}", unit.for_terminal_line()))
}

fn feature(
    feature: &Feature,
    not_before: Option<Date>,
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
    not_yet(out, width, not_before)?;
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
    let mut parts = words::feature_move(event);
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
    not_before: Option<Date>,
    steps: &[SymbolStep],
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(
        out,
        "{}\n",
        styled(role::TITLE, &symbol.for_terminal_line())
    )?;
    not_yet(out, width, not_before)?;
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
