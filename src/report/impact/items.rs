//! What has to be dealt with, by phase; in each what the change log says, then symbols by why they are there.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::deprecation::SymbolKind;
use crate::domain::document::deprecations::SymbolStatus;
use crate::domain::document::impact::{
    Effort, ImpactDocument, Item, ItemKind, Phase, Reason, SymbolFacts,
};
use crate::domain::entry::EntryKind;
use crate::report::flat;
use crate::report::impact::{Detail, Line, Part, Run, Section, Tone, runs, sentence};
use crate::report::text::counted;

/// So many of a list are shown unless all are asked for.
const SHOWN: usize = 12;

/// Which items are of concern: with plugins those that they use, and those that no plugin's source can tell of.
pub(super) struct Concern<'a> {
    /// Entries that speak of symbols.
    told: BTreeSet<&'a str>,
    has_plugins: bool,
}

impl<'a> Concern<'a> {
    pub(super) fn of(document: &'a ImpactDocument) -> Self {
        let facts = document
            .items
            .iter()
            .filter_map(|item| item.symbol.as_ref());
        Self {
            told: facts
                .flat_map(|facts| facts.entries.iter().map(String::as_str))
                .collect(),
            has_plugins: document.plugins.is_some(),
        }
    }

    fn is_told_by_symbols(&self, item: &Item) -> bool {
        item.kind == ItemKind::Entry && self.told.contains(item.id.as_str())
    }

    fn holds(&self, item: &Item) -> bool {
        let is_judged = item.symbol.is_some() || self.is_told_by_symbols(item);
        !self.has_plugins || !is_judged || item.findings > 0
    }

    /// How much there is to deal with in a phase: an entry that speaks of symbols is not counted beside them.
    pub(super) fn count(&self, document: &ImpactDocument, phase: Phase) -> usize {
        document
            .phase(phase)
            .filter(|item| self.holds(item) && !self.is_told_by_symbols(item))
            .count()
    }
}

/// One phase; `None` if nothing is in it.
pub(super) fn phase(document: &ImpactDocument, phase: Phase, detail: Detail) -> Option<Section> {
    let items: Vec<&Item> = document.phase(phase).collect();
    if items.is_empty() {
        return None;
    }
    let title = match phase {
        Phase::Before => format!("Before the upgrade, on {}", document.from),
        Phase::During if document.reverse => format!("With the step back to {}", document.to),
        Phase::During => format!("During the upgrade, with {}", document.to),
        Phase::After => format!("After the upgrade, on {}", document.to),
        Phase::News => "News".to_owned(),
    };
    let concern = Concern::of(document);
    let mut groups: BTreeMap<(ItemKind, Reason), Vec<&Item>> = BTreeMap::new();
    for item in &items {
        // The sentences of the change log stand together, whatever put them there.
        let reason = match item.kind {
            ItemKind::Symbol => item.reason,
            _ => Reason::Nothing,
        };
        groups.entry((item.kind, reason)).or_default().push(item);
    }
    let mut parts = Vec::new();
    let mut unused = 0;
    for ((kind, reason), items) in groups {
        let of_concern: Vec<&Item> = items
            .iter()
            .filter(|item| detail.all || concern.holds(item))
            .copied()
            .collect();
        unused += items.len() - of_concern.len();
        if !of_concern.is_empty() {
            let title = group_title(document, kind, reason);
            parts.push(group(
                title,
                kind,
                &of_concern,
                detail.all || concern.has_plugins,
            ));
        }
    }
    if unused > 0 {
        let text = format!(
            "{} that no plugin here uses; `--all` lists them.",
            counted(unused, "more change", "more changes")
        );
        parts.push(sentence(Tone::Dim, &text));
    }
    Some(Section {
        title: format!("{title} ({})", concern.count(document, phase)),
        tone: match phase {
            Phase::Before => Tone::Caution,
            Phase::During => Tone::Bad,
            Phase::After | Phase::News => Tone::Plain,
        },
        parts,
    })
}

fn group(title: String, kind: ItemKind, items: &[&Item], whole: bool) -> Part {
    let is_symbol = matches!(kind, ItemKind::Symbol | ItemKind::Dependency);
    let limit = if whole || !is_symbol {
        items.len()
    } else {
        SHOWN
    };
    Part::List {
        title,
        lines: items.iter().take(limit).map(|item| line(item)).collect(),
        more: items.len().saturating_sub(limit),
    }
}

fn group_title(document: &ImpactDocument, kind: ItemKind, reason: Reason) -> String {
    let (from, to) = (&document.from, &document.to);
    match (kind, reason) {
        (ItemKind::Entry, _) => "In the change log".to_owned(),
        (ItemKind::Setting, _) => "Settings that change by themselves".to_owned(),
        (ItemKind::Feature, _) => "Features".to_owned(),
        (ItemKind::Dependency, _) => "Dependencies".to_owned(),
        (_, Reason::ReplacementThere) => format!("What replaces these is in {from} already"),
        (_, Reason::ReplacementBetween) => "What replaces these comes on the way".to_owned(),
        (_, Reason::ReplacementWith) => "What replaces these comes with the step".to_owned(),
        (_, Reason::NoReplacement) => "Gone, and nothing is known to replace them".to_owned(),
        (_, Reason::Incompatible) => "Still there, and no longer compatible".to_owned(),
        (_, Reason::Overdue) => format!("Overdue: in {to}, and may go with any release"),
        (_, Reason::Scheduled) => "Deprecated, with a day or version on which they go".to_owned(),
        (_, Reason::Soft) => "Deprecated in comments and notes only".to_owned(),
        (_, Reason::Lost) => format!("Not in {to}"),
        (_, Reason::Back) => format!("As before in {to}"),
        _ => "Deprecated".to_owned(),
    }
}

/// One item.
fn line(item: &Item) -> Line {
    let mut line = Line::default();
    if let Some(facts) = &item.symbol {
        symbol(item, facts, &mut line);
    } else {
        line.runs = runs(&flat::line(&item.title, &[]));
        if item.breaking {
            line.runs.insert(0, Run::Text("Breaking: ".to_owned()));
        }
        if item.kind != ItemKind::Entry {
            line.runs.push(Run::Text(format!(". {}", item.why)));
        }
        if let Some(action) = &item.action {
            let action = format!("What to do: {}", flat::line(action, &[]));
            line.below.push(runs(&action));
        }
    }
    if let Some(used) = used(item) {
        line.runs.push(Run::Text(format!(" ({used})")));
    }
    line
}

fn symbol(item: &Item, facts: &SymbolFacts, line: &mut Line) {
    let name = match facts.kind {
        SymbolKind::ConfigKey
        | SymbolKind::Action
        | SymbolKind::Event
        | SymbolKind::Notification
        | SymbolKind::StatePath
        | SymbolKind::ThemeToken
        | SymbolKind::CssClass
        | SymbolKind::ComponentName
        | SymbolKind::PayloadField => Some(facts.kind.as_str().replace('-', " ")),
        _ => None,
    };
    line.runs
        .extend(name.map(|name| Run::Text(format!("{name} "))));
    line.runs.push(Run::Code(facts.symbol.clone()));
    if let Some((from, to)) = &facts.ranges {
        let range =
            |range: &Option<String>| range.clone().unwrap_or_else(|| "not there".to_owned());
        line.runs
            .push(Run::Text(format!(" {} to {}", range(from), range(to))));
    } else if let Some(replacement) = &facts.replacement {
        line.runs.push(Run::Text(" to ".to_owned()));
        line.runs.push(Run::Code(replacement.clone()));
    }
    let mut marks: Vec<String> = Vec::new();
    marks.extend(facts.gone.as_ref().map(|gone| {
        let in_ = if gone.starts_with("after ") {
            ""
        } else {
            "in "
        };
        format!("{} {in_}{gone}", became(facts.status))
    }));
    if facts.status > SymbolStatus::Changed {
        marks.extend(
            facts
                .removal
                .as_ref()
                .map(|removal| format!("goes in {removal}")),
        );
    }
    if facts.effort == Effort::Rename && facts.ranges.is_none() && facts.replacement.is_some() {
        marks.push("rename".to_owned());
    }
    if !marks.is_empty() {
        line.runs.push(Run::Text(format!(", {}", marks.join(", "))));
    }
    for disputed in &facts.disputed {
        let text = format!("Sources disagree: {}", disputed.raw());
        line.below.push(runs(&text));
    }
    // The title of the list says what most sentences say.
    if facts.passed.is_some() {
        line.below.push(runs(&item.why));
    }
}

const fn became(status: SymbolStatus) -> &'static str {
    match status {
        SymbolStatus::Removed => "removed",
        SymbolStatus::Moved => "moved",
        SymbolStatus::Changed => "changed",
        _ => "due",
    }
}

fn used(item: &Item) -> Option<String> {
    (item.findings > 0).then(|| {
        let uses = counted(item.findings, "use", "uses");
        if item.plugins > 1 {
            format!("{uses} in {} plugins", item.plugins)
        } else {
            uses
        }
    })
}

/// What asks nothing of anyone: counted, or told.
pub(super) fn news(document: &ImpactDocument, detail: Detail) -> Option<Section> {
    let items: Vec<&Item> = document.phase(Phase::News).collect();
    if items.is_empty() {
        return None;
    }
    let title = format!("Asks nothing of anyone ({})", items.len());
    if detail.all {
        let mut groups: BTreeMap<(ItemKind, Option<EntryKind>), Vec<&Item>> = BTreeMap::new();
        for item in &items {
            groups
                .entry((item.kind, item.entry_kind))
                .or_default()
                .push(item);
        }
        let parts = groups.into_iter().map(|((kind, entry), items)| Part::List {
            title: news_title(kind, entry),
            lines: items.iter().map(|item| line(item)).collect(),
            more: 0,
        });
        return Some(Section {
            title,
            tone: Tone::Plain,
            parts: parts.collect(),
        });
    }
    let mut counts: BTreeMap<(ItemKind, Option<EntryKind>), usize> = BTreeMap::new();
    for item in &items {
        *counts.entry((item.kind, item.entry_kind)).or_default() += 1;
    }
    let counts: Vec<String> = counts
        .into_iter()
        .map(|((kind, entry), count)| {
            let name = news_title(kind, entry).to_lowercase();
            format!("{name} {count}")
        })
        .collect();
    let counts = capitalised(&counts.join(", "));
    let text = if document.reverse {
        format!("{counts}. `--all` lists them here.")
    } else {
        let (from, to) = (&document.from, &document.to);
        format!("{counts}. `forewarn notes {from}..{to}` tells them; `--all` lists them here.")
    };
    Some(Section {
        title,
        tone: Tone::Plain,
        parts: vec![sentence(Tone::Plain, &text)],
    })
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
        None => String::new(),
    }
}

fn news_title(kind: ItemKind, entry: Option<EntryKind>) -> String {
    match (kind, entry) {
        (ItemKind::Entry, Some(entry)) => entry.heading().to_owned(),
        (ItemKind::Entry, None) => "Entries".to_owned(),
        (ItemKind::Setting, _) => "Settings".to_owned(),
        (ItemKind::Feature, _) => "Features".to_owned(),
        (ItemKind::Symbol, _) => "Symbols".to_owned(),
        (ItemKind::Dependency, _) => "Dependencies".to_owned(),
    }
}
