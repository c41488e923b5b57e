//! The difference of two surfaces.

use std::io::{self, Write};

use crate::domain::document::api::{DiffDocument, DiffRow, DiffSection};
use crate::report::text::{Width, counted, role, styled, wrapped};
use crate::report::words;

use super::{age, line};

/// Writes the sections that are asked for; all of them and the dependencies if none is named.
pub fn write(
    document: &DiffDocument,
    only: &[DiffSection],
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let title = format!(
        "{} {}..{}: {}",
        document.age.package,
        document.from.version,
        document.to.version,
        words::api::bump(document)
    );
    wrapped(out, width, "", "  ", &styled(role::TITLE, &line(&title)))?;
    wrapped(out, width, "", "  ", &counts(document))?;
    incomplete(document, width, out)?;
    for section in DiffSection::ALL {
        if only.is_empty() || only.contains(section) {
            self::section(document, *section, width, out)?;
        }
    }
    if only.is_empty() {
        requires(document, width, out)?;
    }
    age(&document.age, width, out)
}

/// `3 removed, 1 changed (1 not judged), 12 added`.
fn counts(document: &DiffDocument) -> String {
    let counts: Vec<String> = DiffSection::ALL
        .iter()
        .filter_map(|section| {
            let count = document.section(*section).len();
            let unjudged = match (section, document.unjudged) {
                (DiffSection::Changed, 1..) => format!(" ({} not judged)", document.unjudged),
                _ => String::new(),
            };
            (count > 0).then(|| format!("{count} {section}{unjudged}"))
        })
        .collect();
    if counts.is_empty() {
        "Nothing of the surface differs.".to_owned()
    } else {
        counts.join(", ")
    }
}

fn section(
    document: &DiffDocument,
    section: DiffSection,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows = document.section(section);
    if rows.is_empty() {
        return Ok(());
    }
    let look = match section {
        DiffSection::Removed => role::BAD,
        DiffSection::Moved | DiffSection::Changed => role::CAUTION,
        DiffSection::Deprecated => role::TITLE,
        DiffSection::Added => role::GOOD,
    };
    let mut word = section.as_str().to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let head = styled(look, &format!("{word}: {}", rows.len()));
    writeln!(out, "\n{head}")?;
    for row in rows {
        self::row(section, row, width, out)?;
    }
    Ok(())
}

fn row(section: DiffSection, row: &DiffRow, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let difference = &row.difference;
    let mut parts = vec![difference.kind.as_str().to_owned()];
    parts.extend(words::api::company(row));
    match section {
        DiffSection::Removed => parts.push(words::api::warned(row)),
        DiffSection::Moved => {
            parts.extend(difference.now.as_ref().map(|now| format!("now {now}")));
            parts.push(words::api::warned(row));
        }
        DiffSection::Changed => parts.push(words::api::breaking(difference.breaking).to_owned()),
        DiffSection::Deprecated => {
            parts.extend(
                row.declared_since
                    .as_ref()
                    .map(|since| format!("declared since {since}")),
            );
        }
        DiffSection::Added => {}
    }
    let text = format!(
        "{}  {}",
        line(&difference.symbol),
        styled(role::DIM, &line(&parts.join(", ")))
    );
    wrapped(out, width, "  ", "      ", &text)?;
    if section == DiffSection::Changed {
        for (mark, ty) in [("-", &difference.before), ("+", &difference.after)] {
            let ty = ty.as_deref().unwrap_or("not stated");
            wrapped(out, width, &format!("    {mark} "), "      ", &line(ty))?;
        }
    }
    if section == DiffSection::Added {
        return Ok(());
    }
    for one in &row.replacements {
        let text = format!("instead: {}", words::api::replacement(one));
        wrapped(out, width, "      ", "        ", &line(&text))?;
    }
    if section == DiffSection::Removed
        && let Some(now) = &difference.now
    {
        let text = format!("a deep import still reaches {now}");
        wrapped(out, width, "      ", "        ", &line(&text))?;
    }
    Ok(())
}

fn requires(document: &DiffDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    if document.requires.is_empty() {
        return Ok(());
    }
    let head = format!(
        "Dependencies: {}",
        counted(document.requires.len(), "range differs", "ranges differ")
    );
    writeln!(out, "\n{}", styled(role::TITLE, &head))?;
    for (name, kind, before, after) in &document.requires {
        let change = match (before, after) {
            (Some(before), Some(after)) => format!("{before} -> {after}"),
            (Some(before), None) => format!("{before} -> not asked for"),
            (None, Some(after)) => format!("new, {after}"),
            (None, None) => String::new(),
        };
        let text = format!("{name} ({kind}): {change}");
        wrapped(out, width, "  ", "      ", &line(&text))?;
    }
    Ok(())
}

/// Ends of which something could not be read.
fn incomplete(document: &DiffDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let mut ends = vec![&document.from, &document.to];
    ends.dedup();
    for read in ends {
        if read.gaps > 0 {
            let text = format!(
                "Incomplete: {} of {} could not be read or resolved; `forewarn api show {}` lists them.",
                counted(read.gaps as usize, "thing", "things"),
                read.version,
                read.version
            );
            wrapped(out, width, "", "  ", &styled(role::CAUTION, &line(&text)))?;
        }
    }
    Ok(())
}
