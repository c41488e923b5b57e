//! Keep a Changelog Markdown, with forewarn's further headings.

use std::io::{self, Write};

use crate::domain::document::notes::{NotesDocument, NotesEntry, NotesRelease};
use crate::domain::entry::EntryKind;
use crate::domain::release::{Place, State};
use crate::domain::version::Version;
use crate::report::text::notes as words;

/// Writes the notes as one Markdown document.
pub fn notes(document: &NotesDocument, out: &mut dyn Write) -> io::Result<()> {
    let is_mixed = words::is_mixed(document);
    writeln!(out, "# Changelog\n")?;
    writeln!(out, "{}.", escaped(&words::title(document)))?;
    if document.releases.is_empty() && document.excluded.is_empty() {
        writeln!(out, "\nNothing: no release lies in what was asked for.")?;
    }
    for release in &document.releases {
        self::release(release, is_mixed, out)?;
    }
    if !document.excluded.is_empty() {
        writeln!(out, "\n---\n\nLeft out ({}):\n", document.excluded.len())?;
        for (why, ids) in words::by_reason(document) {
            let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
            writeln!(out, "- {}: {}", escaped(&why), ids.join(", "))?;
        }
    }
    Ok(())
}

fn release(release: &NotesRelease, is_mixed: bool, out: &mut dyn Write) -> io::Result<()> {
    let name = match &release.place {
        Place::Unreleased(_) if is_mixed => {
            format!("{} Unreleased", release.stream_name.for_terminal_line())
        }
        Place::Unreleased(_) => "Unreleased".to_owned(),
        Place::Version(_) => words::name(release, is_mixed),
    };
    let date = match (&release.place, release.date) {
        (Place::Unreleased(_), _) => String::new(),
        // A date version says its day itself.
        (Place::Version(Version::Date(version)), Some(dated)) if version.day == dated.on => {
            if dated.is_exact() {
                String::new()
            } else {
                format!(" ({})", words::in_words(dated.kind))
            }
        }
        (_, Some(dated)) => format!(" - {dated}"),
        (_, None) => " - date unknown".to_owned(),
    };
    let yanked = if release.state == State::Withdrawn {
        " [YANKED]"
    } else {
        ""
    };
    writeln!(out, "\n## {}{date}{yanked}", escaped(&name))?;
    for (label, text) in [("", &release.title), ("Withdrawn: ", &release.withdrawn)] {
        if let Some(text) = text {
            writeln!(out, "\n**{label}{}**", text.for_terminal_line())?;
        }
    }
    if let Some(summary) = &release.summary {
        writeln!(out, "\n{}", summary.for_terminal_line())?;
    }
    if let Some(description) = &release.description {
        writeln!(out, "\n{}", description.for_markdown())?;
    }
    if release.is_blank() && release.title.is_none() {
        writeln!(out, "\nNothing is known of its changes.")?;
    }
    for kind in EntryKind::ALL {
        let of_kind: Vec<&NotesEntry> = release
            .entries
            .iter()
            .filter(|entry| entry.entry.kind == *kind)
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        writeln!(out, "\n### {}\n", kind.heading())?;
        for entry in of_kind {
            self::entry(entry, out)?;
        }
    }
    for (heading, text) in &release.unplaced {
        if let Some(heading) = heading {
            writeln!(
                out,
                "\n### {} (as it stands in the source)",
                escaped(&heading.for_terminal_line())
            )?;
        }
        writeln!(out, "\n{}", text.for_markdown())?;
    }
    Ok(())
}

fn entry(entry: &NotesEntry, out: &mut dyn Write) -> io::Result<()> {
    let mark = if entry.entry.breaking {
        "**Breaking:** "
    } else {
        ""
    };
    let text = entry.entry.text.for_markdown();
    let mut lines = text.lines();
    writeln!(out, "- {mark}{}", lines.next().unwrap_or_default())?;
    for line in lines {
        if line.is_empty() {
            writeln!(out)?;
        } else {
            writeln!(out, "  {line}")?;
        }
    }
    for (label, text) in words::facts(&entry.entry) {
        writeln!(out, "  - {label}: {text}")?;
    }
    if let Some(home) = &entry.stands_in {
        writeln!(out, "  - Told in {}", escaped(home))?;
    }
    Ok(())
}

/// Text of ours around names from outside: what would begin Markdown is made plain.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in crate::domain::text::neutralise(text).chars() {
        if matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
