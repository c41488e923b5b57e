//! What is said of releases and entries in the same words by every writer; all of it neutralised.

pub(crate) mod api;
pub(crate) mod checkup;
pub(crate) mod deprecations;
pub(crate) mod ending;
pub(crate) mod evidence;
pub(crate) mod explain;
pub(crate) mod lint;
pub(crate) mod progress;
pub(crate) mod scan;

use std::fmt::Write as _;

use crate::domain::date::DateKind;
use crate::domain::deprecation::SymbolKind;
use crate::domain::document::notes::{
    AnnouncedCorrection, Coverage, Cut, NotesDocument, NotesEntry, NotesRelease,
};
use crate::domain::entry::{Correction, Entry, EntryKind, SettingChange, SettingValue};
use crate::domain::feature::FeatureEvent;
use crate::domain::release::{Place, State};
use crate::domain::text::{Untrusted, neutralise};
use crate::domain::version::Version;
use crate::report::text::counted;

/// Whether headings have to name their stream.
pub(crate) fn is_mixed(document: &NotesDocument) -> bool {
    document
        .releases
        .windows(2)
        .any(|pair| pair[0].stream != pair[1].stream)
}

pub(crate) fn title(document: &NotesDocument) -> String {
    neutralise(&format!("{}, as of {}", subject(document), document.as_of))
}

/// What the notes are of, whatever the day: for feeds, which stay the same from day to day.
pub(crate) fn subject(document: &NotesDocument) -> String {
    let platform = document.platform.for_terminal_line();
    let span = &document.span;
    let mut parts = Vec::new();
    match (&span.from, &span.to) {
        (Some(from), Some(to)) => parts.push(format!("after {from} up to {to}")),
        (Some(from), None) => parts.push(format!("after {from}")),
        (None, Some(to)) => parts.push(format!("up to {to}")),
        (None, None) => {}
    }
    parts.extend(span.only.clone());
    parts.extend(span.since.map(|day| format!("since {day}")));
    parts.extend(span.until.map(|day| format!("until {day}")));
    parts.insert(0, platform);
    neutralise(&parts.join(", "))
}

/// `2.14.0`, `Flex UI 2.14.0`, `unreleased: queue-filter`.
pub(crate) fn name(release: &NotesRelease, with_stream: bool) -> String {
    let place = match &release.place {
        Place::Version(version) => version.to_string(),
        Place::Unreleased(fragment) => {
            format!("unreleased: {}", neutralise(fragment))
        }
    };
    if with_stream {
        format!("{} {place}", release.stream_name.for_terminal_line())
    } else {
        place
    }
}

pub(crate) fn when(release: &NotesRelease) -> String {
    match (&release.place, release.date) {
        (Place::Unreleased(_), _) => String::new(),
        // A date version says its day itself.
        (Place::Version(Version::Date(version)), Some(dated)) if version.day == dated.on => {
            if dated.is_exact() {
                String::new()
            } else {
                format!("({})", in_words(dated.kind))
            }
        }
        (Place::Version(_), Some(dated)) => dated.to_string(),
        (Place::Version(_), None) => "date unknown".to_owned(),
    }
}

/// What a date says, beside the day itself.
pub(crate) fn in_words(kind: DateKind) -> &'static str {
    match kind {
        DateKind::NoLaterThan => "or before",
        kind => kind.as_str(),
    }
}

/// What a symbol is. A dependency is one of whatever registry; the kind's name is older than the second of them.
pub(crate) const fn symbol_kind(kind: SymbolKind) -> &'static str {
    match kind {
        SymbolKind::NpmDependency => "dependency",
        kind => kind.as_str(),
    }
}

/// What an entry says beside its text, each with its label; neutralised.
pub(crate) fn facts(entry: &Entry) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    let mut text = |label, text: Option<&Untrusted>| {
        if let Some(text) = text {
            facts.push((label, text.for_terminal_line()));
        }
    };
    text("Impact", entry.impact.as_ref());
    text("What to do", entry.action.as_ref());
    for (stream, range) in &entry.requires {
        facts.push(("Requires", neutralise(&format!("{stream} {range}"))));
    }
    if let Some(applies_to) = entry.applies_to.filter(|_| entry.settings.is_empty()) {
        facts.push(("Applies to", applies_to.as_str().replace('-', " ")));
    }
    if let Some(effective) = entry.effective {
        facts.push(("Effective", effective.to_string()));
    }
    for setting in &entry.settings {
        facts.push(("Setting", self::setting(setting, entry)));
    }
    for exclusion in entry
        .excluded
        .iter()
        .chain(entry.settings.iter().flat_map(|setting| &setting.excluded))
    {
        let why = exclusion
            .why
            .as_ref()
            .map_or_else(String::new, |why| format!(" ({})", why.for_terminal_line()));
        facts.push((
            "Left out",
            format!("{}{why}", exclusion.who.for_terminal_line()),
        ));
    }
    if entry.kind == EntryKind::KnownIssue {
        let fixed = entry
            .fixed_in
            .as_deref()
            .map_or_else(|| "not known".to_owned(), neutralise);
        facts.push(("Fixed in", fixed));
    }
    for correction in &entry.corrections {
        let date = corrected_on(correction);
        let reason = correction
            .reason
            .as_ref()
            .map_or_else(String::new, |reason| {
                format!("; reason: {}", reason.for_terminal_line())
            });
        facts.push((
            "Corrected",
            format!(
                "{date}; before: \"{}\"{reason}",
                correction.former.for_terminal_line()
            ),
        ));
    }
    if !entry.deprecations.is_empty() {
        let names: Vec<String> = entry
            .deprecations
            .iter()
            .map(|one| one.symbol.for_terminal_line())
            .collect();
        let (shown, more) = names.split_at(names.len().min(8));
        let more = if more.is_empty() {
            String::new()
        } else {
            format!(" and {} more", more.len())
        };
        facts.push(("Symbols", format!("{}{more}", shown.join(", "))));
    }
    facts
}

/// `Offline Threshold: not published -> 30 seconds, for new accounts`.
pub(crate) fn setting(setting: &SettingChange, entry: &Entry) -> String {
    let name = setting
        .name
        .as_ref()
        .map_or_else(|| setting.id.clone(), Untrusted::for_terminal_line);
    let unit = setting
        .unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" {}", unit.for_terminal_line()));
    let is_told = setting.old.known().or(setting.new.known()).is_some();
    let mut text = if is_told {
        format!(
            "{name}: {} -> {}",
            value(&setting.old, &unit),
            value(&setting.new, &unit)
        )
    } else {
        format!("{name}: neither value is published")
    };
    if let Some(applies_to) = setting.applies_to.or(entry.applies_to) {
        write!(text, ", for {}", applies_to.as_str().replace('-', " "))
            .expect("a String takes all writes");
    }
    match setting.automatic {
        Some(true) => text.push_str(", applied automatically"),
        Some(false) => text.push_str(", not applied automatically"),
        None => {}
    }
    if let Some(effective) = setting.effective {
        write!(text, ", effective {effective}").expect("a String takes all writes");
    }
    if let Some(note) = setting.note.as_ref().filter(|_| !is_told) {
        write!(text, " ({})", note.for_terminal_line()).expect("a String takes all writes");
    }
    text
}

pub(crate) fn value(value: &SettingValue, unit: &str) -> String {
    match value {
        SettingValue::Unknown => "not published".to_owned(),
        SettingValue::Known(serde_json::Value::String(text)) => format!(
            "{}{unit}",
            Untrusted::from(text.as_str()).for_terminal_line()
        ),
        SettingValue::Known(serde_json::Value::Array(items))
            if items.iter().all(serde_json::Value::is_string) =>
        {
            let items: Vec<&str> = items.iter().filter_map(serde_json::Value::as_str).collect();
            let text = if items.is_empty() {
                "none".to_owned()
            } else {
                items.join(", ")
            };
            Untrusted::from(text).for_terminal_line()
        }
        SettingValue::Known(other) => format!(
            "{}{unit}",
            Untrusted::from(other.to_string()).for_terminal_line()
        ),
    }
}

/// Exclusions with one reason together, in order of appearance; neutralised.
pub(crate) fn by_reason(document: &NotesDocument) -> Vec<(String, Vec<String>)> {
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for excluded in &document.excluded {
        let why = neutralise(&excluded.why);
        let id = neutralise(&excluded.id);
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, ids)) => ids.push(id),
            None => reasons.push((why, vec![id])),
        }
    }
    reasons
}

/// A release's heading in Markdown: `Flex UI 2.14.0 - 2025-09-10 [YANKED]`.
pub(crate) fn heading(release: &NotesRelease, is_mixed: bool) -> String {
    let name = match &release.place {
        Place::Unreleased(_) if is_mixed => {
            format!("{} Unreleased", release.stream_name.for_terminal_line())
        }
        Place::Unreleased(_) => "Unreleased".to_owned(),
        Place::Version(_) => name(release, is_mixed),
    };
    let when = when(release);
    let date = if when.is_empty() {
        when
    } else if when.starts_with('(') {
        format!(" {when}")
    } else {
        format!(" - {when}")
    };
    let yanked = if release.state == State::Withdrawn {
        " [YANKED]"
    } else {
        ""
    };
    format!("{}{date}{yanked}", escaped_for_markdown(&name))
}

/// `Includes 2.0.0-beta.1, 2.0.0-rc.1.`
pub(crate) fn includes(release: &NotesRelease) -> String {
    format!("Includes {}.", neutralise(&release.prereleases.join(", ")))
}

/// How an entry comes to stand where it does.
pub(crate) fn details(entry: &NotesEntry) -> Vec<(&'static str, String)> {
    let mut details = Vec::new();
    let mut say = |label, place: Option<&String>| {
        if let Some(place) = place {
            details.push((label, neutralise(place)));
        }
    };
    say("First in", entry.first_in.as_ref());
    say("Takes back a change of", entry.takes_back.as_ref());
    say("Told in", entry.stands_in.as_ref());
    details
}

/// `Cut at 5000 characters: 12 entries of 3 releases are left out (..), 2 of them ..`
pub(crate) fn cut(cut: &Cut) -> String {
    let releases: Vec<String> = cut
        .releases
        .iter()
        .map(|(id, entries)| format!("{entries} of {id}"))
        .collect();
    let (shown, more) = releases.split_at(releases.len().min(8));
    let more = if more.is_empty() {
        String::new()
    } else {
        format!(
            " and of {} more",
            counted(more.len(), "release", "releases")
        )
    };
    let grave = match cut.grave {
        0 => "none of them breaking or a security fix".to_owned(),
        grave => format!("{grave} of them breaking or security fixes"),
    };
    let besides = match cut.excluded {
        0 => String::new(),
        excluded => format!(" {excluded} more are not told for other reasons."),
    };
    neutralise(&format!(
        "Cut at {} characters: {} left out ({}{more}), {grave}.{besides} All of it: {}",
        cut.max_chars,
        counted(cut.entries(), "entry is", "entries are"),
        shown.join(", "),
        cut.whole.for_terminal_line()
    ))
}

/// Where the entries of a release are, if none of them is shown with it.
pub(crate) fn untold(release: &NotesRelease) -> Option<String> {
    let shows_nothing = release.entries.is_empty() && release.corrections.is_empty();
    (shows_nothing && release.untold > 0).then(|| {
        let are = counted(release.untold, "entry of it is", "entries of it are");
        format!("{are} told elsewhere or left out.")
    })
}

/// What follows the number of those left out: `, 4 of them because they took each other back`.
pub(crate) fn folded(document: &NotesDocument) -> String {
    match document.folded {
        0 => String::new(),
        folded => format!(", {folded} of them because they took each other back"),
    }
}

/// How far the record of a stream reaches: `Flex UI: covered from .. to .., with gaps.`
pub(crate) fn covered(coverage: &Coverage) -> String {
    let span = match (coverage.from, coverage.until) {
        (Some(from), Some(until)) => format!("covered from {from} to {until}"),
        (None, Some(until)) => format!("covered to {until}"),
        (Some(from), None) => format!("covered from {from}"),
        (None, None) => "how far the data reaches is not known".to_owned(),
    };
    let complete = if coverage.complete == Some(false) {
        ", with gaps"
    } else {
        ""
    };
    let on = coverage
        .continued_at
        .as_ref()
        .map_or_else(String::new, |place| {
            format!("; continued at {}", place.for_terminal_line())
        });
    format!(
        "{}: {span}{complete}{on}.",
        coverage.name.for_terminal_line()
    )
}

/// What is said of a correction that a release announces, beside the text as it is now.
pub(crate) fn announced_facts(announced: &AnnouncedCorrection) -> Vec<(&'static str, String)> {
    let correction = &announced.correction;
    let mut facts = vec![(
        "Before",
        format!("\"{}\"", correction.former.for_terminal_line()),
    )];
    if let Some(reason) = &correction.reason {
        facts.push(("Reason", reason.for_terminal_line()));
    }
    facts.push(("Corrected", corrected_on(correction)));
    facts
}

fn corrected_on(correction: &Correction) -> String {
    correction
        .date
        .map_or_else(|| "day unknown".to_owned(), |dated| format!("on {dated}"))
}

/// A release's name beside others of its platform: `Flex UI 2.14.0: Spring`.
pub(crate) fn full_title(release: &NotesRelease) -> String {
    let name = name(release, true);
    match &release.title {
        Some(title) => format!("{name}: {}", title.for_terminal_line()),
        None => name,
    }
}

/// Names and reasons in Markdown: what would begin markup is made plain.
pub(crate) fn escaped_for_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in neutralise(text).chars() {
        if matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '>' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// What a move of a feature says beside its day: `beta`, `"public beta"`, `with ui/2.3.2`.
pub(crate) fn feature_move(event: &FeatureEvent) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(event.stage.map(|stage| stage.as_str().to_owned()));
    parts.extend(event.phase.map(|phase| phase.as_str().replace('-', " ")));
    parts.extend(
        event
            .label
            .as_ref()
            .map(|label| format!("\"{}\"", label.for_terminal_line())),
    );
    parts.extend(
        event
            .release
            .as_ref()
            .map(|release| format!("with {}", neutralise(release))),
    );
    parts
}
