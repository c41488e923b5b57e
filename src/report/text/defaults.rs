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
use crate::report::text::{Width, counted, ending, padded, role, styled, wrapped};
use crate::report::words;

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
            changes(moves, &names(document), width, out)?;
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
    if let Some(remark) = &document.remark {
        wrapped(out, width, "", "  ", &odd(remark))?;
    }
    if states.is_empty() {
        writeln!(out, "No default is known as of that day.")?;
    }
    let rows: Vec<Row> = states
        .iter()
        .map(|state| Row {
            cells: vec![neutralise(&state.face.id), value(state)],
            below: below(state, &names(document)),
        })
        .collect();
    rows::write(&["setting", "value"], &rows, width, out)?;
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
    words::value(value, &unit(face))
}

fn value(state: &SettingState) -> String {
    match state.basis {
        Basis::Change | Basis::Replaced => shown(&state.value, &state.face),
        Basis::Version => "depends on the version".to_owned(),
        Basis::Unknown => "unknown".to_owned(),
    }
}

/// What the streams are called, by their ids.
fn names(document: &DefaultsDocument) -> BTreeMap<&str, String> {
    document
        .coverage
        .iter()
        .map(|stream| (stream.stream.as_str(), stream.name.for_terminal_line()))
        .collect()
}

/// What else has to be known of a setting's value: since when and by what it holds, then what may stand against it.
fn below(state: &SettingState, names: &BTreeMap<&str, String>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(step) = state.by.and_then(|by| state.steps.get(by)) {
        let is_former = step.reach != Reach::Holds;
        let lead = if is_former {
            format!("until {}, replaced by", step.when)
        } else {
            format!("{}:", step.when.since())
        };
        let value = match state.basis {
            Basis::Version => format!("otherwise {}, ", shown(&state.otherwise, &state.face)),
            _ => String::new(),
        };
        let text = format!("{} {}", neutralise(&lead), told(step, state));
        lines.push(format!("{value}{}", styled(role::DIM, &text)));
        if !is_former {
            lines.extend(unless(step));
            let note = step.note.as_ref().filter(|_| step.new.known().is_none());
            lines.extend(note.map(Untrusted::for_terminal_line));
        }
    }
    // What came before the change that holds is history, and has no bearing on it.
    let first = state
        .by
        .filter(|by| state.steps[*by].reach == Reach::Holds)
        .map_or(0, |by| by + 1);
    let mut others = Vec::new();
    let others_of = |(idx, _): &(usize, &DefaultStep)| {
        *idx >= first && state.by != Some(*idx)
            || state.basis == Basis::Version && state.by == Some(*idx) && first == 0
    };
    for (_, step) in state.steps.iter().enumerate().filter(others_of).rev() {
        let is_the_same = step.new == state.value && state.value.known().is_some();
        let value = shown(&step.new, &state.face);
        let why = step.why.as_deref().map(neutralise).unwrap_or_default();
        let lead = match step.reach {
            Reach::WithVersion => format!("{value} with {}", needs(&step.needs, names)),
            Reach::MayHold if !is_the_same => format!(
                "{} {why}",
                styled(role::CAUTION, &format!("may be {value}:"))
            ),
            Reach::ByChoice => format!("{value} for those who opt in"),
            Reach::PassedBy if !is_the_same => format!("not {value}: {why}"),
            Reach::MayHold | Reach::PassedBy | Reach::Holds | Reach::NotYet => continue,
        };
        let day = match step.reach {
            Reach::WithVersion => step.when.since(),
            _ => step.when.to_string(),
        };
        let text = format!("{day}: {}", told(step, state));
        others.push(format!("{lead}, {}", styled(role::DIM, &neutralise(&text))));
        if step.reach != Reach::PassedBy {
            others.extend(unless(step));
        }
    }
    // Where the value depends on the version, the versions come first and the rest after them.
    if state.basis == Basis::Version {
        others.append(&mut lines);
        lines = others;
    } else {
        lines.append(&mut others);
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

fn needs(needs: &BTreeMap<String, String>, names: &BTreeMap<&str, String>) -> String {
    let needs: Vec<String> = needs
        .iter()
        .map(|(stream, range)| {
            let name = names.get(stream.as_str()).unwrap_or(stream);
            format!("{name} {range}")
        })
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

fn changes(
    moves: &[SettingMove],
    names: &BTreeMap<&str, String>,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    if moves.is_empty() {
        return writeln!(out, "\nNothing: no change of a default lies in that time.");
    }
    for one in moves.iter().filter(|one| !one.steps.is_empty()) {
        let net = match one.net {
            Net::Unknown if one.after.known().is_none() && one.before.known().is_none() => {
                "neither value is published".to_owned()
            }
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
        let title = styled(role::TITLE, &neutralise(&one.face.id));
        writeln!(out)?;
        wrapped(out, width, "", "  ", &format!("{title}{}", name(&one.face)))?;
        wrapped(out, width, "  ", "    ", &net)?;
        for step in &one.steps {
            self::step(step, &one.face, names, width, out)?;
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
            neutralise(&step.when.to_string()),
            styled(
                role::DIM,
                &neutralise(&format!("{} in {}", step.entry, step.release))
            )
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
    names: &BTreeMap<&str, String>,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let is_said = step.old.known().is_some() || step.new.known().is_some();
    let change = if is_said {
        format!("{} -> {}", shown(&step.old, face), shown(&step.new, face))
    } else if step.note.is_some() {
        "changed".to_owned()
    } else {
        "neither value is published".to_owned()
    };
    let mut text = format!("{}: {change}", neutralise(&step.when.to_string()));
    if let Some(applies_to) = step.applies_to {
        text = format!("{text}, for {}", applies_to.as_str().replace('-', " "));
    }
    match step.automatic {
        Some(true) => text.push_str(", applied automatically"),
        Some(false) => text.push_str(", not applied automatically"),
        None => {}
    }
    if !step.needs.is_empty() {
        text = format!("{text}, needs {}", needs(&step.needs, names));
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
    let title = styled(role::TITLE, &neutralise(&face.id));
    wrapped(out, width, "", "  ", &format!("{title}{}", name(face)))?;
    let said = |text: &Option<Untrusted>| {
        text.as_ref()
            .map_or_else(|| "not published".to_owned(), Untrusted::for_terminal_line)
    };
    for (label, text) in [
        ("service", said(&face.service)),
        ("pointer", said(&face.pointer)),
        ("value", value(state)),
        ("", format!("for {}", whose(document))),
    ] {
        let lead = format!("  {}", styled(role::DIM, &padded(label, LABEL)));
        wrapped(out, width, &lead, &" ".repeat(LABEL + 2), &text)?;
    }
    let remark = document.remark.iter().map(|remark| odd(remark));
    for line in remark.chain(below(state, &names(document))) {
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
        step(one, face, &names(document), width, out)?;
    }
    if !is_any {
        writeln!(out, "  None is known as of {}.", document.as_of)?;
    }
    Ok(())
}
