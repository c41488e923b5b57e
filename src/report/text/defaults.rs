//! Defaults for a terminal.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::domain::document::defaults::{
    Basis, DefaultStep, DefaultsAnswer, DefaultsDocument, Net, Reach, SettingFace, SettingMove,
    SettingState,
};
use crate::domain::entry::SettingValue;
use crate::domain::text::{Untrusted, neutralise};
use crate::report::text::rows::{self, Row};
use crate::report::text::{Width, counted, ending, notes, padded, role, styled, wrapped};

/// Writes the answer of `defaults`.
pub fn write(document: &DefaultsDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    match &document.answer {
        DefaultsAnswer::Account(states) => account(document, states, width, out)?,
        DefaultsAnswer::Changes { from, until, moves } => {
            let after = from.map_or_else(String::new, |from| format!(" after {from}"));
            let title = format!(
                "{}, what changed in the defaults{after} up to {until}",
                document.platform.for_terminal_line()
            );
            wrapped(out, width, "", "  ", &styled(role::TITLE, &title))?;
            changes(moves, width, out)?;
        }
        DefaultsAnswer::Setting(state) => setting(document, state, width, out)?,
    }
    ending::left_out(&document.left_out, width, out)?;
    ending::coverage(&document.coverage, width, out)
}

fn account(
    document: &DefaultsDocument,
    states: &[SettingState],
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let title = format!(
        "{}, defaults of {}",
        document.platform.for_terminal_line(),
        whose(document)
    );
    wrapped(out, width, "", "  ", &styled(role::TITLE, &title))?;
    writeln!(out)?;
    if states.is_empty() {
        writeln!(out, "No default is known as of that day.")?;
    }
    let rows: Vec<Row> = states
        .iter()
        .map(|state| Row {
            cells: vec![neutralise(&state.face.id), value(state), since(state)],
            below: below(state),
        })
        .collect();
    rows::write(&["setting", "value", "since"], &rows, width, out)?;
    if document.later > 0 {
        let text = format!(
            "{} known from a later day only",
            counted(document.later, "more setting is", "more settings are")
        );
        writeln!(out, "\n{}", styled(role::DIM, &text))?;
    }
    Ok(())
}

/// `an account created on 2019-07-17`, with the day it is seen on and the versions it runs.
fn whose(document: &DefaultsDocument) -> String {
    let mut text = format!("an account created on {}", document.created);
    if document.created != document.as_of {
        text = format!("{text}, as of {}", document.as_of);
    }
    for (stream, version) in &document.versions {
        text = format!("{text}, running {stream} {version}");
    }
    neutralise(&text)
}

fn unit(face: &SettingFace) -> String {
    face.unit
        .as_ref()
        .map_or_else(String::new, |unit| format!(" {}", unit.for_terminal_line()))
}

fn shown(value: &SettingValue, face: &SettingFace) -> String {
    match value {
        SettingValue::Unknown => "not published".to_owned(),
        known @ SettingValue::Known(_) => notes::value(known, &unit(face)),
    }
}

fn value(state: &SettingState) -> String {
    let has = |reach: Reach| state.steps.iter().any(|step| step.reach == reach);
    match state.basis {
        Basis::Change | Basis::Replaced => shown(&state.value, &state.face),
        Basis::Unknown if has(Reach::WithVersion) => "depends on the version".to_owned(),
        Basis::Unknown => "unknown".to_owned(),
    }
}

fn since(state: &SettingState) -> String {
    let Some(step) = state.by.and_then(|by| state.steps.get(by)) else {
        return String::new();
    };
    match state.basis {
        Basis::Change => since_step(step),
        Basis::Replaced => format!("until {}", neutralise(&step.when.to_string())),
        Basis::Unknown => String::new(),
    }
}

/// `2019-07-17`, `UI 1.27.0, day unknown`.
fn since_step(step: &DefaultStep) -> String {
    let version = step.version.semver().map_or_else(String::new, |version| {
        format!("{} {version}, ", step.stream_name.for_terminal_line())
    });
    neutralise(&format!("{version}{}", step.when))
}

/// What else has to be known of a setting's value.
fn below(state: &SettingState) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(step) = state.by.and_then(|by| state.steps.get(by)) {
        let lead = match state.basis {
            Basis::Replaced => "replaced by",
            _ => "by",
        };
        lines.push(styled(role::DIM, &format!("{lead} {}", told(step, state))));
        if state.basis == Basis::Change {
            lines.extend(unless(step));
        }
    }
    // What came before the change that holds is history, and has no bearing on it.
    let first = if state.basis == Basis::Change {
        state.by.map_or(0, |by| by + 1)
    } else {
        0
    };
    for step in state.steps.iter().skip(first).rev() {
        let value = shown(&step.new, &state.face);
        let why = step.why.as_deref().map(neutralise).unwrap_or_default();
        let lead = match step.reach {
            Reach::WithVersion => format!("{value} with {}", needs(&step.needs)),
            Reach::MayHold => format!(
                "{} {why}",
                styled(role::CAUTION, &format!("may be {value}:"))
            ),
            Reach::ByChoice => format!("{value} for those who opt in"),
            Reach::PassedBy => format!("not {value}: {why}"),
            Reach::Holds | Reach::NotYet => continue,
        };
        lines.push(format!(
            "{lead}, {}; {}",
            since_step(step),
            styled(role::DIM, &told(step, state))
        ));
        if step.reach != Reach::PassedBy {
            lines.extend(unless(step));
        }
    }
    lines.extend(state.remarks.iter().map(|remark| odd(remark)));
    lines
}

fn odd(remark: &str) -> String {
    format!(
        "{} {}",
        styled(role::CAUTION, "remark:"),
        neutralise(remark)
    )
}

fn needs(needs: &BTreeMap<String, String>) -> String {
    let needs: Vec<String> = needs
        .iter()
        .map(|(stream, range)| format!("{stream} {range}"))
        .collect();
    neutralise(&needs.join(" and "))
}

/// The entry with whom it reaches, whether it is applied automatically, and what it is linked with.
fn told(step: &DefaultStep, state: &SettingState) -> String {
    let mut parts = vec![step.entry.clone()];
    if let Some(applies_to) = step.applies_to {
        parts.push(format!("for {}", applies_to.as_str().replace('-', " ")));
    }
    match step.automatic {
        Some(true) => parts.push("applied automatically".to_owned()),
        Some(false) => parts.push("not applied automatically".to_owned()),
        None => {}
    }
    if !step.linked.is_empty() {
        let linked: Vec<String> = step
            .linked
            .iter()
            .map(|id| {
                let day = state.steps.iter().find(|other| other.entry == *id);
                day.map_or_else(|| id.clone(), |other| format!("{id} of {}", other.when))
            })
            .collect();
        parts.push(format!("linked with {}", linked.join(", ")));
    }
    neutralise(&parts.join(", "))
}

fn unless(step: &DefaultStep) -> Vec<String> {
    step.excluded
        .iter()
        .map(|exclusion| {
            let why = exclusion
                .why
                .as_ref()
                .map_or_else(String::new, |why| format!(" ({})", why.for_terminal_line()));
            format!("unless: {}{why}", exclusion.who.for_terminal_line())
        })
        .collect()
}

fn changes(moves: &[SettingMove], width: Width, out: &mut dyn Write) -> io::Result<()> {
    if moves.is_empty() {
        return writeln!(out, "\nNothing: no change of a default lies in that time.");
    }
    for one in moves.iter().filter(|one| !one.steps.is_empty()) {
        let net = match one.net {
            Net::Changed | Net::Unknown => format!(
                "{} -> {}",
                shown(&one.before, &one.face),
                shown(&one.after, &one.face)
            ),
            Net::None => format!(
                "no net change, {} at both ends",
                shown(&one.after, &one.face)
            ),
        };
        writeln!(
            out,
            "\n{}{}",
            styled(role::TITLE, &neutralise(&one.face.id)),
            name(&one.face)
        )?;
        wrapped(out, width, "  ", "    ", &net)?;
        for step in &one.steps {
            self::step(step, &one.face, width, out)?;
        }
        for remark in &one.remarks {
            wrapped(out, width, "  ", "    ", &odd(remark))?;
        }
    }
    let maybe: Vec<(&SettingMove, &DefaultStep)> = moves
        .iter()
        .flat_map(|one| one.may_lie_in.iter().map(move |step| (one, step)))
        .collect();
    if !maybe.is_empty() {
        let title = format!(
            "May lie in that time, the day not being known: {}",
            maybe.len()
        );
        writeln!(out, "\n{}", styled(role::TITLE, &title))?;
    }
    for (one, step) in maybe {
        let text = format!(
            "{}: {}, {}; {}",
            neutralise(&one.face.id),
            shown(&step.new, &one.face),
            since_step(step),
            styled(role::DIM, &neutralise(&step.entry))
        );
        wrapped(out, width, "  - ", "    ", &text)?;
    }
    Ok(())
}

fn name(face: &SettingFace) -> String {
    face.name.as_ref().map_or_else(String::new, |name| {
        format!("  {}", name.for_terminal_line())
    })
}

/// One change in a list of changes, oldest first.
fn step(
    step: &DefaultStep,
    face: &SettingFace,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut text = format!(
        "{}: {} -> {}",
        since_step(step),
        shown(&step.old, face),
        shown(&step.new, face)
    );
    if let Some(applies_to) = step.applies_to {
        text = format!("{text}, for {}", applies_to.as_str().replace('-', " "));
    }
    match step.automatic {
        Some(true) => text.push_str(", applied automatically"),
        Some(false) => text.push_str(", not applied automatically"),
        None => {}
    }
    if !step.needs.is_empty() {
        text = format!("{text}, needs {}", needs(&step.needs));
    }
    wrapped(out, width, "  - ", "    ", &text)?;
    let mut entry = neutralise(&format!("{} in {}", step.entry, step.release));
    if !step.linked.is_empty() {
        entry = format!(
            "{entry}, linked with {}",
            neutralise(&step.linked.join(", "))
        );
    }
    wrapped(out, width, "      ", "      ", &styled(role::DIM, &entry))?;
    for text in unless(step) {
        wrapped(out, width, "      ", "        ", &text)?;
    }
    match &step.note {
        Some(note) => wrapped(
            out,
            width,
            "      ",
            "      ",
            &styled(role::DIM, &note.for_terminal_line()),
        ),
        None => Ok(()),
    }
}

fn setting(
    document: &DefaultsDocument,
    state: &SettingState,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    const LABEL: usize = 9;
    let face = &state.face;
    writeln!(
        out,
        "{}{}",
        styled(role::TITLE, &neutralise(&face.id)),
        name(face)
    )?;
    let said = |text: &Option<Untrusted>| {
        text.as_ref()
            .map_or_else(|| "not published".to_owned(), Untrusted::for_terminal_line)
    };
    let since = since(state);
    let since = if since.is_empty() {
        since
    } else {
        format!(", {}", prefixed(state, &since))
    };
    for (label, text) in [
        ("service", said(&face.service)),
        ("pointer", said(&face.pointer)),
        ("value", format!("{}{since}", value(state))),
        ("", format!("for {}", whose(document))),
    ] {
        let lead = format!("  {}", styled(role::DIM, &padded(label, LABEL)));
        wrapped(out, width, &lead, &" ".repeat(LABEL + 2), &text)?;
    }
    for line in below(state) {
        wrapped(
            out,
            width,
            &" ".repeat(LABEL + 2),
            &" ".repeat(LABEL + 4),
            &line,
        )?;
    }
    writeln!(out, "\n{}", styled(role::TITLE, "Changes, oldest first"))?;
    let mut is_any = false;
    for one in state
        .steps
        .iter()
        .filter(|step| step.reach != Reach::NotYet)
    {
        is_any = true;
        step(one, face, width, out)?;
    }
    if !is_any {
        writeln!(out, "  None is known as of {}.", document.as_of)?;
    }
    Ok(())
}

fn prefixed(state: &SettingState, since: &str) -> String {
    match state.basis {
        Basis::Change => format!("since {since}"),
        Basis::Replaced | Basis::Unknown => since.to_owned(),
    }
}
