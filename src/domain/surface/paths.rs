//! The public paths of a Rust surface: what users can write, and what each path leads to.
//!
//! Follows `pub mod` and `pub use` from the root: globs, renames, modules that are private and re-exported, cycles.
//! The three namespaces are kept apart, names written out hide those that a glob brings, and work is bounded for
//! sources that are made to take forever.

use std::collections::{BTreeMap, VecDeque};

use crate::domain::surface::notice::{Notes, Strength};
use crate::domain::surface::{
    DeclarationKind, Export, Exported, MemberKind, ModuleId, Origin, Surface,
};

/// Parts of a path; crates that re-export themselves have no longest.
const LONGEST: usize = 12;

/// Paths of one surface.
const MOST: usize = 100_000;

/// Paths to one module.
const MOST_TO_ONE: usize = 32;

/// A namespace of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Space {
    Type,
    Value,
    Macro,
}

/// A path as users write it, without the crate's name: `distributions::Uniform`.
///
/// In the order of the number of its parts, so that the first path to a thing is the shortest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicPath {
    pub parts: usize,
    pub path: String,
    pub space: Space,
}

/// What a public path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Thing {
    /// The declarations of that name in that namespace.
    Declaration {
        module: ModuleId,
        name: String,
    },
    Variant {
        module: ModuleId,
        of: String,
        name: String,
    },
    Module(ModuleId),
    Foreign {
        package: String,
        path: String,
    },
}

/// A thing as one path leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    pub thing: Thing,
    /// Whether a part of the path is `#[doc(hidden)]`.
    pub hidden: bool,
    /// The conditions on the way: of the modules and exports, not of the thing itself.
    pub cfg: Vec<String>,
    /// Whether an export on the way is deprecated, which the compiler does not say to users.
    pub deprecated: bool,
}

/// All public paths of a surface.
pub fn public_paths(surface: &Surface) -> BTreeMap<PublicPath, Reached> {
    surface
        .root
        .as_ref()
        .map_or_else(BTreeMap::new, |root| from(surface, root))
}

/// All public paths that begin at a module, relative to it: those of a member package, by its own root.
pub fn from(surface: &Surface, root: &ModuleId) -> BTreeMap<PublicPath, Reached> {
    let tables = Tables::of(surface);
    let mut found = BTreeMap::new();
    let mut visits: BTreeMap<ModuleId, usize> = BTreeMap::new();
    let mut open = VecDeque::from([Visit {
        module: root.clone(),
        path: Vec::new(),
        above: vec![root.clone()],
        hidden: false,
        cfg: Vec::new(),
        deprecated: false,
    }]);
    while let Some(visit) = open.pop_front() {
        for ((name, space), reached) in tables.names.get(&visit.module).into_iter().flatten() {
            if found.len() >= MOST {
                return found;
            }
            let mut path = visit.path.clone();
            path.push(name.clone());
            let mut reached = reached.clone();
            reached.hidden |= visit.hidden;
            reached.deprecated |= visit.deprecated;
            reached.cfg = visit.cfg.iter().cloned().chain(reached.cfg).collect();
            if let Thing::Module(module) = &reached.thing {
                let times = visits.entry(module.clone()).or_default();
                if !visit.above.contains(module) && path.len() < LONGEST && *times < MOST_TO_ONE {
                    *times += 1;
                    let mut above = visit.above.clone();
                    above.push(module.clone());
                    open.push_back(Visit {
                        module: module.clone(),
                        path: path.clone(),
                        above,
                        hidden: reached.hidden,
                        cfg: reached.cfg.clone(),
                        deprecated: reached.deprecated,
                    });
                }
            }
            let key = PublicPath {
                parts: path.len(),
                path: path.join("::"),
                space: *space,
            };
            found.entry(key).or_insert(reached);
        }
    }
    found
}

struct Visit {
    module: ModuleId,
    path: Vec<String>,
    above: Vec<ModuleId>,
    hidden: bool,
    cfg: Vec<String>,
    deprecated: bool,
}

type Names = BTreeMap<(String, Space), Reached>;

/// What each module exports, by name, re-exports followed.
#[derive(Debug)]
pub struct Tables {
    names: BTreeMap<ModuleId, Names>,
}

/// How often the tables are gone over: imports may lead through as many modules, in the worst order.
const MOST_ROUNDS: usize = 100;

impl Tables {
    // Modules may export each other's names in a circle, so this adds names until there is nothing to add. Names that
    // are written out come before those of globs, which they hide.
    /// Those of all modules of a surface.
    pub fn of(surface: &Surface) -> Self {
        let mut tables = Self {
            names: BTreeMap::new(),
        };
        for globs in [false, true] {
            for _ in 0..MOST_ROUNDS {
                let mut changed = false;
                for (id, module) in &surface.modules {
                    for export in &module.exports {
                        let is_glob = matches!(export.what, Exported::All(_));
                        if is_glob && !globs {
                            continue;
                        }
                        let found = tables.exported(surface, id, export);
                        let names = tables.names.entry(id.clone()).or_default();
                        for (key, reached) in found {
                            // Under another condition the name may be declared here: that says more.
                            let is_foreign =
                                |one: &Reached| matches!(one.thing, Thing::Foreign { .. });
                            let better = names.get(&key).is_none_or(|known| {
                                !is_glob && is_foreign(known) && !is_foreign(&reached)
                            });
                            if better && names.len() < MOST {
                                names.insert(key, reached);
                                changed = true;
                            }
                        }
                    }
                }
                if !changed {
                    break;
                }
            }
        }
        tables
    }

    /// What a module exports under a name in a namespace.
    pub fn get(&self, module: &ModuleId, name: &str, space: Space) -> Option<&Reached> {
        self.names.get(module)?.get(&(name.to_owned(), space))
    }

    /// All that a module exports.
    pub fn all(&self, module: &ModuleId) -> impl Iterator<Item = (&str, Space, &Reached)> {
        let names = self.names.get(module).into_iter().flatten();
        names.map(|((name, space), reached)| (name.as_str(), *space, reached))
    }

    fn exported(
        &self,
        surface: &Surface,
        id: &ModuleId,
        export: &Export,
    ) -> Vec<((String, Space), Reached)> {
        let one = |thing: Thing| {
            vec![(
                (export.name.clone(), Space::Type),
                through(export, thing, None),
            )]
        };
        let all = |found: Vec<(Space, Reached)>| {
            let named = found.into_iter().map(|(space, inner)| {
                let reached = through(export, inner.thing.clone(), Some(&inner));
                ((export.name.clone(), space), reached)
            });
            named.collect()
        };
        match &export.what {
            Exported::Own(name) => all(declared(surface, id, name)),
            Exported::From { module, name } => match name.split_once("::") {
                Some((of, variant)) => one(variant_of(module, of, variant)),
                None => all(self.of_module(surface, module, name)),
            },
            Exported::Namespace(module) => one(Thing::Module(module.clone())),
            Exported::Foreign { package, path } => one(Thing::Foreign {
                package: package.clone(),
                path: path.clone(),
            }),
            Exported::All(Origin::Module(module)) => {
                let names = self.names.get(module).into_iter().flatten();
                names
                    .map(|(key, inner)| {
                        (
                            key.clone(),
                            through(export, inner.thing.clone(), Some(inner)),
                        )
                    })
                    .collect()
            }
            Exported::All(Origin::Variants { module, name }) => variants(surface, module, name)
                .map(|variant| {
                    let thing = variant_of(module, name, variant);
                    (
                        (variant.to_owned(), Space::Type),
                        through(export, thing, None),
                    )
                })
                .collect(),
            // What a foreign glob brings is not known here.
            Exported::All(Origin::Foreign { .. }) => Vec::new(),
        }
    }

    /// What a module exports under a name; else what it declares so.
    fn of_module(&self, surface: &Surface, module: &ModuleId, name: &str) -> Vec<(Space, Reached)> {
        let names = self.names.get(module);
        let spaces = [Space::Type, Space::Value, Space::Macro].into_iter();
        let exported = spaces.filter_map(|space| {
            let reached = names?.get(&(name.to_owned(), space))?;
            Some((space, reached.clone()))
        });
        let found: Vec<(Space, Reached)> = exported.collect();
        if found.is_empty() {
            declared(surface, module, name)
        } else {
            found
        }
    }
}

/// A thing as one more export leads to it.
fn through(export: &Export, thing: Thing, inner: Option<&Reached>) -> Reached {
    let before = inner.into_iter().flat_map(|one| one.cfg.iter().cloned());
    Reached {
        thing,
        hidden: export.notes.private || inner.is_some_and(|one| one.hidden),
        cfg: export.cfg.iter().cloned().chain(before).collect(),
        deprecated: is_deprecated(&export.notes) || inner.is_some_and(|one| one.deprecated),
    }
}

fn is_deprecated(notes: &Notes) -> bool {
    notes
        .notices
        .iter()
        .any(|one| one.strength == Strength::Declared)
}

fn variant_of(module: &ModuleId, of: &str, name: &str) -> Thing {
    Thing::Variant {
        module: module.clone(),
        of: of.to_owned(),
        name: name.to_owned(),
    }
}

fn variants<'a>(
    surface: &'a Surface,
    module: &ModuleId,
    name: &'a str,
) -> impl Iterator<Item = &'a str> {
    let declarations = surface
        .modules
        .get(module)
        .into_iter()
        .flat_map(move |one| one.named(name));
    let enums = declarations.filter(|one| one.kind == DeclarationKind::Enum);
    enums.flat_map(|one| {
        one.members
            .iter()
            .filter(|member| member.kind == MemberKind::Variant)
            .map(|member| member.name.as_str())
    })
}

/// The namespace of a kind of declaration.
pub const fn space_of(kind: DeclarationKind) -> Space {
    match kind {
        DeclarationKind::Function | DeclarationKind::Variable | DeclarationKind::Constant => {
            Space::Value
        }
        DeclarationKind::Macro => Space::Macro,
        _ => Space::Type,
    }
}

fn declared(surface: &Surface, module: &ModuleId, name: &str) -> Vec<(Space, Reached)> {
    let declarations = surface
        .modules
        .get(module)
        .into_iter()
        .flat_map(|one| one.named(name));
    let mut found: BTreeMap<Space, Reached> = BTreeMap::new();
    for one in declarations {
        found.entry(space_of(one.kind)).or_insert_with(|| Reached {
            thing: Thing::Declaration {
                module: module.clone(),
                name: name.to_owned(),
            },
            hidden: one.notes.private,
            cfg: Vec::new(),
            deprecated: false,
        });
    }
    found.into_iter().collect()
}
