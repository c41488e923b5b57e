//! What was seen at run time, as it is exported: alerts of the Monitor API, events that the Debugger posted, a browser's
//! console as JSON, text or in an HTTP archive. Which of them a file is is told by its content.
//!
//! Reading never fails on single lines or items: what cannot be read is listed with its place. Nothing here repeats more of a
//! file than what patterns are held against.

use serde_json::Value;

use crate::domain::evidence::{Broken, Format, Log, Record};

mod console;
mod day;
mod events;
mod text;

use console::Message;

/// JSON is parsed whole, which takes several times its size.
const JSON_LIMIT: usize = 64 * 1024 * 1024;

/// Of one line or message no more is looked at, in bytes.
const LINE_LIMIT: usize = 16 * 1024;

/// Why a file as a whole could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("it is JSON, but of no form that is known")]
    UnknownShape,
    #[error("it is broken JSON: {what}, line {line} column {column}")]
    Json {
        what: &'static str,
        line: usize,
        column: usize,
    },
    #[error("it is JSON of {0} bytes; no more than {JSON_LIMIT} are read at once")]
    TooLarge(usize),
    #[error("it is neither text nor JSON")]
    Binary,
}

/// What the readers take, for messages.
pub const FORMS: [&str; 5] = [
    "alerts of the Monitor API (GET https://monitor.twilio.com/v1/Alerts), a list or a single one",
    "events that the Debugger posted, as JSON or form-encoded, one in a line",
    "a browser's console as JSON: [{\"level\", \"message\", \"timestamp\"}], or one object in a line",
    "an HTTP archive (HAR) with console messages",
    "a browser's console saved as text",
];

/// Takes what a log holds, one record after the other: not all of them are in memory at once.
pub type Sink<'a> = &'a mut dyn FnMut(Record);

/// Reads a log.
///
/// # Errors
/// If the file as a whole is of no form that is known.
pub fn read(bytes: &[u8], sink: Sink<'_>) -> Result<Log, Unreadable> {
    let decoded;
    let bytes = match bytes {
        [0xff, 0xfe, rest @ ..] => {
            decoded = utf16(rest, u16::from_le_bytes);
            decoded.as_bytes()
        }
        [0xfe, 0xff, rest @ ..] => {
            decoded = utf16(rest, u16::from_be_bytes);
            decoded.as_bytes()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => rest,
        bytes => bytes,
    };
    let start = bytes.trim_ascii_start();
    let whole = bytes.trim_ascii();
    if matches!(start.first(), Some(b'{' | b'['))
        && whole.len() <= JSON_LIMIT
        && let Ok(value) = serde_json::from_slice::<Value>(whole)
    {
        return whole_document(&value, sink);
    }
    if !looks_like_json(start) {
        if is_binary(start) {
            return Err(Unreadable::Binary);
        }
        return Ok(if events::is_form(first_line(start)) {
            events::forms(bytes, sink)
        } else {
            text::read(bytes, sink)
        });
    }
    if serde_json::from_slice::<Value>(first_line(start)).is_ok_and(|value| value.is_object()) {
        return json_lines(bytes, sink);
    }
    if whole.len() > JSON_LIMIT {
        return Err(Unreadable::TooLarge(whole.len()));
    }
    Err(broken(whole))
}

/// `{"` or `[{` or an empty list begin JSON; `[10:00:01]` does not.
fn looks_like_json(start: &[u8]) -> bool {
    let second = |rest: &[u8]| rest.trim_ascii_start().first().copied();
    match start {
        [b'{', rest @ ..] => matches!(second(rest), Some(b'"' | b'}') | None),
        [b'[', rest @ ..] => matches!(second(rest), Some(b'{' | b']' | b'[') | None),
        _ => false,
    }
}

fn broken(bytes: &[u8]) -> Unreadable {
    match serde_json::from_slice::<Value>(bytes) {
        Err(error) => Unreadable::Json {
            what: if error.is_eof() {
                "it ends in the middle"
            } else if error.to_string().starts_with("recursion limit") {
                "it is nested too deep"
            } else {
                "it is not as JSON is written"
            },
            line: error.line(),
            column: error.column(),
        },
        Ok(_) => Unreadable::UnknownShape,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units)
        .map(|one| one.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

fn first_line(bytes: &[u8]) -> &[u8] {
    bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default()
        .trim_ascii()
}

/// Whether a file begins with so many control characters that it is no text.
fn is_binary(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4096)];
    let controls = start
        .iter()
        .filter(|byte| **byte < 9 || (14..32).contains(*byte) && **byte != 27)
        .count();
    controls * 10 > start.len()
}

/// What one value of a log is.
enum Item {
    Record(Format, Box<Record>),
    /// Well-formed, and nothing that is looked for.
    Nothing(Format),
    Unknown,
}

fn item(value: &Value, at: usize) -> Item {
    if let Some(record) = events::alert(value, at) {
        return Item::Record(Format::MonitorAlerts, Box::new(record));
    }
    match events::event(value, at) {
        Ok(Some(record)) => return Item::Record(Format::DebuggerEvents, Box::new(record)),
        Err(_broken_payload) => return Item::Unknown,
        Ok(None) => {}
    }
    match console::message(value, at) {
        Message::Text(record) => Item::Record(Format::ConsoleJson, record),
        Message::Empty => Item::Nothing(Format::ConsoleJson),
        Message::Other => Item::Unknown,
    }
}

/// Records of values one after the other, with those that are none.
struct Reading<'a> {
    format: Option<Format>,
    log: Log,
    sink: Sink<'a>,
}

impl<'a> Reading<'a> {
    fn new(sink: Sink<'a>) -> Self {
        Self {
            format: None,
            sink,
            log: Log {
                format: Format::ConsoleJson,
                broken: Vec::new(),
                remarks: Vec::new(),
            },
        }
    }

    fn add(&mut self, value: &Value, at: usize) {
        match item(value, at) {
            Item::Record(format, record) => {
                self.format.get_or_insert(format);
                (self.sink)(*record);
            }
            Item::Nothing(format) => {
                self.format.get_or_insert(format);
                (self.sink)(Record {
                    at,
                    ..Record::default()
                });
            }
            Item::Unknown => self.break_at(at, "it is no message, alert or event"),
        }
    }

    fn break_at(&mut self, at: usize, why: &str) {
        self.log.broken.push(Broken {
            at,
            why: why.to_owned(),
        });
    }

    fn done(mut self) -> Result<Log, Unreadable> {
        if self.format.is_none() && !self.log.broken.is_empty() {
            return Err(Unreadable::UnknownShape);
        }
        self.log.format = self.format.unwrap_or(self.log.format);
        Ok(self.log)
    }
}

fn whole_document(value: &Value, sink: Sink<'_>) -> Result<Log, Unreadable> {
    if let Some(log) = value
        .get("log")
        .filter(|log| log.get("entries").is_some_and(Value::is_array))
    {
        return Ok(console::archive(log, sink));
    }
    let mut reading = Reading::new(sink);
    let list = ["alerts", "events", "messages", "logs"]
        .into_iter()
        .find_map(|key| Some((key, value.get(key)?.as_array()?)));
    match (value, list) {
        (Value::Array(items), _) | (_, Some((_, items))) => {
            for (idx, one) in items.iter().enumerate() {
                reading.add(one, idx + 1);
            }
            if list.is_some_and(|(key, _)| key == "alerts") {
                reading.format.get_or_insert(Format::MonitorAlerts);
            }
            let goes_on = value
                .pointer("/meta/next_page_url")
                .is_some_and(|next| !next.is_null());
            if goes_on {
                reading
                    .log
                    .remarks
                    .push("the list goes on: import its other pages as well".to_owned());
            }
        }
        (one, None) => reading.add(one, 1),
    }
    reading.done()
}

/// One value in each line.
fn json_lines(bytes: &[u8], sink: Sink<'_>) -> Result<Log, Unreadable> {
    let mut reading = Reading::new(sink);
    for (idx, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        match serde_json::from_slice::<Value>(line) {
            Ok(value) => reading.add(&value, idx + 1),
            Err(_told_by_place) => reading.break_at(idx + 1, "it is not JSON"),
        }
    }
    reading.done()
}

/// As much of a text as is looked at.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(LINE_LIMIT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests;
