//! Writing TOML the canonical way: one key a line, in the grammar's order, defaults left out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use crate::domain::date::{DateKind, Dated};
use crate::domain::entry::{Exclusion, SettingValue};
use crate::domain::text::Untrusted;

/// Lines of a TOML document.
#[derive(Default)]
pub(super) struct Toml {
    out: String,
}

impl Toml {
    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(super) fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// `[name]` or `[[name]]`, after a blank line unless it is the first.
    pub(super) fn header(&mut self, header: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.line(header);
    }

    /// The lines of `table`, as they are.
    pub(super) fn append(&mut self, table: &Self) {
        self.out.push_str(&table.out);
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn put(&mut self, key: &str, value: &str) {
        writeln!(self.out, "{key} = {value}").expect("a String takes all writes");
    }

    pub(super) fn string(&mut self, key: &str, text: &str) {
        self.put(key, &quoted(text));
    }

    pub(super) fn text(&mut self, key: &str, text: Option<&Untrusted>) {
        if let Some(text) = text {
            self.string(key, text.raw());
        }
    }

    pub(super) fn display(&mut self, key: &str, value: Option<impl std::fmt::Display>) {
        if let Some(value) = value {
            self.string(key, &value.to_string());
        }
    }

    pub(super) fn bare(&mut self, key: &str, value: Option<impl std::fmt::Display>) {
        if let Some(value) = value {
            self.put(key, &value.to_string());
        }
    }

    pub(super) fn dated(&mut self, key: &str, kind_key: &str, dated: Option<Dated>) {
        let Some(dated) = dated else { return };
        self.put(key, &dated.on.to_string());
        if dated.kind != DateKind::Exact {
            self.string(kind_key, dated.kind.as_str());
        }
    }

    /// An array, even of one.
    pub(super) fn strings(&mut self, key: &str, items: &[String]) {
        if !items.is_empty() {
            let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
            self.put(key, &format!("[{}]", items.join(", ")));
        }
    }

    /// A string if there is one, an array if there are more.
    pub(super) fn sources(&mut self, key: &str, sources: &[Untrusted]) {
        match sources {
            [] => {}
            [one] => self.string(key, one.raw()),
            more => self.strings(
                key,
                &more
                    .iter()
                    .map(|source| source.raw().to_owned())
                    .collect::<Vec<_>>(),
            ),
        }
    }

    pub(super) fn string_map(&mut self, key: &str, map: &BTreeMap<String, String>) {
        if !map.is_empty() {
            let pairs: Vec<String> = map
                .iter()
                .map(|(name, text)| format!("{} = {}", bare_key(name), quoted(text)))
                .collect();
            self.put(key, &format!("{{ {} }}", pairs.join(", ")));
        }
    }

    pub(super) fn exclusions(&mut self, key: &str, excluded: &[Exclusion]) {
        if !excluded.is_empty() {
            let tables: Vec<String> = excluded
                .iter()
                .map(|exclusion| {
                    let who = format!("who = {}", quoted(exclusion.who.raw()));
                    match &exclusion.why {
                        Some(why) => format!("{{ {who}, why = {} }}", quoted(why.raw())),
                        None => format!("{{ {who} }}"),
                    }
                })
                .collect();
            self.put(key, &format!("[{}]", tables.join(", ")));
        }
    }

    /// As TOML where TOML can hold the value, else as JSON text under `json_key`.
    pub(super) fn setting_value(&mut self, key: &str, json_key: &str, value: &SettingValue) {
        let Some(value) = value.known() else { return };
        match toml_value(value) {
            Some(text) => self.put(key, &text),
            None => self.string(json_key, &value.to_string()),
        }
    }

    /// An inline array of already written tables.
    pub(super) fn inline_tables(&mut self, key: &str, tables: &[String]) {
        if !tables.is_empty() {
            self.put(key, &format!("[{}]", tables.join(", ")));
        }
    }
}

/// A key, quoted if it must be.
pub(super) fn bare_key(key: &str) -> String {
    let is_bare = !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if is_bare { key.to_owned() } else { quoted(key) }
}

/// A basic string with everything escaped that TOML or a careful eye wants escaped.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if c.is_control() => {
                write!(quoted, "\\u{:04X}", u32::from(c)).expect("a String takes all writes");
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// `None` for what TOML cannot hold: null anywhere, and numbers beyond 64 bits.
fn toml_value(value: &Value) -> Option<String> {
    match value {
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Number(number) if number.is_i64() => Some(number.to_string()),
        Value::Number(number) if number.is_f64() => {
            let text = format!("{:?}", number.as_f64()?);
            Some(text)
        }
        Value::Null | Value::Number(_) => None,
        Value::String(text) => Some(quoted(text)),
        Value::Array(items) => {
            let items = items.iter().map(toml_value).collect::<Option<Vec<_>>>()?;
            Some(format!("[{}]", items.join(", ")))
        }
        Value::Object(map) if map.is_empty() => Some("{}".to_owned()),
        Value::Object(map) => {
            let pairs = map
                .iter()
                .map(|(key, value)| Some(format!("{} = {}", bare_key(key), toml_value(value)?)))
                .collect::<Option<Vec<_>>>()?;
            Some(format!("{{ {} }}", pairs.join(", ")))
        }
    }
}
