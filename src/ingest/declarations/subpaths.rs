//! Import paths that a manifest opens elsewhere than where its files lie: `"./hooks": "./dist/hooks.d.ts"`.
//!
//! Each becomes a module of its own that passes on all of the other, so that `acme/hooks` is found as a path of the package
//! like every file is. Paths at which the file lies anyway need none.

use std::collections::BTreeMap;

use crate::domain::surface::notice::Notes;
use crate::domain::surface::{Export, Exported, Module, ModuleId, Origin};
use crate::ingest::declarations::modules::Finder;
use crate::ingest::package::Entry;

/// Import paths that one pattern opens.
const MOST: usize = 4096;

/// Adds the modules of the paths that the manifests open.
pub(super) fn add(finder: &Finder<'_>, modules: &mut BTreeMap<ModuleId, Module>) {
    for (path, target) in finder.subpaths() {
        let lies_there = target == path || target.0 == format!("{}/index", path.0);
        if lies_there || modules.contains_key(&path) {
            continue;
        }
        let Some(of) = modules.get(&target) else {
            continue;
        };
        let whole = of.exports.iter().map(|one| one.name.as_str());
        // These are no part of all that a module exports.
        let names: Vec<&str> = whole
            .filter(|name| matches!(*name, "default" | "export="))
            .collect();
        let mut exports = vec![passed_on("", Exported::All(Origin::Module(target.clone())))];
        exports.extend(names.into_iter().map(|name| {
            let what = Exported::From {
                module: target.clone(),
                name: name.to_owned(),
            };
            passed_on(name, what)
        }));
        let module = Module {
            declarations: Vec::new(),
            exports,
        };
        modules.insert(path, module);
    }
}

fn passed_on(name: &str, what: Exported) -> Export {
    Export {
        name: name.to_owned(),
        what,
        notes: Notes::default(),
        cfg: None,
        line: 0,
    }
}

/// Each import path that an entry opens, without `./`, with its file; of a pattern those of all files that fit.
pub(super) fn opened(entry: &Entry, files: &[&str]) -> Vec<(String, String)> {
    let mut opened = Vec::new();
    for (path, target) in &entry.further {
        let path = path.strip_prefix("./").unwrap_or(path);
        let Some((before, after)) = target.split_once('*') else {
            opened.push((path.to_owned(), target.clone()));
            continue;
        };
        let fitting = files.iter().filter_map(|file| {
            let part = file.strip_prefix(before)?.strip_suffix(after)?;
            Some((path.replacen('*', part, 1), (*file).to_owned()))
        });
        opened.extend(fitting.take(MOST));
    }
    opened
}
