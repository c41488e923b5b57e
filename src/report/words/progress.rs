//! How the findings of plugins came and went, in words.

use crate::domain::document::progress::{PluginProgress, ProgressDocument, Step};
use crate::domain::recorded::{RecordedFinding, Since};
use crate::report::text::counted;

/// What the answer is about.
pub(crate) fn title(document: &ProgressDocument) -> String {
    let plugins: std::collections::BTreeSet<&str> = document
        .plugins
        .iter()
        .map(|one| one.plugin.raw())
        .collect();
    let last = document.plugins.iter().filter_map(|one| one.steps.last());
    let open: usize = last.map(|step| step.open).sum();
    format!(
        "Recorded scans of {} as of {}: {} open",
        counted(plugins.len(), "plugin", "plugins"),
        document.as_of,
        counted(open, "finding", "findings"),
    )
}

/// The plugin with its package and owner.
pub(crate) fn plugin(plugin: &PluginProgress) -> String {
    let owner = plugin
        .owner
        .as_ref()
        .map_or_else(String::new, |owner| format!(", owner {}", owner.raw()));
    format!("{}, {}{owner}", plugin.plugin.raw(), plugin.package)
}

/// The instant to the minute.
pub(crate) fn when(at: &str) -> String {
    at.get(..16).unwrap_or(at).replace('T', " ")
}

/// The revision, as git shortens it.
pub(crate) fn revision(step: &Step) -> String {
    match &step.revision {
        None => "-".to_owned(),
        Some(revision) => {
            let short = revision.commit.get(..10).unwrap_or(&revision.commit);
            let edited = if revision.edited { ", edited" } else { "" };
            format!("{short}{edited}")
        }
    }
}

/// What is open; an incomplete scan knows no more than that there is so much.
pub(crate) fn open(step: &Step) -> String {
    if step.complete {
        step.open.to_string()
    } else {
        format!("at least {}", step.open)
    }
}

/// Opened, fixed, worse and eased; nothing where there is nothing to compare with.
pub(crate) fn moves(step: &Step) -> [String; 4] {
    match &step.since {
        None => [const { String::new() }; 4],
        Some(since) => [&since.opened, &since.fixed, &since.worse, &since.eased]
            .map(|list| list.len().to_string()),
    }
}

/// The lists of a comparison, with what each is called; empty ones are left out.
pub(crate) fn lists(since: &Since) -> Vec<(&'static str, &[RecordedFinding])> {
    [
        ("opened", since.opened.as_slice()),
        ("worse", &since.worse),
        ("eased", &since.eased),
        ("fixed", &since.fixed),
    ]
    .into_iter()
    .filter(|(_, list)| !list.is_empty())
    .collect()
}

/// Where a finding stood, and what it was.
pub(crate) fn finding(one: &RecordedFinding) -> String {
    format!(
        "{} {}, {}:{}",
        one.status,
        one.symbol.raw(),
        one.file.raw(),
        one.line
    )
}

/// What else is not as it was; nothing if that is all the same.
pub(crate) fn also(since: &Since) -> Option<String> {
    (!since.also.is_empty()).then(|| {
        format!(
            "Findings may have come or gone by these alone: {}.",
            since.also.join("; ")
        )
    })
}

/// In one sentence, for the notice of a scan that was recorded.
pub(crate) fn notice(plugin: &PluginProgress) -> String {
    let Some(step) = plugin.steps.last() else {
        return String::new();
    };
    let name = format!("{}, {}", plugin.plugin.raw(), plugin.package);
    let what = format!("recorded: {name}: {} open", open(step));
    match &step.since {
        Some(since) => {
            let [opened, fixed, ..] = moves(step);
            format!(
                "{what}; {opened} opened and {fixed} fixed since {}",
                when(&since.at)
            )
        }
        None if step.complete => format!("{what}; there is nothing before it to compare with"),
        None => format!("{what}; it is incomplete and not compared"),
    }
}
