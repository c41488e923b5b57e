//! Where to stop, settings, features, versions, and what is left out.

use std::collections::BTreeMap;

use crate::domain::document::impact::{FeatureMove, ImpactDocument, SettingMove};
use crate::domain::entry::AppliesTo;
use crate::report::impact::{Detail, Line, Part, Section, Tone, runs, sentence};
use crate::report::text::counted;
use crate::report::words;

pub(super) fn stops(document: &ImpactDocument) -> Option<Section> {
    if document.stops.is_empty() {
        return None;
    }
    let lines = document.stops.iter().map(|stop| Line {
        runs: runs(&format!("{}: {}", stop.version, stop.why)),
        below: Vec::new(),
    });
    let title = format!("Stops on the way ({})", document.stops.len());
    Some(Section {
        title,
        tone: Tone::Plain,
        parts: vec![Part::List {
            title: format!("From {} in steps to {}", document.from, document.to),
            lines: lines.collect(),
            more: 0,
        }],
    })
}

pub(super) fn settings(document: &ImpactDocument) -> Option<Section> {
    if document.settings.is_empty() {
        return None;
    }
    let rows = document.settings.iter().map(setting).collect();
    Some(Section {
        title: format!("Settings ({})", document.settings.len()),
        tone: Tone::Plain,
        parts: vec![Part::Table {
            head: vec!["setting", "before", "after", "for"],
            rows,
        }],
    })
}

fn setting(setting: &SettingMove) -> Vec<String> {
    let unit = setting
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" {}", unit.for_terminal_line()));
    let to = if setting.is_back {
        format!("the same, touched {} times", setting.touched.len())
    } else {
        words::value(&setting.to, &unit)
    };
    let whom = match (setting.applies_to, setting.automatic) {
        (Some(AppliesTo::All), _) => "all accounts",
        (Some(AppliesTo::NewAccounts), _) => "new accounts",
        (Some(AppliesTo::ExistingAccounts), Some(true)) => "existing accounts, by itself",
        (Some(AppliesTo::ExistingAccounts), _) => "existing accounts",
        (Some(AppliesTo::OptIn), _) => "who chooses it",
        (None, _) => "not published",
    };
    vec![
        setting.id.clone(),
        words::value(&setting.from, &unit),
        to,
        whom.to_owned(),
    ]
}

pub(super) fn features(document: &ImpactDocument) -> Option<Section> {
    if document.features.is_empty() {
        return None;
    }
    let rows = document.features.iter().map(feature).collect();
    Some(Section {
        title: format!("Features ({})", document.features.len()),
        tone: Tone::Plain,
        parts: vec![Part::Table {
            head: vec!["feature", "before", "after", "with"],
            rows,
        }],
    })
}

fn feature(feature: &FeatureMove) -> Vec<String> {
    let stage = |stage: Option<crate::domain::feature::FeatureStage>, none: &str| {
        stage.map_or_else(|| none.to_owned(), |stage| stage.to_string())
    };
    let reach = feature
        .phase
        .map_or_else(String::new, |phase| format!(", {phase}"));
    vec![
        feature.id.clone(),
        stage(feature.from, "-"),
        format!("{}{reach}", stage(feature.to, "moved")),
        feature.moved_in.join(", "),
    ]
}

pub(super) fn versions(document: &ImpactDocument) -> Option<Section> {
    let own: Vec<_> = document
        .per_version
        .iter()
        .filter(|one| one.stream == document.stream)
        .collect();
    let has_plugins = document.plugins.is_some();
    let mut head = vec!["version", "date", "entries", "breaking", "gone"];
    if has_plugins {
        head.push("findings");
    }
    let number = |count: usize| {
        if count == 0 {
            String::new()
        } else {
            count.to_string()
        }
    };
    let rows: Vec<Vec<String>> = own
        .iter()
        .map(|one| {
            let mut version = one.version.clone();
            if one.withdrawn.is_some() {
                version.push_str(" (withdrawn)");
            }
            let date = match (one.date, one.date_kind) {
                (Some(date), Some(kind)) => {
                    let kind = words::in_words(kind);
                    if kind.is_empty() {
                        date.to_string()
                    } else {
                        format!("{kind} {date}")
                    }
                }
                _ => "not known".to_owned(),
            };
            let mut row = vec![
                version,
                date,
                number(one.entries),
                number(one.breaking),
                number(one.removed_symbols),
            ];
            if has_plugins {
                row.push(number(one.findings));
            }
            row
        })
        .collect();
    let mut parts = vec![Part::Table { head, rows }];
    let mut beside: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for one in &document.per_version {
        if one.stream != document.stream {
            let (releases, entries) = beside.entry(&one.stream).or_default();
            *releases += 1;
            *entries += one.entries;
        }
    }
    for (stream, (releases, entries)) in beside {
        let text = format!(
            "In the same time {} of {stream} with {}.",
            counted(releases, "release", "releases"),
            counted(entries, "entry", "entries")
        );
        parts.push(sentence(Tone::Dim, &text));
    }
    (!document.per_version.is_empty()).then(|| Section {
        title: format!("Version by version ({})", own.len()),
        tone: Tone::Plain,
        parts,
    })
}

/// Reasons that few share are told with the ids; of others a few.
const NAMED: usize = 3;

pub(super) fn left_out(document: &ImpactDocument, detail: Detail) -> Option<Section> {
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in &document.excluded {
        reasons.entry(&one.why).or_default().push(&one.id);
    }
    let mut lines: Vec<Line> = reasons
        .into_iter()
        .map(|(why, ids)| {
            let shown = if detail.all { ids.len() } else { NAMED };
            let named: Vec<String> = ids.iter().take(shown).map(|id| format!("`{id}`")).collect();
            let more = ids.len().saturating_sub(shown);
            let more = if more > 0 {
                format!(" and {more} more")
            } else {
                String::new()
            };
            Line {
                runs: runs(&format!("{}{more}: {why}", named.join(", "))),
                below: Vec::new(),
            }
        })
        .collect();
    if document.withheld > 0 {
        let text = format!(
            "{} for other readers, or not published yet",
            counted(document.withheld, "entry", "entries")
        );
        lines.push(Line {
            runs: runs(&text),
            below: Vec::new(),
        });
    }
    let mut parts: Vec<Part> = Vec::new();
    if !lines.is_empty() {
        parts.push(Part::List {
            title: String::new(),
            lines,
            more: 0,
        });
    }
    for text in words::ending::coverage(&document.coverage) {
        parts.push(sentence(Tone::Dim, &text));
    }
    (!parts.is_empty()).then(|| Section {
        title: format!("Left out ({})", document.excluded.len() + document.withheld),
        tone: Tone::Dim,
        parts,
    })
}
