//! Features for a terminal.

use std::io::{self, Write};

use anstyle::Style;

use crate::domain::document::features::{
    Available, FeatureState, FeaturesDocument, Move, StageOn, Support, SupportScope,
};
use crate::domain::feature::FeatureStage;
use crate::domain::text::{Untrusted, neutralise};
use crate::domain::when::Came;
use crate::report::text::rows::{self, Row};
use crate::report::text::{Width, counted, ending, link, padded, role, styled, wrapped};
use crate::report::words;

/// Writes the answer of `features`.
pub fn write(document: &FeaturesDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    match (&document.features[..], document.is_one) {
        ([one], true) => feature(document, one, width, out)?,
        ([], true) if document.later > 0 => not_yet(document, width, out)?,
        _ if document.since.is_some() => moves(document, width, out)?,
        _ => table(document, width, out)?,
    }
    ending::coverage(&document.coverage, width, out)
}

/// A feature that is not there yet, by its id.
fn not_yet(document: &FeaturesDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let id = document.asked.as_deref().unwrap_or_default();
    let known = match document.first_known {
        Some(day) => format!("is first known on {day}"),
        None => "is not known by then".to_owned(),
    };
    let text = format!(
        "{}, as of {}: {} {known}.",
        document.platform.for_terminal_line(),
        document.as_of,
        neutralise(id)
    );
    wrapped(out, width, "", "  ", &text)
}

fn title(document: &FeaturesDocument, what: &str) -> String {
    let mut text = format!(
        "{}, {what} as of {}",
        document.platform.for_terminal_line(),
        document.as_of
    );
    if let Some(account) = account(document) {
        text = format!("{text}, for {account}");
    }
    text
}

/// `an account created on 2019-07-17, running ui 2.5.0`; `None` if nothing was said of it.
fn account(document: &FeaturesDocument) -> Option<String> {
    let mut parts = Vec::new();
    parts.extend(
        document
            .created
            .map(|created| format!("created on {created}")),
    );
    for (stream, version) in &document.versions {
        parts.push(format!("running {stream} {version}"));
    }
    if !document.opted_in.is_empty() {
        parts.push(format!("opted in to {}", document.opted_in.join(", ")));
    }
    (!parts.is_empty()).then(|| neutralise(&format!("an account {}", parts.join(", "))))
}

fn look(stage: StageOn) -> Style {
    match stage {
        StageOn::Ga => role::GOOD,
        StageOn::Pilot | StageOn::Beta => role::CAUTION,
        StageOn::Ended => role::DIM,
        StageOn::Unknown => role::BAD,
    }
}

fn table(document: &FeaturesDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let text = title(document, "features");
    wrapped(out, width, "", "  ", &styled(role::TITLE, &text))?;
    writeln!(out)?;
    if let Some(remark) = &document.remark {
        let text = format!(
            "{} {}",
            styled(role::CAUTION, "remark:"),
            neutralise(remark)
        );
        wrapped(out, width, "", "  ", &text)?;
    }
    if document.features.is_empty() {
        writeln!(out, "No feature is known as of that day that fits.")?;
    }
    let rows: Vec<Row> = document
        .features
        .iter()
        .map(|state| row(state, document))
        .collect();
    rows::write(
        &["feature", "stage", "since", "available", "works with"],
        &rows,
        width,
        out,
    )?;
    let has = |scope: SupportScope| {
        document
            .features
            .iter()
            .any(|state| state.support.scope == scope)
    };
    if has(SupportScope::WherePossible) {
        let text = "The service level agreement and the support plans do not cover pilot and beta; \
                    questions are answered where possible.";
        writeln!(out)?;
        wrapped(out, width, "", "", text)?;
    }
    if has(SupportScope::Unknown) {
        let text = "A stage is unknown where no source names one that certainly held.";
        wrapped(out, width, "", "", &styled(role::DIM, text))?;
    }
    hidden(document, width, out)
}

fn hidden(document: &FeaturesDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let mut parts = Vec::new();
    if document.later > 0 && !document.is_one {
        parts.push(format!(
            "{} known from a later day only",
            counted(document.later, "more feature is", "more features are")
        ));
    }
    if document.loose_toggles > 0 {
        parts.push(format!(
            "{} seen in packages that no feature names; `forewarn show FLAG` shows one",
            counted(document.loose_toggles, "toggle was", "toggles were")
        ));
    }
    for text in parts {
        wrapped(out, width, "", "  ", &styled(role::DIM, &text))?;
    }
    Ok(())
}

fn row(state: &FeatureState, document: &FeaturesDocument) -> Row {
    let mut below: Vec<String> = Vec::new();
    let wording = newest(state)
        .filter(|newest| state.stage_by.is_none_or(|by| by < *newest))
        .and_then(|by| state.moves[by].event.label.as_ref());
    below.extend(wording.map(|label| format!("\"{}\"", label.for_terminal_line())));
    if let (Some(phase), Some(by)) = (state.phase, state.phase_by) {
        below.push(neutralise(&format!(
            "roll-out: {}, {}",
            phase.as_str().replace('-', " "),
            state.moves[by].when.since()
        )));
    }
    if let Some(other) = state.may_be {
        below.push(format!(
            "may be {other} already: its day is not known exactly"
        ));
    }
    below.extend(ahead(state));
    below.extend(by_version(state, document));
    below.extend(coming(state));
    below.extend(state.remarks.iter().map(|remark| {
        format!(
            "{} {}",
            styled(role::CAUTION, "remark:"),
            neutralise(remark)
        )
    }));
    Row {
        cells: vec![
            neutralise(&state.feature.id),
            styled(look(state.stage), state.stage.as_str()),
            since(state),
            available(state),
            works_with(state),
        ],
        below,
    }
}

/// The newest move that certainly came, of those that the account has.
fn newest(state: &FeatureState) -> Option<usize> {
    state.moves.iter().rposition(Move::holds)
}

/// `ga from ui/2.5.0`: the stage that came with a newer version than the account runs.
fn ahead(state: &FeatureState) -> Option<String> {
    let after = state.stage_by.map_or(0, |by| by + 1);
    let is_ahead =
        |step: &Move| step.came == Came::Yes && !step.account_has && step.event.stage.is_some();
    let newest = state.moves.iter().rposition(is_ahead)?;
    let (stage, first) = with_version(state, newest)?;
    let is_another = state.stage_by.and_then(|by| state.moves[by].event.stage) != Some(stage);
    (newest >= after && is_another).then(|| format!("{stage} from {}", neutralise(first)))
}

/// `ga with ui/2.5.0, beta before`: where the stage depends on the version, and none was said.
fn by_version(state: &FeatureState, document: &FeaturesDocument) -> Option<String> {
    let (stage, first) = with_version(state, state.stage_by?)?;
    let (stream, _) = first.split_once('/')?;
    if document.versions.contains_key(stream) {
        return None;
    }
    let before = state.moves[..state.stage_by?]
        .iter()
        .filter(|step| {
            let release = step.event.release.as_deref();
            release.is_some_and(|id| id.split('/').next() == Some(stream))
        })
        .filter_map(|step| step.event.stage)
        .rfind(|before| *before != stage)?;
    Some(format!(
        "{stage} with {}, {before} before",
        neutralise(first)
    ))
}

/// The stage of a move, with the first release that brought it.
fn with_version(state: &FeatureState, at: usize) -> Option<(FeatureStage, &str)> {
    let stage = state.moves[at].event.stage?;
    let release = state.moves[..=at]
        .iter()
        .rev()
        .filter(|step| step.event.stage.is_some())
        .take_while(|step| step.event.stage == Some(stage))
        .filter_map(|step| step.event.release.as_deref())
        .last()?;
    Some((stage, release))
}

/// `coming: ended, 2024-08-01 (effective)`: what is told before its day.
fn coming(state: &FeatureState) -> Vec<String> {
    let ahead = state.moves.iter().filter(|step| step.came == Came::No);
    ahead
        .map(|step| {
            let when = neutralise(&step.when.to_string());
            format!("coming: {}, {when}", said(step))
        })
        .collect()
}

fn since(state: &FeatureState) -> String {
    let by = state.stage_by.or_else(|| newest(state));
    by.map_or_else(String::new, |by| when(&state.moves[by]))
}

/// `2023-07-10`, `ui/1.28.0` where the day is not known.
fn when(step: &Move) -> String {
    match (&step.when.dated, &step.event.release) {
        (Some(dated), _) => dated.to_string(),
        (None, Some(release)) => neutralise(release),
        (None, None) => "day unknown".to_owned(),
    }
}

fn available(state: &FeatureState) -> String {
    match state.available {
        Available::ByOptingIn => "by opting in".to_owned(),
        other => other.as_str().to_owned(),
    }
}

fn works_with(state: &FeatureState) -> String {
    let ranges: Vec<String> = state
        .feature
        .compatible
        .iter()
        .map(|(stream, range)| format!("{stream} {range}"))
        .collect();
    neutralise(&ranges.join(", "))
}

fn moves(document: &FeaturesDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let since = document
        .since
        .map_or_else(String::new, |day| format!(" since {day}"));
    let text = title(document, &format!("moves of features{since}"));
    wrapped(out, width, "", "  ", &styled(role::TITLE, &text))?;
    writeln!(out)?;
    let mut all: Vec<(&FeatureState, &Move)> = document
        .features
        .iter()
        .flat_map(|state| state.moves.iter().map(move |step| (state, step)))
        .filter(|(_, step)| {
            document
                .since
                .is_none_or(|since| step.when.sort_day().is_some_and(|day| day >= since))
        })
        .collect();
    all.sort_by_key(|(_, step)| std::cmp::Reverse(step.when.sort_day()));
    if all.is_empty() {
        writeln!(out, "Nothing: no feature moved in that time.")?;
    }
    let rows: Vec<Row> = all
        .into_iter()
        .map(|(state, step)| Row {
            cells: vec![
                neutralise(&step.when.to_string()),
                neutralise(&state.feature.id),
                what(step),
            ],
            below: Vec::new(),
        })
        .collect();
    rows::write(&["day", "feature", "move"], &rows, width, out)
}

/// What a move says, and how it stands.
fn what(step: &Move) -> String {
    let mut parts = vec![said(step)];
    match step.came {
        Came::Maybe => parts.push("may have come already".to_owned()),
        Came::No => parts.push("announced for that day".to_owned()),
        Came::Yes => {}
    }
    if !step.account_has {
        parts.push("not in the account's version".to_owned());
    }
    parts.join(", ")
}

/// `beta, "public beta", with ui/2.3.2`.
fn said(step: &Move) -> String {
    words::feature_move(&step.event).join(", ")
}

const LABEL: usize = 12;

fn field(out: &mut dyn Write, width: Width, label: &str, text: &str) -> io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    let lead = format!("  {}", styled(role::DIM, &padded(label, LABEL)));
    wrapped(out, width, &lead, &" ".repeat(LABEL + 2), text)
}

fn feature(
    document: &FeaturesDocument,
    state: &FeatureState,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let feature = &state.feature;
    let head = format!(
        "{}  {}, as of {}",
        styled(role::TITLE, &neutralise(&feature.id)),
        feature.name.for_terminal_line(),
        document.as_of
    );
    wrapped(out, width, "", "  ", &head)?;
    writeln!(out)?;
    let maybe = state
        .may_be
        .map_or_else(String::new, |other| format!(", may be {other} already"));
    let since = match (state.stage_by, newest(state)) {
        (Some(by), _) => {
            let step = &state.moves[by];
            let with = step
                .event
                .release
                .as_ref()
                .map_or_else(String::new, |release| format!(", with {release}"));
            format!(", {}{}", neutralise(&step.when.since()), neutralise(&with))
        }
        (None, Some(_)) => ": no source names one".to_owned(),
        (None, None) => String::new(),
    };
    field(
        out,
        width,
        "stage",
        &format!(
            "{}{since}{maybe}",
            styled(look(state.stage), state.stage.as_str())
        ),
    )?;
    for text in ahead(state).into_iter().chain(coming(state)) {
        field(out, width, "", &text)?;
    }
    if let Some(remark) = &document.remark {
        field(
            out,
            width,
            "remark",
            &styled(role::CAUTION, &neutralise(remark)),
        )?;
    }
    if let (Some(phase), Some(by)) = (state.phase, state.phase_by) {
        let text = format!(
            "{}, {}",
            phase.as_str().replace('-', " "),
            neutralise(&state.moves[by].when.since())
        );
        field(out, width, "roll-out", &text)?;
    }
    let whom = account(document).map_or_else(String::new, |account| format!(" for {account}"));
    let why = neutralise(&state.why.join("; "));
    let available = format!("{}{whom}: {why}", available(state));
    field(out, width, "available", &available)?;
    field(out, width, "works with", &works_with(state))?;
    toggles(document, state, width, out)?;
    field(out, width, "support", &support(&state.support))?;
    for remark in &state.remarks {
        field(
            out,
            width,
            "remark",
            &styled(role::CAUTION, &neutralise(remark)),
        )?;
    }
    if let Some(note) = &feature.note {
        field(out, width, "note", &note.for_terminal_line())?;
    }
    life(document, state, width, out)
}

/// The toggle as published, and as packages show it.
fn toggles(
    document: &FeaturesDocument,
    state: &FeatureState,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let feature = &state.feature;
    let toggle = feature
        .toggle
        .as_ref()
        .map_or_else(String::new, Untrusted::for_terminal_line);
    field(out, width, "toggle", &toggle)?;
    for toggle in &document.toggles {
        let seen = |at: &Option<crate::domain::deprecation::Observed>| {
            at.as_ref().map(|at| neutralise(&at.to_string()))
        };
        let mut parts = vec![toggle.flag.for_terminal_line()];
        parts.extend(seen(&toggle.first_observed).map(|at| format!("first seen {at}")));
        parts.extend(seen(&toggle.last_observed).map(|at| format!("last seen {at}")));
        parts.extend(seen(&toggle.gone).map(|at| format!("gone {at}")));
        field(out, width, "in packages", &parts.join(", "))?;
    }
    Ok(())
}

/// Its moves, the entries that tell of it, and where it is from.
fn life(
    document: &FeaturesDocument,
    state: &FeatureState,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let feature = &state.feature;
    writeln!(out, "\n{}", styled(role::TITLE, "Moves"))?;
    for step in &state.moves {
        let text = format!("{}: {}", neutralise(&step.when.to_string()), what(step));
        wrapped(out, width, "  - ", "    ", &text)?;
        let event = &step.event;
        if let Some(by) = &event.support {
            wrapped(
                out,
                width,
                "      ",
                "      ",
                &format!("support: {}", by.for_terminal_line()),
            )?;
        }
        if let Some(note) = &event.note {
            wrapped(
                out,
                width,
                "      ",
                "      ",
                &styled(role::DIM, &note.for_terminal_line()),
            )?;
        }
    }
    if !document.entries.is_empty() {
        writeln!(out, "\n{}", styled(role::TITLE, "Entries"))?;
    }
    for link in &document.entries {
        let release = link.release.as_deref().map(neutralise).unwrap_or_default();
        let title = link
            .title
            .as_ref()
            .map_or_else(String::new, Untrusted::for_terminal_line);
        let text = format!("{} ({release}): {title}", neutralise(&link.id));
        wrapped(out, width, "  - ", "    ", &text)?;
    }
    for (idx, source) in feature.sources.iter().enumerate() {
        if idx == 0 {
            writeln!(out)?;
        }
        let label = if idx == 0 { "source" } else { "" };
        field(out, width, label, &link::source(source))?;
    }
    Ok(())
}

fn support(support: &Support) -> String {
    let mut text = match support.scope {
        SupportScope::Covered => "the support plans cover it",
        SupportScope::WherePossible => {
            "the service level agreement and the support plans do not cover it; questions are answered where possible"
        }
        SupportScope::None => "it has ended",
        SupportScope::Unknown => "unknown, because no stage is published",
    }
    .to_owned();
    if let Some(by) = &support.by {
        text = format!("{text}; {}", by.for_terminal_line());
    }
    if support.may_disappear {
        text.push_str("; a pilot may disappear without notice");
    }
    text
}
