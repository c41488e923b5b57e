//! Forecasts for a terminal: what is stated and what was observed, one below the other.

use std::io::{self, Write};

use crate::domain::date::{Date, Dated};
use crate::domain::document::versions::{
    Forecast, ForecastWindow, ObservedForecast, Outlook, ReleaseForecast, StatedForecast,
};
use crate::report::text::{Width, role, styled, wrapped};

/// Writes a short block with both kinds of release.
pub(crate) fn write(forecast: &Forecast, width: Width, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "\n{}",
        styled(role::TITLE, "Forecast, never a deadline")
    )?;
    for (name, one) in [
        ("next minor", &forecast.next_minor),
        ("next major", &forecast.next_major),
    ] {
        release(name, one, width, out)?;
    }
    Ok(())
}

fn release(
    name: &str,
    forecast: &ReleaseForecast,
    width: Width,
    out: &mut dyn Write,
) -> io::Result<()> {
    let after = match (
        &forecast.after,
        forecast.after_date,
        forecast.after_date_kind,
    ) {
        (Some(version), Some(on), Some(kind)) => {
            format!("after {version}, {}", Dated { on, kind })
        }
        (Some(version), ..) => format!("after {version}, date unknown"),
        (None, ..) => "unknown".to_owned(),
    };
    let lead = format!("  {name}  ");
    wrapped(out, width, &lead, "      ", &styled(role::DIM, &after))?;
    let known_until = forecast.known_until;
    if let Some(stated) = &forecast.stated {
        row("stated", &stated_words(stated, known_until), width, out)?;
    }
    if let Some(observed) = &forecast.observed {
        row(
            "observed",
            &observed_words(observed, known_until),
            width,
            out,
        )?;
    }
    if let Some(reason) = &forecast.reason {
        row("", &styled(role::DIM, reason), width, out)?;
    }
    Ok(())
}

fn row(name: &str, text: &str, width: Width, out: &mut dyn Write) -> io::Result<()> {
    let rest = " ".repeat(14);
    wrapped(out, width, &format!("    {name:<10}"), &rest, text)
}

fn stated_words(stated: &StatedForecast, known_until: Option<Date>) -> String {
    let window = stated.window.map_or_else(
        || "no forecast".to_owned(),
        |window| window_words("stated", window, known_until),
    );
    format!("{window} (every {})", stated.cadence)
}

fn observed_words(observed: &ObservedForecast, known_until: Option<Date>) -> String {
    let mut text = observed.window.map_or_else(
        || "no forecast".to_owned(),
        |window| window_words("observed", window, known_until),
    );
    let is_ahead = observed
        .window
        .is_some_and(|window| window.outlook == Outlook::Expected);
    if let Some(expected) = observed.expected.filter(|_| is_ahead) {
        text.push_str(", median ");
        text.push_str(&expected.to_string());
    }
    let quartiles = observed
        .quartiles_days
        .map_or_else(String::new, |[lower, upper]| {
            format!(", half of them {lower} to {upper}")
        });
    let spread = match observed.gaps.len() {
        1 => format!(" (1 gap: {})", counted_days(observed.median_days)),
        count => format!(
            " (last {count} gaps: {} to {} days, median {}{quartiles})",
            observed.shortest_days, observed.longest_days, observed.median_days,
        ),
    };
    text + &spread
}

fn counted_days(days: i32) -> String {
    if days == 1 {
        "1 day".to_owned()
    } else {
        format!("{days} days")
    }
}

/// `2026-03-11 to 2026-03-25`, or that there is none any more.
fn window_words(what: &str, window: ForecastWindow, known_until: Option<Date>) -> String {
    let ended = format!("no forecast ({what} window ended on {})", window.to);
    match (window.outlook, window.from) {
        (Outlook::Expected, Some(from)) if from == window.to => format!("about {from}"),
        (Outlook::Expected, Some(from)) => format!("{from} to {}", window.to),
        (Outlook::Expected, None) => format!("by {}", window.to),
        (Outlook::Overdue, _) => format!("{}, {ended}", styled(role::CAUTION, "overdue")),
        (Outlook::NoData, _) => match known_until {
            Some(day) => format!("{ended}, no data since {day}"),
            None => format!("{ended}, no data"),
        },
    }
}
