//! Which of the platform's documents a file is: told by its shape, never by its name.
//!
//! No error repeats anything of the file's content: it holds identifiers and tokens.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::domain::configuration::{DocumentKind, Rules};
use crate::domain::document::checkup::Taken;
use crate::domain::text::Untrusted;
use crate::error::Error;
use crate::policy::checkup::Given;
use crate::system::System;

/// No exported document is larger, in bytes.
const LIMIT: u64 = 64 * 1024 * 1024;

/// The documents of an account, with the files that they were taken from.
pub(super) struct Documents {
    pub(super) given: BTreeMap<String, Given>,
    pub(super) taken: Vec<Taken>,
}

/// Reads files and recognises them.
///
/// # Errors
/// A file that cannot be read, is no JSON, is none of the platform's documents, or one that is given twice.
pub(super) fn documents(
    system: &System,
    rules: &Rules,
    files: &[PathBuf],
) -> Result<Documents, Error> {
    let mut found = Documents {
        given: BTreeMap::new(),
        taken: Vec::new(),
    };
    for path in files {
        let bytes = system.read_regular(path, LIMIT)?;
        let shown = path.to_string_lossy().into_owned();
        let value = parse(&bytes, &shown)?;
        let (kind, given, camel_case) =
            recognise(rules, value).ok_or_else(|| unexpected(rules, &shown))?;
        found.taken.push(Taken {
            file: Untrusted::from(shown.as_str()),
            document: kind.id.clone(),
            name: kind.name.clone(),
            items: kind
                .list
                .as_ref()
                .map(|key| items_of(&given.value, key).len()),
            complete: given.complete,
            camel_case,
        });
        match found.given.get_mut(&kind.id) {
            None => {
                found.given.insert(kind.id.clone(), given);
            }
            Some(there) => add(there, &given, kind, &shown)?,
        }
    }
    Ok(found)
}

/// Another page of a list; an object is given once.
fn add(there: &mut Given, more: &Given, kind: &DocumentKind, file: &str) -> Result<(), Error> {
    let list = kind.list.as_ref().and_then(|key| {
        let items = items_of(&more.value, key).to_vec();
        let own = there.value.get_mut(key)?.as_array_mut()?;
        own.extend(items);
        Some(())
    });
    if list.is_none() {
        return Err(Error::new(format!(
            "{file} is a second {}: a checkup is of one account",
            kind.name
        ))
        .hint("run it once for each account"));
    }
    // The page that says that nothing follows is the last.
    there.complete |= more.complete;
    Ok(())
}

fn items_of<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// Parses JSON. Its errors are told by place only, for they may repeat what stands there.
fn parse(bytes: &[u8], file: &str) -> Result<Value, Error> {
    let text = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            return Err(
                Error::new(format!("{file} is UTF-16; JSON is UTF-8")).hint("save it as UTF-8")
            );
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => rest,
        bytes => bytes,
    };
    serde_json::from_slice(text).map_err(|error| {
        let what = match error.classify() {
            serde_json::error::Category::Eof => "it ends in the middle",
            _ if std::str::from_utf8(text).is_err() => "it is not UTF-8",
            _ if error.to_string().starts_with("recursion limit") => "it is nested too deep",
            _ => "it is not JSON",
        };
        Error::new(format!(
            "{file} cannot be read: {what}, line {} column {}",
            error.line(),
            error.column()
        ))
        .hint("a checkup takes documents as the platform's API answers them")
    })
}

fn unexpected(rules: &Rules, file: &str) -> Error {
    let expected = rules.documents.iter().map(|kind| {
        let shape = if let Some(list) = &kind.list {
            let keys = kind.known_by.join(", ");
            format!("a list under `{list}`, or of items with {keys}")
        } else {
            let some: Vec<&str> = kind.known_by.iter().take(4).map(String::as_str).collect();
            format!("an object with keys such as {}", some.join(", "))
        };
        let from = kind
            .from
            .as_ref()
            .map_or_else(String::new, |from| format!(" ({from})"));
        format!("{}: {shape}{from}", kind.name)
    });
    Error::new(format!(
        "{file} is none of the documents that a checkup takes"
    ))
    .hint("expected is one of:")
    .hints(expected)
}

/// The document that a value is, if it is certainly one: as it stands, else with its keys in snake case.
fn recognise(rules: &Rules, value: Value) -> Option<(&DocumentKind, Given, bool)> {
    let value = match value {
        // The CLI answers a single resource as a list of one.
        Value::Array(mut items) if items.len() == 1 && is_object_kind(rules, &items[0]) => {
            items.remove(0)
        }
        value => value,
    };
    if let Some((kind, given)) = as_it_stands(rules, &value) {
        return Some((kind, given, false));
    }
    let snake = snake_case(&value)?;
    as_it_stands(rules, &snake).map(|(kind, given)| (kind, given, true))
}

fn is_object_kind(rules: &Rules, item: &Value) -> bool {
    let snake = item.as_object().map(snake_keys).map(Value::Object);
    let is_one = |item: &Value| {
        let mut objects = rules.documents.iter().filter(|kind| kind.list.is_none());
        objects.any(|kind| is_object_of(kind, item))
    };
    is_one(item) || snake.is_some_and(|snake| is_one(&snake))
}

fn as_it_stands<'a>(rules: &'a Rules, value: &Value) -> Option<(&'a DocumentKind, Given)> {
    let mut fitting = rules
        .documents
        .iter()
        .filter_map(|kind| given(kind, value).map(|given| (kind, given)));
    let first = fitting.next()?;
    // Two that fit: nobody can tell which is meant.
    fitting.next().is_none().then_some(first)
}

fn given(kind: &DocumentKind, value: &Value) -> Option<Given> {
    let Some(key) = &kind.list else {
        return is_object_of(kind, value).then(|| Given {
            value: value.clone(),
            complete: true,
        });
    };
    match value {
        Value::Array(items) => {
            (!items.is_empty() && items.iter().all(|item| is_item_of(kind, item))).then(|| Given {
                value: Value::Object(Map::from_iter([(key.clone(), Value::Array(items.clone()))])),
                complete: true,
            })
        }
        Value::Object(keys) => {
            let items = keys.get(key)?.as_array()?;
            let goes_on = value
                .pointer("/meta/next_page_url")
                .or_else(|| value.get("next_page_uri"))
                .is_some_and(|next| !next.is_null());
            items
                .iter()
                .all(|item| is_item_of(kind, item))
                .then(|| Given {
                    value: value.clone(),
                    complete: !goes_on,
                })
        }
        _ => None,
    }
}

fn is_object_of(kind: &DocumentKind, value: &Value) -> bool {
    value.as_object().is_some_and(|keys| {
        let there = kind.known_by.iter().filter(|key| keys.contains_key(*key));
        there.count() >= kind.known_by.len().min(2)
    })
}

fn is_item_of(kind: &DocumentKind, item: &Value) -> bool {
    let Some(keys) = item.as_object() else {
        return false;
    };
    let sid = keys.get("sid").and_then(Value::as_str);
    match (sid, &kind.sid) {
        (Some(sid), Some(prefix)) => sid.starts_with(prefix.as_str()),
        _ => kind.known_by.iter().all(|key| keys.contains_key(key)),
    }
}

/// The keys of the document itself, or of its items, in snake case: what lies deeper is the user's own.
fn snake_case(value: &Value) -> Option<Value> {
    match value {
        Value::Object(keys) => Some(Value::Object(snake_keys(keys))),
        Value::Array(items) => items
            .iter()
            .map(|item| item.as_object().map(snake_keys).map(Value::Object))
            .collect(),
        _ => None,
    }
}

fn snake_keys(keys: &Map<String, Value>) -> Map<String, Value> {
    keys.iter()
        .map(|(key, value)| {
            let mut snake = String::with_capacity(key.len());
            for c in key.chars() {
                if c.is_ascii_uppercase() {
                    snake.push('_');
                }
                snake.push(c.to_ascii_lowercase());
            }
            (snake, value.clone())
        })
        .collect()
}
