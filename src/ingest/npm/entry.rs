//! Where the API of an npm package begins, as TypeScript resolves it.
//!
//! `exports` comes first, as in the modes that know it; then `types`, `typings` and `main`, through `typesVersions`.
//! TypeScript takes the first condition that matches in the order of the file; JSON objects have none here, so the
//! order is the one that packages are told to write: `types` first, `default` last. Where `exports` leads to no
//! declarations, what older modes of TypeScript would find counts.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::is_declaration;
use crate::domain::range::Range;
use crate::domain::version::Version;
use crate::ingest::package::Entry;

/// The conditions under which TypeScript looks, in the order in which they are tried. An `import` never meets `require`;
/// it is here for packages that can only be required.
const CONDITIONS: &[&str] = &["types", "import", "node", "default", "require"];

/// How deep conditions may be nested; nobody needs more than three.
const DEPTH: usize = 16;

/// The compiler that `typesVersions` and conditions such as `types@<=5.0` are read for: one of today.
const COMPILER: &str = "5.9.0";

type FilesByPath = BTreeMap<String, Vec<u8>>;

/// The root and the further import paths of a package with this manifest and these files.
pub(super) fn find(manifest: &Map<String, Value>, files: &FilesByPath) -> Entry {
    let mut entry = Entry {
        deep: true,
        ..Entry::default()
    };
    let shipped = Shipped { files };
    if let Some(exports) = manifest.get("exports").filter(|value| !value.is_null()) {
        entry.deep = false;
        read_exports(exports, &shipped, &mut entry);
    }
    let versions = types_versions(manifest);
    if entry.root.is_none() {
        entry.root = older_root(manifest, versions, &shipped);
    }
    if entry.deep {
        for (pattern, target) in versions.into_iter().flatten() {
            let path = format!("./{}", pattern.trim_start_matches("./"));
            if path != "./."
                && path != "./index"
                && let Some(file) = shipped.target(target)
            {
                entry.further.insert(path, file);
            }
        }
    }
    entry
}

fn read_exports(exports: &Value, shipped: &Shipped<'_>, entry: &mut Entry) {
    let subpaths = exports
        .as_object()
        .filter(|table| table.keys().any(|key| key.starts_with('.')));
    let Some(subpaths) = subpaths else {
        entry.root = shipped.conditional(exports, DEPTH);
        return;
    };
    for (path, target) in subpaths {
        let Some(file) = shipped.conditional(target, DEPTH) else {
            continue;
        };
        if path == "." {
            entry.root = Some(file);
        } else if path.starts_with("./") {
            entry.further.insert(path.clone(), file);
        }
    }
}

/// What `types`, `typings` or `main` name, else the index.
fn older_root(
    manifest: &Map<String, Value>,
    versions: Option<&Map<String, Value>>,
    shipped: &Shipped<'_>,
) -> Option<String> {
    let named = |key: &str| manifest.get(key).and_then(Value::as_str);
    let written = named("types").or_else(|| named("typings"));
    let main = named("main");
    [written, main, Some("index")]
        .into_iter()
        .flatten()
        .filter_map(inside)
        .find_map(|path| {
            let mapped = versions.and_then(|table| mapped(table, &path, shipped));
            mapped.or_else(|| shipped.file_or_folder(&path))
        })
}

/// The table of `typesVersions` for the compiler: the highest range that holds it, `*` only if no other does.
fn types_versions(manifest: &Map<String, Value>) -> Option<&Map<String, Value>> {
    manifest
        .get("typesVersions")?
        .as_object()?
        .iter()
        .filter(|(range, _)| holds_compiler(range))
        .max_by_key(|(range, _)| (range.as_str() != "*", range.as_str()))
        .and_then(|(_, table)| table.as_object())
}

fn holds_compiler(range: &str) -> bool {
    let compiler = Version::parse_any(COMPILER);
    let range = Range::npm(range);
    range.is_ok_and(|range| compiler.is_ok_and(|compiler| range.contains(&compiler)))
}

/// Where `typesVersions` sends a path: a path of its own, else the longest pattern.
fn mapped(table: &Map<String, Value>, path: &str, shipped: &Shipped<'_>) -> Option<String> {
    let exact = table.get(path).map(|targets| (targets, ""));
    let by_pattern = table
        .iter()
        .filter_map(|(pattern, targets)| {
            let (before, after) = pattern.split_once('*')?;
            let star = path.strip_prefix(before)?.strip_suffix(after)?;
            Some((before.len(), targets, star))
        })
        .max_by_key(|(length, ..)| *length)
        .map(|(_, targets, star)| (targets, star));
    let (targets, star) = exact.or(by_pattern)?;
    targets
        .as_array()?
        .iter()
        .filter_map(Value::as_str)
        .filter_map(|target| inside(&target.replacen('*', star, 1)))
        .find_map(|path| shipped.file_or_folder(&path))
}

/// The files that the package ships, asked as TypeScript asks a disk.
struct Shipped<'a> {
    files: &'a FilesByPath,
}

impl Shipped<'_> {
    /// The declarations behind a value of `exports`: a path, conditions, or alternatives.
    fn conditional(&self, value: &Value, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        match value {
            Value::String(_) => self.target(value),
            Value::Array(alternatives) => alternatives
                .iter()
                .find_map(|one| self.conditional(one, depth)),
            Value::Object(table) => {
                // `types@>=4.7` is `types` for some compilers.
                let versioned = table
                    .iter()
                    .filter(|(key, _)| key.strip_prefix("types@").is_some_and(holds_compiler))
                    .map(|(_, value)| value);
                let plain = CONDITIONS.iter().filter_map(|name| table.get(*name));
                versioned
                    .chain(plain)
                    .find_map(|one| self.conditional(one, depth))
            }
            _ => None,
        }
    }

    /// The declaration file of one path or pattern; of several (`typesVersions`), the first that there is.
    fn target(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(path) => {
                let path = inside(path)?;
                if path.contains('*') {
                    self.pattern(&path)
                } else {
                    self.declared(&path)
                }
            }
            Value::Array(paths) => paths
                .iter()
                .filter(|one| one.is_string())
                .find_map(|one| self.target(one)),
            _ => None,
        }
    }

    /// A pattern with the suffix of declarations, if any file fits it. One without a suffix stays as it is.
    fn pattern(&self, path: &str) -> Option<String> {
        let fits = |pattern: &String| {
            pattern.split_once('*').is_some_and(|(before, after)| {
                self.files
                    .range(before.to_owned()..)
                    .take_while(|(file, _)| file.starts_with(before))
                    .any(|(file, _)| {
                        is_declaration(file)
                            && file.len() >= before.len() + after.len()
                            && file.ends_with(after)
                    })
            })
        };
        if path.ends_with('*') {
            return Some(path.to_owned()).filter(fits);
        }
        declarations_of(path).into_iter().find(fits)
    }

    /// The declarations of a file that is named with its suffix.
    fn declared(&self, path: &str) -> Option<String> {
        declarations_of(path)
            .into_iter()
            .find(|one| self.files.contains_key(one))
    }

    /// The declarations of a path that may lack its suffix, or be a folder.
    fn file_or_folder(&self, path: &str) -> Option<String> {
        let index = if path.is_empty() {
            "index".to_owned()
        } else {
            format!("{path}/index")
        };
        let guesses = [path, index.as_str()].into_iter().flat_map(|base| {
            [".ts", ".d.ts", ".d.mts", ".d.cts"].map(|suffix| format!("{base}{suffix}"))
        });
        self.declared(path).or_else(|| {
            guesses
                .into_iter()
                .find(|one| is_declaration(one) && self.files.contains_key(one))
        })
    }
}

/// What could be the declaration file of `path`: itself, or what a compiler writes beside a script.
fn declarations_of(path: &str) -> Vec<String> {
    if is_declaration(path) {
        return vec![path.to_owned()];
    }
    [
        (".mjs", ".d.mts"),
        (".cjs", ".d.cts"),
        (".js", ".d.ts"),
        (".jsx", ".d.ts"),
        (".mts", ".d.mts"),
        (".cts", ".d.cts"),
        (".tsx", ".d.ts"),
        (".ts", ".d.ts"),
    ]
    .into_iter()
    .filter_map(|(script, declaration)| {
        path.strip_suffix(script)
            .map(|stem| format!("{stem}{declaration}"))
    })
    .collect()
}

/// A path of a manifest as the package's files are named; `None` if it leads out of the package.
fn inside(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
