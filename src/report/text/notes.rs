//! Release notes for a terminal.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::domain::date::DateKind;
use crate::domain::document::notes::{NotesDocument, NotesEntry, NotesRelease};
use crate::domain::entry::{Entry, EntryKind, SettingChange, SettingValue};
use crate::domain::release::{Place, Stage, State};
use crate::domain::text::{Untrusted, neutralise};
use crate::domain::version::Version;
use crate::report::text::{Width, blocks, counted, role, styled, wrapped};

/// Writes the notes; releases of which nothing is known take one line together.
pub fn write(document: &NotesDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let is_mixed = is_mixed(document);
    writeln!(out, "{}", styled(role::TITLE, &title(document)))?;
    if document.releases.is_empty() && document.excluded.is_empty() {
        writeln!(out, "\nNothing: no release lies in what was asked for.")?;
    }
    let mut rest = document.releases.as_slice();
    while let Some((release, tail)) = rest.split_first() {
        if release.is_blank() && release.date.is_none() {
            let same = |other: &&NotesRelease| {
                other.is_blank() && other.date.is_none() && other.stream == release.stream
            };
            let run = 1 + tail.iter().take_while(same).count();
            let (blank, after) = rest.split_at(run);
            blank_run(blank, is_mixed, width, out)?;
            rest = after;
        } else {
            writeln!(out)?;
            self::release(release, is_mixed, width, out)?;
            rest = tail;
        }
    }
    exclusions(document, width, out)?;
    coverage(document, width, out)
}

/// Whether headings have to name their stream.
pub(crate) fn is_mixed(document: &NotesDocument) -> bool {
    document
        .releases
        .windows(2)
        .any(|pair| pair[0].stream != pair[1].stream)
}

pub(crate) fn title(document: &NotesDocument) -> String {
    let platform = document.platform.for_terminal_line();
    let span = &document.span;
    let mut parts = Vec::new();
    match (&span.from, &span.to) {
        (Some(from), Some(to)) => parts.push(format!("after {from} up to {to}")),
        (Some(from), None) => parts.push(format!("after {from}")),
        (None, Some(to)) => parts.push(format!("up to {to}")),
        (None, None) => {}
    }
    parts.extend(span.only.clone());
    parts.extend(span.since.map(|day| format!("since {day}")));
    parts.extend(span.until.map(|day| format!("until {day}")));
    parts.insert(0, platform);
    parts.push(format!("as of {}", document.as_of));
    neutralise(&parts.join(", "))
}

/// `2.14.0`, `Flex UI 2.14.0`, `unreleased: queue-filter`.
pub(crate) fn name(release: &NotesRelease, with_stream: bool) -> String {
    let place = match &release.place {
        Place::Version(version) => version.to_string(),
        Place::Unreleased(fragment) => {
            format!("unreleased: {}", neutralise(fragment))
        }
    };
    if with_stream {
        format!("{} {place}", release.stream_name.for_terminal_line())
    } else {
        place
    }
}

fn when(release: &NotesRelease) -> String {
    match (&release.place, release.date) {
        (Place::Unreleased(_), _) => String::new(),
        // A date version says its day itself.
        (Place::Version(Version::Date(version)), Some(dated)) if version.day == dated.on => {
            if dated.is_exact() {
                String::new()
            } else {
                format!("({})", in_words(dated.kind))
            }
        }
        (Place::Version(_), Some(dated)) => dated.to_string(),
        (Place::Version(_), None) => "date unknown".to_owned(),
    }
}

/// What a date says, beside the day itself.
pub(crate) fn in_words(kind: DateKind) -> &'static str {
    match kind {
        DateKind::NoLaterThan => "or before",
        kind => kind.as_str(),
    }
}

fn blank_run(
    releases: &[NotesRelease],
    is_mixed: bool,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let names: Vec<String> = releases
        .iter()
        .map(|release| name(release, false))
        .collect();
    let stream = if is_mixed {
        format!("{} ", releases[0].stream_name.for_terminal_line())
    } else {
        String::new()
    };
    writeln!(out)?;
    let exist = if names.len() == 1 {
        "it exists"
    } else {
        "they exist"
    };
    let text = format!(
        "{stream}{}: nothing is known but that {exist}",
        names.join(", ")
    );
    wrapped(out, width, "", "  ", &styled(role::DIM, &text))
}

/// One release with everything below it.
pub(crate) fn release(
    release: &NotesRelease,
    is_mixed: bool,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut heading = styled(role::TITLE, &name(release, is_mixed));
    let when = when(release);
    if !when.is_empty() {
        heading.push_str(&styled(role::DIM, &format!("  {when}")));
    }
    if let Some(title) = &release.title {
        write!(heading, "  {}", title.for_terminal_line()).expect("a String takes all writes");
    }
    if release.stage != Stage::Ga {
        heading.push_str(&styled(role::CAUTION, &format!("  {}", release.stage)));
    }
    if release.state != State::Published {
        heading.push_str(&styled(role::BAD, &format!("  {}", release.state)));
    }
    wrapped(out, width, "", "  ", &heading)?;
    if let Some(why) = &release.withdrawn {
        wrapped(
            out,
            width,
            "  ",
            "  ",
            &styled(
                role::BAD,
                &format!("Withdrawn: {}", why.for_terminal_line()),
            ),
        )?;
    }
    if let Some(summary) = &release.summary {
        wrapped(out, width, "  ", "  ", &summary.for_terminal_line())?;
    }
    if release.description.is_some() {
        blocks(out, width, "  ", "  ", &release.description_blocks)?;
    }
    for kind in EntryKind::ALL {
        let of_kind: Vec<&NotesEntry> = release
            .entries
            .iter()
            .filter(|entry| entry.entry.kind == *kind)
            .collect();
        if !of_kind.is_empty() {
            writeln!(out, "\n  {}", styled(role::TITLE, kind.heading()))?;
            for entry in of_kind {
                self::entry(entry, width, out)?;
            }
        }
    }
    for (heading, text) in &release.unplaced {
        let heading = heading
            .as_ref()
            .map_or_else(String::new, Untrusted::for_terminal_line);
        writeln!(
            out,
            "\n  {}",
            styled(
                role::TITLE,
                &format!("{heading} (as it stands in the source)")
            )
        )?;
        for line in text.for_terminal().lines() {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(())
}

fn entry(entry: &NotesEntry, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let lead = if entry.entry.breaking {
        format!("  - {} ", styled(role::BAD, "Breaking:"))
    } else {
        "  - ".to_owned()
    };
    blocks(out, width, &lead, "    ", &entry.blocks)?;
    for (label, text) in facts(&entry.entry) {
        wrapped(
            out,
            width,
            &format!("      {} ", styled(role::DIM, &format!("{label}:"))),
            "        ",
            &text,
        )?;
    }
    if let Some(home) = &entry.stands_in {
        wrapped(
            out,
            width,
            "      ",
            "        ",
            &styled(role::DIM, &format!("(told in {home})")),
        )?;
    }
    Ok(())
}

/// What an entry says beside its text, each with its label; neutralised.
pub(crate) fn facts(entry: &Entry) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let mut text = |label, text: Option<&Untrusted>| {
        if let Some(text) = text {
            facts.push((label, text.for_terminal_line()));
        }
    };
    text("Impact", entry.impact.as_ref());
    text("What to do", entry.action.as_ref());
    for (stream, range) in &entry.requires {
        facts.push(("Requires", neutralise(&format!("{stream} {range}"))));
    }
    if let Some(applies_to) = entry.applies_to.filter(|_| entry.settings.is_empty()) {
        facts.push(("Applies to", applies_to.as_str().replace('-', " ")));
    }
    if let Some(effective) = entry.effective {
        facts.push(("Effective", effective.to_string()));
    }
    for setting in &entry.settings {
        facts.push(("Setting", self::setting(setting, entry)));
    }
    for exclusion in entry
        .excluded
        .iter()
        .chain(entry.settings.iter().flat_map(|setting| &setting.excluded))
    {
        let why = exclusion
            .why
            .as_ref()
            .map_or_else(String::new, |why| format!(" ({})", why.for_terminal_line()));
        facts.push((
            "Left out",
            format!("{}{why}", exclusion.who.for_terminal_line()),
        ));
    }
    if entry.kind == EntryKind::KnownIssue {
        let fixed = entry
            .fixed_in
            .as_deref()
            .map_or_else(|| "not known".to_owned(), neutralise);
        facts.push(("Fixed in", fixed));
    }
    for correction in &entry.corrections {
        let date = correction.date.map_or_else(
            || "on a day that is not known".to_owned(),
            |dated| format!("on {dated}"),
        );
        let reason = correction
            .reason
            .as_ref()
            .map_or_else(String::new, |reason| {
                format!(" {}", reason.for_terminal_line())
            });
        facts.push((
            "Corrected",
            format!(
                "{date}; before: \"{}\"{reason}",
                correction.former.for_terminal_line()
            ),
        ));
    }
    if !entry.deprecations.is_empty() {
        let names: Vec<String> = entry
            .deprecations
            .iter()
            .map(|one| one.symbol.for_terminal_line())
            .collect();
        let (shown, more) = names.split_at(names.len().min(8));
        let more = if more.is_empty() {
            String::new()
        } else {
            format!(" and {} more", more.len())
        };
        facts.push(("Symbols", format!("{}{more}", shown.join(", "))));
    }
    facts
}

/// `Offline Threshold: unknown -> 30 seconds, for new accounts`.
pub(crate) fn setting(setting: &SettingChange, entry: &Entry) -> String {
    let name = setting
        .name
        .as_ref()
        .map_or_else(|| setting.id.clone(), Untrusted::for_terminal_line);
    let unit = setting
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" {}", unit.for_terminal_line()));
    let mut text = format!(
        "{name}: {} -> {}",
        value(&setting.old, &unit),
        value(&setting.new, &unit)
    );
    if let Some(applies_to) = setting.applies_to.or(entry.applies_to) {
        write!(text, ", for {}", applies_to.as_str().replace('-', " "))
            .expect("a String takes all writes");
    }
    match setting.automatic {
        Some(true) => text.push_str(", applied automatically"),
        Some(false) => text.push_str(", not applied automatically"),
        None => {}
    }
    if let Some(effective) = setting.effective {
        write!(text, ", effective {effective}").expect("a String takes all writes");
    }
    text
}

pub(crate) fn value(value: &SettingValue, unit: &str) -> String {
    match value {
        SettingValue::Unknown => "unknown".to_owned(),
        SettingValue::Known(serde_json::Value::String(text)) => format!(
            "{}{unit}",
            Untrusted::from(text.as_str()).for_terminal_line()
        ),
        SettingValue::Known(serde_json::Value::Array(items))
            if items.iter().all(serde_json::Value::is_string) =>
        {
            let items: Vec<&str> = items.iter().filter_map(serde_json::Value::as_str).collect();
            let text = if items.is_empty() {
                "none".to_owned()
            } else {
                items.join(", ")
            };
            Untrusted::from(text).for_terminal_line()
        }
        SettingValue::Known(other) => format!(
            "{}{unit}",
            Untrusted::from(other.to_string()).for_terminal_line()
        ),
    }
}

fn exclusions(document: &NotesDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    if document.excluded.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{}",
        styled(
            role::TITLE,
            &format!("Left out: {}", document.excluded.len())
        )
    )?;
    for (why, ids) in by_reason(document) {
        let (shown, more) = ids.split_at(ids.len().min(6));
        let more = if more.is_empty() {
            String::new()
        } else {
            format!(" and {} more", more.len())
        };
        wrapped(
            out,
            width,
            "  - ",
            "    ",
            &format!("{}: {}{more}", shown.join(", "), why),
        )?;
    }
    Ok(())
}

/// Exclusions with one reason together, in order of appearance; neutralised.
pub(crate) fn by_reason(document: &NotesDocument) -> Vec<(String, Vec<String>)> {
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for excluded in &document.excluded {
        let why = neutralise(&excluded.why);
        let id = neutralise(&excluded.id);
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, ids)) => ids.push(id),
            None => reasons.push((why, vec![id])),
        }
    }
    reasons
}

fn coverage(document: &NotesDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let entries = document.entries_out();
    writeln!(out)?;
    let counts = format!(
        "{}, {}.",
        counted(document.releases.len(), "release", "releases"),
        counted(entries, "entry", "entries"),
    );
    wrapped(out, width, "", "  ", &styled(role::DIM, &counts))?;
    for coverage in &document.coverage {
        let span = match (coverage.from, coverage.until) {
            (Some(from), Some(until)) => format!("covered from {from} to {until}"),
            (None, Some(until)) => format!("covered to {until}"),
            (Some(from), None) => format!("covered from {from}"),
            (None, None) => "how far the data reaches is not known".to_owned(),
        };
        let complete = if coverage.complete == Some(false) {
            ", with gaps"
        } else {
            ""
        };
        let on = coverage
            .continued_at
            .as_ref()
            .map_or_else(String::new, |place| {
                format!("; continued at {}", place.for_terminal_line())
            });
        let text = format!(
            "{}: {span}{complete}{on}.",
            coverage.name.for_terminal_line()
        );
        wrapped(out, width, "", "  ", &styled(role::DIM, &text))?;
    }
    Ok(())
}
