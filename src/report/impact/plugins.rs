//! Plugins: what the move does to each, and which symbols they share.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::document::evidence::Beside;
use crate::domain::document::fleet::PluginImpact;
use crate::domain::document::impact::{Effort, ImpactDocument};
use crate::domain::document::scan::Status;
use crate::report::impact::{Detail, Line, Part, Section, Tone, runs, sentence};
use crate::report::text::counted;
use crate::report::words;

/// So many symbols are shown unless all are asked for.
const SHOWN: usize = 12;

pub(super) fn sections(document: &ImpactDocument, detail: Detail) -> Vec<Section> {
    let Some(plugins) = &document.plugins else {
        return Vec::new();
    };
    let mut parts = vec![table(plugins)];
    parts.extend(ends(plugins));
    parts.extend(problems(plugins));
    let mut sections = vec![Section {
        title: format!("Plugins ({})", plugins.len()),
        tone: Tone::Plain,
        parts,
    }];
    sections.extend(places(plugins, detail));
    sections.extend(document.evidence.as_ref().map(seen));
    if plugins.len() > 1 {
        sections.extend(shared(plugins, detail));
        sections.extend(owners(plugins));
    }
    sections
}

fn table(plugins: &[PluginImpact]) -> Part {
    let rows = plugins.iter().map(|plugin| {
        let package = plugin.scanned.as_ref().and_then(|one| one.packages.first());
        let end = |end: Option<&String>| end.cloned().unwrap_or_else(|| "-".to_owned());
        vec![
            plugin.name.clone(),
            plugin.breaks().to_string(),
            plugin.warns().to_string(),
            plugin.graded_as(Effort::Rename).to_string(),
            plugin.graded_as(Effort::Rewrite).to_string(),
            plugin.graded_as(Effort::None).to_string(),
            end(package.and_then(|one| one.frontier.as_ref())),
            end(package.and_then(|one| one.floor.as_ref())),
        ]
    });
    Part::Table {
        head: vec![
            "plugin", "breaks", "warns", "rename", "rewrite", "unknown", "frontier", "floor",
        ],
        rows: rows.collect(),
    }
}

/// What sets the ends of each plugin.
fn ends(plugins: &[PluginImpact]) -> Option<Part> {
    let lines: Vec<Line> = plugins
        .iter()
        .filter_map(|plugin| {
            let package = plugin.scanned.as_ref()?.packages.first()?;
            let beyond = package
                .frontier_by
                .as_ref()
                .zip(package.frontier.as_ref())
                .map(|(by, end)| format!("not beyond {end} unchanged, for `{by}`"));
            let below = package
                .floor_by
                .as_ref()
                .zip(package.floor.as_ref())
                .map(|(by, end)| format!("not below {end}, for `{by}`"));
            let detected = package
                .detected
                .as_ref()
                .filter(|detected| detected.version != package.from)
                .map(|detected| format!("it says {} itself ({})", detected.version, detected.by));
            let said: Vec<String> = [beyond, below, detected].into_iter().flatten().collect();
            (!said.is_empty()).then(|| Line {
                runs: runs(&format!("{}: {}", plugin.name, said.join("; "))),
                below: Vec::new(),
            })
        })
        .collect();
    (!lines.is_empty()).then(|| Part::List {
        title: "How far they go as they are".to_owned(),
        lines,
        more: 0,
    })
}

fn problems(plugins: &[PluginImpact]) -> Vec<Part> {
    let mut lines: Vec<Line> = Vec::new();
    for plugin in plugins {
        let mut why: Vec<String> = plugin.problem.iter().cloned().collect();
        if let Some(scanned) = &plugin.scanned {
            why.extend(scanned.missing.iter().cloned());
            let unreadable = scanned.unreadable.iter();
            why.extend(unreadable.map(|one| format!("{}: {}", one.file, one.why)));
        }
        lines.extend(why.into_iter().map(|why| Line {
            runs: runs(&format!("{}: {why}", plugin.name)),
            below: Vec::new(),
        }));
    }
    if lines.is_empty() {
        return Vec::new();
    }
    vec![
        sentence(Tone::Bad, "Not everything could be looked at."),
        Part::List {
            title: "Missing".to_owned(),
            lines,
            more: 0,
        },
    ]
}

/// Where the findings stand, plugin by plugin.
fn places(plugins: &[PluginImpact], detail: Detail) -> Option<Section> {
    let mut parts = Vec::new();
    for plugin in plugins {
        let Some(scanned) = &plugin.scanned else {
            continue;
        };
        let mut lines: Vec<(Status, Line)> = Vec::new();
        for (finding, (effort, _)) in scanned.findings.iter().zip(&plugin.graded) {
            let advice = match (effort, &finding.replacement) {
                (_, None) | (Effort::None, _) => String::new(),
                (_, Some(replacement)) => format!(", {effort} to `{replacement}`"),
            };
            let old = if finding.new { "" } else { ", as before" };
            let text = format!(
                "`{}:{}` `{}` {}{advice}{old}",
                finding.file, finding.start.line, finding.symbol, finding.status
            );
            let line = Line {
                runs: runs(&text),
                below: Vec::new(),
            };
            lines.push((finding.status, line));
        }
        if lines.is_empty() {
            continue;
        }
        lines.sort_by_key(|(status, _)| *status);
        let limit = if detail.all || plugins.len() == 1 {
            usize::MAX
        } else {
            SHOWN
        };
        parts.push(Part::List {
            title: plugin.name.clone(),
            more: lines.len().saturating_sub(limit),
            lines: lines
                .into_iter()
                .take(limit)
                .map(|(_, line)| line)
                .collect(),
        });
    }
    (!parts.is_empty()).then(|| Section {
        title: "Places".to_owned(),
        tone: Tone::Plain,
        parts,
    })
}

/// What was seen at run time, beside what was found.
fn seen(beside: &Beside) -> Section {
    let groups = [
        (
            "Used at run time, and not found in the source",
            &beside.seen_only,
            false,
        ),
        (
            "Found in the source, and seen at run time",
            &beside.found_and_seen,
            false,
        ),
        (
            "Found in the source, and never seen",
            &beside.never_seen,
            true,
        ),
    ];
    let parts = groups
        .into_iter()
        .filter(|(_, symbols, _)| !symbols.is_empty())
        .map(|(title, symbols, with_shows)| Part::List {
            title: title.to_owned(),
            lines: symbols
                .iter()
                .map(|one| Line {
                    runs: runs(&words::evidence::beside(one, with_shows)),
                    below: Vec::new(),
                })
                .collect(),
            more: 0,
        });
    Section {
        title: "At run time".to_owned(),
        tone: Tone::Plain,
        parts: parts.collect(),
    }
}

/// Which symbols are used by most plugins.
fn shared(plugins: &[PluginImpact], detail: Detail) -> Option<Section> {
    let mut symbols: BTreeMap<(Status, &str), (usize, BTreeSet<&str>)> = BTreeMap::new();
    for plugin in plugins {
        for finding in plugin.scanned.iter().flat_map(|one| &one.findings) {
            let (uses, names) = symbols
                .entry((finding.status, finding.symbol.as_str()))
                .or_default();
            *uses += 1;
            names.insert(&plugin.name);
        }
    }
    let mut rows: Vec<(usize, usize, Vec<String>)> = symbols
        .into_iter()
        .map(|((status, symbol), (uses, names))| {
            let row = vec![
                symbol.to_owned(),
                status.to_string(),
                uses.to_string(),
                named(&names, detail),
            ];
            (names.len(), uses, row)
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    rows.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.cmp(&b.2)));
    let all = rows.len();
    let limit = if detail.all { all } else { SHOWN };
    let mut parts = vec![Part::Table {
        head: vec!["symbol", "status", "uses", "plugins"],
        rows: rows.into_iter().take(limit).map(|(.., row)| row).collect(),
    }];
    if all > limit {
        let text = format!(
            "{}; `--all` lists them.",
            counted(all - limit, "more symbol", "more symbols")
        );
        parts.push(sentence(Tone::Dim, &text));
    }
    Some(Section {
        title: format!("Symbols that plugins share ({all})"),
        tone: Tone::Plain,
        parts,
    })
}

/// Names of plugins: the first few, with how many there are; all where everything is asked for.
fn named(names: &BTreeSet<&str>, detail: Detail) -> String {
    const FEW: usize = 3;
    let limit = if detail.all { names.len() } else { FEW };
    let first: Vec<&str> = names.iter().copied().take(limit).collect();
    let first = first.join(", ");
    match names.len().saturating_sub(limit) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

fn owners(plugins: &[PluginImpact]) -> Option<Section> {
    if plugins.iter().all(|plugin| plugin.owner.is_none()) {
        return None;
    }
    let mut owners: BTreeMap<&str, (usize, usize, usize, [usize; 3])> = BTreeMap::new();
    for plugin in plugins {
        let owner = plugin.owner.as_deref().unwrap_or("nobody");
        let (count, breaks, warns, efforts) = owners.entry(owner).or_default();
        *count += 1;
        *breaks += plugin.breaks();
        *warns += plugin.warns();
        let by = [Effort::Rename, Effort::Rewrite, Effort::None];
        for (sum, effort) in efforts.iter_mut().zip(by) {
            *sum += plugin.graded_as(effort);
        }
    }
    let rows = owners
        .into_iter()
        .map(|(owner, (count, breaks, warns, efforts))| {
            let mut row = vec![owner.to_owned()];
            row.extend([count, breaks, warns].map(|number| number.to_string()));
            row.extend(efforts.map(|number| number.to_string()));
            row
        });
    Some(Section {
        title: "Owners".to_owned(),
        tone: Tone::Plain,
        parts: vec![Part::Table {
            head: vec![
                "owner", "plugins", "breaks", "warns", "rename", "rewrite", "unknown",
            ],
            rows: rows.collect(),
        }],
    })
}
