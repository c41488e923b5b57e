//! What a Cargo.toml declares: the package, its crates and what it depends on, with what it leaves to its workspace.

use std::ops::Range;

use toml::{Table, Value};

use crate::scan::manifest::{Broken, Dependency, Manifest, Section};
use crate::scan::place::Lines;
use crate::scan::rust;

/// The manifest's name.
pub const CARGO: &str = "Cargo.toml";

/// The tables of dependencies, with what each is.
const SECTIONS: [(&str, Section); 5] = [
    ("dependencies", Section::Dependency),
    ("dev-dependencies", Section::Development),
    ("dev_dependencies", Section::Development),
    ("build-dependencies", Section::Development),
    ("build_dependencies", Section::Development),
];

/// Reads the text of a Cargo.toml. `workspace` gives the manifest of the workspace, for what is left to it. One that is no
/// package's has no name and no dependencies. [`Manifest::file`] and [`Manifest::path`] are left empty.
///
/// # Errors
/// [`Broken`] if it is no TOML. A value of a wrong type is as if it was not there.
pub fn read(text: &str, workspace: &dyn Fn() -> Option<Table>) -> Result<Manifest, Broken> {
    let text = text.trim_start_matches('\u{feff}');
    let table = table(text)?;
    let Some(package) = table.get("package").and_then(Value::as_table) else {
        return Ok(Manifest::default());
    };
    let stated = |key: &str| match package.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Table(_) => {
            let shared = workspace()?;
            let value = shared.get("workspace")?.get("package")?.get(key)?;
            value.as_str().map(str::to_owned)
        }
        _ => None,
    };
    let name = stated("name");
    let version = stated("version");
    let mut reading = Reading {
        lines: Lines::new(text),
        places: places(text),
        shared: workspace,
        dependencies: Vec::new(),
        names: Vec::new(),
    };
    reading.tables(&table);
    let rust = crates(&table, name.as_deref(), reading.names);
    Ok(Manifest {
        name,
        version,
        dependencies: reading.dependencies,
        rust: Some(rust),
        ..Manifest::default()
    })
}

/// A manifest as a table.
///
/// # Errors
/// [`Broken`] if it is no TOML.
pub fn table(text: &str) -> Result<Table, Broken> {
    text.parse().map_err(|error: toml::de::Error| Broken {
        why: format!("it is not valid TOML: {}", error.message()),
        at: error.span().map(|span| Lines::new(text).point(span.start)),
    })
}

/// Where the names of dependencies stand: `[dependencies]` and its like, by section and name.
fn places(text: &str) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut section = String::new();
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if let Some(head) = trimmed
            .strip_prefix('[')
            .and_then(|rest| rest.split(']').next())
        {
            section = head.trim().replace(['"', '\''], "");
            // `[dependencies.name]` is a table of its own.
            if let Some((_, name)) = section.rsplit_once("dependencies.") {
                let start = line.rfind(name).unwrap_or_default();
                found.push((section.clone(), at + start..at + start + name.len()));
            }
        } else if section.ends_with("dependencies")
            && let Some((key, _)) = line.split_once('=')
        {
            let name = key
                .trim()
                .split('.')
                .next()
                .unwrap_or_default()
                .trim_matches(['"', '\'']);
            if let Some(start) = line.find(name).filter(|_| !name.is_empty()) {
                found.push((
                    format!("{section}.{name}"),
                    at + start..at + start + name.len(),
                ));
            }
        }
        at += line.len();
    }
    found
}

struct Reading<'a> {
    lines: Lines<'a>,
    places: Vec<(String, Range<usize>)>,
    shared: &'a dyn Fn() -> Option<Table>,
    dependencies: Vec<Dependency>,
    /// What dependencies are called in source, and the packages that they are.
    names: Vec<(String, String)>,
}

impl Reading<'_> {
    fn tables(&mut self, table: &Table) {
        for (key, section) in SECTIONS {
            if let Some(list) = table.get(key).and_then(Value::as_table) {
                self.section(key, section, list);
            }
        }
        let targets = table
            .get("target")
            .and_then(Value::as_table)
            .into_iter()
            .flatten();
        for (target, content) in targets {
            for (key, section) in SECTIONS {
                if let Some(list) = content.get(key).and_then(Value::as_table) {
                    self.section(&format!("target.{target}.{key}"), section, list);
                }
            }
        }
    }

    fn section(&mut self, key: &str, section: Section, list: &Table) {
        for (name, value) in list {
            let inherits = value.get("workspace").and_then(Value::as_bool) == Some(true);
            let shared = inherits
                .then(|| {
                    (self.shared)()?
                        .get("workspace")?
                        .get("dependencies")?
                        .get(name)
                        .cloned()
                })
                .flatten();
            let stated = shared.as_ref().unwrap_or(value);
            let range = match stated {
                Value::String(range) => range.clone(),
                other => other
                    .get("version")
                    .and_then(Value::as_str)
                    .unwrap_or("*")
                    .to_owned(),
            };
            let package = stated
                .get("package")
                .and_then(Value::as_str)
                .unwrap_or(name);
            self.names
                .push((name.replace('-', "_"), package.to_owned()));
            let written = format!("{}.{name}", key.replace(['"', '\''], ""));
            let place = self.places.iter().find(|(one, _)| *one == written);
            let at = place.map_or_else(
                || self.lines.span(0..0),
                |(_, range)| self.lines.span(range.clone()),
            );
            self.dependencies.push(Dependency {
                name: name.clone(),
                range,
                section,
                renamed: (package != name).then(|| package.to_owned()),
                name_at: at,
                range_at: at,
            });
        }
    }
}

fn crates(table: &Table, name: Option<&str>, dependencies: Vec<(String, String)>) -> rust::Package {
    let library = table.get("lib").and_then(Value::as_table);
    let text = |table: &Table, key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
    let stated = library.and_then(|table| text(table, "name"));
    let targets = ["bin", "test", "bench", "example"]
        .into_iter()
        .flat_map(|key| {
            let list = table
                .get(key)
                .and_then(Value::as_array)
                .into_iter()
                .flatten();
            list.filter_map(|one| text(one.as_table()?, "path"))
        });
    let build = table
        .get("package")
        .and_then(|one| one.get("build"))
        .and_then(Value::as_str);
    let tidy = |path: String| path.trim_start_matches("./").to_owned();
    rust::Package {
        library: stated.or_else(|| name.map(|name| name.replace('-', "_"))),
        library_path: library.and_then(|table| text(table, "path")).map(tidy),
        targets: targets.chain(build.map(str::to_owned)).map(tidy).collect(),
        dependencies,
    }
}
