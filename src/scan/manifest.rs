//! What a package.json declares, with the places of it: findings on dependencies point there. [`cargo`] reads a Cargo.toml.

pub mod cargo;

use std::collections::BTreeMap;
use std::path::PathBuf;

use jsonc_parser::ast::{Object, ObjectPropName, StringLit, Value};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::domain::document::scan::Point;
use crate::domain::words::closed_words;
use crate::scan::place::{Lines, Span};

/// The manifest's name.
pub const MANIFEST: &str = "package.json";

closed_words! {
    /// Where a dependency is declared, in the order in which npm lets one win.
    pub enum Section {
        Optional = "optionalDependencies",
        Dependency = "dependencies",
        Development = "devDependencies",
        Peer = "peerDependencies",
    }
}

/// One dependency that a manifest declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// As it is imported. For an alias this is not the name of the package: see [`Dependency::package`].
    pub name: String,
    /// As it stands: a range, or whatever else npm, yarn and pnpm take.
    pub range: String,
    pub section: Section,
    /// The package, where a Cargo.toml gives it another name.
    pub renamed: Option<String>,
    /// The name between its quotes.
    pub name_at: Span,
    /// The range between its quotes.
    pub range_at: Span,
}

/// What a manifest asks of that which runs it: `node`, `npm`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    pub name: String,
    pub range: String,
    /// The name between its quotes.
    pub name_at: Span,
}

/// What the text beside a dependency's name asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spec<'t> {
    /// `^1.2.0`, or a tag such as `latest`.
    Range(&'t str),
    /// `npm:PACKAGE@RANGE`: another package under this name; without a range `*`.
    Alias { package: &'t str, range: &'t str },
    /// `workspace:RANGE`: the package of that name in the same repository.
    Workspace(&'t str),
    /// `catalog:NAME`: a range that the repository states in one place; without a name it is `default`.
    Catalog(&'t str),
    /// A folder, an archive, a repository.
    Elsewhere(&'t str),
}

impl<'t> Spec<'t> {
    pub fn of(text: &'t str) -> Self {
        let text = text.trim();
        if let Some(alias) = text.strip_prefix("npm:") {
            return Self::alias(alias);
        }
        if let Some(range) = text.strip_prefix("workspace:") {
            return Self::Workspace(range.trim());
        }
        if let Some(name) = text.strip_prefix("catalog:") {
            let name = name.trim();
            return Self::Catalog(if name.is_empty() { "default" } else { name });
        }
        // No range has either: `git+ssh://…`, `file:…`, `user/repository`, `./folder`.
        if text.contains([':', '/']) {
            Self::Elsewhere(text)
        } else {
            Self::Range(text)
        }
    }

    /// `PACKAGE@RANGE`, `PACKAGE`, or (as yarn has it) a range only.
    fn alias(text: &'t str) -> Self {
        let scope = usize::from(text.starts_with('@'));
        let at = text.get(scope..).and_then(|rest| rest.find('@'));
        match at {
            Some(at) => Self::Alias {
                package: text.get(..scope + at).unwrap_or_default(),
                range: text.get(scope + at + 1..).unwrap_or_default(),
            },
            None if scope == 0 && text.starts_with(|c: char| !c.is_ascii_alphabetic()) => {
                Self::Range(text)
            }
            None => Self::Alias {
                package: text,
                range: "*",
            },
        }
    }
}

impl Dependency {
    pub fn spec(&self) -> Spec<'_> {
        Spec::of(&self.range)
    }

    /// The package that is meant: another than the name says, where that is an alias.
    pub fn package(&self) -> &str {
        match (&self.renamed, self.spec()) {
            (Some(package), _) => package,
            (None, Spec::Alias { package, .. }) => package,
            _ => &self.name,
        }
    }
}

/// A manifest, as far as a scan needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Relative to the plugin's root, with `/`: `package.json`, `../package.json`.
    pub file: String,
    /// Where it is, absolute.
    pub path: PathBuf,
    pub name: Option<String>,
    pub version: Option<String>,
    /// In the order of the text; of a name that stands twice in a section the last counts, as in JSON.
    pub dependencies: Vec<Dependency>,
    /// In the order of the text.
    pub engines: Vec<Engine>,
    /// The patterns of `workspaces`.
    pub workspaces: Vec<String>,
    /// Ranges by catalog and name, where the manifest states them (yarn and bun).
    pub catalogs: Catalogs,
    /// The crates of a Cargo.toml.
    pub rust: Option<crate::scan::rust::Package>,
}

/// Ranges by catalog and name; the catalog without a name is `default`.
pub type Catalogs = BTreeMap<String, BTreeMap<String, String>>;

/// Why a text is no manifest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct Broken {
    /// A fragment of a sentence.
    pub why: String,
    pub at: Option<Point>,
}

/// Reads the text of a package.json. Comments, trailing commas and a byte order mark are let pass: the tools that the
/// plugin is built with may. [`Manifest::file`] and [`Manifest::path`] are left empty.
///
/// # Errors
/// [`Broken`] if it is no JSON, is no object, or is nested too deep. A value of a wrong type is as if it was not there.
pub fn read(text: &str) -> Result<Manifest, Broken> {
    let text = text.trim_start_matches('\u{feff}');
    let lines = Lines::new(text);
    let object = object(text)?;
    Ok(Manifest {
        name: filled(&object, "name"),
        version: filled(&object, "version"),
        dependencies: dependencies(&object, &lines),
        engines: engines(&object, &lines),
        workspaces: workspaces(&object),
        catalogs: catalogs(&object),
        ..Manifest::default()
    })
}

/// The object that a text is, comments and trailing commas let pass: as a manifest or a configuration file of a tool has it.
///
/// # Errors
/// As [`read`].
pub(in crate::scan) fn object(text: &str) -> Result<Object<'_>, Broken> {
    let options = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed =
        parse_to_ast(text, &CollectOptions::default(), &options).map_err(|error| Broken {
            why: format!("it is not valid JSON: {}", lower(&error.kind().to_string())),
            at: Some(Lines::new(text).point(error.range().start)),
        })?;
    match parsed.value {
        Some(Value::Object(object)) => Ok(object),
        _ => Err(Broken {
            why: "it is no JSON object".to_owned(),
            at: Some(Point { line: 1, column: 1 }),
        }),
    }
}

fn lower(message: &str) -> String {
    let mut letters = message.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

/// The last property of that name, as JSON has it.
pub(in crate::scan) fn property<'a, 't>(
    object: &'a Object<'t>,
    name: &str,
) -> Option<&'a Value<'t>> {
    let found = object
        .properties
        .iter()
        .rfind(|property| property.name.as_str() == name);
    found.map(|property| &property.value)
}

fn filled(object: &Object<'_>, name: &str) -> Option<String> {
    let text = property(object, name)?.as_string_lit()?.value.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn dependencies(object: &Object<'_>, lines: &Lines<'_>) -> Vec<Dependency> {
    let mut found: Vec<(usize, Dependency)> = Vec::new();
    for section in Section::ALL {
        let Some(table) = property(object, section.as_str()).and_then(Value::as_object) else {
            continue;
        };
        let mut last: BTreeMap<&str, (usize, Dependency)> = BTreeMap::new();
        for property in &table.properties {
            let (ObjectPropName::String(name), Some(range)) =
                (&property.name, property.value.as_string_lit())
            else {
                continue;
            };
            let dependency = Dependency {
                name: name.value.to_string(),
                range: range.value.to_string(),
                section: *section,
                renamed: None,
                name_at: inside(name, lines),
                range_at: inside(range, lines),
            };
            last.insert(&name.value, (name.range.start, dependency));
        }
        found.extend(last.into_values());
    }
    found.sort_by_key(|(at, _)| *at);
    found
        .into_iter()
        .map(|(_, dependency)| dependency)
        .collect()
}

fn engines(object: &Object<'_>, lines: &Lines<'_>) -> Vec<Engine> {
    let table = property(object, "engines").and_then(Value::as_object);
    let properties = table
        .map(|table| table.properties.as_slice())
        .unwrap_or_default();
    properties
        .iter()
        .filter_map(|property| match (&property.name, &property.value) {
            (ObjectPropName::String(name), Value::StringLit(range)) => Some(Engine {
                name: name.value.to_string(),
                range: range.value.to_string(),
                name_at: inside(name, lines),
            }),
            _ => None,
        })
        .collect()
}

fn inside(literal: &StringLit<'_>, lines: &Lines<'_>) -> Span {
    lines.span(literal.range.start + 1..literal.range.end.saturating_sub(1))
}

/// A list, or (as yarn once had it) an object with the list in `packages`.
fn workspaces(object: &Object<'_>) -> Vec<String> {
    let list = match property(object, "workspaces") {
        Some(Value::Array(list)) => Some(list),
        Some(Value::Object(table)) => property(table, "packages").and_then(Value::as_array),
        _ => None,
    };
    list.map(|list| {
        list.elements
            .iter()
            .filter_map(Value::as_string_lit)
            .map(|pattern| pattern.value.to_string())
            .collect()
    })
    .unwrap_or_default()
}

/// `catalog` and `catalogs`, in the manifest itself or in its `workspaces`.
fn catalogs(object: &Object<'_>) -> Catalogs {
    let within = property(object, "workspaces").and_then(Value::as_object);
    let mut found = Catalogs::new();
    for holder in [Some(object), within].into_iter().flatten() {
        if let Some(table) = property(holder, "catalog").and_then(Value::as_object) {
            found
                .entry("default".to_owned())
                .or_default()
                .extend(ranges(table));
        }
        let named = property(holder, "catalogs").and_then(Value::as_object);
        for property in named
            .map(|table| table.properties.as_slice())
            .unwrap_or_default()
        {
            if let Some(table) = property.value.as_object() {
                found
                    .entry(property.name.as_str().to_owned())
                    .or_default()
                    .extend(ranges(table));
            }
        }
    }
    found
}

fn ranges(table: &Object<'_>) -> Vec<(String, String)> {
    let range = |property: &jsonc_parser::ast::ObjectProp<'_>| {
        let range = property.value.as_string_lit()?.value.to_string();
        Some((property.name.as_str().to_owned(), range))
    };
    table.properties.iter().filter_map(range).collect()
}

#[cfg(test)]
mod tests;
