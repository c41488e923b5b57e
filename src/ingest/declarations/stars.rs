//! What `export * from "other-package"` brings: the names that the other package exports.
//!
//! They stay that package's: nothing of it is folded in. But whether a name is there at all is known only with it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::surface::notice::Notes;
use crate::domain::surface::resolve::exported_names;
use crate::domain::surface::{Export, Exported, ModuleId, Origin, Surface};
use crate::ingest::declarations::modules::{Finder, Place};
use crate::ingest::package::Package;

/// A module of a foreign package: its name, and the path as in [`Origin::Foreign`].
type Module = (String, String);

/// What a module exports.
#[derive(Clone, Debug, Default)]
struct Listed {
    /// By name, the package and the path there.
    names: BTreeMap<String, Module>,
    /// Packages that it re-exports whole and that were not given.
    open: BTreeSet<Module>,
}

/// Names what stars of foreign packages bring to a surface, as far as those packages are given; the other stars stay.
///
/// A name that the surface exports otherwise stays what it is.
pub fn name_stars(surface: &mut Surface, packages: &[&Package]) {
    let mut lister = Lister::new(packages);
    let ids: Vec<ModuleId> = surface.modules.keys().cloned().collect();
    let mut brought: Vec<(ModuleId, Listed)> = Vec::new();
    for id in ids {
        let Some(module) = surface.modules.get_mut(&id) else {
            continue;
        };
        let mut listed = Listed::default();
        module.exports.retain(|export| match &export.what {
            Exported::All(Origin::Foreign { package, path }) if lister.has(package) => {
                let more = lister.list(&(package.clone(), path.clone()), &mut Vec::new());
                listed.names.extend(more.names);
                listed.open.extend(more.open);
                false
            }
            _ => true,
        });
        brought.push((id, listed));
    }
    for (id, listed) in brought {
        let there = exported_names(surface, &id);
        let mut exports: Vec<Export> = listed
            .names
            .into_iter()
            .filter(|(name, _)| !there.contains_key(name))
            .map(|(name, (package, path))| export(name, Exported::Foreign { package, path }))
            .collect();
        exports.extend(listed.open.into_iter().map(|(package, path)| {
            export(
                String::new(),
                Exported::All(Origin::Foreign { package, path }),
            )
        }));
        if let Some(module) = surface.modules.get_mut(&id) {
            module.exports.extend(exports);
        }
    }
}

fn export(name: String, what: Exported) -> Export {
    Export {
        name,
        what,
        notes: Notes::default(),
        cfg: None,
        line: 0,
    }
}

struct Lister<'a> {
    packages: HashMap<&'a str, (&'a Package, Option<Surface>)>,
}

impl<'a> Lister<'a> {
    fn new(packages: &[&'a Package]) -> Self {
        let packages = packages
            .iter()
            .map(|package| (package.name.as_str(), (*package, None)))
            .collect();
        Self { packages }
    }

    fn has(&self, package: &str) -> bool {
        self.packages.contains_key(package)
    }

    /// What a module exports, through the modules that it re-exports whole. `around` are those just being listed: packages
    /// may re-export each other.
    fn list(&mut self, of: &Module, around: &mut Vec<Module>) -> Listed {
        let mut listed = Listed::default();
        if around.contains(of) {
            return listed;
        }
        let (package, path) = of;
        let Some((found, surface)) = self.packages.get_mut(package.as_str()) else {
            listed.open.insert(of.clone());
            return listed;
        };
        let surface = surface.get_or_insert_with(|| super::surface(found, &[]));
        let below = path.trim_end_matches('#');
        let specifier = format!("{package}{below}");
        let Place::Module(root) = Finder::new(found, &[]).find(None, "", &specifier) else {
            listed.open.insert(of.clone());
            return listed;
        };
        for name in exported_names(surface, &root).into_keys() {
            if name != "default" {
                let place = (package.clone(), format!("{path}{name}"));
                listed.names.insert(name, place);
            }
        }
        let next = whole(surface, &root);
        around.push(of.clone());
        for of in next {
            let more = self.list(&of, around);
            for (name, place) in more.names {
                listed.names.entry(name).or_insert(place);
            }
            listed.open.extend(more.open);
        }
        around.pop();
        listed
    }
}

/// The foreign modules that a module re-exports whole, itself or through its package's other modules.
fn whole(surface: &Surface, root: &ModuleId) -> BTreeSet<Module> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut rest = vec![root];
    while let Some(id) = rest.pop() {
        let Some(module) = surface.modules.get(id).filter(|_| seen.insert(id)) else {
            continue;
        };
        for export in &module.exports {
            match &export.what {
                Exported::All(Origin::Module(next)) => rest.push(next),
                Exported::All(Origin::Foreign { package, path }) => {
                    found.insert((package.clone(), path.clone()));
                }
                _ => {}
            }
        }
    }
    found
}
