//! What names lead to: imports, globs, modules, the names of dependencies, the prelude.

use std::rc::Rc;

use crate::domain::surface::paths::{Space, Thing};
use crate::domain::surface::{DeclarationKind, MemberKind, ModuleId};
use crate::scan::rust::info::World;
use crate::scan::rust::known::Known;
use crate::scan::rust::tree::Entry;
use crate::scan::rust::ty::{DeclId, OWN};
use crate::syntax::rust::code::{Import, ItemId, ItemKind, Span};
use crate::syntax::rust::prelude;

/// What a name of a dependency leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extern {
    /// A package of a surface, by its name there.
    Surface { source: u16, package: Rc<str> },
    /// The library of the same package.
    Library(usize),
}

/// What a path leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Def {
    Module(usize),
    Own(DeclId),
    /// A variant of one of the plugin's own enums.
    OwnVariant(DeclId, usize),
    Outside(Rc<Outside>),
    /// Something of a crate that nobody knows here.
    Elsewhere,
    /// A type of the language: `u8`.
    Primitive(Box<str>),
}

/// Something of a surface, by the path that leads to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outside {
    pub source: u16,
    /// The package by whose root it is reached.
    pub package: Rc<str>,
    /// From that root; empty for the root itself.
    pub path: String,
    pub thing: Thing,
    pub space: Space,
    /// Whether an export on the way is deprecated.
    pub deprecated: bool,
}

/// What a name is bound to.
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    pub def: Def,
    /// The file, and the place of the name in the import that brings it.
    pub import: Option<(usize, Span)>,
    /// The file that takes it from another crate.
    pub root: Option<usize>,
}

/// A path, followed as far as it goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// What each of its parts leads to; parts that are left over belong to a type.
    pub defs: Vec<Def>,
    pub import: Option<(usize, Span)>,
    /// As in [`Binding`].
    pub root: Option<usize>,
}

impl World<'_> {
    /// What a path means in a module. `space` is that of its last part.
    pub fn resolve(
        &self,
        node: usize,
        path: &[&str],
        absolute: bool,
        space: Space,
    ) -> Option<Resolved> {
        self.resolve_within(node, path, (absolute, space))
    }

    fn resolve_within(
        &self,
        node: usize,
        path: &[&str],
        (absolute, space): (bool, Space),
    ) -> Option<Resolved> {
        let found = self.first(node, path, (absolute, space))?;
        Some(self.follow(found, path, space))
    }

    /// Goes on from what the first parts of a path lead to.
    fn follow(&self, mut found: Resolved, path: &[&str], space: Space) -> Resolved {
        while let Some(part) = path.get(found.defs.len()) {
            let is_last = found.defs.len() + 1 == path.len();
            let wanted = if is_last { space } else { Space::Type };
            let next = match found.defs.last() {
                Some(Def::Module(node)) => {
                    let next = self.name(*node, part, wanted);
                    if let Some(next) = &next {
                        found.root = next.root.or(found.root);
                    }
                    next.map(|one| one.def)
                }
                Some(last) => self.step(last, part, wanted),
                None => None,
            };
            let Some(next) = next else { break };
            found.defs.push(next);
        }
        found
    }

    fn first(
        &self,
        node: usize,
        path: &[&str],
        (absolute, space): (bool, Space),
    ) -> Option<Resolved> {
        let plain = |defs| {
            Some(Resolved {
                defs,
                import: None,
                root: None,
            })
        };
        let first = *path.first()?;
        let module = self.module_of(node);
        let root = self.tree.crates[self.tree.nodes[node].krate].root;
        if absolute {
            let def = self
                .dependency(first)
                .or_else(|| Some(self.name(root, first, Space::Type)?.def));
            return plain(vec![def.unwrap_or(Def::Elsewhere)]);
        }
        match first {
            "crate" => return plain(vec![Def::Module(root)]),
            "self" if path.len() > 1 || space == Space::Type => {
                return plain(vec![Def::Module(module)]);
            }
            "super" => {
                let mut defs = Vec::new();
                let mut here = module;
                for _ in path.iter().take_while(|one| **one == "super") {
                    let above = self.tree.nodes[here].parent?;
                    here = self.module_of(above);
                    defs.push(Def::Module(here));
                }
                return plain(defs);
            }
            _ => {}
        }
        let wanted = if path.len() == 1 { space } else { Space::Type };
        let found = self.lexical(node, first, wanted)?;
        Some(Resolved {
            defs: vec![found.def],
            import: found.import,
            root: found.root,
        })
    }

    /// The module that a block stands in; a module itself.
    fn module_of(&self, node: usize) -> usize {
        let mut at = node;
        while self.tree.nodes[at].is_block
            && let Some(above) = self.tree.nodes[at].parent
        {
            at = above;
        }
        at
    }

    /// What a name means where it stands alone.
    pub fn lexical(&self, node: usize, name: &str, space: Space) -> Option<Binding> {
        let mut at = Some(node);
        while let Some(here) = at {
            if let Some(found) = self.name(here, name, space) {
                return Some(found);
            }
            let above = &self.tree.nodes[here];
            at = above.parent.filter(|_| above.is_block);
        }
        let plain = |def| Binding {
            def,
            import: None,
            root: None,
        };
        if space == Space::Type
            && let Some(def) = self.dependency(name)
        {
            return Some(plain(def));
        }
        if let Some(path) = prelude::path(name) {
            return self.standard(path, space).map(plain);
        }
        let root = self.tree.crates[self.tree.nodes[node].krate].root;
        if space == Space::Type && self.primitive(name).is_some() {
            return Some(plain(Def::Primitive(name.into())));
        }
        if space == Space::Macro {
            return self.macro_of_crates(root, name).map(plain);
        }
        // Before 2018 imports begin at the root.
        (node != root)
            .then(|| self.name(root, name, space))
            .flatten()
            .filter(|found| matches!(found.def, Def::Outside(_)) && found.import.is_none())
    }

    /// What `#[macro_use] extern crate` brings.
    fn macro_of_crates(&self, root: usize, name: &str) -> Option<Def> {
        let entries = &self.tree.nodes[root].entries;
        let mut crates: Vec<&str> = entries
            .iter()
            .filter(|(_, _, entry)| matches!(entry, Entry::ExternCrate(_)))
            .map(|(name, _, _)| name)
            .collect();
        crates.sort_unstable();
        crates.into_iter().find_map(|krate| {
            let def = self.name(root, krate, Space::Type)?.def;
            self.step(&def, name, Space::Macro)
        })
    }

    /// The root of a dependency, by its name in source.
    pub fn dependency(&self, name: &str) -> Option<Def> {
        Some(match self.externs.get(name)? {
            None => Def::Elsewhere,
            Some(Extern::Library(krate)) => Def::Module(self.tree.crates.get(*krate)?.root),
            Some(Extern::Surface { source, package }) => {
                let root = self.known(*source)?.root_of(package)?;
                Def::Outside(Rc::new(Outside {
                    source: *source,
                    package: Rc::clone(package),
                    path: String::new(),
                    thing: Thing::Module(root.clone()),
                    space: Space::Type,
                    deprecated: false,
                }))
            }
        })
    }

    /// Something of the standard library.
    pub fn standard(&self, path: &'static str, space: Space) -> Option<Def> {
        let key = (path, space);
        if let Some(known) = self.memo.standard.borrow().get(&key) {
            return known.clone();
        }
        let found = self.find_standard(path, space);
        self.memo.standard.borrow_mut().insert(key, found.clone());
        found
    }

    fn find_standard(&self, path: &str, space: Space) -> Option<Def> {
        let source = self.standard_source();
        let known = self.known(source)?;
        let (reached, space) = known.public(path, space)?;
        Some(Def::Outside(Rc::new(Outside {
            source,
            package: Rc::from("std"),
            path: path.to_owned(),
            thing: reached.thing,
            space,
            deprecated: false,
        })))
    }

    /// What a module itself has under a name.
    pub fn name(&self, node: usize, name: &str, space: Space) -> Option<Binding> {
        let declared = || self.declared(node, name, space);
        self.memo.name(node, name, space, declared)
    }

    fn declared(&self, node: usize, name: &str, space: Space) -> Option<Binding> {
        let here = &self.tree.nodes[node];
        let plain = |def| Binding {
            def,
            import: None,
            root: None,
        };
        match here.entries.get(name, space) {
            Some(Entry::Item(item)) => return Some(plain(Def::Own(self.own_id(node, item)?))),
            Some(Entry::Module(inner)) => return Some(plain(Def::Module(inner))),
            Some(Entry::ExternCrate(item)) => {
                let ItemKind::ExternCrate(of) = &self.item(here.file, item).kind else {
                    return None;
                };
                if &*of.text == "self" {
                    return Some(plain(Def::Module(self.tree.crates[here.krate].root)));
                }
                return Some(plain(self.dependency(&of.text).unwrap_or(Def::Elsewhere)));
            }
            Some(Entry::Import(item, at)) => {
                let found = self.imported(node, (item, at), space);
                if found.is_some() {
                    return found;
                }
            }
            None => {}
        }
        let mut included = here.included.iter();
        if let Some(found) = included.find_map(|inner| self.name(*inner, name, space)) {
            return Some(found);
        }
        here.globs
            .iter()
            .find_map(|(item, at)| self.through_glob(node, (*item, *at), (name, space)))
    }

    pub(super) fn import(&self, node: usize, (item, at): (ItemId, usize)) -> Option<&Import> {
        match &self.item(self.tree.nodes[node].file, item).kind {
            ItemKind::Use(imports) => imports.get(at),
            _ => None,
        }
    }

    fn imported(&self, node: usize, import: (ItemId, usize), space: Space) -> Option<Binding> {
        let import = self.import(node, import)?;
        let path: Vec<&str> = import.path.iter().map(|one| &*one.text).collect();
        let found = self.import_path(node, &path, (import.absolute, space))?;
        if found.defs.len() != path.len() {
            let is_unknown = matches!(found.defs.last(), Some(Def::Elsewhere));
            return is_unknown.then_some(Binding {
                def: Def::Elsewhere,
                import: None,
                root: None,
            });
        }
        let at = import
            .path
            .last()
            .map(|name| (self.tree.nodes[node].file, name.at));
        let file = self.tree.nodes[node].file;
        Some(Binding {
            root: found.root.or(Some(file)),
            def: found.defs.into_iter().next_back()?,
            import: at,
        })
    }

    /// What the path of an import means: a name that the module imports does not hide the dependency of that name.
    pub(super) fn import_path(
        &self,
        node: usize,
        path: &[&str],
        (absolute, space): (bool, Space),
    ) -> Option<Resolved> {
        let found = self.resolve_within(node, path, (absolute, space));
        match &found {
            Some(one) if one.defs.len() == path.len() => found,
            _ => {
                let first = Resolved {
                    defs: vec![self.dependency(path.first()?)?],
                    import: None,
                    root: None,
                };
                let other = self.follow(first, path, space);
                let is_better = found
                    .as_ref()
                    .is_none_or(|one| one.defs.len() < other.defs.len());
                if is_better { Some(other) } else { found }
            }
        }
    }

    fn through_glob(
        &self,
        node: usize,
        glob: (ItemId, usize),
        (name, space): (&str, Space),
    ) -> Option<Binding> {
        let import = self.import(node, glob)?;
        let path: Vec<&str> = import.path.iter().map(|one| &*one.text).collect();
        let found = self.import_path(node, &path, (import.absolute, Space::Type))?;
        if found.defs.len() != path.len() {
            return None;
        }
        let of = found.defs.last()?;
        // A glob of a glob's own module brings nothing new.
        if *of == Def::Module(node) || *of == Def::Elsewhere {
            return None;
        }
        let (def, root) = match of {
            Def::Module(inner) => {
                let inner = self.name(*inner, name, space)?;
                (inner.def, inner.root)
            }
            of => (self.step(of, name, space)?, None),
        };
        Some(Binding {
            def,
            import: None,
            root: root.or(Some(self.tree.nodes[node].file)),
        })
    }

    /// What a name behind another means.
    pub fn step(&self, of: &Def, name: &str, space: Space) -> Option<Def> {
        match of {
            Def::Module(node) => Some(self.name(*node, name, space)?.def),
            Def::Elsewhere => Some(Def::Elsewhere),
            Def::Own(id) => {
                let own = self.own(*id)?;
                let ItemKind::Enum(_, variants) = &self.item(own.file, own.item).kind else {
                    return None;
                };
                let at = variants.iter().position(|one| &*one.name.text == name)?;
                Some(Def::OwnVariant(*id, at))
            }
            Def::Outside(outside) => self.step_outside(outside, name, space),
            Def::OwnVariant(..) | Def::Primitive(_) => None,
        }
    }

    fn step_outside(&self, of: &Outside, name: &str, space: Space) -> Option<Def> {
        let known = self.known(of.source)?;
        let path = if of.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}::{name}", of.path)
        };
        let made = |thing: Thing, space: Space, deprecated: bool| {
            Some(Def::Outside(Rc::new(Outside {
                source: of.source,
                package: Rc::clone(&of.package),
                path: path.clone(),
                thing,
                space,
                deprecated,
            })))
        };
        match &of.thing {
            Thing::Module(module) => {
                let (reached, space) = known.lookup(module, name, space)?;
                made(
                    reached.thing.clone(),
                    space,
                    of.deprecated || reached.deprecated,
                )
            }
            Thing::Declaration {
                module,
                name: of_enum,
            } => {
                let group = known.type_group(module, of_enum)?;
                let (module, of_enum) = enum_of(known, group, module, of_enum)?;
                let group = known
                    .groups
                    .get(known.type_group(module, of_enum)? as usize)?;
                let mut members = group.parts.iter().flat_map(|one| &one.members);
                let has = members.any(|one| one.name == name && one.kind == MemberKind::Variant);
                let thing = Thing::Variant {
                    module: module.clone(),
                    of: of_enum.to_owned(),
                    name: name.to_owned(),
                };
                has.then(|| made(thing, Space::Type, of.deprecated))
                    .flatten()
            }
            Thing::Foreign { package, path } => {
                let below = if path.is_empty() {
                    name.to_owned()
                } else {
                    format!("{path}::{name}")
                };
                let thing = Thing::Foreign {
                    package: package.clone(),
                    path: below,
                };
                made(thing, space, of.deprecated)
            }
            Thing::Variant { .. } => None,
        }
    }

    /// What a surface takes from another package.
    pub fn foreign(&self, package: &str, path: &str, space: Space) -> Def {
        let Some((source, root)) = self.package(package) else {
            return Def::Elsewhere;
        };
        let path = path.trim_end_matches(':');
        let Some(known) = self.known(source) else {
            return Def::Elsewhere;
        };
        if path.is_empty() {
            return Def::Elsewhere;
        }
        match known.path(root, path, space) {
            Some((reached, space)) => Def::Outside(Rc::new(Outside {
                source,
                package: Rc::from(package),
                path: path.to_owned(),
                thing: reached.thing,
                space,
                deprecated: reached.deprecated,
            })),
            None => Def::Elsewhere,
        }
    }
}

/// The enum that a name stands for, aliases followed.
fn enum_of<'k>(
    known: &'k Known<'_>,
    mut group: u32,
    module: &'k ModuleId,
    name: &'k str,
) -> Option<(&'k ModuleId, &'k str)> {
    use crate::domain::surface::types::{Target, Type};
    let (mut module, mut name) = (module, name);
    for _ in 0..8 {
        let one = known.groups.get(group as usize)?.parts.first()?;
        match (&one.kind, &one.ty) {
            (DeclarationKind::Alias, Some(Type::Named(named))) => {
                let Target::Declared {
                    module: to,
                    name: there,
                } = &named.target
                else {
                    return None;
                };
                (module, name) = (to, there);
                group = known.type_group(module, name)?;
            }
            (DeclarationKind::Enum, _) => return Some((module, name)),
            _ => return None,
        }
    }
    None
}

impl DeclId {
    pub const fn is_own(self) -> bool {
        self.source == OWN
    }
}
