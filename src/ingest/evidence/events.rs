//! Alerts of the Monitor API and events of the Debugger: two forms of the same, which share their identifiers.

use serde_json::{Map, Value};

use crate::domain::evidence::{Broken, Format, Log, Record};
use crate::ingest::evidence::{Sink, cut, day};

/// A key in any of the ways that exports write it: `error_code`, `errorCode`, `ErrorCode`.
fn key<'a>(keys: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    if let Some(value) = keys.get(name) {
        return Some(value);
    }
    let plain = |key: &str| key.replace('_', "").to_ascii_lowercase();
    let wanted = plain(name);
    keys.iter()
        .find(|(key, _)| plain(key) == wanted)
        .map(|(_, value)| value)
}

fn text(keys: &Map<String, Value>, name: &str) -> Option<String> {
    match key(keys, name)? {
        Value::String(text) => Some(cut(text).to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// An alert, if the value is one.
pub(super) fn alert(value: &Value, at: usize) -> Option<Record> {
    let keys = value.as_object()?;
    key(keys, "alert_text").or_else(|| key(keys, "date_generated"))?;
    key(keys, "error_code").or_else(|| key(keys, "log_level"))?;
    let written = text(keys, "alert_text").unwrap_or_default();
    let mut texts = decoded(&written);
    texts.insert(0, written);
    Some(Record {
        at,
        day: key(keys, "date_generated")
            .or_else(|| key(keys, "date_created"))
            .and_then(day::of),
        texts,
        code: text(keys, "error_code"),
        event: text(keys, "sid"),
    })
}

/// An event, if the value is one.
///
/// # Errors
/// If it is one and its payload is no JSON.
pub(super) fn event(value: &Value, at: usize) -> Result<Option<Record>, &'static str> {
    let Some(keys) = value.as_object() else {
        return Ok(None);
    };
    let Some(payload) = key(keys, "payload").filter(|_| key(keys, "level").is_some()) else {
        return Ok(None);
    };
    let parsed;
    let payload = match payload {
        Value::String(text) => {
            parsed = serde_json::from_str::<Value>(text)
                .map_err(|_told_by_place| "its payload is not JSON")?;
            &parsed
        }
        payload => payload,
    };
    let empty = Map::new();
    let payload = payload.as_object().unwrap_or(&empty);
    let mut texts = Vec::new();
    if let Some(more) = key(payload, "more_info").and_then(Value::as_object) {
        // Both `msg` and `Msg` occur.
        texts.extend(text(more, "msg"));
        texts.extend(text(more, "message"));
    }
    texts.extend(text(payload, "msg"));
    Ok(Some(Record {
        at,
        day: key(keys, "timestamp").and_then(day::of),
        texts,
        code: text(payload, "error_code"),
        event: text(keys, "sid"),
    }))
}

/// Whether a line is a form-encoded event.
pub(super) fn is_form(line: &[u8]) -> bool {
    let Ok(line) = std::str::from_utf8(line) else {
        return false;
    };
    let has = |name: &str| line.split('&').any(|pair| pair.starts_with(name));
    has("Payload=") && has("Level=") && !line.contains(' ')
}

/// Events, one form-encoded in each line.
pub(super) fn forms(bytes: &[u8], sink: Sink<'_>) -> Log {
    let mut log = Log {
        format: Format::DebuggerEvents,
        broken: Vec::new(),
        remarks: Vec::new(),
    };
    for (idx, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        let read = match std::str::from_utf8(line) {
            Ok(line) if is_form(line.as_bytes()) => event(&form(line), idx + 1),
            Ok(_) => Err("it is no form-encoded event"),
            Err(_told_by_place) => Err("it is not UTF-8"),
        };
        match read {
            Ok(Some(record)) => sink(record),
            Ok(None) => log.broken.push(Broken {
                at: idx + 1,
                why: "it is no event".to_owned(),
            }),
            Err(why) => log.broken.push(Broken {
                at: idx + 1,
                why: why.to_owned(),
            }),
        }
    }
    log
}

/// A form as an object of texts.
fn form(line: &str) -> Value {
    Value::Object(
        line.split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (unescaped(name), Value::String(unescaped(value))))
            .collect(),
    )
}

/// `%22a+b%22` as `"a b"`. What is no escape stays.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        let escape = more.get(..2).filter(|_| *first == b'%');
        let escape = escape
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (escape, first) {
            (Some(byte), _) => {
                bytes.push(byte);
                rest = &more[2..];
                continue;
            }
            (None, b'+') => bytes.push(b' '),
            (None, byte) => bytes.push(*byte),
        }
        rest = more;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The message within the text of an alert, which is often a form: `sourceComponent=…&Msg=…`.
fn decoded(text: &str) -> Vec<String> {
    let parts = text.split('&').filter_map(|pair| pair.split_once('='));
    parts
        .filter(|(name, _)| {
            name.eq_ignore_ascii_case("msg") || name.eq_ignore_ascii_case("message")
        })
        .map(|(_, value)| unescaped(value))
        .collect()
}
