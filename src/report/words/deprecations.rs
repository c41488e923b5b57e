//! What is said of deprecated symbols in the same words by every writer. As in [`super::api`] nothing is neutralised here.

use crate::domain::deprecation::Observed;
use crate::domain::document::api::Replacement;
use crate::domain::document::deprecations::{
    DeprecationsDocument, ObservedSymbol, RemovalSource, SymbolRow, SymbolState, SymbolStatus,
    Warning,
};
use crate::domain::text::Untrusted;
use crate::domain::version::Version;
use crate::report::text::counted;

/// `Acme, deprecations at app 2.0.0, as of 2026-06-15`.
pub(crate) fn title(document: &DeprecationsDocument) -> String {
    let at: Vec<String> = document
        .at
        .iter()
        .map(|(stream, version)| format!("{stream} {version}"))
        .collect();
    let at = match at.join(" and ") {
        none if none.is_empty() => none,
        at => format!(" at {at},"),
    };
    format!(
        "{}, deprecations{at} as of {}",
        document.platform.raw(),
        document.as_of
    )
}

/// `3 symbols: 2 removed, 1 soft`; nothing if there is none.
pub(crate) fn counts(document: &DeprecationsDocument) -> Option<String> {
    let counts: Vec<String> = SymbolStatus::ALL
        .iter()
        .filter_map(|status| {
            let count = document
                .symbols
                .iter()
                .filter(|state| state.status == *status)
                .count();
            (count > 0).then(|| format!("{count} {status}"))
        })
        .collect();
    let symbols = counted(document.symbols.len(), "symbol", "symbols");
    (!counts.is_empty()).then(|| format!("{symbols}: {}", counts.join(", ")))
}

/// What a symbol of the catalogue stands under: `To be removed in 3.0.0, by the policy`.
pub(crate) fn group(state: &SymbolState) -> String {
    match (&state.gone, &state.removal) {
        (Some(Observed::At(version)), _) => {
            format!("Removed, moved or changed {}", at(version))
        }
        (Some(between), _) => format!("Removed, moved or changed {between}"),
        (None, Some(removal)) => {
            let lead = if state.status == SymbolStatus::Overdue {
                "Overdue: was to be removed"
            } else {
                "To be removed"
            };
            let source = match state.removal_source {
                Some(RemovalSource::Policy) => ", by the policy",
                _ => "",
            };
            format!("{lead} {}{source}", at(removal))
        }
        (None, None) => "No removal is known".to_owned(),
    }
}

/// What follows a status where one symbol is told in full: ` in 2.0.0`, `, removal in 3.0.0 by the policy`.
pub(crate) fn removal(state: &SymbolState) -> String {
    match (&state.gone, &state.removal) {
        (Some(Observed::At(version)), _) => format!(" {}", at(version)),
        (Some(between), _) => format!(" {between}"),
        (None, Some(removal)) => match state.removal_source {
            Some(RemovalSource::Policy) => format!(", removal {} by the policy", at(removal)),
            _ => format!(", removal {}", at(removal)),
        },
        (None, None) => ", no removal is known".to_owned(),
    }
}

/// `in 3.0.0`, `on 2025-03-31`.
fn at(version: &Version) -> String {
    match version {
        Version::Semver(version) => format!("in {version}"),
        Version::Date(day) => format!("on {day}"),
    }
}

/// `in 2.9.0`, `after 2.0.3, by 2.1.0`.
fn later(moment: &str) -> String {
    if moment.starts_with(|c: char| c.is_ascii_digit()) {
        format!("in {moment}")
    } else {
        moment.to_owned()
    }
}

/// `Actions.addListener (since 1.8.0)`.
pub(crate) fn instead(state: &SymbolState) -> Option<String> {
    let replacement = state.replacement.as_ref()?.raw();
    Some(match &state.replacement_since {
        Some(since) => format!("{replacement} (since {since})"),
        None => replacement.to_owned(),
    })
}

/// What the published versions add in a line: a tag that came later than it claims, a removal without notice.
pub(crate) fn seen(seen: &ObservedSymbol) -> Option<String> {
    let life = &seen.life;
    if let Some(declared) = &life.deprecated {
        return declared.backdated.then(|| {
            format!(
                "the tag came {}",
                later(&declared.first_observed.to_string())
            )
        });
    }
    life.gone
        .as_ref()
        .map(|_| "never declared deprecated".to_owned())
}

/// How the symbol warns whoever still uses it; nothing is said of one that is gone.
pub(crate) fn warning(state: &SymbolState) -> &'static str {
    match state.warning {
        _ if state.status < SymbolStatus::Overdue => "",
        Warning::Console => "in the browser's console, when it is called",
        Warning::DebuggerEvent => {
            "a debugger event of the level Warning, in the Debugger and the Monitor API"
        }
        Warning::None => "none: nothing runs that could warn",
        Warning::Unknown => "unknown: the policy does not speak of this stream",
    }
}

/// What `overdue` means, if something is.
pub(crate) fn overdue(document: &DeprecationsDocument) -> Option<&'static str> {
    document
        .symbols
        .iter()
        .any(|state| state.status == SymbolStatus::Overdue)
        .then_some("Overdue: the removal has passed, and no source says that the symbol is gone.")
}

/// How those of the catalogue warn that are still there, a sentence for each way.
pub(crate) fn warnings(document: &DeprecationsDocument) -> Vec<&'static str> {
    let console = "While it is there, a deprecated function of the client library warns in the browser's console.";
    let event = "A deprecated server-side feature, as in the REST API, makes a Warning event: see the Debugger and the Monitor API.";
    [(Warning::Console, console), (Warning::DebuggerEvent, event)]
        .into_iter()
        .filter(|(warning, _)| {
            document
                .symbols
                .iter()
                .any(|state| state.warning == *warning && state.status >= SymbolStatus::Overdue)
        })
        .map(|(_, text)| text)
        .collect()
}

/// What is not shown, and how old and how complete the declarations are, a line each.
pub(crate) fn hidden(document: &DeprecationsDocument) -> Vec<String> {
    let mut parts = Vec::new();
    if document.filtered > 0 && !document.is_one {
        parts.push(format!("{} not shown by these options", document.filtered));
    }
    if document.not_yet > 0 {
        parts.push(format!(
            "{} declared after that version or day",
            document.not_yet
        ));
    }
    if document.gone_before > 0 {
        parts.push(format!(
            "{} that went without notice in an earlier major: --all lists them",
            document.gone_before
        ));
    }
    if document.deep > 0 {
        parts.push(format!(
            "{} that only deep imports reach: --all lists them",
            document.deep
        ));
    }
    let mut lines = Vec::new();
    lines.extend((!parts.is_empty()).then(|| parts.join("; ")));
    lines.extend(document.surfaces.iter().map(|age| {
        let newest = age.newest_read.as_deref().unwrap_or("none");
        let unread = match age.unread.len() {
            0 => String::new(),
            count => format!(", {count} known from text only"),
        };
        format!(
            "Declarations of {}: {} read, the newest {newest}{unread}; {}",
            age.package,
            counted(age.read, "version", "versions"),
            age.source
        )
    }));
    lines
}

/// What the published declarations show of one symbol, a line each.
pub(crate) fn observed(seen: &ObservedSymbol) -> Vec<String> {
    let life = &seen.life;
    let mut lines = vec![format!(
        "first seen {}",
        later(&life.first_seen.to_string())
    )];
    for declared in life.deprecated.iter().chain(&life.soft) {
        let claim = declared
            .since
            .as_ref()
            .map_or_else(String::new, |since| format!(", which claims since {since}"));
        let partly = if declared.partly {
            ", on some of its overloads only"
        } else {
            ""
        };
        let source = declared.notice.source.word();
        let first = later(&declared.first_observed.to_string());
        lines.push(format!(
            "deprecated by {source}{claim}{partly}; first shipped {first}"
        ));
    }
    if life.deprecated.is_none() && life.soft.is_none() {
        lines.push("never declared deprecated".to_owned());
    }
    lines.extend(seen.replacements.iter().map(replacement));
    lines.push(match &life.gone {
        Some(gone) => {
            let first = gone
                .prerelease
                .as_ref()
                .map_or_else(String::new, |pre| format!(" ({pre} first)"));
            format!(
                "last seen in {}, gone {}{first}",
                life.last_seen,
                later(&gone.removed_in.to_string())
            )
        }
        None => format!("last seen in {}", life.last_seen),
    });
    lines
}

fn replacement(one: &Replacement) -> String {
    match (&one.symbol, &one.since, &one.gone_after) {
        (Some(symbol), _, Some(last)) => {
            format!("replacement {symbol}: gone itself, last in {last}")
        }
        (Some(symbol), Some(since), None) => {
            format!("replacement {symbol}: there {}", later(&since.to_string()))
        }
        _ => format!(
            "replacement {}: no version that was read has it",
            one.written
        ),
    }
}

/// What one row of the record says, without its day.
pub(crate) fn said(row: &SymbolRow) -> String {
    let deprecation = &row.deprecation;
    let mut parts = vec![deprecation.change.to_string()];
    let declared = deprecation.declared_since.as_ref();
    parts.extend(declared.map(|since| format!("declared since {since}")));
    let removed = deprecation.removed.as_ref();
    parts.extend(removed.map(|removed| format!("gone {removed}")));
    let removal = deprecation.removal.as_ref();
    parts.extend(removal.map(|removal| format!("removal {}", at(removal))));
    if let (Some(from), Some(to)) = (&deprecation.from_range, &deprecation.to_range) {
        parts.push(format!("{} -> {}", from.raw(), to.raw()));
    }
    let replacement = deprecation.replacement.as_ref();
    parts.extend(replacement.map(|text| format!("use {}", text.raw())));
    parts.join(", ")
}

/// The note on a row of the record and its sources, a line each.
pub(crate) fn notes(row: &SymbolRow) -> Vec<String> {
    let note = row.deprecation.note.as_ref().map(Untrusted::raw);
    let sources = row
        .sources
        .iter()
        .map(|source| format!("source: {}", source.raw()));
    note.map(str::to_owned).into_iter().chain(sources).collect()
}
