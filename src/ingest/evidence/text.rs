//! A browser's console as text: a message in each line, behind whatever the browser puts before it.

use crate::domain::date::Date;
use crate::domain::evidence::{Broken, Format, Log, Record};
use crate::ingest::evidence::{Sink, cut, day};

/// So many things are taken from the front of a line: a time, a level, a source, in any order.
const DEPTH: usize = 6;

/// A list of broken lines says no more than this many.
const BROKEN: usize = 10_000;

pub(super) fn read(bytes: &[u8], sink: Sink<'_>) -> Log {
    let mut log = Log {
        format: Format::ConsoleText,
        broken: Vec::new(),
        remarks: Vec::new(),
    };
    let (mut cut_short, mut unread) = (0, 0);
    for (idx, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        // No more of a line is looked at than a message is long; the rest may be of any size.
        let most = line.len().min(super::LINE_LIMIT);
        cut_short += usize::from(most < line.len());
        let start = &line[..most];
        let valid = match std::str::from_utf8(start) {
            Ok(text) => Some(text),
            // A character that the cut went through.
            Err(error) if most < line.len() && error.error_len().is_none() => {
                std::str::from_utf8(&start[..error.valid_up_to()]).ok()
            }
            Err(_told_by_place) => None,
        };
        match valid {
            Some(text) => sink(Record {
                at: idx + 1,
                day: day_of(text),
                texts: candidates(text),
                code: None,
                event: None,
            }),
            None if log.broken.len() < BROKEN => log.broken.push(Broken {
                at: idx + 1,
                why: "it is not UTF-8".to_owned(),
            }),
            None => unread += 1,
        }
    }
    if cut_short > 0 {
        log.remarks.push(format!(
            "{cut_short} lines are longer than {} bytes: only their beginning was looked at",
            super::LINE_LIMIT
        ));
    }
    if unread > 0 {
        log.remarks
            .push(format!("{unread} more lines are not UTF-8"));
    }
    log
}

/// The day that a line begins with.
fn day_of(line: &str) -> Option<Date> {
    let bare = line.trim_start_matches(['[', '(', '"']);
    let end = bare
        .find(|c: char| {
            !(c.is_ascii_digit() || matches!(c, '-' | ':' | '.' | 'T' | 'Z' | '+' | ' '))
        })
        .unwrap_or(bare.len());
    let front = bare.get(..end)?.trim();
    if !front.starts_with("20") || front.len() < 10 {
        return None;
    }
    let mut words = front.split_whitespace();
    let (first, second) = (words.next()?, words.next());
    second
        .and_then(|second| day::of_text(&format!("{first}T{second}")))
        .or_else(|| day::of_text(first))
        .or_else(|| first.get(..10)?.parse().ok())
}

/// A message as it stands, and with less and less of what may stand around it.
pub(super) fn candidates(text: &str) -> Vec<String> {
    let mut found = vec![text.trim().to_owned()];
    let mut rest = text.trim();
    for _ in 0..DEPTH {
        let Some(next) = without_front(rest) else {
            break;
        };
        rest = next;
        found.push(rest.to_owned());
    }
    // A driver hands a message out as a text in quotes.
    if let Some(quoted) = found
        .iter()
        .find_map(|one| serde_json::from_str::<String>(one).ok())
    {
        found.push(cut(&quoted).trim().to_owned());
    }
    let without_source: Vec<String> = found
        .iter()
        .filter_map(|one| {
            let (front, last) = one.rsplit_once(char::is_whitespace)?;
            is_source(last).then(|| front.trim_end().to_owned())
        })
        .collect();
    found.extend(without_source);
    found
}

/// A line without the time, level, source or bracket that it begins with; `None` if it begins with none.
fn without_front(text: &str) -> Option<&str> {
    if let Some(inner) = text.strip_prefix('[') {
        let (front, rest) = inner.split_once(']')?;
        return (front.len() <= 80).then_some(rest.trim_start());
    }
    let (first, rest) = text.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let is_front = is_time(first) || is_source(first) || is_level(first);
    is_front.then_some(rest)
}

/// `12:34:56.789`, `2026-05-01T10:00:00Z`, `2026-05-01`.
fn is_time(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    digits >= 4
        && word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| {
            c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | '-' | '+' | 'T' | 'Z' | '/')
        })
}

/// `twilio-flex.prod.js:2`, `https://flex.twilio.com/x.js:1:234`, `VM12:3`, `1:2345`, `https://flex.twilio.com/`.
fn is_source(word: &str) -> bool {
    let bare = word
        .trim_end_matches([':', ')'])
        .trim_start_matches(['(', '@']);
    let has_place = bare.rsplit_once(':').is_some_and(|(front, line)| {
        !front.is_empty() && !line.is_empty() && line.chars().all(|c| c.is_ascii_digit())
    });
    has_place || bare.starts_with("https://") || bare.starts_with("http://")
}

fn is_level(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_ascii_alphabetic() && c != '.');
    let is_mark = bare.is_empty()
        && !word.is_empty()
        && word.chars().all(|c| !c.is_alphanumeric())
        && !word.starts_with(['"', '\'', '`']);
    // "Warning!" is the first word of messages.
    !word.ends_with('!')
        && (is_mark
            || matches!(
                bare.to_ascii_lowercase().as_str(),
                "warn"
                    | "warning"
                    | "error"
                    | "info"
                    | "log"
                    | "debug"
                    | "verbose"
                    | "console.warn"
                    | "console.error"
                    | "console.log"
                    | "console-api"
                    | "javascript"
            ))
}
