//! What `forewarn` alone says, for a terminal.

use std::io::{self, Write};

use crate::domain::document::overview::{Newest, Overview};
use crate::domain::document::versions::{EndSource, Status};
use crate::domain::text::neutralise;
use crate::report::text::{Width, columns, counted, found, padded, role, styled, wrapped};
use crate::report::words;

/// Writes the overview.
pub fn write(overview: &Overview, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let title = format!(
        "{} as of {}",
        overview.platform.for_terminal_line(),
        overview.as_of
    );
    writeln!(out, "{}", styled(role::TITLE, &title))?;
    writeln!(
        out,
        "{}\n",
        styled(role::DIM, &format!("from {}", neutralise(&overview.source)))
    )?;

    writeln!(out, "{}", styled(role::TITLE, "Newest"))?;
    let names: usize = overview
        .newest
        .iter()
        .map(|newest| columns(&newest.name.for_terminal_line()))
        .max()
        .unwrap_or(0);
    for newest in &overview.newest {
        self::newest(newest, names, width, out)?;
    }

    writeln!(out, "\n{}", styled(role::TITLE, "Ends soon"))?;
    if overview.ending.is_empty() {
        writeln!(
            out,
            "  Nothing that is still maintained ends within 180 days, as far as the data reaches."
        )?;
    }
    for ending in &overview.ending {
        let line = &ending.line;
        let end = line
            .end_of_life
            .map_or_else(String::new, |end| end.to_string());
        let source = line.end_of_life_source.map_or("", EndSource::as_str);
        let text = format!(
            "{} {}  maintained until {end} ({source}), {} left",
            neutralise(&ending.stream),
            line.line,
            counted(usize::try_from(ending.days).unwrap_or(0), "day", "days"),
        );
        wrapped(out, width, "  ", "    ", &styled(role::CAUTION, &text))?;
    }

    writeln!(out, "\n{}", styled(role::TITLE, "Corrected or edited last"))?;
    if overview.last_changes.is_empty() {
        writeln!(out, "  Nothing was edited or corrected.")?;
    }
    for item in &overview.last_changes {
        found::log_item(item, "  ", width, out)?;
    }

    writeln!(out, "\n{}", styled(role::TITLE, "Next"))?;
    let commands = overview
        .next
        .iter()
        .map(|(command, _)| columns(command))
        .max()
        .unwrap_or(0);
    for (command, what) in &overview.next {
        writeln!(
            out,
            "  {}  {what}",
            styled(role::COMMAND, &padded(&neutralise(command), commands))
        )?;
    }
    writeln!(
        out,
        "  {}  every command",
        styled(role::COMMAND, &padded("forewarn --help", commands))
    )
}

fn newest(newest: &Newest, names: usize, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let name = padded(&newest.name.for_terminal_line(), names);
    let version = match newest.version.as_deref() {
        Some(version) => neutralise(version),
        None if newest.releases > 0 => "not known, no dated release by then".to_owned(),
        None => "nothing yet".to_owned(),
    };
    let date = match newest.date {
        // A stream of dates has said its day already.
        Some(dated) if version.starts_with(&dated.on.to_string()) => {
            if dated.is_exact() {
                String::new()
            } else {
                format!("  ({})", words::in_words(dated.kind))
            }
        }
        Some(dated) => format!("  {dated}"),
        None => String::new(),
    };
    let status = match newest.status {
        Some(Status::Supported) => format!("  {}", styled(role::GOOD, "supported")),
        Some(status) => format!("  {status}"),
        None => String::new(),
    };
    let counts = format!(
        "  {}, {}",
        counted(newest.releases, "release", "releases"),
        counted(newest.entries, "entry", "entries")
    );
    let until = newest
        .covers_until
        .map_or_else(String::new, |until| format!(", data to {until}"));
    let text = format!(
        "{}  {}{date}{status}{}",
        name,
        styled(role::TITLE, &version),
        styled(role::DIM, &format!("{counts}{until}"))
    );
    wrapped(out, width, "  ", "      ", &text)?;
    if let Some(summary) = &newest.summary {
        wrapped(
            out,
            width,
            "      ",
            "      ",
            &styled(role::DIM, &summary.for_terminal_line()),
        )?;
    }
    Ok(())
}
