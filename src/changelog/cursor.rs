//! Typed access to TOML with spans: every wrong value and every unknown key becomes a problem.

use std::collections::BTreeSet;
use std::ops::Range as Span;
use std::str::FromStr;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::date::{Date, DateError, DateKind, Dated};
use crate::domain::problem::{LineIndex, Problem, Severity};
use crate::domain::text::Untrusted;
use crate::domain::words::{UnknownWord, nearest};

/// Collects the problems of one file.
pub(super) struct Report<'a> {
    file: &'a str,
    index: LineIndex<'a>,
    /// Where the TOML that is read at the moment starts in the file.
    base: usize,
    /// Lines that are not TOML: what their values come to is no further news.
    broken: BTreeSet<usize>,
    problems: Vec<Problem>,
}

impl<'a> Report<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        Self {
            file,
            index: LineIndex::new(text),
            base: 0,
            broken: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    /// Offsets given from now on count from `base`.
    pub(super) fn set_base(&mut self, base: usize) {
        self.base = base;
    }

    pub(super) fn add(
        &mut self,
        severity: Severity,
        at: usize,
        message: impl Into<Untrusted>,
        hint: Option<String>,
    ) {
        let position = self.index.position(self.base + at);
        if self.broken.contains(&position.line) {
            return;
        }
        self.problems.push(Problem {
            severity,
            file: self.file.to_owned(),
            at: Some(position),
            message: message.into(),
            hint,
        });
    }

    pub(super) fn error(&mut self, at: usize, message: impl Into<Untrusted>) {
        self.add(Severity::Error, at, message, None);
    }

    pub(super) fn warning(&mut self, at: usize, message: impl Into<Untrusted>) {
        self.add(Severity::Warning, at, message, None);
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}

/// Parses `text` as a TOML document; what is not TOML is reported and the rest is still read.
pub(super) fn parse<'i>(text: &'i str, report: &mut Report<'_>) -> Spanned<DeTable<'i>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut lines = BTreeSet::new();
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        let value = text.get(at..).unwrap_or_default();
        let end = value
            .find(|c: char| !c.is_ascii_digit() && c != '-')
            .unwrap_or(value.len());
        let day = value.get(..end).map(str::parse::<Date>);
        if let Some(Err(error @ DateError::NotInCalendar(_))) = day {
            // TOML refuses days that do not exist; its words for them help less than ours.
            report.error(at, error.to_string());
        } else {
            let message = error.message().trim().replace('\n', ", ");
            report.error(at, format!("this is not TOML: {message}"));
        }
        lines.insert(report.index.position(report.base + at).line);
    }
    report.broken.extend(lines);
    table
}

/// One TOML table being read: keeps which keys were asked for.
pub(super) struct Cursor<'t, 'i> {
    table: &'t DeTable<'i>,
    at: usize,
    /// What the table is, for messages: `a setting`, `the front matter`.
    what: &'static str,
    asked: BTreeSet<&'static str>,
}

impl<'t, 'i> Cursor<'t, 'i> {
    pub(super) fn new(table: &'t DeTable<'i>, at: usize, what: &'static str) -> Self {
        Self {
            table,
            at,
            what,
            asked: BTreeSet::new(),
        }
    }

    /// Where the table starts.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.asked.insert(key);
        self.table.get(key)
    }

    /// Where the value of `key` stands, else where the table does.
    pub(super) fn at_key(&self, key: &str) -> usize {
        self.table
            .get(key)
            .map_or(self.at, |value| value.span().start)
    }

    pub(super) fn text(&mut self, report: &mut Report<'_>, key: &'static str) -> Option<Untrusted> {
        self.string(report, key).map(Untrusted::from)
    }

    pub(super) fn string(&mut self, report: &mut Report<'_>, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            other => {
                wrong_type(report, value.span(), key, "a string", other);
                None
            }
        }
    }

    /// As [`Self::string`]; its absence is an error.
    pub(super) fn required(
        &mut self,
        report: &mut Report<'_>,
        key: &'static str,
    ) -> Option<String> {
        if !self.table.contains_key(key) {
            self.asked.insert(key);
            report.error(self.at, format!("{} needs `{key}`", self.what));
            return None;
        }
        self.string(report, key)
    }

    pub(super) fn boolean(&mut self, report: &mut Report<'_>, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            other => {
                wrong_type(report, value.span(), key, "true or false", other);
                None
            }
        }
    }

    pub(super) fn integer(&mut self, report: &mut Report<'_>, key: &'static str) -> Option<i64> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            other => {
                wrong_type(report, value.span(), key, "a whole number", other);
                None
            }
        }
    }

    /// A string, or an array of strings.
    pub(super) fn strings(&mut self, report: &mut Report<'_>, key: &'static str) -> Vec<String> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        match value.get_ref() {
            DeValue::String(text) => vec![text.to_string()],
            DeValue::Array(items) => items
                .iter()
                .filter_map(|item| match item.get_ref() {
                    DeValue::String(text) => Some(text.to_string()),
                    other => {
                        wrong_type(report, item.span(), key, "an array of strings", other);
                        None
                    }
                })
                .collect(),
            other => {
                wrong_type(
                    report,
                    value.span(),
                    key,
                    "a string or an array of strings",
                    other,
                );
                Vec::new()
            }
        }
    }

    pub(super) fn texts(&mut self, report: &mut Report<'_>, key: &'static str) -> Vec<Untrusted> {
        self.strings(report, key)
            .into_iter()
            .map(Untrusted::from)
            .collect()
    }

    /// A word of a closed list; the nearest one is named when it is not.
    pub(super) fn word<T>(&mut self, report: &mut Report<'_>, key: &'static str) -> Option<T>
    where
        T: FromStr<Err = UnknownWord>,
    {
        let text = self.string(report, key)?;
        self.parsed(report, key, &text, |unknown: &UnknownWord| {
            did_you_mean(&unknown.given, unknown.allowed.iter().copied())
        })
    }

    /// A string that must parse as `T`.
    pub(super) fn value<T>(&mut self, report: &mut Report<'_>, key: &'static str) -> Option<T>
    where
        T: FromStr,
        T::Err: std::fmt::Display,
    {
        let text = self.string(report, key)?;
        self.parsed(report, key, &text, |_: &T::Err| None)
    }

    fn parsed<T: FromStr>(
        &self,
        report: &mut Report<'_>,
        key: &str,
        text: &str,
        hint: impl Fn(&T::Err) -> Option<String>,
    ) -> Option<T>
    where
        T::Err: std::fmt::Display,
    {
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                report.add(
                    Severity::Error,
                    self.at_key(key),
                    format!("`{key}`: {error}"),
                    hint(&error),
                );
                None
            }
        }
    }

    /// A TOML date, or a string that is written like one.
    pub(super) fn date(&mut self, report: &mut Report<'_>, key: &'static str) -> Option<Date> {
        let value = self.get(key)?;
        let parsed = match value.get_ref() {
            DeValue::Datetime(datetime) if datetime.time.is_none() => {
                datetime.to_string().parse::<Date>()
            }
            DeValue::String(text) => text.parse::<Date>(),
            other => {
                wrong_type(
                    report,
                    value.span(),
                    key,
                    "a date such as 2019-07-17",
                    other,
                );
                return None;
            }
        };
        parsed
            .map_err(|error| report.error(value.span().start, format!("`{key}`: {error}")))
            .ok()
    }

    /// As [`Self::date`]; its absence is an error.
    pub(super) fn required_date(
        &mut self,
        report: &mut Report<'_>,
        key: &'static str,
    ) -> Option<Date> {
        if !self.table.contains_key(key) {
            self.asked.insert(key);
            report.error(self.at, format!("{} needs `{key}`", self.what));
            return None;
        }
        self.date(report, key)
    }

    /// A date with its kind, which only counts beside a date.
    pub(super) fn dated(
        &mut self,
        report: &mut Report<'_>,
        key: &'static str,
        kind_key: &'static str,
    ) -> Option<Dated> {
        let on = self.date(report, key);
        let kind = self.word::<DateKind>(report, kind_key);
        if self.table.contains_key(kind_key) && !self.table.contains_key(key) {
            report.error(
                self.at_key(kind_key),
                format!("`{kind_key}` without `{key}` says nothing"),
            );
        }
        on.map(|on| Dated {
            on,
            kind: kind.unwrap_or(DateKind::Exact),
        })
    }

    /// A TOML date-time with an offset, as UTC text.
    pub(super) fn instant(&mut self, report: &mut Report<'_>, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        let text = match value.get_ref() {
            DeValue::Datetime(datetime) => datetime.to_string(),
            DeValue::String(text) => text.to_string(),
            other => {
                wrong_type(
                    report,
                    value.span(),
                    key,
                    "a date-time with an offset",
                    other,
                );
                return None;
            }
        };
        let instant = crate::domain::date::instant(&text);
        if instant.is_none() {
            report.error(
                value.span().start,
                format!("`{key}`: `{text}` is not a date-time with an offset, such as 2026-11-20T09:00:00Z"),
            );
        }
        instant
    }

    /// The value of a setting, as JSON.
    pub(super) fn json(&mut self, report: &mut Report<'_>, key: &'static str) -> Option<Value> {
        let value = self.get(key)?;
        to_json(report, value)
    }

    /// A string that holds JSON.
    pub(super) fn json_text(
        &mut self,
        report: &mut Report<'_>,
        key: &'static str,
    ) -> Option<Value> {
        let text = self.string(report, key)?;
        serde_json::from_str(&text)
            .map_err(|error| {
                report.error(self.at_key(key), format!("`{key}` is not JSON: {error}"));
            })
            .ok()
    }

    /// The tables of an array of tables, in either of TOML's spellings.
    pub(super) fn tables(
        &mut self,
        report: &mut Report<'_>,
        key: &'static str,
        what: &'static str,
    ) -> Vec<Self> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Array(items) = value.get_ref() else {
            wrong_type(
                report,
                value.span(),
                key,
                "tables, written [[…]]",
                value.get_ref(),
            );
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| match item.get_ref() {
                DeValue::Table(table) => Some(Cursor::new(table, item.span().start, what)),
                other => {
                    wrong_type(report, item.span(), key, "a table", other);
                    None
                }
            })
            .collect()
    }

    /// The one table below `key`: `[logger]`.
    pub(super) fn table(
        &mut self,
        report: &mut Report<'_>,
        key: &'static str,
        what: &'static str,
    ) -> Option<Self> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Cursor::new(table, value.span().start, what)),
            other => {
                wrong_type(report, value.span(), key, "a table", other);
                None
            }
        }
    }

    /// The named tables below `key`: `[entry.some-id]`.
    pub(super) fn named_tables(
        &mut self,
        report: &mut Report<'_>,
        key: &'static str,
        what: &'static str,
    ) -> Vec<(String, Self)> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Table(tables) = value.get_ref() else {
            wrong_type(
                report,
                value.span(),
                key,
                "tables, written [entry.ID]",
                value.get_ref(),
            );
            return Vec::new();
        };
        tables
            .iter()
            .filter_map(|(name, item)| match item.get_ref() {
                DeValue::Table(table) => Some((
                    name.get_ref().to_string(),
                    Cursor::new(table, name.span().start, what),
                )),
                other => {
                    wrong_type(report, item.span(), name.get_ref(), "a table", other);
                    None
                }
            })
            .collect()
    }

    /// A table of strings.
    pub(super) fn string_map(
        &mut self,
        report: &mut Report<'_>,
        key: &'static str,
    ) -> Vec<(String, String, usize)> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        let DeValue::Table(table) = value.get_ref() else {
            wrong_type(
                report,
                value.span(),
                key,
                "a table such as { ui = \">=1.8.0\" }",
                value.get_ref(),
            );
            return Vec::new();
        };
        table
            .iter()
            .filter_map(|(name, item)| match item.get_ref() {
                DeValue::String(text) => Some((
                    name.get_ref().to_string(),
                    text.to_string(),
                    item.span().start,
                )),
                other => {
                    wrong_type(report, item.span(), name.get_ref(), "a string", other);
                    None
                }
            })
            .collect()
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(self, report: &mut Report<'_>) {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if !self.asked.contains(name) {
                report.add(
                    Severity::Warning,
                    key.span().start,
                    format!("{} has no key `{name}`; it is not kept", self.what),
                    did_you_mean(name, self.asked.iter().copied()),
                );
            }
        }
    }
}

fn wrong_type(
    report: &mut Report<'_>,
    span: Span<usize>,
    key: &str,
    wanted: &str,
    found: &DeValue<'_>,
) {
    report.error(
        span.start,
        format!(
            "`{key}` must be {wanted}, not {}",
            article(found.type_str())
        ),
    );
}

fn article(type_name: &str) -> String {
    match type_name {
        "array" | "integer" => format!("an {type_name}"),
        other => format!("a {other}"),
    }
}

/// `did you mean …?` for the nearest of `known`.
pub(super) fn did_you_mean<'a>(
    given: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let near = nearest(given, known, 1);
    near.first().map(|word| format!("did you mean `{word}`?"))
}

fn to_json(report: &mut Report<'_>, value: &Spanned<DeValue<'_>>) -> Option<Value> {
    Some(match value.get_ref() {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Boolean(truth) => Value::from(*truth),
        DeValue::Datetime(datetime) => Value::from(datetime.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::from(number),
            Err(_too_large) => {
                report.error(value.span().start, format!("{number} does not fit 64 bits"));
                return None;
            }
        },
        DeValue::Float(number) => {
            let parsed = number.as_str().parse::<f64>().ok();
            let Some(known) = parsed.and_then(serde_json::Number::from_f64) else {
                report.error(
                    value.span().start,
                    format!("{number} is not a number that JSON can hold"),
                );
                return None;
            };
            Value::Number(known)
        }
        DeValue::Array(items) => items
            .iter()
            .map(|item| to_json(report, item))
            .collect::<Option<Value>>()?,
        DeValue::Table(table) => Value::Object(
            table
                .iter()
                .map(|(key, item)| Some((key.get_ref().to_string(), to_json(report, item)?)))
                .collect::<Option<_>>()?,
        ),
    })
}
