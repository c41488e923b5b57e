//! A browser's console as JSON: what drivers hand out, events of the devtools protocol, and archives that hold them.

use serde_json::Value;

use crate::domain::evidence::{Format, Log, Record};
use crate::ingest::evidence::{Sink, cut, day, text};

/// What a value is.
pub(super) enum Message {
    Text(Box<Record>),
    /// A message, or an event of the protocol, without any text.
    Empty,
    Other,
}

/// A message of the console.
pub(super) fn message(value: &Value, at: usize) -> Message {
    let Some(keys) = value.as_object() else {
        return Message::Other;
    };
    // The devtools protocol: `Runtime.consoleAPICalled`, `Log.entryAdded`.
    if let (Some(method), Some(params)) = (keys.get("method"), keys.get("params")) {
        let method = method.as_str().unwrap_or_default();
        if !method.starts_with("Runtime.") && !method.starts_with("Log.") {
            return Message::Empty;
        }
        return match message(params.get("entry").unwrap_or(params), at) {
            Message::Other => Message::Empty,
            message => message,
        };
    }
    let any = |names: &[&str]| names.iter().find_map(|name| keys.get(*name));
    let written = any(&["message", "text", "msg"]).and_then(Value::as_str);
    let arguments = keys.get("args").and_then(Value::as_array);
    let level = any(&["level", "type", "severity"]);
    if level.is_none() || written.is_none() && arguments.is_none() {
        return Message::Other;
    }
    let from_arguments = || {
        let first = arguments?.first()?;
        first.as_str().or_else(|| first.get("value")?.as_str())
    };
    let Some(written) = written.or_else(from_arguments) else {
        return Message::Empty;
    };
    Message::Text(Box::new(Record {
        at,
        day: any(&["timestamp", "time", "date", "ts"]).and_then(day::of),
        texts: text::candidates(cut(written)),
        code: None,
        event: None,
    }))
}

/// The console messages of an archive, and the error codes of answers. `log` is what the archive holds below that key.
pub(super) fn archive(log: &Value, sink: Sink<'_>) -> Log {
    let mut found = Log {
        format: Format::Har,
        broken: Vec::new(),
        remarks: Vec::new(),
    };
    let pages = log.get("pages").and_then(Value::as_array);
    let (mut has_console, mut at) = (false, 0);
    for holder in std::iter::once(log).chain(pages.into_iter().flatten()) {
        for (key, messages) in holder.as_object().into_iter().flatten() {
            let is_console = key.to_ascii_lowercase().starts_with("_console");
            for value in messages
                .as_array()
                .filter(|_| is_console)
                .into_iter()
                .flatten()
            {
                has_console = true;
                at += 1;
                let record = match message(value, at) {
                    Message::Text(record) => Some(*record),
                    Message::Empty | Message::Other => None,
                };
                sink(record.unwrap_or_else(|| Record {
                    at,
                    ..Record::default()
                }));
            }
        }
    }
    for entry in log
        .get("entries")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        if let Some(record) = answer(entry, at + 1) {
            at += 1;
            sink(record);
        }
    }
    if !has_console {
        found.remarks.push(
            "this archive holds no console messages, as browsers export it without them: save the console as well".to_owned(),
        );
    }
    found
}

/// The error code of an answer, if it is one of an API: `{"code": 45004, "message": …, "status": 400}`.
fn answer(entry: &Value, at: usize) -> Option<Record> {
    let body = entry.pointer("/response/content/text")?.as_str()?;
    if body.len() > super::LINE_LIMIT || !body.trim_start().starts_with('{') {
        return None;
    }
    let body: Value = serde_json::from_str(body).ok()?;
    let code = body.get("code")?.as_u64().filter(|code| *code >= 10_000)?;
    Some(Record {
        at,
        day: entry.get("startedDateTime").and_then(day::of),
        texts: Vec::new(),
        code: Some(code.to_string()),
        event: None,
    })
}
