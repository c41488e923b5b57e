//! What each module lets others use, as written.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::surface::{Export, Exported, GapKind, Module, ModuleId, Origin};
use crate::ingest::crates::bind::Binder;
use crate::ingest::crates::scope::Found;
use crate::ingest::crates::world::{MACRO, TYPE, VALUE, child};
use crate::syntax::rust::record::{Import, Item, ItemKind, Visibility};

/// Fills in the exports of all modules.
pub(super) fn fill(binder: &Binder, modules: &mut BTreeMap<ModuleId, Module>) {
    for (at, node) in binder.world().nodes.iter().enumerate() {
        let mut found: Vec<Export> = Vec::new();
        let mut own: BTreeSet<&str> = BTreeSet::new();
        for item in &node.items {
            let public = item.visibility == Visibility::Public;
            let export = |name: &str, what: Exported| Export {
                name: name.to_owned(),
                what,
                notes: item.notes.clone(),
                cfg: item.cfg.clone(),
                line: item.line,
            };
            match &item.kind {
                ItemKind::Declared { .. } if public && own.insert(&item.name) => {
                    found.push(Export {
                        notes: crate::domain::surface::notice::Notes::default(),
                        ..export(&item.name, Exported::Own(item.name.clone()))
                    });
                }
                ItemKind::Module { .. } if public => {
                    let id = child(&node.id, &item.name);
                    if binder.world().ids.contains_key(&id) {
                        found.push(export(&item.name, Exported::Namespace(id)));
                    }
                }
                ItemKind::Use(imports) if public => {
                    for import in imports {
                        let whats = of_import(binder, at, item, import);
                        found.extend(whats.into_iter().map(|(name, what)| export(&name, what)));
                    }
                }
                ItemKind::ExternCrate { of } if public => {
                    let path = [of.clone()];
                    let what = foreign_crate(binder, at, &path);
                    found.extend(what.map(|what| export(&item.name, what)));
                }
                _ => {}
            }
        }
        modules
            .entry(node.id.clone())
            .or_default()
            .exports
            .extend(found);
    }
    macros(binder, modules);
}

/// Macros by example that others may call stand at the root of their crate, wherever they are written.
fn macros(binder: &Binder, modules: &mut BTreeMap<ModuleId, Module>) {
    for node in &binder.world().nodes {
        let root = ModuleId::new(node.id.member(), "");
        for item in &node.items {
            if !matches!(item.kind, ItemKind::Rules { exported: true, .. }) {
                continue;
            }
            let what = if node.id == root {
                Exported::Own(item.name.clone())
            } else {
                Exported::From {
                    module: node.id.clone(),
                    name: item.name.clone(),
                }
            };
            let exports = &mut modules.entry(root.clone()).or_default().exports;
            if !exports
                .iter()
                .any(|one| one.name == item.name && one.what == what)
            {
                exports.push(Export {
                    name: item.name.clone(),
                    what,
                    notes: crate::domain::surface::notice::Notes::default(),
                    cfg: item.cfg.clone(),
                    line: item.line,
                });
            }
        }
    }
}

fn foreign_crate(binder: &Binder, at: usize, path: &[String]) -> Option<Exported> {
    let found = binder.scope.whole(at, path, true, TYPE);
    found.as_ref().and_then(|found| exported(binder, found))
}

fn exported(binder: &Binder, found: &Found) -> Option<Exported> {
    let id = |node: &usize| binder.world().nodes.get(*node).map(|one| one.id.clone());
    Some(match found {
        Found::Module(node) => Exported::Namespace(id(node)?),
        Found::Declared { node, name, .. } => Exported::From {
            module: id(node)?,
            name: name.clone(),
        },
        Found::Variant { node, of, name } => Exported::From {
            module: id(node)?,
            name: format!("{of}::{name}"),
        },
        Found::Foreign { package, path } => Exported::Foreign {
            package: package.clone(),
            path: path.clone(),
        },
        Found::Primitive => return None,
    })
}

fn of_import(binder: &Binder, at: usize, item: &Item, import: &Import) -> Vec<(String, Exported)> {
    let Some(name) = &import.name else {
        return glob(binder, at, item, import)
            .map(|what| (String::new(), what))
            .into_iter()
            .collect();
    };
    if name == "_" {
        return Vec::new();
    }
    let mut found: Vec<Exported> = Vec::new();
    for space in [TYPE, VALUE, MACRO] {
        let meant = binder.scope.whole(at, &import.path, import.absolute, space);
        let Some(what) = meant
            .as_ref()
            .and_then(|one| as_written(binder, at, import, one, space))
        else {
            continue;
        };
        if !found.contains(&what) {
            found.push(what);
        }
    }
    // A foreign name is known by its path only, in whatever namespace it is.
    if found
        .iter()
        .any(|one| !matches!(one, Exported::Foreign { .. }))
    {
        found.retain(|one| !matches!(one, Exported::Foreign { .. }));
    }
    if found.is_empty() {
        let message = format!("`{}` is exported and means nothing", import.path.join("::"));
        binder.gap(GapKind::MissingName, at, item.line, message);
    }
    found.into_iter().map(|what| (name.clone(), what)).collect()
}

/// The export as a step to the module that is named, where that module exports the name itself; else straight to
/// what is meant.
fn as_written(
    binder: &Binder,
    at: usize,
    import: &Import,
    meant: &Found,
    space: u8,
) -> Option<Exported> {
    let (last, before) = import.path.split_last()?;
    if !matches!(meant, Found::Variant { .. })
        && !before.is_empty()
        && let Some(Found::Module(node)) = binder.scope.whole(at, before, import.absolute, TYPE)
    {
        let node = binder.world().nodes.get(node)?;
        let public = node.names.get(last).is_some_and(|entries| {
            entries
                .iter()
                .any(|one| one.public && one.spaces & space != 0)
        });
        if public {
            return Some(Exported::From {
                module: node.id.clone(),
                name: last.clone(),
            });
        }
    }
    exported(binder, meant)
}

fn glob(binder: &Binder, at: usize, item: &Item, import: &Import) -> Option<Exported> {
    let id = |node: usize| binder.world().nodes.get(node).map(|one| one.id.clone());
    let origin = match binder.scope.whole(at, &import.path, import.absolute, TYPE) {
        Some(Found::Module(node)) => Origin::Module(id(node)?),
        Some(Found::Declared { node, name, .. }) => Origin::Variants {
            module: id(node)?,
            name,
        },
        Some(Found::Foreign { package, path }) => Origin::Foreign { package, path },
        _ => {
            let message = format!(
                "`{}::*` is exported and means nothing",
                import.path.join("::")
            );
            binder.gap(GapKind::MissingName, at, item.line, message);
            return None;
        }
    };
    Some(Exported::All(origin))
}
