//! Surfaces of crates, made ready to be asked: by module and name, by public path.

use std::cell::OnceCell;

use rustc_hash::FxHashMap as HashMap;

use crate::domain::surface::paths::{Reached, Space, Tables, Thing, public_paths, space_of};
use crate::domain::surface::{Declaration, ModuleId, Surface};

/// The declarations of one name in one namespace: several under different conditions.
#[derive(Debug)]
pub struct Group<'w> {
    pub module: &'w ModuleId,
    pub name: &'w str,
    pub space: Space,
    pub parts: Vec<&'w Declaration>,
}

/// One surface.
#[derive(Debug)]
pub struct Known<'w> {
    pub surface: &'w Surface,
    pub tables: Tables,
    pub groups: Vec<Group<'w>>,
    index: HashMap<(&'w str, &'w str, Space), u32>,
    /// By group, the shortest first.
    paths: OnceCell<HashMap<u32, Vec<String>>>,
}

impl<'w> Known<'w> {
    pub fn new(surface: &'w Surface) -> Self {
        let mut groups: Vec<Group<'w>> = Vec::new();
        let mut index = HashMap::default();
        for (module, content) in &surface.modules {
            for one in &content.declarations {
                let space = space_of(one.kind);
                let next = u32::try_from(groups.len()).unwrap_or(u32::MAX);
                let at = *index
                    .entry((module.0.as_str(), one.name.as_str(), space))
                    .or_insert(next);
                if at == next {
                    groups.push(Group {
                        module,
                        name: &one.name,
                        space,
                        parts: Vec::new(),
                    });
                }
                if let Some(group) = groups.get_mut(at as usize) {
                    group.parts.push(one);
                }
            }
        }
        Self {
            surface,
            tables: Tables::of(surface),
            groups,
            index,
            paths: OnceCell::new(),
        }
    }

    /// The name of the package, without its registry.
    pub fn package(&self) -> &str {
        let package = self.surface.package.as_str();
        package.split_once(':').map_or(package, |(_, name)| name)
    }

    /// The declarations of a name in a module.
    pub fn group(&self, module: &ModuleId, name: &str, space: Space) -> Option<u32> {
        self.index.get(&(module.0.as_str(), name, space)).copied()
    }

    /// A type's, trait's or alias's declarations by module and name.
    pub fn type_group(&self, module: &ModuleId, name: &str) -> Option<u32> {
        self.group(module, name, Space::Type)
    }

    /// The declarations that a thing is, if it is declared here.
    pub fn group_of(&self, thing: &Thing, space: Space) -> Option<u32> {
        match thing {
            Thing::Declaration { module, name } => self.group(module, name, space),
            _ => None,
        }
    }

    /// What a name of a module leads to, and the namespace that it is in: a tuple struct and a variant are values too.
    pub fn lookup(&self, module: &ModuleId, name: &str, space: Space) -> Option<(&Reached, Space)> {
        let get = |space| Some((self.tables.get(module, name, space)?, space));
        match space {
            Space::Value => get(Space::Value).or_else(|| get(Space::Type)),
            other => get(other),
        }
    }

    /// The root module, of the package or of one of its members.
    pub fn root_of(&self, package: &str) -> Option<&ModuleId> {
        if package == self.package() {
            return self.surface.root.as_ref();
        }
        let mut members = self.surface.members.iter();
        members.find(|one| one.name == package)?.root.as_ref()
    }

    /// What a path from a module leads to; the last part in the given namespace.
    pub fn path(&self, from: &ModuleId, path: &str, space: Space) -> Option<(Reached, Space)> {
        let mut module = from.clone();
        let mut parts = path.split("::").peekable();
        while let Some(part) = parts.next() {
            let is_last = parts.peek().is_none();
            let wanted = if is_last { space } else { Space::Type };
            let (reached, found) = self.lookup(&module, part, wanted)?;
            if is_last {
                return Some((reached.clone(), found));
            }
            match &reached.thing {
                Thing::Module(next) => module = next.clone(),
                // A variant behind its enum.
                Thing::Declaration { module, name } => {
                    let variant = parts.next()?;
                    let group = self.groups.get(self.type_group(module, name)? as usize)?;
                    let has = group.parts.iter().flat_map(|one| &one.members);
                    let has = has.clone().any(|one| one.name == variant);
                    return (has && parts.next().is_none()).then(|| {
                        let thing = Thing::Variant {
                            module: module.clone(),
                            of: name.clone(),
                            name: variant.to_owned(),
                        };
                        let reached = Reached {
                            thing,
                            ..reached.clone()
                        };
                        (reached, Space::Type)
                    });
                }
                _ => return Some((reached.clone(), found)),
            }
        }
        None
    }

    /// As [`Self::path`], from the package's root.
    pub fn public(&self, path: &str, space: Space) -> Option<(Reached, Space)> {
        self.path(self.surface.root.as_ref()?, path, space)
    }

    /// The public paths of declarations, the shortest first.
    pub fn paths(&self, group: u32) -> &[String] {
        let all = self.paths.get_or_init(|| {
            let mut all: HashMap<u32, Vec<String>> = HashMap::default();
            for (path, reached) in public_paths(self.surface) {
                if let Some(group) = self.group_of(&reached.thing, path.space) {
                    all.entry(group).or_default().push(path.path);
                }
            }
            all
        });
        all.get(&group).map_or(&[], Vec::as_slice)
    }
}
