//! What evidence says, in words. Nothing is neutralised here: each format does that in its own way.

use std::fmt::Write as _;

use crate::domain::document::evidence::{BesideSymbol, EvidenceDocument, Seen, SeenCode, Shows};
use crate::domain::evidence::{Logger, Source};
use crate::report::text::counted;

pub(crate) fn title(document: &EvidenceDocument) -> String {
    let times: usize = document.seen.iter().map(|one| one.count).sum();
    format!(
        "Seen at run time: {}, {}, in {}, as of {}",
        counted(document.seen.len(), "deprecation", "deprecations"),
        self::times(times),
        counted(document.sources.len(), "file", "files"),
        document.as_of
    )
}

/// `Manager.chatClient (scheduled)`, or that it is none of the catalogue's.
pub(crate) fn symbols(seen: &Seen) -> String {
    if seen.symbols.is_empty() {
        return "not in the catalogue".to_owned();
    }
    let all: Vec<String> = seen
        .symbols
        .iter()
        .map(|meant| format!("{} ({}, {})", meant.symbol.raw(), meant.kind, meant.status))
        .collect();
    if seen.ambiguous {
        format!("may be any of {}", all.join(", "))
    } else {
        all.join(", ")
    }
}

/// `2026-05-01 to 2026-05-03`, `day unknown`.
pub(crate) fn days(
    first: Option<crate::domain::date::Date>,
    last: Option<crate::domain::date::Date>,
) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "day unknown".to_owned(),
    }
}

/// What else a reader has to know of it.
pub(crate) fn details(seen: &Seen) -> Vec<String> {
    let mut texts = vec![symbols(seen)];
    texts.extend(
        seen.replacement
            .as_ref()
            .map(|replacement| format!("use instead, as the warning says: {}", replacement.raw())),
    );
    let undated: usize = seen
        .days
        .iter()
        .filter(|day| day.day.is_none())
        .map(|day| day.count)
        .sum();
    if undated > 0 && seen.first.is_some() {
        texts.push(format!("{undated} of them on a day that nothing tells"));
    }
    texts
}

pub(crate) fn code(code: &SeenCode) -> String {
    format!(
        "{} ({}, {}): {} Seen {}, {}",
        code.code,
        code.product,
        code.level,
        code.what.raw(),
        times(code.count),
        days(code.first, code.last)
    )
}

pub(crate) fn source(source: &Source) -> String {
    let mut text = format!(
        "{}: {}, {} recognised, {} others",
        source.name.raw(),
        source.format,
        source.recognised,
        source.other
    );
    if source.suspicious > 0 {
        write!(
            text,
            ", {} that look like deprecations and are not known",
            source.suspicious
        )
        .expect("a String takes all writes");
    }
    if source.broken > 0 {
        write!(text, ", {} not read", source.broken).expect("a String takes all writes");
    }
    write!(
        text,
        "; imported {}, id {}",
        source.imported,
        source.id.get(..12).unwrap_or(&source.id)
    )
    .expect("a String takes all writes");
    text
}

/// Why what was not seen may be used all the same.
pub(crate) fn silence(logger: &Logger) -> String {
    let note = logger
        .note
        .as_ref()
        .map_or_else(String::new, |note| format!(" {}", note.raw()));
    format!(
        "Not seen does not mean not used: most warnings go through the logger {}, which prints them only if {} is {} or lower \
         (its default is {}).{note}",
        logger.name, logger.setting, logger.shown_from, logger.default
    )
}

/// One symbol of the three groups.
pub(crate) fn beside(one: &BesideSymbol, with_shows: bool) -> String {
    let mut parts = Vec::new();
    if one.findings > 0 {
        parts.push(format!(
            "{} in {}",
            counted(one.findings, "place", "places"),
            counted(one.plugins, "plugin", "plugins")
        ));
    }
    if one.count > 0 {
        parts.push(format!(
            "seen {}, {}",
            times(one.count),
            days(one.first, one.last)
        ));
    }
    if one.ambiguous {
        parts.push("the warning may mean another symbol of that name".to_owned());
    }
    if with_shows {
        parts.push(
            match one.shows {
                Shows::Always => "the console would print it, so it may not be used at all",
                Shows::IfLogged => "only shown if the logger prints warnings",
                Shows::NotKnown => "no known warning names it",
            }
            .to_owned(),
        );
    }
    format!("{}: {}", one.symbol.raw(), parts.join("; "))
}

/// `once`, `3 times`.
fn times(count: usize) -> String {
    if count == 1 {
        "once".to_owned()
    } else {
        format!("{count} times")
    }
}
