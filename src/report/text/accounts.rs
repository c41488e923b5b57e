//! Accounts for a terminal: one row each, and what there is to know of it below.

use std::io::{self, Write};

use crate::domain::date::{DateKind, Dated};
use crate::domain::document::accounts::{
    AccountFeature, AccountStatus, AccountsDocument, Concern, Move, Running, Setting,
};
use crate::domain::document::features::{Available, StageOn, SupportScope};
use crate::domain::document::versions::{EndSource, ForecastWindow, Status};
use crate::domain::text::{Untrusted, neutralise};
use crate::report::text::rows::{self, Row};
use crate::report::text::versions::{age, bounded, look};
use crate::report::text::{Width, counted, role, styled, wrapped};

/// Writes the table.
pub fn write(document: &AccountsDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let title = format!(
        "Accounts and the {} they run as of {}",
        document.name.for_terminal_line(),
        document.as_of
    );
    wrapped(out, width, "", "  ", &styled(role::TITLE, &title))?;
    writeln!(out)?;
    if document.accounts.is_empty() {
        let file = document.file.for_terminal_line();
        match (document.ending_within, document.until) {
            (Some(within), Some(until)) if document.left_out > 0 => wrapped(
                out,
                width,
                "",
                "  ",
                &format!(
                    "Of {} none runs a version that has ended or ends within {within}, by {until}.",
                    counted(document.left_out, "account", "accounts")
                ),
            )?,
            _ => writeln!(out, "{file} holds no account.")?,
        }
    } else {
        rows(document, width, out)?;
        if let Some(within) = document.ending_within.filter(|_| document.left_out > 0) {
            let text = format!(
                "{} not ending within {within}",
                counted(document.left_out, "more account", "more accounts")
            );
            writeln!(out)?;
            wrapped(out, width, "", "  ", &styled(role::DIM, &text))?;
        }
    }
    writeln!(out)?;
    age(&document.data, width, out)
}

fn rows(document: &AccountsDocument, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Row> = document
        .accounts
        .iter()
        .map(|account| Row {
            cells: cells(account).to_vec(),
            below: details(account),
        })
        .collect();
    let head = ["account", "set to", "runs", "status", "end of life", "left"];
    rows::write(&head, &rows, width, out)
}

fn cells(account: &AccountStatus) -> [String; 6] {
    [
        account.name.for_terminal_line(),
        set_to(account),
        runs(&account.runs),
        styled(look(account.runs.status), account.runs.status.as_str()),
        end(&account.runs),
        account
            .days_left
            .filter(|days| *days >= 0)
            .map_or_else(|| "-".to_owned(), |days| format!("{days}d")),
    ]
}

/// `pin 2.13`, `~2.14`, `automatic`.
fn set_to(account: &AccountStatus) -> String {
    let text = account
        .set_to
        .as_ref()
        .map(Untrusted::for_terminal_line)
        .unwrap_or_default();
    match account.setting {
        Setting::UiVersion => text,
        Setting::Pin => format!("pin {text}"),
        Setting::Automatic => "automatic".to_owned(),
    }
}

/// The version, or that it is not known.
pub(crate) fn runs(runs: &Running) -> String {
    runs.version
        .as_ref()
        .map_or_else(|| "unknown".to_owned(), ToString::to_string)
}

/// `2026-05-31 published`, `unknown, by 2024-02-29`, `-`.
pub(crate) fn end(runs: &Running) -> String {
    match (runs.end_of_life, runs.end_of_life_bounds) {
        (Some(end), _) => {
            let source = runs.end_of_life_source.map_or("", EndSource::as_str);
            format!("{end} {source}").trim_end().to_owned()
        }
        (None, Some(bounds)) => bounded(bounds),
        (None, None) if runs.status == Status::Supported => "-".to_owned(),
        (None, None) => "unknown".to_owned(),
    }
}

fn details(account: &AccountStatus) -> Vec<String> {
    let mut below = Vec::new();
    if let Some(owner) = &account.owner {
        let text = format!("owner {}", owner.for_terminal_line());
        below.push(styled(role::DIM, &text));
    }
    for warning in &account.runs.warnings {
        let style = match warning.concern {
            Concern::Superseded => role::CAUTION,
            _ => role::BAD,
        };
        below.push(format!(
            "{} {}",
            styled(style, "!"),
            neutralise(&warning.text)
        ));
    }
    for feature in &account.features {
        below.push(feature_words(feature));
    }
    let is_told = |reason: &String| {
        account
            .runs
            .warnings
            .iter()
            .any(|warning| warning.text == *reason)
    };
    if let Some(reason) = account
        .runs
        .reason
        .as_ref()
        .filter(|reason| !is_told(reason))
    {
        below.push(styled(role::DIM, &neutralise(reason)));
    }
    if let Some(assumption) = &account.assumption {
        below.push(styled(
            role::DIM,
            &format!("taken to be {}", neutralise(assumption)),
        ));
    }
    if let Some(next) = &account.next {
        below.push(next_words(next));
    }
    if let Some(waits_for) = &account.waits_for {
        let stated = expected(account.expected, "by the stated cadence");
        let observed = expected(account.expected_observed, "by what was observed");
        below.push(styled(
            role::DIM,
            &format!("next: {}{stated}{observed}", neutralise(waits_for)),
        ));
    }
    below
}

/// `, by the stated cadence 2026-03-11 to 2026-03-25`
fn expected(window: Option<ForecastWindow>, by: &str) -> String {
    window.map_or_else(String::new, |window| {
        let from = window
            .from
            .map_or_else(String::new, |from| format!("{from} to "));
        format!(", {by} {from}{}", window.to)
    })
}

/// `feature citrix-vdi: beta, available; no SLA, questions answered where possible`
fn feature_words(feature: &AccountFeature) -> String {
    let available = match feature.available {
        Available::Yes => "available".to_owned(),
        Available::No => styled(role::BAD, "not available"),
        Available::ByOptingIn => "by opting in".to_owned(),
        Available::Depends => "depends".to_owned(),
        Available::Unknown => styled(role::CAUTION, "unknown"),
    };
    let stage = feature
        .stage
        .map_or_else(String::new, |stage| format!("{stage}, "));
    let support = match feature.support {
        SupportScope::WherePossible => "; no SLA, questions are answered where possible",
        // The stage says so.
        SupportScope::None | SupportScope::Covered | SupportScope::Unknown => "",
    };
    let is_ended = feature.stage == Some(StageOn::Ended);
    let mut why: Vec<String> = vec![String::new()];
    if feature.available != Available::Yes {
        let told = feature.why.iter();
        why.extend(
            told.filter(|why| !(is_ended && *why == "it has ended"))
                .map(|why| neutralise(why)),
        );
    }
    let why = why.join("; ");
    format!(
        "feature {}: {stage}{available}{support}{why}",
        feature.id.for_terminal_line()
    )
}

/// `next: 2.15.0 on 2025-11-20, with 14 entries, 1 breaking (forewarn notes 2.14.0..2.15.0)`
fn next_words(next: &Move) -> String {
    let on = Dated {
        on: next.on,
        kind: next.date_kind,
    };
    // `by 2022-11-21`, or `on 2025-11-20`.
    let preposition = if next.date_kind == DateKind::NoLaterThan {
        ""
    } else {
        "on "
    };
    let range = next.range.as_ref().map_or_else(String::new, |range| {
        let breaking = if next.breaking == 0 {
            "none of them breaking".to_owned()
        } else {
            styled(role::BAD, &format!("{} breaking", next.breaking))
        };
        let entries = if next.entries == 0 {
            "no entry is known".to_owned()
        } else {
            format!("{}, {breaking}", counted(next.entries, "entry", "entries"))
        };
        let command = styled(role::COMMAND, &format!("forewarn notes {range}"));
        format!("; {entries}: {command}")
    });
    format!("next: {} {preposition}{on}{range}", next.version)
}
