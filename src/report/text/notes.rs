//! Release notes for a terminal.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::domain::document::notes::{
    AnnouncedCorrection, NotesDocument, NotesEntry, NotesRelease,
};
use crate::domain::entry::EntryKind;
use crate::domain::markdown::Block;
use crate::domain::release::{Stage, State};
use crate::domain::text::{Untrusted, neutralise};
use crate::report::text::{Width, blocks, counted, role, styled, wrapped};
use crate::report::words::{self, by_reason, facts, is_mixed, name, title, when};

/// Writes the notes; releases of which nothing is known take one line together.
pub fn write(document: &NotesDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let is_mixed = is_mixed(document);
    writeln!(out, "{}", styled(role::TITLE, &title(document)))?;
    for remark in &document.remarks {
        wrapped(out, width, "", "  ", &neutralise(remark))?;
    }
    if let Some(cut) = &document.cut {
        wrapped(
            out,
            width,
            "",
            "  ",
            &styled(role::CAUTION, &words::cut(cut)),
        )?;
    }
    if document.releases.is_empty() && document.excluded.is_empty() && document.cut.is_none() {
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
    if !release.prereleases.is_empty() {
        wrapped(
            out,
            width,
            "  ",
            "  ",
            &styled(role::DIM, &words::includes(release)),
        )?;
    }
    if let Some(summary) = &release.summary {
        wrapped(out, width, "  ", "  ", &summary.for_terminal_line())?;
    }
    if release.description.is_some() {
        blocks(out, width, "  ", "  ", &release.description_blocks)?;
    }
    if let Some(untold) = words::untold(release) {
        wrapped(out, width, "  ", "  ", &styled(role::DIM, &untold))?;
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
    if !release.corrections.is_empty() {
        writeln!(out, "\n  {}", styled(role::TITLE, "Corrections"))?;
        for one in &release.corrections {
            correction(one, width, out)?;
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

/// The text of an entry as it stands in notes, and whether it breaks something.
///
/// # Errors
/// If `out` cannot be written to.
pub fn said(
    breaking: bool,
    content: &[Block],
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let lead = if breaking {
        format!("  - {} ", styled(role::BAD, "Breaking:"))
    } else {
        "  - ".to_owned()
    };
    blocks(out, width, &lead, "    ", content)
}

fn entry(entry: &NotesEntry, width: Width, out: &mut dyn Write) -> io::Result<()> {
    said(entry.entry.breaking, &entry.blocks, width, out)?;
    for (label, text) in facts(&entry.entry) {
        wrapped(
            out,
            width,
            &format!("      {} ", styled(role::DIM, &format!("{label}:"))),
            "        ",
            &text,
        )?;
    }
    for (label, place) in words::details(entry) {
        let text = format!("({} {place})", label.to_lowercase());
        wrapped(out, width, "      ", "        ", &styled(role::DIM, &text))?;
    }
    Ok(())
}

/// A correction is no entry of this release, so its mark differs from theirs.
fn correction(one: &AnnouncedCorrection, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let head = format!("{} in {}", neutralise(&one.entry), neutralise(&one.release));
    wrapped(
        out,
        width,
        "  * ",
        "    ",
        &format!("{}:", styled(role::TITLE, &head)),
    )?;
    if one.blocks.is_empty() {
        wrapped(out, width, "    ", "    ", &one.text.for_terminal_line())?;
    } else {
        blocks(out, width, "    ", "    ", &one.blocks)?;
    }
    for (label, text) in words::announced_facts(one) {
        let label = styled(role::DIM, &format!("{label}:"));
        wrapped(out, width, &format!("      {label} "), "        ", &text)?;
    }
    Ok(())
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
            &format!(
                "Left out: {}{}",
                document.excluded.len(),
                words::folded(document)
            )
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

fn coverage(document: &NotesDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let entries = document
        .releases
        .iter()
        .map(|release| release.entries.len())
        .sum();
    writeln!(out)?;
    let counts = format!(
        "{}, {}.",
        counted(document.releases.len(), "release", "releases"),
        counted(entries, "entry", "entries"),
    );
    wrapped(out, width, "", "  ", &styled(role::DIM, &counts))?;
    for coverage in &document.coverage {
        let text = words::covered(coverage);
        wrapped(out, width, "", "  ", &styled(role::DIM, &text))?;
    }
    Ok(())
}
