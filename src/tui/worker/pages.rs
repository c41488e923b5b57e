//! Documents as tables.

use std::collections::BTreeMap;

use crate::app::accounts;
use crate::app::edit::Offer;
use crate::app::history::History;
use crate::domain::document::defaults::{DefaultsAnswer, DefaultsDocument};
use crate::domain::document::deprecations::{DeprecationsDocument, SymbolStatus};
use crate::domain::document::features::FeaturesDocument;
use crate::domain::document::fleet::PluginImpact;
use crate::domain::document::impact::{ImpactDocument, ItemKind};
use crate::domain::document::scan::{ScannedPlugin, Status};
use crate::domain::entry::SettingValue;
use crate::domain::version::Line;
use crate::report::text::counted;
use crate::system::System;
use crate::tui::model::{Heat, Use, Wanted};
use crate::tui::page::{Cell, Column, Page, Row};
use crate::tui::theme::Role;

const fn column(title: &'static str, width: u16, drop: u8) -> Column {
    Column { title, width, drop }
}

fn of_status(status: SymbolStatus) -> Role {
    match status {
        SymbolStatus::Removed
        | SymbolStatus::Moved
        | SymbolStatus::Changed
        | SymbolStatus::Overdue => Role::Bad,
        SymbolStatus::Scheduled | SymbolStatus::Deprecated => Role::Caution,
        SymbolStatus::Soft => Role::Dim,
    }
}

/// The catalogue, with how often the plugins that were scanned last use each symbol.
/// `seen`: how often symbols were seen at run time, if anything is known of that.
pub(super) fn deprecations(
    document: &DeprecationsDocument,
    scanned: &[ScannedPlugin],
    seen: Option<&BTreeMap<String, usize>>,
) -> Page {
    let count = |count: usize| {
        Cell::new(if count == 0 {
            String::new()
        } else {
            count.to_string()
        })
    };
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in scanned.iter().flat_map(|one| &one.findings) {
        *uses.entry(&finding.symbol).or_default() += 1;
    }
    let rows = document.symbols.iter().map(|one| {
        let text = |value: Option<String>| Cell::new(value.unwrap_or_default());
        let removal = one
            .gone
            .as_ref()
            .map(ToString::to_string)
            .or_else(|| one.removal.as_ref().map(ToString::to_string));
        let observed = one.observed.as_ref();
        let declared = observed.and_then(|observed| observed.life.deprecated.as_ref());
        let first = declared.map(|declared| declared.first_observed.by.to_string());
        let symbol = one.symbol.raw().to_owned();
        let used = uses.get(symbol.as_str()).copied().unwrap_or_default();
        let at_run_time = seen.map(|seen| seen.get(&symbol).copied().unwrap_or_default());
        let mut row = Row {
            cells: vec![
                Cell::new(symbol.clone()),
                Cell::of(of_status(one.status), one.status.as_str()),
                Cell::new(one.kind.as_str()),
                text(one.declared_since.as_ref().map(ToString::to_string)),
                text(first),
                text(removal.clone()),
                Cell::of(
                    Role::Good,
                    one.replacement
                        .as_ref()
                        .map(|text| text.raw().to_owned())
                        .unwrap_or_default(),
                ),
                count(used),
            ],
            wanted: Some(Wanted::Explain(symbol.clone())),
            group: removal.unwrap_or_else(|| "~ no removal is known".to_owned()),
            id: symbol,
        };
        row.cells.extend(at_run_time.map(count));
        row
    });
    let mut columns = vec![
        column("symbol", 0, 0),
        column("status", 10, 0),
        column("kind", 12, 5),
        column("declared", 9, 4),
        column("seen first", 10, 6),
        column("removal", 22, 3),
        column("instead", 24, 2),
        column("uses", 4, 1),
    ];
    if seen.is_some() {
        columns.push(column("seen", 6, 1));
    }
    Page {
        columns,
        rows: rows.collect(),
        notes: document
            .surfaces
            .first()
            .map(|age| format!("surfaces of {}", age.package))
            .into_iter()
            .collect(),
        empty: "Nothing is deprecated on this date.".to_owned(),
    }
}

/// How many accounts run each line; none without a file of accounts. `None` if it cannot be read: what is wrong with it is
/// told where the accounts themselves are shown.
pub(super) fn accounts_by_line(
    system: &System,
    history: &History,
) -> Option<BTreeMap<Line, usize>> {
    let mut by_line: BTreeMap<Line, usize> = BTreeMap::new();
    let Some(file) = accounts::accounts_file(system, None).ok()? else {
        return Some(by_line);
    };
    let query = accounts::AccountsQuery {
        stream: None,
        ending_within: None,
    };
    let document = accounts::accounts(history, &file, &query).ok()?;
    for account in &document.accounts {
        if let Some(line) = account.runs.line {
            *by_line.entry(line).or_default() += 1;
        }
    }
    Some(by_line)
}

fn value(value: &SettingValue) -> String {
    match value.known() {
        Some(value) => value.to_string(),
        None => "not known".to_owned(),
    }
}

/// Settings of an account of the day, then features.
pub(super) fn defaults(settings: &DefaultsDocument, features: &FeaturesDocument) -> Page {
    let mut rows = Vec::new();
    if let DefaultsAnswer::Account(states) = &settings.answer {
        rows.extend(states.iter().map(|state| {
            let since = state.by.and_then(|by| state.steps.get(by));
            let name = state.face.name.as_ref().map(|name| name.raw().to_owned());
            Row {
                cells: vec![
                    Cell::new(state.face.id.clone()),
                    Cell::of(Role::Good, value(&state.value)),
                    Cell::new(since.map(|step| step.release.clone()).unwrap_or_default()),
                    Cell::of(Role::Dim, name.unwrap_or_default()),
                ],
                wanted: Some(Wanted::Setting(state.face.id.clone())),
                group: "setting".to_owned(),
                id: state.face.id.clone(),
            }
        }));
    }
    rows.extend(features.features.iter().map(|state| {
        let phase = state
            .phase
            .map(|phase| format!(", {phase}"))
            .unwrap_or_default();
        let since = state.stage_by.and_then(|by| state.moves.get(by));
        let role = match state.stage.as_str() {
            "ga" => Role::Supported,
            "ended" => Role::Ended,
            _ => Role::Maintained,
        };
        Row {
            cells: vec![
                Cell::new(state.feature.id.clone()),
                Cell::of(role, format!("{}{phase}", state.stage)),
                Cell::new(
                    since
                        .and_then(|one| one.event.release.clone())
                        .unwrap_or_default(),
                ),
                Cell::of(Role::Dim, state.feature.name.raw()),
            ],
            wanted: Some(Wanted::Feature(state.feature.id.clone())),
            group: "feature".to_owned(),
            id: state.feature.id.clone(),
        }
    }));
    Page {
        columns: vec![
            column("setting or feature", 0, 0),
            column("value or stage", 22, 0),
            column("since", 14, 2),
            column("name", 26, 3),
        ],
        rows,
        notes: vec![format!("{} later", settings.later + features.later)],
        empty: "No setting and no feature is known on this date.".to_owned(),
    }
}

/// Releases that are being written, fragments, and their entries.
pub(super) fn drafts(waiting: &[Offer], entries: &[Offer], is_ours: bool) -> Page {
    let mut rows = Vec::new();
    for release in waiting {
        let is_fragment = release.id.contains("/unreleased/");
        let prefix = format!("{}: ", release.id);
        if !is_fragment {
            rows.push(Row {
                cells: vec![
                    Cell::of(Role::Title, release.id.clone()),
                    Cell::of(Role::Caution, release.what.for_terminal_line()),
                ],
                wanted: Some(Wanted::Show(format!("release:{}", release.id))),
                group: release.id.clone(),
                id: release.id.clone(),
            });
        }
        let own = entries
            .iter()
            .filter(|entry| entry.what.raw().starts_with(&prefix));
        rows.extend(own.map(|entry| {
            let text = entry.what.raw().strip_prefix(&prefix).unwrap_or_default();
            let indent = if is_fragment { "fragment " } else { "  " };
            Row {
                cells: vec![Cell::new(format!("{indent}{}", entry.id)), Cell::new(text)],
                wanted: Some(Wanted::Show(format!("entry:{}", entry.id))),
                group: release.id.clone(),
                id: entry.id.clone(),
            }
        }));
    }
    let empty = if is_ours {
        "Nothing is being written. n writes an entry, r begins a release."
    } else {
        "The built-in history is read-only. `forewarn init` begins a changelog of your own; n writes into your own database."
    };
    Page {
        columns: vec![column("draft", 24, 0), column("what", 0, 0)],
        rows,
        notes: Vec::new(),
        empty: empty.to_owned(),
    }
}

fn of_finding(status: Status) -> Role {
    match status {
        Status::Removed | Status::Moved | Status::Changed | Status::Overdue => Role::Bad,
        Status::Scheduled | Status::Deprecated => Role::Caution,
        Status::Soft => Role::Dim,
    }
}

/// What was found, plugin by plugin.
pub(super) fn plugins(plugins: &[ScannedPlugin]) -> Page {
    let mut rows = Vec::new();
    for (number, plugin) in plugins.iter().enumerate() {
        let reach = plugin.packages.first().map(|package| {
            let frontier = package.frontier.as_deref().unwrap_or("not known");
            format!("{} to {}; goes up to {frontier}", package.from, package.to)
        });
        rows.push(Row {
            cells: vec![
                Cell::of(Role::Title, plugin.name.clone()),
                Cell::new(format!("{} found", plugin.findings.len())),
                Cell::of(Role::Dim, reach.unwrap_or_default()),
                Cell::default(),
            ],
            wanted: Some(Wanted::Plugin(number)),
            group: plugin.name.clone(),
            id: plugin.name.clone(),
        });
        rows.extend(plugin.findings.iter().enumerate().map(|(at, finding)| Row {
            cells: vec![
                Cell::new(format!("  {}", finding.symbol)),
                Cell::of(of_finding(finding.status), finding.status.as_str()),
                Cell::new(format!("{}:{}", finding.file, finding.start.line)),
                Cell::of(Role::Good, finding.replacement.clone().unwrap_or_default()),
            ],
            wanted: Some(Wanted::Source(Use {
                in_impact: false,
                plugin: number,
                finding: at,
            })),
            group: plugin.name.clone(),
            id: finding.symbol.clone(),
        }));
    }
    let found: usize = plugins.iter().map(|plugin| plugin.findings.len()).sum();
    let unread: usize = plugins.iter().map(|plugin| plugin.unreadable.len()).sum();
    let among = counted(plugins.len(), "plugin", "plugins");
    let mut notes = vec![format!("{found} found in {among}")];
    if unread > 0 {
        notes[0] = format!(
            "{}; {} could not be read",
            notes[0],
            counted(unread, "file", "files")
        );
    }
    Page {
        columns: vec![
            column("plugin, symbol", 0, 0),
            column("status", 11, 0),
            column("where", 34, 1),
            column("instead", 24, 2),
        ],
        rows,
        notes,
        empty: "No plugin was found there: a folder with a package.json or Cargo.toml that depends on the platform is one.".to_owned(),
    }
}

/// Before anything was scanned.
pub(super) fn no_plugins(registered: usize) -> Page {
    let empty = match registered {
        0 => "No plugins are known here. a adds a folder and scans it; `forewarn fleet add PATH` registers one for good.".to_owned(),
        1 => "1 plugin is registered. s scans it.".to_owned(),
        more => format!("{more} plugins are registered. s scans them."),
    };
    Page {
        empty,
        ..Page::default()
    }
}

/// What plugins use of that, each at its line: what breaks is dealt with during the upgrade, the rest after it.
fn uses(plugins: &[PluginImpact]) -> Vec<Row> {
    let mut rows = Vec::new();
    let scanned = plugins.iter().filter(|one| one.scanned.is_some());
    for (number, plugin) in scanned.enumerate() {
        let findings = plugin.scanned.iter().flat_map(|one| &one.findings);
        for (at, finding) in findings.enumerate() {
            let breaks = finding.status <= Status::Changed;
            let phase = if breaks { "during" } else { "after" };
            let comes = plugin.graded.get(at).and_then(|(_, comes)| comes.clone());
            let place = format!("{} {}:{}", plugin.name, finding.file, finding.start.line);
            rows.push(Row {
                cells: vec![
                    Cell::of(of_finding(finding.status), phase),
                    Cell::new(format!("{}, {}: {place}", finding.symbol, finding.status)),
                    Cell::of(Role::Bad, "finding"),
                    Cell::new(comes.unwrap_or_else(|| "there before".to_owned())),
                    Cell::of(Role::Good, finding.replacement.clone().unwrap_or_default()),
                ],
                wanted: Some(Wanted::Source(Use {
                    in_impact: true,
                    plugin: number,
                    finding: at,
                })),
                group: phase.to_owned(),
                id: String::new(),
            });
        }
    }
    rows
}

/// What a move does, by phase; and the versions on the way.
pub(super) fn impact(document: &ImpactDocument) -> (Page, Vec<Heat>) {
    let plugins = document.plugins.as_deref().unwrap_or_default();
    let mut rows = uses(plugins);
    for item in &document.items {
        let wanted = match item.kind {
            ItemKind::Entry => Some(Wanted::Show(format!("entry:{}", item.id))),
            ItemKind::Setting => Some(Wanted::Setting(item.id.clone())),
            ItemKind::Feature => Some(Wanted::Feature(item.id.clone())),
            ItemKind::Symbol => item
                .symbol
                .as_ref()
                .map(|symbol| Wanted::Explain(symbol.symbol.clone())),
            ItemKind::Dependency => None,
        };
        let id = match item.kind {
            ItemKind::Entry => item.id.clone(),
            _ => item.release.clone().unwrap_or_default(),
        };
        let role = if item.breaking {
            Role::Bad
        } else {
            Role::Caution
        };
        rows.push(Row {
            cells: vec![
                Cell::of(role, item.phase.as_str()),
                Cell::new(item.title.for_terminal_line()),
                Cell::of(Role::Dim, item.kind.as_str()),
                Cell::new(item.release.clone().unwrap_or_default()),
                Cell::new(
                    item.symbol
                        .as_ref()
                        .and_then(|one| one.replacement.clone())
                        .unwrap_or_default(),
                ),
            ],
            wanted,
            group: item.phase.as_str().to_owned(),
            id,
        });
    }
    let counts = document.plugins.as_ref().map(|plugins| {
        let breaking: usize = plugins.iter().map(PluginImpact::breaks).sum();
        let hit: Vec<&str> = plugins
            .iter()
            .filter(|one| one.breaks() > 0)
            .map(|one| one.name.as_str())
            .collect();
        if hit.is_empty() {
            format!("none of {} plugins breaks", plugins.len())
        } else {
            format!(
                "{} in {} of {}: {}",
                counted(breaking, "place breaks", "places break"),
                hit.len(),
                counted(plugins.len(), "plugin", "plugins"),
                hit.join(", ")
            )
        }
    });
    let end = document
        .ends
        .from
        .as_ref()
        .map(|line| match line.end_of_life {
            Some(day) if day < document.as_of => {
                format!("{} is {} since {day}", line.line, line.status)
            }
            Some(day) => format!("{} is {} until {day}", line.line, line.status),
            None => format!("{} is {}", line.line, line.status),
        });
    let notes = vec![
        format!("{} released on the way", document.per_version.len()),
        counts.or(end).unwrap_or_default(),
    ];
    let page = Page {
        columns: vec![
            column("when", 7, 0),
            column("what", 0, 0),
            column("kind", 10, 3),
            column("with", 16, 2),
            column("instead", 24, 4),
        ],
        rows,
        notes,
        empty: "Nothing: nothing differs between the two.".to_owned(),
    };
    (page, super::heat(document))
}
