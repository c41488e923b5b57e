//! API surfaces as tables for GitHub.

use std::io::{self, Write};

use crate::domain::document::api::{
    DiffDocument, DiffRow, DiffSection, LifeDocument, ShowDocument, SurfaceAge,
};
use crate::report::markdown::table::{self, code, list, text};
use crate::report::words;

/// Writes the answer of `api show`.
pub fn show(document: &ShowDocument, out: &mut dyn Write) -> io::Result<()> {
    let title = format!(
        "API of {} {}",
        document.age.package, document.version.version
    );
    writeln!(out, "# {}\n", text(&title))?;
    let rows: Vec<Vec<String>> = document
        .rows
        .iter()
        .flat_map(|row| {
            row.forms.iter().map(|(word, ty)| {
                vec![
                    code(&row.symbol),
                    text(word),
                    code(ty.as_deref().unwrap_or_default()),
                    text(&words::api::marks(row).join(", ")),
                ]
            })
        })
        .collect();
    table::write(&["Symbol", "Kind", "Type", "Marks"], &rows, out)?;
    if rows.is_empty() {
        writeln!(out, "Nothing fits.")?;
    }
    writeln!(out)?;
    list(&words::api::surface(document), out)?;
    age(&document.age, out)
}

/// Writes the answer of `api diff`, of the sections that are asked for; all of them and the dependencies if none is named.
pub fn diff(document: &DiffDocument, only: &[DiffSection], out: &mut dyn Write) -> io::Result<()> {
    let title = format!(
        "{} {}..{}: {}",
        document.age.package,
        document.from.version,
        document.to.version,
        words::api::bump(document)
    );
    writeln!(out, "# {}\n", text(&title))?;
    for section in DiffSection::ALL {
        let rows = document.section(*section);
        if rows.is_empty() || !(only.is_empty() || only.contains(section)) {
            continue;
        }
        let mut word = section.as_str().to_owned();
        if let Some(first) = word.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        writeln!(out, "## {word} ({})\n", rows.len())?;
        let cells: Vec<Vec<String>> = rows.iter().map(|row| cells(*section, row)).collect();
        table::write(head(*section), &cells, out)?;
        writeln!(out)?;
    }
    if document.is_nothing() {
        writeln!(out, "Nothing of the surface differs.\n")?;
    }
    if only.is_empty() && !document.requires.is_empty() {
        writeln!(out, "## Dependencies ({})\n", document.requires.len())?;
        let rows: Vec<Vec<String>> = document
            .requires
            .iter()
            .map(|(name, kind, before, after)| {
                let range = |range: &Option<String>| code(range.as_deref().unwrap_or_default());
                vec![code(name), text(kind), range(before), range(after)]
            })
            .collect();
        table::write(&["Package", "Kind", "Before", "After"], &rows, out)?;
        writeln!(out)?;
    }
    age(&document.age, out)
}

fn head(section: DiffSection) -> &'static [&'static str] {
    match section {
        DiffSection::Removed => &["Symbol", "Kind", "Deprecated before", "Instead", "With it"],
        DiffSection::Moved => &["Symbol", "Kind", "Now", "Deprecated before", "With it"],
        DiffSection::Changed => &["Symbol", "Kind", "Before", "After", "Judgement"],
        DiffSection::Deprecated => &["Symbol", "Kind", "Declared since", "Instead", "With it"],
        DiffSection::Added => &["Symbol", "Kind", "With it"],
    }
}

fn cells(section: DiffSection, row: &DiffRow) -> Vec<String> {
    let difference = &row.difference;
    let symbol = code(&difference.symbol);
    let kind = difference.kind.as_str().to_owned();
    let company = words::api::company(row).join(", ");
    let instead: Vec<String> = row
        .replacements
        .iter()
        .map(|one| text(&words::api::replacement(one)))
        .collect();
    let optional = |ty: &Option<String>| code(ty.as_deref().unwrap_or_default());
    match section {
        DiffSection::Removed => vec![
            symbol,
            kind,
            text(&words::api::warned(row)),
            instead.join("; "),
            company,
        ],
        DiffSection::Moved => vec![
            symbol,
            kind,
            optional(&difference.now),
            text(&words::api::warned(row)),
            company,
        ],
        DiffSection::Changed => vec![
            symbol,
            kind,
            optional(&difference.before),
            optional(&difference.after),
            words::api::breaking(difference.breaking).to_owned(),
        ],
        DiffSection::Deprecated => vec![
            symbol,
            kind,
            text(row.declared_since.as_deref().unwrap_or("not said")),
            instead.join("; "),
            company,
        ],
        DiffSection::Added => vec![symbol, kind, company],
    }
}

/// Writes the answer of `api history`.
pub fn history(document: &LifeDocument, out: &mut dyn Write) -> io::Result<()> {
    let life = &document.life;
    writeln!(
        out,
        "# {}: {} of {}\n",
        code(&life.symbol),
        life.kind,
        text(&document.package)
    )?;
    let events: Vec<Vec<String>> = life
        .events
        .iter()
        .map(|event| {
            vec![
                text(&event.moment.to_string()),
                words::api::event(event.kind).to_owned(),
            ]
        })
        .collect();
    table::write(&["Version", "What happened"], &events, out)?;
    if !document.types.is_empty() {
        writeln!(out)?;
        let types: Vec<Vec<String>> = document
            .types
            .iter()
            .map(|span| vec![text(&span.from), text(&span.to), code(&span.signature)])
            .collect();
        table::write(&["From", "To", "Type"], &types, out)?;
    }
    writeln!(out)?;
    list(&words::explain::sentences(document, None), out)?;
    age(&document.age, out)
}

/// How old and how complete the data is.
pub(super) fn age(age: &SurfaceAge, out: &mut dyn Write) -> io::Result<()> {
    for sentence in words::api::age(age) {
        writeln!(out, "{}", text(&sentence))?;
    }
    Ok(())
}
