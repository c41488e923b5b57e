//! What a name that a module exports means, however many re-exports lie between.
//!
//! The rules are ECMAScript's (ResolveExport): an explicit export beats `export *`; a name that two `export *` bring
//! from different declarations is ambiguous and exported by neither; `default` is never brought by `export *`. Rust's
//! globs follow the same rules, as far as a public name goes.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::surface::notice::Notes;
use crate::domain::surface::{Export, Exported, ModuleId, Origin, Surface};

/// What an exported name means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Resolution {
    /// One or more declarations (overloads, merged ones) of a module.
    Declared { module: ModuleId, name: String },
    /// A whole module.
    Namespace(ModuleId),
    /// Something of a package that is not part of the surface.
    Foreign { package: String, path: String },
    /// It is exported, and nothing declares it.
    Missing,
}

/// What `name` means as an export of `module`.
pub fn resolve(surface: &Surface, module: &ModuleId, name: &str) -> Resolution {
    let mut seen = BTreeSet::new();
    find(surface, module, name, &mut seen).unwrap_or(Resolution::Missing)
}

/// All names that a module exports, through `export *` too, and what each means.
pub fn exported_names(surface: &Surface, module: &ModuleId) -> BTreeMap<String, Resolution> {
    let mut names = BTreeSet::new();
    collect(surface, module, true, &mut BTreeSet::new(), &mut names);
    names
        .into_iter()
        .filter_map(|name| {
            let mut seen = BTreeSet::new();
            let found = find(surface, module, &name, &mut seen);
            // A name that is ambiguous is no export; one that is stated and leads nowhere is a missing one.
            match found {
                Some(resolution) => Some((name, resolution)),
                None => is_stated(surface, module, &name).then_some((name, Resolution::Missing)),
            }
        })
        .collect()
}

/// What is said of a name where it is exported and re-exported, on the way to its declaration.
pub fn notes_on_the_way(surface: &Surface, module: &ModuleId, name: &str) -> Notes {
    let mut notes = Notes::default();
    let mut seen = BTreeSet::new();
    let (mut module, mut name) = (module.clone(), name.to_owned());
    while seen.insert((module.clone(), name.clone())) {
        let Some((_, exports)) = exports_of(surface, &module) else {
            break;
        };
        if let Some(export) = exports.iter().find(|one| one.name == name) {
            notes.notices.extend(export.notes.notices.iter().cloned());
            notes.private |= export.notes.private;
            notes.ignored |= export.notes.ignored;
            if notes.since.is_none() {
                notes.since.clone_from(&export.notes.since);
            }
            match &export.what {
                Exported::From {
                    module: next,
                    name: there,
                } => (module, name) = (next.clone(), there.clone()),
                _ => break,
            }
        } else {
            let star = exports.iter().find_map(|export| match &export.what {
                Exported::All(Origin::Module(next)) => {
                    find(surface, next, &name, &mut BTreeSet::new()).map(|_| next.clone())
                }
                _ => None,
            });
            match star {
                Some(next) => module = next,
                None => break,
            }
        }
    }
    notes
}

fn exports_of<'s>(surface: &'s Surface, module: &ModuleId) -> Option<(&'s ModuleId, &'s [Export])> {
    let (id, module) = surface.modules.get_key_value(module)?;
    Some((id, &module.exports))
}

fn is_stated(surface: &Surface, module: &ModuleId, name: &str) -> bool {
    exports_of(surface, module)
        .is_some_and(|(_, exports)| exports.iter().any(|one| one.name == name))
}

/// `None`: not exported, ambiguous, or a circle.
fn find<'s>(
    surface: &'s Surface,
    module: &ModuleId,
    name: &str,
    seen: &mut BTreeSet<(&'s ModuleId, String)>,
) -> Option<Resolution> {
    let (id, exports) = exports_of(surface, module)?;
    if !seen.insert((id, name.to_owned())) {
        return None;
    }
    if let Some(export) = exports.iter().find(|one| one.name == name && !is_all(one)) {
        return match &export.what {
            Exported::Own(own) => Some(Resolution::Declared {
                module: id.clone(),
                name: own.clone(),
            }),
            Exported::From { module, name } => find(surface, module, name, seen),
            Exported::Namespace(module) => Some(Resolution::Namespace(module.clone())),
            Exported::Foreign { package, path } => Some(Resolution::Foreign {
                package: package.clone(),
                path: path.clone(),
            }),
            Exported::All(_) => None,
        };
    }
    if name == "default" || name == "export=" {
        return None;
    }
    let mut found: Option<Resolution> = None;
    for export in exports {
        let Exported::All(Origin::Module(next)) = &export.what else {
            continue;
        };
        let Some(one) = find(surface, next, name, seen) else {
            continue;
        };
        match &found {
            Some(before) if *before != one => return None,
            _ => found = Some(one),
        }
    }
    found
}

fn is_all(export: &Export) -> bool {
    matches!(export.what, Exported::All(_))
}

fn collect<'s>(
    surface: &'s Surface,
    module: &ModuleId,
    default: bool,
    seen: &mut BTreeSet<&'s ModuleId>,
    names: &mut BTreeSet<String>,
) {
    let Some((id, exports)) = exports_of(surface, module) else {
        return;
    };
    if !seen.insert(id) {
        return;
    }
    for export in exports {
        match &export.what {
            Exported::All(Origin::Module(next)) => collect(surface, next, false, seen, names),
            Exported::All(_) => {}
            _ if !default && (export.name == "default" || export.name == "export=") => {}
            _ => {
                names.insert(export.name.clone());
            }
        }
    }
}
