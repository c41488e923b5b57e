//! What a move does, in GitHub's Markdown: as a page, and as a checklist to work through.

use std::io::{self, Write};

use crate::domain::document::impact::{ImpactDocument, Item, ItemKind, Phase};
use crate::domain::document::scan::Finding;
use crate::report::flat;
use crate::report::impact::{Detail, Line, Part, Run, page};
use crate::report::markdown::table::{self, code, code_in_text, text};

/// Writes the answer of `impact`.
pub fn write(document: &ImpactDocument, detail: Detail, out: &mut dyn Write) -> io::Result<()> {
    let page = page(document, detail);
    writeln!(out, "# {}\n", text(&page.title))?;
    for part in &page.lead {
        self::part(part, out)?;
    }
    for section in &page.sections {
        writeln!(out, "## {}\n", text(&section.title))?;
        for part in &section.parts {
            self::part(part, out)?;
        }
    }
    Ok(())
}

fn part(part: &Part, out: &mut dyn Write) -> io::Result<()> {
    match part {
        Part::Sentence(_, runs) => writeln!(out, "{}\n", inline(runs)),
        Part::List { title, lines, more } => {
            if !title.is_empty() {
                writeln!(out, "{}:\n", text(title))?;
            }
            for Line { runs, below } in lines {
                writeln!(out, "- {}", inline(runs))?;
                for below in below {
                    writeln!(out, "  - {}", inline(below))?;
                }
            }
            if *more > 0 {
                writeln!(out, "- {more} more; `--all` lists them")?;
            }
            writeln!(out)
        }
        Part::Table { head, rows } => {
            let rows: Vec<Vec<String>> = rows
                .iter()
                .map(|cells| {
                    cells
                        .iter()
                        .enumerate()
                        .map(|(index, cell)| if index == 0 { code(cell) } else { text(cell) })
                        .collect()
                })
                .collect();
            table::write(head, &rows, out)?;
            writeln!(out)
        }
    }
}

fn inline(runs: &[Run]) -> String {
    runs.iter()
        .map(|run| match run {
            // Spaces at the ends part the runs.
            Run::Text(raw) => {
                let lead = if raw.starts_with(' ') { " " } else { "" };
                let trail = if raw.len() > 1 && raw.ends_with(' ') {
                    " "
                } else {
                    ""
                };
                format!("{lead}{}{trail}", text(raw))
            }
            Run::Code(raw) => code_in_text(raw),
        })
        .collect()
}

/// Writes what has to be dealt with as boxes to tick, with the places in the plugins below each.
pub fn checklist(document: &ImpactDocument, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "# {}\n",
        text(&page(document, Detail::default()).title)
    )?;
    for (phase, title) in [
        (
            Phase::Before,
            format!("Before the upgrade, on {}", document.from),
        ),
        (
            Phase::During,
            format!("During the upgrade, with {}", document.to),
        ),
        (
            Phase::After,
            format!("After the upgrade, on {}", document.to),
        ),
    ] {
        let has_plugins = document.plugins.is_some();
        let items: Vec<&Item> = document
            .phase(phase)
            .filter(|item| !has_plugins || item.findings > 0 || item.symbol.is_none())
            .collect();
        if items.is_empty() {
            continue;
        }
        writeln!(out, "## {}\n", text(&title))?;
        for item in items {
            writeln!(out, "- [ ] {}", to_do(item))?;
            for (plugin, finding) in places(document, item) {
                let place = format!("{}:{}", finding.file, finding.start.line);
                writeln!(out, "  - [ ] {} {}", text(plugin), code_in_text(&place))?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

fn to_do(item: &Item) -> String {
    if let Some(facts) = &item.symbol {
        let to = facts.replacement.as_ref().map_or_else(String::new, |to| {
            format!(": {} to {}", facts.effort, code_in_text(to))
        });
        let why = text(&item.why.replace('`', ""));
        return format!("{}{to}. {why}", code_in_text(&facts.symbol));
    }
    let action = item.action.as_ref().map_or_else(String::new, |action| {
        format!(" {}", text(&flat::line(action, &[])))
    });
    format!("{}{action}", text(&flat::line(&item.title, &[])))
}

/// Where the symbol of an item is used.
fn places<'a>(document: &'a ImpactDocument, item: &Item) -> Vec<(&'a str, &'a Finding)> {
    let is_symbol = matches!(item.kind, ItemKind::Symbol | ItemKind::Dependency);
    let Some(facts) = item.symbol.as_ref().filter(|_| is_symbol) else {
        return Vec::new();
    };
    let plugins = document.plugins.iter().flatten();
    plugins
        .flat_map(|plugin| {
            let findings = plugin.scanned.iter().flat_map(|one| &one.findings);
            findings.map(|finding| (plugin.name.as_str(), finding))
        })
        .filter(|(_, finding)| finding.symbol == facts.symbol)
        .collect()
}
