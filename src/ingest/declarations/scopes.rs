//! What a name means where it stands.
//!
//! Names are looked up from the inside out: the namespaces around, the block, the file around the block, what is global.
//! A name counts only if it has the meaning that is asked for: a variable does not hide a type of the same name further
//! out.

use std::collections::{BTreeSet, HashMap};

use crate::domain::surface::resolve::{Resolution, resolve};
use crate::domain::surface::types::Target;
use crate::domain::surface::{Gap, GapKind, ModuleId};
use crate::ingest::declarations::exports::{Block, World, meaning, missing_module, specifier};
use crate::ingest::declarations::modules::Place;
use crate::syntax::typescript::{Import, Imported};

/// Interfaces and namespaces that packages add to, and that stay what the library declares.
const LIBRARY: [&str; 36] = [
    "Array",
    "ArrayConstructor",
    "CSSStyleDeclaration",
    "Console",
    "Date",
    "Document",
    "Element",
    "Error",
    "ErrorConstructor",
    "Event",
    "Function",
    "HTMLElement",
    "HTMLElementEventMap",
    "HTMLElementTagNameMap",
    "Intl",
    "JSON",
    "JSX",
    "Map",
    "Math",
    "Navigator",
    "NodeJS",
    "Number",
    "Object",
    "ObjectConstructor",
    "Promise",
    "PromiseConstructor",
    "ReadonlyArray",
    "RegExp",
    "Set",
    "String",
    "StringConstructor",
    "Symbol",
    "SymbolConstructor",
    "Window",
    "WindowEventMap",
    "WindowOrWorkerGlobalScope",
];

/// How far aliases are followed; those of aliases may go round.
const FARTHEST: usize = 32;

/// The scope of one block.
pub(super) struct Scope<'a> {
    world: &'a World<'a>,
    pub(super) block: &'a Block,
    /// What its imports mean.
    imports: HashMap<&'a str, Target>,
    outer: Option<Box<Self>>,
}

impl<'a> Scope<'a> {
    /// Makes the scope of a block, its imports bound. What they name and is not there goes to `gaps`.
    pub(super) fn new(world: &'a World<'a>, block: &'a Block, gaps: &mut BTreeSet<Gap>) -> Self {
        let outer = block
            .parent
            .and_then(|parent| world.blocks.get(parent))
            .map(|parent| Box::new(Self::new(world, parent, &mut BTreeSet::new())));
        let mut scope = Self {
            world,
            block,
            imports: HashMap::new(),
            outer,
        };
        for import in &block.body.imports {
            if !matches!(import.what, Imported::Alias { .. }) && !import.local.is_empty() {
                let target = scope.import(import, gaps);
                scope.imports.insert(import.local.as_str(), target);
            }
        }
        scope
    }

    fn import(&self, import: &Import, gaps: &mut BTreeSet<Gap>) -> Target {
        let place = self
            .world
            .place(self.block, specifier(import).unwrap_or_default());
        let (module, name) = match (&import.what, place) {
            (Imported::Name { name, .. }, Place::Foreign { package, path }) => {
                return Target::Foreign {
                    package,
                    path: format!("{path}{name}"),
                };
            }
            (_, Place::Foreign { package, path }) => return whole(package, &path),
            // Its gap is told with the module's exports.
            (_, Place::Missing(_)) => return Target::Missing,
            (Imported::Name { name, .. }, Place::Module(module)) => (module, name),
            (_, Place::Module(module)) => return self.assigned(module),
        };
        let target = self.exported(&module, name);
        if target == Target::Missing {
            gaps.insert(Gap {
                kind: GapKind::MissingName,
                at: self.block.at.clone(),
                line: import.line,
                message: format!("`{}` does not export `{name}`", module.0),
            });
        }
        target
    }

    /// A module as a whole: what it assigns to its exports, if it does.
    fn assigned(&self, module: ModuleId) -> Target {
        let has_it = self
            .world
            .outline
            .modules
            .get(&module)
            .is_some_and(|one| one.exports.iter().any(|export| export.name == "export="));
        if has_it {
            self.exported(&module, "export=")
        } else {
            Target::Module(module)
        }
    }

    /// What a module exports under a name. Many files ask for the same: the answers are kept.
    fn exported(&self, module: &ModuleId, name: &str) -> Target {
        let asked = (module.clone(), name.to_owned());
        let known = self.world.answers.read().ok();
        if let Some(target) = known.and_then(|answers| answers.get(&asked).cloned()) {
            return target;
        }
        let target = match resolve(&self.world.outline, module, name) {
            Resolution::Own { module, name } => Target::Declared { module, name },
            Resolution::Namespace(module) => Target::Module(module),
            Resolution::Foreign { package, path } => Target::Foreign { package, path },
            Resolution::Missing => Target::Missing,
        };
        if let Ok(mut answers) = self.world.answers.write() {
            answers.insert(asked, target.clone());
        }
        target
    }

    /// What `import("x").path` means.
    pub(super) fn of_module(
        &self,
        specifier: &str,
        path: &str,
        line: u32,
        gaps: &mut BTreeSet<Gap>,
    ) -> Target {
        let target = match self.world.place(self.block, specifier) {
            Place::Foreign { package, path } => whole(package, &path),
            Place::Module(module) if path.is_empty() => self.assigned(module),
            Place::Module(module) => Target::Module(module),
            Place::Missing(_) => {
                gaps.insert(missing_module(self.block, specifier, line));
                return Target::Missing;
            }
        };
        self.below(target, path)
    }

    /// What a name with dots means that stands in a namespace (or at the top, with an empty path).
    pub(super) fn look_up(&self, within: &str, path: &str, wanted: u8) -> Target {
        self.look_up_alias(within, path, wanted, 0)
    }

    fn look_up_alias(&self, within: &str, path: &str, wanted: u8, depth: usize) -> Target {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let of_first = if rest.is_empty() {
            wanted
        } else {
            // What has members is a namespace, or, where a value is asked for, any value.
            meaning::SPACE | (wanted & meaning::VALUE)
        };
        let target = self
            .first(within, first, of_first, depth)
            .unwrap_or(Target::Global);
        self.below(target, rest)
    }

    /// The meaning of a name without dots: the innermost that has the wanted one.
    fn first(&self, within: &str, name: &str, wanted: u8, depth: usize) -> Option<Target> {
        let mut around = within;
        while !around.is_empty() {
            let local = format!("{around}.{name}");
            if let Some(target) = self.local(around, &local, wanted, depth) {
                return Some(target);
            }
            around = around.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
        self.local("", name, wanted, depth)
            .or_else(|| {
                self.outer
                    .as_ref()
                    .and_then(|outer| outer.first("", name, wanted, depth))
            })
            .or_else(|| self.global(name, wanted))
    }

    /// A name of the block, its namespace before it: a declaration, an alias, an import.
    fn local(&self, within: &str, name: &str, wanted: u8, depth: usize) -> Option<Target> {
        let module = &self.block.module;
        // What merges into a module is seen from all of its parts.
        if self.has(module, name, wanted) {
            return Some(Target::Declared {
                module: module.clone(),
                name: name.to_owned(),
            });
        }
        if let Some(target) = self.imports.get(name) {
            return self.fits(target, wanted).then(|| target.clone());
        }
        let import = self
            .block
            .body
            .imports
            .get(*self.block.imports.get(name)?)?;
        match &import.what {
            Imported::Alias { path } if depth < FARTHEST => {
                let target = self.look_up_alias(within, path, meaning::SPACE | wanted, depth + 1);
                self.fits(&target, wanted).then_some(target)
            }
            _ => None,
        }
    }

    fn global(&self, name: &str, wanted: u8) -> Option<Target> {
        if let Some((module, meaning)) = self.world.globals.get(name)
            && meaning & wanted != 0
            && !LIBRARY.contains(&name)
        {
            return Some(Target::Declared {
                module: module.clone(),
                name: name.to_owned(),
            });
        }
        self.world.umd.get(name).cloned().map(Target::Module)
    }

    fn has(&self, module: &ModuleId, name: &str, wanted: u8) -> bool {
        self.world
            .declared
            .get(module)
            .and_then(|names| names.get(name))
            .is_some_and(|meaning| meaning & wanted != 0)
    }

    /// Whether an import's meaning is the wanted one; what is not known may be anything.
    fn fits(&self, target: &Target, wanted: u8) -> bool {
        match target {
            Target::Declared { module, name } => {
                let known = self
                    .world
                    .declared
                    .get(module)
                    .and_then(|names| names.get(name));
                // A member of a declaration is not in the table.
                known.is_none_or(|meaning| meaning & wanted != 0)
            }
            _ => true,
        }
    }

    /// What stands at a path below something.
    fn below(&self, target: Target, path: &str) -> Target {
        let mut target = target;
        for part in path.split('.').filter(|part| !part.is_empty()) {
            target = match target {
                Target::Declared { module, name } => self.below_declared(module, &name, part),
                Target::Module(module) => self.exported(&module, part),
                Target::Foreign { package, path } => Target::Foreign {
                    path: match path.as_str() {
                        "" => part.to_owned(),
                        path if path.starts_with('/') && !path.contains('#') => {
                            format!("{path}#{part}")
                        }
                        path => format!("{path}.{part}"),
                    },
                    package,
                },
                other => other,
            };
        }
        target
    }

    /// A name in a namespace, or a member of a declaration.
    fn below_declared(&self, module: ModuleId, name: &str, part: &str) -> Target {
        let name = format!("{name}.{part}");
        let is_alias = self
            .world
            .outline
            .modules
            .get(&module)
            .is_some_and(|one| one.exports.iter().any(|export| export.name == name));
        if is_alias {
            return self.exported(&module, &name);
        }
        Target::Declared { module, name }
    }
}

/// A foreign package's module as a whole.
fn whole(package: String, path: &str) -> Target {
    Target::Foreign {
        package,
        path: path.trim_end_matches('#').to_owned(),
    }
}
