//! What becomes of a symbol in the target: whether its path still leads somewhere, whether what has it still has it.

use crate::domain::surface::notice::{Notice, Source, Strength};
use crate::domain::surface::paths::{Reached, Space, Thing};
use crate::domain::surface::types::{Target, Type};
use crate::domain::surface::{Declaration, DeclarationKind, Member, MemberKind, ModuleId};
use crate::scan::rust::info::{MemberClass, World, class_of};
use crate::scan::rust::known::Known;
use crate::scan::rust::scope::Outside;
use crate::scan::rust::ty::DeclId;

/// How many aliases and dereferences are followed.
const DEEPEST: usize = 8;

/// A declaration of the version in use, in the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Projected {
    There(u32),
    Gone,
    Unknown,
}

/// What there is of a symbol in the target.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    There {
        deprecated: Option<Box<Notice>>,
        /// Whether the compiler says nothing of it.
        is_silent: bool,
    },
    Gone,
    /// What has it is gone, which is said elsewhere.
    With,
    Unknown,
}

const FINE: Fate = Fate::There {
    deprecated: None,
    is_silent: false,
};

impl World<'_> {
    /// What becomes of a path.
    pub fn fate_of_path(&self, outside: &Outside) -> Fate {
        let Some(after) = self.after.get(usize::from(outside.source)) else {
            return FINE;
        };
        let Some(root) = after.root_of(&outside.package) else {
            return Fate::Unknown;
        };
        if outside.path.is_empty() {
            return FINE;
        }
        match after.path(root, &outside.path, outside.space) {
            Some((reached, space)) => found(after, &reached, space),
            None => Fate::Gone,
        }
    }

    /// Whether the version in use says itself that something is deprecated, and the compiler with it.
    pub fn is_deprecated_before(&self, outside: &Outside) -> bool {
        let Some(known) = self.known(outside.source) else {
            return false;
        };
        let reached = Reached {
            thing: outside.thing.clone(),
            hidden: false,
            cfg: Vec::new(),
            deprecated: false,
        };
        let said = found(known, &reached, outside.space);
        matches!(
            said,
            Fate::There {
                deprecated: Some(_),
                ..
            }
        )
    }

    /// What becomes of a name in all namespaces together: as an import has it.
    pub fn fate_of_import(&self, all: &[&Outside]) -> Fate {
        let fates: Vec<Fate> = all.iter().map(|one| self.fate_of_path(one)).collect();
        let deprecated = fates.iter().find(|one| {
            matches!(
                one,
                Fate::There {
                    deprecated: Some(_),
                    ..
                }
            )
        });
        let there = fates.iter().find(|one| !matches!(one, Fate::Gone));
        deprecated.or(there).cloned().unwrap_or(Fate::Gone)
    }

    /// A declaration in the target.
    pub fn project_decl(&self, decl: DeclId) -> Projected {
        if let Some(known) = self.targets.borrow().get(&decl) {
            return *known;
        }
        let found = self.find_target(decl);
        self.targets.borrow_mut().insert(decl, found);
        found
    }

    fn find_target(&self, decl: DeclId) -> Projected {
        let source = usize::from(decl.source);
        let (Some(before), Some(after)) = (self.known(decl.source), self.after.get(source)) else {
            return Projected::Unknown;
        };
        let Some(group) = before.groups.get(decl.index as usize) else {
            return Projected::Unknown;
        };
        let mut was_public = false;
        let paths = before
            .paths(decl.index)
            .iter()
            .map(|path| (path, group.space));
        let aliases = aliases_of(before, group.module, group.name);
        let aliases = aliases
            .flat_map(|alias| before.paths(alias))
            .map(|path| (path, Space::Type));
        for (path, space) in paths.chain(aliases) {
            was_public = true;
            if let Some((reached, space)) = after.public(path, space) {
                return match declared(after, &reached, space) {
                    Some(group) => Projected::There(group),
                    None => Projected::Unknown,
                };
            }
        }
        if was_public {
            return Projected::Gone;
        }
        // Nobody can name it; it is known by what names it.
        match after.group(group.module, group.name, group.space) {
            Some(group) => Projected::There(group),
            None => Projected::Unknown,
        }
    }

    /// What becomes of a member. With `by_bound` the traits that a trait asks for are as good as itself: else they are not
    /// in scope.
    pub fn fate_of_member(
        &self,
        owner: DeclId,
        name: &str,
        class: MemberClass,
        by_bound: bool,
    ) -> Fate {
        let is_trait = self.info(owner).is_trait();
        let group = match self.project_decl(owner) {
            Projected::There(group) => group,
            // Nothing else at the place says that the trait is gone.
            Projected::Gone if is_trait => return Fate::Gone,
            Projected::Gone => return Fate::With,
            Projected::Unknown => return Fate::Unknown,
        };
        let Some(after) = self.after.get(usize::from(owner.source)) else {
            return Fate::Unknown;
        };
        let finder = Finder {
            after,
            is_sure: true,
            supers: by_bound || !is_trait,
        };
        finder.fate(group, name, class)
    }

    /// Whether a glob of a module brings a trait in the target that has a method of a name.
    pub fn is_brought(&self, node: usize, source: u16, name: &str) -> bool {
        let Some(after) = self.after.get(usize::from(source)) else {
            return false;
        };
        self.globs_of(node).iter().any(|outside| {
            let root = after
                .root_of(&outside.package)
                .filter(|_| outside.source == source);
            let reached = root.and_then(|root| match outside.path.as_str() {
                "" => Some(root.clone()),
                path => match after.path(root, path, Space::Type)?.0.thing {
                    Thing::Module(module) => Some(module),
                    _ => None,
                },
            });
            let names = reached.iter().flat_map(|module| after.tables.all(module));
            let mut traits = names.filter_map(|(_, space, one)| {
                after
                    .groups
                    .get(after.group_of(&one.thing, space)? as usize)
            });
            traits.any(|group| {
                let mut parts = group
                    .parts
                    .iter()
                    .filter(|one| one.kind == DeclarationKind::Trait);
                parts.any(|one| one.members.iter().any(|one| one.name == name))
            })
        })
    }

    /// What becomes of a field of a variant.
    pub fn fate_of_variant_field(&self, owner: DeclId, variant: &str, field: &str) -> Fate {
        let Projected::There(group) = self.project_decl(owner) else {
            return Fate::With;
        };
        let after = self.after.get(usize::from(owner.source));
        let parts = after.and_then(|after| after.groups.get(group as usize));
        let variants = parts
            .into_iter()
            .flat_map(|one| &one.parts)
            .flat_map(|one| &one.members);
        let mut variants = variants.filter(|one| one.name == variant).peekable();
        if variants.peek().is_none() {
            return Fate::With;
        }
        let fields = variants.filter_map(|one| match &one.ty {
            Some(Type::Object(fields)) => Some(fields),
            _ => None,
        });
        match fields.flatten().find(|one| one.name == field) {
            Some(one) => Fate::There {
                deprecated: one.notes.deprecated().cloned().map(Box::new),
                is_silent: false,
            },
            None => Fate::Gone,
        }
    }

    /// The path by which users know a declaration.
    pub fn path_of(&self, decl: DeclId) -> String {
        let first = self
            .known(decl.source)
            .and_then(|known| known.paths(decl.index).first());
        first
            .cloned()
            .unwrap_or_else(|| self.name_of(decl).to_owned())
    }
}

/// The aliases that stand for nothing but a type.
fn aliases_of<'k>(
    known: &'k Known<'_>,
    module: &'k ModuleId,
    name: &'k str,
) -> impl Iterator<Item = u32> + 'k {
    let groups = known.groups.iter().enumerate();
    groups.filter_map(move |(at, group)| {
        let one = group.parts.first()?;
        let Some(Type::Named(named)) = one.ty.as_ref().filter(|_| one.kind == DeclarationKind::Alias) else {
            return None;
        };
        let is_it = matches!(&named.target, Target::Declared { module: to, name: there } if to == module && there == name);
        is_it.then(|| u32::try_from(at).ok()).flatten()
    })
}

/// The declaration that something is, aliases followed.
fn declared(known: &Known<'_>, reached: &Reached, space: Space) -> Option<u32> {
    let mut group = known.group_of(&reached.thing, space)?;
    for _ in 0..DEEPEST {
        let one = known.groups.get(group as usize)?.parts.first()?;
        let Some(ty) = one
            .ty
            .as_ref()
            .filter(|_| one.kind == DeclarationKind::Alias)
        else {
            return Some(group);
        };
        let Type::Named(named) = ty else { return None };
        let Target::Declared { module, name } = &named.target else {
            return None;
        };
        group = known.type_group(module, name)?;
    }
    None
}

/// What is said of something that a path leads to.
fn found(known: &Known<'_>, reached: &Reached, space: Space) -> Fate {
    let notice = match &reached.thing {
        Thing::Declaration { .. } => {
            let group = known.group_of(&reached.thing, space);
            let parts = group.and_then(|group| known.groups.get(group as usize));
            parts.and_then(|group| deprecated(&group.parts))
        }
        Thing::Variant { module, of, name } => {
            let group = known.type_group(module, of);
            let parts = group.and_then(|group| known.groups.get(group as usize));
            parts.and_then(|group| {
                let variants = group.parts.iter().flat_map(|one| &one.members);
                let own = variants
                    .filter(|one| one.name == *name)
                    .find_map(|one| one.notes.deprecated().cloned());
                own.or_else(|| deprecated(&group.parts))
            })
        }
        // Nobody is told of a module that is only on the way.
        Thing::Module(_) | Thing::Foreign { .. } => None,
    };
    let is_silent = notice.is_none() && reached.deprecated;
    let on_the_way = || Notice::new(Strength::Declared, Source::Attribute, 0);
    Fate::There {
        deprecated: notice.or_else(|| is_silent.then(on_the_way)).map(Box::new),
        is_silent,
    }
}

/// A notice, if all forms of a declaration have one.
fn deprecated(parts: &[&Declaration]) -> Option<Notice> {
    let first = parts.first()?.notes.deprecated()?;
    parts
        .iter()
        .all(|one| one.notes.deprecated().is_some())
        .then(|| first.clone())
}

/// What is said of a member that is there.
struct Said(Option<Notice>);

/// Looks for a member in the target.
struct Finder<'k, 'w> {
    after: &'k Known<'w>,
    /// Whether all that was looked into is known whole.
    is_sure: bool,
    /// Whether the traits count that a trait asks for.
    supers: bool,
}

impl Finder<'_, '_> {
    fn fate(mut self, group: u32, name: &str, class: MemberClass) -> Fate {
        match self.find(group, name, class, 0) {
            Some(Said(deprecated)) => Fate::There {
                deprecated: deprecated.map(Box::new),
                is_silent: false,
            },
            None if self.is_sure => Fate::Gone,
            None => Fate::Unknown,
        }
    }

    fn find(&mut self, group: u32, name: &str, class: MemberClass, depth: usize) -> Option<Said> {
        let parts = &self.after.groups.get(group as usize)?.parts;
        let same = |one: &&Member| one.name == name && class_of(one.kind) == class;
        let mut found = parts
            .iter()
            .flat_map(|one| &one.members)
            .filter(same)
            .peekable();
        if found.peek().is_some() {
            let own = |one: &Member| one.notes.deprecated().cloned();
            let notices: Vec<Option<Notice>> = found.map(own).collect();
            let all = notices.iter().all(Option::is_some);
            let inherits = class != MemberClass::Function
                || parts.iter().any(|one| one.kind == DeclarationKind::Trait);
            let first = notices.into_iter().flatten().next().filter(|_| all);
            return Some(Said(
                first.or_else(|| inherits.then(|| deprecated(parts)).flatten()),
            ));
        }
        if depth > DEEPEST || matches!(class, MemberClass::Variant) {
            return None;
        }
        let above = parts
            .iter()
            .filter(|_| self.supers || depth > 0)
            .flat_map(|one| &one.extends);
        let above: Vec<&Type> = above
            .chain(parts.iter().flat_map(|one| &one.implements))
            .collect();
        for ty in above {
            match ty {
                Type::Named(named) => {
                    if let Some(found) = self.through(named, name, class, depth) {
                        return Some(found);
                    }
                }
                // What everything has that has certain traits says nothing of this one.
                Type::Impl(_) => {}
                _ => self.is_sure = false,
            }
        }
        None
    }

    /// Looks into a trait that is implemented or asked for, and what a type dereferences to.
    fn through(
        &mut self,
        named: &crate::domain::surface::types::Named,
        name: &str,
        class: MemberClass,
        depth: usize,
    ) -> Option<Said> {
        match &named.target {
            Target::Declared {
                module,
                name: there,
            } => {
                let group = self.after.type_group(module, there)?;
                self.find(group, name, class, depth + 1)
            }
            Target::Foreign { package, path }
                if matches!(package.as_str(), "std" | "core" | "alloc") =>
            {
                if path != "ops::Deref" {
                    return None;
                }
                let target = named.arguments.iter().find_map(|one| match one {
                    Type::Binding { name, ty } if name == "Target" => Some(&**ty),
                    _ => None,
                });
                match target {
                    Some(Type::Named(next)) => self.through(next, name, class, depth + 1),
                    _ => None,
                }
            }
            // A derive that others make may bring anything; a trait of theirs too.
            Target::Foreign { .. } | Target::Missing => {
                self.is_sure &= !is_dereferenced(named);
                None
            }
            _ => None,
        }
    }
}

fn is_dereferenced(named: &crate::domain::surface::types::Named) -> bool {
    named.written.ends_with("Deref")
}

/// What a member is called in a list of symbols.
pub const fn is_variant(kind: MemberKind) -> bool {
    matches!(kind, MemberKind::Variant)
}
