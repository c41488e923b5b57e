//! A calendar of the ends that are known (iCalendar, RFC 5545): an all-day event on the last day of each line, and one on
//! the day from which it is maintained only.
//!
//! Nothing in it depends on the clock: `DTSTAMP` is the document's day, and a `UID` is made from platform, stream, line
//! and kind of event, so that a later calendar replaces the events of an earlier one. A day that is not known has no event:
//! [`left_out`] lists those lines. Forecasts are no ends, and never in it.

use std::io::{self, Write};

use crate::domain::date::Date;
use crate::domain::document::versions::{EndSource, LineStatus, Status, VersionsDocument};

/// The longest line that RFC 5545 allows, in octets without its end (section 3.1).
const LONGEST: usize = 75;

struct Event {
    day: Date,
    line: String,
    /// The part of the UID that says what it is.
    kind: &'static str,
    summary: String,
    description: String,
}

/// Writes the calendar, events by day.
pub fn write(document: &VersionsDocument, out: &mut dyn Write) -> io::Result<()> {
    let name = document.name.for_terminal_line();
    for text in [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//forewarn//forewarn versions//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        format!("X-WR-CALNAME:{}", escaped(&format!("{name} end of life"))),
    ] {
        folded(&text, out)?;
    }
    for event in events(document, &name) {
        self::event(document, &event, out)?;
    }
    folded("END:VCALENDAR", out)
}

/// The lines whose end, or whose day of being superseded, is not known although it has come.
pub fn left_out(document: &VersionsDocument) -> Vec<String> {
    let names = |is_meant: &dyn Fn(&LineStatus) -> bool| {
        let lines: Vec<String> = document
            .lines
            .iter()
            .filter(|line| is_meant(line))
            .map(|line| line.line.to_string())
            .collect();
        lines.join(", ")
    };
    let ends = names(&|line| line.end_of_life.is_none() && line.status != Status::Supported);
    let supports = names(&|line| line.superseded_on.is_none() && line.status != Status::Supported);
    let open = names(&|line| line.end_of_life.is_none() && line.status == Status::Supported);
    [
        ("the day of their end of life is not known", ends),
        (
            "the day on which their full support ended is not known",
            supports,
        ),
        ("no end is in sight yet", open),
    ]
    .into_iter()
    .filter(|(_, lines)| !lines.is_empty())
    .map(|(why, lines)| format!("not in the calendar, because {why}: {lines}"))
    .collect()
}

fn events(document: &VersionsDocument, name: &str) -> Vec<Event> {
    let mut events = Vec::new();
    for line in &document.lines {
        if let Some(day) = line.superseded_on {
            let by = line
                .superseded_by
                .as_ref()
                .map_or_else(String::new, |by| format!("{by} takes its place. "));
            events.push(Event {
                day,
                line: line.line.to_string(),
                kind: "end-of-support",
                summary: format!("{name} {}: full support ends", line.line),
                description: format!(
                    "{by}From this day on it gets critical fixes and security patches only."
                ),
            });
        }
        if let Some(day) = line.end_of_life {
            let source = match line.end_of_life_source {
                Some(EndSource::Published) => "Published by the platform.",
                Some(EndSource::Computed) => "Computed from the release policy, not published.",
                None => "",
            };
            events.push(Event {
                day,
                line: line.line.to_string(),
                kind: "end-of-life",
                summary: format!("{name} {}: end of life", line.line),
                description: format!(
                    "The last day on which {} is maintained; newest patch {}. {source}",
                    line.line, line.latest
                )
                .trim_end()
                .to_owned(),
            });
        }
    }
    events.sort_by(|a, b| (a.day, &a.line, a.kind).cmp(&(b.day, &b.line, b.kind)));
    events
}

fn event(document: &VersionsDocument, event: &Event, out: &mut dyn Write) -> io::Result<()> {
    let uid = format!(
        "{}-{}-{}-{}@forewarn",
        document.platform, document.stream, event.line, event.kind
    );
    for text in [
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(&uid)),
        format!("DTSTAMP:{}T000000Z", basic(document.as_of)),
        format!("DTSTART;VALUE=DATE:{}", basic(event.day)),
        format!("DTEND;VALUE=DATE:{}", basic(event.day.plus_days(1))),
        format!("SUMMARY:{}", escaped(&event.summary)),
        format!("DESCRIPTION:{}", escaped(&event.description)),
        "TRANSP:TRANSPARENT".to_owned(),
        format!("CATEGORIES:{}", event.kind),
        "END:VEVENT".to_owned(),
    ] {
        folded(&text, out)?;
    }
    Ok(())
}

/// `20260531`
fn basic(day: Date) -> String {
    day.to_string().replace('-', "")
}

/// A TEXT value (section 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => {}
            other => out.push(other),
        }
    }
    out
}

/// A content line: folded before it grows past 75 octets, never inside a character, each part ended by CRLF.
fn folded(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut length = 0;
    for c in text.chars() {
        if length + c.len_utf8() > LONGEST {
            out.write_all(b"\r\n ")?;
            length = 1;
        }
        write!(out, "{c}")?;
        length += c.len_utf8();
    }
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_by_octets_and_never_inside_a_character() {
        let text = format!("SUMMARY:{}", "ä".repeat(100));
        let mut out = Vec::new();
        folded(&text, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.ends_with("\r\n"));
        assert!(out.split("\r\n").all(|line| line.len() <= LONGEST), "{out}");
        assert_eq!(out.replace("\r\n ", "").trim_end(), text);
        let mut out = Vec::new();
        folded(&"x".repeat(75), &mut out).unwrap();
        assert_eq!(out.len(), 77, "75 octets fit");
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escaped("a;b,c\\d\ne"), "a\\;b\\,c\\\\d\\ne");
    }
}
