//! What a plugin's own manifest says of the names of its modules: `imports`, and `exports` for its own name.
//!
//! Conditions are not weighed: of all that is named for one specifier the first counts that is a file which was read.

use jsonc_parser::ast::{Object, Value};

use super::pattern::{MOST, Patterns};
use super::slashed;
use crate::scan::lockfile::MANIFEST_LIMIT;
use crate::scan::manifest::{self, Manifest, property};
use crate::scan::text::decode;
use crate::system::System;

/// The names that a manifest gives to modules of its package.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    /// The package's folder, absolute.
    pub(super) folder: String,
    name: Option<String>,
    imports: Patterns,
    exports: Patterns,
    /// Whether only what `exports` names can be had.
    is_closed: bool,
}

impl Own {
    /// Reads it again, for this. A manifest that cannot be read was told of by the walk.
    pub(super) fn read(system: &System, manifest: &Manifest) -> Self {
        let folder = slashed(manifest.path.parent().unwrap_or(&manifest.path));
        let text = system
            .read_regular(&manifest.path, MANIFEST_LIMIT)
            .ok()
            .and_then(|bytes| decode(bytes).ok())
            .unwrap_or_default();
        let Ok(object) = manifest::object(&text) else {
            return Self::default();
        };
        let imports = property(&object, "imports").and_then(Value::as_object);
        let exports = property(&object, "exports");
        Self {
            folder,
            name: manifest.name.clone(),
            imports: imports.map(patterns).unwrap_or_default(),
            exports: match exports {
                Some(exports) => exported(exports),
                None => Patterns::of([(".".to_owned(), roots(&object))]),
            },
            is_closed: exports.is_some(),
        }
    }

    /// What a specifier stands for, relative to the folder, in the order in which it is to be tried.
    pub(super) fn targets(&self, specifier: &str) -> Vec<String> {
        if specifier.starts_with('#') {
            return self.imports.targets(specifier).unwrap_or_default();
        }
        let below = self
            .name
            .as_ref()
            .and_then(|name| specifier.strip_prefix(name.as_str()));
        let sub = match below {
            Some("") => ".".to_owned(),
            Some(below) if below.starts_with('/') => format!(".{below}"),
            _ => return Vec::new(),
        };
        match self.exports.targets(&sub) {
            Some(targets) => targets,
            None if self.is_closed => Vec::new(),
            None => vec![sub],
        }
    }

    /// Whether a specifier may be one of these.
    pub(super) fn is_meant(&self, specifier: &str) -> bool {
        specifier.starts_with('#')
            || self
                .name
                .as_ref()
                .is_some_and(|name| specifier.starts_with(name.as_str()))
    }
}

/// What stands for the package itself where it has no `exports`.
fn roots(object: &Object<'_>) -> Vec<String> {
    let named = ["source", "module", "main", "types"]
        .into_iter()
        .filter_map(|key| property(object, key)?.as_string_lit())
        .map(|text| text.value.to_string());
    named.chain(["index".to_owned()]).collect()
}

fn exported(value: &Value<'_>) -> Patterns {
    match value {
        Value::Object(table)
            if table
                .properties
                .iter()
                .any(|one| one.name.as_str().starts_with('.')) =>
        {
            patterns(table)
        }
        other => {
            let mut targets = Vec::new();
            leaves(other, &mut targets);
            Patterns::of([(".".to_owned(), targets)])
        }
    }
}

fn patterns(table: &Object<'_>) -> Patterns {
    Patterns::of(table.properties.iter().take(MOST).map(|one| {
        let mut targets = Vec::new();
        leaves(&one.value, &mut targets);
        (one.name.as_str().to_owned(), targets)
    }))
}

/// Every text in a value, in its order. The parser bounds how deep a value is.
fn leaves(value: &Value<'_>, into: &mut Vec<String>) {
    match value {
        Value::StringLit(text) => into.push(text.value.to_string()),
        Value::Array(list) => {
            for one in &list.elements {
                leaves(one, into);
            }
        }
        Value::Object(table) => {
            for one in &table.properties {
                leaves(&one.value, into);
            }
        }
        _ => {}
    }
}
