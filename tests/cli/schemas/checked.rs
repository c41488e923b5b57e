//! A schema that documents are held against: strictly, and with a record of what was seen of it.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::run::World;

/// The committed text of a schema, by its file's name.
#[expect(
    clippy::disallowed_methods,
    reason = "a test reads the repository's own files"
)]
pub(super) fn text_of(file: &str) -> String {
    std::fs::read_to_string(format!(
        "{}/assets/schemas/{file}.schema.json",
        env!("CARGO_MANIFEST_DIR")
    ))
    .unwrap()
}

pub(super) fn schema_of(file: &str) -> Value {
    serde_json::from_str(&text_of(file)).unwrap()
}

pub(super) fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(schema)
        .unwrap()
}

/// Where schemas stand in a schema, with the step that leads to each.
pub(super) fn below(schema: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for key in ["properties", "$defs"] {
        for (name, one) in schema[key].as_object().into_iter().flatten() {
            found.push((format!("/{key}/{name}"), one));
        }
    }
    for key in ["items", "additionalProperties"] {
        if schema[key].is_object() {
            found.push((format!("/{key}"), &schema[key]));
        }
    }
    for key in ["oneOf", "anyOf"] {
        for (idx, one) in schema[key].as_array().into_iter().flatten().enumerate() {
            found.push((format!("/{key}/{idx}"), one));
        }
    }
    found
}

/// The schema with every object closed that names properties: a key that nobody described fails.
pub(super) fn strict(schema: &Value) -> Value {
    let mut closed = schema.clone();
    let mut pointers: Vec<String> = below(schema).into_iter().map(|(step, _)| step).collect();
    while let Some(pointer) = pointers.pop() {
        let node = schema.pointer(&pointer).unwrap();
        pointers.extend(
            below(node)
                .into_iter()
                .map(|(step, _)| pointer.clone() + &step),
        );
        close(closed.pointer_mut(&pointer).unwrap());
    }
    close(&mut closed);
    closed
}

fn close(node: &mut Value) {
    if node["properties"].is_object() {
        node["additionalProperties"] = json!(false);
    }
}

/// A schema, and which of its keys, types and words the documents had.
pub(super) struct Checked {
    schema: Value,
    strict: Validator,
    /// `entry.note: null`, `entry.related[]: string`, `entry.note: absent`.
    seen: BTreeSet<String>,
    /// Words of a vocabulary, by its name.
    words: BTreeMap<String, BTreeSet<String>>,
    count: usize,
}

impl Checked {
    pub(super) fn new(file: &str) -> Self {
        let schema = schema_of(file);
        Self {
            strict: validator(&strict(&schema)),
            schema,
            seen: BTreeSet::new(),
            words: BTreeMap::new(),
            count: 0,
        }
    }

    /// Runs the program for each line of arguments and holds its answer against the schema.
    pub(super) fn runs(&mut self, world: &World, format: &str, lines: &[&str]) {
        for line in lines {
            let mut args: Vec<&str> = line.split_whitespace().collect();
            args.extend(["--format", format]);
            let ran = world.run(&args);
            assert!(ran.code != 2, "{line}: {}", ran.stderr);
            self.holds(line, &serde_json::from_str(&ran.stdout).unwrap());
        }
    }

    pub(super) fn holds(&mut self, what: &str, document: &Value) {
        let errors: Vec<String> = self
            .strict
            .iter_errors(document)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{what}: {errors:#?}");
        self.walk(document);
        self.count += 1;
    }

    fn walk(&mut self, document: &Value) {
        let mut walk = Walk {
            root: &self.schema,
            seen: &mut self.seen,
            words: &mut self.words,
        };
        walk.visit(&self.schema, "", document);
    }

    /// Every key, type and word that the schema has was seen, but for `unseen`, each with the reason.
    pub(super) fn done(self, at_least: usize, unseen: &[(&str, &str)]) {
        let mut promised = BTreeSet::new();
        self.promise(&self.schema, "", &mut promised);
        let missing: BTreeSet<&str> = promised
            .difference(&self.seen)
            .map(String::as_str)
            .collect();
        let excused: BTreeSet<&str> = unseen.iter().map(|(what, _)| *what).collect();
        for (name, words) in &self.words {
            if super::whole::LISTED
                .iter()
                .any(|(listed, _)| listed == name)
            {
                let all = self.schema["$defs"][name]["enum"].as_array().unwrap();
                let all: BTreeSet<String> = all
                    .iter()
                    .map(|word| word.as_str().unwrap().to_owned())
                    .collect();
                assert_eq!(*words, all, "left: written, right: listed as {name}");
            }
        }
        assert_eq!(missing, excused, "left: in no document, right: excused");
        assert!(self.count >= at_least, "{} documents", self.count);
    }

    fn promise(&self, schema: &Value, place: &str, promised: &mut BTreeSet<String>) {
        for (name, one) in schema["$defs"].as_object().into_iter().flatten() {
            self.promise(one, name, promised);
        }
        let required = schema["required"].as_array();
        let is_required =
            |name: &str| required.is_some_and(|required| required.iter().any(|one| one == name));
        for (name, one) in schema["properties"].as_object().into_iter().flatten() {
            let place = format!("{place}.{name}");
            for kind in self.types(one) {
                promised.insert(format!("{place}: {kind}"));
            }
            if !is_required(name) {
                promised.insert(format!("{place}: absent"));
            }
            self.promise(one, &place, promised);
        }
        for (key, mark) in [("items", "[]"), ("additionalProperties", "{}")] {
            let is_map = key == "items" || schema["properties"].is_null();
            if schema[key].is_object() && is_map {
                let place = format!("{place}{mark}");
                for kind in self.types(&schema[key]) {
                    promised.insert(format!("{place}: {kind}"));
                }
                self.promise(&schema[key], &place, promised);
            }
        }
    }

    /// The types that a schema lets a value have; none for any value.
    fn types(&self, schema: &Value) -> Vec<String> {
        let (schema, _) = resolved(schema, &self.schema, "");
        if let Some(branches) = schema["oneOf"].as_array() {
            return branches.iter().flat_map(|one| self.types(one)).collect();
        }
        match &schema["type"] {
            Value::String(one) => vec![one.clone()],
            Value::Array(all) => all
                .iter()
                .map(|one| one.as_str().unwrap().to_owned())
                .collect(),
            _ if schema["enum"].is_array() => vec!["string".to_owned()],
            _ => schema
                .get("const")
                .map(kind)
                .map(str::to_owned)
                .into_iter()
                .collect(),
        }
    }
}

/// Whether a branch can be meant for a value: by its type, and by the words that tell branches apart.
fn fits(branch: &Value, value: &Value) -> bool {
    let has_type = branch["type"].as_str().is_none_or(|one| one == kind(value));
    let has_words = branch["enum"].is_null() || value.is_string();
    let mut constants = branch["properties"].as_object().into_iter().flatten();
    has_type
        && has_words
        && constants.all(|(name, one)| one.get("const").is_none_or(|one| *one == value[name]))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The schema that `schema` refers to, with its name as its place; else itself.
fn resolved<'a>(schema: &'a Value, root: &'a Value, place: &str) -> (&'a Value, String) {
    match schema["$ref"].as_str() {
        Some(target) => {
            let name = target.strip_prefix("#/$defs/").unwrap();
            (&root["$defs"][name], name.to_owned())
        }
        None => (schema, place.to_owned()),
    }
}

/// A walk through a document along its schema.
struct Walk<'a> {
    root: &'a Value,
    seen: &'a mut BTreeSet<String>,
    words: &'a mut BTreeMap<String, BTreeSet<String>>,
}

impl Walk<'_> {
    fn visit(&mut self, schema: &Value, place: &str, document: &Value) {
        let (schema, place) = resolved(schema, self.root, place);
        if let (true, Some(word)) = (schema["enum"].is_array(), document.as_str()) {
            let words = self.words.entry(place.clone()).or_default();
            words.insert(word.to_owned());
        }
        for one in schema["oneOf"].as_array().into_iter().flatten() {
            if fits(resolved(one, self.root, "").0, document) {
                self.visit(one, &place, document);
            }
        }
        let properties = schema["properties"].as_object();
        for (name, one) in properties.into_iter().flatten() {
            let place = format!("{place}.{name}");
            let value = document.get(name);
            self.saw(&place, value.map_or("absent", kind));
            if let Some(value) = value {
                self.visit(one, &place, value);
            }
        }
        if schema["items"].is_object() {
            let place = format!("{place}[]");
            for item in document.as_array().into_iter().flatten() {
                self.saw(&place, kind(item));
                self.visit(&schema["items"], &place, item);
            }
        }
        if properties.is_none() && schema["additionalProperties"].is_object() {
            let place = format!("{place}{{}}");
            for (_, value) in document.as_object().into_iter().flatten() {
                self.saw(&place, kind(value));
            }
        }
    }

    fn saw(&mut self, place: &str, kind: &str) {
        self.seen.insert(format!("{place}: {kind}"));
    }
}
